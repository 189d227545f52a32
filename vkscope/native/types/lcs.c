/* lcs.c: LCS: the longest common subsequence of two strings.
 *
 * Design  A table of (len a + 1) * (len b + 1) lengths, filled row by row, then walked from its last cell to the first:
 *         equal bytes go up and left, others to the larger neighbour, left on a tie. Ranges come out last first.
 * Cost    O(len a * len b) time and memory, which proto-max-bulk-len bounds. */
#include "types/types.h"
#include "gen/commands.h"
#include <stdlib.h>

typedef struct lcsOptions {
    bool len, idx, with_len;
    long long min_len;
} lcsOptions;

typedef struct lcsTable {
    stringView a, b;
    uint32_t *cells;
    size_t width;
} lcsTable;

static bool readOptions(execContext *x, lcsOptions *o) {
    *o = (lcsOptions){0};
    for (int i = 3; i < x->argc; i++) {
        if (OPTION(x, i, "idx")) {
            o->idx = true;
        } else if (OPTION(x, i, "len")) {
            o->len = true;
        } else if (OPTION(x, i, "withmatchlen")) {
            o->with_len = true;
        } else if (OPTION(x, i, "minmatchlen") && i + 1 < x->argc) {
            if (!argLong(x, ++i, &o->min_len))
                return false;
        } else {
            replyErrorSyntax(x);
            return false;
        }
    }
    if (!o->len || !o->idx)
        return true;
    replyErrorC(x, "ERR If you want both the length and indexes, please just use IDX.");
    return false;
}

static bool fill(execContext *x, lcsTable *t) {
    if (t->a.len >= UINT32_MAX - 1 || t->b.len >= UINT32_MAX - 1) {
        replyErrorC(x, "ERR String too long for LCS");
        return false;
    }
    size_t cells, bytes;
    t->width = t->b.len + 1;
    if (__builtin_mul_overflow(t->a.len + 1, t->width, &cells) || __builtin_mul_overflow(cells, 4, &bytes) ||
        bytes > (size_t)exec_config.proto_max_bulk_len) {
        replyErrorC(x, "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
        return false;
    }
    t->cells = calloc(cells, 4); /* not zmalloc, whose failure ends the server */
    if (!t->cells) {
        replyErrorC(x, "ERR Insufficient memory, failed allocating transient memory for LCS");
        return false;
    }
    for (size_t i = 1; i <= t->a.len; i++) {
        const uint32_t *above = t->cells + (i - 1) * t->width;
        uint32_t *row = t->cells + i * t->width;
        char c = t->a.ptr[i - 1];
        for (size_t j = 1; j <= t->b.len; j++) {
            uint32_t larger = above[j] > row[j - 1] ? above[j] : row[j - 1];
            row[j] = c == t->b.ptr[j - 1] ? above[j - 1] + 1 : larger;
        }
    }
    return true;
}

/* One step back from (i, j). True: their bytes are equal and belong to the answer. */
static bool stepBack(const lcsTable *t, size_t *i, size_t *j) {
    const uint32_t *row = t->cells + *i * t->width;
    if (t->a.ptr[*i - 1] == t->b.ptr[*j - 1]) {
        --*i;
        --*j;
        return true;
    }
    if (*(row - t->width + *j) > row[*j - 1]) {
        --*i;
    } else {
        --*j;
    }
    return false;
}

static void replyText(execContext *x, const lcsTable *t, uint32_t total) {
    char *text = zmalloc((size_t)total + 1);
    size_t at = total;
    for (size_t i = t->a.len, j = t->b.len; i && j;)
        if (stepBack(t, &i, &j))
            text[--at] = t->a.ptr[i];
    replyBulk(x, text, total);
    zfree(text);
}

/* A run of `n` equal bytes that starts at a[i] and b[j]. */
static long replyRange(execContext *x, const lcsOptions *o, size_t i, size_t j, size_t n) {
    if (n == 0 || (long long)n < o->min_len)
        return 0;
    replyArray(x, 2 + o->with_len);
    replyArray(x, 2);
    replyLong(x, (long long)i);
    replyLong(x, (long long)(i + n - 1));
    replyArray(x, 2);
    replyLong(x, (long long)j);
    replyLong(x, (long long)(j + n - 1));
    if (o->with_len)
        replyLong(x, (long long)n);
    return 1;
}

static void replyRanges(execContext *x, const lcsTable *t, const lcsOptions *o, uint32_t total) {
    replyMap(x, 2);
    replyBulkC(x, "matches");
    size_t handle = replyDeferredLen(x);
    long ranges = 0;
    size_t i = t->a.len, j = t->b.len, run = 0;
    while (i && j) {
        size_t from_i = i, from_j = j;
        if (stepBack(t, &i, &j)) {
            run++;
        } else {
            ranges += replyRange(x, o, from_i, from_j, run);
            run = 0;
        }
    }
    ranges += replyRange(x, o, i, j, run);
    replySetDeferredArray(x, handle, ranges);
    replyBulkC(x, "len");
    replyLong(x, total);
}

void lcsCommand(execContext *x) {
    lcsTable t = {.a = {.len = 0}, .b = {.len = 0}};
    object *a = dbRead(x->db, x->argv[1].ptr, x->argv[1].len, argHash(x, 1));
    object *b = dbRead(x->db, x->argv[2].ptr, x->argv[2].len, argHash(x, 2));
    if ((a && a->type != OBJ_STRING) || (b && b->type != OBJ_STRING)) {
        replyErrorC(x, "ERR The specified keys must contain string values");
        return;
    }
    lcsOptions o;
    if (!readOptions(x, &o))
        return;
    if (a)
        stringGet(a, &t.a);
    if (b)
        stringGet(b, &t.b);
    if (!fill(x, &t))
        return;
    uint32_t total = t.cells[t.a.len * t.width + t.b.len];
    if (o.idx) {
        replyRanges(x, &t, &o, total);
    } else if (o.len) {
        replyLong(x, total);
    } else {
        replyText(x, &t, total);
    }
    free(t.cells);
}
