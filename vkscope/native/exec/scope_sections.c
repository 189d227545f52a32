/* scope_sections.c: the sections of SCOPE SNAPSHOT that exec and the rooms below it can fill, and SCOPE SLABS. */
#define _GNU_SOURCE
#include "exec/scope.h"
#include "exec/shortage.h"
#include <string.h>
#include <unistd.h>

static void writeServer(execContext *x) {
    const traceHeader *ring = traceRing();
    replyMap(x, 8);
    scopeLong(x, "pid", (uint64_t)getpid());
    scopeLong(x, "now_ns", clockMonoNs());
    replyBulkC(x, "wall_offset_ns");
    replyLong(x, ring ? ring->wall_offset : traceWallOffset());
    scopeLong(x, "uptime_ns", ring ? clockMonoNs() - ring->started : 0);
    scopeLong(x, "catalogue_version", EVENTS_VERSION);
    scopeText(x, "ring", traceRingPath());
    scopeLong(x, "events_written", traceEventsWritten());
    scopeLong(x, "tick", trace_tick);
}

static void writeCommands(execContext *x) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (unsigned i = 1; i <= commandCount(); i++) {
        const command *c = commandById(i);
        if (!c || (!c->calls && !c->rejected))
            continue;
        replyBulkC(x, c->name);
        replyMap(x, 5 + 2 * SCOPE_HISTOGRAM_PAIRS);
        scopeLong(x, "id", c->id);
        scopeLong(x, "calls", c->calls);
        scopeLong(x, "ns", c->ns);
        scopeLong(x, "rejected", c->rejected);
        scopeLong(x, "failed", c->failed);
        scopeHistogram(x, "execute_", &c->times);
        scopeHistogram(x, "queued_", &c->queued);
        n++;
    }
    replySetDeferredMap(x, handle, n);
}

/* Names by id, for who decodes events; index 0 is no command. */
static void writeCommandNames(execContext *x) {
    unsigned count = commandCount();
    replyArray(x, (long)count + 1);
    replyBulkC(x, "");
    for (unsigned i = 1; i <= count; i++) {
        const command *c = commandById(i);
        replyBulkC(x, c ? c->name : "");
    }
}

static void writeWorst(execContext *x) {
    traceWorst worst[TRACE_WORST];
    unsigned n = traceWorstList(worst);
    replyArray(x, (long)n);
    for (unsigned i = 0; i < n; i++) {
        const traceWorst *w = &worst[i];
        const command *c = commandById(w->command);
        replyMap(x, 13);
        scopeLong(x, "time_ns", w->time);
        scopeText(x, "command", c ? c->name : "");
        scopeLong(x, "execute_ns", w->execute_ns);
        scopeLong(x, "queued_ns", w->queued_ns);
        scopeLong(x, "stolen_ns", w->stolen_ns);
        scopeLong(x, "inside_ns", w->inside_ns);
        scopeLong(x, "request_bytes", w->request_bytes);
        scopeLong(x, "reply_bytes", w->reply_bytes);
        scopeLong(x, "client", w->client);
        scopeLong(x, "behind", w->behind);
        scopeLong(x, "argc", w->argc);
        scopeBytes(x, "key", w->key, w->key_shown);
        scopeLong(x, "key_len", w->key_len);
    }
}

static void writeHex(execContext *x, const char *name, const traceHappened *h) {
    static const char digits[] = "0123456789abcdef";
    const unsigned char *parts[2] = {(const unsigned char *)&h->worst, (const unsigned char *)h->payload};
    const size_t sizes[2] = {sizeof(h->worst), h->worst.payload * 16U};
    char text[2 * (sizeof(h->worst) + HAPPENED_PAYLOAD)];
    size_t n = 0;
    for (int p = 0; p < 2; p++)
        for (size_t i = 0; i < sizes[p]; i++) {
            text[n++] = digits[parts[p][i] >> 4];
            text[n++] = digits[parts[p][i] & 15];
        }
    scopeBytes(x, name, text, n);
}

/* By event: how often and how long in the window, and the worst, packed as in a ring, in hexadecimal. */
static void writeHappened(execContext *x) {
    replyMap(x, 2);
    scopeLong(x, "since_ns", happenedSince());
    replyBulkC(x, "events");
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (unsigned i = 0; i < EVENT_TYPES; i++) {
        traceHappened h = happenedRead((enum eventType)i);
        if (!h.count)
            continue;
        replyBulkC(x, event_name[i]);
        replyMap(x, 6);
        scopeLong(x, "count", h.count);
        scopeLong(x, "span_ns", h.span_ns);
        scopeLong(x, "stolen_ns", h.stolen_ns);
        scopeLong(x, "worst_stolen_ns", h.worst_stolen_ns);
        scopeLong(x, "value", h.value);
        writeHex(x, "worst", &h);
        n++;
    }
    replySetDeferredMap(x, handle, n);
}

/* Calls and times alone: what the doctor compares, at a tenth of the cost of `commands`. */
static void writeTotals(execContext *x) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (unsigned i = 1; i <= commandCount(); i++) {
        const command *c = commandById(i);
        if (!c || (!c->calls && !c->rejected))
            continue;
        replyBulkC(x, c->name);
        replyMap(x, 4);
        scopeLong(x, "calls", c->calls);
        scopeLong(x, "ns", c->ns);
        scopeLong(x, "rejected", c->rejected);
        scopeLong(x, "failed", c->failed);
        n++;
    }
    replySetDeferredMap(x, handle, n);
}

static void writeMemory(execContext *x) {
    uint64_t used = zmallocUsed(), rss = traceResidentBytes();
    memoryPicture m;
    memoryRead(&m);
    replyMap(x, 18);
    scopeLong(x, "startup_bytes", m.startup);
    scopeLong(x, "clients_bytes", m.clients);
    scopeLong(x, "tables_bytes", m.tables);
    scopeLong(x, "rehashing_bytes", m.rehashing_bytes);
    scopeLong(x, "overhead_bytes", m.overhead);
    scopeLong(x, "dataset_bytes", m.dataset);
    scopeLong(x, "slabs_bytes", zmallocActive());
    scopeLong(x, "keys", m.keys);
    scopeLong(x, "used_bytes", used);
    scopeLong(x, "peak_bytes", zmallocPeak());
    scopeLong(x, "rss_bytes", rss);
    scopeLong(x, "fragmentation_permille", used ? rss * 1000 / used : 0);
    scopeLong(x, "python_bytes", trace_stats.python_bytes);
    scopeLong(x, "maxmemory_bytes", evict_config.maxmemory);
    scopeLong(x, "reserve_bytes", zmallocReserve());
    scopeLong(x, "short", memory_short);
    scopeLong(x, "refused_requests", memory_state.refused);
    scopeLong(x, "short_rejected", shortage_rejected);
}

static void writeCpu(execContext *x) {
    replyMap(x, 3);
    scopeLong(x, "run_ns", trace_stats.cpu_run_ns);
    scopeLong(x, "wait_ns", trace_stats.cpu_wait_ns);
    scopeLong(x, "wait_last_second_ns", trace_stats.cpu_wait_last);
}

static void writeFlight(execContext *x) {
    replyMap(x, 4);
    scopeText(x, "dir", flight_config.dir);
    scopeLong(x, "tick_ns", flight_config.tick_ns);
    scopeLong(x, "p99_ns", flight_config.p99_ns);
    scopeLong(x, "seconds", flight_config.seconds);
}

static void writeStats(execContext *x) {
    replyMap(x, 3);
    scopeLong(x, "commands", exec_stats.commands);
    scopeLong(x, "errors", exec_stats.errors);
    scopeLong(x, "unexpected_errors", exec_stats.unexpected_errors);
}

void scopeSlabs(execContext *x) {
    replyArray(x, ZMALLOC_CLASSES);
    for (int i = 0; i < ZMALLOC_CLASSES; i++) {
        zmallocClass c;
        zmallocStats(i, &c);
        replyMap(x, 5);
        scopeLong(x, "class", (uint64_t)i);
        scopeLong(x, "size_bytes", c.size);
        scopeLong(x, "slabs", c.slabs);
        scopeLong(x, "used", c.used);
        scopeLong(x, "total", c.total);
    }
}

static unsigned names_published; /* how many names the ring file holds */

void scopePublishNames(void) {
    unsigned count = commandCount();
    const char **names = zcalloc(count + 1, sizeof(*names));
    for (unsigned i = 1; i <= count; i++) {
        const command *c = commandById(i);
        names[i] = c ? c->name : "";
    }
    names[0] = "";
    traceCommandNames(names, count + 1);
    zfree((void *)names);
    names_published = count;
}

void scopeSecond(void) {
    static uint64_t last;
    uint64_t now = clockMonoNs();
    if (now - last < 995000000) { /* cron is not exact */
        traceCpuLook();
        return;
    }
    last = now;
    if (names_published != commandCount())
        scopePublishNames();
    traceCron(trace_stats.python_bytes, evict_config.maxmemory);
}

void scopeSectionsInit(void) {
    static bool done;
    if (done)
        return;
    done = true;
    scopeSectionAdd("server", writeServer);
    scopeSectionAdd("stats", writeStats);
    scopeSectionAdd("commands", writeCommands);
    scopeSectionAdd("command_names", writeCommandNames);
    scopeSectionAdd("worst", writeWorst);
    scopeSectionAdd("happened", writeHappened);
    scopeSectionAdd("totals", writeTotals);
    scopeSectionAdd("memory", writeMemory);
    scopeSectionAdd("cpu", writeCpu);
    scopeSectionAdd("flight", writeFlight);
    scopeKeyspaceInit();
    scopeBlockingInit();
    scopeHostInit();
}
