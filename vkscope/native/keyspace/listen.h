/* listen.h: who hears of what happens to keys: WATCH, client-side caching, notifications.
 *
 * Words  class: what a change is about, as notify-keyspace-events groups them; each listener says which it wants.
 * Rules  a listener copies what it keeps: key and event are valid only during the call. It writes to no database.
 * Cost   one test of a mask where nobody listens. */
#ifndef VK_LISTEN_H
#define VK_LISTEN_H
#include "base/base.h"
#include <stdbool.h>
#include <stddef.h>

struct db;

enum keyClass {
    KEY_STRING,
    KEY_LIST,
    KEY_SET,
    KEY_ZSET,
    KEY_HASH,
    KEY_STREAM,
    KEY_GENERIC,
    KEY_EXPIRED,
    KEY_EVICTED,
    KEY_MODULE,
    KEY_NEW,    /* it was added; the command's own event follows */
    KEY_MISS,   /* a read found nothing: no change */
    KEY_BESIDE, /* a stream's groups, consumers or last ID: who copied its entries need not hear of it */
    KEY_FLUSH,  /* a database, or with d NULL all of them, is about to be emptied; no key, no notification */
    KEY_CLASSES
};
/* All after which a copy of the key's value is out of date. */
#define KEY_CHANGES (((1u << KEY_MODULE << 1) - 1) | 1u << KEY_FLUSH)

/* In the order in which they are told. */
enum keyListener { LISTEN_WATCH, LISTEN_TRACKING, LISTEN_PROPAGATE, LISTEN_NOTIFY, LISTENERS };
typedef void (*keyHeard)(struct db *d, const char *key, size_t len, enum keyClass cls, const char *event);

extern unsigned keyspace_heard; /* classes that somebody wants */

void keyspaceListen(enum keyListener who, unsigned classes, keyHeard heard); /* 1u << class, or'ed; 0 ends it */
void keyspaceTellNow(struct db *d, const char *key, size_t len, enum keyClass cls, const char *event);

static inline void keyspaceTell(struct db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    if (unlikely(keyspace_heard >> cls & 1))
        keyspaceTellNow(d, key, len, cls, event);
}
#endif
