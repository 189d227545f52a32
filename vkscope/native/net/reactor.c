/* reactor.c: the tick and its phases. See reactor.h. Accepting, closing and limits are in clients.c. */
#define _GNU_SOURCE
#include "net/clients.h"
#include "net/tls.h"
#include "net/turn.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define BATCH 128
#define PER_CLIENT 32   /* requests of one client in a batch */
#define PASS_LIMIT 1000 /* requests of one client in a pass */
#define EVENTS 1024
#define NEST_MAX 2
#define CHILDREN 4    /* forked and alive */
#define TRIM_EVERY 64 /* crons between two looks for empty slabs */

reactorConfig reactor_config = {.maxclients = 10000,
                                .keepalive = 300,
                                .query_buffer_limit = 1UL << 30,
                                .accepts = 10,
                                .tls_accepts = 1,
                                .hz = 10,
                                .linger_us = 1000,
                                .protected_mode = true};
reactorStats reactor_stats;
void (*reactor_cron)(void);
void (*reactor_signal)(int);
void (*reactor_before_write)(void);
void (*reactor_flush)(void);

typedef struct slotInBatch {
    client *c;
    respResume request;
    uint64_t hash;
    int table;            /* of argv[1] as a key, as its hash */
    uint64_t parse_ticks; /* 0 unless commands are watched */
} slotInBatch;

/* What each depth has of its own. */
typedef struct frame {
    slotInBatch batch[BATCH]; /* parsed requests; c is NULL where a nested turn has executed it already */
    int n, at;                /* how many there are; which one executes */
    bool executing;
    struct epoll_event events[EVENTS];
} frame;

static struct {
    int set, timer, wake;
    int lingering; /* timer that ends a tick's waiting for more */
    int deadline;  /* timer of the earliest command that waits for a key */
    int64_t armed; /* for when, ms; 0: not */
    reactorPoller poll;
    client **runnable; /* clients with bytes to parse */
    int nrunnable, runnable_room;
    client **dirty; /* clients with a reply to write */
    int ndirty, dirty_room;
    frame frames[NEST_MAX + 1];
    int depth;          /* of the turn under way */
    bool in_turn;       /* nested turns may begin */
    bool unfinished;    /* keyspaceWork has more to do */
    bool lingers;       /* that timer is set for this tick */
    bool lingered;      /* and has rung */
    bool in_python;     /* a callback of the control plane runs */
    uint64_t poll_cost; /* ticks of a poll that does not wait: falls at once, rises slowly */
    uint32_t last_slot;
    unsigned crons;
} r = {.set = -1, .timer = -1, .wake = -1, .deadline = -1, .lingering = -1};

static _Atomic unsigned signal_count[65];

/* A wait ends by the timer of lingering, which is in the set: a timeout of its own each time would make the kernel set
 * the processor's timer twice a request. */
static int pollEpoll(int set, struct epoll_event *events, int room, int timeout_us) {
    return epoll_wait(set, events, room, timeout_us <= 0 ? 0 : -1);
}

const char *volatile reactor_insist_unlinks;

static void onSignal(int sig) {
    uint64_t one = 1;
    int saved = errno;
    if (sig == SIGINT && reactor_insist_unlinks) {
        unlink(reactor_insist_unlinks);
        _exit(1);
    }
    signal_count[sig]++;
    if (write(r.wake, &one, sizeof(one)) < 0)
        errno = saved; /* the counter is full: it rings already */
    errno = saved;
}

bool reactorMustEnd(void) {
    return signal_count[SIGTERM] || signal_count[SIGINT];
}

void reactorSetPoller(reactorPoller p) {
    r.poll = p ? p : pollEpoll;
}

static void setTimer(void) {
    long period = 1000000000L / (reactor_config.hz > 0 ? reactor_config.hz : 10);
    struct itimerspec t = {{0, period}, {0, period}};
    if (period >= 1000000000L)
        t = (struct itimerspec){{1, 0}, {1, 0}};
    timerfd_settime(r.timer, 0, &t, NULL);
}

bool reactorInit(void) {
    r.set = epoll_create1(EPOLL_CLOEXEC);
    r.timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    r.wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    r.deadline = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    r.lingering = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (r.set < 0 || r.timer < 0 || r.wake < 0 || r.deadline < 0 || r.lingering < 0)
        return false;
    if (!r.poll)
        r.poll = pollEpoll;
    clientsInit(r.set);
    setTimer();
    clientsWatch(r.timer, HANDLER_TIMER);
    clientsWatch(r.wake, HANDLER_WAKE);
    clientsWatch(r.deadline, HANDLER_DEADLINE);
    clientsWatch(r.lingering, HANDLER_LINGER);
    blockedInit();
    struct sigaction a = {.sa_handler = onSignal, .sa_flags = SA_RESTART};
    sigaction(SIGTERM, &a, NULL);
    sigaction(SIGINT, &a, NULL);
    sigaction(SIGUSR1, &a, NULL); /* freezes the last seconds of events */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    return true;
}

void reactorRelease(void) {
    migrateRelease();
    clientsRelease();
    int *fds[5] = {&r.timer, &r.wake, &r.deadline, &r.lingering, &r.set};
    for (int i = 0; i < 5; i++) {
        if (*fds[i] >= 0)
            close(*fds[i]);
        *fds[i] = -1;
    }
    r.armed = 0;
    for (int d = 0; d <= NEST_MAX; d++)
        for (int i = 0; i < BATCH; i++)
            respRelease(&r.frames[d].batch[i].request);
    zfree(r.runnable);
    zfree(r.dirty);
    r.runnable = r.dirty = NULL;
    r.nrunnable = r.ndirty = r.runnable_room = r.dirty_room = 0;
}

int reactorDoorbell(void) {
    return r.set;
}

static void listAdd(client ***list, int *n, int *room, client *c) {
    if (*n == *room) {
        *room = *room ? *room * 2 : 64;
        *list = zrealloc(*list, sizeof(client *) * (size_t)*room);
    }
    (*list)[(*n)++] = c;
}

void reactorMarkRunnable(client *c) {
    if (c->runnable)
        return;
    c->runnable = true;
    listAdd(&r.runnable, &r.nrunnable, &r.runnable_room, c);
}

void reactorMarkDirty(client *c) {
    if (c->dirty)
        return;
    c->dirty = true;
    listAdd(&r.dirty, &r.ndirty, &r.dirty_room, c);
}

static void callPython(void (*handler)(void)) {
    if (!handler || r.in_python)
        return;
    r.in_python = true;
    handler();
    r.in_python = false;
}

/* While Python is on the stack signals wait for the turn of the loop: their handler is Python's. */
static void handleSignals(void) {
    uint64_t ignored;
    if (r.in_python || (read(r.wake, &ignored, sizeof(ignored)) < 0 && errno != EAGAIN))
        return;
    turnCharge(PHASE_READ);
    for (int sig = 1; sig <= 64; sig++) {
        unsigned n = signal_count[sig] ? atomic_exchange(&signal_count[sig], 0) : 0;
        if (!n)
            continue;
        traceEmit(EV_SignalReceived, 0, (uint32_t)sig, n, NULL, 0);
        vkStall(STALL_SIGNAL);
        if (sig == SIGUSR1) {
            flightTrigger(EVENT_TRIGGER_SIGNAL, (uint64_t)sig);
            continue;
        }
        r.in_python = true;
        if (reactor_signal)
            reactor_signal(sig);
        r.in_python = false;
    }
    turnJob(PHASE_PYTHON, EVENT_CRON_JOB_CONTROL_PLANE);
    turnCharge(PHASE_PYTHON);
}

/* A nested turn leaves tables as they are: somebody may be walking them. */
static void cronTables(void) {
    if (r.depth)
        return;
    vkStall(STALL_EXPIRE_CYCLE);
    expireSlowCycle(reactor_config.hz);
    turnJob(PHASE_CRON, EVENT_CRON_JOB_EXPIRE);
    if (!childActive()) { /* pages that move are pages that a child no longer shares */
        vkStall(STALL_REHASH);
        keyspaceTablesCron();
        turnJob(PHASE_CRON, EVENT_CRON_JOB_REHASH);
    }
    if (++r.crons % TRIM_EVERY == 0) {
        vkStall(STALL_TRIM);
        zmallocTrim();
        turnJob(PHASE_CRON, EVENT_CRON_JOB_TRIM);
    }
}

static void cron(void) {
    uint64_t runs;
    if (read(r.timer, &runs, sizeof(runs)) < 0 || exec_config.cron_paused)
        return;
    commandTimeSet(clockWallMs());
    crashWatchdogFeed();
    zmallocSample();
    shortageCron();
    cronTables();
    vkStall(STALL_CLIENTS_CRON);
    clientsCron(command_now);
    childrenReap();
    migrateCron();
    turnJob(PHASE_CRON, EVENT_CRON_JOB_CLIENTS);
    vkStall(STALL_SAMPLE);
    if (tracking_stats.clients)
        trackingLimit();
    scopeSecond();
    turnJob(PHASE_CRON, EVENT_CRON_JOB_SAMPLE);
    turnCharge(PHASE_CRON);
    vkStall(STALL_CONTROL_PLANE);
    callPython(reactor_cron);
    turnJob(PHASE_PYTHON, EVENT_CRON_JOB_CONTROL_PLANE);
    turnCharge(PHASE_PYTHON);
}

static void readClient(client *c, uint32_t events) {
    turn_now.clients++;
    c->ready_ticks = turn_now.mark;
    if (unlikely(events & EPOLLOUT)) {
        if (clientLinkWrites(c)) {
            events |= EPOLLIN;
        } else {
            reactorMarkDirty(c);
        }
    }
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        vkStall(STALL_READ);
        clientRead(c);
    }
    turnItem(PHASE_READ, c->slot, 0, 0);
}

/* Those whose time is over are answered; read, or the timer would stay ready. */
static void deadlinePassed(void) {
    uint64_t runs;
    if (read(r.deadline, &runs, sizeof(runs)) < 0)
        return;
    r.armed = 0;
    blockedTimeouts();
    turnJob(PHASE_CRON, EVENT_CRON_JOB_CLIENTS);
    turnCharge(PHASE_CRON);
}

/* The timer rings for the earliest deadline; for one that is gone it rings in vain, once. */
static void armDeadline(void) {
    int64_t next = blockingNext();
    if (likely(!next) || (r.armed && r.armed <= next))
        return;
    struct itimerspec t = {.it_value = {next / 1000, next % 1000 * 1000000}};
    timerfd_settime(r.deadline, TFD_TIMER_ABSTIME, &t, NULL);
    r.armed = next;
}

/* A client whose bytes stand in its link already. */
static void readWaiting(uint64_t tag) {
    client *c = clientsByTag(tag);
    if (!c || c->closing)
        return;
    if (r.depth && reactorIsExecuting(c)) {
        tlsWaits(&c->io.conn);
    } else {
        readClient(c, EPOLLIN);
    }
}

/* Phase read: takes what is ready; clients with bytes become runnable. */
static void readReady(const struct epoll_event *events, int n) {
    bool timer = false, wake = false, deadline = false;
    for (int i = 0; i < n; i++) {
        uint64_t tag = events[i].data.u64;
        switch (clientsHandler(tag)) {
        case HANDLER_CLIENT: {
            client *c = clientsByTag(tag);
            if (c && !c->closing && (!r.depth || !reactorIsExecuting(c)))
                readClient(c, events[i].events);
            break;
        }
        case HANDLER_LISTENER:
            vkStall(STALL_ACCEPT);
            clientsAccept(tag);
            turnItem(PHASE_READ, EVENT_NOBODY, 0, 0);
            break;
        case HANDLER_TIMER:
            timer = true;
            break;
        case HANDLER_WAKE:
            wake = true;
            break;
        case HANDLER_DEADLINE:
            deadline = true;
            break;
        case HANDLER_LINGER:
            r.lingered = true;
            break;
        case HANDLER_LINK:
            clientsLink(tag, events[i].events);
            turnItem(PHASE_READ, EVENT_NOBODY, 0, 0);
            break;
        case HANDLER_PIPE:
            clientsPipe(tag);
            turnJob(PHASE_READ, EVENT_CRON_JOB_NONE);
            break;
        case HANDLER_NONE:
            break;
        }
    }
    if (unlikely(tls_waiting != 0))
        tlsReads(readWaiting);
    turnCharge(PHASE_READ);
    if (wake)
        handleSignals();
    if (timer)
        cron();
    if (unlikely(deadline))
        deadlinePassed();
    if (unlikely(blocking_ready != NULL) && exec_state == EXEC_OPEN)
        blockingServe(); /* keys that expired, or a pause that ended */
}

/* Who made parsing take long: the command and the key, if the request is whole. */
static void blameParse(const slotInBatch *b) {
    if (trace_stats.part[PHASE_PARSE].ns <= trace_stats.part_floor || b->request.argc < 1)
        return;
    const command *cmd = commandLookup(b->request.argv[0].ptr, b->request.argv[0].len);
    trace_stats.part[PHASE_PARSE].command = cmd ? cmd->id : 0;
    if (cmd && cmd->spec->first_key == 1 && b->request.argc > 1)
        tracePartKey(PHASE_PARSE, b->request.argv[1].ptr, b->request.argv[1].len);
}

static bool parseOne(client *c, slotInBatch *b, bool watched) {
    uint64_t start = watched ? clockTicks() : 0;
    if (!clientParse(c, &b->request))
        return false;
    b->c = c;
    b->parse_ticks = watched ? clockTicks() - start : 0;
    b->hash = 0;
    b->table = -1;
    if (b->request.argc > 1) {
        b->hash = sipHash(b->request.argv[1].ptr, b->request.argv[1].len);
        b->table = keyTableAny(b->request.argv[1].ptr, b->request.argv[1].len);
        kvstoreHashtablePrefetch(dbGet(c->session.dbid)->keys, b->table, b->hash);
    }
    return true;
}

/* Phase parse: fills the batch with whole requests, in the clients' order; returns how many. */
static int parseBatch(frame *f, int *next) {
    bool watched = traceOn(CLASS_COMMAND);
    int n = 0;
    while (*next < r.nrunnable && n < BATCH) {
        client *c = r.runnable[*next];
        int taken = 0;
        if (unlikely(r.depth) && reactorIsExecuting(c)) {
            ++*next;
            continue;
        }
        vkStall(STALL_PARSE);
        while (n < BATCH && taken < PER_CLIENT && parseOne(c, &f->batch[n], watched)) {
            n++;
            taken++;
        }
        if (turnItem(PHASE_PARSE, c->slot, 0, 0) && taken)
            blameParse(&f->batch[n - 1]);
        if (n == BATCH && taken < PER_CLIENT)
            break;
        ++*next;
    }
    return n;
}

static void executeOne(frame *f, int i) {
    slotInBatch *b = &f->batch[i];
    client *c = b->c;
    if (unlikely(!c || c->closing || c->session.close_after_reply))
        return;
    if (unlikely(c->standing)) {
        clientPutBack(c, &b->request);
        return;
    }
    clientExecute(c, &b->request, b->hash, b->table, r.last_slot, b->parse_ticks);
    r.last_slot = c->slot;
    reactorMarkDirty(c);
    turn_now.commands++;
}

static void executeBatch(frame *f, int n) {
    f->n = n;
    f->executing = true;
    for (f->at = 0; f->at < f->n; f->at++) {
        int ahead = f->at + 2;
        if (ahead < n && f->batch[ahead].hash && f->batch[ahead].c)
            kvstoreHashtablePrefetchEntry(dbGet(f->batch[ahead].c->session.dbid)->keys, f->batch[ahead].table,
                                          f->batch[ahead].hash);
        executeOne(f, f->at);
    }
    f->executing = false;
}

bool reactorIsExecuting(const client *c) {
    for (int d = 0; d <= r.depth; d++)
        if (r.frames[d].executing && r.frames[d].batch[r.frames[d].at].c == c)
            return true;
    return false;
}

/* Phases parse and execute over everything runnable: rounds of batches, so that clients take turns. */
static void runAll(frame *f) {
    commandTimeSet(clockWallMs());
    for (int round = 0; round * PER_CLIENT < PASS_LIMIT && r.nrunnable; round++) {
        int next = 0;
        while (next < r.nrunnable) {
            int n = parseBatch(f, &next);
            turnCharge(PHASE_PARSE);
            executeBatch(f, n);
            turnCharge(PHASE_EXECUTE);
            if (n == 0)
                break;
        }
        if (r.depth)
            return; /* an outer turn walks the list */
        int kept = 0;
        for (int i = 0; i < r.nrunnable; i++) {
            client *c = r.runnable[i];
            if (unlikely(c->postponed != NULL))
                clientUnpostpone(c);
            c->runnable = clientHasWork(c);
            if (c->runnable)
                r.runnable[kept++] = c;
        }
        r.nrunnable = kept;
    }
}

/* Nested: what outer turns have parsed and not executed. The rest of an executing client must wait for its command. */
static void runOuterBatches(void) {
    for (int d = 0; d < r.depth; d++) {
        frame *f = &r.frames[d];
        for (int i = f->at + 1; f->executing && i < f->n; i++) {
            if (!f->batch[i].c || reactorIsExecuting(f->batch[i].c))
                continue;
            executeOne(f, i);
            f->batch[i].c = NULL;
        }
    }
}

/* Phase write. A client whose command is under way keeps its reply, which is not whole. */
static void writeAll(void) {
    int kept = 0;
    for (int i = 0; i < r.ndirty; i++) {
        client *c = r.dirty[i];
        if (unlikely(r.depth) && reactorIsExecuting(c)) {
            r.dirty[kept++] = c;
            continue;
        }
        c->dirty = false;
        vkStall(STALL_WRITE);
        clientWrite(c);
        turnItem(PHASE_WRITE, c->slot, c->last_command, 0);
        if (unlikely(c->held)) {
            traceWritten(c->held, clockMonoNs());
            c->held = 0;
        }
    }
    r.ndirty = kept;
}

/* A turn of the loop, from what the poll brought. */
static void serve(frame *f, int n) {
    readReady(f->events, n);
    if (r.nrunnable) {
        if (traceOn(CLASS_COMMAND))
            traceHold();
        if (unlikely(r.depth)) {
            runOuterBatches();
            turnCharge(PHASE_EXECUTE);
        }
        runAll(f);
    }
    if (unlikely(trackingHasNews()))
        trackingBroadcast();
    clientsPushEvents();
    if (unlikely(reactor_flush != NULL))
        reactor_flush();
    if (unlikely(reactor_before_write != NULL)) {
        void (*work)(void) = reactor_before_write;
        reactor_before_write = NULL;
        work();
    }
    turnJob(PHASE_WRITE, EVENT_CRON_JOB_NONE);
    writeAll();
    if (r.depth)
        return;
    tracePublish();
    clientsEvict();
    clientsReap();
    turnJob(PHASE_WRITE, EVENT_CRON_JOB_NONE);
    turnCharge(PHASE_WRITE);
    r.unfinished = false;
    if (unlikely(keyspaceWorkWaits())) {
        r.unfinished = keyspaceWork();
        turnJob(PHASE_CRON, EVENT_CRON_JOB_EVICT);
        turnCharge(PHASE_CRON);
        if (unlikely(reactor_flush != NULL))
            reactor_flush();
        writeAll(); /* what clients are told of keys that went takes memory, for which more keys would go */
        turnCharge(PHASE_WRITE);
    }
    if (unlikely(blocking_ready != NULL))
        r.unfinished = true; /* keys that went just now, which somebody hears of */
    if (unlikely(reactor_before_write != NULL || tls_waiting))
        r.unfinished = true;
    armDeadline();
}

static int pollNow(frame *f) {
    uint64_t start = turn_now.mark;
    vkStall(STALL_POLL);
    int n = r.poll(r.set, f->events, EVENTS, 0);
    turnJob(PHASE_POLL, EVENT_CRON_JOB_NONE);
    turnCharge(PHASE_POLL);
    uint64_t cost = turn_now.mark - start;
    r.poll_cost = cost < r.poll_cost || !r.poll_cost ? cost : r.poll_cost + (cost - r.poll_cost) / 16;
    return n < 0 ? 0 : n;
}

bool reactorNested(enum execState why) {
    turnKept outer;
    if (!r.in_turn || r.depth == NEST_MAX)
        return false;
    int64_t frozen = command_now;
    enum execState state = exec_state;
    uint32_t last = r.last_slot;
    exec_state = why;
    r.depth++;
    reactor_stats.nested++;
    turnNest(&outer);
    frame *f = &r.frames[r.depth];
    serve(f, pollNow(f));
    turnCharge(PHASE_WRITE);
    turnEnd((uint32_t)r.nrunnable);
    turnUnnest(&outer);
    r.depth--;
    r.last_slot = last;
    exec_state = state;
    commandTimeSet(frozen);
    return true;
}

unsigned reactorPending(void) {
    return (unsigned)r.nrunnable;
}

/* The wake-up contract: whoever has work that no descriptor announces is in the list. */
static void checkContract(void) {
#ifdef VK_ASSERT
    vkAssert(!tls_waiting);
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        vkAssert(c->runnable || !clientHasWork(c));
        vkAssert(!c->dirty && (c->io.out.sent == c->io.out.len || c->io.wants_write));
    }
#endif
}

/* The timer of lingering is none of a turn's work: without its event, if it is among n. */
static int withoutTimer(struct epoll_event *events, int n) {
    for (int i = 0; i < n; i++)
        if (clientsHandler(events[i].data.u64) == HANDLER_LINGER) {
            r.lingered = true;
            events[i] = events[--n];
            break;
        }
    return n;
}

/* Waits for more in the time that is left of the tick; a turn begins with what came. False: nothing did. */
static bool linger(frame *f, uint64_t since, int *n) {
    int left = reactor_config.linger_us - (int)(clockTicksToNs(clockTicks() - since) / 1000);
    if (left <= 0 || r.lingered)
        return false;
    if (!r.lingers) {
        struct itimerspec t = {{0, 0}, {left / 1000000, left % 1000000 * 1000L}};
        timerfd_settime(r.lingering, 0, &t, NULL);
        r.lingers = true;
    }
    uint64_t start = clockTicks();
    *n = withoutTimer(f->events, r.poll(r.set, f->events, EVENTS, left));
    if (*n <= 0)
        return false;
    /* What a poll costs that does not wait is work; the rest was waiting. */
    uint64_t woke = clockTicks(), cost = woke - start < r.poll_cost ? woke - start : r.poll_cost;
    turnBegin(woke - cost, 0);
    turnCharge(PHASE_POLL);
    return true;
}

int64_t reactorTick(void) {
    static bool slept;
    frame *f = &r.frames[0];
    reactor_stats.rings++;
    turnEntered(slept);
    r.in_turn = true;
    r.lingers = r.lingered = false;
    turnBegin(clockTicks(), 0);
    uint64_t since = turn_now.start;
    pauseCheck(clockWallMs(), since);
    int n = pollNow(f);
    do {
        serve(f, n);
        turnEnd((uint32_t)r.nrunnable);
    } while (n > 0 && !r.nrunnable && !r.unfinished && linger(f, since, &n));
    r.in_turn = false;
    slept = r.nrunnable == 0 && !r.unfinished;
    if (slept)
        checkContract();
    turnLeft();
    return slept ? -1 : 0;
}

void reactorTurn(void (*work)(void)) {
    if (r.in_turn) {
        work();
        return;
    }
    r.in_turn = true;
    turnBegin(clockTicks(), 0);
    commandTimeSet(clockWallMs());
    work();
    turnCharge(PHASE_EXECUTE);
    turnEnd((uint32_t)r.nrunnable);
    r.in_turn = false;
    turnLeft();
}

void reactorApply(void) {
    clientsSetLimits();
    pauseApply();
}

int reactorListen(int fd, const connectionType *type) {
    return clientsListen(fd, type);
}

pid_t vkFork(void) {
    sigset_t all, old;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &old);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGTERM, SIG_DFL);
        signal(SIGINT, SIG_DFL);
        signal(SIGUSR1, SIG_DFL);
        clientsForked();
        close(r.set);
        close(r.timer);
        close(r.wake);
        close(r.deadline);
        close(r.lingering);
        traceForked();
        log_writer = NULL; /* Python's */
    }
    sigprocmask(SIG_SETMASK, &old, NULL);
    return pid;
}
