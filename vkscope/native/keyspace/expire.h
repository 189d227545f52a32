/* expire.h: keys whose time has passed: taken out when somebody asks for them, and by cycles that look for them.
 *
 * Words   slow cycle   each hz, for up to slow_percent of the time between two of them.
 *         fast cycle   at the end of a tick, for up to fast_us: only while the slow one ran out of its time, or more
 *                      keys than acceptable_percent are thought stale, and at most every 2 * fast_us.
 *         stale        still there although its time has passed.
 * Design  a cycle scans each database's store of expires, keys_per_loop keys at a time, and goes on with a database
 *         while more than acceptable_percent of what it looked at was stale. Each cycle goes on where the last ended.
 * Events  KeyExpired, ExpireCycleRan. */
#ifndef VK_EXPIRE_H
#define VK_EXPIRE_H
#include "keyspace/db.h"

/* Set by the policy expiry of the control plane, from active-expire-effort. */
typedef struct expireConfig {
    bool active; /* false: no cycles (DEBUG SET-ACTIVE-EXPIRE) */
    unsigned keys_per_loop, slow_percent, acceptable_percent;
    uint64_t fast_us;
} expireConfig;
extern expireConfig expire_config;

void expireSlowCycle(int hz);
bool expireFastWaits(void);                        /* there may be need for a fast cycle */
void expireFastCycle(void);                        /* unless there is none, or the last one was just now */
void expireStale(db *d, object *o, uint64_t hash); /* takes a stale key out, and frees it; a command asked for it */
void expireTaken(db *d, object *o);                /* the same for one that is out already */
#endif
