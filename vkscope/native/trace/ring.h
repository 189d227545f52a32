/* ring.h: where events go: one ring a thread, all in one file of shared memory.
 *
 * Words   position: bytes ever written to a ring.  sequence: events ever written to it.  reserved: the position up to
 *         which the writer may be writing now.  block: 1/64 of a ring.
 * Design  An event is 32 bytes and a payload in units of 16 bytes, little-endian:
 *
 *           0        8      12    14   15    16     20        24       32
 *           +--------+------+-----+----+-----+------+---------+--------+---------
 *           |time ns |span  |type |pay |ring |tick  |subject  |value   |payload...
 *           +--------+------+-----+----+-----+------+---------+--------+---------
 *           CommandSlow of client 7, 12 ms, queued 5 us, in tick 99:
 *           <time> 00 1b b7 00 | 11 00 | 05 | 00 | 63 00 00 00 | 07 00 00 00 | 88 13 00 00 00 00 00 00 | payload
 *
 *         The file: a header page, the meta area (JSON: catalogue, names of commands), then each ring: a control page
 *         and its bytes. A ring's bytes are mapped twice in a row, so that an event never wraps for the writer; in the
 *         file it does. Invariants: position of an event is a multiple of 16; head <= reserved (by one event, or by all
 *         that is held); the bytes [reserved - capacity, head) are whole.
 *         A reader copies, then looks at reserved again: if it moved past its position + capacity, the copy is void.
 *         Then it goes on at the first event of the oldest block that is still whole; sequences say what it lost.
 * Cost    a class nobody reads: one load and a branch. A command with its key, 80 bytes: about 50 ns.
 * Threads head, reserved, events, meta_len and the blocks are touched with __atomic builtins only (C++ tests include
 * this). Each ring has one writer; readers, in this process or another, only read. Stores to reserved come before the
 *         bytes (release fence), the store to head after them (release).
 * Rules   the file is 0600, unlinked on a clean exit, and stays behind after a crash: the black box. */
#ifndef VK_TRACE_RING_H
#define VK_TRACE_RING_H
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "gen/events.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TRACE_RINGS 4 /* 0 main, 1 a forked child, the rest for threads */
#define TRACE_RING_MAIN 0
#define TRACE_RING_CHILD 1
#define TRACE_BLOCKS 64
#define TRACE_EVENT_MAX (32 + 255 * 16)
#define TRACE_CAPACITY (8u << 20) /* of the main ring by default; the others have an eighth */
#define TRACE_META_MAX (256u << 10)

typedef struct traceEvent {
    uint64_t time;    /* CLOCK_MONOTONIC, ns, when it ended */
    uint32_t span;    /* ns, saturating */
    uint16_t type;    /* enum eventType */
    uint8_t payload;  /* size in units of 16 bytes */
    uint8_t ring;     /* which ring */
    uint32_t tick;    /* the tick it happened in */
    uint32_t subject; /* by type */
    uint64_t value;   /* by type */
} traceEvent;
static_assert(sizeof(traceEvent) == 32, "recordings depend on it");

/* One ring, as the file's header knows it. */
typedef struct traceRingPlace {
    uint64_t control, data; /* offsets in the file */
    uint64_t capacity;      /* bytes, a power of two */
} traceRingPlace;

typedef struct traceHeader {
    char magic[8];    /* "VKRING01" */
    uint32_t version; /* of the catalogue */
    uint32_t pid;
    uint64_t hash;       /* of the catalogue */
    int64_t wall_offset; /* Unix ns = time + wall_offset, as of the last cron */
    uint64_t started;    /* CLOCK_MONOTONIC, ns */
    uint32_t rings;      /* how many places follow */
    uint32_t page;       /* bytes of a control page */
    uint64_t meta;       /* offset of the meta area */
    uint64_t meta_len;
    traceRingPlace place[TRACE_RINGS];
} traceHeader;
static_assert(sizeof(traceHeader) == 64 + 24 * TRACE_RINGS, "readers in Python depend on it");

/* The first event that starts in a block. */
typedef struct traceBlock {
    uint64_t position;
    uint64_t sequence;
} traceBlock;

typedef struct traceControl {
    uint64_t head;       /* position of the next event */
    uint64_t reserved;   /* position up to which bytes may be changing */
    uint64_t events;     /* sequence of the next event */
    uint64_t last_block; /* the writer's: block of the last event, plus 1 */
    traceBlock block[TRACE_BLOCKS];
} traceControl;

extern uint32_t trace_tick; /* number of the tick under way */

/* path NULL: memory only. capacity 0: TRACE_CAPACITY; rounded up to a power of two of 64 KiB at least.
 * false: errno says why, and events go nowhere. */
bool traceInit(const char *path, size_t capacity);
void traceForked(void);          /* in a forked child: it writes to its own ring from now on */
void traceClose(bool remove);    /* remove: a clean exit leaves no file */
const char *traceRingPath(void); /* "" when memory only */
/* Writes into buf where the ring of a server on this port belongs: /dev/shm, else $TMPDIR, else /tmp. */
void traceDefaultPath(char *buf, size_t size, int port);
const traceHeader *traceRing(void); /* NULL before traceInit */
uint64_t traceEventsWritten(void);  /* to all rings */
/* The names of commands by id, for readers of the ring file and of flight records; copied. */
void traceCommandNames(const char *const *names, size_t n);
const char *traceMeta(size_t *len); /* the JSON of the meta area */

void traceThreadUse(int ring); /* from now on this thread writes to that ring; -1: to none */
/* Writes one event now unless its class is off; payload is copied and padded. */
void traceEmit(enum eventType type, uint64_t span_ns, uint32_t subject, uint64_t value, const void *payload,
               size_t len);
/* Holding: events are written but no reader sees them until tracePublish, so that what is known only later (how long
 * the reply's write took) can still be filled in. Every event goes on being written in order. */
void traceHold(void);    /* this thread's ring, until tracePublish */
void tracePublish(void); /* every event written so far is seen now */
/* Notes the CommandExecuted or CommandSlow just written, in a chain that `before` ends (0: none). Returns the chain's
 * new end, 0 when nothing is held. A chain is void after the next tracePublish. */
uint64_t traceHeldCommand(uint64_t before);
void traceWritten(uint64_t chain, uint64_t now_ns); /* the replies of these commands have been written */

void traceHideKeys(bool hide); /* hide-user-data-from-log: lengths stay, bytes do not */

int64_t traceWallOffset(void); /* Unix ns = CLOCK_MONOTONIC ns + this, now */
void traceClockCheck(void);    /* renews the header's wall offset; emits ClockJumped */

void traceRead(uint32_t classes);   /* one reader more of these classes */
void traceUnread(uint32_t classes); /* one reader less */

/* What a reader in this process wants. */
typedef struct traceFilter {
    uint32_t classes;
    uint64_t min_span_ns; /* events that have a span must last this long; others pass */
    uint64_t since_ns;    /* older ones do not pass */
} traceFilter;

typedef struct traceReader {
    uint64_t position[TRACE_RINGS], sequence[TRACE_RINGS];
    uint64_t lost; /* events that were overwritten before they could be read */
} traceReader;

void traceReaderStart(traceReader *r, bool oldest); /* at the oldest event in the rings, or at the next one */
/* Copies whole events, at most `size` bytes (TRACE_EVENT_MAX at least); NULL filter takes all; 0 when nothing is left.
 * Events of one ring come in order. *count: events copied. */
size_t traceReaderDrain(traceReader *r, const traceFilter *filter, char *dst, size_t size, uint32_t *count);
uint64_t traceReaderPending(const traceReader *r); /* bytes written and not drained, what was lost counted too */

#ifdef __cplusplus
}
#endif
#endif
