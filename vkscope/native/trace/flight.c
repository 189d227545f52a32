/* flight.c: see flight.h. */
#define _GNU_SOURCE
#include "base/base.h"
#include "trace/trace.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK (256u << 10)
#define P99_AT_LEAST 100 /* commands in the window before their p99 says anything */

/* The head of a recording: 64 bytes, then the JSON meta data padded to 16. */
typedef struct recordHeader {
    char magic[8];        /* "VKTRACE1" */
    uint32_t version;     /* of the format: 1 */
    uint32_t header_size; /* 64 */
    uint64_t hash;        /* of the catalogue */
    int64_t wall_offset;  /* Unix ns = time + wall_offset */
    uint64_t created;     /* CLOCK_MONOTONIC, ns */
    uint32_t meta_len;    /* bytes of JSON, padding counted */
    uint32_t flags;       /* 0 */
    uint64_t spare[2];
} recordHeader;
static_assert(sizeof(recordHeader) == 64, "recordings depend on it");

/* The head of a chunk: 48 bytes, then `length` bytes. */
typedef struct chunkHeader {
    uint32_t magic; /* "CHNK" */
    uint16_t kind;  /* 1: events */
    uint16_t flags;
    uint32_t length, count;
    uint64_t first, last; /* times of its first and last event, ns */
    uint32_t lost;        /* events lost before it */
    uint32_t crc;         /* 0: none */
    uint64_t spare;
} chunkHeader;
static_assert(sizeof(chunkHeader) == 48, "recordings depend on it");

flightConfig flight_config = {.seconds = 30, .min_interval_ns = 60000000000ULL};

static const char *const trigger_name[] = {"command", "tick", "p99", "oom", "signal", "failover", "crash"};

static struct {
    pthread_t thread;
    bool running;        /* the thread is to be joined */
    _Atomic bool done;   /* set last by the thread */
    uint64_t last;       /* when the last file was started */
    uint32_t suppressed; /* triggers passed over since */
    char name[64];
    char path[sizeof(flight_config.dir) + 64];
    unsigned trigger;
    uint64_t value, now;
} flight;

static bool writeAll(int fd, const void *data, size_t len) {
    const char *p = data;
    while (len) {
        ssize_t n = write(fd, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

static bool writeHead(int fd) {
    char intro[256];
    size_t len, intro_len;
    const char *meta = traceMeta(&len);
    intro_len = (size_t)snprintf(intro, sizeof(intro), "{\"source\":\"flight\",\"trigger\":\"%s\",\"value\":%llu,",
                                 trigger_name[flight.trigger], (unsigned long long)flight.value);
    size_t whole = intro_len + (len ? len - 1 : 0), padded = (whole + 15) & ~(size_t)15;
    recordHeader h = {.magic = "VKTRACE",
                      .version = 1,
                      .header_size = sizeof(h),
                      .hash = EVENTS_HASH,
                      .wall_offset = traceRing()->wall_offset,
                      .created = flight.now,
                      .meta_len = (uint32_t)padded};
    h.magic[7] = '1';
    static const char blank[] = "                ";
    return writeAll(fd, &h, sizeof(h)) && writeAll(fd, intro, intro_len) && writeAll(fd, meta + 1, whole - intro_len) &&
           writeAll(fd, blank, padded - whole);
}

static bool writeChunk(int fd, const char *bytes, size_t len, uint32_t count, uint64_t lost) {
    chunkHeader c = {.kind = 1, .length = (uint32_t)len, .count = count, .lost = traceSat32(lost)};
    memcpy(&c.magic, "CHNK", 4);
    for (size_t at = 0; at < len;) {
        traceEvent e;
        memcpy(&e, bytes + at, sizeof(e));
        if (!c.first || e.time < c.first)
            c.first = e.time;
        if (e.time > c.last)
            c.last = e.time;
        at += sizeof(e) + (size_t)e.payload * 16;
    }
    return writeAll(fd, &c, sizeof(c)) && writeAll(fd, bytes, len);
}

static bool writeFile(int fd, char *buf) {
    traceReader reader;
    traceReaderStart(&reader, true);
    uint64_t past = flight_config.seconds * 1000000000ULL;
    traceFilter filter = {.classes = UINT32_MAX, .since_ns = flight.now > past ? flight.now - past : 0};
    if (!writeHead(fd))
        return false;
    for (uint64_t told = 0;;) {
        uint32_t count;
        size_t n = traceReaderDrain(&reader, &filter, buf, CHUNK, &count);
        if (!n)
            return true;
        traceEvent first;
        memcpy(&first, buf, sizeof(first));
        if (first.time > flight.now + 1000000000ULL)
            return true; /* the past is what was asked for */
        if (!writeChunk(fd, buf, n, count, reader.lost - told))
            return false;
        told = reader.lost;
    }
}

/* Writes under a name that nobody takes for a recording, then renames: a file that has its name is whole. */
static void *writer(void *unused) {
    (void)unused;
    char part[sizeof(flight.path) + 8];
    snprintf(part, sizeof(part), "%s.part", flight.path);
    char *buf = malloc(CHUNK); /* not zmalloc: this is not the thread that owns it */
    int fd = buf ? open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
    if (fd >= 0) {
        bool ok = writeFile(fd, buf);
        close(fd);
        if (!ok || rename(part, flight.path) != 0)
            unlink(part);
    }
    free(buf);
    atomic_store_explicit(&flight.done, true, memory_order_release); /* after all that the thread did */
    return NULL;
}

static bool busy(void) {
    if (!flight.running)
        return false;
    if (!atomic_load_explicit(&flight.done, memory_order_acquire))
        return true;
    flightJoin();
    return false;
}

void flightJoin(void) {
    if (!flight.running)
        return;
    pthread_join(flight.thread, NULL);
    flight.running = false;
}

static int startWriter(void) {
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old); /* signals belong to the main thread */
    atomic_store_explicit(&flight.done, false, memory_order_relaxed);
    int rc = pthread_create(&flight.thread, NULL, writer, NULL);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    flight.running = rc == 0;
    return rc;
}

static int refusal(unsigned trigger, uint64_t now) {
    if (!flight_config.dir[0] || !traceRing())
        return ENOTSUP;
    if (busy())
        return EBUSY;
    bool early = flight.last && now - flight.last < flight_config.min_interval_ns;
    if (early && trigger != EVENT_TRIGGER_COMMAND)
        return EAGAIN;
    return access(flight_config.dir, W_OK | X_OK) == 0 ? 0 : errno;
}

const char *flightTrigger(unsigned trigger, uint64_t value) {
    vkAssert(trigger < sizeof(trigger_name) / sizeof(*trigger_name));
    uint64_t now = clockMonoNs();
    int why = refusal(trigger, now);
    if (why) {
        flight.suppressed += why == EBUSY || why == EAGAIN;
        errno = why;
        return NULL;
    }
    long long ms = (long long)clockWallMs();
    snprintf(flight.name, sizeof(flight.name), "flight-%lld.vkt", ms);
    snprintf(flight.path, sizeof(flight.path), "%s/%s", flight_config.dir, flight.name);
    flight.trigger = trigger;
    flight.value = value;
    flight.now = flight.last = now;
    evFlightRecorderTriggered(now, value, trigger, flight.suppressed, flight.name, strlen(flight.name));
    flight.suppressed = 0;
    int rc = startWriter();
    errno = rc;
    return rc ? NULL : flight.name;
}

void flightCron(uint64_t now_ns) {
    (void)now_ns;
    busy();
    if (!flight_config.p99_ns)
        return;
    histogram window;
    traceWindowExecute(&window);
    uint64_t p99 = histPercentile(&window, 99);
    if (window.count >= P99_AT_LEAST && p99 > flight_config.p99_ns)
        flightTrigger(EVENT_TRIGGER_P99, p99);
}
