/* client_info.c: what can be said about a client: its class, flags and memory, and its line of CLIENT LIST. */
#include "net/clients.h"
#include "net/pubsub.h"
#include "net/tracking.h"
#include <stdio.h>
#include <string.h>

enum clientClass clientClassOf(const client *c) {
    if (c->session.replica)
        return CLIENT_REPLICA;
    return c->session.subscribed ? CLIENT_PUBSUB : CLIENT_NORMAL;
}

size_t clientOutputMemory(const client *c) {
    size_t waiting = clientOutput(c);
    waiting = waiting > STATIC_OUTPUT ? waiting : 0;
    return unlikely(c->replica != NULL) ? waiting + replica_hooks.waits(c) : waiting;
}

size_t clientMemory(const client *c) {
    size_t total = zmallocSize(c) + c->io.cap + c->io.out.cap;
    total += sizeof(execArg) * (size_t)c->io.resume.room;
    if (c->postponed)
        total += c->postponed->cap;
    if (c->waiter)
        total += c->waiter->bytes;
    return total + pubsubMemory(c) + trackingMemory(c) + multiMemory(&c->session);
}

void clientFlags(const client *c, char flags[CLIENT_FLAGS]) {
    char *p = flags;
    if (c->session.replica && !c->session.monitor)
        *p++ = 'S';
    if (c->session.monitor)
        *p++ = 'O';
    if (c->session.subscribed)
        *p++ = 'P';
    if (multiOpen(&c->session))
        *p++ = 'x';
    if (trackingIsOn(c))
        *p++ = 't';
    if (trackingIsBroken(c))
        *p++ = 'R';
    if (trackingIsBroadcast(c))
        *p++ = 'B';
    if (c->standing & (STANDS_PAUSED | STANDS_BLOCKED))
        *p++ = 'b';
    if (c->session.multi && c->session.multi->dirty)
        *p++ = 'd';
    if (c->session.close_after_reply)
        *p++ = 'c';
    if (c->closing)
        *p++ = 'A';
    if (c->io.conn.type == &connection_unix)
        *p++ = 'U';
    if (c->session.readonly)
        *p++ = 'r';
    if (c->no_evict)
        *p++ = 'e';
    if (c->no_touch)
        *p++ = 'T';
    if (c->import_source)
        *p++ = 'I';
    if (p == flags)
        *p++ = 'N';
    *p = 0;
}

static void add(replySink *text, const char *name, const char *value) {
    sinkAppend(text, name, strlen(name));
    sinkAppend(text, value, strlen(value));
}

static size_t argumentBytes(const client *c) {
    size_t total = 0;
    for (int i = 0; i < c->io.resume.argc; i++)
        total += c->io.resume.argv[i].len;
    return total;
}

static long outputBlocks(const client *c) {
    size_t held = clientOutputMemory(c);
    return held ? (long)((held - 1) / STATIC_OUTPUT) : 0;
}

void clientDescribe(const client *c, bool hide, replySink *text) {
    char part[512], flags[CLIENT_FLAGS];
    const command *last = commandById(c->last_command);
    const replySink *out = &c->io.out;
    const transaction *t = c->session.multi;
    size_t waiting = clientOutput(c);
    size_t own = waiting < STATIC_OUTPUT ? waiting : STATIC_OUTPUT;
    int n = snprintf(part, sizeof(part), "id=%llu", (unsigned long long)c->id);
    sinkAppend(text, part, (size_t)n);
    add(text, " addr=", clientWord(c->peer));
    add(text, " laddr=", clientWord(c->local));
    n = snprintf(part, sizeof(part), " fd=%d", c->io.conn.fd);
    sinkAppend(text, part, (size_t)n);
    add(text, " name=", hide ? "*redacted*" : clientWord(c->name));
    clientFlags(c, flags);
    n = snprintf(part, sizeof(part),
                 " age=%lld idle=%lld flags=%s capa=%s db=%d sub=%zu psub=%zu ssub=%zu multi=%d watch=%u qbuf=%zu "
                 "qbuf-free=%zu argv-mem=%zu multi-mem=%zu rbs=%zu rbp=%zu obl=%zu oll=%ld omem=%zu tot-mem=%zu "
                 "events=%s cmd=%s",
                 (long long)((command_now - c->created_ms) / 1000), (long long)((command_now - c->active_ms) / 1000),
                 flags, c->capa_redirect ? "r" : "", c->session.dbid, pubsubCountOf(c, PUBSUB_CHANNEL),
                 pubsubCountOf(c, PUBSUB_PATTERN), pubsubCountOf(c, PUBSUB_SHARD),
                 multiOpen(&c->session) ? t->count : -1, t ? t->nwatches : 0, clientUnparsed(c),
                 c->io.cap - clientQuery(c), argumentBytes(c), t ? t->argument_bytes : 0, out->cap, c->out_peak, own,
                 outputBlocks(c), clientOutputMemory(c), clientMemory(c), c->io.wants_write ? "rw" : "r",
                 last ? last->name : "NULL");
    sinkAppend(text, part, (size_t)n < sizeof(part) ? (size_t)n : sizeof(part) - 1);
    add(text, " user=", hide ? "*redacted*" : aclUserName(c->session.user));
    n = snprintf(part, sizeof(part), " redir=%lld resp=%d", trackingRedirect(c), out->resp);
    sinkAppend(text, part, (size_t)n);
    add(text, " lib-name=", clientWord(c->lib_name));
    add(text, " lib-ver=", clientWord(c->lib_ver));
    n = snprintf(part, sizeof(part), " tot-net-in=%llu tot-net-out=%llu tot-cmds=%llu", (unsigned long long)c->net_in,
                 (unsigned long long)c->net_out, (unsigned long long)(c->commands + c->session.inside));
    sinkAppend(text, part, (size_t)n);
}

void clientLog(const client *c, enum logLevel level, const char *before, const char *after) {
    replySink line = {0};
    if (!logShows(level))
        return;
    clientDescribe(c, exec_config.hide_user_data, &line);
    logLine(level, "%s%.*s%s", before, (int)line.len, line.buf, after);
    sinkRelease(&line);
}
