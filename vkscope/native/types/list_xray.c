/* list_xray.c: how SCOPE XRAY draws a list: every byte of a listpack; the nodes of a quicklist, plain, packed or
 * compressed, and the elements in them. Offsets are read from the blocks; those in a compressed node are of its
 * listpack as it is unpacked for the drawing. */
#include "types/types.h"
#include "types/draw.h"
#include <stdio.h>

static const char *const ELEMENT[2] = {"element", "element"};

static void drawCompressed(const quicklistNode *n, quicklistScratch *scratch, xraySink *s) {
    xrayNumber(s, "compressed_bytes", n->gap);
    xrayNumber(s, "percent_of_size", (int64_t)(n->gap * 100ULL / n->sz));
    unsigned char *data = quicklistNodeData(n, scratch);
    if (n->plain)
        xrayText(s, "text", (const char *)data, n->sz);
    xrayLeaf(s, "lzf", "what the block holds", 0, n->gap);
    if (!n->plain)
        xrayLeftOut(s, n->count - drawPack(s, data, 0, ELEMENT));
}

static void drawRaw(const quicklistNode *n, xraySink *s) {
    size_t block = zmallocSize(n->block), used = n->gap + n->sz;
    if (n->gap)
        xrayLeaf(s, "gap", "where elements left, or will be put in front", 0, n->gap);
    if (n->plain) {
        xrayText(s, "text", (const char *)n->block, n->sz);
    } else {
        xrayLeftOut(s, n->count - drawPack(s, n->block + n->gap, n->gap, ELEMENT));
    }
    drawSpare(s, used, block);
}

static void drawNode(const quicklistNode *n, size_t number, quicklistScratch *scratch, xraySink *s) {
    char label[64];
    snprintf(label, sizeof(label), "number %zu, %s%s", number, n->plain ? "plain" : "packed",
             n->lzf ? ", compressed" : "");
    xrayOpen(s, "quicklist_node", label, 0, zmallocSize(n) + zmallocSize(n->block));
    xrayNumber(s, "entries", n->count);
    xrayNumber(s, "size", (int64_t)n->sz);
    if (n->lzf) {
        drawCompressed(n, scratch, s);
    } else {
        drawRaw(n, s);
    }
    xrayClose(s);
}

static void drawQuicklist(const quicklist *ql, xraySink *s) {
    quicklistScratch scratch = {NULL};
    size_t number = 0;
    xrayOpen(s, "quicklist", "nodes linked both ways", 0, quicklistMemUsage(ql, 0));
    xrayNumber(s, "entries", (int64_t)ql->count);
    xrayNumber(s, "nodes", (int64_t)ql->len);
    xrayNumber(s, "fill", ql->fill);
    xrayNumber(s, "compress_depth", ql->compress);
    const quicklistNode *n = ql->head;
    for (; n && !xrayFull(s); n = n->next)
        drawNode(n, number++, &scratch, s);
    for (; n; n = n->next)
        xrayLeftOut(s, n->count);
    xrayClose(s);
    quicklistScratchRelease(&scratch);
}

static void drawList(const object *o, xraySink *s) {
    if (o->encoding == ENC_LISTPACK) {
        const packDrawing words = {
            "elements in order", {"element", "element"}, {{"list_max_listpack_size", types_config.list_max_size}}};
        drawListpack(s, objectValue(o), &words);
    } else {
        drawQuicklist(objectValue(o), s);
    }
}

void listXrayInit(void) {
    scopeXrayAdd(OBJ_LIST, drawList);
}
