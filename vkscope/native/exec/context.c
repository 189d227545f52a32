/* context.c: the gate, and how commands read their arguments. See context.h. */
#include "exec/exec.h"
#include "gen/commands.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

execConfig exec_config = {.reply_resizing = true,
                          .reply_peak_reset_ms = 5000,
                          .proto_max_bulk_len = 512LL << 20,
                          .slow_ns = 10000000,
                          .busy_reply_ms = 5000};
enum execState exec_state;
bool exec_loading;
const char *exec_busy_text;
bool exec_oom;
uint32_t (*exec_script_flags)(const execContext *x, uint32_t flags);
bool (*exec_nested)(enum execState why);
execStats exec_stats;
unsigned exec_paused, exec_monitors;
bool exec_lacks_replicas;
const char *exec_misconf;
void (*exec_feed_monitors)(const execContext *x);
void (*exec_remember)(const execContext *x);
void (*exec_evicted)(const execContext *x);
bool (*exec_evict_clients)(execContext *x);
bool (*exec_route)(execContext *x);
void (*exec_slot_used)(const execContext *x, uint64_t ns, size_t reply_bytes);
void (*exec_python)(execContext *x);
int (*exec_fork)(uint32_t kind, uint64_t stall_ns);
clientFace (*exec_client_face)(const client *c);

clientFace execClientFace(const client *c) {
    return c && exec_client_face ? exec_client_face(c) : (clientFace){"", "", true, false};
}

void execMisconf(enum misconf who, const char *text) {
    static const char *texts[MISCONFS];
    texts[who] = text;
    exec_misconf = texts[MISCONF_RDB] ? texts[MISCONF_RDB] : texts[MISCONF_AOF];
}

static void replyUnknown(execContext *x) {
    char args[160];
    size_t used = 0;
    args[0] = 0;
    for (int i = 1; i < x->argc && used < 128; i++) {
        int n = snprintf(args + used, sizeof(args) - used, "'%.*s' ",
                         (int)(x->argv[i].len < 128 - used ? x->argv[i].len : 128 - used), x->argv[i].ptr);
        used += (size_t)n < sizeof(args) - used ? (size_t)n : sizeof(args) - used - 1;
    }
    replyErrorFmt(x, "ERR unknown command '%.*s', with args beginning with: %s",
                  (int)(x->argv[0].len < 128 ? x->argv[0].len : 128), x->argv[0].ptr, args);
}

static bool arityFits(const commandSpec *s, int argc) {
    return s->arity >= 0 ? argc == s->arity : argc >= -s->arity;
}

/* Finds the command (or subcommand) that the words name; answers the error itself when there is none. */
static command *resolve(execContext *x) {
    command *c = commandLookup(x->argv[0].ptr, x->argv[0].len);
    if (unlikely(!c)) {
        if (aclNeedsLogin(x->session)) {
            replyErrorC(x, "NOAUTH Authentication required.");
        } else {
            replyUnknown(x);
        }
        return NULL;
    }
    if (c->subs && x->argc > 1) {
        command *sub = commandLookupSub(c, x->argv[1].ptr, x->argv[1].len);
        if (!sub && !aclNeedsLogin(x->session)) {
            replyErrorUnknownSubcommand(x);
            return NULL;
        }
        if (sub)
            c = sub;
    }
    return c;
}

/* DEBUG and MODULE's loaders need a parameter that only a configuration file can set. */
static bool allowed(execContext *x) {
    bool debug = strcmp(x->cmd->spec->name, "debug") == 0;
    enum execAllowed policy = debug ? exec_config.debug_command : exec_config.module_command;
    if (policy == ALLOWED_ALL || (policy == ALLOWED_LOCAL && execClientFace(x->client).local))
        return true;
    replyErrorFmt(x,
                  "ERR %s command not allowed. If the %s option is set to \"local\", you can run it from a local "
                  "connection, otherwise you need to set this option in the configuration file, and then restart the "
                  "server.",
                  debug ? "DEBUG" : "MODULE", debug ? "enable-debug-command" : "enable-module-command");
    return false;
}

/* Nested in another command. No key is touched then, whatever the flags say: that command may be walking the table. */
static bool runsNow(execContext *x) {
    const commandSpec *s = x->cmd->spec;
    uint64_t flag = exec_state == EXEC_LOADING ? CMD_LOADING : CMD_ALLOW_BUSY;
    if (s->flags & flag && s->first_key == 0 && multiRunsNow(x, (uint32_t)flag))
        return true;
    replyErrorC(x, exec_state == EXEC_LOADING ? "LOADING Valkey is loading the dataset in memory"
                   : exec_busy_text           ? exec_busy_text
                                              : "BUSY Valkey is busy running a command that takes long.");
    return false;
}

uint32_t execFlags(const execContext *x) {
    uint32_t flags = x->cmd->spec->flags;
    return flags & CMD_NO_MANDATORY_KEYS && exec_script_flags ? exec_script_flags(x, flags) : flags;
}

/* Memory is over maxmemory: every command evicts. False: nothing may go, and this one could take more. */
static bool makeRoom(execContext *x) {
    if (exec_state != EXEC_OPEN)
        return true;
    if (exec_evict_clients && !exec_evict_clients(x))
        return false;
    enum evictResult result = evictPerform();
    if (exec_evicted)
        exec_evicted(x);
    exec_oom = result == EVICT_FAIL;
    if (!exec_oom || (!(execFlags(x) & CMD_DENYOOM) && !multiDeniesOom(x)))
        return true;
    keyspace_stats.oom_rejected++;
    flightTrigger(EVENT_TRIGGER_OOM, zmallocUsed());
    evOutOfMemoryRejected(clockMonoNs(), x->slot, zmallocUsed(), evict_config.maxmemory, x->cmd->id);
    replyErrorC(x, execOomText());
    return false;
}

/* In RESP2 a subscriber could not tell the replies of other commands from messages. */
static bool runsSubscribed(execContext *x) {
    static void (*const allowed_procs[])(execContext *) = {pingCommand,         subscribeCommand,   ssubscribeCommand,
                                                           psubscribeCommand,   unsubscribeCommand, sunsubscribeCommand,
                                                           punsubscribeCommand, quitCommand,        resetCommand};
    for (size_t i = 0; i < sizeof(allowed_procs) / sizeof(allowed_procs[0]); i++)
        if (x->cmd->spec->proc == allowed_procs[i])
            return true;
    replyErrorFmt(x,
                  "ERR Can't execute '%s': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in "
                  "this context",
                  x->cmd->name);
    return false;
}

static bool gate(execContext *x) {
    const commandSpec *s = x->cmd->spec;
    if (unlikely(!x->session->authenticated) && !(s->flags & CMD_NO_AUTH) && aclNeedsLogin(x->session)) {
        replyErrorC(x, "NOAUTH Authentication required.");
        return false;
    }
    if (unlikely(!arityFits(s, x->argc))) {
        replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", x->cmd->name);
        return false;
    }
    if (unlikely(s->flags & CMD_PROTECTED) && !allowed(x))
        return false;
    if (unlikely(x->session->multi != NULL) && !multiAllows(x))
        return false;
    if (aclMayLimit(x->session) && !aclAllows(x))
        return false;
    if (unlikely(exec_route != NULL) && !exec_route(x))
        return false;
    if (unlikely(exec_state != EXEC_OPEN) && !runsNow(x))
        return false;
    exec_oom = false;
    if (unlikely(evictNeeded()) && !makeRoom(x))
        return false;
    if (unlikely(memory_short | (x->request_bytes > MEMORY_SMALL)) && !shortageAllows(x))
        return false;
    if (unlikely(exec_misconf != NULL) && ((multiFlags(x) | execFlags(x)) & CMD_WRITE || s->proc == pingCommand)) {
        replyErrorC(x, exec_misconf);
        return false;
    }
    if (unlikely(exec_lacks_replicas) && (multiFlags(x) | execFlags(x)) & CMD_WRITE) {
        replyErrorC(x, "NOREPLICAS Not enough good replicas to write.");
        return false;
    }
    if (unlikely(x->session->replica) && s->flags & (CMD_WRITE | CMD_READONLY | CMD_MAY_REPLICATE)) {
        replyErrorC(x, "ERR Replica can't interact with the keyspace");
        return false;
    }
    return likely(!x->session->subscribed) || x->out->resp > 2 || runsSubscribed(x);
}

static bool mustWait(const execContext *x) {
    uint32_t flags = x->cmd->spec->flags & CMD_NO_MANDATORY_KEYS ? execFlags(x) : multiFlags(x);
    return exec_paused & PAUSED_ALL || flags & (CMD_WRITE | CMD_MAY_REPLICATE);
}

/* The first key among the arguments; empty where there is none. */
static execArg firstKey(const execContext *x) {
    int at = x->cmd->spec->first_key;
    return at > 0 && at < x->argc ? x->argv[at] : (execArg){"", 0};
}

static size_t requestBytes(const execContext *x) {
    size_t bytes = 0;
    for (int i = 0; i < x->argc; i++)
        bytes += x->argv[i].len;
    return bytes;
}

static void traceCommand(execContext *x, uint64_t ns, uint64_t inside_ns, bool failed, size_t reply_bytes) {
    execArg key = firstKey(x);
    uint64_t now = clockMonoNs();
    uint16_t flags = (uint16_t)((x->cmd->spec->flags & CMD_WRITE ? FLAG_COMMAND_WRITE : 0) |
                                (failed ? FLAG_COMMAND_ERROR : 0) | (x->cmd->spec->proc ? 0 : FLAG_COMMAND_PYTHON));
    uint16_t db = (uint16_t)(x->session ? x->session->dbid : 0);
    uint32_t argc = (uint32_t)x->argc;
    unsigned phase = x->cmd->spec->proc ? EVENT_PHASE_EXECUTE : EVENT_PHASE_PYTHON;
    if (trace_stats.part[phase].ns == ns)
        tracePartKey(phase, key.ptr, key.len);
    if (traceOn(CLASS_COMMAND)) {
        evCommandExecuted(now, ns, x->slot, x->queued_ns, x->cmd->id, flags, argc, 0, x->behind, x->parse_ns, db,
                          key.ptr, key.len);
        x->held = traceHeldCommand(x->held);
    }
    if (exec_config.slow_ns >= 0 && ns >= (uint64_t)exec_config.slow_ns) {
        evCommandSlow(now, ns, x->slot, x->queued_ns, x->cmd->id, flags, argc, 0, x->behind, x->parse_ns, db, key.ptr,
                      key.len);
        x->held = traceHeldCommand(x->held);
    }
    if (ns <= trace_stats.worst_floor)
        return;
    traceWorst w = {.time = now,
                    .execute_ns = ns,
                    .queued_ns = x->queued_ns,
                    .stolen_ns = traceStolen(ns),
                    .inside_ns = inside_ns < ns ? inside_ns : ns,
                    .request_bytes = requestBytes(x),
                    .reply_bytes = reply_bytes,
                    .client = x->slot,
                    .behind = x->behind,
                    .argc = argc,
                    .command = x->cmd->id,
                    .flags = flags,
                    .db = db};
    traceWorstAdd(&w, key.ptr, key.len);
}

/* Why the gate said no, by the first word of the error that it wrote behind `before`. */
static uint16_t rejectReason(const execContext *x, const char *word, size_t len) {
    static const struct {
        const char *word;
        uint16_t reason;
    } reasons[] = {{"NOAUTH", EVENT_REJECT_REASON_NOAUTH},   {"NOPERM", EVENT_REJECT_REASON_NOPERM},
                   {"OOM", EVENT_REJECT_REASON_OOM},         {"READONLY", EVENT_REJECT_REASON_READONLY},
                   {"LOADING", EVENT_REJECT_REASON_LOADING}, {"BUSY", EVENT_REJECT_REASON_BUSY}};
    for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
        if (strlen(reasons[i].word) == len && memcmp(reasons[i].word, word, len) == 0)
            return reasons[i].reason;
    if (!x->cmd)
        return EVENT_REJECT_REASON_UNKNOWN;
    if (!arityFits(x->cmd->spec, x->argc))
        return EVENT_REJECT_REASON_ARITY;
    return x->cmd->spec->flags & CMD_PROTECTED ? EVENT_REJECT_REASON_DISABLED : EVENT_REJECT_REASON_OTHER;
}

static void traceRejected(const execContext *x, size_t before) {
    const char *word = "", *end;
    size_t len = 0;
    if (x->out->len > before + 1 && x->out->buf[before] == '-') {
        word = x->out->buf + before + 1;
        end = memchr(word, ' ', x->out->len - before - 1);
        len = end ? (size_t)(end - word) : 0;
    }
    evCommandRejected(clockMonoNs(), x->slot, x->cmd ? x->cmd->id : UINT16_MAX, rejectReason(x, word, len), word, len);
}

/* The time is frozen for a pass over many commands: one that takes this long moves it on for those behind it, and for
 * those who waited for its keys. */
#define LONG_NS 1000000

void execCall(execContext *x) {
    command *c = x->cmd;
    uint32_t errors = x->out->errors;
    size_t replied = x->out->len;
    const execContext *outer = crash_running;
    crash_running = x;
    uint64_t inside = trace_stats.inside_ns;
    uint64_t dirty = keyspace_stats.dirty;
    x->propagation = PROPAGATE_OWN_WORDS;
    uint64_t start = clockTicks();
    int slot = keyspace_slot;
    keyspace_slot = x->key_slot & keyspace_slot_mask;
    propagateEnter();
    if (likely(c->spec->proc != NULL)) {
        c->spec->proc(x);
    } else {
        exec_python(x);
    }
    if (unlikely(propagateWanted()))
        propagateRan(x, dirty);
    propagateLeave();
    keyspace_slot = slot;
    uint64_t ns = clockTicksToNs(clockTicks() - start);
    if (unlikely(exec_monitors) && !x->again && !(c->spec->flags & (CMD_SKIP_MONITOR | CMD_ADMIN)))
        exec_feed_monitors(x);
    if (unlikely(exec_remember != NULL) && c->spec->flags & CMD_READONLY)
        exec_remember(x);
    crash_running = outer;
    if (unlikely(ns >= LONG_NS) && !outer)
        commandTimeSet(clockWallMs());
    if (unlikely(x->waiter != NULL)) {
        ns = x->waiter->run_ns += ns;
        if (x->outcome == EXEC_BLOCKED) { /* it counts when it is answered */
            exec_stats.commands--;
            return;
        }
    }
    c->calls++;
    c->ns += ns;
    c->failed += x->out->errors != errors;
    histAdd(&c->times, ns);
    commandCost cost = {ns, x->request_bytes, x->out->len - replied};
    if (unlikely(commandlogDue(&cost)))
        commandlogAdd(x, &cost);
    latencyAdd(c->spec->flags & CMD_FAST ? "fast-command" : "command", ns);
    if (traceOn(CLASS_COMMAND))
        histAdd(&c->queued, x->queued_ns);
    if (unlikely(exec_slot_used != NULL) && x->key_slot >= 0)
        exec_slot_used(x, ns, x->out->len - replied);
    bool slow = exec_config.slow_ns >= 0 && ns >= (uint64_t)exec_config.slow_ns;
    if (unlikely(traceCommandTimed(ns, c->id, x->slot, !c->spec->proc) || slow || traceOn(CLASS_COMMAND)))
        traceCommand(x, ns, trace_stats.inside_ns - inside, x->out->errors != errors, x->out->len - replied);
}

void execCount(execContext *x, uint64_t ns, bool failed) {
    command *c = x->cmd;
    commandCost cost = {ns, x->request_bytes, 0};
    exec_stats.commands++;
    c->calls++;
    c->ns += ns;
    c->failed += failed;
    histAdd(&c->times, ns);
    if (unlikely(exec_slot_used != NULL) && x->key_slot >= 0)
        exec_slot_used(x, ns, 0);
    if (unlikely(commandlogDue(&cost)))
        commandlogAdd(x, &cost);
}

void execRun(execContext *x) {
    size_t before = x->out->len;
    command *c = x->cmd = resolve(x);
    exec_stats.commands++;
    if (unlikely(!c || !gate(x))) {
        if (c)
            c->rejected++;
        if (traceOn(CLASS_COMMAND))
            traceRejected(x, before);
        if (unlikely(x->session->multi != NULL))
            multiRejected(x, before);
        return;
    }
    if (unlikely(exec_paused) && mustWait(x)) {
        x->outcome = EXEC_POSTPONED;
        exec_stats.commands--;
        return;
    }
    if (unlikely(x->session->multi != NULL) && multiQueues(x)) {
        exec_stats.commands--;
        return;
    }
    execCall(x);
}

#define YIELD_NS 2000000

static uint64_t ticksIn(uint64_t ns) {
    uint64_t ns_of_million = clockTicksToNs(1000000);
    return ns_of_million ? (uint64_t)((double)ns * 1000000 / (double)ns_of_million) : ns;
}

void execYieldStart(execYielder *y, enum execState why) {
    uint64_t first = why == EXEC_BUSY ? (uint64_t)exec_config.busy_reply_ms * 1000000 : YIELD_NS;
    y->next = clockTicks() + ticksIn(first);
}

void execYieldNow(execYielder *y, enum execState why) {
    if (exec_nested)
        exec_nested(exec_loading ? EXEC_LOADING : why);
    y->next = clockTicks() + ticksIn(YIELD_NS);
}

bool argIs(const execContext *x, int i, const char *word) {
    size_t len = strlen(word);
    return x->argv[i].len == len && strncasecmp(x->argv[i].ptr, word, len) == 0;
}

bool argLong(execContext *x, int i, long long *value) {
    if (string2ll(x->argv[i].ptr, x->argv[i].len, value))
        return true;
    replyErrorNotInt(x);
    return false;
}

bool argRange(execContext *x, int i, long long low, long long high, long long *value, const char *error) {
    if (string2ll(x->argv[i].ptr, x->argv[i].len, value) && *value >= low && *value <= high)
        return true;
    replyErrorC(x, error);
    return false;
}

void argRedact(execContext *x, int i) {
    x->redacted |= 1ULL << (i < 63 ? i : 63);
}

execArg argShown(const execContext *x, int i) {
    static const execArg hidden = {"(redacted)", 10};
    return x->redacted >> (i < 63 ? i : 63) & 1 ? hidden : x->argv[i];
}

char *argRetain(const execContext *x, int i) {
    char *copy = zmalloc(x->argv[i].len + 1);
    memcpy(copy, x->argv[i].ptr, x->argv[i].len);
    copy[x->argv[i].len] = 0;
    return copy;
}

static object *typed(execContext *x, object *o, enum objectType type, bool *wrong_type) {
    *wrong_type = o && o->type != type;
    if (likely(!*wrong_type))
        return o;
    replyErrorWrongType(x);
    return NULL;
}

object *argRead(execContext *x, int i, enum objectType type, bool *wrong_type) {
    return typed(x, dbRead(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i)), type, wrong_type);
}

object *argWrite(execContext *x, int i, enum objectType type, bool *wrong_type) {
    return typed(x, dbWrite(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i)), type, wrong_type);
}
