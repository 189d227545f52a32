/* stream_commands.c: the commands on entries: XADD, XTRIM, XDEL, XSETID, XLEN, XRANGE, XREVRANGE.
 *
 * Cost   XADD: one lookup of the key, no search in the stream.
 * Events StreamBlockOpened. */
#include "types/types.h"
#include "types/stream.h"
#include "exec/blocking.h"
#include "gen/commands.h"

/* ---- XADD and XTRIM ---- */

typedef struct addArgs {
    streamTrimArgs trim;
    streamID id;
    bool id_given, open_seq, no_create, limit_given;
} addArgs;

/* MAXLEN or MINID at argv[*i], "~" or "=", and the limit; *i: the last word of it. */
static bool readTrim(execContext *x, int *i, bool by_id, streamTrimArgs *t) {
    if (t->by != TRIM_NONE) {
        replyErrorC(x, "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
        return false;
    }
    t->whole_blocks = false;
    int at = *i + 1;
    if (at + 1 < x->argc && x->argv[at].len == 1 && (*x->argv[at].ptr == '~' || *x->argv[at].ptr == '='))
        t->whole_blocks = *x->argv[at++].ptr == '~';
    *i = at;
    t->by = by_id ? TRIM_MINID : TRIM_MAXLEN;
    if (by_id)
        return argStreamID(x, at, ID_STRICT, 0, &t->minid, NULL);
    if (!argLong(x, at, &t->maxlen))
        return false;
    if (t->maxlen < 0)
        replyErrorC(x, "ERR The MAXLEN argument must be >= 0.");
    return t->maxlen >= 0;
}

static bool readLimit(execContext *x, int i, addArgs *a) {
    a->limit_given = true;
    if (!argLong(x, i, &a->trim.limit))
        return false;
    if (a->trim.limit < 0)
        replyErrorC(x, "ERR The LIMIT argument must be >= 0.");
    return a->trim.limit >= 0;
}

/* What the options say together. Trimming of whole blocks is limited, so that it never takes long. */
static bool settleTrim(execContext *x, addArgs *a, bool add) {
    streamTrimArgs *t = &a->trim;
    const char *error = NULL;
    if (t->limit && t->by == TRIM_NONE) {
        error = "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy";
    } else if (!add && t->by == TRIM_NONE) {
        error = "ERR syntax error, XTRIM must be called with a trimming strategy";
    } else if (a->limit_given && !t->whole_blocks) {
        error = "ERR syntax error, LIMIT cannot be used without the special ~ option";
    }
    if (error) {
        replyErrorC(x, error);
        return false;
    }
    if (t->whole_blocks && !a->limit_given) {
        long long entries = types_config.stream_node_entries;
        t->limit = entries <= 0 ? 10000 : entries > 10000 ? 1000000 : entries * 100;
    }
    return true;
}

/* The options from argv[2] on. Returns where the ID stands (XADD) or the words end; 0: the error is written. */
static int readOptions(execContext *x, addArgs *a, bool add) {
    int i = 2;
    for (; i < x->argc; i++) {
        bool more = i + 1 < x->argc;
        if (OPTION(x, i, "maxlen") && more) {
            if (!readTrim(x, &i, false, &a->trim))
                return 0;
        } else if (OPTION(x, i, "minid") && more) {
            if (!readTrim(x, &i, true, &a->trim))
                return 0;
        } else if (OPTION(x, i, "limit") && more) {
            if (!readLimit(x, ++i, a))
                return 0;
        } else if (!add) {
            replyErrorSyntax(x);
            return 0;
        } else if (OPTION(x, i, "nomkstream")) {
            a->no_create = true;
        } else if (x->argv[i].len == 1 && *x->argv[i].ptr == '*') {
            break;
        } else {
            if (!argStreamID(x, i, ID_OPEN_SEQ, 0, &a->id, &a->open_seq))
                return 0;
            a->id_given = true;
            break;
        }
    }
    return settleTrim(x, a, add) ? i : 0;
}

/* ---- the write stream ---- */

/* How far trimming of whole blocks went depends on how they were filled: what is told is where it ended. */
static void tellTrim(execContext *x, int *i, const stream *s, const streamTrimArgs *t) {
    propagateArg(x, *i);
    propagateWordC("=");
    *i += 2;
    if (t->by == TRIM_MAXLEN) {
        propagateNumber((long long)s->length);
    } else {
        char text[STREAM_ID_TEXT];
        propagateWord(text, streamIDText(text, s->length ? &s->first_id : &STREAM_ID_MAX));
    }
}

/* Options, argv[2..to); the limit was for the work done here. */
static void tellOptions(execContext *x, int to, const stream *s, const streamTrimArgs *t) {
    for (int i = 2; i < to; i++) {
        if (!t->whole_blocks || OPTION(x, i, "nomkstream")) {
            propagateArg(x, i);
        } else if (OPTION(x, i, "limit")) {
            i++;
        } else {
            tellTrim(x, &i, s, t);
        }
    }
}

static void tellAdded(execContext *x, const addArgs *a, int id_at, const streamID *id, const stream *s) {
    bool exact = a->id_given && !a->open_seq;
    if ((exact && !a->trim.whole_blocks) || !propagateBegin(x, "XADD", PROPAGATE_COUNTED))
        return;
    char text[STREAM_ID_TEXT];
    propagateArg(x, 1);
    tellOptions(x, id_at, s, &a->trim);
    propagateWord(text, streamIDText(text, id));
    for (int i = id_at + 1; i < x->argc; i++)
        propagateArg(x, i);
    propagateEnd(x);
}

static void tellTrimmed(execContext *x, const stream *s, const streamTrimArgs *t) {
    if (!t->whole_blocks || !propagateBegin(x, "XTRIM", PROPAGATE_COUNTED))
        return;
    propagateArg(x, 1);
    tellOptions(x, x->argc, s, t);
    propagateEnd(x);
}

/* The ID of the entry to come. False: none above last_id can be made as it was asked for. */
static bool chooseID(const stream *s, const addArgs *a, streamID *id) {
    const streamID *last = &s->last_id;
    if (a->id_given && !(a->open_seq && a->id.ms == last->ms)) {
        *id = a->id;
        return streamIDCompare(id, last) > 0;
    }
    uint64_t now = (uint64_t)command_now;
    if (!a->id_given && now > last->ms) {
        *id = (streamID){now, 0};
        return true;
    }
    *id = (streamID){last->ms, last->seq + 1};
    if (id->seq == 0 && !a->id_given)
        id->ms++;
    return streamIDCompare(id, last) > 0;
}

/* Whether `added` could be added now, with the error where it could not. */
static bool addEntry(execContext *x, stream *s, const addArgs *a, int fields, streamID *id) {
    if (s->last_id.ms == UINT64_MAX && s->last_id.seq == UINT64_MAX) {
        replyErrorC(x, "ERR The stream has exhausted the last possible ID, unable to add more items");
        return false;
    }
    if (!chooseID(s, a, id)) {
        replyErrorC(x, "ERR The ID specified in XADD is equal or smaller than the target stream top item");
        return false;
    }
    if (!streamAppend(s, id, &x->argv[fields], (size_t)(x->argc - fields) / 2)) {
        replyErrorC(x, "ERR Elements are too large to be stored");
        return false;
    }
    return true;
}

static void blockOpened(execContext *x, const stream *s) {
    if (traceOn(CLASS_KEY))
        evStreamBlockOpened(clockMonoNs(), (uint32_t)x->db->id, s->blocks.count, s->blocks.nodes, s->blocks.bytes,
                            x->argv[1].ptr, x->argv[1].len);
}

void xaddCommand(execContext *x) {
    addArgs a = {.id_given = false};
    int at = x->argv[2].len == 1 && *x->argv[2].ptr == '*' ? 2 : readOptions(x, &a, true);
    if (!at)
        return;
    int fields = at + 1, words = x->argc - fields;
    if (unlikely(words < 2 || words % 2)) {
        replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", x->cmd->name);
        return;
    }
    if (a.id_given && !a.open_seq && streamIDIsZero(&a.id)) {
        replyErrorC(x, "ERR The ID specified in XADD must be greater than 0-0");
        return;
    }
    bool wrong_type;
    const execArg *key = &x->argv[1];
    object *o = argWrite(x, 1, OBJ_STREAM, &wrong_type), *fresh = NULL;
    if (unlikely(!o)) {
        if (wrong_type)
            return;
        if (a.no_create) {
            replyNull(x);
            return;
        }
        o = fresh = streamObject(key->ptr, key->len);
    }
    stream *s = streamOf(o);
    streamID id;
    uint64_t blocks = s->blocks.count;
    if (!addEntry(x, s, &a, fields, &id)) {
        if (fresh)
            objectFree(fresh);
        return;
    }
    if (fresh)
        dbAdd(x->db, fresh, x->first_hash);
    if (unlikely(s->blocks.count != blocks))
        blockOpened(x, s);
    replyStreamID(x, &id);
    streamChanged(x, 1, "xadd");
    if (a.trim.by != TRIM_NONE && streamTrim(s, &a.trim))
        keyspaceTell(x->db, key->ptr, key->len, KEY_STREAM, "xtrim");
    tellAdded(x, &a, at, &id, s);
    if (!fresh)
        blockingKeyReady(x->db, key->ptr, key->len);
}

void xtrimCommand(execContext *x) {
    addArgs a = {.id_given = false};
    bool wrong_type;
    if (!readOptions(x, &a, false))
        return;
    object *o = argWrite(x, 1, OBJ_STREAM, &wrong_type);
    if (wrong_type)
        return;
    uint64_t deleted = o ? streamTrim(streamOf(o), &a.trim) : 0;
    if (deleted) {
        streamChanged(x, 1, "xtrim");
        streamTouched(deleted - 1);
        tellTrimmed(x, streamOf(o), &a.trim);
    }
    replyLong(x, (long long)deleted);
}

/* ---- XDEL ---- */

static uint64_t deleteAll(stream *s, const streamID *ids, size_t n) {
    uint64_t deleted = 0;
    bool first = false;
    for (size_t i = 0; i < n; i++) {
        if (!streamDelete(s, &ids[i]))
            continue;
        first |= streamIDCompare(&ids[i], &s->first_id) == 0;
        if (streamIDCompare(&ids[i], &s->max_deleted_id) > 0)
            s->max_deleted_id = ids[i];
        deleted++;
    }
    if (first || !s->length)
        streamFindFirst(s);
    return deleted;
}

void xdelCommand(execContext *x) {
    bool wrong_type;
    streamID here[STREAM_IDS_HERE];
    object *o = argWrite(x, 1, OBJ_STREAM, &wrong_type);
    if (!o) {
        if (!wrong_type)
            replyLong(x, 0);
        return;
    }
    streamID *ids = argStreamIDs(x, 2, here);
    if (!ids)
        return;
    uint64_t deleted = deleteAll(streamOf(o), ids, (size_t)x->argc - 2);
    streamIDsFree(ids, here);
    if (deleted) {
        streamChanged(x, 1, "xdel");
        streamTouched(deleted - 1);
    }
    replyLong(x, (long long)deleted);
}

/* ---- XSETID ---- */

typedef struct setidArgs {
    streamID last, max_deleted;
    long long added; /* -1: as it is */
} setidArgs;

static bool readSetid(execContext *x, setidArgs *a) {
    if (!argStreamID(x, 2, ID_STRICT, 0, &a->last, NULL))
        return false;
    for (int i = 3; i < x->argc; i += 2) {
        bool more = i + 1 < x->argc;
        if (OPTION(x, i, "entriesadded") && more) {
            if (!argRange(x, i + 1, INT64_MIN, INT64_MAX, &a->added, "ERR value is not an integer or out of range"))
                return false;
            if (a->added < 0) {
                replyErrorC(x, "ERR entries_added must be positive");
                return false;
            }
        } else if (OPTION(x, i, "maxdeletedid") && more) {
            if (!argStreamID(x, i + 1, ID_STRICT, 0, &a->max_deleted, NULL))
                return false;
            if (streamIDCompare(&a->last, &a->max_deleted) < 0) {
                replyErrorC(x, "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
                return false;
            }
        } else {
            replyErrorSyntax(x);
            return false;
        }
    }
    return true;
}

/* Why these numbers do not go with the stream; NULL: they do. */
static const char *setidConflict(const stream *s, const setidArgs *a) {
    if (streamIDCompare(&a->last, &s->max_deleted_id) < 0)
        return "ERR The ID specified in XSETID is smaller than current max_deleted_entry_id";
    if (!s->length)
        return NULL;
    streamID top = streamLastLive(s);
    if (streamIDCompare(&a->last, &top) < 0)
        return "ERR The ID specified in XSETID is smaller than the target stream top item";
    if (a->added != -1 && s->length > (uint64_t)a->added)
        return "ERR The entries_added specified in XSETID is smaller than the target stream length";
    return NULL;
}

void xsetidCommand(execContext *x) {
    setidArgs a = {.added = -1};
    bool wrong_type;
    if (!readSetid(x, &a))
        return;
    object *o = argWrite(x, 1, OBJ_STREAM, &wrong_type);
    if (!o) {
        if (!wrong_type)
            replyErrorC(x, "ERR no such key");
        return;
    }
    stream *s = streamOf(o);
    const char *conflict = setidConflict(s, &a);
    if (conflict) {
        replyErrorC(x, conflict);
        return;
    }
    s->last_id = a.last;
    if (a.added != -1)
        s->entries_added = (uint64_t)a.added;
    if (!streamIDIsZero(&a.max_deleted))
        s->max_deleted_id = a.max_deleted;
    replyOk(x);
    streamBesideChanged(x, 1, "xsetid");
}

/* ---- reading ---- */

void xlenCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_STREAM, &wrong_type);
    if (!wrong_type)
        replyLong(x, o ? (long long)streamOf(o)->length : 0);
}

static bool readCount(execContext *x, long long *count) {
    for (int i = 4; i < x->argc; i += 2) {
        if (!OPTION(x, i, "count") || i + 1 == x->argc) {
            replyErrorSyntax(x);
            return false;
        }
        if (!argLong(x, i + 1, count))
            return false;
        if (*count < 0)
            *count = 0;
    }
    return true;
}

static void range(execContext *x, bool backwards) {
    streamID start, end;
    long long count = -1; /* all */
    bool wrong_type;
    if (!argStreamStart(x, backwards ? 3 : 2, &start) || !argStreamEnd(x, backwards ? 2 : 3, &end) ||
        !readCount(x, &count))
        return;
    object *o = argRead(x, 1, OBJ_STREAM, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        replyArray(x, 0);
        return;
    }
    if (count == 0) {
        replyNullArray(x);
        return;
    }
    size_t handle = replyDeferredLen(x);
    long n = 0;
    streamWalk w;
    streamWalkStart(&w, streamOf(o), &start, &end, backwards);
    for (; n != count && streamWalkNext(&w); n++)
        replyStreamEntry(x, &w);
    streamWalkEnd(&w);
    replySetDeferredArray(x, handle, n);
}

void xrangeCommand(execContext *x) {
    range(x, false);
}

void xrevrangeCommand(execContext *x) {
    range(x, true);
}
