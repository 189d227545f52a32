/* volatile.h: keys whose values have parts with a time limit of their own, the fields of hashes: filed in their
 * database by the moment at which the first part is due.
 *
 * Rules  knows parts only through objectOps. OBJ_VOLATILE is set on an object exactly while its value has such parts;
 *        then it is filed in the database it stands in. Whoever moves, adds or takes such an object says so here.
 * Words  filed: the moment under which a key stands in db.volatiles. It may be earlier than its first part is due (that
 *        part was removed, or lives longer now) but never later: keys that come up too early are filed anew.
 * Cost   a part whose time is set costs a vset operation in its value; the database's set is touched only when the key
 *        gets its first part or an earlier one. Expiring: no search, no sampling, the earliest comes first.
 * Events KeyExpired (field_lazy, field_active). */
#ifndef VK_VOLATILE_H
#define VK_VOLATILE_H
#include "ds/ds.h"
#include "keyspace/db.h"

/* Kept by the value; all zero is not a valid state: volatilePartsInit. */
typedef struct volatileParts {
    vset set;        /* the parts that have a time limit */
    long long filed; /* VSET_NEVER: the key is not filed */
} volatileParts;

/* Who is told of the parts that the cycle removes from one key: that some may go, each with its name, how many went. */
typedef struct volatileListener {
    void (*going)(db *d, const char *key, size_t len);
    void (*part)(const char *part, size_t len);
    void (*gone)(size_t n);
} volatileListener;
extern const volatileListener *volatile_listener; /* NULL: nobody */

void volatilePartsInit(volatileParts *parts);
void volatileAdded(db *d, object *o);                    /* o, which is OBJ_VOLATILE, stands in d now */
void volatileTaken(db *d, object *o);                    /* it leaves d; to be said before it is freed */
void volatileMoved(db *d, const object *old, object *o); /* the object has another address; old may be freed */
void volatileChanged(db *d, object *o);                  /* after parts of a value in d came, went or were timed anew */
void volatilePartExpired(const object *o, long long when, bool active); /* counts and traces one part that goes */
void volatilePartGoing(const char *part, size_t len);                   /* from expireParts, for the listener */
/* Removes parts that are due until the monotonic clock says end_ns. Keys without parts left go too.
 * Returns parts removed; *keys: how many keys were looked at. Must run outside commands. */
unsigned volatileCycle(int64_t now, uint64_t end_ns, unsigned *keys);
/* A time limit has passed. Unlike keys, parts are still there in the millisecond that they end with. */
static inline bool volatileDue(long long when) {
    return when < command_now;
}
#endif
