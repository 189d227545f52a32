/* scope_keyspace.c: the sections keyspace, lookups, expiry, eviction, rehash and lazyfree of SCOPE SNAPSHOT.
 *
 * Design  types and encodings are counted on a sample: each snapshot goes on where the last one stopped, for SAMPLE
 *         entries a database, so a reader that adds up several snapshots has seen the whole. */
#define _GNU_SOURCE
#include "exec/scope.h"
#include <stdio.h>
#include <string.h>

#define SAMPLE 200
#define KINDS 32
#define MEMORY_SAMPLES 5
#define DATABASES 64 /* whose scan goes on from snapshot to snapshot; others begin anew */

typedef struct kindCount {
    const char *type, *encoding;
    uint64_t count, bytes;
} kindCount;

typedef struct sample {
    kindCount kind[KINDS];
    int nkinds;
    uint64_t seen;
} sample;

static uint64_t cursors[DATABASES];

static void countObject(void *ctx, void *entry) {
    sample *s = ctx;
    const object *o = entry;
    const char *type = objectTypeName(o), *encoding = objectEncodingName(o);
    int i = 0;
    while (i < s->nkinds && (strcmp(s->kind[i].type, type) != 0 || strcmp(s->kind[i].encoding, encoding) != 0))
        i++;
    s->seen++;
    if (i == KINDS)
        return;
    if (i == s->nkinds)
        s->kind[s->nkinds++] = (kindCount){.type = type, .encoding = encoding};
    s->kind[i].count++;
    s->kind[i].bytes += objectMemory(o, MEMORY_SAMPLES);
}

static void takeSample(const db *d, sample *s) {
    uint64_t once = 0, *cursor = d->id < DATABASES ? &cursors[d->id] : &once;
    for (int steps = 0; s->seen < SAMPLE && steps < SAMPLE * 4; steps++) {
        *cursor = kvstoreScan(d->keys, *cursor, -1, countObject, NULL, s);
        if (*cursor == 0)
            break;
    }
}

static void writeSample(execContext *x, const sample *s) {
    replyMap(x, s->nkinds);
    for (int i = 0; i < s->nkinds; i++) {
        char name[64];
        snprintf(name, sizeof(name), "%s/%s", s->kind[i].type, s->kind[i].encoding);
        replyBulkC(x, name);
        replyMap(x, 2);
        scopeLong(x, "count", s->kind[i].count);
        scopeLong(x, "bytes", s->kind[i].bytes);
    }
}

static void writeDb(execContext *x, const db *d) {
    sample s = {0};
    takeSample(d, &s);
    replyMap(x, 9);
    scopeLong(x, "keys", kvstoreSize(d->keys));
    scopeLong(x, "expires", kvstoreSize(d->expires));
    scopeLong(x, "buckets", kvstoreBuckets(d->keys));
    scopeLong(x, "expires_buckets", kvstoreBuckets(d->expires));
    scopeLong(x, "table_bytes", kvstoreMemUsage(d->keys) + kvstoreMemUsage(d->expires));
    scopeLong(x, "rehashing", kvstoreHashtableRehashingCount(d->keys));
    scopeLong(x, "expires_rehashing", kvstoreHashtableRehashingCount(d->expires));
    scopeLong(x, "sampled", s.seen);
    replyBulkC(x, "kinds");
    writeSample(x, &s);
}

static void writeKeyspace(execContext *x) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (int i = 0; i < keyspaceDatabases(); i++) {
        const db *d = dbCreated(i);
        if (!d || !kvstoreSize(d->keys))
            continue;
        char name[24];
        snprintf(name, sizeof(name), "db%d", i);
        replyBulkC(x, name);
        writeDb(x, d);
        n++;
    }
    replySetDeferredMap(x, handle, n);
}

static void writeExpiry(execContext *x) {
    const keyspaceStats *s = &keyspace_stats;
    const expireConfig *c = &expire_config;
    replyMap(x, 12);
    scopeLong(x, "expired_keys", s->expired_keys);
    scopeLong(x, "expired_fields", s->expired_fields);
    scopeLong(x, "sampled", s->expire_sampled);
    scopeLong(x, "cycles", s->expire_cycles);
    scopeLong(x, "cycle_us", (uint64_t)s->expire_cycle_us);
    scopeLong(x, "time_caps", s->expire_time_caps);
    scopeLong(x, "stale_permille", (uint64_t)(s->expired_stale * 1000));
    scopeLong(x, "active", c->active);
    scopeLong(x, "keys_per_loop", c->keys_per_loop);
    scopeLong(x, "slow_percent", c->slow_percent);
    scopeLong(x, "acceptable_percent", c->acceptable_percent);
    scopeLong(x, "fast_us", c->fast_us);
}

static const char *const policy_names[] = {"noeviction",   "allkeys-lru",  "allkeys-lfu",     "allkeys-random",
                                           "volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"};

/* The candidates that wait, worst first; keys are cut, and left out where users' data is hidden. */
static void writePool(execContext *x) {
    int count;
    const evictCandidate *pool = evictPool(&count);
    replyArray(x, count);
    for (int i = 0; i < count; i++) {
        size_t shown = exec_config.hide_user_data ? 0 : pool[i].len < TRACE_KEY_SHOWN ? pool[i].len : TRACE_KEY_SHOWN;
        replyMap(x, 4);
        scopeLong(x, "db", (uint64_t)pool[i].db);
        scopeLong(x, "score", pool[i].score);
        scopeLong(x, "key_len", pool[i].len);
        scopeBytes(x, "key", evictKey(&pool[i]), shown);
    }
}

static void writeEviction(execContext *x) {
    const keyspaceStats *s = &keyspace_stats;
    replyMap(x, 14);
    scopeText(x, "policy", policy_names[evict_config.policy]);
    scopeLong(x, "maxmemory_bytes", evict_config.maxmemory);
    scopeLong(x, "samples", (uint64_t)evict_config.samples);
    scopeLong(x, "time_limit_us", evict_config.time_limit_us);
    scopeLong(x, "evicted_keys", s->evicted_keys);
    scopeLong(x, "evicted_missed", s->evicted_missed);
    scopeLong(x, "oom_rejected", s->oom_rejected);
    scopeLong(x, "cycles", s->evict_cycles);
    scopeLong(x, "cycle_us", s->evict_cycle_us);
    scopeLong(x, "exceeded_us", evictExceededUs());
    scopeLong(x, "exceeded_total_us", s->evict_exceeded_us + evictExceededUs());
    scopeLong(x, "over", evictNeeded());
    scopeLong(x, "running", evictWaits());
    replyBulkC(x, "pool");
    writePool(x);
}

/* Those that have moved longest; few move at a time, unless a cluster has cut the keyspace. */
static long writeTables(execContext *x, int id, const char *kind, const kvstore *kvs) {
    enum { TABLES_SHOWN = 16 };
    size_t from, to, passed;
    int slot;
    long n = 0;
    for (const hashtable *ht = NULL; n < TABLES_SHOWN && (ht = kvstoreNextRehashing(kvs, ht, &slot)); n++) {
        hashtableRehashingInfo(ht, &from, &to, &passed);
        replyMap(x, 7);
        scopeLong(x, "db", (uint64_t)id);
        scopeText(x, "kind", kind);
        scopeLong(x, "slot", (uint64_t)slot);
        scopeLong(x, "entries", hashtableSize(ht));
        scopeLong(x, "from_buckets", from);
        scopeLong(x, "to_buckets", to);
        scopeLong(x, "passed_buckets", passed);
    }
    return n;
}

static void writeRehash(execContext *x) {
    static const char *const policies[] = {"allow", "avoid", "forbid"};
    long n = 0;
    replyMap(x, 7);
    scopeLong(x, "started", hashtable_counters.rehash_started);
    scopeLong(x, "completed", __atomic_load_n(&hashtable_counters.rehash_completed, __ATOMIC_RELAXED));
    scopeLong(x, "chains_moved", hashtable_counters.chains_moved);
    scopeLong(x, "entries_moved", hashtable_counters.entries_moved);
    scopeText(x, "resize_policy", policies[hashtableGetResizePolicy()]);
    scopeLong(x, "active", keyspace_rehash_active);
    replyBulkC(x, "tables");
    size_t handle = replyDeferredLen(x);
    for (int i = 0; i < keyspaceDatabases(); i++) {
        const db *d = dbCreated(i);
        if (!d)
            continue;
        n += writeTables(x, i, "keys", d->keys);
        n += writeTables(x, i, "expires", d->expires);
    }
    replySetDeferredArray(x, handle, n);
}

static void writeLazyfree(execContext *x) {
    replyMap(x, 2);
    scopeLong(x, "pending", lazyfreePending());
    scopeLong(x, "freed", lazyfreeFreed());
}

static void writeLookups(execContext *x) {
    replyMap(x, 3);
    scopeLong(x, "hits", keyspace_stats.hits);
    scopeLong(x, "misses", keyspace_stats.misses);
    scopeLong(x, "dirty", keyspace_stats.dirty);
}

void scopeKeyspaceInit(void) {
    scopeSectionAdd("keyspace", writeKeyspace);
    scopeSectionAdd("lookups", writeLookups);
    scopeSectionAdd("expiry", writeExpiry);
    scopeSectionAdd("eviction", writeEviction);
    scopeSectionAdd("rehash", writeRehash);
    scopeSectionAdd("lazyfree", writeLazyfree);
}
