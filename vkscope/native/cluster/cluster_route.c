/* cluster_route.c: the gate's question: may a command run here, as to where its keys live? See cluster.h.
 *
 * Design  The keys of a command, or of all that EXEC would run, must have one slot. Most often that slot is open, and
 *         nothing else is asked. Else, in Valkey's order: nobody's slot; keys apart; the cluster is down; keys that
 * have left or not come yet; another's slot. Events  RequestRedirected. */
#include "cluster/cluster.h"
#include "exec/command_keys.h"
#include "exec/exec.h"
#include "exec/multi.h"
#include "gen/commands.h"
#include "script/script.h"
#include "trace/trace.h"
#include <string.h>

/* What is known of the keys of a request. */
typedef struct asked {
    int slot; /* of the first key; -1: there is none */
    unsigned keys;
    execArg first, apart; /* apart: the first that has another slot; of length 0 and NULL: none has */
    bool several;         /* keys that differ */
    unsigned missing, there;
    uint32_t flags; /* of the command, or of all in a transaction */
} asked;

static bool says(execContext *x, const asked *a, unsigned kind, uint64_t *counter) {
    const execArg *key = kind == EVENT_REDIRECT_KIND_CROSSSLOT ? &a->apart : &a->first;
    ++*counter;
    evRequestRedirected(clockMonoNs(), x->slot, (uint64_t)a->slot, x->cmd->id, (uint16_t)kind, a->keys, key->ptr,
                        key->len);
    if (x->cmd->spec->proc == execCommand)
        multiForget(x->session);
    return x->script != NULL;
}

static bool crossSlot(execContext *x, const asked *a) {
    if (says(x, a, EVENT_REDIRECT_KIND_CROSSSLOT, &cluster_stats.crossslot)) {
        replyErrorFmt(x, "ERR Command '%s' in script attempted to access keys that don't hash to the same slot",
                      x->cmd->name);
    } else {
        replyErrorC(x, "CROSSSLOT Keys in request don't hash to the same slot");
    }
    return false;
}

static bool unbound(execContext *x, const asked *a) {
    replyErrorC(x, says(x, a, EVENT_REDIRECT_KIND_UNBOUND, &cluster_stats.down)
                       ? "ERR Script attempted to access a slot not served"
                       : "CLUSTERDOWN Hash slot not served");
    return false;
}

static bool down(execContext *x, const asked *a, bool reads) {
    bool script = says(x, a, EVENT_REDIRECT_KIND_CLUSTERDOWN, &cluster_stats.down);
    if (reads) {
        replyErrorC(x, script ? "ERR Script attempted to execute a write command while the cluster is down and readonly"
                              : "CLUSTERDOWN The cluster is down and only accepts read commands");
    } else {
        replyErrorC(x, script ? "ERR Script attempted to execute a command while the cluster is down"
                              : "CLUSTERDOWN The cluster is down");
    }
    return false;
}

static bool tryAgain(execContext *x, const asked *a) {
    if (says(x, a, EVENT_REDIRECT_KIND_TRYAGAIN, &cluster_stats.tryagain)) {
        replyErrorFmt(x,
                      "ERR Unable to execute command '%s' in script because undeclared keys were accessed during "
                      "rehashing of the slot",
                      x->cmd->name);
    } else {
        replyErrorC(x, "TRYAGAIN Multiple keys request during rehashing of slot");
    }
    return false;
}

static bool redirect(execContext *x, const asked *a, int node, bool ask) {
    const clusterNode *n = &cluster->nodes[node];
    if (says(x, a, ask ? EVENT_REDIRECT_KIND_ASK : EVENT_REDIRECT_KIND_MOVED,
             ask ? &cluster_stats.ask : &cluster_stats.moved)) {
        replyErrorC(x, "ERR Script attempted to access a non local key in a cluster node");
    } else {
        replyErrorFmt(x, "%s %d %s:%d", ask ? "ASK" : "MOVED", a->slot, clusterEndpointFor(n, x), clusterPortFor(n, x));
    }
    return false;
}

/* --- the keys --- */

static bool holds(const execContext *x, int slot, const execArg *key) {
    hashtableBytes k = {key->ptr, key->len};
    void *found;
    return kvstoreHashtableFindWithHash(x->db->keys, slot, &k, sipHash(key->ptr, key->len), &found) &&
           !objectExpired(found);
}

static bool isStable(int slot) {
    return cluster->migrating[slot] == NO_NODE && cluster->importing[slot] == NO_NODE;
}

static bool isSame(const execArg *a, const execArg *b) {
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

/* false: this key has another slot than those before it. */
static bool addKey(const execContext *x, asked *a, const execArg *key, int slot) {
    if (!a->keys++) {
        a->first = *key;
        a->slot = slot;
    } else if (slot != a->slot) {
        a->apart = *key;
        return false;
    } else if (!isSame(&a->first, key)) {
        a->several = true;
    }
    if (unlikely(!isStable(slot)) && !(a->flags & CMD_PUBSUB))
        ++*(holds(x, slot, key) ? &a->there : &a->missing);
    return true;
}

static bool addKeys(const execContext *x, asked *a, const commandSpec *s, const execArg *argv, int argc) {
    keyRefs refs;
    bool together = true;
    keyRefsInit(&refs);
    commandGetKeys(s, argv, argc, KEYS_WITH_FAKES, &refs);
    for (int i = 0; together && i < refs.count; i++) {
        const execArg *key = &argv[refs.refs[i].pos];
        bool hashed = refs.refs[i].pos == 1 && argv == x->argv && x->first_slot;
        together = addKey(x, a, key, hashed ? x->first_slot - 1 : (int)keyHashSlot(key->ptr, key->len));
    }
    keyRefsFree(&refs);
    return together;
}

/* Each queued command has one slot, or it would not be queued; which keys of it are there is asked anew. */
static bool addQueued(const execContext *x, asked *a) {
    const transaction *t = x->session->multi;
    a->flags = t->flags_any;
    for (const queuedCommand *q = t->first; q; q = q->next)
        if (q->key_slot >= 0 && !addKeys(x, a, q->cmd->spec, q->argv, q->argc))
            return false;
    return true;
}

/* --- the answer --- */

static bool mayReadDown(const asked *a) {
    return a->flags & CMD_PUBSUB ? cluster_config.pubsub_when_down : cluster_config.reads_when_down;
}

/* false: the cluster is down for it; answered. */
static bool isUp(execContext *x, const asked *a) {
    if (cluster->ok)
        return true;
    if (!mayReadDown(a))
        return down(x, a, false);
    return !(a->flags & CMD_WRITE) || a->flags & CMD_PUBSUB || down(x, a, true);
}

static bool isReplicaOf(int owner) {
    return clusterMe()->flags & NODE_REPLICA && clusterMe()->primary == owner;
}

/* The slot is not open. */
static bool judge(execContext *x, const asked *a) {
    int slot = a->slot, owner = cluster->owner[slot], me = cluster->me;
    bool mine = owner == me;
    if (owner == NO_NODE)
        return unbound(x, a);
    if (a->apart.ptr)
        return crossSlot(x, a);
    if (!isUp(x, a))
        return false;
    bool migrating = mine && cluster->migrating[slot] != NO_NODE;
    bool importing = !migrating && cluster->importing[slot] != NO_NODE;
    if ((migrating || importing) && strcmp(x->cmd->spec->name, "migrate") == 0)
        return true;
    if (migrating && a->missing)
        return a->there ? tryAgain(x, a) : redirect(x, a, cluster->migrating[slot], true);
    if (importing && (x->session->asking || a->flags & CMD_ASKING))
        return !(a->several && a->missing) || tryAgain(x, a);
    if (!mine && isReplicaOf(owner) && !(a->flags & CMD_WRITE) && (x->session->readonly || a->flags & CMD_PUBSUB))
        return true;
    return mine || redirect(x, a, owner, false);
}

static bool hasOneKey(const commandSpec *s) {
    return s->first_key == 1 && s->last_key == 1 && s->nkeyspecs == 1 && !(s->flags & CMD_MOVABLE_KEYS);
}

static bool route(execContext *x) {
    const commandSpec *s = x->cmd->spec;
    x->key_slot = -1;
    if (likely(hasOneKey(s)) && x->first_slot && cluster->open[x->first_slot - 1]) {
        x->key_slot = x->first_slot - 1;
        return true;
    }
    asked a = {.slot = -1, .flags = s->flags};
    bool together;
    if (s->proc == execCommand) {
        together = !multiOpen(x->session) || addQueued(x, &a);
    } else if (!s->nkeyspecs && !s->getkeys) {
        return true;
    } else {
        together = addKeys(x, &a, s, x->argv, x->argc);
    }
    if (a.slot < 0)
        return true;
    if (!(together && cluster->open[a.slot]) && !judge(x, &a))
        return false;
    x->key_slot = a.slot;
    return true;
}

/* A script that has not said otherwise keeps to one slot: that of its keys, or the first that it uses. What it costs is
 * counted there. */
static bool scriptStays(execContext *x) {
    scriptRun *run = x->script;
    if (run->cross_slot) {
        run->x->key_slot = -1;
        return true;
    }
    if (x->key_slot < 0 || run->slot == x->key_slot)
        return true;
    if (run->slot < 0) {
        run->slot = run->x->key_slot = x->key_slot;
        return true;
    }
    asked a = {.slot = run->slot, .keys = 1};
    says(x, &a, EVENT_REDIRECT_KIND_CROSSSLOT, &cluster_stats.crossslot);
    replyErrorC(x, "ERR Script attempted to access keys that do not hash to the same slot");
    return false;
}

/* ASKING holds for one command, and for all of a transaction or a script. */
bool clusterRoute(execContext *x) {
    if (unlikely(x->session->asking) && !x->script && !multiOpen(x->session))
        x->session->asking--;
    return route(x) && (likely(!x->script) || scriptStays(x));
}

bool clusterSendAway(execContext *x) {
    int slot = x->key_slot, owner = slot < 0 ? NO_NODE : cluster->owner[slot];
    asked a = {.slot = slot, .keys = 1, .first = x->argv[x->waiter->key], .flags = x->cmd->spec->flags};
    if (slot < 0)
        return false;
    if (!cluster->ok)
        return !down(x, &a, false);
    if (owner == cluster->me || cluster->importing[slot] != NO_NODE)
        return false;
    if (isReplicaOf(owner) && x->session->readonly && !(a.flags & CMD_WRITE))
        return false;
    return !(owner == NO_NODE ? unbound(x, &a) : redirect(x, &a, owner, false));
}
