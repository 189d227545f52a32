/* stream_args.c: what the stream commands share: IDs as arguments and in replies, groups and consumers by name. */
#include "types/stream.h"
#include <string.h>

/* ---- IDs ---- */

static size_t putNumber(char *text, uint64_t n) {
    char digits[20];
    size_t len = 0;
    do {
        digits[len++] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    for (size_t i = 0; i < len; i++)
        text[i] = digits[len - 1 - i];
    return len;
}

size_t streamIDText(char *text, const streamID *id) {
    size_t len = putNumber(text, id->ms);
    text[len++] = '-';
    return len + putNumber(text + len, id->seq);
}

void replyStreamID(execContext *x, const streamID *id) {
    char text[STREAM_ID_TEXT];
    replyBulk(x, text, streamIDText(text, id));
}

/* As Valkey reads a number: what strtoull takes, but nothing below 0 that is written as replies write it. */
static bool parsePart(const char *p, size_t len, uint64_t *value) {
    const char *end = p + len;
    uint64_t n = 0;
    bool plain = len > 0 && (*p == '-');
    while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
        p++;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    if (p == end || (plain && *p != '0'))
        return false;
    for (; p < end; p++) {
        unsigned digit = (unsigned)(unsigned char)*p - '0';
        if (digit > 9 || __builtin_mul_overflow(n, 10U, &n) || __builtin_add_overflow(n, digit, &n))
            return false;
    }
    *value = negative ? 0 - n : n;
    return true;
}

bool streamIDParse(const execArg *a, enum streamIDForm form, uint64_t missing_seq, streamID *id, bool *open_seq) {
    if (open_seq)
        *open_seq = false;
    if (a->len > 127)
        return false;
    size_t len = strnlen(a->ptr, a->len); /* as Valkey: a zero byte ends it */
    if (form == ID_EDGES && len == 1 && (*a->ptr == '-' || *a->ptr == '+')) {
        *id = *a->ptr == '-' ? STREAM_ID_MIN : STREAM_ID_MAX;
        return true;
    }
    const char *dash = memchr(a->ptr, '-', len);
    streamID got = {0, missing_seq};
    size_t ms_len = dash ? (size_t)(dash - a->ptr) : len;
    if (!parsePart(a->ptr, ms_len, &got.ms))
        return false;
    if (dash) {
        size_t seq_len = len - ms_len - 1;
        if (form == ID_OPEN_SEQ && seq_len == 1 && dash[1] == '*') {
            got.seq = 0;
            *open_seq = true;
        } else if (!parsePart(dash + 1, seq_len, &got.seq)) {
            return false;
        }
    }
    *id = got;
    return true;
}

static bool badID(execContext *x) {
    replyErrorC(x, "ERR Invalid stream ID specified as stream command argument");
    return false;
}

bool argStreamID(execContext *x, int i, enum streamIDForm form, uint64_t missing_seq, streamID *id, bool *open_seq) {
    return streamIDParse(&x->argv[i], form, missing_seq, id, open_seq) || badID(x);
}

/* One end of an interval; *outside: the ID itself is left out. */
static bool argEdge(execContext *x, int i, uint64_t missing_seq, streamID *id, bool *outside) {
    execArg a = x->argv[i];
    *outside = a.len > 1 && a.ptr[0] == '(';
    if (*outside)
        a = (execArg){a.ptr + 1, a.len - 1};
    return streamIDParse(&a, *outside ? ID_STRICT : ID_EDGES, missing_seq, id, NULL) || badID(x);
}

bool argStreamStart(execContext *x, int i, streamID *id) {
    bool outside;
    if (!argEdge(x, i, 0, id, &outside))
        return false;
    if (outside && ++id->seq == 0 && ++id->ms == 0) {
        replyErrorC(x, "ERR invalid start ID for the interval");
        return false;
    }
    return true;
}

bool argStreamEnd(execContext *x, int i, streamID *id) {
    bool outside;
    if (!argEdge(x, i, UINT64_MAX, id, &outside))
        return false;
    if (outside && streamIDIsZero(id)) {
        replyErrorC(x, "ERR invalid end ID for the interval");
        return false;
    }
    if (outside && id->seq-- == 0)
        id->ms--;
    return true;
}

streamID *argStreamIDs(execContext *x, int from, streamID here[STREAM_IDS_HERE]) {
    size_t n = (size_t)(x->argc - from);
    streamID *ids = n > STREAM_IDS_HERE ? zmalloc(n * sizeof(*ids)) : here;
    for (int i = from; i < x->argc; i++) {
        if (!argStreamID(x, i, ID_STRICT, 0, &ids[i - from], NULL)) {
            streamIDsFree(ids, here);
            return NULL;
        }
    }
    return ids;
}

void streamIDsFree(streamID *ids, streamID *here) {
    if (ids != here)
        zfree(ids);
}

/* ---- entries ---- */

void replyStreamEntry(execContext *x, streamWalk *w) {
    replyArray(x, 2);
    replyStreamID(x, &w->entry.id);
    replyArray(x, (long)w->entry.fields * 2);
    for (int64_t i = w->entry.fields; i > 0; i--) {
        stringView name, value;
        streamWalkField(w, &name, &value);
        replyBulk(x, name.ptr, name.len);
        replyBulk(x, value.ptr, value.len);
    }
}

bool replyStreamEntryOf(execContext *x, const stream *s, const streamID *id) {
    streamWalk w;
    streamWalkStart(&w, s, id, id, false);
    bool found = streamWalkNext(&w);
    if (found)
        replyStreamEntry(x, &w);
    streamWalkEnd(&w);
    return found;
}

/* ---- changes ---- */

void streamChanged(execContext *x, int key, const char *event) {
    keyChanged(x->db, x->argv[key].ptr, x->argv[key].len, KEY_STREAM, event);
}

void streamBesideChanged(execContext *x, int key, const char *event) {
    keyChanged(x->db, x->argv[key].ptr, x->argv[key].len, KEY_BESIDE, event);
}

void streamTouched(uint64_t n) {
    keyspace_stats.dirty += n;
}

/* ---- groups and consumers ---- */

enum { NAME_SHOWN = 400 };

static int shown(const execArg *a) {
    return (int)(a->len < NAME_SHOWN ? a->len : NAME_SHOWN);
}

void replyNoKeyOrGroup(execContext *x, int key, int group, const char *tail) {
    const execArg *k = &x->argv[key], *g = &x->argv[group];
    replyErrorFmt(x, "NOGROUP No such key '%.*s' or consumer group '%.*s'%s", shown(k), k->ptr, shown(g), g->ptr, tail);
}

void replyNoGroup(execContext *x, int key, int group) {
    const execArg *k = &x->argv[key], *g = &x->argv[group];
    replyErrorFmt(x, "NOGROUP No such consumer group '%.*s' for key name '%.*s'", shown(g), g->ptr, shown(k), k->ptr);
}

streamGroup *argStreamGroup(execContext *x, int key, int group, stream **s) {
    bool wrong_type;
    object *o = argRead(x, key, OBJ_STREAM, &wrong_type);
    if (wrong_type)
        return NULL;
    *s = o ? streamOf(o) : NULL;
    streamGroup *g = o ? streamGroupFind(*s, x->argv[group].ptr, x->argv[group].len) : NULL;
    if (!g)
        replyNoKeyOrGroup(x, key, group, "");
    return g;
}

streamConsumer *argStreamConsumer(execContext *x, streamGroup *g, int key, int name, bool *is_new) {
    const execArg *n = &x->argv[name];
    streamConsumer *c = streamConsumerFind(g, n->ptr, n->len);
    *is_new = !c;
    if (!c) {
        c = streamConsumerNew(g, n->ptr, n->len);
        streamBesideChanged(x, key, "xgroup-createconsumer");
    }
    c->seen_ms = command_now;
    return c;
}

/* ---- the write stream ---- */

static void tellID(const streamID *id) {
    char text[STREAM_ID_TEXT];
    propagateWord(text, streamIDText(text, id));
}

/* Said twice it changes nothing more; JUSTID spares the reader a look at the entry. */
void tellStreamClaim(execContext *x, int key, int group, const streamGroup *g, const streamID *id,
                     const streamNack *n) {
    if (!propagateBegin(x, "XCLAIM", 13))
        return;
    propagateArg(x, key);
    propagateArg(x, group);
    propagateWord(n->consumer->name, n->consumer->name_len);
    propagateNumber(0);
    tellID(id);
    propagateWordC("TIME");
    propagateNumber(n->delivered_ms);
    propagateWordC("RETRYCOUNT");
    propagateNumber((long long)n->deliveries);
    propagateWordC("FORCE");
    propagateWordC("JUSTID");
    propagateWordC("LASTID");
    tellID(&g->last_id);
    propagateEnd(x);
}

void tellStreamGroupID(execContext *x, int key, int group, const streamGroup *g) {
    if (!propagateBegin(x, "XGROUP", 6))
        return;
    propagateWordC("SETID");
    propagateArg(x, key);
    propagateArg(x, group);
    tellID(&g->last_id);
    propagateWordC("ENTRIESREAD");
    propagateNumber(g->entries_read);
    propagateEnd(x);
}

void tellStreamConsumer(execContext *x, int key, int group, const streamConsumer *c) {
    if (!propagateBegin(x, "XGROUP", 4))
        return;
    propagateWordC("CREATECONSUMER");
    propagateArg(x, key);
    propagateArg(x, group);
    propagateWord(c->name, c->name_len);
    propagateEnd(x);
}
