/* rdb_codec.c: lengths, strings and numbers of rdb.h.
 *
 * Design    first byte                    what
 *           00nnnnnn                      length below 64
 *           01nnnnnn nnnnnnnn             length below 16,384, most significant byte first
 *           10000000 u32, 10000001 u64    longer ones, most significant byte first
 *           11000000 .. 11000010          a string that is an int8, int16, int32, little-endian
 *           11000011 length length bytes  a string as LZF: compressed length, its length, compressed bytes
 *           A string is its length and its bytes, or one of the last two.
 *
 *           examples: "12" c0 0c    "abc" 03 61 62 63    length 700 42 bc
 * Cost      A string from a file is copied once; from memory it is read where it stands. */
#include "persist/rdb.h"
#include "base/lzf.h"
#include "ds/ds.h"
#include <math.h>

enum { SMALL = 0, MIDDLE = 1, LONG = 0x80, LONGEST = 0x81, SPECIAL = 3 };
enum { SPECIAL_INT8, SPECIAL_INT16, SPECIAL_INT32, SPECIAL_LZF };
enum {
    NUMBER_TEXT = 11,       /* longer texts are no int32 */
    COMPRESS_ABOVE = 20,    /* bytes; shorter texts are not tried */
    LZF_RATIO = 88,         /* 3 bytes of LZF stand for 264 at most */
    BLOB_STEP = 1024 * 1024 /* of a source without a known end a block grows by this as its bytes come */
};

rdbConfig rdb_config = {.compression = true, .checksum = true, .save_version = RDB_VERSION, .file = "dump.rdb"};

/* --- writing --- */

void rdbWriteBytes(rdbOut *out, const void *data, size_t len) {
    streamWrite(&out->s, data, len);
}

void rdbWriteLength(rdbOut *out, uint64_t n) {
    unsigned char b[9];
    size_t len;
    if (n < 64) {
        streamWriteByte(&out->s, (uint8_t)n);
        return;
    }
    if (n < 16384) {
        b[0] = (unsigned char)(MIDDLE << 6 | n >> 8);
        b[1] = (unsigned char)n;
        len = 2;
    } else {
        bool wide = n > UINT32_MAX;
        size_t bytes = wide ? 8 : 4;
        b[0] = wide ? LONGEST : LONG;
        for (size_t i = 0; i < bytes; i++)
            b[1 + i] = (unsigned char)(n >> 8 * (bytes - 1 - i));
        len = 1 + bytes;
    }
    streamWrite(&out->s, b, len);
}

/* false: the number needs more than 32 bits. */
static bool writeSmallNumber(rdbOut *out, long long v) {
    unsigned char b[5];
    unsigned kind = v == (int8_t)v ? SPECIAL_INT8 : v == (int16_t)v ? SPECIAL_INT16 : SPECIAL_INT32;
    if (v != (int32_t)v)
        return false;
    b[0] = (unsigned char)(SPECIAL << 6 | kind);
    for (unsigned i = 0; i < 4; i++)
        b[1 + i] = (unsigned char)((uint32_t)v >> 8 * i);
    streamWrite(&out->s, b, 1 + ((size_t)1 << kind));
    return true;
}

void rdbWriteNumber(rdbOut *out, long long value) {
    if (writeSmallNumber(out, value))
        return;
    char text[LL_DIGITS];
    size_t len = (size_t)ll2string(text, value);
    rdbWriteLength(out, len);
    streamWrite(&out->s, text, len);
}

void rdbWriteCompressed(rdbOut *out, const void *lzf, size_t lzf_len, size_t len) {
    streamWriteByte(&out->s, SPECIAL << 6 | SPECIAL_LZF);
    rdbWriteLength(out, lzf_len);
    rdbWriteLength(out, len);
    streamWrite(&out->s, lzf, lzf_len);
}

/* false: it did not get shorter. */
static bool writeCompressed(rdbOut *out, const void *data, size_t len) {
    unsigned char small[4096], *room = len <= sizeof(small) ? small : zmalloc(len);
    size_t n = lzfCompress(data, len, room, len - 4);
    if (n)
        rdbWriteCompressed(out, room, n, len);
    if (room != small)
        zfree(room);
    return n > 0;
}

void rdbWriteString(rdbOut *out, const void *data, size_t len) {
    long long value;
    if (len <= NUMBER_TEXT && string2ll(data, len, &value) && writeSmallNumber(out, value))
        return;
    if (len > COMPRESS_ABOVE && out->compress && writeCompressed(out, data, len))
        return;
    rdbWriteLength(out, len);
    streamWrite(&out->s, data, len);
}

void rdbWriteDouble(rdbOut *out, double value) {
    streamWrite(&out->s, &value, 8);
}

void rdbWriteTime(rdbOut *out, int64_t value) {
    streamWrite(&out->s, &value, 8);
}

/* --- reading --- */

bool rdbFail(rdbIn *in, enum rdbError error, const char *what) {
    if (!in->error) {
        in->error = error;
        in->what = what;
    }
    return false;
}

bool rdbReadBytes(rdbIn *in, void *out, size_t len) {
    return likely(streamRead(&in->s, out, len)) || rdbFail(in, RDB_SHORT, "the data ends early");
}

/* A length, or with *special the kind of string that follows. */
static bool readLength(rdbIn *in, uint64_t *n, bool *special) {
    unsigned char b[8];
    *special = false;
    if (!rdbReadBytes(in, b, 1))
        return false;
    unsigned kind = b[0] >> 6;
    *n = b[0] & 63;
    if (kind == SMALL)
        return true;
    if (kind == SPECIAL) {
        *special = true;
        return true;
    }
    if (kind != MIDDLE && b[0] != LONG && b[0] != LONGEST)
        return rdbCorrupt(in, "a length of unknown form");
    size_t more = kind == MIDDLE ? 1 : b[0] == LONG ? 4 : 8;
    *n = kind == MIDDLE ? *n : 0;
    if (!rdbReadBytes(in, b, more))
        return false;
    for (size_t i = 0; i < more; i++)
        *n = *n << 8 | b[i];
    return true;
}

bool rdbReadLength(rdbIn *in, uint64_t *n) {
    bool special;
    return readLength(in, n, &special) && (!special || rdbCorrupt(in, "a string where a length belongs"));
}

bool rdbReadCount(rdbIn *in, size_t bytes, uint64_t *n) {
    if (!rdbReadLength(in, n))
        return false;
    if (*n == 0)
        return rdbFail(in, RDB_EMPTY, "a value without elements");
    if (*n > streamLeft(&in->s) / bytes)
        return rdbFail(in, RDB_SHORT, "more elements than bytes");
    return true;
}

bool rdbReadTime(rdbIn *in, int64_t *value) {
    return rdbReadBytes(in, value, 8);
}

bool rdbReadDouble(rdbIn *in, double *value) {
    return rdbReadBytes(in, value, 8) && (!isnan(*value) || rdbCorrupt(in, "a score that is not a number"));
}

bool rdbReadDoubleText(rdbIn *in, double *value) {
    enum { NOT_A_NUMBER = 253, INFINITE = 254, MINUS_INFINITE = 255 };
    unsigned char len;
    char text[256];
    if (!rdbReadBytes(in, &len, 1))
        return false;
    if (len == INFINITE || len == MINUS_INFINITE) {
        *value = len == INFINITE ? INFINITY : -INFINITY;
        return true;
    }
    if (len == NOT_A_NUMBER)
        return rdbCorrupt(in, "a score that is not a number");
    return rdbReadBytes(in, text, len) && (string2d(text, len, value) || rdbCorrupt(in, "a score that is no number"));
}

static bool readNumber(rdbIn *in, unsigned kind, long long *value) {
    unsigned char b[4];
    if (!rdbReadBytes(in, b, (size_t)1 << kind))
        return false;
    if (kind == SPECIAL_INT8) {
        *value = (int8_t)b[0];
    } else if (kind == SPECIAL_INT16) {
        *value = (int16_t)(b[0] | b[1] << 8);
    } else {
        *value = (int32_t)((uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24);
    }
    return true;
}

static bool noMemory(rdbIn *in) {
    return rdbFail(in, RDB_NO_MEMORY, "no memory for a text of this length");
}

/* Fills a block of len bytes in *room, which has *cap and grows where it must, no faster than bytes come. */
static bool readBlock(rdbIn *in, uint64_t len, char **room, size_t *cap) {
    uint64_t left = streamLeft(&in->s);
    if (len > left || len >= SIZE_MAX / 2)
        return rdbFail(in, RDB_SHORT, "a string longer than the data");
    size_t done = 0;
    while (done < len || !*room) {
        size_t end = (size_t)len;
        if (left == UINT64_MAX && end - done > BLOB_STEP)
            end = done + BLOB_STEP;
        if (end > *cap || !*room) {
            char *more = zreallocTry(*room, end ? end : 1);
            if (unlikely(!more))
                return noMemory(in);
            *room = more;
            *cap = end;
        }
        if (!rdbReadBytes(in, *room + done, end - done))
            return false;
        done = end;
    }
    return true;
}

typedef struct lzfHead {
    size_t from, to; /* bytes compressed, and not */
} lzfHead;

static bool readLzfHead(rdbIn *in, lzfHead *h) {
    uint64_t from, to;
    if (!rdbReadLength(in, &from) || !rdbReadLength(in, &to))
        return false;
    if (from > streamLeft(&in->s))
        return rdbFail(in, RDB_SHORT, "a string longer than the data");
    if (!to || to / LZF_RATIO > from || to >= SIZE_MAX / 2)
        return rdbCorrupt(in, "a compressed string of an impossible length");
    *h = (lzfHead){(size_t)from, (size_t)to};
    return true;
}

/* Into to, which has room for h->to bytes. */
static bool readLzf(rdbIn *in, const lzfHead *h, void *to) {
    char *room = NULL;
    size_t cap = 0;
    const void *from = streamView(&in->s, h->from);
    if (!from && readBlock(in, h->from, &room, &cap))
        from = room;
    bool good = from && lzfDecompress(from, h->from, to, h->to) == h->to;
    zfree(room);
    return good || rdbCorrupt(in, "a compressed string that does not unfold");
}

static bool textRoom(rdbText *t, size_t cap) {
    if (t->cap >= cap)
        return true;
    zfree(t->room);
    t->cap = cap < 64 ? 64 : cap + cap / 4;
    t->room = zmallocTry(t->cap);
    if (likely(t->room))
        return true;
    t->cap = 0;
    return false;
}

static bool readSpecial(rdbIn *in, unsigned kind, rdbText *t) {
    if (kind > SPECIAL_LZF)
        return rdbCorrupt(in, "a string of unknown form");
    if (kind == SPECIAL_LZF) {
        lzfHead h;
        if (!readLzfHead(in, &h))
            return false;
        if (!textRoom(t, h.to))
            return noMemory(in);
        t->ptr = t->room;
        t->len = h.to;
        return readLzf(in, &h, t->room);
    }
    if (!readNumber(in, kind, &t->value))
        return false;
    if (!textRoom(t, LL_DIGITS))
        return noMemory(in);
    t->is_int = true;
    t->ptr = t->room;
    t->len = (size_t)ll2string(t->room, t->value);
    return true;
}

bool rdbReadString(rdbIn *in, rdbText *t) {
    uint64_t n;
    bool special;
    t->is_int = false;
    if (!readLength(in, &n, &special))
        return false;
    if (special)
        return readSpecial(in, (unsigned)n, t);
    if (n > streamLeft(&in->s))
        return rdbFail(in, RDB_SHORT, "a string longer than the data");
    t->len = (size_t)n;
    if (in->s.fd < 0) {
        t->ptr = (const char *)streamView(&in->s, t->len);
        return true;
    }
    if (in->s.behind != UINT64_MAX && !textRoom(t, t->len))
        return noMemory(in);
    bool read = readBlock(in, n, &t->room, &t->cap);
    t->ptr = t->room;
    return read;
}

void rdbTextFree(rdbText *t) {
    zfree(t->room);
    *t = (rdbText){0};
}

unsigned char *rdbReadBlob(rdbIn *in, size_t *len) {
    uint64_t n;
    bool special, read;
    char *room = NULL;
    size_t cap = 0;
    if (!readLength(in, &n, &special))
        return NULL;
    if (!special) {
        *len = (size_t)n;
        read = readBlock(in, n, &room, &cap);
    } else if (n == SPECIAL_LZF) {
        lzfHead h;
        if (!readLzfHead(in, &h))
            return NULL;
        *len = h.to;
        room = zmallocTry(h.to);
        read = room ? readLzf(in, &h, room) : noMemory(in);
    } else {
        return rdbNone(in, "a number where a block belongs");
    }
    if (read)
        return (unsigned char *)room;
    zfree(room);
    return NULL;
}

unsigned char *rdbReadListpack(rdbIn *in) {
    size_t len;
    unsigned char *lp = rdbReadBlob(in, &len);
    if (!lp)
        return NULL;
    if (!lpValidateIntegrity(lp, len, 1, NULL, NULL)) {
        zfree(lp);
        return rdbNone(in, "a listpack that is broken");
    }
    if (lpFirst(lp))
        return lp;
    lpFree(lp);
    rdbFail(in, RDB_EMPTY, "a listpack without entries");
    return NULL;
}

/* --- elements that occur twice --- */

static uint64_t entryText(unsigned char *p, char number[LL_DIGITS], const char **text, size_t *len) {
    unsigned int slen;
    long long n;
    *text = (const char *)lpGetValue(p, &slen, &n);
    *len = slen;
    if (!*text) {
        *len = (size_t)ll2string(number, n);
        *text = number;
    }
    return sipHash(*text, *len);
}

/* A table of where entries start, by the hash of their text; 0 is free, since no entry starts there. */
bool rdbListpackUnique(unsigned char *lp, unsigned step) {
    size_t n = lpLength(lp) / step, size = 8;
    while (size < n * 2)
        size *= 2;
    uint32_t *seen = zcalloc(size, sizeof(*seen));
    bool unique = true;
    for (unsigned char *p = lpFirst(lp); p && unique;) {
        char number[LL_DIGITS];
        const char *text;
        size_t len, at = (size_t)entryText(p, number, &text, &len) & (size - 1);
        for (; seen[at] && unique; at = (at + 1) & (size - 1))
            unique = !lpCompare(lp + seen[at], (const unsigned char *)text, (uint32_t)len);
        seen[at] = (uint32_t)(p - lp);
        for (unsigned i = 0; p && i < step; i++)
            p = lpNext(lp, p);
    }
    zfree(seen);
    return unique;
}
