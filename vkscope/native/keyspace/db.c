/* db.c: see db.h. */
#include "base/base.h"
#include "trace/trace.h"
#include "keyspace/keyspace.h"
#include "keyspace/kvstore_inline.h"

keyspaceStats keyspace_stats;
int64_t command_now;
bool keyspace_paused, keyspace_shows_stale, keyspace_rehash_active = true;
keyspaceWaits keyspace_waits;
int keyspace_slot, keyspace_slot_mask;
static db *dbs;
static int ndbs;

/* --- the stores --- */

/* Which database and kind a store is: databases are swapped, so neither is kept in it. */
static const db *ownerOf(const kvstore *kvs, uint32_t *kind) {
    for (int i = 0; i < ndbs; i++) {
        if (dbs[i].keys != kvs && dbs[i].expires != kvs)
            continue;
        *kind = dbs[i].keys == kvs ? EVENT_TABLE_KIND_KEYS : EVENT_TABLE_KIND_EXPIRES;
        return &dbs[i];
    }
    return NULL;
}

static uint32_t tableNumber(const db *d, int didx) {
    return (uint32_t)d->id * 16384 + (uint32_t)didx;
}

/* Small tables move within one step: nobody learns from seeing them. */
enum { WORTH_TELLING = 64 };

static void onResize(void *ctx, kvstore *kvs, int didx, size_t from, size_t to, kvstoreResizeStep step) {
    (void)ctx;
    uint32_t kind = 0;
    const db *d = from < WORTH_TELLING && to < WORTH_TELLING ? NULL : ownerOf(kvs, &kind);
    if (!d || !traceOn(CLASS_TABLE))
        return;
    hashtable *ht = kvstoreGetHashtable(kvs, didx);
    const kvstoreHashtableMetadata *m = hashtableMetadata(ht);
    uint64_t now = clockMonoNs();
    uint32_t table = tableNumber(d, didx), reason;
    switch (step) {
    case KVSTORE_RESIZE_STARTED:
        evRehashStarted(now, (uint32_t)from, to, kind, table, m->entries);
        break;
    case KVSTORE_RESIZE_COMPLETED:
        evRehashCompleted(now, now - m->started_ns, (uint32_t)from, to, kind, table, m->entries);
        break;
    case KVSTORE_RESIZE_DELAYED:
        reason =
            hashtableGetResizePolicy() == HASHTABLE_RESIZE_ALLOW ? EVENT_DELAY_REASON_MEMORY : EVENT_DELAY_REASON_FORK;
        evTableResizeDelayed(now, table, hashtableSize(ht), from, kind, reason);
        break;
    }
}

/* Near maxmemory a table waits with growing until chains are half as long again, rather than drive keys out. */
static bool mayGrow(size_t more_bytes, double fill) {
    uint64_t limit = evict_config.maxmemory;
    return !limit || fill > 1.5 || zmallocUsed() + more_bytes <= limit;
}

static const hashtableType key_type = {.entryKeyBytes = objectKey,
                                       .entryDestructor = objectFree,
                                       .resizeAllowed = mayGrow,
                                       .rehashingStarted = kvstoreHashtableRehashingStarted,
                                       .rehashingCompleted = kvstoreHashtableRehashingCompleted,
                                       .getMetadataSize = kvstoreHashtableMetadataSize};
static const hashtableType expire_type = {.entryKeyBytes = objectKey,
                                          .resizeAllowed = mayGrow,
                                          .rehashingStarted = kvstoreHashtableRehashingStarted,
                                          .rehashingCompleted = kvstoreHashtableRehashingCompleted,
                                          .getMetadataSize = kvstoreHashtableMetadataSize};

enum { SLOT_BITS = 14 };

static kvstore *storeNew(const hashtableType *type) {
    kvstore *kvs =
        keyspace_slot_mask
            ? kvstoreCreate(type, SLOT_BITS, KVSTORE_ALLOCATE_HASHTABLES_ON_DEMAND | KVSTORE_FREE_EMPTY_HASHTABLES)
            : kvstoreCreate(type, 0, KVSTORE_ALLOCATE_HASHTABLES_ON_DEMAND);
    kvstoreSetRehashListener(kvs, onResize, NULL);
    return kvs;
}

static __attribute__((noinline)) void storesNew(db *d) {
    d->keys = storeNew(&key_type);
    d->expires = storeNew(&expire_type);
    d->expire_cursor = 0;
    d->avg_ttl = 0;
}

void keyspaceInit(int databases) {
    ndbs = databases;
    dbs = zcalloc((size_t)databases, sizeof(db));
    for (int i = 0; i < databases; i++)
        dbs[i].id = i;
}

void keyspaceBySlot(void) {
    keyspace_slot = keyspace_slot_mask = -1;
}

void keyspaceRelease(void) {
    lazyfreeRelease();
    ghostsClear();
    for (int i = 0; i < ndbs; i++) {
        vsetRelease(&dbs[i].volatiles);
        kvstoreRelease(dbs[i].expires);
        kvstoreRelease(dbs[i].keys);
    }
    zfree(dbs);
    dbs = NULL;
    ndbs = 0;
    keyspace_slot = keyspace_slot_mask = 0;
}

int keyspaceDatabases(void) {
    return ndbs;
}

uint64_t keyspaceKeys(void) {
    uint64_t n = 0;
    for (int i = 0; i < ndbs; i++)
        n += dbs[i].keys ? kvstoreSize(dbs[i].keys) : 0;
    return n;
}

/* Stores are made when a database is first selected for use: most of the 16 never are. */
db *dbGet(int id) {
    if (id < 0 || id >= ndbs)
        return NULL;
    db *d = &dbs[id];
    if (unlikely(!d->keys))
        storesNew(d);
    return d;
}

db *dbCreated(int id) {
    return id >= 0 && id < ndbs && dbs[id].keys ? &dbs[id] : NULL;
}

/* --- finding --- */

static inline bool hasKey(const void *entry, const void *key) {
    const hashtableBytes *k = key;
    return objectKeyIs(entry, k->data, k->len);
}

static inline object **find(const kvstore *kvs, const char *key, size_t len, uint64_t hash) {
    hashtableBytes k = {key, len};
    return (object **)(void *)kvstoreLocate(kvs, keyTable(key, len), hash, hasKey, &k);
}

bool objectExpired(const object *o) {
    /* As fields: a key lives through its last ms. */
    return o->flags & OBJ_EXPIRE && objectExpire(o) < command_now && !keyspace_shows_stale;
}

object **dbPlace(db *d, const char *key, size_t len, uint64_t hash) {
    vkStall(STALL_LOOKUP);
    object **at = find(d->keys, key, len, hash);
    if (!at)
        return NULL;
    if (unlikely((*at)->flags & OBJ_EXPIRE) && objectExpired(*at)) {
        vkStall(STALL_LAZY_EXPIRE);
        if (!keyspace_paused)
            expireStale(d, *at, hash);
        return NULL;
    }
    return at;
}

object *dbPeek(db *d, const char *key, size_t len, uint64_t hash) {
    object **place = dbPlace(d, key, len, hash);
    return place ? *place : NULL;
}

object *dbGlance(db *d, const char *key, size_t len, uint64_t hash) {
    object **at = find(d->keys, key, len, hash);
    return at && !objectExpired(*at) ? *at : NULL;
}

object *dbRead(db *d, const char *key, size_t len, uint64_t hash) {
    object *o = dbPeek(d, key, len, hash);
    if (o) {
        keyspace_stats.hits++;
        objectTouch(o);
    } else {
        dbMissed(d, key, len, hash);
    }
    return o;
}

void dbMissed(db *d, const char *key, size_t len, uint64_t hash) {
    keyspace_stats.misses++;
    if (unlikely(ghosts_live))
        ghostsAsked(d->id, hash, key, len);
    keyspaceTell(d, key, len, KEY_MISS, "keymiss");
}

object *dbWrite(db *d, const char *key, size_t len, uint64_t hash) {
    object *o = dbPeek(d, key, len, hash);
    if (o)
        objectTouch(o);
    return o;
}

object *dbRandom(db *d) {
    void *entry;
    for (;;) {
        int table = kvstoreGetFairRandomHashtableIndex(d->keys);
        if (table < 0 || !kvstoreHashtableFairRandomEntry(d->keys, table, &entry))
            return NULL;
        if (!objectExpired(entry) || keyspace_paused)
            return entry;
        size_t len;
        const char *key = objectKey(entry, &len);
        expireStale(d, entry, sipHash(key, len));
    }
}

uint64_t dbEmptySlot(db *d, int slot) {
    uint64_t keys = kvstoreHashtableSize(d->keys, slot);
    int before = keyspaceAnySlot();
    void *entry;
    while (kvstoreHashtableRandomEntry(d->keys, slot, &entry)) {
        size_t len;
        const char *key = objectKey(entry, &len);
        lazyfreeObject(dbTake(d, key, len, sipHash(key, len)), true);
    }
    keyspaceSlotBack(before);
    return keys;
}

uint64_t dbSlotKeys(int slot) {
    uint64_t keys = 0;
    for (int i = 0; i < ndbs; i++)
        keys += dbs[i].keys ? kvstoreHashtableSize(dbs[i].keys, slot) : 0;
    return keys;
}

/* --- writing --- */

static void insert(kvstore *kvs, object *o, uint64_t hash) {
    int table = keyspace_slot;
    if (unlikely(table < 0)) {
        size_t len;
        const char *key = objectKey(o, &len);
        table = keyTable(key, len);
    }
    kvstoreHashtableInsertNewWithHash(kvs, table, o, hash);
}

static void expiresAdd(db *d, object *o, uint64_t hash) {
    insert(d->expires, o, hash);
}

static void expiresRemove(db *d, const char *key, size_t len, uint64_t hash) {
    hashtableBytes k = {key, len};
    void *entry;
    kvstoreHashtablePopWithHash(d->expires, keyTable(key, len), &k, hash, &entry);
}

void dbAdd(db *d, object *o, uint64_t hash) {
    vkStall(STALL_ADD);
    objectBorn(o);
    insert(d->keys, o, hash);
    if (o->flags & OBJ_EXPIRE)
        expiresAdd(d, o, hash);
    if (unlikely(o->flags & OBJ_VOLATILE))
        volatileAdded(d, o);
    if (unlikely(ghosts_live))
        ghostsForget(d->id, hash);
    if (unlikely(keyspace_heard >> KEY_NEW & 1)) {
        size_t len;
        const char *key = objectKey(o, &len);
        keyspaceTellNow(d, key, len, KEY_NEW, "new");
    }
    if (unlikely(d->awaited != 0))
        keyspace_waits.added(d, o, hash);
}

void dbPut(db *d, object **place, object *o, uint64_t hash) {
    object *old = *place;
    if (unlikely((old->flags | o->flags) & OBJ_EXPIRE)) {
        size_t len;
        const char *key = objectKey(old, &len);
        if (!(old->flags & OBJ_EXPIRE)) {
            expiresAdd(d, o, hash);
        } else if (o->flags & OBJ_EXPIRE) {
            *find(d->expires, key, len, hash) = o;
        } else {
            expiresRemove(d, key, len, hash);
        }
    }
    if (unlikely(old->flags & OBJ_VOLATILE))
        volatileTaken(d, old);
    o->lru = old->lru;
    objectTouch(o);
    *place = o;
    if (unlikely(o->flags & OBJ_VOLATILE))
        volatileAdded(d, o);
    if (unlikely(d->awaited != 0) && old->type != o->type) {
        keyspace_waits.removed(d, old, hash);
        keyspace_waits.added(d, o, hash);
    }
    lazyfreeObject(old, lazyfree_config.server_del);
}

void dbReplace(db *d, object *old, object *o, uint64_t hash) {
    size_t len;
    const char *key = objectKey(old, &len);
    dbPut(d, find(d->keys, key, len, hash), o, hash);
}

object *dbMutable(db *d, object **place, uint64_t hash, size_t len, char **data) {
    object *o = *place, **also = NULL;
    /* Only a value that stands apart already leaves the object where it is. Found before the old block is freed. */
    if (o->flags & OBJ_EXPIRE && (o->flags & OBJ_EMBEDDED || o->encoding == ENC_INT)) {
        size_t klen;
        const char *key = objectKey(o, &klen);
        also = find(d->expires, key, klen, hash);
    }
    o = stringMutable(o, len, data);
    objectTouch(o);
    *place = o;
    if (also)
        *also = o;
    return o;
}

object *dbTake(db *d, const char *key, size_t len, uint64_t hash) {
    hashtableBytes k = {key, len};
    void *entry;
    if (!kvstoreHashtablePopWithHash(d->keys, keyTable(key, len), &k, hash, &entry))
        return NULL;
    object *o = entry;
    if (o->flags & OBJ_EXPIRE)
        expiresRemove(d, key, len, hash);
    if (unlikely(o->flags & OBJ_VOLATILE))
        volatileTaken(d, o);
    if (unlikely(d->awaited != 0))
        keyspace_waits.removed(d, o, hash);
    return o;
}

bool dbDelete(db *d, const char *key, size_t len, uint64_t hash) {
    object *o = dbTake(d, key, len, hash);
    if (!o)
        return false;
    lazyfreeObject(o, lazyfree_config.server_del);
    return true;
}

bool dbRemove(db *d, const char *key, size_t len, uint64_t hash, bool lazy) {
    object *o = dbTake(d, key, len, hash);
    if (!o)
        return false;
    if (unlikely(o->flags & OBJ_EXPIRE) && objectExpired(o)) {
        expireTaken(d, o);
        return false;
    }
    lazyfreeObject(o, lazy);
    return true;
}

object *dbSetExpire(db *d, object *o, uint64_t hash, int64_t when) {
    size_t len;
    bool had = o->flags & OBJ_EXPIRE;
    const char *key = objectKey(o, &len);
    if (had && when == NO_EXPIRE)
        expiresRemove(d, key, len, hash);
    object **place = find(d->keys, key, len, hash);
    const object *old = o;
    o = objectWithExpire(o, when);
    *place = o;
    if (unlikely(o->flags & OBJ_VOLATILE) && o != old)
        volatileMoved(d, old, o);
    if (!had && when != NO_EXPIRE)
        expiresAdd(d, o, hash);
    return o;
}

size_t dbFlush(db *d, bool lazy) {
    size_t n = kvstoreSize(d->keys);
    if (unlikely(d->awaited != 0))
        keyspace_waits.emptying(d);
    ghostsClear();
    vsetClear(&d->volatiles);
    d->nvolatiles = 0;
    if (lazy && n > LAZYFREE_THRESHOLD) {
        lazyfreeStore(d->keys, n);
        lazyfreeStore(d->expires, 0); /* its entries are not looked at */
        storesNew(d);
        return n;
    }
    kvstoreEmpty(d->expires, NULL);
    kvstoreEmpty(d->keys, NULL);
    d->expire_cursor = 0;
    d->avg_ttl = 0;
    return n;
}

void dbSwap(int a, int b) {
    db *x = dbGet(a), *y = dbGet(b);
    if (keyspace_waits.swapping)
        keyspace_waits.swapping(x, y);
    db old_x = *x, old_y = *y;
    *x = old_y;
    *y = old_x;
    x->id = a;
    x->awaited = old_x.awaited;
    y->id = b;
    y->awaited = old_y.awaited;
    ghostsClear();
    if (keyspace_waits.swapped)
        keyspace_waits.swapped(x, y);
}

void keyChanged(db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    keyspace_stats.dirty++;
    keyspaceTell(d, key, len, cls, event);
}

/* --- what goes on beside commands --- */

enum { TABLES_PER_CRON = 16, REHASH_US = 1000, LAZYFREE_US = 200 };

static void rehash(db *d) {
    uint64_t us = kvstoreIncrementallyRehash(d->keys, REHASH_US);
    if (us < REHASH_US)
        kvstoreIncrementallyRehash(d->expires, REHASH_US - us);
}

void keyspaceTablesCron(void) {
    for (int i = 0; i < ndbs; i++) {
        if (!dbs[i].keys)
            continue;
        kvstoreTryResizeHashtables(dbs[i].keys, TABLES_PER_CRON);
        kvstoreTryResizeHashtables(dbs[i].expires, TABLES_PER_CRON);
        if (keyspace_rehash_active && hashtableGetResizePolicy() == HASHTABLE_RESIZE_ALLOW)
            rehash(&dbs[i]);
    }
    if (evictExceededUs() && !evictNeeded())
        evictPerform(); /* notes that it is over */
}

bool keyspaceWorkWaits(void) {
    return evictWaits() || lazyfreeWaits() || expireFastWaits();
}

bool keyspaceWork(void) {
    bool more = evictContinue();
    more |= lazyfreeStep(LAZYFREE_US);
    expireFastCycle();
    return more;
}
