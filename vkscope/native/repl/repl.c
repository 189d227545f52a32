/* repl.c: the stream: what is appended to it, its names, and what happens once a turn. See repl.h. */
#include "repl/repl.h"
#include "exec/propagate.h"
#include "persist/persist.h"
#include "trace/trace.h"
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

replConfig repl_config;
replStats repl_stats;
replStream repl_stream = {.selected = -1};
static bool asks_acks;
static rdbReplication now_at; /* what files say of the stream */

static void append(const void *data, size_t len) {
    backlogAppend(&repl_stream.log, data, len);
    propagate_offset += len;
    now_at.offset = propagate_offset;
    replSoon();
}

static void appendSelect(int dbid) {
    char text[PROPAGATE_SELECT_ROOM];
    append(text, (size_t)propagateSelect(text, dbid));
    repl_stream.selected = dbid;
    now_at.stream_db = dbid;
}

static void fed(int dbid, const char *resp, size_t len) {
    if (dbid >= 0 && dbid != repl_stream.selected)
        appendSelect(dbid);
    append(resp, len);
}

void replFeedWords(int argc, const char *const *argv) {
    char text[256];
    if (!repl_stream.log.active)
        return;
    int n = snprintf(text, sizeof(text), "*%d\r\n", argc);
    for (int i = 0; i < argc; i++)
        n += snprintf(text + n, sizeof(text) - (size_t)n, "$%zu\r\n%s\r\n", strlen(argv[i]), argv[i]);
    append(text, (size_t)n);
}

/* ------------------------------------------------------------------------------------------------------ once a turn */

/* What is kept longer than the backlog asks, for replicas that are slow. */
static void tellUncounted(void) {
    uint64_t kept = repl_stream.log.end - repl_stream.log.first;
    size_t usual = repl_stream.log.size + BACKLOG_BLOCK;
    evict_uncounted[UNCOUNTED_REPLICAS] = kept > usual ? (size_t)kept - usual : 0;
}

static void beforeWrite(void) {
    static const char *const words[] = {"REPLCONF", "GETACK", "*"};
    if (asks_acks && replica_count)
        replFeedWords(3, words);
    asks_acks = false;
    now_at.offset = propagate_offset;
    replServeWaits();
    replicasWake();
    backlogTrim(&repl_stream.log, replicasNeed());
    tellUncounted();
    reactor_before_write = NULL; /* what this turn brought is done */
}

void replSoon(void) {
    reactor_before_write = beforeWrite;
}

void replAskAcks(void) {
    asks_acks = true;
    replSoon();
}

unsigned replGood(void) {
    unsigned good = 0;
    for (unsigned i = 0; i < replica_count; i++) {
        const replica *r = replica_list[i];
        int64_t lag = command_now / 1000 - r->ack_ms / 1000;
        good += r->state == REPLICA_ONLINE && !r->c->closing && lag <= repl_config.max_lag_s;
    }
    return good;
}

void replCount(void) {
    bool asked = repl_config.min_replicas > 0 && repl_config.max_lag_s > 0;
    exec_lacks_replicas = asked && replGood() < (unsigned)repl_config.min_replicas;
}

/* ------------------------------------------------------------------------------------------------------------ names */

void replNewId(void) {
    unsigned char bytes[REPL_ID / 2];
    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        for (size_t i = 0; i < sizeof(bytes); i++)
            bytes[i] = (unsigned char)(clockMonoNs() >> (i % 8 * 8));
    for (int i = 0; i < REPL_ID; i++)
        repl_stream.id[i] = "0123456789abcdef"[bytes[i / 2] >> (i % 2 * 4) & 15];
    repl_stream.id[REPL_ID] = 0;
    memset(repl_stream.id2, '0', REPL_ID);
    repl_stream.id2[REPL_ID] = 0;
    repl_stream.second = 0;
}

void replCreateBacklog(void) {
    if (repl_stream.log.active)
        return;
    replNewId();
    backlogCreate(&repl_stream.log, propagate_offset, repl_config.backlog_bytes);
    repl_stream.selected = -1;
    propagateListen(FEED_REPLICAS, fed);
    now_at = (rdbReplication){0, repl_stream.id, propagate_offset};
    rdb_replication = &now_at;
    evBacklogCreated(clockMonoNs(), 0, repl_config.backlog_bytes);
    logLine(LEVEL_NOTICE, "Replication backlog created, my new replication IDs are '%s' and '%s'", repl_stream.id,
            repl_stream.id2);
}

void replRestore(const char *id, uint64_t offset) {
    propagate_offset = offset;
    replCreateBacklog();
    memcpy(repl_stream.id2, id, REPL_ID);
    repl_stream.second = offset + 1;
    replica_none_since_ms = clockWallMs();
}

void replFreeBacklog(uint32_t seconds) {
    if (!repl_stream.log.active || replica_count)
        return;
    evBacklogFreed(clockMonoNs(), seconds, repl_stream.log.end - repl_stream.log.first);
    propagateListen(FEED_REPLICAS, NULL);
    rdb_replication = NULL;
    backlogFree(&repl_stream.log);
    tellUncounted();
    replNewId();
    logLine(LEVEL_NOTICE, "Replication backlog freed after %u seconds without connected replicas.", seconds);
}

/* ------------------------------------------------------------------------------------------------------- life */

void replApply(const replConfig *c) {
    bool resized = c->backlog_bytes != repl_config.backlog_bytes;
    repl_config = *c;
    reactor_config.backlog_bytes = c->backlog_bytes;
    repl_stream.log.size = c->backlog_bytes;
    if (resized && repl_stream.log.active) {
        evBacklogCreated(clockMonoNs(), 1, c->backlog_bytes);
        backlogTrim(&repl_stream.log, replicasNeed());
    }
    reactorApply();
    replCount();
}

void replInit(void) {
    replNewId();
    replicasInit();
    snapshotInit();
    replScopeInit();
}

void replRelease(void) {
    propagateListen(FEED_REPLICAS, NULL);
    rdb_replication = NULL;
    reactor_before_write = NULL;
    backlogFree(&repl_stream.log);
    tellUncounted();
    zfree(replica_list);
    replica_list = NULL;
    replica_count = 0;
}
