/* shortage.c: see shortage.h. */
#include "exec/exec.h"

#define COPIES 3
#define SAMPLES 5 /* members that a value's size is guessed from */
#define SAY_EVERY_NS 5000000000ULL

uint64_t shortage_rejected;

static uint64_t began_ns; /* 0: cron has seen no shortage */
static bool logged;       /* that it began */
static uint64_t seen_turned_away, seen_served;

const char *execOomText(void) {
    return exec_oom && !memory_short ? "OOM command not allowed when used memory > 'maxmemory'." : SHORTAGE_TEXT;
}

bool shortageAllows(execContext *x) {
    if (!memory_short && memoryThere(x->request_bytes * COPIES))
        return true;
    exec_oom |= memory_short;
    if (!(execFlags(x) & CMD_DENYOOM) && !multiDeniesOom(x))
        return true;
    shortage_rejected++;
    flightTrigger(EVENT_TRIGGER_OOM, zmallocUsed());
    replyErrorC(x, SHORTAGE_TEXT);
    return false;
}

bool shortageRoom(execContext *x, size_t bytes) {
    if (likely(memoryThere(bytes)))
        return true;
    replyErrorC(x, SHORTAGE_TEXT);
    return false;
}

bool shortageRoomFor(execContext *x, const object *o, unsigned times) {
    return shortageRoom(x, objectMemory(o, SAMPLES) * times);
}

bool shortageStops(bool wrote) {
    return !wrote || zmallocReserveBelow(50);
}

static void tell(unsigned state, uint64_t span) {
    evMemoryShort(clockMonoNs(), span, state, memory_state.last_bytes, zmallocReserve(), memory_state.refused,
                  shortage_rejected);
}

/* Lines come once in a while, however often it happens. */
static bool mayLog(uint64_t now) {
    static uint64_t logged_ns;
    if (logged_ns && now - logged_ns < SAY_EVERY_NS)
        return false;
    logged_ns = now;
    return true;
}

static void lookForNew(uint64_t now) {
    if (memory_state.turned_away != seen_turned_away) {
        seen_turned_away = memory_state.turned_away;
        tell(EVENT_MEMORY_STATE_REFUSED, 0);
        if (mayLog(now))
            logLine(LEVEL_WARNING, "The system refused %zu bytes of memory: a request was answered with an error.",
                    memory_state.last_bytes);
    }
    if (memory_state.served == seen_served)
        return;
    seen_served = memory_state.served;
    tell(EVENT_MEMORY_STATE_SERVED, 0);
    if (!began_ns)
        began_ns = now;
    if (logged || !(logged = mayLog(now)))
        return;
    logLine(LEVEL_WARNING,
            "The system refused %zu bytes of memory. The reserve serves, %zu bytes of it are left; commands that "
            "need memory are refused until the system gives it again.",
            memory_state.last_bytes, zmallocReserve());
}

void shortageCron(void) {
    if (likely(!memory_short && memory_state.turned_away == seen_turned_away))
        return;
    uint64_t now = clockMonoNs();
    lookForNew(now);
    if (!memory_short || !zmallocRefill())
        return;
    tell(EVENT_MEMORY_STATE_OVER, now - began_ns);
    if (logged)
        logLine(LEVEL_NOTICE, "The system gives memory again, after %llu ms: the reserve is full.",
                (unsigned long long)((now - began_ns) / 1000000));
    began_ns = 0;
    logged = false;
}
