/* hash_incr.c: HINCRBY and HINCRBYFLOAT.
 *
 * Rules  nothing is made or changed before every number has been read and the sum is known to fit. */
#include "types/types.h"
#include "gen/commands.h"
#include <math.h>

/* Stores the sum; makes the hash where there is none. */
static void store(execContext *x, object *o, const char *text, size_t len, const char *event) {
    const execArg *key = &x->argv[1], *field = &x->argv[2];
    if (!o) {
        o = hashNew(key->ptr, key->len);
        dbAdd(x->db, o, x->first_hash);
    }
    unsigned did = hashSet(x, o, field->ptr, field->len, text, len, HASH_KEEP_EXPIRE);
    objectTouch(o);
    hashDone(x, o, did, event);
}

/* The sum as text: another machine might add up to another one. HSET would end the field's time limit. */
static void tellSum(execContext *x, bool timed, const char *text, size_t len) {
    if (!propagateBegin(x, timed ? "HSETEX" : "HSET", PROPAGATE_COUNTED))
        return;
    propagateArg(x, 1);
    if (timed) {
        propagateWordC("KEEPTTL");
        propagateWordC("FIELDS");
        propagateNumber(1);
    }
    propagateArg(x, 2);
    propagateWord(text, len);
    propagateEnd(x);
}

void hincrbyCommand(execContext *x) {
    long long by, value = 0;
    bool wrong_type;
    stringView v;
    if (!argLong(x, 3, &by))
        return;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    if (o && hashGet(o, x->argv[2].ptr, x->argv[2].len, &v) && !string2ll(v.ptr, v.len, &value)) {
        replyErrorC(x, "ERR hash value is not an integer");
        return;
    }
    if (__builtin_add_overflow(value, by, &value)) {
        replyErrorC(x, "ERR increment or decrement would overflow");
        return;
    }
    char text[LL_DIGITS];
    store(x, o, text, (size_t)ll2string(text, value), "hincrby");
    replyLong(x, value);
}

void hincrbyfloatCommand(execContext *x) {
    long double by, value = 0;
    bool wrong_type;
    stringView v;
    if (!string2ld(x->argv[3].ptr, x->argv[3].len, &by)) {
        replyErrorC(x, "ERR value is not a valid float");
        return;
    }
    if (isnan(by) || isinf(by)) {
        replyErrorC(x, "ERR value is NaN or Infinity");
        return;
    }
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    if (o && hashGet(o, x->argv[2].ptr, x->argv[2].len, &v) && !string2ld(v.ptr, v.len, &value)) {
        replyErrorC(x, "ERR hash value is not a float");
        return;
    }
    value += by;
    if (isnan(value) || isinf(value)) {
        replyErrorC(x, "ERR increment would produce NaN or Infinity");
        return;
    }
    char text[5 * 1024];
    size_t len = (size_t)ld2string(text, sizeof(text), value);
    long long until = NO_EXPIRE;
    if (o)
        hashGetExpire(o, x->argv[2].ptr, x->argv[2].len, &until);
    store(x, o, text, len, "hincrbyfloat");
    replyBulk(x, text, len);
    tellSum(x, until != NO_EXPIRE, text, len);
}
