/* cluster_command.c: the subcommands of CLUSTER that are answered here, and ASKING, READONLY, READWRITE.
 *
 * Rules  those that decide something (ADDSLOTS, SETSLOT, RESET ...) are the control plane's:
 * server/cluster/commands.py. */
#include "cluster/cluster.h"
#include "exec/exec.h"
#include "gen/commands.h"
#include <string.h>

static bool isOn(execContext *x) {
    if (cluster)
        return true;
    replyErrorC(x, "ERR This instance has cluster support disabled");
    return false;
}

/* In a cluster of several databases COUNTKEYSINSLOT and GETKEYSINSLOT are about the one that is selected. */
static void countKeys(execContext *x) {
    long long slot;
    if (argLong(x, 2, &slot) && slot >= 0 && slot < CLUSTER_SLOTS) {
        replyLong(x, (long long)kvstoreHashtableSize(x->db->keys, (int)slot));
    } else if (string2ll(x->argv[2].ptr, x->argv[2].len, &slot)) {
        replyErrorC(x, "ERR Invalid slot");
    }
}

static void getKeys(execContext *x) {
    long long slot, most;
    if (!argLong(x, 2, &slot) || !argLong(x, 3, &most))
        return;
    if (slot < 0 || slot >= CLUSTER_SLOTS || most < 0) {
        replyErrorC(x, "ERR Invalid slot or number of keys");
        return;
    }
    uint64_t there = kvstoreHashtableSize(x->db->keys, (int)slot);
    uint64_t n = (uint64_t)most < there ? (uint64_t)most : there;
    hashtableIterator it;
    void *entry;
    replyArray(x, (long)n);
    if (!n || !kvstoreHashtableInitIterator(x->db->keys, (int)slot, &it, 0))
        return;
    for (; n && hashtableNext(&it, &entry); n--) {
        size_t len;
        const char *key = objectKey(entry, &len);
        replyBulk(x, key, len);
    }
    hashtableCleanupIterator(&it);
}

/* The first key of a slot's table; NULL: the slot is empty. */
static object *firstKey(const db *d, int slot) {
    hashtableIterator it;
    void *entry = NULL;
    if (!kvstoreHashtableInitIterator(d->keys, slot, &it, 0))
        return NULL;
    if (!hashtableNext(&it, &entry))
        entry = NULL;
    hashtableCleanupIterator(&it);
    return entry;
}

/* One by one: each deletion is a change of its own, for replicas, files, WATCH and whoever listens. */
static void emptySlot(execContext *x, db *d, int slot, bool lazy) {
    for (object *o = firstKey(d, slot); o; o = firstKey(d, slot)) {
        size_t len;
        const char *key = objectKey(o, &len);
        execArg copy = {memcpy(zmalloc(len + 1), key, len), len};
        uint64_t hash = sipHash(copy.ptr, len);
        dbRemove(d, copy.ptr, len, hash, lazy);
        keyChanged(d, copy.ptr, len, KEY_GENERIC, "del");
        propagateAs(x, lazy ? "UNLINK" : "DEL", 1, &copy);
        zfree((char *)(uintptr_t)copy.ptr);
    }
}

static void flushSlot(execContext *x) {
    long long slot;
    bool lazy = lazyfree_config.user_flush;
    if (x->argc > 4 || (x->argc == 4 && !argIs(x, 3, "async") && !argIs(x, 3, "sync"))) {
        replyErrorSyntax(x);
        return;
    }
    if (x->argc == 4)
        lazy = argIs(x, 3, "async");
    if (!string2ll(x->argv[2].ptr, x->argv[2].len, &slot) || slot < 0 || slot >= CLUSTER_SLOTS) {
        replyErrorC(x, "ERR Invalid or out of range slot");
        return;
    }
    for (int i = 0; i < keyspaceDatabases(); i++) {
        db *d = dbCreated(i);
        if (d)
            emptySlot(x, d, (int)slot, lazy);
    }
    replyOk(x);
}

static const char *const cluster_help[] = {
    "ADDSLOTS <slot> [<slot> ...]",
    "    Let this node serve these slots, which nobody serves.",
    "ADDSLOTSRANGE <first slot> <last slot> [<first slot> <last slot> ...]",
    "    The same for ranges of slots.",
    "BUMPEPOCH",
    "    Give this node a new configuration epoch, the highest known.",
    "CANCELSLOTMIGRATIONS",
    "    Give up all slot migrations that this node has begun.",
    "COUNT-FAILURE-REPORTS <node-id>",
    "    How many nodes say that a node has failed.",
    "COUNTKEYSINSLOT <slot>",
    "    How many keys a slot has in the selected database.",
    "DELSLOTS <slot> [<slot> ...]",
    "    Forget who serves these slots.",
    "DELSLOTSRANGE <first slot> <last slot> [<first slot> <last slot> ...]",
    "    The same for ranges of slots.",
    "FAILOVER [FORCE|TAKEOVER]",
    "    Let this replica take its primary's place.",
    "FLUSHSLOT <slot> [ASYNC|SYNC]",
    "    Delete all keys of a slot.",
    "FLUSHSLOTS",
    "    Serve no slot any more.",
    "FORGET <node-id>",
    "    Remove a node from the table of nodes.",
    "GETKEYSINSLOT <slot> <count>",
    "    Names of keys of a slot in the selected database.",
    "GETSLOTMIGRATIONS",
    "    Slot migrations that are under way, and the last ones that ended.",
    "INFO",
    "    State, slots, nodes and epochs in numbers.",
    "KEYSLOT <key>",
    "    The slot of a key.",
    "LINKS",
    "    The connections between this node and the others.",
    "MEET <ip> <port> [<bus-port>]",
    "    Make another node known.",
    "MIGRATESLOTS SLOTSRANGE <first slot> <last slot> [...] NODE <node-id> [...]",
    "    Hand slots and their keys over to another node.",
    "MYID",
    "    The id of this node.",
    "MYSHARDID",
    "    The id of its shard.",
    "NODES",
    "    A line for each node: <id> <ip:port@bus-port[,hostname]> <flags> <primary> <ping-sent> <pong-received>",
    "    <epoch> <link> <slot> ...",
    "REPLICAS <node-id>",
    "    The lines of a node's replicas.",
    "REPLICATE <node-id>",
    "    Become a replica of another node.",
    "RESET [HARD|SOFT]",
    "    Forget slots and other nodes; hard: take a new id, too.",
    "SAVECONFIG",
    "    Write the nodes' file.",
    "SET-CONFIG-EPOCH <epoch>",
    "    Set the configuration epoch of a node that is alone.",
    "SETSLOT <slot> (IMPORTING <node-id>|MIGRATING <node-id>|NODE <node-id>|STABLE) [TIMEOUT <milliseconds>]",
    "    Set what is to become of a slot, or who serves it.",
    "SHARDS",
    "    Shards with their slots and nodes.",
    "SLOT-STATS (SLOTSRANGE <first slot> <last slot> | ORDERBY <metric> [LIMIT <limit>] [ASC|DESC])",
    "    How much the slots of this node are used.",
    "SLOTS",
    "    Ranges of slots with the nodes that serve them.",
    NULL,
};

void clusterCommand(execContext *x) {
    static const struct {
        const char *name;
        int argc; /* 0: it looks itself */
        void (*reply)(execContext *x);
    } subcommands[] = {{"nodes", 2, clusterReplyNodes},         {"slots", 2, clusterReplySlots},
                       {"shards", 2, clusterReplyShards},       {"replicas", 3, clusterReplyReplicas},
                       {"slaves", 3, clusterReplyReplicas},     {"countkeysinslot", 3, countKeys},
                       {"getkeysinslot", 4, getKeys},           {"flushslot", 0, flushSlot},
                       {"slot-stats", 0, clusterReplySlotStats}};
    if (!isOn(x))
        return;
    if (argIs(x, 1, "help") && x->argc == 2) {
        replyHelp(x, cluster_help);
    } else if (argIs(x, 1, "keyslot") && x->argc == 3) {
        replyLong(x, (long long)keyHashSlot(x->argv[2].ptr, x->argv[2].len));
    } else if (argIs(x, 1, "myid") && x->argc == 2) {
        replyBulkC(x, clusterMe()->id);
    } else if (argIs(x, 1, "myshardid") && x->argc == 2) {
        replyBulkC(x, clusterMe()->shard);
    } else {
        for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++) {
            if (!argIs(x, 1, subcommands[i].name) || (subcommands[i].argc && subcommands[i].argc != x->argc))
                continue;
            subcommands[i].reply(x);
            return;
        }
        replyErrorSubcommand(x);
    }
}

void askingCommand(execContext *x) {
    if (!isOn(x))
        return;
    x->session->asking = 2;
    replyOk(x);
}

void readonlyCommand(execContext *x) {
    x->session->readonly = true;
    replyOk(x);
}

void readwriteCommand(execContext *x) {
    x->session->readonly = false;
    replyOk(x);
}
