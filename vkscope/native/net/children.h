/* children.h: forked children: starts them, waits for them without waiting, tells how long each stopped the parent.
 *
 * Events ForkStarted, ForkEnded; the latency event "fork". */
#ifndef VK_CHILDREN_H
#define VK_CHILDREN_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct childrenStats {
    uint64_t forks, latest_ns;
    unsigned alive;
} childrenStats;
extern childrenStats children_stats;

/* vkFork for what `kind` (EVENT_FORK_KIND_...) says. stall_ns: the parent stands still for so long more, as when a
 * larger process is forked; for DEBUG FORK, else 0. In the child 0; -1: errno. */
pid_t childFork(uint32_t kind, uint64_t stall_ns);
void childrenReap(void); /* from cron */
/* Told once when the child has ended; status as waitpid gives it. */
typedef void (*childEnded)(pid_t pid, int status);
void childOnEnd(pid_t pid, childEnded ended);
void childReapNow(pid_t pid); /* it is about to end: waits for that, which tells `ended` */
/* The child that saves or rewrites; false: there is none. keys and of are 0 where it does not say how far it is. */
typedef struct childNow {
    pid_t pid;
    uint32_t kind;
    uint64_t started_ns, keys, of, copied;
} childNow;
bool childLook(childNow *out);
#endif
