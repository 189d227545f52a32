/* hash_expiry.c: time limits of fields: HEXPIRE and its relatives, HTTL and its relatives, HPERSIST.
 *
 * Words  FIELDS n f1 .. fn ends every one of these commands. Each field is answered by a number: 1 done, 0 a condition
 *        did not hold, -1 it has no time limit, -2 it is not there, 2 it was removed as its time lies in the past. */
#include "types/types.h"
#include "types/hash_fields.h"
#include "gen/commands.h"

enum { DONE = 1, REFUSED = 0, NO_LIMIT = -1, ABSENT = -2, REMOVED = 2 };

static long expireField(execContext *x, object *o, int i, unsigned flags, int64_t when, unsigned *all,
                        fieldsChanged *changed) {
    const execArg *f = &x->argv[i];
    long long now;
    if (!o || !hashGetExpire(o, f->ptr, f->len, &now))
        return ABSENT;
    if (!argsConditionsHold(flags, now, when))
        return REFUSED;
    fieldsChangedAdd(x, changed, i);
    if (expiryPassed(when)) {
        *all |= hashDelete(o, f->ptr, f->len);
        volatilePartExpired(o, when, false);
        return REMOVED;
    }
    *all |= hashSetExpire(x, o, f->ptr, f->len, when);
    return DONE;
}

/* In the write stream: HDEL of those that went, or HPEXPIREAT of all fields that were named. */
static void tell(execContext *x, bool own_words, fieldsChanged *changed, bool gone, int64_t when) {
    if (gone) {
        fieldsChangedTell(x, changed, "HDEL", NO_EXPIRE);
        return;
    }
    keyspace_stats.dirty += (uint64_t)changed->n - 1; /* the event counts one */
    zfree(changed->at);
    if (own_words || !propagateBegin(x, "HPEXPIREAT", x->argc - 1))
        return;
    propagateArg(x, 1);
    propagateNumber(when);
    for (int i = 3; i < x->argc; i++)
        propagateArg(x, i);
    propagateEnd(x);
}

static void expireAt(execContext *x, bool seconds, int64_t from) {
    unsigned flags = 0, all = 0;
    fieldsChanged changed = {0, NULL};
    int fields = hashFieldsAt(x, 3);
    int64_t when;
    bool wrong_type;
    if (fields && !argsConditions(x, 3, fields, &flags))
        return;
    int first = hashFieldsCount(x, fields, 1);
    if (!first || !hashFieldsWhen(x, 2, seconds, from, &when))
        return;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - first);
    for (int i = first; i < x->argc; i++)
        replyLong(x, expireField(x, o, i, flags, when, &all, &changed));
    if (!changed.n)
        return;
    tell(x, !seconds && !from, &changed, all & HASH_GONE, when);
    hashDone(x, o, all, all & HASH_GONE ? "hexpired" : "hexpire");
    hashDropEmpty(x, o);
}

void hexpireCommand(execContext *x) {
    expireAt(x, true, command_now);
}

void hpexpireCommand(execContext *x) {
    expireAt(x, false, command_now);
}

void hexpireatCommand(execContext *x) {
    expireAt(x, true, 0);
}

void hpexpireatCommand(execContext *x) {
    expireAt(x, false, 0);
}

void hpersistCommand(execContext *x) {
    bool wrong_type;
    unsigned all = 0;
    uint64_t changes = 0;
    int first = hashFieldsCount(x, 2, 1);
    if (!first)
        return;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - first);
    for (int i = first; i < x->argc; i++) {
        const execArg *f = &x->argv[i];
        long long when;
        if (!o || !hashGetExpire(o, f->ptr, f->len, &when)) {
            replyLong(x, ABSENT);
        } else if (when == NO_EXPIRE) {
            replyLong(x, NO_LIMIT);
        } else {
            all |= hashSetExpire(x, o, f->ptr, f->len, NO_EXPIRE);
            replyLong(x, DONE);
            changes++;
        }
    }
    if (!all)
        return;
    hashDone(x, o, all, "hpersist");
    keyspace_stats.dirty += changes - 1; /* the event counts one */
}

/* Times from `from` on, rounded to the nearest second. */
static void replyTimes(execContext *x, bool seconds, int64_t from) {
    long long n;
    bool wrong_type;
    if (!argLong(x, 3, &n))
        return;
    if (n <= 0 || n != x->argc - 4) {
        replyErrorSyntax(x);
        return;
    }
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - 4);
    for (int i = 4; i < x->argc; i++) {
        long long when;
        if (!o || !hashGetExpire(o, x->argv[i].ptr, x->argv[i].len, &when)) {
            replyLong(x, ABSENT);
        } else if (when == NO_EXPIRE) {
            replyLong(x, NO_LIMIT);
        } else {
            long long ms = when > from ? when - from : 0;
            replyLong(x, seconds ? ms / 1000 + (ms % 1000 >= 500) : ms);
        }
    }
}

void httlCommand(execContext *x) {
    replyTimes(x, true, command_now);
}

void hpttlCommand(execContext *x) {
    replyTimes(x, false, command_now);
}

void hexpiretimeCommand(execContext *x) {
    replyTimes(x, true, 0);
}

void hpexpiretimeCommand(execContext *x) {
    replyTimes(x, false, 0);
}
