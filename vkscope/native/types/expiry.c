/* expiry.c: times to live: EXPIRE and its relatives, TTL and its relatives, PERSIST. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>

/* NX, XX, GT and LT from argv[3] on. */
static bool readConditions(execContext *x, unsigned *flags) {
    *flags = 0;
    for (int i = 3; i < x->argc; i++) {
        if (OPTION(x, i, "nx")) {
            *flags |= OPT_NX;
        } else if (OPTION(x, i, "xx")) {
            *flags |= OPT_XX;
        } else if (OPTION(x, i, "gt")) {
            *flags |= OPT_GT;
        } else if (OPTION(x, i, "lt")) {
            *flags |= OPT_LT;
        } else {
            int len = (int)(x->argv[i].len < 128 ? x->argv[i].len : 128);
            replyErrorFmt(x, "ERR Unsupported option %.*s", len, x->argv[i].ptr);
            return false;
        }
    }
    if (*flags & OPT_NX && *flags != OPT_NX) {
        replyErrorC(x, "ERR NX and XX, GT or LT options at the same time are not compatible");
        return false;
    }
    if (*flags & OPT_GT && *flags & OPT_LT) {
        replyErrorC(x, "ERR GT and LT options at the same time are not compatible");
        return false;
    }
    return true;
}

/* No TTL counts as an endless one. */
static bool conditionsHold(unsigned flags, int64_t now, int64_t wanted) {
    bool has = now != NO_EXPIRE;
    if (flags & OPT_NX && has)
        return false;
    if (flags & OPT_XX && !has)
        return false;
    if (flags & OPT_GT && (!has || wanted <= now))
        return false;
    return !(flags & OPT_LT && has && wanted >= now);
}

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

static void expireAt(execContext *x, bool seconds, int64_t from) {
    const execArg *key = &x->argv[1];
    unsigned flags;
    int64_t when;
    if (!readConditions(x, &flags) || !timeArg(x, seconds, from, &when))
        return;
    object *o = dbWrite(x->db, key->ptr, key->len, x->first_hash);
    if (!o || !conditionsHold(flags, objectExpire(o), when)) {
        replyLong(x, 0);
        return;
    }
    if (when <= command_now) {
        dbDelete(x->db, key->ptr, key->len, x->first_hash);
        keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "del");
    } else {
        dbSetExpire(x->db, o, x->first_hash, when);
        keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "expire");
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
