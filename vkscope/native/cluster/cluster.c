/* cluster.c: the picture, and what is counted by slot. See cluster.h. */
#include "cluster/cluster.h"
#include "exec/exec.h"
#include "gen/commands.h"
#include "net/blocked.h"
#include "net/pubsub.h"
#include <string.h>

clusterConfig cluster_config = {.pubsub_when_down = true};
clusterPicture *cluster;
slotUse *cluster_use;
clusterStats cluster_stats;

/* MULTI came before EXEC, and has no slot of its own. */
static uint64_t requestBytes(const execContext *x) {
    enum { MULTI_BYTES = 15 };
    return x->request_bytes + (x->cmd->spec->proc == execCommand ? MULTI_BYTES : 0);
}

/* What is inside EXEC or a script is part of that. Its requests are not: they are counted where they came. */
static void used(const execContext *x, uint64_t ns, size_t reply_bytes) {
    slotUse *u = &cluster_use[x->key_slot];
    bool inside = propagate_depth > 0;
    u->ops += x->cmd->spec->proc != execCommand;
    u->bytes += (x->script ? 0 : requestBytes(x)) + (inside ? 0 : reply_bytes);
    if (likely(!cluster_config.slot_stats))
        return;
    u->in += x->script ? 0 : requestBytes(x);
    if (inside)
        return;
    u->us += ns / 1000;
    u->rest_ns += ns < 1000 ? ns : 0;
    u->out += reply_bytes;
}

void clusterChannelSent(const char *channel, size_t len, uint64_t bytes) {
    slotUse *u = &cluster_use[keyHashSlot(channel, len)];
    u->bytes += bytes;
    if (cluster_config.slot_stats)
        u->out += bytes;
}

void clusterForgetCounters(void) {
    if (cluster)
        memset(cluster_use, 0, CLUSTER_SLOTS * sizeof(slotUse));
    memset(&cluster_stats, 0, sizeof(cluster_stats));
}

void clusterInit(void) {
    cluster = zcalloc(1, sizeof(*cluster));
    cluster_use = zcalloc(CLUSTER_SLOTS, sizeof(slotUse));
    for (int i = 0; i < CLUSTER_SLOTS; i++)
        cluster->owner[i] = cluster->migrating[i] = cluster->importing[i] = NO_NODE;
    cluster->me = -1;
    exec_route = clusterRoute;
    exec_slot_used = used;
}

void clusterRelease(void) {
    if (!cluster)
        return;
    exec_route = NULL;
    exec_slot_used = NULL;
    zfree(cluster->nodes);
    zfree(cluster);
    zfree(cluster_use);
    cluster = NULL;
    cluster_use = NULL;
}

static bool isOpen(int slot) {
    return cluster->ok && cluster->owner[slot] == cluster->me && cluster->migrating[slot] == NO_NODE &&
           cluster->importing[slot] == NO_NODE;
}

static bool isElsewhere(unsigned slot) {
    return !clusterOursIs((int)slot);
}

void clusterDraw(const clusterNode *nodes, int nnodes, int me, bool ok, const uint16_t *owner,
                 const uint16_t *migrating, const uint16_t *importing) {
    clusterPicture *p = cluster;
    uint8_t ours[CLUSTER_SLOTS];
    bool left = false;
    for (int i = 0; i < CLUSTER_SLOTS; i++)
        ours[i] = p->nnodes && clusterOursIs(i);
    zfree(p->nodes);
    p->nodes = zmalloc(sizeof(clusterNode) * (size_t)(nnodes ? nnodes : 1));
    memcpy(p->nodes, nodes, sizeof(clusterNode) * (size_t)nnodes);
    p->nnodes = nnodes;
    p->me = me;
    p->ok = ok;
    memcpy(p->owner, owner, sizeof(p->owner));
    memcpy(p->migrating, migrating, sizeof(p->migrating));
    memcpy(p->importing, importing, sizeof(p->importing));
    p->assigned = p->mine = 0;
    for (int i = 0; i < CLUSTER_SLOTS; i++) {
        p->open[i] = isOpen(i);
        p->assigned += owner[i] != NO_NODE;
        p->mine += owner[i] == me;
        if (ours[i] == clusterOursIs(i))
            continue;
        left |= ours[i];
        cluster_use[i] = (slotUse){0};
    }
    if (left)
        pubsubLeaveSlots(isElsewhere);
    if (left || !ok)
        blockedSendAway(clusterSendAway);
}

const char *clusterIpFor(const clusterNode *n, const execContext *x) {
    bool ipv6 = execClientFace(x->client).peer[0] == '[';
    const char *announced = ipv6 ? n->client_ipv6 : n->client_ipv4;
    return announced[0] ? announced : n->ip;
}

int clusterPortFor(const clusterNode *n, const execContext *x) {
    return execClientFace(x->client).tls ? n->tls_port : n->port;
}

const char *clusterEndpointFor(const clusterNode *n, const execContext *x) {
    switch (cluster_config.endpoint) {
    case ENDPOINT_HOSTNAME:
        return n->hostname[0] ? n->hostname : "?";
    case ENDPOINT_UNKNOWN:
        return "";
    default:
        return clusterIpFor(n, x);
    }
}
