/* lzf.c: see lzf.h.
 *
 * Design  Compressing remembers, by a hash of three bytes, where they were last met. Where they are met again the bytes
 *         in between become literals, and what is equal from there on one reference. */
#include "base/lzf.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/assert.h"

enum {
    LITERALS = 32, /* most in one group */
    SHORTEST = 3,  /* match worth a reference */
    LONGEST = 264,
    FARTHEST = 8192, /* back */
    LONG = 7,        /* the length of a reference that has a byte for it */
    MOST_BITS = 13
};

typedef struct output {
    uint8_t *at, *end;
} output;

static bool putLiterals(output *o, const uint8_t *from, size_t len) {
    size_t groups = (len + LITERALS - 1) / LITERALS;
    if ((size_t)(o->end - o->at) < len + groups)
        return false;
    while (len) {
        size_t n = len < LITERALS ? len : LITERALS;
        *o->at++ = (uint8_t)(n - 1);
        memcpy(o->at, from, n);
        o->at += n;
        from += n;
        len -= n;
    }
    return true;
}

static bool putReference(output *o, size_t back, size_t len) {
    size_t offset = back - 1, code = len - 2;
    if (o->end - o->at < (code < LONG ? 2 : 3))
        return false;
    if (code < LONG) {
        *o->at++ = (uint8_t)(code << 5 | offset >> 8);
    } else {
        *o->at++ = (uint8_t)(LONG << 5 | offset >> 8);
        *o->at++ = (uint8_t)(code - LONG);
    }
    *o->at++ = (uint8_t)offset;
    return true;
}

static uint32_t threeBytes(const uint8_t *p) {
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

static uint32_t placeOf(uint32_t three, unsigned bits) {
    return (three * 2654435761U) >> (32 - bits);
}

/* How many bytes at b repeat those at a, up to most. */
static size_t sameBytes(const uint8_t *a, const uint8_t *b, size_t most) {
    size_t n = 0;
    while (n < most && a[n] == b[n])
        n++;
    return n;
}

/* About two places for three bytes; small inputs clear a small table. */
static unsigned tableBits(size_t len) {
    unsigned bits = 6;
    while (bits < MOST_BITS && (size_t)1 << bits < len / 2)
        bits++;
    return bits;
}

size_t lzfCompress(const void *in, size_t len, void *out, size_t room) {
    if (len == 0 || len > UINT32_MAX)
        return 0;
    const uint8_t *base = in, *p = base, *end = base + len, *literals = base;
    output o = {out, (uint8_t *)out + room};
    uint32_t seen[1 << MOST_BITS]; /* offset + 1; 0: not met yet */
    unsigned bits = tableBits(len);
    memset(seen, 0, sizeof(seen[0]) << bits);
    while (end - p >= SHORTEST) {
        uint32_t three = threeBytes(p), *place = &seen[placeOf(three, bits)];
        uint32_t last = *place, here = (uint32_t)(p - base);
        *place = here + 1;
        if (!last || here + 1 - last > FARTHEST || threeBytes(base + last - 1) != three) {
            p++;
            continue;
        }
        const uint8_t *match = base + last - 1;
        size_t most = (size_t)(end - p) < LONGEST ? (size_t)(end - p) : LONGEST;
        size_t n = SHORTEST + sameBytes(match + SHORTEST, p + SHORTEST, most - SHORTEST);
        if (!putLiterals(&o, literals, (size_t)(p - literals)) || !putReference(&o, (size_t)(p - match), n))
            return 0;
        p += n;
        literals = p;
        if (end - p >= 1 && n > SHORTEST) { /* what ends the match may begin the next one */
            const uint8_t *tail = p - 2;
            seen[placeOf(threeBytes(tail), bits)] = (uint32_t)(tail - base) + 1;
        }
    }
    if (!putLiterals(&o, literals, (size_t)(end - literals)))
        return 0;
    return (size_t)(o.at - (uint8_t *)out);
}

/* Copies n bytes from `back` behind at; the two may overlap, then what was copied is copied again. */
static void repeat(uint8_t *at, size_t back, size_t n) {
    const uint8_t *from = at - back;
    if (back >= n) {
        memcpy(at, from, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        at[i] = from[i];
}

size_t lzfDecompress(const void *in, size_t len, void *out, size_t room) {
    const uint8_t *p = in, *end = p + len;
    uint8_t *start = out, *at = start, *out_end = start + room;
    while (p < end) {
        size_t control = *p++;
        if (control < LITERALS) {
            size_t n = control + 1;
            if ((size_t)(end - p) < n || (size_t)(out_end - at) < n)
                return 0;
            memcpy(at, p, n);
            p += n;
            at += n;
            continue;
        }
        size_t n = control >> 5;
        if (n == LONG) {
            if (p == end)
                return 0;
            n += *p++;
        }
        if (p == end)
            return 0;
        size_t back = ((control & 31) << 8 | *p++) + 1;
        n += 2;
        if (back > (size_t)(at - start) || (size_t)(out_end - at) < n)
            return 0;
        repeat(at, back, n);
        at += n;
    }
    return (size_t)(at - start);
}
