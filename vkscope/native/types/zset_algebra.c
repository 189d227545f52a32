/* zset_algebra.c: ZUNION, ZINTER, ZDIFF, their *STORE forms and ZINTERCARD.
 *
 * Words  source  one of the keys named; plain sets are sources too, each member with score 1.
 * Design the result is a sorted set in a table, made anew; what is stored becomes a listpack where it fits one.
 *        Union: nodes are put into the table first, each with its final score, and ordered when all are known. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>
#include <math.h>
#include <stdlib.h>

enum operation { OP_UNION, OP_INTER, OP_DIFF };
enum aggregate { AGGREGATE_SUM, AGGREGATE_MIN, AGGREGATE_MAX };

typedef struct source {
    const object *o; /* NULL: the key is absent */
    double weight;
} source;

typedef struct algebra {
    enum operation op;
    enum aggregate aggregate;
    bool count_only, scores;
    int from; /* the first key in argv */
    int n;    /* sources */
    long long limit;
    source *sources;
} algebra;

/* --- sources --- */

typedef struct sourceWalk {
    bool is_set;
    zsetWalk zset;
    setWalk set;
    char digits[LL_DIGITS];
} sourceWalk;

static size_t lengthOf(const source *s) {
    return s->o ? objectOpsOf(s->o)->length(s->o) : 0;
}

static bool sourceHas(const source *s, const stringView *m, double *score) {
    if (!s->o || s->o->type == OBJ_ZSET)
        return s->o && zsetScore(s->o, m->ptr, m->len, score);
    setMember member = {m->ptr, m->len, 0};
    *score = 1;
    return setHas(s->o, &member);
}

static void sourceWalkStart(sourceWalk *w, const source *s) {
    w->is_set = s->o->type == OBJ_SET;
    if (w->is_set) {
        setWalkStart(&w->set, s->o);
    } else {
        zsetWalkStart(&w->zset, s->o, 0, false);
    }
}

static bool sourceWalkNext(sourceWalk *w, stringView *m, double *score) {
    setMember member;
    if (!w->is_set)
        return zsetWalkNext(&w->zset, m, score);
    if (!setWalkNext(&w->set, &member))
        return false;
    m->ptr = setMemberText(&member, w->digits, &m->len);
    *score = 1;
    return true;
}

static void sourceWalkEnd(sourceWalk *w) {
    if (w->is_set)
        setWalkEnd(&w->set);
}

/* A weight of 0 times infinity counts as 0. */
static double weighted(const source *s, double score) {
    double value = s->weight * score;
    return isnan(value) ? 0 : value;
}

static int bySize(const void *a, const void *b) {
    size_t x = lengthOf(a), y = lengthOf(b);
    return (x > y) - (x < y);
}

static double joined(enum aggregate how, double a, double b) {
    switch (how) {
    case AGGREGATE_MIN:
        return b < a ? b : a;
    case AGGREGATE_MAX:
        return b > a ? b : a;
    default:
        return isnan(a + b) ? 0 : a + b;
    }
}

/* --- arguments --- */

static bool readKeys(execContext *x, int at, algebra *a) {
    long long n;
    if (!argLong(x, at, &n))
        return false;
    if (n < 1) {
        replyErrorFmt(x, "ERR at least 1 input key is needed for '%s' command", x->cmd->name);
        return false;
    }
    if (n > x->argc - (at + 1)) {
        replyErrorSyntax(x);
        return false;
    }
    a->from = at + 1;
    a->n = (int)n;
    a->sources = zmalloc((size_t)n * sizeof(source));
    for (int i = 0; i < a->n; i++) {
        const execArg *k = &x->argv[a->from + i];
        object *o = dbRead(x->db, k->ptr, k->len, argHash(x, a->from + i));
        a->sources[i] = (source){o, 1};
        if (o && o->type != OBJ_ZSET && o->type != OBJ_SET) {
            replyErrorWrongType(x);
            return false;
        }
    }
    return true;
}

static bool readAggregate(execContext *x, int i, algebra *a) {
    if (OPTION(x, i, "sum")) {
        a->aggregate = AGGREGATE_SUM;
    } else if (OPTION(x, i, "min")) {
        a->aggregate = AGGREGATE_MIN;
    } else if (OPTION(x, i, "max")) {
        a->aggregate = AGGREGATE_MAX;
    } else {
        replyErrorSyntax(x);
        return false;
    }
    return true;
}

static bool readWeights(execContext *x, int i, algebra *a) {
    for (int k = 0; k < a->n; k++)
        if (!zsetScoreArg(x, i + k, &a->sources[k].weight, "ERR weight value is not a float"))
            return false;
    return true;
}

static bool readLimit(execContext *x, int i, algebra *a) {
    return argRange(x, i, 0, LONG_MAX, &a->limit, "ERR LIMIT can't be negative");
}

static bool readOptions(execContext *x, bool stores, algebra *a) {
    bool weighs = a->op != OP_DIFF && !a->count_only;
    for (int i = a->from + a->n; i < x->argc;) {
        int left = x->argc - i;
        if (weighs && left > a->n && OPTION(x, i, "weights")) {
            if (!readWeights(x, i + 1, a))
                return false;
            i += 1 + a->n;
        } else if (weighs && left > 1 && OPTION(x, i, "aggregate")) {
            if (!readAggregate(x, i + 1, a))
                return false;
            i += 2;
        } else if (!stores && !a->count_only && OPTION(x, i, "withscores")) {
            a->scores = true;
            i++;
        } else if (a->count_only && left > 1 && OPTION(x, i, "limit")) {
            if (!readLimit(x, i + 1, a))
                return false;
            i += 2;
        } else {
            replyErrorSyntax(x);
            return false;
        }
    }
    return true;
}

/* --- operations --- */

/* Sources 1.. have the member too; *score is joined with theirs. */
static bool inAll(const algebra *a, const stringView *m, double own, double *score) {
    for (int i = 1; i < a->n; i++) {
        double there = own;
        if (a->sources[i].o != a->sources[0].o && !sourceHas(&a->sources[i], m, &there))
            return false;
        *score = joined(a->aggregate, *score, a->sources[i].weight * there);
    }
    return true;
}

/* Into t; with t NULL only counts, up to the limit. */
static long long intersect(const algebra *a, hashtable *t) {
    long long n = 0;
    sourceWalk w;
    stringView m;
    double own;
    qsort(a->sources, (size_t)a->n, sizeof(source), bySize);
    if (!lengthOf(&a->sources[0]))
        return 0;
    sourceWalkStart(&w, &a->sources[0]);
    while (!(a->limit && n >= a->limit) && sourceWalkNext(&w, &m, &own)) {
        double score = weighted(&a->sources[0], own);
        if (!inAll(a, &m, own, &score))
            continue;
        if (t)
            zsetTableAddNew(t, score, m.ptr, m.len);
        n++;
    }
    sourceWalkEnd(&w);
    return n;
}

static void uniteOne(const algebra *a, const source *s, hashtable *t) {
    sourceWalk w;
    stringView m;
    double own;
    sourceWalkStart(&w, s);
    while (sourceWalkNext(&w, &m, &own)) {
        double score = weighted(s, own);
        skiplistNode *there = zsetTableFind(t, m.ptr, m.len);
        if (there) {
            there->score = joined(a->aggregate, there->score, score);
        } else {
            zsetTableAddNew(t, score, m.ptr, m.len);
        }
    }
    sourceWalkEnd(&w);
}

static void unite(const algebra *a, hashtable *t) {
    qsort(a->sources, (size_t)a->n, sizeof(source), bySize);
    hashtableExpand(t, lengthOf(&a->sources[a->n - 1]));
    for (int i = 0; i < a->n; i++)
        if (lengthOf(&a->sources[i]))
            uniteOne(a, &a->sources[i], t);
}

/* Asks for each member of the first whether another has it. */
static void subtractByFirst(const algebra *a, hashtable *t) {
    sourceWalk w;
    stringView m;
    double own, there;
    sourceWalkStart(&w, &a->sources[0]);
    while (sourceWalkNext(&w, &m, &own)) {
        bool elsewhere = false;
        for (int i = 1; i < a->n && !elsewhere; i++)
            elsewhere = sourceHas(&a->sources[i], &m, &there);
        if (!elsewhere)
            zsetTableAddNew(t, own, m.ptr, m.len);
    }
    sourceWalkEnd(&w);
}

/* Copies the first and takes out what the others have: cheaper when they are many, and small. */
static void subtractByOthers(const algebra *a, hashtable *t) {
    uniteOne(a, &a->sources[0], t);
    for (int i = 1; i < a->n && hashtableSize(t); i++) {
        sourceWalk w;
        stringView m;
        double own;
        if (!lengthOf(&a->sources[i]))
            continue;
        sourceWalkStart(&w, &a->sources[i]);
        while (sourceWalkNext(&w, &m, &own)) {
            skiplistNode *gone = hashtablePopBytes(t, m.ptr, m.len, sipHash(m.ptr, m.len));
            if (gone)
                skiplistNodeFree(gone);
        }
        sourceWalkEnd(&w);
    }
}

static void subtract(const algebra *a, hashtable *t) {
    size_t first = lengthOf(&a->sources[0]), all = first;
    if (!first)
        return;
    for (int i = 1; i < a->n; i++) {
        if (a->sources[i].o == a->sources[0].o)
            return;
        all += lengthOf(&a->sources[i]);
    }
    if (first * (size_t)a->n / 2 <= all) {
        subtractByFirst(a, t);
    } else {
        subtractByOthers(a, t);
    }
}

/* The result, with `key` as it would be stored; NULL: it is empty. */
static object *compute(const algebra *a, const execArg *key) {
    hashtable *t = zsetTableNew(0);
    if (a->op == OP_UNION) {
        unite(a, t);
    } else if (a->op == OP_INTER) {
        intersect(a, t);
    } else {
        subtract(a, t);
    }
    if (hashtableSize(t))
        return key ? zsetOfTable(key->ptr, key->len, t) : zsetUnpacked("", 0, t);
    zsetTableFree(t);
    return NULL;
}

static void replyAll(execContext *x, const object *o, bool scores) {
    size_t n = o ? zsetLength(o) : 0;
    zsetWalk w;
    stringView member;
    double score;
    replyArray(x, (long)(scores && x->out->resp == 2 ? n * 2 : n));
    if (!n)
        return;
    zsetWalkStart(&w, o, 0, false);
    while (zsetWalkNext(&w, &member, &score))
        zsetReplyMember(x, &member, score, scores);
}

/* --- commands --- */

static void run(execContext *x, enum operation op, const char *store_event) {
    algebra a = {.op = op};
    if (readKeys(x, store_event ? 2 : 1, &a) && readOptions(x, store_event != NULL, &a)) {
        object *result = compute(&a, store_event ? &x->argv[1] : NULL);
        if (store_event) {
            zsetStore(x, 1, result, store_event);
        } else {
            replyAll(x, result, a.scores);
            if (result)
                objectFree(result);
        }
    }
    zfree(a.sources);
}

void zunionCommand(execContext *x) {
    run(x, OP_UNION, NULL);
}

void zinterCommand(execContext *x) {
    run(x, OP_INTER, NULL);
}

void zdiffCommand(execContext *x) {
    run(x, OP_DIFF, NULL);
}

void zunionstoreCommand(execContext *x) {
    run(x, OP_UNION, "zunionstore");
}

void zinterstoreCommand(execContext *x) {
    run(x, OP_INTER, "zinterstore");
}

void zdiffstoreCommand(execContext *x) {
    run(x, OP_DIFF, "zdiffstore");
}

void zintercardCommand(execContext *x) {
    algebra a = {.op = OP_INTER, .count_only = true};
    if (readKeys(x, 1, &a) && readOptions(x, false, &a))
        replyLong(x, intersect(&a, NULL));
    zfree(a.sources);
}
