/* trace.c: see trace.h. */
#define _GNU_SOURCE
#include "base/base.h"
#include "trace/trace.h"
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define RING_HEADER 4096

unsigned trace_classes = EVENTS_DEFAULT_CLASSES;
uint32_t trace_tick;

static traceHeader *ring;
static char *ring_data;
static char ring_path[256];
static unsigned readers[32];
static bool hide_keys;

static int64_t wallOffset(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec - (int64_t)clockMonoNs();
}

bool traceInit(const char *path, size_t capacity) {
    int fd = -1, flags = MAP_SHARED;
    if (path) {
        unlink(path);
        fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0) return false;
        if (ftruncate(fd, (off_t)(RING_HEADER + capacity)) != 0) {
            close(fd);
            unlink(path);
            return false;
        }
        snprintf(ring_path, sizeof(ring_path), "%s", path);
    } else {
        flags |= MAP_ANONYMOUS;
    }
    void *map = mmap(NULL, RING_HEADER + capacity, PROT_READ | PROT_WRITE, flags, fd, 0);
    if (fd >= 0) close(fd);
    if (map == MAP_FAILED) return false;
    ring = map;
    ring_data = (char *)map + RING_HEADER;
    memcpy(ring->magic, "VKRING01", 8);
    ring->version = EVENTS_VERSION;
    ring->pid = (uint32_t)getpid();
    ring->hash = EVENTS_HASH;
    ring->capacity = capacity;
    ring->wall_offset = wallOffset();
    return true;
}

void traceClose(bool remove) {
    if (!ring) return;
    munmap(ring, RING_HEADER + ring->capacity);
    ring = NULL;
    if (remove && ring_path[0]) unlink(ring_path);
    ring_path[0] = 0;
}

const traceHeader *traceRing(void) {
    return ring;
}

const char *traceRingPath(void) {
    return ring_path;
}

void traceHideKeys(bool hide) {
    hide_keys = hide;
}

size_t traceKey(void *at, const char *key, size_t len) {
    uint16_t whole = len > UINT16_MAX ? UINT16_MAX : (uint16_t)len;
    uint16_t shown = hide_keys ? 0 : len > TRACE_KEY_SHOWN ? TRACE_KEY_SHOWN : (uint16_t)len;
    memcpy(at, &whole, 2);
    memcpy((char *)at + 2, &shown, 2);
    if (shown) memcpy((char *)at + 4, key, shown);
    return 4U + shown;
}

void traceEmit(enum eventType type, uint64_t span_ns, uint32_t subject, uint64_t value, const void *payload, size_t len) {
    if (!(trace_classes & event_class[type]) || !ring) return;
    size_t padded = (len + 15) & ~(size_t)15, total = sizeof(traceEvent) + padded;
    vkAssert(padded <= 255 * 16);
    uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    size_t at = head % ring->capacity, rest = ring->capacity - at;
    if (rest < total) {
        if (rest >= sizeof(traceEvent)) memset(ring_data + at, 0, sizeof(traceEvent));
        /* Readers must not take what is about to be overwritten for whole: head moves first. */
        head += rest;
        at = 0;
    }
    traceEvent e = {.time = clockMonoNs(), .type = (uint16_t)type, .tick = trace_tick, .subject = subject, .value = value};
    e.span = span_ns > UINT32_MAX ? UINT32_MAX : (uint32_t)span_ns;
    e.payload = (uint8_t)(padded / 16);
    memcpy(ring_data + at, &e, sizeof(e));
    if (len) {
        memcpy(ring_data + at + sizeof(e), payload, len);
        memset(ring_data + at + sizeof(e) + len, 0, padded - len);
    }
    atomic_store_explicit(&ring->events, atomic_load_explicit(&ring->events, memory_order_relaxed) + 1, memory_order_relaxed);
    atomic_store_explicit(&ring->head, head + total, memory_order_release); /* after the bytes that it covers */
}

static void recount(void) {
    unsigned mask = EVENTS_DEFAULT_CLASSES;
    for (unsigned i = 0; i < 32; i++)
        if (readers[i]) mask |= 1U << i;
    trace_classes = mask;
}

void traceRead(unsigned classes) {
    for (unsigned i = 0; i < 32; i++) readers[i] += classes >> i & 1;
    recount();
}

void traceUnread(unsigned classes) {
    for (unsigned i = 0; i < 32; i++) {
        vkAssert(readers[i] >= (classes >> i & 1));
        readers[i] -= classes >> i & 1;
    }
    recount();
}

size_t traceCopy(uint64_t *position, uint64_t *seen, uint64_t *lost, char *dst, size_t size) {
    if (!ring) return 0;
    uint64_t head = atomic_load_explicit(&ring->head, memory_order_acquire);
    if (head - *position > ring->capacity) {
        *lost += ring->events - *seen;
        *seen = ring->events;
        *position = head;
        return 0;
    }
    size_t copied = 0;
    while (*position < head) {
        size_t at = *position % ring->capacity, rest = ring->capacity - at;
        const traceEvent *e = (const traceEvent *)(const void *)(ring_data + at);
        if (rest < sizeof(*e) || e->type == 0) {
            *position += rest;
            continue;
        }
        size_t total = sizeof(*e) + (size_t)e->payload * 16;
        if (copied + total > size) break;
        memcpy(dst + copied, e, total);
        copied += total;
        *position += total;
        ++*seen;
    }
    return copied;
}

uint64_t histPercentile(const histogram *h, double percent) {
    if (!h->count) return 0;
    uint64_t want = (uint64_t)((double)h->count * percent / 100.0 + 0.999999), sum = 0;
    if (want < 1) want = 1;
    for (unsigned i = 0; i < HIST_BUCKETS; i++) {
        sum += h->bucket[i];
        if (sum < want) continue;
        if (i < 4) return i;
        unsigned top = i / 4 + 1;
        uint64_t edge = ((uint64_t)(4 + i % 4 + 1) << (top - 2)) - 1;
        return edge < h->max ? edge : h->max;
    }
    return h->max;
}
