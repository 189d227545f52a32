/* list_push.c: the commands that bring elements in: LPUSH, RPUSH and kin, LINSERT, LSET. */
#include "types/types.h"
#include "gen/commands.h"

static void pushed(execContext *x, const char *event) {
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_LIST, event);
}

static void pushAll(execContext *x, enum quicklistEnd where, bool only_existing) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        if (only_existing) {
            replyLong(x, 0);
            return;
        }
        o = listNew(x->argv[1].ptr, x->argv[1].len);
        dbAdd(x->db, o, x->first_hash);
    }
    if (o->encoding == ENC_LISTPACK) {
        size_t bytes = 0;
        for (int i = 2; i < x->argc; i++)
            bytes += x->argv[i].len;
        listGrow(x, o, bytes, (size_t)x->argc - 2);
    }
    for (int i = 2; i < x->argc; i++)
        listPush(o, x->argv[i].ptr, x->argv[i].len, where);
    keyspace_stats.dirty += (uint64_t)x->argc - 3; /* pushed() counts one */
    replyLong(x, (long long)listLength(o));
    pushed(x, where == QUICKLIST_HEAD ? "lpush" : "rpush");
}

void lpushCommand(execContext *x) {
    pushAll(x, QUICKLIST_HEAD, false);
}

void rpushCommand(execContext *x) {
    pushAll(x, QUICKLIST_TAIL, false);
}

void lpushxCommand(execContext *x) {
    pushAll(x, QUICKLIST_HEAD, true);
}

void rpushxCommand(execContext *x) {
    pushAll(x, QUICKLIST_TAIL, true);
}

/* Beside the first element that equals argv[3]; false: there is none. */
static bool insertPack(execContext *x, object *o, bool after) {
    const execArg *pivot = &x->argv[3], *value = &x->argv[4];
    unsigned char *lp = objectValue(o), *p = lpFirst(lp);
    if (!p || pivot->len > UINT32_MAX)
        return false;
    p = lpFind(lp, p, (const unsigned char *)pivot->ptr, (uint32_t)pivot->len, 0);
    if (!p)
        return false;
    lp = lpInsertString(lp, (const unsigned char *)value->ptr, (uint32_t)value->len, p, after ? LP_AFTER : LP_BEFORE,
                        NULL);
    vkAssert(lp);
    objectSetValue(o, ENC_LISTPACK, lp);
    return true;
}

static bool insertList(execContext *x, quicklist *ql, bool after) {
    const execArg *pivot = &x->argv[3], *value = &x->argv[4];
    lpNeedle needle = lpNeedleOf(pivot->ptr, pivot->len);
    quicklistIter it;
    lpValue v;
    size_t at = 0;
    bool found = false;
    quicklistIterStart(&it, ql, 0, false);
    quicklistNode *node = it.node;
    while (!found && quicklistNext(&it, &v)) {
        at = it.node == node ? at + 1 : 1;
        node = it.node;
        found = lpNeedleIs(&needle, &v);
    }
    quicklistIterEnd(&it);
    if (found)
        quicklistInsert(ql, node, at - 1, value->ptr, value->len, after);
    return found;
}

void linsertCommand(execContext *x) {
    bool after = argIs(x, 2, "after"), wrong_type;
    if (!after && !argIs(x, 2, "before")) {
        replyErrorSyntax(x);
        return;
    }
    object *o = argWrite(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        replyLong(x, 0);
        return;
    }
    listGrow(x, o, x->argv[4].len, 1);
    if (!(o->encoding == ENC_LISTPACK ? insertPack(x, o, after) : insertList(x, objectValue(o), after))) {
        replyLong(x, -1);
        return;
    }
    pushed(x, "linsert");
    replyLong(x, (long long)listLength(o));
}

void lsetCommand(execContext *x) {
    long long index;
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        replyErrorC(x, "ERR no such key");
        return;
    }
    if (!argLong(x, 2, &index))
        return;
    listGrow(x, o, x->argv[3].len, 1);
    if (!listReplace(o, index, x->argv[3].ptr, x->argv[3].len)) {
        replyErrorC(x, "ERR index out of range");
        return;
    }
    listShrunk(x, o);
    replyOk(x);
    pushed(x, "lset");
}
