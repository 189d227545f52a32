/* hashtable_private.h: what the files of the hash table share and nobody else sees. */
#ifndef VK_HASHTABLE_PRIVATE_H
#define VK_HASHTABLE_PRIVATE_H
#include "base/base.h"
#include "ds/hashtable_inline.h"

typedef hashtableBucket bucket;

static inline size_t bucketsOf(const hashtable *ht, unsigned t) {
    return ht->exp[t] < 0 ? 0 : (size_t)1 << ht->exp[t];
}

/* A step of the rehash under way, if it may go on; for reads it waits while memory must not be touched. */
void hashtableStep(hashtable *ht, bool reading);

static inline void stepOnRead(hashtable *ht) {
    if (unlikely(ht->rehash_idx >= 0))
        hashtableStep(ht, true);
}

static inline void stepOnWrite(hashtable *ht) {
    if (unlikely(ht->rehash_idx >= 0))
        hashtableStep(ht, false);
}

/* The entry at a place leaves the table; hash: any that leads to its chain. */
void hashtableTakeOut(hashtable *ht, hashtablePlace at, uint64_t hash);
const void *hashtableKeyOf(const hashtable *ht, const void *entry, hashtableBytes *view); /* view: may hold it */
#endif
