/* reactor.c: the tick and its phases. See reactor.h. Accepting, closing and limits are in clients.c. */
#define _GNU_SOURCE
#include "net/clients.h"
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

reactorConfig reactor_config = {.maxclients = 10000,
                                .keepalive = 300,
                                .query_buffer_limit = 1UL << 30,
                                .hz = 10,
                                .linger_us = 1000,
                                .protected_mode = true};
reactorStats reactor_stats;
void (*reactor_cron)(void);
void (*reactor_signal)(int);

typedef struct slotInBatch {
    client *c;
    respResume request;
    uint64_t hash;
} slotInBatch;

static struct {
    int set, timer, wake;
    reactorPoller poll;
    client **runnable; /* clients with bytes to parse */
    int nrunnable, runnable_room;
    client **dirty; /* clients with a reply to write */
    int ndirty, dirty_room;
    slotInBatch batch[BATCH];
    struct epoll_event events[EVENTS];
    uint64_t phase[PHASES]; /* ticks of this tick */
    uint64_t mark;          /* when the phase that runs began */
    uint64_t python;        /* ns to take out of execute */
    uint64_t asleep;        /* ticks of this tick spent lingering */
    unsigned served, commands;
    uint32_t last_slot;
} r = {.set = -1, .timer = -1, .wake = -1};

static _Atomic unsigned signal_count[65];

static int pollEpoll(int set, struct epoll_event *events, int room, int timeout_us) {
    if (timeout_us <= 0)
        return epoll_wait(set, events, room, 0);
    struct timespec t = {0, (long)timeout_us * 1000};
    return epoll_pwait2(set, events, room, &t, NULL);
}

static void onSignal(int sig) {
    uint64_t one = 1;
    int saved = errno;
    signal_count[sig]++;
    if (write(r.wake, &one, sizeof(one)) < 0)
        errno = saved; /* the counter is full: it rings already */
    errno = saved;
}

static void enterPhase(enum phase leaving) {
    uint64_t now = clockTicks();
    r.phase[leaving] += now - r.mark;
    r.mark = now;
}

void reactorAddPhase(enum phase p, uint64_t ns) {
    reactor_stats.phase_ns[p] += ns;
    r.python += ns;
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
    if (r.set < 0 || r.timer < 0 || r.wake < 0)
        return false;
    if (!r.poll)
        r.poll = pollEpoll;
    clientsInit(r.set);
    setTimer();
    clientsWatch(r.timer, HANDLER_TIMER);
    clientsWatch(r.wake, HANDLER_WAKE);
    struct sigaction a = {.sa_handler = onSignal, .sa_flags = SA_RESTART};
    sigaction(SIGTERM, &a, NULL);
    sigaction(SIGINT, &a, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    return true;
}

void reactorRelease(void) {
    clientsRelease();
    int *fds[3] = {&r.timer, &r.wake, &r.set};
    for (int i = 0; i < 3; i++) {
        if (*fds[i] >= 0)
            close(*fds[i]);
        *fds[i] = -1;
    }
    for (int i = 0; i < BATCH; i++)
        respRelease(&r.batch[i].request);
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

static void handleSignals(void) {
    uint64_t ignored;
    if (read(r.wake, &ignored, sizeof(ignored)) < 0 && errno != EAGAIN)
        return;
    for (int sig = 1; sig <= 64; sig++) {
        unsigned n = signal_count[sig] ? atomic_exchange(&signal_count[sig], 0) : 0;
        if (!n)
            continue;
        traceEmit(EV_SignalReceived, 0, (uint32_t)sig, n, NULL, 0);
        if (reactor_signal)
            reactor_signal(sig);
    }
}

static void cron(void) {
    uint64_t runs;
    if (read(r.timer, &runs, sizeof(runs)) < 0)
        return;
    enterPhase(PHASE_READ);
    zmallocSample();
    command_now = clockWallMs();
    expireCycle(command_now, 250000 / (reactor_config.hz > 0 ? reactor_config.hz : 10) / 10);
    keyspaceRehash(1000);
    clientsCron(command_now);
    scopeSecond();
    if (reactor_stats.ticks % 64 == 0)
        zmallocTrim();
    enterPhase(PHASE_CRON);
    if (reactor_cron)
        reactor_cron();
    enterPhase(PHASE_PYTHON);
}

/* Phase read: takes what is ready; clients with bytes become runnable. Returns clients served. */
static int readReady(int n) {
    int served = 0;
    bool timer = false;
    for (int i = 0; i < n; i++) {
        uint64_t tag = r.events[i].data.u64;
        switch (clientsHandler(tag)) {
        case HANDLER_CLIENT: {
            client *c = clientsByTag(tag);
            if (!c || c->closing)
                break;
            served++;
            c->ready_ticks = r.mark;
            if (r.events[i].events & EPOLLOUT)
                reactorMarkDirty(c);
            if (r.events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                clientRead(c);
            break;
        }
        case HANDLER_LISTENER:
            clientsAccept(tag);
            break;
        case HANDLER_TIMER:
            timer = true;
            break;
        case HANDLER_WAKE:
            handleSignals();
            break;
        case HANDLER_NONE:
            break;
        }
    }
    enterPhase(PHASE_READ);
    if (timer)
        cron();
    return served;
}

/* Phase parse: fills the batch with whole requests, in the clients' order; returns how many. */
static int parseBatch(int *next) {
    int n = 0;
    while (*next < r.nrunnable && n < BATCH) {
        client *c = r.runnable[*next];
        int taken = 0;
        while (n < BATCH && taken < PER_CLIENT && clientParse(c, &r.batch[n].request)) {
            slotInBatch *b = &r.batch[n];
            b->c = c;
            b->hash = 0;
            if (b->request.argc > 1) {
                b->hash = sipHash(b->request.argv[1].ptr, b->request.argv[1].len);
                hashtablePrefetch(dbGet(c->session.dbid)->keys, b->hash);
            }
            n++;
            taken++;
        }
        if (n == BATCH && taken < PER_CLIENT)
            break;
        ++*next;
    }
    return n;
}

static void executeBatch(int n) {
    for (int i = 0; i < n; i++) {
        if (i + 2 < n && r.batch[i + 2].hash)
            hashtablePrefetchEntry(dbGet(r.batch[i + 2].c->session.dbid)->keys, r.batch[i + 2].hash);
        client *c = r.batch[i].c;
        if (unlikely(c->closing || c->session.close_after_reply))
            continue;
        clientExecute(c, &r.batch[i].request, r.batch[i].hash, r.last_slot);
        r.last_slot = c->slot;
        reactorMarkDirty(c);
    }
    r.commands += (unsigned)n;
}

/* Phases parse and execute over everything runnable: rounds of batches, so that clients take turns. */
static void runAll(void) {
    command_now = clockWallMs();
    for (int round = 0; round * PER_CLIENT < PASS_LIMIT && r.nrunnable; round++) {
        int next = 0;
        while (next < r.nrunnable) {
            int n = parseBatch(&next);
            enterPhase(PHASE_PARSE);
            executeBatch(n);
            enterPhase(PHASE_EXECUTE);
            if (n == 0)
                break;
        }
        int kept = 0;
        for (int i = 0; i < r.nrunnable; i++) {
            client *c = r.runnable[i];
            c->runnable = clientHasWork(c);
            if (c->runnable)
                r.runnable[kept++] = c;
        }
        r.nrunnable = kept;
    }
}

static void writeAll(void) {
    for (int i = 0; i < r.ndirty; i++) {
        r.dirty[i]->dirty = false;
        clientWrite(r.dirty[i]);
    }
    r.ndirty = 0;
}

static int pass(int timeout_us) {
    int n = r.poll(r.set, r.events, EVENTS, timeout_us);
    if (timeout_us > 0) {
        uint64_t now = clockTicks();
        r.asleep += now - r.mark; /* waiting for bytes is nobody's work */
        r.mark = now;
    } else {
        enterPhase(PHASE_POLL);
    }
    if (n < 0)
        n = 0;
    int served = readReady(n);
    if (r.nrunnable)
        runAll();
    clientsPushEvents();
    writeAll();
    clientsReap();
    enterPhase(PHASE_WRITE);
    reactor_stats.passes++;
    r.served += (unsigned)served;
    return n;
}

static void account(uint64_t start) {
    uint32_t ns[PHASES];
    uint64_t total = clockTicksToNs(clockTicks() - start - r.asleep), named = 0;
    for (int p = 0; p < PHASES; p++) {
        uint64_t v = clockTicksToNs(r.phase[p]);
        if (p == PHASE_EXECUTE)
            v = v > r.python ? v - r.python : 0;
        if (p == PHASE_PYTHON)
            v += r.python;
        ns[p] = v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
        named += v;
        reactor_stats.phase_ns[p] += p == PHASE_PYTHON ? v - r.python : v;
    }
    uint64_t other = total > named ? total - named : 0;
    ns[PHASE_OTHER] = (uint32_t)other;
    reactor_stats.phase_ns[PHASE_OTHER] += other;
    reactor_stats.tick_ns += total;
    if (total > reactor_stats.max_tick_ns)
        reactor_stats.max_tick_ns = total;
    histAdd(&reactor_stats.tick_times, total);
    traceTick t = {.span_ns = total,
                   .poll_ns = ns[PHASE_POLL],
                   .read_ns = ns[PHASE_READ],
                   .parse_ns = ns[PHASE_PARSE],
                   .execute_ns = ns[PHASE_EXECUTE],
                   .python_ns = ns[PHASE_PYTHON],
                   .before_sleep_ns = ns[PHASE_WRITE],
                   .cron_ns = ns[PHASE_CRON],
                   .other_ns = ns[PHASE_OTHER],
                   .clients = r.served,
                   .commands = r.commands,
                   .pending = (uint32_t)r.nrunnable};
    traceTickEnded(&t);
}

int64_t reactorTick(void) {
    uint64_t start = r.mark = clockTicks();
    memset(r.phase, 0, sizeof(r.phase));
    r.python = r.asleep = 0;
    r.served = r.commands = 0;
    reactor_stats.ticks++;
    trace_tick++;
    int n = pass(0);
    while (n > 0 && !r.nrunnable) {
        int left = reactor_config.linger_us - (int)(clockTicksToNs(clockTicks() - start) / 1000);
        if (left <= 0)
            break;
        n = pass(left);
    }
    account(start);
    return r.nrunnable ? 0 : -1;
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
        clientsForked();
        close(r.set);
        close(r.timer);
        close(r.wake);
        traceForked();
    }
    sigprocmask(SIG_SETMASK, &old, NULL);
    return pid;
}
