/* scope_stream.c: the section stream of SCOPE SNAPSHOT: what is written, what commands become, who reads it. */
#include "repl/repl.h"
#include "exec/propagate.h"
#include "exec/scope.h"

static const char *nameOf(uint16_t id) {
    const command *c = id && id != UINT16_MAX ? commandById(id) : NULL;
    return c ? c->name : "";
}

static void writeBecame(execContext *x) {
    unsigned rows;
    const propagateBecame *row = propagateTable(&rows);
    replyBulkC(x, "became");
    replyArray(x, (long)rows);
    for (unsigned i = 0; i < rows; i++) {
        replyMap(x, 4);
        scopeText(x, "command", nameOf(row[i].command));
        scopeText(x, "became", nameOf(row[i].became));
        scopeLong(x, "times", row[i].times);
        scopeLong(x, "bytes", row[i].bytes);
    }
}

static void writeReplica(execContext *x, const replica *r) {
    static const char *const states[] = {"handshake", "waits_for_child", "transfer", "transfer", "online"};
    int64_t since = command_now - r->ack_ms;
    replyMap(x, 8);
    scopeLong(x, "client", r->c->slot);
    scopeText(x, "address", replicaName(r));
    scopeText(x, "state", states[r->state]);
    scopeLong(x, "offset", r->keeps ? r->next : 0);
    scopeLong(x, "ack_offset", r->ack);
    scopeLong(x, "ack_ms", since > 0 ? (uint64_t)since : 0);
    scopeLong(x, "output_bytes", clientOutputMemory(r->c));
    scopeText(x, "kind", r->rdb_only ? "rdb-only" : r->psync ? "replica" : "sync");
}

static void writeStream(execContext *x) {
    const propagateStats *p = &propagate_stats;
    const backlog *b = &repl_stream.log;
    const struct {
        const char *name;
        uint64_t value;
    } numbers[] = {{"units", p->units},
                   {"transactions", p->transactions},
                   {"forms", p->forms},
                   {"bytes", p->bytes},
                   {"own_words", p->own_words},
                   {"other_words", p->other_words},
                   {"by_server", p->by_server},
                   {"offset", propagate_offset},
                   {"second_offset", repl_stream.second},
                   {"backlog_active", b->active},
                   {"backlog_bytes", repl_config.backlog_bytes},
                   {"backlog_used", b->end - b->first},
                   {"backlog_first", b->active ? b->first + 1 : 0},
                   {"syncs_full", repl_stats.full},
                   {"syncs_partial", repl_stats.partial},
                   {"syncs_refused", repl_stats.refused}};
    const size_t n = sizeof(numbers) / sizeof(*numbers);
    replyMap(x, (long)n + 3);
    for (size_t i = 0; i < n; i++)
        scopeLong(x, numbers[i].name, numbers[i].value);
    scopeText(x, "replid", repl_stream.id);
    writeBecame(x);
    replyBulkC(x, "replicas");
    replyArray(x, (long)replica_count);
    for (unsigned i = 0; i < replica_count; i++)
        writeReplica(x, replica_list[i]);
}

void replScopeInit(void) {
    scopeSectionAdd("stream", writeStream);
}
