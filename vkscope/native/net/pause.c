/* pause.c: see pause.h. */
#include "net/pause.h"
#include "net/clients.h"
#include <stdio.h>
#include <string.h>

static struct {
    int64_t end_ms;
    unsigned actions;
} pauses[PAUSE_PURPOSES];
static struct {
    uint64_t since, ns; /* since: 0 for none */
    bool now;
} behind;
static unsigned postponed;

static void release(void) {
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        if (!(c->standing & STANDS_PAUSED))
            continue;
        postponed--;
        clientGoOn(c, STANDS_PAUSED);
    }
    blockingRescan(); /* keys came for clients that were not served meanwhile */
}

static void update(int64_t now_ms) {
    unsigned before = exec_paused, actions = behind.now ? PAUSED_WRITES : 0;
    for (int i = 0; i < PAUSE_PURPOSES; i++) {
        if (pauses[i].end_ms <= now_ms)
            pauses[i].actions = 0;
        actions |= pauses[i].actions;
    }
    exec_paused = actions;
    keyspace_paused = actions != 0 || exec_config.import_mode;
    if (actions == before)
        return;
    evPolicyDecided(clockMonoNs(), actions, before, "client-pause", 12);
    if (actions < before)
        release();
}

void pauseStart(enum pausePurpose who, int64_t end_ms, bool all) {
    pauses[who].actions |= all ? PAUSED_ALL | PAUSED_WRITES : PAUSED_WRITES;
    if (pauses[who].end_ms < end_ms)
        pauses[who].end_ms = end_ms;
    update(clockWallMs());
}

void pauseApply(void) {
    update(clockWallMs());
}

void pauseEnd(enum pausePurpose who) {
    pauses[who].end_ms = 0;
    update(clockWallMs());
}

static bool isBehind(uint64_t now_ticks) {
    return behind.since && now_ticks > behind.since && clockTicksToNs(now_ticks - behind.since) > behind.ns;
}

void pauseBehind(uint64_t since, uint64_t ns) {
    behind.since = since;
    behind.ns = ns;
    if (likely(!behind.now) || isBehind(clockTicks()))
        return;
    behind.now = false;
    update(clockWallMs());
}

bool pauseIsBehind(void) {
    return behind.now;
}

void pauseCheck(int64_t now_ms, uint64_t now_ticks) {
    bool far = isBehind(now_ticks);
    if (likely(!exec_paused && !far))
        return;
    behind.now |= far;
    update(now_ms);
}

int pauseReason(int64_t *end_ms) {
    int reason = 0;
    *end_ms = 0;
    for (int i = 0; i < PAUSE_PURPOSES; i++) {
        if (pauses[i].actions && pauses[i].end_ms > *end_ms) {
            *end_ms = pauses[i].end_ms;
            reason = i + 1;
        }
    }
    if (!reason && behind.now)
        return PAUSE_REASON_BEHIND;
    return reason;
}

unsigned clientsPostponed(void) {
    return postponed;
}

void clientPostpone(client *c, const respResume *request) {
    if (!(c->standing & STANDS_PAUSED))
        postponed++;
    c->standing |= STANDS_PAUSED;
    clientPutBack(c, request);
}

void clientPutBack(client *c, const respResume *request) {
    char head[48];
    c->standing |= STANDS_PUT_BACK;
    reactorMarkRunnable(c); /* so that the end of the turn's rounds finds it */
    if (!c->postponed)
        c->postponed = zcalloc(1, sizeof(replySink));
    sinkAppend(c->postponed, head, (size_t)snprintf(head, sizeof(head), "*%d\r\n", request->argc));
    for (int i = 0; i < request->argc; i++) {
        sinkAppend(c->postponed, head, (size_t)snprintf(head, sizeof(head), "$%zu\r\n", request->argv[i].len));
        sinkAppend(c->postponed, request->argv[i].ptr, request->argv[i].len);
        sinkAppend(c->postponed, "\r\n", 2);
    }
}

void clientUnpostpone(client *c) {
    replySink *front = c->postponed;
    if (c->io.pos < c->io.len)
        sinkAppend(front, c->io.buf + c->io.pos, c->io.len - c->io.pos);
    clientTakeQuery(c, front->buf, front->len, front->cap);
    respReset(&c->io.resume);
    zfree(front);
    c->postponed = NULL;
    clientGoOn(c, STANDS_PUT_BACK);
}

void clientForgetPostponed(client *c) {
    if (c->standing & STANDS_PAUSED)
        postponed--;
    if (c->postponed) {
        sinkRelease(c->postponed);
        zfree(c->postponed);
    }
}
