/* memory_command.c: MEMORY: what a key costs, where memory goes, what the allocator holds. */
#include "types/types.h"
#include "gen/commands.h"
#include "trace/trace.h"
#include <stdio.h>
#include <string.h>

static const char *const help[] = {
    "DOCTOR",
    "    Says what is wrong with the use of memory.",
    "MALLOC-STATS",
    "    The allocator's classes and how full they are.",
    "PURGE",
    "    Gives pages without blocks back to the system.",
    "STATS",
    "    Where memory goes, as numbers.",
    "USAGE <key> [SAMPLES <count>]",
    "    Bytes that <key> and its value take. Of nested values up to <count> are looked at",
    "    (5 by default, 0 for all).",
    NULL,
};

/* A key's share of its tables: 64 bytes for 7 entries at best. */
enum { TABLE_SHARE = 10 };

static void usage(execContext *x) {
    long long samples = 5;
    for (int i = 3; i < x->argc; i++) {
        if (!OPTION(x, i, "samples") || i + 1 == x->argc) {
            replyErrorSyntax(x);
            return;
        }
        if (!argLong(x, ++i, &samples))
            return;
        if (samples < 0) {
            replyErrorSyntax(x);
            return;
        }
    }
    object *o = dbPeek(x->db, x->argv[2].ptr, x->argv[2].len, argHash(x, 2));
    if (!o) {
        replyNull(x);
        return;
    }
    replyLong(x, (long long)objectMemory(o, (size_t)samples) + (o->flags & OBJ_EXPIRE ? 2 * TABLE_SHARE : TABLE_SHARE));
}

static void mallocStats(execContext *x) {
    char text[128 * (ZMALLOC_CLASSES + 2)];
    size_t len = (size_t)snprintf(text, sizeof(text), "used:%zu peak:%zu\n%8s %8s %12s %12s %6s\n", zmallocUsed(),
                                  zmallocPeak(), "class", "slabs", "used", "total", "full");
    for (int i = 0; i < ZMALLOC_CLASSES; i++) {
        zmallocClass c;
        zmallocStats(i, &c);
        if (!c.slabs)
            continue;
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%8u %8u %12llu %12llu %5.1f%%\n", c.size, c.slabs,
                                (unsigned long long)c.used, (unsigned long long)c.total,
                                c.total ? 100.0 * (double)c.used / (double)c.total : 0.0);
    }
    replyVerbatim(x, text, len, "txt");
}

static void pairLong(execContext *x, const char *name, uint64_t value) {
    replyBulkC(x, name);
    replyLong(x, (long long)value);
}

static void pairDouble(execContext *x, const char *name, double value) {
    replyBulkC(x, name);
    replyDouble(x, value);
}

/* How much more `outer` is than `inner`, as a ratio and in bytes; the bytes may be less than none. */
static void pairExcess(execContext *x, const char *ratio, const char *bytes, uint64_t outer, uint64_t inner) {
    pairDouble(x, ratio, inner ? (double)outer / (double)inner : 0);
    replyBulkC(x, bytes);
    replyLong(x, (long long)(outer - inner));
}

static long databases(execContext *x) {
    long n = 0;
    for (int i = 0; i < keyspaceDatabases(); i++) {
        const db *d = dbCreated(i);
        char name[24];
        if (!d || !kvstoreNumAllocatedHashtables(d->keys))
            continue;
        snprintf(name, sizeof(name), "db.%d", i);
        replyBulkC(x, name);
        replyMap(x, 2);
        pairLong(x, "overhead.hashtable.main", kvstoreMemUsage(d->keys));
        pairLong(x, "overhead.hashtable.expires", kvstoreMemUsage(d->expires));
        n++;
    }
    return n;
}

enum { STATS_BEFORE = 10, STATS_BEHIND = 21 };

static void statsOfData(execContext *x, const memoryPicture *m) {
    pairLong(x, "overhead.db.hashtable.lut", m->tables);
    pairLong(x, "overhead.db.hashtable.rehashing", m->rehashing_bytes);
    pairLong(x, "overhead.total", m->overhead);
    pairLong(x, "db.dict.rehashing.count", m->rehashing);
    pairLong(x, "keys.count", m->keys);
    pairLong(x, "keys.bytes-per-key", m->bytes_per_key);
    pairLong(x, "dataset.bytes", m->dataset);
    pairDouble(x, "dataset.percentage", m->dataset_percent);
    pairDouble(x, "peak.percentage", m->peak_percent);
}

static void statsOfAllocator(execContext *x, const memoryPicture *m) {
    uint64_t active = zmallocActive(), rss = traceResidentBytes();
    pairLong(x, "allocator.allocated", m->total);
    pairLong(x, "allocator.active", active);
    pairLong(x, "allocator.resident", active);
    pairLong(x, "allocator.muzzy", 0);
    pairExcess(x, "allocator-fragmentation.ratio", "allocator-fragmentation.bytes", active, m->total);
    pairExcess(x, "allocator-rss.ratio", "allocator-rss.bytes", active, active);
    pairExcess(x, "rss-overhead.ratio", "rss-overhead.bytes", rss, active);
    pairExcess(x, "fragmentation", "fragmentation.bytes", rss, m->total);
}

/* What no subsystem of this server takes yet is 0. */
static void stats(execContext *x) {
    memoryPicture m;
    memoryRead(&m);
    size_t handle = replyDeferredLen(x);
    pairLong(x, "peak.allocated", m.peak);
    pairLong(x, "total.allocated", m.total);
    pairLong(x, "startup.allocated", m.startup);
    pairLong(x, "replication.backlog", 0);
    pairLong(x, "clients.slaves", 0);
    pairLong(x, "clients.normal", m.clients);
    pairLong(x, "cluster.links", 0);
    pairLong(x, "aof.buffer", (long long)evict_uncounted[UNCOUNTED_AOF]);
    pairLong(x, "lua.caches", m.scripts);
    pairLong(x, "functions.caches", m.functions);
    long dbs = databases(x);
    statsOfData(x, &m);
    statsOfAllocator(x, &m);
    replySetDeferredMap(x, handle, STATS_BEFORE + dbs + STATS_BEHIND);
}

void memoryCommand(execContext *x) {
    if (argIs(x, 1, "help") && x->argc == 2) {
        replyHelp(x, help);
    } else if (argIs(x, 1, "usage") && x->argc >= 3) {
        usage(x);
    } else if (argIs(x, 1, "malloc-stats") && x->argc == 2) {
        mallocStats(x);
    } else if (argIs(x, 1, "purge") && x->argc == 2) {
        zmallocTrim();
        replyOk(x);
    } else if (argIs(x, 1, "stats") && x->argc == 2) {
        stats(x);
    } else {
        replyErrorSubcommand(x);
    }
}
