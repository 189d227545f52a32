/* bgsave.c: see bgsave.h. */
#include "persist/bgsave.h"
#include "persist/bio.h"
#include "persist/ledger.h"
#include "persist/persist.h"
#include "exec/exec.h"
#include "net/children.h"
#include "trace/trace.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

bgsaveState bgsave = {.last_s = -1};
void (*bgsave_started)(void);
void (*bgsave_ended)(bool good);
void (*bgsave_kill_sender)(void);

void bgsaveJudge(void) {
    static const char refusal[] =
        "MISCONF Valkey is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands "
        "that may modify the data set are disabled, because this instance is configured to report errors during "
        "writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Valkey logs for "
        "details about the RDB error.";
    bool refuses = rdb_config.stop_writes && rdb_config.save_points && rdb_stats.last_failed;
    execMisconf(MISCONF_RDB, refuses ? refusal : NULL);
}

static void setStatus(bool good) {
    rdb_stats.last_failed = !good;
    bgsaveJudge();
}

bool bgsaveMayStart(void) {
    return !childActive();
}

/* What a killed child has left. */
static void unlinkTemporary(pid_t pid) {
    char path[64];
    uint64_t began = clockMonoNs();
    snprintf(path, sizeof(path), "temp-%d.rdb", (int)pid);
    bioUnlink(path);
    latencyAdd("rdb-unlink-temp-file", clockMonoNs() - began);
}

static void tellEnd(uint64_t now, bool good, int signal) {
    struct stat s;
    bool there = good && stat(rdb_config.file, &s) == 0;
    const char *told = good ? rdb_config.file : childLastWarning();
    uint64_t life = now - bgsave.started_ns;
    evBackgroundSaveEnded(now, life, bgsave.why, there ? (uint64_t)s.st_size : 0, child_last.keys, child_last.peak,
                          life / 1000000, good, (uint32_t)signal, told, strlen(told));
}

static void onEnded(pid_t pid, int status) {
    if (pid != bgsave.pid)
        return;
    uint64_t now = clockMonoNs();
    bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    bgsave.last_s = (int64_t)((now - bgsave.started_ns) / 1000000000);
    if (good) {
        logLine(LEVEL_NOTICE, "Background saving terminated with success");
        keyspace_stats.dirty -= bgsave.dirty < keyspace_stats.dirty ? bgsave.dirty : keyspace_stats.dirty;
        rdb_stats.last_save_s = time(NULL);
        bgsave.last_copied = child_last.peak;
    } else if (signal) {
        logLine(LEVEL_WARNING, "Background saving terminated by signal %d", signal);
        unlinkTemporary(pid);
    } else {
        logLine(LEVEL_WARNING, "Background saving error");
    }
    if (!good && !bgsave.killed)
        ledgerFailed("background saving: %s", *childLastWarning() ? childLastWarning() : "the child was killed");
    if (good || !bgsave.killed)
        setStatus(good);
    tellEnd(now, good, signal);
    bgsave.pid = 0;
    if (bgsave_ended)
        bgsave_ended(good);
}

static void childMain(unsigned version) {
    rdb_config.save_version = version;
    bool good = rdbSave(rdb_config.file, EVENT_SAVE_WHY_OTHER);
    if (good)
        childFinished("RDB");
    _exit(good ? 0 : 1);
}

bool bgsaveStart(unsigned why, unsigned version) {
    bgsave.saves++;
    bgsave.last_try_s = time(NULL);
    pid_t pid = childFork(why == EVENT_SAVE_WHY_REPLICATION ? EVENT_FORK_KIND_REPLICATION : EVENT_FORK_KIND_RDB, 0);
    if (pid == 0)
        childMain(version);
    if (pid < 0) {
        int error = errno;
        logLine(LEVEL_WARNING, "Can't save in background: fork: %s", strerror(error));
        ledgerFailed("background saving: fork: %s", strerror(error));
        setStatus(false);
        errno = error;
        return false;
    }
    logLine(LEVEL_NOTICE, "Background saving started by pid %ld", (long)pid);
    bgsave.pid = pid;
    bgsave.why = why;
    bgsave.version = version;
    bgsave.started_ns = clockMonoNs();
    bgsave.dirty = keyspace_stats.dirty;
    bgsave.killed = false;
    childOnEnd(pid, onEnded);
    if (bgsave_started)
        bgsave_started();
    return true;
}

void bgsaveKill(void) {
    if (!bgsave.pid && bgsave_kill_sender)
        bgsave_kill_sender();
    if (!bgsave.pid || bgsave.killed)
        return;
    bgsave.killed = true;
    kill(bgsave.pid, SIGUSR1);
}

void bgsaveForget(void) {
    pid_t pid = bgsave.pid;
    if (!pid)
        return;
    bgsave.killed = true;
    kill(pid, SIGKILL); /* it does not write on after its file is gone */
    childReapNow(pid);
}
