/* script.h: a script or function under way: what it may do, whom it works for, what it costs. No engine is known here.
 *
 * Words   script: source that came by EVAL or SCRIPT LOAD.  function: a named one of a library (FUNCTION LOAD).
 *         run: one call of either; at most one at a time.  caller: the context of the EVAL or FCALL.
 *         busy: it runs for longer than busy-reply-threshold, and others are served meanwhile.
 * Rules   An engine touches the server by scriptCall and scriptInterrupt only. What the run calls propagates, counts
 * and is logged command by command; the EVAL itself says nothing to the stream (exec/propagate.h). Design  gate ->
 * evalCommand -> scriptBegin -> engine->call -> [scriptCall -> execCall]* -> scriptEnd Events  ScriptRan, ScriptSlow.
 */
#ifndef VK_SCRIPT_H
#define VK_SCRIPT_H
#include "exec/context.h"

enum scriptKind { SCRIPT_EVAL, SCRIPT_FUNCTION, SCRIPT_KINDS };

/* What a script says of itself in its first line, a function when it is registered. */
enum {
    SCRIPT_NO_WRITES = 1u << 0,
    SCRIPT_ALLOW_OOM = 1u << 1,
    SCRIPT_ALLOW_STALE = 1u << 2,
    SCRIPT_NO_CLUSTER = 1u << 3,
    SCRIPT_ALLOW_CROSS_SLOT = 1u << 4,
    SCRIPT_COMPAT = 1u << 5 /* a script without a first line: it may do what old ones could */
};
unsigned scriptFlagByName(const char *name, size_t len); /* "no-writes"; 0: there is none */
const char *scriptFlagName(unsigned i); /* the i-th, as FUNCTION LIST shows them; NULL behind the last */
uint32_t scriptCommandFlags(uint32_t cmd_flags, unsigned script_flags); /* CMD_* that hold for a call of it */

typedef struct scriptEngine scriptEngine; /* engine.h */

/* What a script or function has cost so far; a member of whatever is kept of it. */
typedef struct scriptUse {
    struct scriptUse *next, **back; /* all of them, for the snapshot */
    const char *name;               /* SHA1, or the function's name; lives as long as this */
    const char *library;            /* "" of scripts */
    const scriptEngine *engine;
    enum scriptKind kind;
    uint64_t calls, ns, inside_ns, errors, commands, bytes; /* bytes: of the source */
    uint64_t since_ns;                                      /* when it was loaded */
} scriptUse;
void scriptUseAdd(scriptUse *u); /* fields set; since_ns is set here */
void scriptUseDrop(scriptUse *u);
extern scriptUse *script_uses; /* all of them, newest first */

struct scriptRun {
    execContext *x; /* the EVAL or FCALL: its sink takes the reply */
    const scriptEngine *engine;
    scriptUse *use;
    unsigned flags;  /* SCRIPT_* */
    bool read_only;  /* an _RO command, or no-writes */
    bool allow_oom;  /* memory is no reason to refuse its commands */
    bool cross_slot; /* its keys may live in several slots */
    bool oom;        /* memory was over the limit when it began */
    bool wrote;      /* it has called a command that may write: it can be killed no more */
    bool busy, killed, failed;
    bool by_sha;     /* EVALSHA called it */
    uint8_t resp;    /* of the replies that it gets; 2 when it begins */
    int slot;        /* in a cluster, where its keys live; -1: not known yet */
    session session; /* its own: SELECT in it does not last */
    replySink out;   /* what the command that it called has answered; the engine reads it before the next call */
    uint64_t start;  /* ticks */
    uint64_t commands, inside, turns; /* called; ticks in them; turns that ran inside it */
    uint64_t dirty;                   /* keyspace_stats.dirty, before it */
    bool changed;                     /* it changed something */
    unsigned to_before;               /* propagate_to of the caller */
    execYielder yielder;
    struct scriptDebug *debug; /* the session in which it runs (debug.h); NULL: nobody debugs it */
};
extern scriptRun *script_running; /* NULL: none */

/* False: it must not run, and x was answered why. `ro`: the command is an _RO one. */
bool scriptBegin(scriptRun *run, execContext *x, const scriptEngine *engine, scriptUse *use, unsigned flags, bool ro);
void scriptEnd(scriptRun *run);

/* --- for engines --- */

/* Runs a command for the script. NULL: it ran, and run->out holds its reply, an error perhaps. Else why it must not
 * run, code first and no '-', valid until the next call; it counts as a rejected call already. */
const char *scriptCall(scriptRun *run, execArg *argv, int argc);
/* What an engine calls at least every 0.1 ms of work, cheaply. True: stop, scriptKilledText() says why. */
bool scriptInterrupt(scriptRun *run);
const char *scriptKilledText(const scriptRun *run); /* "Script killed by user with SCRIPT KILL." */
bool scriptSetRepl(scriptRun *run, int to);         /* redis.REPL_*; false: no such bits */
/* The end of a failed run: answers the error, code first and no '-', and counts it unless `counted`. */
void scriptReplyError(scriptRun *run, const char *text, size_t len, bool counted);

/* --- for SCRIPT KILL and FUNCTION KILL --- */
void scriptKill(execContext *x, enum scriptKind kind); /* answers */
const char *scriptBusyText(void);                      /* what others are told while it is busy; NULL: none is */
void scriptStop(void);                                 /* the server ends: so must what runs */

typedef struct scriptStats {
    uint64_t runs, commands, errors, killed, busy, loaded, evicted;
    uint64_t libraries, functions, function_bytes; /* now, with their sources' bytes; kept by function.c */
} scriptStats;
extern scriptStats script_stats;

typedef struct scriptMemory {
    size_t eval, function, peak; /* of all engines: interpreters of scripts, of functions, the most since the start */
} scriptMemory;
scriptMemory scriptMemoryNow(void);
void scriptStatsReset(void);
void scopeScriptsInit(void); /* the section scripts */

/* EVAL's and FCALL's words behind argv[2]: how many are keys; -1: answered. */
int scriptKeys(execContext *x);
#endif
