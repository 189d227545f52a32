/* trace.h: the one event stream, its ring, and the counters that are always on.
 *
 * Design  An event is 32 bytes and a payload in 16-byte units, little-endian:
 *
 *           0        8      12    14  15  16     20       24       32
 *           +--------+------+-----+---+---+------+--------+--------+---------
 *           |time ns |span  |type |pay|rng|tick  |subject |value   |payload...
 *           +--------+------+-----+---+---+------+--------+--------+---------
 *
 *         The ring is a 0600 file in shared memory: a header of 4096 bytes, then `capacity` bytes. An event never wraps:
 *         type 0 fills the rest of a lap. head counts bytes ever written; a reader at position p lost events when
 *         head - p > capacity. What was written survives the process: the black box after a kill -9.
 * Cost    a class nobody reads: one load and a branch. An event: about 20 ns.
 * Threads one writer (the main thread); readers map the file and read head with acquire. */
#ifndef VK_TRACE_H
#define VK_TRACE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "gen/events.h"

#define TRACE_KEY_SHOWN 44 /* bytes of a key in a payload at most */

typedef struct traceEvent {
    uint64_t time;    /* CLOCK_MONOTONIC, ns, when the event ended */
    uint32_t span;    /* ns, saturating */
    uint16_t type;    /* enum eventType; 0 pads */
    uint8_t payload;  /* size in 16-byte units */
    uint8_t ring;     /* which ring: 0 is the main thread's */
    uint32_t tick;    /* the tick it happened in */
    uint32_t subject; /* by type */
    uint64_t value;   /* by type */
} traceEvent;
_Static_assert(sizeof(traceEvent) == 32, "recordings depend on it");

typedef struct traceHeader {
    char magic[8];             /* "VKRING01" */
    uint32_t version;          /* of the catalogue */
    uint32_t pid;
    uint64_t hash;             /* of the catalogue */
    uint64_t capacity;         /* bytes of the ring */
    int64_t wall_offset;       /* Unix ns = time + wall_offset */
    _Atomic uint64_t head;     /* bytes ever written */
    _Atomic uint64_t events;   /* events ever written */
} traceHeader;

/* Log-linear histogram of ns: 4 steps a doubling, up to 2^40. */
#define HIST_BUCKETS 160
typedef struct histogram {
    uint64_t count, sum, max;
    uint32_t bucket[HIST_BUCKETS];
} histogram;

extern unsigned trace_classes;
extern uint32_t trace_tick;

static inline bool traceOn(unsigned cls) {
    return __builtin_expect((trace_classes & cls) != 0, 0);
}

bool traceInit(const char *path, size_t capacity); /* path NULL: memory only; false: errno says why */
void traceClose(bool remove);                      /* remove: a clean exit leaves no file */
const traceHeader *traceRing(void);
const char *traceRingPath(void);                   /* "" when memory only */
/* Writes one event unless its class is off; payload is copied and padded. */
void traceEmit(enum eventType type, uint64_t span_ns, uint32_t subject, uint64_t value, const void *payload, size_t len);
void traceHideKeys(bool hide);                     /* hide-user-data-from-log: lengths stay, bytes do not */
/* Writes a key's field (u16 length, u16 shown, bytes) at `at`; returns bytes written; room >= 4 + TRACE_KEY_SHOWN. */
size_t traceKey(void *at, const char *key, size_t len);
void traceRead(unsigned classes);                  /* one reader more of these classes */
void traceUnread(unsigned classes);                /* one reader less */
/* Copies whole events from *position on, at most `size` bytes; moves *position; counts what was overrun into *lost. */
size_t traceCopy(uint64_t *position, uint64_t *seen, uint64_t *lost, char *dst, size_t size);

static inline unsigned histIndex(uint64_t ns) {
    if (ns < 4) return (unsigned)ns;
    unsigned top = 63 - (unsigned)__builtin_clzl(ns);
    unsigned i = (top - 1) * 4 + (unsigned)(ns >> (top - 2) & 3);
    return i < HIST_BUCKETS ? i : HIST_BUCKETS - 1;
}

static inline void histAdd(histogram *h, uint64_t ns) {
    h->count++;
    h->sum += ns;
    if (ns > h->max) h->max = ns;
    h->bucket[histIndex(ns)]++;
}

uint64_t histPercentile(const histogram *h, double percent); /* upper edge of the bucket, ns; 0 when empty */
#endif
