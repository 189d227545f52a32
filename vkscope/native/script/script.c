/* script.c: see script.h. */
#include "exec/exec.h"
#include "exec/command_info.h"
#include "script/debug.h"
#include "script/engine.h"
#include "base/log.h"
#include <string.h>
#include <strings.h>

#define SINK_KEPT (64 * 1024) /* room for replies that stays from one run to the next */
enum { LOOK_EVERY = 64 };     /* commands of a script between two looks at the clock */

scriptRun *script_running;
scriptStats script_stats;
scriptUse *script_uses;
static replySink kept;

/* ------------------------------------------------------------------------------------------------------------ flags */

static const char *const flag_names[] = {"no-writes", "allow-oom", "allow-stale", "no-cluster",
                                         "allow-cross-slot-keys"};
enum { FLAGS = sizeof(flag_names) / sizeof(flag_names[0]) };

unsigned scriptFlagByName(const char *name, size_t len) {
    for (unsigned i = 0; i < FLAGS; i++)
        if (strlen(flag_names[i]) == len && memcmp(flag_names[i], name, len) == 0)
            return 1u << i;
    return 0;
}

const char *scriptFlagName(unsigned i) {
    return i < FLAGS ? flag_names[i] : NULL;
}

uint32_t scriptCommandFlags(uint32_t cmd_flags, unsigned script_flags) {
    if (script_flags & SCRIPT_COMPAT)
        return cmd_flags;
    cmd_flags &= ~(uint32_t)(CMD_STALE | CMD_DENYOOM | CMD_WRITE | CMD_MAY_REPLICATE);
    if (!(script_flags & (SCRIPT_ALLOW_OOM | SCRIPT_NO_WRITES)))
        cmd_flags |= CMD_DENYOOM;
    if (!(script_flags & SCRIPT_NO_WRITES))
        cmd_flags |= CMD_WRITE;
    if (script_flags & SCRIPT_ALLOW_STALE)
        cmd_flags |= CMD_STALE;
    return cmd_flags;
}

/* ------------------------------------------------------------------------------------------------------------- costs
 */

void scriptUseAdd(scriptUse *u) {
    u->since_ns = clockMonoNs();
    u->next = script_uses;
    u->back = &script_uses;
    if (script_uses)
        script_uses->back = &u->next;
    script_uses = u;
}

void scriptUseDrop(scriptUse *u) {
    *u->back = u->next;
    if (u->next)
        u->next->back = u->back;
}

static void count(const scriptRun *run, uint64_t ns, uint64_t inside_ns) {
    scriptUse *u = run->use;
    u->calls++;
    u->ns += ns;
    u->inside_ns += inside_ns;
    u->commands += run->commands;
    run->x->session->inside += run->commands;
    u->errors += run->failed;
    script_stats.runs++;
    script_stats.commands += run->commands;
    script_stats.errors += run->failed;
}

void scriptStatsReset(void) {
    script_stats = (scriptStats){.libraries = script_stats.libraries,
                                 .functions = script_stats.functions,
                                 .function_bytes = script_stats.function_bytes};
}

static void tell(const scriptRun *run, uint64_t ns, uint64_t inside_ns) {
    const scriptUse *u = run->use;
    uint16_t kind = u->kind == SCRIPT_FUNCTION ? EVENT_SCRIPT_KIND_FUNCTION
                    : run->by_sha              ? EVENT_SCRIPT_KIND_EVALSHA
                                               : EVENT_SCRIPT_KIND_EVAL;
    uint32_t inside_us = (uint32_t)(inside_ns / 1000), slot = run->x->slot;
    uint64_t now = clockMonoNs();
    if (traceOn(CLASS_SCRIPTRUN))
        evScriptRan(now, ns, slot, run->commands, kind, run->engine->id, run->failed, run->changed, inside_us,
                    (uint32_t)(run->engine->memory(u->kind) / 1024), u->name, strlen(u->name));
    if (run->busy || (exec_config.slow_ns >= 0 && ns >= (uint64_t)exec_config.slow_ns))
        evScriptSlow(now, ns, slot, run->commands, kind, run->engine->id, run->busy, run->killed, inside_us,
                     (uint32_t)run->turns, u->name, strlen(u->name));
}

/* ------------------------------------------------------------------------------------------------- beginning and end
 */

static const char *whyRefused(const execContext *x, unsigned flags, bool ro) {
    if (flags & SCRIPT_COMPAT)
        return NULL;
    if (flags & SCRIPT_NO_CLUSTER && exec_route)
        return "ERR Can not run script on cluster, 'no-cluster' flag is set.";
    if (!(flags & SCRIPT_NO_WRITES) && ro)
        return "ERR Can not execute a script with write flag using *_ro command.";
    if (exec_oom && !(flags & (SCRIPT_ALLOW_OOM | SCRIPT_NO_WRITES)))
        return "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'";
    (void)x;
    return NULL;
}

bool scriptBegin(scriptRun *run, execContext *x, const scriptEngine *engine, scriptUse *use, unsigned flags, bool ro) {
    const char *why = whyRefused(x, flags, ro);
    if (why) {
        replyErrorC(x, why);
        return false;
    }
    bool declared = !(flags & SCRIPT_COMPAT);
    *run = (scriptRun){.x = x,
                       .engine = engine,
                       .use = use,
                       .flags = flags,
                       .read_only = ro || (declared && flags & SCRIPT_NO_WRITES),
                       .allow_oom = declared && flags & SCRIPT_ALLOW_OOM,
                       .cross_slot = !declared || flags & SCRIPT_ALLOW_CROSS_SLOT,
                       .oom = exec_oom,
                       .resp = 2,
                       .slot = x->key_slot,
                       .session = {.user = x->session->user,
                                   .dbid = x->session->dbid,
                                   .authenticated = true,
                                   .asking = x->session->asking,
                                   .readonly = x->session->readonly},
                       .out = kept,
                       .to_before = propagate_to,
                       .dirty = keyspace_stats.dirty,
                       .debug = script_debug,
                       .start = clockTicks()};
    run->out.resp = 2;
    run->out.closes = true;
    kept.buf = NULL;
    propagateNothing(x);
    script_running = run;
    return true;
}

void scriptEnd(scriptRun *run) {
    uint64_t ns = clockTicksToNs(clockTicks() - run->start);
    uint64_t inside_ns = clockTicksToNs(run->inside);
    run->changed = keyspace_stats.dirty != run->dirty;
    script_running = NULL;
    exec_busy_text = NULL;
    propagate_to = run->to_before;
    if (unlikely(run->out.cap > SINK_KEPT))
        sinkRelease(&run->out);
    kept = (replySink){.buf = run->out.buf, .cap = run->out.cap};
    count(run, ns, inside_ns < ns ? inside_ns : ns);
    if (unlikely(run->busy || traceOn(CLASS_SCRIPTRUN | CLASS_SCRIPT)))
        tell(run, ns, inside_ns < ns ? inside_ns : ns);
}

void scriptReplyError(scriptRun *run, const char *text, size_t len, bool counted) {
    execContext *x = run->x;
    while (len && (text[len - 1] == '\r' || text[len - 1] == '\n'))
        len--;
    run->failed = true;
    if (!counted) {
        exec_stats.errors++;
        errorsCountUsers(text, len);
    }
    replyErrorUncounted(x, text, len);
}

/* ---------------------------------------------------------------------------------------------------- its commands */

static const char *whyNot(const scriptRun *run, const command *c, int argc) {
    if (unlikely(!c))
        return "ERR Unknown command called from script";
    const commandSpec *s = c->spec;
    if (unlikely(s->arity >= 0 ? argc != s->arity : argc < -s->arity))
        return "ERR Wrong number of args calling command from script";
    if (unlikely(s->flags & CMD_NOSCRIPT) && (!exec_config.scripts_call_all || s->acl & ACL_SCRIPTING))
        return "ERR This Redis command is not allowed from script";
    if (unlikely(run->read_only) && s->flags & (CMD_WRITE | CMD_MAY_REPLICATE))
        return "ERR Write commands are not allowed from read-only scripts.";
    if (unlikely(exec_lacks_replicas) && s->flags & CMD_WRITE && !run->wrote)
        return "NOREPLICAS Not enough good replicas to write.";
    if (unlikely(run->oom) && s->flags & CMD_DENYOOM && !run->allow_oom && !run->wrote)
        return execOomText();
    if (unlikely(memory_short) && s->flags & CMD_DENYOOM && shortageStops(run->wrote))
        return SHORTAGE_TEXT;
    if (unlikely(exec_misconf != NULL) && s->flags & CMD_WRITE && !run->wrote)
        return exec_misconf;
    return NULL;
}

static const char *refuse(command *c, const char *why) {
    exec_stats.errors++;
    errorsCount(why, strlen(why));
    if (c)
        c->rejected++;
    return why;
}

const char *scriptCall(scriptRun *run, execArg *argv, int argc) {
    command *c = commandLookup(argv[0].ptr, argv[0].len);
    if (unlikely(c && c->subs && argc > 1))
        c = commandLookupWords(argv, argc);
    const char *why = whyNot(run, c, argc);
    if (unlikely(why != NULL))
        return refuse(c, why);
    if (unlikely(run->busy || run->commands % LOOK_EVERY == LOOK_EVERY - 1) && scriptInterrupt(run))
        return scriptKilledText(run);
    const execContext *caller = run->x;
    execContext x = {.client = caller->client,
                     .session = &run->session,
                     .out = &run->out,
                     .db = dbGet(run->session.dbid),
                     .cmd = c,
                     .argv = argv,
                     .argc = argc,
                     .first_hash = argc > 1 ? sipHash(argv[1].ptr, argv[1].len) : 0,
                     .behind = caller->behind,
                     .slot = caller->slot,
                     .deny_blocking = true,
                     .key_slot = -1,
                     .script = run};
    run->out.len = run->out.sent = 0;
    if (aclMayLimit(&run->session) && (why = aclRefusesScript(&x, run->engine->id == EVENT_SCRIPT_ENGINE_LUA)))
        return refuse(c, why);
    if (unlikely(exec_route != NULL) && !exec_route(&x)) {
        c->rejected++;
        return NULL;
    }
    run->commands++;
    run->wrote |= (c->spec->flags & CMD_WRITE) != 0;
    exec_stats.commands++;
    uint64_t before = clockTicks();
    execCall(&x);
    run->inside += clockTicks() - before;
    if (unlikely(run->out.over)) {
        run->out.over = run->out.muted = run->out.starved = false;
        return refuse(NULL, SHORTAGE_TEXT);
    }
    return NULL;
}

bool scriptSetRepl(scriptRun *run, int to) {
    (void)run;
    if (to & ~((1 << FEEDS) - 1))
        return false;
    propagate_to = (unsigned)to;
    return true;
}

/* ------------------------------------------------------------------------------------------- taking long, and ending
 */

static void becomeBusy(scriptRun *run, uint64_t ns) {
    const char *name = run->use->name;
    bool eval = run->use->kind == SCRIPT_EVAL;
    logLine(LEVEL_WARNING,
            "Slow script detected: still in execution after %llu milliseconds. You can try killing the script using "
            "the %s command. Script name is: %s.",
            (unsigned long long)(ns / 1000000), eval ? "SCRIPT KILL" : "FUNCTION KILL", name);
    run->busy = true;
    script_stats.busy++;
    exec_busy_text = scriptBusyText();
}

bool scriptInterrupt(scriptRun *run) {
    if (run->killed || run->debug) /* who debugs it has its time, and stops it */
        return run->killed;
    uint64_t ns = clockTicksToNs(clockTicks() - run->start);
    if (!run->busy) {
        if (exec_config.busy_reply_ms <= 0 || ns < (uint64_t)exec_config.busy_reply_ms * 1000000)
            return false;
        becomeBusy(run, ns);
        run->turns++;
        execYieldNow(&run->yielder, EXEC_BUSY);
        return run->killed;
    }
    if (clockTicks() >= run->yielder.next) {
        run->turns++;
        execYieldNow(&run->yielder, EXEC_BUSY);
    }
    return run->killed;
}

const char *scriptKilledText(const scriptRun *run) {
    return run->use->kind == SCRIPT_EVAL ? "ERR Script killed by user with SCRIPT KILL."
                                         : "ERR Script killed by user with FUNCTION KILL.";
}

const char *scriptBusyText(void) {
    if (!script_running || !script_running->busy)
        return NULL;
    return script_running->use->kind == SCRIPT_EVAL
               ? "BUSY Valkey is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."
               : "BUSY Valkey is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.";
}

static const char *whyUnkillable(enum scriptKind kind) {
    const scriptRun *run = script_running;
    if (!run)
        return "NOTBUSY No scripts in execution right now.";
    if (run->wrote)
        return "UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait "
               "the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command.";
    return run->use->kind != kind ? scriptBusyText() : NULL;
}

void scriptKill(execContext *x, enum scriptKind kind) {
    const char *why = whyUnkillable(kind);
    if (why) {
        replyErrorC(x, why);
        return;
    }
    script_running->killed = true;
    script_stats.killed++;
    logLine(LEVEL_NOTICE, "%s", scriptKilledText(script_running) + 4);
    replyOk(x);
}

void scriptStop(void) {
    if (script_running)
        script_running->killed = true;
}
