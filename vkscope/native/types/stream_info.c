/* stream_info.c: XINFO: what a stream, its groups and their consumers are like. */
#include "types/types.h"
#include "types/stream.h"
#include "gen/commands.h"

static void numberField(execContext *x, const char *name, long long value) {
    replyBulkC(x, name);
    replyLong(x, value);
}

static void idField(execContext *x, const char *name, const streamID *id) {
    replyBulkC(x, name);
    replyStreamID(x, id);
}

static void textField(execContext *x, const char *name, const void *text, size_t len) {
    replyBulkC(x, name);
    replyBulk(x, text, len);
}

static void readFields(execContext *x, const stream *s, const streamGroup *g) {
    int64_t lag;
    replyBulkC(x, "entries-read");
    if (g->entries_read == STREAM_READ_UNKNOWN) {
        replyNull(x);
    } else {
        replyLong(x, g->entries_read);
    }
    replyBulkC(x, "lag");
    if (streamLag(s, g, &lag)) {
        replyLong(x, lag);
    } else {
        replyNull(x);
    }
}

/* ---- XINFO STREAM ---- */

static void edgeField(execContext *x, const char *name, const stream *s, bool last) {
    streamWalk w;
    replyBulkC(x, name);
    streamWalkStart(&w, s, NULL, NULL, last);
    if (streamWalkNext(&w)) {
        replyStreamEntry(x, &w);
    } else {
        replyNull(x);
    }
    streamWalkEnd(&w);
}

static void entriesField(execContext *x, const stream *s, long long count) {
    replyBulkC(x, "entries");
    size_t handle = replyDeferredLen(x);
    long n = 0;
    streamWalk w;
    streamWalkStart(&w, s, NULL, NULL, false);
    for (; (!count || n < count) && streamWalkNext(&w); n++)
        replyStreamEntry(x, &w);
    streamWalkEnd(&w);
    replySetDeferredArray(x, handle, n);
}

/* Pending entries, the first `count` of them; of a group with whose they are. */
static void pendingFields(execContext *x, const rax *pending, long long count, bool of_group) {
    long n = count && (uint64_t)count < pending->count ? (long)count : (long)pending->count;
    numberField(x, "pel-count", (long long)pending->count);
    replyBulkC(x, "pending");
    replyArray(x, n);
    raxIterator it;
    raxStart(&it, pending);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more && n > 0; more = raxNext(&it), n--) {
        const streamNack *nack = it.value;
        streamID id = streamIDOfKey(it.key);
        replyArray(x, of_group ? 4 : 3);
        replyStreamID(x, &id);
        if (of_group)
            replyBulk(x, nack->consumer->name, nack->consumer->name_len);
        replyLong(x, nack->delivered_ms);
        replyLong(x, (long long)nack->deliveries);
    }
    raxStop(&it);
}

static void fullConsumer(execContext *x, const streamConsumer *c, long long count) {
    replyMap(x, 5);
    textField(x, "name", c->name, c->name_len);
    numberField(x, "seen-time", c->seen_ms);
    numberField(x, "active-time", c->active_ms);
    pendingFields(x, &c->pending, count, false);
}

static void fullGroups(execContext *x, const stream *s, long long count) {
    raxIterator it, consumers;
    replyBulkC(x, "groups");
    replyArray(x, (long)s->groups.count);
    raxStart(&it, &s->groups);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamGroup *g = it.value;
        replyMap(x, 7);
        textField(x, "name", it.key, it.len);
        idField(x, "last-delivered-id", &g->last_id);
        readFields(x, s, g);
        pendingFields(x, &g->pending, count, true);
        replyBulkC(x, "consumers");
        replyArray(x, (long)g->consumers.count);
        raxStart(&consumers, &g->consumers);
        for (bool next = raxSeek(&consumers, RAX_FIRST, NULL, 0); next; next = raxNext(&consumers))
            fullConsumer(x, consumers.value, count);
        raxStop(&consumers);
    }
    raxStop(&it);
}

static bool readFull(execContext *x, bool *full, long long *count) {
    *full = x->argc > 3;
    *count = 10;
    if (!*full)
        return true;
    if ((x->argc != 4 && x->argc != 6) || !OPTION(x, 3, "full") || (x->argc == 6 && !OPTION(x, 4, "count"))) {
        replyErrorSubcommand(x);
        return false;
    }
    if (x->argc == 6 && !argLong(x, 5, count))
        return false;
    if (*count < 0)
        *count = 10;
    return true;
}

static void infoStream(execContext *x, const stream *s) {
    bool full;
    long long count;
    if (!readFull(x, &full, &count))
        return;
    replyMap(x, full ? 9 : 10);
    numberField(x, "length", (long long)s->length);
    numberField(x, "radix-tree-keys", (long long)s->blocks.count);
    numberField(x, "radix-tree-nodes", (long long)s->blocks.nodes);
    idField(x, "last-generated-id", &s->last_id);
    idField(x, "max-deleted-entry-id", &s->max_deleted_id);
    numberField(x, "entries-added", (long long)s->entries_added);
    idField(x, "recorded-first-entry-id", &s->first_id);
    if (full) {
        entriesField(x, s, count);
        fullGroups(x, s, count);
    } else {
        numberField(x, "groups", (long long)s->groups.count);
        edgeField(x, "first-entry", s, false);
        edgeField(x, "last-entry", s, true);
    }
}

/* ---- XINFO GROUPS, CONSUMERS ---- */

static void infoGroups(execContext *x, const stream *s) {
    raxIterator it;
    replyArray(x, (long)s->groups.count);
    raxStart(&it, &s->groups);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamGroup *g = it.value;
        replyMap(x, 6);
        textField(x, "name", it.key, it.len);
        numberField(x, "consumers", (long long)g->consumers.count);
        numberField(x, "pending", (long long)g->pending.count);
        idField(x, "last-delivered-id", &g->last_id);
        readFields(x, s, g);
    }
    raxStop(&it);
}

static void infoConsumers(execContext *x, const stream *s) {
    const streamGroup *g = streamGroupFind(s, x->argv[3].ptr, x->argv[3].len);
    if (!g) {
        replyNoGroup(x, 2, 3);
        return;
    }
    raxIterator it;
    replyArray(x, (long)g->consumers.count);
    raxStart(&it, &g->consumers);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamConsumer *c = it.value;
        long long idle = command_now - c->seen_ms;
        replyMap(x, 4);
        textField(x, "name", c->name, c->name_len);
        numberField(x, "pending", (long long)c->pending.count);
        numberField(x, "idle", idle < 0 ? 0 : idle);
        numberField(x, "inactive", c->active_ms == -1 ? -1 : command_now - c->active_ms);
    }
    raxStop(&it);
}

static void infoHelp(execContext *x) {
    static const char *const lines[] = {"CONSUMERS <key> <groupname>",
                                        "    Show consumers of <groupname>.",
                                        "GROUPS <key>",
                                        "    Show the stream consumer groups.",
                                        "STREAM <key> [FULL [COUNT <count>]",
                                        "    Show information about the stream.",
                                        NULL};
    replyHelp(x, lines);
}

void xinfoCommand(execContext *x) {
    if (argIs(x, 1, "help")) {
        infoHelp(x);
        return;
    }
    bool wrong_type;
    object *o = argRead(x, 2, OBJ_STREAM, &wrong_type);
    if (!o) {
        if (!wrong_type)
            replyErrorC(x, "ERR no such key");
        return;
    }
    if (argIs(x, 1, "consumers") && x->argc == 4) {
        infoConsumers(x, streamOf(o));
    } else if (argIs(x, 1, "groups") && x->argc == 3) {
        infoGroups(x, streamOf(o));
    } else if (argIs(x, 1, "stream")) {
        infoStream(x, streamOf(o));
    } else {
        replyErrorSubcommand(x);
    }
}
