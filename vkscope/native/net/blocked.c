/* blocked.c: see blocked.h. */
#include "net/clients.h"

void clientGoOn(client *c, unsigned why) {
    c->standing &= (uint8_t)~why;
    if (!c->standing && !c->closing)
        reactorMarkRunnable(c);
}

void clientBlocked(client *c, waiter *w) {
    c->waiter = w;
    c->standing |= STANDS_BLOCKED;
}

static void leave(client *c, enum unblockHow how) {
    waiter *w = c->waiter;
    c->waiter = NULL;
    blockingEnd(w, how);
    if (!c->closing)
        reactorMarkDirty(c);
    clientGoOn(c, STANDS_BLOCKED);
}

static execContext contextOf(waiter *w) {
    execContext x = clientContext(w->client);
    x.argv = w->argv;
    x.argc = w->argc;
    x.first_hash = w->first_hash;
    x.key_slot = w->key_slot;
    x.request_bytes = w->request_bytes;
    x.behind = w->by;
    x.db = dbGet(w->dbid);
    x.cmd = w->cmd;
    x.waiter = w;
    x.again = true;
    x.held = w->client->held;
    return x;
}

static void resume(waiter *w) {
    execContext x = contextOf(w);
    client *c = x.client;
    w->running = true;
    clientRun(&x);
    c->held = x.held;
    if (x.outcome == EXEC_RAN)
        clientRan(&x);
    w->running = false;
    if (x.outcome == EXEC_RAN)
        leave(c, UNBLOCK_SERVED);
    else if (c->closing)
        leave(c, UNBLOCK_CLOSED);
}

void blockedInit(void) {
    blocking_resume = resume;
}

/* Answers in the command's place; it counts as run. */
static void answer(client *c, bool error) {
    waiter *w = c->waiter;
    execContext x = contextOf(w);
    c->io.out.muted = c->reply_off || c->reply_skip == 1;
    if (error) {
        replyErrorC(&x, "UNBLOCKED client unblocked via CLIENT UNBLOCK");
    } else if (w->timed_out) {
        w->timed_out(&x);
    } else {
        replyNullArray(&x);
    }
    c->io.out.muted = false;
    execCount(&x, w->run_ns, error);
    clientRan(&x);
}

bool clientUnblock(client *c, bool error) {
    if (!c->waiter)
        return false;
    answer(c, error);
    if (c->waiter)
        leave(c, UNBLOCK_COMMAND);
    return true;
}

void blockedSendAway(bool (*refused)(execContext *x)) {
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        waiter *w = c->waiter;
        if (!w || w->running)
            continue;
        execContext x = contextOf(w);
        if (!refused(&x))
            continue;
        execCount(&x, w->run_ns, true);
        clientRan(&x);
        if (c->waiter)
            leave(c, UNBLOCK_COMMAND);
    }
}

/* A command that closes its own client while it runs still has its arguments in the waiter: resume ends that. */
void clientForgetWait(client *c) {
    if (c->waiter && !c->waiter->running)
        leave(c, UNBLOCK_CLOSED);
}

void blockedTimeouts(void) {
    int64_t now_ms = (int64_t)(clockMonoNs() / 1000000);
    for (const waiter *w = blockingOverdue(now_ms); w; w = blockingOverdue(now_ms)) {
        client *c = w->client;
        answer(c, false);
        if (c->waiter)
            leave(c, UNBLOCK_TIMEOUT);
    }
}
