/* zset_commands.c: the commands that read or write given members of a sorted set; and what all of them share. */
#include "types/types.h"
#include "gen/commands.h"
#include <math.h>

/* --- what commands share --- */

void zsetChanged(execContext *x, int key, uint64_t members, const char *event) {
    keyChanged(x->db, x->argv[key].ptr, x->argv[key].len, KEY_ZSET, event);
    keyspace_stats.dirty += members - 1; /* the event counts one */
}

void zsetDropEmpty(execContext *x, object *o, int key) {
    if (likely(zsetLength(o)))
        return;
    const execArg *k = &x->argv[key];
    dbDelete(x->db, k->ptr, k->len, argHash(x, key));
    keyspaceTell(x->db, k->ptr, k->len, KEY_GENERIC, "del");
}

/* A short run of digits, which any double holds exactly: what most scores are. */
static inline bool plainDigits(const execArg *a, double *score) {
    uint64_t n = 0;
    if (a->len == 0 || a->len > 15)
        return false;
    for (size_t i = 0; i < a->len; i++) {
        unsigned digit = (unsigned)(unsigned char)a->ptr[i] - '0';
        if (digit > 9)
            return false;
        n = n * 10 + digit;
    }
    *score = (double)n;
    return true;
}

bool zsetScoreArg(execContext *x, int i, double *score, const char *error) {
    const execArg *a = &x->argv[i];
    if (likely(plainDigits(a, score)) || string2d(a->ptr, a->len, score))
        return true;
    replyErrorC(x, error ? error : "ERR value is not a valid float");
    return false;
}

void zsetReplyMember(execContext *x, const stringView *member, double score, bool with_score) {
    if (with_score && x->out->resp == 3)
        replyArray(x, 2);
    replyBulk(x, member->ptr, member->len);
    if (with_score)
        replyDouble(x, score);
}

/* --- ZADD, ZINCRBY --- */

enum { STACK_SCORES = 32 };

/* One of ZADD's option words; 0: it is none. */
static unsigned optionOf(const execContext *x, int i) {
    switch (x->argv[i].len) {
    case 2:
        return OPTION(x, i, "nx")   ? ZSET_NX
               : OPTION(x, i, "xx") ? ZSET_XX
               : OPTION(x, i, "gt") ? ZSET_GT
               : OPTION(x, i, "lt") ? ZSET_LT
                                    : 0;
    case 4:
        return OPTION(x, i, "incr") ? ZSET_INCR : 0;
    default:
        return 0;
    }
}

/* false: the error is written. */
static bool readOptions(execContext *x, zsetAddArgs *a) {
    int from = 2;
    for (; from < x->argc; from++) {
        unsigned option = optionOf(x, from);
        if (option) {
            a->how |= option;
        } else if (OPTION(x, from, "ch")) {
            a->count_changed = true;
        } else {
            break;
        }
    }
    int words = x->argc - from;
    a->member = from + 1;
    a->step = 2;
    a->pairs = words / 2;
    unsigned how = a->how, comparison = how & (ZSET_GT | ZSET_LT);
    if (words == 0 || words % 2) {
        replyErrorSyntax(x);
    } else if (how & ZSET_NX && how & ZSET_XX) {
        replyErrorC(x, "ERR XX and NX options at the same time are not compatible");
    } else if ((how & ZSET_NX && comparison) || comparison == (ZSET_GT | ZSET_LT)) {
        replyErrorC(x, "ERR GT, LT, and/or NX options at the same time are not compatible");
    } else if (how & ZSET_INCR && words > 2) {
        replyErrorC(x, "ERR INCR option supports a single increment-element pair");
    } else {
        return true;
    }
    return false;
}

static size_t longestOf(const execContext *x, const zsetAddArgs *a) {
    size_t longest = 0;
    for (int i = 0; i < a->pairs; i++) {
        size_t len = x->argv[a->member + i * a->step].len;
        longest = len > longest ? len : longest;
    }
    return longest;
}

/* The sorted set to add to; NULL: there is none to be made, or *wrong_type. */
static object *target(execContext *x, const zsetAddArgs *a, bool *wrong_type) {
    object *o = argWrite(x, 1, OBJ_ZSET, wrong_type);
    if (likely(o && o->encoding == ENC_SKIPLIST) || *wrong_type || (!o && a->how & ZSET_XX))
        return o;
    size_t longest = longestOf(x, a);
    if (o) {
        zsetPrepare(x, o, (size_t)a->pairs, longest);
        return o;
    }
    o = zsetNew(x->argv[1].ptr, x->argv[1].len, (size_t)a->pairs, longest);
    dbAdd(x->db, o, x->first_hash);
    return o;
}

void zsetAddPairs(execContext *x, const zsetAddArgs *a, const double *scores) {
    bool wrong_type, incr = a->how & ZSET_INCR;
    long long added = 0, updated = 0;
    unsigned did = ZSET_NOTHING;
    double result = 0;
    object *o = target(x, a, &wrong_type);
    if (wrong_type)
        return;
    for (int i = 0; o && i < a->pairs; i++) {
        const execArg *m = &x->argv[a->member + i * a->step];
        did = zsetAdd(x, o, scores[i], m->ptr, m->len, a->how, &result);
        added += did & ZSET_ADDED;
        updated += (did & ZSET_UPDATED) != 0;
    }
    if (added | updated)
        zsetChanged(x, 1, (uint64_t)(added + updated), incr ? "zincr" : "zadd");
    if (unlikely(did & ZSET_NAN)) {
        replyErrorC(x, "ERR resulting score is not a number (NaN)");
    } else if (!incr) {
        replyLong(x, a->count_changed ? added + updated : added);
    } else if (did & ZSET_NOTHING) {
        replyNull(x);
    } else {
        replyDouble(x, result);
    }
}

static void add(execContext *x, unsigned how) {
    zsetAddArgs a = {.how = how};
    if (!readOptions(x, &a))
        return;
    int i = 0;
    double few[STACK_SCORES], *scores = a.pairs > STACK_SCORES ? zmalloc((size_t)a.pairs * sizeof(double)) : few;
    while (i < a.pairs && zsetScoreArg(x, a.member - 1 + 2 * i, &scores[i], NULL))
        i++;
    if (i == a.pairs)
        zsetAddPairs(x, &a, scores);
    if (scores != few)
        zfree(scores);
}

void zaddCommand(execContext *x) {
    add(x, 0);
}

void zincrbyCommand(execContext *x) {
    add(x, ZSET_INCR);
}

/* --- others --- */

void zremCommand(execContext *x) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    long long n = 0;
    for (int i = 2; o && i < x->argc && zsetLength(o); i++)
        n += zsetDelete(o, x->argv[i].ptr, x->argv[i].len);
    if (n) {
        zsetChanged(x, 1, (uint64_t)n, "zrem");
        zsetDropEmpty(x, o, 1);
    }
    replyLong(x, n);
}

void zcardCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (!wrong_type)
        replyLong(x, o ? (long long)zsetLength(o) : 0);
}

static void replyScore(execContext *x, const object *o, int i) {
    double score;
    if (o && zsetScore(o, x->argv[i].ptr, x->argv[i].len, &score)) {
        replyDouble(x, score);
    } else {
        replyNull(x);
    }
}

void zscoreCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (!wrong_type)
        replyScore(x, o, 2);
}

void zmscoreCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++)
        replyScore(x, o, i);
}

static void replyRank(execContext *x, bool reverse) {
    bool with_score = x->argc == 4, wrong_type;
    if (x->argc > 4) {
        replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", x->cmd->name);
        return;
    }
    if (with_score && !OPTION(x, 3, "withscore")) {
        replyErrorSyntax(x);
        return;
    }
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    size_t rank;
    double score;
    bool found = o && zsetRank(o, x->argv[2].ptr, x->argv[2].len, &rank, &score);
    if (!found && with_score) {
        replyNullArray(x);
    } else if (!found) {
        replyNull(x);
    } else {
        if (with_score)
            replyArray(x, 2);
        replyLong(x, (long long)(reverse ? zsetLength(o) - 1 - rank : rank));
        if (with_score)
            replyDouble(x, score);
    }
}

void zrankCommand(execContext *x) {
    replyRank(x, false);
}

void zrevrankCommand(execContext *x) {
    replyRank(x, true);
}
