/* zset_pop.c: ZPOPMIN, ZPOPMAX and ZMPOP, and BZPOPMIN, BZPOPMAX and BZMPOP, which wait where there is nothing to pop.
 *
 * Cost  O(log n), and O(1) for each member; a single lowest one: O(its height). */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>

enum popEnd { POP_MIN, POP_MAX };

/* Replies with n members from one end, pairs nested or flat, and removes them from the sorted set at argv[key]. */
static void pop(execContext *x, object *o, int key, enum popEnd end, size_t n, bool nested) {
    size_t length = zsetLength(o);
    zsetWalk w;
    stringView member;
    double score;
    zsetWalkStart(&w, o, end == POP_MAX ? length - 1 : 0, end == POP_MAX);
    for (size_t left = n; left && zsetWalkNext(&w, &member, &score); left--) {
        if (nested)
            replyArray(x, 2);
        replyBulk(x, member.ptr, member.len);
        replyDouble(x, score);
    }
    zsetDeleteRange(o, end == POP_MAX ? length - n : 0, n);
    zsetChanged(x, key, n, end == POP_MAX ? "zpopmax" : "zpopmin");
    zsetDropEmpty(x, o, key);
}

static bool countArg(execContext *x, int i, long long *count) {
    return argRange(x, i, 0, LONG_MAX, count, "ERR value is out of range, must be positive");
}

/* One member is answered flat; with a count, RESP3 nests the pairs. */
static void popOne(execContext *x, enum popEnd end) {
    long long count = 1;
    bool wrong_type;
    if (x->argc > 3) {
        replyErrorSyntax(x);
        return;
    }
    if (x->argc == 3 && !countArg(x, 2, &count))
        return;
    object *o = argWrite(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    size_t n = o ? zsetLength(o) : 0;
    n = (unsigned long long)count < n ? (size_t)count : n;
    bool nested = x->argc == 3 && x->out->resp == 3;
    replyArray(x, (long)(nested ? n : n * 2));
    if (n)
        pop(x, o, 1, end, n, nested);
}

void zpopminCommand(execContext *x) {
    popOne(x, POP_MIN);
}

void zpopmaxCommand(execContext *x) {
    popOne(x, POP_MAX);
}

/* --- ZMPOP --- */

typedef struct manyArgs {
    int first, keys; /* argv[first..first + keys - 1] */
    enum popEnd end;
    long long count;
} manyArgs;

/* numkeys key ... MIN|MAX [COUNT count] from argv[i] on. */
static bool readMany(execContext *x, int i, manyArgs *a) {
    long long keys;
    a->count = -1;
    a->first = i + 1;
    if (!argRange(x, i, 1, LONG_MAX, &keys, "ERR numkeys should be greater than 0"))
        return false;
    long long at = keys < x->argc ? i + keys + 1 : x->argc;
    if (at >= x->argc || (!OPTION(x, (int)at, "min") && !OPTION(x, (int)at, "max"))) {
        replyErrorSyntax(x);
        return false;
    }
    a->keys = (int)keys;
    a->end = OPTION(x, (int)at, "max") ? POP_MAX : POP_MIN;
    for (int k = (int)at + 1; k < x->argc; k += 2) {
        if (a->count != -1 || !OPTION(x, k, "count") || k + 1 == x->argc) {
            replyErrorSyntax(x);
            return false;
        }
        if (!argRange(x, k + 1, 1, LONG_MAX, &a->count, "ERR count should be greater than 0"))
            return false;
    }
    if (a->count == -1)
        a->count = 1;
    return true;
}

/* Pops from the first of the keys that is there, an error where that is no sorted set. false: none is. flat: one
 * member, beside the key and its score. */
static bool popFirst(execContext *x, const manyArgs *a, bool flat) {
    for (int i = a->first; i < a->first + a->keys; i++) {
        bool wrong_type;
        object *o = argWrite(x, i, OBJ_ZSET, &wrong_type);
        if (wrong_type)
            return true;
        if (!o)
            continue;
        size_t n = zsetLength(o);
        n = (unsigned long long)a->count < n ? (size_t)a->count : n;
        replyArray(x, flat ? 3 : 2);
        replyBulk(x, x->argv[i].ptr, x->argv[i].len);
        if (!flat)
            replyArray(x, (long)n);
        pop(x, o, i, a->end, n, !flat);
        const char *name = a->end == POP_MAX ? "ZPOPMAX" : "ZPOPMIN";
        if (flat) {
            propagateKey(x, name, i);
        } else {
            propagateKeyNumber(x, name, i, (long long)n);
        }
        return true;
    }
    return false;
}

void zmpopCommand(execContext *x) {
    manyArgs a;
    if (readMany(x, 1, &a) && !popFirst(x, &a, false))
        replyNullArray(x);
}

/* --- waiting --- */

static void popOrWait(execContext *x, const manyArgs *a, int timeout, bool flat) {
    int64_t deadline;
    if (!blockTimeout(x, timeout, false, &deadline) || popFirst(x, a, flat))
        return;
    if (!blockOnKeys(x, OBJ_ZSET, a->first, a->keys, deadline, 0))
        replyNullArray(x);
}

void bzpopminCommand(execContext *x) {
    manyArgs a = {1, x->argc - 2, POP_MIN, 1};
    popOrWait(x, &a, x->argc - 1, true);
}

void bzpopmaxCommand(execContext *x) {
    manyArgs a = {1, x->argc - 2, POP_MAX, 1};
    popOrWait(x, &a, x->argc - 1, true);
}

void bzmpopCommand(execContext *x) {
    manyArgs a;
    if (readMany(x, 2, &a))
        popOrWait(x, &a, 1, false);
}
