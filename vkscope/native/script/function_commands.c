/* function_commands.c: FCALL, and FUNCTION for those who bring and look after libraries. */
#include "exec/exec.h"
#include "gen/commands.h"
#include "script/function.h"
#include "trace/trace.h"
#include <ctype.h>
#include <string.h>

/* --- FCALL --- */

uint32_t functionCommandFlags(const execContext *x, uint32_t flags) {
    const function *f = x->argc > 1 ? functionFind(x->argv[1].ptr, x->argv[1].len) : NULL;
    return f ? scriptCommandFlags(flags, f->flags) : flags;
}

static void call(execContext *x, bool read_only) {
    if (unlikely(exec_monitors))
        exec_feed_monitors(x); /* before what it calls */
    function *f = functionFind(x->argv[1].ptr, x->argv[1].len);
    long long keys;
    scriptRun run;
    if (unlikely(x->script != NULL)) {
        replyErrorC(x, "ERR FCALL cannot be called from a script"); /* where DEBUG lets it come so far */
    } else if (unlikely(!f)) {
        replyErrorC(x, "ERR Function not found");
    } else if (unlikely(!string2ll(x->argv[2].ptr, x->argv[2].len, &keys))) {
        replyErrorC(x, "ERR Bad number of keys provided");
    } else if (unlikely(keys > x->argc - 3)) {
        replyErrorC(x, "ERR Number of keys can't be greater than number of args");
    } else if (unlikely(keys < 0)) {
        replyErrorC(x, "ERR Number of keys can't be negative");
    } else if (likely(scriptBegin(&run, x, f->library->engine, &f->use, f->flags, read_only))) {
        int n = (int)keys;
        f->library->engine->call(&run, f->handle, x->argv + 3, n, x->argv + 3 + n, x->argc - 3 - n);
        scriptEnd(&run);
    }
}

void fcallCommand(execContext *x) {
    call(x, false);
}

void fcallroCommand(execContext *x) {
    call(x, true);
}

/* --- FUNCTION --- */

static void loadLibrary(execContext *x) {
    bool replace = false;
    int at = 2;
    for (; at < x->argc - 1; at++) {
        if (!argIs(x, at, "replace")) {
            replyErrorFmt(x, "ERR Unknown option given: %.*s", (int)x->argv[at].len, x->argv[at].ptr);
            return;
        }
        replace = true;
    }
    uint64_t start = clockMonoNs();
    functionLibrary *lib;
    const char *why =
        functionSetLoad(functionsInUse(), x->argv[at].ptr, x->argv[at].len, replace, FUNCTION_LOAD_MS, &lib);
    if (why) {
        replyErrorFmt(x, "ERR %s", why);
        return;
    }
    uint64_t now = clockMonoNs();
    script_stats.loaded++;
    evScriptLoaded(now, now - start, x->slot, lib->code_len, EVENT_SCRIPT_KIND_FUNCTION, lib->engine->id,
                   (uint32_t)script_stats.libraries, lib->name, lib->name_len);
    keyspace_stats.dirty++;
    replyBulk(x, lib->name, lib->name_len);
}

static void deleteLibrary(execContext *x) {
    const execArg *name = &x->argv[2];
    if (!functionSetDelete(functionsInUse(), name->ptr, name->len)) {
        replyErrorC(x, "ERR Library not found");
        return;
    }
    keyspace_stats.dirty++;
    replyOk(x);
}

/* SYNC and ASYNC are the same here: what functions hold goes at once, with its interpreter. */
static void flush(execContext *x) {
    if (x->argc > 3) {
        replyErrorSubcommand(x);
        return;
    }
    if (x->argc == 3 && !argIs(x, 2, "sync") && !argIs(x, 2, "async")) {
        replyErrorC(x, "ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        return;
    }
    functionsFlush();
    keyspace_stats.dirty++;
    replyOk(x);
}

/* LUA: how engines are called since there was one. */
static void replyEngine(execContext *x, const scriptEngine *engine) {
    char name[32];
    size_t len = 0;
    for (; engine->name[len] && len < sizeof(name); len++)
        name[len] = (char)toupper((unsigned char)engine->name[len]);
    replyBulk(x, name, len);
}

static void replyFunction(execContext *x, const function *f) {
    long flags = 0;
    replyMap(x, 3);
    replyBulkC(x, "name");
    replyBulk(x, f->use.name, f->name_len);
    replyBulkC(x, "description");
    if (f->description) {
        replyBulk(x, f->description, f->description_len);
    } else {
        replyNull(x);
    }
    replyBulkC(x, "flags");
    for (unsigned i = 0; scriptFlagName(i); i++)
        flags += (f->flags & scriptFlagByName(scriptFlagName(i), strlen(scriptFlagName(i)))) != 0;
    replySet(x, flags);
    for (unsigned i = 0; scriptFlagName(i); i++)
        if (f->flags & scriptFlagByName(scriptFlagName(i), strlen(scriptFlagName(i))))
            replyStatus(x, scriptFlagName(i));
}

static void replyLibrary(execContext *x, const functionLibrary *lib, bool code) {
    replyMap(x, code ? 4 : 3);
    replyBulkC(x, "library_name");
    replyBulk(x, lib->name, lib->name_len);
    replyBulkC(x, "engine");
    replyEngine(x, lib->engine);
    replyBulkC(x, "functions");
    replyArray(x, lib->count);
    for (unsigned i = 0; i < lib->count; i++)
        replyFunction(x, lib->functions[i]);
    if (code) {
        replyBulkC(x, "library_code");
        replyBulk(x, lib->code, lib->code_len);
    }
}

/* False: the error is written. */
static bool listOptions(execContext *x, const execArg **pattern, bool *code) {
    for (int i = 2; i < x->argc; i++) {
        if (!*code && argIs(x, i, "withcode")) {
            *code = true;
        } else if (!*pattern && argIs(x, i, "libraryname")) {
            if (i + 1 >= x->argc) {
                replyErrorC(x, "ERR library name argument was not given");
                return false;
            }
            *pattern = &x->argv[++i];
        } else {
            replyErrorFmt(x, "ERR Unknown argument %.*s", (int)x->argv[i].len, x->argv[i].ptr);
            return false;
        }
    }
    return true;
}

static void list(execContext *x) {
    const execArg *pattern = NULL;
    bool code = false;
    if (!listOptions(x, &pattern, &code))
        return;
    size_t handle = replyDeferredLen(x);
    long n = 0;
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, functionsInUse()->libraries, 0);
    while (hashtableNext(&it, &entry)) {
        const functionLibrary *lib = entry;
        if (pattern && !globMatch(pattern->ptr, pattern->len, lib->name, lib->name_len, true))
            continue;
        replyLibrary(x, lib, code);
        n++;
    }
    hashtableCleanupIterator(&it);
    replySetDeferredArray(x, handle, n);
}

static void replyRunning(execContext *x, const scriptRun *run) {
    const execContext *caller = run->x;
    replyMap(x, 3);
    replyBulkC(x, "name");
    replyBulkC(x, run->use->name);
    replyBulkC(x, "command");
    replyArray(x, caller->argc);
    for (int i = 0; i < caller->argc; i++)
        replyBulk(x, caller->argv[i].ptr, caller->argv[i].len);
    replyBulkC(x, "duration_ms");
    replyLong(x, (long long)(clockTicksToNs(clockTicks() - run->start) / 1000000));
}

static void stats(execContext *x) {
    if (script_running && script_running->use->kind == SCRIPT_EVAL) {
        const char *busy = scriptBusyText();
        replyErrorC(x, busy ? busy : "BUSY Valkey is busy running a script.");
        return;
    }
    replyMap(x, 2);
    replyBulkC(x, "running_script");
    if (script_running) {
        replyRunning(x, script_running);
    } else {
        replyNull(x);
    }
    replyBulkC(x, "engines");
    long engines = 0;
    while (scriptEngineAt((unsigned)engines))
        engines++;
    replyMap(x, engines);
    for (unsigned i = 0; scriptEngineAt(i); i++) {
        uint64_t libraries, functions;
        functionsCount(scriptEngineAt(i), &libraries, &functions);
        replyEngine(x, scriptEngineAt(i));
        replyMap(x, 2);
        replyBulkC(x, "libraries_count");
        replyLong(x, (long long)libraries);
        replyBulkC(x, "functions_count");
        replyLong(x, (long long)functions);
    }
}

static void help(execContext *x) {
    static const char *const lines[] = {
        "DELETE <LIBRARY NAME>",
        "    Forget a library and its functions.",
        "DUMP",
        "    Return all libraries as one payload for FUNCTION RESTORE.",
        "FLUSH [ASYNC|SYNC]",
        "    Forget all libraries.",
        "KILL",
        "    End the function that runs, if it has written nothing yet.",
        "LIST [LIBRARYNAME PATTERN] [WITHCODE]",
        "    Return libraries, all or those whose names match, with their engines and functions.",
        "    * WITHCODE: with their sources too.",
        "LOAD [REPLACE] <FUNCTION CODE>",
        "    Compile a library and keep it. The first line of the source names engine and library.",
        "    * REPLACE: in place of the library of the same name.",
        "RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]",
        "    Take the libraries of a payload of FUNCTION DUMP.",
        "    * APPEND (default): none of them may be here already.",
        "    * REPLACE: in place of those of the same name.",
        "    * FLUSH: in place of all.",
        "STATS",
        "    Return the function that runs, and counts for each engine.",
        NULL};
    replyHelp(x, lines);
}

void functionCommand(execContext *x) {
    if (unlikely(x->script != NULL)) /* DEBUG may let scripts call everything; not what would take them away */
        replyErrorC(x, "ERR FUNCTION cannot be called from a script");
    else if (argIs(x, 1, "load"))
        loadLibrary(x);
    else if (argIs(x, 1, "list"))
        list(x);
    else if (argIs(x, 1, "delete"))
        deleteLibrary(x);
    else if (argIs(x, 1, "flush"))
        flush(x);
    else if (argIs(x, 1, "dump"))
        functionsDump(x);
    else if (argIs(x, 1, "restore"))
        functionsRestore(x);
    else if (argIs(x, 1, "stats"))
        stats(x);
    else if (argIs(x, 1, "kill"))
        scriptKill(x, SCRIPT_FUNCTION);
    else if (argIs(x, 1, "help"))
        help(x);
    else
        replyErrorSubcommand(x);
}
