/* scope_keyspace.c: the sections keyspace, expiry and rehash of SCOPE SNAPSHOT.
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
    replyMap(x, 4);
    scopeLong(x, "expired_keys", keyspace_stats.expired_keys);
    scopeLong(x, "sampled", keyspace_stats.expire_sampled);
    scopeLong(x, "cycles", keyspace_stats.expire_cycles);
    scopeLong(x, "cycle_us", (uint64_t)keyspace_stats.expire_cycle_us);
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
}
