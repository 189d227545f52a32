/* list_blocking.c: the commands that wait for an element: BLPOP, BRPOP, BLMPOP, BLMOVE, BRPOPLPUSH.
 *
 * Rules  each serves itself if it can, else it waits and is run again from its start when a key of its is there. */
#include "types/types.h"
#include "gen/commands.h"

/* The first of argv[first .. first + keys) that is a list, and its place; NULL: there is none, or *failed. */
static object *firstList(execContext *x, int first, int keys, int *at, bool *failed) {
    for (int i = first; i < first + keys; i++) {
        object *o = argWrite(x, i, OBJ_LIST, failed);
        *at = i;
        if (o || *failed)
            return o;
    }
    return NULL;
}

static void await(execContext *x, int first, int keys, int64_t deadline) {
    if (!blockOnKeys(x, OBJ_LIST, first, keys, deadline, 0))
        replyNullArray(x);
}

static void blockingPop(execContext *x, enum quicklistEnd where) {
    int64_t deadline;
    int keys = x->argc - 2, at = 1;
    bool failed = false;
    lpValue v;
    if (!blockTimeout(x, x->argc - 1, false, &deadline))
        return;
    object *o = firstList(x, 1, keys, &at, &failed);
    if (failed)
        return;
    if (!o) {
        await(x, 1, keys, deadline);
        return;
    }
    vkAssert(listPeek(o, where, &v));
    replyArray(x, 2);
    replyBulk(x, x->argv[at].ptr, x->argv[at].len);
    replyElement(x, &v);
    listPop(o, where);
    listPopped(x, at, o, where);
    propagateKey(x, where == QUICKLIST_HEAD ? "LPOP" : "RPOP", at);
}

void blpopCommand(execContext *x) {
    blockingPop(x, QUICKLIST_HEAD);
}

void brpopCommand(execContext *x) {
    blockingPop(x, QUICKLIST_TAIL);
}

void blmpopCommand(execContext *x) {
    listMpop m;
    int64_t deadline;
    int at = 0;
    bool failed = false;
    if (!listReadMpop(x, 2, &m) || !blockTimeout(x, 1, false, &deadline))
        return;
    object *o = firstList(x, m.first, m.keys, &at, &failed);
    if (failed)
        return;
    if (o) {
        listPopReply(x, at, o, m.where, m.count);
    } else {
        await(x, m.first, m.keys, deadline);
    }
}

/* plain: the command that does not wait, with so many words behind its name. */
static void blockingMove(execContext *x, enum quicklistEnd out, enum quicklistEnd in, int64_t deadline,
                         const char *plain, int words) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    if (o) {
        if (listMove(x, o, out, in))
            propagateAs(x, plain, words, &x->argv[1]);
    } else if (!blockOnKeys(x, OBJ_LIST, 1, 1, deadline, 0)) {
        replyNull(x);
    }
}

void blmoveCommand(execContext *x) {
    enum quicklistEnd out, in;
    int64_t deadline;
    if (argEnd(x, 3, &out) && argEnd(x, 4, &in) && blockTimeout(x, 5, false, &deadline))
        blockingMove(x, out, in, deadline, "LMOVE", 4);
}

void brpoplpushCommand(execContext *x) {
    int64_t deadline;
    if (blockTimeout(x, 3, false, &deadline))
        blockingMove(x, QUICKLIST_TAIL, QUICKLIST_HEAD, deadline, "RPOPLPUSH", 2);
}
