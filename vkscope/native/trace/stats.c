/* stats.c: see stats.h. */
#define _GNU_SOURCE
#include "base/base.h"
#include "trace/trace.h"
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STOLEN_WORTH_TELLING_NS 1000000
#define LOOKS 64

traceStats trace_stats = {.tick_slow_ns = 10000000, .tick_tell_ns = 10000000, .part_floor = 1000000};

static uint64_t second_waited;

/* ----------------------------------------------------------------------------------------------------------- worst */

static void insertWorst(traceWorst *list, unsigned *n, const traceWorst *w) {
    unsigned at = *n;
    while (at > 0 && list[at - 1].execute_ns < w->execute_ns)
        at--;
    if (at == TRACE_WORST)
        return;
    unsigned last = *n < TRACE_WORST ? *n : TRACE_WORST - 1;
    memmove(&list[at + 1], &list[at], (last - at) * sizeof(*list));
    list[at] = *w;
    *n = last + 1;
}

void traceWorstAdd(const traceWorst *w, const char *key, size_t key_len) {
    char tail[4 + TRACE_KEY_SHOWN];
    traceWorst whole = *w;
    uint16_t shown = (uint16_t)(traceKey(tail, key, key_len) - 4); /* hides keys where they must be hidden */
    memcpy(&whole.key_len, tail, 2);
    memcpy(whole.key, tail + 4, shown);
    whole.key_shown = (uint8_t)shown;
    traceHalf *h = &trace_stats.half[trace_stats.current];
    insertWorst(h->worst, &h->nworst, &whole);
    if (h->nworst == TRACE_WORST)
        trace_stats.worst_floor = h->worst[TRACE_WORST - 1].execute_ns;
}

unsigned traceWorstList(traceWorst out[TRACE_WORST]) {
    unsigned n = 0;
    for (int i = 0; i < 2; i++)
        for (unsigned j = 0; j < trace_stats.half[i].nworst; j++)
            insertWorst(out, &n, &trace_stats.half[i].worst[j]);
    return n;
}

void traceWindowExecute(histogram *out) {
    *out = trace_stats.half[0].execute;
    histMerge(out, &trace_stats.half[1].execute);
}

void traceWindowTick(histogram *out) {
    *out = trace_stats.half[0].tick;
    histMerge(out, &trace_stats.half[1].tick);
}

void tracePartKey(unsigned phase, const char *key, size_t len) {
    tracePart *p = &trace_stats.part[phase];
    p->key_len = len > UINT16_MAX ? UINT16_MAX : (uint16_t)len;
    p->key_kept = len > TRACE_KEY_SHOWN ? TRACE_KEY_SHOWN : (uint8_t)len;
    memcpy(p->key, key, p->key_kept);
}

void traceTickThresholds(uint64_t slow_ns) {
    uint64_t flight = flight_config.tick_ns ? flight_config.tick_ns : UINT64_MAX, slow = slow_ns ? slow_ns : UINT64_MAX;
    trace_stats.tick_slow_ns = slow_ns;
    trace_stats.tick_tell_ns = slow < flight ? slow : flight;
    trace_stats.part_floor = trace_stats.tick_tell_ns / 10;
}

static void tellPhases(const traceTick *t, uint64_t now) {
    const uint64_t ns[TRACE_PHASES] = {
        [EVENT_PHASE_POLL] = t->poll_ns,     [EVENT_PHASE_READ] = t->read_ns,
        [EVENT_PHASE_PARSE] = t->parse_ns,   [EVENT_PHASE_EXECUTE] = t->execute_ns,
        [EVENT_PHASE_PYTHON] = t->python_ns, [EVENT_PHASE_BEFORE_SLEEP] = t->before_sleep_ns,
        [EVENT_PHASE_CRON] = t->cron_ns,
    };
    for (uint16_t i = 0; i < TRACE_PHASES; i++) {
        const tracePart *p = &trace_stats.part[i];
        if (ns[i] * 10 < t->span_ns || !ns[i])
            continue;
        /* The key's true length goes with the bytes that were kept. */
        bool known = p->ns > 0;
        evTickPhaseSlow(now, ns[i], known ? p->client : EVENT_NOBODY, p->ns, i, known ? p->command : 0,
                        known ? p->job : 0, p->key, known ? p->key_kept : 0);
    }
}

void traceTickEnded(const traceTick *t) {
    const tracePart *a = &trace_stats.part[EVENT_PHASE_EXECUTE], *b = &trace_stats.part[EVENT_PHASE_PYTHON];
    const tracePart *worst = b->ns > a->ns && b->command ? b : a;
    bool slow = trace_stats.tick_slow_ns && t->span_ns > trace_stats.tick_slow_ns;
    uint64_t now = clockMonoNs();
    uint16_t command = worst->ns ? worst->command : 0, flags = worst->ns && worst == b ? FLAG_COMMAND_PYTHON : 0;
    uint32_t client = worst->ns ? worst->client : EVENT_NOBODY;
    evTickEnded(now, t->span_ns, t->clients, t->commands, t->poll_ns, t->read_ns, t->parse_ns, t->execute_ns,
                t->python_ns, t->before_sleep_ns, t->cron_ns, t->other_ns, t->outside_ns, command, flags, client,
                worst->ns, t->pending, t->depth);
    if (slow) {
        evTickSlow(now, t->span_ns, t->clients, t->commands, t->poll_ns, t->read_ns, t->parse_ns, t->execute_ns,
                   t->python_ns, t->before_sleep_ns, t->cron_ns, t->other_ns, t->outside_ns, command, flags, client,
                   worst->ns, t->pending, t->depth);
        tellPhases(t, now);
    }
    traceTickForget();
    if (unlikely(flight_config.tick_ns && t->span_ns > flight_config.tick_ns))
        flightTrigger(EVENT_TRIGGER_TICK, t->span_ns);
}

static void rotate(uint64_t now) {
    if (now - trace_stats.window_started < TRACE_WINDOW_NS)
        return;
    trace_stats.window_started = now;
    trace_stats.current ^= 1;
    memset(&trace_stats.half[trace_stats.current], 0, sizeof(traceHalf));
    trace_stats.worst_floor = 0;
    happenedTurn(now);
}

void traceStatsReset(void) {
    happenedReset();
    memset(trace_stats.half, 0, sizeof(trace_stats.half));
    trace_stats.worst_floor = 0;
}

/* ---------------------------------------------------------------------------------------------------------- sample */

static bool readProc(const char *path, char *buf, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, buf, size - 1);
    close(fd);
    buf[n > 0 ? n : 0] = 0;
    return n > 0;
}

uint64_t traceResidentBytes(void) {
    char buf[128];
    uint64_t pages;
    if (!readProc("/proc/self/statm", buf, sizeof(buf)) || sscanf(buf, "%*u %" SCNu64, &pages) != 1)
        return 0;
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static struct {
    int fd; /* 0: not opened yet */
    struct {
        uint64_t time, wait; /* the account's waiting, then */
    } looks[LOOKS];
    unsigned at;             /* the newest */
    uint64_t told, run_told; /* when CpuStolen was written last, and cpu_run_ns then */
    uint64_t waited;         /* since */
} cpu;

/* /proc/self/schedstat: ns run, ns waited for a processor, slices; of the main thread. */
static bool readSchedule(uint64_t *run, uint64_t *wait) {
    char buf[128];
    if (!cpu.fd)
        cpu.fd = open("/proc/self/schedstat", O_RDONLY | O_CLOEXEC);
    ssize_t n = cpu.fd > 0 ? pread(cpu.fd, buf, sizeof(buf) - 1, 0) : -1;
    if (n <= 0)
        return false;
    buf[n] = 0;
    return sscanf(buf, "%" SCNu64 " %" SCNu64, run, wait) == 2;
}

static void remember(uint64_t now, uint64_t wait) {
    cpu.at = (cpu.at + 1) % LOOKS;
    cpu.looks[cpu.at].time = now;
    cpu.looks[cpu.at].wait = wait;
}

bool traceCpuLook(void) {
    uint64_t run, wait, now = clockMonoNs();
    if (!readSchedule(&run, &wait))
        return false;
    uint64_t waited = cpu.told ? wait - trace_stats.cpu_wait_ns : 0;
    trace_stats.cpu_run_ns = run;
    trace_stats.cpu_wait_ns = wait;
    remember(now, wait);
    if (!cpu.told) {
        cpu.told = now;
        cpu.run_told = run;
    }
    second_waited += waited;
    cpu.waited += waited;
    return true;
}

uint64_t traceStolen(uint64_t span_ns) {
    if (span_ns < STOLEN_WORTH_TELLING_NS || !traceCpuLook())
        return 0;
    uint64_t now = cpu.looks[cpu.at].time, start = now - span_ns;
    unsigned i = cpu.at;
    for (unsigned n = 1; n < LOOKS && cpu.looks[i].time > start; n++) {
        unsigned older = (i + LOOKS - 1) % LOOKS;
        if (!cpu.looks[older].time)
            break;
        i = older;
    }
    uint64_t waited = cpu.looks[cpu.at].wait - cpu.looks[i].wait, length = now - cpu.looks[i].time;
    if (length <= span_ns) /* nobody looked before it began: this much at least */
        return waited < span_ns ? waited : span_ns;
    uint64_t even = (uint64_t)((double)waited * (double)span_ns / (double)length);
    uint64_t outside = length - span_ns, least = waited > outside ? waited - outside : 0;
    return even > least ? even : least;
}

/* Once a second: what was stolen since the last time. */
static void sampleCpu(uint64_t now) {
    uint64_t since = cpu.told, ran = cpu.run_told;
    if (!traceCpuLook())
        return;
    trace_stats.cpu_wait_last = second_waited;
    second_waited = 0;
    if (since && cpu.waited >= STOLEN_WORTH_TELLING_NS)
        evCpuStolen(now, traceSat32((now - since) / 1000000), cpu.waited, trace_stats.cpu_run_ns - ran);
    cpu.told = now;
    cpu.run_told = trace_stats.cpu_run_ns;
    cpu.waited = 0;
}

void traceCron(uint64_t python_bytes, uint64_t maxmemory) {
    uint64_t now = clockMonoNs(), used = zmallocUsed();
    rotate(now);
    trace_stats.rss = traceResidentBytes();
    trace_stats.python_bytes = python_bytes;
    uint64_t permille = used ? trace_stats.rss * 1000 / used : 0;
    evMemorySampled(now, used, trace_stats.rss, zmallocPeak(), python_bytes, maxmemory, traceSat32(permille));
    sampleCpu(now);
    traceClockCheck();
    flightCron(now);
}
