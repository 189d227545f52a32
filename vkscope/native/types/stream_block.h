/* stream_block.h: a block of a stream: some entries in one listpack, the first one's field names shared.
 *
 * Rules   A block is named by the ID of its first entry, which the stream keeps. Its IDs rise. Entries are never taken
 *         out: they are marked as deleted, and a block without live entries is freed by its stream.
 *         Bytes are those that RDB files store; from outside they pass blockCheck before anything else here.
 * Words   master: the head of the block: counts, and the field names of the first entry.  live, dead: entries that are
 *         not, or are, marked as deleted.  same: an entry with the master's field names, which it leaves out.
 * Design  Elements of the listpack, by line:
 *
 *           master   live | dead | n | name 1 | ... | name n | 0
 *           same     flags | ms - master | seq - master | value 1 | ... | value n | elements in front of this
 *           other    flags | ms - master | seq - master | m | name 1 | value 1 | ... | elements in front of this
 *
 *         The last element of an entry, and the master's 0, let a reader walk from right to left.
 *         Differences of IDs are taken modulo 2^64. flags: BLOCK_DELETED, BLOCK_SAME.
 *
 *           example: 5-0 {a: 1}, 7-2 {a: 2}    2 0 1 "a" 0   2 0 0 1 4   2 2 2 2 4
 *           (one-byte integers with their backlen: 31 bytes and the listpack's 7)
 * Cost    blockAdd O(bytes of the entry) where the names match, plus the names otherwise; no search.
 * Threads The owner's of the stream.
 * Credits The layout is Salvatore Sanfilippo's. */
#ifndef VK_STREAM_BLOCK_H
#define VK_STREAM_BLOCK_H
#include <endian.h>
#include "ds/ds.h"
#include "exec/exec.h"

typedef struct streamID {
    uint64_t ms, seq;
} streamID;

#define STREAM_ID_MIN ((streamID){0, 0})
#define STREAM_ID_MAX ((streamID){UINT64_MAX, UINT64_MAX})
enum { STREAM_ID_BYTES = 16, BLOCK_DELETED = 1, BLOCK_SAME = 2 };
#define BLOCK_MAX_BYTES (1UL << 30) /* no entry is larger, and no block grows beyond it */

/* As a key whose bytes order as the IDs do. */
typedef struct streamKey {
    uint64_t part[2];
} streamKey;
static_assert(sizeof(streamKey) == STREAM_ID_BYTES, "an ID's key is drawn with 16 bytes");

static inline int streamIDCompare(const streamID *a, const streamID *b) {
    if (a->ms != b->ms)
        return a->ms < b->ms ? -1 : 1;
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static inline bool streamIDIsZero(const streamID *id) {
    return !(id->ms | id->seq);
}

static inline streamKey streamIDKey(const streamID *id) {
    return (streamKey){{htobe64(id->ms), htobe64(id->seq)}};
}

static inline streamID streamIDOfKey(const void *bytes) {
    streamKey k;
    memcpy(&k, bytes, sizeof(k));
    return (streamID){be64toh(k.part[0]), be64toh(k.part[1])};
}

/* Writing. A block that moved is returned. args: pairs of a name and a value; bytes: their sum. */
unsigned char *blockNew(const execArg *args, size_t pairs, size_t room); /* a master alone */
/* room: what the block grows to, at least, where it has to grow. NULL, nothing changed: too large. */
unsigned char *blockAdd(unsigned char *lp, const streamID *master, const streamID *id, const execArg *args,
                        size_t pairs, size_t bytes, size_t room);

/* Reading. */
int64_t blockLive(unsigned char *lp);
int64_t blockDead(unsigned char *lp);

typedef struct blockReader {
    unsigned char *lp;
    streamID master;
    int64_t names;             /* of the master */
    unsigned char *first_name; /* NULL: it has none */
    unsigned char *first;      /* entry, its flags; NULL: none */
} blockReader;

/* Where a reader stands. */
typedef struct blockEntry {
    streamID id;
    int64_t fields;
    unsigned flags;
    unsigned char *at;   /* its flags */
    unsigned char *name; /* to come, in the master; NULL: names stand with the values */
    unsigned char *rest; /* what comes next */
    int64_t left;        /* elements from there to the entry's end */
} blockEntry;

void blockOpen(blockReader *b, unsigned char *lp, const streamID *master);
bool blockFirst(const blockReader *b, blockEntry *e);
bool blockLast(const blockReader *b, blockEntry *e);
bool blockNext(const blockReader *b, blockEntry *e);
bool blockPrev(const blockReader *b, blockEntry *e);
void blockMark(const blockEntry *e); /* of a live entry: it is dead; moves nothing */
/* n entries were marked: the counts follow, and everything may move. Returns the block. */
unsigned char *blockCountDead(unsigned char *lp, int64_t n);
void blockField(const blockReader *b, blockEntry *e, stringView *name, stringView *value); /* at most e->fields times */

/* Checking. Whether these bytes are a block with this name; reads nothing outside them. */
typedef struct blockSummary {
    int64_t live, dead;
    streamID first, last;           /* of all entries */
    streamID first_live, last_live; /* where live > 0 */
} blockSummary;
bool blockCheck(unsigned char *lp, size_t size, const streamID *master, blockSummary *sum);
#endif
