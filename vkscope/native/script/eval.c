/* eval.c: see eval.h: EVAL, EVALSHA and their _RO forms. */
#include "exec/exec.h"
#include "ds/hashtable.h"
#include "gen/commands.h"
#include "script/debug.h"
#include "script/eval.h"
#include "script/function.h"
#include <ctype.h>
#include <string.h>

enum { SHA_LEN = SHA1_BYTES * 2 };

static hashtable *by_sha, *by_source;
static evalScript *oldest, *newest; /* of those that came by EVAL */
static unsigned nevals;
static size_t bytes;
static scriptRun the_run;

static const char *shaOf(const void *entry, size_t *len) {
    *len = SHA_LEN;
    return ((const evalScript *)entry)->sha;
}

static const char *sourceOf(const void *entry, size_t *len) {
    const evalScript *s = entry;
    *len = s->len;
    return s->source;
}

static const hashtableType sha_type = {.entryKeyBytes = shaOf}, source_type = {.entryKeyBytes = sourceOf};

/* ------------------------------------------------------------------------------------------------- oldest and newest
 */

static void unlinkEval(evalScript *s) {
    *(s->older ? &s->older->newer : &oldest) = s->newer;
    *(s->newer ? &s->newer->older : &newest) = s->older;
    s->older = s->newer = NULL;
    nevals--;
}

static void linkEval(evalScript *s) {
    s->older = newest;
    s->newer = NULL;
    *(newest ? &newest->newer : &oldest) = s;
    newest = s;
    nevals++;
}

static void touch(evalScript *s) {
    if (s->loaded || s == newest)
        return;
    unlinkEval(s);
    linkEval(s);
}

/* ------------------------------------------------------------------------------------------------------- the scripts
 */

static void forget(evalScript *s) {
    hashtablePopBytes(by_sha, s->sha, SHA_LEN, sipHash(s->sha, SHA_LEN));
    hashtablePopBytes(by_source, s->source, s->len, sipHash(s->source, s->len));
    if (!s->loaded)
        unlinkEval(s);
    s->use.engine->release(SCRIPT_EVAL, s->handle);
    scriptUseDrop(&s->use);
    bytes -= zmallocSize(s);
    zfree(s);
}

static void evictOldest(void) {
    evalScript *s = oldest;
    script_stats.evicted++;
    if (traceOn(CLASS_SCRIPT)) {
        uint64_t now = clockMonoNs();
        evScriptForgotten(now, EVENT_SCRIPT_GONE_HOW_EVICTED, evalCount() - 1, (now - s->use.since_ns) / 1000000,
                          s->use.calls, s->sha, SHA_LEN);
    }
    forget(s);
}

/* The words behind "#!lua". False: answered. */
static bool readFlags(execContext *x, const scriptShebang *line, unsigned *flags) {
    const char *wrong;
    size_t len;
    *flags = 0;
    for (int i = 0; i < line->nwords; i++) {
        if (scriptFlagsRead(line->words[i], flags, &wrong, &len))
            continue;
        if (wrong) {
            replyErrorFmt(x, "ERR Unexpected flag in script shebang: %.*s", (int)len, wrong);
        } else {
            replyErrorFmt(x, "ERR Unknown lua shebang option: %s", line->words[i]);
        }
        return false;
    }
    return true;
}

/* The engine that the first line names, Lua without one. NULL: answered. */
static const scriptEngine *readLine(execContext *x, const scriptShebang *line, const char *why, unsigned *flags) {
    *flags = SCRIPT_COMPAT;
    if (why) {
        replyErrorFmt(x, "ERR %s", why);
        return NULL;
    }
    if (!line->engine)
        return scriptEngineByName("lua", 3);
    const scriptEngine *engine = strcmp(line->engine, "lua") == 0 ? scriptEngineByName("lua", 3) : NULL;
    if (!engine)
        replyErrorFmt(x, "ERR Unexpected engine in script shebang: #!%s", line->engine);
    return engine && readFlags(x, line, flags) ? engine : NULL;
}

static evalScript *keep(const scriptLoad *load, const scriptEngine *engine, const char *source, size_t len,
                        uint64_t hash, bool loaded) {
    evalScript *s = zcalloc(1, sizeof(*s) + len + 1);
    s->use = (scriptUse){.name = s->sha, .library = "", .engine = engine, .kind = SCRIPT_EVAL, .bytes = len};
    s->loaded = loaded;
    s->handle = load->handle;
    s->len = len;
    memcpy(s->source, source, len);
    sha1Hex(s->sha, source, len);
    hashtableInsertNewWithHash(by_sha, s, sipHash(s->sha, SHA_LEN));
    hashtableInsertNewWithHash(by_source, s, hash);
    scriptUseAdd(&s->use);
    bytes += zmallocSize(s);
    if (!loaded)
        linkEval(s);
    script_stats.loaded++;
    return s;
}

static evalScript *compile(execContext *x, const char *source, size_t len, uint64_t hash, bool loaded) {
    scriptShebang line;
    unsigned flags;
    const char *why = scriptShebangRead(source, len, &line);
    const scriptEngine *engine = readLine(x, &line, why, &flags);
    size_t skip = line.len;
    scriptShebangFree(&line);
    if (!engine)
        return NULL;
    scriptLoad load = {.kind = SCRIPT_EVAL, .code = source + skip, .len = len - skip};
    uint64_t start = clockTicks();
    engine->compile(&load);
    if (load.error) {
        replyErrorFmt(x, "ERR Error compiling script (new function): %s", load.error);
        zfree(load.error);
        return NULL;
    }
    if (!loaded && nevals >= EVALS_KEPT)
        evictOldest();
    evalScript *s = keep(&load, engine, source, len, hash, loaded);
    s->flags = flags;
    if (traceOn(CLASS_SCRIPT))
        evScriptLoaded(clockMonoNs(), clockTicksToNs(clockTicks() - start), x->slot, len,
                       loaded ? EVENT_SCRIPT_KIND_LOAD : EVENT_SCRIPT_KIND_EVAL, engine->id, (uint32_t)evalCount(),
                       s->sha, SHA_LEN);
    return s;
}

static evalScript *known(const char *source, size_t len, uint64_t hash) {
    void **at = hashtableFindBytes(by_source, source, len, hash);
    return at ? *at : NULL;
}

evalScript *evalScriptOf(execContext *x, const char *source, size_t len, uint64_t hash, bool loaded) {
    evalScript *s = known(source, len, hash);
    if (unlikely(!s))
        return compile(x, source, len, hash, loaded);
    if (loaded && !s->loaded) {
        unlinkEval(s);
        s->loaded = true;
    }
    return s;
}

evalScript *evalScriptBySha(const char *sha, size_t len, uint64_t hash) {
    if (len != SHA_LEN)
        return NULL;
    void **at = hashtableFindBytes(by_sha, sha, len, hash);
    if (at)
        return *at;
    char lower[SHA_LEN];
    for (int i = 0; i < SHA_LEN; i++)
        lower[i] = (char)tolower((unsigned char)sha[i]);
    at = hashtableFindBytes(by_sha, lower, SHA_LEN, sipHash(lower, SHA_LEN));
    return at ? *at : NULL;
}

void evalFlush(void) {
    size_t n = evalCount();
    uint64_t now = clockMonoNs();
    while (newest)
        forget(newest);
    for (scriptUse *u = script_uses, *next; u; u = next) {
        next = u->next;
        if (u->kind == SCRIPT_EVAL)
            forget((evalScript *)u); /* `use` is its first member */
    }
    for (unsigned i = 0; scriptEngineAt(i); i++)
        scriptEngineAt(i)->reset(SCRIPT_EVAL);
    if (n)
        evScriptForgotten(now, EVENT_SCRIPT_GONE_HOW_FLUSH, 0, 0, n, "", 0);
}

size_t evalCount(void) {
    return hashtableSize(by_sha);
}

size_t evalBytes(void) {
    return bytes;
}

/* ---------------------------------------------------------------------------------------------------------- commands
 */

static bool isSha(const execContext *x) {
    void (*proc)(execContext *) = x->cmd->spec->proc;
    return proc == evalshaCommand || proc == evalshaRoCommand;
}

/* What the gate asks: a script that says what it does is let in by that, not by what EVAL might do. */
static uint32_t flagsFor(const execContext *x, uint32_t flags) {
    void (*proc)(execContext *) = x->cmd->spec->proc;
    unsigned script_flags = SCRIPT_COMPAT;
    if (isSha(x)) {
        const evalScript *s = evalScriptBySha(x->argv[1].ptr, x->argv[1].len, argHash(x, 1));
        script_flags = s ? s->flags : SCRIPT_COMPAT;
    } else if (proc == evalCommand || proc == evalRoCommand) {
        const evalScript *s = known(x->argv[1].ptr, x->argv[1].len, argHash(x, 1));
        script_flags = s ? s->flags : scriptFlagsOfSource(x->argv[1].ptr, x->argv[1].len);
    }
    if (proc == fcallCommand || proc == fcallroCommand)
        return functionCommandFlags(x, flags);
    return scriptCommandFlags(flags, script_flags);
}

/* How many of the words behind argv[2] are keys; -1: answered. */
int scriptKeys(execContext *x) {
    long long n;
    if (!argLong(x, 2, &n))
        return -1;
    if (n > x->argc - 3) {
        replyErrorC(x, "ERR Number of keys can't be greater than number of args");
    } else if (n < 0) {
        replyErrorC(x, "ERR Number of keys can't be negative");
    } else {
        return (int)n;
    }
    return -1;
}

static void run(execContext *x, evalScript *s, int nkeys, bool ro) {
    if (!scriptBegin(&the_run, x, s->use.engine, &s->use, s->flags, ro))
        return;
    touch(s);
    the_run.by_sha = isSha(x);
    s->use.engine->call(&the_run, s->handle, x->argv + 3, nkeys, x->argv + 3 + nkeys, x->argc - 3 - nkeys);
    scriptEnd(&the_run);
}

static void evalNow(execContext *x, bool sha, bool ro) {
    int nkeys = scriptKeys(x);
    if (nkeys < 0)
        return;
    const execArg *word = &x->argv[1];
    evalScript *s = sha ? evalScriptBySha(word->ptr, word->len, argHash(x, 1))
                        : evalScriptOf(x, word->ptr, word->len, argHash(x, 1), false);
    if (s) {
        run(x, s, nkeys, ro);
    } else if (sha) {
        replyErrorC(x, "NOSCRIPT No matching script.");
    }
}

static void evalDebugged(execContext *x, bool sha, bool ro) {
    if (sha) {
        replyErrorC(x, "ERR Please use EVAL instead of EVALSHA for debugging");
    } else if (x->deny_blocking) {
        replyErrorC(x, "ERR EVAL cannot be debugged inside a transaction");
    } else if (debugBegin(x)) {
        evalNow(x, sha, ro);
        debugEnd(x);
    }
}

static void eval(execContext *x, bool sha, bool ro) {
    if (unlikely(exec_monitors))
        exec_feed_monitors(x); /* before what it calls */
    if (sha && x->argv[1].len != SHA_LEN) {
        replyErrorC(x, "NOSCRIPT No matching script.");
    } else if (unlikely(x->session->script_debug)) {
        evalDebugged(x, sha, ro);
    } else {
        evalNow(x, sha, ro);
    }
}

void evalCommand(execContext *x) {
    eval(x, false, false);
}

void evalRoCommand(execContext *x) {
    eval(x, false, true);
}

void evalshaCommand(execContext *x) {
    eval(x, true, false);
}

void evalshaRoCommand(execContext *x) {
    eval(x, true, true);
}

void evalInit(void) {
    by_sha = hashtableCreate(&sha_type);
    by_source = hashtableCreate(&source_type);
    exec_script_flags = flagsFor;
}

void evalRelease(void) {
    debugRelease();
    evalFlush();
    hashtableRelease(by_sha);
    hashtableRelease(by_source);
}
