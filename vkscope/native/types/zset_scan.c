/* zset_scan.c: ZSCAN.
 *
 * Cost  a listpack is answered at once. */
#include "types/types.h"
#include "types/scan.h"
#include "gen/commands.h"
#include <stdio.h>

typedef struct memberScan {
    execContext *x;
    scanArgs args;
    long written;
    uint64_t seen;
} memberScan;

/* shortest: as a listpack holds it. From a skiplist Valkey writes 17 digits, as for a long double. */
static void scanned(memberScan *s, const stringView *member, double score, bool shortest) {
    const execArg *pattern = s->args.pattern;
    s->seen++;
    if (pattern && !globMatch(pattern->ptr, pattern->len, member->ptr, member->len, false))
        return;
    replyBulk(s->x, member->ptr, member->len);
    if (s->args.values) {
        char text[64];
        int len = shortest ? (int)d2string(text, sizeof(text), score) : snprintf(text, sizeof(text), "%.17g", score);
        replyBulk(s->x, text, (size_t)len);
    }
    s->written += s->args.values ? 2 : 1;
}

static void scannedNode(void *ctx, void *entry) {
    const skiplistNode *n = entry;
    stringView member;
    member.ptr = skiplistMember(n, &member.len);
    scanned(ctx, &member, n->score, false);
}

static uint64_t scanTable(memberScan *s, hashtable *t, uint64_t cursor) {
    uint64_t steps = scanSteps(&s->args);
    do {
        cursor = hashtableScan(t, cursor, scannedNode, s);
    } while (cursor && --steps && s->seen < (uint64_t)s->args.count);
    return cursor;
}

static void scanPack(memberScan *s, const object *o) {
    zsetWalk w;
    stringView member;
    double score;
    zsetWalkStart(&w, o, 0, false);
    while (zsetWalkNext(&w, &member, &score))
        scanned(s, &member, score, true);
}

/* The cursor comes first and is known last: the members are written to a sink of their own. */
void zscanCommand(execContext *x) {
    memberScan s = {.x = x};
    uint64_t cursor;
    bool wrong_type;
    if (!argsCursor(x, 2, &cursor))
        return;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        scanReplyHead(x, 0, 0);
        return;
    }
    if (!scanRead(x, 3, OBJ_ZSET, &s.args))
        return;
    replySink *out = x->out, elements = {.resp = out->resp, .muted = out->muted};
    x->out = &elements;
    if (o->encoding == ENC_SKIPLIST) {
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
