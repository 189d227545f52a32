/* rdb_save.c: writes whole files: see rdb_file.h. */
#include "persist/rdb_file.h"
#include "persist/ledger.h"
#include "base/version.h"
#include "exec/exec.h"
#include "net/children.h"
#include "trace/trace.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define SYNC_EVERY (4 * 1024 * 1024)

rdbStats rdb_stats;
const rdbReplication *rdb_replication;
const rdbFunctions *rdb_functions;
static char save_error[512];

static void writeText(rdbOut *out, const char *text) {
    rdbWriteString(out, text, strlen(text));
}

static void writeAux(rdbOut *out, const char *name, const char *value) {
    streamWriteByte(&out->s, RDB_OP_AUX);
    writeText(out, name);
    writeText(out, value);
}

static void writeAuxNumber(rdbOut *out, const char *name, long long value) {
    streamWriteByte(&out->s, RDB_OP_AUX);
    writeText(out, name);
    rdbWriteNumber(out, value);
}

static void writeHead(rdbOut *out) {
    char magic[16];
    int n = snprintf(magic, sizeof(magic), out->version > RDB_FOREIGN_MAX ? "VALKEY%03u" : "REDIS%04u", out->version);
    streamWrite(&out->s, magic, (size_t)n);
    writeAux(out, "valkey-ver", VALKEY_VERSION);
    writeAuxNumber(out, "redis-bits", 64);
    writeAuxNumber(out, "ctime", time(NULL));
    writeAuxNumber(out, "used-mem", (long long)zmallocUsed());
    if (rdb_replication && !out->aof_base) {
        writeAuxNumber(out, "repl-stream-db", rdb_replication->stream_db);
        writeAux(out, "repl-id", rdb_replication->id);
        writeAuxNumber(out, "repl-offset", (long long)rdb_replication->offset);
    }
    writeAuxNumber(out, "aof-base", out->aof_base);
}

/* How it was used, under policies that look at that. */
static void writeUse(rdbOut *out, const object *o) {
    if (!evictByClock())
        return;
    if (evictIsLfu()) {
        streamWriteByte(&out->s, RDB_OP_FREQUENCY);
        streamWriteByte(&out->s, (uint8_t)objectFrequency(o));
    } else {
        streamWriteByte(&out->s, RDB_OP_IDLE);
        rdbWriteLength(out, (uint64_t)objectIdleMs(o) / 1000);
    }
}

static void refuse(const rdbOut *out, const char *key, size_t klen) {
    snprintf(save_error, sizeof(save_error), "RDB version %u (rdb-save-version) cannot hold %s: key '%.*s'",
             out->version, out->refused, (int)(klen < 128 ? klen : 128), key);
}

static bool writeKey(rdbOut *out, const object *o) {
    size_t klen;
    int type_byte;
    const char *key = objectKey(o, &klen);
    if (o->flags & OBJ_EXPIRE) {
        streamWriteByte(&out->s, RDB_OP_EXPIRE_MS);
        rdbWriteTime(out, objectExpire(o));
    }
    writeUse(out, o);
    if (!rdbWriteType(out, o, &type_byte)) {
        refuse(out, key, klen);
        return false;
    }
    rdbWriteString(out, key, klen);
    rdbWriteRest(out, o, type_byte);
    childWroteKey();
    if (unlikely(rdb_config.save_delay_us > 0))
        usleep((useconds_t)rdb_config.save_delay_us);
    return !out->s.error;
}

/* How many keys of a slot follow, for whoever loads them into a table of their own. */
static void writeSlotInfo(rdbOut *out, const db *d, int slot) {
    char text[64];
    snprintf(text, sizeof(text), "%d,%llu,%llu", slot, (unsigned long long)kvstoreHashtableSize(d->keys, slot),
             (unsigned long long)kvstoreHashtableSize(d->expires, slot));
    writeAux(out, "slot-info", text);
}

static bool writeDatabase(rdbOut *out, db *d) {
    void *entry;
    bool good = true;
    streamWriteByte(&out->s, RDB_OP_SELECT);
    rdbWriteLength(out, (uint64_t)d->id);
    streamWriteByte(&out->s, RDB_OP_RESIZE);
    rdbWriteLength(out, kvstoreSize(d->keys));
    rdbWriteLength(out, kvstoreSize(d->expires));
    int slot = -1;
    kvstoreIterator *it = kvstoreIteratorInit(d->keys, 0);
    while (good && kvstoreIteratorNext(it, &entry)) {
        if (unlikely(keyspace_slot_mask) && kvstoreIteratorGetCurrentHashtableIndex(it) != slot) {
            slot = kvstoreIteratorGetCurrentHashtableIndex(it);
            writeSlotInfo(out, d, slot);
        }
        good = writeKey(out, entry);
    }
    kvstoreIteratorRelease(it);
    return good;
}

void rdbWriteFile(rdbOut *out) {
    writeHead(out);
    if (rdb_functions && !out->without_functions)
        rdb_functions->write(out);
    for (int i = 0; i < keyspaceDatabases() && !out->without_data; i++) {
        db *d = dbCreated(i);
        if (d && kvstoreSize(d->keys) && !writeDatabase(out, d))
            return;
    }
    streamWriteByte(&out->s, RDB_OP_END);
    uint64_t sum = rdb_config.checksum ? streamOutSum(&out->s) : 0;
    out->s.summing = false;
    streamWrite(&out->s, &sum, sizeof(sum));
}

/* --- files --- */

static bool failed(const char *what, const char *path, int error) {
    char here[PATH_MAX];
    if (error)
        snprintf(save_error, sizeof(save_error), "%s %s: %s", what, path, strerror(error));
    logLine(LEVEL_WARNING, "%s %s (in server root dir %s): %s", what, path,
            getcwd(here, sizeof(here)) ? here : "unknown", error ? strerror(error) : save_error);
    ledgerFailed("%s %s: %s", what, path, error ? strerror(error) : save_error);
    return false;
}

static bool timedSync(int fd) {
    uint64_t began = clockMonoNs();
    bool good = fsync(fd) == 0;
    ledgerSynced(clockMonoNs() - began);
    return good;
}

static bool writeTo(int fd, rdbOut *out) {
    streamToFile(&out->s, fd, rdb_config.checksum);
    out->s.sync_every = rdb_config.incremental_sync ? SYNC_EVERY : 0;
    rdbWriteFile(out);
    bool good = !out->refused && streamFlush(&out->s);
    streamOutRelease(&out->s);
    return good;
}

static bool writeTemporary(const char *path, rdbOut *out) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return failed("Failed opening the temp RDB file", path, errno);
    int error = 0;
    if (!writeTo(fd, out)) {
        error = out->s.error;
    } else if (!timedSync(fd)) {
        error = errno;
    }
    if (close(fd) == -1 && !error)
        error = errno;
    if (!error && !out->refused)
        return true;
    unlink(path);
    return failed("Write error while saving DB to the disk,", path, error);
}

/* That the name has another file is on the disk only once the directory is. */
static bool syncDirectory(const char *path) {
    char copy[PATH_MAX];
    snprintf(copy, sizeof(copy), "%s", path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool good = fsync(fd) == 0 || errno == EINVAL || errno == EBADF;
    int error = errno;
    close(fd);
    errno = error;
    return good;
}

static bool put(const char *path, rdbOut *out) {
    char temporary[64];
    snprintf(temporary, sizeof(temporary), "temp-%d.rdb", (int)getpid());
    if (!writeTemporary(temporary, out))
        return false;
    if (rename(temporary, path) == -1) {
        int error = errno;
        unlink(temporary);
        return failed("Error moving temp DB file on the final destination", path, error);
    }
    return syncDirectory(path) || failed("Failed to fsync directory while saving DB", path, errno);
}

bool rdbSave(const char *path, unsigned why) {
    uint64_t start = clockMonoNs();
    rdbOut out = {.version = rdb_config.save_version, .compress = rdb_config.compression};
    bool good = put(path, &out);
    uint64_t end = clockMonoNs();
    const char *told = good ? path : save_error;
    if (!child_told) /* nobody waits for a child, and its parent tells of it */
        evRdbSaved(end, end - start, why, out.s.moved, keyspaceKeys(), out.version, good, told, strlen(told));
    if (good) {
        logLine(LEVEL_NOTICE, "DB saved on disk");
        keyspace_stats.dirty = 0;
        rdb_stats.last_save_s = time(NULL);
        rdb_stats.last_failed = false;
    }
    return good;
}

const char *rdbSaveError(void) {
    return save_error;
}
