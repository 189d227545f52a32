/* rdb_load.c: reads whole files: see rdb_file.h.
 *
 * Words  step: what came of one record: there are more, it was the last one, or the file cannot be read. */
#include "persist/rdb_file.h"
#include "exec/exec.h"
#include "trace/trace.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAGIC_BYTES = 9, SUM_SINCE = 5, EMPTY_TOLD = 10, KEY_SHOWN = 128 };
enum step { STEP_MORE, STEP_END, STEP_BROKEN };

typedef struct loading {
    rdbIn in;
    db *d;
    execYielder yielder;
    unsigned flags;
    uint64_t before;      /* bytes that were loaded before this file */
    int64_t expire, idle; /* of the next key; NO_EXPIRE, -1: not said */
    int frequency;        /* -1: not said */
    uint64_t delays;      /* keys seen since key-load-delay last slept */
    rdbText key;
} loading;

static bool cancelled;

void rdbLoadCancel(void) {
    cancelled = true;
}

/* Lets others in when it is time; called between keys, and between blocks of the file. */
static void progress(void *ctx) {
    loading *l = ctx;
    rdb_stats.load_done = l->before + streamInBytes(&l->in.s);
    execYield(&l->yielder, EXEC_LOADING);
}

static enum step broken(loading *l, const char *what) {
    rdbCorrupt(&l->in, what);
    return STEP_BROKEN;
}

/* --- records about the file --- */

static bool isAux(const rdbText *name, const char *word) {
    return name->len == strlen(word) && strncasecmp(name->ptr, word, name->len) == 0;
}

static long long auxNumber(const rdbText *value) {
    long long n = 0;
    return string2ll(value->ptr, value->len, &n) ? n : 0;
}

static void tellAux(const rdbText *name, const rdbText *value) {
    int vlen = (int)(value->len < KEY_SHOWN ? value->len : KEY_SHOWN);
    int nlen = (int)(name->len < KEY_SHOWN ? name->len : KEY_SHOWN);
    if (name->len && name->ptr[0] == '%') {
        logLine(LEVEL_NOTICE, "RDB '%.*s': %.*s", nlen, name->ptr, vlen, value->ptr);
    } else if (isAux(name, "valkey-ver")) {
        logLine(LEVEL_NOTICE, "Loading RDB produced by Valkey version %.*s", vlen, value->ptr);
    } else if (isAux(name, "redis-ver")) {
        logLine(LEVEL_NOTICE, "Loading RDB produced by Redis version %.*s", vlen, value->ptr);
    } else if (isAux(name, "ctime")) {
        long long age = time(NULL) - auxNumber(value);
        logLine(LEVEL_NOTICE, "RDB age %lld seconds", age > 0 ? age : 0);
    } else if (isAux(name, "used-mem")) {
        rdb_stats.load_used_memory = (uint64_t)auxNumber(value);
        logLine(LEVEL_NOTICE, "RDB memory usage when created %.2f Mb", (double)auxNumber(value) / (1024 * 1024));
    } else if (isAux(name, "repl-id")) {
        if (value->len == sizeof(rdb_stats.repl_id) - 1)
            memcpy(rdb_stats.repl_id, value->ptr, value->len);
    } else if (isAux(name, "repl-offset")) {
        rdb_stats.repl_offset = auxNumber(value);
    } else if (isAux(name, "repl-stream-db")) {
        rdb_stats.repl_db = auxNumber(value);
    } else if (isAux(name, "aof-base")) {
        if (auxNumber(value))
            logLine(LEVEL_NOTICE, "RDB is base AOF");
    } else {
        logLine(LEVEL_DEBUG, "Unrecognized RDB AUX field: '%.*s'", nlen, name->ptr);
    }
}

/* No more room than what is left of the file could fill. */
static uint64_t atMost(const loading *l, uint64_t keys) {
    enum { KEY_BYTES = 3 };
    uint64_t most = streamLeft(&l->in.s) / KEY_BYTES;
    return keys < most ? keys : most;
}

/* "slot,keys,expires": what follows belongs to one slot. False: it says something else. */
static bool slotInfo(const loading *l, const rdbText *value) {
    char text[80];
    unsigned long keys, expires;
    int slot, end = 0;
    if (value->len >= sizeof(text))
        return false;
    memcpy(text, value->ptr, value->len);
    text[value->len] = 0;
    if (sscanf(text, "%d,%lu,%lu%n", &slot, &keys, &expires, &end) < 3)
        return false;
    if (!keyspace_slot_mask)
        return true;
    if (slot < 0 || slot >= kvstoreNumHashtables(l->d->keys))
        return false;
    kvstoreHashtableExpand(l->d->keys, slot, atMost(l, keys));
    kvstoreHashtableExpand(l->d->expires, slot, atMost(l, expires));
    return true;
}

static enum step aux(loading *l) {
    rdbText name = {0}, value = {0};
    bool good = rdbReadString(&l->in, &name) && rdbReadString(&l->in, &value);
    if (good && isAux(&name, "slot-info")) {
        good = slotInfo(l, &value);
    } else if (good) {
        tellAux(&name, &value);
    }
    rdbTextFree(&name);
    rdbTextFree(&value);
    return good ? STEP_MORE : STEP_BROKEN;
}

static enum step select_(loading *l) {
    uint64_t id;
    if (!rdbReadLength(&l->in, &id))
        return STEP_BROKEN;
    if (id < (uint64_t)keyspaceDatabases()) {
        l->d = dbGet((int)id);
        return STEP_MORE;
    }
    logLine(LEVEL_WARNING,
            "FATAL: Data file was created with a Valkey server configured to handle more than %d databases. Exiting",
            keyspaceDatabases());
    return broken(l, "a database beyond those configured");
}

/* A hint only. In a cluster slot-info gives a better one, for each table. */
static void makeRoom(const loading *l, kvstore *store, uint64_t keys) {
    if (!keyspace_slot_mask)
        kvstoreExpand(store, kvstoreSize(store) + atMost(l, keys), true, NULL);
}

static enum step resize(loading *l) {
    uint64_t keys, expires;
    if (!rdbReadLength(&l->in, &keys) || !rdbReadLength(&l->in, &expires))
        return STEP_BROKEN;
    makeRoom(l, l->d->keys, keys);
    makeRoom(l, l->d->expires, expires < keys ? expires : keys);
    return STEP_MORE;
}

static enum step function(loading *l) {
    rdbText code = {0};
    const char *why = NULL;
    bool good = rdbReadString(&l->in, &code);
    if (good && rdb_functions)
        why = rdb_functions->add(code.ptr, code.len, l->flags & RDB_REPLACE_KEYS);
    if (why)
        logLine(LEVEL_WARNING, "Failed loading library, %s", why);
    rdbTextFree(&code);
    if (why)
        return broken(l, "a library of functions that cannot be loaded");
    return good ? STEP_MORE : STEP_BROKEN;
}

/* 9 characters of 6 bits, above 10 bits that say which form. */
static void moduleName(uint64_t id, char name[10]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 8; i >= 0; i--)
        name[8 - i] = letters[id >> (10 + 6 * i) & 63];
    name[9] = 0;
}

static enum step module(loading *l, const char *line) {
    uint64_t id;
    char name[10];
    if (!rdbReadLength(&l->in, &id))
        return STEP_BROKEN;
    moduleName(id, name);
    logLine(LEVEL_WARNING, line, name);
    return broken(l, "data of a module that is not loaded");
}

/* Ranges of slots that were on their way to the node that wrote the file. */
static enum step slotImport(loading *l) {
    uint64_t ranges, from, to;
    rdbText job = {0};
    bool good = rdbReadString(&l->in, &job) && rdbReadLength(&l->in, &ranges);
    rdbTextFree(&job);
    for (; good && ranges; ranges--)
        good = rdbReadLength(&l->in, &from) && rdbReadLength(&l->in, &to);
    return good ? STEP_MORE : STEP_BROKEN;
}

static enum step slotSizes(loading *l) {
    uint64_t n;
    return rdbReadLength(&l->in, &n) && rdbReadLength(&l->in, &n) && rdbReadLength(&l->in, &n) ? STEP_MORE
                                                                                               : STEP_BROKEN;
}

/* --- keys --- */

static enum step expireSeconds(loading *l) {
    int32_t s;
    if (!rdbReadBytes(&l->in, &s, sizeof(s)))
        return STEP_BROKEN;
    l->expire = (int64_t)s * 1000;
    return STEP_MORE;
}

static enum step idle(loading *l) {
    uint64_t n;
    if (!rdbReadLength(&l->in, &n))
        return STEP_BROKEN;
    l->idle = n < INT64_MAX ? (int64_t)n : INT64_MAX;
    return STEP_MORE;
}

static enum step frequency(loading *l) {
    uint8_t n;
    if (!rdbReadBytes(&l->in, &n, 1))
        return STEP_BROKEN;
    l->frequency = n;
    return STEP_MORE;
}

void rdbLoadDelay(uint64_t *delays) {
    int64_t us = rdb_config.load_delay_us;
    if (us > 0) {
        usleep((useconds_t)us);
    } else if (++*delays >= (uint64_t)-us) {
        *delays = 0;
        usleep(1);
    }
}

/* A value without elements, or whose parts have all expired, is no reason to give up: no key comes of it. */
static bool leftOut(loading *l) {
    enum rdbError e = l->in.error;
    if (e != RDB_EMPTY && e != RDB_GONE)
        return false;
    l->in.error = RDB_OK;
    if (e == RDB_GONE) {
        rdb_stats.expired++;
        return true;
    }
    if (rdb_stats.empty++ < EMPTY_TOLD)
        logLine(LEVEL_NOTICE, "rdbLoadObject skipping empty key: %.*s",
                (int)(l->key.len < KEY_SHOWN ? l->key.len : KEY_SHOWN), l->key.ptr);
    return true;
}

static enum step add(loading *l, object *o) {
    uint64_t hash = sipHash(l->key.ptr, l->key.len);
    if (l->expire != NO_EXPIRE)
        o = objectWithExpire(o, l->expire);
    object **place = dbPlace(l->d, l->key.ptr, l->key.len, hash);
    if (!place) {
        dbAdd(l->d, o, hash);
    } else if (l->flags & RDB_REPLACE_KEYS) {
        dbPut(l->d, place, o, hash);
        objectBorn(o);
    } else {
        logLine(LEVEL_WARNING, "RDB has duplicated key '%.*s' in DB %d",
                (int)(l->key.len < KEY_SHOWN ? l->key.len : KEY_SHOWN), l->key.ptr, l->d->id);
        objectFree(o);
        return broken(l, "a key that occurs twice");
    }
    objectUsedBefore(o, l->idle, l->frequency);
    rdb_stats.loaded++;
    return STEP_MORE;
}

static enum step key(loading *l, unsigned type_byte) {
    enum step s = STEP_MORE;
    if (type_byte == RDB_MODULE_2 || type_byte == RDB_MODULE_PRE_GA) {
        rdbReadString(&l->in, &l->key);
        return module(l, "The RDB file contains module data I can't load: no matching module type '%s'");
    }
    if (!rdbReadString(&l->in, &l->key))
        return STEP_BROKEN;
    object *o = rdbReadValue(&l->in, type_byte, l->key.ptr, l->key.len);
    if (!o) {
        s = leftOut(l) ? STEP_MORE : STEP_BROKEN;
    } else if (l->expire != NO_EXPIRE && l->expire < l->in.now) {
        objectFree(o);
        rdb_stats.expired++;
    } else {
        s = add(l, o);
    }
    if (s == STEP_MORE)
        l->in.type_byte = RDB_TYPES;
    l->expire = NO_EXPIRE;
    l->idle = l->frequency = -1;
    if (unlikely(rdb_config.load_delay_us))
        rdbLoadDelay(&l->delays);
    progress(l);
    return s;
}

/* --- the file --- */

static bool isForeign(const loading *l, unsigned op) {
    return l->in.version >= RDB_FOREIGN_MIN && l->in.version <= RDB_FOREIGN_MAX && op >= RDB_HASH_2 &&
           op <= RDB_OP_SLOT_IMPORT;
}

static enum step record(loading *l) {
    uint8_t op;
    if (!rdbReadBytes(&l->in, &op, 1))
        return STEP_BROKEN;
    if (isForeign(l, op))
        return broken(l, "a record that others gave a meaning of their own");
    switch (op) {
    case RDB_OP_END:
        return STEP_END;
    case RDB_OP_EXPIRE_MS:
        return rdbReadTime(&l->in, &l->expire) ? STEP_MORE : STEP_BROKEN;
    case RDB_OP_EXPIRE:
        return expireSeconds(l);
    case RDB_OP_IDLE:
        return idle(l);
    case RDB_OP_FREQUENCY:
        return frequency(l);
    case RDB_OP_SELECT:
        return select_(l);
    case RDB_OP_RESIZE:
        return resize(l);
    case RDB_OP_AUX:
        return aux(l);
    case RDB_OP_FUNCTION:
        return function(l);
    case RDB_OP_FUNCTION_PRE_GA:
        return broken(l, "Pre-release function format not supported.");
    case RDB_OP_MODULE_AUX:
        return module(l, "The RDB file contains AUX module data I can't load: no matching module '%s'");
    case RDB_OP_SLOT_IMPORT:
        return slotImport(l);
    case RDB_OP_SLOT_INFO:
        return slotSizes(l);
    default:
        return key(l, op);
    }
}

static bool head(loading *l) {
    char magic[MAGIC_BYTES + 1] = {0};
    if (!rdbReadBytes(&l->in, magic, MAGIC_BYTES))
        return false;
    bool valkey = memcmp(magic, "VALKEY", 6) == 0, redis = memcmp(magic, "REDIS", 5) == 0;
    if (!valkey && !redis) {
        logLine(LEVEL_WARNING, "Wrong signature trying to load DB from file");
        return rdbCorrupt(&l->in, "a file that is no RDB");
    }
    l->in.version = (unsigned)atoi(magic + (valkey ? 6 : 5));
    if (rdbVersionAccepted(l->in.version, valkey, redis))
        return true;
    logLine(LEVEL_WARNING, "Can't handle RDB format version %u", l->in.version);
    return rdbCorrupt(&l->in, "a version that cannot be read");
}

static bool sumHolds(loading *l) {
    uint64_t sum, found = streamInSum(&l->in.s);
    if (l->in.version < SUM_SINCE)
        return true;
    if (!rdbReadBytes(&l->in, &sum, sizeof(sum)))
        return false;
    if (!rdb_config.checksum || rdb_skips_sums || sum == found)
        return true;
    if (sum == 0) {
        logLine(LEVEL_NOTICE, "RDB file was saved with checksum disabled: no check performed.");
        return true;
    }
    logLine(LEVEL_WARNING, "Wrong RDB checksum expected: (%llx) but got (%llx). Aborting now.",
            (unsigned long long)found, (unsigned long long)sum);
    return rdbCorrupt(&l->in, "RDB CRC error");
}

static bool readAll(loading *l) {
    enum step s = STEP_MORE;
    if (!head(l))
        return false;
    while (s == STEP_MORE && !cancelled)
        s = record(l);
    return s == STEP_END && sumHolds(l);
}

static void tellEnd(const loading *l, bool good, unsigned why) {
    if (cancelled)
        return;
    if (good) {
        char empty[64] = "";
        if (rdb_stats.empty)
            snprintf(empty, sizeof(empty), ", empty keys skipped: %llu", (unsigned long long)rdb_stats.empty);
        logLine(LEVEL_NOTICE, "Done loading RDB, keys loaded: %llu, keys expired: %llu%s.",
                (unsigned long long)rdb_stats.loaded, (unsigned long long)rdb_stats.expired, empty);
        return;
    }
    if (l->in.error == RDB_SHORT)
        logLine(LEVEL_WARNING, "Short read or OOM loading DB. Unrecoverable error, aborting now.");
    rdbTellError(&l->in, LEVEL_WARNING);
    if (why == EVENT_LOAD_WHY_START)
        logLine(LEVEL_WARNING, "Terminating server after rdb file reading failure.");
}

static void begin(loading *l, int fd, uint64_t size) {
    l->in =
        (rdbIn){.type_byte = RDB_TYPES, .deep = rdb_config.sanitize_files, .drop_expired = true, .now = clockWallMs()};
    l->in.repeats = !l->in.deep;
    streamFromFile(&l->in.s, fd, size, rdb_config.checksum && !rdb_skips_sums);
    l->in.s.progress = progress;
    l->in.s.progress_ctx = l;
    execYieldStart(&l->yielder, EXEC_LOADING);
    cancelled = false;
    rdb_stats.loaded = rdb_stats.expired = rdb_stats.empty = 0;
    rdb_stats.repl_id[0] = 0;
    rdb_stats.repl_offset = rdb_stats.repl_db = 0;
}

static enum rdbResult finish(loading *l, bool good) {
    rdbTextFree(&l->key);
    streamInRelease(&l->in.s);
    return good ? RDB_LOADED : cancelled ? RDB_CANCELLED : RDB_FAILED;
}

static enum rdbResult loadFrom(int fd, const char *path, unsigned flags, unsigned why) {
    uint64_t start = clockMonoNs();
    struct stat st;
    uint64_t size = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : UINT64_MAX;
    loading l = {.d = dbGet(0), .flags = flags, .expire = NO_EXPIRE, .idle = -1, .frequency = -1};
    begin(&l, fd, size);
    rdb_stats.loading = true;
    rdb_stats.load_started_s = time(NULL);
    rdb_stats.load_total = size == UINT64_MAX ? 0 : size;
    rdb_stats.load_done = rdb_stats.load_used_memory = 0;
    bool good = readAll(&l);
    rdb_stats.loading = false;
    tellEnd(&l, good, why);
    uint64_t end = clockMonoNs();
    const char *told = good ? path : l.in.what ? l.in.what : "cancelled";
    evRdbLoaded(end, end - start, why, streamInBytes(&l.in.s), rdb_stats.loaded, rdb_stats.expired, l.in.version, good,
                told, strlen(told));
    return finish(&l, good);
}

/* Keys whose time has passed are kept: the commands behind it were written while they lived. */
enum rdbResult rdbLoadPreamble(int fd, uint64_t size, uint64_t before, uint64_t *end) {
    loading l = {.d = dbGet(0), .before = before, .expire = NO_EXPIRE, .idle = -1, .frequency = -1};
    begin(&l, fd, size);
    l.in.drop_expired = false;
    l.in.now = 0;
    bool good = readAll(&l);
    *end = streamInBytes(&l.in.s);
    tellEnd(&l, good, EVENT_LOAD_WHY_START);
    return finish(&l, good);
}

enum rdbResult rdbLoad(const char *path, unsigned flags, unsigned why) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return RDB_ABSENT;
    if (fd < 0) {
        logLine(LEVEL_WARNING, "Fatal error: can't open the RDB file %s for reading: %s", path, strerror(errno));
        return RDB_FAILED;
    }
    enum rdbResult result = loadFrom(fd, path, flags, why);
    close(fd);
    return result;
}
