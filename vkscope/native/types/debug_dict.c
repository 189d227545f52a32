/* debug_dict.c: DEBUG DICT: the old chained dict and the hash table, side by side: the same members, added and rehashed
 * step by step.
 *
 * Words  line: of the processor's cache, 64 bytes; what a lookup waits for.
 * Design Both are filled with "member:0", "member:1" ... and belong to no database. Additions rehash as they do in a
 *        server; STEP empties buckets by hand. A picture has a character for a run of buckets: '.' no entry, a digit
 *        the most entries of one bucket's chain, '+' over 9, '_' already emptied by rehashing.
 * Events RehashStarted, RehashCompleted, when additions cause them: kind "other" is the dict's, "value" the table's. */
#include "types/debug.h"
#include "ds/hashtable_inline.h"
#include "types/set_entry.h"
#include <stdio.h>
#include <string.h>

enum { PICTURE = 64, MOST = 10000000 };

static dict old;
static hashtable *table;
static size_t members;

/* The rehash under way, of the dict and of the table: when it began, entries that it has to move. */
static struct {
    uint64_t since;
    size_t entries;
} under_way[2];

/* from, to: buckets; entries: in all of it. */
static void tellRehash(bool of_table, size_t from, size_t to, size_t entries, bool done) {
    uint64_t now = clockMonoNs();
    uint32_t kind = of_table ? EVENT_TABLE_KIND_VALUE : EVENT_TABLE_KIND_OTHER;
    if (!done) {
        under_way[of_table].since = now;
        under_way[of_table].entries = entries;
    }
    if (!traceOn(CLASS_TABLE))
        return;
    if (done) {
        evRehashCompleted(now, now - under_way[of_table].since, (uint32_t)from, to, kind, 0,
                          under_way[of_table].entries);
    } else {
        evRehashStarted(now, (uint32_t)from, to, kind, 0, entries);
    }
}

static void tableResized(hashtable *t, size_t from, size_t to, bool done) {
    tellRehash(true, from, to, hashtableSize(t), done);
}

static const hashtableType table_type = {
    .entryKeyBytes = setEntryBytes, .entryDestructor = zfree, .resized = tableResized};

static void addToDict(const char *name, uint32_t len) {
    size_t from = old.buckets[0];
    bool was = dictIsRehashing(&old);
    dictAdd(&old, name, len);
    if (was && old.buckets[0] != from)
        tellRehash(false, from, old.buckets[0], 0, true);
    if (dictIsRehashing(&old) && (!was || old.buckets[0] != from))
        tellRehash(false, old.buckets[0], old.buckets[1], old.used[0], false);
}

static void start(void) {
    if (table)
        return;
    dictInit(&old);
    table = hashtableCreate(&table_type);
    members = 0;
}

static void drop(void) {
    if (!table)
        return;
    dictRelease(&old);
    hashtableRelease(table);
    table = NULL;
    members = 0;
}

static void fill(size_t n) {
    char name[32];
    execYielder yielder;
    execYieldStart(&yielder, EXEC_BUSY);
    for (; n; n--) {
        int len = snprintf(name, sizeof(name), "member:%zu", members++);
        addToDict(name, (uint32_t)len);
        hashtableInsertNewWithHash(table, setEntryNew(name, (size_t)len), sipHash(name, (size_t)len));
        if (n % 256 == 0)
            execYield(&yielder, EXEC_BUSY);
    }
}

/* --- what both can tell --- */

/* One of the tables of a structure, as its state is shown. */
typedef struct side {
    size_t buckets, used, emptied; /* emptied: buckets passed by rehashing */
    size_t (*chain)(unsigned table, size_t bucket);
} side;

static size_t dictChainOf(unsigned t, size_t bucket) {
    return dictChain(&old, (int)t, bucket);
}

static size_t tableChainOf(unsigned t, size_t bucket) {
    size_t n = 0;
    for (const hashtableBucket *b = &table->table[t][bucket]; b; b = hashtableNextOf(b))
        n += (size_t)__builtin_popcount(b->presence & HT_PRESENT);
    return n;
}

static size_t longestOf(const side *s, unsigned t) {
    size_t longest = 0;
    for (size_t i = 0; i < s->buckets; i++) {
        size_t n = s->chain(t, i);
        longest = n > longest ? n : longest;
    }
    return longest;
}

static size_t picture(const side *s, unsigned t, char out[PICTURE]) {
    size_t cells = s->buckets < PICTURE ? s->buckets : PICTURE;
    for (size_t cell = 0; cell < cells; cell++) {
        size_t first = cell * (s->buckets / cells), end = first + s->buckets / cells, most = 0;
        for (size_t i = first; i < end; i++) {
            size_t n = s->chain(t, i);
            most = n > most ? n : most;
        }
        out[cell] = end <= s->emptied ? '_' : !most ? '.' : most > 9 ? '+' : (char)('0' + most);
    }
    return cells;
}

static void replyNamed(execContext *x, const char *name, long long n) {
    replyBulkC(x, name);
    replyLong(x, n);
}

static void replySide(execContext *x, const side *s, unsigned t) {
    char drawn[PICTURE];
    replyMap(x, 4);
    replyNamed(x, "buckets", (long long)s->buckets);
    replyNamed(x, "entries", (long long)s->used);
    replyNamed(x, "longest_chain", (long long)longestOf(s, t));
    replyBulkC(x, "picture");
    replyBulk(x, drawn, picture(s, t, drawn));
}

/* Cache lines that lookups of all members would touch: the buckets down to the member's, and its entry. */
static uint64_t tableLines(void) {
    uint64_t lines = 0;
    for (unsigned t = 0; t < 2 && table->exp[t] >= 0; t++) {
        for (size_t i = 0; i <= hashtableMaskOf(table, t); i++) {
            uint64_t depth = 1;
            for (const hashtableBucket *b = &table->table[t][i]; b; b = hashtableNextOf(b), depth++)
                lines += (depth + 1) * (uint64_t)__builtin_popcount(b->presence & HT_PRESENT);
        }
    }
    return lines;
}

static size_t tableBytes(void) {
    size_t bytes = hashtableMemUsage(table);
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, table, 0);
    while (hashtableNext(&it, &entry))
        bytes += zmallocSize(entry);
    hashtableCleanupIterator(&it);
    return bytes;
}

typedef struct totals {
    size_t entries, bytes;
    uint64_t lines;
    int64_t rehash;
    const char *invalid;
} totals;

static void replyStructure(execContext *x, const char *name, const totals *sum, const side sides[2]) {
    replyBulkC(x, name);
    replyMap(x, 7);
    replyNamed(x, "entries", (long long)sum->entries);
    replyNamed(x, "bytes", (long long)sum->bytes);
    replyNamed(x, "rehash_index", sum->rehash);
    replyBulkC(x, "lines_a_hit");
    replyDouble(x, sum->entries ? (double)sum->lines / (double)sum->entries : 0);
    replyBulkC(x, "valid");
    replyBulkC(x, sum->invalid ? sum->invalid : "yes");
    for (unsigned t = 0; t < 2; t++) {
        replyBulkC(x, t ? "table1" : "table0");
        replySide(x, &sides[t], t);
    }
}

static void replyState(execContext *x) {
    side of_dict[2], of_table[2];
    for (unsigned t = 0; t < 2; t++) {
        size_t buckets = table->exp[t] < 0 ? 0 : hashtableMaskOf(table, t) + 1;
        size_t emptied = t || table->rehash_idx < 0 ? 0 : (size_t)table->rehash_idx;
        of_table[t] = (side){buckets, table->used[t], emptied, tableChainOf};
        emptied = t || old.rehash_idx < 0 ? 0 : (size_t)old.rehash_idx;
        of_dict[t] = (side){old.buckets[t], old.used[t], emptied, dictChainOf};
    }
    totals d = {dictSize(&old), dictBytes(&old), dictLines(&old), old.rehash_idx, dictWhyInvalid(&old)};
    totals h = {hashtableSize(table), tableBytes(), tableLines(), table->rehash_idx, hashtableWhyInvalid(table)};
    replyMap(x, 2);
    replyStructure(x, "dict", &d, of_dict);
    replyStructure(x, "hashtable", &h, of_table);
}

/* DEBUG DICT ADD n | STEP n | STATE | DROP */
void debugDict(execContext *x) {
    long long n = 1;
    if (x->argc == 4 && !argRange(x, 3, 1, MOST, &n, "ERR a number from 1 to 10000000 is wanted"))
        return;
    start();
    if (argIs(x, 2, "state") && x->argc == 3) {
        replyState(x);
        return;
    }
    if (argIs(x, 2, "add")) {
        if (members + (size_t)n > MOST) {
            replyErrorC(x, "ERR more than 10000000 members are too many: DROP them first");
            return;
        }
        fill((size_t)n);
    } else if (argIs(x, 2, "step")) {
        dictRehash(&old, (size_t)n);
        hashtableRehashStep(table, (size_t)n);
    } else if (argIs(x, 2, "drop") && x->argc == 3) {
        drop();
    } else {
        replyErrorSubcommand(x);
        return;
    }
    replyOk(x);
}
