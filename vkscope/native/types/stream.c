/* stream.c: the stream's blocks: adding, walking, deleting, trimming; and its type. See stream.h. */
#include "types/stream.h"
#include "types/config.h"
#include "types/digest.h"
#include <string.h>

enum { DRAIN_NODES = 64, GROW_MAX = 4096 };

/* ---- blocks ---- */

/* The last block, remembered. NULL: there is none. */
static unsigned char *tailOf(stream *s) {
    if (likely(s->tail != NULL))
        return s->tail;
    raxIterator it;
    raxStart(&it, &s->blocks);
    if (raxSeek(&it, RAX_LAST, NULL, 0)) {
        s->tail = it.value;
        s->tail_id = streamIDOfKey(it.key);
    }
    raxStop(&it);
    return s->tail;
}

static void moveBlock(stream *s, const streamID *id, unsigned char *from, unsigned char *to) {
    if (from == to)
        return;
    streamKey key = streamIDKey(id);
    raxInsert(&s->blocks, &key, sizeof(key), to);
    if (s->tail == from)
        s->tail = to;
}

static void removeBlock(stream *s, const streamID *id, unsigned char *lp) {
    streamKey key = streamIDKey(id);
    raxRemove(&s->blocks, &key, sizeof(key), NULL);
    if (s->tail == lp)
        s->tail = NULL;
    lpFree(lp);
}

static size_t blockLimit(void) {
    size_t most = types_config.stream_node_bytes;
    return most == 0 || most > BLOCK_MAX_BYTES ? BLOCK_MAX_BYTES : most;
}

static bool blockIsFull(unsigned char *lp, size_t more) {
    if (lpBytes(lp) + more >= blockLimit())
        return true;
    long long most = types_config.stream_node_entries;
    return most && blockLive(lp) + blockDead(lp) >= most;
}

/* A new tail. Where there was one, the new one gets as much room as that needed: entries of a stream are alike. */
static void openBlock(stream *s, const streamID *id, const execArg *args, size_t pairs) {
    size_t room = 0;
    if (s->tail) {
        unsigned char *full = lpShrinkToFit(s->tail);
        room = zmallocSize(full);
        moveBlock(s, &s->tail_id, s->tail, full);
    }
    s->tail = blockNew(args, pairs, room < GROW_MAX ? room : GROW_MAX);
    s->tail_id = *id;
    streamKey key = streamIDKey(id);
    raxInsert(&s->blocks, &key, sizeof(key), s->tail);
}

bool streamAppend(stream *s, const streamID *id, const execArg *args, size_t pairs) {
    size_t bytes = 0;
    for (size_t i = 0; i < 2 * pairs; i++)
        bytes += args[i].len;
    if (bytes > BLOCK_MAX_BYTES)
        return false;
    unsigned char *lp = tailOf(s);
    if (!lp || blockIsFull(lp, bytes)) {
        openBlock(s, id, args, pairs);
        lp = s->tail;
    }
    size_t room = 2 * zmallocSize(lp);
    unsigned char *now = blockAdd(lp, &s->tail_id, id, args, pairs, bytes, room < GROW_MAX ? room : GROW_MAX);
    vkAssert(now != NULL); /* a block and an entry are below 1 GiB each, and so is what encoding adds */
    moveBlock(s, &s->tail_id, lp, now);
    s->last_id = *id;
    s->entries_added++;
    if (s->length++ == 0)
        s->first_id = *id;
    return true;
}

/* ---- walking ---- */

void streamWalkStart(streamWalk *w, const stream *s, const streamID *start, const streamID *end, bool backwards) {
    w->start = start ? *start : STREAM_ID_MIN;
    w->end = end ? *end : STREAM_ID_MAX;
    w->backwards = backwards;
    w->dead_too = w->open = false;
    streamKey key = streamIDKey(backwards ? &w->end : &w->start);
    raxStart(&w->blocks, &s->blocks);
    /* The block of the first ID begins at or before it; where none does, the first block is behind it. */
    if (!raxSeek(&w->blocks, RAX_LE, &key, sizeof(key)) && !backwards)
        raxSeek(&w->blocks, RAX_FIRST, NULL, 0);
}

/* The next entry of the open block, else the first of the next block. */
static bool walkStep(streamWalk *w) {
    if (w->open) {
        if (w->backwards ? blockPrev(&w->block, &w->entry) : blockNext(&w->block, &w->entry))
            return true;
        if (!(w->backwards ? raxPrev(&w->blocks) : raxNext(&w->blocks)))
            return false;
    }
    while (w->blocks.depth) {
        streamID master = streamIDOfKey(w->blocks.key);
        blockOpen(&w->block, w->blocks.value, &master);
        w->open = true;
        if (w->backwards ? blockLast(&w->block, &w->entry) : blockFirst(&w->block, &w->entry))
            return true;
        if (!(w->backwards ? raxPrev(&w->blocks) : raxNext(&w->blocks)))
            return false;
    }
    return false;
}

bool streamWalkNext(streamWalk *w) {
    while (walkStep(w)) {
        const streamID *id = &w->entry.id;
        if (w->backwards ? streamIDCompare(id, &w->start) < 0 : streamIDCompare(id, &w->end) > 0)
            return false;
        if (w->backwards ? streamIDCompare(id, &w->end) > 0 : streamIDCompare(id, &w->start) < 0)
            continue;
        if (w->dead_too || !(w->entry.flags & BLOCK_DELETED))
            return true;
    }
    return false;
}

void streamWalkEnd(streamWalk *w) {
    raxStop(&w->blocks);
}

bool streamHas(const stream *s, const streamID *id) {
    streamWalk w;
    streamWalkStart(&w, s, id, id, false);
    bool found = streamWalkNext(&w);
    streamWalkEnd(&w);
    return found;
}

streamID streamLastLive(const stream *s) {
    streamWalk w;
    streamWalkStart(&w, s, NULL, NULL, true);
    streamID id = streamWalkNext(&w) ? w.entry.id : STREAM_ID_MIN;
    streamWalkEnd(&w);
    return id;
}

void streamFindFirst(stream *s) {
    streamWalk w;
    streamWalkStart(&w, s, NULL, NULL, false);
    s->first_id = streamWalkNext(&w) ? w.entry.id : STREAM_ID_MIN;
    streamWalkEnd(&w);
}

/* ---- removing ---- */

bool streamDelete(stream *s, const streamID *id) {
    streamWalk w;
    streamWalkStart(&w, s, id, id, false);
    bool found = streamWalkNext(&w);
    if (found) {
        unsigned char *lp = w.block.lp;
        streamID master = w.block.master;
        if (blockLive(lp) == 1) {
            removeBlock(s, &master, lp);
        } else {
            blockMark(&w.entry);
            moveBlock(s, &master, lp, blockCountDead(lp, 1));
        }
        s->length--;
    }
    streamWalkEnd(&w);
    return found;
}

static bool trimIsDone(const stream *s, const streamTrimArgs *t, const streamID *oldest) {
    return t->by == TRIM_MAXLEN ? s->length <= (uint64_t)t->maxlen : streamIDCompare(oldest, &t->minid) >= 0;
}

/* Marks what has to go in the first block, which keeps some of its entries. */
static uint64_t trimInside(stream *s, const streamTrimArgs *t, const blockReader *b) {
    blockEntry e;
    uint64_t deleted = 0;
    for (bool more = blockFirst(b, &e); more && !trimIsDone(s, t, &e.id); more = blockNext(b, &e)) {
        if (e.flags & BLOCK_DELETED)
            continue;
        blockMark(&e);
        s->length--;
        deleted++;
    }
    moveBlock(s, &b->master, b->lp, blockCountDead(b->lp, (int64_t)deleted));
    return deleted;
}

uint64_t streamTrim(stream *s, const streamTrimArgs *t) {
    uint64_t deleted = 0;
    raxIterator it;
    raxStart(&it, &s->blocks);
    while (raxSeek(&it, RAX_FIRST, NULL, 0)) {
        if (t->by == TRIM_MAXLEN && s->length <= (uint64_t)t->maxlen)
            break;
        unsigned char *lp = it.value;
        uint64_t live = (uint64_t)blockLive(lp);
        if (t->limit && deleted + live > (uint64_t)t->limit)
            break;
        streamID master = streamIDOfKey(it.key);
        blockReader block;
        blockEntry last;
        blockOpen(&block, lp, &master);
        bool goes = t->by == TRIM_MAXLEN ? s->length - live >= (uint64_t)t->maxlen
                                         : blockLast(&block, &last) && streamIDCompare(&last.id, &t->minid) < 0;
        if (!goes) {
            if (!t->whole_blocks)
                deleted += trimInside(s, t, &block);
            break;
        }
        removeBlock(s, &master, lp);
        s->length -= live;
        deleted += live;
    }
    raxStop(&it);
    if (deleted)
        streamFindFirst(s);
    return deleted;
}

/* ---- the type ---- */

stream *streamNew(void) {
    return zcalloc(1, sizeof(stream));
}

static void freeBlock(void *lp) {
    lpFree(lp);
}

void streamFree(stream *s) {
    raxFree(&s->blocks, freeBlock);
    raxFree(&s->groups, streamGroupFree);
    zfree(s);
}

object *streamObject(const char *key, size_t klen) {
    return objectWith(key, klen, OBJ_STREAM, ENC_STREAM, streamNew());
}

static void freeStream(void *value, unsigned encoding) {
    (void)encoding;
    streamFree(value);
}

static size_t streamEffort(const void *value, unsigned encoding) {
    (void)encoding;
    const stream *s = value;
    size_t effort = 1 + s->blocks.count + s->blocks.nodes;
    raxIterator it;
    raxStart(&it, &s->groups);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamGroup *g = it.value;
        effort += 1 + g->consumers.nodes + 2 * g->pending.nodes;
    }
    raxStop(&it);
    return effort;
}

/* A part of the first group that is left, or of the blocks. */
static bool drainStream(void *value, unsigned encoding, size_t *at) {
    (void)encoding, (void)at;
    stream *s = value;
    s->tail = NULL;
    if (raxDrain(&s->blocks, freeBlock, DRAIN_NODES))
        return true;
    raxIterator it;
    raxStart(&it, &s->groups);
    bool more = raxSeek(&it, RAX_FIRST, NULL, 0);
    streamGroup *g = more ? it.value : NULL;
    if (g && !streamGroupDrain(g, DRAIN_NODES)) {
        raxRemove(&s->groups, it.key, it.len, NULL);
        streamGroupFree(g);
    }
    raxStop(&it);
    return more;
}

static size_t streamBytes(const void *value, unsigned encoding, size_t samples) {
    (void)encoding;
    const stream *s = value;
    size_t bytes = 0, seen = 0;
    raxIterator it;
    raxStart(&it, &s->blocks);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more && (!samples || seen < samples); more = raxNext(&it)) {
        bytes += zmallocSize(it.value);
        seen++;
    }
    raxStop(&it);
    if (seen && seen < s->blocks.count)
        bytes = (size_t)((double)bytes / (double)seen * (double)s->blocks.count);
    raxStart(&it, &s->groups);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it))
        bytes += streamGroupMemory(it.value);
    raxStop(&it);
    return bytes + zmallocSize(s) + s->blocks.bytes + s->groups.bytes;
}

static void *copyStream(const void *value, unsigned encoding) {
    (void)encoding;
    const stream *from = value;
    stream *to = streamNew();
    raxIterator it;
    raxStart(&it, &from->blocks);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it))
        raxInsert(&to->blocks, it.key, it.len, lpDup(it.value));
    raxStop(&it);
    to->length = from->length;
    to->entries_added = from->entries_added;
    to->last_id = from->last_id;
    to->first_id = from->first_id;
    to->max_deleted_id = from->max_deleted_id;
    streamGroupsCopy(to, from);
    return to;
}

static size_t streamLength(const object *o) {
    return streamOf(o)->length;
}

static void digestStream(uint8_t *sum, const object *o) {
    streamWalk w;
    streamWalkStart(&w, streamOf(o), NULL, NULL, false);
    while (streamWalkNext(&w)) {
        char id[STREAM_ID_TEXT];
        size_t len = streamIDText(id, &w.entry.id);
        *(char *)memchr(id, '-', len) = '.';
        digestMix(sum, id, len);
        for (int64_t i = w.entry.fields; i > 0; i--) {
            stringView name, text;
            streamWalkField(&w, &name, &text);
            digestMix(sum, name.ptr, name.len);
            digestMix(sum, text.ptr, text.len);
        }
    }
    streamWalkEnd(&w);
}

bool streamValidate(const stream *s) {
    uint64_t live = 0;
    streamID last = STREAM_ID_MIN, first = STREAM_ID_MIN;
    bool sound = raxValidate(&s->blocks) && raxValidate(&s->groups);
    raxIterator it;
    raxStart(&it, &s->blocks);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); sound && more; more = raxNext(&it)) {
        streamID master = streamIDOfKey(it.key);
        blockSummary sum;
        sound = it.len == STREAM_ID_BYTES && blockCheck(it.value, lpBytes(it.value), &master, &sum) &&
                (streamIDIsZero(&last) || streamIDCompare(&sum.first, &last) > 0);
        last = sum.last;
        if (!live && sum.live)
            first = sum.first_live;
        live += (uint64_t)sum.live;
        if (s->tail && streamIDCompare(&s->tail_id, &master) == 0)
            sound &= s->tail == it.value;
    }
    raxStop(&it);
    raxStart(&it, &s->groups);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); sound && more; more = raxNext(&it))
        sound = streamGroupValidate(it.value);
    raxStop(&it);
    return sound && live == s->length && streamIDCompare(&last, &s->last_id) <= 0 &&
           (!live || streamIDCompare(&first, &s->first_id) == 0);
}

void streamTypeInit(void) {
    static const objectOps ops = {.free = freeStream,
                                  .digest = digestStream,
                                  .memory = streamBytes,
                                  .copy = copyStream,
                                  .length = streamLength,
                                  .effort = streamEffort,
                                  .drain = drainStream};
    objectTypeRegister(OBJ_STREAM, &ops);
    streamXrayInit();
    streamRdbInit();
}
