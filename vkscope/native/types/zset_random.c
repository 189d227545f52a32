/* zset_random.c: ZRANDMEMBER.
 *
 * Design  a random member is the one of a random rank, so all are equally likely.
 * Cost    O(log n) a member; different ones: one walk over the sorted set when they are an eighth of it or more. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>

enum { EIGHTH = 8 };

static void replyAt(execContext *x, const object *o, size_t rank, bool scores) {
    zsetWalk w;
    stringView member;
    double score;
    zsetWalkStart(&w, o, rank, false);
    if (zsetWalkNext(&w, &member, &score))
        zsetReplyMember(x, &member, score, scores);
}

/* n different members: each is taken with the odds that leave just as many wanted as there must be. */
static void replySample(execContext *x, const object *o, uint64_t n, bool scores) {
    zsetWalk w;
    stringView member;
    double score;
    zsetWalkStart(&w, o, 0, false);
    for (uint64_t left = zsetLength(o); n && zsetWalkNext(&w, &member, &score); left--) {
        if (randomU64() % left >= n)
            continue;
        zsetReplyMember(x, &member, score, scores);
        n--;
    }
}

/* Few different members of a large one: nodes are drawn until n have been seen for the first time. */
static void replyDrawn(execContext *x, const object *o, uint64_t n, bool scores) {
    static const hashtableType pointers = {0};
    const skiplist *list = zsetList(o);
    hashtable *drawn = hashtableCreate(&pointers);
    while (n) {
        skiplistNode *node = skiplistAt(list, randomU64() % list->length);
        if (!(hashtableAdd)(drawn, node))
            continue;
        stringView member;
        member.ptr = skiplistMember(node, &member.len);
        zsetReplyMember(x, &member, node->score, scores);
        n--;
    }
    hashtableRelease(drawn);
}

static void randomMembers(execContext *x, long long count, bool scores) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    uint64_t size = o ? zsetLength(o) : 0, n = count < 0 ? -(uint64_t)count : (uint64_t)count;
    if (size == 0 || n == 0) {
        replyArray(x, 0);
        return;
    }
    if (count > 0 && n > size)
        n = size;
    replyArray(x, (long)(scores && x->out->resp == 2 ? n * 2 : n));
    if (count < 0) {
        while (n-- && !x->out->over)
            replyAt(x, o, randomU64() % size, scores);
    } else if (o->encoding == ENC_LISTPACK || n >= size / EIGHTH) {
        replySample(x, o, n, scores);
    } else {
        replyDrawn(x, o, n, scores);
    }
}

void zrandmemberCommand(execContext *x) {
    long long count;
    bool scores = x->argc == 4, wrong_type;
    if (x->argc == 2) {
        object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
        if (wrong_type)
            return;
        if (o) {
            replyAt(x, o, randomU64() % zsetLength(o), false);
        } else {
            replyNull(x);
        }
        return;
    }
    if (!argLong(x, 2, &count))
        return;
    if (count < -LONG_MAX) {
        replyErrorFmt(x, "ERR value is out of range, value must between %ld and %ld", -LONG_MAX, LONG_MAX);
    } else if (x->argc > 4 || (scores && !OPTION(x, 3, "withscores"))) {
        replyErrorSyntax(x);
    } else if (scores && (count < -LONG_MAX / 2 || count > LONG_MAX / 2)) {
        replyErrorC(x, "ERR value is out of range");
    } else {
        randomMembers(x, count, scores);
    }
}
