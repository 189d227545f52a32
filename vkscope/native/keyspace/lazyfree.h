/* lazyfree.h: big values and flushed databases are freed by a background thread.
 *
 * Words  pending: objects that are out of the keyspace but not freed: their memory still counts as used.  job: a value,
 *        or a store with its keys.
 * Rules  A job is handed over whole: nothing else may refer to it, or to anything in it, when the turn ends. What its
 *        keys were to the rest (blocked clients, the sets of volatile values, the table of expires, the listener of
 *        a store) is settled before, by the main thread. What frees a value (objectOps.free, destructors of tables)
 *        only reads and frees: it takes no memory and writes nothing that is not in the value. hashtable_counters
 *        are atomic for that.
 * Design Jobs wait in a list until the turn ends; then the whole list goes to the thread, unless it still has one. So
 *        a thousand UNLINKs of a turn are one hand-over. What the thread frees goes back to the allocator as
 *        base/zmalloc.h says. Without a thread (none could be started, or the process is a child) jobs are freed in
 *        steps at the ends of turns.
 * Threads One writer a number: `pending` is what the main thread counts up, less what the thread has counted.
 * Cost   a value of at most LAZYFREE_THRESHOLD allocations is freed at once: handing it over would cost as much. */
#ifndef VK_LAZYFREE_H
#define VK_LAZYFREE_H
#include "base/assert.h"
#include "keyspace/kvstore.h"
#include "keyspace/object.h"

#define LAZYFREE_THRESHOLD 64

/* The lazyfree-lazy-* parameters. */
typedef struct lazyfreeConfig {
    bool eviction, expire, server_del, user_del, user_flush;
} lazyfreeConfig;
extern lazyfreeConfig lazyfree_config;

/* Has run(arg) called once by a thread that is foreign to the allocator, or, where none starts, by the caller. Set by
 * the room of background threads, which stands above. NULL: there are none. */
extern void (*lazyfree_thread)(void (*run)(void *arg), void *arg);

void lazyfreeValue(object *o); /* for lazyfreeObject: a value of a type that may be big */
/* Takes o. Not lazy: frees it now. */
static inline void lazyfreeObject(object *o, bool lazy) {
    if (likely(o->type == OBJ_STRING || !lazy)) {
        objectFree(o);
    } else {
        lazyfreeValue(o);
    }
}
/* Takes it, and the entries in it, which are `objects` of those that are told. */
void lazyfreeStore(kvstore *kvs, uint64_t objects);
bool lazyfreeWaits(void); /* lazyfreeStep has something to do */
/* Hands over what waits; takes memory back, or frees without a thread, for about that long; true: there is more. */
bool lazyfreeStep(int64_t budget_us);
void lazyfreeAwait(int64_t us); /* so that some of what is pending is freed: hands over and waits, or lazyfreeStep */
uint64_t lazyfreePending(void);
uint64_t lazyfreeFreed(void); /* since the last reset */
void lazyfreeResetStats(void);
void lazyfreeRelease(void); /* all of it, at the end */
#endif
