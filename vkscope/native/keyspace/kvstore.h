/* kvstore.h: the keys of one database: one hash table, or one for each cluster slot, that look like one.
 *
 * Rules   Knows slots as numbers only: who owns a slot, and what a key is, is decided above.
 *
 * Words   index (didx)  which table: 0, or the slot 0..16383.
 *         key index     1..kvstoreSize: the n-th key when tables stand one behind the other.
 *
 * Design  tables[n]  pointers, NULL until first written to (ALLOCATE_ON_DEMAND) or when empty again (FREE_EMPTY)
 *         sums[n+1]  a Fenwick tree over the tables' sizes, only when n > 1:
 *
 *                    sums[i] = size(i - lowbit(i)) + ... + size(i - 1)          lowbit(6) = 2
 *
 *                      i:      1     2     3     4     5     6     7     8
 *                    covers:   0    0-1    2    0-3    4    4-5    6    0-7
 *
 *                    adding a key touches at most log2(n) = 14 sums; the table that holds the n-th key, hence a random
 *                    table weighed by its keys, and the next table that is not empty are found in 14 steps.
 *         rehashing  tables under rehash, a doubly linked list through their metadata, oldest first
 *
 *         sum(size of tables) = key_count;  used_tables = tables with size > 0
 *         A scan's cursor holds both: (cursor of the table << log2 n) | index. It ends as 0.
 *
 * Cost    one table: nothing above hashtable.h. 16,384 tables: 256 KB for a store that has ever been written to.
 * Threads One owner.
 * Events  None; kvstoreSetRehashListener tells the keyspace, which emits RehashStarted and RehashCompleted.
 * Credits Peter Fenwick's tree; Valkey for cutting the keyspace by slot, for the cursor and for most names. */
#ifndef VK_KVSTORE_H
#define VK_KVSTORE_H
#include "ds/ds.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kvstore kvstore;
typedef struct kvstoreIterator kvstoreIterator;

#define KVSTORE_ALLOCATE_HASHTABLES_ON_DEMAND 1 /* a table exists from its first key on */
#define KVSTORE_FREE_EMPTY_HASHTABLES 2         /* and goes with its last (unless paused for rehashing) */

/* The metadata of each table of a store. */
typedef struct kvstoreHashtableMetadata {
    kvstore *kvs;
    hashtable *prev, *next; /* in the list of rehashing tables */
    uint64_t started_ns;    /* when the last rehash started, and with how many entries */
    uint64_t entries;
    int32_t didx;
    bool rehashing;
    bool delayed; /* too full, and told so */
} kvstoreHashtableMetadata;

/* Told when a table starts or completes a resize from `from` to `to` top buckets, or, once in each time, when one that
 * is too full may not (to is 0). May not write to the store. */
typedef enum kvstoreResizeStep {
    KVSTORE_RESIZE_STARTED,
    KVSTORE_RESIZE_COMPLETED,
    KVSTORE_RESIZE_DELAYED
} kvstoreResizeStep;
typedef void (*kvstoreRehashListener)(void *ctx, kvstore *kvs, int didx, size_t from, size_t to,
                                      kvstoreResizeStep step);

/* type must have exactly these as getMetadataSize, rehashingStarted and rehashingCompleted. */
size_t kvstoreHashtableMetadataSize(void);
void kvstoreHashtableRehashingStarted(hashtable *ht);
void kvstoreHashtableRehashingCompleted(hashtable *ht);

/* 2^bits tables (0..16; 14 for a cluster). Caller owns; kvstoreRelease. type must outlive the store. */
kvstore *kvstoreCreate(const hashtableType *type, int bits, int flags);
void kvstoreEmpty(kvstore *kvs, void (*progress)(hashtable *ht)); /* destroys all keys; progress as hashtableEmpty's */
void kvstoreRelease(kvstore *kvs);
/* Destroys the keys of the next `chains` chains of a store that nobody will look at again, *didx and *at being 0 at
 * first. False: kvstoreRelease has little left to do. Only kvstoreSize and kvstoreRelease are allowed from then on. */
bool kvstoreDrain(kvstore *kvs, int *didx, size_t *at, size_t chains);
void kvstoreSetRehashListener(kvstore *kvs, kvstoreRehashListener listener, void *ctx);

uint64_t kvstoreSize(const kvstore *kvs);                     /* keys */
size_t kvstoreBuckets(const kvstore *kvs);                    /* top buckets of all tables */
size_t kvstoreMemUsage(const kvstore *kvs);                   /* bytes, keys and values not counted */
size_t kvstoreOverheadHashtableLut(const kvstore *kvs);       /* bytes of all buckets: INFO's overhead.hashtable.lut */
size_t kvstoreOverheadHashtableRehashing(const kvstore *kvs); /* bytes of the old buckets of tables under rehash */
int kvstoreNumHashtables(const kvstore *kvs);
int kvstoreNumNonEmptyHashtables(const kvstore *kvs);
int kvstoreNumAllocatedHashtables(const kvstore *kvs);
size_t kvstoreHashtableRehashingCount(const kvstore *kvs);                              /* tables under rehash */
hashtable *kvstoreNextRehashing(const kvstore *kvs, const hashtable *after, int *didx); /* NULL: the first; the end */
uint64_t kvstoreGetHash(const kvstore *kvs, const void *key);
hashtable *kvstoreGetHashtable(const kvstore *kvs,
                               int didx); /* NULL: not allocated. Read only: writing breaks the sums */
void kvstoreGetStats(const kvstore *kvs, char *buf, size_t size, bool full); /* text for DEBUG HTSTATS */
const char *kvstoreValidate(const kvstore *kvs); /* NULL, or which invariant is broken; validates every table */

/* --- tables by their keys --- */
int kvstoreFindHashtableIndexByKeyIndex(const kvstore *kvs, uint64_t key_index); /* 1..size */
int kvstoreGetFairRandomHashtableIndex(const kvstore *kvs);                      /* weighed by keys; -1 when empty */
int kvstoreGetFirstNonEmptyHashtableIndex(const kvstore *kvs);                   /* -1: none */
int kvstoreGetNextNonEmptyHashtableIndex(const kvstore *kvs, int didx);          /* -1: none */

/* --- walking --- */
typedef bool (*kvstoreScanShouldSkipHashtable)(hashtable *ht);
/* hashtableScan over all tables (only_didx = -1) or one; its guarantees. skip (or NULL) leaves tables out. */
uint64_t kvstoreScan(kvstore *kvs, uint64_t cursor, int only_didx, hashtableScanFunction fn,
                     kvstoreScanShouldSkipHashtable skip, void *ctx);
kvstoreIterator *kvstoreIteratorInit(kvstore *kvs, uint8_t flags); /* HASHTABLE_ITER_*; keys may be deleted when SAFE */
void kvstoreIteratorRelease(kvstoreIterator *it);
int kvstoreIteratorGetCurrentHashtableIndex(const kvstoreIterator *it);
bool kvstoreIteratorNext(kvstoreIterator *it, void **entry);

/* --- resizing --- */
typedef bool (*kvstoreExpandShouldSkip)(int didx);
/* Makes room for `entries` in every table not skipped; try_expand: false instead of a panic when memory lacks. */
bool kvstoreExpand(kvstore *kvs, uint64_t entries, bool try_expand, kvstoreExpandShouldSkip skip);
void kvstoreTryResizeHashtables(kvstore *kvs, int limit); /* cron: rightsizes the next `limit` tables, tells DELAYED */
uint64_t kvstoreIncrementallyRehash(kvstore *kvs,
                                    uint64_t us); /* rehashes for about that long; us used, 0: nothing to do */

/* --- one table. Contracts as in hashtable.h; didx in range. Finding in a table that does not exist finds nothing. ---
 */
uint64_t kvstoreHashtableSize(const kvstore *kvs, int didx);
bool kvstoreHashtableFind(kvstore *kvs, int didx, const void *key, void **found);
bool kvstoreHashtableFindWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash, void **found);
void **kvstoreHashtableFindRef(kvstore *kvs, int didx, const void *key);
void **kvstoreHashtableFindRefWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash);
bool kvstoreHashtableAdd(kvstore *kvs, int didx, void *entry);
bool kvstoreHashtableAddWithHash(kvstore *kvs, int didx, void *entry, uint64_t hash);
bool kvstoreHashtableAddOrFindWithHash(kvstore *kvs, int didx, void *entry, uint64_t hash, void **existing);
void kvstoreHashtableInsertNewWithHash(kvstore *kvs, int didx, void *entry, uint64_t hash);
bool kvstoreHashtableFindPositionForInsert(kvstore *kvs, int didx, const void *key, hashtablePosition *position,
                                           void **existing);
bool kvstoreHashtableFindPositionForInsertWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash,
                                                   hashtablePosition *position, void **existing);
void kvstoreHashtableInsertAtPosition(kvstore *kvs, int didx, void *entry, hashtablePosition *position);
bool kvstoreHashtablePop(kvstore *kvs, int didx, const void *key, void **popped);
bool kvstoreHashtablePopWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash, void **popped);
bool kvstoreHashtableDelete(kvstore *kvs, int didx, const void *key);
bool kvstoreHashtableDeleteWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash);
void **kvstoreHashtableTwoPhasePopFindRef(kvstore *kvs, int didx, const void *key, hashtablePosition *position);
void **kvstoreHashtableTwoPhasePopFindRefWithHash(kvstore *kvs, int didx, const void *key, uint64_t hash,
                                                  hashtablePosition *position);
void kvstoreHashtableTwoPhasePopDelete(kvstore *kvs, int didx, hashtablePosition *position);
bool kvstoreHashtableRandomEntry(kvstore *kvs, int didx, void **found);
bool kvstoreHashtableFairRandomEntry(kvstore *kvs, int didx, void **found);
unsigned kvstoreHashtableSampleEntries(kvstore *kvs, int didx, void **dst, unsigned count);
bool kvstoreHashtableExpand(kvstore *kvs, int didx, size_t entries);
size_t kvstoreHashtableScanDefrag(kvstore *kvs, int didx, size_t cursor, hashtableScanFunction fn, void *ctx,
                                  void *(*defragfn)(void *), int flags);
void kvstoreHashtablePrefetch(const kvstore *kvs, int didx, uint64_t hash);      /* stage 1 */
void kvstoreHashtablePrefetchEntry(const kvstore *kvs, int didx, uint64_t hash); /* stage 2 */
/* An iterator over one table: false when that table does not exist (then do not Cleanup). */
bool kvstoreHashtableInitIterator(kvstore *kvs, int didx, hashtableIterator *it, uint8_t flags);
/* Empties the table of a slot; keys removed. */
uint64_t kvstoreHashtableEmpty(kvstore *kvs, int didx);

#ifdef __cplusplus
}
#endif
#endif
