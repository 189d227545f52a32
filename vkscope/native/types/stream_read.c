/* stream_read.c: XREAD and XREADGROUP: entries behind an ID, of several streams, now or when they come.
 *
 * Rules   A command that waits runs again from its start; "$" was replaced by an ID when it began to wait.
 * Words   source: one of the streams asked for.  history: what is pending for the consumer itself. */
#include "types/types.h"
#include "types/stream.h"
#include "exec/blocking.h"
#include "gen/commands.h"

enum { SOURCES_HERE = 8 };

typedef struct readArgs {
    long long count;     /* 0: any number */
    int64_t deadline;    /* with block */
    int first, n;        /* keys: argv[first..first+n), then their IDs */
    int group, consumer; /* index of the names; 0: none */
    bool block, noack, grouped;
} readArgs;

typedef struct source {
    stream *s; /* NULL: no such key */
    streamGroup *group;
    streamID after; /* STREAM_ID_MAX, of a group: what was never delivered */
} source;

/* ---- arguments ---- */

static bool unbalanced(execContext *x, bool grouped) {
    replyErrorFmt(x, "ERR Unbalanced '%s' list of streams: for each stream key an ID or '%c' must be specified.",
                  x->cmd->name, grouped ? '>' : '$');
    return false;
}

static bool onlyForGroups(execContext *x, const char *option) {
    replyErrorFmt(x, "ERR The %s option is only supported by XREADGROUP. You called XREAD instead.", option);
    return false;
}

static bool readArguments(execContext *x, readArgs *a) {
    for (int i = 1; i < x->argc && !a->first; i++) {
        int more = x->argc - i - 1;
        if (OPTION(x, i, "block") && more) {
            a->block = true;
            if (!blockTimeout(x, ++i, true, &a->deadline))
                return false;
        } else if (OPTION(x, i, "count") && more) {
            if (!argLong(x, ++i, &a->count))
                return false;
            if (a->count < 0)
                a->count = 0;
        } else if (OPTION(x, i, "streams") && more) {
            a->first = i + 1;
            a->n = more / 2;
            if (more % 2)
                return unbalanced(x, a->grouped);
        } else if (OPTION(x, i, "group") && more >= 2) {
            if (!a->grouped)
                return onlyForGroups(x, "GROUP");
            a->group = i + 1;
            a->consumer = i + 2;
            i += 2;
        } else if (OPTION(x, i, "noack")) {
            if (!a->grouped)
                return onlyForGroups(x, "NOACK");
            a->noack = true;
        } else {
            replyErrorSyntax(x);
            return false;
        }
    }
    if (!a->first) {
        replyErrorSyntax(x);
        return false;
    }
    if (a->grouped && !a->group)
        replyErrorC(x, "ERR Missing GROUP option for XREADGROUP");
    return !a->grouped || a->group;
}

static bool idIs(const execContext *x, int i, char c) {
    return x->argv[i].len == 1 && *x->argv[i].ptr == c;
}

static bool meaningless(execContext *x, char id) {
    replyErrorFmt(x,
                  "ERR The %c ID is meaningless in the context of XREADGROUP: you want to read the history of this "
                  "consumer by specifying a proper ID, or use the > ID to get new messages. The %c ID would just "
                  "return an empty result set.",
                  id, id);
    return false;
}

/* The ID in front of the last one that was given, so that its entry is read if it is there; 0-0 without entries. */
static streamID beforeLast(const stream *s) {
    streamID id = s && s->length ? s->last_id : STREAM_ID_MIN;
    if (id.seq == 0 && id.ms)
        return (streamID){id.ms - 1, UINT64_MAX};
    return (streamID){id.ms, id.seq ? id.seq - 1 : 0};
}

static bool readID(execContext *x, const readArgs *a, int i, source *from) {
    if (idIs(x, i, '$')) {
        if (a->grouped)
            return meaningless(x, '$');
        from->after = from->s ? from->s->last_id : STREAM_ID_MIN;
        return true;
    }
    if (idIs(x, i, '+')) {
        if (a->grouped)
            return meaningless(x, '+');
        from->after = beforeLast(from->s);
        return true;
    }
    if (idIs(x, i, '>')) {
        if (!a->grouped)
            replyErrorC(x,
                        "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> "
                        "<consumer> option.");
        from->after = STREAM_ID_MAX;
        return a->grouped;
    }
    return argStreamID(x, i, ID_STRICT, 0, &from->after, NULL);
}

static bool readSources(execContext *x, const readArgs *a, source *sources) {
    for (int i = 0; i < a->n; i++) {
        bool wrong_type;
        int key = a->first + i;
        object *o = argRead(x, key, OBJ_STREAM, &wrong_type);
        if (wrong_type)
            return false;
        sources[i] = (source){.s = o ? streamOf(o) : NULL};
        if (a->grouped) {
            const execArg *name = &x->argv[a->group];
            sources[i].group = o ? streamGroupFind(sources[i].s, name->ptr, name->len) : NULL;
            if (!sources[i].group) {
                replyNoKeyOrGroup(x, key, a->group, " in XREADGROUP with GROUP option");
                return false;
            }
        }
        if (!readID(x, a, key + a->n, &sources[i]))
            return false;
    }
    return true;
}

/* ---- serving ---- */

/* The group has read up to this entry; it goes on counting as long as nothing that was deleted makes that a guess.
 * False: it had read further. */
static bool noteRead(const stream *s, streamGroup *g, const streamID *id) {
    if (streamIDCompare(id, &g->last_id) <= 0)
        return false;
    if (g->entries_read != STREAM_READ_UNKNOWN && !streamHasGaps(s, id)) {
        g->entries_read++;
    } else if (s->entries_added) {
        g->entries_read = streamReadUpTo(s, id);
    }
    g->last_id = *id;
    return true;
}

/* An entry may be pending already where the group's ID was set back: then it changes hands. */
static streamNack *notePending(streamGroup *g, streamConsumer *c, const streamID *id) {
    streamKey key = streamIDKey(id);
    streamNack *n = streamNackGive(g, c, &key);
    n->delivered_ms = command_now;
    n->deliveries = 1;
    c->active_ms = command_now;
    return n;
}

static void replyNew(execContext *x, const readArgs *a, const source *from, streamConsumer *c, int key) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    bool advanced = false;
    streamWalk w;
    streamID start = from->after;
    if (++start.seq == 0)
        start.ms++;
    streamWalkStart(&w, from->s, &start, NULL, false);
    while ((!a->count || n < a->count) && streamWalkNext(&w)) {
        streamID id = w.entry.id;
        if (c)
            advanced |= noteRead(from->s, from->group, &id);
        replyStreamEntry(x, &w);
        if (c && !a->noack)
            tellStreamClaim(x, key, a->group, from->group, &id, notePending(from->group, c, &id));
        n++;
    }
    streamWalkEnd(&w);
    if (advanced)
        tellStreamGroupID(x, key, a->group, from->group);
    replySetDeferredArray(x, handle, n);
}

static void replyHistory(execContext *x, const readArgs *a, const source *from, streamConsumer *c) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    raxIterator it;
    streamKey after = streamIDKey(&from->after);
    raxStart(&it, &c->pending);
    bool more = raxSeek(&it, RAX_GT, &after, sizeof(after));
    for (; more && (!a->count || n < a->count); more = raxNext(&it), n++) {
        streamID id = streamIDOfKey(it.key);
        if (replyStreamEntryOf(x, from->s, &id)) {
            streamNack *nack = it.value;
            nack->delivered_ms = command_now;
            nack->deliveries++;
        } else { /* it was deleted since */
            replyArray(x, 2);
            replyStreamID(x, &id);
            replyNullArray(x);
        }
    }
    raxStop(&it);
    replySetDeferredArray(x, handle, n);
}

static bool hasNewer(const stream *s, const streamID *after) {
    if (!s->length || streamIDCompare(&s->last_id, after) <= 0)
        return false;
    streamID last = streamLastLive(s);
    return streamIDCompare(&last, after) > 0;
}

/* One of the streams; the head of the reply stands where *handle says from the first that is served on. */
static bool serve(execContext *x, const readArgs *a, int i, source *from, size_t *handle, bool first) {
    streamConsumer *c = NULL;
    bool history = false, is_new = false;
    int key = a->first + i;
    if (a->grouped) {
        history = from->after.ms != UINT64_MAX || from->after.seq != UINT64_MAX;
        if (!history)
            from->after = from->group->last_id;
        c = argStreamConsumer(x, from->group, key, a->consumer, &is_new);
    }
    bool newer = !history && hasNewer(from->s, &from->after);
    if (is_new && (a->noack || !newer)) /* else what it is given tells of it */
        tellStreamConsumer(x, key, a->group, c);
    if (!history && !newer)
        return false;
    if (first)
        *handle = replyDeferredLen(x);
    if (x->out->resp == 2)
        replyArray(x, 2);
    replyBulk(x, x->argv[key].ptr, x->argv[key].len);
    if (history) {
        replyHistory(x, a, from, c);
    } else {
        replyNew(x, a, from, c, key);
    }
    if (a->grouped)
        streamTouched(1);
    return true;
}

static bool serveAll(execContext *x, const readArgs *a, source *sources) {
    size_t handle = 0;
    long served = 0;
    for (int i = 0; i < a->n; i++)
        if (sources[i].s)
            served += serve(x, a, i, &sources[i], &handle, served == 0);
    if (served && x->out->resp == 2) {
        replySetDeferredArray(x, handle, served);
    } else if (served) {
        replySetDeferredMap(x, handle, served);
    }
    return served > 0;
}

/* ---- waiting ---- */

/* "$" means what it meant when the command began to wait, not when it runs again. */
static bool waitForMore(execContext *x, const readArgs *a, const source *sources) {
    int ids = a->first + a->n;
    execArg *kept = zmalloc((size_t)a->n * sizeof(*kept));
    char(*texts)[STREAM_ID_TEXT] = zmalloc((size_t)a->n * sizeof(*texts));
    for (int i = 0; i < a->n; i++) {
        kept[i] = x->argv[ids + i];
        if (idIs(x, ids + i, '$'))
            x->argv[ids + i] = (execArg){texts[i], streamIDText(texts[i], &sources[i].after)};
    }
    bool waits = blockOnKeys(x, OBJ_STREAM, a->first, a->n, a->deadline, a->grouped ? BLOCK_ON_NOKEY : 0);
    memcpy(&x->argv[ids], kept, (size_t)a->n * sizeof(*kept));
    zfree(texts);
    zfree(kept);
    return waits;
}

static void readStreams(execContext *x, bool grouped) {
    readArgs a = {.grouped = grouped};
    source here[SOURCES_HERE];
    if (!readArguments(x, &a))
        return;
    source *sources = a.n > SOURCES_HERE ? zmalloc((size_t)a.n * sizeof(*sources)) : here;
    bool good = readSources(x, &a, sources);
    if (good && !serveAll(x, &a, sources) && !(a.block && waitForMore(x, &a, sources)))
        replyNullArray(x);
    if (sources != here)
        zfree(sources);
    propagateNothing(x); /* what was read has been told */
}

void xreadCommand(execContext *x) {
    readStreams(x, false);
}

void xreadgroupCommand(execContext *x) {
    readStreams(x, true);
}
