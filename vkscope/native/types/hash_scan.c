/* hash_scan.c: HSCAN and HRANDFIELD.
 *
 * Cost  HSCAN of a listpack answers everything at once. HRANDFIELD of different fields: one walk over the hash when
 *       they are an eighth of it or more, else one draw for each and a set of those drawn. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>

typedef struct fieldScan {
    execContext *x;
    const execArg *pattern; /* NULL: all */
    bool values;
    long written;
    uint64_t seen;
} fieldScan;

static void scanned(fieldScan *s, const stringView *f, const stringView *v) {
    s->seen++;
    if (s->pattern && !globMatch(s->pattern->ptr, s->pattern->len, f->ptr, f->len, false))
        return;
    replyBulk(s->x, f->ptr, f->len);
    if (s->values)
        replyBulk(s->x, v->ptr, v->len);
    s->written += s->values ? 2 : 1;
}

static void scannedEntry(void *ctx, void *entry) {
    stringView f, v;
    hashEntryView(entry, &f, &v);
    scanned(ctx, &f, &v);
}

static bool scanOptions(fieldScan *s, long long *count) {
    execContext *x = s->x;
    for (int i = 3; i < x->argc; i++) {
        bool more = i + 1 < x->argc;
        if (OPTION(x, i, "count") && more) {
            if (!argsCount(x, ++i, count))
                return false;
        } else if (OPTION(x, i, "match") && more) {
            s->pattern = &x->argv[++i];
        } else if (OPTION(x, i, "novalues")) {
            s->values = false;
        } else {
            if (OPTION(x, i, "noscores")) {
                replyErrorC(x, "ERR NOSCORES option can only be used in ZSCAN");
            } else {
                replyErrorSyntax(x);
            }
            return false;
        }
    }
    return true;
}

/* The cursor comes first and is known last: the elements are written to a sink of their own. */
void hscanCommand(execContext *x) {
    uint64_t cursor;
    long long count = 10;
    bool wrong_type;
    if (!argsCursor(x, 2, &cursor))
        return;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        replyArray(x, 2);
        replyBulk(x, "0", 1);
        replyArray(x, 0);
        return;
    }
    fieldScan s = {.x = x, .values = true};
    if (!scanOptions(&s, &count))
        return;
    replySink *out = x->out, elements = {.resp = out->resp, .muted = out->muted};
    x->out = &elements;
    if (o->encoding == ENC_HASHTABLE) {
        uint64_t steps = (uint64_t)count > UINT64_MAX / 10 ? UINT64_MAX : (uint64_t)count * 10;
        do {
            cursor = hashtableScan(objectValue(o), cursor, scannedEntry, &s);
        } while (cursor && --steps && s.seen < (uint64_t)count);
    } else {
        hashWalk w;
        stringView f, v;
        hashWalkStart(&w, o);
        while (hashWalkNext(&w, &f, &v))
            scanned(&s, &f, &v);
        hashWalkEnd(&w);
        cursor = 0;
    }
    x->out = out;
    char text[24];
    size_t at = sizeof(text);
    do {
        text[--at] = (char)('0' + cursor % 10);
        cursor /= 10;
    } while (cursor);
    replyArray(x, 2);
    replyBulk(x, text + at, sizeof(text) - at);
    replyArray(x, s.written);
    if (elements.len)
        sinkAppend(out, elements.buf, elements.len);
    sinkRelease(&elements);
}

static void replyPair(execContext *x, const stringView *f, const stringView *v, bool values) {
    if (values && x->out->resp == 3)
        replyArray(x, 2);
    replyBulk(x, f->ptr, f->len);
    if (values)
        replyBulk(x, v->ptr, v->len);
}

/* n different pairs of `size`: each is taken with the odds that leave just as many wanted as there must be. */
static void replySample(execContext *x, const object *o, uint64_t n, uint64_t size, bool values) {
    hashWalk w;
    stringView f, v;
    hashWalkStart(&w, o);
    for (uint64_t left = size; n && hashWalkNext(&w, &f, &v); left--) {
        if (randomU64() % left >= n)
            continue;
        replyPair(x, &f, &v, values);
        n--;
    }
    hashWalkEnd(&w);
}

/* Few different pairs of a large table. Fields are drawn until n have been seen for the first time. */
static void replyDrawn(execContext *x, const object *o, uint64_t n, bool values) {
    static const hashtableType pointers = {0};
    hashtable *drawn = hashtableCreate(&pointers);
    while (n) {
        void *entry;
        stringView f, v;
        hashtableFairRandomEntry(objectValue(o), &entry);
        if (!(hashtableAdd)(drawn, entry))
            continue;
        hashEntryView(entry, &f, &v);
        replyPair(x, &f, &v, values);
        n--;
    }
    hashtableRelease(drawn);
}

static void randomFields(execContext *x, long long count, bool values) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    if (!o || count == 0) {
        replyArray(x, 0);
        return;
    }
    uint64_t size = hashLength(o), n = count < 0 ? -(uint64_t)count : (uint64_t)count;
    if (count > 0 && n > size)
        n = size;
    replyArray(x, (long)(values && x->out->resp == 2 ? n * 2 : n));
    if (count < 0) {
        stringView f, v;
        while (n-- && hashRandom(o, &f, &v))
            replyPair(x, &f, &v, values);
    } else if (o->encoding == ENC_LISTPACK || n >= size / 8) {
        replySample(x, o, n, size, values);
    } else {
        replyDrawn(x, o, n, values);
    }
}

void hrandfieldCommand(execContext *x) {
    long long count;
    if (x->argc > 2) {
        if (!argLong(x, 2, &count))
            return;
        if (count < -LONG_MAX) {
            replyErrorFmt(x, "ERR value is out of range, value must between %ld and %ld", -LONG_MAX, LONG_MAX);
            return;
        }
        bool values = x->argc == 4 && OPTION(x, 3, "withvalues");
        if (x->argc > 3 && !values) {
            replyErrorSyntax(x);
        } else if (values && (count < -LONG_MAX / 2 || count > LONG_MAX / 2)) {
            replyErrorC(x, "ERR value is out of range");
        } else {
            randomFields(x, count, values);
        }
        return;
    }
    bool wrong_type;
    stringView f;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    if (o && hashRandom(o, &f, NULL)) {
        replyBulk(x, f.ptr, f.len);
    } else {
        replyNull(x);
    }
}
