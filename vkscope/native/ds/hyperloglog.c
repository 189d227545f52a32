/* hyperloglog.c: see hyperloglog.h. Hosts are little-endian: a register's bits stand in memory as drawn. */
#include "ds/hyperloglog.h"
#include "base/base.h"
#include <math.h>
#include <string.h>

enum { INDEX_BITS = 14, HASH_BITS = 64 - INDEX_BITS, LAYOUT_AT = 4, ESTIMATE_AT = 8, OUT_OF_DATE = 0x80 };
enum { ZERO_MOST = 64, VALUE_MOST = 32, VALUE_RUN_MOST = 4 };
enum { GROUP = 8, GROUP_BYTES = 6 }; /* registers that fill whole bytes */

bool hll_batched = true;

#define HASH_SEED 0xadc83b19ULL

/* --- elements --- */

static uint64_t load(const uint8_t *p, size_t bytes) {
    uint64_t n = 0;
    memcpy(&n, p, bytes);
    return n;
}

static uint64_t murmur64(const uint8_t *p, size_t len) {
    const uint64_t m = 0xc6a4a7935bd1e995ULL;
    uint64_t h = HASH_SEED ^ len * m;
    for (; len >= 8; p += 8, len -= 8) {
        uint64_t k = load(p, 8) * m;
        k ^= k >> 47;
        h = (h ^ k * m) * m;
    }
    if (len)
        h = (h ^ load(p, len)) * m;
    h = (h ^ h >> 47) * m;
    return h ^ h >> 47;
}

unsigned hllPattern(const void *element, size_t size, unsigned *index) {
    uint64_t hash = murmur64(element, size);
    *index = (unsigned)(hash & (HLL_REGISTERS - 1));
    return 1 + (unsigned)__builtin_ctzll(hash >> INDEX_BITS | 1ULL << HASH_BITS);
}

/* --- the header --- */

size_t hllNew(uint8_t *buf) {
    static const uint8_t empty[] = {'H', 'Y', 'L', 'L', HLL_SPARSE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 0xff};
    memcpy(buf, empty, sizeof(empty));
    return sizeof(empty);
}

enum hllLayout hllLayoutOf(const uint8_t *buf) {
    return buf[LAYOUT_AT] == HLL_DENSE ? HLL_DENSE : HLL_SPARSE;
}

bool hllIs(const uint8_t *buf, size_t len) {
    if (len < HLL_HEAD || memcmp(buf, "HYLL", 4) != 0)
        return false;
    return buf[LAYOUT_AT] == HLL_SPARSE || (buf[LAYOUT_AT] == HLL_DENSE && len == HLL_DENSE_BYTES);
}

bool hllKept(const uint8_t *buf, uint64_t *estimate) {
    *estimate = load(buf + ESTIMATE_AT, 8);
    return !(buf[HLL_HEAD - 1] & OUT_OF_DATE);
}

void hllKeep(uint8_t *buf, uint64_t estimate) {
    memcpy(buf + ESTIMATE_AT, &estimate, 8);
}

void hllForget(uint8_t *buf) {
    buf[HLL_HEAD - 1] |= OUT_OF_DATE;
}

/* --- dense --- */

unsigned hllDenseGet(const uint8_t *body, unsigned index) {
    unsigned bit = index * 6, at = bit / 8;
    unsigned word = body[at] | (bit % 8 > 2 ? (unsigned)body[at + 1] << 8 : 0);
    return word >> bit % 8 & 63;
}

void hllDenseSet(uint8_t *body, unsigned index, unsigned value) {
    unsigned bit = index * 6, at = bit / 8, shift = bit % 8;
    body[at] = (uint8_t)((body[at] & ~(63U << shift)) | value << shift);
    if (shift > 2)
        body[at + 1] = (uint8_t)((body[at + 1] & ~(63U >> (8 - shift))) | value >> (8 - shift));
}

/* Eight registers of 6 bits, a byte each: halves, quarters, then single ones move apart. */
static inline uint64_t spread(uint64_t x) {
    x = (x & 0x000000ffffffULL) | (x & 0xffffff000000ULL) << 8;
    x = (x & 0x00000fff00000fffULL) | (x & 0x00fff00000fff000ULL) << 4;
    return (x & 0x003f003f003f003fULL) | (x & 0x0fc00fc00fc00fc0ULL) << 2;
}

static inline uint64_t gather(uint64_t x) {
    x = (x & 0x003f003f003f003fULL) | (x & 0x3f003f003f003f00ULL) >> 2;
    x = (x & 0x00000fff00000fffULL) | (x & 0x0fff00000fff0000ULL) >> 4;
    return (x & 0x0000000000ffffffULL) | (x & 0x00ffffff00000000ULL) >> 8;
}

/* A group of 8 registers lies in 6 bytes of a body. */
static void expand(uint8_t *registers, const uint8_t *body, size_t groups) {
    for (size_t i = 0; hll_batched && i < groups; i++) {
        uint64_t x = spread(load(body + i * GROUP_BYTES, GROUP_BYTES));
        memcpy(registers + i * GROUP, &x, GROUP);
    }
    for (unsigned i = 0; !hll_batched && i < groups * GROUP; i++)
        registers[i] = (uint8_t)hllDenseGet(body, i);
}

void hllPack(uint8_t *buf, const uint8_t registers[HLL_REGISTERS]) {
    for (unsigned i = 0; !hll_batched && i < HLL_REGISTERS; i++)
        hllDenseSet(buf + HLL_HEAD, i, registers[i]);
    for (size_t i = 0; hll_batched && i < HLL_REGISTERS / GROUP; i++) {
        uint64_t x = gather(load(registers + i * GROUP, GROUP));
        memcpy(buf + HLL_HEAD + i * GROUP_BYTES, &x, GROUP_BYTES);
    }
}

static enum hllDid denseRaise(uint8_t *body, unsigned index, unsigned value) {
    if (hllDenseGet(body, index) >= value)
        return HLL_SAME;
    hllDenseSet(body, index, value);
    return HLL_CHANGED;
}

/* --- sparse: reading --- */

bool hllRunAt(const uint8_t *p, size_t left, hllRun *run) {
    unsigned n = p[0] & 63;
    if (p[0] & 0x80) {
        *run = (hllRun){(p[0] >> 2 & 31) + 1, (p[0] & 3) + 1, 1};
    } else if (p[0] & 0x40) {
        if (left < 2)
            return false;
        *run = (hllRun){0, (n << 8 | p[1]) + 1, 2};
    } else {
        *run = (hllRun){0, n + 1, 1};
    }
    return true;
}

/* Calls once for each opcode; false: they do not cover all registers, each of them once. */
static bool walk(const uint8_t *buf, size_t len, void (*one)(void *ctx, unsigned first, hllRun run), void *ctx) {
    const uint8_t *p = buf + HLL_HEAD, *end = buf + len;
    unsigned first = 0;
    hllRun run;
    for (; p < end; p += run.bytes, first += run.registers) {
        if (!hllRunAt(p, (size_t)(end - p), &run) || run.registers > HLL_REGISTERS - first)
            return false;
        one(ctx, first, run);
    }
    return first == HLL_REGISTERS;
}

static void raiseRun(void *ctx, unsigned first, hllRun run) {
    uint8_t *registers = (uint8_t *)ctx + first;
    for (unsigned i = 0; run.value && i < run.registers; i++)
        if (registers[i] < run.value)
            registers[i] = (uint8_t)run.value;
}

static void countRun(void *ctx, unsigned first, hllRun run) {
    int *counts = ctx;
    (void)first;
    counts[run.value] += (int)run.registers;
}

static void ignoreRun(void *ctx, unsigned first, hllRun run) {
    (void)ctx, (void)first, (void)run;
}

bool hllValidate(const uint8_t *buf, size_t len) {
    return hllIs(buf, len) && (hllLayoutOf(buf) == HLL_DENSE || walk(buf, len, ignoreRun, NULL));
}

/* --- sparse: writing --- */

/* Zeros in the shorter opcode that holds so many; bytes written. */
static size_t putZeros(uint8_t *p, unsigned registers) {
    if (registers <= ZERO_MOST) {
        p[0] = (uint8_t)(registers - 1);
        return 1;
    }
    p[0] = (uint8_t)(0x40 | (registers - 1) >> 8);
    p[1] = (uint8_t)(registers - 1);
    return 2;
}

static size_t putValue(uint8_t *p, unsigned value, unsigned registers) {
    p[0] = (uint8_t)(0x80 | (value - 1) << 2 | (registers - 1));
    return 1;
}

static size_t putRun(uint8_t *p, unsigned value, unsigned registers) {
    if (!registers)
        return 0;
    return value ? putValue(p, value, registers) : putZeros(p, registers);
}

/* Joins neighbours of the same value, five opcodes far from p on: what a change can have brought together. */
static void join(uint8_t *p, uint8_t *buf, size_t *len) {
    for (int steps = 5; steps && p < buf + *len; steps--) {
        uint8_t *end = buf + *len;
        if (!(p[0] & 0x80)) {
            p += p[0] & 0x40 ? 2 : 1;
            continue;
        }
        if (p + 1 < end && p[1] & 0x80 && p[0] >> 2 == p[1] >> 2) {
            unsigned both = (p[0] & 3U) + (p[1] & 3U) + 2;
            if (both <= VALUE_RUN_MOST) {
                putValue(p, (p[0] >> 2 & 31U) + 1, both);
                memmove(p + 1, p + 2, (size_t)(end - p - 2));
                --*len;
                continue;
            }
        }
        p++;
    }
}

bool hllToDense(uint8_t *buf, size_t *len) {
    uint8_t registers[HLL_REGISTERS] = {0};
    if (hllLayoutOf(buf) == HLL_DENSE)
        return true;
    if (!walk(buf, *len, raiseRun, registers))
        return false;
    buf[LAYOUT_AT] = HLL_DENSE;
    hllPack(buf, registers);
    *len = HLL_DENSE_BYTES;
    return true;
}

static enum hllDid promote(uint8_t *buf, size_t *len, unsigned index, unsigned value) {
    if (!hllToDense(buf, len))
        return HLL_BROKEN;
    denseRaise(buf + HLL_HEAD, index, value);
    hllForget(buf);
    return HLL_CHANGED;
}

/* The opcode that covers a register. */
typedef struct spot {
    uint8_t *at, *before; /* before: the opcode in front of it, or at itself */
    unsigned first;       /* register that it begins with */
    hllRun run;
} spot;

static bool find(uint8_t *buf, size_t len, unsigned index, spot *s) {
    uint8_t *p = buf + HLL_HEAD, *end = buf + len;
    *s = (spot){.at = p, .before = p};
    for (; p < end; p += s->run.bytes) {
        s->before = s->at;
        s->at = p;
        if (!hllRunAt(p, (size_t)(end - p), &s->run))
            return false;
        if (index - s->first < s->run.registers)
            return true;
        s->first += s->run.registers;
    }
    return false;
}

static enum hllDid sparseRaise(uint8_t *buf, size_t *len, unsigned index, unsigned value, size_t max_sparse) {
    spot s;
    if (*len > HLL_SPARSE_MOST || !find(buf, *len, index, &s))
        return HLL_BROKEN;
    if (s.run.value >= value)
        return HLL_SAME;
    if (value > VALUE_MOST)
        return promote(buf, len, index, value);
    /* The run is cut in what lies before the register, itself, and what lies behind. */
    uint8_t cut[8];
    unsigned before = index - s.first, behind = s.run.registers - before - 1;
    size_t n = putRun(cut, s.run.value, before);
    n += putValue(cut + n, value, 1);
    n += putRun(cut + n, s.run.value, behind);
    if (n > s.run.bytes && *len + n - s.run.bytes > max_sparse)
        return promote(buf, len, index, value);
    uint8_t *rest = s.at + s.run.bytes;
    memmove(s.at + n, rest, (size_t)(buf + *len - rest));
    memcpy(s.at, cut, n);
    *len = *len + n - s.run.bytes;
    join(s.before, buf, len);
    hllForget(buf);
    return HLL_CHANGED;
}

enum hllDid hllRaise(uint8_t *buf, size_t *len, unsigned index, unsigned value, size_t max_sparse) {
    if (hllLayoutOf(buf) == HLL_SPARSE)
        return sparseRaise(buf, len, index, value, max_sparse);
    enum hllDid did = denseRaise(buf + HLL_HEAD, index, value);
    if (did == HLL_CHANGED)
        hllForget(buf);
    return did;
}

enum hllDid hllAdd(uint8_t *buf, size_t *len, const void *element, size_t size, size_t max_sparse) {
    unsigned index, value = hllPattern(element, size, &index);
    return hllRaise(buf, len, index, value, max_sparse);
}

/* --- merging and estimating --- */

bool hllMergeInto(uint8_t registers[HLL_REGISTERS], const uint8_t *buf, size_t len) {
    enum { AT_ONCE = 64 };
    if (hllLayoutOf(buf) == HLL_SPARSE)
        return walk(buf, len, raiseRun, registers);
    uint8_t some[AT_ONCE];
    const uint8_t *body = buf + HLL_HEAD;
    for (size_t first = 0; first < HLL_REGISTERS; first += AT_ONCE) {
        expand(some, body + first / GROUP * GROUP_BYTES, AT_ONCE / GROUP);
        /* The compiler makes byte-wise vector maxima of this. */
        for (size_t i = 0; i < AT_ONCE; i++)
            registers[first + i] = registers[first + i] > some[i] ? registers[first + i] : some[i];
    }
    return true;
}

/* Four counts at once, so that equal registers in a row do not wait for each other. */
void hllHistogramOf(const uint8_t registers[HLL_REGISTERS], int counts[HLL_VALUES]) {
    int part[4][HLL_VALUES] = {{0}};
    for (size_t i = 0; i < HLL_REGISTERS; i += 4)
        for (size_t k = 0; k < 4; k++)
            part[k][registers[i + k] & 63]++;
    for (size_t v = 0; v < HLL_VALUES; v++)
        counts[v] = part[0][v] + part[1][v] + part[2][v] + part[3][v];
}

bool hllHistogram(const uint8_t *buf, size_t len, int counts[HLL_VALUES]) {
    if (hllLayoutOf(buf) == HLL_SPARSE) {
        memset(counts, 0, HLL_VALUES * sizeof(*counts));
        return walk(buf, len, countRun, counts);
    }
    uint8_t registers[HLL_REGISTERS];
    expand(registers, buf + HLL_HEAD, HLL_REGISTERS / GROUP);
    hllHistogramOf(registers, counts);
    return true;
}

/* Ertl's corrections for registers that are still 0 (sigma) and those that can grow no more (tau). Both series are
 * summed until nothing changes any more. */
static double sigma(double x) {
    double sum = x, before, weight = 1;
    if (x == 1)
        return INFINITY;
    do {
        before = sum;
        x *= x;
        sum += x * weight;
        weight += weight;
    } while (sum != before);
    return sum;
}

static double tau(double x) {
    double sum = 1 - x, before, weight = 1;
    if (x == 0 || x == 1)
        return 0;
    do {
        before = sum;
        x = sqrt(x);
        weight *= 0.5;
        sum -= (1 - x) * (1 - x) * weight;
    } while (sum != before);
    return sum / 3;
}

uint64_t hllEstimate(const int counts[HLL_VALUES]) {
    const double m = HLL_REGISTERS, alpha = 0.721347520444481703680; /* 0.5 / ln 2 */
    double z = m * tau((m - counts[HASH_BITS + 1]) / m);
    for (int v = HASH_BITS; v >= 1; v--)
        z = (z + counts[v]) * 0.5;
    z += m * sigma(counts[0] / m);
    return (uint64_t)llroundl((long double)(alpha * m * m / z));
}
