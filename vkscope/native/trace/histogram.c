/* histogram.c: see histogram.h. */
#include "base/base.h"
#include "trace/histogram.h"
#include <string.h>

uint64_t histLower(unsigned index) {
    if (index < HIST_SUB)
        return index;
    unsigned top = index / HIST_SUB + 2;
    return (uint64_t)(HIST_SUB + index % HIST_SUB) << (top - 3);
}

uint64_t histUpper(unsigned index) {
    return index + 1 < HIST_BUCKETS ? histLower(index + 1) - 1 : UINT64_MAX;
}

uint64_t histPercentile(const histogram *h, double percent) {
    if (!h->count)
        return 0;
    double exact = (double)h->count * percent / 100.0;
    uint64_t want = (uint64_t)exact, sum = 0;
    if ((double)want < exact)
        want++;
    if (want < 1)
        want = 1;
    for (unsigned i = 0; i < HIST_BUCKETS; i++) {
        sum += h->bucket[i];
        if (sum >= want)
            return histUpper(i) < h->max ? histUpper(i) : h->max;
    }
    return h->max;
}

void histMerge(histogram *into, const histogram *from) {
    into->count += from->count;
    into->sum += from->sum;
    if (from->max > into->max)
        into->max = from->max;
    for (unsigned i = 0; i < HIST_BUCKETS; i++)
        into->bucket[i] += from->bucket[i];
}

void histReset(histogram *h) {
    memset(h, 0, sizeof(*h));
}

uint64_t histCountUpTo(const histogram *h, uint64_t v) {
    uint64_t sum = 0;
    for (unsigned i = 0; i < HIST_BUCKETS && histUpper(i) <= v; i++)
        sum += h->bucket[i];
    return sum;
}
