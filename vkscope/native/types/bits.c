/* bits.c: see bits.h.
 *
 * Cost     bitsCount: with AVX2 one load, two table look-ups and an add for 32 bytes; else the processor's instruction
 *          for 8 bytes; else 8 bytes by shifts. The choice is made once.
 * Credits  Mula's look-up of nibbles by shuffle. */
#include "types/bits.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static inline uint64_t load8(const uint8_t *p) {
    uint64_t w;
    memcpy(&w, p, 8);
    return w;
}

/* The body of a count by 8 bytes; what __builtin_popcountll becomes depends on the function it stands in. */
#define COUNT_WORDS(p, n)                                                                                              \
    uint64_t a = 0, b = 0, c = 0, d = 0;                                                                               \
    for (; n >= 32; p += 32, n -= 32) {                                                                                \
        a += (uint64_t)__builtin_popcountll(load8(p));                                                                 \
        b += (uint64_t)__builtin_popcountll(load8(p + 8));                                                             \
        c += (uint64_t)__builtin_popcountll(load8(p + 16));                                                            \
        d += (uint64_t)__builtin_popcountll(load8(p + 24));                                                            \
    }                                                                                                                  \
    for (; n; p++, n--)                                                                                                \
        a += (uint64_t)__builtin_popcountll(*p);                                                                       \
    return a + b + c + d;

static uint64_t countPlain(const uint8_t *p, size_t n) {
    COUNT_WORDS(p, n)
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static uint64_t countPopcnt(const uint8_t *p, size_t n) {
    COUNT_WORDS(p, n)
}

__attribute__((target("avx2,popcnt"))) static uint64_t countAvx2(const uint8_t *p, size_t n) {
    const __m256i ones = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2,
                                          2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    __m256i sum = _mm256_setzero_si256();
    while (n >= 32) {
        /* A byte of `part` grows by at most 8 a round: 31 rounds fit. */
        __m256i part = _mm256_setzero_si256();
        for (int i = 0; i < 31 && n >= 32; i++, p += 32, n -= 32) {
            __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
            part = _mm256_add_epi8(part, _mm256_shuffle_epi8(ones, _mm256_and_si256(v, low)));
            part = _mm256_add_epi8(part, _mm256_shuffle_epi8(ones, _mm256_and_si256(_mm256_srli_epi16(v, 4), low)));
        }
        sum = _mm256_add_epi64(sum, _mm256_sad_epu8(part, _mm256_setzero_si256()));
    }
    uint64_t lanes[4];
    _mm256_storeu_si256((__m256i *)(void *)lanes, sum);
    return lanes[0] + lanes[1] + lanes[2] + lanes[3] + countPopcnt(p, n);
}
#endif

uint64_t bitsCount(const uint8_t *p, size_t n) {
    static uint64_t (*count)(const uint8_t *, size_t);
    if (!count) {
        count = countPlain;
#if defined(__x86_64__)
        if (__builtin_cpu_supports("popcnt"))
            count = __builtin_cpu_supports("avx2") ? countAvx2 : countPopcnt;
#endif
    }
    return count(p, n);
}

/* Masks of a byte: from bit `at` on; up to bit `at`. */
static unsigned maskFrom(uint64_t at) {
    return 0xffu >> (at & 7);
}

static unsigned maskTo(uint64_t at) {
    return (0xff00u >> ((at & 7) + 1)) & 0xff;
}

uint64_t bitsCountRange(const uint8_t *p, uint64_t first, uint64_t last) {
    size_t from = first >> 3, to = last >> 3;
    uint64_t n = bitsCount(p + from, to - from + 1);
    n -= (uint64_t)__builtin_popcount(p[from] & ~maskFrom(first) & 0xff);
    return n - (uint64_t)__builtin_popcount(p[to] & ~maskTo(last) & 0xff);
}

int64_t bitsFind(const uint8_t *p, uint64_t first, uint64_t last, bool one) {
    const uint64_t none = one ? 0 : UINT64_MAX; /* bytes without what is looked for */
    size_t from = first >> 3, to = last >> 3;
    for (size_t i = from; i <= to; i++) {
        while (i > from && i + 8 <= to && load8(p + i) == none)
            i += 8;
        unsigned byte = one ? p[i] : (unsigned)p[i] ^ 0xff;
        if (i == from)
            byte &= maskFrom(first);
        if (i == to)
            byte &= maskTo(last);
        if (byte)
            return (int64_t)(i * 8) + __builtin_clz(byte) - 24;
    }
    return -1;
}

/* The bytes that hold a field, as one number; *shift is how far the field stands from its lower end. */
static unsigned __int128 window(const uint8_t *p, size_t n, uint64_t offset, unsigned width, unsigned *shift) {
    unsigned __int128 v = 0;
    uint64_t last = offset + width - 1;
    for (uint64_t i = offset >> 3; i <= last >> 3; i++)
        v = v << 8 | (i < n ? p[i] : 0u);
    *shift = 7 - (unsigned)(last & 7);
    return v;
}

static uint64_t widthMask(unsigned width) {
    return UINT64_MAX >> (64 - width);
}

uint64_t bitsGet(const uint8_t *p, size_t n, uint64_t offset, unsigned width) {
    unsigned shift;
    unsigned __int128 v = window(p, n, offset, width, &shift);
    return (uint64_t)(v >> shift) & widthMask(width);
}

void bitsSet(uint8_t *p, size_t n, uint64_t offset, unsigned width, uint64_t value) {
    unsigned shift;
    unsigned __int128 v = window(p, n, offset, width, &shift), mask = (unsigned __int128)widthMask(width) << shift;
    v = (v & ~mask) | (((unsigned __int128)value << shift) & mask);
    uint64_t first = offset >> 3;
    for (uint64_t i = (offset + width - 1) >> 3;; i--, v >>= 8) {
        if (i < n)
            p[i] = (uint8_t)v;
        if (i == first)
            break;
    }
}

#define EACH_WORD(expression)                                                                                          \
    for (; i + 8 <= n; i += 8) {                                                                                       \
        uint64_t d = load8(dst + i), s = load8(src + i);                                                               \
        (void)d;                                                                                                       \
        d = (expression);                                                                                              \
        memcpy(dst + i, &d, 8);                                                                                        \
    }                                                                                                                  \
    for (; i < n; i++) {                                                                                               \
        uint64_t d = dst[i], s = src[i];                                                                               \
        (void)d;                                                                                                       \
        dst[i] = (uint8_t)(expression);                                                                                \
    }

void bitsCombine(enum bitsOp op, uint8_t *dst, const uint8_t *src, size_t n) {
    size_t i = 0;
    switch (op) {
    case BITS_AND:
        EACH_WORD(d & s)
        break;
    case BITS_OR:
        EACH_WORD(d | s)
        break;
    case BITS_XOR:
        EACH_WORD(d ^ s)
        break;
    case BITS_NOT:
        EACH_WORD(~s)
        break;
    }
}
