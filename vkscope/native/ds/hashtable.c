/* hashtable.c: see hashtable.h for the design and hashtable_inline.h for the bucket. */
#define _GNU_SOURCE
#include "base/base.h"
#include "ds/hashtable_private.h"

#define FILL_MAX 100 /* percent; see Constants in hashtable.h */
#define FILL_MAX_HARD 500
#define FAR_APART 3 /* powers of two between two tables that reads bring together though a child lives */
#define FILL_MIN 13
#define FILL_MIN_HARD 3
#define EXP_MAX 50        /* 2^50 buckets are 2^56 bytes: more than an address space */
#define EMPTY_PER_MOVE 10 /* empty chains that one step passes for each that it moves */

hashtableCounters hashtable_counters;
static hashtableResizePolicy resize_policy = HASHTABLE_RESIZE_ALLOW;
static uint8_t hash_seed[16];
static bool seeded;

/* --- process-wide --- */

void hashtableSetResizePolicy(hashtableResizePolicy policy) {
    resize_policy = policy;
}

hashtableResizePolicy hashtableGetResizePolicy(void) {
    return resize_policy;
}

void hashtableSetHashFunctionSeed(const uint8_t seed[16]) {
    memcpy(hash_seed, seed, sizeof(hash_seed));
    seeded = true;
    hashSeed(hash_seed);
}

const uint8_t *hashtableGetHashFunctionSeed(void) {
    return seeded ? hash_seed : NULL;
}

uint64_t hashtableGenHashFunction(const void *data, size_t len) {
    return sipHash(data, len);
}

uint64_t hashtableGenCaseHashFunction(const void *data, size_t len) {
    char small[128] = {0}, *lower = len <= sizeof(small) ? small : zmalloc(len);
    for (size_t i = 0; i < len; i++) {
        char c = ((const char *)data)[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    uint64_t hash = sipHash(lower, len);
    if (lower != small)
        zfree(lower);
    return hash;
}

/* --- keys --- */

static bool hasBytes(const hashtableType *type, const void *entry, const char *key, size_t len) {
    size_t entry_len;
    const char *bytes = type->entryKeyBytes(entry, &entry_len);
    return entry_len == len && memcmp(bytes, key, len) == 0;
}

typedef struct lookup {
    const hashtableType *type;
    const void *key;
} lookup;

static bool hasKey(const void *entry, const void *ctx) {
    const lookup *l = ctx;
    const hashtableType *type = l->type;
    if (type->entryKeyBytes) {
        const hashtableBytes *key = l->key;
        return hasBytes(type, entry, key->data, key->len);
    }
    const void *entry_key = type->entryGetKey ? type->entryGetKey(entry) : entry;
    return type->keyCompare ? type->keyCompare(l->key, entry_key) == 0 : l->key == entry_key;
}

/* The key of an entry in the shape that lookups take; view is the room for a byte key. */
const void *hashtableKeyOf(const hashtable *ht, const void *entry, hashtableBytes *view) {
    if (ht->type->entryKeyBytes) {
        view->data = ht->type->entryKeyBytes(entry, &view->len);
        return view;
    }
    return ht->type->entryGetKey ? ht->type->entryGetKey(entry) : entry;
}

uint64_t hashtableHashKey(const hashtable *ht, const void *key) {
    if (ht->type->hashFunction)
        return ht->type->hashFunction(key);
    if (ht->type->entryKeyBytes) {
        const hashtableBytes *bytes = key;
        return sipHash(bytes->data, bytes->len);
    }
    return sipHash(&key, sizeof(key));
}

uint64_t hashtableHashEntry(const hashtable *ht, const void *entry) {
    hashtableBytes view;
    return hashtableHashKey(ht, hashtableKeyOf(ht, entry, &view));
}

static bool locate(const hashtable *ht, const void *key, uint64_t hash, hashtablePlace *at) {
    lookup l = {ht->type, key};
    return hashtableLocate(ht, hash, hasKey, &l, at);
}

/* --- memory --- */

static void *blockOf(const hashtable *ht, unsigned t) {
    return (char *)ht->table[t] - ht->offset[t];
}

static void track(hashtable *ht, const void *block, int sign) {
    if (ht->type->trackMemUsage)
        ht->type->trackMemUsage(ht, sign * (ptrdiff_t)zmallocSize(block));
}

/* Blocks of a page or less come from classes that are multiples of 64 where the size is a power of two; above, room
 * for aligning is added. A table that ends up between two lines works as well, a little slower. */
static void tableMake(hashtable *ht, unsigned t, int exp) {
    size_t bytes = sizeof(bucket) << exp;
    char *block = zcalloc(1, bytes > 4096 ? bytes + sizeof(bucket) - 1 : bytes);
    size_t skip = bytes > 4096 ? -(uintptr_t)block & (sizeof(bucket) - 1) : 0;
    ht->table[t] = (bucket *)(void *)(block + skip);
    ht->offset[t] = (uint8_t)skip;
    ht->exp[t] = (int8_t)exp;
    ht->used[t] = ht->children[t] = 0;
    track(ht, block, 1);
}

static void tableDrop(hashtable *ht, unsigned t) {
    if (ht->exp[t] >= 0) {
        track(ht, blockOf(ht, t), -1);
        zfree(blockOf(ht, t));
    }
    ht->table[t] = NULL;
    ht->exp[t] = -1;
    ht->offset[t] = 0;
    ht->used[t] = ht->children[t] = 0;
}

static bucket *childMake(hashtable *ht, unsigned t) {
    bucket *child = zcalloc(1, sizeof(bucket));
    ht->children[t]++;
    track(ht, child, 1);
    return child;
}

static void childFree(hashtable *ht, unsigned t, bucket *child) {
    ht->children[t]--;
    if (!ht->children[0] && !ht->children[1])
        ht->longest = 0;
    track(ht, child, -1);
    zfree(child);
}

/* --- chains --- */

/* A free place in the chain of a hash; hangs a child on the last bucket when all are taken. */
static hashtablePlace placeFor(hashtable *ht, unsigned t, uint64_t hash) {
    bucket *b = &ht->table[t][hash & hashtableMaskOf(ht, t)];
    for (unsigned length = 1;; length++) {
        bool chained = b->presence & HT_CHAINED;
        unsigned open = ~(unsigned)b->presence & (chained ? HT_PRESENT >> 1 : HT_PRESENT);
        if (open)
            return (hashtablePlace){b, (unsigned)__builtin_ctz(open), t};
        if (!chained) {
            bucket *child = childMake(ht, t);
            child->entry[0] = b->entry[HT_CHILD];
            child->tag[0] = b->tag[HT_CHILD];
            child->presence = 1;
            b->entry[HT_CHILD] = child;
            b->presence = HT_CHAINED | HT_PRESENT >> 1;
            if (length >= ht->longest)
                ht->longest = (uint8_t)(length < UINT8_MAX ? length + 1 : UINT8_MAX);
        }
        b = b->entry[HT_CHILD];
    }
}

static void put(hashtable *ht, hashtablePlace at, void *entry, uint8_t tag) {
    at.bucket->entry[at.place] = entry;
    at.bucket->tag[at.place] = tag;
    at.bucket->presence |= (uint8_t)(1U << at.place);
    ht->used[at.table]++;
}

static void moveWithin(bucket *from, unsigned i, bucket *to, unsigned j) {
    to->entry[j] = from->entry[i];
    to->tag[j] = from->tag[i];
    to->presence |= (uint8_t)(1U << j);
    from->presence &= (uint8_t) ~(1U << i);
}

/* Takes the last bucket out of the chain when it is empty, or when its only entry fits where the pointer to it was. */
static bool dissolveLast(hashtable *ht, unsigned t, bucket *before, bucket *last) {
    unsigned left = last->presence & HT_PRESENT;
    if (left & (left - 1))
        return false;
    before->presence &= HT_PRESENT;
    if (left)
        moveWithin(last, (unsigned)__builtin_ctz(left), before, HT_CHILD);
    childFree(ht, t, last);
    return true;
}

/* Closes the holes of a chain with entries from its end and frees the buckets that this empties. */
static void chainCompact(hashtable *ht, unsigned t, bucket *head) {
    while (head->presence & HT_CHAINED) {
        bucket *before = head, *last = head->entry[HT_CHILD], *holed = NULL;
        unsigned open = 0;
        for (bucket *b = head; b->presence & HT_CHAINED; b = b->entry[HT_CHILD]) {
            before = b;
            last = b->entry[HT_CHILD];
            if (!holed && (open = ~(unsigned)b->presence & HT_PRESENT >> 1))
                holed = b;
        }
        unsigned left = last->presence & HT_PRESENT;
        if (holed && left) {
            moveWithin(last, 31 - (unsigned)__builtin_clz(left), holed, (unsigned)__builtin_ctz(open));
        } else if (!dissolveLast(ht, t, before, last)) {
            return;
        }
    }
}

/* --- rehashing --- */

static void announce(hashtable *ht, bool done) {
    const hashtableType *type = ht->type;
    if (done) {
        __atomic_fetch_add(&hashtable_counters.rehash_completed, 1, __ATOMIC_RELAXED); /* also by who frees lazily */
        if (type->rehashingCompleted)
            type->rehashingCompleted(ht);
    } else {
        hashtable_counters.rehash_started++;
        if (type->rehashingStarted)
            type->rehashingStarted(ht);
    }
    if (type->resized)
        type->resized(ht, bucketsOf(ht, 0), bucketsOf(ht, 1), done);
}

static void rehashComplete(hashtable *ht) {
    announce(ht, true);
    tableDrop(ht, 0);
    ht->table[0] = ht->table[1];
    ht->exp[0] = ht->exp[1];
    ht->offset[0] = ht->offset[1];
    ht->used[0] = ht->used[1];
    ht->children[0] = ht->children[1];
    ht->table[1] = NULL;
    ht->exp[1] = -1;
    ht->offset[1] = 0;
    ht->used[1] = ht->children[1] = 0;
    ht->rehash_idx = -1;
}

/* A smaller table needs only hash bits that the index and the tag still tell; a larger one asks for the hash. */
static void chainMove(hashtable *ht, size_t idx) {
    bool shrinking = ht->exp[1] < ht->exp[0];
    bucket *head = &ht->table[0][idx];
    if (!shrinking)
        for (unsigned p = head->presence & HT_PRESENT; p; p &= p - 1)
            __builtin_prefetch(head->entry[__builtin_ctz(p)]);
    for (bucket *b = head; b;) {
        for (unsigned p = b->presence & HT_PRESENT; p; p &= p - 1) {
            unsigned i = (unsigned)__builtin_ctz(p);
            uint64_t hash = shrinking ? idx : hashtableHashEntry(ht, b->entry[i]);
            put(ht, placeFor(ht, 1, hash), b->entry[i], b->tag[i]);
            ht->used[0]--;
            hashtable_counters.entries_moved++;
        }
        bucket *next = hashtableNextOf(b);
        if (b != head)
            childFree(ht, 0, b);
        b = next;
    }
    head->presence = 0;
    hashtable_counters.chains_moved++;
}

static bool mayRehash(const hashtable *ht) {
    return ht->rehash_idx >= 0 && !ht->paused && resize_policy != HASHTABLE_RESIZE_FORBID;
}

/* Moves up to `chains`, passes a bounded number of empty ones; returns how many were moved or passed. */
static size_t rehash(hashtable *ht, size_t chains) {
    size_t passed = 0, empty = chains > SIZE_MAX / EMPTY_PER_MOVE ? SIZE_MAX : chains * EMPTY_PER_MOVE;
    while (chains && empty) {
        size_t idx = (size_t)ht->rehash_idx;
        if (ht->table[0][idx].presence) {
            chainMove(ht, idx);
            chains--;
        } else {
            empty--;
        }
        passed++;
        ht->rehash_idx++;
        if ((size_t)ht->rehash_idx == bucketsOf(ht, 0)) {
            rehashComplete(ht);
            break;
        }
    }
    return passed;
}

/* The two tables differ so much that staying between them costs more than the pages which a child shares. */
static bool farApart(const hashtable *ht) {
    return abs(ht->exp[0] - ht->exp[1]) >= FAR_APART;
}

void hashtableStep(hashtable *ht, bool reading) {
    if (mayRehash(ht) && (!reading || resize_policy == HASHTABLE_RESIZE_ALLOW || farApart(ht)))
        rehash(ht, 1);
}

bool hashtableRehashStep(hashtable *ht, size_t chains) {
    if (mayRehash(ht))
        rehash(ht, chains);
    return mayRehash(ht);
}

uint64_t hashtableRehashMicroseconds(hashtable *ht, uint64_t us) {
    uint64_t start = clockTicks(), passed = 0;
    while (mayRehash(ht)) {
        passed += rehash(ht, 128);
        if (clockTicksToNs(clockTicks() - start) >= us * 1000)
            break;
    }
    return passed;
}

void hashtablePauseRehashing(hashtable *ht) {
    ht->paused++;
    vkAssert(ht->paused);
}

void hashtableResumeRehashing(hashtable *ht) {
    vkAssert(ht->paused);
    ht->paused--;
}

bool hashtableIsRehashing(const hashtable *ht) {
    return ht->rehash_idx >= 0;
}

bool hashtableIsRehashingPaused(const hashtable *ht) {
    return ht->paused > 0;
}

void hashtableRehashingInfo(const hashtable *ht, size_t *from, size_t *to, size_t *index) {
    bool on = ht->rehash_idx >= 0;
    if (from)
        *from = on ? bucketsOf(ht, 0) : 0;
    if (to)
        *to = on ? bucketsOf(ht, 1) : 0;
    if (index)
        *index = on ? (size_t)ht->rehash_idx : 0;
}

/* --- resizing --- */

/* log2 of the top buckets that hold so many entries at 6.4 a bucket or less; EXP_MAX + 1: too many. */
static int expFor(size_t entries) {
    int exp = 0;
    while (exp <= EXP_MAX && entries / 32 * 5 + (entries % 32 * 5 + 31) / 32 > (size_t)1 << exp)
        exp++;
    return exp;
}

static bool resizeTo(hashtable *ht, int exp, bool try) {
    if (ht->rehash_idx >= 0 || exp == ht->exp[0] || (ht->paused && ht->type->instant_rehashing))
        return false;
    if (exp > EXP_MAX || (try && !memoryThere(sizeof(bucket) << exp))) {
        vkAssert(try);
        return false;
    }
    if (ht->exp[0] < 0) {
        tableMake(ht, 0, exp);
        return true;
    }
    tableMake(ht, 1, exp);
    ht->longest = 0; /* of the new table's */
    ht->rehash_idx = 0;
    announce(ht, false);
    if (!ht->paused && ht->used[0] == 0 && ht->children[0] == 0) {
        ht->rehash_idx = (int64_t)bucketsOf(ht, 0);
        rehashComplete(ht);
    } else if (ht->type->instant_rehashing) {
        while (ht->rehash_idx >= 0)
            rehash(ht, SIZE_MAX);
    }
    return true;
}

static bool expand(hashtable *ht, size_t entries, bool try) {
    int exp = expFor(entries);
    return exp > ht->exp[0] && entries && resizeTo(ht, exp, try);
}

bool hashtableExpand(hashtable *ht, size_t entries) {
    return expand(ht, entries, false);
}

bool hashtableTryExpand(hashtable *ht, size_t entries) {
    return expand(ht, entries, true);
}

static bool expandFor(hashtable *ht, size_t entries) {
    if (likely(ht->exp[0] >= 0)) {
        if (ht->rehash_idx >= 0)
            return false;
        size_t places = bucketsOf(ht, 0) * HASHTABLE_BUCKET_PLACES;
        if (likely(entries <= places))
            return false;
        if (resize_policy == HASHTABLE_RESIZE_FORBID)
            return false;
        if (resize_policy == HASHTABLE_RESIZE_AVOID && entries <= places * (FILL_MAX_HARD / FILL_MAX))
            return false;
        bool (*allowed)(size_t, double) = ht->type->resizeAllowed;
        int exp = expFor(entries);
        if (allowed && exp <= EXP_MAX && !allowed(sizeof(bucket) << exp, (double)entries / (double)places))
            return false;
    }
    return expand(ht, entries, ht->exp[0] >= 0); /* without memory chains grow instead */
}

bool hashtableExpandIfNeeded(hashtable *ht) {
    size_t entries = hashtableSize(ht);
    return entries && expandFor(ht, entries);
}

bool hashtableShrinkIfNeeded(hashtable *ht) {
    if (ht->rehash_idx >= 0 || ht->no_shrink || ht->exp[0] <= 0 || resize_policy == HASHTABLE_RESIZE_FORBID)
        return false;
    size_t places = bucketsOf(ht, 0) * HASHTABLE_BUCKET_PLACES;
    size_t percent = resize_policy == HASHTABLE_RESIZE_ALLOW ? FILL_MIN : FILL_MIN_HARD;
    if (likely(ht->used[0] * 100 >= places * percent))
        return false;
    return resizeTo(ht, expFor(ht->used[0]), true);
}

bool hashtableRightsizeIfNeeded(hashtable *ht) {
    return hashtableExpandIfNeeded(ht) || hashtableShrinkIfNeeded(ht);
}

void hashtablePauseAutoShrink(hashtable *ht) {
    ht->no_shrink++;
    vkAssert(ht->no_shrink);
}

void hashtableResumeAutoShrink(hashtable *ht) {
    vkAssert(ht->no_shrink);
    if (--ht->no_shrink == 0)
        hashtableShrinkIfNeeded(ht);
}

/* --- a table --- */

hashtable *hashtableCreate(const hashtableType *type) {
    hashtable *ht = zcalloc(1, sizeof(*ht) + (type->getMetadataSize ? type->getMetadataSize() : 0));
    ht->type = type;
    ht->exp[0] = ht->exp[1] = -1;
    ht->rehash_idx = -1;
    track(ht, ht, 1);
    return ht;
}

static void chainDestroy(hashtable *ht, unsigned t, bucket *head) {
    for (bucket *b = head; b;) {
        ht->used[t] -= (size_t)__builtin_popcount(b->presence & HT_PRESENT);
        if (ht->type->entryDestructor)
            for (unsigned p = b->presence & HT_PRESENT; p; p &= p - 1)
                ht->type->entryDestructor(b->entry[__builtin_ctz(p)]);
        bucket *next = hashtableNextOf(b);
        if (b != head)
            childFree(ht, t, b);
        b = next;
    }
}

void hashtableEmpty(hashtable *ht, void (*progress)(hashtable *)) {
    if (ht->rehash_idx >= 0)
        announce(ht, true);
    for (unsigned t = 0; t < 2; t++) {
        for (size_t i = 0; i < bucketsOf(ht, t); i++) {
            if (progress && (i & 65535) == 0)
                progress(ht);
            if (ht->table[t][i].presence)
                chainDestroy(ht, t, &ht->table[t][i]);
            ht->table[t][i].presence = 0;
        }
        tableDrop(ht, t);
    }
    ht->rehash_idx = -1;
}

bool hashtableDrain(hashtable *ht, size_t *at, size_t chains) {
    size_t first = bucketsOf(ht, 0), all = first + bucketsOf(ht, 1);
    for (; *at < all && chains; (*at)++, chains--) {
        unsigned t = *at >= first;
        bucket *head = &ht->table[t][*at - (t ? first : 0)];
        if (head->presence)
            chainDestroy(ht, t, head);
        head->presence = 0;
    }
    return *at < all;
}

void hashtableRelease(hashtable *ht) {
    if (!ht)
        return;
    hashtableEmpty(ht, NULL);
    track(ht, ht, -1);
    zfree(ht);
}

const hashtableType *hashtableGetType(const hashtable *ht) {
    return ht->type;
}

const hashtableType *hashtableSetType(hashtable *ht, const hashtableType *type) {
    const hashtableType *old = ht->type;
    ht->type = type;
    return old;
}

void *hashtableMetadata(hashtable *ht) {
    return ht->metadata;
}

size_t hashtableSize(const hashtable *ht) {
    return ht->used[0] + ht->used[1];
}

size_t hashtableBuckets(const hashtable *ht) {
    return bucketsOf(ht, 0) + bucketsOf(ht, 1);
}

size_t hashtableChainedBuckets(const hashtable *ht, int table) {
    return ht->children[table];
}

unsigned hashtableEntriesPerBucket(void) {
    return HASHTABLE_BUCKET_PLACES;
}

size_t hashtableMemUsage(const hashtable *ht) {
    size_t bytes = zmallocSize(ht) + (ht->children[0] + ht->children[1]) * zmallocGoodSize(sizeof(bucket));
    for (unsigned t = 0; t < 2; t++)
        if (ht->exp[t] >= 0)
            bytes += zmallocSize(blockOf(ht, t));
    return bytes;
}

/* --- entries --- */

void **hashtableFindRefWithHash(hashtable *ht, const void *key, uint64_t hash) {
    hashtablePlace at;
    stepOnRead(ht);
    return locate(ht, key, hash, &at) ? &at.bucket->entry[at.place] : NULL;
}

void **hashtableFindRef(hashtable *ht, const void *key) {
    return hashtableFindRefWithHash(ht, key, hashtableHashKey(ht, key));
}

bool hashtableFindWithHash(hashtable *ht, const void *key, uint64_t hash, void **found) {
    void **place = hashtableFindRefWithHash(ht, key, hash);
    if (place && found)
        *found = *place;
    return place != NULL;
}

bool hashtableFind(hashtable *ht, const void *key, void **found) {
    return hashtableFindWithHash(ht, key, hashtableHashKey(ht, key), found);
}

static hashtablePlace roomFor(hashtable *ht, uint64_t hash) {
    expandFor(ht, hashtableSize(ht) + 1);
    return placeFor(ht, ht->rehash_idx >= 0, hash);
}

void hashtableInsertNewWithHash(hashtable *ht, void *entry, uint64_t hash) {
    stepOnWrite(ht);
    put(ht, roomFor(ht, hash), entry, hashtableTagOf(hash));
}

bool hashtableAddOrFindWithHash(hashtable *ht, void *entry, uint64_t hash, void **existing) {
    hashtableBytes view;
    hashtablePlace at;
    stepOnWrite(ht);
    if (locate(ht, hashtableKeyOf(ht, entry, &view), hash, &at)) {
        if (existing)
            *existing = at.bucket->entry[at.place];
        return false;
    }
    put(ht, roomFor(ht, hash), entry, hashtableTagOf(hash));
    return true;
}

bool hashtableAddOrFind(hashtable *ht, void *entry, void **existing) {
    return hashtableAddOrFindWithHash(ht, entry, hashtableHashEntry(ht, entry), existing);
}

bool hashtableAddWithHash(hashtable *ht, void *entry, uint64_t hash) {
    return hashtableAddOrFindWithHash(ht, entry, hash, NULL);
}

bool hashtableAdd(hashtable *ht, void *entry) {
    return hashtableAddOrFind(ht, entry, NULL);
}

bool hashtableFindPositionForInsertWithHash(hashtable *ht, const void *key, uint64_t hash, hashtablePosition *position,
                                            void **existing) {
    hashtablePlace at;
    stepOnWrite(ht);
    if (locate(ht, key, hash, &at)) {
        if (existing)
            *existing = at.bucket->entry[at.place];
        return false;
    }
    at = roomFor(ht, hash);
    *position = (hashtablePosition){at.bucket, hash, (uint16_t)at.place, (uint16_t)at.table};
    return true;
}

bool hashtableFindPositionForInsert(hashtable *ht, const void *key, hashtablePosition *position, void **existing) {
    return hashtableFindPositionForInsertWithHash(ht, key, hashtableHashKey(ht, key), position, existing);
}

void hashtableInsertAtPosition(hashtable *ht, void *entry, hashtablePosition *position) {
    hashtablePlace at = {position->bucket, position->place, position->table};
    vkDebugAssert(!(at.bucket->presence >> at.place & 1));
    put(ht, at, entry, hashtableTagOf(position->hash));
}

bool hashtableReplaceWithHash(hashtable *ht, void *entry, uint64_t hash) {
    hashtableBytes view;
    hashtablePlace at;
    stepOnWrite(ht);
    if (!locate(ht, hashtableKeyOf(ht, entry, &view), hash, &at)) {
        put(ht, roomFor(ht, hash), entry, hashtableTagOf(hash));
        return true;
    }
    void *old = at.bucket->entry[at.place];
    at.bucket->entry[at.place] = entry;
    if (ht->type->entryDestructor && old != entry)
        ht->type->entryDestructor(old);
    return false;
}

bool hashtableReplace(hashtable *ht, void *entry) {
    return hashtableReplaceWithHash(ht, entry, hashtableHashEntry(ht, entry));
}

void hashtableTakeOut(hashtable *ht, hashtablePlace at, uint64_t hash) {
    at.bucket->presence &= (uint8_t) ~(1U << at.place);
    ht->used[at.table]--;
    bucket *head = &ht->table[at.table][hash & hashtableMaskOf(ht, at.table)];
    if (unlikely(head->presence & HT_CHAINED) && !ht->paused)
        chainCompact(ht, at.table, head);
    hashtableShrinkIfNeeded(ht);
}

bool hashtablePopWithHash(hashtable *ht, const void *key, uint64_t hash, void **popped) {
    hashtablePlace at;
    stepOnWrite(ht);
    if (!locate(ht, key, hash, &at))
        return false;
    if (popped)
        *popped = at.bucket->entry[at.place];
    hashtableTakeOut(ht, at, hash);
    return true;
}

bool hashtablePop(hashtable *ht, const void *key, void **popped) {
    return hashtablePopWithHash(ht, key, hashtableHashKey(ht, key), popped);
}

bool hashtableDeleteWithHash(hashtable *ht, const void *key, uint64_t hash) {
    void *entry;
    if (!hashtablePopWithHash(ht, key, hash, &entry))
        return false;
    if (ht->type->entryDestructor)
        ht->type->entryDestructor(entry);
    return true;
}

bool hashtableDelete(hashtable *ht, const void *key) {
    return hashtableDeleteWithHash(ht, key, hashtableHashKey(ht, key));
}

void **hashtableTwoPhasePopFindRefWithHash(hashtable *ht, const void *key, uint64_t hash, hashtablePosition *position) {
    hashtablePlace at;
    stepOnWrite(ht);
    if (!locate(ht, key, hash, &at))
        return NULL;
    *position = (hashtablePosition){at.bucket, hash, (uint16_t)at.place, (uint16_t)at.table};
    hashtablePauseRehashing(ht);
    return &at.bucket->entry[at.place];
}

void **hashtableTwoPhasePopFindRef(hashtable *ht, const void *key, hashtablePosition *position) {
    return hashtableTwoPhasePopFindRefWithHash(ht, key, hashtableHashKey(ht, key), position);
}

void hashtableTwoPhasePopDelete(hashtable *ht, hashtablePosition *position) {
    hashtablePlace at = {position->bucket, position->place, position->table};
    vkDebugAssert(at.bucket->presence >> at.place & 1);
    hashtableResumeRehashing(ht);
    hashtableTakeOut(ht, at, position->hash);
}

static bool isPointer(const void *entry, const void *pointer) {
    return entry == pointer;
}

bool hashtableReplaceReallocatedEntry(hashtable *ht, const void *old_entry, void *new_entry) {
    hashtablePlace at;
    if (!hashtableLocate(ht, hashtableHashEntry(ht, new_entry), isPointer, old_entry, &at))
        return false;
    at.bucket->entry[at.place] = new_entry;
    return true;
}

typedef struct bytesLookup {
    const hashtableType *type;
    const char *key;
    size_t len;
} bytesLookup;

static bool hasBytesKey(const void *entry, const void *ctx) {
    const bytesLookup *l = ctx;
    return hasBytes(l->type, entry, l->key, l->len);
}

void **hashtableFindBytes(const hashtable *ht, const char *key, size_t len, uint64_t hash) {
    bytesLookup l = {ht->type, key, len};
    hashtablePlace at;
    return hashtableLocate(ht, hash, hasBytesKey, &l, &at) ? &at.bucket->entry[at.place] : NULL;
}

void *hashtablePopBytes(hashtable *ht, const char *key, size_t len, uint64_t hash) {
    hashtableBytes view = {key, len};
    void *entry;
    return hashtablePopWithHash(ht, &view, hash, &entry) ? entry : NULL;
}

/* --- finding in steps --- */

void hashtablePrefetch(const hashtable *ht, uint64_t hash) {
    for (unsigned t = 0; t < 2 && ht->exp[t] >= 0; t++)
        __builtin_prefetch(&ht->table[t][hash & hashtableMaskOf(ht, t)]);
}

void hashtablePrefetchEntry(const hashtable *ht, uint64_t hash) {
    for (unsigned t = 0; t < 2 && ht->exp[t] >= 0; t++) {
        const bucket *b = &ht->table[t][hash & hashtableMaskOf(ht, t)];
        for (unsigned hits = hashtableMatchTags(b, hashtableTagOf(hash)); hits; hits &= hits - 1)
            __builtin_prefetch(b->entry[__builtin_ctz(hits)]);
        if (b->presence & HT_CHAINED)
            __builtin_prefetch(b->entry[HT_CHILD]);
    }
}

void *hashtablePrefetchValue(const hashtable *ht, const void *key, uint64_t hash) {
    hashtablePlace at;
    if (!locate(ht, key, hash, &at))
        return NULL;
    void *entry = at.bucket->entry[at.place];
    if (ht->type->entryPrefetchValue)
        ht->type->entryPrefetchValue(entry);
    return entry;
}

enum { STAGE_BUCKET, STAGE_ENTRY, STAGE_FOUND, STAGE_ABSENT };

/* Goes to the chain of the hash in the first table from `t` on that can hold it. */
static void toTable(hashtableIncrementalFindState *s, unsigned t) {
    const hashtable *ht = s->ht;
    if (t == 0 && ht->exp[0] >= 0 && (int64_t)(s->hash & hashtableMaskOf(ht, 0)) < ht->rehash_idx)
        t = 1;
    s->stage = t > 1 || ht->exp[t] < 0 ? STAGE_ABSENT : STAGE_BUCKET;
    if (s->stage == STAGE_ABSENT)
        return;
    s->table = (uint8_t)t;
    s->bucket = &ht->table[t][s->hash & hashtableMaskOf(ht, t)];
    __builtin_prefetch(s->bucket);
}

/* Goes to the next entry whose tag is equal, or to the next bucket. */
static void toHit(hashtableIncrementalFindState *s) {
    bucket *b = s->bucket;
    if (s->hits) {
        s->place = (uint8_t)__builtin_ctz(s->hits);
        s->hits &= (uint8_t)(s->hits - 1);
        s->stage = STAGE_ENTRY;
        __builtin_prefetch(b->entry[s->place]);
    } else if ((s->bucket = hashtableNextOf(b))) {
        s->stage = STAGE_BUCKET;
        __builtin_prefetch(s->bucket);
    } else {
        toTable(s, s->table + 1U);
    }
}

void hashtableIncrementalFindInitWithHash(hashtableIncrementalFindState *s, hashtable *ht, const void *key,
                                          uint64_t hash) {
    *s = (hashtableIncrementalFindState){.ht = ht, .key = key, .hash = hash};
    toTable(s, 0);
}

void hashtableIncrementalFindInit(hashtableIncrementalFindState *s, hashtable *ht, const void *key) {
    hashtableIncrementalFindInitWithHash(s, ht, key, hashtableHashKey(ht, key));
}

bool hashtableIncrementalFindStep(hashtableIncrementalFindState *s) {
    if (s->stage == STAGE_BUCKET) {
        s->hits = (uint8_t)hashtableMatchTags(s->bucket, hashtableTagOf(s->hash));
        toHit(s);
    } else if (s->stage == STAGE_ENTRY) {
        lookup l = {s->ht->type, s->key};
        if (hasKey(((bucket *)s->bucket)->entry[s->place], &l)) {
            s->stage = STAGE_FOUND;
        } else {
            toHit(s);
        }
    }
    return s->stage < STAGE_FOUND;
}

bool hashtableIncrementalFindGetResult(const hashtableIncrementalFindState *s, void **found) {
    vkAssert(s->stage >= STAGE_FOUND);
    if (s->stage == STAGE_ABSENT)
        return false;
    if (found)
        *found = ((bucket *)s->bucket)->entry[s->place];
    return true;
}

/* --- walking --- */

static uint64_t reversed(uint64_t v) {
    v = __builtin_bswap64(v);
    v = (v >> 4 & 0x0f0f0f0f0f0f0f0fULL) | (v & 0x0f0f0f0f0f0f0f0fULL) << 4;
    v = (v >> 2 & 0x3333333333333333ULL) | (v & 0x3333333333333333ULL) << 2;
    return (v >> 1 & 0x5555555555555555ULL) | (v & 0x5555555555555555ULL) << 1;
}

/* Adds one to the cursor with its bits in reverse: the chain that a small table's i splits into when the table doubles,
 * i and i + size, follow each other, so that what was passed in one size is passed in every other. */
static size_t cursorNext(size_t cursor, size_t mask) {
    return reversed(reversed(cursor | ~mask) + 1);
}

typedef struct visitor {
    hashtableScanFunction fn;
    void *ctx;
    void *(*defragfn)(void *);
    int flags;
} visitor;

/* Calls back for a chain. The callback may hang a child on the bucket under our feet, which moves its last entry to the
 * child's place 0: that one was seen already. */
static void chainVisit(hashtable *ht, unsigned t, size_t idx, const visitor *v) {
    size_t before = ht->used[t];
    bucket *head = &ht->table[t][idx];
    unsigned first = 0;
    for (bucket *b = head; b; b = hashtableNextOf(b)) {
        if (v->defragfn && b->presence & HT_CHAINED) {
            void *moved = v->defragfn(b->entry[HT_CHILD]);
            if (moved)
                b->entry[HT_CHILD] = moved;
        }
        bool chained = b->presence & HT_CHAINED;
        for (unsigned i = first; i < HASHTABLE_BUCKET_PLACES; i++) {
            if (!(b->presence >> i & 1))
                continue;
            v->fn(v->ctx, v->flags & HASHTABLE_SCAN_EMIT_REF ? (void *)&b->entry[i] : b->entry[i]);
            first = i;
        }
        first = !chained && b->presence & HT_CHAINED && first == HT_CHILD;
    }
    if (ht->used[t] != before && ht->paused == 1)
        chainCompact(ht, t, head);
}

size_t hashtableScanDefrag(hashtable *ht, size_t cursor, hashtableScanFunction fn, void *ctx, void *(*defragfn)(void *),
                           int flags) {
    if (hashtableSize(ht) == 0)
        return 0;
    visitor v = {fn, ctx, defragfn, flags};
    hashtablePauseRehashing(ht);
    if (ht->rehash_idx < 0) {
        size_t mask = hashtableMaskOf(ht, 0);
        chainVisit(ht, 0, cursor & mask, &v);
        cursor = cursorNext(cursor, mask);
    } else {
        unsigned small = ht->exp[1] < ht->exp[0];
        size_t small_mask = hashtableMaskOf(ht, small), large_mask = hashtableMaskOf(ht, !small);
        chainVisit(ht, small, cursor & small_mask, &v);
        do {
            chainVisit(ht, !small, cursor & large_mask, &v);
            cursor = cursorNext(cursor, large_mask);
        } while (cursor & (small_mask ^ large_mask));
    }
    hashtableResumeRehashing(ht);
    return cursor;
}

size_t hashtableScan(hashtable *ht, size_t cursor, hashtableScanFunction fn, void *ctx) {
    return hashtableScanDefrag(ht, cursor, fn, ctx, NULL, 0);
}

hashtable *hashtableDefragTables(hashtable *ht, void *(*defragfn)(void *)) {
    hashtable *moved = defragfn(ht);
    if (moved)
        ht = moved;
    for (unsigned t = 0; t < 2; t++) {
        char *block = ht->exp[t] < 0 ? NULL : defragfn(blockOf(ht, t));
        if (block)
            ht->table[t] = (bucket *)(void *)(block + ht->offset[t]);
    }
    return ht;
}

static uint64_t fingerprint(const hashtable *ht) {
    uint64_t parts[] = {(uintptr_t)ht->table[0],  (uintptr_t)ht->table[1],          ht->used[0], ht->used[1],
                        (uint64_t)ht->rehash_idx, ht->children[0] + ht->children[1]};
    uint64_t sum = 0;
    for (unsigned i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        sum = (sum ^ parts[i]) * 0x9e3779b97f4a7c15ULL;
    return sum;
}

void hashtableInitIterator(hashtableIterator *it, hashtable *ht, uint8_t flags) {
    *it = (hashtableIterator){.ht = ht, .index = -1, .flags = flags};
}

void hashtableReinitIterator(hashtableIterator *it, hashtable *ht) {
    uint8_t flags = it->flags;
    hashtableCleanupIterator(it);
    hashtableInitIterator(it, ht, flags);
}

/* A safe iterator leaves a chain: closes the holes that deleting left, if nobody else relies on places. */
static void chainLeave(hashtableIterator *it) {
    hashtable *ht = it->ht;
    unsigned t = (unsigned)it->table;
    if (it->flags & HASHTABLE_ITER_SAFE && ht->paused == 1 && ht->used[t] != it->check)
        chainCompact(ht, t, &ht->table[t][it->index]);
}

void hashtableCleanupIterator(hashtableIterator *it) {
    if (!it->ht || it->index < 0)
        return;
    if (it->flags & HASHTABLE_ITER_SAFE) {
        if (it->bucket)
            chainLeave(it);
        hashtableResumeRehashing(it->ht);
    } else {
        vkAssert(it->check == fingerprint(it->ht));
    }
    it->index = -1;
    it->bucket = NULL;
    it->ht = NULL;
}

hashtableIterator *hashtableCreateIterator(hashtable *ht, uint8_t flags) {
    hashtableIterator *it = zmalloc(sizeof(*it));
    hashtableInitIterator(it, ht, flags);
    return it;
}

void hashtableReleaseIterator(hashtableIterator *it) {
    hashtableCleanupIterator(it);
    zfree(it);
}

static void prefetchAhead(const hashtable *ht, unsigned t, size_t idx) {
    if (idx + 2 < bucketsOf(ht, t))
        __builtin_prefetch(&ht->table[t][idx + 2]);
    if (idx + 1 >= bucketsOf(ht, t))
        return;
    const bucket *b = &ht->table[t][idx + 1];
    for (unsigned p = b->presence & HT_PRESENT; p; p &= p - 1)
        __builtin_prefetch(b->entry[__builtin_ctz(p)]);
}

static void prefetchValues(const hashtable *ht, const bucket *b) {
    if (!ht->type->entryPrefetchValue)
        return;
    for (unsigned p = b->presence & HT_PRESENT; p; p &= p - 1)
        ht->type->entryPrefetchValue(b->entry[__builtin_ctz(p)]);
}

/* Stands on the first bucket of chain it->index; false when both tables are through. */
static bool chainEnter(hashtableIterator *it) {
    hashtable *ht = it->ht;
    if ((size_t)it->index >= bucketsOf(ht, (unsigned)it->table)) {
        it->bucket = NULL;
        if (it->table == 1 || ht->rehash_idx < 0)
            return false;
        it->table = 1;
        it->index = 0;
    }
    unsigned t = (unsigned)it->table;
    bucket *b = &ht->table[t][it->index];
    prefetchAhead(ht, t, (size_t)it->index);
    if (it->flags & HASHTABLE_ITER_PREFETCH_VALUES)
        prefetchValues(ht, b);
    if (it->flags & HASHTABLE_ITER_SAFE)
        it->check = ht->used[t];
    it->bucket = b;
    it->place = -1;
    it->chained = (b->presence & HT_CHAINED) != 0;
    return true;
}

/* Goes from the last place of a bucket to the next bucket or chain. */
static bool bucketNext(hashtableIterator *it) {
    bucket *b = it->bucket, *next = hashtableNextOf(b);
    if (next) {
        /* A child that was hung here after its entry of place 6 was returned holds that entry in place 0. */
        it->place = !it->chained && it->last == HT_CHILD ? 0 : -1;
        it->bucket = next;
        it->chained = (next->presence & HT_CHAINED) != 0;
        if (it->flags & HASHTABLE_ITER_PREFETCH_VALUES)
            prefetchValues(it->ht, next);
        return true;
    }
    chainLeave(it);
    it->index++;
    return chainEnter(it);
}

static bool begin(hashtableIterator *it) {
    hashtable *ht = it->ht;
    if (it->flags & HASHTABLE_ITER_SAFE) {
        hashtablePauseRehashing(ht);
    } else {
        it->check = fingerprint(ht);
    }
    it->index = ht->rehash_idx > 0 ? ht->rehash_idx : 0;
    it->table = 0;
    return ht->exp[0] >= 0 && chainEnter(it);
}

bool hashtableNext(hashtableIterator *it, void **entry) {
    if (it->index < 0 ? !begin(it) : !it->bucket)
        return false;
    for (;;) {
        bucket *b = it->bucket;
        unsigned left = (b->presence & HT_PRESENT) >> (it->place + 1) << (it->place + 1);
        if (left) {
            it->place = it->last = (int8_t)__builtin_ctz(left);
            *entry = b->entry[it->place];
            return true;
        }
        if (!bucketNext(it))
            return false;
        it->last = -1;
    }
}
