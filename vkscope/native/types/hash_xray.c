/* hash_xray.c: how SCOPE XRAY draws a hash: every byte of a listpack, the buckets and entries of a table, and the order
 * in which its fields expire. Offsets are read from the blocks. */
#include "types/hash_entry.h"
#include "ds/hashtable_inline.h"
#include "exec/scope.h"
#include <stdio.h>

enum { LISTPACK_HEAD = 6, TIMED_SHOWN = 64 };

static void drawPackEntry(xraySink *s, unsigned char *lp, unsigned char *p, const char *label) {
    listpackLayout l;
    unsigned int len;
    long long n;
    lpLayout(lp, p, &l);
    const char *text = (const char *)lpGetValue(p, &len, &n);
    xrayOpen(s, "entry", label, l.offset, l.header + l.payload + l.backlen);
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
    xrayOpen(s, "listpack", "fields and values in turn", 0, block);
    xrayNumber(s, "entries", (int64_t)left);
    xrayNumber(s, "max_entries", (int64_t)types_config.hash_max_entries);
    xrayNumber(s, "max_value_bytes", (int64_t)types_config.hash_max_value);
    xrayLeaf(s, "header", "bytes in all, entries", 0, LISTPACK_HEAD);
    bool field = true;
    for (unsigned char *p = lpFirst(lp); p && !xrayFull(s); p = lpNext(lp, p), field = !field, left--)
        drawPackEntry(s, lp, p, field ? "field" : "value");
    xrayLeftOut(s, left);
    xrayLeaf(s, "end", "the byte 255", bytes - 1, 1);
    if (block > bytes)
        xrayLeaf(s, "spare", "rest of the block", bytes, block - bytes);
    xrayClose(s);
}

static void drawTimes(xraySink *s, const void *entry) {
    long long when = hashEntryExpire(entry);
    xrayNumber(s, "expire_unix_ms", when);
    xrayNumber(s, "ttl_ms", when - command_now);
}

static void drawEntry(xraySink *s, const hashtableBucket *b, unsigned place) {
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
    if (block > used)
        xrayLeaf(s, "spare", "rest of the block", used, block - used);
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
    for (unsigned place = 0; place < HASHTABLE_BUCKET_PLACES; place++) {
        if (!(used >> place & 1) || xrayFull(s))
            continue;
        drawEntry(s, b, place);
        drawn++;
    }
    xrayClose(s);
    return drawn;
}

static void drawBuckets(xraySink *s, const hashtable *t) {
    size_t left = hashtableSize(t);
    for (unsigned table = 0; table < 2 && t->exp[table] >= 0; table++) {
        for (size_t i = 0; i <= hashtableMaskOf(t, table) && !xrayFull(s); i++) {
            const hashtableBucket *top = &t->table[table][i];
            for (const hashtableBucket *b = top; b && b->presence && !xrayFull(s); b = hashtableNextOf(b))
                left -= drawBucket(s, b, table, i, b != top);
        }
    }
    xrayLeftOut(s, left);
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
    drawBuckets(s, t);
    xrayClose(s);
}

static void drawHash(const object *o, xraySink *s) {
    if (o->encoding == ENC_LISTPACK) {
        drawListpack(objectValue(o), s);
    } else {
        drawTable(objectValue(o), s);
    }
}

void hashXrayInit(void) {
    scopeXrayAdd(OBJ_HASH, drawHash);
}
