/* script_commands.c: SCRIPT: the cache of scripts, and the one that runs. */
#include "exec/exec.h"
#include "gen/commands.h"
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

static void scriptDebug(execContext *x) {
    if (argIs(x, 2, "no")) {
        replyOk(x);
    } else if (argIs(x, 2, "yes") || argIs(x, 2, "sync")) {
        replyErrorC(x, "ERR this server has no debugger for scripts; SCOPE SUBSCRIBE scriptrun shows what they do");
    } else {
        replyErrorC(x, "ERR Use SCRIPT DEBUG YES/SYNC/NO");
    }
}

static void scriptHelp(execContext *x) {
    static const char *const lines[] = {"DEBUG (YES|SYNC|NO)",
                                        "    Not here: there is no debugger for scripts.",
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
    } all[] = {{"exists", scriptExists}, {"flush", scriptFlush}, {"load", scriptLoadIt}, {"show", scriptShow},
               {"kill", scriptKillIt},   {"debug", scriptDebug}, {"help", scriptHelp}};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (strcmp(all[i].name, x->cmd->spec->name) == 0)
            all[i].run(x);
}
