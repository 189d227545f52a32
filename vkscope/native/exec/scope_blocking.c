/* scope_blocking.c: the section blocking of SCOPE SNAPSHOT: keys with the most waiters, who waits there and since when,
 * and what became of waits and transactions. */
#include "exec/exec.h"

enum { KEYS = 16, WAITERS = 8 };

typedef struct crowd {
    const waitQueue *top[KEYS];
    int n;
} crowd;

static void look(void *ctx, const waitQueue *q) {
    crowd *c = ctx;
    int at = c->n < KEYS ? c->n++ : KEYS;
    while (at > 0 && c->top[at - 1]->waiting < q->waiting) {
        if (at < KEYS)
            c->top[at] = c->top[at - 1];
        at--;
    }
    if (at < KEYS)
        c->top[at] = q;
}

static uint64_t msSince(uint64_t now, uint64_t then) {
    return now > then ? (now - then) / 1000000 : 0;
}

static void writeWaiter(execContext *x, const waiter *w, uint64_t now) {
    int64_t left = w->deadline - (int64_t)(now / 1000000);
    clientFace face = execClientFace(w->client);
    replyMap(x, 7);
    scopeLong(x, "client", w->slot);
    scopeText(x, "address", face.peer);
    scopeText(x, "name", face.name);
    scopeText(x, "command", w->cmd->name);
    scopeLong(x, "waited_ms", msSince(now, w->since_ns));
    scopeLong(x, "left_ms", w->deadline && left > 0 ? (uint64_t)left : 0);
    scopeLong(x, "runs", w->runs);
}

static void writeKey(execContext *x, const waitQueue *q) {
    uint64_t now = clockMonoNs();
    replyMap(x, 6);
    scopeLong(x, "db", (uint64_t)q->dbid);
    scopeBytes(x, "key", q->key, q->len);
    scopeLong(x, "waiting", q->waiting);
    scopeLong(x, "woken", q->served);
    scopeLong(x, "oldest_ms", q->first ? msSince(now, q->first->w->since_ns) : 0);
    replyBulkC(x, "waiters");
    replyArray(x, q->waiting < WAITERS ? (long)q->waiting : WAITERS);
    int n = 0;
    for (const waitEntry *e = q->first; e && n < WAITERS; e = e->newer, n++)
        writeWaiter(x, e->w, now);
}

static void writeBlocking(execContext *x) {
    const blockingStats *b = &blocking_stats;
    const multiStats *m = &multi_stats;
    const struct {
        const char *name;
        uint64_t value;
    } numbers[] = {{"clients", b->clients},     {"deadlines", b->deadlines},  {"keys_awaited", b->keys},
                   {"blocked", b->blocked},     {"served", b->served},        {"timed_out", b->timed_out},
                   {"unblocked", b->unblocked}, {"reruns", b->reruns},        {"in_vain", b->rerun_in_vain},
                   {"watchers", m->watchers},   {"watched", m->watched_keys}, {"executed", m->executed},
                   {"commands", m->commands},   {"dirty", m->dirty},          {"spoiled", m->spoiled},
                   {"discarded", m->discarded}};
    const size_t n = sizeof(numbers) / sizeof(*numbers);
    replyMap(x, (long)n + 1);
    for (size_t i = 0; i < n; i++)
        scopeLong(x, numbers[i].name, numbers[i].value);
    crowd c = {.n = 0};
    for (int i = 0; i < keyspaceDatabases(); i++)
        blockingEach(i, look, &c);
    replyBulkC(x, "keys");
    replyArray(x, c.n);
    for (int i = 0; i < c.n; i++)
        writeKey(x, c.top[i]);
}

void scopeBlockingInit(void) {
    scopeSectionAdd("blocking", writeBlocking);
}
