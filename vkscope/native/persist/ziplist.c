/* ziplist.c: see ziplist.h. */
#include "persist/ziplist.h"
#include "ds/ds.h"

enum { HEAD = 10, END = 255, WIDE = 254, COUNT_UNKNOWN = UINT16_MAX, ZIPMAP_COUNT_UNKNOWN = 254 };

/* Bytes from at up to end. */
typedef struct bytes {
    const unsigned char *at, *end;
} bytes;

static uint64_t little(const unsigned char *p, unsigned n) {
    uint64_t v = 0;
    for (unsigned i = 0; i < n; i++)
        v |= (uint64_t)p[i] << 8 * i;
    return v;
}

static bool take(bytes *b, size_t n, const unsigned char **p) {
    if ((size_t)(b->end - b->at) < n)
        return false;
    *p = b->at;
    b->at += n;
    return true;
}

/* One byte, or 254 and four. */
static bool takeLength(bytes *b, size_t *n) {
    const unsigned char *p;
    if (!take(b, 1, &p) || *p == END)
        return false;
    *n = *p;
    if (*p != WIDE)
        return true;
    if (!take(b, 4, &p))
        return false;
    *n = little(p, 4);
    return true;
}

static unsigned char *append(unsigned char *lp, const unsigned char *text, size_t len) {
    return lpSafeToAdd(lp, len) ? lpAppend(lp, text, (uint32_t)len) : NULL;
}

/* An integer's bytes by its first one; -1: none of these. */
static int intBytes(unsigned char first) {
    switch (first) {
    case 0xfe:
        return 1;
    case 0xc0:
        return 2;
    case 0xf0:
        return 3;
    case 0xd0:
        return 4;
    case 0xe0:
        return 8;
    default:
        return first >= 0xf1 && first <= 0xfd ? 0 : -1;
    }
}

static unsigned char *appendInt(unsigned char *lp, bytes *b, unsigned char first) {
    const unsigned char *p;
    int n = intBytes(first);
    if (n < 0 || !take(b, (size_t)n, &p))
        return NULL;
    if (n == 0)
        return lpAppendInteger(lp, (first & 15) - 1);
    unsigned shift = 64 - 8 * (unsigned)n;
    return lpAppendInteger(lp, (int64_t)(little(p, (unsigned)n) << shift) >> shift);
}

static unsigned char *appendText(unsigned char *lp, bytes *b, unsigned char first) {
    const unsigned char *p;
    size_t len = first & 63;
    if (first >= 0x80) {
        if (first != 0x80 || !take(b, 4, &p))
            return NULL;
        len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
    } else if (first >= 0x40) {
        if (!take(b, 1, &p))
            return NULL;
        len = len << 8 | p[0];
    }
    return take(b, len, &p) ? append(lp, p, len) : NULL;
}

/* Appends the entry at b, whose predecessor has `previous` bytes; NULL: broken. */
static unsigned char *appendEntry(unsigned char *lp, bytes *b, size_t previous) {
    const unsigned char *p;
    size_t said;
    if (!takeLength(b, &said) || said != previous || !take(b, 1, &p))
        return NULL;
    return *p >= 0xc0 ? appendInt(lp, b, *p) : appendText(lp, b, *p);
}

unsigned char *ziplistToListpack(const unsigned char *zl, size_t size) {
    if (size <= HEAD || little(zl, 4) != size || zl[size - 1] != END)
        return NULL;
    bytes b = {zl + HEAD, zl + size - 1};
    unsigned char *lp = lpNew(size), *grown = lp;
    const unsigned char *last = b.at;
    size_t n = 0, previous = 0;
    for (; grown && b.at < b.end; n++) {
        last = b.at;
        grown = appendEntry(lp, &b, previous);
        lp = grown ? grown : lp;
        previous = (size_t)(b.at - last);
    }
    size_t count = little(zl + 8, 2);
    bool good = grown && little(zl + 4, 4) == (size_t)(last - zl) && (count == COUNT_UNKNOWN ? n >= count : n == count);
    if (good)
        return lpShrinkToFit(lp);
    lpFree(lp);
    return NULL;
}

static unsigned char *appendPair(unsigned char *lp, bytes *b) {
    const unsigned char *field, *value, *spare;
    size_t flen, vlen;
    if (!takeLength(b, &flen) || !take(b, flen, &field) || !takeLength(b, &vlen) || !take(b, 1, &spare) ||
        !take(b, vlen, &value))
        return NULL;
    unsigned room = *spare;
    if (!take(b, room, &spare) || !lpSafeToAdd(lp, flen + vlen))
        return NULL;
    lp = lpAppend(lp, field, (uint32_t)flen);
    return lpAppend(lp, value, (uint32_t)vlen);
}

unsigned char *zipmapToListpack(const unsigned char *zm, size_t size) {
    if (size < 2 || zm[size - 1] != END)
        return NULL;
    bytes b = {zm + 1, zm + size - 1};
    unsigned char *lp = lpNew(size), *grown = lp;
    size_t n = 0;
    for (; b.at < b.end; n++) {
        grown = appendPair(lp, &b);
        if (!grown)
            break;
        lp = grown;
    }
    if (grown && (zm[0] >= ZIPMAP_COUNT_UNKNOWN || n == zm[0]))
        return lpShrinkToFit(lp);
    lpFree(lp);
    return NULL;
}

static unsigned char *readOld(rdbIn *in, unsigned char *(*convert)(const unsigned char *, size_t), const char *broken) {
    size_t size;
    unsigned char *old = rdbReadBlob(in, &size);
    if (!old)
        return NULL;
    unsigned char *lp = convert(old, size);
    zfree(old);
    if (!lp)
        return rdbNone(in, broken);
    if (lpFirst(lp))
        return lp;
    lpFree(lp);
    rdbFail(in, RDB_EMPTY, "a value without elements");
    return NULL;
}

unsigned char *rdbReadZiplist(rdbIn *in) {
    return readOld(in, ziplistToListpack, "a ziplist that is broken");
}

unsigned char *rdbReadZipmap(rdbIn *in) {
    return readOld(in, zipmapToListpack, "a zipmap that is broken");
}
