/* hashtable.h: the table behind every keyspace, hash and set: 64-byte buckets, tags matched at once, incremental
 * rehash.
 *
 * Rules   Knows nothing of keys but what its type tells; holds pointers it was given; never looks at the clock except
 *         in hashtableRehashMicroseconds.
 *
 * Words   entry     what the caller stores: one pointer, not NULL. The table knows only how to find its key.
 *         key       what an entry is looked up by; may be the entry itself.
 *         hash      64 bits of a key. The low bits choose the bucket, the top 8 are the tag.
 *         bucket    64 bytes, one cache line, 7 places.
 *         chain     a bucket of the table and the child buckets that hang from it because it was full.
 *         fill      entries per place of the top buckets, in percent; over 100 when chains are common.
 *         paused    rehashing moves nothing and deleting leaves holes, so that places of entries stay where they are.
 *
 * Design  One bucket:
 *
 *           byte 0     1        2            7        8       16             56        64
 *           +----------+--------+-- ... --+--------+--------+-- ... --+--------+---------+
 *           | presence | tag[0] |         | tag[6] | e[0]   |         | e[5]   | e[6] or |
 *           | C6543210 |        |         |        |        |         |        | child   |
 *           +----------+--------+-- ... --+--------+--------+-- ... --+--------+---------+
 *           presence bit i (0..6): e[i] is an entry, tag[i] the top byte of its hash.
 *           bit C (7): e[6] is the next bucket of the chain; then bit 6 is 0, and 6 places remain.
 *
 *         A find loads bytes 0..7 once, compares the seven tags at once (SSE2, NEON, or plain 64-bit arithmetic when
 *         built with VK_HT_SCALAR) and looks only at entries whose tag is equal: 1 of 256 others, so 1.03 entries are
 *         touched by a hit in a full bucket. No call through a pointer is made for a tag that differs.
 *
 *         Two tables while a resize is under way. Every operation moves one chain of table 0 into table 1:
 *
 *           table 0   [moved: empty ......... | still here ...........]      rehash_idx = first chain not yet moved
 *                                             ^ rehash_idx                   (-1: no rehash; table 1 is absent)
 *           table 1   [ new entries always go here ................. ]
 *
 *           used[0] + used[1] = hashtableSize;  every chain of table 0 below rehash_idx is empty
 *
 * Constants, and where they come from
 *         7 places     (64 - 8) / 8: eight bytes of presence and tags leave room for seven pointers.
 *         grow at      fill 100%: more than 7 entries per bucket in the mean. Chains are then at their longest (two
 *                      buckets in five have a child); doubling halves it to 50%, where one in thirty has. Waiting until
 *                      100 rather than 85 means that 1,000,000 entries stand in 2^18 buckets since 2^17 * 7 = 917,504,
 *                      2^18 * 64 / 10^6 = 16.8 bytes an entry, and the mean over all sizes is 13.2 + chains.
 *         expand to    the power of two that holds the asked number with at most 6.4 entries a bucket (5/32 bucket an
 *                      entry, 91.4% fill), so that inserting what was announced does not end in a grow.
 *         shrink at    fill below 13%: an eighth (12.5%) and a little, so that a table that just doubled (50%) has to
 *                      lose three quarters before it shrinks, and one that just shrank (to 52..91%) does not grow soon.
 *         while a fork's child lives (AVOID): grow only at 500%, shrink only below 3%: chains cost less than copying
 *                      the parent's pages. FORBID: never.
 *
 * Cost    find: one cache line for the bucket, one for the entry. Table: 16 bytes a bucket place at 50% fill; a table
 *         without entries has no buckets: sizeof(hashtable) + metadata only.
 * Threads One owner. Prefetch and const functions write nothing.
 * Events  None here: rehashingStarted, rehashingCompleted and hashtable_counters tell who owns the table.
 * Credits Tags and SIMD: Abseil's Swiss tables. The bucket of one cache line with a chained child, and the names of
 *         these functions: Valkey 8.1. Reverse-binary scan cursor: Pieter Noordhuis. */
#ifndef VK_HASHTABLE_H
#define VK_HASHTABLE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hashtable hashtable;

#define HASHTABLE_BUCKET_BYTES 64
#define HASHTABLE_BUCKET_PLACES 7

/* A view of bytes, the key of tables whose type has entryKeyBytes. */
typedef struct hashtableBytes {
    const char *data;
    size_t len;
} hashtableBytes;

/* What a table must know of its entries. Every callback may be NULL. Keys come in one of two shapes:
 *   bytes    entryKeyBytes is set: keys handed in are const hashtableBytes *, so a view into a query buffer will do;
 *            hashed with sipHash unless hashFunction is set. entryGetKey and keyCompare are not used.
 *   opaque   entryKeyBytes is NULL: entryGetKey, hashFunction and keyCompare agree on what a key is. With none of them
 *            the table is a set of pointers. */
typedef struct hashtableType {
    const char *(*entryKeyBytes)(const void *entry, size_t *len); /* bytes: where the key stands in an entry */
    void (*entryDestructor)(void *entry);                         /* frees an entry that is deleted or overwritten */
    void (*resized)(hashtable *ht, size_t from, size_t to, bool done); /* top buckets; a rehash started, or is done */
    const void *(*entryGetKey)(const void *entry);                     /* opaque; NULL: the entry is its key */
    uint64_t (*hashFunction)(const void *key);                 /* NULL: sipHash of the bytes, or of the pointer */
    int (*keyCompare)(const void *key, const void *entry_key); /* opaque; 0 when equal. NULL: compares the pointers */
    void (*entryPrefetchValue)(const void *entry);             /* asks for what a command on the entry will touch */
    bool (*resizeAllowed)(size_t more_bytes, double fill);     /* asked before growing; fill 1.0 = 100% */
    void (*rehashingStarted)(hashtable *ht);                   /* both tables stand; also before an instant rehash */
    void (*rehashingCompleted)(hashtable *ht);             /* both still stand, all is in table 1 or to be emptied */
    void (*trackMemUsage)(hashtable *ht, ptrdiff_t delta); /* bytes taken (+) or given back (-), in class sizes */
    size_t (*getMetadataSize)(void);                       /* bytes behind hashtableMetadata, zeroed */
    bool instant_rehashing;                                /* a resize moves everything before it returns */
} hashtableType;
/* Types are partial by design: callbacks that are left out are NULL. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

typedef enum hashtableResizePolicy {
    HASHTABLE_RESIZE_ALLOW,  /* resize and rehash freely */
    HASHTABLE_RESIZE_AVOID,  /* a forked child lives: resize only at the hard limits, rehash on writes; on reads only to
                                a table of an eighth, or eight times, the size */
    HASHTABLE_RESIZE_FORBID, /* neither (this process is the forked child) */
} hashtableResizePolicy;

/* Of all tables of the process, since start. */
typedef struct hashtableCounters {
    uint64_t rehash_started;
    uint64_t rehash_completed;
    uint64_t chains_moved;  /* rehash steps that moved something */
    uint64_t entries_moved; /* entries moved by rehashing */
} hashtableCounters;
extern hashtableCounters hashtable_counters;

/* Where an entry is or will be. Made on the caller's stack; its fields are the table's own. */
typedef struct hashtablePosition {
    void *bucket;
    uint64_t hash;
    uint16_t place, table;
} hashtablePosition;

/* Made on the caller's stack; fields are the table's own. */
typedef struct hashtableIterator {
    hashtable *ht;
    void *bucket;
    int64_t index;
    uint64_t check;            /* unsafe: fingerprint; safe: size when the chain was entered */
    int8_t place, last, table; /* last: place returned last in this bucket, -1: none */
    uint8_t flags;
    bool chained; /* the bucket was, when it was entered */
} hashtableIterator;

typedef struct hashtableIncrementalFindState {
    hashtable *ht;
    const void *key;
    void *bucket;
    uint64_t hash;
    uint8_t stage, place, table, hits;
} hashtableIncrementalFindState;

typedef void (*hashtableScanFunction)(void *ctx, void *entry);

/* scan flags */
#define HASHTABLE_SCAN_EMIT_REF                                                                                        \
    1 /* the callback gets void **: the place, which it may overwrite with the moved entry */
/* iterator flags */
#define HASHTABLE_ITER_SAFE 1            /* the table may be changed while iterating */
#define HASHTABLE_ITER_PREFETCH_VALUES 2 /* calls entryPrefetchValue a chain ahead */

/* --- process-wide --- */
void hashtableSetResizePolicy(hashtableResizePolicy policy);
hashtableResizePolicy hashtableGetResizePolicy(void);
void hashtableSetHashFunctionSeed(const uint8_t seed[16]);           /* before the first table; reseeds sipHash */
const uint8_t *hashtableGetHashFunctionSeed(void);                   /* 16 bytes, as last set; NULL if never */
uint64_t hashtableGenHashFunction(const void *data, size_t len);     /* sipHash: seeded, safe against chosen keys */
uint64_t hashtableGenCaseHashFunction(const void *data, size_t len); /* same hash for ASCII upper and lower case */

/* --- a table --- */
hashtable *
hashtableCreate(const hashtableType *type); /* type must outlive the table; no buckets until the first entry */
void hashtableRelease(hashtable *ht);       /* destroys entries and the table; NULL allowed */
/* Destroys all entries and gives the buckets back. progress (or NULL) is called each 65,536 top buckets. */
void hashtableEmpty(hashtable *ht, void (*progress)(hashtable *ht));
/* hashtableEmpty in steps, for a table that nobody will look at again: destroys the entries of the next `chains`
 * chains, *at being 0 at first. False: nothing is left but what hashtableRelease frees. No other call is allowed in
 * between. */
bool hashtableDrain(hashtable *ht, size_t *at, size_t chains);
const hashtableType *hashtableGetType(const hashtable *ht);
const hashtableType *hashtableSetType(hashtable *ht,
                                      const hashtableType *type); /* returns the old; same hash, same metadata size */
void *hashtableMetadata(hashtable *ht);       /* getMetadataSize() bytes, 8-aligned, zeroed at creation */
size_t hashtableSize(const hashtable *ht);    /* entries */
size_t hashtableBuckets(const hashtable *ht); /* top buckets, both tables */
size_t hashtableChainedBuckets(const hashtable *ht, int table); /* child buckets of table 0 or 1 */
unsigned hashtableEntriesPerBucket(void);                       /* 7 */
size_t hashtableMemUsage(const hashtable *ht);                  /* bytes of struct, metadata, buckets; no entries */

/* --- resizing: true when something was started (or, for instant types, done) --- */
bool hashtableExpand(hashtable *ht, size_t entries); /* room for that many; false if there already is, or rehashing */
bool hashtableTryExpand(hashtable *ht,
                        size_t entries); /* also false when the memory cannot be had, instead of a panic */
bool hashtableExpandIfNeeded(hashtable *ht);
bool hashtableShrinkIfNeeded(hashtable *ht);
bool hashtableRightsizeIfNeeded(hashtable *ht); /* either; for cron */
void hashtablePauseAutoShrink(hashtable *ht);   /* nests; for deleting in bulk */
void hashtableResumeAutoShrink(hashtable *ht);  /* the last one shrinks if needed */
void hashtablePauseRehashing(hashtable *ht);    /* nests; also stops moving entries on delete, see Words */
void hashtableResumeRehashing(hashtable *ht);
bool hashtableIsRehashing(const hashtable *ht);
bool hashtableIsRehashingPaused(const hashtable *ht);
/* Top buckets of both tables and chains of table 0 passed so far; all 0 unless rehashing. Any pointer may be NULL. */
void hashtableRehashingInfo(const hashtable *ht, size_t *from, size_t *to, size_t *index);
bool hashtableRehashStep(hashtable *ht, size_t chains); /* moves up to that many chains; true while more is left */
/* Rehashes for about that time (checked each 128 chains). Returns chains moved or passed; 0: nothing to do or paused.
 */
uint64_t hashtableRehashMicroseconds(hashtable *ht, uint64_t us);

/* --- entries. The *WithHash form of each takes what hashtableHashKey(key) returns. A place (void **) may be
 * overwritten with an entry of the same key; it is valid until the next call on the table that is not const or *Bytes
 * find, since any other, a find included, may move a chain of a rehash. --- */
uint64_t hashtableHashKey(const hashtable *ht, const void *key);
uint64_t hashtableHashEntry(const hashtable *ht, const void *entry);
bool hashtableFind(hashtable *ht, const void *key, void **found); /* found may be NULL */
bool hashtableFindWithHash(hashtable *ht, const void *key, uint64_t hash, void **found);
void **hashtableFindRef(hashtable *ht, const void *key); /* NULL: absent */
void **hashtableFindRefWithHash(hashtable *ht, const void *key, uint64_t hash);
bool hashtableAdd(hashtable *ht, void *entry); /* false: key is present, nothing was changed, entry is still yours */
bool hashtableAddWithHash(hashtable *ht, void *entry, uint64_t hash);
bool hashtableAddOrFind(hashtable *ht, void *entry, void **existing); /* false: *existing is what stands there */
bool hashtableAddOrFindWithHash(hashtable *ht, void *entry, uint64_t hash, void **existing);
void hashtableInsertNewWithHash(hashtable *ht, void *entry, uint64_t hash); /* the key is known to be absent: no find */
/* True: absent; position is reserved until hashtableInsertAtPosition, before which the table must not be written. */
bool hashtableFindPositionForInsert(hashtable *ht, const void *key, hashtablePosition *position, void **existing);
bool hashtableFindPositionForInsertWithHash(hashtable *ht, const void *key, uint64_t hash, hashtablePosition *position,
                                            void **existing);
void hashtableInsertAtPosition(hashtable *ht, void *entry, hashtablePosition *position);
bool hashtableReplace(hashtable *ht,
                      void *entry); /* adds, or destroys the entry of that key and takes its place; true: added */
bool hashtableReplaceWithHash(hashtable *ht, void *entry, uint64_t hash);
bool hashtablePop(hashtable *ht, const void *key, void **popped); /* takes it out, not destroyed; popped may be NULL */
bool hashtablePopWithHash(hashtable *ht, const void *key, uint64_t hash, void **popped);
bool hashtableDelete(hashtable *ht, const void *key); /* takes it out and destroys it */
bool hashtableDeleteWithHash(hashtable *ht, const void *key, uint64_t hash);
/* Look at an entry, then take it out without a second find. A non-NULL result pauses rehashing until
 * hashtableTwoPhasePopDelete, which does not destroy the entry (it may be freed in between). */
void **hashtableTwoPhasePopFindRef(hashtable *ht, const void *key, hashtablePosition *position);
void **hashtableTwoPhasePopFindRefWithHash(hashtable *ht, const void *key, uint64_t hash, hashtablePosition *position);
void hashtableTwoPhasePopDelete(hashtable *ht, hashtablePosition *position);
/* The entry moved in memory: swaps the pointers. old_entry is compared as a pointer only and may be freed already. */
bool hashtableReplaceReallocatedEntry(hashtable *ht, const void *old_entry, void *new_entry);
/* Tables of byte keys. FindBytes moves nothing: places stay valid until a write. PopBytes: NULL when absent.
 * For a find without any indirect call see hashtable_inline.h. */
void **hashtableFindBytes(const hashtable *ht, const char *key, size_t len, uint64_t hash);
void *hashtablePopBytes(hashtable *ht, const char *key, size_t len, uint64_t hash);

/* --- finding in steps, for finding several keys while their memory is fetched --- */
/* Stage 1 asks for the bucket(s) of a hash. Stage 2, some hundred ns later, looks at their tags and asks for the
 * entries that a find would compare (and for the child bucket, if there is one). Neither changes anything. */
void hashtablePrefetch(const hashtable *ht, uint64_t hash);
void hashtablePrefetchEntry(const hashtable *ht, uint64_t hash);
/* Stage 3: asks for the value of the entry that has the key, if the type can; compares keys. Returns the entry or NULL.
 */
void *hashtablePrefetchValue(const hashtable *ht, const void *key, uint64_t hash);
/* As one state machine. Step returns true while another is needed, and has prefetched what that one will look at.
 * The table must not be written between Init and GetResult. */
void hashtableIncrementalFindInit(hashtableIncrementalFindState *state, hashtable *ht, const void *key);
void hashtableIncrementalFindInitWithHash(hashtableIncrementalFindState *state, hashtable *ht, const void *key,
                                          uint64_t hash);
bool hashtableIncrementalFindStep(hashtableIncrementalFindState *state);
bool hashtableIncrementalFindGetResult(const hashtableIncrementalFindState *state, void **found);

/* --- walking --- */
/* One step of a scan: start with cursor 0, go on with what was returned, until that is 0.
 *   - an entry that is in the table from the first call to the last is returned at least once,
 *   - an entry that is in it at no time during the scan is never returned,
 *   - one may be returned more than once when the table shrinks meanwhile (never twice within a call).
 * Growing, shrinking and rehashing between calls are allowed. The callback may delete the entry it is given, or add
 * others, but must not empty or release the table. A call visits one chain (several while tables differ in size). */
size_t hashtableScan(hashtable *ht, size_t cursor, hashtableScanFunction fn, void *ctx);
/* Also moves: defragfn(p) returns the new address of a block or NULL to leave it; called for child buckets and, once a
 * scan (cursor 0), for nothing else. fn gets places when flags say HASHTABLE_SCAN_EMIT_REF. */
size_t hashtableScanDefrag(hashtable *ht, size_t cursor, hashtableScanFunction fn, void *ctx, void *(*defragfn)(void *),
                           int flags);
/* Moves the struct and the top buckets. defragfn as above; it is given blocks as allocated. Returns ht's address now.
 */
hashtable *hashtableDefragTables(hashtable *ht, void *(*defragfn)(void *));

/* Unsafe (flags without SAFE): nothing may be written until Cleanup, which asserts it.
 * Safe: rehashing is paused; entries may be added, replaced and deleted. What is there throughout comes exactly once;
 * what is added meanwhile may or may not come. The table must not be emptied or released while iterated. */
void hashtableInitIterator(hashtableIterator *it, hashtable *ht, uint8_t flags);
void hashtableReinitIterator(hashtableIterator *it,
                             hashtable *ht); /* ends the walk under way, starts over; keeps flags */
void hashtableCleanupIterator(hashtableIterator *it);
hashtableIterator *hashtableCreateIterator(hashtable *ht, uint8_t flags); /* on the heap; ReleaseIterator frees */
void hashtableReleaseIterator(hashtableIterator *it);
bool hashtableNext(hashtableIterator *it, void **entry); /* false: the end */

/* --- random --- */
bool hashtableRandomEntry(hashtable *ht, void **found);     /* cheap; entries of thin buckets come more often */
bool hashtableFairRandomEntry(hashtable *ht, void **found); /* nearly even; see hashtable_random.c */
bool hashtablePopFairRandom(hashtable *ht, void **popped);  /* the same, and takes it out, not destroyed */
/* Up to count different entries from consecutive chains at a random place; returns how many. */
unsigned hashtableSampleEntries(hashtable *ht, void **dst, unsigned count);

/* --- looking inside --- */
#define HASHTABLE_STATS_LENGTHS 24
typedef struct hashtableStats {
    int table;                                     /* 0 or 1 */
    bool rehash_target;                            /* it is table 1 */
    size_t top_buckets, child_buckets, used;       /* used: entries */
    size_t max_chain;                              /* buckets */
    size_t chain_entries[HASHTABLE_STATS_LENGTHS]; /* chains by entries in them, the last: that many or more */
    bool full;                                     /* max_chain and chain_entries were counted */
} hashtableStats;

hashtableStats hashtableGetStatsHt(const hashtable *ht, int table, bool full); /* full: walks the table */
void hashtableCombineStats(const hashtableStats *from, hashtableStats *into);
size_t hashtableGetStatsMsg(char *buf, size_t size,
                            const hashtableStats *stats); /* text for DEBUG HTSTATS; bytes written */
void hashtableGetStats(char *buf, size_t size, const hashtable *ht, bool full); /* both tables */
/* NULL, or a static text that says which invariant of this page is broken. Deep: hashes every entry again. */
const char *hashtableWhyInvalid(const hashtable *ht);
bool hashtableValidate(const hashtable *ht); /* hashtableWhyInvalid(ht) == NULL */

#ifdef __cplusplus
}
#endif
#endif
