/* stall.h: places where a test build stands still on demand, to see whether the time is charged where it was lost.
 *
 * Words  point: one such place. In builds without VK_STALLS a point is nothing.
 * Rules  a point is armed for one passage: who arrives first stands still for stall_ns and disarms it. */
#ifndef VK_STALL_H
#define VK_STALL_H
#include "base/assert.h"
#include <stdint.h>

enum stallPoint {
    STALL_NONE,
    STALL_POLL,
    STALL_ACCEPT,
    STALL_READ,
    STALL_PARSE,
    STALL_LOOKUP,
    STALL_LAZY_EXPIRE,
    STALL_ADD,
    STALL_FREE,
    STALL_REPLY,
    STALL_ENCODING,
    STALL_PYTHON,
    STALL_SIGNAL,
    STALL_EXPIRE_CYCLE,
    STALL_REHASH,
    STALL_CLIENTS_CRON,
    STALL_SAMPLE,
    STALL_TRIM,
    STALL_CONTROL_PLANE,
    STALL_PUSH,
    STALL_WRITE,
    STALL_CLOSE,
    STALL_POINTS
};

#ifdef VK_STALLS
#ifdef __cplusplus
extern "C" {
#endif
extern enum stallPoint stall_armed;
extern uint64_t stall_ns;
void stallHere(void); /* in the main thread: waits stall_ns and disarms */
#ifdef __cplusplus
}
#endif
#define vkStall(point) (unlikely(__atomic_load_n(&stall_armed, __ATOMIC_RELAXED) == (point)) ? stallHere() : (void)0)
#else
#define vkStall(point) ((void)0)
#endif
#endif
