/* happened.c: see happened.h. */
#include "base/base.h"
#include "trace/trace.h"
#include <string.h>

static traceHappened halves[2][EVENT_TYPES];
static uint64_t began[2];
static unsigned current;

static bool isWorse(const traceEvent *e, const traceEvent *than) {
    return e->span != than->span ? e->span > than->span : e->value >= than->value;
}

void happenedAdd(const traceEvent *e, const char *payload) {
    if (e->type >= EVENT_TYPES || !(event_class[e->type] & EVENTS_DEFAULT_CLASSES))
        return;
    traceHappened *h = &halves[current][e->type];
    if (!h->count || isWorse(e, &h->worst)) {
        h->worst = *e;
        if (h->worst.payload > HAPPENED_PAYLOAD / 16)
            h->worst.payload = HAPPENED_PAYLOAD / 16;
        memcpy(h->payload, payload, h->worst.payload * 16U);
    }
    h->count++;
    h->span_ns += e->span;
    h->value += e->value;
}

traceHappened happenedRead(enum eventType type) {
    const traceHappened *a = &halves[current][type], *b = &halves[current ^ 1][type];
    traceHappened sum = a->count && (!b->count || isWorse(&a->worst, &b->worst)) ? *a : *b;
    sum.count = a->count + b->count;
    sum.span_ns = a->span_ns + b->span_ns;
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
