/* set_xray.c: how SCOPE XRAY draws a set: every integer of an intset, every byte of a listpack, the buckets and entries
 * of a table. Offsets are read from the blocks. */
#include "types/set_entry.h"
#include "ds/hashtable_inline.h"
#include "exec/scope.h"
#include <stdio.h>

enum { LISTPACK_HEAD = 6 };

static void drawSpare(xraySink *s, size_t used, size_t block) {
    if (block > used)
        xrayLeaf(s, "spare", "rest of the block", used, block - used);
}

static void drawIntset(const intset *set, xraySink *s) {
    size_t bytes = intsetBytes(set), block = zmallocSize(set), left = intsetLen(set);
    xrayOpen(s, "intset", "integers, ascending", 0, block);
    xrayNumber(s, "entries", (int64_t)left);
    xrayNumber(s, "integer_bytes", set->width);
    xrayNumber(s, "max_entries", (int64_t)types_config.set_max_intset);
    xrayLeaf(s, "header", "bytes of an integer, entries", 0, sizeof(*set));
    for (uint32_t i = 0; i < intsetLen(set) && !xrayFull(s); i++, left--) {
        xrayOpen(s, "integer", "member", sizeof(*set) + (size_t)i * set->width, set->width);
        xrayNumber(s, "number", intsetGet(set, i));
        xrayNumber(s, "needs_bytes", intsetWidthOf(intsetGet(set, i)));
        xrayClose(s);
    }
    xrayLeftOut(s, left);
    drawSpare(s, bytes, block);
    xrayClose(s);
}

static void drawPackEntry(xraySink *s, unsigned char *lp, unsigned char *p) {
    listpackLayout l;
    unsigned int len;
    long long n;
    lpLayout(lp, p, &l);
    const char *text = (const char *)lpGetValue(p, &len, &n);
    xrayOpen(s, "entry", "member", l.offset, l.header + l.payload + l.backlen);
    xrayText(s, "encoding", l.encoding, strlen(l.encoding));
    xrayNumber(s, "header_bytes", (int64_t)l.header);
    xrayNumber(s, "backlen_bytes", l.backlen);
    if (text) {
        xrayText(s, "text", text, len);
    } else {
        xrayNumber(s, "number", n);
    }
    xrayClose(s);
}

static void drawListpack(unsigned char *lp, xraySink *s) {
    size_t bytes = lpBytes(lp), block = zmallocSize(lp), left = lpLength(lp);
    xrayOpen(s, "listpack", "members as they came", 0, block);
    xrayNumber(s, "entries", (int64_t)left);
    xrayNumber(s, "max_entries", (int64_t)types_config.set_max_entries);
    xrayNumber(s, "max_value_bytes", (int64_t)types_config.set_max_value);
    xrayLeaf(s, "header", "bytes in all, entries", 0, LISTPACK_HEAD);
    for (unsigned char *p = lpFirst(lp); p && !xrayFull(s); p = lpNext(lp, p), left--)
        drawPackEntry(s, lp, p);
    xrayLeftOut(s, left);
    xrayLeaf(s, "end", "the byte 255", bytes - 1, 1);
    drawSpare(s, bytes, block);
    xrayClose(s);
}

static void drawEntry(xraySink *s, const hashtableBucket *b, unsigned place) {
    const char *e = b->entry[place];
    size_t len, block = zmallocSize(e);
    const char *data = setEntryBytes(e, &len);
    size_t head = (size_t)(data - e);
    xrayOpen(s, "entry", "a member in a block of its own", 0, block);
    xrayNumber(s, "place", place);
    xrayNumber(s, "tag", b->tag[place]);
    xrayLeaf(s, "header", "length", 0, head);
    xrayOpen(s, "bytes", "member", head, len);
    xrayText(s, "text", data, len);
    xrayClose(s);
    drawSpare(s, head + len, block);
    xrayClose(s);
}

/* One bucket of a chain; how many entries were drawn. */
static size_t drawBucket(xraySink *s, const hashtableBucket *b, unsigned table, size_t at, bool child) {
    char label[48];
    size_t drawn = 0;
    unsigned used = b->presence & HT_PRESENT;
    snprintf(label, sizeof(label), "%s %zu of table %u", child ? "chained to" : "bucket", at, table);
    xrayOpen(s, "bucket", label, child ? 0 : at * sizeof(*b), sizeof(*b));
    xrayNumber(s, "presence", b->presence);
    xrayNumber(s, "entries", __builtin_popcount(used));
    for (; used && !xrayFull(s); used &= used - 1, drawn++)
        drawEntry(s, b, (unsigned)__builtin_ctz(used));
    xrayClose(s);
    return drawn;
}

static void drawTable(const hashtable *t, xraySink *s) {
    size_t left = hashtableSize(t);
    xrayOpen(s, "hashtable", "buckets of 64 bytes", 0, hashtableMemUsage(t));
    xrayNumber(s, "entries", (int64_t)left);
    xrayNumber(s, "buckets", (int64_t)hashtableBuckets(t));
    xrayNumber(s, "rehashing", hashtableIsRehashing(t));
    xrayLeaf(s, "header", "sizes", 0, sizeof(*t));
    for (unsigned table = 0; table < 2 && t->exp[table] >= 0; table++) {
        for (size_t i = 0; i <= hashtableMaskOf(t, table) && !xrayFull(s); i++) {
            const hashtableBucket *top = &t->table[table][i];
            for (const hashtableBucket *b = top; b && b->presence && !xrayFull(s); b = hashtableNextOf(b))
                left -= drawBucket(s, b, table, i, b != top);
        }
    }
    xrayLeftOut(s, left);
    xrayClose(s);
}

static void drawSet(const object *o, xraySink *s) {
    if (o->encoding == ENC_INTSET) {
        drawIntset(objectValue(o), s);
    } else if (o->encoding == ENC_LISTPACK) {
        drawListpack(objectValue(o), s);
    } else {
        drawTable(objectValue(o), s);
    }
}

void setXrayInit(void) {
    scopeXrayAdd(OBJ_SET, drawSet);
}
