/* scope_net.c: the sections tick and clients of SCOPE SNAPSHOT, and who subscribes to events. */
#include "net/clients.h"
#include "net/pubsub.h"
#include "net/acl_clients.h"
#include "exec/scope.h"

#define TOP 5

static void writeTick(execContext *x) {
    static const char *const names[PHASES] = {"poll_ns",         "read_ns", "parse_ns", "execute_ns", "python_ns",
                                              "before_sleep_ns", "cron_ns", "other_ns", "outside_ns"};
    const reactorStats *r = &reactor_stats;
    histogram window;
    traceWindowTick(&window);
    replyMap(x, 6 + 2 * SCOPE_HISTOGRAM_PAIRS);
    scopeLong(x, "ticks", r->ticks);
    scopeLong(x, "passes", r->rings);
    scopeLong(x, "ns", r->tick_ns);
    scopeLong(x, "reads", r->reads);
    scopeLong(x, "writes", r->writes);
    replyBulkC(x, "phases");
    replyMap(x, PHASES);
    for (int i = 0; i < PHASES; i++)
        scopeLong(x, names[i], reactorPhaseNs((enum phase)i));
    scopeHistogram(x, "", &r->tick_times);
    scopeHistogram(x, "window_", &window);
}

/* The clients for which `bytes` says most. */
static void writeTop(execContext *x, size_t (*bytes)(const client *c)) {
    const client *top[TOP];
    int n = 0;
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        int at = n < TOP ? n++ : TOP;
        while (at > 0 && bytes(top[at - 1]) < bytes(c)) {
            if (at < TOP)
                top[at] = top[at - 1];
            at--;
        }
        if (at < TOP)
            top[at] = c;
    }
    replyArray(x, n);
    for (int i = 0; i < n; i++) {
        const command *last = commandById(top[i]->last_command);
        replyMap(x, 7);
        scopeLong(x, "slot", top[i]->slot);
        scopeLong(x, "id", top[i]->id);
        scopeText(x, "address", clientWord(top[i]->peer));
        scopeText(x, "name", clientWord(top[i]->name));
        scopeText(x, "last_command", last ? last->name : "");
        scopeLong(x, "bytes", bytes(top[i]));
        scopeLong(x, "waiting_ms", top[i]->waiting_ns ? (clockMonoNs() - top[i]->waiting_ns) / 1000000 : 0);
    }
}

static void writeClients(execContext *x) {
    const reactorStats *r = &reactor_stats;
    replyMap(x, 10);
    scopeLong(x, "connected", reactorClients());
    scopeLong(x, "maxclients", (uint64_t)reactor_config.maxclients);
    scopeLong(x, "accepted", r->connections);
    scopeLong(x, "refused", r->rejected);
    scopeLong(x, "net_in_bytes", r->net_in);
    scopeLong(x, "net_out_bytes", r->net_out);
    scopeLong(x, "output_limit_closed", r->output_limit_closed);
    scopeLong(x, "query_limit_closed", r->query_limit_closed);
    replyBulkC(x, "top_output");
    writeTop(x, clientOutput);
    replyBulkC(x, "top_query");
    writeTop(x, clientQuery);
}

static void subscribe(client *c, uint32_t classes, uint64_t min_span_ns) {
    c->scope_min_span = min_span_ns;
    clientSubscribe(c, classes);
}

void scopeNetInit(void) {
    aclClientsInit();
    scopeSectionAdd("tick", writeTick);
    scopeSectionAdd("clients", writeClients);
    pubsubInit();
    scope_subscribe = subscribe;
}
