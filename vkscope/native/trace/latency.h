/* latency.h: samples of what took too long, by kind of event, as LATENCY shows them.
 *
 * Words  event: a kind of work ("command", "expire-cycle").  sample: its worst time within one second.
 *        threshold: ms from which a time is a sample (latency-monitor-threshold); 0 switches all off.
 * Design at most LATENCY_EVENTS kinds, each a ring of the last LATENCY_SAMPLES seconds that had one. A kind exists
 *        from its first sample until LATENCY RESET.
 * Cost   latencyAdd below the threshold, or without one: two predictable compares.
 * Threads one owner. */
#ifndef VK_TRACE_LATENCY_H
#define VK_TRACE_LATENCY_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LATENCY_SAMPLES 160
#define LATENCY_EVENTS 32

typedef struct latencyPoint {
    int64_t time_s; /* Unix seconds; 0: no sample */
    uint64_t ms;
} latencyPoint;

typedef struct latencyEvent {
    const char *name;   /* lives on: a constant of the caller */
    uint64_t max;       /* ms, worst since the last reset */
    uint64_t sum, many; /* of all samples since then, those of one second included */
    unsigned next;      /* place of the sample to come */
    latencyPoint points[LATENCY_SAMPLES];
} latencyEvent;

extern uint64_t latency_threshold_ns; /* UINT64_MAX: off */

void latencySetThreshold(int64_t ms); /* 0: off */
void latencySample(const char *event, uint64_t ns);
unsigned latencyCount(void);
const latencyEvent *latencyAt(unsigned i);                  /* i < latencyCount() */
const latencyEvent *latencyFind(const char *name, int len); /* exact; NULL */
unsigned latencyReset(const char *name, int len);           /* any case; NULL: all; how many were forgotten */
const latencyPoint *latencyLast(const latencyEvent *e);     /* the newest sample */
/* Samples from the oldest place on, forward < LATENCY_SAMPLES; time_s is 0 where there is none yet. */
const latencyPoint *latencyOldest(const latencyEvent *e, unsigned forward);

static inline void latencyAdd(const char *event, uint64_t ns) {
    if (__builtin_expect(ns >= latency_threshold_ns, 0))
        latencySample(event, ns);
}

#ifdef __cplusplus
}
#endif
#endif
