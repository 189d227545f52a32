/* bio.c: see bio.h. */
#define _GNU_SOURCE
#include "persist/bio.h"
#include "base/affinity.h"
#include "base/base.h"
#include "net/reactor.h"
#include "trace/trace.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

typedef struct job {
    unsigned what;
    int fd;
    void (*run)(void *arg); /* or NULL */
    void *arg;
    bioDone done;
    bioResult result;
} job;

typedef struct line {
    job jobs[BIO_ROOM];
    uint64_t asked, collected; /* the main thread's; asked is written with the lock held */
    _Atomic uint64_t done;     /* written with the lock held, after the job's result */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    bool started, ends; /* ends: with the lock */
} line;

const char *const bio_kind_names[BIO_KINDS] = {"bio_close_file", "bio_aof", "bio_lazy_free"};
static const unsigned event_kinds[BIO_KINDS] = {EVENT_BIO_KIND_CLOSE, EVENT_BIO_KIND_FSYNC, EVENT_BIO_KIND_LAZY_FREE};
bioStats bio_stats[BIO_KINDS];
const char *bio_cpus = "";

static line lines[BIO_KINDS];
static int bell = -1;
static uint32_t pipe_slot;
static bool without_threads;

static void run(job *j) {
    j->result.began_ns = clockMonoNs();
    if (j->run)
        j->run(j->arg);
    /* A descriptor that cannot be synced (a pipe, /dev/null) has nothing to lose. */
    if (j->what & BIO_SYNC && fdatasync(j->fd) != 0 && errno != EINVAL && errno != EROFS)
        j->result.error = errno;
    if (j->what & BIO_DROP_CACHE)
        posix_fadvise(j->fd, 0, 0, POSIX_FADV_DONTNEED);
    if (j->what & BIO_THEN_CLOSE)
        close(j->fd);
    j->result.ended_ns = clockMonoNs();
}

static void ring(void) {
    uint64_t one = 1;
    if (write(bell, &one, sizeof(one)) < 0)
        errno = 0; /* the counter is full: it rings already */
}

static void *work(void *arg) {
    line *l = arg;
    prctl(PR_SET_NAME, bio_kind_names[l - lines]);
    affinitySet(bio_cpus);
    zmallocForeign();
    pthread_mutex_lock(&l->lock);
    for (;;) {
        uint64_t done = atomic_load_explicit(&l->done, memory_order_relaxed);
        if (done == l->asked && l->ends)
            break;
        if (done == l->asked) {
            pthread_cond_wait(&l->changed, &l->lock);
            continue;
        }
        pthread_mutex_unlock(&l->lock);
        run(&l->jobs[done % BIO_ROOM]);
        pthread_mutex_lock(&l->lock);
        /* Release: who sees the number sees the job's result, without the lock. */
        atomic_store_explicit(&l->done, done + 1, memory_order_release);
        pthread_cond_broadcast(&l->changed);
        ring();
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

/* Signals are the main thread's, but those of a fault in the thread itself. */
static bool start(line *l) {
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    sigset_t all, old;
    sigfillset(&all);
    for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
        sigdelset(&all, faults[i]);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    l->started = pthread_create(&l->thread, NULL, work, l) == 0;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return l->started;
}

static uint64_t doneOf(line *l) {
    return atomic_load_explicit(&l->done, memory_order_acquire);
}

static void collect(enum bioKind kind) {
    line *l = &lines[kind];
    while (l->collected != doneOf(l)) {
        job j = l->jobs[l->collected++ % BIO_ROOM]; /* its place is free: who is told may ask again */
        uint64_t span = j.result.ended_ns - j.result.began_ns;
        bio_stats[kind].done++;
        if (span > bio_stats[kind].worst_ns)
            bio_stats[kind].worst_ns = span;
        evBackgroundJobRan(clockMonoNs(), span, event_kinds[kind], j.result.began_ns - j.result.asked_ns);
        if (j.done)
            j.done(&j.result);
    }
}

void bioCollect(void) {
    for (int kind = 0; kind < BIO_KINDS; kind++)
        collect((enum bioKind)kind);
}

static void waitFor(line *l, uint64_t number) {
    pthread_mutex_lock(&l->lock);
    while (doneOf(l) < number)
        pthread_cond_wait(&l->changed, &l->lock);
    pthread_mutex_unlock(&l->lock);
}

static void ask(enum bioKind kind, job j) {
    line *l = &lines[kind];
    j.result.asked_ns = clockMonoNs();
    if (l->asked - l->collected == BIO_ROOM) {
        waitFor(l, l->collected + 1);
        collect(kind);
    }
    bool alone = without_threads || (!l->started && !start(l));
    if (alone)
        run(&j);
    pthread_mutex_lock(&l->lock);
    l->jobs[l->asked++ % BIO_ROOM] = j;
    if (alone)
        atomic_store_explicit(&l->done, l->asked, memory_order_release);
    pthread_cond_broadcast(&l->changed);
    pthread_mutex_unlock(&l->lock);
    if (alone)
        ring();
}

void bioAsk(enum bioKind kind, unsigned what, int fd, uint64_t tag, bioDone done) {
    ask(kind, (job){.what = what, .fd = fd, .done = done, .result = {.tag = tag, .synced = what & BIO_SYNC}});
}

void bioCall(enum bioKind kind, void (*run)(void *arg), void *arg) {
    ask(kind, (job){.run = run, .arg = arg});
}

void bioLazyFree(void (*run)(void *arg), void *arg) {
    bioCall(BIO_LAZY_FREE, run, arg);
}

bool bioUnlink(const char *path) {
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (unlink(path) != 0) {
        int error = errno;
        if (fd >= 0)
            close(fd);
        errno = error;
        return false;
    }
    if (fd >= 0)
        bioAsk(BIO_CLOSE, BIO_THEN_CLOSE, fd, 0, NULL);
    return true;
}

unsigned bioPending(enum bioKind kind) {
    return (unsigned)(lines[kind].asked - lines[kind].collected);
}

void bioDrain(enum bioKind kind) {
    waitFor(&lines[kind], lines[kind].asked);
    collect(kind);
}

static void rang(void) {
    uint64_t ignored;
    if (read(bell, &ignored, sizeof(ignored)) > 0)
        bioCollect();
}

/* A child has the rings, and no thread: what the parent's threads have under way is not its own. */
static void forked(void) {
    without_threads = true;
    for (int kind = 0; kind < BIO_KINDS; kind++) {
        line *l = &lines[kind];
        pthread_mutex_init(&l->lock, NULL);
        pthread_cond_init(&l->changed, NULL);
        atomic_store(&l->done, l->asked);
        l->collected = l->asked;
        l->started = false;
    }
    bell = -1;
}

bool bioInit(void) {
    static bool tells_children;
    if (!tells_children)
        pthread_atfork(NULL, NULL, forked);
    tells_children = true;
    for (int kind = 0; kind < BIO_KINDS; kind++) {
        pthread_mutex_init(&lines[kind].lock, NULL);
        pthread_cond_init(&lines[kind].changed, NULL);
    }
    bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (bell < 0)
        return false;
    pipe_slot = reactorPipeAdd(bell, rang);
    return true;
}

void bioRelease(void) {
    if (bell < 0)
        return;
    for (int kind = 0; kind < BIO_KINDS; kind++) {
        line *l = &lines[kind];
        bioDrain((enum bioKind)kind);
        pthread_mutex_lock(&l->lock);
        l->ends = true;
        pthread_cond_broadcast(&l->changed);
        pthread_mutex_unlock(&l->lock);
        if (l->started)
            pthread_join(l->thread, NULL);
        pthread_mutex_destroy(&l->lock);
        pthread_cond_destroy(&l->changed);
        l->started = l->ends = false;
    }
    reactorPipeClose(pipe_slot);
    bell = -1;
}
