/* expire.c: see expire.h. */
#include "base/base.h"
#include "trace/trace.h"
#include "keyspace/keyspace.h"

enum { DATABASES_PER_CYCLE = 16, CHAINS_PER_KEY = 20, LOOPS_PER_LOOK = 16 };

expireConfig expire_config = {true, 20, 25, 10, 1000};

static struct {
    int next_db;
    bool capped;           /* the last cycle ran out of its time */
    uint64_t last_fast_ns; /* when a fast cycle started */
} cycle;

typedef struct expireWalk {
    db *d;
    unsigned seen, removed;
    unsigned live; /* of seen, with time left */
    int64_t left_ms;
} expireWalk;

static void dismiss(db *d, object *o, unsigned how) {
    size_t len;
    const char *key = objectKey(o, &len);
    keyspace_stats.expired_keys++;
    if (traceOn(CLASS_KEY))
        evKeyExpired(clockMonoNs(), how, (uint64_t)(command_now - objectExpire(o)), key, len);
    keyspaceTell(d, key, len, KEY_EXPIRED, "expired");
    lazyfreeObject(o, lazyfree_config.expire);
}

static void takeOut(db *d, object *o, uint64_t hash, unsigned how) {
    size_t len;
    const char *key = objectKey(o, &len);
    dbTake(d, key, len, hash);
    dismiss(d, o, how);
}

void expireStale(db *d, object *o, uint64_t hash) {
    takeOut(d, o, hash, EVENT_EXPIRE_HOW_LAZY);
}

void expireTaken(db *d, object *o) {
    dismiss(d, o, EVENT_EXPIRE_HOW_LAZY);
}

static void look(void *ctx, void *entry) {
    expireWalk *w = ctx;
    object *o = entry;
    w->seen++;
    if (objectExpired(o)) {
        size_t len;
        const char *key = objectKey(o, &len);
        w->removed++;
        takeOut(w->d, o, sipHash(key, len), EVENT_EXPIRE_HOW_ACTIVE);
    } else {
        w->live++;
        w->left_ms += objectExpire(o) - command_now;
    }
}

/* Looks at keys_per_loop keys; false: the scan of this database came to its end. */
static bool loop(expireWalk *w) {
    uint64_t keys = kvstoreSize(w->d->expires), chains;
    if (keys > expire_config.keys_per_loop)
        keys = expire_config.keys_per_loop;
    chains = keys * CHAINS_PER_KEY;
    for (unsigned before = w->seen; w->seen - before < keys && chains; chains--) {
        w->d->expire_cursor = kvstoreScan(w->d->expires, w->d->expire_cursor, -1, look, NULL, w);
        if (!w->d->expire_cursor)
            return false;
    }
    return true;
}

/* The mean of TTLs follows what was just seen by a fiftieth for each loop that saw any. */
static void meanTtl(db *d, const expireWalk *w, unsigned loops) {
    if (!w->live)
        return;
    double seen = (double)w->left_ms / w->live, keep = 1;
    for (unsigned i = 0; i < loops; i++)
        keep *= 0.98;
    d->avg_ttl = (int64_t)(d->avg_ttl ? seen + ((double)d->avg_ttl - seen) * keep : seen);
}

typedef struct expireRound {
    uint64_t start_ns, end_ns;
    unsigned seen, removed, loops;
} expireRound;

/* One database, until few of its keys are stale, or the round's time is over. */
static void database(expireRound *r, db *d) {
    expireWalk w = {.d = d};
    unsigned loops = 0;
    for (;;) {
        if (!kvstoreSize(d->expires)) {
            d->avg_ttl = 0;
            break;
        }
        unsigned seen = w.seen, removed = w.removed;
        commandTimeSet(clockWallMs());
        bool more = loop(&w);
        loops++;
        seen = w.seen - seen;
        removed = w.removed - removed;
        bool again = more && (!seen || removed * 100 / seen > expire_config.acceptable_percent);
        if (++r->loops % LOOPS_PER_LOOK == 0 && clockMonoNs() > r->end_ns) {
            cycle.capped = true;
            keyspace_stats.expire_time_caps++;
            break;
        }
        if (!again)
            break;
    }
    meanTtl(d, &w, loops < LOOPS_PER_LOOK ? loops : LOOPS_PER_LOOK);
    r->seen += w.seen;
    r->removed += w.removed;
}

static void run(uint64_t start, uint64_t limit_us, bool fast) {
    int databases = keyspaceDatabases();
    unsigned volatile_keys, fields = volatileCycle(command_now, start + limit_us * 1000, &volatile_keys);
    int wanted = databases < DATABASES_PER_CYCLE || cycle.capped ? databases : DATABASES_PER_CYCLE;
    expireRound r = {.start_ns = start, .end_ns = start + limit_us * 1000};
    cycle.capped = false;
    for (int i = 0; i < databases && wanted && !cycle.capped; i++) {
        db *d = dbCreated(cycle.next_db++ % databases);
        if (!d)
            continue;
        wanted -= kvstoreSize(d->expires) > 0;
        database(&r, d);
    }
    cycle.next_db %= databases;
    uint64_t now = clockMonoNs(), span = now - start;
    double stale = r.seen ? (double)r.removed / r.seen : 0;
    keyspaceStats *s = &keyspace_stats;
    s->expired_stale = stale * 0.05 + s->expired_stale * 0.95;
    s->expire_sampled += r.seen;
    s->expire_cycles++;
    s->expire_cycle_us += (int64_t)(span / 1000);
    latencyAdd("expire-cycle", span);
    if (r.removed || fields || cycle.capped)
        evExpireCycleRan(now, span, r.seen + volatile_keys, r.removed, (uint32_t)(s->expired_stale * 1000),
                         cycle.capped, fast, fields);
}

void expireSlowCycle(int hz) {
    uint64_t limit_us = expire_config.slow_percent * 10000ULL / (unsigned)(hz > 0 ? hz : 10);
    if (expire_config.active && !keyspace_paused)
        run(clockMonoNs(), limit_us, false);
}

bool expireFastWaits(void) {
    return cycle.capped || keyspace_stats.expired_stale * 100 >= expire_config.acceptable_percent;
}

void expireFastCycle(void) {
    if (!expireFastWaits() || !expire_config.active || keyspace_paused)
        return;
    uint64_t now = clockMonoNs();
    if (now - cycle.last_fast_ns < expire_config.fast_us * 2000)
        return;
    cycle.last_fast_ns = now;
    run(now, expire_config.fast_us, true);
}
