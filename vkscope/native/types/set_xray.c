/* set_xray.c: how SCOPE XRAY draws a set: every integer of an intset, every byte of a listpack, the buckets and entries
 * of a table. Offsets are read from the blocks. */
#include "types/set_entry.h"
#include "types/draw.h"

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

static void drawMember(xraySink *s, const hashtableBucket *b, unsigned place) {
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

static void drawTable(const hashtable *t, xraySink *s) {
    xrayOpen(s, "hashtable", "buckets of 64 bytes", 0, hashtableMemUsage(t));
    xrayNumber(s, "entries", (int64_t)hashtableSize(t));
    xrayNumber(s, "buckets", (int64_t)hashtableBuckets(t));
    xrayNumber(s, "rehashing", hashtableIsRehashing(t));
    xrayLeaf(s, "header", "sizes", 0, sizeof(*t));
    drawBuckets(s, t, drawMember);
    xrayClose(s);
}

static void drawSet(const object *o, xraySink *s) {
    if (o->encoding == ENC_INTSET) {
        drawIntset(objectValue(o), s);
    } else if (o->encoding == ENC_LISTPACK) {
        const packDrawing words = {"members as they came",
                                   {"member", "member"},
                                   {{"max_entries", (int64_t)types_config.set_max_entries},
                                    {"max_value_bytes", (int64_t)types_config.set_max_value}}};
        drawListpack(s, objectValue(o), &words);
    } else {
        drawTable(objectValue(o), s);
    }
}

void setXrayInit(void) {
    scopeXrayAdd(OBJ_SET, drawSet);
}
