/* hash_commands.c: the commands that read or write given fields of a hash, or all of them; and what they share. */
#include "types/types.h"
#include "gen/commands.h"
#include <string.h>

static void changed(execContext *x, enum keyClass cls, const char *event) {
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, cls, event);
}

void hashDone(execContext *x, object *o, unsigned did, const char *event) {
    if (unlikely(did & HASH_TIMES))
        volatileChanged(x->db, o);
    if (unlikely(did & HASH_REVIVED))
        keyspaceTell(x->db, x->argv[1].ptr, x->argv[1].len, KEY_HASH, "hexpired");
    if (event)
        changed(x, KEY_HASH, event);
}

void hashDropEmpty(execContext *x, object *o) {
    if (hashLength(o))
        return;
    dbDelete(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    keyspaceTell(x->db, x->argv[1].ptr, x->argv[1].len, KEY_GENERIC, "del");
}

object *hashWritable(execContext *x) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (o || wrong_type)
        return o;
    o = hashNew(x->argv[1].ptr, x->argv[1].len);
    dbAdd(x->db, o, x->first_hash);
    return o;
}

/* Writes argv[2..]; -1: the error is written, else the number of new fields. */
static long long setAll(execContext *x) {
    if (x->argc % 2) {
        replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", x->cmd->name);
        return -1;
    }
    object *o = hashWritable(x);
    if (!o)
        return -1;
    long long created = 0;
    unsigned all = 0;
    hashPrepare(x, o, 2);
    for (int i = 2; i < x->argc; i += 2) {
        const execArg *f = &x->argv[i], *v = &x->argv[i + 1];
        unsigned did = hashSet(x, o, f->ptr, f->len, v->ptr, v->len, NO_EXPIRE);
        created += did & HASH_NEW;
        all |= did;
    }
    objectTouch(o);
    hashDone(x, o, all, "hset");
    keyspace_stats.dirty += (uint64_t)(x->argc - 2) / 2 - 1; /* a change a field */
    return created;
}

/* HSET, and HMSET under whatever name it goes. */
void hsetCommand(execContext *x) {
    long long created = setAll(x);
    if (created < 0)
        return;
    if (strcmp(x->cmd->spec->name, "hmset") == 0) {
        replyOk(x);
    } else {
        replyLong(x, created);
    }
}

void hsetnxCommand(execContext *x) {
    const execArg *f = &x->argv[2], *v = &x->argv[3];
    object *o = hashWritable(x);
    if (!o)
        return;
    if (hashGet(o, f->ptr, f->len, NULL)) {
        replyLong(x, 0);
        return;
    }
    hashPrepare(x, o, 2);
    hashDone(x, o, hashSet(x, o, f->ptr, f->len, v->ptr, v->len, NO_EXPIRE), "hset");
    replyLong(x, 1);
}

void hashReplyField(execContext *x, const object *o, int i) {
    stringView v;
    if (o && hashGet(o, x->argv[i].ptr, x->argv[i].len, &v)) {
        replyBulk(x, v.ptr, v.len);
    } else {
        replyNull(x);
    }
}

void hgetCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (!wrong_type)
        hashReplyField(x, o, 2);
}

void hmgetCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++)
        hashReplyField(x, o, i);
}

enum { FIELDS = 1, VALUES = 2 };

static void replyAll(execContext *x, int what) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    long n = o ? (long)hashLive(o) : 0;
    if (what == (FIELDS | VALUES)) {
        replyMap(x, n);
    } else {
        replyArray(x, n);
    }
    if (!o)
        return;
    hashWalk w;
    stringView f, v;
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &f, what & VALUES ? &v : NULL)) {
        if (what & FIELDS)
            replyBulk(x, f.ptr, f.len);
        if (what & VALUES)
            replyBulk(x, v.ptr, v.len);
    }
    hashWalkEnd(&w);
}

void hgetallCommand(execContext *x) {
    replyAll(x, FIELDS | VALUES);
}

void hkeysCommand(execContext *x) {
    replyAll(x, FIELDS);
}

void hvalsCommand(execContext *x) {
    replyAll(x, VALUES);
}

void hlenCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (!wrong_type)
        replyLong(x, o ? (long long)hashLength(o) : 0);
}

void hexistsCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (!wrong_type)
        replyLong(x, o && hashGet(o, x->argv[2].ptr, x->argv[2].len, NULL));
}

void hstrlenCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    stringView v;
    if (!wrong_type)
        replyLong(x, o && hashGet(o, x->argv[2].ptr, x->argv[2].len, &v) ? (long long)v.len : 0);
}

void hdelCommand(execContext *x) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    long long n = 0;
    unsigned all = 0;
    for (int i = 2; o && i < x->argc; i++) {
        unsigned did = hashDelete(o, x->argv[i].ptr, x->argv[i].len);
        n += did != 0;
        all |= did;
    }
    if (n) {
        hashDone(x, o, all, "hdel");
        keyspace_stats.dirty += (uint64_t)n - 1;
        hashDropEmpty(x, o);
    }
    replyLong(x, n);
}
