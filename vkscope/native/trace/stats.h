/* stats.h: what is always counted: events written, times of commands in the last seconds, the worst of them, and the
 * second's sample of processor and memory.
 *
 * Words  window: the last 5 to 10 seconds, kept as two halves that take turns.  worst: the commands that took longest
 *        in the window, longest first, with who sent them and on which key.
 * Cost   traceCommandTimed: one histogram, one compare.
 * Threads one owner; events[] of other threads' writers may miss a count.
 * Events TickEnded, TickSlow, TickPhaseSlow; MemorySampled, CpuStolen, ClockJumped once a second from traceCron. */
#ifndef VK_TRACE_STATS_H
#define VK_TRACE_STATS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "gen/events.h"
#include "trace/histogram.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TRACE_WORST 8
#define TRACE_PHASES (EVENT_PHASE_OUTSIDE + 1)
#define TRACE_WINDOW_NS 5000000000ULL

typedef struct traceWorst {
    uint64_t time, execute_ns, queued_ns;
    uint64_t stolen_ns; /* of execute_ns at most: ready to run, without a processor; 0 below a millisecond */
    uint64_t inside_ns; /* of execute_ns: forks, eviction, expiry and collections, which are told by themselves */
    uint64_t request_bytes, reply_bytes;
    uint32_t client, behind, argc;
    uint16_t command, flags, db;
    uint16_t key_len;  /* whole, saturating */
    uint8_t key_shown; /* 0 when keys are hidden */
    char key[TRACE_KEY_SHOWN];
} traceWorst;

typedef struct traceHalf {
    histogram execute, tick; /* ns */
    traceWorst worst[TRACE_WORST];
    unsigned nworst;
} traceHalf;

/* What took the most of one phase of the turn under way. */
typedef struct tracePart {
    uint64_t ns;
    uint32_t client; /* EVENT_NOBODY: the server's own work */
    uint16_t command;
    uint16_t job;     /* EVENT_CRON_JOB_* */
    uint16_t key_len; /* whole, saturating */
    uint8_t key_kept;
    char key[TRACE_KEY_SHOWN];
} tracePart;

typedef struct traceStats {
    uint64_t events[EVENT_TYPES]; /* written, by type */
    uint64_t inside_ns;           /* spent so far in work that may run inside a command and has events of its own */
    traceHalf half[2];
    unsigned current;
    uint64_t window_started;
    uint64_t worst_floor;             /* a command must take longer than this to be one of the worst */
    tracePart part[TRACE_PHASES];     /* of the turn under way, by EVENT_PHASE_* */
    uint64_t part_floor;              /* what takes longer is asked for its key; a tenth of the slow threshold */
    uint64_t tick_slow_ns;            /* a tick longer than this emits TickSlow; 0: never */
    uint64_t tick_tell_ns;            /* a tick longer than this is slow or triggers the flight recorder */
    uint64_t cpu_run_ns, cpu_wait_ns; /* of the main thread, as of the last cron */
    uint64_t cpu_wait_last;           /* ns of waiting in the last cron's second */
    uint64_t rss, python_bytes;       /* as of the last cron */
} traceStats;

extern traceStats trace_stats;

/* Considers a command for the list of the worst. */
void traceWorstAdd(const traceWorst *w, const char *key, size_t key_len);
unsigned traceWorstList(traceWorst out[TRACE_WORST]); /* of the window, longest first; returns how many */
void traceWindowExecute(histogram *out);              /* times of all commands of the window */
void traceWindowTick(histogram *out);

/* This much of a phase went to one client, command or job: kept where it is the most so far. */
static inline void tracePartTimed(unsigned phase, uint64_t ns, uint32_t client, uint16_t command, uint16_t job) {
    tracePart *p = &trace_stats.part[phase];
    if (ns <= p->ns)
        return;
    p->ns = ns;
    p->client = client;
    p->command = command;
    p->job = job;
    p->key_len = p->key_kept = 0;
}
/* The key of what tracePartTimed has just been told of. */
void tracePartKey(unsigned phase, const char *key, size_t len);

/* Counts a command's time; true when its key is wanted, by traceWorstAdd (it is one of the worst) or tracePartKey. */
static inline bool traceCommandTimed(uint64_t ns, uint16_t command, uint32_t client, bool python) {
    tracePartTimed(python ? EVENT_PHASE_PYTHON : EVENT_PHASE_EXECUTE, ns, client, command, 0);
    histAdd(&trace_stats.half[trace_stats.current].execute, ns);
    return __builtin_expect(ns > trace_stats.worst_floor || ns > trace_stats.part_floor, 0);
}

/* What a tick was: evTickEnded's payload but for the worst command, which is known here. */
typedef struct traceTick {
    uint64_t span_ns, poll_ns, read_ns, parse_ns, execute_ns, python_ns, before_sleep_ns, cron_ns, other_ns, outside_ns;
    uint32_t clients, commands, pending, depth;
} traceTick;
/* Counts a turn; true when somebody wants to know more: call traceTickEnded then, else traceTickForget. */
static inline bool traceTickTimed(uint64_t span_ns) {
    histAdd(&trace_stats.half[trace_stats.current].tick, span_ns);
    return __builtin_expect(traceOn(CLASS_TICK) || span_ns > trace_stats.tick_tell_ns, 0);
}
/* Emits TickEnded, TickSlow and TickPhaseSlow; may trigger the flight recorder. Forgets the parts. */
void traceTickEnded(const traceTick *t);
static inline void traceTickForget(void) {
    for (unsigned i = 0; i < TRACE_PHASES; i++)
        trace_stats.part[i].ns = 0;
}
void traceTickThresholds(uint64_t slow_ns); /* 0: TickSlow never. Call again when flight_config.tick_ns changes */

/* Once a second, from cron. python_bytes: what the control plane estimates it holds; maxmemory: 0 for none. */
void traceCron(uint64_t python_bytes, uint64_t maxmemory);
/* Looks at the processor's account of the main thread, /proc/self/schedstat; false where there is none. Cron looks at
 * least ten times a second. */
bool traceCpuLook(void);
/* How much of a span that ends now the main thread waited for a processor: exact if it looked just before the span,
 * else the span's share of the waiting since it looked last. 0 below a millisecond. 2 us. */
uint64_t traceStolen(uint64_t span_ns);
uint64_t traceResidentBytes(void); /* of the process, now; 0 where unknown */
void traceStatsReset(void);        /* CONFIG RESETSTAT */

#ifdef __cplusplus
}
#endif
#endif
