/* hashtable.c: see hashtable.h. Credits: Swiss tables (Abseil) for tags, Valkey 8.1 for the bucket of one cache line. */
#include "base/base.h"
#include "ds/hashtable.h"
#include <string.h>

#define SLOTS 7
#define CHAINED 0x80
#define GROW_PER_BUCKET 6

typedef struct bucket {
    uint8_t present;
    uint8_t tag[SLOTS];
    void *entry[SLOTS];
} bucket;
_Static_assert(sizeof(bucket) == 64, "a bucket is one cache line");

struct hashtable {
    const hashtableType *type;
    bucket *table[2];
    void *block[2];     /* what was allocated: buckets are aligned inside it */
    int8_t bits[2];     /* log2 of the buckets; -1: no table */
    size_t used[2];
    size_t chained;     /* buckets hanging from others */
    int64_t next_rehash;
};

static inline uint8_t tagOf(uint64_t hash) {
    return (uint8_t)(hash >> 56);
}

static inline size_t maskOf(const hashtable *t, int i) {
    return ((size_t)1 << t->bits[i]) - 1;
}

static inline bucket *nextOf(const bucket *b) {
    return b->present & CHAINED ? b->entry[SLOTS - 1] : NULL;
}

static inline unsigned slotsOf(const bucket *b) {
    return b->present & CHAINED ? SLOTS - 1 : SLOTS;
}

/* Bits 0..6: present entries whose tag is equal. */
#if !defined(VK_HT_SCALAR) && defined(__SSE2__)
#include <emmintrin.h>
static inline unsigned matchTags(const bucket *b, uint8_t tag) {
    __m128i line = _mm_loadl_epi64((const __m128i *)(const void *)b);
    unsigned hits = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(line, _mm_set1_epi8((char)tag)));
    return hits >> 1 & b->present & ((1U << slotsOf(b)) - 1);
}
#else
static inline unsigned matchTags(const bucket *b, uint8_t tag) {
    unsigned hits = 0;
    for (unsigned i = 0; i < slotsOf(b); i++) hits |= (unsigned)(b->tag[i] == tag) << i;
    return hits & b->present;
}
#endif

static void tableNew(hashtable *t, int i, int bits) {
    size_t n = (size_t)1 << bits;
    t->block[i] = zcalloc(1, n * sizeof(bucket) + 63);
    t->table[i] = (bucket *)(((uintptr_t)t->block[i] + 63) & ~(uintptr_t)63);
    t->bits[i] = (int8_t)bits;
    t->used[i] = 0;
}

static void tableDrop(hashtable *t, int i) {
    zfree(t->block[i]);
    t->table[i] = NULL;
    t->block[i] = NULL;
    t->bits[i] = -1;
    t->used[i] = 0;
}

hashtable *hashtableCreate(const hashtableType *type) {
    hashtable *t = zcalloc(1, sizeof(*t));
    t->type = type;
    t->bits[0] = t->bits[1] = -1;
    t->next_rehash = -1;
    return t;
}

static void chainFree(hashtable *t, bucket *b) {
    bucket *next = nextOf(b);
    for (unsigned i = 0; i < slotsOf(b); i++)
        if (b->present >> i & 1 && t->type->destroy) t->type->destroy(b->entry[i]);
    while (next) {
        bucket *child = next;
        for (unsigned i = 0; i < slotsOf(child); i++)
            if (child->present >> i & 1 && t->type->destroy) t->type->destroy(child->entry[i]);
        next = nextOf(child);
        zfree(child);
        t->chained--;
    }
    b->present = 0;
}

void hashtableEmpty(hashtable *t) {
    for (int i = 0; i < 2; i++) {
        if (t->bits[i] < 0) continue;
        for (size_t b = 0; b <= maskOf(t, i); b++) chainFree(t, &t->table[i][b]);
        tableDrop(t, i);
    }
    t->next_rehash = -1;
}

void hashtableRelease(hashtable *t) {
    if (!t) return;
    hashtableEmpty(t);
    zfree(t);
}

size_t hashtableSize(const hashtable *t) {
    return t->used[0] + t->used[1];
}

size_t hashtableBuckets(const hashtable *t) {
    return (t->bits[0] < 0 ? 0 : maskOf(t, 0) + 1) + (t->bits[1] < 0 ? 0 : maskOf(t, 1) + 1);
}

size_t hashtableMemory(const hashtable *t) {
    size_t bytes = zmallocSize(t) + t->chained * sizeof(bucket);
    for (int i = 0; i < 2; i++)
        if (t->block[i]) bytes += zmallocSize(t->block[i]);
    return bytes;
}

bool hashtableRehashing(const hashtable *t) {
    return t->next_rehash >= 0;
}

/* Puts an entry into a bucket's chain, hanging a new bucket on it when all are full. */
static void chainAdd(hashtable *t, bucket *b, void *entry, uint8_t tag) {
    for (;;) {
        unsigned open = ~(unsigned)b->present & ((1U << slotsOf(b)) - 1);
        if (open) {
            unsigned i = (unsigned)__builtin_ctz(open);
            b->entry[i] = entry;
            b->tag[i] = tag;
            b->present |= (uint8_t)(1U << i);
            return;
        }
        if (!(b->present & CHAINED)) {
            bucket *child = zcalloc(1, sizeof(bucket));
            child->entry[0] = b->entry[SLOTS - 1];
            child->tag[0] = b->tag[SLOTS - 1];
            child->present = 1;
            b->entry[SLOTS - 1] = child;
            b->present = (uint8_t)((b->present & ~(1U << (SLOTS - 1))) | CHAINED);
            t->chained++;
        }
        b = nextOf(b);
    }
}

static uint64_t entryHash(const hashtable *t, const void *entry) {
    size_t len;
    const char *key = t->type->key(entry, &len);
    return sipHash(key, len);
}

static void moveChain(hashtable *t, bucket *b) {
    for (bucket *at = b; at;) {
        for (unsigned i = 0; i < slotsOf(at); i++) {
            if (!(at->present >> i & 1)) continue;
            uint64_t hash = entryHash(t, at->entry[i]);
            chainAdd(t, &t->table[1][hash & maskOf(t, 1)], at->entry[i], at->tag[i]);
            t->used[0]--;
            t->used[1]++;
        }
        bucket *next = nextOf(at);
        if (at != b) {
            zfree(at);
            t->chained--;
        }
        at = next;
    }
    b->present = 0;
}

bool hashtableRehashStep(hashtable *t, int buckets) {
    if (t->next_rehash < 0) return false;
    for (int visited = buckets * 10; buckets > 0 && visited > 0; visited--) {
        bucket *b = &t->table[0][t->next_rehash];
        if (b->present) {
            moveChain(t, b);
            buckets--;
        }
        if ((size_t)t->next_rehash++ == maskOf(t, 0)) {
            size_t from = maskOf(t, 0) + 1;
            zfree(t->block[0]);
            t->table[0] = t->table[1];
            t->block[0] = t->block[1];
            t->bits[0] = t->bits[1];
            t->used[0] = t->used[1];
            t->block[1] = NULL;
            tableDrop(t, 1);
            t->next_rehash = -1;
            if (t->type->resized) t->type->resized(t, from, maskOf(t, 0) + 1, true);
            return false;
        }
    }
    return true;
}

static void resizeTo(hashtable *t, int bits) {
    if (t->bits[0] < 0) {
        tableNew(t, 0, bits);
        return;
    }
    tableNew(t, 1, bits);
    t->next_rehash = 0;
    if (t->type->resized) t->type->resized(t, maskOf(t, 0) + 1, maskOf(t, 1) + 1, false);
}

static void growIfNeeded(hashtable *t) {
    if (t->bits[0] < 0) {
        resizeTo(t, 0);
    } else if (t->next_rehash < 0 && t->used[0] >= (maskOf(t, 0) + 1) * GROW_PER_BUCKET) {
        resizeTo(t, t->bits[0] + 1);
    }
}

static void shrinkIfNeeded(hashtable *t) {
    if (t->next_rehash >= 0 || t->bits[0] <= 2) return;
    if (t->used[0] >= (maskOf(t, 0) + 1) * GROW_PER_BUCKET / 8) return;
    int bits = 0;
    while (((size_t)GROW_PER_BUCKET << bits) <= t->used[0]) bits++;
    resizeTo(t, bits);
}

/* The bucket and slot that hold the key, or NULL. */
static bucket *locate(hashtable *t, const char *key, size_t len, uint64_t hash, int *table, unsigned *slot) {
    uint8_t tag = tagOf(hash);
    for (int i = 0; i < 2 && t->bits[i] >= 0; i++) {
        size_t at = hash & maskOf(t, i);
        if (i == 0 && (int64_t)at < t->next_rehash) continue;
        for (bucket *b = &t->table[i][at]; b; b = nextOf(b)) {
            for (unsigned hits = matchTags(b, tag); hits; hits &= hits - 1) {
                unsigned s = (unsigned)__builtin_ctz(hits);
                size_t other_len;
                const char *other = t->type->key(b->entry[s], &other_len);
                if (other_len == len && memcmp(other, key, len) == 0) {
                    *table = i;
                    *slot = s;
                    return b;
                }
            }
        }
    }
    return NULL;
}

void **hashtableFind(hashtable *t, const char *key, size_t len, uint64_t hash) {
    int table;
    unsigned slot;
    bucket *b = locate(t, key, len, hash, &table, &slot);
    return b ? &b->entry[slot] : NULL;
}

void hashtableAdd(hashtable *t, void *entry, uint64_t hash) {
    hashtableRehashStep(t, 1);
    growIfNeeded(t);
    int i = t->next_rehash >= 0;
    chainAdd(t, &t->table[i][hash & maskOf(t, i)], entry, tagOf(hash));
    t->used[i]++;
}

/* Frees the chain's empty buckets behind `head`: a next bucket without entries is taken out of the chain. */
static void chainTidy(hashtable *t, bucket *head) {
    for (bucket *b = head; b->present & CHAINED;) {
        bucket *child = b->entry[SLOTS - 1];
        if (child->present & ~CHAINED) {
            b = child;
            continue;
        }
        if (child->present & CHAINED) {
            b->entry[SLOTS - 1] = child->entry[SLOTS - 1];
        } else {
            b->present &= (uint8_t)~CHAINED;
        }
        zfree(child);
        t->chained--;
    }
}

void *hashtablePop(hashtable *t, const char *key, size_t len, uint64_t hash) {
    int table;
    unsigned slot;
    hashtableRehashStep(t, 1);
    bucket *b = locate(t, key, len, hash, &table, &slot);
    if (!b) return NULL;
    void *entry = b->entry[slot];
    b->present &= (uint8_t)~(1U << slot);
    t->used[table]--;
    chainTidy(t, &t->table[table][hash & maskOf(t, table)]);
    shrinkIfNeeded(t);
    return entry;
}

static void visitChain(const bucket *b, hashtableVisit visit, void *ctx) {
    for (; b; b = nextOf(b))
        for (unsigned i = 0; i < slotsOf(b); i++)
            if (b->present >> i & 1) visit(ctx, b->entry[i]);
}

static uint64_t reversed(uint64_t v) {
    v = __builtin_bswap64(v);
    v = (v >> 4 & 0x0f0f0f0f0f0f0f0fUL) | (v & 0x0f0f0f0f0f0f0f0fUL) << 4;
    v = (v >> 2 & 0x3333333333333333UL) | (v & 0x3333333333333333UL) << 2;
    return (v >> 1 & 0x5555555555555555UL) | (v & 0x5555555555555555UL) << 1;
}

/* Adds one to the cursor's bits below the mask, highest bit first (Pieter Noordhuis): what was visited in a small
 * table stays visited in a larger one, and the other way round. */
static uint64_t cursorNext(uint64_t cursor, uint64_t mask) {
    return reversed(reversed(cursor | ~mask) + 1);
}

uint64_t hashtableScan(hashtable *t, uint64_t cursor, hashtableVisit visit, void *ctx) {
    if (hashtableSize(t) == 0) return 0;
    if (t->next_rehash < 0) {
        visitChain(&t->table[0][cursor & maskOf(t, 0)], visit, ctx);
        return cursorNext(cursor, maskOf(t, 0));
    }
    int small = t->bits[0] <= t->bits[1] ? 0 : 1;
    uint64_t small_mask = maskOf(t, small), large_mask = maskOf(t, !small);
    visitChain(&t->table[small][cursor & small_mask], visit, ctx);
    do {
        visitChain(&t->table[!small][cursor & large_mask], visit, ctx);
        cursor = cursorNext(cursor, large_mask);
    } while (cursor & (small_mask ^ large_mask));
    return cursor;
}

typedef struct sample {
    void *entry;
    uint64_t seen;
} sample;

static void takeSample(void *ctx, void *entry) {
    sample *s = ctx;
    if (randomU64() % ++s->seen == 0) s->entry = entry;
}

void *hashtableRandom(hashtable *t) {
    if (hashtableSize(t) == 0) return NULL;
    sample s = {NULL, 0};
    while (!s.entry) {
        size_t first = t->bits[0] < 0 ? 0 : maskOf(t, 0) + 1;
        size_t at = randomU64() % hashtableBuckets(t);
        visitChain(at < first ? &t->table[0][at] : &t->table[1][at - first], takeSample, &s);
    }
    return s.entry;
}

void hashtablePrefetch(const hashtable *t, uint64_t hash) {
    for (int i = 0; i < 2 && t->bits[i] >= 0; i++) __builtin_prefetch(&t->table[i][hash & maskOf(t, i)]);
}

void hashtablePrefetchEntry(const hashtable *t, uint64_t hash) {
    for (int i = 0; i < 2 && t->bits[i] >= 0; i++) {
        const bucket *b = &t->table[i][hash & maskOf(t, i)];
        unsigned hits = matchTags(b, tagOf(hash));
        if (hits) __builtin_prefetch(b->entry[__builtin_ctz(hits)]);
    }
}

bool hashtableValidate(const hashtable *t) {
    size_t chained = 0;
    for (int i = 0; i < 2; i++) {
        size_t found = 0;
        if (t->bits[i] < 0) {
            if (t->used[i]) return false;
            continue;
        }
        for (size_t at = 0; at <= maskOf(t, i); at++) {
            for (const bucket *b = &t->table[i][at]; b; b = nextOf(b)) {
                chained += b != &t->table[i][at];
                if (b != &t->table[i][at] && !(b->present & ~CHAINED)) return false;
                for (unsigned s = 0; s < slotsOf(b); s++) {
                    if (!(b->present >> s & 1)) continue;
                    uint64_t hash = entryHash(t, b->entry[s]);
                    if ((hash & maskOf(t, i)) != at || tagOf(hash) != b->tag[s]) return false;
                    if (i == 0 && (int64_t)at < t->next_rehash) return false;
                    found++;
                }
            }
        }
        if (found != t->used[i]) return false;
    }
    return chained == t->chained && (t->next_rehash < 0 || t->bits[1] >= 0);
}
