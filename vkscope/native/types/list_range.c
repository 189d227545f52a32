/* list_range.c: the commands that read by place: LRANGE, LINDEX, LLEN; and how elements are answered.
 *
 * Cost  an element of LRANGE is copied once, from its listpack into the client's reply. */
#include "types/types.h"
#include "gen/commands.h"
#include <string.h>

size_t listRange(const object *o, long long start, long long end, size_t *first) {
    long long length = (long long)listLength(o);
    if (start < 0)
        start = start < -length ? 0 : start + length;
    if (end < 0)
        end = end < -length ? -1 : end + length;
    if (start > end || start >= length)
        return 0;
    *first = (size_t)start;
    return (size_t)((end < length ? end : length - 1) - start + 1);
}

void replyElement(execContext *x, const lpValue *v) {
    if (v->text) {
        replyBulk(x, (const char *)v->text, v->len);
    } else {
        replyBulkLong(x, v->number);
    }
}

/* --- many elements --- */

enum {
    FRAME = 32, /* more than what stands around a text */
    BLOCK = 32  /* texts up to here are copied in one piece, where that much can be read */
};

/* Writes straight into a sink's room. */
typedef struct bulkWriter {
    replySink *out;
    char *at, *end;
} bulkWriter;

/* False: the sink has closed. */
static bool writerRoom(bulkWriter *w, size_t need) {
    replySink *out = w->out;
    if (w->at)
        out->len = (size_t)(w->at - out->buf);
    char *at = sinkReserve(out, need);
    if (unlikely(!at))
        return false;
    w->at = at;
    w->end = out->buf + out->cap;
    return !out->muted;
}

static inline char *lengthLine(char *at, size_t len) {
    *at++ = '$';
    if (likely(len < 10)) {
        *at++ = (char)('0' + len);
    } else if (len < 100) {
        *at++ = (char)('0' + len / 10);
        *at++ = (char)('0' + len % 10);
    } else {
        at += ll2string(at, (long long)len);
    }
    memcpy(at, "\r\n", 2);
    return at + 2;
}

/* readable: bytes from text on that may be read. */
static inline bool writeText(bulkWriter *w, const unsigned char *text, size_t len, size_t readable) {
    if (unlikely((size_t)(w->end - w->at) < len + FRAME + BLOCK) && !writerRoom(w, len + FRAME + BLOCK))
        return false;
    char *at = lengthLine(w->at, len);
    if (likely(len <= BLOCK && readable >= BLOCK)) {
        memcpy(at, text, BLOCK);
    } else {
        memcpy(at, text, len);
    }
    memcpy(at + len, "\r\n", 2);
    w->at = at + len + 2;
    return true;
}

static bool writeNumber(bulkWriter *w, long long number) {
    static_assert(BLOCK >= LL_DIGITS, "a block of them may be read");
    char digits[BLOCK];
    size_t len = (size_t)ll2string(digits, number);
    return writeText(w, (unsigned char *)digits, len, len);
}

/* The rest of the node that the walk is in, or n of it; how many are left to write. */
static size_t writePack(bulkWriter *w, quicklistIter *it, size_t n) {
    unsigned char *p = it->at, *end = it->end;
    while (n && p != end) {
        lpValue v;
        p = lpStep(p, end, &v);
        if (!(v.text ? writeText(w, v.text, v.len, (size_t)(end - v.text)) : writeNumber(w, v.number)))
            return 0;
        n--;
    }
    it->at = NULL;
    return n;
}

static void writeForward(bulkWriter *w, quicklistIter *it, size_t n) {
    while (n) {
        if (!it->at && !quicklistIterNextNode(it))
            vkPanic("list: fewer elements than it counts");
        if (it->end) {
            n = writePack(w, it, n);
        } else {
            if (!writeText(w, it->at, it->node->sz, it->node->sz))
                return;
            it->at = NULL;
            n--;
        }
    }
}

static void writeBackward(bulkWriter *w, quicklistIter *it, size_t n) {
    lpValue v;
    while (n-- && quicklistNext(it, &v))
        if (!(v.text ? writeText(w, v.text, v.len, v.len) : writeNumber(w, v.number)))
            return;
}

void replyElements(execContext *x, const object *o, long long index, size_t count, bool backwards) {
    bulkWriter w = {.out = x->out};
    quicklistIter it;
    if (!count || x->out->muted || !writerRoom(&w, FRAME))
        return;
    listWalkStart(&it, o, index, backwards);
    (backwards ? writeBackward : writeForward)(&w, &it, count);
    x->out->len = (size_t)(w.at - x->out->buf);
    quicklistIterEnd(&it);
}

/* --- commands --- */

void lrangeCommand(execContext *x) {
    long long start, end;
    bool wrong_type;
    if (!argLong(x, 2, &start) || !argLong(x, 3, &end))
        return;
    object *o = argRead(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    size_t first = 0, n = o ? listRange(o, start, end, &first) : 0;
    replyArray(x, (long)n);
    if (n)
        replyElements(x, o, (long long)first, n, false);
}

void lindexCommand(execContext *x) {
    long long index;
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        replyNull(x);
        return;
    }
    if (!argLong(x, 2, &index))
        return;
    quicklistIter it;
    lpValue v;
    listWalkStart(&it, o, index, false);
    if (quicklistNext(&it, &v)) {
        replyElement(x, &v);
    } else {
        replyNull(x);
    }
    quicklistIterEnd(&it);
}

void llenCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_LIST, &wrong_type);
    if (!wrong_type)
        replyLong(x, o ? (long long)listLength(o) : 0);
}
