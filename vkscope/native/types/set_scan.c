/* set_scan.c: SSCAN.
 *
 * Cost  an intset or a listpack is answered at once. */
#include "types/set_entry.h"
#include "types/scan.h"
#include "gen/commands.h"

typedef struct memberScan {
    execContext *x;
    scanArgs args;
    long written;
    uint64_t seen;
} memberScan;

static void scanned(memberScan *s, const setMember *m) {
    const execArg *pattern = s->args.pattern;
    char digits[LL_DIGITS];
    size_t len;
    const char *text = setMemberText(m, digits, &len);
    s->seen++;
    if (pattern && !globMatch(pattern->ptr, pattern->len, text, len, false))
        return;
    replyBulk(s->x, text, len);
    s->written++;
}

static void scannedEntry(void *ctx, void *entry) {
    setMember m = {0};
    m.ptr = setEntryBytes(entry, &m.len);
    scanned(ctx, &m);
}

static void scanWhole(memberScan *s, const object *o) {
    setWalk w;
    setMember m;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m))
        scanned(s, &m);
    setWalkEnd(&w);
}

static uint64_t scanTable(memberScan *s, hashtable *t, uint64_t cursor) {
    uint64_t steps = scanSteps(&s->args);
    do {
        cursor = hashtableScan(t, cursor, scannedEntry, s);
    } while (cursor && --steps && s->seen < (uint64_t)s->args.count);
    return cursor;
}

/* The cursor comes first and is known last: the members are written to a sink of their own. */
void sscanCommand(execContext *x) {
    memberScan s = {.x = x};
    uint64_t cursor;
    bool wrong_type;
    if (!argsCursor(x, 2, &cursor))
        return;
    object *o = argRead(x, 1, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        scanReplyHead(x, 0, 0);
        return;
    }
    if (!scanRead(x, 3, OBJ_SET, &s.args))
        return;
    replySink *out = x->out, members = {.resp = out->resp, .muted = out->muted};
    x->out = &members;
    if (o->encoding == ENC_HASHTABLE) {
        cursor = scanTable(&s, objectValue(o), cursor);
    } else {
        scanWhole(&s, o);
        cursor = 0;
    }
    x->out = out;
    scanReplyHead(x, cursor, s.written);
    if (members.len)
        sinkAppend(out, members.buf, members.len);
    sinkRelease(&members);
}
