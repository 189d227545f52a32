/* happened.c: see happened.h. */
#include "base/base.h"
#include "trace/trace.h"
#include <string.h>

static traceHappened halves[2][EVENT_TYPES];
static uint64_t began[2];
static unsigned current;

static bool isWorse(uint64_t own, uint64_t value, const traceHappened *than) {
    uint64_t other = than->worst.span - than->worst_stolen_ns;
    return own != other ? own > other : value >= than->worst.value;
}

static bool mayRunInside(unsigned type) {
    return type == EV_ForkStarted || type == EV_EvictionCycleRan || type == EV_ExpireCycleRan ||
           type == EV_GarbageCollected || type == EV_RdbSaved || type == EV_RdbLoaded;
}

void happenedAdd(const traceEvent *e, const char *payload) {
    if (e->type >= EVENT_TYPES || !(event_class[e->type] & EVENTS_DEFAULT_CLASSES))
        return;
    traceHappened *h = &halves[current][e->type];
    uint64_t stolen = traceStolen(e->span);
    if (mayRunInside(e->type))
        trace_stats.inside_ns += e->span;
    if (!h->count || isWorse(e->span - stolen, e->value, h)) {
        h->worst = *e;
        h->worst_stolen_ns = stolen;
        if (h->worst.payload > HAPPENED_PAYLOAD / 16)
            h->worst.payload = HAPPENED_PAYLOAD / 16;
        memcpy(h->payload, payload, h->worst.payload * 16U);
    }
    h->count++;
    h->span_ns += e->span;
    h->stolen_ns += stolen;
    h->value += e->value;
}

traceHappened happenedRead(enum eventType type) {
    const traceHappened *a = &halves[current][type], *b = &halves[current ^ 1][type];
    bool newer = a->count && (!b->count || isWorse(a->worst.span - a->worst_stolen_ns, a->worst.value, b));
    traceHappened sum = newer ? *a : *b;
    sum.count = a->count + b->count;
    sum.span_ns = a->span_ns + b->span_ns;
    sum.stolen_ns = a->stolen_ns + b->stolen_ns;
    sum.value = a->value + b->value;
    return sum;
}

uint64_t happenedSince(void) {
    return began[current ^ 1] ? began[current ^ 1] : began[current];
}

void happenedTurn(uint64_t now) {
    current ^= 1;
    memset(halves[current], 0, sizeof(halves[current]));
    began[current] = now;
}

void happenedReset(void) {
    memset(halves, 0, sizeof(halves));
    began[0] = began[1] = 0;
    began[current] = clockMonoNs();
}
