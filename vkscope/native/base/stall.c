/* stall.c: see stall.h. */
#define _GNU_SOURCE
#include "base/base.h"
#include "base/stall.h"
#include <time.h>

#ifdef VK_STALLS
enum stallPoint stall_armed;
uint64_t stall_ns = 5000000;

void stallHere(void) {
    if (zmallocIsForeign())
        return; /* the main thread is what is watched */
    __atomic_store_n(&stall_armed, STALL_NONE, __ATOMIC_RELAXED);
    struct timespec t = {(time_t)(stall_ns / 1000000000), (long)(stall_ns % 1000000000)};
    nanosleep(&t, NULL);
}
#else
typedef int stall_nothing_to_compile;
#endif
