/* clock.h: the server's three clocks.
 *
 * Words  ticks: the processor's counter, about 10 ns to read, for times inside a tick.  mono: nanoseconds that never
 *        step back.  wall: Unix milliseconds, for expiry; tests inject it. */
#ifndef VK_CLOCK_H
#define VK_CLOCK_H
#include <stdint.h>
#if defined(__x86_64__)
#include <x86intrin.h>
static inline uint64_t clockTicks(void) {
    return __rdtsc();
}
#else
uint64_t clockTicks(void);
#endif

void clockInit(void);                       /* measures the counter's rate; about 2 ms */
uint64_t clockTicksToNs(uint64_t ticks);    /* a difference of ticks, in ns */
uint64_t clockMonoNs(void);                 /* CLOCK_MONOTONIC */
int64_t clockWallMs(void);                  /* Unix time in ms, or what clockSetWall said */
void clockSetWall(int64_t (*source)(void)); /* NULL: the system's clock again */
#endif
