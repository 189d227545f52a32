/* tracking_client.h: private to tracking: how one client tracks. */
#ifndef VK_TRACKING_CLIENT_H
#define VK_TRACKING_CLIENT_H
#include "net/client.h"

typedef struct trackingPrefix trackingPrefix;

/* client.tracking; NULL while it does not track. */
typedef struct clientTracking {
    bool bcast, optin, optout, noloop;
    bool caching;              /* CLIENT CACHING was said for the next command: yes with optin, no with optout */
    bool broken;               /* an invalidation could not be redirected */
    uint64_t redirect;         /* id of the client that is told instead, 0: itself */
    uint64_t redirect_tag;     /* and its slot and generation */
    trackingPrefix **prefixes; /* by name */
    uint32_t nprefixes;
    size_t prefix_bytes; /* of them, each counted whole for every client that it tells */
} clientTracking;

void trackingStart(client *c);                              /* it tracks from now on, without any option yet */
void trackingJoin(client *c, const char *name, size_t len); /* it is told of this prefix too */
const char *trackingPrefixName(const trackingPrefix *p, size_t *len);
#endif
