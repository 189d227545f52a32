/* reply.c: see reply.h. */
#include "exec/exec.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_ROOM 1024

/* As much as it shall be, or just enough. */
static bool resized(replySink *s, size_t cap, size_t least) {
    char *buf = s->closes ? zreallocTry(s->buf, cap) : zrealloc(s->buf, cap);
    if (unlikely(!buf))
        buf = zreallocTry(s->buf, cap = least);
    if (unlikely(!buf)) {
        s->over = s->muted = s->starved = true;
        return false;
    }
    s->buf = buf;
    s->cap = cap;
    return true;
}

static bool sinkGrow(replySink *s, size_t more) {
    size_t cap = s->cap ? s->cap * 2 : FIRST_ROOM, most = s->limit + s->sent;
    while (cap < s->len + more)
        cap *= 2;
    if (s->limit && cap > most) {
        /* Room ends at the limit, so that crossing it is always seen here. What crosses it still finds room. */
        cap = most;
        if (s->len + more > most) {
            s->over = s->muted = true;
            cap = s->len + more;
        }
    }
    return resized(s, cap, s->len + more);
}

/* NULL: no memory; the sink is over. */
static inline char *sinkRoom(replySink *s, size_t more) {
    if (unlikely(s->cap - s->len < more) && !sinkGrow(s, more))
        return NULL;
    return s->buf + s->len;
}

char *sinkReserve(replySink *s, size_t more) {
    return sinkRoom(s, more);
}

void sinkAppend(replySink *s, const void *data, size_t len) {
    if (unlikely(s->muted))
        return;
    char *at = sinkRoom(s, len + 1);
    if (unlikely(!at))
        return;
    memcpy(at, data, len);
    s->len += len;
}

/* How a byte is written when it is not written as it is; 0: as it is. */
static size_t escaped(unsigned char c, char out[8]) {
    static const char from[] = "\n\r\t\a\b\\\"", to[] = "nrtab\\\"";
    const char *known = c ? strchr(from, c) : NULL;
    if (known)
        return (size_t)snprintf(out, 8, "\\%c", to[known - from]);
    return c >= ' ' && c < 0x7f ? 0 : (size_t)snprintf(out, 8, "\\x%02x", c);
}

void sinkQuoted(replySink *s, const char *p, size_t len) {
    char one[8];
    size_t plain = 0;
    sinkAppend(s, "\"", 1);
    for (size_t i = 0; i < len; i++) {
        size_t n = escaped((unsigned char)p[i], one);
        if (!n)
            continue;
        sinkAppend(s, p + plain, i - plain);
        sinkAppend(s, one, n);
        plain = i + 1;
    }
    sinkAppend(s, p + plain, len - plain);
    sinkAppend(s, "\"", 1);
}

void sinkRelease(replySink *s) {
    zfree(s->buf);
    s->buf = NULL;
    s->len = s->cap = s->sent = 0;
}

void sinkFit(replySink *s, size_t cap) {
    sinkRelease(s);
    s->buf = zmalloc(cap);
    s->cap = cap;
}

static void header(execContext *x, char kind, long long n) {
    replySink *s = x->out;
    if (unlikely(s->muted))
        return;
    char *at = sinkRoom(s, LL_DIGITS + 4);
    if (unlikely(!at))
        return;
    at[0] = kind;
    int len = 1;
    if (likely(n >= 0 && n < 10)) {
        at[len++] = (char)('0' + n);
    } else {
        len += ll2string(at + 1, n);
    }
    at[len] = '\r';
    at[len + 1] = '\n';
    s->len += (size_t)len + 2;
}

void replyOk(execContext *x) {
    sinkAppend(x->out, "+OK\r\n", 5);
}

void replyStatus(execContext *x, const char *text) {
    sinkAppend(x->out, "+", 1);
    sinkAppend(x->out, text, strlen(text));
    sinkAppend(x->out, "\r\n", 2);
}

void replyBulk(execContext *x, const char *data, size_t len) {
    vkStall(STALL_REPLY);
    header(x, '$', (long long)len);
    if (x->out->muted)
        return;
    char *at = sinkRoom(x->out, len + 2);
    if (unlikely(!at))
        return;
    memcpy(at, data, len);
    memcpy(at + len, "\r\n", 2);
    x->out->len += len + 2;
}

void replyBulkC(execContext *x, const char *text) {
    replyBulk(x, text, strlen(text));
}

void replyBulkLong(execContext *x, long long value) {
    char digits[LL_DIGITS];
    replyBulk(x, digits, (size_t)ll2string(digits, value));
}

void replyLong(execContext *x, long long value) {
    header(x, ':', value);
}

void replyDouble(execContext *x, double value) {
    char text[64];
    int len = d2string(text, sizeof(text), value);
    if (x->out->resp == 2) {
        replyBulk(x, text, (size_t)len);
        return;
    }
    sinkAppend(x->out, ",", 1);
    sinkAppend(x->out, text, (size_t)len);
    sinkAppend(x->out, "\r\n", 2);
}

void replyBool(execContext *x, bool value) {
    if (x->out->resp == 2) {
        replyLong(x, value);
    } else {
        sinkAppend(x->out, value ? "#t\r\n" : "#f\r\n", 4);
    }
}

void replyNull(execContext *x) {
    if (x->out->resp == 2) {
        sinkAppend(x->out, "$-1\r\n", 5);
    } else {
        sinkAppend(x->out, "_\r\n", 3);
    }
}

void replyNullArray(execContext *x) {
    if (x->out->resp == 2) {
        sinkAppend(x->out, "*-1\r\n", 5);
    } else {
        sinkAppend(x->out, "_\r\n", 3);
    }
}

void replyArray(execContext *x, long n) {
    header(x, '*', n);
}

void replyMap(execContext *x, long pairs) {
    header(x, x->out->resp == 2 ? '*' : '%', x->out->resp == 2 ? pairs * 2 : pairs);
}

void replySet(execContext *x, long n) {
    header(x, x->out->resp == 2 ? '*' : '~', n);
}

void replyPush(execContext *x, long n) {
    header(x, x->out->resp == 2 ? '*' : '>', n);
}

void replyVerbatim(execContext *x, const char *text, size_t len, const char format[3]) {
    if (x->out->resp == 2) {
        replyBulk(x, text, len);
        return;
    }
    header(x, '=', (long long)len + 4);
    sinkAppend(x->out, format, 3);
    sinkAppend(x->out, ":", 1);
    sinkAppend(x->out, text, len);
    sinkAppend(x->out, "\r\n", 2);
}

static void countError(execContext *x, const char *text, size_t len) {
    x->out->errors++;
    exec_stats.errors++;
    errorsCount(text, len);
}

void replyRaw(execContext *x, const char *resp, size_t len) {
    if (len && resp[0] == '-')
        countError(x, resp + 1, len - 1);
    sinkAppend(x->out, resp, len);
}

static void errorBytes(execContext *x, const char *text, size_t len) {
    if (x->out->muted)
        return;
    char *at = sinkRoom(x->out, len + 3);
    if (unlikely(!at))
        return;
    at[0] = '-';
    for (size_t i = 0; i < len; i++)
        at[i + 1] = text[i] == '\r' || text[i] == '\n' || !text[i] ? ' ' : text[i];
    memcpy(at + len + 1, "\r\n", 2);
    x->out->len += len + 3;
}

static void errorLine(execContext *x, const char *text, size_t len) {
    countError(x, text, len);
    errorBytes(x, text, len);
}

void replyErrorUncounted(execContext *x, const char *text, size_t len) {
    x->out->errors++;
    errorBytes(x, text, len);
}

void replyErrorC(execContext *x, const char *text) {
    errorLine(x, text, strlen(text));
}

void replyErrorFmt(execContext *x, const char *format, ...) {
    char text[1024];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (len < (int)sizeof(text)) {
        errorLine(x, text, len < 0 ? 0 : (size_t)len);
    } else {
        char *whole = zmalloc((size_t)len + 1);
        vsnprintf(whole, (size_t)len + 1, format, again);
        errorLine(x, whole, (size_t)len);
        zfree(whole);
    }
    va_end(again);
}

void replyErrorSyntax(execContext *x) {
    replyErrorC(x, "ERR syntax error");
}

void replyErrorNotInt(execContext *x) {
    replyErrorC(x, "ERR value is not an integer or out of range");
}

void replyErrorWrongType(execContext *x) {
    replyErrorC(x, "WRONGTYPE Operation against a key holding the wrong kind of value");
}

/* The command's name as it was typed, in capitals. */
static const char *typedName(const execContext *x, char name[64]) {
    size_t len = x->argv[0].len < 63 ? x->argv[0].len : 63;
    for (size_t i = 0; i < len; i++) {
        char c = x->argv[0].ptr[i];
        name[i] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    name[len] = 0;
    return name;
}

void replyErrorUnknownSubcommand(execContext *x) {
    char name[64];
    replyErrorFmt(x, "ERR unknown subcommand '%.*s'. Try %s HELP.", (int)(x->argv[1].len < 128 ? x->argv[1].len : 128),
                  x->argv[1].ptr, typedName(x, name));
}

void replyErrorSubcommand(execContext *x) {
    char name[64];
    replyErrorFmt(x, "ERR unknown subcommand or wrong number of arguments for '%.*s'. Try %s HELP.",
                  (int)(x->argv[1].len < 128 ? x->argv[1].len : 128), x->argv[1].ptr, typedName(x, name));
}

/* The handle is the offset where the header will stand; the elements move up when it is set. */
size_t replyDeferredLen(execContext *x) {
    return x->out->len;
}

static void setDeferred(execContext *x, size_t handle, char kind, long n) {
    replySink *s = x->out;
    if (s->muted)
        return;
    char text[LL_DIGITS + 3];
    text[0] = kind;
    size_t len = 1 + (size_t)ll2string(text + 1, n);
    memcpy(text + len, "\r\n", 2);
    len += 2;
    if (unlikely(!sinkRoom(s, len)))
        return;
    memmove(s->buf + handle + len, s->buf + handle, s->len - handle);
    memcpy(s->buf + handle, text, len);
    s->len += len;
}

void replySetDeferredArray(execContext *x, size_t handle, long n) {
    setDeferred(x, handle, '*', n);
}

void replySetDeferredMap(execContext *x, size_t handle, long pairs) {
    setDeferred(x, handle, x->out->resp == 2 ? '*' : '%', x->out->resp == 2 ? pairs * 2 : pairs);
}

void replySetDeferredSet(execContext *x, size_t handle, long n) {
    setDeferred(x, handle, x->out->resp == 2 ? '*' : '~', n);
}

void replyHelp(execContext *x, const char *const *lines) {
    long n = 0;
    size_t handle = replyDeferredLen(x);
    char name[64], head[128];
    snprintf(head, sizeof(head), "%s <subcommand> [<arg> [value] [opt] ...]. Subcommands are:", typedName(x, name));
    replyStatus(x, head);
    for (; lines[n]; n++)
        replyStatus(x, lines[n]);
    replyStatus(x, "HELP");
    replyStatus(x, "    Print this help.");
    replySetDeferredArray(x, handle, n + 3);
}
