/* stream.h: streams: entries with rising IDs in blocks, and the groups of consumers that read them.
 *
 * Rules   views point into the stream: valid until it changes. A stream may be empty; no command removes its key.
 * Words   entry: an ID, and fields with values.  block: some entries, see stream_block.h.  tail: the last block.
 *         group: readers who share the entries among them.  pending: delivered to a consumer and not acknowledged; each
 *         pending entry is a streamNack, which stands in the lists of its group and of its consumer.
 * Design
 *
 *         stream --- blocks: rax of ID -> block (the first entry's ID)
 *                `-- groups: rax of name -> group --- pending: rax of ID -> streamNack (owned)
 *                                                 `-- consumers: rax of name -> consumer --- pending: the same nacks
 *
 *         length = sum of the blocks' live entries; first_id and last_id bound them; last_id never falls, and every ID
 *         ever added is at most last_id. max_deleted_id: the largest that XDEL took out.
 *         nack->consumer->pending has the nack, and for each group: pending.count = sum of its consumers'.
 * Cost    adding: O(bytes of the entry), without a search, since the tail is remembered. Entry by ID: O(block). */
#ifndef VK_STREAM_TYPE_H
#define VK_STREAM_TYPE_H
#include "types/stream_block.h"

typedef struct stream {
    rax blocks, groups;
    uint64_t length, entries_added;
    streamID last_id, first_id, max_deleted_id;
    unsigned char *tail; /* the last block; NULL: look for it */
    streamID tail_id;
} stream;

#define STREAM_READ_UNKNOWN (-1LL)

typedef struct streamGroup {
    streamID last_id;     /* delivered */
    int64_t entries_read; /* entries ever added up to last_id, or STREAM_READ_UNKNOWN */
    rax pending, consumers;
} streamGroup;

typedef struct streamConsumer {
    int64_t seen_ms, active_ms; /* when it last asked, and last got something (-1: never) */
    rax pending;
    size_t name_len;
    char name[];
} streamConsumer;

typedef struct streamNack {
    int64_t delivered_ms;
    uint64_t deliveries;
    streamConsumer *consumer;
} streamNack;

void streamTypeInit(void);
void streamXrayInit(void);
void streamRdbInit(void);
void streamRewriteInit(void); /* how it is said in commands */

/* The stream. */
stream *streamNew(void);
void streamFree(stream *s);
object *streamObject(const char *key, size_t klen);
static inline stream *streamOf(const object *o) {
    return (stream *)objectValue(o);
}
/* Adds an entry; id must be above last_id. False, nothing changed: it is too large. */
bool streamAppend(stream *s, const streamID *id, const execArg *args, size_t pairs);
bool streamDelete(stream *s, const streamID *id); /* false: absent */
bool streamHas(const stream *s, const streamID *id);
streamID streamLastLive(const stream *s); /* 0-0 without entries */
void streamFindFirst(stream *s);          /* sets first_id, after entries went */
bool streamValidate(const stream *s);

typedef struct streamTrimArgs {
    enum { TRIM_NONE, TRIM_MAXLEN, TRIM_MINID } by;
    bool whole_blocks; /* '~' */
    long long limit;   /* entries that may go; 0: any number */
    long long maxlen;
    streamID minid;
} streamTrimArgs;
uint64_t streamTrim(stream *s, const streamTrimArgs *t); /* how many entries went */

/* Walking over live entries from start to end, both included; backwards from end to start. Made on the caller's stack;
 * the stream must not change between start and end of the walk. */
typedef struct streamWalk {
    raxIterator blocks;
    blockReader block;
    blockEntry entry; /* the one the walk stands at */
    streamID start, end;
    bool backwards, dead_too, open;
} streamWalk;
void streamWalkStart(streamWalk *w, const stream *s, const streamID *start, const streamID *end, bool backwards);
bool streamWalkNext(streamWalk *w);
static inline void streamWalkField(streamWalk *w, stringView *name, stringView *value) {
    blockField(&w->block, &w->entry, name, value);
}
void streamWalkEnd(streamWalk *w);

/* Groups. */
streamGroup *streamGroupFind(const stream *s, const char *name, size_t len);
streamGroup *streamGroupNew(stream *s, const char *name, size_t len, const streamID *last, int64_t entries_read);
bool streamGroupDelete(stream *s, const char *name, size_t len);
void streamGroupFree(void *group);
bool streamGroupDrain(streamGroup *g, size_t nodes); /* frees a part; false: only the group itself is left */
size_t streamGroupMemory(const streamGroup *g);
bool streamGroupValidate(const streamGroup *g);
streamConsumer *streamConsumerFind(const streamGroup *g, const char *name, size_t len);
streamConsumer *streamConsumerNew(streamGroup *g, const char *name, size_t len); /* NULL: it is there already */
uint64_t streamConsumerDelete(streamGroup *g, streamConsumer *c);                /* how many entries it had pending */
streamNack *streamNackFind(const streamGroup *g, const streamKey *key);
/* Makes the entry pending for c: a new nack without deliveries, or the one that is there, moved to c. */
streamNack *streamNackGive(streamGroup *g, streamConsumer *c, const streamKey *key);
void streamNackDelete(streamGroup *g, const streamKey *key, streamNack *n);
/* How many entries were added up to id, or STREAM_READ_UNKNOWN where deleted ones make that unknown. */
int64_t streamReadUpTo(const stream *s, const streamID *id);
bool streamHasGaps(const stream *s, const streamID *from);           /* an entry from there on may have been deleted */
bool streamLag(const stream *s, const streamGroup *g, int64_t *lag); /* false: unknown */
void streamGroupsCopy(stream *to, const stream *from);

/* What commands share; those that return false have written the error. */
enum { STREAM_ID_TEXT = 42 };
size_t streamIDText(char *text, const streamID *id); /* its length; no terminator */
void replyStreamID(execContext *x, const streamID *id);
enum streamIDForm {
    ID_STRICT,   /* ms or ms-seq */
    ID_OPEN_SEQ, /* also ms-* */
    ID_EDGES     /* also - and + */
};
bool streamIDParse(const execArg *a, enum streamIDForm form, uint64_t missing_seq, streamID *id, bool *open_seq);
bool argStreamID(execContext *x, int i, enum streamIDForm form, uint64_t missing_seq, streamID *id, bool *open_seq);
bool argStreamStart(execContext *x, int i, streamID *id); /* of an interval; "(" leaves the ID itself out */
bool argStreamEnd(execContext *x, int i, streamID *id);
/* Up to 8 IDs on the stack, or a block to be freed: argv[from..]; NULL: the error is written. */
enum { STREAM_IDS_HERE = 8 };
streamID *argStreamIDs(execContext *x, int from, streamID here[STREAM_IDS_HERE]);
void streamIDsFree(streamID *ids, streamID *here);
void replyStreamEntry(execContext *x, streamWalk *w);                         /* the one the walk stands at */
bool replyStreamEntryOf(execContext *x, const stream *s, const streamID *id); /* false: absent, nothing is written */
void streamChanged(execContext *x, int key, const char *event);               /* a change to the stream at argv[key] */
void streamBesideChanged(execContext *x, int key, const char *event);         /* a change beside its entries */
void streamTouched(uint64_t n);                                               /* n changes that no event tells of */
/* The group argv[group] of the stream argv[key], for reading; NULL, and the error is written, where either is absent.
 */
streamGroup *argStreamGroup(execContext *x, int key, int group, stream **s);
/* The consumer argv[name], made where it is new; it has been seen now. */
streamConsumer *argStreamConsumer(execContext *x, streamGroup *g, int key, int name, bool *is_new);
/* Forms of the write stream. n: what is pending under id, for a consumer of the group argv[group] of argv[key]. */
void tellStreamClaim(execContext *x, int key, int group, const streamGroup *g, const streamID *id, const streamNack *n);
void tellStreamGroupID(execContext *x, int key, int group, const streamGroup *g);
void tellStreamConsumer(execContext *x, int key, int group, const streamConsumer *c);
/* The errors of a missing group: "No such key '...' or consumer group '...'" and its tail, or that of XGROUP and XINFO.
 */
void replyNoKeyOrGroup(execContext *x, int key, int group, const char *tail);
void replyNoGroup(execContext *x, int key, int group);
#endif
