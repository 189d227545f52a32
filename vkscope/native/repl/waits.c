/* waits.c: WAIT and WAITAOF: clients that wait until replicas have what they wrote.
 *
 * Design  A client waits for the offset behind its last command (client.h: wrote_at). The command blocks on nothing
 *         (exec/blocking.h) and is run again when acknowledgements came: it counts anew. Replicas are asked once a
 *         turn, however many wait. */
#include "repl/repl.h"
#include "persist/aof.h"
#include "gen/commands.h"

typedef struct waiting {
    uint32_t slot, generation;
} waiting;

static waiting *list;
static unsigned count, room;

unsigned replAcknowledged(uint64_t offset, bool aof) {
    unsigned n = 0;
    for (unsigned i = 0; i < replica_count; i++) {
        const replica *r = replica_list[i];
        n += r->state == REPLICA_ONLINE && (aof ? r->aof : r->ack) >= offset;
    }
    return n;
}

static uint64_t offsetOf(const execContext *x) {
    return x->client ? x->client->wrote_at : propagate_offset;
}

static void answerWait(execContext *x) {
    replyLong(x, replAcknowledged(offsetOf(x), false));
}

/* Our own file has it, durably. */
static unsigned local(uint64_t offset) {
    return aof_now.state == AOF_ON && aof_now.durable >= offset;
}

static void answerWaitaof(execContext *x) {
    replyArray(x, 2);
    replyLong(x, local(offsetOf(x)));
    replyLong(x, replAcknowledged(offsetOf(x), true));
}

static void remember(const client *c) {
    if (count == room) {
        room = room ? room * 2 : 16;
        list = zrealloc(list, sizeof(*list) * room);
    }
    list[count++] = (waiting){c->slot, c->generation};
}

/* It has what it waits for: answers; else waits, unless it must not. */
static void waitFor(execContext *x, bool enough, int64_t deadline, void (*answer)(execContext *x)) {
    if (enough || !blockOnNothing(x, deadline, answer)) {
        answer(x);
        return;
    }
    remember(x->client);
    if (!x->again)
        replAskAcks();
}

void waitCommand(execContext *x) {
    long long replicas;
    int64_t deadline;
    if (!argLong(x, 1, &replicas) || !blockTimeout(x, 2, true, &deadline))
        return;
    bool enough = replicas <= 0 || replAcknowledged(offsetOf(x), false) >= (unsigned long long)replicas;
    waitFor(x, enough, deadline, answerWait);
}

void waitaofCommand(execContext *x) {
    long long wants_local, replicas;
    int64_t deadline;
    if (!replArgFlag(x, 1, &wants_local) ||
        !argRange(x, 2, 0, INT64_MAX, &replicas, "ERR value is out of range, must be positive") ||
        !blockTimeout(x, 3, true, &deadline))
        return;
    if (wants_local && aof_now.state == AOF_OFF) {
        replyErrorC(x, "ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
        return;
    }
    uint64_t offset = offsetOf(x);
    bool enough = local(offset) >= wants_local && replAcknowledged(offset, true) >= (unsigned long long)replicas;
    waitFor(x, enough, deadline, answerWaitaof);
}

/* Those who still wait put themselves on the list again when they run. */
void replServeWaits(void) {
    unsigned n = count;
    waiting *before = list;
    if (!n || exec_state != EXEC_OPEN)
        return;
    list = NULL;
    count = room = 0;
    for (unsigned i = 0; i < n; i++) {
        client *c = reactorClient(before[i].slot, before[i].generation);
        if (c && !c->closing && c->waiter && c->waiter->timed_out)
            blocking_resume(c->waiter);
    }
    zfree(before);
}
