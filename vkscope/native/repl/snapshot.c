/* snapshot.c: see snapshot.h. */
#define _GNU_SOURCE
#include "repl/repl.h"
#include "persist/bgsave.h"
#include "persist/persist.h"
#include "trace/trace.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PIECE (128 * 1024)
#define PIPE_BYTES (256 * 1024)
#define MARK 40

snapshotState snapshot;

static struct {
    uint32_t pipe; /* in the reactor; 0: none */
    int fd;
    bool paused;
    bool eof;    /* everything was read */
    bool exited; /* the child was waited for */
    int status;
    char piece[PIECE];
    size_t len;
    unsigned unsent; /* replicas that have not got all of the piece */
} child;             /* one without a disk */

/* ------------------------------------------------------------------------------------------------------- in the child
 */

static void fillMark(char mark[MARK]) {
    unsigned char bytes[MARK / 2];
    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        memset(bytes, 'x', sizeof(bytes));
    for (int i = 0; i < MARK; i++)
        mark[i] = "0123456789abcdef"[bytes[i / 2] >> (i % 2 * 4) & 15];
}

static bool writeStreamed(int fd, rdbOut *out) {
    char head[8 + MARK + 3] = "$EOF:", *mark = head + 5;
    fillMark(mark);
    memcpy(mark + MARK, "\r\n", 2);
    streamToFile(&out->s, fd, false);
    streamWrite(&out->s, head, 5 + MARK + 2);
    streamFlush(&out->s);
    out->s.summing = rdb_config.checksum;
    rdbWriteFile(out);
    streamWrite(&out->s, mark, MARK);
    return !out->refused && streamFlush(&out->s);
}

static void childMain(int fd) {
    rdb_config.save_version = snapshot.version;
    rdbOut out = {.version = snapshot.version,
                  .compress = rdb_config.compression,
                  .without_data = snapshot.without_data,
                  .without_functions = snapshot.without_functions};
    bool good = writeStreamed(fd, &out);
    if (good)
        childFinished("RDB");
    _exit(good ? 0 : 1);
}

/* ------------------------------------------------------------------------------------------------------ in the parent
 */

static void finish(void);

static bool isFor(const replica *r) {
    return r->state == REPLICA_CHILD && !r->c->closing;
}

static void pausePipe(bool paused) {
    if (child.pipe && child.paused != paused)
        reactorPipePause(child.pipe, paused);
    child.paused = paused;
}

static void giveOut(void) {
    child.unsent = 0;
    for (unsigned i = 0; i < replica_count; i++) {
        if (!isFor(replica_list[i]))
            continue;
        replica_list[i]->sent = 0;
        replica_list[i]->owes = true;
        child.unsent++;
        reactorMarkDirty(replica_list[i]->c);
    }
    pausePipe(child.unsent != 0);
}

/* A piece of the snapshot. */
static void pipeReady(void) {
    if (child.unsent || child.eof)
        return;
    ssize_t n = read(child.fd, child.piece, sizeof(child.piece));
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        child.eof = true;
        finish();
        return;
    }
    child.len = (size_t)n;
    snapshot.bytes += (size_t)n;
    giveOut();
}

static void tookPiece(replica *r) {
    r->owes = false;
    if (--child.unsent == 0)
        pausePipe(false);
}

bool snapshotWrite(replica *r) {
    if (!r->owes)
        return false;
    ssize_t n = clientPut(r->c, child.piece + r->sent, child.len - r->sent);
    if (n < 0)
        return false;
    repl_stats.net_out += (uint64_t)n;
    r->sent += (size_t)n;
    r->stuck_ms = r->sent == child.len ? 0 : r->stuck_ms && !n ? r->stuck_ms : command_now;
    if (r->sent == child.len)
        tookPiece(r);
    return r->sent < child.len;
}

static unsigned readers(void) {
    unsigned n = 0;
    for (unsigned i = 0; i < replica_count; i++)
        n += isFor(replica_list[i]);
    return n;
}

void snapshotLeft(replica *r) {
    if (!snapshot.pid)
        return;
    bool diskless = snapshot.kind == SNAPSHOT_DISKLESS;
    if (r->owes)
        tookPiece(r);
    if (readers() || snapshot.ending)
        return;
    if (diskless) {
        logLine(LEVEL_NOTICE, "Diskless rdb transfer, last replica dropped, killing fork child.");
        snapshotKill();
    } else if (!rdb_config.save_points && bgsave.why == EVENT_SAVE_WHY_REPLICATION) {
        snapshotKill();
    }
}

void snapshotKill(void) {
    if (!snapshot.pid || snapshot.ending)
        return;
    snapshot.ending = true;
    logLine(LEVEL_NOTICE, "Killing running RDB child: %ld", (long)snapshot.pid);
    if (snapshot.kind == SNAPSHOT_DISK)
        bgsaveKill();
    else if (!child.exited)
        kill(snapshot.pid, SIGUSR1);
}

void snapshotLook(void) {
    if (snapshot.kind == SNAPSHOT_DISKLESS && !child.unsent)
        pipeReady();
}

static void onEnded(pid_t pid, int status) {
    if (pid != snapshot.pid)
        return;
    child.exited = true;
    child.status = status;
    finish();
}

static bool open_(const char *path, int *file, size_t *size) {
    struct stat s;
    *file = open(path, O_RDONLY | O_CLOEXEC);
    if (*file < 0)
        return false;
    if (fstat(*file, &s) != 0) {
        close(*file);
        return false;
    }
    *size = (size_t)s.st_size;
    return true;
}

static void startFile(replica *r) {
    int file;
    size_t size;
    if (!open_(rdb_config.file, &file, &size)) {
        logLine(LEVEL_WARNING, "SYNC failed. Can't open/stat DB after BGSAVE: %s", strerror(errno));
        clientClose(r->c, CLOSE_ERROR);
        return;
    }
    snapshot.bytes = size;
    replicaSendFile(r, file, size);
}

static void handOver(bool good, enum snapshotKind kind) {
    for (unsigned i = 0; i < replica_count; i++) {
        replica *r = replica_list[i];
        if (!isFor(r))
            continue;
        if (!good) {
            logLine(LEVEL_WARNING, "SYNC failed. BGSAVE child returned an error");
            clientClose(r->c, CLOSE_ERROR);
        } else if (kind == SNAPSHOT_DISK) {
            startFile(r);
        } else {
            logLine(LEVEL_NOTICE,
                    "Streamed RDB transfer with replica %s succeeded (socket). Waiting for REPLCONF ACK from replica "
                    "to enable streaming",
                    replicaName(r));
            replicaOnline(r, true);
        }
    }
}

static void logEnd(bool good) {
    if (good)
        logLine(LEVEL_NOTICE, "Background RDB transfer terminated with success");
    else if (WIFSIGNALED(child.status))
        logLine(LEVEL_WARNING, "Background transfer terminated by signal %d", WTERMSIG(child.status));
    else
        logLine(LEVEL_WARNING, "Background transfer error");
}

/* The child is gone: those that waited for it get what it made, or are closed. */
static void conclude(bool good) {
    uint64_t now = clockMonoNs(), span = now - snapshot.started_ns;
    enum snapshotKind kind = snapshot.kind;
    snapshot.pid = 0;
    snapshot.kind = SNAPSHOT_NONE;
    handOver(good, kind);
    if (kind == SNAPSHOT_DISKLESS || snapshot.replicas)
        evSnapshotSent(now, span, snapshot.replicas, snapshot.bytes,
                       kind == SNAPSHOT_DISK ? EVENT_SYNC_KIND_FULL_DISK : EVENT_SYNC_KIND_FULL_DISKLESS, !good);
    replSoon();
}

/* The pipe has ended; the child has, too, or is just about to. */
static void finish(void) {
    if (!child.eof)
        return;
    if (!child.exited) {
        childReapNow(snapshot.pid);
        return; /* onEnded has come back here */
    }
    if (!snapshot.pid)
        return;
    bool good = WIFEXITED(child.status) && WEXITSTATUS(child.status) == 0;
    if (good)
        logLine(LEVEL_NOTICE, "Diskless rdb transfer, done reading from pipe, %u replicas still up.", readers());
    logEnd(good);
    reactorPipeClose(child.pipe);
    child.pipe = 0;
    bgsave.last_s = (int64_t)((clockMonoNs() - snapshot.started_ns) / 1000000000);
    conclude(good);
}

/* The file takes part in persistence: as if it were saved for that alone. */
static void diskEnded(bool good) {
    if (good && bgsave.why == EVENT_SAVE_WHY_REPLICATION)
        snapshot.left_file = true;
    conclude(good);
}

void snapshotTidy(void) {
    if (!repl_config.del_sync_files)
        snapshot.left_file = false;
    if (!snapshot.left_file || rdb_config.save_points || snapshot.pid)
        return;
    for (unsigned i = 0; i < replica_count; i++)
        if (replica_list[i]->state != REPLICA_ONLINE)
            return;
    snapshot.left_file = false;
    if (unlink(rdb_config.file) == 0)
        logLine(LEVEL_NOTICE, "Removing the RDB file used to feed replicas in a persistence-less instance");
}

bool snapshotJoin(replica *r) {
    if (snapshot.kind != SNAPSHOT_DISK || snapshot.ending || r->without_data || r->without_functions ||
        replicaRdbVersion(r) != snapshot.version)
        return false;
    if (!r->rdb_only && !backlogHas(&repl_stream.log, snapshot.position))
        return false;
    replicaBegin(r, snapshot.position);
    snapshot.replicas++;
    return true;
}

static void started(enum snapshotKind kind, pid_t pid) {
    snapshot.pid = pid;
    snapshot.kind = kind;
    snapshot.started_ns = clockMonoNs();
    snapshot.position = propagate_offset;
    snapshot.bytes = 0;
    snapshot.ending = false;
    snapshot.replicas = 0;
    repl_stream.selected = -1; /* what comes after the fork names its database */
}

/* Those that wait for what the child makes. */
static void take(const replica *first) {
    for (unsigned i = 0; i < replica_count; i++) {
        replica *r = replica_list[i];
        if (r->state != REPLICA_WAITS || r->c->closing || !replicasAlike(r, first))
            continue;
        replicaBegin(r, snapshot.position);
        snapshot.replicas++;
    }
}

/* Somebody's child saves to the file. */
static void diskStarted(void) {
    snapshot.version = bgsave.version;
    snapshot.without_data = snapshot.without_functions = false;
    started(SNAPSHOT_DISK, bgsave.pid);
}

static bool startDiskless(void) {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0)
        return false;
    fcntl(fds[0], F_SETPIPE_SZ, PIPE_BYTES);
    pid_t pid = childFork(EVENT_FORK_KIND_REPLICATION, 0);
    if (pid == 0) {
        close(fds[0]);
        childMain(fds[1]);
    }
    close(fds[1]);
    if (pid < 0) {
        close(fds[0]);
        return false;
    }
    child.fd = fds[0];
    child.eof = child.exited = child.paused = false;
    child.len = 0;
    child.unsent = 0;
    fcntl(child.fd, F_SETFL, O_NONBLOCK);
    child.pipe = reactorPipeAdd(child.fd, pipeReady);
    childOnEnd(pid, onEnded);
    started(SNAPSHOT_DISKLESS, pid);
    logLine(LEVEL_NOTICE, "Background RDB transfer started by pid %ld", (long)pid);
    return true;
}

bool snapshotStart(enum snapshotKind kind, const replica *first) {
    vkAssert(!snapshot.pid);
    int selected = repl_stream.selected;
    rdbReplication at = {selected < 0 ? 0 : selected, repl_stream.id, propagate_offset};
    const rdbReplication *usual = rdb_replication;
    rdb_replication = &at;
    snapshot.version = replicaRdbVersion(first);
    snapshot.without_data = first->without_data;
    snapshot.without_functions = first->without_functions;
    bool good = kind == SNAPSHOT_DISK ? bgsaveStart(EVENT_SAVE_WHY_REPLICATION, snapshot.version) : startDiskless();
    rdb_replication = usual;
    if (good)
        take(first);
    return good;
}

void snapshotInit(void) {
    bgsave_started = diskStarted;
    bgsave_ended = diskEnded;
    bgsave_kill_sender = snapshotKill;
}
