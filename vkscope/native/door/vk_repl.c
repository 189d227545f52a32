/* vk_repl.c: the door's functions for replication. */
#include "door/vk.h"
#include "door/enter.h"
#include "net/clients.h"
#include "persist/persist.h"
#include "repl/repl.h"
#include "trace/trace.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static replica *find(uint32_t slot, uint32_t generation) {
    client *c = reactorClient(slot, generation);
    return c && !c->closing ? c->replica : NULL;
}

void vkReplApply(const vkReplSettings *s) {
    VK_ENTER;
    replConfig c = {s->backlog_bytes, s->disable_nodelay, s->del_sync_files, s->min_replicas, s->max_lag_s};
    replApply(&c);
}

void vkReplRead(vkReplState *out) {
    const backlog *b = &repl_stream.log;
    *out = (vkReplState){.offset = propagate_offset,
                         .second_offset = repl_stream.second,
                         .backlog = b->active,
                         .busy = exec_state != EXEC_OPEN || (childActive() && !snapshot.pid),
                         .backlog_first = b->active ? b->first + 1 : 0,
                         .backlog_used = b->end - b->first,
                         .backlog_memory = backlogBytes(b),
                         .child = (int)snapshot.kind,
                         .child_pid = (int)snapshot.pid,
                         .full = repl_stats.full,
                         .partial = repl_stats.partial,
                         .refused = repl_stats.refused,
                         .net_out = repl_stats.net_out,
                         .replicas = replica_count,
                         .good = replGood(),
                         .children = children_stats.alive,
                         .none_since_ms = replica_none_since_ms};
    memcpy(out->id, repl_stream.id, sizeof(out->id));
    memcpy(out->id2, repl_stream.id2, sizeof(out->id2));
    for (unsigned i = 0; i < replica_count; i++)
        out->waits_bytes += replicaWaits(replica_list[i]);
}

static void describe(const replica *r, vkReplica *out) {
    *out = (vkReplica){.slot = r->c->slot,
                       .generation = r->c->generation,
                       .state = (int)r->state,
                       .port = r->port,
                       .capa = (int)r->capa,
                       .version = r->version,
                       .psync = r->psync,
                       .waits_ack = r->waits_ack,
                       .rdb_only = r->rdb_only,
                       .filtered = r->without_data || r->without_functions,
                       .id = r->c->id,
                       .next = r->next + 1,
                       .ack = r->ack,
                       .aof = r->aof,
                       .waits_bytes = replicaWaits(r),
                       .ack_ms = r->ack_ms,
                       .asked_ms = r->asked_ms,
                       .stuck_ms = r->stuck_ms};
    replicaAddress(r, out->address, sizeof(out->address));
    snprintf(out->name, sizeof(out->name), "%s", replicaName(r));
}

unsigned vkReplicasRead(vkReplica *out, unsigned room) {
    unsigned n = 0;
    for (unsigned i = 0; i < replica_count && n < room; i++) {
        if (replica_list[i]->c->closing)
            continue;
        describe(replica_list[i], &out[n]);
        out[n].alike = n;
        for (unsigned k = 0; k < n; k++)
            if (replicasAlike(replica_list[i], find(out[k].slot, out[k].generation))) {
                out[n].alike = k;
                break;
            }
        n++;
    }
    return n;
}

bool vkReplicaAsks(uint32_t slot, uint32_t generation, vkReplica *out) {
    client *c = reactorClient(slot, generation);
    if (!c || c->closing || c->session.replica)
        return false;
    describe(replicaOf(c), out);
    out->waits_bytes = clientOutput(c);
    return true;
}

static void told(const replica *r, uint64_t asked, unsigned kind, unsigned why) {
    const backlog *b = &repl_stream.log;
    const char *name = replicaName(r);
    uint64_t first = b->active ? b->first + 1 : 0, missing = asked && asked < first ? first - asked : 0;
    evSyncDecided(clockMonoNs(), r->c->slot, asked, (uint16_t)kind, (uint16_t)why,
                  missing > UINT32_MAX ? UINT32_MAX : (uint32_t)missing, first, propagate_offset + 1, name,
                  strlen(name));
}

bool vkReplicaContinue(uint32_t slot, uint32_t generation, uint64_t offset) {
    VK_ENTER;
    replica *r = find(slot, generation);
    if (!r || !offset || !backlogHas(&repl_stream.log, offset - 1))
        return false;
    told(r, offset, EVENT_SYNC_KIND_PARTIAL, EVENT_SYNC_REFUSAL_NONE);
    repl_stats.partial++;
    replicaContinue(r, offset - 1);
    return true;
}

void vkReplicaWaits(uint32_t slot, uint32_t generation, bool psync, bool diskless, uint64_t asked, unsigned why) {
    VK_ENTER;
    replica *r = find(slot, generation);
    if (!r)
        return;
    unsigned kind = diskless ? EVENT_SYNC_KIND_FULL_DISKLESS : EVENT_SYNC_KIND_FULL_DISK;
    told(r, asked, kind, why);
    repl_stats.full++;
    if (why != EVENT_SYNC_REFUSAL_NONE && why != EVENT_SYNC_REFUSAL_ASKED_FULL)
        repl_stats.refused++;
    replicaJoin(r, psync);
}

bool vkReplicaJoins(uint32_t slot, uint32_t generation) {
    VK_ENTER;
    replica *r = find(slot, generation);
    return r && snapshotJoin(r);
}

int vkSnapshotStart(uint32_t slot, uint32_t generation, bool diskless) {
    VK_ENTER;
    replica *r = find(slot, generation);
    if (!r || snapshot.pid)
        return EBUSY;
    return snapshotStart(diskless ? SNAPSHOT_DISKLESS : SNAPSHOT_DISK, r) ? 0 : errno;
}

void vkSnapshotKill(void) {
    VK_ENTER;
    snapshotKill();
}

void vkReplicaFail(uint32_t slot, uint32_t generation, const char *resp) {
    VK_ENTER;
    replica *r = find(slot, generation);
    if (r)
        replicaFail(r, resp);
}

void vkReplCreateBacklog(void) {
    VK_ENTER;
    replCreateBacklog();
}

bool vkReplRestore(void) {
    const rdbStats *s = &rdb_stats;
    VK_ENTER;
    if (!s->repl_id[0] || s->repl_offset < 0 || s->expired || s->empty)
        return false;
    replRestore(s->repl_id, (uint64_t)s->repl_offset);
    return true;
}

void vkClientLog(uint32_t slot, uint32_t generation, const char *before, const char *after) {
    VK_ENTER;
    const client *c = reactorClient(slot, generation);
    if (c)
        clientLog(c, LEVEL_NOTICE, before, after);
}

void vkClientTell(uint32_t slot, uint32_t generation, const char *resp) {
    VK_ENTER;
    client *c = reactorClient(slot, generation);
    if (c)
        clientAppend(c, resp, strlen(resp));
}

void vkReplFreeBacklog(uint32_t seconds) {
    VK_ENTER;
    replFreeBacklog(seconds);
}

void vkReplNewId(void) {
    VK_ENTER;
    replNewId();
}

void vkReplPing(void) {
    static const char *const words[] = {"PING"};
    VK_ENTER;
    replFeedWords(1, words);
}

void vkReplAskAcks(void) {
    VK_ENTER;
    replAskAcks();
}

void vkReplNewlines(void) {
    VK_ENTER;
    for (unsigned i = 0; i < replica_count; i++) {
        const replica *r = replica_list[i];
        bool before = r->state == REPLICA_WAITS || (r->state == REPLICA_CHILD && snapshot.kind == SNAPSHOT_DISK);
        if (before && !r->c->closing)
            clientAppend(r->c, "\n", 1);
    }
}

void vkReplCount(void) {
    VK_ENTER;
    snapshotTidy();
    replCount();
}

void vkPause(int why, int64_t until_ms) {
    VK_ENTER;
    enum pausePurpose who = why == 2 ? PAUSE_BY_FAILOVER : PAUSE_BY_SHUTDOWN;
    if (until_ms) {
        pauseStart(who, until_ms, false);
    } else {
        pauseEnd(who);
    }
}
