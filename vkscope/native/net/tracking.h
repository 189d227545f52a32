/* tracking.h: client-side caching: who may have a copy of which key, and who is told that it is out of date.
 *
 * Words  to track: to want invalidations.  remembered: a key that a tracking client has read since it last changed.
 *        broadcast: told of every change of keys with given prefixes, read or not. */
#ifndef VK_TRACKING_H
#define VK_TRACKING_H
#include "net/client.h"

typedef struct trackingStats {
    uint64_t clients;              /* that track */
    uint64_t keys, items;          /* remembered; their clients, summed up */
    uint64_t invalidated, evicted; /* messages sent; keys forgotten for tracking-table-max-keys */
} trackingStats;
extern trackingStats tracking_stats;
extern size_t tracking_max_keys; /* 0: any number */

size_t trackingPrefixes(void); /* that are broadcast */
/* How a client tracks, as its flags in CLIENT LIST and redir= say it. */
bool trackingIsOn(const client *c);
size_t trackingMemory(const client *c); /* bytes that its tracking takes; 0 while it does not track */
bool trackingIsBroken(const client *c);
bool trackingIsBroadcast(const client *c);
long long trackingRedirect(const client *c); /* id, 0: to itself, -1: it does not track */
void trackingForget(client *c);              /* it tracks no more */

void trackingRan(const execContext *x); /* a command of a client that tracks has ended */
void trackingLimit(void);               /* brings the table down to its limit, a part each time */
bool trackingHasNews(void);             /* changes that are to be broadcast */
void trackingBroadcast(void);           /* end of a turn */

/* Subcommands of CLIENT. */
void trackingSet(execContext *x);
void trackingTell(execContext *x);
void trackingCaching(execContext *x);
#endif
