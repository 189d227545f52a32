/* blocking.c: see blocking.h. */
#include "exec/exec.h"
#include "exec/blocking.h"
#include "exec/db_tables.h"
#include <math.h>
#include <string.h>

static waiter **heap; /* from 1 */
static uint32_t heap_len, heap_room;
static waitQueue *ready_last;
static bool serving;

waitQueue *blocking_ready;
blockingStats blocking_stats;
void (*blocking_resume)(waiter *w);

/* The end of the millisecond under way: who waits from here on waits no less than was asked. */
static int64_t nextMs(void) {
    return (int64_t)((clockMonoNs() + 999999) / 1000000);
}

/* --- deadlines --- */

static void heapPut(uint32_t at, waiter *w) {
    heap[at] = w;
    w->heap = at;
}

static void heapUp(uint32_t at, waiter *w) {
    for (; at > 1 && heap[at / 2]->deadline > w->deadline; at /= 2)
        heapPut(at, heap[at / 2]);
    heapPut(at, w);
}

static void heapDown(uint32_t at, waiter *w) {
    for (uint32_t child; (child = at * 2) <= heap_len; at = child) {
        if (child < heap_len && heap[child + 1]->deadline < heap[child]->deadline)
            child++;
        if (heap[child]->deadline >= w->deadline)
            break;
        heapPut(at, heap[child]);
    }
    heapPut(at, w);
}

static void heapAdd(waiter *w) {
    if (heap_len + 1 >= heap_room) {
        heap_room = heap_room ? heap_room * 2 : 64;
        heap = zrealloc(heap, sizeof(waiter *) * heap_room);
    }
    heapUp(++heap_len, w);
    blocking_stats.deadlines++;
}

static void heapRemove(waiter *w) {
    uint32_t at = w->heap;
    if (!at)
        return;
    w->heap = 0;
    blocking_stats.deadlines--;
    waiter *last = heap[heap_len--];
    if (last == w)
        return;
    if (at > 1 && heap[at / 2]->deadline > last->deadline) {
        heapUp(at, last);
    } else {
        heapDown(at, last);
    }
}

int64_t blockingNext(void) {
    return heap_len ? heap[1]->deadline : 0;
}

waiter *blockingOverdue(int64_t now_ms) {
    return heap_len && heap[1]->deadline <= now_ms ? heap[1] : NULL;
}

bool blockTimeout(execContext *x, int i, bool ms, int64_t *deadline) {
    long long wait = 0;
    long double seconds;
    if (ms) {
        if (!argRange(x, i, INT64_MIN, INT64_MAX, &wait, "ERR timeout is not an integer or out of range"))
            return false;
    } else if (!string2ld(x->argv[i].ptr, x->argv[i].len, &seconds)) {
        replyErrorC(x, "ERR timeout is not a float or out of range");
        return false;
    } else if (seconds * 1000 > (long double)INT64_MAX) {
        replyErrorC(x, "ERR timeout is out of range");
        return false;
    } else {
        wait = seconds < -1 ? -1 : (long long)ceill(seconds * 1000); /* -0.0001 is 0, as in Valkey */
    }
    if (wait < 0) {
        replyErrorC(x, "ERR timeout is negative");
        return false;
    }
    if (wait > INT64_MAX - command_now) {
        replyErrorC(x, "ERR timeout is out of range");
        return false;
    }
    *deadline = wait ? nextMs() + wait : 0;
    return true;
}

/* --- queues --- */

static const char *queueKey(const void *entry, size_t *len) {
    const waitQueue *q = entry;
    *len = q->len;
    return q->key;
}

static const hashtableType queue_type = {.entryKeyBytes = queueKey};

static dbTables queues = {.type = &queue_type};

static waitQueue *queueFind(const db *d, const char *key, size_t len, uint64_t hash) {
    return dbTablesFind(&queues, d->id, key, len, hash);
}

static waitQueue *queueOf(db *d, const char *key, size_t len, uint64_t hash) {
    waitQueue *q = queueFind(d, key, len, hash);
    if (q)
        return q;
    q = zcalloc(1, sizeof(*q) + len);
    q->dbid = d->id;
    q->len = (uint32_t)len;
    memcpy(q->key, key, len);
    hashtableInsertNewWithHash(dbTable(&queues, d->id), q, hash);
    d->awaited++;
    return q;
}

static void queueDrop(waitQueue *q) {
    if (q->waiting || q->ready || q->busy)
        return;
    hashtablePopBytes(dbTableIf(&queues, q->dbid), q->key, q->len, sipHash(q->key, q->len));
    dbGet(q->dbid)->awaited--;
    zfree(q);
}

static void queueAppend(waitQueue *q, waitEntry *e) {
    if (!q->waiting)
        blocking_stats.keys++;
    e->queue = q;
    e->older = q->last;
    e->newer = NULL;
    if (q->last) {
        q->last->newer = e;
    } else {
        q->first = e;
    }
    q->last = e;
    q->waiting++;
    if (e->w->flags & BLOCK_ON_NOKEY && !q->nokey++)
        blocking_stats.nokeys++;
}

static void queueRemove(waitEntry *e) {
    waitQueue *q = e->queue;
    if (!q)
        return;
    if (q->cursor == e)
        q->cursor = e->newer;
    *(e->older ? &e->older->newer : &q->first) = e->newer;
    *(e->newer ? &e->newer->older : &q->last) = e->older;
    e->queue = NULL;
    if (e->w->flags & BLOCK_ON_NOKEY && !--q->nokey)
        blocking_stats.nokeys--;
    if (!--q->waiting)
        blocking_stats.keys--;
    queueDrop(q);
}

static void leaveQueues(waiter *w) {
    for (int i = 0; i < w->nentries; i++)
        queueRemove(&w->entries[i]);
    w->nentries = 0;
}

/* --- waiting --- */

static waiter *waiterNew(execContext *x, int keys) {
    size_t bytes = sizeof(waiter) + sizeof(waitEntry) * (size_t)keys + sizeof(execArg) * (size_t)x->argc;
    for (int i = 0; i < x->argc; i++)
        bytes += x->argv[i].len;
    waiter *w = zmalloc(bytes);
    *w = (waiter){.client = x->client,
                  .slot = x->slot,
                  .dbid = x->db->id,
                  .since_ns = clockMonoNs(),
                  .by = EVENT_NOBODY,
                  .cmd = x->cmd,
                  .first_hash = x->first_hash,
                  .key_slot = x->key_slot,
                  .request_bytes = x->request_bytes,
                  .bytes = bytes,
                  .argc = x->argc};
    w->entries = (waitEntry *)(w + 1);
    w->argv = (execArg *)(w->entries + keys);
    char *to = (char *)(w->argv + x->argc);
    for (int i = 0; i < x->argc; i++) {
        memcpy(to, x->argv[i].ptr, x->argv[i].len);
        w->argv[i] = (execArg){to, x->argv[i].len};
        to += x->argv[i].len;
    }
    blocking_stats.clients++;
    blocking_stats.blocked++;
    return w;
}

static void enterQueues(waiter *w, db *d, int first, int count) {
    for (int i = 0; i < count; i++) {
        const execArg *key = &w->argv[first + i];
        uint64_t hash = first + i == 1 ? w->first_hash : sipHash(key->ptr, key->len);
        waitQueue *q = queueOf(d, key->ptr, key->len, hash);
        if (q->last && q->last->w == w)
            continue; /* named twice: nobody else has come since */
        waitEntry *e = &w->entries[w->nentries++];
        e->w = w;
        e->arg = first + i;
        queueAppend(q, e);
    }
}

static void tellBlocked(const waiter *w) {
    const waitQueue *q = w->nentries ? w->entries[0].queue : NULL;
    if (!q || !traceOn(CLASS_WAITING))
        return;
    uint64_t timeout = w->deadline ? (uint64_t)(w->deadline - nextMs()) : 0;
    evClientBlocked(w->since_ns, w->slot, timeout, w->cmd->id, (uint16_t)w->nentries, q->waiting - 1, q->key, q->len);
}

static void tellUnblocked(const waiter *w, enum unblockHow how) {
    if (!traceOn(CLASS_WAITING))
        return;
    uint64_t now = clockMonoNs();
    const execArg *key = w->key < w->argc ? &w->argv[w->key] : NULL;
    uint64_t waited = now - w->since_ns;
    evClientUnblocked(now, waited, w->slot, waited / 1000000, w->cmd->id, how, w->by, w->runs, key ? key->ptr : "",
                      key ? key->len : 0);
}

bool blockOnNothing(execContext *x, int64_t deadline, void (*timed_out)(execContext *x)) {
    if (!blockOnKeys(x, OBJ_STRING, 0, 0, deadline, 0))
        return false;
    x->waiter->timed_out = timed_out;
    return true;
}

bool blockOnKeys(execContext *x, enum objectType type, int first, int count, int64_t deadline, unsigned flags) {
    waiter *w = x->waiter;
    if (x->deny_blocking || !x->client)
        return false;
    if (!w) {
        w = x->waiter = waiterNew(x, count);
        w->type = type;
        w->flags = flags;
        w->key = first;
        w->deadline = deadline;
        if (deadline)
            heapAdd(w);
    } else {
        blocking_stats.rerun_in_vain++;
    }
    enterQueues(w, x->db, first, count);
    if (!x->again)
        tellBlocked(w);
    x->outcome = EXEC_BLOCKED;
    return true;
}

void blockingEnd(waiter *w, enum unblockHow how) {
    tellUnblocked(w, how);
    leaveQueues(w);
    heapRemove(w);
    blocking_stats.clients--;
    blocking_stats.served += how == UNBLOCK_SERVED;
    blocking_stats.timed_out += how == UNBLOCK_TIMEOUT;
    blocking_stats.unblocked += how == UNBLOCK_COMMAND;
    zfree(w);
}

/* --- keys that are there --- */

static void makeReady(waitQueue *q) {
    if (q->ready)
        return;
    q->ready = true;
    q->by = crash_running ? crash_running->slot : EVENT_NOBODY;
    q->next_ready = NULL;
    if (blocking_ready) {
        ready_last->next_ready = q;
    } else {
        blocking_ready = q;
    }
    ready_last = q;
}

void blockingKeyReady(db *d, const char *key, size_t len) {
    if (likely(!d->awaited))
        return;
    waitQueue *q = queueFind(d, key, len, sipHash(key, len));
    if (q)
        makeReady(q);
}

static void onAdded(db *d, const object *o, uint64_t hash) {
    size_t len;
    const char *key = objectKey(o, &len);
    waitQueue *q = queueFind(d, key, len, hash);
    if (q)
        makeReady(q);
}

static void onRemoved(db *d, const object *o, uint64_t hash) {
    size_t len;
    const char *key = objectKey(o, &len);
    waitQueue *q = queueFind(d, key, len, hash);
    if (q && q->nokey)
        makeReady(q);
}

static void readyIfThere(void *ctx, void *entry) {
    waitQueue *q = entry;
    if (dbGlance(ctx, q->key, q->len, sipHash(q->key, q->len)))
        makeReady(q);
}

static void readyIfGoing(void *ctx, void *entry) {
    waitQueue *q = entry;
    if (q->nokey)
        readyIfThere(ctx, q);
}

/* Queues keep their database's number: it is another set of keys that they wait for from now on. */
static void onEmptying(db *d) {
    dbTableEach(&queues, d->id, readyIfGoing, d);
}

static void onSwapping(db *a, db *b) {
    multiSwapping(a, b);
    onEmptying(a);
    onEmptying(b);
}

static void onSwapped(db *a, db *b) {
    dbTableEach(&queues, a->id, readyIfThere, a);
    dbTableEach(&queues, b->id, readyIfThere, b);
}

void blockingRescan(void) {
    for (int i = 0; i < queues.n; i++)
        if (queues.of[i])
            dbTableEach(&queues, i, readyIfThere, dbGet(i));
}

void blockingInit(void) {
    keyspace_waits.added = onAdded;
    keyspace_waits.removed = onRemoved;
    keyspace_waits.emptying = onEmptying;
    keyspace_waits.swapping = onSwapping;
    keyspace_waits.swapped = onSwapped;
}

/* While clients are paused nobody is served whose command would have to wait; the end of the pause looks again. */
static bool fits(const waiter *w, const object *o) {
    if (unlikely(exec_paused) && (exec_paused & PAUSED_ALL || w->cmd->spec->flags & (CMD_WRITE | CMD_MAY_REPLICATE)))
        return false;
    return (o && o->type == w->type) || w->flags & BLOCK_ON_NOKEY;
}

static void runAgain(const waitEntry *e, waitQueue *q) {
    waiter *w = e->w;
    w->key = e->arg;
    leaveQueues(w);
    w->by = q->by;
    w->runs++;
    blocking_stats.reruns++;
    q->served++;
    blocking_resume(w);
}

/* Those who wait now, oldest first; who waits on after its run stands at the end and is not looked at again. */
static void serveQueue(waitQueue *q) {
    db *d = dbGet(q->dbid);
    uint64_t hash = sipHash(q->key, q->len);
    q->busy = true;
    q->cursor = q->first;
    for (uint32_t left = q->waiting; left && q->cursor; left--) {
        waitEntry *e = q->cursor;
        q->cursor = e->newer;
        const object *o = dbGlance(d, q->key, q->len, hash);
        if (!o && !q->nokey)
            break;
        if (fits(e->w, o))
            runAgain(e, q);
    }
    q->cursor = NULL;
    q->busy = false;
    queueDrop(q);
}

void blockingServe(void) {
    if (serving)
        return;
    serving = true;
    while (blocking_ready) {
        waitQueue *q = blocking_ready;
        blocking_ready = q->next_ready;
        q->ready = false;
        serveQueue(q);
    }
    serving = false;
}

/* --- looking inside --- */

typedef struct eachContext {
    blockingVisit visit;
    void *ctx;
} eachContext;

static void visitOne(void *ctx, void *entry) {
    const eachContext *e = ctx;
    e->visit(e->ctx, entry);
}

void blockingEach(int dbid, blockingVisit visit, void *ctx) {
    eachContext e = {visit, ctx};
    dbTableEach(&queues, dbid, visitOne, &e);
}

typedef struct audit {
    const char *wrong;
    uint64_t keys, nokeys;
} audit;

static void auditQueue(void *ctx, const waitQueue *q) {
    audit *a = ctx;
    uint32_t n = 0, nokey = 0;
    const waitEntry *older = NULL;
    for (const waitEntry *e = q->first; e; older = e, e = e->newer, n++) {
        nokey += e->w->flags & BLOCK_ON_NOKEY;
        if (e->queue != q || e->older != older)
            a->wrong = "an entry's links";
        if (e->w->dbid != q->dbid)
            a->wrong = "a waiter of another database";
    }
    if (n != q->waiting || nokey != q->nokey || q->last != older)
        a->wrong = "a queue's counts";
    if (!n && !q->ready && !q->busy)
        a->wrong = "a queue without a reason";
    a->keys += n > 0;
    a->nokeys += nokey > 0;
}

const char *blockingWhyInvalid(void) {
    audit a = {0};
    for (int i = 0; i < queues.n; i++) {
        if (!queues.of[i])
            continue;
        blockingEach(i, auditQueue, &a);
        if (hashtableSize(queues.of[i]) != dbGet(i)->awaited)
            a.wrong = "db.awaited";
    }
    if (a.keys != blocking_stats.keys || a.nokeys != blocking_stats.nokeys)
        a.wrong = "numbers of keys";
    for (uint32_t i = 1; i <= heap_len; i++)
        if (heap[i]->heap != i || (i > 1 && heap[i / 2]->deadline > heap[i]->deadline))
            a.wrong = "the heap of deadlines";
    return a.wrong;
}
