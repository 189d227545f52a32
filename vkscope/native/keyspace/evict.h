/* evict.h: maxmemory: which keys go when memory is over the limit, and for how long a command waits for that.
 *
 * Words   score      how well a key suits as victim: idle ms (LRU), 255 - frequency (LFU), nearness of its end (TTL).
 *         candidate  a sampled key. The pool keeps the best 16 from round to round, so a sample of 5 is worth more.
 * Design  A round goes on until memory is under the limit, nothing is left to evict, or its time is over (looked at
 *         every 16 keys). Then commands go on being served, and keyspaceAfterTick goes on evicting between them.
 * Rules   Never inside a command; not while keyspace_paused.
 * Events  KeyEvicted, EvictionCycleRan. */
#ifndef VK_EVICT_H
#define VK_EVICT_H
#include "base/zmalloc.h"
#include "keyspace/db.h"

typedef struct evictConfig {
    uint64_t maxmemory; /* bytes; 0: no limit */
    int policy;         /* EVENT_POLICY_*; set with evictSetPolicy */
    int samples;
    uint64_t time_limit_us; /* set by the policy eviction of the control plane, from maxmemory-eviction-tenacity */
} evictConfig;
extern evictConfig evict_config;

enum evictResult {
    EVICT_OK,      /* memory is under the limit */
    EVICT_RUNNING, /* it is not, but there is more to evict */
    EVICT_FAIL     /* it is not, and nothing may be evicted */
};

/* Bytes in use that no key is evicted for: what they hold is given back when replicas and the disk have taken it. Each
 * owner writes its own: what replicas must still read beyond the backlog, what waits to be written to a file. */
enum evictUncounted { UNCOUNTED_REPLICAS, UNCOUNTED_AOF, UNCOUNTED_OWNERS };
extern size_t evict_uncounted[UNCOUNTED_OWNERS];

/* The bytes that are held against maxmemory. */
static inline size_t evictUsed(void) {
    size_t used = zmallocUsed(), not_counted = evict_uncounted[UNCOUNTED_REPLICAS] + evict_uncounted[UNCOUNTED_AOF];
    return used > not_counted ? used - not_counted : 0;
}

static inline bool evictNeeded(void) {
    return evict_config.maxmemory && evictUsed() > evict_config.maxmemory;
}

void evictSetPolicy(int policy);
bool evictByClock(void);             /* the policy looks at when or how often keys were used */
bool evictIsLfu(void);               /* keys count how often they are used, not when */
enum evictResult evictPerform(void); /* one round */
void evictStart(void);               /* asks for rounds at the ends of ticks: the limit was lowered */
bool evictWaits(void);               /* rounds are asked for */
bool evictContinue(void);            /* a round, if any was asked for; true: there is more */
uint64_t evictExceededUs(void);      /* how long memory has been over the limit, 0: it is not */

/* The candidates that wait in the pool, worst first. */
#define EVICT_POOL 16
#define EVICT_KEY_ROOM 112 /* longer keys stand apart */
typedef struct evictCandidate {
    uint64_t score, hash;
    int db;
    uint32_t len;
    union {
        char near[EVICT_KEY_ROOM];
        char *far;
    } key;
} evictCandidate;
const evictCandidate *evictPool(int *count);
const char *evictKey(const evictCandidate *c); /* len bytes */
#endif
