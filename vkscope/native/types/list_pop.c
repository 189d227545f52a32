/* list_pop.c: the commands that take elements out at the ends: LPOP, RPOP, LMPOP, LMOVE, RPOPLPUSH, LTRIM. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>
#include <string.h>

bool argEnd(execContext *x, int i, enum quicklistEnd *where) {
    bool left = argIs(x, i, "left");
    if (!left && !argIs(x, i, "right")) {
        replyErrorSyntax(x);
        return false;
    }
    *where = left ? QUICKLIST_HEAD : QUICKLIST_TAIL;
    return true;
}

void listRemoved(execContext *x, int i, object *o, const char *event) {
    const execArg *key = &x->argv[i];
    bool empty = listLength(o) == 0;
    keyChanged(x->db, key->ptr, key->len, KEY_LIST, event);
    if (unlikely(empty)) {
        dbDelete(x->db, key->ptr, key->len, argHash(x, i));
        keyspaceTell(x->db, key->ptr, key->len, KEY_GENERIC, "del");
    } else {
        listShrunk(x, o);
    }
}

void listPopped(execContext *x, int i, object *o, enum quicklistEnd where) {
    listRemoved(x, i, o, where == QUICKLIST_HEAD ? "lpop" : "rpop");
}

static void popMany(execContext *x, int i, object *o, enum quicklistEnd where, size_t count) {
    size_t length = listLength(o), n = count < length ? count : length;
    bool head = where == QUICKLIST_HEAD;
    replyArray(x, (long)n);
    replyElements(x, o, head ? 0 : -1, n, !head);
    listDeleteRange(o, head ? 0 : -(long long)n, n);
    keyspace_stats.dirty += n - 1; /* the event counts one */
    listPopped(x, i, o, where);
}

void listPopReply(execContext *x, int i, object *o, enum quicklistEnd where, size_t count) {
    replyArray(x, 2);
    replyBulk(x, x->argv[i].ptr, x->argv[i].len);
    size_t length = listLength(o);
    popMany(x, i, o, where, count);
    propagateKeyNumber(x, where == QUICKLIST_HEAD ? "LPOP" : "RPOP", i, (long long)(count < length ? count : length));
}

static void popOne(execContext *x, object *o, enum quicklistEnd where) {
    lpValue v;
    vkAssert(listPeek(o, where, &v));
    replyElement(x, &v);
    listPop(o, where);
    listPopped(x, 1, o, where);
}

static void pop(execContext *x, enum quicklistEnd where) {
    bool counted = x->argc == 3, wrong_type;
    long long count = 0;
    if (x->argc > 3) {
        replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", x->cmd->name);
        return;
    }
    if (counted && !argRange(x, 2, 0, LONG_MAX, &count, "ERR value is out of range, must be positive"))
        return;
    object *o = argWrite(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        if (counted) {
            replyNullArray(x);
        } else {
            replyNull(x);
        }
    } else if (!counted) {
        popOne(x, o, where);
    } else if (count == 0) {
        replyArray(x, 0);
    } else {
        popMany(x, 1, o, where, (size_t)count);
    }
}

void lpopCommand(execContext *x) {
    pop(x, QUICKLIST_HEAD);
}

void rpopCommand(execContext *x) {
    pop(x, QUICKLIST_TAIL);
}

/* --- from one list to another --- */

/* The list at argv[2], which value is about to enter. */
static object *target(execContext *x, object *o, const lpValue *v) {
    if (!o) {
        o = listNew(x->argv[2].ptr, x->argv[2].len);
        dbAdd(x->db, o, argHash(x, 2));
    }
    listGrow(x, o, v->text ? v->len : 0, 1);
    return o;
}

/* A move counts as one change, that of the list it came from. */
static void arrived(execContext *x, enum quicklistEnd in) {
    keyspaceTell(x->db, x->argv[2].ptr, x->argv[2].len, KEY_LIST, in == QUICKLIST_HEAD ? "lpush" : "rpush");
}

/* Within one list: the element is kept aside, for it would be pushed from where it is popped. */
static void rotate(execContext *x, object *o, enum quicklistEnd out, enum quicklistEnd in) {
    lpValue v;
    char number[LL_DIGITS];
    vkAssert(listPeek(o, out, &v));
    bool text = v.text != NULL;
    listText(&v, number);
    char *copy = memcpy(zmalloc(v.len ? v.len : 1), v.text, v.len);
    listPop(o, out);
    listGrow(x, o, text ? v.len : 0, 1);
    listPush(o, copy, v.len, in);
    replyBulk(x, copy, v.len);
    zfree(copy);
}

bool listMove(execContext *x, object *from, enum quicklistEnd out, enum quicklistEnd in) {
    bool wrong_type;
    object *to = argWrite(x, 2, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return false;
    if (to == from) {
        rotate(x, from, out, in);
    } else {
        lpValue v;
        char number[LL_DIGITS];
        vkAssert(listPeek(from, out, &v));
        to = target(x, to, &v);
        listText(&v, number);
        listPush(to, v.text, v.len, in);
        replyBulk(x, (const char *)v.text, v.len);
        listPop(from, out);
    }
    arrived(x, in);
    listPopped(x, 1, from, out);
    return true;
}

static void move(execContext *x, enum quicklistEnd out, enum quicklistEnd in) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    if (o) {
        listMove(x, o, out, in);
    } else {
        replyNull(x);
    }
}

void lmoveCommand(execContext *x) {
    enum quicklistEnd out, in;
    if (argEnd(x, 3, &out) && argEnd(x, 4, &in))
        move(x, out, in);
}

void rpoplpushCommand(execContext *x) {
    move(x, QUICKLIST_TAIL, QUICKLIST_HEAD);
}

/* --- LMPOP --- */

bool listReadMpop(execContext *x, int at, listMpop *m) {
    long long keys, count = 1;
    if (!argRange(x, at, 1, LONG_MAX, &keys, "ERR numkeys should be greater than 0"))
        return false;
    if (keys >= x->argc - at - 1) {
        replyErrorSyntax(x);
        return false;
    }
    int end = at + 1 + (int)keys;
    if (!argEnd(x, end, &m->where))
        return false;
    for (int i = end + 1; i < x->argc; i += 2) {
        if (i > end + 1 || !argIs(x, i, "count") || i + 1 == x->argc) {
            replyErrorSyntax(x);
            return false;
        }
        if (!argRange(x, i + 1, 1, LONG_MAX, &count, "ERR count should be greater than 0"))
            return false;
    }
    *m = (listMpop){.first = at + 1, .keys = (int)keys, .count = (size_t)count, .where = m->where};
    return true;
}

void lmpopCommand(execContext *x) {
    listMpop m;
    bool wrong_type;
    if (!listReadMpop(x, 1, &m))
        return;
    for (int i = m.first; i < m.first + m.keys; i++) {
        object *o = argWrite(x, i, OBJ_LIST, &wrong_type);
        if (wrong_type)
            return;
        if (!o)
            continue;
        listPopReply(x, i, o, m.where, m.count);
        return;
    }
    replyNullArray(x);
}

/* --- LTRIM --- */

void ltrimCommand(execContext *x) {
    long long start, end;
    bool wrong_type;
    if (!argLong(x, 2, &start) || !argLong(x, 3, &end))
        return;
    object *o = argWrite(x, 1, OBJ_LIST, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        replyOk(x);
        return;
    }
    size_t first = 0, kept = listRange(o, start, end, &first), length = listLength(o);
    size_t left = kept ? first : length, right = kept ? length - first - kept : 0;
    listDeleteRange(o, 0, left);
    listDeleteRange(o, -(long long)right, right);
    keyspace_stats.dirty += left + right - 1; /* the event counts one */
    listRemoved(x, 1, o, "ltrim");
    replyOk(x);
}
