/* blocking.h: clients that wait for a key: who waits for what, in which order, until when.
 *
 * Rules   A command that waits is run again from its start when one of its keys is there: it serves itself, or waits
 * on. Who has waited longest for a key is served first. Nobody is served inside another command, a transaction or a
 *         script, but right after it: blockingServe.
 *         Additions and removals of keys are heard of from keyspace (keyspace_waits); only what changes a value in
 *         place, as XADD does, says so itself: blockingKeyReady.
 * Words   waiter   a command that waits, with a copy of its arguments.  queue: the waiters of one key, in the order in
 *         which they came.  ready: something happened to a queue's key, its waiters have not been looked at since.
 *         deadline: ms of the monotonic clock, 0: none.  nokey: woken when the key goes, too (XREADGROUP).
 * Design  database 0: hash table by key            queue "jobs"         first -> entry -> entry -> ... (oldest first)
 *                                                                                 |        |
 *         a waiter, one block:   [waiter][entries, one a key][argv][bytes of argv]<'        '> another waiter's
 *
 *         queue exists  =  it has entries, or it is ready;  db.awaited = queues of the database
 *         Deadlines stand in a binary heap. A waiter that is run again and waits on goes to the ends of its queues, as
 *         in Valkey.
 * Cost    nothing while nobody waits, but one branch a command and one where a key is added or taken out. Waiting: one
 *         block, and a queue for a key that nobody waited for. */
#ifndef VK_BLOCKING_H
#define VK_BLOCKING_H
#include "exec/context.h"

#define BLOCK_ON_NOKEY 1U /* flags: run again also when a key goes, or is replaced by another type */

/* How a wait ends, as unblock_how of the events' catalogue. */
enum unblockHow { UNBLOCK_SERVED, UNBLOCK_TIMEOUT, UNBLOCK_COMMAND, UNBLOCK_CLOSED };

typedef struct waitQueue waitQueue;
typedef struct waiter waiter;

typedef struct waitEntry {
    waiter *w;
    waitQueue *queue; /* NULL: not in one */
    int arg;          /* which of argv its key is */
    struct waitEntry *older, *newer;
} waitEntry;

struct waiter {
    client *client;
    uint32_t slot; /* of the client */
    uint32_t heap; /* place in the heap of deadlines, from 1; 0: not there */
    int dbid;
    enum objectType type;
    unsigned flags;
    int64_t deadline;
    uint64_t since_ns;                 /* when it began to wait */
    uint64_t run_ns;                   /* what its runs have taken, which served nothing */
    bool running;                      /* its command runs again just now: its block must stay */
    uint32_t runs;                     /* how often it was run again */
    int key;                           /* which of argv is the key that woke it last, or the first it waits for */
    uint32_t by;                       /* slot of whom it was served by, NOBODY: no client */
    void (*timed_out)(execContext *x); /* answers in its place; NULL: null */
    command *cmd;
    uint64_t first_hash;
    int key_slot;
    size_t request_bytes;
    size_t bytes; /* of this block */
    int nentries;
    int argc;
    waitEntry *entries;
    execArg *argv;
};

struct waitQueue {
    waitEntry *first, *last;
    waitEntry *cursor;     /* whom blockingServe looks at next; moves on when that one leaves */
    waitQueue *next_ready; /* while ready */
    uint32_t waiting;      /* entries */
    uint32_t nokey;        /* of them, those of waiters with BLOCK_ON_NOKEY */
    uint32_t by;           /* slot of the client that made it ready */
    uint32_t len;
    int dbid;
    bool ready, busy; /* busy: being served, so it stays */
    uint64_t served;  /* waiters run again since the queue is there */
    char key[];
};

/* Reads argv[i] as a timeout: seconds with a fraction, or (ms) whole milliseconds; 0 is for ever, deadline 0. False:
 * the error was answered. */
bool blockTimeout(execContext *x, int i, bool ms, int64_t *deadline);
/* The command could not serve itself: it waits for a key of `type` among argv[first .. first + count), and returns
 * without an answer. False: it must not wait here (transaction, script, plug-in) and answers null itself. When the
 * command runs again the first deadline stays. A key named twice is waited for once. */
bool blockOnKeys(execContext *x, enum objectType type, int first, int count, int64_t deadline, unsigned flags);
/* The same for what is no key, such as replicas' answers: the caller runs x->waiter again itself (blocking_resume). */
bool blockOnNothing(execContext *x, int64_t deadline, void (*timed_out)(execContext *x));
/* A value changed in place so that somebody who waits may be served now. */
void blockingKeyReady(db *d, const char *key, size_t len);

/* --- for net, which runs and answers those who wait --- */
void blockingInit(void);          /* listens to keyspace */
extern waitQueue *blocking_ready; /* the queues to look at */
void blockingServe(void);         /* runs waiters of ready keys again, until no key is ready; between commands */
void blockingRescan(void);        /* every awaited key that is there becomes ready: a pause ended, databases changed */
int64_t blockingNext(void);       /* the earliest deadline; 0: none */
waiter *blockingOverdue(int64_t now_ms);          /* one whose deadline has passed; NULL: none */
void blockingEnd(waiter *w, enum unblockHow how); /* out of its queues, told, freed */
extern void (*blocking_resume)(waiter *w);        /* runs its command again; set by net */
/* Visits queues of a database; for those who show them. */
typedef void (*blockingVisit)(void *ctx, const waitQueue *q);
void blockingEach(int dbid, blockingVisit visit, void *ctx);
const char *blockingWhyInvalid(void); /* NULL, or which equation of Design does not hold */

typedef struct blockingStats {
    uint64_t clients, deadlines, keys, nokeys; /* now: waiters, those with a deadline, queues, with nokey entries */
    uint64_t blocked, served, timed_out, unblocked; /* since start */
    uint64_t reruns, rerun_in_vain;                 /* how often one was run again; how often it then waited on */
} blockingStats;
extern blockingStats blocking_stats;
#endif
