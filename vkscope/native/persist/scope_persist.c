/* scope_persist.c: the section persist of SCOPE SNAPSHOT: children, files, fsyncs, jobs of threads, errors.
 *
 * Cost  it is drawn twice a second: numbers that stand somewhere anyway, no system call. */
#include "persist/persist.h"
#include "persist/aof.h"
#include "persist/aof_load.h"
#include "persist/aof_rewrite.h"
#include "persist/bio.h"
#include "persist/bgsave.h"
#include "persist/ledger.h"
#include "exec/scope.h"
#include "net/children.h"
#include <string.h>
#include <sys/stat.h>

static void writeChild(execContext *x) {
    childNow c;
    replyBulkC(x, "child");
    if (!childLook(&c)) {
        replyNull(x);
        return;
    }
    static const char *const kinds[] = {
        [EVENT_FORK_KIND_RDB] = "rdb", [EVENT_FORK_KIND_AOF] = "aof", [EVENT_FORK_KIND_REPLICATION] = "replication"};
    bool is_known = c.kind < sizeof(kinds) / sizeof(*kinds);
    replyMap(x, 6);
    scopeText(x, "kind", is_known ? kinds[c.kind] : "other");
    scopeLong(x, "pid", (uint64_t)c.pid);
    scopeLong(x, "age_ms", (clockMonoNs() - c.started_ns) / 1000000);
    scopeLong(x, "keys", c.keys);
    scopeLong(x, "of", c.of);
    scopeLong(x, "copied_bytes", c.copied);
}

static void writeSavePoints(execContext *x) {
    unsigned n = 0;
    while (ledgerSavePointAt(n))
        n++;
    replyBulkC(x, "save_points");
    replyArray(x, n);
    for (unsigned i = 0; i < n; i++) {
        replyArray(x, 2);
        replyLong(x, ledgerSavePointAt(i)->seconds);
        replyLong(x, ledgerSavePointAt(i)->changes);
    }
}

static void writeRdb(execContext *x) {
    const rdbStats *r = &rdb_stats;
    replyBulkC(x, "rdb");
    replyMap(x, 9);
    scopeLong(x, "changes", keyspace_stats.dirty);
    scopeLong(x, "last_save_s", (uint64_t)r->last_save_s);
    scopeLong(x, "last_ok", !r->last_failed);
    replyBulkC(x, "last_seconds");
    replyLong(x, bgsave.last_s);
    scopeLong(x, "saves", bgsave.saves);
    scopeLong(x, "last_copied", bgsave.last_copied);
    scopeLong(x, "scheduled", bgsave.scheduled);
    scopeText(x, "file", rdb_config.file ? rdb_config.file : "");
    writeSavePoints(x);
}

static void writeSyncs(execContext *x) {
    const ledgerSyncs *s = &ledger_syncs;
    replyBulkC(x, "fsync");
    replyMap(x, 3);
    scopeLong(x, "count", s->count);
    scopeLong(x, "worst_ns", s->worst_ns);
    replyBulkC(x, "histogram");
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (unsigned i = 0; i < LEDGER_SYNC_BUCKETS; i++) {
        if (!s->bucket[i])
            continue;
        replyArray(x, 2);
        replyLong(x, 1LL << i);
        replyLong(x, (long long)s->bucket[i]);
        n++;
    }
    replySetDeferredArray(x, handle, n);
}

static void writeErrors(execContext *x) {
    uint64_t now = clockMonoNs();
    unsigned n = 0;
    while (ledgerErrorAt(n))
        n++;
    replyBulkC(x, "errors");
    replyArray(x, n);
    for (unsigned i = 0; i < n; i++) {
        const ledgerError *e = ledgerErrorAt(i);
        replyMap(x, 2);
        scopeLong(x, "ms_ago", (now - e->time_ns) / 1000000);
        scopeText(x, "text", e->text);
    }
}

static void writeFiles(execContext *x) {
    static const char *const kinds[] = {
        [EVENT_AOF_FILE_BASE] = "base", [EVENT_AOF_FILE_INCREMENT] = "increment", [EVENT_AOF_FILE_HISTORY] = "history"};
    unsigned n;
    const aofFile *files = aofFiles(&n);
    replyBulkC(x, "files");
    replyArray(x, n);
    for (unsigned i = 0; i < n; i++) {
        struct stat st;
        replyMap(x, 4);
        scopeText(x, "kind", kinds[files[i].kind]);
        scopeLong(x, "seq", files[i].sequence);
        scopeText(x, "name", files[i].name);
        scopeLong(x, "bytes", stat(files[i].path, &st) == 0 ? (uint64_t)st.st_size : 0);
    }
}

static void writeAof(execContext *x) {
    static const char *const states[] = {"off", "on", "wait_rewrite"};
    const aofNow *a = &aof_now;
    replyBulkC(x, "aof");
    replyMap(x, 19);
    scopeLong(x, "enabled", a->state != AOF_OFF);
    scopeText(x, "state", states[a->state]);
    scopeText(x, "policy", aof_policy_names[aof_config.policy]);
    scopeLong(x, "size", a->current_size);
    scopeLong(x, "base_size", a->base_size);
    scopeLong(x, "buffered", a->buffered);
    scopeLong(x, "pending_fsync", aofSyncsPending());
    scopeLong(x, "delayed", a->delayed);
    scopeLong(x, "written_bytes", a->written);
    scopeLong(x, "fsyncs", a->syncs);
    scopeLong(x, "write_ok", !a->write_failed && !a->sync_failed);
    scopeLong(x, "offset", a->written);
    scopeLong(x, "durable_offset", a->durable_written);
    scopeText(x, "last_error", a->error ? strerror(a->error) : "");
    scopeLong(x, "rewrite_ok", aof_shown.rewrite_ok);
    scopeLong(x, "rewrites", aof_shown.rewrites);
    scopeLong(x, "scheduled", aof_shown.scheduled);
    scopeLong(x, "failures", aof_shown.failures);
    writeFiles(x);
}

static void writeBio(execContext *x) {
    replyBulkC(x, "bio");
    replyArray(x, BIO_KINDS);
    for (int kind = 0; kind < BIO_KINDS; kind++) {
        replyMap(x, 4);
        scopeText(x, "kind", bio_kind_names[kind]);
        scopeLong(x, "pending", bioPending((enum bioKind)kind));
        scopeLong(x, "done", bio_stats[kind].done);
        scopeLong(x, "worst_ns", bio_stats[kind].worst_ns);
    }
}

static void writePersist(execContext *x) {
    replyMap(x, 9);
    scopeLong(x, "forks", children_stats.forks);
    scopeLong(x, "latest_fork_ns", children_stats.latest_ns);
    writeChild(x);
    writeRdb(x);
    writeAof(x);
    writeBio(x);
    writeSyncs(x);
    replyBulkC(x, "lazyfree");
    replyMap(x, 2);
    scopeLong(x, "pending", lazyfreePending());
    scopeLong(x, "freed", lazyfreeFreed());
    writeErrors(x);
}

void persistScopeInit(void) {
    scopeSectionAdd("persist", writePersist);
}
