/* histogram.h: counts of times, precise to 1/8 at every size.
 *
 * Design  values below 8 have a bucket each; above, every doubling has 8:
 *           index = (top - 2) * 8 + (v >> (top - 3)) % 8, top being the highest bit. 1000 (top 9) -> 56 + 7 = 63,
 *           which holds 960..1023. 312 buckets reach 2^41 ns, 36 minutes; longer values count in the last one.
 *         sum(bucket) = count; max is exact.
 * Cost    histAdd: about 2 ns when its line is in the cache. 2,520 bytes each.
 * Credits Gil Tene's HdrHistogram for the idea of log-linear buckets. */
#ifndef VK_TRACE_HISTOGRAM_H
#define VK_TRACE_HISTOGRAM_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HIST_SUB 8
#define HIST_TOP 40
#define HIST_BUCKETS ((HIST_TOP - 2) * HIST_SUB + HIST_SUB)

typedef struct histogram {
    uint64_t count, sum, max;
    uint64_t bucket[HIST_BUCKETS];
} histogram;

static inline unsigned histIndex(uint64_t v) {
    if (v < HIST_SUB)
        return (unsigned)v;
    unsigned top = 63 - (unsigned)__builtin_clzl(v);
    unsigned i = (top - 2) * HIST_SUB + (unsigned)(v >> (top - 3) & (HIST_SUB - 1));
    return i < HIST_BUCKETS ? i : HIST_BUCKETS - 1;
}

static inline void histAdd(histogram *h, uint64_t ns) {
    h->count++;
    h->sum += ns;
    if (ns > h->max)
        h->max = ns;
    h->bucket[histIndex(ns)]++;
}

uint64_t histLower(unsigned index);                          /* smallest value of a bucket */
uint64_t histUpper(unsigned index);                          /* largest value of a bucket */
uint64_t histPercentile(const histogram *h, double percent); /* upper edge, never over max; 0 when empty */
void histMerge(histogram *into, const histogram *from);
void histReset(histogram *h);
uint64_t histCountUpTo(const histogram *h, uint64_t v); /* in buckets that end at or below v */

#ifdef __cplusplus
}
#endif
#endif
