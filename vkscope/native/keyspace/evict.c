/* evict.c: see evict.h. */
#include "base/base.h"
#include "trace/trace.h"
#include "keyspace/keyspace.h"
#include <string.h>

enum { KEYS_PER_LOOK = 16, SAMPLES_MAX = 64, LAZYFREE_US = 100 };

evictConfig evict_config = {.samples = 5, .time_limit_us = 500};
size_t evict_uncounted[UNCOUNTED_OWNERS];

static evictCandidate pool[EVICT_POOL]; /* [0..npool) in rising order of score */
static int npool;
static bool running;            /* rounds at the ends of ticks are asked for */
static uint64_t exceeded_since; /* ns; 0: not over the limit */

static bool allKeys(void) {
    int p = evict_config.policy;
    return p == EVENT_POLICY_ALLKEYS_LRU || p == EVENT_POLICY_ALLKEYS_LFU || p == EVENT_POLICY_ALLKEYS_RANDOM;
}

static bool byScore(void) {
    return evict_config.policy != EVENT_POLICY_ALLKEYS_RANDOM && evict_config.policy != EVENT_POLICY_VOLATILE_RANDOM;
}

bool evictByClock(void) {
    int p = evict_config.policy;
    return evictIsLfu() || p == EVENT_POLICY_ALLKEYS_LRU || p == EVENT_POLICY_VOLATILE_LRU;
}

bool evictIsLfu(void) {
    return evict_config.policy == EVENT_POLICY_ALLKEYS_LFU || evict_config.policy == EVENT_POLICY_VOLATILE_LFU;
}

static kvstore *storeOf(const db *d) {
    return allKeys() ? d->keys : d->expires;
}

static uint64_t scoreOf(const object *o) {
    if (evict_config.policy == EVENT_POLICY_VOLATILE_TTL)
        return (uint64_t)(INT64_MAX - objectExpire(o));
    return evictIsLfu() ? 255 - objectFrequency(o) : (uint64_t)objectIdleMs(o);
}

/* --- candidates --- */

const evictCandidate *evictPool(int *count) {
    *count = npool;
    return pool;
}

const char *evictKey(const evictCandidate *c) {
    return c->len <= EVICT_KEY_ROOM ? c->key.near : c->key.far;
}

static void candidateDrop(evictCandidate *c) {
    if (c->len > EVICT_KEY_ROOM)
        zfree(c->key.far);
}

static void candidateFrom(evictCandidate *c, const db *d, const object *o, uint64_t score) {
    size_t len;
    const char *key = objectKey(o, &len);
    c->score = score;
    c->hash = sipHash(key, len);
    c->db = d->id;
    c->len = (uint32_t)len;
    if (len > EVICT_KEY_ROOM)
        c->key.far = zmalloc(len);
    memcpy(len > EVICT_KEY_ROOM ? c->key.far : c->key.near, key, len);
}

static void poolClear(void) {
    while (npool)
        candidateDrop(&pool[--npool]);
}

/* A full pool lets its worst candidate go, unless the new one is no better. */
static void poolOffer(const db *d, const object *o) {
    uint64_t score = scoreOf(o);
    int at = 0;
    while (at < npool && pool[at].score < score)
        at++;
    if (npool < EVICT_POOL) {
        memmove(pool + at + 1, pool + at, sizeof(pool[0]) * (size_t)(npool - at));
        npool++;
    } else if (at == 0) {
        return;
    } else {
        candidateDrop(&pool[0]);
        at--;
        memmove(pool, pool + 1, sizeof(pool[0]) * (size_t)at);
    }
    candidateFrom(&pool[at], d, o, score);
}

static unsigned sampleTable(const db *d, kvstore *kvs) {
    void *entries[SAMPLES_MAX];
    int table = kvstoreGetFairRandomHashtableIndex(kvs);
    unsigned n = kvstoreHashtableSampleEntries(kvs, table, entries, (unsigned)evict_config.samples);
    for (unsigned i = 0; i < n; i++)
        poolOffer(d, entries[i]);
    return n;
}

/* Samples every database, so that no choice is local to one; returns how many keys were seen. */
static unsigned sampleAll(void) {
    unsigned seen = 0;
    for (int i = 0; i < keyspaceDatabases(); i++) {
        const db *d = dbCreated(i);
        if (!d || !kvstoreSize(storeOf(d)))
            continue;
        unsigned here = 0;
        for (int left = kvstoreNumNonEmptyHashtables(storeOf(d)); left && here < (unsigned)evict_config.samples;
             left--) {
            here += sampleTable(d, storeOf(d));
            if (kvstoreSize(storeOf(d)) < (uint64_t)evict_config.samples * 10)
                break;
        }
        seen += here;
    }
    return seen;
}

/* What a choice was made of. */
typedef struct choice {
    evictCandidate loser;
    unsigned sampled, candidates;
    uint64_t second;
} choice;

static bool stillThere(const evictCandidate *c) {
    hashtableBytes key = {evictKey(c), c->len};
    return kvstoreHashtableFindWithHash(storeOf(dbGet(c->db)), keyTableAny(key.data, key.len), &key, c->hash, NULL);
}

/* The best candidate whose key is still there. */
static bool chooseByScore(choice *ch) {
    for (;;) {
        unsigned seen = sampleAll();
        if (!seen)
            return false;
        ch->sampled += seen;
        while (npool) {
            ch->candidates = (unsigned)npool;
            ch->loser = pool[--npool];
            ch->second = npool ? pool[npool - 1].score : 0;
            if (stillThere(&ch->loser))
                return true;
            candidateDrop(&ch->loser);
        }
    }
}

/* Databases take turns. */
static bool chooseAtRandom(choice *ch) {
    static int turn;
    for (int i = 0; i < keyspaceDatabases(); i++) {
        turn = (turn + 1) % keyspaceDatabases();
        const db *d = dbCreated(turn);
        void *o;
        if (!d || !kvstoreSize(storeOf(d)))
            continue;
        int table = kvstoreGetFairRandomHashtableIndex(storeOf(d));
        if (!kvstoreHashtableRandomEntry(storeOf(d), table, &o))
            continue;
        candidateFrom(&ch->loser, d, o, 0);
        ch->sampled = ch->candidates = 1;
        return true;
    }
    return false;
}

/* --- rounds --- */

/* Bytes that the key gave back. What its going costs (clients are told of it) is not counted against it. */
static size_t evictKeyOf(choice *ch) {
    evictCandidate *c = &ch->loser;
    db *d = dbGet(c->db);
    const char *key = evictKey(c);
    size_t before = zmallocUsed();
    uint64_t start = latency_threshold_ns == UINT64_MAX ? 0 : clockMonoNs();
    lazyfreeObject(dbTake(d, key, c->len, c->hash), lazyfree_config.eviction);
    size_t after = zmallocUsed();
    if (start)
        latencyAdd("eviction-del", clockMonoNs() - start);
    uint64_t freed = before > after ? before - after : 0; /* a table that starts to shrink takes more than that */
    keyspace_stats.evicted_keys++;
    ghostsAdd(c->db, c->hash, evict_config.policy);
    keyspaceTell(d, key, c->len, KEY_EVICTED, "evicted");
    if (traceOn(CLASS_KEY))
        evKeyEvicted(clockMonoNs(), (uint32_t)c->db, c->score, (uint16_t)evict_config.policy, (uint16_t)ch->candidates,
                     ch->sampled, ch->second, freed, key, c->len);
    candidateDrop(c);
    return (size_t)freed;
}

static bool evictOne(size_t *freed) {
    choice ch = {0};
    if (!(byScore() ? chooseByScore(&ch) : chooseAtRandom(&ch)))
        return false;
    *freed += evictKeyOf(&ch);
    return true;
}

/* What is out of the keyspace already is given a moment to be freed. */
static size_t freeLater(void) {
    size_t before = zmallocUsed();
    lazyfreeAwait(LAZYFREE_US);
    size_t after = zmallocUsed();
    return before > after ? before - after : 0;
}

/* Until as much has gone as was over the limit at the start: messages to clients about keys that went may take more
 * than those keys, and would take all the others with them. */
static enum evictResult turns(uint64_t start, uint32_t *keys) {
    size_t over = evictUsed() - evict_config.maxmemory, freed = 0;
    for (unsigned turn = 1; evictNeeded() && freed < over; turn++) {
        /* What is out of the keyspace already goes first, in steps that are looked at one by one. */
        bool stepped = lazyfreePending() > 0;
        if (stepped) {
            freed += freeLater();
        } else if (evictOne(&freed)) {
            ++*keys;
        } else {
            return EVICT_FAIL;
        }
        if ((stepped || turn % KEYS_PER_LOOK == 0) && clockMonoNs() - start > evict_config.time_limit_us * 1000)
            return evictNeeded() ? EVICT_RUNNING : EVICT_OK;
    }
    return EVICT_OK;
}

static enum evictResult evictRound(void) {
    uint64_t start = clockMonoNs();
    size_t before = evictUsed();
    uint32_t keys = 0;
    if (evict_config.policy == EVENT_POLICY_NOEVICTION)
        return EVICT_FAIL;
    enum evictResult result = turns(start, &keys);
    uint64_t now = clockMonoNs(), span = now - start;
    size_t after = evictUsed();
    latencyAdd("eviction-cycle", span);
    keyspace_stats.evict_cycles++;
    keyspace_stats.evict_cycle_us += span / 1000;
    if (keys)
        evEvictionCycleRan(now, span, before > after ? before - after : 0, before - evict_config.maxmemory, keys,
                           result != EVICT_OK);
    return result;
}

static void noteExceeded(bool over) {
    uint64_t now = clockMonoNs();
    if (over) {
        exceeded_since = exceeded_since ? exceeded_since : now;
    } else if (exceeded_since) {
        keyspace_stats.evict_exceeded_us += (now - exceeded_since) / 1000;
        exceeded_since = 0;
    }
}

enum evictResult evictPerform(void) {
    if (keyspace_paused)
        return EVICT_OK;
    int slot = keyspaceAnySlot();
    enum evictResult result = evictNeeded() ? evictRound() : EVICT_OK;
    keyspaceSlotBack(slot);
    noteExceeded(result != EVICT_OK);
    running = result == EVICT_RUNNING;
    return result;
}

void evictStart(void) {
    running = true;
}

bool evictWaits(void) {
    return running;
}

bool evictContinue(void) {
    if (!running)
        return false;
    evictPerform();
    return running && !keyspace_paused;
}

uint64_t evictExceededUs(void) {
    return exceeded_since ? (clockMonoNs() - exceeded_since) / 1000 : 0;
}

void evictSetPolicy(int policy) {
    if (policy == evict_config.policy)
        return;
    poolClear();
    evict_config.policy = policy;
    touchPolicy(evictIsLfu());
}
