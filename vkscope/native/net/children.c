/* children.c: see children.h. */
#define _GNU_SOURCE
#include "net/children.h"
#include "net/clients.h"
#include "base/affinity.h"
#include "base/title.h"
#include "keyspace/keyspace.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILDREN 64
#define LINE 1100 /* of a child's log, with its level and its end */
#define MEASURE_NS 100000000
#define MEASURE_SHARE 100 /* of a worker's time goes into measuring one part */

childrenStats children_stats;
childrenConfig children_config = {.oom_score = CHILD_SCORE_KEPT};
childTold *child_told;
childNow child_last;

static struct {
    pid_t pid; /* 0: free */
    uint32_t kind;
    uint64_t started, copied;
    childEnded ended; /* or NULL */
} children[CHILDREN];

static struct {
    childTold *page; /* shared with every worker, one after the other */
    uint64_t of;     /* keys at its fork */
    uint64_t told_ns;
    uint32_t pipe; /* in the reactor; 0: none */
    int fd, writes;
    char line[LINE];
    size_t len;
    char warning[160];
} worker = {.fd = -1, .writes = -1};

static bool isWorker(uint32_t kind) {
    return kind <= EVENT_FORK_KIND_MODULE;
}

static int findWorker(void) {
    for (int i = 0; children_stats.alive && i < CHILDREN; i++)
        if (children[i].pid && isWorker(children[i].kind))
            return i;
    return -1;
}

bool childActive(void) {
    return findWorker() >= 0;
}

/* Bytes that a process does not share, as the kernel knows them now; 0 where it does not say. */
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

/* ------------------------------------------------------------------------------------------------------- in the child
 */

static struct {
    uint64_t cost_ns, sum, times;
} measuring;

static void measure(void) {
    uint64_t start = clockMonoNs();
    child_told->copied = copiedBytes(getpid());
    child_told->measured_ns = clockMonoNs();
    measuring.cost_ns = child_told->measured_ns - start;
    measuring.sum += child_told->copied;
    measuring.times++;
    if (child_told->copied > child_told->peak)
        child_told->peak = child_told->copied;
}

static void logCopied(enum logLevel level, const char *what) {
    unsigned long long now = child_told->copied >> 20, peak = child_told->peak >> 20,
                       mean = measuring.sum / measuring.times >> 20;
    logLine(level, "Fork CoW for %s: current %llu MB, peak %llu MB, average %llu MB", what, now, peak, mean);
}

void childMeasures(void) {
    uint64_t since = clockMonoNs() - child_told->measured_ns;
    if (child_told->measured_ns && (since < MEASURE_NS || since < measuring.cost_ns * MEASURE_SHARE))
        return;
    measure();
}

void childFinished(const char *what) {
    if (!child_told)
        return;
    measure();
    logCopied(LEVEL_NOTICE, what);
}

/* One write is one line; the pipe is broken when the parent is gone. */
static void logFromChild(int level, const char *text, size_t len) {
    char line[LINE];
    line[0] = (char)('0' + level);
    len = len < LINE - 2 ? len : LINE - 2;
    memcpy(line + 1, text, len);
    for (size_t i = 1; i <= len; i++)
        if (line[i] == '\n')
            line[i] = ' ';
    line[len + 1] = '\n';
    if (write(worker.writes, line, len + 2) < 0)
        _exit(1);
}

static void scoreChild(void) {
    char text[16];
    if (children_config.oom_score == CHILD_SCORE_KEPT)
        return;
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    int n = snprintf(text, sizeof(text), "%d", children_config.oom_score);
    if (write(fd, text, (size_t)n) != n)
        logLine(LEVEL_WARNING, "Unable to write oom_score_adj: %s", strerror(errno));
    close(fd);
}

static void becomeWorker(uint32_t kind, pid_t parent) {
    static const char *const names[] = {"rdb-bgsave", "aof-rewrite", "rdb-to-slaves", "module-fork"};
    child_told = worker.page;
    close(worker.fd);
    log_writer = logFromChild;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    prctl(PR_SET_NAME, names[kind]);
    titleShowKept(kind);
    scoreChild();
    hashtableSetResizePolicy(HASHTABLE_RESIZE_FORBID);
    const char *cpus = kind == EVENT_FORK_KIND_AOF ? children_config.rewrite_cpus : children_config.save_cpus;
    affinitySet(cpus);
}

/* ------------------------------------------------------------------------------------------------------ in the parent
 */

static bool preparePage(void) {
    if (!worker.page) {
        void *page = mmap(NULL, sizeof(childTold), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED)
            return false;
        worker.page = page;
    }
    memset(worker.page, 0, sizeof(*worker.page));
    return true;
}

static bool prepareWorker(void) {
    int fds[2];
    if (childActive()) {
        errno = EEXIST;
        return false;
    }
    if (!preparePage() || pipe2(fds, O_CLOEXEC) != 0)
        return false;
    fcntl(fds[0], F_SETFL, O_NONBLOCK);
    worker.fd = fds[0];
    worker.writes = fds[1];
    worker.len = 0;
    worker.warning[0] = 0;
    worker.told_ns = clockMonoNs();
    worker.of = keyspaceKeys();
    return true;
}

static void workerLine(void) {
    int level = worker.line[0] - '0';
    logLine((enum logLevel)level, "%.*s", (int)worker.len - 1, worker.line + 1);
    if (level == LEVEL_WARNING)
        snprintf(worker.warning, sizeof(worker.warning), "%.*s", (int)worker.len - 1, worker.line + 1);
    worker.len = 0;
}

/* Writes the lines that wait; true: there will be no more. */
static bool drain(void) {
    char piece[4096];
    for (;;) {
        ssize_t n = read(worker.fd, piece, sizeof(piece));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        for (ssize_t i = 0; i < n; i++) {
            if (piece[i] == '\n')
                workerLine();
            else if (worker.len < sizeof(worker.line))
                worker.line[worker.len++] = piece[i];
        }
    }
}

static void closeWorker(void) {
    drain();
    if (worker.pipe)
        reactorPipeClose(worker.pipe);
    worker.pipe = 0;
    worker.fd = -1;
    hashtableSetResizePolicy(HASHTABLE_RESIZE_ALLOW);
}

static void add(pid_t pid, uint32_t kind, uint64_t now) {
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
}

static void reap(int i, int flags);
static void pipeReady(void) {
    int i = findWorker();
    if (drain() && i >= 0)
        reap(i, 0);
}

static void parentOf(pid_t pid) {
    int error = errno;
    close(worker.writes);
    worker.writes = -1;
    if (pid > 0) {
        worker.pipe = reactorPipeAdd(worker.fd, pipeReady);
        hashtableSetResizePolicy(HASHTABLE_RESIZE_AVOID);
    } else {
        close(worker.fd);
        worker.fd = -1;
    }
    errno = error;
}

pid_t childFork(uint32_t kind, uint64_t stall_ns) {
    if (isWorker(kind) && !prepareWorker())
        return -1;
    pid_t parent = getpid();
    uint64_t start = clockMonoNs();
    pid_t pid = vkFork();
    if (isWorker(kind)) {
        if (pid == 0)
            becomeWorker(kind, parent);
        else
            parentOf(pid);
    }
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
    add(pid, kind, now);
    return pid;
}

static void describe(int i, childNow *out) {
    const childTold *t = worker.page;
    *out = (childNow){.pid = children[i].pid,
                      .kind = children[i].kind,
                      .started_ns = children[i].started,
                      .keys = t->keys,
                      .of = worker.of,
                      .copied = t->copied,
                      .peak = t->peak,
                      .measured_ns = t->measured_ns};
}

bool childLook(childNow *out) {
    int i = findWorker();
    if (i < 0)
        return false;
    describe(i, out);
    return true;
}

static void reap(int i, int flags) {
    int status;
    pid_t pid = children[i].pid;
    bool works = isWorker(children[i].kind);
    /* A debugging session may last for hours, and there may be many: each look walks all pages of a child. */
    bool looks = children[i].kind == EVENT_FORK_KIND_DEBUG;
    uint64_t copied = works ? worker.page->peak : looks ? copiedBytes(pid) : 0;
    if (copied > children[i].copied)
        children[i].copied = copied;
    if (waitpid(pid, &status, flags) != pid)
        return;
    uint64_t now = clockMonoNs(), life = now - children[i].started;
    uint32_t how = WIFSIGNALED(status) ? (uint32_t)WTERMSIG(status) << 8 : (uint32_t)WEXITSTATUS(status);
    evForkEnded(now, life, (uint64_t)pid, how, children[i].kind, children[i].copied, life / 1000000);
    if (works) {
        describe(i, &child_last);
        closeWorker();
    }
    children[i].pid = 0;
    children_stats.alive--;
    if (children[i].ended)
        children[i].ended(pid, status);
}

static void tellProgress(void) {
    childNow c;
    uint64_t now = clockMonoNs();
    if (now - worker.told_ns < 1000000000 || !childLook(&c))
        return;
    worker.told_ns = now;
    evChildProgressed(now, now - c.started_ns, c.kind, c.keys, c.of, c.copied);
}

void childrenReap(void) {
    for (int i = 0; children_stats.alive && i < CHILDREN; i++)
        if (children[i].pid)
            reap(i, WNOHANG);
    if (children_stats.alive)
        tellProgress();
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

const char *childLastWarning(void) {
    return worker.warning;
}
