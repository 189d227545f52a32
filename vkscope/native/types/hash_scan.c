/* hash_scan.c: HSCAN.
 *
 * Cost  a listpack is answered at once. Fields that have expired are passed over, but count as looked at. */
#include "types/hash_entry.h"
#include "types/scan.h"
#include "gen/commands.h"

typedef struct fieldScan {
    execContext *x;
    scanArgs args;
    long written;
    uint64_t seen;
} fieldScan;

static void scanned(fieldScan *s, const stringView *f, const stringView *v) {
    const execArg *pattern = s->args.pattern;
    s->seen++;
    if (pattern && !globMatch(pattern->ptr, pattern->len, f->ptr, f->len, false))
        return;
    replyBulk(s->x, f->ptr, f->len);
    if (s->args.values)
        replyBulk(s->x, v->ptr, v->len);
    s->written += s->args.values ? 2 : 1;
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

static void scanPack(fieldScan *s, const object *o) {
    hashWalk w;
    stringView f, v;
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &f, &v))
        scanned(s, &f, &v);
    hashWalkEnd(&w);
}

static uint64_t scanTable(fieldScan *s, hashtable *t, uint64_t cursor) {
    uint64_t steps = scanSteps(&s->args);
    do {
        cursor = hashtableScan(t, cursor, scannedEntry, s);
    } while (cursor && --steps && s->seen < (uint64_t)s->args.count);
    return cursor;
}

/* The cursor comes first and is known last: the elements are written to a sink of their own. */
void hscanCommand(execContext *x) {
    fieldScan s = {.x = x};
    uint64_t cursor;
    bool wrong_type;
    if (!argsCursor(x, 2, &cursor))
        return;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        scanReplyHead(x, 0, 0);
        return;
    }
    if (!scanRead(x, 3, OBJ_HASH, &s.args))
        return;
    replySink *out = x->out, elements = {.resp = out->resp, .muted = out->muted};
    x->out = &elements;
    if (o->encoding == ENC_HASHTABLE) {
        cursor = scanTable(&s, objectValue(o), cursor);
    } else {
        scanPack(&s, o);
        cursor = 0;
    }
    x->out = out;
    scanReplyHead(x, cursor, s.written);
    if (elements.len)
        sinkAppend(out, elements.buf, elements.len);
    sinkRelease(&elements);
}
