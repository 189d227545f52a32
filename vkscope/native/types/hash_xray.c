/* hash_xray.c: how SCOPE XRAY draws a hash: every byte of a listpack, the buckets and entries of a table, and the order
 * in which its fields expire. Offsets are read from the blocks. */
#include "types/hash_entry.h"
#include "types/draw.h"

enum { TIMED_SHOWN = 64 };

static void drawTimes(xraySink *s, const void *entry) {
    long long when = hashEntryExpire(entry);
    xrayNumber(s, "expire_unix_ms", when);
    xrayNumber(s, "ttl_ms", when - command_now);
}

static void drawField(xraySink *s, const hashtableBucket *b, unsigned place) {
    const char *e = b->entry[place];
    unsigned flags = hashEntryFlags(e);
    stringView f, v;
    hashEntryView(e, &f, &v);
    size_t block = zmallocSize(e), used = (size_t)(v.ptr - e) + v.len;
    xrayOpen(s, "entry", "a field and its value, in a block of its own", 0, block);
    xrayNumber(s, "place", place);
    xrayNumber(s, "tag", b->tag[place]);
    if (flags & HASH_ENTRY_TIMED)
        drawTimes(s, e);
    xrayLeaf(s, "header", "flags and lengths", 0,
             flags & HASH_ENTRY_WIDE ? HASH_ENTRY_WIDE_HEAD : HASH_ENTRY_NARROW_HEAD);
    if (flags & HASH_ENTRY_TIMED)
        xrayLeaf(s, "expire", "time limit", hashEntryHead(flags) - HASH_ENTRY_EXPIRE_BYTES, HASH_ENTRY_EXPIRE_BYTES);
    xrayOpen(s, "bytes", "field", (uint64_t)(f.ptr - e), f.len);
    xrayText(s, "text", f.ptr, f.len);
    xrayClose(s);
    xrayOpen(s, "bytes", "value", (uint64_t)(v.ptr - e), v.len);
    xrayText(s, "text", v.ptr, v.len);
    xrayClose(s);
    drawSpare(s, used, block);
    xrayClose(s);
}

/* The order of expiry, earliest first as far as leaves tell. */
static void drawTimed(xraySink *s, const vset *timed) {
    vsetShape shape;
    vsetIterator it;
    void *entry;
    vsetGetShape(timed, &shape);
    xrayOpen(s, "vset", "fields by when they expire", 0, shape.bytes);
    xrayNumber(s, "entries", (int64_t)shape.entries);
    xrayNumber(s, "depth", shape.depth);
    xrayNumber(s, "leaves", (int64_t)shape.leaves);
    xrayNumber(s, "inner", (int64_t)shape.inner);
    vsetInitIterator(timed, &it);
    size_t n = 0;
    while (n < TIMED_SHOWN && !xrayFull(s) && vsetNext(&it, &entry)) {
        stringView f;
        hashEntryView(entry, &f, NULL);
        xrayOpen(s, "pointer", "to an entry", n++ * sizeof(void *), sizeof(void *));
        xrayText(s, "field", f.ptr, f.len);
        drawTimes(s, entry);
        xrayClose(s);
    }
    vsetResetIterator(&it);
    xrayLeftOut(s, shape.entries - n);
    xrayClose(s);
}

static void drawTable(hashtable *t, xraySink *s) {
    volatileParts *parts = hashtableMetadata(t);
    xrayOpen(s, "hashtable", "buckets of 64 bytes", 0, hashtableMemUsage(t));
    xrayNumber(s, "entries", (int64_t)hashtableSize(t));
    xrayNumber(s, "buckets", (int64_t)hashtableBuckets(t));
    xrayNumber(s, "rehashing", hashtableIsRehashing(t));
    xrayLeaf(s, "header", "sizes, and the root of the expiring fields", 0, sizeof(*t) + sizeof(*parts));
    if (!vsetIsEmpty(&parts->set))
        drawTimed(s, &parts->set);
    drawBuckets(s, t, drawField);
    xrayClose(s);
}

static void drawHash(const object *o, xraySink *s) {
    if (o->encoding == ENC_LISTPACK) {
        const packDrawing words = {"fields and values in turn",
                                   {"field", "value"},
                                   {{"max_entries", (int64_t)types_config.hash_max_entries},
                                    {"max_value_bytes", (int64_t)types_config.hash_max_value}}};
        drawListpack(s, objectValue(o), &words);
    } else {
        drawTable(objectValue(o), s);
    }
}

void hashXrayInit(void) {
    scopeXrayAdd(OBJ_HASH, drawHash);
}
