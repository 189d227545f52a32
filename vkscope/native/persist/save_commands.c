/* save_commands.c: SAVE, LASTSAVE and DEBUG RELOAD, and the file that FLUSHALL leaves. */
#include "persist/persist.h"
#include "exec/exec.h"
#include "gen/commands.h"
#include "trace/trace.h"

void saveCommand(execContext *x) {
    if (rdbSave(rdb_config.file, EVENT_SAVE_WHY_COMMAND)) {
        replyOk(x);
    } else {
        replyErrorFmt(x, "ERR %s", rdbSaveError());
    }
}

void lastsaveCommand(execContext *x) {
    replyLong(x, rdb_stats.last_save_s);
}

void rdbFlushed(void) {
    if (!rdb_config.save_points)
        return;
    rdbSave(rdb_config.file, EVENT_SAVE_WHY_FLUSH);
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
