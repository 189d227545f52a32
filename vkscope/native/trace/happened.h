/* happened.h: what happened in the last seconds, by type of event: how often, how long, and the worst of each, whole.
 *
 * Words  window: as in stats.h, the last 5 to 10 seconds.  own time: a span less what was stolen from it.  worst: the
 *        event whose own time was longest; among equals the one with the greatest value.
 * Rules  events of the classes that are always written only: what is written while somebody reads would make the same
 *        server look different when it is watched. The main thread's events only.
 * Cost   30 ns an event of those classes, none of which is written once a command; 2 us more if it lasted 1 ms. Two
 * halves of 20 KB. */
#ifndef VK_TRACE_HAPPENED_H
#define VK_TRACE_HAPPENED_H
#include <stdint.h>
#include "gen/events.h"
#include "trace/ring.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HAPPENED_PAYLOAD 112 /* bytes of the worst event's payload that are kept; every fixed part fits */

typedef struct traceHappened {
    uint64_t count, span_ns, value; /* sums */
    uint64_t stolen_ns;             /* of span_ns: without a processor (traceStolen) */
    uint64_t worst_stolen_ns;       /* the same, of the worst alone */
    traceEvent worst;               /* payload says how much of it stands in payload, in units of 16 bytes */
    char payload[HAPPENED_PAYLOAD];
} traceHappened;

/* Called by traceEmitAt for each event that it wrote; payload is padded. */
void happenedAdd(const traceEvent *e, const char *payload);
traceHappened happenedRead(enum eventType type); /* of the window; count 0: nothing */
uint64_t happenedSince(void);                    /* CLOCK_MONOTONIC ns where the window begins */
void happenedTurn(uint64_t now);                 /* the older half begins anew; by traceCron */
void happenedReset(void);

#ifdef __cplusplus
}
#endif
#endif
