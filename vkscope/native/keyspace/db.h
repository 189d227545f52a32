/* db.h: the databases: look up, add, remove, expire, and the one place through which every change goes.
 *
 * Rules  reads hide keys whose time has passed (time is the command's frozen time); a write removes them.
 *        Every write ends in keyChanged: WATCH, tracking, notifications, AOF and replicas attach there.
 * Words  volatile: with a TTL. The table of expires holds the same objects as the table of keys. */
#ifndef VK_DB_H
#define VK_DB_H
#include "ds/ds.h"
#include "keyspace/object.h"

typedef struct db {
    int id;
    hashtable *keys, *expires;
    uint64_t expire_cursor;
    vset volatiles;    /* objects whose values have parts with a TTL: volatile.h */
    size_t nvolatiles; /* and how many */
} db;

typedef struct keyspaceStats {
    uint64_t hits, misses, expired_keys, expired_fields, expire_sampled, dirty, expire_cycles;
    int64_t expire_cycle_us;
} keyspaceStats;

extern keyspaceStats keyspace_stats;
extern int64_t command_now;  /* Unix ms, frozen for the command that runs */
extern bool keyspace_paused; /* CLIENT PAUSE: what has expired is hidden and stays */
extern bool expire_active;   /* false: expireCycle does nothing (DEBUG SET-ACTIVE-EXPIRE) */

enum keyClass { KEY_STRING, KEY_HASH, KEY_GENERIC, KEY_EXPIRED, KEY_EVICTED };

void keyspaceInit(int databases);
void keyspaceRelease(void);
int keyspaceDatabases(void);
db *dbGet(int id);                                                  /* NULL out of range */
db *dbCreated(int id);                                              /* NULL when never written to */
object *dbRead(db *d, const char *key, size_t len, uint64_t hash);  /* counts hits and misses */
object *dbPeek(db *d, const char *key, size_t len, uint64_t hash);  /* like dbRead, without the counting */
object *dbWrite(db *d, const char *key, size_t len, uint64_t hash); /* removes an expired key */
void dbAdd(db *d, object *o, uint64_t hash);                        /* the key must be absent; owns o */
void dbReplace(db *d, object *old, object *o, uint64_t hash);       /* o takes old's place; frees old; expires follow */
bool dbDelete(db *d, const char *key, size_t len, uint64_t hash);
object *dbTake(db *d, const char *key, size_t len,
               uint64_t hash); /* out of the database; caller owns; NULL if absent */
bool dbRemove(db *d, const char *key, size_t len,
              uint64_t hash); /* dbDelete; false, and an expiry, when time has passed */
/* Where a live key's object stands, as dbWrite finds it: NULL when absent, valid until the next write to d. */
object **dbPlace(db *d, const char *key, size_t len, uint64_t hash);
void dbPut(db *d, object **place, object *o, uint64_t hash); /* dbReplace without the lookup */
/* stringMutable for the object at place, wherever it moves to. */
object *dbMutable(db *d, object **place, uint64_t hash, size_t len, char **data);
int64_t objectIdleMs(const object *o); /* since it was last read or written; in steps of 1024 ms */
static inline void objectTouch(object *o) {
    o->lru = (uint32_t)((uint64_t)command_now >> 10) & 0xffffff;
}
object *dbSetExpire(db *d, object *o, uint64_t hash, int64_t when); /* NO_EXPIRE persists; returns where o is now */
size_t dbFlush(db *d);                                              /* keys removed */
void dbSwap(int a, int b);
bool objectExpired(const object *o);
void keyChanged(db *d, const char *key, size_t len, enum keyClass cls, const char *event);
/* One run of active expiry: at most budget_us. Returns keys removed. */
unsigned expireCycle(int64_t now, int64_t budget_us);
bool keyspaceRehash(int64_t budget_us); /* true while tables are being moved */
#endif
