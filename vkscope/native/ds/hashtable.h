/* hashtable.h: the table of keys: 64-byte buckets, metadata bytes matched at once, incremental rehash.
 *
 * Words   entry: the caller's pointer; the table knows only how to find its key.  tag: the top 8 bits of a hash.
 *         chain: buckets linked because one was full.
 * Design  One bucket is one cache line:
 *
 *           0        1        8                                              64
 *           +--------+--------+------+------+------+------+------+------+------+
 *           |present | tag x7 | e0   | e1   | e2   | e3   | e4   | e5   |e6/next|
 *           +--------+--------+------+------+------+------+------+------+------+
 *           present: bit i says that e_i is an entry; bit 7 says that e6 is the next bucket of the chain instead.
 *
 *         A find compares seven tags with one 8-byte word and touches only entries whose tag is equal (1 in 256 by
 *         chance). Two tables stand while a resize is under way; every write moves one bucket of the old one, and
 *         cron moves more. Buckets are a power of two; the table grows when entries > 6 a bucket (of 7) and shrinks
 *         below 1 in 8 of that. One million keys: 2^18 buckets, 16.8 bytes a key.
 *         used[0] + used[1] = entries; next_rehash = -1 or a bucket of table 0 below which all are empty.
 * Cost    find: one cache miss for the bucket, one for the entry. Threads: one owner. */
#ifndef VK_HASHTABLE_H
#define VK_HASHTABLE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hashtable hashtable;

typedef struct hashtableType {
    const char *(*key)(const void *entry, size_t *len);
    void (*destroy)(void *entry);                                          /* NULL: entries are not owned */
    void (*resized)(hashtable *t, size_t from, size_t to, bool done);      /* NULL, or told of rehash start and end */
} hashtableType;

typedef void (*hashtableVisit)(void *ctx, void *entry);

hashtable *hashtableCreate(const hashtableType *type);
void hashtableRelease(hashtable *t);                       /* destroys entries */
void hashtableEmpty(hashtable *t);                         /* destroys entries, keeps the table */
size_t hashtableSize(const hashtable *t);                  /* entries */
size_t hashtableBuckets(const hashtable *t);               /* of both tables */
size_t hashtableMemory(const hashtable *t);                /* bytes of table and buckets, entries not counted */
void **hashtableFind(hashtable *t, const char *key, size_t len, uint64_t hash); /* the entry's place, or NULL; valid until a write */
void hashtableAdd(hashtable *t, void *entry, uint64_t hash); /* the key must be absent */
void *hashtablePop(hashtable *t, const char *key, size_t len, uint64_t hash); /* caller owns the entry; NULL if absent */
uint64_t hashtableScan(hashtable *t, uint64_t cursor, hashtableVisit visit, void *ctx); /* 0 ends; see SCAN's guarantees */
void *hashtableRandom(hashtable *t);                       /* NULL when empty; fair over buckets */
void hashtablePrefetch(const hashtable *t, uint64_t hash); /* asks for the bucket's cache line */
void hashtablePrefetchEntry(const hashtable *t, uint64_t hash); /* asks for the entry that a find would look at */
bool hashtableRehashing(const hashtable *t);
bool hashtableRehashStep(hashtable *t, int buckets);       /* true while more is left */
bool hashtableValidate(const hashtable *t);                /* every invariant above; O(n) */
#endif
