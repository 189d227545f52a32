/* string.c: strings as a whole: GET and SET in their forms, MGET, MSET, STRLEN, DELIFEQ.
 *
 * Cost  GET: one lookup. SET: one lookup, and no allocation where the value fits the block that is there. MGET and MSET
 *       ask for the cache lines of 16 keys before they look at the first. */
#include "types/types.h"
#include "gen/commands.h"
#include <string.h>

enum { AHEAD = 16 }; /* keys whose cache lines are asked for together */

void getCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_STRING, &wrong_type);
    if (likely(o != NULL)) {
        replyObject(x, o);
    } else if (!wrong_type) {
        replyNull(x);
    }
}

/* Answers like GET. False: an error was written. *place is where the key stands, or NULL. */
static bool answerOld(execContext *x, object **place) {
    if (!place) {
        dbMissed(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
        replyNull(x);
        return true;
    }
    keyspace_stats.hits++;
    if ((*place)->type != OBJ_STRING) {
        replyErrorWrongType(x);
        return false;
    }
    replyObject(x, *place);
    return true;
}

static object **placeOf(execContext *x, int i, uint64_t hash) {
    return dbPlace(x->db, x->argv[i].ptr, x->argv[i].len, hash);
}

/* Stores argv[value] under argv[key], found at place (NULL: absent), with this expiry. */
static void store(execContext *x, object **place, int key, uint64_t hash, int value, int64_t when) {
    const execArg *k = &x->argv[key], *v = &x->argv[value];
    if (place) {
        object *old = *place;
        if ((old->flags & OBJ_EXPIRE) == (when == NO_EXPIRE ? 0 : OBJ_EXPIRE) && objectAssign(old, v->ptr, v->len)) {
            if (when != NO_EXPIRE)
                objectWithExpire(old, when);
            objectTouch(old);
        } else {
            dbPut(x->db, place, objectText(k->ptr, k->len, v->ptr, v->len, when), hash);
        }
    } else {
        dbAdd(x->db, objectText(k->ptr, k->len, v->ptr, v->len, when), hash);
    }
    keyChanged(x->db, k->ptr, k->len, KEY_STRING, "set");
}

static bool sameBytes(const object *o, const execArg *a) {
    stringView v;
    stringGet(o, &v);
    return v.len == a->len && memcmp(v.ptr, a->ptr, v.len) == 0;
}

static void deleteFirst(execContext *x) {
    dbDelete(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_GENERIC, "del");
}

/* In the write stream: SET with the moment at which it expires, if a time span was given. */
static void tellMoment(execContext *x, int value, int64_t when) {
    if (!propagateBegin(x, "SET", 4))
        return;
    propagateArg(x, 1);
    propagateArg(x, value);
    propagateWordC("PXAT");
    propagateNumber(when);
    propagateEnd(x);
}

/* The same words without GET. */
static void tellWithoutGet(execContext *x, int comparison) {
    if (!propagateBegin(x, "SET", PROPAGATE_COUNTED))
        return;
    for (int i = 1; i < x->argc; i++)
        if (i < 3 || i == comparison || !OPTION(x, i, "get"))
            propagateArg(x, i);
    propagateEnd(x);
}

/* SET with options, once they are read. A time in the past deletes instead of storing what nobody could read. */
static void setWith(execContext *x, const expireArgs *a, int64_t when, int value) {
    object **place = placeOf(x, 1, x->first_hash);
    bool get = a->flags & OPT_GET;
    if (get && !answerOld(x, place))
        return;
    bool go = !(a->flags & (place ? OPT_NX : OPT_XX | OPT_IFEQ));
    if (go && a->flags & OPT_IFEQ) {
        if ((*place)->type != OBJ_STRING) {
            replyErrorWrongType(x);
            return;
        }
        go = sameBytes(*place, &x->argv[a->comparison]);
    }
    if (!go) {
        if (!get)
            replyNull(x);
        return;
    }
    if (a->time && expiryPassed(when)) {
        if (place) {
            deleteFirst(x);
            propagateDeleted(x, 1, lazyfree_config.expire);
        }
    } else {
        store(x, place, 1, x->first_hash, value, a->flags & OPT_KEEPTTL && place ? objectExpire(*place) : when);
        if (a->time) {
            keyspaceTell(x->db, x->argv[1].ptr, x->argv[1].len, KEY_GENERIC, "expire");
            if (!(a->flags & OPT_PXAT))
                tellMoment(x, value, when);
        } else if (get) {
            tellWithoutGet(x, a->comparison);
        }
    }
    if (!get)
        replyOk(x);
}

void setCommand(execContext *x) {
    if (likely(x->argc == 3)) {
        store(x, placeOf(x, 1, x->first_hash), 1, x->first_hash, 2, NO_EXPIRE);
        replyOk(x);
        return;
    }
    expireArgs a;
    int64_t when;
    if (argsExpire(x, 3, x->argc, ARGS_SET, &a) && argsWhenOf(x, &a, &when))
        setWith(x, &a, when, 2);
}

static void setWithTime(execContext *x, unsigned unit) {
    expireArgs a = {unit, 2, 0};
    int64_t when;
    if (argsWhenOf(x, &a, &when))
        setWith(x, &a, when, 3);
}

void setexCommand(execContext *x) {
    setWithTime(x, OPT_EX);
}

void psetexCommand(execContext *x) {
    setWithTime(x, OPT_PX);
}

void setnxCommand(execContext *x) {
    object **place = placeOf(x, 1, x->first_hash);
    if (!place)
        store(x, NULL, 1, x->first_hash, 2, NO_EXPIRE);
    replyLong(x, !place);
}

void getsetCommand(execContext *x) {
    object **place = placeOf(x, 1, x->first_hash);
    if (!answerOld(x, place))
        return;
    store(x, place, 1, x->first_hash, 2, NO_EXPIRE);
    propagateAs(x, "SET", 2, &x->argv[1]);
}

void getdelCommand(execContext *x) {
    object **place = placeOf(x, 1, x->first_hash);
    if (!answerOld(x, place) || !place)
        return;
    deleteFirst(x);
    propagateKey(x, "DEL", 1);
}

void getexCommand(execContext *x) {
    expireArgs a;
    int64_t when;
    if (!argsExpire(x, 2, x->argc, ARGS_GETEX, &a) || !argsWhenOf(x, &a, &when))
        return;
    object **place = placeOf(x, 1, x->first_hash);
    if (!answerOld(x, place) || !place)
        return;
    objectTouch(*place);
    const execArg *key = &x->argv[1];
    if (a.time && expiryPassed(when)) {
        deleteFirst(x);
        propagateDeleted(x, 1, lazyfree_config.expire);
    } else if (a.time) {
        dbSetExpire(x->db, *place, x->first_hash, when);
        keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "expire");
        propagateKeyNumber(x, "PEXPIREAT", 1, when);
    } else if (a.flags & OPT_PERSIST && (*place)->flags & OBJ_EXPIRE) {
        dbSetExpire(x->db, *place, x->first_hash, NO_EXPIRE);
        keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "persist");
        propagateKey(x, "PERSIST", 1);
    }
}

void delifeqCommand(execContext *x) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_STRING, &wrong_type);
    if (wrong_type)
        return;
    bool same = o && sameBytes(o, &x->argv[2]);
    if (same) {
        deleteFirst(x);
        propagateKey(x, "DEL", 1);
    }
    replyLong(x, same);
}

void strlenCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_STRING, &wrong_type);
    if (wrong_type)
        return;
    stringView v = {.len = 0};
    if (o)
        stringGet(o, &v);
    replyLong(x, (long long)v.len);
}

/* Hashes of up to AHEAD keys from argv[from] on, `step` apart; their buckets, then their objects, are on the way. */
static int lookAhead(execContext *x, int from, int step, uint64_t hashes[AHEAD]) {
    int n = 0, table = keyTable(x->argv[from].ptr, x->argv[from].len);
    for (int i = from; i < x->argc && n < AHEAD; i += step, n++) {
        hashes[n] = argHash(x, i);
        kvstoreHashtablePrefetch(x->db->keys, table, hashes[n]);
    }
    for (int i = 0; i < n; i++)
        kvstoreHashtablePrefetchEntry(x->db->keys, table, hashes[i]);
    return n;
}

void mgetCommand(execContext *x) {
    uint64_t hashes[AHEAD];
    replyArray(x, x->argc - 1);
    for (int i = 1, n; i < x->argc; i += n) {
        n = lookAhead(x, i, 1, hashes);
        for (int k = 0; k < n; k++) {
            object *o = dbRead(x->db, x->argv[i + k].ptr, x->argv[i + k].len, hashes[k]);
            if (o && o->type == OBJ_STRING) {
                replyObject(x, o);
            } else {
                replyNull(x);
            }
        }
    }
}

static bool pairsComplete(execContext *x) {
    if (x->argc % 2)
        return true;
    replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", x->cmd->name);
    return false;
}

static void storeAll(execContext *x) {
    uint64_t hashes[AHEAD];
    for (int i = 1, n; i < x->argc; i += 2 * n) {
        n = lookAhead(x, i, 2, hashes);
        for (int k = 0; k < n; k++)
            store(x, placeOf(x, i + 2 * k, hashes[k]), i + 2 * k, hashes[k], i + 2 * k + 1, NO_EXPIRE);
    }
}

void msetCommand(execContext *x) {
    if (!pairsComplete(x))
        return;
    storeAll(x);
    replyOk(x);
}

void msetnxCommand(execContext *x) {
    if (!pairsComplete(x))
        return;
    for (int i = 1; i < x->argc; i += 2) {
        if (placeOf(x, i, argHash(x, i))) {
            replyLong(x, 0);
            return;
        }
    }
    storeAll(x);
    replyLong(x, 1);
}
