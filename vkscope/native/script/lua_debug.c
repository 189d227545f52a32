/* lua_debug.c: the debugger inside the Lua engine: where a script stops, and what its user sees of its frames.
 *
 * Words   standing: the script waits for its user; what he evaluates meanwhile does not stop.
 * Rules   Called by LuaJIT's hooks, and by C functions that take long (luaInterrupt). The Lua stack is left as it was.
 * Design  LuaJIT calls the line hook again when a called function returns into the middle of a line. Such a call is
 *         passed over: a stop there would show a line twice. */
#include "exec/exec.h"
#include "script/debug.h"
#include "script/lua_engine.h"
#include <stdio.h>
#include <string.h>

enum { DEPTH = 10, ROOM = 40, FRAMES = 64, USUAL_LIMIT_MS = 5000 };

static bool standing;
static uint64_t evaluating_since; /* ticks */
/* Where the frames of the main stack stood when the hook was called last. */
static struct {
    const lua_State *L;
    int depth, lines[FRAMES];
} last;

static void add(scriptDebug *d, const char *text) {
    sinkAppend(&d->out, text, strlen(text));
}

/* ------------------------------------------------------------------------------------------------------------ values
 */

static void dump(lua_State *L, scriptDebug *d, int depth);

/* Of the table on the top: its keys are 1, 2, 3 and so on, in this order. */
static bool isArray(lua_State *L) {
    lua_Number expected = 1;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1), expected++)
        if (lua_type(L, -2) != LUA_TNUMBER || lua_tonumber(L, -2) != expected) {
            lua_pop(L, 2);
            return false;
        }
    return true;
}

static void dumpTable(lua_State *L, scriptDebug *d, int depth) {
    bool array = isArray(L), first = true;
    add(d, "{");
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        if (debugIsFull(d)) {
            lua_pop(L, 2);
            break;
        }
        if (!first)
            add(d, "; ");
        first = false;
        if (!array) {
            add(d, "[");
            lua_pushvalue(L, -2);
            dump(L, d, depth);
            lua_pop(L, 1);
            add(d, "]=");
        }
        dump(L, d, depth);
        lua_pop(L, 1);
    }
    add(d, "}");
}

/* The value on the top, which stays. */
static void dump(lua_State *L, scriptDebug *d, int depth) {
    char text[64];
    size_t len;
    const char *bytes;
    int type = lua_type(L, -1);
    if (depth == DEPTH) {
        add(d, "<max recursion level reached! Nested table?>");
        return;
    }
    switch (type) {
    case LUA_TSTRING:
        bytes = lua_tolstring(L, -1, &len);
        sinkQuoted(&d->out, bytes, len);
        break;
    case LUA_TBOOLEAN:
        add(d, lua_toboolean(L, -1) ? "true" : "false");
        break;
    case LUA_TNUMBER:
        snprintf(text, sizeof(text), "%g", lua_tonumber(L, -1));
        add(d, text);
        break;
    case LUA_TNIL:
        add(d, "nil");
        break;
    case LUA_TTABLE:
        if (luaPushBehindSeal(L, -1)) {
            dumpTable(L, d, depth + 1);
            lua_pop(L, 1);
        } else {
            dumpTable(L, d, depth + 1);
        }
        break;
    default:
        snprintf(text, sizeof(text), "\"%s@%p\"", type == LUA_TLIGHTUSERDATA ? "light-userdata" : lua_typename(L, type),
                 lua_topointer(L, -1));
        add(d, text);
        break;
    }
}

static void showValue(lua_State *L, scriptDebug *d, const char *before, const char *name) {
    debugOpen(d, before);
    if (name) {
        add(d, name);
        add(d, " = ");
    }
    dump(L, d, 0);
    debugCloseCut(d);
}

void luaDebugShow(lua_State *L) {
    scriptDebug *d = script_debug;
    char head[48];
    int n = lua_gettop(L);
    luaL_checkstack(L, ROOM, "values to show");
    snprintf(head, sizeof(head), "<debug> line %d: ", d->line);
    debugOpen(d, head);
    for (int i = 1; i <= n; i++) {
        if (i > 1)
            add(d, ", ");
        lua_pushvalue(L, i);
        dump(L, d, 0);
        lua_pop(L, 1);
    }
    debugClose(d);
}

/* ------------------------------------------------------------------------------------------------------------ frames
 */

/* Pushes the innermost local of this name. */
static bool findLocal(lua_State *L, const lua_Debug *ar, const execArg *word) {
    bool found = false;
    const char *name;
    for (int i = 1; (name = lua_getlocal(L, ar, i)); i++) {
        if (strlen(name) != word->len || memcmp(name, word->ptr, word->len) != 0) {
            lua_pop(L, 1);
        } else if (found) {
            lua_replace(L, -2);
        } else {
            found = true;
        }
    }
    return found;
}

static bool wordIs(const execArg *word, const char *text) {
    return word->len == strlen(text) && memcmp(word->ptr, text, word->len) == 0;
}

static void printNamed(lua_State *L, scriptDebug *d, const execArg *word) {
    lua_Debug ar;
    bool found = false;
    for (int level = 0; !found && lua_getstack(L, level, &ar); level++)
        found = findLocal(L, &ar, word);
    if (!found && (wordIs(word, "KEYS") || wordIs(word, "ARGV"))) {
        lua_pushlstring(L, word->ptr, word->len);
        lua_gettable(L, LUA_GLOBALSINDEX);
        found = true;
    }
    if (found) {
        showValue(L, d, "<value> ", NULL);
        lua_pop(L, 1);
    } else {
        debugSay(d, "No such variable.");
    }
}

static bool isOurs(const lua_Debug *ar) {
    return strstr(ar->short_src, "user_script") != NULL;
}

/* The frame of the script that runs, or has called what runs. */
static bool innermost(lua_State *L, lua_Debug *ar) {
    for (int level = 0; lua_getstack(L, level, ar); level++)
        if (lua_getinfo(L, "S", ar) && isOurs(ar))
            return true;
    return false;
}

static void printAll(lua_State *L, scriptDebug *d) {
    lua_Debug ar;
    const char *name;
    int shown = 0;
    if (innermost(L, &ar))
        for (int i = 1; (name = lua_getlocal(L, &ar, i)); i++) {
            if (!strstr(name, "(*temporary)")) {
                showValue(L, d, "<value> ", name);
                shown++;
            }
            lua_pop(L, 1);
        }
    if (!shown)
        debugSay(d, "No local variables in the current context.");
}

static void trace(lua_State *L, scriptDebug *d) {
    lua_Debug ar;
    const char *how = "In";
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Snl", &ar);
        if (!isOurs(&ar))
            continue;
        debugSay(d, "%s %s:", how, ar.name ? ar.name : "top level");
        debugShowLine(d, ar.currentline);
        how = "From";
    }
    if (!d->told)
        debugSay(d, "<error> Can't retrieve Lua stack.");
}

/* ---------------------------------------------------------------------------------------------- what the user runs */

static void sayError(lua_State *L, scriptDebug *d) {
    if (lua_type(L, -1) == LUA_TTABLE) {
        lua_pushstring(L, "err");
        lua_rawget(L, -2);
        lua_replace(L, -2);
    }
    debugOpen(d, "<error> ");
    if (lua_isstring(L, -1)) {
        add(d, lua_tostring(L, -1));
    } else {
        dump(L, d, 0);
    }
    debugClose(d);
}

/* Compiles "return code", or if that is none, the code. False: said why not. */
static bool compileWords(lua_State *L, scriptDebug *d, const execArg *argv, int argc) {
    static const char prefix[] = "return";
    replySink code = {0};
    sinkAppend(&code, prefix, strlen(prefix));
    for (int i = 1; i < argc; i++) {
        sinkAppend(&code, " ", 1);
        sinkAppend(&code, argv[i].ptr, argv[i].len);
    }
    size_t skip = strlen(prefix) + (argc > 1);
    bool failed = luaL_loadbuffer(L, code.buf, code.len, "@ldb_eval");
    if (failed && code.len > skip && code.buf[skip] != '\033') { /* which begins bytecode */
        lua_pop(L, 1);
        failed = luaL_loadbuffer(L, code.buf + skip, code.len - skip, "@ldb_eval");
    }
    sinkRelease(&code);
    if (failed)
        sayError(L, d);
    return !failed;
}

static void evaluate(lua_State *L, scriptDebug *d, const execArg *argv, int argc) {
    if (!compileWords(L, d, argv, argc))
        return;
    evaluating_since = clockTicks();
    if (lua_pcall(L, 0, 1, 0)) {
        sayError(L, d);
    } else {
        showValue(L, d, "<retval> ", NULL);
    }
}

/* By redis.call, which tells of it. */
static void runCommand(lua_State *L, scriptDebug *d, const execArg *argv, int argc) {
    if (!lua_checkstack(L, argc + ROOM)) {
        debugSay(d, "<error> max lua stack reached");
        return;
    }
    lua_getglobal(L, "redis");
    lua_getfield(L, -1, "call");
    for (int i = 1; i < argc; i++)
        lua_pushlstring(L, argv[i].ptr, argv[i].len);
    d->step = true;
    lua_pcall(L, argc - 1, 1, 0); /* an error was told, too */
    d->step = false;
}

/* ------------------------------------------------------------------------------------------------------------- stops
 */

/* Answers one command. False: the script goes on. */
static bool answer(lua_State *L, scriptDebug *d, const execArg *argv, int argc) {
    if (debugIs(&argv[0], "step", "s") || debugIs(&argv[0], "next", "n")) {
        d->step = true;
        return false;
    }
    if (debugIs(&argv[0], "continue", "c"))
        return false;
    if (debugIs(&argv[0], "abort", "a"))
        luaEndRun(L, "script aborted for user request");
    if (debugIs(&argv[0], "trace", "t")) {
        trace(L, d);
    } else if (debugIs(&argv[0], "eval", "e")) {
        evaluate(L, d, argv, argc);
    } else if (debugIs(&argv[0], "print", "p")) {
        if (argc == 2) {
            printNamed(L, d, &argv[1]);
        } else {
            printAll(L, d);
        }
    } else if (argc > 1 && (debugIs(&argv[0], "redis", "r") || debugIs(&argv[0], "valkey", "v") ||
                            debugIs(&argv[0], "server", "server"))) {
        runCommand(L, d, argv, argc);
    } else if (!debugRunCommand(d, argv, argc)) {
        debugUnknown(d);
    }
    debugSend(d);
    return true;
}

static void stand(lua_State *L, scriptDebug *d, const char *why, bool late) {
    int top = lua_gettop(L), argc;
    execArg *argv;
    d->step = d->stop_next = false;
    debugStopped(d, why);
    luaL_checkstack(L, ROOM, "the debugger");
    standing = true;
    const char *wrong;
    while (!(wrong = debugRead(d, &argv, &argc)) && answer(L, d, argv, argc))
        lua_settop(L, top);
    standing = false;
    lua_settop(L, top);
    if (d->lost)
        d->nbreakpoints = 0;
    if (d->lost && late)
        luaEndRun(L, "timeout during Lua debugging with client closing connection");
    if (wrong && !d->lost)
        luaEndRun(L, wrong);
    d->since = clockTicks();
}

static bool takesLong(uint64_t since) {
    uint64_t limit_ms = exec_config.busy_reply_ms > 0 ? (uint64_t)exec_config.busy_reply_ms : USUAL_LIMIT_MS;
    return clockTicksToNs(clockTicks() - since) >= limit_ms * 1000000;
}

/* The script runs for long and nobody looks. */
static void lookAtTime(lua_State *L, scriptDebug *d) {
    if (takesLong(d->since))
        stand(L, d, "timeout reached, infinite loop?", true);
}

void luaDebugInterrupt(lua_State *L) {
    if (!standing) {
        lookAtTime(L, script_debug);
    } else if (takesLong(evaluating_since)) {
        luaL_error(L, "this takes too long");
    }
}

/* Into the middle of the line that called. */
static bool returned(lua_State *L, int line) {
    lua_Debug ar;
    int depth = 0;
    while (lua_getstack(L, depth, &ar))
        depth++;
    bool back = (last.L != L || depth < last.depth) && depth < FRAMES && last.lines[depth] == line;
    last.L = L;
    last.depth = depth;
    if (depth < FRAMES)
        last.lines[depth] = line;
    return back;
}

void luaDebugHook(lua_State *L, lua_Debug *ar) {
    scriptDebug *d = script_debug;
    bool counted = ar->event == LUA_HOOKCOUNT;
    if (!lua_getstack(L, 0, ar) || !lua_getinfo(L, "Sl", ar))
        return;
    d->line = ar->currentline;
    if (!isOurs(ar) || (!counted && returned(L, d->line)))
        return;
    if (d->stop_next) {
        stand(L, d, "server.breakpoint() called", false);
    } else if (debugIsBreakpoint(d, d->line)) {
        stand(L, d, "break point", false);
    } else if (d->step) {
        stand(L, d, "step over", false);
    } else if (counted) {
        lookAtTime(L, d);
    }
}

void luaDebugStart(void) {
    standing = false;
    memset(&last, 0, sizeof(last));
}
