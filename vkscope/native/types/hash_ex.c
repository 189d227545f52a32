/* hash_ex.c: HGETEX and HSETEX; and what hash_fields.h says. */
#include "types/types.h"
#include "types/hash_fields.h"
#include "gen/commands.h"
#include <limits.h>
#include <string.h>

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

void fieldsChangedAdd(const execContext *x, fieldsChanged *c, int i) {
    if (!c->at && propagateWanted())
        c->at = zmalloc((size_t)x->argc * sizeof(*c->at));
    if (c->at)
        c->at[c->n] = i;
    c->n++;
}

void fieldsChangedTell(execContext *x, fieldsChanged *c, const char *name, int64_t when) {
    if (c->n)
        keyspace_stats.dirty += (uint64_t)c->n - 1;
    if (c->n && c->at && propagateBegin(x, name, PROPAGATE_COUNTED)) {
        propagateArg(x, 1);
        if (when != NO_EXPIRE)
            propagateNumber(when);
        if (strcmp(name, "HDEL") != 0) {
            propagateWordC("FIELDS");
            propagateNumber(c->n);
        }
        for (int i = 0; i < c->n; i++)
            propagateArg(x, c->at[i]);
        propagateEnd(x);
    }
    zfree(c->at);
    *c = (fieldsChanged){0, NULL};
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
    fieldsChanged changed = {0, NULL};
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
        unsigned did = o ? touchField(x, o, &x->argv[i], a.flags, when) : 0;
        if (did)
            fieldsChangedAdd(x, &changed, i);
        all |= did;
    }
    if (!all)
        return;
    hashDone(x, o, all, a.flags & OPT_PERSIST ? "hpersist" : all & HASH_GONE ? "hexpired" : "hexpire");
    if (all & HASH_GONE) {
        fieldsChangedTell(x, &changed, "HDEL", NO_EXPIRE);
    } else {
        fieldsChangedTell(x, &changed, a.flags & OPT_PERSIST ? "HPERSIST" : "HPEXPIREAT", when);
    }
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
    fieldsChanged changed = {0, NULL};
    const execArg *key = &x->argv[1];
    for (int i = first; i < x->argc; i += 2) {
        unsigned did = hashForget(o, x->argv[i].ptr, x->argv[i].len);
        if (did)
            fieldsChangedAdd(x, &changed, i);
        all |= did;
        volatilePartExpired(o, when, false);
    }
    propagateNothing(x);
    fieldsChangedTell(x, &changed, "HDEL", NO_EXPIRE);
    hashDone(x, o, all, "hset");
    keyspaceTell(x->db, key->ptr, key->len, KEY_HASH, "hexpire");
    keyspaceTell(x->db, key->ptr, key->len, KEY_HASH, "hexpired");
    hashDropEmpty(x, o);
}

/* In the write stream: without conditions, which have held, and with the moment for a time span. */
static void tellSet(execContext *x, int fields, const expireArgs *a, int64_t when) {
    unsigned conditions = OPT_NX | OPT_XX | OPT_FNX | OPT_FXX, spans = OPT_TIMES & ~(unsigned)OPT_PXAT;
    if (!(a->flags & (conditions | spans)) || !propagateBegin(x, "HSETEX", PROPAGATE_COUNTED))
        return;
    propagateArg(x, 1);
    if (a->time) {
        propagateWordC("PXAT");
        propagateNumber(when);
    } else if (a->flags & OPT_KEEPTTL) {
        propagateWordC("KEEPTTL");
    }
    for (int i = fields; i < x->argc; i++)
        propagateArg(x, i);
    propagateEnd(x);
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
    keyspace_stats.dirty += (uint64_t)(x->argc - first) / 2 - 1; /* a change a field */
    if (a->time)
        keyspaceTell(x->db, x->argv[1].ptr, x->argv[1].len, KEY_HASH, "hexpire");
    tellSet(x, first - 2, a, when);
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
    if (a.time && expiryPassed(when)) {
        forgetAll(x, o, first, when);
    } else {
        setAll(x, o, first, &a, when);
    }
    replyLong(x, 1);
}
