/* save_commands.c: SAVE, BGSAVE, LASTSAVE and DEBUG RELOAD, and the file that FLUSHALL leaves. */
#include "persist/bgsave.h"
#include "persist/persist.h"
#include "exec/exec.h"
#include "gen/commands.h"
#include "net/children.h"
#include "trace/trace.h"

static const char IN_PROGRESS[] = "ERR Background save already in progress";

/* A child that saves to the file, or that sends a snapshot to replicas, as Valkey counts. */
static bool savingChild(void) {
    childNow c;
    return childLook(&c) && (c.kind == EVENT_FORK_KIND_RDB || c.kind == EVENT_FORK_KIND_REPLICATION);
}

void saveCommand(execContext *x) {
    if (savingChild()) {
        replyErrorC(x, IN_PROGRESS);
        return;
    }
    bgsave.saves++;
    if (rdbSave(rdb_config.file, EVENT_SAVE_WHY_COMMAND)) {
        bgsaveJudge();
        replyOk(x);
    } else {
        replyErrorFmt(x, "ERR %s", rdbSaveError());
    }
}

static void schedule(execContext *x, const char *line) {
    bgsave.scheduled = true;
    logLine(LEVEL_NOTICE, "%s", line);
    replyStatus(x, "Background saving scheduled");
}

static void cancel(execContext *x) {
    if (savingChild()) {
        logLine(LEVEL_NOTICE, "Background saving will be aborted due to user request");
        bgsaveKill();
        replyStatus(x, "Background saving cancelled");
    } else if (bgsave.scheduled) {
        logLine(LEVEL_NOTICE, "Scheduled background saving will be cancelled due to user request");
        bgsave.scheduled = false;
        replyStatus(x, "Scheduled background saving cancelled");
    } else {
        replyErrorC(x, "ERR Background saving is currently not in progress or scheduled");
    }
}

static void begin(execContext *x, bool may_wait) {
    bool in_exec = x->deny_blocking;
    if (savingChild()) {
        replyErrorC(x, IN_PROGRESS);
    } else if (in_exec && !may_wait) {
        schedule(x, "Background saving scheduled to run after transaction execution");
    } else if (!bgsaveMayStart() || in_exec) {
        if (may_wait)
            schedule(x, "Background saving scheduled due to user request");
        else
            replyErrorC(x,
                        "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in "
                        "order to schedule a BGSAVE whenever possible.");
    } else if (bgsaveStart(EVENT_SAVE_WHY_COMMAND, rdb_config.save_version)) {
        replyStatus(x, "Background saving started");
    } else {
        replyErrorC(x, "ERR");
    }
}

void bgsaveCommand(execContext *x) {
    if (x->argc == 1)
        begin(x, false);
    else if (x->argc == 2 && argIs(x, 1, "schedule"))
        begin(x, true);
    else if (x->argc == 2 && argIs(x, 1, "cancel"))
        cancel(x);
    else
        replyErrorC(x, "ERR syntax error");
}

void lastsaveCommand(execContext *x) {
    replyLong(x, rdb_stats.last_save_s);
}

void rdbFlushed(void) {
    bgsaveKill();
    if (!rdb_config.save_points)
        return;
    rdbSave(rdb_config.file, EVENT_SAVE_WHY_FLUSH);
    bgsaveJudge();
}

static bool reloadOptions(execContext *x, bool *flush, bool *save, unsigned *flags) {
    for (int i = 2; i < x->argc; i++) {
        if (argIs(x, i, "merge")) {
            *flags |= RDB_REPLACE_KEYS;
        } else if (argIs(x, i, "noflush")) {
            *flush = false;
        } else if (argIs(x, i, "nosave")) {
            *save = false;
        } else {
            replyErrorC(x, "ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
            return false;
        }
    }
    return true;
}

void rdbDebugReload(execContext *x) {
    bool flush = true, save = true;
    unsigned flags = 0;
    if (!reloadOptions(x, &flush, &save, &flags))
        return;
    if (save && !rdbSave(rdb_config.file, EVENT_SAVE_WHY_RELOAD)) {
        replyErrorFmt(x, "ERR %s", rdbSaveError());
        return;
    }
    for (int i = 0; flush && i < keyspaceDatabases(); i++) {
        db *d = dbCreated(i);
        if (d)
            dbFlush(d, false);
    }
    if (flush && rdb_functions)
        rdb_functions->flush();
    if (rdbLoad(rdb_config.file, flags, EVENT_LOAD_WHY_RELOAD) != RDB_LOADED) {
        replyErrorC(x, "ERR Error trying to load the RDB dump, check server logs.");
        return;
    }
    logLine(LEVEL_NOTICE, "DB reloaded by DEBUG RELOAD");
    replyOk(x);
}
