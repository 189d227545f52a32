/* hashtable_stats.c: a hash table from outside: its figures, its text for DEBUG HTSTATS, and whether it is sound. See
 * hashtable.h. */
#include "ds/hashtable_private.h"
#include <stdarg.h>
#include <stdio.h>

hashtableStats hashtableGetStatsHt(const hashtable *ht, int table, bool full) {
    hashtableStats s = {.table = table, .rehash_target = table == 1, .full = full};
    s.top_buckets = bucketsOf(ht, (unsigned)table);
    s.child_buckets = ht->children[table];
    s.used = ht->used[table];
    for (size_t i = 0; full && i < s.top_buckets; i++) {
        size_t entries = 0, length = 0;
        for (const bucket *b = &ht->table[table][i]; b; b = hashtableNextOf(b), length++)
            entries += (unsigned)__builtin_popcount(b->presence & HT_PRESENT);
        s.chain_entries[entries < HASHTABLE_STATS_LENGTHS ? entries : HASHTABLE_STATS_LENGTHS - 1]++;
        if (length > s.max_chain)
            s.max_chain = length;
    }
    return s;
}

void hashtableCombineStats(const hashtableStats *from, hashtableStats *into) {
    into->top_buckets += from->top_buckets;
    into->child_buckets += from->child_buckets;
    into->used += from->used;
    into->full |= from->full;
    if (from->max_chain > into->max_chain)
        into->max_chain = from->max_chain;
    for (int i = 0; i < HASHTABLE_STATS_LENGTHS; i++)
        into->chain_entries[i] += from->chain_entries[i];
}

/* snprintf at the end of what stands in buf; returns the new length, which never passes size - 1. */
__attribute__((format(printf, 4, 5))) static size_t append(char *buf, size_t size, size_t at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(buf + at, size - at, format, args);
    va_end(args);
    return n < 0 ? at : at + (size_t)n < size ? at + (size_t)n : size - 1;
}

size_t hashtableGetStatsMsg(char *buf, size_t size, const hashtableStats *s) {
    if (size == 0)
        return 0;
    size_t at = append(buf, size, 0, "Hash table %d stats (%s):\n table size: %zu\n number of entries: %zu\n", s->table,
                       s->rehash_target ? "rehashing target" : "main hash table",
                       s->top_buckets * HASHTABLE_BUCKET_PLACES, s->used);
    at = append(buf, size, at, " top-level buckets: %zu\n child buckets: %zu\n", s->top_buckets, s->child_buckets);
    if (!s->full || !s->top_buckets)
        return at;
    at = append(buf, size, at, " max chain length: %zu\n entries a chain:\n", s->max_chain);
    for (int i = 0; i < HASHTABLE_STATS_LENGTHS; i++)
        if (s->chain_entries[i])
            at = append(buf, size, at, "   %s%d: %zu (%.02f%%)\n", i == HASHTABLE_STATS_LENGTHS - 1 ? ">= " : "", i,
                        s->chain_entries[i], 100.0 * (double)s->chain_entries[i] / (double)s->top_buckets);
    return at;
}

void hashtableGetStats(char *buf, size_t size, const hashtable *ht, bool full) {
    hashtableStats s = hashtableGetStatsHt(ht, 0, full);
    size_t at = hashtableGetStatsMsg(buf, size, &s);
    if (ht->rehash_idx < 0 || at >= size)
        return;
    s = hashtableGetStatsHt(ht, 1, full);
    hashtableGetStatsMsg(buf + at, size - at, &s);
}

static const char *whyChainInvalid(const hashtable *ht, unsigned t, size_t idx, size_t *found, size_t *children) {
    const bucket *head = &ht->table[t][idx];
    size_t length = 0;
    for (const bucket *b = head; b; b = hashtableNextOf(b)) {
        *children += b != head;
        if (++length > 1 && length > ht->longest && ht->longest < UINT8_MAX && ht->rehash_idx < 0)
            return "chain longer than the longest";
        if (*children > ht->children[t])
            return "more child buckets than counted, or a loop";
        if (b->presence & HT_CHAINED && b->presence >> HT_CHILD & 1)
            return "chained bucket with an entry in place 6";
        if (t == 0 && (int64_t)idx < ht->rehash_idx && b->presence)
            return "chain below rehash_idx is not empty";
        for (unsigned p = b->presence & HT_PRESENT; p; p &= p - 1) {
            unsigned i = (unsigned)__builtin_ctz(p);
            uint64_t hash = hashtableHashEntry(ht, b->entry[i]);
            if ((hash & hashtableMaskOf(ht, t)) != idx)
                return "entry in the wrong chain";
            if (hashtableTagOf(hash) != b->tag[i])
                return "tag differs from the hash";
            ++*found;
        }
    }
    return NULL;
}

const char *hashtableWhyInvalid(const hashtable *ht) {
    if ((ht->rehash_idx >= 0) != (ht->exp[1] >= 0))
        return "second table without a rehash, or the reverse";
    if (ht->rehash_idx >= (int64_t)bucketsOf(ht, 0) && ht->rehash_idx >= 0)
        return "rehash_idx past the table";
    for (unsigned t = 0; t < 2; t++) {
        size_t found = 0, children = 0;
        if ((ht->exp[t] < 0) != !ht->table[t])
            return "table without a size, or the reverse";
        for (size_t i = 0; i < bucketsOf(ht, t); i++) {
            const char *why = whyChainInvalid(ht, t, i, &found, &children);
            if (why)
                return why;
        }
        if (found != ht->used[t])
            return "used differs from the entries there";
        if (children != ht->children[t])
            return "children differs from the child buckets there";
    }
    return NULL;
}

bool hashtableValidate(const hashtable *ht) {
    return hashtableWhyInvalid(ht) == NULL;
}
