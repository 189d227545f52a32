/* vk.c: see vk.h. */
#include "door/vk.h"
#include "door/enter.h"
#include "door/vk_python.h"
#include "door/json.h"
#include "cluster/cluster.h"
#include "exec/command_add.h"
#include "exec/command_info.h"
#include "exec/nested.h"
#include "gen/commands.h"
#include "net/net.h"
#include "net/tls.h"
#include "persist/aof.h"
#include "persist/bio.h"
#include "persist/bgsave.h"
#include "persist/persist.h"
#include "repl/repl.h"
#include "script/eval.h"
#include "script/lua_engine.h"
#include "script/function.h"
#include "types/types.h"
#include "base/base.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define ARGS_INLINE 64
#define TICK_SLOW_NS 10000000 /* a turn is slow from here on where latency-monitor-threshold says nothing */

static execContext *answering; /* the command that Python answers just now */
static session calling;        /* in which that command calls others */
static replySink called;       /* the reply of the last one; kept between calls while it is small */
static bool entered;           /* the baton: one thread, never twice */
static bool in_cron;           /* the control plane's share of cron runs, between commands or in a nested turn */
static bool replied;           /* the control plane has answered, perhaps with silence */

bool doorOpen(void) {
    return !entered || answering || in_cron;
}

bool doorIdle(void) {
    return !answering;
}

void doorLend(execContext *x) {
    answering = x;
}

static void pythonCommand(execContext *x) {
    if (answering) { /* a handler is never entered again, nested turn or not */
        replyErrorC(x, "BUSY Valkey is busy running a command that takes long.");
        return;
    }
    const char *argv_inline[ARGS_INLINE], **argv = argv_inline;
    size_t lens_inline[ARGS_INLINE], *lens = lens_inline;
    if (x->argc > ARGS_INLINE) {
        argv = zmalloc(sizeof(*argv) * (size_t)x->argc);
        lens = zmalloc(sizeof(*lens) * (size_t)x->argc);
    }
    for (int i = 0; i < x->argc; i++) {
        argv[i] = x->argv[i].ptr;
        lens[i] = x->argv[i].len;
    }
    uint64_t start = clockTicks();
    size_t before = x->out->len;
    vkStall(STALL_PYTHON);
    answering = x;
    replied = false;
    calling = (session){.dbid = x->session->dbid, .authenticated = true, .user = x->session->user};
    vkPyCommand(x->slot, x->client ? x->client->generation : 0, x->client ? x->client->id : 0, x->out->resp,
                execClientFace(x->client).local, commandFullName(x->cmd), x->argc, argv, lens);
    answering = NULL;
    if (!replied)
        replyErrorC(x, "ERR internal error");
    uint64_t ticks = clockTicks() - start;
    reactorPythonRan(ticks);
    evPythonHandlerRan(clockMonoNs(), clockTicksToNs(ticks), x->slot, x->out->len - before, x->cmd->name,
                       strlen(x->cmd->name));
    if (argv != argv_inline) {
        zfree(argv);
        zfree(lens);
    }
}

const char *vkCall(int argc, const char **argv, const size_t *lens, size_t *len) {
    enum { KEPT = 1 << 20 };
    if (!answering || argc < 1)
        return NULL;
    execArg *args = zmalloc(sizeof(*args) * (size_t)argc);
    for (int i = 0; i < argc; i++)
        args[i] = (execArg){argv[i], lens[i]};
    if (called.cap > KEPT)
        sinkRelease(&called);
    called.len = 0;
    called.resp = 3;
    execNested(answering, &calling, args, argc, &called);
    zfree(args);
    *len = called.len;
    return called.buf;
}

const char *vkCommandAdd(const vkCommandAddition *a) {
    VK_ENTER;
    commandAddition all = {a->name, a->flags, a->summary, a->arity, a->first_key, a->last_key, a->key_step};
    return commandAdd(&all);
}

static void pythonCron(void) {
    uint64_t start = clockTicks();
    in_cron = true;
    vkPyCron();
    in_cron = false;
    evPythonHandlerRan(clockMonoNs(), clockTicksToNs(clockTicks() - start), EVENT_NOBODY, 0, "cron", 4);
}

void vkApply(const vkSettings *s) {
    VK_ENTER;
    reactor_config.hz = s->hz;
    reactor_config.maxclients = s->maxclients;
    reactor_config.keepalive = s->keepalive;
    reactor_config.idle_timeout = s->idle_timeout;
    reactor_config.linger_us = s->linger_us;
    reactor_config.protected_mode = s->protected_mode;
    reactor_config.query_buffer_limit = s->query_buffer_limit;
    tracking_max_keys = s->tracking_max_keys;
    for (int i = 0; i < CLIENT_CLASSES; i++)
        reactor_config.output[i] = (outputLimit){s->output_hard[i], s->output_soft[i], s->output_soft_seconds[i]};
    reactor_config.accepts = s->max_new_connections;
    reactor_config.tls_accepts = s->max_new_tls_connections;
    reactor_config.maxmemory_clients = s->maxmemory_clients;
    exec_config.hide_user_data = s->hide_user_data;
    exec_config.import_mode = s->import_mode;
    reactorApply();
    exec_config.proto_max_bulk_len = s->proto_max_bulk_len;
    exec_config.slow_ns = s->slow_us < 0 ? -1 : s->slow_us * 1000;
    log_level = (enum logLevel)s->log_level;
    exec_config.debug_command = (enum execAllowed)s->debug_command;
    exec_config.module_command = (enum execAllowed)s->module_command;
    commandlogSetLimit(LOG_SLOW, s->slow_us, s->slow_len);
    commandlogSetLimit(LOG_LARGE_REQUEST, s->large_request, s->large_request_len);
    commandlogSetLimit(LOG_LARGE_REPLY, s->large_reply, s->large_reply_len);
    latencySetThreshold(s->latency_ms);
    types_config = (typesConfig){.hash_max_entries = s->hash_max_entries,
                                 .hash_max_value = s->hash_max_value,
                                 .set_max_intset = s->set_max_intset,
                                 .set_max_entries = s->set_max_entries,
                                 .set_max_value = s->set_max_value,
                                 .zset_max_entries = s->zset_max_entries,
                                 .zset_max_value = s->zset_max_value,
                                 .hll_max_sparse = s->hll_max_sparse,
                                 .list_max_size = (int)s->list_max_size,
                                 .list_compress_depth = (int)s->list_compress_depth,
                                 .stream_node_bytes = s->stream_node_bytes,
                                 .stream_node_entries = s->stream_node_entries};
    crashEnable(s->crash_log, s->exit_on_panic);
    crashWatch(s->watchdog_ms);
    exec_config.busy_reply_ms = s->busy_reply_ms;
    traceTickThresholds(s->latency_ms > 0 ? (uint64_t)s->latency_ms * 1000000 : TICK_SLOW_NS);
    traceHideKeys(s->hide_keys);
}

static uint64_t clientsMemory(void) {
    clientsTotals totals;
    reactorTotals(&totals);
    return totals.memory;
}

bool vkInit(const vkSettings *s, const char *ring_path, size_t ring_bytes) {
    uint8_t seed[16];
    VK_ENTER;
    clockInit();
    crashInit();
    if (getrandom(seed, sizeof(seed), 0) == (ssize_t)sizeof(seed))
        hashSeed(seed);
    if (!traceInit(ring_path, ring_bytes))
        return false;
    vkApply(s);
    commandTimeSet(clockWallMs());
    keyspaceInit(s->databases);
    if (s->cluster) {
        keyspaceBySlot();
        clusterInit();
    }
    clusterScopeInit();
    typesInit();
    blockingInit();
    propagateInit();
    replInit();
    persistScopeInit();
    evalInit();
    scopeScriptsInit();
    functionsInit();
    bool again = commandLookup("get", 3) != NULL; /* commands outlive a release */
    for (unsigned i = 0; i < command_specs_count && !again; i++)
        commandRegister(&command_specs[i]);
    scopePublishNames();
    exec_python = pythonCommand;
    exec_nested = reactorNested;
    exec_fork = childFork;
    exec_evict_clients = clientsEvictFirst;
    reactor_cron = pythonCron;
    reactor_signal = vkPySignal;
    log_writer = vkPyLog;
    memory_clients = clientsMemory;
    if (!reactorInit() || !bioInit())
        return false;
    lazyfree_thread = bioLazyFree;
    memoryStarted();
    return true;
}

void vkMemoryShort(void) {
    VK_ENTER;
    memoryGiveUp();
}

void vkRelease(void) {
    VK_ENTER;
    functionsRelease();
    evalRelease();
    luaEngineRelease();
    sinkRelease(&called);
    aofRelease();
    lazyfree_thread = NULL;
    bioRelease();
    reactorRelease();
    tlsRelease();
    replRelease();
    clusterRelease();
    keyspaceRelease();
    commandlogRelease();
    latencyReset(NULL, 0);
    traceClose(true);
    crashRelease();
}

int vkDoorbell(void) {
    return reactorDoorbell();
}

int64_t vkTick(void) {
    VK_ENTER;
    entered = true;
    int64_t next = reactorTick();
    entered = false;
    return next;
}

void vkZone(const char *text, size_t len) {
    clientsSetZone(text, len);
}

void vkNotify(const char *letters) {
    notifyClasses(letters);
}

const char *vkCompiler(void) {
#if defined(__clang__)
    return "0.0.0";
#else
    static char version[32];
    snprintf(version, sizeof(version), "%d.%d.%d", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
    return version;
#endif
}

void vkLogFile(const char *path) {
    crashLogFile(path);
}

bool vkRename(const char *from, const char *to) {
    VK_ENTER;
    bool renamed = commandRename(from, to);
    if (renamed)
        scopePublishNames();
    return renamed;
}

void vkReply(const char *resp, size_t len) {
    vkAssert(answering);
    replied = true;
    replyRaw(answering, resp, len);
}

void vkRedact(int word) {
    vkAssert(answering);
    argRedact(answering, word);
}

void vkNumbersRead(vkNumbers *n) {
    const reactorStats *r = &reactor_stats;
    int64_t paused_until, now = clockWallMs();
    int reason = pauseReason(&paused_until);
    clientsTotals totals;
    reactorTotals(&totals);
    *n = (vkNumbers){.ticks = r->ticks,
                     .passes = r->rings,
                     .tick_ns = r->tick_ns,
                     .max_tick_ns = r->max_tick_ns,
                     .max_tick_commands = r->max_tick_commands,
                     .tick_p50_ns = histPercentile(&r->tick_times, 50),
                     .tick_p99_ns = histPercentile(&r->tick_times, 99),
                     .poll_ns = reactorPhaseNs(PHASE_POLL),
                     .read_ns = reactorPhaseNs(PHASE_READ),
                     .parse_ns = reactorPhaseNs(PHASE_PARSE),
                     .execute_ns = reactorPhaseNs(PHASE_EXECUTE),
                     .python_ns = reactorPhaseNs(PHASE_PYTHON),
                     .write_ns = reactorPhaseNs(PHASE_WRITE),
                     .cron_ns = reactorPhaseNs(PHASE_CRON),
                     .other_ns = reactorPhaseNs(PHASE_OTHER),
                     .outside_ns = reactorPhaseNs(PHASE_OUTSIDE),
                     .connections = r->connections,
                     .rejected = r->rejected,
                     .clients = reactorClients() - replica_count,
                     .maxclients = (uint64_t)reactor_config.maxclients,
                     .net_in = r->net_in,
                     .net_out = r->net_out,
                     .reads = r->reads,
                     .writes = r->writes,
                     .output_limit_closed = r->output_limit_closed,
                     .query_limit_closed = r->query_limit_closed,
                     .evicted_clients = r->evicted_clients,
                     .blocked_clients = clientsPostponed() + blocking_stats.clients,
                     .mem_clients_normal = totals.memory,
                     .client_recent_max_input_buffer = totals.max_input,
                     .client_recent_max_output_buffer = totals.max_output,
                     .paused_reason = (uint64_t)reason,
                     .paused_actions = exec_paused & PAUSED_ALL ? 2 : exec_paused,
                     .paused_timeout_ms = paused_until > now ? (uint64_t)(paused_until - now) : 0,
                     .commands = exec_stats.commands,
                     .errors = exec_stats.errors,
                     .unexpected_errors = exec_stats.unexpected_errors,
                     .denied_auth = acl_stats.denied[ACL_DENIED_AUTH],
                     .denied_command = acl_stats.denied[ACL_DENIED_COMMAND],
                     .denied_key = acl_stats.denied[ACL_DENIED_KEY],
                     .denied_channel = acl_stats.denied[ACL_DENIED_CHANNEL],
                     .hits = keyspace_stats.hits,
                     .misses = keyspace_stats.misses,
                     .expired_keys = keyspace_stats.expired_keys,
                     .expired_fields = keyspace_stats.expired_fields,
                     .expire_sampled = keyspace_stats.expire_sampled,
                     .expire_cycles = keyspace_stats.expire_cycles,
                     .expire_cycle_us = keyspace_stats.expire_cycle_us,
                     .dirty = keyspace_stats.dirty,
                     .total_forks = children_stats.forks,
                     .latest_fork_us = children_stats.latest_ns / 1000,
                     .watching_clients = multi_stats.watchers,
                     .watched_keys = multi_stats.watched_keys,
                     .clients_in_timeout_table = blocking_stats.deadlines,
                     .blocking_keys = blocking_stats.keys,
                     .blocking_keys_on_nokey = blocking_stats.nokeys,
                     .pubsub_channels = pubsubCount(PUBSUB_CHANNEL),
                     .pubsub_patterns = pubsubCount(PUBSUB_PATTERN),
                     .pubsubshard_channels = pubsubCount(PUBSUB_SHARD),
                     .tracking_clients = tracking_stats.clients,
                     .tracking_total_keys = tracking_stats.keys,
                     .tracking_total_items = tracking_stats.items,
                     .tracking_total_prefixes = trackingPrefixes(),
                     .migrate_targets = migrateTargets(),
                     .pubsub_clients = pubsub_stats.clients,
                     .used_memory = zmallocUsed(),
                     .mem_not_counted_for_evict = zmallocUsed() - evictUsed(),
                     .mem_aof_buffer = evict_uncounted[UNCOUNTED_AOF],
                     .peak_memory = zmallocPeak(),
                     .events = traceEventsWritten()};
}

unsigned vkCommandsRead(vkCommandStats *out, unsigned room) {
    unsigned n = 0;
    for (unsigned i = 1; i <= commandCount() && n < room; i++) {
        const command *c = commandById(i);
        if (!c->calls && !c->rejected)
            continue;
        vkCommandStats *s = &out[n++];
        memcpy(s->name, c->name, sizeof(s->name));
        s->id = i;
        s->calls = c->calls;
        s->rejected = c->rejected;
        s->failed = c->failed;
        s->ns = c->ns;
        s->p50_ns = histPercentile(&c->times, 50);
        s->p99_ns = histPercentile(&c->times, 99);
        s->p999_ns = histPercentile(&c->times, 99.9);
        s->queued_p99_ns = histPercentile(&c->queued, 99);
    }
    return n;
}

unsigned vkDbsRead(vkDbStats *out, unsigned room) {
    unsigned n = 0;
    for (int i = 0; i < keyspaceDatabases() && n < room; i++) {
        const db *d = dbCreated(i);
        if (d && kvstoreSize(d->keys))
            out[n++] =
                (vkDbStats){i, kvstoreSize(d->keys), kvstoreSize(d->expires), d->nvolatiles, (uint64_t)d->avg_ttl};
    }
    return n;
}

unsigned vkErrorsRead(vkErrorStats *out, unsigned room) {
    const errorCount *list;
    unsigned n = errorsList(&list);
    for (unsigned i = 0; i < n && i < room; i++) {
        memcpy(out[i].code, list[i].code, sizeof(out[i].code));
        out[i].times = list[i].times;
    }
    return n < room ? n : room;
}

void vkCommandTimes(unsigned id, const double *percentiles, unsigned n, uint64_t *out) {
    const command *c = commandById(id);
    for (unsigned i = 0; i < n; i++)
        out[i] = c ? histPercentile(&c->times, percentiles[i]) : 0;
}

bool vkLatencyRead(unsigned i, vkLatencyEvent *event, vkLatencySample *out) {
    if (i >= latencyCount())
        return false;
    const latencyEvent *e = latencyAt(i);
    *event = (vkLatencyEvent){.max_ms = e->max, .sum_ms = e->sum, .times = e->many};
    snprintf(event->name, sizeof(event->name), "%s", e->name);
    for (unsigned k = 0; k < LATENCY_SAMPLES; k++) {
        const latencyPoint *p = latencyOldest(e, k);
        if (p->time_s)
            out[event->samples++] = (vkLatencySample){p->time_s, p->ms};
    }
    return true;
}

const char *vkSnapshot(const char *const *names, int n, size_t *len) {
    static replySink sink, json;
    session nobody = {.authenticated = true, .user = ACL_NOBODY};
    sink.len = 0;
    sink.resp = 3;
    execContext x = {.session = &nobody, .out = &sink, .behind = EVENT_NOBODY, .slot = EVENT_NOBODY};
    scopeSnapshotWrite(&x, names, n);
    sinkAppend(&sink, "", 1); /* the reader looks for line ends: text must end */
    json.len = 0;
    jsonOfResp(sink.buf, &json);
    *len = json.len;
    return json.buf;
}

bool vkFlight(const char *dir, size_t len, uint64_t tick_ns, uint64_t p99_ns, uint64_t seconds, uint64_t interval_ns) {
    VK_ENTER;
    if (len >= sizeof(flight_config.dir))
        return false;
    memcpy(flight_config.dir, dir, len);
    flight_config.dir[len] = 0;
    flight_config.tick_ns = tick_ns;
    flight_config.p99_ns = p99_ns;
    flight_config.seconds = seconds;
    flight_config.min_interval_ns = interval_ns;
    traceTickThresholds(trace_stats.tick_slow_ns);
    return true;
}

void vkStatsReset(void) {
    VK_ENTER;
    commandResetStats();
    memset(&reactor_stats, 0, sizeof(reactor_stats));
    exec_stats = (execStats){0};
    errorsReset();
    repl_stats = (replStats){0};
    bgsave.saves = 0;
    traceStatsReset();
    lazyfreeResetStats();
    keyspace_stats = (keyspaceStats){.dirty = keyspace_stats.dirty};
    scriptStatsReset();
    clusterForgetCounters();
}

void vkEvent(unsigned type, uint64_t span_ns, uint32_t subject, uint64_t value, int64_t number, const char *text,
             size_t len) {
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    size_t n = 0;
    if (type == 0 || type >= EVENT_TYPES)
        return;
    if (number >= 0) {
        memcpy(payload, &(uint32_t){(uint32_t)number}, 4);
        n = 4;
    }
    if (text)
        n += traceText(payload + n, text, len);
    traceEmit((enum eventType)type, span_ns, subject, value, payload, n);
}

void vkClientClose(uint32_t slot, uint32_t generation) {
    VK_ENTER;
    client *c = reactorClient(slot, generation);
    if (c)
        clientClose(c, CLOSE_KILLED);
}
