/* expiry.c: times to live: EXPIRE and its relatives, TTL and its relatives, PERSIST. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>

/* Negative times are allowed: they lie in the past, and the key goes at once. */
static bool timeArg(execContext *x, bool seconds, int64_t from, int64_t *when) {
    long long n;
    if (!argLong(x, 2, &n))
        return false;
    bool good = !seconds || (n <= LLONG_MAX / 1000 && n >= LLONG_MIN / 1000);
    if (good && seconds)
        n *= 1000;
    good = good && !__builtin_add_overflow(n, (long long)from, &n);
    if (!good)
        replyErrorExpire(x);
    *when = n;
    return good;
}

/* In the write stream: PEXPIREAT with the conditions that were given. */
static void tellMoment(execContext *x, bool seconds, int64_t from, int64_t when) {
    if ((!seconds && !from) || !propagateBegin(x, "PEXPIREAT", x->argc - 1))
        return;
    propagateArg(x, 1);
    propagateNumber(when);
    for (int i = 3; i < x->argc; i++)
        propagateArg(x, i);
    propagateEnd(x);
}

static void expireAt(execContext *x, bool seconds, int64_t from) {
    const execArg *key = &x->argv[1];
    unsigned flags;
    int64_t when;
    if (!argsConditions(x, 3, x->argc, &flags) || !timeArg(x, seconds, from, &when))
        return;
    object *o = dbWrite(x->db, key->ptr, key->len, x->first_hash);
    if (!o || !argsConditionsHold(flags, objectExpire(o), when)) {
        replyLong(x, 0);
        return;
    }
    if (expiryPassed(when)) {
        dbDelete(x->db, key->ptr, key->len, x->first_hash);
        keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "del");
        propagateDeleted(x, 1, lazyfree_config.expire);
    } else {
        dbSetExpire(x->db, o, x->first_hash, when);
        keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "expire");
        tellMoment(x, seconds, from, when);
    }
    replyLong(x, 1);
}

void expireCommand(execContext *x) {
    expireAt(x, true, command_now);
}

void pexpireCommand(execContext *x) {
    expireAt(x, false, command_now);
}

void expireatCommand(execContext *x) {
    expireAt(x, true, 0);
}

void pexpireatCommand(execContext *x) {
    expireAt(x, false, 0);
}

/* -2: no such key; -1: no TTL. Seconds are rounded to the nearest. */
static void replyTime(execContext *x, bool seconds, int64_t from) {
    object *o = readQuietly(x, 1);
    if (!o || !(o->flags & OBJ_EXPIRE)) {
        replyLong(x, o ? -1 : -2);
        return;
    }
    int64_t ms = objectExpire(o) - from;
    if (ms < 0)
        ms = 0;
    replyLong(x, seconds ? ms / 1000 + (ms % 1000 >= 500) : ms);
}

void ttlCommand(execContext *x) {
    replyTime(x, true, command_now);
}

void pttlCommand(execContext *x) {
    replyTime(x, false, command_now);
}

void expiretimeCommand(execContext *x) {
    replyTime(x, true, 0);
}

void pexpiretimeCommand(execContext *x) {
    replyTime(x, false, 0);
}

void persistCommand(execContext *x) {
    const execArg *key = &x->argv[1];
    object *o = dbWrite(x->db, key->ptr, key->len, x->first_hash);
    bool had = o && o->flags & OBJ_EXPIRE;
    if (had) {
        dbSetExpire(x->db, o, x->first_hash, NO_EXPIRE);
        keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "persist");
    }
    replyLong(x, had);
}
