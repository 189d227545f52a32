/* limits.c: how much a client may hold: output and query limits, idle time, and maxmemory-clients.
 *
 * Design  The hard output limit stands in the client's sink, which refuses bytes beyond it (reply.h), so that one
 * command cannot take more than the limit before it is noticed. The soft one needs time: looked at after writes and by
 *         cron. With maxmemory-clients set, every client that a pass touched is counted anew, and the largest go.
 * Cost    nothing per command but the sink's check when it grows. Without maxmemory-clients nothing is counted.
 * Events  ClientLimitHit, OutputWaited. */
#include "net/clients.h"
#include "net/tls.h"
#include <stdio.h>
#include <string.h>

#define WAIT_TOLD_NS 10000000ULL /* a reply that waited longer for its reader is an event */
#define KEEP_QUERY (16 * 1024)
#define LEAST_OUTPUT 1024
#define WAIT_CRON_NS 1000000000ULL

static size_t counted; /* of all clients, while maxmemory-clients is set */

static void told(client *c, unsigned kind, size_t bytes, size_t limit) {
    evClientLimitHit(clockMonoNs(), c->slot, bytes, kind, 0, limit);
}

/* A replica may always be as far behind as the backlog reaches: the bytes are there anyway. */
static size_t hardLimit(const client *c) {
    size_t hard = reactor_config.output[clientClassOf(c)].hard;
    bool raised = c->session.replica && hard && hard < reactor_config.backlog_bytes;
    return raised ? reactor_config.backlog_bytes : hard;
}

void clientSetLimits(client *c) {
    size_t hard = hardLimit(c);
    c->io.out.limit = hard && hard < STATIC_OUTPUT ? STATIC_OUTPUT : hard;
}

void clientsSetLimits(void) {
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        clientSetLimits(c);
        clientRecount(c);
    }
}

void clientOutputOver(client *c) {
    if (c->closing)
        return;
    clientLog(c, LEVEL_WARNING, "Client ",
              c->io.out.starved ? " scheduled to be closed ASAP: there is no memory for its output."
                                : " scheduled to be closed ASAP for overcoming of output buffer limits.");
    told(c, EVENT_LIMIT_KIND_OUTPUT_HARD, clientOutputMemory(c), hardLimit(c));
    reactor_stats.output_limit_closed++;
    clientClose(c, CLOSE_OUTPUT_LIMIT);
}

/* True when the client was closed for its output. */
bool clientOutputSoft(client *c, int64_t now_ms) {
    const outputLimit *limit = &reactor_config.output[clientClassOf(c)];
    size_t held = clientOutputMemory(c), hard = hardLimit(c);
    if (hard && held >= hard) {
        clientOutputOver(c);
        return true;
    }
    if (!limit->soft || held < limit->soft) {
        c->soft_since_ms = 0;
        return false;
    }
    if (!c->soft_since_ms)
        c->soft_since_ms = now_ms;
    if (now_ms / 1000 - c->soft_since_ms / 1000 <= limit->soft_seconds)
        return false;
    clientLog(c, LEVEL_WARNING, "Client ", " closed for overcoming of output buffer limits.");
    told(c, EVENT_LIMIT_KIND_OUTPUT_SOFT, held, limit->soft);
    reactor_stats.output_limit_closed++;
    clientClose(c, CLOSE_OUTPUT_LIMIT);
    return true;
}

void clientQueryOver(client *c) {
    if (logShows(LEVEL_WARNING)) {
        replySink first = {0};
        size_t n = clientQuery(c) < 64 ? clientQuery(c) : 64;
        sinkAppend(&first, " (qbuf initial bytes: ", 22);
        sinkQuoted(&first, c->io.buf + c->io.pos, n);
        sinkAppend(&first, ")", 2);
        clientLog(c, LEVEL_WARNING, "Closing client that reached max query buffer length: ", first.buf);
        sinkRelease(&first);
    }
    told(c, EVENT_LIMIT_KIND_QUERY, clientRequests(c), reactor_config.query_buffer_limit);
    reactor_stats.query_limit_closed++;
    clientClose(c, CLOSE_QUERY_LIMIT);
}

void clientWaits(client *c) {
    size_t waiting = clientOutput(c);
    if (!c->waiting_ns)
        c->waiting_ns = clockMonoNs();
    if (waiting > c->waiting_peak)
        c->waiting_peak = waiting;
}

void clientWaited(client *c, bool still) {
    uint64_t now = clockMonoNs(), span = now - c->waiting_ns;
    if (span >= WAIT_TOLD_NS)
        evOutputWaited(now, span, c->slot, c->waiting_peak, still, c->last_command, 0);
    if (still)
        return;
    c->waiting_ns = c->waiting_peak = c->waiting_told = 0;
}

/* A reply that waits on is told after 1 s, and then each time its wait has doubled. */
static void lookAtWaiting(client *c) {
    if (!c->waiting_ns)
        return;
    uint64_t span = clockMonoNs() - c->waiting_ns;
    if (span < WAIT_CRON_NS || span < 2 * c->waiting_told)
        return;
    c->waiting_told = span;
    clientWaited(c, true);
}

/* Bytes of the request at pos up to the end of the argument under way; 0 when none is. */
static size_t argumentEnd(const clientIo *io) {
    const respResume *q = &io->resume;
    return q->left > 0 && q->bulk >= 0 ? q->at + (size_t)q->bulk + 2 : 0;
}

/* Gives query buffers back that are much larger than what was needed lately, and all of them to the idle. */
static void shrinkQuery(client *c, int64_t idle_ms) {
    clientIo *io = &c->io;
    size_t pending = io->len - io->pos;
    if (io->buf && !c->runnable && io->cap - pending > 4096) {
        size_t whole = argumentEnd(io), want = io->peak > KEEP_QUERY ? io->peak : KEEP_QUERY;
        if (want < whole)
            want = whole;
        if (idle_ms > 2000) {
            clientFitQuery(c, pending);
        } else if (io->cap > 2 * KEEP_QUERY && io->cap / 2 > want) {
            clientFitQuery(c, want);
        }
    }
    io->peak = pending;
}

/* Room for replies follows their peak, between 1 KiB and what clientWrite leaves; the idle have none. */
static void shrinkOutput(client *c, int64_t now_ms, int64_t idle_ms) {
    replySink *out = &c->io.out;
    bool due = exec_config.reply_peak_reset_ms >= 0 && now_ms - c->out_peak_ms >= exec_config.reply_peak_reset_ms;
    if (out->buf && out->len == 0 && exec_config.reply_resizing) {
        if (idle_ms > 5000) {
            sinkRelease(out);
        } else if (out->cap / 2 >= LEAST_OUTPUT && c->out_peak < out->cap / 2) {
            sinkFit(out, c->out_peak < LEAST_OUTPUT ? LEAST_OUTPUT : c->out_peak + 1);
            reactor_stats.reply_shrinks++;
        }
    }
    if (!due)
        return;
    c->out_peak = out->len;
    c->out_peak_ms = now_ms;
}

void clientCron(client *c, int64_t now_ms) {
    int64_t idle = now_ms - c->active_ms;
    bool spared = c->session.monitor || c->session.subscribed || c->session.replica || c->scope_classes || c->standing;
    if (reactor_config.idle_timeout && !spared && idle / 1000 > reactor_config.idle_timeout) {
        logLine(LEVEL_VERBOSE, "Closing idle client");
        clientClose(c, CLOSE_IDLE);
        return;
    }
    if (clientOutputSoft(c, now_ms))
        return;
    lookAtWaiting(c);
    shrinkQuery(c, idle);
    shrinkOutput(c, now_ms, idle);
    if (c->io.conn.tls && idle > 2000)
        tlsIdle(&c->io.conn);
    clientRecount(c);
}

void clientRecount(client *c) {
    bool counts = reactor_config.maxmemory_clients && !c->closing && !c->session.replica;
    size_t now = counts ? clientMemory(c) : 0;
    counted += now - c->counted;
    c->counted = now;
}

void reactorTotals(clientsTotals *out) {
    uint32_t slot = 0;
    *out = (clientsTotals){0};
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        size_t output = clientOutputMemory(c);
        out->memory += clientMemory(c);
        if (c->io.peak > out->max_input)
            out->max_input = c->io.peak;
        if (output > out->max_output)
            out->max_output = output;
    }
}

static client *largest(void) {
    client *found = NULL;
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
        if (!c->no_evict && !c->session.replica && (!found || c->counted > found->counted))
            found = c;
    return found;
}

static client *left_running; /* was evicted while its command ran; it lives until the turn ends */

/* Until the others fit. What waited for those that go is given back at once, but for the one whose command runs. */
static void evict(const client *runs) {
    size_t limit = reactor_config.maxmemory_clients;
    while (limit && counted >= limit) {
        client *c = largest();
        if (!c) {
            logLine(LEVEL_WARNING, "Over client maxmemory after evicting all evictable clients");
            return;
        }
        clientLog(c, LEVEL_NOTICE, "Evicting client: ", "");
        told(c, EVENT_LIMIT_KIND_MAXMEMORY_CLIENTS, c->counted, limit);
        reactor_stats.evicted_clients++;
        clientClose(c, CLOSE_EVICTED);
        clientRecount(c);
        if (c == runs) {
            left_running = c;
        } else {
            sinkRelease(&c->io.out);
        }
    }
}

void clientsEvict(void) {
    evict(NULL);
    left_running = NULL;
}

/* Replies that are not written yet have not been counted: all of them, or, if the command before this one was looked
 * at, too, those of its client. */
static void recountWaiting(const execContext *x) {
    static uint64_t looked_at;
    bool follows = exec_stats.commands == looked_at + 1 && x->behind && x->behind != EVENT_NOBODY;
    uint32_t slot = follows ? x->behind - 1 : 0;
    looked_at = exec_stats.commands;
    for (client *c = reactorNext(&slot); c && (!follows || c->slot == x->behind); c = reactorNext(&slot))
        clientRecount(c);
}

bool clientsEvictFirst(execContext *x) {
    if (!reactor_config.maxmemory_clients)
        return true;
    if (left_running && left_running != x->client) {
        sinkRelease(&left_running->io.out);
        left_running = NULL;
    }
    recountWaiting(x);
    evict(x->client);
    return !x->client || !x->client->closing;
}
