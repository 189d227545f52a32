/* volatile.c: see volatile.h. */
#include "keyspace/keyspace.h"
#include "base/base.h"
#include "trace/trace.h"

enum { TURN_KEYS = 16, TURN_PARTS = 80 /* of one key, before the next one's turn */ };

const volatileListener *volatile_listener;

static volatileParts *partsOf(const object *o) {
    return objectOpsOf(o)->parts(o);
}

static long long filedAt(const void *o) {
    return partsOf(o)->filed;
}

static long long firstDue(const object *o) {
    return vsetEstimatedEarliestExpiry(&partsOf(o)->set, objectOpsOf(o)->partExpiry);
}

void volatilePartsInit(volatileParts *parts) {
    vsetInit(&parts->set);
    parts->filed = VSET_NEVER;
}

static void file(db *d, object *o, long long due) {
    partsOf(o)->filed = due;
    vsetAddEntry(&d->volatiles, filedAt, o);
    d->nvolatiles++;
}

static void unfile(db *d, object *o) {
    volatileParts *parts = partsOf(o);
    if (parts->filed == VSET_NEVER)
        return;
    vsetRemoveEntry(&d->volatiles, o, parts->filed);
    parts->filed = VSET_NEVER;
    d->nvolatiles--;
}

void volatileAdded(db *d, object *o) {
    volatileChanged(d, o);
}

void volatileTaken(db *d, object *o) {
    unfile(d, o);
}

void volatileMoved(db *d, const object *old, object *o) {
    long long filed = partsOf(o)->filed;
    if (filed != VSET_NEVER)
        vsetUpdateEntry(&d->volatiles, filedAt, old, o, filed, filed);
}

void volatileChanged(db *d, object *o) {
    volatileParts *parts = partsOf(o);
    long long due = parts ? firstDue(o) : VSET_NEVER;
    if (due == VSET_NEVER) {
        if (o->flags & OBJ_VOLATILE)
            unfile(d, o);
        o->flags &= (uint8_t)~OBJ_VOLATILE;
        return;
    }
    o->flags |= OBJ_VOLATILE;
    if (parts->filed == VSET_NEVER) {
        file(d, o, due);
    } else if (due < parts->filed) {
        vsetUpdateEntry(&d->volatiles, filedAt, o, o, parts->filed, due);
        parts->filed = due;
    }
}

void volatilePartExpired(const object *o, long long when, bool active) {
    keyspace_stats.expired_fields++;
    if (!traceOn(CLASS_KEY))
        return;
    size_t len;
    const char *key = objectKey(o, &len);
    int64_t late = command_now - when;
    evKeyExpired(clockMonoNs(), active ? EVENT_EXPIRE_HOW_FIELD_ACTIVE : EVENT_EXPIRE_HOW_FIELD_LAZY,
                 (uint64_t)(late > 0 ? late : 0), key, len);
}

void volatilePartGoing(const char *part, size_t len) {
    if (volatile_listener)
        volatile_listener->part(part, len);
}

typedef struct turn {
    db *d;
    object *due[TURN_KEYS];
    unsigned n;
} turn;

/* Runs inside vsetRemoveExpired: o is out of the set, which must not be touched. */
static int collect(void *entry, void *ctx) {
    turn *t = ctx;
    object *o = entry;
    partsOf(o)->filed = VSET_NEVER;
    t->d->nvolatiles--;
    t->due[t->n++] = o;
    return 1;
}

static unsigned expireKey(db *d, object *o) {
    const objectOps *ops = objectOpsOf(o);
    size_t len;
    const char *key = objectKey(o, &len);
    if (volatile_listener)
        volatile_listener->going(d, key, len);
    size_t removed = ops->expireParts(o, command_now - 1, TURN_PARTS);
    if (volatile_listener)
        volatile_listener->gone(removed);
    if (removed)
        keyspaceTell(d, key, len, KEY_HASH, "hexpired");
    volatileChanged(d, o);
    if (removed && ops->length(o) == 0) {
        keyspaceTell(d, key, len, KEY_GENERIC, "del");
        dbDelete(d, key, len, sipHash(key, len));
    }
    return (unsigned)removed;
}

/* Keys that are due, a few parts of each, until none is or the time is over. */
static unsigned expireDb(db *d, uint64_t end_ns, unsigned *keys) {
    unsigned removed = 0;
    while (!vsetIsEmpty(&d->volatiles)) {
        turn t = {.d = d};
        vsetRemoveExpired(&d->volatiles, filedAt, collect, command_now - 1, TURN_KEYS, &t);
        for (unsigned i = 0; i < t.n; i++)
            removed += expireKey(d, t.due[i]);
        *keys += t.n;
        if (!t.n || clockMonoNs() > end_ns)
            break;
    }
    return removed;
}

unsigned volatileCycle(int64_t now, uint64_t end_ns, unsigned *keys) {
    static int next; /* database that has the first turn: the one behind where time ran out */
    unsigned removed = 0;
    int n = keyspaceDatabases();
    command_now = now;
    *keys = 0;
    for (int i = 0; i < n; i++) {
        db *d = dbCreated((next + i) % n);
        if (!d)
            continue;
        removed += expireDb(d, end_ns, keys);
        if (clockMonoNs() > end_ns) {
            next = (next + i + 1) % n;
            break;
        }
    }
    return removed;
}
