/* string_edit.c: strings changed or read in part: counters, APPEND, SETRANGE, GETRANGE.
 *
 * Cost  INCR on a number that is stored as one: one lookup, no allocation. APPEND: amortised by the length added. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>
#include <math.h>
#include <string.h>

/* Where argv[1] stands for a write. False: it holds another type, and the error is written. */
static bool stringPlace(execContext *x, object ***place) {
    *place = dbPlace(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    if (!*place || (**place)->type == OBJ_STRING)
        return true;
    replyErrorWrongType(x);
    return false;
}

static void changed(execContext *x, const char *event) {
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_STRING, event);
}

/* Puts a new object where the old one stood, or adds it. */
static void put(execContext *x, object **place, object *o) {
    if (place) {
        dbPut(x->db, place, o, x->first_hash);
    } else {
        dbAdd(x->db, o, x->first_hash);
    }
}

static void increase(execContext *x, long long by) {
    const execArg *key = &x->argv[1];
    object **place;
    if (!stringPlace(x, &place))
        return;
    long long value = 0;
    if (place && !stringIsInt(*place, &value)) {
        replyErrorNotInt(x);
        return;
    }
    if (__builtin_add_overflow(value, by, &value)) {
        replyErrorC(x, "ERR increment or decrement would overflow");
        return;
    }
    if (place && (*place)->encoding == ENC_INT) {
        intSet(*place, value);
        objectTouch(*place);
    } else {
        put(x, place, objectInt(key->ptr, key->len, value, place ? objectExpire(*place) : NO_EXPIRE));
    }
    changed(x, "incrby");
    replyLong(x, value);
}

void incrCommand(execContext *x) {
    increase(x, 1);
}

void decrCommand(execContext *x) {
    increase(x, -1);
}

void incrbyCommand(execContext *x) {
    long long by;
    if (argLong(x, 2, &by))
        increase(x, by);
}

void decrbyCommand(execContext *x) {
    long long by;
    if (!argLong(x, 2, &by))
        return;
    if (by == LLONG_MIN) {
        replyErrorC(x, "ERR decrement would overflow");
        return;
    }
    increase(x, -by);
}

void incrbyfloatCommand(execContext *x) {
    const execArg *key = &x->argv[1];
    object **place;
    if (!stringPlace(x, &place))
        return;
    long double value = 0, by;
    stringView v;
    if (place)
        stringGet(*place, &v);
    if ((place && !string2ld(v.ptr, v.len, &value)) || !string2ld(x->argv[2].ptr, x->argv[2].len, &by)) {
        replyErrorC(x, "ERR value is not a valid float");
        return;
    }
    value += by;
    if (isnan(value) || isinf(value)) {
        replyErrorC(x, "ERR increment would produce NaN or Infinity");
        return;
    }
    char text[5 * 1024];
    size_t len = (size_t)ld2string(text, sizeof(text), value);
    put(x, place, objectString(key->ptr, key->len, text, len, place ? objectExpire(*place) : NO_EXPIRE));
    changed(x, "incrbyfloat");
    replyBulk(x, text, len);
    /* The sum as text: another machine might add up to another one. */
    if (!propagateBegin(x, "SET", 3))
        return;
    propagateArg(x, 1);
    propagateWord(text, len);
    propagateWordC("KEEPTTL");
    propagateEnd(x);
}

void appendCommand(execContext *x) {
    const execArg *key = &x->argv[1], *more = &x->argv[2];
    object **place;
    if (!stringPlace(x, &place))
        return;
    size_t total = more->len;
    if (place) {
        stringView v;
        stringGet(*place, &v);
        if (!argsStringFits(x, v.len, more->len) || !argsStringGrows(x, *place, v.len + more->len))
            return;
        total += v.len;
        char *data;
        dbMutable(x->db, place, x->first_hash, total, &data);
        memcpy(data + total - more->len, more->ptr, more->len);
    } else {
        dbAdd(x->db, objectText(key->ptr, key->len, more->ptr, more->len, NO_EXPIRE), x->first_hash);
    }
    changed(x, "append");
    replyLong(x, (long long)total);
}

void setrangeCommand(execContext *x) {
    const execArg *key = &x->argv[1], *value = &x->argv[3];
    long long offset;
    if (!argLong(x, 2, &offset))
        return;
    if (offset < 0) {
        replyErrorC(x, "ERR offset is out of range");
        return;
    }
    object **place;
    if (!stringPlace(x, &place))
        return;
    stringView v = {.len = 0};
    if (place)
        stringGet(*place, &v);
    if (value->len == 0) {
        replyLong(x, (long long)v.len);
        return;
    }
    if (!argsStringFits(x, (uint64_t)offset, value->len))
        return;
    size_t end = (size_t)offset + value->len, len = end > v.len ? end : v.len;
    if (len > v.len && !argsStringGrows(x, place ? *place : NULL, len))
        return;
    char *data;
    if (place) {
        dbMutable(x->db, place, x->first_hash, len, &data);
    } else {
        dbAdd(x->db, objectBlank(key->ptr, key->len, len, &data), x->first_hash);
    }
    memcpy(data + offset, value->ptr, value->len);
    changed(x, "setrange");
    replyLong(x, (long long)len);
}

void getrangeCommand(execContext *x) {
    long long start, end;
    if (!argLong(x, 2, &start) || !argLong(x, 3, &end))
        return;
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_STRING, &wrong_type);
    if (wrong_type)
        return;
    stringView v = {.len = 0};
    if (o)
        stringGet(o, &v);
    long long len = (long long)v.len;
    bool backwards = start < 0 && end < 0 && start > end;
    if (start < 0)
        start = start < -len ? 0 : start + len;
    if (end < 0)
        end = end < -len ? 0 : end + len;
    if (end >= len)
        end = len - 1;
    if (backwards || len == 0 || start > end) {
        replyBulk(x, "", 0);
    } else {
        replyBulk(x, v.ptr + start, (size_t)(end - start + 1));
    }
}
