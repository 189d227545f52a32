/* set_commands.c: the commands that read or write given members of a set, or all of them; and what all share. */
#include "types/types.h"
#include "gen/commands.h"
#include <string.h>

static void changed(execContext *x, int key, const char *event) {
    keyChanged(x->db, x->argv[key].ptr, x->argv[key].len, KEY_SET, event);
}

static void dropEmpty(execContext *x, const object *o) {
    if (likely(setLength(o)))
        return;
    dbDelete(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    keyspaceTell(x->db, x->argv[1].ptr, x->argv[1].len, KEY_GENERIC, "del");
}

void setReplyMember(execContext *x, const setMember *m) {
    if (m->ptr) {
        replyBulk(x, m->ptr, m->len);
    } else {
        replyBulkLong(x, m->number);
    }
}

void saddCommand(execContext *x) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_SET, &wrong_type);
    size_t n = (size_t)x->argc - 2;
    setMember m = setMemberOf(&x->argv[2]);
    if (wrong_type)
        return;
    if (!o) {
        o = setNew(x->argv[1].ptr, x->argv[1].len, &m, n);
        dbAdd(x->db, o, x->first_hash);
    } else {
        setPrepare(x->db->id, o, n);
    }
    long long added = setAdd(x->db->id, o, &m);
    for (int i = 3; i < x->argc; i++) {
        m = setMemberOf(&x->argv[i]);
        added += setAdd(x->db->id, o, &m);
    }
    if (added) {
        changed(x, 1, "sadd");
        keyspace_stats.dirty += (uint64_t)added - 1; /* the event counts one */
    }
    replyLong(x, added);
}

void sremCommand(execContext *x) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_SET, &wrong_type);
    long long gone = 0;
    if (wrong_type)
        return;
    for (int i = 2; o && i < x->argc; i++) {
        setMember m = setMemberOf(&x->argv[i]);
        gone += setRemove(o, &m);
    }
    if (gone) {
        changed(x, 1, "srem");
        keyspace_stats.dirty += (uint64_t)gone - 1; /* the event counts one */
        dropEmpty(x, o);
    }
    replyLong(x, gone);
}

/* A member of the set `from` that is there goes over to `to`, at argv[2], NULL for none. */
static void move(execContext *x, object *from, object *to, const setMember *m) {
    setRemove(from, m);
    changed(x, 1, "srem");
    dropEmpty(x, from);
    if (!to) {
        to = setNew(x->argv[2].ptr, x->argv[2].len, m, 1);
        dbAdd(x->db, to, argHash(x, 2));
    }
    if (setAdd(x->db->id, to, m))
        changed(x, 2, "sadd");
}

void smoveCommand(execContext *x) {
    bool wrong_type;
    setMember m = setMemberOf(&x->argv[3]);
    object *from = argWrite(x, 1, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    if (!from) {
        replyLong(x, 0);
        return;
    }
    object *to = argWrite(x, 2, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    bool there = setHas(from, &m);
    if (there && from != to)
        move(x, from, to, &m);
    replyLong(x, there);
}

void scardCommand(execContext *x) {
    bool wrong_type;
    const object *o = argRead(x, 1, OBJ_SET, &wrong_type);
    if (!wrong_type)
        replyLong(x, o ? (long long)setLength(o) : 0);
}

void sismemberCommand(execContext *x) {
    bool wrong_type;
    const object *o = argRead(x, 1, OBJ_SET, &wrong_type);
    setMember m = setMemberOf(&x->argv[2]);
    if (!wrong_type)
        replyLong(x, o && setHas(o, &m));
}

void smismemberCommand(execContext *x) {
    bool wrong_type;
    const object *o = argRead(x, 1, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++) {
        setMember m = setMemberOf(&x->argv[i]);
        replyLong(x, o && setHas(o, &m));
    }
}

void smembersCommand(execContext *x) {
    bool wrong_type;
    const object *o = argRead(x, 1, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    replySet(x, o ? (long)setLength(o) : 0);
    if (!o)
        return;
    setWalk w;
    setMember m;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m))
        setReplyMember(x, &m);
    setWalkEnd(&w);
}
