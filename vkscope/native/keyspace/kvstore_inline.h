/* kvstore_inline.h: the store itself, for finds that the compiler specialises.
 *
 * Rules  For kvstore.c and keyspace/db.c. Nobody else looks at these fields: they ask kvstore.h. */
#ifndef VK_KVSTORE_INLINE_H
#define VK_KVSTORE_INLINE_H
#include "ds/hashtable_inline.h"
#include "keyspace/kvstore.h"

struct kvstore {
    const hashtableType *type;
    hashtable **tables;
    uint64_t *sums; /* Fenwick tree, 1-based; NULL with one table */
    int bits, count, flags;
    int allocated, used, resize_cursor;
    uint64_t keys;
    hashtable *first, *last; /* rehashing */
    size_t rehashing;
    kvstoreRehashListener listener;
    void *listener_ctx;
};

/* hashtableLocate in the table `didx`; moves nothing. NULL: absent. */
static inline __attribute__((always_inline)) void **kvstoreLocate(const kvstore *kvs, int didx, uint64_t hash,
                                                                  bool (*has)(const void *entry, const void *key),
                                                                  const void *key) {
    const hashtable *ht = kvs->tables[didx];
    hashtablePlace at;
    if (!ht || !hashtableLocate(ht, hash, has, key, &at))
        return NULL;
    return &at.bucket->entry[at.place];
}
#endif
