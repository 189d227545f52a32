/* args.c: see args.h. */
#include "types/types.h"
#include <limits.h>
#include <string.h>

void replyErrorExpire(execContext *x) {
    replyErrorFmt(x, "ERR invalid expire time in '%s' command", x->cmd->name);
}

/* The option that argv[i] is; 0 for none. One switch on the length keeps SET k v EX n short. */
static unsigned optionAt(const execContext *x, int i) {
    switch (x->argv[i].len) {
    case 2:
        if (OPTION(x, i, "ex"))
            return OPT_EX;
        if (OPTION(x, i, "px"))
            return OPT_PX;
        if (OPTION(x, i, "nx"))
            return OPT_NX;
        return OPTION(x, i, "xx") ? OPT_XX : 0;
    case 3:
        if (OPTION(x, i, "fnx"))
            return OPT_FNX;
        if (OPTION(x, i, "fxx"))
            return OPT_FXX;
        return OPTION(x, i, "get") ? OPT_GET : 0;
    case 4:
        if (OPTION(x, i, "exat"))
            return OPT_EXAT;
        if (OPTION(x, i, "pxat"))
            return OPT_PXAT;
        return OPTION(x, i, "ifeq") ? OPT_IFEQ : 0;
    case 7:
        if (OPTION(x, i, "keepttl"))
            return OPT_KEEPTTL;
        return OPTION(x, i, "persist") ? OPT_PERSIST : 0;
    default:
        return 0;
    }
}

/* What must not have been said before an option; itself only where Valkey refuses a second one. */
static unsigned rivals(unsigned option) {
    const unsigned lifetime = OPT_TIMES | OPT_KEEPTTL | OPT_PERSIST;
    switch (option) {
    case OPT_NX:
        return OPT_XX | OPT_IFEQ;
    case OPT_XX:
        return OPT_NX | OPT_IFEQ;
    case OPT_IFEQ:
        return OPT_NX | OPT_XX | OPT_IFEQ;
    case OPT_GET:
        return 0;
    case OPT_FNX:
        return OPT_FXX;
    case OPT_FXX:
        return OPT_FNX;
    default:
        return lifetime & ~option;
    }
}

bool argsExpire(execContext *x, int from, int to, enum argsFor whose, expireArgs *out) {
    static const unsigned known[] = {[ARGS_SET] = OPT_TIMES | OPT_NX | OPT_XX | OPT_IFEQ | OPT_GET | OPT_KEEPTTL,
                                     [ARGS_GETEX] = OPT_TIMES | OPT_PERSIST,
                                     [ARGS_HSETEX] = OPT_TIMES | OPT_NX | OPT_XX | OPT_FNX | OPT_FXX | OPT_KEEPTTL,
                                     [ARGS_HGETEX] = OPT_TIMES | OPT_PERSIST};
    *out = (expireArgs){0, 0, 0};
    for (int i = from; i < to; i++) {
        unsigned option = optionAt(x, i);
        bool takes_value = option & (OPT_TIMES | OPT_IFEQ);
        if (!(option & known[whose]) || out->flags & rivals(option) || (takes_value && i + 1 == to)) {
            replyErrorSyntax(x);
            return false;
        }
        out->flags |= option;
        if (!takes_value)
            continue;
        i++;
        if (option == OPT_IFEQ) {
            out->comparison = i;
        } else {
            out->time = i;
        }
    }
    return true;
}

bool argsConditions(execContext *x, int from, int to, unsigned *flags) {
    *flags = 0;
    for (int i = from; i < to; i++) {
        if (OPTION(x, i, "nx")) {
            *flags |= OPT_NX;
        } else if (OPTION(x, i, "xx")) {
            *flags |= OPT_XX;
        } else if (OPTION(x, i, "gt")) {
            *flags |= OPT_GT;
        } else if (OPTION(x, i, "lt")) {
            *flags |= OPT_LT;
        } else {
            replyErrorFmt(x, "ERR Unsupported option %.*s", (int)x->argv[i].len, x->argv[i].ptr);
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

bool argsConditionsHold(unsigned flags, int64_t now, int64_t wanted) {
    bool has = now != NO_EXPIRE;
    if (flags & OPT_NX && has)
        return false;
    if (flags & OPT_XX && !has)
        return false;
    if (flags & OPT_GT && (!has || wanted <= now))
        return false;
    return !(flags & OPT_LT && has && wanted >= now);
}

bool argsWhen(execContext *x, int i, bool seconds, bool absolute, int64_t *when) {
    long long ms;
    if (!argLong(x, i, &ms))
        return false;
    bool good = ms > 0 && (!seconds || ms <= LLONG_MAX / 1000);
    if (good && seconds)
        ms *= 1000;
    if (good && !absolute)
        good = !__builtin_add_overflow(ms, (long long)command_now, &ms);
    if (!good) {
        replyErrorExpire(x);
        return false;
    }
    *when = ms;
    return true;
}

bool argsWhenOf(execContext *x, const expireArgs *a, int64_t *when) {
    *when = NO_EXPIRE;
    return !a->time || argsWhen(x, a->time, a->flags & (OPT_EX | OPT_EXAT), a->flags & (OPT_EXAT | OPT_PXAT), when);
}

bool argsInt(execContext *x, int i, int *value, const char *error) {
    long long n;
    bool is_int = string2ll(x->argv[i].ptr, x->argv[i].len, &n);
    if (is_int && n >= INT_MIN && n <= INT_MAX) {
        *value = (int)n;
        return true;
    }
    if (error) {
        replyErrorC(x, error);
    } else if (is_int) {
        replyErrorFmt(x, "ERR value is out of range, value must between %d and %d", INT_MIN, INT_MAX);
    } else {
        replyErrorNotInt(x);
    }
    return false;
}

bool argsStringFits(execContext *x, uint64_t size, uint64_t more) {
    uint64_t total;
    if (!__builtin_add_overflow(size, more, &total) && total <= (uint64_t)exec_config.proto_max_bulk_len)
        return true;
    replyErrorC(x, "ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    return false;
}

/* What libc may have to copy when it makes a block larger; those beyond are moved by the system. */
#define COPIED_BYTES (32UL << 20)

bool argsStringGrows(execContext *x, object *o, size_t len) {
    if (likely(len <= MEMORY_SMALL))
        return true;
    bool raw = o && o->encoding == ENC_RAW && !(o->flags & OBJ_EMBEDDED);
    size_t room = raw ? zmallocSize(*objectRaw(o)) - sizeof(rawString) : 0;
    return room >= len || shortageRoom(x, (len > COPIED_BYTES ? len - room : len) + MEMORY_SMALL);
}

object *readQuietly(execContext *x, int i) {
    object *o = dbPeek(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i));
    if (o) {
        keyspace_stats.hits++;
    } else {
        keyspace_stats.misses++;
        if (x->cmd->spec->group == GROUP_GENERIC && !x->cmd->parent)
            keyspaceTell(x->db, x->argv[i].ptr, x->argv[i].len, KEY_MISS, "keymiss"); /* OBJECT tells nobody */
    }
    return o;
}

/* As strtoull reads the bytes up to the first zero byte: blanks and a sign in front are allowed, and a number below 0
 * wraps round; but one that is written as replies write it is refused below 0. */
bool argsCursor(execContext *x, int i, uint64_t *cursor) {
    const execArg *a = &x->argv[i];
    const char *p = a->ptr, *end = memchr(p, 0, a->len);
    if (!end)
        end = p + a->len;
    long long plain;
    uint64_t n = 0;
    bool good = !(string2ll(p, (size_t)(end - p), &plain) && plain < 0);
    while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
        p++;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    good = good && p < end;
    for (; good && p < end; p++) {
        unsigned digit = (unsigned)(unsigned char)*p - '0';
        good = digit <= 9 && !__builtin_mul_overflow(n, 10U, &n) && !__builtin_add_overflow(n, digit, &n);
    }
    if (!good)
        replyErrorC(x, "ERR invalid cursor");
    *cursor = negative ? 0 - n : n;
    return good;
}

void replyObject(execContext *x, const object *o) {
    stringView v;
    stringGet(o, &v);
    replyBulk(x, v.ptr, v.len);
}

bool argsCount(execContext *x, int i, long long *count) {
    if (!argLong(x, i, count))
        return false;
    if (*count < 1)
        replyErrorSyntax(x);
    return *count >= 1;
}
