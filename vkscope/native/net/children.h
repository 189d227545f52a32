/* children.h: forked children: starts them, waits for them without waiting, hears how far they are.
 *
 * Words   a worker is a child that saves, rewrites or sends: of the kinds rdb, aof, replication, module.
 * Rules   One worker at a time: childFork refuses a second one with EEXIST. Other kinds (debug) run beside it.
 *         A worker's code, whoever forks it: native only; childWroteKey() after each key, which costs an increment;
 *         childFinished("RDB") when all is good; then _exit. logLine works in it: the parent writes the lines. It ends
 *         with its parent. Kill it with SIGUSR1 when that is no error: its status then says so.
 *           pid_t pid = childFork(EVENT_FORK_KIND_AOF, 0);
 *           if (pid == 0) { ...; if (good) childFinished("AOF rewrite"); _exit(good ? 0 : 1); }
 *           if (pid > 0) childOnEnd(pid, ended);   and in `ended`, child_last has its figures
 * Design  A page shared by fork holds what the worker tells: keys, and the bytes that it no longer shares (its
 *         Private_Dirty, measured by itself, so that a hundredth of its time goes there at most). A pipe carries the
 *         lines of its log; the pipe's end tells that it has ended, in the same turn. While a worker lives, tables of
 *         the keyspace avoid to be resized.
 * Events  ForkStarted, ForkEnded, ChildProgressed once a second; the latency event "fork". */
#ifndef VK_CHILDREN_H
#define VK_CHILDREN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/assert.h"

typedef struct childrenStats {
    uint64_t forks, latest_ns;
    unsigned alive;
} childrenStats;
extern childrenStats children_stats;

enum { CHILD_CPUS = 128, CHILD_SCORE_KEPT = INT32_MIN };
typedef struct childrenConfig {
    int oom_score; /* of workers, for the kernel; CHILD_SCORE_KEPT: the parent's */
    char save_cpus[CHILD_CPUS], rewrite_cpus[CHILD_CPUS]; /* as bgsave-cpulist; "": all */
} childrenConfig;
extern childrenConfig children_config;

/* What the worker tells; in it alone child_told is not NULL. */
typedef struct childTold {
    uint64_t keys;
    uint64_t copied, peak, measured_ns; /* bytes; when */
} childTold;
extern childTold *child_told;
void childMeasures(void);
static inline void childWroteKey(void) {
    if (unlikely(child_told != NULL) && ((child_told->keys++) & 1023) == 0)
        childMeasures();
}
void childFinished(const char *what); /* its last figures, and the log's line about them */

/* vkFork for what `kind` (EVENT_FORK_KIND_...) says. stall_ns: the parent stands still for so long more, as when a
 * larger process is forked; for DEBUG FORK, else 0. In the child 0; -1: errno, EEXIST where a worker lives. */
pid_t childFork(uint32_t kind, uint64_t stall_ns);
bool childActive(void);  /* a worker lives */
void childrenReap(void); /* from cron */
/* Told once when the child has ended; status as waitpid gives it. */
typedef void (*childEnded)(pid_t pid, int status);
void childOnEnd(pid_t pid, childEnded ended);
void childReapNow(pid_t pid); /* it is about to end: waits for that, which tells `ended` */
typedef struct childNow {
    pid_t pid;
    uint32_t kind;
    uint64_t started_ns, keys, of; /* keys it has written, and those at the fork */
    uint64_t copied, peak, measured_ns;
} childNow;
bool childLook(childNow *out);      /* the worker; false: there is none */
extern childNow child_last;         /* the worker that ended last */
const char *childLastWarning(void); /* of it, in the log; "": none */
#endif
