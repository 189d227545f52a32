/* lazyfree.c: see lazyfree.h.
 *
 *           lazyfreeValue -> waiting ... --end of turn--> the thread ... -> freed++
 *                            first..last, fewer by         busy: it has a list
 *                            waiting_objects               objects of the list: handed - freed
 *
 *           pending = waiting_objects + handed - freed */
#include "base/base.h"
#include "keyspace/keyspace.h"
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

typedef struct job {
    struct job *next;
    object *value; /* or */
    kvstore *kvs;
    bool counts; /* entries of kvs are objects that are told */
    int didx;    /* table of kvs under way */
    size_t at;   /* how far, in that table */
} job;

lazyfreeConfig lazyfree_config = {true, true, true, true, true};
void (*lazyfree_thread)(void (*run)(void *arg), void *arg);

static job *first, *last;
static uint64_t waiting_objects, handed, told; /* told: of `freed`, in keyspace_stats */
static _Atomic uint64_t freed;                 /* objects; relaxed: nothing is read by what it says */
static _Atomic bool busy;                      /* the thread has a list; written by whoever has it */
static bool shared;                            /* zmallocShare is on */

static void queue(job j, uint64_t objects) {
    job *copy = zmalloc(sizeof(*copy));
    *copy = j;
    if (last) {
        last->next = copy;
    } else {
        first = copy;
    }
    last = copy;
    waiting_objects += objects;
}

void lazyfreeValue(object *o) {
    if (objectEffort(o) <= LAZYFREE_THRESHOLD) {
        objectFree(o);
        return;
    }
    queue((job){.value = o}, 1);
}

void lazyfreeStore(kvstore *kvs, uint64_t objects) {
    kvstoreSetRehashListener(kvs, NULL, NULL);
    queue((job){.kvs = kvs, .counts = objects > 0}, objects);
}

static uint64_t freedNow(void) {
    return atomic_load_explicit(&freed, memory_order_relaxed);
}

uint64_t lazyfreePending(void) {
    return waiting_objects + handed - freedNow();
}

uint64_t lazyfreeFreed(void) {
    uint64_t now = freedNow();
    keyspace_stats.lazyfreed += now - told;
    told = now;
    return keyspace_stats.lazyfreed;
}

void lazyfreeResetStats(void) {
    lazyfreeFreed();
    keyspace_stats.lazyfreed = 0;
}

/* --- freeing: by the thread, or without one by the main thread --- */

static void count(uint64_t objects) {
    atomic_fetch_add_explicit(&freed, objects, memory_order_relaxed);
}

/* A part of the job; false: it is finished, and freed. */
static bool workAt(job *j) {
    enum { CHAINS = 16 };
    if (j->value) {
        objectFree(j->value);
        count(1);
    } else {
        uint64_t before = kvstoreSize(j->kvs);
        bool more = kvstoreDrain(j->kvs, &j->didx, &j->at, CHAINS);
        if (j->counts)
            count(before - kvstoreSize(j->kvs));
        if (more)
            return true;
        kvstoreRelease(j->kvs);
    }
    zfree(j);
    return false;
}

static void freeAll(void *list) {
    for (job *j = list, *next; j; j = next) {
        next = j->next;
        while (workAt(j))
            continue;
    }
    /* Release: who sees it sees all that was freed. */
    atomic_store_explicit(&busy, false, memory_order_release);
}

/* --- the main thread's --- */

static bool isBusy(void) {
    return atomic_load_explicit(&busy, memory_order_acquire);
}

/* A child has no thread. What its parent's has under way is not freed in it, and not pending either. */
static void forked(void) {
    atomic_store_explicit(&busy, false, memory_order_relaxed);
    handed = freedNow();
}

/* True: the thread has what waited, or some that was handed over before. */
static bool handOver(void) {
    static bool tells_children;
    if (isBusy())
        return true;
    if (!first || !lazyfree_thread || !(shared = zmallocShare(true)))
        return false;
    if (!tells_children)
        pthread_atfork(NULL, NULL, forked);
    tells_children = true;
    job *list = first;
    first = last = NULL;
    handed += waiting_objects;
    waiting_objects = 0;
    atomic_store_explicit(&busy, true, memory_order_relaxed); /* the thread's lock orders it */
    lazyfree_thread(freeAll, list);
    return true;
}

static void freeFirst(void) {
    job *j = first;
    uint64_t before = freedNow();
    job *next = j->next;
    if (!workAt(j)) {
        first = next;
        if (!first)
            last = NULL;
    }
    uint64_t gone = freedNow() - before;
    waiting_objects -= gone;
    handed += gone;
}

/* Takes memory back, or frees what waits here. */
static bool stepOnce(void) {
    enum { SLABS = 32 };
    if (first)
        freeFirst();
    bool more = zmallocTake(SLABS);
    if (!more && !first && shared)
        shared = !zmallocShare(false);
    return more || first;
}

bool lazyfreeWaits(void) {
    return unlikely(first || shared) && !isBusy();
}

bool lazyfreeStep(int64_t budget_us) {
    if (!lazyfreeWaits() || handOver())
        return false;
    uint64_t end = clockMonoNs() + (uint64_t)budget_us * 1000;
    bool more;
    do
        more = stepOnce();
    while (more && clockMonoNs() < end);
    return more;
}

void lazyfreeAwait(int64_t us) {
    struct timespec pause = {.tv_nsec = us * 1000};
    if (!handOver()) {
        lazyfreeStep(us);
    } else if (lazyfreePending()) {
        nanosleep(&pause, NULL);
    }
}

void lazyfreeRelease(void) {
    while (isBusy() || lazyfreeWaits()) {
        if (isBusy())
            lazyfreeAwait(1000);
        else
            lazyfreeStep(1000000);
    }
}
