/* cluster.h: who serves which slot, as the gate and the replies need it.
 *
 * Rules  Decisions are the control plane's (server/cluster): this room holds a copy of its picture, which is drawn
 * anew, whole, whenever something changes. What it counts by slot is its own. Words  slot       0..16383: the CRC16 of
 * a key, or of its {tag}. owner      the node that serves a slot; a replica answers for its primary. migrating  our
 * slot, whose keys are on their way to another node: keys that are gone are asked for there (ASK). importing  another's
 * slot, whose keys come to us: who says ASKING may use it already. open       ours, neither of the two, and the cluster
 * is well: the gate needs to look at nothing else. Design nodes stand in an array; slots name them by their places.
 *
 *          owner[slot], migrating[slot], importing[slot]  -> nodes[0..n) or NO_NODE;  open[slot] one byte
 *
 *          assigned = slots with an owner;  mine = slots whose owner is `me`
 * Cost   a command with one key: a CRC16, which is computed when it is parsed, and a look at open[]. Without a cluster:
 *        one test of a pointer. 128 KB for the picture, 768 KB for what is counted. */
#ifndef VK_CLUSTER_H
#define VK_CLUSTER_H
#include "exec/context.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { CLUSTER_SLOTS = 16384, NO_NODE = 0xffff, CLUSTER_ID = 40 };

/* As in nodes.conf and on the bus. */
enum {
    NODE_PRIMARY = 1,
    NODE_REPLICA = 2,
    NODE_PFAIL = 4,
    NODE_FAIL = 8,
    NODE_MYSELF = 16,
    NODE_HANDSHAKE = 32,
    NODE_NOADDR = 64,
    NODE_NOFAILOVER = 512
};

typedef struct clusterNode {
    char id[CLUSTER_ID + 1], shard[CLUSTER_ID + 1];
    char ip[46], client_ipv4[46], client_ipv6[46], hostname[256];
    int port, tls_port, bus_port;
    unsigned flags;
    int primary; /* place of a replica's primary; -1: it is none, or none is known */
    bool linked;
    uint64_t epoch;
    int64_t ping_sent, pong_received, offset;
} clusterNode;

enum clusterEndpoint { ENDPOINT_IP, ENDPOINT_HOSTNAME, ENDPOINT_UNKNOWN };

/* Parameters that the gate and the replies read. */
typedef struct clusterConfig {
    bool reads_when_down, pubsub_when_down, slot_stats;
    enum clusterEndpoint endpoint;
} clusterConfig;
extern clusterConfig cluster_config;

typedef struct clusterPicture {
    bool ok;
    int nnodes, me;
    clusterNode *nodes;
    uint16_t owner[CLUSTER_SLOTS], migrating[CLUSTER_SLOTS], importing[CLUSTER_SLOTS];
    uint8_t open[CLUSTER_SLOTS];
    int assigned, mine;
} clusterPicture;
extern clusterPicture *cluster; /* NULL: cluster-enabled is no */

/* What was done with a slot since it is ours, or the counters were set back. */
typedef struct slotUse {
    uint64_t ops, bytes;           /* commands; bytes of them and of their answers */
    uint64_t us, rest_ns, in, out; /* counted while cluster-slot-stats-enabled */
} slotUse;
extern slotUse *cluster_use; /* by slot */

typedef struct clusterStats {
    uint64_t moved, ask, crossslot, tryagain, down;
} clusterStats;
extern clusterStats cluster_stats;

void clusterInit(void); /* this process is a node; before the first command */
void clusterRelease(void);
/* A new picture: nodes are copied; owner, migrating and importing have CLUSTER_SLOTS places each. Slots that leave lose
 * their counters, their shard channels and those who wait for their keys. */
void clusterDraw(const clusterNode *nodes, int nnodes, int me, bool ok, const uint16_t *owner,
                 const uint16_t *migrating, const uint16_t *importing);
void clusterForgetCounters(void);

bool clusterRoute(execContext *x); /* exec_route */
/* Whose command waits for a key of a slot that is not served here any more, is told so: true. */
bool clusterSendAway(execContext *x);
/* Bytes that subscribers of a shard channel were sent. */
void clusterChannelSent(const char *channel, size_t len, uint64_t bytes);
const char *clusterIpFor(const clusterNode *n, const execContext *x);       /* as this client should see it */
int clusterPortFor(const clusterNode *n, const execContext *x);             /* that for TLS, if it speaks TLS */
const char *clusterEndpointFor(const clusterNode *n, const execContext *x); /* where it should go */

static inline const clusterNode *clusterMe(void) {
    return &cluster->nodes[cluster->me];
}
static inline int clusterPrimaryOf(int node) { /* itself, if it is one */
    return cluster->nodes[node].primary >= 0 ? cluster->nodes[node].primary : node;
}
static inline bool clusterOursIs(int slot) { /* our shard serves it */
    return cluster->owner[slot] != NO_NODE && cluster->owner[slot] == clusterPrimaryOf(cluster->me);
}

/* --- subcommands of CLUSTER that cluster_command.c hands over --- */
void clusterReplyNodes(execContext *x);
void clusterReplySlots(execContext *x);
void clusterReplyShards(execContext *x);
void clusterReplyReplicas(execContext *x);
void clusterReplySlotStats(execContext *x);
void clusterScopeInit(void);

#ifdef __cplusplus
}
#endif
#endif
