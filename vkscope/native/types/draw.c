/* draw.c: see draw.h. */
#include "types/draw.h"
#include <stdio.h>
#include <string.h>

enum { LISTPACK_HEAD = 6 };

void drawSpare(xraySink *s, size_t used, size_t block) {
    if (block > used)
        xrayLeaf(s, "spare", "rest of the block", used, block - used);
}

static void drawElement(xraySink *s, unsigned char *lp, unsigned char *p, size_t from, const char *label) {
    listpackLayout l;
    lpValue v;
    lpLayout(lp, p, &l);
    lpValueAt(p, &v);
    xrayOpen(s, "entry", label, from + l.offset, l.header + l.payload + l.backlen);
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

size_t drawPack(xraySink *s, unsigned char *lp, size_t from, const char *const element[2]) {
    size_t drawn = 0;
    xrayLeaf(s, "header", "bytes in all, entries", from, LISTPACK_HEAD);
    for (unsigned char *p = lpFirst(lp); p && !xrayFull(s); p = lpNext(lp, p), drawn++)
        drawElement(s, lp, p, from, element[drawn % 2]);
    xrayLeaf(s, "end", "the byte 255", from + lpBytes(lp) - 1, 1);
    return drawn;
}

void drawListpack(xraySink *s, unsigned char *lp, const packDrawing *words) {
    size_t block = zmallocSize(lp), length = lpLength(lp);
    xrayOpen(s, "listpack", words->label, 0, block);
    xrayNumber(s, "entries", (int64_t)length);
    for (int i = 0; i < 2 && words->limit[i].name; i++)
        xrayNumber(s, words->limit[i].name, words->limit[i].value);
    xrayLeftOut(s, length - drawPack(s, lp, 0, words->element));
    drawSpare(s, lpBytes(lp), block);
    xrayClose(s);
}

/* One bucket of a chain; how many entries were drawn. */
static size_t drawBucket(xraySink *s, const hashtableBucket *b, unsigned table, size_t at, bool child, drawEntry draw) {
    char label[48];
    size_t drawn = 0;
    unsigned used = b->presence & HT_PRESENT;
    snprintf(label, sizeof(label), "%s %zu of table %u", child ? "chained to" : "bucket", at, table);
    xrayOpen(s, "bucket", label, child ? 0 : at * sizeof(*b), sizeof(*b));
    xrayNumber(s, "presence", b->presence);
    xrayNumber(s, "entries", __builtin_popcount(used));
    for (; used && !xrayFull(s); used &= used - 1, drawn++)
        draw(s, b, (unsigned)__builtin_ctz(used));
    xrayClose(s);
    return drawn;
}

void drawBuckets(xraySink *s, const hashtable *t, drawEntry draw) {
    size_t left = hashtableSize(t);
    for (unsigned table = 0; table < 2 && t->exp[table] >= 0; table++) {
        for (size_t i = 0; i <= hashtableMaskOf(t, table) && !xrayFull(s); i++) {
            const hashtableBucket *top = &t->table[table][i];
            for (const hashtableBucket *b = top; b && b->presence && !xrayFull(s); b = hashtableNextOf(b))
                left -= drawBucket(s, b, table, i, b != top, draw);
        }
    }
    xrayLeftOut(s, left);
}
