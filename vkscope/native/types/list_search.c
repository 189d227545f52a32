/* list_search.c: the commands that look for elements by value: LPOS, LREM.
 *
 * Cost  a walk from one end. What is looked for is read as a number once, not for each element. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>

typedef struct positionArgs {
    long long rank, count, most; /* count -1: not given; most 0: any number of comparisons */
} positionArgs;

/* Between -LONG_MAX and LONG_MAX, so that it may be negated. */
static bool negatable(execContext *x, int i, long long *value) {
    if (!argLong(x, i, value))
        return false;
    if (*value >= -LONG_MAX)
        return true;
    replyErrorFmt(x, "ERR value is out of range, value must between %ld and %ld", -LONG_MAX, LONG_MAX);
    return false;
}

static bool readRank(execContext *x, int i, long long *rank) {
    if (!negatable(x, i, rank))
        return false;
    if (*rank == 0)
        replyErrorC(x,
                    "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... "
                    "or use negative to start from the end of the list");
    return *rank != 0;
}

static bool readPosition(execContext *x, positionArgs *a) {
    *a = (positionArgs){1, -1, 0};
    for (int i = 3; i < x->argc; i += 2) {
        bool good;
        if (i + 1 < x->argc && argIs(x, i, "rank")) {
            good = readRank(x, i + 1, &a->rank);
        } else if (i + 1 < x->argc && argIs(x, i, "count")) {
            good = argRange(x, i + 1, 0, LONG_MAX, &a->count, "ERR COUNT can't be negative");
        } else if (i + 1 < x->argc && argIs(x, i, "maxlen")) {
            good = argRange(x, i + 1, 0, LONG_MAX, &a->most, "ERR MAXLEN can't be negative");
        } else {
            replyErrorSyntax(x);
            good = false;
        }
        if (!good)
            return false;
    }
    return true;
}

/* Answers the indexes of matches one by one; returns how many. Without COUNT one is all that is wanted. */
static long findPositions(execContext *x, const object *o, const positionArgs *a) {
    bool backwards = a->rank < 0;
    long long skip = (backwards ? -a->rank : a->rank) - 1, wanted = a->count < 0 ? 1 : a->count;
    long long length = (long long)listLength(o), index = 0;
    long found = 0;
    lpNeedle needle = lpNeedleOf(x->argv[2].ptr, x->argv[2].len);
    quicklistIter it;
    lpValue v;
    listWalkStart(&it, o, backwards ? -1 : 0, backwards);
    for (; (!a->most || index < a->most) && quicklistNext(&it, &v); index++) {
        if (!lpNeedleIs(&needle, &v) || skip-- > 0)
            continue;
        skip = 0;
        replyLong(x, backwards ? length - index - 1 : index);
        if (++found == wanted)
            break;
    }
    quicklistIterEnd(&it);
    return found;
}

void lposCommand(execContext *x) {
    positionArgs a;
    bool wrong_type;
    if (!readPosition(x, &a))
        return;
    object *o = argRead(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    size_t handle = replyDeferredLen(x);
    long found = o ? findPositions(x, o, &a) : 0;
    if (a.count >= 0) {
        replySetDeferredArray(x, handle, found);
    } else if (!found) {
        replyNull(x);
    }
}

void lremCommand(execContext *x) {
    long long wanted;
    bool wrong_type;
    if (!negatable(x, 2, &wanted))
        return;
    object *o = argWrite(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    const execArg *value = &x->argv[3];
    size_t removed = 0, most = (size_t)(wanted < 0 ? -wanted : wanted);
    enum quicklistEnd from = wanted < 0 ? QUICKLIST_TAIL : QUICKLIST_HEAD;
    if (o && o->encoding == ENC_LISTPACK) {
        unsigned char *lp = objectValue(o);
        removed = lpRemove(&lp, value->ptr, value->len, most, from);
        objectSetValue(o, ENC_LISTPACK, lp);
    } else if (o) {
        removed = quicklistRemove(objectValue(o), value->ptr, value->len, most, from);
    }
    if (removed) {
        keyspace_stats.dirty += removed - 1; /* the event counts one */
        listRemoved(x, 1, o, "lrem");
    }
    replyLong(x, (long long)removed);
}
