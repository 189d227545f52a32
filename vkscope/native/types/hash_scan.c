/* hash_scan.c: HSCAN.
 *
 * Cost  a listpack is answered at once. Fields that have expired are passed over, but count as looked at. */
#include "types/hash_entry.h"
#include "gen/commands.h"

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
    fieldScan *s = ctx;
    stringView f, v;
    if (hashEntryDue(entry)) {
        s->seen++;
        return;
    }
    hashEntryView(entry, &f, &v);
    scanned(s, &f, &v);
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
