/* set_algebra.c: intersections, unions and differences of sets, answered, counted or stored.
 *
 * Design  SINTER and SDIFF walk one set and look each member up in the others: what stays is written as it is found.
 *         A union, and a difference of big sets, is gathered in a set of its own; so is one of a single listpack, which
 *         may hold a member twice if it came from a file that was not looked at in depth.
 * Cost    SINTER: members of the smallest set times the number of sets. SDIFF: as cheap as the better of two ways, see
 *         gather(). Others: members of all sets. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>
#include <stdlib.h>

object **setsRead(execContext *x, int from, int n) {
    object **sets = zmalloc((size_t)n * sizeof(*sets));
    for (int i = 0; i < n; i++) {
        bool wrong_type;
        sets[i] = argRead(x, from + i, OBJ_SET, &wrong_type);
        if (!wrong_type)
            continue;
        zfree(sets);
        return NULL;
    }
    return sets;
}

static void removeTarget(execContext *x) {
    if (!dbDelete(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash))
        return;
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_GENERIC, "del");
}

void setStore(execContext *x, object *dst, const char *event) {
    const execArg *key = &x->argv[1];
    size_t n = dst ? setLength(dst) : 0;
    replyLong(x, (long long)n);
    if (!n) {
        if (dst)
            objectFree(dst);
        removeTarget(x);
        return;
    }
    object **place = dbPlace(x->db, key->ptr, key->len, x->first_hash);
    if (place) {
        dbPut(x->db, place, dst, x->first_hash);
    } else {
        dbAdd(x->db, dst, x->first_hash);
    }
    keyChanged(x->db, key->ptr, key->len, KEY_SET, event);
}

static int bySize(const void *a, const void *b) {
    size_t m = setLength(*(object *const *)a), n = setLength(*(object *const *)b);
    return (m > n) - (m < n);
}

static int bySizeFalling(const void *a, const void *b) {
    const object *p = *(object *const *)a, *q = *(object *const *)b;
    size_t m = p ? setLength(p) : 0, n = q ? setLength(q) : 0;
    return (m < n) - (m > n);
}

/* --- intersections --- */

/* A walk over the first of n sets, and in how many of the others a member must be found. */
typedef struct common {
    object **sets;
    int n;
    setWalk walk;
} common;

static bool anyAbsent(object **sets, int n) {
    for (int i = 0; i < n; i++)
        if (!sets[i])
            return true;
    return false;
}

static void commonStart(common *c, object **sets, int n) {
    *c = (common){.sets = sets, .n = n};
    qsort(sets, (size_t)n, sizeof(*sets), bySize);
    setWalkStart(&c->walk, sets[0]);
}

static bool inOthers(const common *c, const setMember *m) {
    for (int i = 1; i < c->n; i++)
        if (c->sets[i] != c->sets[0] && !setHas(c->sets[i], m))
            return false;
    return true;
}

static bool commonNext(common *c, setMember *m) {
    while (setWalkNext(&c->walk, m))
        if (inOthers(c, m))
            return true;
    return false;
}

static long replyCommon(execContext *x, object **sets, int n) {
    common c;
    setMember m;
    long found = 0;
    commonStart(&c, sets, n);
    for (; commonNext(&c, &m); found++)
        setReplyMember(x, &m);
    setWalkEnd(&c.walk);
    return found;
}

void sinterCommand(execContext *x) {
    int n = x->argc - 1;
    object **sets = setsRead(x, 1, n);
    if (!sets)
        return;
    if (anyAbsent(sets, n)) {
        replySet(x, 0);
    } else {
        size_t handle = replyDeferredLen(x);
        replySetDeferredSet(x, handle, replyCommon(x, sets, n));
    }
    zfree(sets);
}

/* SINTERCARD's LIMIT, from argv[from] on; 0: none. */
static bool cardLimit(execContext *x, int from, long long *limit) {
    *limit = 0;
    for (int i = from; i < x->argc; i++) {
        if (!OPTION(x, i, "limit") || i + 1 == x->argc) {
            replyErrorSyntax(x);
            return false;
        }
        if (!argRange(x, ++i, 0, LONG_MAX, limit, "ERR LIMIT can't be negative"))
            return false;
    }
    return true;
}

static long long countCommon(object **sets, int n, long long limit) {
    common c;
    setMember m;
    long long found = 0;
    if (anyAbsent(sets, n))
        return 0;
    commonStart(&c, sets, n);
    while ((!limit || found < limit) && commonNext(&c, &m))
        found++;
    setWalkEnd(&c.walk);
    return found;
}

void sintercardCommand(execContext *x) {
    long long n, limit;
    if (!argRange(x, 1, 1, LONG_MAX, &n, "ERR numkeys should be greater than 0"))
        return;
    if (n > x->argc - 2) {
        replyErrorC(x, "ERR Number of keys can't be greater than number of args");
        return;
    }
    if (!cardLimit(x, 2 + (int)n, &limit))
        return;
    object **sets = setsRead(x, 2, (int)n);
    if (!sets)
        return;
    replyLong(x, countCommon(sets, (int)n, limit));
    zfree(sets);
}

/* Integers end as an intset; the way there is one too only where all of the smallest set are integers for certain. */
static object *storedCommon(const execContext *x, object **sets, int n) {
    common c;
    setMember m;
    long long number;
    commonStart(&c, sets, n);
    object *dst = setNewAs(x->argv[1].ptr, x->argv[1].len, sets[0]->encoding == ENC_INTSET ? ENC_INTSET : ENC_LISTPACK);
    bool integers = true;
    while (commonNext(&c, &m)) {
        integers = integers && (!m.ptr || string2ll(m.ptr, m.len, &number));
        setAdd(x->db->id, dst, &m);
    }
    setWalkEnd(&c.walk);
    if (integers && setLength(dst))
        setToIntset(x->db->id, dst);
    return dst;
}

void sinterstoreCommand(execContext *x) {
    int n = x->argc - 2;
    object **sets = setsRead(x, 2, n);
    if (!sets)
        return;
    setStore(x, anyAbsent(sets, n) ? NULL : storedCommon(x, sets, n), "sinterstore");
    zfree(sets);
}

/* --- unions and differences --- */

static void addAll(int dbid, object *dst, const object *from) {
    setWalk w;
    setMember m;
    setWalkStart(&w, from);
    while (setWalkNext(&w, &m))
        setAdd(dbid, dst, &m);
    setWalkEnd(&w);
}

static void removeAll(object *dst, const object *from) {
    setWalk w;
    setMember m;
    setWalkStart(&w, from);
    while (setWalkNext(&w, &m))
        setRemove(dst, &m);
    setWalkEnd(&w);
}

/* A set for what is gathered. To be stored, it begins as the smallest; to be answered, as what needs no conversion. */
static object *gatherNew(const execContext *x, object **sets, int n, bool store) {
    if (store)
        return setNewAs(x->argv[1].ptr, x->argv[1].len, ENC_INTSET);
    for (int i = 0; i < n; i++)
        if (sets[i] && sets[i]->encoding != ENC_INTSET)
            return setNewAs("", 0, ENC_HASHTABLE);
    return setNewAs("", 0, ENC_INTSET);
}

/* The walk over the first set, whose members are looked up in all others, costs half of what going through all sets
 * costs for each member touched. */
static bool walkIsBetter(object **sets, int n) {
    size_t lookups = 0, all = 0;
    for (int i = 0; i < n; i++) {
        if (!sets[i])
            continue;
        lookups += setLength(sets[0]);
        all += setLength(sets[i]);
    }
    return lookups / 2 <= all;
}

static bool inNone(object **sets, int n, const setMember *m) {
    for (int i = 1; i < n; i++)
        if (sets[i] && setHas(sets[i], m))
            return false;
    return true;
}

static bool nothingLeft(object **sets, int n) {
    for (int i = 1; i < n; i++)
        if (sets[i] == sets[0])
            return true;
    return !sets[0];
}

static void gatherDifference(int dbid, object *dst, object **sets, int n) {
    if (nothingLeft(sets, n))
        return;
    if (!walkIsBetter(sets, n)) {
        addAll(dbid, dst, sets[0]);
        for (int i = 1; i < n && setLength(dst); i++)
            if (sets[i])
                removeAll(dst, sets[i]);
        return;
    }
    qsort(sets + 1, (size_t)n - 1, sizeof(*sets), bySizeFalling);
    setWalk w;
    setMember m;
    setWalkStart(&w, sets[0]);
    while (setWalkNext(&w, &m))
        if (inNone(sets, n, &m))
            setAdd(dbid, dst, &m);
    setWalkEnd(&w);
}

static void gatherUnion(int dbid, object *dst, object **sets, int n) {
    for (int i = 0; i < n; i++)
        if (sets[i])
            addAll(dbid, dst, sets[i]);
}

typedef void gatherer(int dbid, object *dst, object **sets, int n);

static void replyAll(execContext *x, const object *o) {
    setWalk w;
    setMember m;
    replySet(x, o ? (long)setLength(o) : 0);
    if (!o)
        return;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m))
        setReplyMember(x, &m);
    setWalkEnd(&w);
}

static void answer(execContext *x, gatherer *gather) {
    int n = x->argc - 1;
    object **sets = setsRead(x, 1, n);
    if (!sets)
        return;
    if (n == 1 && (!sets[0] || sets[0]->encoding != ENC_LISTPACK)) {
        replyAll(x, sets[0]);
    } else {
        object *all = gatherNew(x, sets, n, false);
        gather(SET_UNTOLD, all, sets, n);
        replyAll(x, all);
        objectFree(all);
    }
    zfree(sets);
}

static void store(execContext *x, gatherer *gather, const char *event) {
    int n = x->argc - 2;
    object **sets = setsRead(x, 2, n);
    if (!sets)
        return;
    object *dst = gatherNew(x, sets, n, true);
    gather(x->db->id, dst, sets, n);
    setStore(x, dst, event);
    zfree(sets);
}

void sunionCommand(execContext *x) {
    answer(x, gatherUnion);
}

void sunionstoreCommand(execContext *x) {
    store(x, gatherUnion, "sunionstore");
}

void sdiffCommand(execContext *x) {
    answer(x, gatherDifference);
}

void sdiffstoreCommand(execContext *x) {
    store(x, gatherDifference, "sdiffstore");
}
