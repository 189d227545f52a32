/* vk_cluster.c: the door's functions for a node of a cluster. */
#include "door/vk.h"
#include "door/enter.h"
#include "cluster/cluster.h"
#include "exec/exec.h"
#include <string.h>

static void copyNode(clusterNode *to, const vkClusterNode *from) {
    *to = (clusterNode){.port = from->port,
                        .tls_port = from->tls_port,
                        .bus_port = from->bus_port,
                        .primary = from->primary,
                        .flags = from->flags,
                        .linked = from->linked,
                        .epoch = from->epoch,
                        .ping_sent = from->ping_sent,
                        .pong_received = from->pong_received,
                        .offset = from->offset};
    static_assert(sizeof(to->id) == sizeof(from->id) && sizeof(to->hostname) == sizeof(from->hostname), "same texts");
    memcpy(to->id, from->id, sizeof(to->id));
    memcpy(to->shard, from->shard, sizeof(to->shard));
    memcpy(to->ip, from->ip, sizeof(to->ip));
    memcpy(to->client_ipv4, from->client_ipv4, sizeof(to->client_ipv4));
    memcpy(to->client_ipv6, from->client_ipv6, sizeof(to->client_ipv6));
    memcpy(to->hostname, from->hostname, sizeof(to->hostname));
}

void vkClusterDraw(const vkClusterNode *nodes, int n, int me, bool ok, const uint16_t *owner, const uint16_t *migrating,
                   const uint16_t *importing) {
    clusterNode *copies = zmalloc(sizeof(clusterNode) * (size_t)n);
    for (int i = 0; i < n; i++)
        copyNode(&copies[i], &nodes[i]);
    clusterDraw(copies, n, me, ok, owner, migrating, importing);
    zfree(copies);
}

void vkClusterApply(bool reads_when_down, bool pubsub_when_down, bool slot_stats, int endpoint) {
    VK_ENTER;
    cluster_config = (clusterConfig){reads_when_down, pubsub_when_down, slot_stats, (enum clusterEndpoint)endpoint};
}

uint64_t vkSlotKeys(int slot) {
    VK_ENTER;
    return dbSlotKeys(slot);
}

unsigned vkSlotsWithKeys(int *out) {
    VK_ENTER;
    unsigned n = 0;
    for (int slot = 0; slot < CLUSTER_SLOTS; slot++)
        if (dbSlotKeys(slot))
            out[n++] = slot;
    return n;
}

uint64_t vkSlotEmpty(int slot) {
    VK_ENTER;
    uint64_t keys = 0;
    for (int i = 0; i < keyspaceDatabases(); i++)
        if (dbCreated(i))
            keys += dbEmptySlot(dbCreated(i), slot);
    return keys;
}
