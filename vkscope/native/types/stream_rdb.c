/* stream_rdb.c: streams in RDB's bytes.
 *
 * Design  blocks    count, then of each: its first entry's ID (16 bytes, big-endian, as a string), its listpack
 *         numbers   length; last ID; from RDB_STREAM_LISTPACKS_2 on first ID, largest deleted ID, entries ever added
 *         groups    count, then of each: name, last ID, entries read (from _2 on);
 *                   pending: count, then ID (16 bytes), time (8 bytes), deliveries;
 *                   consumers: count, then name, seen time, active time (from _3 on); pending: count, then IDs
 *
 *         Version 10 gets _2, later ones _3. Every block is checked entry by entry, wherever it comes from, since
 * reading one later panics on a torn one. What can be counted is: first ID and length come from the blocks. */
#include "types/stream.h"
#include "persist/persist.h"
#include <string.h>

/* ---- saving ---- */

static int streamTypeByte(const object *o, unsigned version, const char **refused) {
    (void)o, (void)refused;
    return version < 11 ? RDB_STREAM_LISTPACKS_2 : RDB_STREAM_LISTPACKS_3;
}

static void saveID(rdbOut *out, const streamID *id) {
    rdbWriteLength(out, id->ms);
    rdbWriteLength(out, id->seq);
}

static void savePending(rdbOut *out, const rax *pending, bool with_nacks) {
    raxIterator it;
    rdbWriteLength(out, pending->count);
    raxStart(&it, pending);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamNack *n = it.value;
        rdbWriteBytes(out, it.key, it.len);
        if (!with_nacks)
            continue;
        rdbWriteTime(out, n->delivered_ms);
        rdbWriteLength(out, n->deliveries);
    }
    raxStop(&it);
}

static void saveGroup(rdbOut *out, const streamGroup *g, int type_byte) {
    saveID(out, &g->last_id);
    rdbWriteLength(out, (uint64_t)g->entries_read);
    savePending(out, &g->pending, true);
    rdbWriteLength(out, g->consumers.count);
    raxIterator it;
    raxStart(&it, &g->consumers);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamConsumer *c = it.value;
        rdbWriteString(out, c->name, c->name_len);
        rdbWriteTime(out, c->seen_ms);
        if (type_byte == RDB_STREAM_LISTPACKS_3)
            rdbWriteTime(out, c->active_ms);
        savePending(out, &c->pending, false);
    }
    raxStop(&it);
}

static void saveStream(rdbOut *out, const object *o, int type_byte) {
    const stream *s = streamOf(o);
    raxIterator it;
    rdbWriteLength(out, s->blocks.count);
    raxStart(&it, &s->blocks);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        rdbWriteString(out, it.key, it.len);
        rdbWriteString(out, it.value, lpBytes(it.value));
    }
    raxStop(&it);
    rdbWriteLength(out, s->length);
    saveID(out, &s->last_id);
    saveID(out, &s->first_id);
    saveID(out, &s->max_deleted_id);
    rdbWriteLength(out, s->entries_added);
    rdbWriteLength(out, s->groups.count);
    raxStart(&it, &s->groups);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        rdbWriteString(out, (const char *)it.key, it.len);
        saveGroup(out, it.value, type_byte);
    }
    raxStop(&it);
}

/* ---- loading ---- */

typedef struct loading {
    rdbIn *in;
    stream *s;
    unsigned type_byte;
    rdbText name;
    streamID last; /* of all entries that came, deleted ones too */
} loading;

static bool loadID(rdbIn *in, streamID *id) {
    return rdbReadLength(in, &id->ms) && rdbReadLength(in, &id->seq);
}

static bool loadBlock(loading *l) {
    size_t size;
    if (!rdbReadString(l->in, &l->name))
        return false;
    if (l->name.len != STREAM_ID_BYTES)
        return rdbCorrupt(l->in, "a stream's block whose name is not an ID");
    streamID master = streamIDOfKey(l->name.ptr);
    unsigned char *lp = rdbReadBlob(l->in, &size);
    if (!lp)
        return false;
    blockSummary sum;
    bool rises = false;
    if (blockCheck(lp, size, &master, &sum))
        rises = l->s->blocks.count == 0 || streamIDCompare(&sum.first, &l->last) > 0;
    if (!rises || streamIDIsZero(&sum.last)) {
        lpFree(lp);
        return rdbCorrupt(l->in, "a stream's block that is torn, or whose IDs do not rise");
    }
    streamKey key = streamIDKey(&master);
    raxInsert(&l->s->blocks, &key, sizeof(key), lp);
    if (sum.live && !l->s->length)
        l->s->first_id = sum.first_live;
    l->s->length += (uint64_t)sum.live;
    l->last = sum.last;
    return true;
}

static bool loadNumbers(loading *l) {
    stream *s = l->s;
    uint64_t length;
    streamID first;
    if (!rdbReadLength(l->in, &length) || !loadID(l->in, &s->last_id))
        return false;
    s->entries_added = s->length;
    if (l->type_byte != RDB_STREAM_LISTPACKS &&
        (!loadID(l->in, &first) || !loadID(l->in, &s->max_deleted_id) || !rdbReadLength(l->in, &s->entries_added)))
        return false;
    if (length != s->length)
        return rdbCorrupt(l->in, "a stream with another length than its blocks have");
    if (s->blocks.count && streamIDCompare(&s->last_id, &l->last) < 0)
        return rdbCorrupt(l->in, "a stream whose last ID is below that of an entry");
    return true;
}

static bool loadNack(loading *l, streamGroup *g) {
    streamKey key;
    int64_t delivered;
    uint64_t deliveries;
    if (!rdbReadBytes(l->in, &key, sizeof(key)) || !rdbReadTime(l->in, &delivered) ||
        !rdbReadLength(l->in, &deliveries))
        return false;
    bool is_new;
    void **place = raxPlace(&g->pending, &key, sizeof(key), &is_new);
    if (!is_new)
        return rdbCorrupt(l->in, "a stream's group with an entry that is pending twice");
    streamNack *n = zmalloc(sizeof(*n));
    *n = (streamNack){.delivered_ms = delivered, .deliveries = deliveries};
    *place = n;
    return true;
}

/* An entry pending for one consumer: it must be pending in the group, and for nobody else. */
static bool loadOwned(loading *l, streamGroup *g, streamConsumer *c) {
    streamKey key;
    if (!rdbReadBytes(l->in, &key, sizeof(key)))
        return false;
    streamNack *n = streamNackFind(g, &key);
    if (!n || n->consumer)
        return rdbCorrupt(l->in, "a stream's consumer with an entry that is not pending, or somebody else's");
    n->consumer = c;
    raxInsert(&c->pending, &key, sizeof(key), n);
    return true;
}

static bool loadConsumer(loading *l, streamGroup *g) {
    uint64_t pending;
    if (!rdbReadString(l->in, &l->name))
        return false;
    streamConsumer *c = streamConsumerNew(g, l->name.ptr, l->name.len);
    if (!c)
        return rdbCorrupt(l->in, "Duplicate stream consumer detected");
    if (!rdbReadTime(l->in, &c->seen_ms))
        return false;
    c->active_ms = c->seen_ms;
    if (l->type_byte == RDB_STREAM_LISTPACKS_3 && !rdbReadTime(l->in, &c->active_ms))
        return false;
    if (!rdbReadLength(l->in, &pending))
        return false;
    for (; pending; pending--)
        if (!loadOwned(l, g, c))
            return false;
    return true;
}

static uint64_t ownedIn(const streamGroup *g) {
    uint64_t owned = 0;
    raxIterator it;
    raxStart(&it, &g->consumers);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it))
        owned += ((const streamConsumer *)it.value)->pending.count;
    raxStop(&it);
    return owned;
}

static bool loadGroup(loading *l) {
    uint64_t pending, consumers, read;
    streamID last;
    if (!rdbReadString(l->in, &l->name))
        return false;
    if (streamGroupFind(l->s, l->name.ptr, l->name.len))
        return rdbCorrupt(l->in, "a stream's group that occurs twice");
    streamGroup *g = streamGroupNew(l->s, l->name.ptr, l->name.len, &STREAM_ID_MIN, 0);
    if (!loadID(l->in, &last))
        return false;
    g->last_id = last;
    g->entries_read = streamReadUpTo(l->s, &last);
    if (l->type_byte != RDB_STREAM_LISTPACKS) {
        if (!rdbReadLength(l->in, &read))
            return false;
        g->entries_read = (int64_t)read;
    }
    if (g->entries_read < STREAM_READ_UNKNOWN)
        return rdbCorrupt(l->in, "a stream's group that has read less than nothing");
    if (!rdbReadLength(l->in, &pending))
        return false;
    for (; pending; pending--)
        if (!loadNack(l, g))
            return false;
    if (!rdbReadLength(l->in, &consumers))
        return false;
    for (; consumers; consumers--)
        if (!loadConsumer(l, g))
            return false;
    return ownedIn(g) == g->pending.count ||
           rdbCorrupt(l->in, "a stream's group with an entry that is pending for nobody");
}

static bool loadAll(loading *l) {
    uint64_t blocks, groups;
    if (!rdbReadLength(l->in, &blocks))
        return false;
    for (; blocks; blocks--)
        if (!loadBlock(l))
            return false;
    if (!loadNumbers(l) || !rdbReadLength(l->in, &groups))
        return false;
    for (; groups; groups--)
        if (!loadGroup(l))
            return false;
    return true;
}

static object *loadStream(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    loading l = {.in = in, .s = streamNew(), .type_byte = type_byte};
    bool good = loadAll(&l);
    rdbTextFree(&l.name);
    if (good)
        return objectWith(key, klen, OBJ_STREAM, ENC_STREAM, l.s);
    streamFree(l.s);
    return NULL;
}

void streamRdbInit(void) {
    static const rdbSaver saver = {streamTypeByte, saveStream};
    rdbSaverRegister(OBJ_STREAM, &saver);
    rdbLoaderRegister(RDB_STREAM_LISTPACKS, loadStream);
    rdbLoaderRegister(RDB_STREAM_LISTPACKS_2, loadStream);
    rdbLoaderRegister(RDB_STREAM_LISTPACKS_3, loadStream);
}
