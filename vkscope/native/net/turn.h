/* turn.h: private to net/: where the time of each turn of the loop goes.
 *
 * Words  turn: from a wake-up until the loop waits again; a tick has one or, when it lingers, several. item: what one
 *        client, or one job of cron, took of a phase.
 * Design The clock is read once at every border, and each piece of time is charged when it ends:
 *
 *          wake-up |poll|read.|parse|execute|parse|execute|write|  other
 *                  start ^mark                                  ^turnEnd
 *
 *        span = sum(phases) + other. A turn nested in a command is a turn of its own; its time is in no phase of the
 *        outer one. What Python used between turns is `outside`, and in no span.
 * Cost   about 9 ns a border; a turn's books about 40 ns. All sums are in ticks of the processor's counter. */
#ifndef VK_TURN_H
#define VK_TURN_H
#include "net/reactor.h"
#include "trace/trace.h"

typedef struct turn {
    uint64_t start, mark; /* when it began; when the piece of time under way began */
    uint64_t item;        /* when the item under way began */
    uint64_t phase[PHASES];
    uint64_t worst[PHASES]; /* longest item */
    uint64_t python;        /* to take out of execute */
    uint64_t nested;        /* to take out of everything */
    uint32_t clients, commands, depth;
} turn;

/* An outer turn while a nested one runs. */
typedef struct turnKept {
    turn turn;
    tracePart parts[TRACE_PHASES];
} turnKept;

extern turn turn_now;

void turnBegin(uint64_t start, uint32_t depth);
void turnEnd(uint32_t pending);
void turnNest(turnKept *outer);   /* keeps the turn under way; a nested one begins */
void turnUnnest(turnKept *outer); /* it has ended: the outer one goes on */
void turnLeft(void);              /* the tick returns: uvloop is next */
void turnEntered(bool slept);     /* a tick begins: what lies between is outside, but for sleep */

static inline void turnCharge(enum phase p) {
    uint64_t now = clockTicks();
    turn_now.phase[p] += now - turn_now.mark;
    turn_now.mark = turn_now.item = now;
}

/* An item ends: true when it is the phase's longest so far. */
static inline bool turnItem(enum phase p, uint32_t client, uint16_t command, uint16_t job) {
    uint64_t now = clockTicks(), took = now - turn_now.item;
    turn_now.item = now;
    if (took <= turn_now.worst[p])
        return false;
    turn_now.worst[p] = took;
    tracePartTimed(p, clockTicksToNs(took), client, command, job);
    return true;
}

/* A job of cron ends. */
static inline void turnJob(enum phase p, uint16_t job) {
    turnItem(p, EVENT_NOBODY, 0, job);
}
#endif
