/* dict.c: see dict.h. */
#include "ds/dict.h"
#include "base/base.h"
#include <string.h>

void dictInit(dict *d) {
    *d = (dict){.rehash_idx = -1};
}

size_t dictSize(const dict *d) {
    return d->used[0] + d->used[1];
}

bool dictIsRehashing(const dict *d) {
    return d->rehash_idx >= 0;
}

static size_t bucketOf(const dict *d, int table, const char *data, uint32_t len) {
    return sipHash(data, len) & (d->buckets[table] - 1);
}

static void makeTable(dict *d, int table, size_t buckets) {
    d->table[table] = zcalloc(buckets, sizeof(dictEntry *));
    d->buckets[table] = buckets;
    d->used[table] = 0;
}

static void push(dict *d, int table, dictEntry *e) {
    dictEntry **head = &d->table[table][bucketOf(d, table, e->bytes, e->len)];
    e->next = *head;
    *head = e;
    d->used[table]++;
}

/* --- rehashing --- */

static void finish(dict *d) {
    zfree(d->table[0]);
    d->table[0] = d->table[1];
    d->buckets[0] = d->buckets[1];
    d->used[0] = d->used[1];
    d->table[1] = NULL;
    d->buckets[1] = d->used[1] = 0;
    d->rehash_idx = -1;
}

static void moveChain(dict *d, size_t bucket) {
    dictEntry *e = d->table[0][bucket];
    d->table[0][bucket] = NULL;
    while (e) {
        dictEntry *next = e->next;
        d->used[0]--;
        push(d, 1, e);
        d->moved++;
        e = next;
    }
}

bool dictRehash(dict *d, size_t steps) {
    size_t empty = steps * DICT_EMPTY_PER_STEP;
    while (dictIsRehashing(d) && steps && empty) {
        size_t bucket = (size_t)d->rehash_idx;
        if (d->table[0][bucket]) {
            moveChain(d, bucket);
            steps--;
        } else {
            empty--;
        }
        d->steps++;
        d->rehash_idx++;
        if ((size_t)d->rehash_idx == d->buckets[0])
            finish(d);
    }
    return dictIsRehashing(d);
}

static void growIfFull(dict *d) {
    if (dictIsRehashing(d))
        return;
    if (!d->buckets[0]) {
        makeTable(d, 0, DICT_BUCKETS_LEAST);
    } else if (d->used[0] >= d->buckets[0]) {
        makeTable(d, 1, d->buckets[0] * 2);
        d->rehash_idx = 0;
    }
}

/* --- members --- */

/* Where the pointer to a member's entry stands; NULL: it is absent. */
static dictEntry **locate(dict *d, const char *data, uint32_t len, int *table) {
    for (*table = 0; *table < 2 && d->buckets[*table]; ++*table) {
        dictEntry **place = &d->table[*table][bucketOf(d, *table, data, len)];
        for (; *place; place = &(*place)->next)
            if ((*place)->len == len && memcmp((*place)->bytes, data, len) == 0)
                return place;
    }
    return NULL;
}

bool dictFind(dict *d, const char *data, uint32_t len) {
    int table;
    dictRehash(d, 1);
    return locate(d, data, len, &table) != NULL;
}

bool dictAdd(dict *d, const char *data, uint32_t len) {
    int table;
    dictRehash(d, 1);
    if (locate(d, data, len, &table))
        return false;
    growIfFull(d);
    dictEntry *e = zmalloc(offsetof(dictEntry, bytes) + len);
    e->len = len;
    memcpy(e->bytes, data, len);
    push(d, dictIsRehashing(d), e);
    return true;
}

bool dictDelete(dict *d, const char *data, uint32_t len) {
    int table;
    dictRehash(d, 1);
    dictEntry **place = locate(d, data, len, &table), *e;
    if (!place)
        return false;
    e = *place;
    *place = e->next;
    d->used[table]--;
    zfree(e);
    return true;
}

void dictRelease(dict *d) {
    for (int t = 0; t < 2; t++) {
        for (size_t i = 0; i < d->buckets[t]; i++) {
            for (dictEntry *e = d->table[t][i], *next; e; e = next) {
                next = e->next;
                zfree(e);
            }
        }
        zfree(d->table[t]);
    }
    dictInit(d);
}

/* --- looking inside --- */

size_t dictChain(const dict *d, int table, size_t bucket) {
    size_t n = 0;
    for (const dictEntry *e = d->table[table][bucket]; e; e = e->next)
        n++;
    return n;
}

size_t dictBytes(const dict *d) {
    size_t bytes = 0;
    for (int t = 0; t < 2; t++) {
        bytes += d->table[t] ? zmallocSize(d->table[t]) : 0;
        for (size_t i = 0; i < d->buckets[t]; i++)
            for (const dictEntry *e = d->table[t][i]; e; e = e->next)
                bytes += zmallocSize(e);
    }
    return bytes;
}

uint64_t dictLines(const dict *d) {
    uint64_t lines = 0;
    for (int t = 0; t < 2; t++)
        for (size_t i = 0; i < d->buckets[t]; i++)
            for (size_t n = dictChain(d, t, i); n; n--)
                lines += 1 + n;
    return lines;
}

const char *dictWhyInvalid(const dict *d) {
    if (dictIsRehashing(d) != (d->table[1] != NULL))
        return "a second table without a rehash, or a rehash without one";
    for (int t = 0; t < 2; t++) {
        size_t found = 0;
        if (d->buckets[t] & (d->buckets[t] - 1))
            return "buckets are no power of two";
        for (size_t i = 0; i < d->buckets[t]; i++) {
            if (t == 0 && (int64_t)i < d->rehash_idx && d->table[0][i])
                return "a bucket below rehash_idx is not empty";
            for (const dictEntry *e = d->table[t][i]; e; e = e->next, found++)
                if (bucketOf(d, t, e->bytes, e->len) != i)
                    return "an entry stands in another chain than its hash says";
        }
        if (found != d->used[t])
            return "used does not count the entries";
    }
    return NULL;
}
