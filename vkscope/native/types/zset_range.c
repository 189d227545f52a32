/* zset_range.c: the commands that name members by a range of ranks, scores or bytes: ZRANGE and its relatives,
 * ZRANGESTORE, ZCOUNT, ZLEXCOUNT, ZREMRANGEBY*.
 *
 * Rules  arguments are read before the key is looked at; a range is turned into ranks only then.
 * Cost   O(log n) for the ends of the range, O(1) for each member of it. */
#include "types/types.h"
#include "gen/commands.h"
#include <math.h>
#include <stdlib.h>

enum rangeBy { BY_DEFAULT, BY_RANK, BY_SCORE, BY_LEX };
enum edge { EDGE_MEMBER, EDGE_FIRST, EDGE_LAST /* '-' and '+' */ };

/* One end of a range. */
typedef struct limit {
    long long rank;
    double score;
    execArg member;
    enum edge edge;
    bool open; /* what is equal to it is not in the range */
} limit;

typedef struct range {
    enum rangeBy by;
    limit min, max;
} range;

/* Ranks from..to-1, empty when from >= to. */
typedef struct ranks {
    size_t from, to;
} ranks;

/* --- reading --- */

/* As strtod reads it, blanks in front and an empty text (0) allowed. */
static bool scoreLimit(const execArg *a, limit *l) {
    char text[512], *end;
    l->open = a->len && a->ptr[0] == '(';
    size_t len = a->len - l->open;
    if (len >= sizeof(text))
        return false;
    memcpy(text, a->ptr + l->open, len);
    text[len] = 0;
    l->score = strtod(text, &end);
    return *end == 0 && !isnan(l->score);
}

static bool lexLimit(const execArg *a, limit *l) {
    char kind = a->len ? a->ptr[0] : 0;
    if (kind == '+' || kind == '-') {
        l->edge = kind == '+' ? EDGE_LAST : EDGE_FIRST;
        return a->len == 1;
    }
    if (kind != '(' && kind != '[')
        return false;
    l->open = kind == '(';
    l->member = (execArg){a->ptr + 1, a->len - 1};
    return true;
}

/* argv[i] and argv[i + 1], the greater one first when reverse. false: the error is written. */
static bool readRange(execContext *x, int i, bool reverse, range *r) {
    const execArg *min = &x->argv[i + reverse], *max = &x->argv[i + !reverse];
    switch (r->by) {
    case BY_SCORE:
        if (scoreLimit(min, &r->min) && scoreLimit(max, &r->max))
            return true;
        replyErrorC(x, "ERR min or max is not a float");
        return false;
    case BY_LEX:
        if (lexLimit(min, &r->min) && lexLimit(max, &r->max))
            return true;
        replyErrorC(x, "ERR min or max not valid string range item");
        return false;
    default:
        return argLong(x, i, &r->min.rank) && argLong(x, i + 1, &r->max.rank);
    }
}

/* --- where it lies --- */

static size_t lexPlace(const object *o, const limit *l, bool above) {
    if (l->edge != EDGE_MEMBER)
        return l->edge == EDGE_LAST ? zsetLength(o) : 0;
    return zsetBelowMember(o, l->member.ptr, l->member.len, above);
}

/* Ranks counted from the end that the command begins at; below 0 from the other. */
static ranks rankPlaces(long long n, long long start, long long end) {
    start += start < 0 ? n : 0;
    end += end < 0 ? n : 0;
    start = start < 0 ? 0 : start;
    end = end >= n ? n - 1 : end;
    return start > end ? (ranks){0, 0} : (ranks){(size_t)start, (size_t)end + 1};
}

/* In the order of the sorted set. */
static ranks placesOf(const object *o, const range *r, bool reverse) {
    size_t n = zsetLength(o);
    ranks at;
    if (r->by == BY_SCORE) {
        at.from = zsetBelowScore(o, r->min.score, r->min.open);
        at.to =
            isinf(r->max.score) && r->max.score > 0 && !r->max.open ? n : zsetBelowScore(o, r->max.score, !r->max.open);
    } else if (r->by == BY_LEX) {
        at = (ranks){lexPlace(o, &r->min, r->min.open), lexPlace(o, &r->max, !r->max.open)};
    } else {
        at = rankPlaces((long long)n, r->min.rank, r->max.rank);
        if (reverse && at.from < at.to)
            at = (ranks){n - at.to, n - at.from};
    }
    return at.from < at.to ? at : (ranks){0, 0};
}

/* LIMIT offset count; an offset below 0 leaves nothing, a count below 0 takes all. */
static ranks limited(ranks at, bool reverse, long long offset, long long count) {
    uint64_t n = at.to - at.from;
    if (offset < 0 || (uint64_t)offset >= n)
        return (ranks){0, 0};
    n -= (uint64_t)offset;
    if (count >= 0 && (uint64_t)count < n)
        n = (uint64_t)count;
    return reverse ? (ranks){at.to - (size_t)offset - n, at.to - (size_t)offset}
                   : (ranks){at.from + (size_t)offset, at.from + (size_t)offset + n};
}

/* --- ZRANGE and its relatives --- */

typedef struct rangeArgs {
    range range;
    bool reverse, scores;
    long long offset, count;
} rangeArgs;

/* One option at argv[*i]. any: the command's name does not say what the range is by, nor its direction. */
static bool readOption(execContext *x, int *i, bool any, bool store, rangeArgs *a) {
    if (!store && OPTION(x, *i, "withscores")) {
        a->scores = true;
    } else if (OPTION(x, *i, "limit") && *i + 2 < x->argc) {
        if (!argLong(x, *i + 1, &a->offset) || !argLong(x, *i + 2, &a->count))
            return false;
        *i += 2;
    } else if (any && !a->reverse && OPTION(x, *i, "rev")) {
        a->reverse = true;
    } else if (a->range.by == BY_DEFAULT && OPTION(x, *i, "bylex")) {
        a->range.by = BY_LEX;
    } else if (a->range.by == BY_DEFAULT && OPTION(x, *i, "byscore")) {
        a->range.by = BY_SCORE;
    } else {
        replyErrorSyntax(x);
        return false;
    }
    return true;
}

/* Arguments from argv[key] on: the source, its range, options. */
static bool readArgs(execContext *x, int key, bool store, rangeArgs *a) {
    bool any = a->range.by == BY_DEFAULT;
    a->count = -1;
    for (int i = key + 3; i < x->argc; i++)
        if (!readOption(x, &i, any, store, a))
            return false;
    if (a->range.by == BY_DEFAULT)
        a->range.by = BY_RANK;
    if (a->count != -1 && a->range.by == BY_RANK) {
        replyErrorC(x, "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
        return false;
    }
    if (a->scores && a->range.by == BY_LEX) {
        replyErrorC(x, "ERR syntax error, WITHSCORES not supported in combination with BYLEX");
        return false;
    }
    return readRange(x, key + 1, a->reverse && a->range.by != BY_RANK, &a->range);
}

static ranks findRange(const object *o, const rangeArgs *a) {
    ranks at = placesOf(o, &a->range, a->reverse);
    return a->range.by == BY_RANK ? at : limited(at, a->reverse, a->offset, a->count);
}

static void replyRange(execContext *x, enum rangeBy by, bool reverse) {
    rangeArgs a = {.range.by = by, .reverse = reverse};
    bool wrong_type;
    if (!readArgs(x, 1, false, &a))
        return;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    ranks at = o ? findRange(o, &a) : (ranks){0, 0};
    size_t n = at.to - at.from;
    replyArray(x, (long)(a.scores && x->out->resp == 2 ? n * 2 : n));
    if (n == 0)
        return;
    zsetWalk w;
    stringView member;
    double score;
    zsetWalkStart(&w, o, a.reverse ? at.to - 1 : at.from, a.reverse);
    while (n-- && zsetWalkNext(&w, &member, &score))
        zsetReplyMember(x, &member, score, a.scores);
}

void zrangeCommand(execContext *x) {
    replyRange(x, BY_DEFAULT, false);
}

void zrevrangeCommand(execContext *x) {
    replyRange(x, BY_RANK, true);
}

void zrangebyscoreCommand(execContext *x) {
    replyRange(x, BY_SCORE, false);
}

void zrevrangebyscoreCommand(execContext *x) {
    replyRange(x, BY_SCORE, true);
}

void zrangebylexCommand(execContext *x) {
    replyRange(x, BY_LEX, false);
}

void zrevrangebylexCommand(execContext *x) {
    replyRange(x, BY_LEX, true);
}

void zsetStore(execContext *x, int key, object *result, const char *event) {
    const execArg *k = &x->argv[key];
    uint64_t hash = argHash(x, key);
    object *old = dbWrite(x->db, k->ptr, k->len, hash);
    size_t n = result ? zsetLength(result) : 0;
    if (n == 0) {
        if (result)
            objectFree(result);
        if (old) {
            dbDelete(x->db, k->ptr, k->len, hash);
            keyChanged(x->db, k->ptr, k->len, KEY_GENERIC, "del");
        }
    } else {
        if (old) {
            dbReplace(x->db, old, result, hash);
        } else {
            dbAdd(x->db, result, hash);
        }
        zsetChanged(x, key, 1, event);
    }
    replyLong(x, (long long)n);
}

/* The members of a range as a sorted set of the key argv[1]. Those asked for by rank are counted beforehand, so the
 * layout is chosen for them; others grow into theirs. */
static object *copyRange(execContext *x, const object *from, ranks at, const rangeArgs *a) {
    object *to = zsetNew(x->argv[1].ptr, x->argv[1].len, a->range.by == BY_RANK ? at.to - at.from : 0, 0);
    zsetWalk w;
    stringView member;
    double score, same;
    zsetWalkStart(&w, from, at.from, false);
    for (size_t n = at.to - at.from; n && zsetWalkNext(&w, &member, &score); n--)
        zsetAdd(x, to, score, member.ptr, member.len, 0, &same);
    return to;
}

void zrangestoreCommand(execContext *x) {
    rangeArgs a = {.range.by = BY_DEFAULT};
    bool wrong_type;
    if (!readArgs(x, 2, true, &a))
        return;
    object *o = argRead(x, 2, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    ranks at = o ? findRange(o, &a) : (ranks){0, 0};
    zsetStore(x, 1, at.from < at.to ? copyRange(x, o, at, &a) : NULL, "zrangestore");
}

/* --- counting, removing --- */

static void countRange(execContext *x, enum rangeBy by) {
    range r = {.by = by};
    bool wrong_type;
    if (!readRange(x, 2, false, &r))
        return;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    ranks at = o ? placesOf(o, &r, false) : (ranks){0, 0};
    replyLong(x, (long long)(at.to - at.from));
}

void zcountCommand(execContext *x) {
    countRange(x, BY_SCORE);
}

void zlexcountCommand(execContext *x) {
    countRange(x, BY_LEX);
}

static void removeRange(execContext *x, enum rangeBy by, const char *event) {
    range r = {.by = by};
    bool wrong_type;
    if (!readRange(x, 2, false, &r))
        return;
    object *o = argWrite(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    ranks at = o ? placesOf(o, &r, false) : (ranks){0, 0};
    if (at.from < at.to) {
        zsetDeleteRange(o, at.from, at.to - at.from);
        zsetChanged(x, 1, at.to - at.from, event);
        zsetDropEmpty(x, o, 1);
    }
    replyLong(x, (long long)(at.to - at.from));
}

void zremrangebyrankCommand(execContext *x) {
    removeRange(x, BY_RANK, "zremrangebyrank");
}

void zremrangebyscoreCommand(execContext *x) {
    removeRange(x, BY_SCORE, "zremrangebyscore");
}

void zremrangebylexCommand(execContext *x) {
    removeRange(x, BY_LEX, "zremrangebylex");
}
