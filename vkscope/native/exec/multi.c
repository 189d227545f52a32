/* multi.c: see multi.h. */
#include "exec/exec.h"
#include "exec/multi.h"
#include "exec/db_tables.h"
#include "gen/commands.h"
#include <string.h>

enum { FIRST_CHUNK = 512, LARGEST_CHUNK = 64 * 1024 };

struct multiChunk {
    multiChunk *older;
    size_t used, room;
    char data[];
};

struct watchedKey {
    keyWatch *first;
    uint64_t hash;
    int dbid;
    uint32_t len;
    char key[];
};

struct keyWatch {
    transaction *t;
    watchedKey *key;
    keyWatch *next, **back; /* of the same key */
    keyWatch *of_session;   /* the session's next */
    bool stale;
};

multiStats multi_stats;

/* ---------------------------------------------------------------------------------------------------- watching keys
 */

static const char *watchedBytes(const void *entry, size_t *len) {
    const watchedKey *k = entry;
    *len = k->len;
    return k->key;
}

static const hashtableType watched_type = {.entryKeyBytes = watchedBytes};

static dbTables watched = {.type = &watched_type}; /* of watchedKey */

/* What the database holds under the key, its time passed or not. */
static const object *held(const db *d, const watchedKey *k) {
    hashtable *t = kvstoreGetHashtable(d->keys, keyTableAny(k->key, k->len));
    void **at = t ? hashtableFindBytes(t, k->key, k->len, k->hash) : NULL;
    return at ? *at : NULL;
}

static bool isStale(const object *o) {
    return o && objectExpired(o);
}

static void unlinkWatch(keyWatch *w) {
    watchedKey *k = w->key;
    *w->back = w->next;
    if (w->next)
        w->next->back = w->back;
    if (k->first)
        return;
    hashtablePopBytes(dbTableIf(&watched, k->dbid), k->key, k->len, k->hash);
    zfree(k);
    multi_stats.watched_keys--;
}

static void unwatch(transaction *t) {
    if (!t->nwatches)
        return;
    for (keyWatch *w = t->watches, *next; w; w = next) {
        next = w->of_session;
        unlinkWatch(w);
        zfree(w);
    }
    t->watches = NULL;
    t->nwatches = 0;
    if (!--multi_stats.watchers)
        keyspaceListen(LISTEN_WATCH, 0, NULL);
}

static void spoil(transaction *t, const watchedKey *k) {
    t->dirty = true;
    t->dirty_len = k->len;
    memcpy(t->dirty_key, k->key, k->len < MULTI_KEY_SHOWN ? k->len : MULTI_KEY_SHOWN);
}

/* The key changed, or is gone. Whoever watches it hears of nothing else. */
static void touched(const db *d, watchedKey *k) {
    bool gone = !held(d, k);
    for (keyWatch *w = k->first, *next; w; w = next) {
        next = w->next; /* if there is one, k outlives this watch */
        if (w->stale && gone) {
            w->stale = false;
            continue;
        }
        spoil(w->t, k);
        unwatch(w->t);
    }
}

/* The keys of a database are replaced by those of another, or by none. As in Valkey, a key whose time has passed is as
 * good as none. The transactions keep their watches: the table is being walked. */
typedef struct replacement {
    const db *from, *to; /* to: NULL for none */
} replacement;

static void replaced(void *ctx, void *entry) {
    const replacement *r = ctx;
    watchedKey *k = entry;
    const object *before = held(r->from, k), *after = r->to ? held(r->to, k) : NULL;
    if (!before && !after)
        return;
    for (keyWatch *w = k->first; w; w = w->next) {
        if (w->stale) {
            if (!after)
                w->stale = false;
            if (!after || isStale(after))
                continue;
        } else if (!before && isStale(after)) {
            w->stale = true;
            continue;
        }
        spoil(w->t, k);
    }
}

static void replaceAll(int dbid, const db *to) {
    replacement r = {dbCreated(dbid), to};
    if (r.from)
        dbTableEach(&watched, dbid, replaced, &r);
}

void multiSwapping(db *a, db *b) {
    replaceAll(a->id, b);
    replaceAll(b->id, a);
}

static void onChange(struct db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    (void)event;
    if (cls == KEY_FLUSH) {
        for (int i = 0; i < watched.n; i++)
            if (!d || d->id == i)
                replaceAll(i, NULL);
        return;
    }
    watchedKey *k = dbTablesFind(&watched, d->id, key, len, sipHash(key, len));
    if (k)
        touched(d, k);
}

static watchedKey *watchedOf(const db *d, const execArg *key, uint64_t hash) {
    watchedKey *k = dbTablesFind(&watched, d->id, key->ptr, key->len, hash);
    if (k)
        return k;
    k = zcalloc(1, sizeof(*k) + key->len);
    k->hash = hash;
    k->dbid = d->id;
    k->len = (uint32_t)key->len;
    memcpy(k->key, key->ptr, key->len);
    hashtableInsertNewWithHash(dbTable(&watched, d->id), k, hash);
    multi_stats.watched_keys++;
    return k;
}

static bool watchesAlready(const transaction *t, const watchedKey *k) {
    for (const keyWatch *w = t->watches; w; w = w->of_session)
        if (w->key == k)
            return true;
    return false;
}

static void watch(transaction *t, const db *d, const execArg *key, uint64_t hash) {
    watchedKey *k = watchedOf(d, key, hash);
    if (watchesAlready(t, k))
        return;
    keyWatch *w = zmalloc(sizeof(*w));
    *w = (keyWatch){.t = t, .key = k, .next = k->first, .back = &k->first, .of_session = t->watches};
    w->stale = isStale(held(d, k));
    if (k->first)
        k->first->back = &w->next;
    k->first = w;
    t->watches = w;
    if (!t->nwatches++ && !multi_stats.watchers++)
        keyspaceListen(LISTEN_WATCH, KEY_CHANGES, onChange);
}

/* A watched key whose time has passed since counts as changed, though nobody has removed it yet. */
static void lookForExpired(transaction *t) {
    for (keyWatch *w = t->watches; w; w = w->of_session)
        if (!w->stale && isStale(held(dbGet(w->key->dbid), w->key))) {
            spoil(t, w->key);
            return;
        }
}

/* --------------------------------------------------------------------------------------------------- queueing commands
 */

static transaction *transactionOf(session *s) {
    if (!s->multi) {
        s->multi = zcalloc(1, sizeof(transaction));
        s->multi->flags_all = UINT32_MAX;
    }
    return s->multi;
}

static void dropQueue(transaction *t) {
    for (multiChunk *c = t->chunk, *older; c; c = older) {
        older = c->older;
        zfree(c);
    }
    t->chunk = NULL;
    t->first = t->last = NULL;
    t->count = 0;
    t->chunk_bytes = t->argument_bytes = 0;
}

void multiForget(session *s) {
    transaction *t = s->multi;
    if (!t)
        return;
    unwatch(t);
    dropQueue(t);
    zfree(t);
    s->multi = NULL;
}

bool multiOpen(const session *s) {
    return s->multi && s->multi->open;
}

size_t multiMemory(const session *s) {
    const transaction *t = s->multi;
    return t ? sizeof(*t) + t->chunk_bytes + t->nwatches * sizeof(keyWatch) : 0;
}

static void *chunkTake(transaction *t, size_t bytes) {
    bytes = (bytes + 7) & ~(size_t)7;
    multiChunk *c = t->chunk;
    if (!c || c->room - c->used < bytes) {
        size_t room = c ? c->room * 2 : FIRST_CHUNK - sizeof(multiChunk);
        if (room > LARGEST_CHUNK)
            room = LARGEST_CHUNK;
        if (room < bytes)
            room = bytes;
        c = zmalloc(sizeof(*c) + room);
        *c = (multiChunk){.older = t->chunk, .room = room};
        t->chunk = c;
        t->chunk_bytes += sizeof(*c) + room;
    }
    void *at = c->data + c->used;
    c->used += bytes;
    return at;
}

static void queue(transaction *t, const execContext *x) {
    size_t bytes = sizeof(queuedCommand) + sizeof(execArg) * (size_t)x->argc, text = 0;
    for (int i = 0; i < x->argc; i++)
        text += x->argv[i].len;
    queuedCommand *q = chunkTake(t, bytes + text);
    *q = (queuedCommand){.cmd = x->cmd,
                         .argv = (execArg *)(q + 1),
                         .argc = x->argc,
                         .first_hash = x->first_hash,
                         .key_slot = x->key_slot,
                         .request_bytes = x->request_bytes};
    char *to = (char *)(q->argv + x->argc);
    for (int i = 0; i < x->argc; i++) {
        memcpy(to, x->argv[i].ptr, x->argv[i].len);
        q->argv[i] = (execArg){to, x->argv[i].len};
        to += x->argv[i].len;
    }
    *(t->last ? &t->last->next : &t->first) = q;
    t->last = q;
    t->count++;
    t->queued_bytes += x->request_bytes;
    t->argument_bytes += bytes - sizeof(queuedCommand) + text;
    uint32_t flags = execFlags(x);
    t->flags_any |= flags;
    t->flags_all &= flags;
    t->keys |= x->cmd->spec->nkeyspecs > 0;
}

/* Those that are about the transaction itself, or the connection's end. */
static bool standsApart(const execContext *x) {
    void (*proc)(execContext *) = x->cmd->spec->proc;
    return proc == execCommand || proc == discardCommand || proc == quitCommand || proc == resetCommand;
}

bool multiAllows(execContext *x) {
    if (!multiOpen(x->session) || !(x->cmd->spec->flags & CMD_NO_MULTI))
        return true;
    replyErrorC(x, "ERR Command not allowed inside a transaction");
    return false;
}

bool multiDeniesOom(const execContext *x) {
    const transaction *t = x->session->multi;
    if (!t || !t->open)
        return false;
    return x->cmd->spec->proc == execCommand ? t->flags_any & CMD_DENYOOM : !standsApart(x);
}

uint32_t multiFlags(const execContext *x) {
    bool exec = multiOpen(x->session) && x->cmd->spec->proc == execCommand;
    return x->cmd->spec->flags | (exec ? x->session->multi->flags_any : 0);
}

bool multiRunsNow(const execContext *x, uint32_t flag) {
    const transaction *t = x->session->multi;
    return !t || x->cmd->spec->proc != execCommand || (t->flags_all & flag && !t->keys);
}

bool multiQueues(execContext *x) {
    transaction *t = x->session->multi;
    if (!t->open || standsApart(x))
        return false;
    if (!t->spoiled && !t->dirty) /* else it will not run: nothing is kept */
        queue(t, x);
    x->outcome = EXEC_QUEUED;
    sinkAppend(x->out, "+QUEUED\r\n", 9);
    return true;
}

/* EXEC itself was refused: its error says why the whole is off. */
static void refuseExec(execContext *x, size_t before) {
    char why[256];
    const char *text = x->out->buf + before;
    size_t len = x->out->len - before;
    if (len > 3) {
        text++; /* '-' */
        len -= 3;
        if (len > 4 && memcmp(text, "ERR ", 4) == 0) {
            text += 4;
            len -= 4;
        }
    }
    len = len < sizeof(why) ? len : sizeof(why) - 1;
    if (len)
        memcpy(why, text, len);
    why[len] = 0;
    x->out->len = before;
    multi_stats.spoiled++;
    multiForget(x->session);
    replyErrorFmt(x, "EXECABORT Transaction discarded because of: %s", why);
    if (exec_monitors)
        exec_feed_monitors(x);
}

void multiRejected(execContext *x, size_t before) {
    if (!multiOpen(x->session))
        return;
    x->session->multi->spoiled = true;
    if (x->cmd && x->cmd->spec->proc == execCommand)
        refuseExec(x, before);
}

/* ---------------------------------------------------------------------------------------------------------- commands
 */

void multiCommand(execContext *x) {
    transactionOf(x->session)->open = true;
    replyOk(x);
}

void discardCommand(execContext *x) {
    if (!multiOpen(x->session)) {
        replyErrorC(x, "ERR DISCARD without MULTI");
        return;
    }
    multi_stats.discarded++;
    multiForget(x->session);
    replyOk(x);
}

void watchCommand(execContext *x) {
    transaction *t = transactionOf(x->session);
    for (int i = 1; i < x->argc && !t->dirty; i++)
        watch(t, x->db, &x->argv[i], argHash(x, i));
    replyOk(x);
}

void unwatchCommand(execContext *x) {
    transaction *t = x->session->multi;
    if (t) {
        unwatch(t);
        t->dirty = false;
        if (!t->open)
            multiForget(x->session);
    }
    replyOk(x);
}

/* Each command as if it came alone, but that it never waits. */
static void runQueued(execContext *x, const transaction *t) {
    execContext one = *x;
    uint32_t errors = x->out->errors;
    one.deny_blocking = true;
    one.first_slot = 0;
    for (const queuedCommand *q = t->first; q; q = q->next) {
        one.cmd = q->cmd;
        one.argv = q->argv;
        one.argc = q->argc;
        one.first_hash = q->first_hash;
        one.key_slot = q->key_slot;
        one.request_bytes = q->request_bytes;
        one.redacted = 0;
        one.propagation = 0;
        one.queued_ns = one.parse_ns = 0;
        one.db = dbGet(one.session->dbid);
        if (aclMayLimit(one.session) && !aclAllowsQueued(&one))
            continue;
        exec_stats.commands++;
        execCall(&one);
    }
    x->session->inside += (uint64_t)t->count;
    x->held = one.held;
    x->out->errors = errors; /* those of its commands are not EXEC's */
}

static void tell(const execContext *x, const transaction *t, uint64_t start, unsigned how) {
    uint64_t now = clockMonoNs();
    evTransactionEnded(now, now - start, x->slot, (uint64_t)t->count, how, t->dirty_key,
                       how == EVENT_TRANSACTION_END_DIRTY ? t->dirty_len : 0);
}

void execCommand(execContext *x) {
    transaction *t = x->session->multi;
    if (!multiOpen(x->session)) {
        replyErrorC(x, "ERR EXEC without MULTI");
        return;
    }
    uint64_t start = clockMonoNs();
    lookForExpired(t);
    if (t->spoiled) {
        multi_stats.spoiled++;
        replyErrorC(x, "EXECABORT Transaction discarded because of previous errors.");
        tell(x, t, start, EVENT_TRANSACTION_END_SPOILED);
    } else if (t->dirty) {
        multi_stats.dirty++;
        replyNullArray(x);
        tell(x, t, start, EVENT_TRANSACTION_END_DIRTY);
    } else {
        unwatch(t);
        multi_stats.executed++;
        multi_stats.commands += (uint64_t)t->count;
        replyArray(x, t->count);
        runQueued(x, t);
        tell(x, t, start, EVENT_TRANSACTION_END_EXECUTED);
    }
    multiForget(x->session);
}

/* ------------------------------------------------------------------------------------------------------ looking inside
 */

typedef struct audit {
    const char *wrong;
    int dbid;
    uint64_t keys;
} audit;

static void auditKey(void *ctx, void *entry) {
    audit *a = ctx;
    watchedKey *k = entry;
    keyWatch *const *back = &k->first;
    if (!k->first || k->dbid != a->dbid || k->hash != sipHash(k->key, k->len))
        a->wrong = "a watched key";
    for (const keyWatch *w = k->first; w; back = &w->next, w = w->next)
        if (w->key != k || w->back != back || !watchesAlready(w->t, k))
            a->wrong = "a watch's links";
    a->keys++;
}

const char *multiWhyInvalid(void) {
    audit a = {0};
    for (int i = 0; i < watched.n; i++) {
        a.dbid = i;
        dbTableEach(&watched, i, auditKey, &a);
    }
    return a.wrong ? a.wrong : a.keys != multi_stats.watched_keys ? "the number of watched keys" : NULL;
}
