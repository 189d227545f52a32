/* cluster_reply.c: CLUSTER NODES, SLOTS, SHARDS and REPLICAS: replies that grow with nodes and ranges of slots.
 *
 * Cost   one walk over the slots an answer, however many nodes there are. */
#include "cluster/cluster.h"
#include "exec/exec.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef struct slotRange {
    int first, last, node;
} slotRange;

/* The next range of slots with one owner, from slot on; node NO_NODE: there is none. */
static slotRange nextRange(int slot) {
    slotRange r = {.node = NO_NODE};
    while (slot < CLUSTER_SLOTS && cluster->owner[slot] == NO_NODE)
        slot++;
    if (slot == CLUSTER_SLOTS)
        return r;
    r = (slotRange){slot, slot, cluster->owner[slot]};
    while (r.last + 1 < CLUSTER_SLOTS && cluster->owner[r.last + 1] == r.node)
        r.last++;
    return r;
}

/* Ranges of all nodes in the order of slots, found once: caller frees. */
static slotRange *allRanges(int *count) {
    int room = 64, n = 0;
    slotRange *ranges = zmalloc(sizeof(slotRange) * (size_t)room);
    for (slotRange r = nextRange(0); r.node != NO_NODE; r = nextRange(r.last + 1)) {
        if (n == room) {
            room *= 2;
            ranges = zrealloc(ranges, sizeof(slotRange) * (size_t)room);
        }
        ranges[n++] = r;
    }
    *count = n;
    return ranges;
}

/* --- NODES, REPLICAS: lines of text --- */

static void text(replySink *s, const char *words) {
    sinkAppend(s, words, strlen(words));
}

static void writeFlags(replySink *s, unsigned flags) {
    static const struct {
        unsigned flag;
        const char *name;
    } names[] = {{NODE_MYSELF, "myself"}, {NODE_PRIMARY, "master"},
                 {NODE_REPLICA, "slave"}, {NODE_PFAIL, "fail?"},
                 {NODE_FAIL, "fail"},     {NODE_HANDSHAKE, "handshake"},
                 {NODE_NOADDR, "noaddr"}, {NODE_NOFAILOVER, "nofailover"}};
    const char *comma = "";
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!(flags & names[i].flag))
            continue;
        text(s, comma);
        text(s, names[i].name);
        comma = ",";
    }
    if (!*comma)
        text(s, "noflags");
}

static void writeOpen(replySink *s) {
    char part[96];
    for (int i = 0; i < CLUSTER_SLOTS; i++) {
        int to = cluster->migrating[i], from = cluster->importing[i];
        if (to != NO_NODE) {
            snprintf(part, sizeof(part), " [%d->-%s]", i, cluster->nodes[to].id);
        } else if (from != NO_NODE) {
            snprintf(part, sizeof(part), " [%d-<-%s]", i, cluster->nodes[from].id);
        } else {
            continue;
        }
        text(s, part);
    }
}

static uint64_t epochOf(const clusterNode *n) { /* a replica's is its primary's */
    return n->primary >= 0 ? cluster->nodes[n->primary].epoch : n->epoch;
}

static void writeNode(const execContext *x, replySink *s, int node, const slotRange *ranges, int count) {
    const clusterNode *n = &cluster->nodes[node];
    char part[512];
    snprintf(part, sizeof(part), "%s %s:%d@%d", n->id, clusterIpFor(n, x), clusterPortFor(n, x), n->bus_port);
    text(s, part);
    if (n->hostname[0]) {
        text(s, ",");
        text(s, n->hostname);
    }
    text(s, " ");
    writeFlags(s, n->flags);
    snprintf(part, sizeof(part), " %s %lld %lld %llu %s", n->primary >= 0 ? cluster->nodes[n->primary].id : "-",
             (long long)n->ping_sent, (long long)n->pong_received, (unsigned long long)epochOf(n),
             n->linked || n->flags & NODE_MYSELF ? "connected" : "disconnected");
    text(s, part);
    for (int i = 0; i < count; i++) {
        if (ranges[i].node != node)
            continue;
        snprintf(part, sizeof(part), ranges[i].first == ranges[i].last ? " %d" : " %d-%d", ranges[i].first,
                 ranges[i].last);
        text(s, part);
    }
    if (n->flags & NODE_MYSELF)
        writeOpen(s);
}

void clusterReplyNodes(execContext *x) {
    replySink lines = {0};
    int count;
    slotRange *ranges = allRanges(&count);
    for (int i = 0; i < cluster->nnodes; i++) {
        writeNode(x, &lines, i, ranges, count);
        text(&lines, "\n");
    }
    replyVerbatim(x, lines.buf, lines.len, "txt");
    sinkRelease(&lines);
    zfree(ranges);
}

void clusterReplyReplicas(execContext *x) {
    const execArg *id = &x->argv[2];
    int node = 0, count, n = 0;
    while (node < cluster->nnodes &&
           !(id->len == CLUSTER_ID && memcmp(cluster->nodes[node].id, id->ptr, CLUSTER_ID) == 0))
        node++;
    if (node == cluster->nnodes) {
        replyErrorFmt(x, "ERR Unknown node %.*s", (int)(id->len < 128 ? id->len : 128), id->ptr);
        return;
    }
    if (cluster->nodes[node].flags & NODE_REPLICA) {
        replyErrorC(x, "ERR The specified node is not a master");
        return;
    }
    slotRange *ranges = allRanges(&count);
    size_t handle = replyDeferredLen(x);
    for (int i = 0; i < cluster->nnodes; i++) {
        replySink line = {0};
        if (cluster->nodes[i].primary != node)
            continue;
        writeNode(x, &line, i, ranges, count);
        replyBulk(x, line.buf, line.len);
        sinkRelease(&line);
        n++;
    }
    replySetDeferredArray(x, handle, n);
    zfree(ranges);
}

/* --- SLOTS --- */

static void writeEndpoint(execContext *x, const clusterNode *n) {
    bool by_ip = cluster_config.endpoint == ENDPOINT_IP, by_name = cluster_config.endpoint == ENDPOINT_HOSTNAME;
    bool more_name = !by_name && n->hostname[0];
    replyArray(x, 4);
    if (cluster_config.endpoint == ENDPOINT_UNKNOWN) {
        replyNull(x);
    } else {
        replyBulkC(x, clusterEndpointFor(n, x));
    }
    replyLong(x, clusterPortFor(n, x));
    replyBulk(x, n->id, CLUSTER_ID);
    replyMap(x, !by_ip + more_name);
    if (!by_ip) {
        replyBulkC(x, "ip");
        replyBulkC(x, clusterIpFor(n, x));
    }
    if (more_name) {
        replyBulkC(x, "hostname");
        replyBulkC(x, n->hostname);
    }
}

static bool isAvailable(const clusterNode *n) {
    return !(n->flags & NODE_FAIL) && n->offset != 0;
}

void clusterReplySlots(execContext *x) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (slotRange r = nextRange(0); r.node != NO_NODE; r = nextRange(r.last + 1), n++) {
        size_t row = replyDeferredLen(x);
        long elements = 3;
        replyLong(x, r.first);
        replyLong(x, r.last);
        writeEndpoint(x, &cluster->nodes[r.node]);
        for (int i = 0; i < cluster->nnodes; i++) {
            if (cluster->nodes[i].primary != r.node || !isAvailable(&cluster->nodes[i]))
                continue;
            writeEndpoint(x, &cluster->nodes[i]);
            elements++;
        }
        replySetDeferredArray(x, row, elements);
    }
    replySetDeferredArray(x, handle, n);
}

/* --- SHARDS --- */

static const char *healthOf(const clusterNode *n) {
    if (n->flags & NODE_FAIL)
        return "fail";
    return n->flags & NODE_REPLICA && !n->offset ? "loading" : "online";
}

static void pair(execContext *x, const char *name, const char *value) {
    replyBulkC(x, name);
    replyBulkC(x, value);
}

static void pairLong(execContext *x, const char *name, long long value) {
    replyBulkC(x, name);
    replyLong(x, value);
}

static void writeDetails(execContext *x, const clusterNode *n) {
    replyMap(x, 6 + (n->port != 0) + (n->tls_port != 0) + (n->hostname[0] != 0));
    pair(x, "id", n->id);
    if (n->port)
        pairLong(x, "port", n->port);
    if (n->tls_port)
        pairLong(x, "tls-port", n->tls_port);
    pair(x, "ip", clusterIpFor(n, x));
    pair(x, "endpoint", clusterEndpointFor(n, x));
    if (n->hostname[0])
        pair(x, "hostname", n->hostname);
    pair(x, "role", n->flags & NODE_REPLICA ? "replica" : "master");
    pairLong(x, "replication-offset", n->offset);
    pair(x, "health", healthOf(n));
}

/* The first node of a shard stands for it. */
static bool isFirstOfShard(int node) {
    for (int i = 0; i < node; i++)
        if (memcmp(cluster->nodes[i].shard, cluster->nodes[node].shard, CLUSTER_ID) == 0)
            return false;
    return true;
}

static void writeShard(execContext *x, const char *shard, const slotRange *ranges, int count) {
    long slots = 0, nodes = 0;
    replyMap(x, 2);
    replyBulkC(x, "slots");
    size_t handle = replyDeferredLen(x);
    for (int i = 0; i < count; i++) {
        if (memcmp(cluster->nodes[ranges[i].node].shard, shard, CLUSTER_ID) != 0)
            continue;
        replyLong(x, ranges[i].first);
        replyLong(x, ranges[i].last);
        slots += 2;
    }
    replySetDeferredArray(x, handle, slots);
    replyBulkC(x, "nodes");
    handle = replyDeferredLen(x);
    for (int i = 0; i < cluster->nnodes; i++) {
        if (memcmp(cluster->nodes[i].shard, shard, CLUSTER_ID) != 0)
            continue;
        writeDetails(x, &cluster->nodes[i]);
        nodes++;
    }
    replySetDeferredArray(x, handle, nodes);
}

void clusterReplyShards(execContext *x) {
    int count;
    long shards = 0;
    slotRange *ranges = allRanges(&count);
    size_t handle = replyDeferredLen(x);
    for (int i = 0; i < cluster->nnodes; i++) {
        if (!isFirstOfShard(i))
            continue;
        writeShard(x, cluster->nodes[i].shard, ranges, count);
        shards++;
    }
    replySetDeferredArray(x, handle, shards);
    zfree(ranges);
}
