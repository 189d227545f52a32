/* bio.h: background threads for what the disk may make long (fsync, close), and for freeing what is large.
 *
 * Rules  A job is a descriptor and what to do with it, or a function with what it takes over. Threads are foreign to
 *        zmalloc: they may free what is theirs while that is shared (base/zmalloc.h), and take nothing. A thread
 *        writes no event, no log line and no key; whoever collects its results does that, in the main thread. Children
 *        of fork have no threads: there, and where a thread cannot be started, a job is done at once by the caller.
 * Words  kind: what a job is for; its jobs are done in order by the kind's own thread.  collect: to take the results of
 *        what is done, and to call who asked.
 * Design A kind has a ring of jobs, which are never copied from it:
 *
 *           | collected ... done ... asked |     collected <= done <= asked <= collected + BIO_ROOM
 *             results^      ^jobs    ^free
 *
 *        `done` is the thread's, the others are the main thread's. A full ring makes the caller wait for the oldest
 * job. A thread starts with the first job of its kind. An eventfd in the reactor rings when a job is done. Cost   a
 * job: a lock, two wake-ups. Nothing to collect: an atomic load a kind. Events BackgroundJobRan. */
#ifndef VK_BIO_H
#define VK_BIO_H
#include <stdbool.h>
#include <stdint.h>

enum bioKind { BIO_CLOSE, BIO_FSYNC, BIO_LAZY_FREE, BIO_KINDS };
enum { BIO_ROOM = 64 };
enum { BIO_SYNC = 1, BIO_DROP_CACHE = 2, BIO_THEN_CLOSE = 4 }; /* what a job does, in this order */

typedef struct bioResult {
    uint64_t tag; /* as it was asked with */
    int error;    /* errno of fsync; 0: done */
    bool synced;  /* it was asked for */
    uint64_t asked_ns, began_ns, ended_ns;
} bioResult;
/* Called by bioCollect; NULL where nobody cares. */
typedef void (*bioDone)(const bioResult *result);

/* With BIO_THEN_CLOSE the descriptor is taken. */
void bioAsk(enum bioKind kind, unsigned what, int fd, uint64_t tag, bioDone done);
/* run(arg), by the kind's thread. */
void bioCall(enum bioKind kind, void (*run)(void *arg), void *arg);
void bioLazyFree(void (*run)(void *arg), void *arg); /* as keyspace/lazyfree.h asks for one */
bool bioUnlink(const char *path);       /* the name goes now, its blocks when a thread closes the file; false: errno */
unsigned bioPending(enum bioKind kind); /* jobs that are not done, or not collected */
void bioDrain(enum bioKind kind);       /* waits until all are done, and collects */
void bioCollect(void);

typedef struct bioStats {
    uint64_t done, worst_ns; /* collected; the longest */
} bioStats;
extern bioStats bio_stats[BIO_KINDS];
extern const char *const bio_kind_names[BIO_KINDS];

/* Where its threads run, as taskset lists processors; for threads that start later. The text is kept by the caller. */
extern const char *bio_cpus;
bool bioInit(void);    /* after the reactor; false: errno */
void bioRelease(void); /* drains, ends the threads */
#endif
