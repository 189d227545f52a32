/* dict.h: the table that Redis and Valkey up to 8.0 kept everything in: chained entries and two tables. For learning;
 * labs set it beside the hash table (ds/hashtable.h), nothing else uses it.
 *
 * Words   bucket: a pointer to the first entry of a chain.  step: one bucket of table 0, emptied into table 1.
 * Rules   members are byte strings, copied in. The hash is sipHash.
 * Design
 *            table 0   [ gone | gone | * | - | * | * | - | * ]     rehash_idx = 2: buckets below it are empty
 *                                      |       |   `-> entry -> NULL
 *                                      |       `-> entry -> entry -> NULL
 *            table 1   [ - | * | - | - ... twice as many ... | * ]     new members go here
 *
 *            entry     | next 8 | len 4 | bytes |     a block for each member
 *
 *            used[0] + used[1] = members;  a member stands in bucket hash & (buckets - 1)
 *
 *         Grows when there are as many members as buckets, to the next power of two; while it rehashes each addition,
 *         removal and lookup does one step. The hash table does the same with buckets of 64 bytes for 7 entries, so a
 *         step moves up to seven entries where a dict moves one.
 * Cost    a hit that is k-th in its chain touches k + 1 cache lines: the bucket and k entries.
 * Threads One owner.
 * Credits Salvatore Sanfilippo's dict. */
#ifndef VK_DICT_H
#define VK_DICT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dictEntry {
    struct dictEntry *next;
    uint32_t len;
    char bytes[];
} dictEntry;

typedef struct dict {
    dictEntry **table[2]; /* NULL: no table */
    size_t buckets[2];    /* powers of two; 0: no table */
    size_t used[2];
    int64_t rehash_idx; /* -1: no rehash */
    uint64_t steps;     /* buckets passed by rehashing, since creation */
    uint64_t moved;     /* and entries moved */
} dict;

enum { DICT_BUCKETS_LEAST = 4, DICT_EMPTY_PER_STEP = 10 };

void dictInit(dict *d);
void dictRelease(dict *d);                             /* empty and usable afterwards */
bool dictAdd(dict *d, const char *data, uint32_t len); /* false: it was there */
bool dictFind(dict *d, const char *data, uint32_t len);
bool dictDelete(dict *d, const char *data, uint32_t len);
size_t dictSize(const dict *d);
bool dictIsRehashing(const dict *d);
bool dictRehash(dict *d, size_t steps);                    /* true: there is more to move */
size_t dictChain(const dict *d, int table, size_t bucket); /* entries of one chain */
size_t dictBytes(const dict *d);                           /* tables and entries */
/* Cache lines that a lookup of each member would touch, in all. */
uint64_t dictLines(const dict *d);
const char *dictWhyInvalid(const dict *d); /* NULL, or a static text that says what is broken */
#endif
