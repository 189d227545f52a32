/* turn.c: see turn.h. */
#define _GNU_SOURCE
#include "net/turn.h"
#include <string.h>
#include <time.h>

turn turn_now;

static_assert((int)PHASE_POLL == (int)EVENT_PHASE_POLL && (int)PHASE_OUTSIDE == (int)EVENT_PHASE_OUTSIDE,
              "phases have the catalogue's numbers");
static_assert(PHASES == TRACE_PHASES, "and there are as many");

static uint64_t left_ticks, left_cpu; /* when the last tick returned */
static uint64_t outside;              /* ticks before this tick's first turn */

static uint64_t cpuNs(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000UL + (uint64_t)t.tv_nsec;
}

void turnLeft(void) {
    left_cpu = cpuNs();
    left_ticks = clockTicks();
}

void turnEntered(bool slept) {
    outside = 0;
    if (!left_ticks)
        return;
    uint64_t gap = clockTicks() - left_ticks;
    if (slept) {
        uint64_t gap_ns = clockTicksToNs(gap), busy = cpuNs() - left_cpu;
        if (busy < gap_ns)
            gap = (uint64_t)((double)gap * (double)busy / (double)gap_ns);
    }
    outside = gap;
}

void turnBegin(uint64_t start, uint32_t depth) {
    memset(&turn_now, 0, sizeof(turn_now));
    turn_now.start = turn_now.mark = turn_now.item = start;
    turn_now.depth = depth;
    turn_now.phase[PHASE_OUTSIDE] = outside;
    outside = 0;
    reactor_stats.ticks++;
    trace_tick++;
}

void turnNest(turnKept *outer) {
    uint64_t now = clockTicks();
    outer->turn = turn_now;
    memcpy(outer->parts, trace_stats.part, sizeof(outer->parts));
    traceTickForget();
    turnBegin(now, turn_now.depth + 1);
}

/* The outer turn's marks move on by what the nested one took, so that no phase or item of it contains that. */
void turnUnnest(turnKept *outer) {
    uint64_t took = clockTicks() - turn_now.start;
    turn_now = outer->turn;
    memcpy(trace_stats.part, outer->parts, sizeof(outer->parts));
    turn_now.mark += took;
    turn_now.item += took;
    turn_now.nested += took;
}

static uint32_t phaseNs(enum phase p) {
    return traceSat32(clockTicksToNs(turn_now.phase[p]));
}

static void tell(uint64_t span, uint32_t pending) {
    traceTick t = {.span_ns = span,
                   .poll_ns = phaseNs(PHASE_POLL),
                   .read_ns = phaseNs(PHASE_READ),
                   .parse_ns = phaseNs(PHASE_PARSE),
                   .execute_ns = phaseNs(PHASE_EXECUTE),
                   .python_ns = phaseNs(PHASE_PYTHON),
                   .before_sleep_ns = phaseNs(PHASE_WRITE),
                   .cron_ns = phaseNs(PHASE_CRON),
                   .other_ns = phaseNs(PHASE_OTHER),
                   .outside_ns = phaseNs(PHASE_OUTSIDE),
                   .clients = turn_now.clients,
                   .commands = turn_now.commands,
                   .pending = pending,
                   .depth = turn_now.depth};
    traceTickEnded(&t);
}

void turnEnd(uint32_t pending) {
    uint64_t total = clockTicks() - turn_now.start - turn_now.nested, named = 0;
    uint64_t python = turn_now.python < turn_now.phase[PHASE_EXECUTE] ? turn_now.python : turn_now.phase[PHASE_EXECUTE];
    turn_now.phase[PHASE_EXECUTE] -= python;
    turn_now.phase[PHASE_PYTHON] += python;
    for (int p = 0; p < PHASE_OTHER; p++)
        named += turn_now.phase[p];
    turn_now.phase[PHASE_OTHER] = total > named ? total - named : 0;
    for (int p = 0; p < PHASES; p++)
        reactor_stats.phase_ticks[p] += turn_now.phase[p];
    uint64_t span = clockTicksToNs(total);
    reactor_stats.tick_ns += span;
    if (span > reactor_stats.max_tick_ns)
        reactor_stats.max_tick_ns = span;
    if (turn_now.commands > reactor_stats.max_tick_commands)
        reactor_stats.max_tick_commands = turn_now.commands;
    histAdd(&reactor_stats.tick_times, span);
    if (traceTickTimed(span)) {
        tell(span, pending);
    } else {
        traceTickForget();
    }
}

void reactorPythonRan(uint64_t ticks) {
    turn_now.python += ticks;
}

uint64_t reactorPhaseNs(enum phase p) {
    return clockTicksToNs(reactor_stats.phase_ticks[p]);
}
