/* resp.c: see resp.h. */
#include "net/resp.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

void respReset(respResume *r) {
    r->at = 0;
    r->left = 0;
    r->bulk = -1;
    r->argc = 0;
}

void respRelease(respResume *r) {
    zfree(r->argv);
    r->argv = NULL;
    r->room = 0;
    respReset(r);
}

static enum respResult fail(respResume *r, uint32_t kind, const char *error) {
    r->kind = kind;
    r->error = error;
    return RESP_ERROR;
}

static void push(respResume *r, size_t offset, size_t len) {
    if (unlikely(r->argc == r->room)) {
        r->room = r->room ? r->room * 2 : 8;
        r->argv = zrealloc(r->argv, sizeof(execArg) * (size_t)r->room);
    }
    r->argv[r->argc++] = (execArg){(const char *)(uintptr_t)offset, len};
}

static enum respResult complete(respResume *r, char *buf, size_t *used) {
    for (int i = 0; i < r->argc; i++)
        r->argv[i].ptr = buf + (uintptr_t)r->argv[i].ptr;
    *used = r->at;
    return RESP_COMPLETE;
}

/* A line's number behind its first byte: moves r->at behind CR LF. 1: there, 0: not whole, -1: not a number. */
static int lineNumber(respResume *r, const char *buf, size_t len, long long *value) {
    const char *p = buf + r->at + 1, *end = buf + len;
    long long n = 0;
    /* Up to nine plain digits without a leading zero need no general parser. */
    const char *q = p;
    while (q < end && q - p < 9 && (unsigned)(*q - '0') <= 9)
        n = n * 10 + (*q++ - '0');
    if (likely(q > p && end - q >= 2 && q[0] == '\r' && q[1] == '\n' && (*p != '0' || q - p == 1))) {
        *value = n;
        r->at = (size_t)(q + 2 - buf);
        return 1;
    }
    const char *cr = memchr(p, '\r', (size_t)(end - p));
    if (!cr || cr + 1 >= end)
        return 0;
    if (!string2ll(p, (size_t)(cr - p), value))
        return -1;
    r->at = (size_t)(cr + 2 - buf);
    return 1;
}

static int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Reads one word with quotes from `*at`, unescaping in place to `*out`; false: unbalanced quotes. */
static bool inlineWord(char *buf, size_t end, size_t *at, size_t *out) {
    size_t i = *at, o = *out;
    char quote = 0;
    for (; i < end; i++) {
        char c = buf[i];
        if (!quote && isspace((unsigned char)c))
            break;
        if (!quote && (c == '"' || c == '\'')) {
            quote = c;
        } else if (quote && c == quote) {
            quote = 0;
            i++;
            if (i < end && !isspace((unsigned char)buf[i]))
                return false;
            break;
        } else if (quote == '"' && c == '\\' && i + 3 < end && buf[i + 1] == 'x' && hexDigit(buf[i + 2]) >= 0 &&
                   hexDigit(buf[i + 3]) >= 0) {
            buf[o++] = (char)(hexDigit(buf[i + 2]) * 16 + hexDigit(buf[i + 3]));
            i += 3;
        } else if (quote == '"' && c == '\\' && i + 1 < end) {
            static const char from[] = "nrtba", to[] = "\n\r\t\b\a";
            const char *hit = memchr(from, buf[++i], 5);
            buf[o++] = hit ? to[hit - from] : buf[i];
        } else if (quote == '\'' && c == '\\' && i + 1 < end && buf[i + 1] == '\'') {
            buf[o++] = '\'';
            i++;
        } else {
            buf[o++] = c;
        }
    }
    *at = i;
    *out = o;
    return quote == 0;
}

static enum respResult parseInline(respResume *r, char *buf, size_t len, size_t *used) {
    char *newline = memchr(buf, '\n', len);
    if (!newline)
        return len > INLINE_MAX ? fail(r, EVENT_PROTOCOL_KIND_BIG_INLINE, "too big inline request") : RESP_INCOMPLETE;
    size_t end = (size_t)(newline - buf), at = 0, out = 0;
    *used = r->at = end + 1;
    if (end && buf[end - 1] == '\r')
        end--;
    for (;;) {
        while (at < end && isspace((unsigned char)buf[at]))
            at++;
        if (at == end)
            break;
        size_t start = out = at;
        if (!inlineWord(buf, end, &at, &out))
            return fail(r, EVENT_PROTOCOL_KIND_UNBALANCED_QUOTES, "unbalanced quotes in request");
        push(r, start, out - start);
    }
    return r->argc ? complete(r, buf, used) : RESP_EMPTY;
}

static enum respResult parseCount(respResume *r, char *buf, size_t len, const respLimits *limits, size_t *used) {
    int rc = lineNumber(r, buf, len, &r->left);
    if (rc == 0)
        return len > INLINE_MAX ? fail(r, EVENT_PROTOCOL_KIND_OTHER, "too big mbulk count string") : RESP_INCOMPLETE;
    if (rc < 0 || r->left > MULTIBULK_MAX)
        return fail(r, EVENT_PROTOCOL_KIND_MULTIBULK_LENGTH, "invalid multibulk length");
    if (r->left > 10 && !limits->authenticated)
        return fail(r, EVENT_PROTOCOL_KIND_UNAUTHENTICATED, "unauthenticated multibulk length");
    *used = r->at;
    return r->left <= 0 ? RESP_EMPTY : RESP_COMPLETE;
}

static enum respResult parseBulk(respResume *r, char *buf, size_t len, const respLimits *limits) {
    if (r->bulk < 0) {
        if (r->at >= len)
            return RESP_INCOMPLETE;
        if (buf[r->at] != '$') {
            snprintf(r->text, sizeof(r->text), "expected '$', got '%c'", buf[r->at]);
            return fail(r, EVENT_PROTOCOL_KIND_EXPECTED_DOLLAR, r->text);
        }
        int rc = lineNumber(r, buf, len, &r->bulk);
        if (rc == 0) {
            r->bulk = -1;
            return len - r->at > INLINE_MAX ? fail(r, EVENT_PROTOCOL_KIND_OTHER, "too big bulk count string")
                                            : RESP_INCOMPLETE;
        }
        if (rc < 0 || r->bulk < 0 || r->bulk > limits->max_bulk)
            return fail(r, EVENT_PROTOCOL_KIND_BULK_LENGTH, "invalid bulk length");
        if (r->bulk > 16384 && !limits->authenticated)
            return fail(r, EVENT_PROTOCOL_KIND_UNAUTHENTICATED, "unauthenticated bulk length");
    }
    if (len - r->at < (size_t)r->bulk + 2)
        return RESP_INCOMPLETE;
    size_t end = r->at + (size_t)r->bulk;
    if (buf[end] != '\r' || buf[end + 1] != '\n')
        return fail(r, EVENT_PROTOCOL_KIND_OTHER, "invalid CRLF in request");
    push(r, r->at, (size_t)r->bulk);
    r->at = end + 2;
    r->bulk = -1;
    r->left--;
    return RESP_COMPLETE;
}

enum respResult respParse(respResume *r, char *buf, size_t len, const respLimits *limits, size_t *used) {
    if (len == 0)
        return RESP_INCOMPLETE;
    if (r->left == 0) {
        if (buf[0] != '*')
            return parseInline(r, buf, len, used);
        enum respResult rc = parseCount(r, buf, len, limits, used);
        if (rc != RESP_COMPLETE)
            return rc;
    }
    while (r->left > 0) {
        enum respResult rc = parseBulk(r, buf, len, limits);
        if (rc != RESP_COMPLETE)
            return rc;
    }
    return complete(r, buf, used);
}
