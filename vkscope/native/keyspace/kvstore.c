/* kvstore.c: see kvstore.h. */
#include "base/base.h"
#include "keyspace/kvstore_inline.h"
#include <string.h>

struct kvstoreIterator {
    kvstore *kvs;
    int didx; /* -1 before the first */
    bool open;
    uint8_t flags;
    hashtableIterator it;
};

/* --- the list of rehashing tables --- */

size_t kvstoreHashtableMetadataSize(void) {
    return sizeof(kvstoreHashtableMetadata);
}

static kvstoreHashtableMetadata *metaOf(hashtable *ht) {
    return hashtableMetadata(ht);
}

static void tell(hashtable *ht, kvstoreResizeStep step) {
    kvstore *kvs = metaOf(ht)->kvs;
    size_t from, to;
    if (!kvs->listener)
        return;
    hashtableRehashingInfo(ht, &from, &to, NULL);
    kvs->listener(kvs->listener_ctx, kvs, metaOf(ht)->didx, from, to, step);
}

void kvstoreHashtableRehashingStarted(hashtable *ht) {
    kvstoreHashtableMetadata *m = metaOf(ht);
    kvstore *kvs = m->kvs;
    vkAssert(!m->rehashing);
    m->rehashing = true;
    m->started_ns = clockMonoNs();
    m->entries = hashtableSize(ht);
    m->prev = kvs->last;
    m->next = NULL;
    if (kvs->last) {
        metaOf(kvs->last)->next = ht;
    } else {
        kvs->first = ht;
    }
    kvs->last = ht;
    kvs->rehashing++;
    m->delayed = false;
    tell(ht, KVSTORE_RESIZE_STARTED);
}

void kvstoreHashtableRehashingCompleted(hashtable *ht) {
    kvstoreHashtableMetadata *m = metaOf(ht);
    kvstore *kvs = m->kvs;
    vkAssert(m->rehashing);
    m->rehashing = false;
    *(m->prev ? &metaOf(m->prev)->next : &kvs->first) = m->next;
    *(m->next ? &metaOf(m->next)->prev : &kvs->last) = m->prev;
    m->prev = m->next = NULL;
    kvs->rehashing--;
    tell(ht, KVSTORE_RESIZE_COMPLETED);
}

/* --- tables and sums --- */

static hashtable *tableNeeded(kvstore *kvs, int didx) {
    hashtable *ht = kvs->tables[didx];
    if (likely(ht != NULL))
        return ht;
    ht = kvs->tables[didx] = hashtableCreate(kvs->type);
    metaOf(ht)->kvs = kvs;
    metaOf(ht)->didx = didx;
    kvs->allocated++;
    return ht;
}

static void freeIfEmpty(kvstore *kvs, int didx) {
    hashtable *ht = kvs->tables[didx];
    if (!(kvs->flags & KVSTORE_FREE_EMPTY_HASHTABLES) || !ht || hashtableSize(ht))
        return;
    if (hashtableIsRehashingPaused(ht))
        return;
    hashtableRelease(ht);
    kvs->tables[didx] = NULL;
    kvs->allocated--;
}

static void changed(kvstore *kvs, int didx, int64_t delta) {
    uint64_t size = hashtableSize(kvs->tables[didx]);
    kvs->keys += (uint64_t)delta;
    if (size == 0 && delta < 0)
        kvs->used--;
    if (delta > 0 && size == (uint64_t)delta)
        kvs->used++;
    if (!kvs->sums)
        return;
    for (int i = didx + 1; i <= kvs->count; i += i & -i)
        kvs->sums[i] += (uint64_t)delta;
}

/* Keys in tables 0..didx. */
static uint64_t keysUpTo(const kvstore *kvs, int didx) {
    uint64_t sum = 0;
    for (int i = didx + 1; i > 0; i -= i & -i)
        sum += kvs->sums[i];
    return sum;
}

/* --- the store --- */

kvstore *kvstoreCreate(const hashtableType *type, int bits, int flags) {
    vkAssert(bits >= 0 && bits <= 16);
    vkAssert(type->getMetadataSize == kvstoreHashtableMetadataSize);
    vkAssert(type->rehashingStarted == kvstoreHashtableRehashingStarted);
    vkAssert(type->rehashingCompleted == kvstoreHashtableRehashingCompleted);
    kvstore *kvs = zcalloc(1, sizeof(*kvs));
    kvs->type = type;
    kvs->bits = bits;
    kvs->count = 1 << bits;
    kvs->flags = flags;
    kvs->tables = zcalloc((size_t)kvs->count, sizeof(hashtable *));
    if (bits)
        kvs->sums = zcalloc((size_t)kvs->count + 1, sizeof(uint64_t));
    if (!(flags & KVSTORE_ALLOCATE_HASHTABLES_ON_DEMAND))
        for (int i = 0; i < kvs->count; i++)
            tableNeeded(kvs, i);
    return kvs;
}

void kvstoreEmpty(kvstore *kvs, void (*progress)(hashtable *)) {
    for (int i = 0; i < kvs->count; i++) {
        if (!kvs->tables[i])
            continue;
        hashtableEmpty(kvs->tables[i], progress);
        freeIfEmpty(kvs, i);
    }
    if (kvs->sums)
        memset(kvs->sums, 0, ((size_t)kvs->count + 1) * sizeof(uint64_t));
    kvs->keys = 0;
    kvs->used = kvs->resize_cursor = 0;
}

void kvstoreRelease(kvstore *kvs) {
    if (!kvs)
        return;
    for (int i = 0; i < kvs->count; i++)
        hashtableRelease(kvs->tables[i]);
    zfree(kvs->tables);
    zfree(kvs->sums);
    zfree(kvs);
}

bool kvstoreDrain(kvstore *kvs, int *didx, size_t *at, size_t chains) {
    kvs->listener = NULL;
    for (; *didx < kvs->count; (*didx)++, *at = 0) {
        hashtable *ht = kvs->tables[*didx];
        if (!ht)
            continue;
        size_t before = hashtableSize(ht);
        bool more = hashtableDrain(ht, at, chains);
        kvs->keys -= before - hashtableSize(ht);
        if (more)
            return true;
    }
    return false;
}

void kvstoreSetRehashListener(kvstore *kvs, kvstoreRehashListener listener, void *ctx) {
    kvs->listener = listener;
    kvs->listener_ctx = ctx;
}

uint64_t kvstoreSize(const kvstore *kvs) {
    return kvs->keys;
}

size_t kvstoreBuckets(const kvstore *kvs) {
    size_t sum = 0;
    for (int i = 0; i < kvs->count; i++)
        if (kvs->tables[i])
            sum += hashtableBuckets(kvs->tables[i]);
    return sum;
}

size_t kvstoreMemUsage(const kvstore *kvs) {
    size_t sum = zmallocSize(kvs) + zmallocSize(kvs->tables) + (kvs->sums ? zmallocSize(kvs->sums) : 0);
    for (int i = 0; i < kvs->count; i++)
        if (kvs->tables[i])
            sum += hashtableMemUsage(kvs->tables[i]);
    return sum;
}

size_t kvstoreOverheadHashtableLut(const kvstore *kvs) {
    size_t sum = 0;
    for (int i = 0; i < kvs->count; i++) {
        hashtable *ht = kvs->tables[i];
        if (ht)
            sum += hashtableBuckets(ht) + hashtableChainedBuckets(ht, 0) + hashtableChainedBuckets(ht, 1);
    }
    return sum * HASHTABLE_BUCKET_BYTES;
}

size_t kvstoreOverheadHashtableRehashing(const kvstore *kvs) {
    size_t sum = 0, from;
    for (hashtable *ht = kvs->first; ht; ht = metaOf(ht)->next) {
        hashtableRehashingInfo(ht, &from, NULL, NULL);
        sum += from + hashtableChainedBuckets(ht, 0);
    }
    return sum * HASHTABLE_BUCKET_BYTES;
}

int kvstoreNumHashtables(const kvstore *kvs) {
    return kvs->count;
}

int kvstoreNumNonEmptyHashtables(const kvstore *kvs) {
    return kvs->used;
}

int kvstoreNumAllocatedHashtables(const kvstore *kvs) {
    return kvs->allocated;
}

size_t kvstoreHashtableRehashingCount(const kvstore *kvs) {
    return kvs->rehashing;
}

hashtable *kvstoreNextRehashing(const kvstore *kvs, const hashtable *after, int *didx) {
    hashtable *ht = after ? metaOf((hashtable *)(uintptr_t)after)->next : kvs->first;
    *didx = ht ? metaOf(ht)->didx : -1;
    return ht;
}

uint64_t kvstoreGetHash(const kvstore *kvs, const void *key) {
    if (kvs->type->hashFunction)
        return kvs->type->hashFunction(key);
    if (!kvs->type->entryKeyBytes)
        return sipHash(&key, sizeof(key));
    const hashtableBytes *bytes = key;
    return sipHash(bytes->data, bytes->len);
}

hashtable *kvstoreGetHashtable(const kvstore *kvs, int didx) {
    return kvs->tables[didx];
}

void kvstoreGetStats(const kvstore *kvs, char *buf, size_t size, bool full) {
    hashtableStats sum[2] = {{.table = 0}, {.table = 1, .rehash_target = true}};
    if (size == 0)
        return;
    buf[0] = 0;
    for (int i = 0; i < kvs->count; i++)
        for (int t = 0; kvs->tables[i] && t < 2; t++) {
            hashtableStats s = hashtableGetStatsHt(kvs->tables[i], t, full);
            hashtableCombineStats(&s, &sum[t]);
        }
    size_t at = hashtableGetStatsMsg(buf, size, &sum[0]);
    if (kvs->rehashing)
        hashtableGetStatsMsg(buf + at, size - at, &sum[1]);
}

const char *kvstoreValidate(const kvstore *kvs) {
    uint64_t keys = 0;
    int used = 0, allocated = 0;
    size_t rehashing = 0, listed = 0;
    for (int i = 0; i < kvs->count; i++) {
        hashtable *ht = kvs->tables[i];
        const char *why = ht ? hashtableWhyInvalid(ht) : NULL;
        if (why)
            return why;
        if (ht) {
            if (metaOf(ht)->kvs != kvs || metaOf(ht)->didx != i)
                return "table's metadata names another place";
            if (metaOf(ht)->rehashing != hashtableIsRehashing(ht))
                return "table rehashes unlisted, or the reverse";
            keys += hashtableSize(ht);
            used += hashtableSize(ht) > 0;
            rehashing += hashtableIsRehashing(ht);
            allocated++;
        }
        if (kvs->sums && keysUpTo(kvs, i) != keys)
            return "sums differ from the sizes of tables";
    }
    for (hashtable *ht = kvs->first; ht && listed <= rehashing; ht = metaOf(ht)->next)
        listed++;
    if (listed != rehashing || kvs->rehashing != rehashing)
        return "list of rehashing tables differs from them";
    if (keys != kvs->keys)
        return "keys differ from the sizes of tables";
    return used == kvs->used && allocated == kvs->allocated ? NULL : "counts of tables differ from them";
}

/* --- tables by their keys --- */

int kvstoreFindHashtableIndexByKeyIndex(const kvstore *kvs, uint64_t key_index) {
    vkAssert(key_index >= 1 && key_index <= kvs->keys);
    int at = 0;
    if (!kvs->sums)
        return 0;
    /* The largest `at` with fewer than key_index keys in tables 0..at-1: bit by bit, from the highest. */
    for (int step = kvs->count; step; step >>= 1) {
        if (at + step <= kvs->count && kvs->sums[at + step] < key_index) {
            at += step;
            key_index -= kvs->sums[at];
        }
    }
    return at;
}

int kvstoreGetFairRandomHashtableIndex(const kvstore *kvs) {
    if (!kvs->keys)
        return -1;
    return kvstoreFindHashtableIndexByKeyIndex(kvs, randomU64() % kvs->keys + 1);
}

int kvstoreGetFirstNonEmptyHashtableIndex(const kvstore *kvs) {
    return kvs->keys ? kvstoreFindHashtableIndexByKeyIndex(kvs, 1) : -1;
}

int kvstoreGetNextNonEmptyHashtableIndex(const kvstore *kvs, int didx) {
    if (!kvs->sums)
        return -1;
    uint64_t passed = keysUpTo(kvs, didx);
    return passed < kvs->keys ? kvstoreFindHashtableIndexByKeyIndex(kvs, passed + 1) : -1;
}

/* --- walking --- */

uint64_t kvstoreScan(kvstore *kvs, uint64_t cursor, int only_didx, hashtableScanFunction fn,
                     kvstoreScanShouldSkipHashtable skip, void *ctx) {
    int didx = (int)(cursor & ((uint64_t)kvs->count - 1));
    cursor >>= kvs->bits;
    if (only_didx >= 0) {
        if (didx > only_didx)
            return 0;
        if (didx < only_didx)
            cursor = 0;
        didx = only_didx;
    }
    hashtable *ht = kvs->tables[didx];
    if (ht && !(skip && skip(ht))) {
        cursor = hashtableScan(ht, cursor, fn, ctx);
        freeIfEmpty(kvs, didx);
    } else {
        cursor = 0;
    }
    if (cursor == 0) {
        didx = only_didx >= 0 ? -1 : kvstoreGetNextNonEmptyHashtableIndex(kvs, didx);
        if (didx < 0)
            return 0;
    }
    return cursor << kvs->bits | (uint64_t)didx;
}

kvstoreIterator *kvstoreIteratorInit(kvstore *kvs, uint8_t flags) {
    kvstoreIterator *it = zcalloc(1, sizeof(*it));
    it->kvs = kvs;
    it->didx = -1;
    it->flags = flags;
    return it;
}

static void tableLeave(kvstoreIterator *it) {
    if (!it->open)
        return;
    hashtableCleanupIterator(&it->it);
    it->open = false;
    if (it->flags & HASHTABLE_ITER_SAFE)
        freeIfEmpty(it->kvs, it->didx);
}

void kvstoreIteratorRelease(kvstoreIterator *it) {
    tableLeave(it);
    zfree(it);
}

int kvstoreIteratorGetCurrentHashtableIndex(const kvstoreIterator *it) {
    return it->didx;
}

bool kvstoreIteratorNext(kvstoreIterator *it, void **entry) {
    for (;;) {
        if (it->open && hashtableNext(&it->it, entry))
            return true;
        tableLeave(it);
        int next = it->didx < 0 ? kvstoreGetFirstNonEmptyHashtableIndex(it->kvs)
                                : kvstoreGetNextNonEmptyHashtableIndex(it->kvs, it->didx);
        if (next < 0)
            return false;
        it->didx = next;
        hashtableInitIterator(&it->it, it->kvs->tables[next], it->flags);
        it->open = true;
    }
}

/* --- resizing --- */

bool kvstoreExpand(kvstore *kvs, uint64_t entries, bool try_expand, kvstoreExpandShouldSkip skip) {
    for (int i = 0; entries && i < kvs->count; i++) {
        if (skip && skip(i))
            continue;
        hashtable *ht = tableNeeded(kvs, i);
        size_t places = hashtableBuckets(ht) * HASHTABLE_BUCKET_PLACES;
        bool done = try_expand ? hashtableTryExpand(ht, entries) : hashtableExpand(ht, entries);
        if (!done && try_expand && places < entries && !hashtableIsRehashing(ht))
            return false;
    }
    return true;
}

/* Tells of a table that is too full after all was tried; once until it can grow or need not. */
static void noteDelayed(hashtable *ht) {
    kvstoreHashtableMetadata *m = metaOf(ht);
    bool full = !m->rehashing && hashtableSize(ht) > hashtableBuckets(ht) * HASHTABLE_BUCKET_PLACES;
    if (full && !m->delayed && m->kvs->listener)
        m->kvs->listener(m->kvs->listener_ctx, m->kvs, m->didx, hashtableBuckets(ht), 0, KVSTORE_RESIZE_DELAYED);
    m->delayed = full;
}

void kvstoreTryResizeHashtables(kvstore *kvs, int limit) {
    for (int i = 0; i < limit && i < kvs->count; i++) {
        hashtable *ht = kvs->tables[kvs->resize_cursor];
        if (ht) {
            hashtableRightsizeIfNeeded(ht);
            noteDelayed(ht);
        }
        kvs->resize_cursor = (kvs->resize_cursor + 1) & (kvs->count - 1);
    }
}

uint64_t kvstoreIncrementallyRehash(kvstore *kvs, uint64_t us) {
    uint64_t start = clockTicks(), spent = 0;
    bool worked = false;
    for (hashtable *ht = kvs->first, *next; ht && spent < us; ht = next) {
        next = metaOf(ht)->next;
        worked |= hashtableRehashMicroseconds(ht, us - spent) > 0;
        spent = clockTicksToNs(clockTicks() - start) / 1000;
    }
    return worked && !spent ? 1 : worked ? spent : 0;
}

/* --- one table --- */

uint64_t kvstoreHashtableSize(const kvstore *kvs, int didx) {
    return kvs->tables[didx] ? hashtableSize(kvs->tables[didx]) : 0;
}

bool kvstoreHashtableFindWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash, void **found) {
    hashtable *ht = kvs->tables[didx];
    return ht && hashtableFindWithHash(ht, key, hash, found);
}

bool kvstoreHashtableFind(kvstore *kvs, int didx, const void *key, void **found) {
    return kvstoreHashtableFindWithHash(kvs, didx, key, kvstoreGetHash(kvs, key), found);
}

void **kvstoreHashtableFindRefWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash) {
    hashtable *ht = kvs->tables[didx];
    return ht ? hashtableFindRefWithHash(ht, key, hash) : NULL;
}

void **kvstoreHashtableFindRef(kvstore *kvs, int didx, const void *key) {
    return kvstoreHashtableFindRefWithHash(kvs, didx, key, kvstoreGetHash(kvs, key));
}

bool kvstoreHashtableAddOrFindWithHash(kvstore *kvs, int didx, void *entry, uint64_t hash, void **existing) {
    if (!hashtableAddOrFindWithHash(tableNeeded(kvs, didx), entry, hash, existing))
        return false;
    changed(kvs, didx, 1);
    return true;
}

bool kvstoreHashtableAddWithHash(kvstore *kvs, int didx, void *entry, uint64_t hash) {
    return kvstoreHashtableAddOrFindWithHash(kvs, didx, entry, hash, NULL);
}

bool kvstoreHashtableAdd(kvstore *kvs, int didx, void *entry) {
    uint64_t hash = hashtableHashEntry(tableNeeded(kvs, didx), entry);
    return kvstoreHashtableAddWithHash(kvs, didx, entry, hash);
}

void kvstoreHashtableInsertNewWithHash(kvstore *kvs, int didx, void *entry, uint64_t hash) {
    hashtableInsertNewWithHash(tableNeeded(kvs, didx), entry, hash);
    changed(kvs, didx, 1);
}

bool kvstoreHashtableFindPositionForInsertWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash,
                                                   hashtablePosition *position, void **existing) {
    return hashtableFindPositionForInsertWithHash(tableNeeded(kvs, didx), key, hash, position, existing);
}

bool kvstoreHashtableFindPositionForInsert(kvstore *kvs, int didx, const void *key, hashtablePosition *position,
                                           void **existing) {
    return kvstoreHashtableFindPositionForInsertWithHash(kvs, didx, key, kvstoreGetHash(kvs, key), position, existing);
}

void kvstoreHashtableInsertAtPosition(kvstore *kvs, int didx, void *entry, hashtablePosition *position) {
    hashtableInsertAtPosition(kvs->tables[didx], entry, position);
    changed(kvs, didx, 1);
}

bool kvstoreHashtablePopWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash, void **popped) {
    hashtable *ht = kvs->tables[didx];
    if (!ht || !hashtablePopWithHash(ht, key, hash, popped))
        return false;
    changed(kvs, didx, -1);
    freeIfEmpty(kvs, didx);
    return true;
}

bool kvstoreHashtablePop(kvstore *kvs, int didx, const void *key, void **popped) {
    return kvstoreHashtablePopWithHash(kvs, didx, key, kvstoreGetHash(kvs, key), popped);
}

bool kvstoreHashtableDeleteWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash) {
    void *entry;
    if (!kvstoreHashtablePopWithHash(kvs, didx, key, hash, &entry))
        return false;
    if (kvs->type->entryDestructor)
        kvs->type->entryDestructor(entry);
    return true;
}

bool kvstoreHashtableDelete(kvstore *kvs, int didx, const void *key) {
    return kvstoreHashtableDeleteWithHash(kvs, didx, key, kvstoreGetHash(kvs, key));
}

void **kvstoreHashtableTwoPhasePopFindRefWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash,
                                                  hashtablePosition *position) {
    hashtable *ht = kvs->tables[didx];
    return ht ? hashtableTwoPhasePopFindRefWithHash(ht, key, hash, position) : NULL;
}

void **kvstoreHashtableTwoPhasePopFindRef(kvstore *kvs, int didx, const void *key, hashtablePosition *position) {
    return kvstoreHashtableTwoPhasePopFindRefWithHash(kvs, didx, key, kvstoreGetHash(kvs, key), position);
}

void kvstoreHashtableTwoPhasePopDelete(kvstore *kvs, int didx, hashtablePosition *position) {
    hashtableTwoPhasePopDelete(kvs->tables[didx], position);
    changed(kvs, didx, -1);
    freeIfEmpty(kvs, didx);
}

bool kvstoreHashtableRandomEntry(kvstore *kvs, int didx, void **found) {
    return kvs->tables[didx] && hashtableRandomEntry(kvs->tables[didx], found);
}

bool kvstoreHashtableFairRandomEntry(kvstore *kvs, int didx, void **found) {
    return kvs->tables[didx] && hashtableFairRandomEntry(kvs->tables[didx], found);
}

unsigned kvstoreHashtableSampleEntries(kvstore *kvs, int didx, void **dst, unsigned count) {
    return kvs->tables[didx] ? hashtableSampleEntries(kvs->tables[didx], dst, count) : 0;
}

bool kvstoreHashtableExpand(kvstore *kvs, int didx, size_t entries) {
    return entries && hashtableExpand(tableNeeded(kvs, didx), entries);
}

size_t kvstoreHashtableScanDefrag(kvstore *kvs, int didx, size_t cursor, hashtableScanFunction fn, void *ctx,
                                  void *(*defragfn)(void *), int flags) {
    hashtable *ht = kvs->tables[didx];
    return ht ? hashtableScanDefrag(ht, cursor, fn, ctx, defragfn, flags) : 0;
}

void kvstoreHashtablePrefetch(const kvstore *kvs, int didx, uint64_t hash) {
    if (kvs->tables[didx])
        hashtablePrefetch(kvs->tables[didx], hash);
}

void kvstoreHashtablePrefetchEntry(const kvstore *kvs, int didx, uint64_t hash) {
    if (kvs->tables[didx])
        hashtablePrefetchEntry(kvs->tables[didx], hash);
}

bool kvstoreHashtableInitIterator(kvstore *kvs, int didx, hashtableIterator *it, uint8_t flags) {
    if (!kvs->tables[didx])
        return false;
    hashtableInitIterator(it, kvs->tables[didx], flags);
    return true;
}

uint64_t kvstoreHashtableEmpty(kvstore *kvs, int didx) {
    uint64_t keys = kvstoreHashtableSize(kvs, didx);
    if (!kvs->tables[didx])
        return 0;
    hashtableEmpty(kvs->tables[didx], NULL);
    if (keys)
        changed(kvs, didx, -(int64_t)keys);
    freeIfEmpty(kvs, didx);
    return keys;
}
