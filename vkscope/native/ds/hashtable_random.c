/* hashtable_random.c: entries drawn at random: quickly, or each with the same odds. See hashtable.h.
 *
 * Design  How entries are drawn fairly: a chain is drawn evenly, then a number below `most`, the number of places that
 *         hardly any chain fills; when the chain has an entry of that number, it is taken, else all begins anew. So
 *         each entry has the same odds, however full its chain is, and two to four chains are looked at in the mean.
 *         Several chains are drawn at once, so that their cache lines come together.
 *         A table with a chain far longer than `most` (keys that a scan left behind, put into a small table) would give
 *         the entries of that chain less than their odds. There, some forty entries are gathered by a walk of whole
 *         chains from a random one on, and one of these is drawn. */
#include "ds/hashtable_private.h"
#include <math.h>

enum { FAIR_SAMPLE = 40, DRAWN_AT_ONCE = 4, DRAWS = 16, SMALL_EXP = 6 };

typedef struct sample {
    void **dst;
    unsigned size;
    uint64_t seen;
} sample;

/* Of more than there is room for, each stays with the same odds. */
static void sampleTake(void *ctx, void *entry) {
    sample *s = ctx;
    uint64_t at = s->seen++;
    if (at >= s->size)
        at = randomU64() % s->seen;
    if (at < s->size)
        s->dst[at] = entry;
}

unsigned hashtableSampleEntries(hashtable *ht, void **dst, unsigned count) {
    sample s = {dst, count, 0};
    if (hashtableSize(ht) == 0 || !count)
        return 0;
    unsigned small = ht->rehash_idx >= 0 && ht->exp[1] < ht->exp[0];
    size_t start = randomU64() & hashtableMaskOf(ht, small), cursor = start;
    do {
        cursor = hashtableScan(ht, cursor, sampleTake, &s);
    } while (s.seen < count && cursor != start);
    return s.seen < count ? (unsigned)s.seen : count;
}

static bool sampleOne(hashtable *ht, unsigned size, void **found) {
    void *entries[FAIR_SAMPLE];
    unsigned n = hashtableSampleEntries(ht, entries, size);
    if (n)
        *found = entries[randomU64() % n];
    return n > 0;
}

bool hashtableRandomEntry(hashtable *ht, void **found) {
    stepOnRead(ht);
    return sampleOne(ht, HASHTABLE_BUCKET_PLACES, found);
}

/* Three deviations above the mean of a Poisson distribution, and a little: one chain of a thousand is longer. */
static unsigned placesOfMost(const hashtable *ht) {
    size_t left = bucketsOf(ht, 0) - (ht->rehash_idx > 0 ? (size_t)ht->rehash_idx : 0);
    double fill = left ? (double)ht->used[0] / (double)left : 0;
    if (ht->exp[1] >= 0 && (double)ht->used[1] / (double)bucketsOf(ht, 1) > fill)
        fill = (double)ht->used[1] / (double)bucketsOf(ht, 1);
    unsigned most = (unsigned)(fill + 3 * sqrt(fill)) + 2;
    bool chained = ht->children[0] || ht->children[1];
    return !chained && most > HASHTABLE_BUCKET_PLACES ? HASHTABLE_BUCKET_PLACES : most;
}

/* A chain of more than twice the places of most. What is remembered may be long ago: in tables of any size only a
 * length counts that entries spread at random do not reach. */
static bool uneven(const hashtable *ht, unsigned most) {
    unsigned odd = ht->exp[0] <= SMALL_EXP ? 3 : 8;
    return unlikely(ht->longest >= odd) && (ht->longest - 1U) * HT_CHILD > 2 * most;
}

static unsigned entriesIn(const bucket *b) {
    return (unsigned)__builtin_popcount(b->presence & HT_PRESENT);
}

/* Entry number n of a chain, which has it. */
static void placeOfNumber(bucket *b, unsigned n, hashtablePlace *at) {
    for (unsigned here; n >= (here = entriesIn(b)); n -= here)
        b = hashtableNextOf(b);
    unsigned p = b->presence & HT_PRESENT;
    while (n--)
        p &= p - 1;
    at->bucket = b;
    at->place = (unsigned)__builtin_ctz(p);
}

/* The chain's entry of number n < most; of a chain longer than that, what lies behind its first bucket shares the rest
 * of the numbers. */
static bool takeNumber(bucket *head, unsigned n, unsigned most, hashtablePlace *at) {
    unsigned first = entriesIn(head), all = first;
    if (n >= first) {
        for (const bucket *b = hashtableNextOf(head); b; b = hashtableNextOf(b))
            all += entriesIn(b);
        if (all > most)
            n = first + (unsigned)(randomU64() % (all - first));
        if (n >= all)
            return false;
    }
    placeOfNumber(head, n, at);
    return true;
}

/* A chain, and the number of the entry wanted of it. */
typedef struct draw {
    bucket *head;
    size_t index;
    unsigned table, number;
} draw;

/* The high bits of one random number choose the chain, the low ones the entry. */
static draw drawOne(const hashtable *ht, size_t begin, size_t old, size_t total, unsigned most) {
    uint64_t random = randomU64();
    size_t index = (size_t)(((unsigned __int128)random * total) >> 64);
    draw d = {.number = (unsigned)((random & UINT32_MAX) * most >> 32), .table = index >= old};
    d.index = d.table ? index - old : begin + index;
    d.head = &ht->table[d.table][d.index];
    __builtin_prefetch(d.head);
    return d;
}

/* A place drawn fairly, and the index of its chain; false: none was found in reasonable time, or the chains
 * are too uneven for it. */
static bool drawFair(const hashtable *ht, hashtablePlace *at, size_t *chain) {
    size_t begin = ht->rehash_idx > 0 ? (size_t)ht->rehash_idx : 0, old = bucketsOf(ht, 0) - begin;
    size_t total = old + (ht->exp[1] >= 0 ? bucketsOf(ht, 1) : 0);
    unsigned most = placesOfMost(ht);
    if (uneven(ht, most))
        return false;
    draw d[DRAWN_AT_ONCE];
    for (int round = 0; round < DRAWS; round++) {
        for (int i = 0; i < DRAWN_AT_ONCE; i++)
            d[i] = drawOne(ht, begin, old, total, most);
        for (int i = 0; i < DRAWN_AT_ONCE; i++) {
            if (!takeNumber(d[i].head, d[i].number, most, at))
                continue;
            at->table = d[i].table;
            *chain = d[i].index;
            return true;
        }
    }
    return false;
}

bool hashtableFairRandomEntry(hashtable *ht, void **found) {
    hashtablePlace at;
    size_t chain;
    stepOnRead(ht);
    if (!hashtableSize(ht) || !drawFair(ht, &at, &chain))
        return sampleOne(ht, FAIR_SAMPLE, found);
    *found = at.bucket->entry[at.place];
    return true;
}

bool hashtablePopFairRandom(hashtable *ht, void **popped) {
    hashtablePlace at;
    size_t chain;
    stepOnWrite(ht);
    if (hashtableSize(ht) && drawFair(ht, &at, &chain)) {
        *popped = at.bucket->entry[at.place];
        hashtableTakeOut(ht, at, chain);
        return true;
    }
    if (!sampleOne(ht, FAIR_SAMPLE, popped))
        return false;
    hashtableBytes view;
    return hashtablePopWithHash(ht, hashtableKeyOf(ht, *popped, &view), hashtableHashEntry(ht, *popped), popped);
}
