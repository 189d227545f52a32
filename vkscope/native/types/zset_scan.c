/* zset_scan.c: ZSCAN. */
#include "types/types.h"
#include "types/scan.h"
#include "gen/commands.h"
#include <stdio.h>

/* shortest: as a listpack holds it. From a skiplist Valkey writes 17 digits, as for a long double. */
static void scanned(valueScan *s, const stringView *member, double score, bool shortest) {
    char text[64];
    if (!scanName(s, member->ptr, member->len) || !s->args.values)
        return;
    int len = shortest ? (int)d2string(text, sizeof(text), score) : snprintf(text, sizeof(text), "%.17g", score);
    replyBulk(s->x, text, (size_t)len);
    s->written++;
}

static void scannedNode(void *ctx, void *entry) {
    const skiplistNode *n = entry;
    stringView member;
    member.ptr = skiplistMember(n, &member.len);
    scanned(ctx, &member, n->score, false);
}

static void scanPack(valueScan *s, const object *o) {
    zsetWalk w;
    stringView member;
    double score;
    zsetWalkStart(&w, o, 0, false);
    while (zsetWalkNext(&w, &member, &score))
        scanned(s, &member, score, true);
}

void zscanCommand(execContext *x) {
    static const scanWay way = {OBJ_ZSET, ENC_SKIPLIST, scannedNode, scanPack};
    scanValue(x, &way);
}
