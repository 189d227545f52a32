/* children.c: see children.h. */
#include "net/children.h"
#include "net/clients.h"
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>

#define CHILDREN 64

childrenStats children_stats;

static struct {
    pid_t pid; /* 0: free */
    uint32_t kind;
    uint64_t started;
    uint64_t copied;  /* most bytes not shared any more, as far as cron saw */
    childEnded ended; /* or NULL */
} children[CHILDREN];

pid_t childFork(uint32_t kind, uint64_t stall_ns) {
    uint64_t start = clockMonoNs();
    pid_t pid = vkFork();
    if (pid <= 0)
        return pid;
    if (stall_ns) {
        struct timespec left = {(time_t)(stall_ns / 1000000000), (long)(stall_ns % 1000000000)};
        nanosleep(&left, NULL);
    }
    uint64_t now = clockMonoNs();
    children_stats.forks++;
    children_stats.latest_ns = now - start;
    evForkStarted(now, now - start, (uint64_t)pid, kind);
    latencyAdd("fork", now - start);
    for (int i = 0; i < CHILDREN; i++)
        if (!children[i].pid) {
            children[i].pid = pid;
            children[i].kind = kind;
            children[i].started = now;
            children[i].copied = 0;
            children[i].ended = NULL;
            children_stats.alive++;
            break;
        }
    return pid;
}

/* Bytes that a child and its parent no longer share, as the kernel knows them now; 0 where it does not say. */
static uint64_t copiedBytes(pid_t pid) {
    char path[64], line[128];
    unsigned long long kb = 0;
    snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    while (fgets(line, sizeof(line), file))
        if (sscanf(line, "Private_Dirty: %llu kB", &kb) == 1)
            break;
    fclose(file);
    return kb << 10;
}

static void reap(int i, int flags) {
    int status;
    pid_t pid = children[i].pid;
    uint64_t copied = copiedBytes(pid);
    if (copied > children[i].copied)
        children[i].copied = copied;
    if (waitpid(pid, &status, flags) != pid)
        return;
    uint64_t now = clockMonoNs(), life = now - children[i].started;
    uint32_t how = WIFSIGNALED(status) ? (uint32_t)WTERMSIG(status) << 8 : (uint32_t)WEXITSTATUS(status);
    evForkEnded(now, life, (uint64_t)pid, how, children[i].kind, children[i].copied, life / 1000000);
    children[i].pid = 0;
    children_stats.alive--;
    if (children[i].ended)
        children[i].ended(pid, status);
}

void childrenReap(void) {
    for (int i = 0; children_stats.alive && i < CHILDREN; i++)
        if (children[i].pid)
            reap(i, WNOHANG);
}

static int indexOf(pid_t pid) {
    for (int i = 0; i < CHILDREN; i++)
        if (children[i].pid == pid)
            return i;
    return -1;
}

void childOnEnd(pid_t pid, childEnded ended) {
    int i = indexOf(pid);
    if (i >= 0)
        children[i].ended = ended;
}

void childReapNow(pid_t pid) {
    int i = indexOf(pid);
    if (i >= 0)
        reap(i, 0);
}

bool childLook(childNow *out) {
    for (int i = 0; i < CHILDREN; i++) {
        if (!children[i].pid || children[i].kind > EVENT_FORK_KIND_REPLICATION)
            continue;
        *out = (childNow){.pid = children[i].pid,
                          .kind = children[i].kind,
                          .started_ns = children[i].started,
                          .copied = children[i].copied};
        return true;
    }
    return false;
}
