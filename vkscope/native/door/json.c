/* json.c: see json.h. */
#include "door/json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    const char *at;
    replySink *out;
} reader;

static void put(reader *r, const char *text) {
    sinkAppend(r->out, text, strlen(text));
}

/* The number behind the type's letter; moves behind its line. */
static long long lengthOf(reader *r) {
    long long n = strtoll(r->at + 1, NULL, 10);
    r->at = strstr(r->at, "\r\n") + 2;
    return n;
}

static void putString(reader *r, const char *text, size_t len) {
    put(r, "\"");
    size_t from = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 32 && c < 127 && c != '"' && c != '\\')
            continue;
        char escaped[8];
        int n = c == '"' || c == '\\' ? snprintf(escaped, sizeof(escaped), "\\%c", c)
                                      : snprintf(escaped, sizeof(escaped), "\\\\x%02x", c);
        sinkAppend(r->out, text + from, i - from);
        sinkAppend(r->out, escaped, (size_t)n);
        from = i + 1;
    }
    sinkAppend(r->out, text + from, len - from);
    put(r, "\"");
}

/* A string with its length before it; verbatim ones lose their format. Returns where it stands. */
static const char *takeBulk(reader *r, size_t *len) {
    bool verbatim = *r->at == '=';
    *len = (size_t)lengthOf(r);
    const char *text = r->at;
    r->at += *len + 2;
    if (verbatim) {
        text += 4;
        *len -= 4;
    }
    return text;
}

static void putValue(reader *r);

static void putMap(reader *r) {
    long long pairs = lengthOf(r);
    put(r, "{");
    for (long long i = 0; i < pairs; i++) {
        size_t len;
        const char *name = takeBulk(r, &len);
        if (i)
            put(r, ",");
        putString(r, name, len);
        put(r, ":");
        if (len >= 7 && memcmp(name + len - 7, "buckets", 7) == 0 && *r->at == '$') {
            takeBulk(r, &len);
            put(r, "[]");
        } else {
            putValue(r);
        }
    }
    put(r, "}");
}

static void putArray(reader *r) {
    long long n = lengthOf(r);
    put(r, "[");
    for (long long i = 0; i < n; i++) {
        if (i)
            put(r, ",");
        putValue(r);
    }
    put(r, "]");
}

/* A value of one line: its text, or a word for it. */
static void putLine(reader *r) {
    const char *text = r->at + 1, *end = strstr(text, "\r\n");
    switch (*r->at) {
    case ':':
    case ',':
        sinkAppend(r->out, text, (size_t)(end - text));
        break;
    case '#':
        put(r, *text == 't' ? "true" : "false");
        break;
    case '_':
        put(r, "null");
        break;
    default:
        putString(r, text, (size_t)(end - text));
    }
    r->at = end + 2;
}

static void putValue(reader *r) {
    size_t len;
    const char *text;
    switch (*r->at) {
    case '%':
        putMap(r);
        break;
    case '*':
    case '~':
        putArray(r);
        break;
    case '$':
    case '=':
        text = takeBulk(r, &len);
        putString(r, text, len);
        break;
    default:
        putLine(r);
    }
}

void jsonOfResp(const char *resp, replySink *out) {
    reader r = {resp, out};
    putValue(&r);
}
