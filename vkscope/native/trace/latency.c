/* latency.c: see latency.h. */
#include "trace/latency.h"
#include "base/base.h"
#include <string.h>
#include <strings.h>

uint64_t latency_threshold_ns = UINT64_MAX;
static latencyEvent *events[LATENCY_EVENTS];
static unsigned nevents;

void latencySetThreshold(int64_t ms) {
    latency_threshold_ns = ms <= 0 ? UINT64_MAX : ms > INT64_MAX / 1000000 ? UINT64_MAX - 1 : (uint64_t)ms * 1000000;
}

unsigned latencyCount(void) {
    return nevents;
}

const latencyEvent *latencyAt(unsigned i) {
    return events[i];
}

const latencyEvent *latencyFind(const char *name, int len) {
    for (unsigned i = 0; i < nevents; i++)
        if (strlen(events[i]->name) == (size_t)len && memcmp(events[i]->name, name, (size_t)len) == 0)
            return events[i];
    return NULL;
}

const latencyPoint *latencyOldest(const latencyEvent *e, unsigned forward) {
    return &e->points[(e->next + forward) % LATENCY_SAMPLES];
}

const latencyPoint *latencyLast(const latencyEvent *e) {
    return latencyOldest(e, LATENCY_SAMPLES - 1);
}

static latencyEvent *need(const char *name) {
    latencyEvent *e = (latencyEvent *)latencyFind(name, (int)strlen(name));
    if (e || nevents == LATENCY_EVENTS)
        return e;
    e = events[nevents++] = zcalloc(1, sizeof(*e));
    e->name = name;
    return e;
}

void latencySample(const char *event, uint64_t ns) {
    latencyEvent *e = need(event);
    if (!e)
        return;
    uint64_t ms = ns / 1000000;
    int64_t now = clockWallMs() / 1000;
    e->sum += ms;
    e->many++;
    if (ms > e->max)
        e->max = ms;
    latencyPoint *last = (latencyPoint *)latencyLast(e);
    if (last->time_s == now) {
        if (ms > last->ms)
            last->ms = ms;
        return;
    }
    e->points[e->next] = (latencyPoint){now, ms};
    e->next = (e->next + 1) % LATENCY_SAMPLES;
}

unsigned latencyReset(const char *name, int len) {
    unsigned kept = 0, before = nevents;
    for (unsigned i = 0; i < before; i++) {
        bool other =
            name && (strlen(events[i]->name) != (size_t)len || strncasecmp(events[i]->name, name, (size_t)len));
        if (other) {
            events[kept++] = events[i];
        } else {
            zfree(events[i]);
        }
    }
    nevents = kept;
    return before - kept;
}
