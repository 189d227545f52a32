/* hash_ex.c: HGETEX and HSETEX; and what hash_fields.h says. */
#include "types/types.h"
#include "types/hash_fields.h"
#include "gen/commands.h"
#include <limits.h>

int hashFieldsAt(const execContext *x, int from) {
    for (int i = from; i < x->argc - 1; i++)
        if (OPTION(x, i, "fields"))
            return i;
    return 0;
}

int hashFieldsCount(execContext *x, int at, int each) {
    long long n = 0;
    if (at && !argLong(x, at + 1, &n))
        return 0;
    if (n > 0 && n <= INT_MAX / each && n * each == x->argc - at - 2)
        return at + 2;
    replyErrorC(x, "ERR numfields should be greater than 0 and match the provided number of fields");
    return 0;
}

bool hashFieldsWhen(execContext *x, int i, bool seconds, int64_t from, int64_t *when) {
    long long ms;
    if (!argLong(x, i, &ms))
        return false;
    bool good = ms >= 0 && (!seconds || !__builtin_mul_overflow(ms, 1000LL, &ms));
    good = good && !__builtin_add_overflow(ms, (long long)from, &ms);
    if (!good)
        replyErrorExpire(x);
    *when = ms;
    return good;
}

/* The time that the options ask for; NO_EXPIRE without one. */
static bool whenOf(execContext *x, const expireArgs *a, int64_t *when) {
    *when = NO_EXPIRE;
    return !a->time || hashFieldsWhen(x, a->time, a->flags & (OPT_EX | OPT_EXAT),
                                      a->flags & (OPT_EXAT | OPT_PXAT) ? 0 : command_now, when);
}

/* What HGETEX does to a field it has answered. */
static unsigned touchField(execContext *x, object *o, const execArg *f, unsigned flags, int64_t when) {
    long long now;
    if (flags & OPT_PERSIST) {
        bool timed = hashGetExpire(o, f->ptr, f->len, &now) && now != NO_EXPIRE;
        return timed ? hashSetExpire(x, o, f->ptr, f->len, NO_EXPIRE) : 0;
    }
    if (when == NO_EXPIRE)
        return 0;
    if (when > command_now)
        return hashSetExpire(x, o, f->ptr, f->len, when);
    unsigned did = hashDelete(o, f->ptr, f->len);
    if (did)
        volatilePartExpired(o, when, false);
    return did;
}

void hgetexCommand(execContext *x) {
    expireArgs a;
    int64_t when;
    unsigned all = 0;
    bool wrong_type;
    int at = hashFieldsAt(x, 2);
    if (at && !argsExpire(x, 2, at, ARGS_HGETEX, &a))
        return;
    int first = hashFieldsCount(x, at, 1);
    if (!first)
        return;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type || !whenOf(x, &a, &when))
        return;
    replyArray(x, x->argc - first);
    for (int i = first; i < x->argc; i++) {
        hashReplyField(x, o, i);
        if (o)
            all |= touchField(x, o, &x->argv[i], a.flags, when);
    }
    if (!all)
        return;
    hashDone(x, o, all, a.flags & OPT_PERSIST ? "hpersist" : all & HASH_GONE ? "hexpired" : "hexpire");
    hashDropEmpty(x, o);
}

/* FNX: none of the fields is there; FXX: all are. */
static bool fieldsAllow(const execContext *x, const object *o, int first, unsigned flags) {
    for (int i = first; flags & (OPT_FNX | OPT_FXX) && i < x->argc; i += 2) {
        bool there = o && hashGet(o, x->argv[i].ptr, x->argv[i].len, NULL);
        if (there ? flags & OPT_FNX : flags & OPT_FXX)
            return false;
    }
    return true;
}

/* A time limit in the past: what would be written expires at once. */
static void forgetAll(execContext *x, object *o, int first, int64_t when) {
    unsigned all = 0;
    for (int i = first; i < x->argc; i += 2) {
        all |= hashForget(o, x->argv[i].ptr, x->argv[i].len);
        volatilePartExpired(o, when, false);
    }
    hashDone(x, o, all, "hset");
    hashDone(x, o, 0, "hexpire");
    hashDone(x, o, 0, "hexpired");
    hashDropEmpty(x, o);
}

static void setAll(execContext *x, object *o, int first, const expireArgs *a, int64_t when) {
    unsigned all = 0;
    hashPrepare(x, o, first);
    for (int i = first; i < x->argc; i += 2) {
        const execArg *f = &x->argv[i], *v = &x->argv[i + 1];
        all |= hashSet(x, o, f->ptr, f->len, v->ptr, v->len, a->flags & OPT_KEEPTTL ? HASH_KEEP_EXPIRE : when);
    }
    objectTouch(o);
    hashDone(x, o, all, "hset");
    if (a->time)
        hashDone(x, o, 0, "hexpire");
}

void hsetexCommand(execContext *x) {
    expireArgs a;
    int64_t when;
    bool wrong_type;
    int at = hashFieldsAt(x, 2);
    if (at && !argsExpire(x, 2, at, ARGS_HSETEX, &a))
        return;
    int first = hashFieldsCount(x, at, 2);
    if (!first)
        return;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    bool key_refused = o ? a.flags & OPT_NX : a.flags & OPT_XX;
    if (!key_refused && !whenOf(x, &a, &when))
        return;
    if (key_refused || !fieldsAllow(x, o, first, a.flags)) {
        replyLong(x, 0);
        return;
    }
    o = hashWritable(x);
    if (a.time && when <= command_now) {
        forgetAll(x, o, first, when);
    } else {
        setAll(x, o, first, &a, when);
    }
    replyLong(x, 1);
}
