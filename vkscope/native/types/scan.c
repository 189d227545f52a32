/* scan.c: see scan.h. */
#include "types/types.h"
#include "types/scan.h"

static bool typeArg(execContext *x, int i, int *type) {
    static const char *const names[OBJ_TYPES] = {"string", "list", "set", "zset", "hash", "module", "stream"};
    for (int t = 0; t < OBJ_TYPES; t++) {
        if (!argIs(x, i, names[t]))
            continue;
        *type = t;
        return true;
    }
    replyErrorFmt(x, "ERR unknown type name '%.*s'", (int)(x->argv[i].len < 128 ? x->argv[i].len : 128),
                  x->argv[i].ptr);
    return false;
}

const execArg *scanPattern(const execContext *x, int i) {
    const execArg *a = &x->argv[i];
    return a->len == 1 && a->ptr[0] == '*' ? NULL : a;
}

static void refuse(execContext *x, int i) {
    if (OPTION(x, i, "novalues")) {
        replyErrorC(x, "ERR NOVALUES option can only be used in HSCAN");
    } else if (OPTION(x, i, "noscores")) {
        replyErrorC(x, "ERR NOSCORES option can only be used in ZSCAN");
    } else {
        replyErrorSyntax(x);
    }
}

bool scanRead(execContext *x, int from, int of, scanArgs *out) {
    *out = (scanArgs){.count = 10, .type = SCAN_ANY_TYPE, .values = true};
    for (int i = from; i < x->argc; i++) {
        bool more = i + 1 < x->argc;
        if (OPTION(x, i, "count") && more) {
            if (!argsCount(x, ++i, &out->count))
                return false;
        } else if (OPTION(x, i, "match") && more) {
            out->pattern = scanPattern(x, ++i);
        } else if (of == SCAN_ANY_TYPE && OPTION(x, i, "type") && more) {
            if (!typeArg(x, ++i, &out->type))
                return false;
        } else if ((of == OBJ_HASH && OPTION(x, i, "novalues")) || (of == OBJ_ZSET && OPTION(x, i, "noscores"))) {
            out->values = false;
        } else {
            refuse(x, i);
            return false;
        }
    }
    return true;
}

uint64_t scanSteps(const scanArgs *a) {
    uint64_t count = (uint64_t)a->count;
    return count > UINT64_MAX / 10 ? UINT64_MAX : count * 10;
}

void scanReplyHead(execContext *x, uint64_t cursor, long elements) {
    char text[24];
    size_t at = sizeof(text);
    do {
        text[--at] = (char)('0' + cursor % 10);
        cursor /= 10;
    } while (cursor);
    replyArray(x, 2);
    replyBulk(x, text + at, sizeof(text) - at);
    replyArray(x, elements);
}

bool scanName(valueScan *s, const char *name, size_t len) {
    const execArg *pattern = s->args.pattern;
    s->seen++;
    if (pattern && !globMatch(pattern->ptr, pattern->len, name, len, false))
        return false;
    replyBulk(s->x, name, len);
    s->written++;
    return true;
}

static uint64_t scanTable(valueScan *s, hashtable *t, uint64_t cursor, const scanWay *way) {
    uint64_t steps = scanSteps(&s->args);
    do {
        cursor = hashtableScan(t, cursor, way->entry, s);
    } while (cursor && --steps && s->seen < (uint64_t)s->args.count);
    return cursor;
}

/* The cursor comes first and is known last: the elements are written to a sink of their own. */
void scanValue(execContext *x, const scanWay *way) {
    valueScan s = {.x = x};
    uint64_t cursor;
    bool wrong_type;
    if (!argsCursor(x, 2, &cursor))
        return;
    object *o = argRead(x, 1, way->type, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        scanReplyHead(x, 0, 0);
        return;
    }
    if (!scanRead(x, 3, way->type, &s.args))
        return;
    replySink *out = x->out, elements = {.resp = out->resp, .muted = out->muted};
    x->out = &elements;
    if (o->encoding == way->table) {
        cursor = scanTable(&s, objectValue(o), cursor, way);
    } else {
        way->whole(&s, o);
        cursor = 0;
    }
    x->out = out;
    scanReplyHead(x, cursor, s.written);
    if (elements.len)
        sinkAppend(out, elements.buf, elements.len);
    sinkRelease(&elements);
}
