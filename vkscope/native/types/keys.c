/* keys.c: databases as a whole: SCAN, KEYS, RANDOMKEY, DBSIZE, FLUSHDB, FLUSHALL, SWAPDB; TIME.
 *
 * Rules  a walk collects objects first and writes or removes afterwards: the table must not change under a scan. */
#include "types/types.h"
#include "gen/commands.h"
#include <string.h>
#include <time.h>

typedef struct scanWalk {
    const execArg *pattern; /* NULL: all */
    int type;               /* objectType, or ANY_TYPE, or NO_TYPE: none that exists here */
    object **found;
    size_t n, cap;
    uint64_t seen;
} scanWalk;

enum { ANY_TYPE = -1, NO_TYPE = -2 };

static bool matches(const execArg *pattern, const object *o) {
    if (!pattern)
        return true;
    size_t len;
    const char *key = objectKey(o, &len);
    return globMatch(pattern->ptr, pattern->len, key, len, false);
}

static const execArg *patternArg(execContext *x, int i) {
    const execArg *a = &x->argv[i];
    return a->len == 1 && a->ptr[0] == '*' ? NULL : a;
}

/* Expired keys are kept whatever they are: the caller removes them. */
static void collect(void *ctx, void *entry) {
    scanWalk *w = ctx;
    object *o = entry;
    w->seen++;
    if (!objectExpired(o) && ((w->type != ANY_TYPE && (int)o->type != w->type) || !matches(w->pattern, o)))
        return;
    if (w->n == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 32;
        w->found = zrealloc(w->found, w->cap * sizeof(object *));
    }
    w->found[w->n++] = o;
}

static bool typeArg(execContext *x, int i, int *type) {
    static const char *const names[] = {"string", "list", "set", "zset", "hash"};
    for (int t = 0; t < OBJ_TYPES; t++) {
        if (!argIs(x, i, names[t]))
            continue;
        *type = t;
        return true;
    }
    *type = NO_TYPE;
    if (argIs(x, i, "stream"))
        return true;
    replyErrorFmt(x, "ERR unknown type name '%.*s'", (int)(x->argv[i].len < 128 ? x->argv[i].len : 128),
                  x->argv[i].ptr);
    return false;
}

static bool scanOptions(execContext *x, scanWalk *w, long long *count) {
    for (int i = 2; i < x->argc; i++) {
        bool more = i + 1 < x->argc;
        if (OPTION(x, i, "count") && more) {
            if (!argsCount(x, ++i, count))
                return false;
        } else if (OPTION(x, i, "match") && more) {
            w->pattern = patternArg(x, ++i);
        } else if (OPTION(x, i, "type") && more) {
            if (!typeArg(x, ++i, &w->type))
                return false;
        } else {
            if (OPTION(x, i, "novalues")) {
                replyErrorC(x, "ERR NOVALUES option can only be used in HSCAN");
            } else if (OPTION(x, i, "noscores")) {
                replyErrorC(x, "ERR NOSCORES option can only be used in ZSCAN");
            } else {
                replyErrorSyntax(x);
            }
            return false;
        }
    }
    return true;
}

static void removeExpired(db *d, object *o) {
    size_t len;
    const char *key = objectKey(o, &len);
    if (!keyspace_paused)
        expireStale(d, o, sipHash(key, len));
}

void scanCommand(execContext *x) {
    scanWalk w = {.type = ANY_TYPE};
    uint64_t cursor;
    long long count = 10;
    if (!argsCursor(x, 1, &cursor) || !scanOptions(x, &w, &count))
        return;
    /* A sparse table has many empty buckets: stop after ten steps for each key asked for. */
    uint64_t steps = (uint64_t)count > UINT64_MAX / 10 ? UINT64_MAX : (uint64_t)count * 10;
    do {
        cursor = kvstoreScan(x->db->keys, cursor, -1, collect, NULL, &w);
    } while (cursor && steps-- && w.seen < (uint64_t)count);
    size_t live = 0;
    for (size_t i = 0; i < w.n; i++) {
        if (objectExpired(w.found[i])) {
            removeExpired(x->db, w.found[i]);
        } else {
            w.found[live++] = w.found[i];
        }
    }
    char text[24];
    int len = 0;
    uint64_t rest = cursor;
    do {
        text[sizeof(text) - (size_t)++len] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    replyArray(x, 2);
    replyBulk(x, text + sizeof(text) - len, (size_t)len);
    replyArray(x, (long)live);
    for (size_t i = 0; i < live; i++) {
        size_t n;
        const char *key = objectKey(w.found[i], &n);
        replyBulk(x, key, n);
    }
    zfree(w.found);
}

typedef struct keysWalk {
    execContext *x;
    const execArg *pattern;
    long n;
} keysWalk;

static void listKey(void *ctx, void *entry) {
    keysWalk *w = ctx;
    if (objectExpired(entry) || !matches(w->pattern, entry))
        return;
    size_t len;
    const char *key = objectKey(entry, &len);
    replyBulk(w->x, key, len);
    w->n++;
}

void keysCommand(execContext *x) {
    keysWalk w = {x, patternArg(x, 1), 0};
    size_t handle = replyDeferredLen(x);
    for (uint64_t cursor = 0; (cursor = kvstoreScan(x->db->keys, cursor, -1, listKey, NULL, &w));)
        continue;
    replySetDeferredArray(x, handle, w.n);
}

void randomkeyCommand(execContext *x) {
    object *o = dbRandom(x->db);
    if (!o) {
        replyNull(x);
        return;
    }
    size_t len;
    const char *key = objectKey(o, &len);
    replyBulk(x, key, len);
}

void dbsizeCommand(execContext *x) {
    replyLong(x, (long long)kvstoreSize(x->db->keys));
}

/* ASYNC: the keys are gone at once, their memory is given back in steps. */
static bool flushArgs(execContext *x, bool *lazy) {
    *lazy = x->argc == 1 ? lazyfree_config.user_flush : argIs(x, 1, "async");
    if (x->argc == 1 || (x->argc == 2 && (*lazy || argIs(x, 1, "sync"))))
        return true;
    replyErrorSyntax(x);
    return false;
}

void flushdbCommand(execContext *x) {
    bool lazy;
    if (!flushArgs(x, &lazy))
        return;
    keyspace_stats.dirty += dbFlush(x->db, lazy);
    replyOk(x);
}

void flushallCommand(execContext *x) {
    bool lazy;
    if (!flushArgs(x, &lazy))
        return;
    for (int i = 0; i < keyspaceDatabases(); i++) {
        db *d = dbCreated(i);
        if (d)
            keyspace_stats.dirty += dbFlush(d, lazy);
    }
    replyOk(x);
}

void swapdbCommand(execContext *x) {
    int a, b;
    if (!argsInt(x, 1, &a, "ERR invalid first DB index") || !argsInt(x, 2, &b, "ERR invalid second DB index"))
        return;
    if (!dbGet(a) || !dbGet(b)) {
        replyErrorC(x, "ERR DB index is out of range");
        return;
    }
    if (a != b)
        dbSwap(a, b);
    keyspace_stats.dirty++;
    replyOk(x);
}

void timeCommand(execContext *x) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    replyArray(x, 2);
    replyBulkLong(x, now.tv_sec);
    replyBulkLong(x, now.tv_nsec / 1000);
}
