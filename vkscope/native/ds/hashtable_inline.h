/* hashtable_inline.h: the bucket itself, and a find that the compiler can specialise.
 *
 * Rules  For the table's own files and for callers whose find is hot enough to want its key comparison inlined: they
 * write a static function that compares (entry, key) and call hashtableLocate with it; every call is then direct.
 *        Nobody else looks at these fields.
 *
 *        Example:  static inline bool hasName(const void *entry, const void *key) { ... }
 *                  hashtablePlace at;
 *                  if (hashtableLocate(ht, hash, hasName, key, &at)) use(at.bucket->entry[at.place]);
 *
 * Cost   a hit in table 0 without a chain: about 25 instructions plus the comparison. */
#ifndef VK_HASHTABLE_INLINE_H
#define VK_HASHTABLE_INLINE_H
#include <assert.h>
#include "ds/hashtable.h"
#include <string.h>
#if !defined(VK_HT_SCALAR) && defined(__SSE2__)
#include <emmintrin.h>
#elif !defined(VK_HT_SCALAR) && defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#define HT_CHAINED 0x80
#define HT_PRESENT 0x7f
#define HT_CHILD (HASHTABLE_BUCKET_PLACES - 1) /* the place that holds the next bucket of a chain */

typedef struct hashtableBucket {
    uint8_t presence;                     /* bits 0..6: places in use; bit 7: chained */
    uint8_t tag[HASHTABLE_BUCKET_PLACES]; /* top bytes of the hashes; undefined where no entry is */
    void *entry[HASHTABLE_BUCKET_PLACES]; /* undefined where no entry is */
} hashtableBucket;
static_assert(sizeof(hashtableBucket) == HASHTABLE_BUCKET_BYTES, "a bucket is one cache line");

struct hashtable {
    const hashtableType *type;
    hashtableBucket *table[2];
    int64_t rehash_idx; /* -1: no rehash */
    size_t used[2];
    size_t children[2];
    int8_t exp[2];     /* log2 of the top buckets; -1: no table */
    uint8_t offset[2]; /* bytes from the block that was allocated to the table in it */
    uint16_t paused;   /* rehashing */
    uint8_t no_shrink;
    uint8_t longest; /* buckets of the longest chain since the last resize began; 255: or more */
    uint64_t metadata[];
};

typedef struct hashtablePlace {
    hashtableBucket *bucket;
    unsigned place, table;
} hashtablePlace;

static inline uint8_t hashtableTagOf(uint64_t hash) {
    return (uint8_t)(hash >> 56);
}

static inline size_t hashtableMaskOf(const hashtable *ht, unsigned table) {
    return ((size_t)1 << ht->exp[table]) - 1;
}

static inline hashtableBucket *hashtableNextOf(const hashtableBucket *b) {
    return b->presence & HT_CHAINED ? b->entry[HT_CHILD] : NULL;
}

/* Bits 0..6: places in use whose tag is equal. */
static inline unsigned hashtableMatchTags(const hashtableBucket *b, uint8_t tag) {
    unsigned hits;
#if !defined(VK_HT_SCALAR) && defined(__SSE2__)
    __m128i line = _mm_loadl_epi64((const __m128i *)(const void *)b);
    hits = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(line, _mm_set1_epi8((char)tag))) >> 1;
#elif !defined(VK_HT_SCALAR) && defined(__ARM_NEON) && defined(__aarch64__)
    uint8x8_t same = vceq_u8(vld1_u8((const uint8_t *)(const void *)b), vdup_n_u8(tag));
    hits = (unsigned)vaddv_u8(vand_u8(same, vcreate_u8(0x8040201008040201ULL))) >> 1;
#else
    /* A byte of diff is 0 where the tag is equal; its top bit is set in zeros then, without carries between bytes. */
    uint64_t word, low = 0x7f7f7f7f7f7f7f7fULL;
    memcpy(&word, b, 8);
    uint64_t diff = word ^ (0x0101010101010101ULL * tag);
    uint64_t zeros = ~(((diff & low) + low) | diff | low);
    /* The multiplication gathers the eight bits, byte 0's lowest, in the top byte. */
    hits = (unsigned)(((zeros >> 7) * 0x0102040810204080ULL) >> 56) >> 1;
#endif
    return hits & b->presence & HT_PRESENT;
}

/* The place of the entry for which has(entry, key), among those with the hash; moves nothing. */
static inline __attribute__((always_inline)) bool hashtableLocate(const hashtable *ht, uint64_t hash,
                                                                  bool (*has)(const void *entry, const void *key),
                                                                  const void *key, hashtablePlace *at) {
    uint8_t tag = hashtableTagOf(hash);
    for (unsigned t = 0; t < 2 && ht->exp[t] >= 0; t++) {
        size_t idx = hash & hashtableMaskOf(ht, t);
        if (t == 0 && (int64_t)idx < ht->rehash_idx)
            continue;
        for (hashtableBucket *b = &ht->table[t][idx]; b; b = hashtableNextOf(b)) {
            for (unsigned hits = hashtableMatchTags(b, tag); hits; hits &= hits - 1) {
                unsigned place = (unsigned)__builtin_ctz(hits);
                if (!has(b->entry[place], key))
                    continue;
                *at = (hashtablePlace){b, place, t};
                return true;
            }
        }
    }
    return false;
}
#endif
