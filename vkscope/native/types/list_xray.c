/* list_xray.c: how SCOPE XRAY draws a list: every byte of a listpack; the nodes of a quicklist, plain, packed or
 * compressed, and the elements in them. Offsets are read from the blocks; those in a compressed node are of its
 * listpack as it is unpacked for the drawing. */
#include "types/types.h"
#include "exec/scope.h"
#include <stdio.h>
#include <string.h>

enum { LISTPACK_HEAD = 6 };

static void drawElement(xraySink *s, unsigned char *lp, unsigned char *p, size_t from) {
    listpackLayout l;
    lpValue v;
    lpLayout(lp, p, &l);
    lpValueAt(p, &v);
    xrayOpen(s, "entry", "element", from + l.offset, l.header + l.payload + l.backlen);
    xrayText(s, "encoding", l.encoding, strlen(l.encoding));
    xrayNumber(s, "header_bytes", (int64_t)l.header);
    xrayNumber(s, "backlen_bytes", l.backlen);
    if (v.text) {
        xrayText(s, "text", (const char *)v.text, v.len);
    } else {
        xrayNumber(s, "number", v.number);
    }
    xrayClose(s);
}

/* Header, elements, end; the listpack stands `from` bytes into its block. How many elements were drawn. */
static size_t drawPack(xraySink *s, unsigned char *lp, size_t from) {
    size_t drawn = 0;
    xrayLeaf(s, "header", "bytes in all, entries", from, LISTPACK_HEAD);
    for (unsigned char *p = lpFirst(lp); p && !xrayFull(s); p = lpNext(lp, p), drawn++)
        drawElement(s, lp, p, from);
    xrayLeaf(s, "end", "the byte 255", from + lpBytes(lp) - 1, 1);
    return drawn;
}

static void drawListpack(unsigned char *lp, xraySink *s) {
    size_t bytes = lpBytes(lp), block = zmallocSize(lp), length = lpLength(lp);
    xrayOpen(s, "listpack", "elements in order", 0, block);
    xrayNumber(s, "entries", (int64_t)length);
    xrayNumber(s, "list_max_listpack_size", types_config.list_max_size);
    xrayLeftOut(s, length - drawPack(s, lp, 0));
    if (block > bytes)
        xrayLeaf(s, "spare", "rest of the block", bytes, block - bytes);
    xrayClose(s);
}

static void drawCompressed(const quicklistNode *n, quicklistScratch *scratch, xraySink *s) {
    xrayNumber(s, "compressed_bytes", n->gap);
    xrayNumber(s, "percent_of_size", (int64_t)(n->gap * 100ULL / n->sz));
    unsigned char *data = quicklistNodeData(n, scratch);
    if (n->plain)
        xrayText(s, "text", (const char *)data, n->sz);
    xrayLeaf(s, "lzf", "what the block holds", 0, n->gap);
    if (!n->plain)
        xrayLeftOut(s, n->count - drawPack(s, data, 0));
}

static void drawRaw(const quicklistNode *n, xraySink *s) {
    size_t block = zmallocSize(n->block), used = n->gap + n->sz;
    if (n->gap)
        xrayLeaf(s, "gap", "where elements left, or will be put in front", 0, n->gap);
    if (n->plain) {
        xrayText(s, "text", (const char *)n->block, n->sz);
    } else {
        xrayLeftOut(s, n->count - drawPack(s, n->block + n->gap, n->gap));
    }
    if (block > used)
        xrayLeaf(s, "spare", "rest of the block", used, block - used);
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
        drawListpack(objectValue(o), s);
    } else {
        drawQuicklist(objectValue(o), s);
    }
}

void listXrayInit(void) {
    scopeXrayAdd(OBJ_LIST, drawList);
}
