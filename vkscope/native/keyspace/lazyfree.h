/* lazyfree.h: big values and flushed databases are freed in steps, a part at the end of each tick.
 *
 * Words  pending: objects that are out of the keyspace but not freed: their memory still counts as used.
 * Cost   a value of at most LAZYFREE_THRESHOLD allocations is freed at once: queueing would cost as much. */
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

void lazyfreeValue(object *o); /* for lazyfreeObject: a value of a type that may be big */
/* Takes o. Not lazy: frees it now. */
static inline void lazyfreeObject(object *o, bool lazy) {
    if (likely(o->type == OBJ_STRING || !lazy)) {
        objectFree(o);
    } else {
        lazyfreeValue(o);
    }
}
void lazyfreeStore(kvstore *kvs);     /* takes it, and the keys in it */
bool lazyfreeStep(int64_t budget_us); /* frees for about that long; true: there is more */
uint64_t lazyfreePending(void);
void lazyfreeRelease(void); /* all of it, at the end */
#endif
