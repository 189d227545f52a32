/* listpack.c: encoding, decoding, splicing and searching of listpacks; the layout is drawn in listpack.h.
 *
 * Design  Mutators are one operation: splice() opens or closes a gap and keeps total and count right, and insert()
 *         fills it. Readers step by entryAt(), which reads nothing behind the end and panics when an entry would. */
#include "ds/listpack.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"

enum {
    HEADER = 6,
    END = 0xFF,
    STR32 = 0xF0,
    INT16 = 0xF1,
    INT24 = 0xF2,
    INT32 = 0xF3,
    INT64 = 0xF4,
    INT_MAX_BYTES = 9
};

static_assert(LP_EMPTY_BYTES == HEADER + 1, "an empty listpack is a header and an end");
static_assert(LP_INTBUF_SIZE >= LL_DIGITS, "an integer's text fits");

static uint32_t loadLe(const unsigned char *p, int bytes) {
    uint32_t v = 0;
    for (int i = 0; i < bytes; i++)
        v |= (uint32_t)p[i] << (8 * i);
    return v;
}

static void storeLe(unsigned char *p, uint64_t v, int bytes) {
    for (int i = 0; i < bytes; i++)
        p[i] = (unsigned char)(v >> (8 * i));
}

static unsigned headerCount(const unsigned char *lp) {
    return loadLe(lp + 4, 2);
}

static void setHeader(unsigned char *lp, size_t total, unsigned long count) {
    storeLe(lp, total, 4);
    storeLe(lp + 4, count < LP_UNKNOWN ? count : LP_UNKNOWN, 2);
}

size_t lpBytes(const unsigned char *lp) {
    return loadLe(lp, 4);
}

static unsigned char *endOf(unsigned char *lp) {
    return lp + lpBytes(lp) - 1;
}

/* ---- sizes ---- */

static unsigned backlenBytes(uint64_t encoded) {
    if (encoded <= 127)
        return 1;
    if (encoded < 16383)
        return 2;
    if (encoded < 2097151)
        return 3;
    return encoded < 268435455 ? 4 : 5;
}

static void encodeBacklen(unsigned char *p, uint64_t encoded) {
    unsigned n = backlenBytes(encoded);
    for (unsigned i = n; i-- > 0; encoded >>= 7)
        p[i] = (unsigned char)((encoded & 127) | (i ? 128 : 0));
}

/* Bytes of an entry's header by its first byte; 0: no encoding starts so. Integers are all header. */
static unsigned headerBytes(unsigned char b) {
    static const unsigned char wide[16] = {5, 3, 4, 5, 9};
    if (b < 0xC0)
        return 1;
    if (b < 0xF0)
        return 2;
    return wide[b & 15];
}

/* Text bytes behind the header, which has been found to be readable. */
static uint64_t payloadBytes(const unsigned char *p) {
    if ((p[0] & 0xC0) == 0x80)
        return p[0] & 63;
    if ((p[0] & 0xF0) == 0xE0)
        return ((unsigned)(p[0] & 15) << 8) | p[1];
    return p[0] == STR32 ? loadLe(p + 1, 4) : 0;
}

/* Encoded size of the entry at p, or 0 when it does not lie wholly in front of end. */
static uint64_t entryCheck(const unsigned char *p, const unsigned char *end) {
    uint64_t room = (uint64_t)(end - p);
    unsigned header = headerBytes(*p);
    if (header == 0 || header >= room)
        return 0;
    uint64_t encoded = header + payloadBytes(p);
    return encoded + backlenBytes(encoded) <= room ? encoded : 0;
}

/* Whole size of the entry at p, which must lie in front of end. */
static inline uint64_t entryAt(const unsigned char *p, const unsigned char *end) {
    uint64_t encoded = entryCheck(p, end);
    vkAssert(encoded != 0);
    return encoded + backlenBytes(encoded);
}

/* ---- encoding ---- */

/* Writes an integer's encoding, without backlen; returns its size. buf holds INT_MAX_BYTES. */
static unsigned encodeInteger(unsigned char *buf, int64_t v) {
    if (v >= 0 && v <= 127) {
        buf[0] = (unsigned char)v;
        return 1;
    }
    if (v >= -4096 && v <= 4095) {
        buf[0] = (unsigned char)(0xC0 | (((uint64_t)v >> 8) & 31));
        buf[1] = (unsigned char)v;
        return 2;
    }
    int bytes = 8;
    if (v >= INT16_MIN && v <= INT16_MAX) {
        bytes = 2;
    } else if (v >= -(1 << 23) && v < (1 << 23)) {
        bytes = 3;
    } else if (v >= INT32_MIN && v <= INT32_MAX) {
        bytes = 4;
    }
    buf[0] = (unsigned char)(bytes == 8 ? INT64 : INT16 + bytes - 2);
    storeLe(buf + 1, (uint64_t)v, bytes);
    return 1 + (unsigned)bytes;
}

static int64_t decodeInteger(const unsigned char *p) {
    if (p[0] < 0x80)
        return p[0];
    if ((p[0] & 0xE0) == 0xC0) {
        int v = ((p[0] & 31) << 8) | p[1];
        return v < 4096 ? v : v - 8192;
    }
    switch (p[0]) {
    case INT16:
        return (int16_t)loadLe(p + 1, 2);
    case INT24: {
        int32_t v = (int32_t)loadLe(p + 1, 3);
        return v < (1 << 23) ? v : v - (1 << 24);
    }
    case INT32:
        return (int32_t)loadLe(p + 1, 4);
    case INT64:
        return (int64_t)((uint64_t)loadLe(p + 1, 4) | (uint64_t)loadLe(p + 5, 4) << 32);
    default:
        vkPanic("listpack: not an integer");
    }
}

/* Header of a text; returns its bytes, 1, 2 or 5. */
static unsigned encodeTextHeader(unsigned char *buf, uint32_t len) {
    if (len < 64) {
        buf[0] = (unsigned char)(0x80 | len);
        return 1;
    }
    if (len < 4096) {
        buf[0] = (unsigned char)(0xE0 | (len >> 8));
        buf[1] = (unsigned char)len;
        return 2;
    }
    buf[0] = STR32;
    storeLe(buf + 1, len, 4);
    return 5;
}

static bool isInteger(unsigned char b) {
    return b < 0x80 || (b & 0xE0) == 0xC0 || (b >= INT16 && b <= INT64);
}

/* Whether a text is stored as an integer. Most field names fail on their first byte. */
static bool textToInteger(const unsigned char *s, uint32_t len, long long *value) {
    if (len == 0 || len >= LL_DIGITS || (s[0] != '-' && (s[0] < '0' || s[0] > '9')))
        return false;
    return string2ll((const char *)s, len, value);
}

/* A value ready to be written: header bytes (whole integers) and the text that follows them. */
typedef lpEncoded encodedValue;
static_assert(sizeof(((lpEncoded *)0)->header) == INT_MAX_BYTES, "any integer fits the header");

static void encodeText(encodedValue *e, const unsigned char *s, uint32_t slen) {
    long long value;
    bool integer = textToInteger(s, slen, &value);
    e->header_len = integer ? encodeInteger(e->header, value) : encodeTextHeader(e->header, slen);
    e->text = s;
    e->text_len = integer ? 0 : slen;
}

static uint64_t encodedSize(const encodedValue *e) {
    return (uint64_t)e->header_len + e->text_len;
}

static uint64_t wholeSize(uint64_t encoded) {
    return encoded + backlenBytes(encoded);
}

size_t lpEncode(lpEncoded *e, const unsigned char *s, uint32_t slen) {
    encodeText(e, s, slen);
    return wholeSize(encodedSize(e));
}

void lpWriteEncoded(unsigned char *dst, const lpEncoded *e) {
    memcpy(dst, e->header, e->header_len);
    if (e->text_len)
        memcpy(dst + e->header_len, e->text, e->text_len);
    uint64_t encoded = encodedSize(e);
    encodeBacklen(dst + encoded, encoded);
}

void lpWriteHeader(unsigned char *lp, size_t total, unsigned long count) {
    setHeader(lp, total, count);
}

size_t lpEntryBytes(const unsigned char *p, const unsigned char *end) {
    return entryAt(p, end);
}

size_t lpEntrySizeString(const unsigned char *s, uint32_t slen) {
    encodedValue e;
    encodeText(&e, s, slen);
    return wholeSize(encodedSize(&e));
}

size_t lpEntrySizeInteger(long long lval) {
    unsigned char buf[INT_MAX_BYTES];
    return wholeSize(encodeInteger(buf, lval));
}

size_t lpEstimateBytesRepeatedInteger(long long lval, unsigned long rep) {
    return LP_EMPTY_BYTES + lpEntrySizeInteger(lval) * rep;
}

int lpSafeToAdd(const unsigned char *lp, size_t add) {
    size_t len = lp ? lpBytes(lp) : 0;
    return len <= LISTPACK_MAX_SAFETY_LIMIT && add <= LISTPACK_MAX_SAFETY_LIMIT - len;
}

/* ---- life ---- */

unsigned char *lpNew(size_t capacity) {
    unsigned char *lp = zmalloc(capacity > LP_EMPTY_BYTES ? capacity : LP_EMPTY_BYTES);
    setHeader(lp, LP_EMPTY_BYTES, 0);
    lp[HEADER] = END;
    return lp;
}

void lpFree(unsigned char *lp) {
    zfree(lp);
}

unsigned char *lpDup(unsigned char *lp) {
    size_t bytes = lpBytes(lp);
    return memcpy(zmalloc(bytes), lp, bytes);
}

unsigned char *lpShrinkToFit(unsigned char *lp) {
    size_t bytes = lpBytes(lp);
    return zmallocGoodSize(bytes) < zmallocSize(lp) ? zrealloc(lp, bytes) : lp;
}

/* ---- splicing ---- */

/* Replaces old bytes at offset by a gap of now bytes, and the count by count + delta. NULL: too large, untouched. */
static unsigned char *splice(unsigned char *lp, size_t offset, uint64_t old, uint64_t now, long delta) {
    size_t total = lpBytes(lp);
    uint64_t after = total - old + now;
    if (after > UINT32_MAX)
        return NULL;
    if (after > total && after > zmallocSize(lp))
        lp = zrealloc(lp, after);
    if (old != now)
        memmove(lp + offset + now, lp + offset + old, total - offset - old);
    unsigned count = headerCount(lp);
    setHeader(lp, after, count == LP_UNKNOWN ? LP_UNKNOWN : (unsigned long)((long)count + delta));
    return after < total ? lpShrinkToFit(lp) : lp;
}

static unsigned char *insert(unsigned char *lp, const encodedValue *e, unsigned char *p, int where,
                             unsigned char **newp) {
    const unsigned char *end = endOf(lp);
    vkAssert(p >= lp + HEADER && p <= end && (p < end || where == LP_BEFORE));
    uint64_t here = where == LP_BEFORE ? 0 : entryAt(p, end);
    size_t offset = (size_t)(p - lp) + (where == LP_AFTER ? here : 0);
    uint64_t encoded = encodedSize(e);
    bool replace = where == LP_REPLACE;
    lp = splice(lp, offset, replace ? here : 0, wholeSize(encoded), replace ? 0 : 1);
    if (!lp)
        return NULL;
    unsigned char *dst = lp + offset;
    lpWriteEncoded(dst, e);
    if (newp)
        *newp = dst;
    return lp;
}

unsigned char *lpInsertString(unsigned char *lp, const unsigned char *s, uint32_t slen, unsigned char *p, int where,
                              unsigned char **newp) {
    encodedValue e;
    encodeText(&e, s, slen);
    return insert(lp, &e, p, where, newp);
}

unsigned char *lpInsertInteger(unsigned char *lp, long long lval, unsigned char *p, int where, unsigned char **newp) {
    encodedValue e = {.text_len = 0};
    e.header_len = encodeInteger(e.header, lval);
    return insert(lp, &e, p, where, newp);
}

unsigned char *lpAppend(unsigned char *lp, const unsigned char *s, uint32_t slen) {
    return lpInsertString(lp, s, slen, endOf(lp), LP_BEFORE, NULL);
}

unsigned char *lpAppendInteger(unsigned char *lp, long long lval) {
    return lpInsertInteger(lp, lval, endOf(lp), LP_BEFORE, NULL);
}

unsigned char *lpPrepend(unsigned char *lp, const unsigned char *s, uint32_t slen) {
    return lpInsertString(lp, s, slen, lp + HEADER, LP_BEFORE, NULL);
}

unsigned char *lpPrependInteger(unsigned char *lp, long long lval) {
    return lpInsertInteger(lp, lval, lp + HEADER, LP_BEFORE, NULL);
}

unsigned char *lpReplace(unsigned char *lp, unsigned char **p, const unsigned char *s, uint32_t slen) {
    return lpInsertString(lp, s, slen, *p, LP_REPLACE, p);
}

unsigned char *lpReplaceInteger(unsigned char *lp, unsigned char **p, long long lval) {
    return lpInsertInteger(lp, lval, *p, LP_REPLACE, p);
}

bool lpWriteStart(lpWriter *w, unsigned char *lp, size_t more, size_t room) {
    size_t total = lpBytes(lp);
    if (more > UINT32_MAX - total)
        return false;
    if (total + more > zmallocSize(lp))
        lp = zrealloc(lp, total + more > room ? total + more : room);
    *w = (lpWriter){.lp = lp, .at = lp + total - 1};
    return true;
}

void lpWriteInteger(lpWriter *w, int64_t value) {
    unsigned encoded = encodeInteger(w->at, value);
    w->at[encoded] = (unsigned char)encoded;
    w->at += encoded + 1;
    w->written++;
}

void lpWriteString(lpWriter *w, const unsigned char *s, uint32_t slen) {
    long long value;
    if (textToInteger(s, slen, &value)) {
        lpWriteInteger(w, value);
        return;
    }
    unsigned header = encodeTextHeader(w->at, slen);
    memcpy(w->at + header, s, slen);
    uint64_t encoded = (uint64_t)header + slen;
    encodeBacklen(w->at + encoded, encoded);
    w->at += wholeSize(encoded);
    w->written++;
}

unsigned char *lpWriteEnd(lpWriter *w) {
    unsigned known = headerCount(w->lp);
    *w->at = END;
    setHeader(w->lp, (size_t)(w->at - w->lp) + 1, known == LP_UNKNOWN ? LP_UNKNOWN : known + w->written);
    return w->lp;
}

unsigned char *lpDelete(unsigned char *lp, unsigned char *p, unsigned char **newp) {
    lp = lpDeleteRangeWithEntry(lp, &p, 1);
    if (newp)
        *newp = p;
    return lp;
}

unsigned char *lpDeleteRangeWithEntry(unsigned char *lp, unsigned char **p, unsigned long num) {
    const unsigned char *end = endOf(lp);
    const unsigned char *tail = *p;
    size_t offset = (size_t)(*p - lp);
    long deleted = 0;
    vkAssert(tail >= lp + HEADER && tail <= end);
    for (; num > 0 && tail < end; num--, deleted++)
        tail += entryAt(tail, end);
    if (deleted > 0)
        lp = splice(lp, offset, (uint64_t)(tail - *p), 0, -deleted);
    *p = lp[offset] == END ? NULL : lp + offset;
    return lp;
}

unsigned char *lpDeleteRange(unsigned char *lp, long index, unsigned long num) {
    unsigned char *p = num > 0 ? lpSeek(lp, index) : NULL;
    if (!p)
        return lp;
    unsigned count = headerCount(lp);
    if (count != LP_UNKNOWN) {
        unsigned long at = (unsigned long)(index < 0 ? (long)count + index : index);
        /* Everything from p on goes: no need to walk over it. */
        if (count - at <= num)
            return splice(lp, (size_t)(p - lp), (uint64_t)(endOf(lp) - p), 0, (long)at - (long)count);
    }
    return lpDeleteRangeWithEntry(lp, &p, num);
}

unsigned char *lpBatchDelete(unsigned char *lp, unsigned char **ps, unsigned long count) {
    if (count == 0)
        return lp;
    unsigned char *end = endOf(lp), *dst = ps[0];
    vkAssert(dst >= lp + HEADER);
    for (unsigned long i = 0; i < count; i++) {
        vkAssert(ps[i] < end);
        unsigned char *keep = ps[i] + entryAt(ps[i], end);
        unsigned char *keep_end = i + 1 < count ? ps[i + 1] : end + 1;
        vkAssert(keep <= keep_end);
        memmove(dst, keep, (size_t)(keep_end - keep));
        dst += keep_end - keep;
    }
    unsigned known = headerCount(lp);
    setHeader(lp, (size_t)(dst - lp), known == LP_UNKNOWN ? LP_UNKNOWN : known - count);
    return lpShrinkToFit(lp);
}

unsigned char *lpMerge(unsigned char **first, unsigned char **second) {
    if (!first || !*first || !second || !*second || *first == *second)
        return NULL;
    size_t a = lpBytes(*first), b = lpBytes(*second);
    if ((uint64_t)a + b - LP_EMPTY_BYTES > UINT32_MAX)
        return NULL;
    unsigned long count = lpLength(*first) + lpLength(*second);
    size_t total = a + b - LP_EMPTY_BYTES;
    bool append = a >= b;
    unsigned char **kept = append ? first : second, **other = append ? second : first;
    unsigned char *lp = zrealloc(*kept, total);
    if (append) {
        memcpy(lp + a - 1, *other + HEADER, b - HEADER);
    } else {
        memmove(lp + a - 1, lp + HEADER, b - HEADER);
        memcpy(lp + HEADER, *other + HEADER, a - LP_EMPTY_BYTES);
    }
    setHeader(lp, total, count);
    lpFree(*other);
    *other = NULL;
    return *kept = lp;
}

/* ---- walking ---- */

unsigned char *lpFirst(unsigned char *lp) {
    return lp[HEADER] == END ? NULL : lp + HEADER;
}

unsigned char *lpLast(unsigned char *lp) {
    return lpPrev(lp, endOf(lp));
}

unsigned char *lpNext(unsigned char *lp, unsigned char *p) {
    unsigned char *end = endOf(lp);
    p += entryAt(p, end);
    return p < end ? p : NULL;
}

unsigned char *lpPrev(unsigned char *lp, unsigned char *p) {
    unsigned char *floor = lp + HEADER;
    vkAssert(p >= floor);
    if (p == floor)
        return NULL;
    uint64_t encoded = 0;
    for (unsigned shift = 0;; shift += 7) {
        vkAssert(p > floor && shift <= 28);
        unsigned char b = *--p;
        encoded |= (uint64_t)(b & 127) << shift;
        if (!(b & 128))
            break;
    }
    vkAssert(encoded > 0 && encoded <= (uint64_t)(p - floor));
    return p - encoded;
}

unsigned long lpLength(unsigned char *lp) {
    unsigned known = headerCount(lp);
    if (known != LP_UNKNOWN)
        return known;
    unsigned long count = 0;
    const unsigned char *end = endOf(lp);
    for (const unsigned char *p = lp + HEADER; p < end; p += entryAt(p, end))
        count++;
    if (count < LP_UNKNOWN)
        setHeader(lp, lpBytes(lp), count);
    return count;
}

unsigned char *lpSeek(unsigned char *lp, long index) {
    unsigned count = headerCount(lp);
    if (count != LP_UNKNOWN) {
        if (index < 0)
            index += (long)count;
        if (index < 0 || index >= (long)count)
            return NULL;
        if (index > (long)count / 2)
            index -= (long)count; /* nearer from the right */
    }
    unsigned char *p;
    if (index < 0) {
        for (p = lpLast(lp); p && index < -1; index++)
            p = lpPrev(lp, p);
    } else {
        for (p = lpFirst(lp); p && index > 0; index--)
            p = lpNext(lp, p);
    }
    return p;
}

/* ---- reading ---- */

unsigned char *lpGetValue(unsigned char *p, unsigned int *slen, long long *lval) {
    if (isInteger(p[0])) {
        *lval = decodeInteger(p);
        return NULL;
    }
    *slen = (unsigned int)payloadBytes(p);
    return p + headerBytes(p[0]);
}

unsigned char *lpGet(unsigned char *p, int64_t *count, unsigned char *intbuf) {
    unsigned int slen = 0;
    long long lval = 0;
    unsigned char *text = lpGetValue(p, &slen, &lval);
    if (text) {
        *count = slen;
        return text;
    }
    *count = lval;
    if (!intbuf)
        return NULL;
    *count = ll2string((char *)intbuf, lval);
    return intbuf;
}

void lpGetEntry(unsigned char *p, listpackEntry *entry) {
    *entry = (listpackEntry){0};
    entry->sval = lpGetValue(p, &entry->slen, &entry->lval);
}

unsigned int lpCompare(unsigned char *p, const unsigned char *s, uint32_t slen) {
    if (p[0] == END)
        return 0;
    listpackEntry e;
    lpGetEntry(p, &e);
    long long value;
    if (e.sval)
        return e.slen == slen && memcmp(e.sval, s, slen) == 0;
    return textToInteger(s, slen, &value) && value == e.lval;
}

/* What lpFind looks for; the integer form is worked out when the first integer entry is met. */
typedef struct needle {
    const unsigned char *s;
    uint32_t len;
    enum { UNTRIED, INTEGER, TEXT } form;
    long long value;
} needle;

static bool needleIsInteger(needle *n, long long value) {
    if (n->form == UNTRIED)
        n->form = textToInteger(n->s, n->len, &n->value) ? INTEGER : TEXT;
    return n->form == INTEGER && n->value == value;
}

/* Numbered names differ in their last byte, so that is looked at first. */
static inline bool needleIsText(const needle *n, const unsigned char *text, uint64_t len) {
    if (len != n->len)
        return false;
    return len == 0 || (text[len - 1] == n->s[len - 1] && memcmp(text, n->s, len) == 0);
}

unsigned char *lpFind(unsigned char *lp, unsigned char *p, const unsigned char *s, uint32_t slen, unsigned int skip) {
    needle n = {.s = s, .len = slen, .form = UNTRIED};
    unsigned char *end = endOf(lp);
    unsigned left = 0;
    if (!p)
        return NULL;
    while (p < end) {
        unsigned char b = *p;
        if ((b & 0xC0) == 0x80) { /* short text, the common case: a length byte, the text, one byte of backlen */
            unsigned len = b & 63;
            vkAssert((size_t)(end - p) >= len + 2);
            if (left == 0 && needleIsText(&n, p + 1, len))
                return p;
            p += len + 2;
        } else {
            uint64_t whole = entryAt(p, end);
            if (left == 0) {
                bool found = isInteger(b) ? needleIsInteger(&n, decodeInteger(p))
                                          : needleIsText(&n, p + headerBytes(b), payloadBytes(p));
                if (found)
                    return p;
            }
            p += whole;
        }
        left = left == 0 ? skip : left - 1;
    }
    vkAssert(p == end);
    return NULL;
}

/* ---- choosing at random ---- */

static uint64_t below(uint64_t n) {
    return (uint64_t)(((unsigned __int128)randomU64() * n) >> 64);
}

void lpRandomPair(unsigned char *lp, unsigned long pairs, listpackEntry *key, listpackEntry *val) {
    vkAssert(pairs > 0);
    unsigned char *p = lpSeek(lp, (long)below(pairs) * 2);
    vkAssert(p != NULL);
    lpGetEntry(p, key);
    if (!val)
        return;
    p = lpNext(lp, p);
    vkAssert(p != NULL);
    lpGetEntry(p, val);
}

typedef struct pick {
    unsigned long index; /* which entry */
    unsigned int order;  /* where the answer goes */
} pick;

static int comparePicks(const void *a, const void *b) {
    unsigned long x = ((const pick *)a)->index, y = ((const pick *)b)->index;
    return (x > y) - (x < y);
}

/* Draws count of groups (entries or pairs) with repetition; one walk answers all. Each group is stride entries. */
static void drawMany(unsigned char *lp, unsigned int count, unsigned stride, listpackEntry *keys, listpackEntry *vals) {
    unsigned long groups = lpLength(lp) / stride;
    if (count == 0)
        return;
    vkAssert(groups > 0);
    pick *picks = zmalloc(count * sizeof(pick));
    for (unsigned int i = 0; i < count; i++)
        picks[i] = (pick){.index = below(groups) * stride, .order = i};
    qsort(picks, count, sizeof(pick), comparePicks);
    unsigned char *p = lpFirst(lp);
    unsigned long at = 0;
    for (unsigned int i = 0; i < count; i++) {
        for (; at < picks[i].index; at++)
            p = lpNext(lp, p);
        lpGetEntry(p, &keys[picks[i].order]);
        if (vals)
            lpGetEntry(lpNext(lp, p), &vals[picks[i].order]);
    }
    zfree(picks);
}

void lpRandomPairs(unsigned char *lp, unsigned int count, listpackEntry *keys, listpackEntry *vals) {
    drawMany(lp, count, 2, keys, vals);
}

void lpRandomEntries(unsigned char *lp, unsigned int count, listpackEntry *entries) {
    drawMany(lp, count, 1, entries, NULL);
}

unsigned int lpRandomPairsUnique(unsigned char *lp, unsigned int count, listpackEntry *keys, listpackEntry *vals) {
    unsigned long pairs = lpLength(lp) / 2;
    if (count > pairs)
        count = (unsigned int)pairs;
    unsigned int index = 0;
    unsigned char *p = lpFirst(lp);
    for (unsigned int i = 0; i < count; i++) {
        p = lpNextRandom(lp, p, &index, count - i, 1);
        vkAssert(p != NULL);
        lpGetEntry(p, &keys[i]);
        p = lpNext(lp, p);
        if (vals)
            lpGetEntry(p, &vals[i]);
        p = lpNext(lp, p);
        index += 2;
    }
    return count;
}

unsigned char *lpNextRandom(unsigned char *lp, unsigned char *p, unsigned int *index, unsigned int remaining,
                            int even_only) {
    unsigned long length = lpLength(lp);
    unsigned int i = *index;
    for (; p && remaining > 0 && i < length; p = lpNext(lp, p), i++) {
        if (even_only && i % 2)
            continue;
        unsigned long candidates = length - i;
        if (even_only)
            candidates /= 2; /* a lone key at the end has no value and is never taken */
        if (below(candidates) < remaining && candidates > 0) {
            *index = i;
            return p;
        }
    }
    return NULL;
}

/* ---- checking ---- */

unsigned char *lpValidateFirst(unsigned char *lp) {
    return lpFirst(lp);
}

int lpValidateNext(unsigned char *lp, unsigned char **pp, size_t lpbytes) {
    unsigned char *p = *pp, *end = lp + lpbytes - 1;
    if (!p || lpbytes < LP_EMPTY_BYTES || p < lp + HEADER || p > end)
        return 0;
    if (*p == END) {
        *pp = NULL;
        return 1;
    }
    uint64_t encoded = entryCheck(p, end);
    if (encoded == 0)
        return 0;
    unsigned char backlen[5];
    unsigned n = backlenBytes(encoded);
    encodeBacklen(backlen, encoded);
    if (memcmp(p + encoded, backlen, n) != 0)
        return 0;
    *pp = p + encoded + n;
    return 1;
}

int lpValidateIntegrity(unsigned char *lp, size_t size, int deep, listpackValidateEntryCB entry_cb, void *userdata) {
    if (size < LP_EMPTY_BYTES || lpBytes(lp) != size || lp[size - 1] != END)
        return 0;
    if (!deep)
        return 1;
    unsigned known = headerCount(lp);
    size_t count = 0;
    unsigned char *p = lp + HEADER;
    while (*p != END) {
        unsigned char *entry = p;
        if (!lpValidateNext(lp, &p, size))
            return 0;
        if (entry_cb && !entry_cb(entry, known, userdata))
            return 0;
        count++;
    }
    return p == lp + size - 1 && (known == LP_UNKNOWN || known == count);
}

/* Whether the entry is what encoding its value again would give. */
static bool isShortest(unsigned char *p) {
    listpackEntry e;
    lpGetEntry(p, &e);
    encodedValue again = {.text_len = 0};
    if (e.sval) {
        encodeText(&again, e.sval, e.slen);
    } else {
        again.header_len = encodeInteger(again.header, e.lval);
    }
    return memcmp(p, again.header, again.header_len) == 0;
}

bool lpValidate(unsigned char *lp) {
    size_t bytes = lpBytes(lp), forward = 0, backward = 0;
    if (!lpValidateIntegrity(lp, bytes, 1, NULL, NULL) || zmallocSize(lp) < bytes)
        return false;
    for (unsigned char *p = lpFirst(lp); p; p = lpNext(lp, p), forward++) {
        if (!isShortest(p))
            return false;
    }
    for (unsigned char *p = lpLast(lp); p; p = lpPrev(lp, p))
        backward++;
    return forward == backward;
}

/* ---- showing ---- */

static const char *encodingName(unsigned char b) {
    static const char *const wide[] = {"str32", "int16", "int24", "int32", "int64"};
    if (b < 0x80)
        return "uint7";
    if (b < 0xC0)
        return "str6";
    if (b < 0xE0)
        return "int13";
    return b < 0xF0 ? "str12" : wide[b - 0xF0];
}

void lpLayout(unsigned char *lp, unsigned char *p, listpackLayout *layout) {
    uint64_t encoded = entryCheck(p, endOf(lp));
    vkAssert(encoded != 0);
    layout->offset = (size_t)(p - lp);
    layout->header = headerBytes(*p);
    layout->payload = encoded - layout->header;
    layout->backlen = backlenBytes(encoded);
    layout->encoding = encodingName(*p);
}

void lpRepr(unsigned char *lp, FILE *out) {
    enum { SHOWN = 40 };
    unsigned long index = 0;
    fprintf(out, "listpack: %zu bytes, %lu entries\n", lpBytes(lp), lpLength(lp));
    for (unsigned char *p = lpFirst(lp); p; p = lpNext(lp, p)) {
        listpackLayout at;
        unsigned char intbuf[LP_INTBUF_SIZE];
        int64_t len;
        lpLayout(lp, p, &at);
        unsigned char *text = lpGet(p, &len, intbuf);
        fprintf(out, "%5lu @%-6zu %-5s header %u, payload %llu, backlen %u  ", index++, at.offset, at.encoding,
                (unsigned)at.header, (unsigned long long)at.payload, at.backlen);
        for (int64_t i = 0; i < len && i < SHOWN; i++) {
            fprintf(out, text[i] >= 32 && text[i] < 127 ? "%c" : "\\x%02x", text[i]);
        }
        fputs(len > SHOWN ? "...\n" : "\n", out);
    }
}
