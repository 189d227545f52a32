/* clock.c: see clock.h. */
#define _GNU_SOURCE
#include "base/base.h"
#include <time.h>

static uint64_t ns_per_tick_q32 = 1UL << 32; /* ns per tick, 32.32 fixed point */
static int64_t (*wall_source)(void);

#if !defined(__x86_64__)
uint64_t clockTicks(void) {
    return clockMonoNs();
}
#endif

uint64_t clockMonoNs(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000UL + (uint64_t)t.tv_nsec;
}

void clockInit(void) {
    uint64_t n0 = clockMonoNs(), t0 = clockTicks(), n1 = n0;
    while (n1 - n0 < 2000000)
        n1 = clockMonoNs();
    uint64_t ticks = clockTicks() - t0;
    if (ticks)
        ns_per_tick_q32 = (uint64_t)(((unsigned __int128)(n1 - n0) << 32) / ticks);
}

uint64_t clockTicksToNs(uint64_t ticks) {
    return (uint64_t)(((unsigned __int128)ticks * ns_per_tick_q32) >> 32);
}

int64_t clockWallMs(void) {
    if (wall_source)
        return wall_source();
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void clockSetWall(int64_t (*source)(void)) {
    wall_source = source;
}
