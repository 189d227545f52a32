/* script_commands.c: SCRIPT: the cache of scripts, the one that runs, and debugging. */
#include "exec/exec.h"
#include "gen/commands.h"
#include "script/debug.h"
#include "script/eval.h"
#include <string.h>

static void scriptExists(execContext *x) {
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++)
        replyLong(x, evalScriptBySha(x->argv[i].ptr, x->argv[i].len, argHash(x, i)) != NULL);
}

/* ASYNC and SYNC are the same here: an interpreter of scripts is small. */
static void scriptFlush(execContext *x) {
    if (x->argc > 3 || (x->argc == 3 && !argIs(x, 2, "sync") && !argIs(x, 2, "async"))) {
        replyErrorC(x, "ERR SCRIPT FLUSH only support SYNC|ASYNC option");
        return;
    }
    evalFlush();
    replyOk(x);
}

static void scriptLoadIt(execContext *x) {
    evalScript *s = evalScriptOf(x, x->argv[2].ptr, x->argv[2].len, argHash(x, 2), true);
    if (s)
        replyBulkC(x, s->sha);
}

static void scriptShow(execContext *x) {
    const evalScript *s = evalScriptBySha(x->argv[2].ptr, x->argv[2].len, argHash(x, 2));
    if (s) {
        replyBulk(x, s->source, s->len);
    } else {
        replyErrorC(x, "NOSCRIPT No matching script.");
    }
}

static void scriptKillIt(execContext *x) {
    scriptKill(x, SCRIPT_EVAL);
}

static void scriptDebugMode(execContext *x) {
    static const char *const modes[] = {[DEBUG_NOT] = "no", [DEBUG_FORKED] = "yes", [DEBUG_SYNC] = "sync"};
    if (x->out->len > x->out->sent) {
        replyErrorC(x, "ERR SCRIPT DEBUG must be called outside a pipeline");
        return;
    }
    for (uint8_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
        if (argIs(x, 2, modes[i])) {
            x->session->script_debug = i;
            replyOk(x);
            return;
        }
    replyErrorC(x, "ERR Use SCRIPT DEBUG YES/SYNC/NO");
}

static void scriptHelp(execContext *x) {
    static const char *const lines[] = {
        "DEBUG (YES|SYNC|NO)",
        "    Debug what this connection runs by EVAL: in a child that is thrown away, or",
        "    here, while the server waits.",
        "EXISTS <sha1> [<sha1> ...]",
        "    Say of each script whether it is kept.",
        "FLUSH [ASYNC|SYNC]",
        "    Forget all scripts.",
        "KILL",
        "    End the script that runs, unless it has written.",
        "LOAD <script>",
        "    Compile a script and keep it; it is not run.",
        "SHOW <sha1>",
        "    Print a script's source.",
        NULL};
    replyHelp(x, lines);
}

void scriptCommand(execContext *x) {
    static const struct {
        const char *name;
        void (*run)(execContext *x);
    } all[] = {{"exists", scriptExists}, {"flush", scriptFlush},     {"load", scriptLoadIt}, {"show", scriptShow},
               {"kill", scriptKillIt},   {"debug", scriptDebugMode}, {"help", scriptHelp}};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (strcmp(all[i].name, x->cmd->spec->name) == 0)
            all[i].run(x);
}
