/* intset.c: see intset.h. Hosts are little-endian: the bytes of the drawing are those in memory. */
#include "ds/intset.h"
#include "base/base.h"
#include <string.h>

enum { WIDTH_LEAST = 2 };

unsigned intsetWidthOf(int64_t n) {
    if (n == (int16_t)n)
        return 2;
    return n == (int32_t)n ? 4 : 8;
}

static inline int64_t readAt(const intset *s, unsigned width, uint32_t i) {
    int16_t n16;
    int32_t n32;
    int64_t n64;
    const char *p = s->n + (size_t)i * width;
    switch (width) {
    case 2:
        memcpy(&n16, p, 2);
        return n16;
    case 4:
        memcpy(&n32, p, 4);
        return n32;
    default:
        memcpy(&n64, p, 8);
        return n64;
    }
}

/* Two's complement, little-endian: the low bytes are the narrower number. */
static inline void writeAt(intset *s, uint32_t i, int64_t n) {
    memcpy(s->n + (size_t)i * s->width, &n, s->width);
}

static size_t bytesFor(unsigned width, size_t count) {
    return sizeof(intset) + (size_t)width * count;
}

size_t intsetBytes(const intset *s) {
    return bytesFor(s->width, s->count);
}

intset *intsetNew(void) {
    intset *s = zmalloc(sizeof(*s));
    s->width = WIDTH_LEAST;
    s->count = 0;
    return s;
}

/* How many are below n, halving without a branch that could be guessed wrong. */
static inline __attribute__((always_inline)) uint32_t lowerOf(const intset *s, unsigned width, int64_t n) {
    uint32_t at = 0, left = s->count;
    while (left > 1) {
        uint32_t half = left / 2;
        at += readAt(s, width, at + half - 1) < n ? half : 0;
        left -= half;
    }
    return at + (left && readAt(s, width, at) < n);
}

static uint32_t lower(const intset *s, int64_t n) {
    switch (s->width) {
    case 2:
        return lowerOf(s, 2, n);
    case 4:
        return lowerOf(s, 4, n);
    default:
        return lowerOf(s, 8, n);
    }
}

/* Where n stands, or would stand; true: it is there. */
static bool search(const intset *s, int64_t n, uint32_t *at) {
    *at = s->count;
    /* Sets are filled in order more often than not. */
    if (s->count && readAt(s, s->width, s->count - 1) >= n)
        *at = lower(s, n);
    return *at < s->count && readAt(s, s->width, *at) == n;
}

/* n needs more bytes than the others have: it is below or above them all. */
static intset *widen(intset *s, int64_t n) {
    unsigned was = s->width;
    uint32_t count = s->count, front = n < 0;
    s = zrealloc(s, bytesFor(intsetWidthOf(n), (size_t)count + 1));
    s->width = intsetWidthOf(n);
    s->count = count + 1;
    for (uint32_t i = count; i--;)
        writeAt(s, i + front, readAt(s, was, i));
    writeAt(s, front ? 0 : count, n);
    return s;
}

intset *intsetAdd(intset *s, int64_t n, bool *added) {
    uint32_t at;
    *added = true;
    if (intsetWidthOf(n) > s->width)
        return widen(s, n);
    if (search(s, n, &at)) {
        *added = false;
        return s;
    }
    s = zrealloc(s, bytesFor(s->width, (size_t)s->count + 1));
    char *place = s->n + (size_t)at * s->width;
    memmove(place + s->width, place, (size_t)(s->count - at) * s->width);
    s->count++;
    writeAt(s, at, n);
    return s;
}

intset *intsetRemoveAt(intset *s, uint32_t i) {
    vkDebugAssert(i < s->count);
    char *place = s->n + (size_t)i * s->width;
    s->count--;
    memmove(place, place + s->width, (size_t)(s->count - i) * s->width);
    return zrealloc(s, intsetBytes(s));
}

intset *intsetRemove(intset *s, int64_t n, bool *gone) {
    uint32_t at;
    *gone = intsetWidthOf(n) <= s->width && search(s, n, &at);
    return *gone ? intsetRemoveAt(s, at) : s;
}

bool intsetFind(const intset *s, int64_t n) {
    uint32_t at;
    return intsetWidthOf(n) <= s->width && search(s, n, &at);
}

int64_t intsetGet(const intset *s, uint32_t i) {
    vkDebugAssert(i < s->count);
    return readAt(s, s->width, i);
}

bool intsetValidateIntegrity(const void *block, size_t size, bool deep) {
    intset head;
    if (size < sizeof(head))
        return false;
    memcpy(&head, block, sizeof(head));
    if ((head.width != 2 && head.width != 4 && head.width != 8) || head.count == 0 ||
        size != bytesFor(head.width, head.count))
        return false;
    const intset *s = block;
    for (uint32_t i = 1; deep && i < head.count; i++)
        if (readAt(s, head.width, i - 1) >= readAt(s, head.width, i))
            return false;
    return true;
}

bool intsetValidate(const intset *s) {
    if (!s->count)
        return s->width == 2 || s->width == 4 || s->width == 8;
    return intsetValidateIntegrity(s, intsetBytes(s), true) && zmallocSize(s) >= intsetBytes(s);
}
