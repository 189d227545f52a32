/* aof_load.c: see aof_load.h. */
#include "persist/aof_load.h"
#include "persist/aof.h"
#include "persist/aof_reader.h"
#include "persist/persist.h"
#include "exec/command_info.h"
#include "exec/exec.h"
#include "gen/commands.h"
#include "trace/trace.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { YIELD_EVERY = 16, SINK_KEPT = 64 * 1024 };
enum fileResult { FILE_LOADED, FILE_EMPTY, FILE_TRUNCATED, FILE_BROKEN, FILE_CANCELLED };

aofLoadConfig aof_load_config = {.truncate = true, .old_name = ""};

/* ----------------------------------------------------------------------------------------------------------- the files
 */

static aofFile files[AOF_FILES];
static unsigned nfiles;

void aofFilesClear(void) {
    for (unsigned i = 0; i < nfiles; i++) {
        free(files[i].name);
        free(files[i].path);
    }
    nfiles = 0;
}

bool aofFilesAdd(unsigned kind, uint64_t sequence, const char *folder, const char *name) {
    char path[PATH_MAX];
    int n = snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (nfiles == AOF_FILES || n < 0 || (size_t)n >= sizeof(path))
        return false;
    files[nfiles++] = (aofFile){kind, sequence, strdup(name), strdup(path)};
    return true;
}

const aofFile *aofFiles(unsigned *n) {
    *n = nfiles;
    return files;
}

/* ------------------------------------------------------------------------------------------------------------- one
 * file
 */

typedef struct loading {
    const aofFile *file;
    aofReader r;
    session session;
    replySink out;
    execYielder yielder;
    uint64_t whole;        /* not moved on within a transaction */
    uint64_t files_before; /* bytes of the files that were read */
    uint64_t commands, cut;
    uint64_t delays; /* commands since key-load-delay last slept */
    bool preamble, cancelled, last;
} loading;

static bool cancelled;

void aofLoadCancel(void) {
    cancelled = true;
    rdbLoadCancel();
}

/* Before each command: who was let in between may have left it otherwise. */
static void keysLive(void) {
    keyspace_shows_stale = true;
}

static void letOthersIn(loading *l) {
    rdb_stats.load_done = l->files_before + aofReaderOffset(&l->r);
    execYield(&l->yielder, EXEC_LOADING);
    commandTimeSet(clockWallMs());
    keysLive();
}

static void tellErrors(loading *l, const execContext *x) {
    size_t n = l->out.len < 200 ? l->out.len : 200;
    logLine(LEVEL_WARNING,
            "== CRITICAL == This server is sending an error to its AOF-loading-client: '%.*s' after processing the "
            "command '%s'",
            (int)n, l->out.buf ? l->out.buf : "", x->cmd->name);
}

static void callProc(execContext *x) {
    int slot = keyspace_slot;
    keyspace_slot = x->key_slot & keyspace_slot_mask;
    propagateEnter();
    if (likely(x->cmd->spec->proc != NULL)) {
        x->cmd->spec->proc(x);
    } else {
        exec_python(x);
    }
    propagateLeave();
    keyspace_slot = slot;
}

/* In a cluster each key has a table of its slot. */
static int slotOf(const execContext *x) {
    int first = x->cmd->spec->first_key;
    if (!keyspace_slot_mask || first <= 0 || first >= x->argc)
        return -1;
    return keyTableAny(x->argv[first].ptr, x->argv[first].len);
}

static bool run(loading *l) {
    execArg *argv = l->r.argv;
    command *c = commandLookupWords(argv, l->r.argc);
    int argc = l->r.argc;
    if (!c) {
        logLine(LEVEL_WARNING, "Unknown command '%.*s' reading the append only file %s",
                (int)(argv[0].len < 128 ? argv[0].len : 128), argv[0].ptr, l->file->name);
        return false;
    }
    int arity = c->spec->arity;
    if (arity >= 0 ? argc != arity : argc < -arity) {
        logLine(LEVEL_WARNING, "Wrong number of arguments of '%s' reading the append only file %s", c->name,
                l->file->name);
        return false;
    }
    execContext x = {.session = &l->session,
                     .out = &l->out,
                     .db = dbGet(l->session.dbid),
                     .cmd = c,
                     .argv = argv,
                     .argc = argc,
                     .first_hash = argc > 1 ? sipHash(argv[1].ptr, argv[1].len) : 0,
                     .key_slot = -1,
                     .deny_blocking = true};
    x.key_slot = slotOf(&x);
    uint32_t errors = l->out.errors;
    keysLive();
    if (!multiOpen(&l->session) || !multiQueues(&x))
        callProc(&x);
    l->commands++;
    if (unlikely(l->out.errors != errors))
        tellErrors(l, &x);
    l->out.len = l->out.sent = 0;
    if (unlikely(l->out.cap > SINK_KEPT))
        sinkRelease(&l->out);
    return true;
}

static enum fileResult unexpectedEnd(const loading *l) {
    logLine(LEVEL_WARNING,
            "Unexpected end of file reading the append only file %s. You can: 1) Make a backup of your AOF file, then "
            "use ./valkey-check-aof --fix <filename.manifest>. 2) Alternatively you can set the 'aof-load-truncated' "
            "configuration option to yes and restart the server.",
            l->file->name);
    return FILE_BROKEN;
}

static enum fileResult torn(loading *l) {
    const char *name = l->file->name;
    if (!aof_load_config.truncate)
        return unexpectedEnd(l);
    logLine(LEVEL_WARNING, "!!! Warning: short read while loading the AOF file %s!!!", name);
    logLine(LEVEL_WARNING, "!!! Truncating the AOF %s at offset %llu !!!", name, (unsigned long long)l->whole);
    if (!l->last) { /* what follows was written after what is missing: it must stay as it is */
        logLine(LEVEL_WARNING, "Fatal error: the truncated file is not the last file");
        return FILE_BROKEN;
    }
    if (truncate(l->file->path, (off_t)l->whole) == -1) {
        logLine(LEVEL_WARNING, "Error truncating the AOF file %s: %s", name, strerror(errno));
        return unexpectedEnd(l);
    }
    l->cut = l->r.size - l->whole;
    logLine(LEVEL_WARNING, "AOF %s loaded anyway because aof-load-truncated is enabled", name);
    return FILE_TRUNCATED;
}

static enum fileResult odd(const loading *l) {
    logLine(LEVEL_WARNING,
            "Bad file format reading the append only file %s: make a backup of your AOF file, then use "
            "./valkey-check-aof --fix <filename.manifest>",
            l->file->name);
    return FILE_BROKEN;
}

static enum fileResult atEnd(loading *l) {
    if (!multiOpen(&l->session))
        return FILE_LOADED;
    logLine(LEVEL_WARNING, "Revert incomplete MULTI/EXEC transaction in AOF file %s", l->file->name);
    return torn(l);
}

static enum fileResult runAll(loading *l) {
    for (;;) {
        if (l->commands % YIELD_EVERY == 0 && clockTicks() >= l->yielder.next)
            letOthersIn(l);
        if (unlikely(cancelled))
            return FILE_CANCELLED;
        switch (aofReaderNext(&l->r)) {
        case AOF_COMMAND:
            if (!run(l))
                return FILE_BROKEN;
            if (unlikely(rdb_config.load_delay_us != 0))
                rdbLoadDelay(&l->delays);
            break;
        case AOF_NOTE:
            break;
        case AOF_END:
            return atEnd(l);
        case AOF_TORN:
            return torn(l);
        case AOF_ODD:
            return odd(l);
        case AOF_ERROR:
            logLine(LEVEL_WARNING, "Unrecoverable error reading the append only file %s: %s", l->file->name,
                    strerror(l->r.error));
            return FILE_BROKEN;
        }
        if (!multiOpen(&l->session))
            l->whole = aofReaderOffset(&l->r);
    }
}

static bool isRdb(int fd) {
    char head[6];
    ssize_t n = pread(fd, head, sizeof(head), 0);
    return (n >= 5 && memcmp(head, "REDIS", 5) == 0) || (n == 6 && memcmp(head, "VALKEY", 6) == 0);
}

/* The RDB that the file begins with; *from: where it ends. */
static enum fileResult loadPreamble(loading *l, int fd, uint64_t *from) {
    const char *name = l->file->name;
    bool old = strcmp(name, aof_load_config.old_name) == 0;
    l->preamble = true;
    logLine(LEVEL_NOTICE, old ? "Reading RDB preamble from AOF file..." : "Reading RDB base file on AOF loading...");
    enum rdbResult result = rdbLoadPreamble(fd, l->r.size, l->files_before, from);
    keysLive();
    if (result == RDB_CANCELLED)
        return FILE_CANCELLED;
    if (result != RDB_LOADED) {
        logLine(LEVEL_WARNING,
                old ? "Error reading the RDB preamble of the AOF file %s, AOF loading aborted"
                    : "Error reading the RDB base file %s, AOF loading aborted",
                name);
        return FILE_BROKEN;
    }
    if (old)
        logLine(LEVEL_NOTICE, "Reading the remaining AOF tail...");
    return FILE_LOADED;
}

static enum fileResult loadFrom(loading *l, int fd) {
    uint64_t from = 0, size = l->r.size;
    if (isRdb(fd)) {
        enum fileResult result = loadPreamble(l, fd, &from);
        if (result != FILE_LOADED)
            return result;
    }
    l->whole = from;
    lseek(fd, (off_t)from, SEEK_SET);
    aofReaderStart(&l->r, fd, from, size);
    execYieldStart(&l->yielder, EXEC_LOADING);
    enum fileResult result = runAll(l);
    aofReaderEnd(&l->r);
    multiForget(&l->session);
    sinkRelease(&l->out);
    return result;
}

static void tellLoaded(const loading *l, enum fileResult result, uint64_t span) {
    bool good = result == FILE_LOADED || result == FILE_TRUNCATED || result == FILE_EMPTY;
    evAofLoaded(clockMonoNs(), span, l->file->kind, l->whole, l->commands, l->cut, good, l->preamble, l->file->name,
                strlen(l->file->name));
    if (result == FILE_LOADED || result == FILE_TRUNCATED)
        logLine(LEVEL_NOTICE, "DB loaded from %s file %s: %.3f seconds",
                l->file->kind == EVENT_AOF_FILE_BASE ? "base" : "incr", l->file->name, (double)span / 1e9);
}

static enum fileResult loadFile(const aofFile *file, bool last, uint64_t before) {
    struct stat st;
    uint64_t start = clockMonoNs();
    loading l = {.file = file, .files_before = before, .last = last};
    l.session.authenticated = true;
    l.session.user = ACL_NOBODY;
    l.out.resp = 2;
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        logLine(LEVEL_WARNING,
                errno == ENOENT ? "The append log file %s doesn't exist: %s"
                                : "Fatal error: can't open the append log file %s for reading: %s",
                file->name, strerror(errno));
        return FILE_BROKEN;
    }
    enum fileResult result = FILE_EMPTY;
    if (fstat(fd, &st) != 0 || st.st_size) {
        l.r.size = (uint64_t)st.st_size;
        result = loadFrom(&l, fd);
    }
    close(fd);
    tellLoaded(&l, result, clockMonoNs() - start);
    return result;
}

/* ------------------------------------------------------------------------------------------------------------ all
 * files
 */

/* False: one cannot be asked. */
static bool sizes(uint64_t *total, uint64_t *base) {
    *total = *base = 0;
    for (unsigned i = 0; i < nfiles; i++) {
        struct stat st;
        if (files[i].kind == EVENT_AOF_FILE_HISTORY)
            continue;
        if (stat(files[i].path, &st) != 0) {
            logLine(LEVEL_WARNING, "Unable to obtain the AOF file %s length. stat: %s", files[i].name, strerror(errno));
            return false;
        }
        *total += (uint64_t)st.st_size;
        if (files[i].kind == EVENT_AOF_FILE_BASE)
            *base = (uint64_t)st.st_size;
    }
    return true;
}

static unsigned lastFile(void) {
    unsigned last = 0;
    for (unsigned i = 0; i < nfiles; i++)
        if (files[i].kind != EVENT_AOF_FILE_HISTORY)
            last = i;
    return last;
}

static enum aofLoaded loadAll(void) {
    uint64_t before = 0;
    enum aofLoaded all = AOF_LOADED;
    for (unsigned i = 0; i < nfiles; i++) {
        struct stat st;
        if (files[i].kind == EVENT_AOF_FILE_HISTORY)
            continue;
        uint64_t size = stat(files[i].path, &st) == 0 ? (uint64_t)st.st_size : 0;
        enum fileResult result = loadFile(&files[i], i == lastFile(), before);
        before += size;
        if (result == FILE_BROKEN)
            return AOF_BROKEN;
        if (result == FILE_CANCELLED)
            return AOF_CANCELLED;
        if (result == FILE_TRUNCATED)
            all = AOF_TRUNCATED;
    }
    return all;
}

enum aofLoaded aofLoad(uint64_t *total, uint64_t *base) {
    *total = *base = 0;
    if (!nfiles)
        return AOF_ABSENT;
    if (!sizes(total, base))
        return AOF_BROKEN;
    if (!*total)
        return AOF_EMPTY;
    unsigned feeds = propagate_feeds, monitors = exec_monitors;
    bool paused = keyspace_paused;
    propagate_feeds = exec_monitors = 0; /* it is no news for anybody */
    keyspace_paused = true;
    cancelled = false;
    rdb_stats.loading = exec_loading = true;
    rdb_stats.load_started_s = time(NULL);
    rdb_stats.load_total = *total;
    rdb_stats.load_done = rdb_stats.load_used_memory = 0;
    enum aofLoaded result = loadAll();
    rdb_stats.loading = exec_loading = false;
    keyspace_shows_stale = false;
    keyspace_paused = paused;
    propagate_feeds = feeds;
    exec_monitors = monitors;
    return result;
}

void aofDebugLoad(execContext *x) {
    uint64_t total, base;
    aofFlush(true);
    for (int i = 0; i < keyspaceDatabases(); i++) {
        db *d = dbCreated(i);
        if (d)
            dbFlush(d, false);
    }
    if (rdb_functions)
        rdb_functions->flush();
    enum aofLoaded result = aofLoad(&total, &base);
    if (result == AOF_BROKEN || result == AOF_CANCELLED) {
        replyErrorC(x, "ERR Error trying to load the AOF files, check server logs.");
        return;
    }
    keyspace_stats.dirty = 0;
    propagateNothing(x);
    logLine(LEVEL_NOTICE, "Append Only File loaded by DEBUG LOADAOF");
    replyOk(x);
}
