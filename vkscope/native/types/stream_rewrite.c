/* stream_rewrite.c: streams in commands: XADD, XSETID, and of each group XGROUP and XCLAIM. */
#include "types/types.h"
#include "persist/aof_rewrite.h"

static void sayID(streamOut *out, const streamID *id) {
    char text[STREAM_ID_TEXT];
    aofSayWord(out, text, streamIDText(text, id));
}

/* A stream without entries: one comes, and goes at once. */
static void sayEmpty(streamOut *out, const object *o) {
    aofSayHead(out, 7, "XADD");
    aofSayKey(out, o);
    aofSayWordC(out, "MAXLEN");
    aofSayWordC(out, "0");
    aofSayWordC(out, "0-1");
    aofSayWordC(out, "x");
    aofSayWordC(out, "y");
}

static void sayEntry(streamOut *out, const object *o, streamWalk *w) {
    stringView name, value;
    aofSayHead(out, 3 + 2 * (size_t)w->entry.fields, "XADD");
    aofSayKey(out, o);
    sayID(out, &w->entry.id);
    for (int64_t n = w->entry.fields; n; n--) {
        streamWalkField(w, &name, &value);
        aofSayWord(out, name.ptr, name.len);
        aofSayWord(out, value.ptr, value.len);
    }
}

static void sayEntries(streamOut *out, const object *o) {
    static const streamID first = {0, 0}, last = {UINT64_MAX, UINT64_MAX};
    const stream *s = streamOf(o);
    streamWalk w;
    streamWalkStart(&w, s, &first, &last, false);
    while (streamWalkNext(&w))
        sayEntry(out, o, &w);
    streamWalkEnd(&w);
    if (!s->length)
        sayEmpty(out, o);
    aofSayHead(out, 7, "XSETID");
    aofSayKey(out, o);
    sayID(out, &s->last_id);
    aofSayWordC(out, "ENTRIESADDED");
    aofSayNumber(out, (long long)s->entries_added);
    aofSayWordC(out, "MAXDELETEDID");
    sayID(out, &s->max_deleted_id);
}

typedef struct groupName {
    const object *o;
    const char *name;
    size_t len;
} groupName;

static void sayPending(streamOut *out, const groupName *g, const streamConsumer *c, const streamID *id,
                       const streamNack *n) {
    aofSayHead(out, 12, "XCLAIM");
    aofSayKey(out, g->o);
    aofSayWord(out, g->name, g->len);
    aofSayWord(out, c->name, c->name_len);
    aofSayWordC(out, "0");
    sayID(out, id);
    aofSayWordC(out, "TIME");
    aofSayNumber(out, n->delivered_ms);
    aofSayWordC(out, "RETRYCOUNT");
    aofSayNumber(out, (long long)n->deliveries);
    aofSayWordC(out, "JUSTID");
    aofSayWordC(out, "FORCE");
}

static void sayConsumer(streamOut *out, const groupName *g, const streamConsumer *c) {
    raxIterator it;
    if (!c->pending.count) {
        aofSayHead(out, 5, "XGROUP");
        aofSayWordC(out, "CREATECONSUMER");
        aofSayKey(out, g->o);
        aofSayWord(out, g->name, g->len);
        aofSayWord(out, c->name, c->name_len);
        return;
    }
    raxStart(&it, &c->pending);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        streamID id = streamIDOfKey((const char *)it.key);
        sayPending(out, g, c, &id, it.value);
    }
    raxStop(&it);
}

static void sayGroup(streamOut *out, const groupName *name, const streamGroup *g) {
    raxIterator it;
    aofSayHead(out, 7, "XGROUP");
    aofSayWordC(out, "CREATE");
    aofSayKey(out, name->o);
    aofSayWord(out, name->name, name->len);
    sayID(out, &g->last_id);
    aofSayWordC(out, "ENTRIESREAD");
    aofSayNumber(out, g->entries_read);
    raxStart(&it, &g->consumers);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it))
        sayConsumer(out, name, it.value);
    raxStop(&it);
}

static void sayStream(streamOut *out, const object *o) {
    raxIterator it;
    sayEntries(out, o);
    raxStart(&it, &streamOf(o)->groups);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        groupName name = {o, (const char *)it.key, it.len};
        sayGroup(out, &name, it.value);
    }
    raxStop(&it);
}

void streamRewriteInit(void) {
    aofSayerRegister(OBJ_STREAM, sayStream);
}
