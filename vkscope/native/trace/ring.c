/* ring.c: the file, the writer and the classes; see ring.h. */
#define _GNU_SOURCE
#include "base/base.h"
#include "trace/trace.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0 /* clang's way to ask; gcc defines a macro */
#endif
#define PAGE 4096u
#define CAPACITY_MIN (64u << 10)
#define META_AT PAGE
#define FIRST_RING (META_AT + TRACE_META_MAX)

#define HELD 4096 /* commands whose reply is not written yet */

typedef struct ringView {
    traceControl *control;
    char *data;
    uint64_t head, events; /* the writer's; what control says lags behind while events are held */
    uint64_t last;         /* position of the last event */
    bool held;
    uint64_t mask;
    unsigned block_shift;
    uint8_t index;
} ringView;

uint32_t trace_classes = EVENTS_DEFAULT_CLASSES;
uint32_t trace_tick;

static traceHeader *header;
static ringView rings[TRACE_RINGS];
static size_t control_bytes;
static char ring_path[256];
static unsigned readers[EVENT_CLASSES];
static bool hide_keys;

/* Commands written and not published. A chain is epoch << 16 | place, places count from 1. */
static struct {
    struct {
        uint64_t position;
        uint16_t before;
    } command[HELD];
    uint16_t n;
    uint64_t epoch;
} held;

static _Thread_local ringView *my_ring __attribute__((tls_model("initial-exec")));

int64_t traceWallOffset(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec - (int64_t)clockMonoNs();
}

void traceDefaultPath(char *buf, size_t size, int port) {
    const char *dir = access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");
    snprintf(buf, size, "%s/vkscope-%d-%d.ring", dir && *dir ? dir : "/tmp", (int)getpid(), port);
}

static size_t capacityOf(size_t wanted) {
    size_t capacity = CAPACITY_MIN;
    while (capacity < wanted)
        capacity *= 2;
    return capacity;
}

static size_t placeRings(traceRingPlace *place, size_t capacity) {
    size_t at = FIRST_RING;
    for (int i = 0; i < TRACE_RINGS; i++) {
        place[i].capacity = i == TRACE_RING_MAIN ? capacity : capacityOf(capacity / 8);
        place[i].control = at;
        place[i].data = at + PAGE;
        at += PAGE + place[i].capacity;
    }
    return at;
}

/* Bytes of a ring may change while a reader copies them: it throws such a copy away. The thread sanitizer knows neither
 * fences nor that, so its builds copy word by word, atomically. */
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#define RING_FENCE(order) ((void)0)
#define RING_STORE(at, value, order) __atomic_store_n(at, value, __ATOMIC_SEQ_CST)
#define RING_LOAD(at, order) __atomic_load_n(at, __ATOMIC_SEQ_CST)

static void ringPut(char *ring, const void *from, size_t n) {
    for (size_t i = 0; i + 8 <= n; i += 8) {
        uint64_t word;
        memcpy(&word, (const char *)from + i, 8);
        __atomic_store_n((uint64_t *)(void *)(ring + i), word, __ATOMIC_RELAXED);
    }
}

static void ringGet(char *to, const char *ring, size_t n) {
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t word = __atomic_load_n((const uint64_t *)(const void *)(ring + i), __ATOMIC_RELAXED);
        memcpy(to + i, &word, 8);
    }
    for (; i < n; i++)
        to[i] = __atomic_load_n(ring + i, __ATOMIC_RELAXED);
}
#else
#define RING_FENCE(order) __atomic_thread_fence(order)
#define RING_STORE(at, value, order) __atomic_store_n(at, value, order)
#define RING_LOAD(at, order) __atomic_load_n(at, order)
#define ringPut(ring, from, n) memcpy(ring, from, n)
#define ringGet(to, ring, n) memcpy(to, ring, n)
#endif

/* The same bytes twice in a row. */
static char *mapTwice(int fd, const traceRingPlace *place) {
    char *at = mmap(NULL, place->capacity * 2, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED)
        return NULL;
    for (int half = 0; half < 2; half++) {
        void *want = at + (size_t)half * place->capacity;
        void *got = mmap(want, place->capacity, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, (off_t)place->data);
        if (got == MAP_FAILED) {
            munmap(at, place->capacity * 2);
            return NULL;
        }
    }
    return at;
}

static bool mapRing(int fd, const traceRingPlace *place, int index) {
    ringView *r = &rings[index];
    r->control = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)place->control);
    if (r->control == MAP_FAILED) {
        r->control = NULL;
        return false;
    }
    r->data = mapTwice(fd, place);
    r->mask = place->capacity - 1;
    r->block_shift = (unsigned)__builtin_ctzl(place->capacity / TRACE_BLOCKS);
    r->index = (uint8_t)index;
    return r->data != NULL;
}

static int openFile(const char *path) {
    if (!path)
        return memfd_create("vkscope-ring", MFD_CLOEXEC);
    unlink(path);
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

bool traceInit(const char *path, size_t capacity) {
    static_assert(sizeof(traceControl) <= PAGE, "a control page holds it");
    traceRingPlace place[TRACE_RINGS];
    size_t total = placeRings(place, capacityOf(capacity ? capacity : TRACE_CAPACITY));
    int fd = openFile(path);
    if (fd < 0)
        return false;
    snprintf(ring_path, sizeof(ring_path), "%s", path ? path : "");
    control_bytes = FIRST_RING;
    void *map = MAP_FAILED;
    if (ftruncate(fd, (off_t)total) == 0)
        map = mmap(NULL, FIRST_RING, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    bool ok = map != MAP_FAILED;
    header = ok ? map : NULL;
    for (int i = 0; ok && i < TRACE_RINGS; i++)
        ok = mapRing(fd, &place[i], i);
    int saved = errno;
    close(fd);
    if (!ok) {
        traceClose(true);
        errno = saved;
        return false;
    }
    memcpy(header->magic, "VKRING01", 8);
    header->version = EVENTS_VERSION;
    header->pid = (uint32_t)getpid();
    header->hash = EVENTS_HASH;
    header->wall_offset = traceWallOffset();
    header->started = clockMonoNs();
    header->rings = TRACE_RINGS;
    header->page = PAGE;
    header->meta = META_AT;
    memcpy(header->place, place, sizeof(place));
    traceCommandNames(NULL, 0);
    traceThreadUse(TRACE_RING_MAIN);
    return true;
}

void traceForked(void) {
    traceThreadUse(TRACE_RING_CHILD);
}

void traceClose(bool remove) {
    if (header && header->pid == (uint32_t)getpid())
        flightJoin(); /* a forked child has no such thread */
    my_ring = NULL;
    for (int i = 0; i < TRACE_RINGS; i++) {
        if (rings[i].data)
            munmap(rings[i].data, (rings[i].mask + 1) * 2);
        if (rings[i].control)
            munmap(rings[i].control, PAGE);
        rings[i] = (ringView){0};
    }
    if (header)
        munmap(header, control_bytes);
    header = NULL;
    if (remove && ring_path[0])
        unlink(ring_path);
    ring_path[0] = 0;
}

const traceHeader *traceRing(void) {
    return header;
}

uint64_t traceEventsWritten(void) {
    uint64_t sum = 0;
    for (int i = 0; header && i < TRACE_RINGS; i++)
        sum += __atomic_load_n(&rings[i].control->events, __ATOMIC_RELAXED);
    return sum;
}

const char *traceRingPath(void) {
    return ring_path;
}

void traceClockCheck(void) {
    if (!header)
        return;
    int64_t now = traceWallOffset(), jump = (now - header->wall_offset) / 1000000;
    if (jump > 100 || jump < -100)
        evClockJumped(clockMonoNs(), jump);
    header->wall_offset = now;
}

/* ------------------------------------------------------------------------------------------------------------ meta */

static size_t putQuoted(char *at, const char *end, const char *text) {
    char *start = at;
    if (at + 8 >= end)
        return 0;
    *at++ = '"';
    for (; *text && at + 8 < end; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            *at++ = '\\';
        if (c >= 32)
            *at++ = (char)c;
    }
    *at++ = '"';
    return (size_t)(at - start);
}

void traceCommandNames(const char *const *names, size_t n) {
    if (!header)
        return;
    char *base = (char *)header + META_AT, *at = base, *end = base + TRACE_META_MAX;
    __atomic_store_n(&header->meta_len, 0, __ATOMIC_RELEASE); /* readers see none or a whole one */
    at += snprintf(at, (size_t)(end - at), "{\"pid\":%d,\"catalogue\":%s,\"commands\":[", (int)getpid(), events_json);
    for (size_t i = 0; i < n && at + 300 < end; i++) {
        if (i)
            *at++ = ',';
        at += putQuoted(at, end - 8, names[i] ? names[i] : "");
    }
    at += snprintf(at, (size_t)(end - at), "]}");
    __atomic_store_n(&header->meta_len, (uint64_t)(at - base), __ATOMIC_RELEASE);
}

const char *traceMeta(size_t *len) {
    *len = header ? __atomic_load_n(&header->meta_len, __ATOMIC_ACQUIRE) : 0;
    return header ? (const char *)header + META_AT : "";
}

/* --------------------------------------------------------------------------------------------------------- writing */

void traceThreadUse(int ring) {
    my_ring = ring >= 0 && ring < TRACE_RINGS && rings[ring].data ? &rings[ring] : NULL;
    if (!my_ring)
        return;
    my_ring->head = __atomic_load_n(&my_ring->control->head, __ATOMIC_RELAXED);
    my_ring->events = __atomic_load_n(&my_ring->control->events, __ATOMIC_RELAXED);
    my_ring->held = false;
}

void traceHideKeys(bool hide) {
    hide_keys = hide;
}

static size_t putTail(char *at, const char *text, size_t len, bool hide) {
    uint16_t whole = len > UINT16_MAX ? UINT16_MAX : (uint16_t)len;
    uint16_t shown = hide ? 0 : len > TRACE_KEY_SHOWN ? TRACE_KEY_SHOWN : (uint16_t)len;
    memcpy(at, &whole, 2);
    memcpy(at + 2, &shown, 2);
    if (shown)
        memcpy(at + 4, text, shown);
    return 4U + shown;
}

size_t traceKey(void *at, const char *key, size_t len) {
    return putTail(at, key, len, hide_keys);
}

size_t traceText(void *at, const char *text, size_t len) {
    return putTail(at, text, len, false);
}

static void enterBlock(traceControl *c, uint64_t block, uint64_t position, uint64_t sequence) {
    traceBlock *b = &c->block[block % TRACE_BLOCKS];
    __atomic_store_n(&b->sequence, sequence, __ATOMIC_RELAXED);
    __atomic_store_n(&b->position, position, __ATOMIC_RELEASE);
    c->last_block = block + 1;
}

static inline void publish(ringView *r) {
    traceControl *c = r->control;
    __atomic_store_n(&c->events, r->events, __ATOMIC_RELAXED);
    __atomic_store_n(&c->head, r->head, __ATOMIC_RELEASE); /* after the bytes that it covers */
}

/* Whole units of 16 bytes; what the payload leaves of the last one is 0. */
static inline void putPayload(char *at, const void *payload, size_t len) {
    size_t whole = len & ~(size_t)15, rest = len - whole;
    ringPut(at, payload, whole);
    if (!rest)
        return;
    char last[16] = {0};
    memcpy(last, (const char *)payload + whole, rest);
    ringPut(at + whole, last, 16);
}

void traceEmitAt(enum eventType type, uint64_t now_ns, uint64_t span_ns, uint32_t subject, uint64_t value,
                 const void *payload, size_t len) {
    ringView *r = my_ring;
    if (unlikely(!r))
        return;
    size_t padded = (len + 15) & ~(size_t)15, total = sizeof(traceEvent) + padded;
    vkDebugAssert(padded <= 255 * 16);
    traceControl *c = r->control;
    uint64_t head = r->head, events = r->events;
    RING_STORE(&c->reserved, head + total, __ATOMIC_RELAXED);
    RING_FENCE(__ATOMIC_RELEASE); /* reserved is seen before any byte that it announces */
    if (unlikely(head >> r->block_shift >= c->last_block))
        enterBlock(c, head >> r->block_shift, head, events);
    char *at = r->data + (head & r->mask);
    traceEvent e = {.time = now_ns,
                    .span = traceSat32(span_ns),
                    .type = (uint16_t)type,
                    .payload = (uint8_t)(padded / 16),
                    .ring = r->index,
                    .tick = trace_tick,
                    .subject = subject,
                    .value = value};
    ringPut(at, &e, sizeof(e));
    if (len)
        putPayload(at + sizeof(e), payload, len);
    trace_stats.events[type]++;
    if (r->index == TRACE_RING_MAIN)
        happenedAdd(&e, at + sizeof(e));
    r->last = head;
    r->head = head + total;
    r->events = events + 1;
    if (likely(!r->held)) {
        publish(r);
    } else if (r->head - __atomic_load_n(&c->head, __ATOMIC_RELAXED) > (r->mask + 1) / 4) {
        tracePublish(); /* readers keep most of the ring to read from */
    }
}

void traceHold(void) {
    if (my_ring)
        my_ring->held = true;
}

void tracePublish(void) {
    if (!my_ring || !my_ring->held)
        return;
    my_ring->held = false;
    publish(my_ring);
    held.n = 0;
    held.epoch++;
}

uint64_t traceHeldCommand(uint64_t before) {
    if (!my_ring || !my_ring->held)
        return 0;
    if (held.n == HELD)
        return before;
    bool same = before >> 16 == held.epoch;
    held.command[held.n].position = my_ring->last;
    held.command[held.n].before = same ? (uint16_t)before : 0;
    held.n++;
    return held.epoch << 16 | held.n;
}

void traceWritten(uint64_t chain, uint64_t now_ns) {
    if (!my_ring || !my_ring->held || chain >> 16 != held.epoch)
        return;
    for (uint16_t at = (uint16_t)chain; at; at = held.command[at - 1].before) {
        char *event = my_ring->data + (held.command[at - 1].position & my_ring->mask);
        uint64_t ended;
        memcpy(&ended, event, sizeof(ended));
        uint32_t ns = traceSat32(now_ns - ended);
        char *at_write = event + sizeof(traceEvent) + offsetof(evCommandExecutedPayload, write_ns);
        __atomic_store_n((uint32_t *)(void *)at_write, ns, __ATOMIC_RELAXED);
    }
}

void traceEmit(enum eventType type, uint64_t span_ns, uint32_t subject, uint64_t value, const void *payload,
               size_t len) {
    if (traceOn(event_class[type]))
        traceEmitAt(type, clockMonoNs(), span_ns, subject, value, payload, len);
}

/* --------------------------------------------------------------------------------------------------------- classes */

static void recount(void) {
    uint32_t mask = EVENTS_DEFAULT_CLASSES;
    for (unsigned i = 0; i < EVENT_CLASSES; i++)
        if (readers[i])
            mask |= 1U << i;
    trace_classes = mask;
}

void traceRead(uint32_t classes) {
    for (unsigned i = 0; i < EVENT_CLASSES; i++)
        readers[i] += classes >> i & 1;
    recount();
}

void traceUnread(uint32_t classes) {
    for (unsigned i = 0; i < EVENT_CLASSES; i++) {
        vkAssert(readers[i] >= (classes >> i & 1));
        readers[i] -= classes >> i & 1;
    }
    recount();
}

/* --------------------------------------------------------------------------------------------------------- reading */

/* Moves to the oldest event that will stay whole for a while; counts what lies between as lost. */
static void readerResync(traceReader *r, int i) {
    traceControl *c = rings[i].control;
    uint64_t capacity = rings[i].mask + 1, block = capacity / TRACE_BLOCKS;
    uint64_t head = __atomic_load_n(&c->head, __ATOMIC_ACQUIRE);
    uint64_t reserved = __atomic_load_n(&c->reserved, __ATOMIC_RELAXED);
    uint64_t safe = reserved + 2 * block > capacity ? reserved + 2 * block - capacity : 0;
    uint64_t best = head, sequence = __atomic_load_n(&c->events, __ATOMIC_RELAXED);
    for (int b = 0; b < TRACE_BLOCKS; b++) {
        uint64_t p = __atomic_load_n(&c->block[b].position, __ATOMIC_ACQUIRE);
        uint64_t s = __atomic_load_n(&c->block[b].sequence, __ATOMIC_RELAXED);
        if (p >= safe && p < best && s >= r->sequence[i])
            best = p, sequence = s;
    }
    r->lost += sequence - r->sequence[i];
    r->position[i] = best;
    r->sequence[i] = sequence;
}

void traceReaderStart(traceReader *r, bool oldest) {
    *r = (traceReader){0};
    if (!header)
        return;
    for (int i = 0; i < TRACE_RINGS; i++) {
        traceControl *c = rings[i].control;
        uint64_t head = __atomic_load_n(&c->head, __ATOMIC_ACQUIRE);
        if (!oldest) {
            r->position[i] = head;
            r->sequence[i] = __atomic_load_n(&c->events, __ATOMIC_RELAXED);
        } else if (__atomic_load_n(&c->reserved, __ATOMIC_RELAXED) > rings[i].mask + 1) {
            readerResync(r, i);
        }
    }
    r->lost = 0;
}

uint64_t traceReaderPending(const traceReader *r) {
    uint64_t bytes = 0;
    for (int i = 0; header && i < TRACE_RINGS; i++)
        bytes += __atomic_load_n(&rings[i].control->head, __ATOMIC_ACQUIRE) - r->position[i];
    return bytes;
}

static bool wanted(const traceFilter *f, const traceEvent *e) {
    if (!f)
        return true;
    if (e->type >= EVENT_TYPES || !(event_class[e->type] & f->classes))
        return false;
    if (e->time < f->since_ns)
        return false;
    return e->span == 0 || e->span >= f->min_span_ns;
}

/* Keeps the wanted ones of `len` copied bytes in place; returns bytes kept, *used is what was looked at. */
static size_t compact(char *dst, size_t len, const traceFilter *f, size_t *used, uint32_t *seen, uint32_t *count) {
    size_t at = 0, kept = 0;
    while (at + sizeof(traceEvent) <= len) {
        traceEvent e;
        memcpy(&e, dst + at, sizeof(e));
        size_t total = sizeof(e) + (size_t)e.payload * 16;
        if (at + total > len)
            break;
        if (wanted(f, &e)) {
            if (kept != at)
                memmove(dst + kept, dst + at, total);
            kept += total;
            ++*count;
        }
        at += total;
        ++*seen;
    }
    *used = at;
    return kept;
}

static size_t drainRing(traceReader *r, int i, const traceFilter *f, char *dst, size_t size, uint32_t *count) {
    traceControl *c = rings[i].control;
    uint64_t capacity = rings[i].mask + 1;
    for (;;) {
        uint64_t head = __atomic_load_n(&c->head, __ATOMIC_ACQUIRE), at = r->position[i];
        if (head == at)
            return 0;
        uint64_t take = head - at < size ? head - at : size;
        if (head - at <= capacity)
            ringGet(dst, rings[i].data + (at & rings[i].mask), take);
        RING_FENCE(__ATOMIC_ACQUIRE); /* the bytes are read before reserved */
        if (RING_LOAD(&c->reserved, __ATOMIC_RELAXED) - at > capacity) {
            readerResync(r, i);
            continue;
        }
        size_t used;
        uint32_t seen = 0;
        size_t kept = compact(dst, take, f, &used, &seen, count);
        r->position[i] += used;
        r->sequence[i] += seen;
        if (kept || used == 0)
            return kept;
    }
}

size_t traceReaderDrain(traceReader *r, const traceFilter *filter, char *dst, size_t size, uint32_t *count) {
    size_t total = 0;
    *count = 0;
    if (!header)
        return 0;
    vkAssert(size >= TRACE_EVENT_MAX);
    for (int i = 0; i < TRACE_RINGS; i++)
        while (size - total >= TRACE_EVENT_MAX) {
            size_t n = drainRing(r, i, filter, dst + total, size - total, count);
            if (!n)
                break;
            total += n;
        }
    return total;
}
