/* keys.c: databases as a whole: SCAN, KEYS, RANDOMKEY, DBSIZE, FLUSHDB, FLUSHALL, SWAPDB; TIME.
 *
 * Rules  a walk collects objects first and writes or removes afterwards: the table must not change under a scan. */
#include "types/types.h"
#include "types/scan.h"
#include "gen/commands.h"
#include <string.h>
#include <time.h>

typedef struct scanWalk {
    scanArgs args;
    object **found;
    size_t n, cap;
    uint64_t seen;
} scanWalk;

static bool matches(const execArg *pattern, const object *o) {
    if (!pattern)
        return true;
    size_t len;
    const char *key = objectKey(o, &len);
    return globMatch(pattern->ptr, pattern->len, key, len, false);
}

/* Expired keys are kept too: the caller removes them. Those that the filters leave out stay, as in Valkey. */
static void collect(void *ctx, void *entry) {
    scanWalk *w = ctx;
    object *o = entry;
    w->seen++;
    if ((w->args.type != SCAN_ANY_TYPE && (int)o->type != w->args.type) || !matches(w->args.pattern, o))
        return;
    if (w->n == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 32;
        w->found = zrealloc(w->found, w->cap * sizeof(object *));
    }
    w->found[w->n++] = o;
}

static void removeExpired(db *d, object *o) {
    size_t len;
    const char *key = objectKey(o, &len);
    if (!keyspace_paused)
        expireStale(d, o, sipHash(key, len));
}

/* In a cluster, the one slot that keys which match can be in; -1: any table. */
static int onlyTable(const execArg *pattern) {
    return pattern && keyspace_slot_mask ? patternHashSlot(pattern->ptr, pattern->len) : -1;
}

void scanCommand(execContext *x) {
    scanWalk w = {0};
    uint64_t cursor;
    if (!argsCursor(x, 1, &cursor) || !scanRead(x, 2, SCAN_ANY_TYPE, &w.args))
        return;
    uint64_t steps = scanSteps(&w.args);
    int table = onlyTable(w.args.pattern);
    do {
        cursor = kvstoreScan(x->db->keys, cursor, table, collect, NULL, &w);
    } while (cursor && --steps && w.seen < (uint64_t)w.args.count);
    size_t live = 0;
    for (size_t i = 0; i < w.n; i++) {
        if (objectExpired(w.found[i])) {
            removeExpired(x->db, w.found[i]);
        } else {
            w.found[live++] = w.found[i];
        }
    }
    scanReplyHead(x, cursor, (long)live);
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
    keysWalk w = {x, scanPattern(x, 1), 0};
    size_t handle = replyDeferredLen(x);
    int table = onlyTable(w.pattern);
    for (uint64_t cursor = 0; (cursor = kvstoreScan(x->db->keys, cursor, table, listKey, NULL, &w));)
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
    keyspaceTell(x->db, "", 0, KEY_FLUSH, "flushdb");
    keyspace_stats.dirty += dbFlush(x->db, lazy);
    propagateOwnWords(x); /* an empty database, too: a replica's may not be */
    replyOk(x);
}

void flushallCommand(execContext *x) {
    bool lazy;
    if (!flushArgs(x, &lazy))
        return;
    keyspaceTell(NULL, "", 0, KEY_FLUSH, "flushall");
    for (int i = 0; i < keyspaceDatabases(); i++) {
        db *d = dbCreated(i);
        if (d)
            keyspace_stats.dirty += dbFlush(d, lazy);
    }
    rdbFlushed();
    propagateOwnWords(x);
    replyOk(x);
}

void swapdbCommand(execContext *x) {
    int a, b;
    if (keyspace_slot_mask) {
        replyErrorC(x, "ERR SWAPDB is not allowed in cluster mode");
        return;
    }
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

/* Inside a transaction or a script time stands still, to the millisecond. */
void timeCommand(execContext *x) {
    struct timespec now = {command_now / 1000, command_now % 1000 * 1000000};
    if (propagate_depth <= 1)
        clock_gettime(CLOCK_REALTIME, &now);
    replyArray(x, 2);
    replyBulkLong(x, now.tv_sec);
    replyBulkLong(x, now.tv_nsec / 1000);
}
