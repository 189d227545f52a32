/* debug.c: DEBUG: what tests need: time that stands still, errors on demand, every kind of reply, insides of tables.
 *
 * Rules  only subcommands that need no subsystem above the keyspace. Whether DEBUG is allowed is the gate's. */
#define _GNU_SOURCE
#include "types/debug.h"
#include "types/types.h"
#include "gen/commands.h"
#include "persist/aof.h"
#include "persist/aof_load.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

typedef struct debugCommandSpec {
    const char *name;
    int min, max; /* words, DEBUG and the name included */
    void (*run)(execContext *x);
} debugCommandSpec;

static const char *const help[] = {
    "CLOCK <unix-time-milliseconds|SYSTEM>",
    "    Stops the clock that expiry goes by at a moment, or lets it run again.",
    "AOF-FLUSH-SLEEP <microseconds>",
    "    Makes every write to the append-only file take so much longer.",
    "ASSERT",
    "    Ends the server as a broken invariant does.",
    "CHANGE-REPL-ID",
    "    Gives the write stream a new name: no replica can go on in the old one.",
    "CONFIG-REWRITE-FORCE-ALL",
    "    Rewrites the configuration file with every parameter, those by default too.",
    "ERROR <string>",
    "    Answers with this error.",
    "FAIL-ALLOC <skip> <count>|OFF|REFILL",
    "    Lets so many requests for memory succeed, and then so many fail (-1: all); nearly each block is a request.",
    "    REFILL: what is kept back for that is taken from the system now, not at the next tick of the clock.",
    "    Answers how many requests there were since the last call.",
    "FORK [<milliseconds>]",
    "    Forks a child that ends at once; the parent stands still for so long, as if it were large.",
    "DICT-RESIZING <0|1>",
    "    Lets tables resize only when they must (0), as while a forked child lives, or freely.",
    "DIGEST",
    "    A sum of all data; equal data has equal sums.",
    "DIGEST-VALUE <key> [<key> ...]",
    "    A sum for each value.",
    "DICT ADD <n>|STEP <n>|STATE|DROP",
    "    A chained dict beside a hash table, of the same members: adds n, rehashes n buckets of each, shows both.",
    "HTSTATS <dbid> [FULL]",
    "    The tables of a database: entries, buckets, chains.",
    "HTSTATS-KEY <key> [FULL]",
    "    The table of a value that is one.",
    "LISTPACK <key>",
    "    Writes every entry of a value that is a listpack to standard output.",
    "LOADAOF",
    "    Empties all databases and loads the append-only files again.",
    "LOG <message>",
    "    Writes a line to the log.",
    "OBJECT <key> [FAST]",
    "    Where and how the value of <key> is kept.",
    "OOM",
    "    Asks for more memory than there is.",
    "PANIC",
    "    Ends the server as an internal error does.",
    "PAUSE-CRON <0|1>",
    "    Stops or restarts all periodic work.",
    "POPULATE <count> [<prefix>] [<size>]",
    "    Adds <count> strings <prefix>:<n>; the prefix is \"key\" by default.",
    "PROTOCOL <type>",
    "    Answers with a value of this type: string, integer, double, bignum, null, array, set,",
    "    map, attrib, push, verbatim, true, false.",
    "RELOAD [MERGE] [NOFLUSH] [NOSAVE]",
    "    Saves all data, empties the databases, and loads the file. MERGE: keys that are there are replaced;",
    "    NOFLUSH: nothing is removed first; NOSAVE: the file is loaded as it is.",
    "QUICKLIST <key> [<0|1>]",
    "    Writes the nodes of a list to standard output, with 1 their elements too.",
    "QUICKLIST-PACKED-THRESHOLD <size>",
    "    Elements of so many bytes and more get a node of a list for themselves; 0: by list-max-listpack-size.",
    "REPLICATE <AOF|REPL|ALL> <command> [<argument> ...]",
    "    Puts a command into the write stream that was never run.",
    "REPLYBUFFER <PEAK-RESET-TIME <ms>|NEVER|RESET | RESIZING <0|1>>",
    "    How long a peak of a client's replies counts, and whether its buffer follows it.",
    "SDSLEN <key>",
    "    Lengths and sizes of <key> and of its string.",
    "SEGFAULT",
    "    Ends the server with a signal.",
    "SET-ACTIVE-EXPIRE <0|1>",
    "    Stops or restarts the removal of expired keys in the background.",
    "SET-DISABLE-DENY-SCRIPTS <0|1>",
    "    Lets scripts call commands that they must not (1), or not (0).",
    "SET-SKIP-CHECKSUM-VALIDATION <0|1>",
    "    Takes payloads of RESTORE and files whose checksums are wrong (1).",
    "SLEEP <seconds>",
    "    Stops the server for that long. Fractions are allowed.",
    "STRINGMATCH-LEN <pattern> <string>",
    "    Whether the pattern of KEYS matches the string.",
    "STRUCTSIZE",
    "    Sizes of the structures that data lives in.",
    NULL,
};

/* Also one whose time has passed, while it is still there. */
static object *find(execContext *x) {
    bool before = keyspace_shows_stale;
    keyspace_shows_stale = true;
    object *o = dbPeek(x->db, x->argv[2].ptr, x->argv[2].len, argHash(x, 2));
    keyspace_shows_stale = before;
    if (!o)
        replyErrorC(x, "ERR no such key");
    return o;
}

static int64_t stopped_at;

static int64_t stoppedClock(void) {
    return stopped_at;
}

static void debugClock(execContext *x) {
    bool runs = argIs(x, 2, "system");
    long long when = 0;
    if (!runs && !argRange(x, 2, 0, INT64_MAX, &when, "ERR value is out of range, must be positive"))
        return;
    stopped_at = when;
    clockSetWall(runs ? NULL : stoppedClock);
    commandTimeSet(clockWallMs());
    replyOk(x);
}

static void debugError(execContext *x) {
    replyErrorFmt(x, "%.*s", (int)(x->argv[2].len < 1000 ? x->argv[2].len : 1000), x->argv[2].ptr);
}

static void debugFork(execContext *x) {
    long long ms = 0;
    if (x->argc == 3 && !argRange(x, 2, 0, 60000, &ms, "ERR value is out of range, must be positive"))
        return;
    int pid = exec_fork ? exec_fork(EVENT_FORK_KIND_DEBUG, (uint64_t)ms * 1000000) : -1;
    if (pid == 0)
        _exit(0);
    if (pid < 0) {
        replyErrorC(x, "ERR fork failed");
        return;
    }
    replyLong(x, pid);
}

static void debugObject(execContext *x) {
    object *o = find(x);
    if (!o)
        return;
    char text[512], words[256] = "";
    if (o->encoding == ENC_QUICKLIST)
        debugListWords(o, x->argc == 4, words, sizeof(words));
    snprintf(text, sizeof(text), "Value at:%p refcount:1 encoding:%s bytes:%zu lru:%u lru_seconds_idle:%lld%s",
             (void *)o, objectEncodingName(o), objectMemory(o, 0), (unsigned)o->lru,
             (long long)(objectIdleMs(o) / 1000), words);
    replyStatus(x, text);
}

static void debugSdslen(execContext *x) {
    object *o = find(x);
    if (!o)
        return;
    if (o->type != OBJ_STRING || o->encoding == ENC_INT) {
        replyErrorC(x, "ERR Not an sds encoded string.");
        return;
    }
    size_t klen, own = zmallocSize(o), all = objectMemory(o, 0);
    objectKey(o, &klen);
    stringView v;
    stringGet(o, &v);
    size_t apart = all - own, room = apart ? apart - sizeof(rawString) - v.len : 0;
    char text[256];
    snprintf(text, sizeof(text),
             "key_sds_len:%zu, key_sds_avail:0, key_zmalloc: %zu, val_sds_len:%zu, val_sds_avail:%zu, val_zmalloc: %zu",
             klen, own, v.len, room, apart);
    replyStatus(x, text);
}

static void debugPanic(execContext *x) {
    char text[64];
    (void)x;
    snprintf(text, sizeof(text), "DEBUG PANIC called at Unix time %lld", (long long)(command_now / 1000));
    vkPanic(text);
}

static void debugAssert(execContext *x) {
    vkAssert(x->argc != 2);
}

/* Writes to a page that may only be read. */
static void debugSegfault(execContext *x) {
    (void)x;
    volatile char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *page = 'x';
}

static void debugOom(execContext *x) {
    zfree(zmalloc(SIZE_MAX / 2));
    replyOk(x);
}

/* What is about the configuration is the control plane's. */
static void debugPython(execContext *x) {
    exec_python(x);
}

static void debugLog(execContext *x) {
    logLine(LEVEL_WARNING, "DEBUG LOG: %.*s", (int)(x->argv[2].len < 1000 ? x->argv[2].len : 1000), x->argv[2].ptr);
    replyOk(x);
}

static void debugPauseCron(execContext *x) {
    exec_config.cron_paused = !(x->argv[2].len == 1 && x->argv[2].ptr[0] == '0');
    replyOk(x);
}

/* "value:<n>", cut or filled up with zero bytes to `size` where that is not 0. */
static object *sample(const char *key, size_t klen, long long n, size_t size) {
    char value[32], *data;
    size_t len = (size_t)snprintf(value, sizeof(value), "value:%lld", n);
    if (!size)
        return objectString(key, klen, value, len, NO_EXPIRE);
    object *o = objectBlank(key, klen, size, &data);
    memcpy(data, value, len < size ? len : size);
    return o;
}

static void debugPopulate(execContext *x) {
    static const char range[] = "ERR value is out of range, must be positive";
    long long keys, size = 0;
    if (!argRange(x, 2, 0, INT64_MAX, &keys, range))
        return;
    if (x->argc == 5 && !argRange(x, 4, 0, exec_config.proto_max_bulk_len, &size, range))
        return;
    execArg prefix = x->argc > 3 ? x->argv[3] : (execArg){"key", 3};
    char *key = zmalloc(prefix.len + LL_DIGITS + 2);
    memcpy(key, prefix.ptr, prefix.len);
    key[prefix.len] = ':';
    execYielder others;
    execYieldStart(&others, EXEC_BUSY);
    for (long long i = 0; i < keys; i++) {
        execYield(&others, EXEC_BUSY);
        size_t len = prefix.len + 1;
        len += (size_t)ll2string(key + len, i);
        uint64_t hash = sipHash(key, len);
        if (dbPlace(x->db, key, len, hash))
            continue;
        dbAdd(x->db, sample(key, len, i, (size_t)size), hash);
        keyspace_stats.dirty++;
    }
    zfree(key);
    replyOk(x);
}

static void numbers(execContext *x) {
    for (int i = 0; i < 3; i++)
        replyLong(x, i);
}

static void protoBignum(execContext *x) {
    static const char digits[] = "1234567999999999999999999999999999999";
    if (x->out->resp == 2) {
        replyBulkC(x, digits);
        return;
    }
    sinkAppend(x->out, "(", 1);
    sinkAppend(x->out, digits, sizeof(digits) - 1);
    sinkAppend(x->out, "\r\n", 2);
}

static void protoMap(execContext *x) {
    replyMap(x, 3);
    for (int i = 0; i < 3; i++) {
        replyLong(x, i);
        replyBool(x, i == 1);
    }
}

/* An attribute comes before a reply, it is none itself. */
static void protoAttrib(execContext *x) {
    if (x->out->resp == 3) {
        sinkAppend(x->out, "|1\r\n", 4);
        replyBulkC(x, "key-popularity");
        replyArray(x, 2);
        replyBulkC(x, "key:123");
        replyLong(x, 90);
    }
    replyBulkC(x, "Some real reply following the attribute");
}

static void protoPush(execContext *x) {
    if (x->out->resp == 2) {
        replyErrorC(x, "ERR RESP2 is not supported by this command");
        return;
    }
    replyPush(x, 2);
    replyBulkC(x, "server-cpu-usage");
    replyLong(x, 42);
    replyBulkC(x, "Some real reply following the push reply");
}

static void debugProtocol(execContext *x) {
    if (argIs(x, 2, "string")) {
        replyBulkC(x, "Hello World");
    } else if (argIs(x, 2, "integer")) {
        replyLong(x, 12345);
    } else if (argIs(x, 2, "double")) {
        replyDouble(x, 3.141);
    } else if (argIs(x, 2, "bignum")) {
        protoBignum(x);
    } else if (argIs(x, 2, "null")) {
        replyNull(x);
    } else if (argIs(x, 2, "array")) {
        replyArray(x, 3);
        numbers(x);
    } else if (argIs(x, 2, "set")) {
        replySet(x, 3);
        numbers(x);
    } else if (argIs(x, 2, "map")) {
        protoMap(x);
    } else if (argIs(x, 2, "attrib")) {
        protoAttrib(x);
    } else if (argIs(x, 2, "push")) {
        protoPush(x);
    } else if (argIs(x, 2, "verbatim")) {
        replyVerbatim(x, "This is a verbatim\nstring", 25, "txt");
    } else if (argIs(x, 2, "true") || argIs(x, 2, "false")) {
        replyBool(x, argIs(x, 2, "true"));
    } else {
        replyErrorC(x,
                    "ERR Wrong protocol type name. Please use one of the following: "
                    "string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
    }
}

static void debugAofFlushSleep(execContext *x) {
    long long us;
    if (!argLong(x, 2, &us))
        return;
    aof_flush_sleep_us = us > 0 ? us : 0;
    replyOk(x);
}

static void debugSetActiveExpire(execContext *x) {
    expire_config.active = !(x->argv[2].len == 1 && x->argv[2].ptr[0] == '0');
    replyOk(x);
}

static void debugSleep(execContext *x) {
    double seconds;
    if (!string2d(x->argv[2].ptr, x->argv[2].len, &seconds) || seconds < 0 || seconds > 1e6) {
        replyErrorC(x, "ERR value is not a valid float");
        return;
    }
    struct timespec left = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&left, NULL);
    replyOk(x);
}

static void debugSkipChecksums(execContext *x) {
    rdb_skips_sums = !(x->argv[2].len == 1 && x->argv[2].ptr[0] == '0');
    replyOk(x);
}

static void debugStringmatchLen(execContext *x) {
    replyLong(x, globMatch(x->argv[2].ptr, x->argv[2].len, x->argv[3].ptr, x->argv[3].len, false));
}

static void debugStructsize(execContext *x) {
    char text[128];
    snprintf(text, sizeof(text), "bits:%d object:%d rawstring:%d bucket:64 ", (int)(sizeof(void *) * 8),
             (int)sizeof(object), (int)sizeof(rawString));
    replyBulkC(x, text);
}

static void debugReplybuffer(execContext *x) {
    long long value = 0;
    if (argIs(x, 2, "resizing")) {
        if (!argLong(x, 3, &value))
            return;
        exec_config.reply_resizing = value != 0;
    } else if (argIs(x, 2, "peak-reset-time")) {
        if (argIs(x, 3, "never")) {
            value = -1;
        } else if (argIs(x, 3, "reset")) {
            value = 5000;
        } else if (!argLong(x, 3, &value)) {
            return;
        }
        exec_config.reply_peak_reset_ms = value;
    } else {
        replyErrorSubcommand(x);
        return;
    }
    replyOk(x);
}

static void debugDenyScripts(execContext *x) {
    long long off;
    if (!argLong(x, 2, &off))
        return;
    exec_config.scripts_call_all = off != 0;
    replyOk(x);
}

/* Puts words into the write stream as if a command had said them. */
static void debugReplicate(execContext *x) {
    unsigned usual = propagate_to;
    unsigned to = argIs(x, 2, "aof")    ? 1u << FEED_FILES
                  : argIs(x, 2, "repl") ? 1u << FEED_REPLICAS
                  : argIs(x, 2, "all")  ? usual
                                        : 0;
    char name[64];
    if (!to || x->argv[3].len >= sizeof(name)) {
        replyErrorC(x, "ERR Invalid replication target");
        return;
    }
    snprintf(name, sizeof(name), "%.*s", (int)x->argv[3].len, x->argv[3].ptr);
    propagate_to = to;
    propagateAs(x, name, x->argc - 4, x->argv + 4);
    propagate_to = usual;
    replyOk(x);
}

static const debugCommandSpec subcommands[] = {
    {"clock", 3, 3, debugClock},
    {"error", 3, 3, debugError},
    {"dict", 3, 4, debugDict},
    {"dict-resizing", 3, 3, debugDictResizing},
    {"digest", 2, 2, debugDigest},
    {"digest-value", 2, 1 << 20, debugDigestValue},
    {"fail-alloc", 3, 4, debugFailAlloc},
    {"fork", 2, 3, debugFork},
    {"listpack", 3, 3, debugListpack},
    {"quicklist", 3, 4, debugQuicklist},
    {"quicklist-packed-threshold", 3, 3, debugPackedThreshold},
    {"htstats", 3, 4, debugHtstats},
    {"htstats-key", 3, 4, debugHtstatsKey},
    {"object", 3, 4, debugObject},
    {"panic", 2, 2, debugPanic},
    {"populate", 3, 5, debugPopulate},
    {"protocol", 3, 3, debugProtocol},
    {"reload", 2, 5, rdbDebugReload},
    {"replicate", 4, 1 << 20, debugReplicate},
    {"replybuffer", 4, 4, debugReplybuffer},
    {"sdslen", 3, 3, debugSdslen},
    {"set-active-expire", 3, 3, debugSetActiveExpire},
    {"set-disable-deny-scripts", 3, 3, debugDenyScripts},
    {"set-skip-checksum-validation", 3, 3, debugSkipChecksums},
    {"sleep", 3, 3, debugSleep},
    {"stringmatch-len", 4, 4, debugStringmatchLen},
    {"structsize", 2, 2, debugStructsize},
    {"aof-flush-sleep", 3, 3, debugAofFlushSleep},
    {"assert", 2, 2, debugAssert},
    {"change-repl-id", 2, 2, debugPython},
    {"config-rewrite-force-all", 2, 2, debugPython},
    {"loadaof", 2, 2, aofDebugLoad},
    {"log", 3, 3, debugLog},
    {"oom", 2, 2, debugOom},
    {"pause-cron", 3, 3, debugPauseCron},
    {"segfault", 2, 2, debugSegfault},
};

void debugCommand(execContext *x) {
    if (x->argc == 2 && argIs(x, 1, "help")) {
        replyHelp(x, help);
        return;
    }
    for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++) {
        const debugCommandSpec *s = &subcommands[i];
        if (!argIs(x, 1, s->name) || x->argc < s->min || x->argc > s->max)
            continue;
        s->run(x);
        __asm__ volatile(""); /* no tail call: stack traces show this function, and tools look for it */
        return;
    }
    replyErrorSubcommand(x);
}
