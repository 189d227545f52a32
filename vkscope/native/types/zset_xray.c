/* zset_xray.c: how SCOPE XRAY draws a sorted set: every byte of a listpack; the levels of a skiplist with what each
 * link leads to and how many nodes it passes, the nodes in order, and the table that holds the same nodes. */
#include "types/types.h"
#include "types/draw.h"
#include <stdio.h>

enum { LINKS_SHOWN = 32 };

static void drawScore(xraySink *s, double score) {
    char text[64];
    xrayText(s, "score", text, (size_t)d2string(text, sizeof(text), score));
}

static void drawMember(xraySink *s, const skiplistNode *n) {
    size_t len;
    const char *member = skiplistMember(n, &len);
    xrayText(s, "member", member, len);
}

/* One link: what it leads to, and how far. */
static void drawLink(xraySink *s, const skiplistLevel *l, uint64_t offset) {
    xrayOpen(s, "link", l->forward ? "to a node" : "to the end", offset, sizeof(*l));
    xrayNumber(s, "span", (int64_t)l->span);
    if (l->forward) {
        drawMember(s, l->forward);
        drawScore(s, l->score);
    }
    xrayClose(s);
}

/* A level above the lowest: its nodes and its first links, from the head. */
static void drawLevel(xraySink *s, const skiplist *list, unsigned level) {
    char label[32];
    size_t nodes = 0, drawn = 0;
    const skiplistLevel *first = skiplistLevelOf(&list->head, level);
    for (const skiplistLevel *l = first; l->forward; l = skiplistLevelOf(l->forward, level))
        nodes++;
    snprintf(label, sizeof(label), "level %u", level);
    xrayOpen(s, "level", label, 0, (nodes + 1) * sizeof(*first));
    xrayNumber(s, "nodes", (int64_t)nodes);
    for (const skiplistLevel *l = first; drawn < LINKS_SHOWN && !xrayFull(s); drawn++) {
        drawLink(s, l, 0);
        if (!l->forward)
            break;
        l = skiplistLevelOf(l->forward, level);
    }
    xrayLeftOut(s, nodes + 1 > drawn ? nodes + 1 - drawn : 0);
    xrayClose(s);
}

static void drawNode(xraySink *s, const skiplistNode *n) {
    size_t levels = (n->height - 1U) * sizeof(skiplistLevel), block = skiplistNodeBytes(n), len;
    const char *member = skiplistMember(n, &len);
    size_t at = levels + (size_t)(member - (const char *)n);
    xrayOpen(s, "node", "links, score and member in a block of its own", 0, block);
    xrayNumber(s, "height", n->height);
    drawScore(s, n->score);
    for (unsigned level = n->height; level > 1; level--)
        drawLink(s, skiplistLevelOf(n, level), (n->height - level) * sizeof(skiplistLevel));
    xrayLeaf(s, "header", "score, back, next, height, length", levels, at - levels);
    xrayOpen(s, "bytes", "member", at, len);
    xrayText(s, "text", member, len);
    xrayClose(s);
    drawSpare(s, at + len, block);
    xrayClose(s);
}

static void drawList(xraySink *s, const skiplist *list) {
    size_t left = list->length;
    xrayOpen(s, "skiplist", "the order: by score, then by bytes", 0, sizeof(*list));
    xrayNumber(s, "length", (int64_t)list->length);
    xrayNumber(s, "levels", list->height);
    xrayLeaf(s, "header", "links of the head on 32 levels, last, length", 0, sizeof(*list));
    for (unsigned level = list->height; level > 1 && !xrayFull(s); level--)
        drawLevel(s, list, level);
    xrayOpen(s, "level", "level 1: every node, with its block", 0, 0);
    for (const skiplistNode *n = skiplistFirst(list); n && !xrayFull(s); n = n->next, left--)
        drawNode(s, n);
    xrayLeftOut(s, left);
    xrayClose(s);
    xrayClose(s);
}

/* The table by its numbers: its entries are the nodes drawn before. */
static void drawTable(xraySink *s, const hashtable *t) {
    xrayOpen(s, "hashtable", "the same nodes by member, in buckets of 64 bytes", 0, hashtableMemUsage(t));
    xrayNumber(s, "entries", (int64_t)hashtableSize(t));
    xrayNumber(s, "buckets", (int64_t)hashtableBuckets(t));
    xrayNumber(s, "chained", (int64_t)(hashtableChainedBuckets(t, 0) + hashtableChainedBuckets(t, 1)));
    xrayNumber(s, "rehashing", hashtableIsRehashing(t));
    xrayClose(s);
}

static void drawZset(const object *o, xraySink *s) {
    if (o->encoding == ENC_LISTPACK) {
        const packDrawing words = {"members and scores in turn, in order",
                                   {"member", "score"},
                                   {{"max_entries", (int64_t)types_config.zset_max_entries},
                                    {"max_value_bytes", (int64_t)types_config.zset_max_value}}};
        drawListpack(s, objectValue(o), &words);
        return;
    }
    drawTable(s, objectValue(o));
    drawList(s, zsetList(o));
}

void zsetXrayInit(void) {
    scopeXrayAdd(OBJ_ZSET, drawZset);
}
