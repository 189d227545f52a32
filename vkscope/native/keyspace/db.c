/* db.c: see db.h. */
#include "base/base.h"
#include "trace/trace.h"
#include "keyspace/keyspace.h"

keyspaceStats keyspace_stats;
int64_t command_now;
bool keyspace_paused;
bool expire_active = true;
static db *dbs;
static int ndbs;

static void resized(hashtable *t, size_t from, size_t to, bool done) {
    (void)t;
    /* Small tables move within one step: nobody learns from seeing them. */
    if (from >= 64 || to >= 64)
        traceEmit(done ? EV_RehashCompleted : EV_RehashStarted, 0, (uint32_t)from, to, NULL, 0);
}

static const hashtableType key_type = {objectKey, objectFree, resized};
static const hashtableType expire_type = {objectKey, NULL, resized};

void keyspaceInit(int databases) {
    ndbs = databases;
    dbs = zcalloc((size_t)databases, sizeof(db));
    for (int i = 0; i < databases; i++)
        dbs[i].id = i;
}

void keyspaceRelease(void) {
    for (int i = 0; i < ndbs; i++) {
        vsetRelease(&dbs[i].volatiles);
        hashtableRelease(dbs[i].expires);
        hashtableRelease(dbs[i].keys);
    }
    zfree(dbs);
    dbs = NULL;
    ndbs = 0;
}

int keyspaceDatabases(void) {
    return ndbs;
}

/* Tables are made when a database is first selected for use: most of the 16 never are. */
db *dbGet(int id) {
    if (id < 0 || id >= ndbs)
        return NULL;
    db *d = &dbs[id];
    if (unlikely(!d->keys)) {
        d->keys = hashtableCreate(&key_type);
        d->expires = hashtableCreate(&expire_type);
    }
    return d;
}

db *dbCreated(int id) {
    return id >= 0 && id < ndbs && dbs[id].keys ? &dbs[id] : NULL;
}

bool objectExpired(const object *o) {
    return o->flags & OBJ_EXPIRE && objectExpire(o) <= command_now;
}

static void traceExpired(const object *o, unsigned how) {
    char payload[4 + TRACE_KEY_SHOWN];
    size_t len;
    const char *key = objectKey(o, &len);
    keyspace_stats.expired_keys++;
    if (traceOn(CLASS_KEY)) {
        size_t n = traceKey(payload, key, len);
        traceEmit(EV_KeyExpired, 0, how, (uint64_t)(command_now - objectExpire(o)), payload, n);
    }
}

int64_t objectIdleMs(const object *o) {
    return (int64_t)((((uint64_t)command_now >> 10) - o->lru) & 0xffffff) << 10;
}

object **dbPlace(db *d, const char *key, size_t len, uint64_t hash) {
    void **at = hashtableFind(d->keys, key, len, hash);
    if (!at)
        return NULL;
    object *o = *at;
    if (unlikely(o->flags & OBJ_EXPIRE) && objectExpired(o)) {
        if (keyspace_paused)
            return NULL;
        traceExpired(o, 0);
        dbDelete(d, key, len, hash);
        keyChanged(d, key, len, KEY_EXPIRED, "expired");
        return NULL;
    }
    return (object **)(void *)at;
}

object *dbPeek(db *d, const char *key, size_t len, uint64_t hash) {
    object **place = dbPlace(d, key, len, hash);
    return place ? *place : NULL;
}

object *dbRead(db *d, const char *key, size_t len, uint64_t hash) {
    object *o = dbPeek(d, key, len, hash);
    if (o) {
        keyspace_stats.hits++;
        objectTouch(o);
    } else {
        keyspace_stats.misses++;
    }
    return o;
}

object *dbWrite(db *d, const char *key, size_t len, uint64_t hash) {
    object *o = dbPeek(d, key, len, hash);
    if (o)
        objectTouch(o);
    return o;
}

void dbAdd(db *d, object *o, uint64_t hash) {
    objectTouch(o);
    hashtableAdd(d->keys, o, hash);
    if (o->flags & OBJ_EXPIRE)
        hashtableAdd(d->expires, o, hash);
    if (unlikely(o->flags & OBJ_VOLATILE))
        volatileAdded(d, o);
}

void dbPut(db *d, object **place, object *o, uint64_t hash) {
    object *old = *place;
    size_t len;
    if (unlikely((old->flags | o->flags) & OBJ_EXPIRE)) {
        const char *key = objectKey(old, &len);
        if (!(old->flags & OBJ_EXPIRE)) {
            hashtableAdd(d->expires, o, hash);
        } else if (o->flags & OBJ_EXPIRE) {
            *hashtableFind(d->expires, key, len, hash) = o;
        } else {
            hashtablePop(d->expires, key, len, hash);
        }
    }
    if (unlikely(old->flags & OBJ_VOLATILE))
        volatileTaken(d, old);
    objectTouch(o);
    *place = o;
    if (unlikely(o->flags & OBJ_VOLATILE))
        volatileAdded(d, o);
    objectFree(old);
}

void dbReplace(db *d, object *old, object *o, uint64_t hash) {
    size_t len;
    const char *key = objectKey(old, &len);
    dbPut(d, (object **)(void *)hashtableFind(d->keys, key, len, hash), o, hash);
}

object *dbMutable(db *d, object **place, uint64_t hash, size_t len, char **data) {
    object *o = *place;
    void **also = NULL;
    /* Only a value that stands apart already leaves the object where it is. Found before the old block is freed. */
    if (o->flags & OBJ_EXPIRE && (o->flags & OBJ_EMBEDDED || o->encoding == ENC_INT)) {
        size_t klen;
        const char *key = objectKey(o, &klen);
        also = hashtableFind(d->expires, key, klen, hash);
    }
    o = stringMutable(o, len, data);
    objectTouch(o);
    *place = o;
    if (also)
        *also = o;
    return o;
}

object *dbTake(db *d, const char *key, size_t len, uint64_t hash) {
    object *o = hashtablePop(d->keys, key, len, hash);
    if (o && o->flags & OBJ_EXPIRE)
        hashtablePop(d->expires, key, len, hash);
    if (o && unlikely(o->flags & OBJ_VOLATILE))
        volatileTaken(d, o);
    return o;
}

bool dbDelete(db *d, const char *key, size_t len, uint64_t hash) {
    object *o = dbTake(d, key, len, hash);
    if (!o)
        return false;
    objectFree(o);
    return true;
}

bool dbRemove(db *d, const char *key, size_t len, uint64_t hash) {
    object *o = dbTake(d, key, len, hash);
    if (!o)
        return false;
    bool live = !objectExpired(o);
    if (!live) {
        traceExpired(o, 0);
        keyChanged(d, key, len, KEY_EXPIRED, "expired");
    }
    objectFree(o);
    return live;
}

object *dbSetExpire(db *d, object *o, uint64_t hash, int64_t when) {
    size_t len;
    bool had = o->flags & OBJ_EXPIRE;
    const char *key = objectKey(o, &len);
    if (had && when == NO_EXPIRE)
        hashtablePop(d->expires, key, len, hash);
    void **place = hashtableFind(d->keys, key, len, hash);
    const object *old = o;
    o = objectWithExpire(o, when);
    *place = o;
    if (unlikely(o->flags & OBJ_VOLATILE) && o != old)
        volatileMoved(d, old, o);
    if (!had && when != NO_EXPIRE)
        hashtableAdd(d->expires, o, hash);
    return o;
}

size_t dbFlush(db *d) {
    size_t n = hashtableSize(d->keys);
    hashtableEmpty(d->expires);
    hashtableEmpty(d->keys);
    d->expire_cursor = 0;
    vsetClear(&d->volatiles);
    d->nvolatiles = 0;
    return n;
}

void dbSwap(int a, int b) {
    db *x = dbGet(a), *y = dbGet(b);
    db old = *x;
    *x = *y;
    *y = old;
    x->id = a;
    y->id = b;
}

void keyChanged(db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    (void)d, (void)key, (void)len, (void)cls, (void)event;
    keyspace_stats.dirty++;
}

typedef struct expireWalk {
    object *due[64];
    int ndue;
    unsigned seen;
} expireWalk;

static void collectDue(void *ctx, void *entry) {
    expireWalk *w = ctx;
    w->seen++;
    if (w->ndue < 64 && objectExpired(entry))
        w->due[w->ndue++] = entry;
}

/* A batch of the walk; returns keys removed. Objects are collected first: the table must not change under a scan. */
static unsigned expireBatch(db *d, expireWalk *w) {
    w->ndue = 0;
    w->seen = 0;
    for (int i = 0; i < 20 && w->seen < 20; i++) {
        d->expire_cursor = hashtableScan(d->expires, d->expire_cursor, collectDue, w);
        if (!d->expire_cursor)
            break;
    }
    for (int i = 0; i < w->ndue; i++) {
        size_t len;
        const char *key = objectKey(w->due[i], &len);
        uint64_t hash = sipHash(key, len);
        traceExpired(w->due[i], 1);
        keyChanged(d, key, len, KEY_EXPIRED, "expired");
        dbDelete(d, key, len, hash);
    }
    return (unsigned)w->ndue;
}

unsigned expireCycle(int64_t now, int64_t budget_us) {
    uint64_t start = clockMonoNs();
    unsigned removed = 0, seen = 0;
    command_now = now;
    if (!expire_active || keyspace_paused)
        return 0;
    unsigned keys, fields = volatileCycle(now, start + (uint64_t)budget_us * 1000, &keys);
    for (int i = 0; i < ndbs; i++) {
        db *d = &dbs[i];
        if (!d->keys)
            continue;
        /* Go on while more than a tenth of the keys looked at were due, as Valkey does at effort 1. */
        for (int batch = 0; hashtableSize(d->expires) && batch < 1000; batch++) {
            expireWalk w;
            unsigned n = expireBatch(d, &w);
            removed += n;
            seen += w.seen;
            if (n * 10 <= w.seen || clockMonoNs() - start > (uint64_t)budget_us * 1000)
                break;
        }
    }
    uint64_t span = clockMonoNs() - start;
    latencyAdd("expire-cycle", span);
    keyspace_stats.expire_sampled += seen;
    keyspace_stats.expire_cycles++;
    keyspace_stats.expire_cycle_us += (int64_t)(span / 1000);
    if (removed || fields)
        evExpireCycleRan(clockMonoNs(), span, seen + keys, removed, 0, 0, 0, fields);
    return removed;
}

bool keyspaceRehash(int64_t budget_us) {
    uint64_t end = clockMonoNs() + (uint64_t)budget_us * 1000;
    bool more = false;
    for (int i = 0; i < ndbs; i++) {
        if (!dbs[i].keys)
            continue;
        hashtable *both[2] = {dbs[i].keys, dbs[i].expires};
        for (int k = 0; k < 2; k++) {
            while (hashtableRehashStep(both[k], 100))
                if (clockMonoNs() > end)
                    return true;
            more |= hashtableRehashing(both[k]);
        }
    }
    return more;
}
