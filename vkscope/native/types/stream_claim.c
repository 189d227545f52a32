/* stream_claim.c: XCLAIM and XAUTOCLAIM: pending entries change hands. */
#include "types/types.h"
#include "types/stream.h"
#include "gen/commands.h"
#include <limits.h>

typedef struct claimArgs {
    long long min_idle, retries; /* retries -1: as they are */
    long long delivered_ms;      /* -1: now */
    streamID last;               /* the group's last ID becomes this, if it is larger */
    int ids;                     /* argv[5..5+ids) */
    bool force, only_ids;
} claimArgs;

static bool readNumber(execContext *x, int i, const char *what, long long *n) {
    if (string2ll(x->argv[i].ptr, x->argv[i].len, n))
        return true;
    replyErrorFmt(x, "ERR Invalid %s", what);
    return false;
}

static bool readClaimOption(execContext *x, int *i, claimArgs *a) {
    bool more = *i + 1 < x->argc;
    if (OPTION(x, *i, "force")) {
        a->force = true;
    } else if (OPTION(x, *i, "justid")) {
        a->only_ids = true;
    } else if (OPTION(x, *i, "idle") && more) {
        if (!readNumber(x, ++*i, "IDLE option argument for XCLAIM", &a->delivered_ms))
            return false;
        a->delivered_ms = (long long)((uint64_t)command_now - (uint64_t)a->delivered_ms);
    } else if (OPTION(x, *i, "time") && more) {
        return readNumber(x, ++*i, "TIME option argument for XCLAIM", &a->delivered_ms);
    } else if (OPTION(x, *i, "retrycount") && more) {
        return readNumber(x, ++*i, "RETRYCOUNT option argument for XCLAIM", &a->retries);
    } else if (OPTION(x, *i, "lastid") && more) {
        return argStreamID(x, ++*i, ID_STRICT, 0, &a->last, NULL);
    } else {
        const execArg *word = &x->argv[*i];
        replyErrorFmt(x, "ERR Unrecognized XCLAIM option '%.*s'", (int)(word->len < 400 ? word->len : 400), word->ptr);
        return false;
    }
    return true;
}

/* IDs go on until a word is none. */
static bool readClaim(execContext *x, claimArgs *a) {
    streamID id;
    if (!readNumber(x, 4, "min-idle-time argument for XCLAIM", &a->min_idle))
        return false;
    int i = 5;
    while (i < x->argc && streamIDParse(&x->argv[i], ID_STRICT, 0, &id, NULL))
        i++;
    a->ids = i - 5;
    for (; i < x->argc; i++)
        if (!readClaimOption(x, &i, a))
            return false;
    /* A time in the future, as of a client whose clock is ahead, is taken for now. */
    if (a->delivered_ms < 0 || a->delivered_ms > command_now)
        a->delivered_ms = command_now;
    return true;
}

/* Gives an entry that is there to c, and writes it; false: it is not pending, or not for long enough. */
static bool claim(execContext *x, stream *s, streamGroup *g, streamConsumer *c, const claimArgs *a,
                  const streamID *id) {
    streamKey key = streamIDKey(id);
    streamNack *n = streamNackFind(g, &key);
    if (!streamHas(s, id)) {
        if (n) { /* nobody can read it any more; who hears of it finds that out, too */
            tellStreamClaim(x, 1, 2, g, id, n);
            streamNackDelete(g, &key, n);
            streamTouched(1);
        }
        return false;
    }
    if (!n && !a->force)
        return false;
    if (n && a->min_idle > 0 && command_now - n->delivered_ms < a->min_idle)
        return false;
    /* FORCE makes a nack that counts as delivered once. */
    uint64_t deliveries = n ? n->deliveries : 1;
    n = streamNackGive(g, c, &key);
    n->deliveries = a->retries >= 0 ? (uint64_t)a->retries : deliveries + !a->only_ids;
    n->delivered_ms = a->delivered_ms;
    c->active_ms = command_now;
    if (a->only_ids) {
        replyStreamID(x, id);
    } else {
        replyStreamEntryOf(x, s, id);
    }
    tellStreamClaim(x, 1, 2, g, id, n);
    streamTouched(1);
    return true;
}

void xclaimCommand(execContext *x) {
    claimArgs a = {.retries = -1, .delivered_ms = -1};
    stream *s;
    streamGroup *g = argStreamGroup(x, 1, 2, &s);
    if (!g || !readClaim(x, &a))
        return;
    bool advanced = streamIDCompare(&a.last, &g->last_id) > 0, is_new;
    if (advanced)
        g->last_id = a.last;
    streamConsumer *c = argStreamConsumer(x, g, 1, 3, &is_new);
    uint64_t before = keyspace_stats.dirty;
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (int i = 0; i < a.ids; i++) {
        streamID id;
        streamIDParse(&x->argv[5 + i], ID_STRICT, 0, &id, NULL);
        n += claim(x, s, g, c, &a, &id);
    }
    replySetDeferredArray(x, handle, n);
    if (is_new && !n)
        tellStreamConsumer(x, 1, 2, c);
    if (advanced && keyspace_stats.dirty == before) { /* else a claim has told it */
        tellStreamGroupID(x, 1, 2, g);
        streamTouched(1);
    }
    propagateNothing(x);
}

/* ---- XAUTOCLAIM ---- */

enum { LOOKED_AT_PER_ENTRY = 10 };

typedef struct autoArgs {
    streamID start;
    long long count;
    claimArgs claim;
} autoArgs;

static bool readAuto(execContext *x, autoArgs *a) {
    if (!readNumber(x, 4, "min-idle-time argument for XAUTOCLAIM", &a->claim.min_idle) ||
        !argStreamStart(x, 5, &a->start))
        return false;
    for (int i = 6; i < x->argc; i++) {
        if (OPTION(x, i, "count") && i + 1 < x->argc) {
            if (!argRange(x, ++i, 1, LONG_MAX / (long)sizeof(streamID), &a->count, "ERR COUNT must be > 0"))
                return false;
        } else if (OPTION(x, i, "justid")) {
            a->claim.only_ids = true;
        } else {
            replyErrorSyntax(x);
            return false;
        }
    }
    return true;
}

/* IDs that were pending and are no longer in the stream. */
typedef struct goneIDs {
    streamID *ids;
    size_t n, room;
} goneIDs;

static void goneAdd(goneIDs *gone, const streamID *id) {
    if (gone->n == gone->room) {
        gone->room = gone->room ? gone->room * 2 : 16;
        gone->ids = zrealloc(gone->ids, gone->room * sizeof(*gone->ids));
    }
    gone->ids[gone->n++] = *id;
}

/* Looks at pending entries from a->start on, which moves to the first one not looked at (0-0: none is left). */
static long claimFrom(execContext *x, stream *s, streamGroup *g, streamConsumer *c, autoArgs *a, goneIDs *gone) {
    long n = 0;
    long long left = a->count, looks = a->count * LOOKED_AT_PER_ENTRY;
    raxIterator it;
    streamKey key = streamIDKey(&a->start);
    raxStart(&it, &g->pending);
    bool more = raxSeek(&it, RAX_GE, &key, sizeof(key));
    while (more && left > 0 && looks-- > 0) {
        streamID id = streamIDOfKey(it.key);
        key = streamIDKey(&id);
        const streamNack *nack = it.value;
        if (!streamHas(s, &id)) {
            tellStreamClaim(x, 1, 2, g, &id, nack);
            streamNackDelete(g, &key, it.value);
            streamTouched(1);
            goneAdd(gone, &id);
            left--;
            more = raxSeek(&it, RAX_GT, &key, sizeof(key));
            continue;
        }
        if (a->claim.min_idle <= 0 || command_now - nack->delivered_ms >= a->claim.min_idle) {
            n += claim(x, s, g, c, &a->claim, &id);
            left--;
        }
        more = raxNext(&it);
    }
    a->start = more ? streamIDOfKey(it.key) : STREAM_ID_MIN;
    raxStop(&it);
    return n;
}

/* The cursor comes first and is known last: the entries are written to a sink of their own. */
void xautoclaimCommand(execContext *x) {
    autoArgs a = {.count = 100, .claim = {.retries = -1, .delivered_ms = command_now}};
    stream *s;
    if (!readAuto(x, &a))
        return;
    streamGroup *g = argStreamGroup(x, 1, 2, &s);
    if (!g)
        return;
    bool is_new;
    streamConsumer *c = argStreamConsumer(x, g, 1, 3, &is_new);
    goneIDs gone = {.n = 0};
    replySink *out = x->out, entries = {.resp = out->resp, .muted = out->muted};
    x->out = &entries;
    long n = claimFrom(x, s, g, c, &a, &gone);
    x->out = out;
    if (is_new && !n)
        tellStreamConsumer(x, 1, 2, c);
    propagateNothing(x);
    replyArray(x, 3);
    replyStreamID(x, &a.start);
    replyArray(x, n);
    if (entries.len)
        sinkAppend(out, entries.buf, entries.len);
    sinkRelease(&entries);
    replyArray(x, (long)gone.n);
    for (size_t i = 0; i < gone.n; i++)
        replyStreamID(x, &gone.ids[i]);
    zfree(gone.ids);
}
