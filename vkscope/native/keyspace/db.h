/* db.h: the databases: look up, add, remove, expire, and the one place through which every change goes.
 *
 * Rules  reads hide keys whose time has passed (time is the command's frozen time); a write removes them.
 *        Every write ends in keyChanged: WATCH, tracking, notifications, AOF and replicas attach there.
 *        Writers to the two stores are here and in expire.c and evict.c; others read them.
 * Words  volatile: with a TTL. The store of expires holds the same objects as the store of keys.
 *        table: which of a store's tables a key is in. There is one, unless a cluster cuts the keyspace by slot.
 *        touch: to note that a key was used, as maxmemory-policy wants it noted. */
#ifndef VK_DB_H
#define VK_DB_H
#include "base/assert.h"
#include "base/base.h"
#include "ds/ds.h"
#include "keyspace/kvstore.h"
#include "keyspace/listen.h"
#include "keyspace/object.h"

/* In a cluster (keyspaceBySlot) a key's table is its slot. The gate has computed it for the command that runs, all of
 * whose keys have it; the mask is 0 without a cluster, else all ones. */
extern int keyspace_slot; /* of the command that runs; -1: to be computed key by key; 0 without a cluster */
extern int keyspace_slot_mask;
static inline int keyTable(const char *key, size_t len) { /* of a key of the command that runs */
    vkDebugAssert(keyspace_slot < 0 || !keyspace_slot_mask || keyspace_slot == (int)keyHashSlot(key, len));
    return likely(keyspace_slot >= 0) ? keyspace_slot : (int)keyHashSlot(key, len);
}
static inline int keyTableAny(const char *key, size_t len) { /* of any key */
    return likely(!keyspace_slot_mask) ? 0 : (int)keyHashSlot(key, len);
}
/* What follows touches keys of any slot, until keyspaceSlotBack is given the answer. */
static inline int keyspaceAnySlot(void) {
    int before = keyspace_slot;
    keyspace_slot = -1 & keyspace_slot_mask;
    return before;
}
static inline void keyspaceSlotBack(int before) {
    keyspace_slot = before;
}

typedef struct db {
    int id;
    kvstore *keys, *expires;
    uint64_t expire_cursor;
    vset volatiles;    /* objects whose values have parts with a TTL: volatile.h */
    size_t nvolatiles; /* and how many */
    int64_t avg_ttl;   /* ms, of volatile keys; 0: not known */
    uint32_t awaited;  /* keys that commands wait for; of this number, whichever keys it has: dbSwap leaves it */
} db;

/* Who waits for keys (exec/blocking.h), told only of databases where somebody does; all are told when two swap. */
typedef struct keyspaceWaits {
    void (*added)(db *d, const object *o, uint64_t hash);     /* in the place of none, or of another type's */
    void (*removed)(db *d, const object *o, uint64_t hash);   /* it has left the database, and is whole yet */
    void (*emptying)(db *d);                                  /* all keys go next */
    void (*swapping)(db *a, db *b), (*swapped)(db *a, db *b); /* NULL, or both */
} keyspaceWaits;
extern keyspaceWaits keyspace_waits;

typedef struct keyspaceStats {
    uint64_t hits, misses, dirty;
    uint64_t expired_keys, expired_fields, expire_sampled, expire_cycles, expire_time_caps;
    int64_t expire_cycle_us;
    double expired_stale; /* share of volatile keys whose time has passed, a running mean */
    uint64_t evicted_keys, evicted_missed, oom_rejected, evict_cycles, evict_cycle_us;
    uint64_t evict_exceeded_us; /* time over maxmemory, up to when it last ended */
    uint64_t lazyfreed; /* values, or keys of flushed databases, that were freed: lazyfreeFreed brings it up to date */
} keyspaceStats;

extern keyspaceStats keyspace_stats;
extern int64_t command_now;         /* Unix ms, frozen for the command that runs */
extern uint32_t lru_clock;          /* command_now in seconds, 24 bits */
extern bool keyspace_paused;        /* nothing expires or is evicted; reads still hide stale keys (CLIENT PAUSE) */
extern bool keyspace_shows_stale;   /* for the command that runs, no key has expired (CLIENT IMPORT-SOURCE) */
extern bool keyspace_rehash_active; /* cron helps tables under rehash (activerehashing) */

void keyspaceInit(int databases);
void keyspaceBySlot(void); /* right behind keyspaceInit: one table a slot */
void keyspaceRelease(void);
int keyspaceDatabases(void);
uint64_t keyspaceKeys(void);                                         /* of all databases */
db *dbGet(int id);                                                   /* NULL out of range */
db *dbCreated(int id);                                               /* NULL when never written to */
object *dbRead(db *d, const char *key, size_t len, uint64_t hash);   /* counts hits and misses */
object *dbPeek(db *d, const char *key, size_t len, uint64_t hash);   /* like dbRead, without the counting */
object *dbGlance(db *d, const char *key, size_t len, uint64_t hash); /* like dbPeek, but what has expired stays */
void dbMissed(db *d, const char *key, size_t len, uint64_t hash);    /* a read that found nothing by other means */
object *dbWrite(db *d, const char *key, size_t len, uint64_t hash);  /* removes an expired key */
void dbAdd(db *d, object *o, uint64_t hash);                         /* the key must be absent; owns o */
void dbReplace(db *d, object *old, object *o, uint64_t hash); /* o takes old's place; frees old; expires follow */
bool dbDelete(db *d, const char *key, size_t len, uint64_t hash);
uint64_t dbSlotKeys(int slot);         /* of all databases; in a cluster only, as the next */
uint64_t dbEmptySlot(db *d, int slot); /* keys removed, of which nobody hears; lazily freed */
object *dbTake(db *d, const char *key, size_t len,
               uint64_t hash); /* out of the database; caller owns; NULL if absent */
/* dbDelete for DEL and UNLINK: false, and an expiry, when time has passed. lazy: a big value is freed in steps. */
bool dbRemove(db *d, const char *key, size_t len, uint64_t hash, bool lazy);
/* Where a live key's object stands, as dbWrite finds it: NULL when absent, valid until the next write to d. */
object **dbPlace(db *d, const char *key, size_t len, uint64_t hash);
void dbPut(db *d, object **place, object *o, uint64_t hash); /* dbReplace without the lookup */
/* stringMutable for the object at place, wherever it moves to. */
object *dbMutable(db *d, object **place, uint64_t hash, size_t len, char **data);
object *dbRandom(db *d);                                            /* any live key's; NULL when there is none */
object *dbSetExpire(db *d, object *o, uint64_t hash, int64_t when); /* NO_EXPIRE persists; returns where o is now */
size_t dbFlush(db *d, bool lazy);                                   /* keys removed; lazy: freed in steps */
void dbSwap(int a, int b);
bool objectExpired(const object *o);
/* A time limit that a command sets has passed: the key need not be kept. While files are loaded, none has. */
static inline bool expiryPassed(int64_t when) {
    return when <= command_now && !keyspace_shows_stale;
}
/* Once per event that Valkey notifies, and a change for `dirty`; what is more news of the same change goes through
 * keyspaceTell. cls is never KEY_NEW or KEY_MISS, of which this room tells itself. event NULL: a change of which
 * Valkey notifies nobody. */
void keyChanged(db *d, const char *key, size_t len, enum keyClass cls, const char *event);

/* Between commands, with the milliseconds of the next ones. */
static inline void commandTimeSet(int64_t ms) {
    command_now = ms;
    lru_clock = (uint32_t)(ms / 1000) & 0xffffff;
}

void keyspaceTablesCron(void); /* each hz: rehash, tables that should be smaller */
/* What could not be finished at once goes on at the ends of turns: eviction, lazy freeing, fast expiry. */
bool keyspaceWorkWaits(void);
bool keyspaceWork(void); /* a part of it; true: there is more, come again soon */
#endif
