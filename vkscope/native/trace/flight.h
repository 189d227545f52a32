/* flight.h: the flight recorder: on a trigger the last seconds of the rings are frozen into a file.
 *
 * Words   trigger: why (EVENT_TRIGGER_TICK, _P99, _OOM, _SIGNAL, _FAILOVER, _COMMAND).
 * Design  A thread of its own reads the rings as any reader does and writes flight-<Unix ms>.vkt, a recording like
 * those of `vkscope trace record` (tracing/recording.py draws the format); the loop pays for starting the thread only.
 *         Triggers other than a command's are passed over while a file is being written and until min_interval_ns has
 *         passed since the last; the next file's event says how many were.
 * Threads flight* are for the main thread. The writer thread touches the rings, read only, and its own file.
 * Events  FlightRecorderTriggered. */
#ifndef VK_TRACE_FLIGHT_H
#define VK_TRACE_FLIGHT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct flightConfig {
    char dir[256];            /* where files go; empty: the recorder is off */
    uint64_t tick_ns;         /* a tick longer than this triggers; 0: never */
    uint64_t p99_ns;          /* p99 of commands in the window over this triggers; 0: never */
    uint64_t seconds;         /* how much of the past is kept */
    uint64_t min_interval_ns; /* between two files */
} flightConfig;

extern flightConfig flight_config;

/* Starts a file, or passes over. trigger: one of EVENT_TRIGGER_*. Returns the file's name, or NULL: errno says why
 * (EBUSY one is being written, EAGAIN too early, ENOTSUP off, else the system's). */
const char *flightTrigger(unsigned trigger, uint64_t value);
void flightCron(uint64_t now_ns); /* looks at p99; reaps the writer */
void flightJoin(void);            /* waits for the writer */

#ifdef __cplusplus
}
#endif
#endif
