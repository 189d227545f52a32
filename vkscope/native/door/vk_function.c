/* vk_function.c: the engine of Python functions, as native sees it: see server/scripting/python_engine.py.
 *
 * Rules   Python is never entered twice: while it answers a command, or runs a function, another function of this
 *         engine is refused. An error in Python does not leave Python; what it says becomes the reply here. */
#include "door/vk.h"
#include "door/enter.h"
#include "door/vk_python.h"
#include "exec/exec.h"
#include "script/engine.h"
#include "trace/trace.h"
#include <string.h>

#define ARGS_INLINE 64

static scriptLoad *loading; /* the library that Python compiles */
static scriptRun *running;  /* the function that Python runs */
static bool replied;
static size_t source_bytes; /* of what was compiled since the last reset */

static void failLoad(scriptLoad *load, const char *text, size_t len) {
    zfree(load->error);
    load->error = zmalloc(len + 1);
    memcpy(load->error, text, len);
    load->error[len] = 0;
}

static void compile(scriptLoad *load) {
    static const char busy[] = "Python answers another command", only[] = "Python has functions only";
    if (load->kind != SCRIPT_FUNCTION) {
        failLoad(load, only, strlen(only));
        return;
    }
    if (!doorIdle()) {
        failLoad(load, busy, strlen(busy));
        return;
    }
    loading = load;
    vkPyLibrary(load->code, load->len);
    loading = NULL;
    source_bytes += load->error ? 0 : load->len;
}

const char *vkLibraryAdd(int handle, const char *name, const char *description, unsigned flags) {
    if (!loading)
        return "no library is being loaded";
    scriptFunction f = {.name = name,
                        .name_len = strlen(name),
                        .description = description,
                        .description_len = description ? strlen(description) : 0,
                        .flags = flags,
                        .handle = handle};
    return loading->add(loading, &f);
}

void vkLibraryFailed(const char *text, size_t len) {
    if (loading)
        failLoad(loading, text, len);
}

static void call(scriptRun *run, int handle, const execArg *keys, int nkeys, const execArg *args, int nargs) {
    static const char busy[] = "BUSY Python answers another command";
    const char *words_inline[ARGS_INLINE], **words = words_inline;
    size_t lens_inline[ARGS_INLINE], *lens = lens_inline;
    if (!doorIdle()) {
        scriptReplyError(run, busy, strlen(busy), false);
        return;
    }
    if (nkeys + nargs > ARGS_INLINE) {
        words = zmalloc(sizeof(*words) * (size_t)(nkeys + nargs));
        lens = zmalloc(sizeof(*lens) * (size_t)(nkeys + nargs));
    }
    for (int i = 0; i < nkeys + nargs; i++) {
        const execArg *from = i < nkeys ? &keys[i] : &args[i - nkeys];
        words[i] = from->ptr;
        lens[i] = from->len;
    }
    uint64_t start = clockTicks();
    running = run;
    replied = false;
    doorLend(run->x);
    vkPyFunction(handle, run->x->out->resp, nkeys, nargs, words, lens);
    doorLend(NULL);
    running = NULL;
    if (!replied)
        scriptReplyError(run, "ERR internal error", strlen("ERR internal error"), false);
    evPythonHandlerRan(clockMonoNs(), clockTicksToNs(clockTicks() - start), run->x->slot, run->x->out->len,
                       run->use->name, strlen(run->use->name));
    if (words != words_inline) {
        zfree(words);
        zfree(lens);
    }
}

const char *vkScriptCall(int argc, const char **argv, const size_t *lens, size_t *len) {
    VK_ENTER;
    if (!running || argc < 1)
        return NULL;
    execArg args_inline[ARGS_INLINE], *args = args_inline;
    if (argc > ARGS_INLINE)
        args = zmalloc(sizeof(*args) * (size_t)argc);
    for (int i = 0; i < argc; i++)
        args[i] = (execArg){argv[i], lens[i]};
    running->out.resp = 3;
    const char *why = scriptCall(running, args, argc);
    if (args != args_inline)
        zfree(args);
    if (why) {
        running->out.len = 0;
        sinkAppend(&running->out, "-", 1);
        sinkAppend(&running->out, why, strlen(why));
        sinkAppend(&running->out, "\r\n", 2);
    }
    *len = running->out.len;
    return running->out.buf;
}

bool vkScriptStops(void) {
    VK_ENTER;
    return running && scriptInterrupt(running);
}

void vkScriptReply(const char *resp, size_t len) {
    if (running) {
        replied = true;
        replyRaw(running->x, resp, len);
    }
}

void vkScriptFailed(const char *text, size_t len, bool counted) {
    if (running) {
        replied = true;
        scriptReplyError(running, text, len, counted);
    }
}

static void release(enum scriptKind kind, int handle) {
    (void)kind;
    vkPyFunctionGone(handle);
}

static void reset(enum scriptKind kind) {
    if (kind != SCRIPT_FUNCTION)
        return;
    source_bytes = 0;
    vkPyFunctionGone(-1);
}

/* Python's own memory is outside of what this server counts: only sources are known. */
static size_t memory(enum scriptKind kind) {
    return kind == SCRIPT_FUNCTION ? source_bytes : 0;
}

static const scriptEngine python_engine = {.name = "python",
                                           .id = EVENT_SCRIPT_ENGINE_PYTHON,
                                           .compile = compile,
                                           .call = call,
                                           .release = release,
                                           .memory = memory,
                                           .peak = memory,
                                           .reset = reset};

void vkPythonEngine(void) {
    VK_ENTER;
    if (!scriptEngineByName(python_engine.name, strlen(python_engine.name)))
        scriptEngineRegister(&python_engine);
}
