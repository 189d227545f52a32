/* aof_rewrite.c: see aof_rewrite.h. */
#include "persist/aof_rewrite.h"
#include "persist/ledger.h"
#include "persist/persist.h"
#include "exec/exec.h"
#include "net/children.h"
#include "trace/trace.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define SYNC_EVERY (4 * 1024 * 1024)

aofRewriteConfig aof_rewrite_config = {.incremental_sync = true};
aofShown aof_shown = {.rewrite_ok = true};
static aofSayer sayers[OBJ_TYPES];

void aofSayerRegister(enum objectType type, aofSayer say) {
    sayers[type] = say;
}

/* ------------------------------------------------------------------------------------------------------------ words */

static void mark(streamOut *out, char sign, long long n) {
    char text[LL_DIGITS + 3];
    text[0] = sign;
    size_t len = 1 + (size_t)ll2string(text + 1, n);
    memcpy(text + len, "\r\n", 2);
    streamWrite(out, text, len + 2);
}

void aofSayWord(streamOut *out, const char *data, size_t len) {
    mark(out, '$', (long long)len);
    streamWrite(out, data, len);
    streamWrite(out, "\r\n", 2);
}

void aofSayWordC(streamOut *out, const char *text) {
    aofSayWord(out, text, strlen(text));
}

void aofSayNumber(streamOut *out, long long value) {
    char text[LL_DIGITS];
    aofSayWord(out, text, (size_t)ll2string(text, value));
}

void aofSayHead(streamOut *out, size_t words, const char *name) {
    mark(out, '*', (long long)words);
    aofSayWordC(out, name);
}

void aofSayKey(streamOut *out, const object *o) {
    size_t len;
    const char *key = objectKey(o, &len);
    aofSayWord(out, key, len);
}

void aofSayElement(streamOut *out, const object *o, const char *name, size_t words, size_t done, size_t left) {
    if (done % AOF_PIECE)
        return;
    aofSayHead(out, 2 + words * (left < AOF_PIECE ? left : AOF_PIECE), name);
    aofSayKey(out, o);
}

/* ---------------------------------------------------------------------------------------------------- all data in
 * words
 */

static void sayString(streamOut *out, const object *o) {
    long long n;
    stringView v;
    aofSayHead(out, 3, "SET");
    aofSayKey(out, o);
    if (o->encoding == ENC_INT && stringIsInt(o, &n)) {
        aofSayNumber(out, n);
        return;
    }
    stringGet(o, &v);
    aofSayWord(out, v.ptr, v.len);
}

static void sayKey(streamOut *out, const object *o) {
    if (o->type == OBJ_STRING)
        sayString(out, o);
    else
        sayers[o->type](out, o);
    if (o->flags & OBJ_EXPIRE) {
        aofSayHead(out, 3, "PEXPIREAT");
        aofSayKey(out, o);
        aofSayNumber(out, objectExpire(o));
    }
}

static void sayDatabase(streamOut *out, db *d) {
    void *entry;
    aofSayHead(out, 2, "SELECT");
    aofSayNumber(out, d->id);
    kvstoreIterator *it = kvstoreIteratorInit(d->keys, 0);
    while (!out->error && kvstoreIteratorNext(it, &entry)) {
        sayKey(out, entry);
        childWroteKey();
        if (unlikely(rdb_config.save_delay_us > 0))
            usleep((useconds_t)rdb_config.save_delay_us);
    }
    kvstoreIteratorRelease(it);
}

static void sayFunction(void *ctx, const char *code, size_t len) {
    streamOut *out = ctx;
    aofSayHead(out, 3, "FUNCTION");
    aofSayWordC(out, "LOAD");
    aofSayWord(out, code, len);
}

static void sayAll(streamOut *out) {
    if (aof_rewrite_config.timestamps) {
        char text[40];
        int n = snprintf(text, sizeof(text), "#TS:%lld\r\n", (long long)time(NULL));
        streamWrite(out, text, (size_t)n);
    }
    if (rdb_functions)
        rdb_functions->each(sayFunction, out);
    keyspace_shows_stale = true; /* fields, too: what has expired goes by its own time when it is loaded */
    for (int i = 0; i < keyspaceDatabases(); i++) {
        db *d = dbCreated(i);
        if (d && kvstoreSize(d->keys))
            sayDatabase(out, d);
    }
    keyspace_shows_stale = false;
}

/* ------------------------------------------------------------------------------------------------------------- files
 */

static bool failed(const char *what, int error) {
    logLine(LEVEL_WARNING, "%s: %s", what, strerror(error));
    ledgerFailed("%s: %s", what, strerror(error));
    return false;
}

static int writeData(int fd, bool rdb) {
    rdbOut out = {.version = rdb_config.save_version, .compress = rdb_config.compression, .aof_base = true};
    streamToFile(&out.s, fd, rdb && rdb_config.checksum);
    out.s.sync_every = aof_rewrite_config.incremental_sync ? SYNC_EVERY : 0;
    if (rdb)
        rdbWriteFile(&out);
    else
        sayAll(&out.s);
    bool good = streamFlush(&out.s) && !out.refused;
    int error = good ? 0 : out.s.error ? out.s.error : ENOTSUP;
    if (out.refused)
        logLine(LEVEL_WARNING, RDB_REFUSED, out.version, out.refused);
    streamOutRelease(&out.s);
    if (good && fsync(fd) == -1)
        error = errno;
    return error;
}

bool aofWriteBase(const char *path, bool rdb) {
    char temporary[64];
    snprintf(temporary, sizeof(temporary), "temp-rewriteaof-%d.aof", (int)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return failed("Opening the temp file for AOF rewrite in rewriteAppendOnlyFile()", errno);
    int error = writeData(fd, rdb);
    if (close(fd) == -1 && !error)
        error = errno;
    if (error) {
        unlink(temporary);
        return failed("Write error writing append only file on disk", error);
    }
    if (rename(temporary, path) == 0)
        return true;
    error = errno;
    unlink(temporary);
    return failed("Error moving temp append only file on the final destination", error);
}

/* ------------------------------------------------------------------------------------------------------------- child
 */

static struct {
    pid_t pid, ended; /* 0: there is none; ended: nobody has asked yet */
    int status;
} child;

/* What a child that failed or was killed has left. */
static void removeLeft(pid_t pid) {
    char path[64];
    snprintf(path, sizeof(path), "temp-rewriteaof-%d.aof", (int)pid);
    unlink(path);
    snprintf(path, sizeof(path), "temp-rewriteaof-bg-%d.aof", (int)pid);
    unlink(path);
}

static void onEnded(pid_t pid, int status) {
    if (pid != child.pid)
        return;
    child.pid = 0;
    child.ended = pid;
    child.status = status;
    if (status)
        removeLeft(pid);
}

static void childMain(bool rdb) {
    char path[64];
    snprintf(path, sizeof(path), "temp-rewriteaof-bg-%d.aof", (int)getpid());
    bool good = aofWriteBase(path, rdb);
    if (good) {
        logLine(LEVEL_NOTICE, "Successfully created the temporary AOF base file %s", path);
        childFinished("AOF rewrite");
    }
    _exit(good ? 0 : 1);
}

pid_t aofRewriteStart(bool rdb) {
    pid_t pid = childFork(EVENT_FORK_KIND_AOF, 0);
    if (pid == 0)
        childMain(rdb);
    if (pid < 0)
        return -1;
    child.pid = pid;
    child.ended = 0;
    childOnEnd(pid, onEnded);
    return pid;
}

bool aofRewriteEnded(pid_t *pid, int *status) {
    if (!child.ended)
        return false;
    *pid = child.ended;
    *status = child.status;
    child.ended = 0;
    return true;
}

void aofRewriteKill(void) {
    if (!child.pid)
        return;
    logLine(LEVEL_NOTICE, "Killing running AOF rewrite child: %ld", (long)child.pid);
    kill(child.pid, SIGUSR1);
    childReapNow(child.pid);
    child.pid = child.ended = 0;
}
