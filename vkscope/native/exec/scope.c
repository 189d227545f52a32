/* scope.c: SCOPE's subcommands and the registry of sections; see scope.h. */
#define _GNU_SOURCE
#include "exec/scope.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SECTIONS 32
#define PERCENTILE_BUCKET 10 /* packed: u16 index, u64 count */

void (*scope_subscribe)(client *c, uint32_t classes, uint64_t min_span_ns);

static struct {
    const char *name;
    scopeSection write;
} sections[SECTIONS];
static int nsections;

void scopeSectionAdd(const char *name, scopeSection write) {
    int at = 0;
    while (at < nsections && strcmp(sections[at].name, name) != 0)
        at++;
    vkAssert(at < SECTIONS);
    sections[at].name = name;
    sections[at].write = write;
    if (at == nsections)
        nsections++;
}

/* ---------------------------------------------------------------------------------------------------------- values */

void scopeLong(execContext *x, const char *name, uint64_t value) {
    replyBulkC(x, name);
    replyLong(x, (long long)(value > INT64_MAX ? INT64_MAX : value));
}

void scopeText(execContext *x, const char *name, const char *text) {
    replyBulkC(x, name);
    replyBulkC(x, text);
}

void scopeBytes(execContext *x, const char *name, const void *data, size_t len) {
    replyBulkC(x, name);
    replyBulk(x, data, len);
}

void scopeHistogram(execContext *x, const char *prefix, const histogram *h) {
    char name[64], packed[HIST_BUCKETS * PERCENTILE_BUCKET];
    size_t n = 0;
    const struct {
        const char *what;
        uint64_t value;
    } numbers[] = {{"count", h->count},
                   {"sum_ns", h->sum},
                   {"max_ns", h->max},
                   {"p50_ns", histPercentile(h, 50)},
                   {"p99_ns", histPercentile(h, 99)},
                   {"p999_ns", histPercentile(h, 99.9)}};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        snprintf(name, sizeof(name), "%s%s", prefix, numbers[i].what);
        scopeLong(x, name, numbers[i].value);
    }
    for (uint16_t i = 0; i < HIST_BUCKETS; i++) {
        if (!h->bucket[i])
            continue;
        memcpy(packed + n, &i, 2);
        memcpy(packed + n + 2, &h->bucket[i], 8);
        n += PERCENTILE_BUCKET;
    }
    snprintf(name, sizeof(name), "%sbuckets", prefix);
    scopeBytes(x, name, packed, n);
}

/* ----------------------------------------------------------------------------------------------------- subcommands */

static void scopeHelp(execContext *x) {
    static const char *const lines[] = {
        "CATALOGUE",
        "    Return the version, the hash and the JSON text of the catalogue of events.",
        "DOCTOR [JSON]",
        "    Return what is wrong with this server: evidence, cause, remedy.",
        "FREEZE",
        "    Write the last seconds of events to a file in the working directory.",
        "SLABS",
        "    Return the allocator's classes.",
        "SNAPSHOT [<section> ...]",
        "    Return a picture of the server, or of the named sections.",
        "STATS",
        "    Return what is counted about events, turns of the loop and slow commands.",
        "SUBSCRIBE [CLASS <class> [<class> ...]] [MIN-SPAN <microseconds>]",
        "    Push events to this connection, of all classes unless some are named.",
        "UNSUBSCRIBE",
        "    Push no more events.",
        "XRAY <key>",
        "    Return how the value of a key lies in memory.",
        NULL,
    };
    replyHelp(x, lines);
}

static void scopeCatalogue(execContext *x) {
    char hash[20];
    snprintf(hash, sizeof(hash), "%016llx", (unsigned long long)EVENTS_HASH);
    replyMap(x, 3);
    scopeLong(x, "version", EVENTS_VERSION);
    scopeText(x, "hash", hash);
    scopeText(x, "catalogue", events_json);
}

static void writeSection(execContext *x, int i) {
    replyBulkC(x, sections[i].name);
    sections[i].write(x);
}

static int sectionFind(const execArg *name) {
    for (int i = 0; i < nsections; i++)
        if (strlen(sections[i].name) == name->len && strncasecmp(sections[i].name, name->ptr, name->len) == 0)
            return i;
    return -1;
}

static void scopeSnapshot(execContext *x) {
    int wanted[SECTIONS], n = 0;
    if (x->argc - 2 > SECTIONS) {
        replyErrorC(x, "ERR too many sections");
        return;
    }
    for (int i = 2; i < x->argc; i++) {
        wanted[n] = sectionFind(&x->argv[i]);
        if (wanted[n] < 0) {
            replyErrorFmt(x, "ERR no section '%.*s' in a snapshot", (int)(x->argv[i].len > 40 ? 40 : x->argv[i].len),
                          x->argv[i].ptr);
            return;
        }
        n++;
    }
    replyMap(x, n ? n : nsections);
    if (n == 0)
        for (int i = 0; i < nsections; i++)
            writeSection(x, i);
    for (int i = 0; i < n; i++)
        writeSection(x, wanted[i]);
}

void scopeSnapshotWrite(execContext *x, const char *const *names, int n) {
    scopeSectionsInit();
    size_t handle = replyDeferredLen(x);
    long written = 0;
    for (int i = 0; i < n; i++) {
        execArg name = {names[i], strlen(names[i])};
        int at = sectionFind(&name);
        if (at < 0)
            continue;
        writeSection(x, at);
        written++;
    }
    replySetDeferredMap(x, handle, written);
}

static uint32_t classByName(const execArg *name) {
    for (unsigned i = 0; i < EVENT_CLASSES; i++) {
        const char *c = event_class_name[i];
        if (strlen(c) == name->len && strncasecmp(c, name->ptr, name->len) == 0)
            return 1U << i;
    }
    return name->len == 3 && strncasecmp(name->ptr, "all", 3) == 0 ? EVENTS_ALL_CLASSES : 0;
}

/* [CLASS c ...] [MIN-SPAN us]; classes may follow without the word. */
static bool subscribeArgs(execContext *x, uint32_t *classes, uint64_t *min_span_ns) {
    for (int i = 2; i < x->argc; i++) {
        long long us;
        if (argIs(x, i, "class"))
            continue;
        if (argIs(x, i, "min-span") && i + 1 < x->argc) {
            if (!argRange(x, ++i, 0, UINT32_MAX / 1000, &us, "ERR MIN-SPAN is out of range"))
                return false;
            *min_span_ns = (uint64_t)us * 1000;
            continue;
        }
        uint32_t class = classByName(&x->argv[i]);
        if (!class) {
            replyErrorFmt(x, "ERR no class of events '%.*s'", (int)(x->argv[i].len > 40 ? 40 : x->argv[i].len),
                          x->argv[i].ptr);
            return false;
        }
        *classes |= class;
    }
    if (!*classes)
        *classes = EVENTS_ALL_CLASSES;
    return true;
}

static void scopeSubscribe(execContext *x) {
    uint32_t classes = 0;
    uint64_t min_span_ns = 0;
    if (!subscribeArgs(x, &classes, &min_span_ns))
        return;
    if (!x->client || !scope_subscribe) {
        replyErrorC(x, "ERR events can be pushed to a connection only");
        return;
    }
    scope_subscribe(x->client, classes, min_span_ns);
    replyOk(x);
}

static void scopeUnsubscribe(execContext *x) {
    if (x->client && scope_subscribe)
        scope_subscribe(x->client, 0, 0);
    replyOk(x);
}

static void scopeFreeze(execContext *x) {
    const char *name = flightTrigger(EVENT_TRIGGER_COMMAND, 0);
    if (name) {
        replyBulkC(x, name);
    } else if (errno == ENOTSUP) {
        replyErrorC(x, "ERR the flight recorder is off");
    } else {
        replyErrorFmt(x, "ERR the flight recorder cannot write: %s", strerror(errno));
    }
}

static void scopeStats(execContext *x) {
    replyMap(x, 6);
    scopeText(x, "ring", traceRingPath());
    scopeLong(x, "events_written", traceEventsWritten());
    replyBulkC(x, "classes");
    replyArray(x, __builtin_popcount(trace_classes));
    for (unsigned i = 0; i < EVENT_CLASSES; i++)
        if (trace_classes >> i & 1)
            replyBulkC(x, event_class_name[i]);
    replyBulkC(x, "events");
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (unsigned i = 0; i < EVENT_TYPES; i++) {
        if (!event_name[i] || !trace_stats.events[i])
            continue;
        scopeLong(x, event_name[i], trace_stats.events[i]);
        n++;
    }
    replySetDeferredMap(x, handle, n);
    histogram h;
    replyBulkC(x, "window_ticks");
    replyMap(x, SCOPE_HISTOGRAM_PAIRS);
    traceWindowTick(&h);
    scopeHistogram(x, "", &h);
    replyBulkC(x, "window_commands");
    replyMap(x, SCOPE_HISTOGRAM_PAIRS);
    traceWindowExecute(&h);
    scopeHistogram(x, "", &h);
}

void scopeCommand(execContext *x) {
    static const struct {
        const char *name;
        void (*run)(execContext *x);
    } subcommands[] = {
        {"help", scopeHelp},           {"catalogue", scopeCatalogue},
        {"stats", scopeStats},         {"snapshot", scopeSnapshot},
        {"slabs", scopeSlabs},         {"xray", scopeXrayKey},
        {"subscribe", scopeSubscribe}, {"unsubscribe", scopeUnsubscribe},
        {"freeze", scopeFreeze},
    };
    scopeSectionsInit();
    for (size_t i = 0; x->argc > 1 && i < sizeof(subcommands) / sizeof(*subcommands); i++) {
        if (!argIs(x, 1, subcommands[i].name))
            continue;
        subcommands[i].run(x);
        return;
    }
    replyErrorSubcommand(x);
}
