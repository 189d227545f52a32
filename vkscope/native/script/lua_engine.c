/* lua_engine.c: see lua_engine.h: interpreters, their memory, and runs in them. */
#include "base/base.h"
#include "trace/trace.h"
#include "keyspace/keyspace.h"
#include "script/lua_engine.h"
#include "script/lua_libs.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    HOOK_EVERY = 100000, /* instructions between two looks at the clock: 0.2 to 1 ms */
    C_STACK = 1 << 20,   /* bytes of it that Lua and its callbacks may use */
    STEP_EVERY = 50,     /* runs between two steps of collection */
    MUCH = 8 << 20,      /* bytes of garbage that go at once, at the end of the run */
    LEAST_LIMIT = 64 << 20,
    MOST_LIMIT = 1 << 30
};

/* Of the main stack; they stay there. */
enum { AT_RUN = 1, AT_FUNCTIONS, AT_ENV, AT_GLOBALS, AT_COMPILE };

luaVm *lua_vm;
size_t lua_bytes_limit;
static luaVm vms[SCRIPT_KINDS] = {{.kind = SCRIPT_EVAL}, {.kind = SCRIPT_FUNCTION}};
static char library_path[4096];
static char functions_place; /* its address is the key of the functions in the registry */

/* ------------------------------------------------------------------------------------------------------------ memory
 */

static void *allocate(void *owner, void *block, size_t old, size_t size) {
    luaVm *vm = owner;
    if (!block)
        old = 0;
    if (!size) {
        zfree(block);
        vm->bytes -= old;
        return NULL;
    }
    if (unlikely(size > old && vm->limited && vm->bytes + (size - old) > lua_bytes_limit))
        return NULL;
    if (unlikely(memory_short) && size > old && vm->limited && zmallocReserveBelow(50))
        return NULL;
    void *got = size > old ? zreallocTry(block, size) : zrealloc(block, size);
    if (unlikely(!got))
        return NULL;
    vm->bytes += size - old;
    if (vm->bytes > vm->peak)
        vm->peak = vm->bytes;
    return got;
}

/* As much as the data may have, or a quarter of the machine; between LEAST_LIMIT and MOST_LIMIT. */
static size_t limitNow(void) {
    static size_t machine;
    if (!machine)
        machine = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
    size_t limit = evict_config.maxmemory ? evict_config.maxmemory : machine / 4;
    limit = limit < MOST_LIMIT ? limit : MOST_LIMIT;
    return limit > LEAST_LIMIT ? limit : LEAST_LIMIT;
}

static size_t memory(enum scriptKind kind) {
    return vms[kind].bytes;
}

static size_t peak(enum scriptKind kind) {
    return vms[kind].peak;
}

/* ------------------------------------------------------------------------------------------------------ interruption
 */

static void onCount(lua_State *L, lua_Debug *ar);

/* From now on every instruction raises: no pcall of the script can hold it up. */
static void endRun(lua_State *L) {
    luaVm *vm = lua_vm;
    vm->ending = true;
    lua_sethook(L, onCount, LUA_MASKCOUNT | LUA_MASKLINE, 1);
    const char *killed = vm->run ? scriptKilledText(vm->run) + 4 : "FUNCTION LOAD timeout";
    luaRaise(L, vm->end ? vm->end : killed);
}

void luaEndRun(lua_State *L, const char *text) {
    lua_vm->end = text;
    endRun(L);
}

void luaInterrupt(lua_State *L) {
    luaVm *vm = lua_vm;
    if (vm->run ? vm->ending || scriptInterrupt(vm->run) : vm->load && vm->load_until && clockTicks() > vm->load_until)
        endRun(L);
    if (unlikely(vm->run && vm->run->debug))
        luaDebugInterrupt(L);
}

static void onCount(lua_State *L, lua_Debug *ar) {
    (void)ar;
    luaInterrupt(L);
}

void luaCheckDepth(lua_State *L) {
    if (lua_vm->stack - (uintptr_t)__builtin_frame_address(0) > C_STACK)
        luaL_error(L, "C stack overflow");
}

/* --------------------------------------------------------------------------------------------------------- interpreter
 */

static int onPanic(lua_State *L) {
    logLine(LEVEL_WARNING, "Lua raised an error outside of a script: %s", lua_tostring(L, -1));
    vkAssert(!"a Lua error outside of a script");
    return 0;
}

/* Lua's own libraries, without what reaches outside. */
static void openOwn(lua_State *L) {
    static const struct {
        const char *name;
        lua_CFunction *open;
    } own[] = {{"", &luaopen_base},     {"table", &luaopen_table}, {"string", &luaopen_string},
               {"math", &luaopen_math}, {"os", &luaopen_os},       {"bit", &luaopen_bit}};
    static const char *const gone[] = {"dofile", "loadfile", "print", "newproxy", "module", "require", "rawlen"};
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        lua_pushcfunction(L, *own[i].open);
        lua_pushstring(L, own[i].name);
        lua_call(L, 1, 0);
    }
    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
        lua_pushnil(L);
        lua_setglobal(L, gone[i]);
    }
    lua_getglobal(L, "os");
    lua_newtable(L);
    lua_getfield(L, -2, "clock");
    lua_setfield(L, -2, "clock");
    lua_setglobal(L, "os");
    lua_pop(L, 1);
}

static void openRest(lua_State *L, enum scriptKind kind) {
    lua_getglobal(L, "string");
    luaOpenPatterns(L);
    lua_pop(L, 1);
    luaLibsOpen(L);
    luaOpenRedis(L, kind);
    lua_pushvalue(L, -1);
    lua_setglobal(L, "redis");
    lua_setglobal(L, "server");
    lua_pushcfunction(L, luaOnError);
    lua_pushvalue(L, -1);
    lua_setglobal(L, "__redis__err__handler");
    lua_setglobal(L, "__server__err__handler");
}

/* ------------------------------------------------------------------------------------------------------------- running
 */

/* What a protected call needs to know; one at a time. */
static struct {
    luaVm *vm;
    int handle;
    const execArg *keys, *args;
    int nkeys, nargs;
} job;

static void pushArray(lua_State *L, const execArg *words, int n) {
    lua_createtable(L, n, 0);
    for (int i = 0; i < n; i++) {
        lua_pushlstring(L, words[i].ptr, words[i].len);
        lua_rawseti(L, -2, i + 1);
    }
}

/* Upvalues: handler, functions, environment, globals, "KEYS", "ARGV". */
static void pushCall(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_rawgeti(L, lua_upvalueindex(2), job.handle);
    if (job.vm->kind == SCRIPT_FUNCTION) {
        pushArray(L, job.keys, job.nkeys);
        pushArray(L, job.args, job.nargs);
        return;
    }
    lua_pushvalue(L, lua_upvalueindex(3));
    lua_setfenv(L, -2); /* the last run may have changed it */
    lua_pushvalue(L, lua_upvalueindex(5));
    pushArray(L, job.keys, job.nkeys);
    lua_rawset(L, lua_upvalueindex(4));
    lua_pushvalue(L, lua_upvalueindex(6));
    pushArray(L, job.args, job.nargs);
    lua_rawset(L, lua_upvalueindex(4));
}

/* A tail call leaves no frame behind. Where such a function has failed is taken to be its last line with code, where
 * such calls mostly stand. The error is on the top; upvalue 2: functions. */
static void placeError(lua_State *L) {
    if (lua_type(L, -1) != LUA_TTABLE)
        return;
    lua_pushstring(L, "source");
    lua_rawget(L, -2);
    bool placed = lua_type(L, -1) != LUA_TNIL;
    lua_pop(L, 1);
    if (placed)
        return;
    lua_pushstring(L, "source");
    lua_pushstring(L, job.vm->kind == SCRIPT_FUNCTION ? "@user_function" : "@user_script");
    lua_rawset(L, -3);
    lua_pushstring(L, "line");
    lua_rawgeti(L, lua_upvalueindex(2), -job.handle);
    lua_rawset(L, -3);
}

/* The protected half of a run. */
static int runProtected(lua_State *L) {
    luaVm *vm = job.vm;
    pushCall(L);
    vm->limited = true;
    int failed = lua_pcall(L, vm->kind == SCRIPT_FUNCTION ? 2 : 0, 1, 1);
    vm->limited = false;
    if (unlikely(failed)) {
        placeError(L);
        luaAnswerError(L, vm->run);
    } else {
        luaAnswer(L, vm->run);
    }
    return 0;
}

static void hookOn(luaVm *vm) {
    vm->ending = false;
    vm->end = NULL;
    lua_sethook(vm->L, onCount, LUA_MASKCOUNT, HOOK_EVERY);
}

static void debugOn(luaVm *vm) {
    luaDebugStart();
    lua_sethook(vm->L, luaDebugHook, LUA_MASKLINE | LUA_MASKCOUNT, HOOK_EVERY);
}

/* Garbage goes in small steps, so that no run pays for all of it. */
static void collect(luaVm *vm) {
    if (unlikely(vm->bytes > MUCH + 2 * vm->kept)) {
        lua_gc(vm->L, LUA_GCCOLLECT, 0);
        vm->kept = vm->bytes;
    } else if (++vm->runs >= STEP_EVERY) {
        vm->runs = 0;
        lua_gc(vm->L, LUA_GCSTEP, STEP_EVERY);
    }
}

static void call(scriptRun *run, int handle, const execArg *keys, int nkeys, const execArg *args, int nargs) {
    luaVm *vm = &vms[run->use->kind];
    lua_State *L = vm->L;
    size_t replied = run->x->out->len;
    lua_bytes_limit = limitNow();
    job.vm = lua_vm = vm;
    job.handle = handle;
    job.keys = keys;
    job.nkeys = nkeys;
    job.args = args;
    job.nargs = nargs;
    vm->run = run;
    vm->stack = (uintptr_t)__builtin_frame_address(0);
    if (unlikely(run->debug != NULL))
        debugOn(vm);
    lua_pushvalue(L, AT_RUN);
    if (unlikely(lua_pcall(L, 0, 0, 0))) { /* of our own doing: a key of 2 GB, a reply too deep */
        run->x->out->len = replied;
        luaAnswerError(L, run);
        lua_settop(L, AT_COMPILE);
    }
    vm->limited = false;
    vm->run = NULL;
    if (unlikely(vm->ending || run->debug))
        hookOn(vm);
    collect(vm);
}

/* -------------------------------------------------------------------------------------------------------------
 * compiling
 */

static char *copied(lua_State *L) {
    size_t len = 0;
    const char *text = lua_tolstring(L, -1, &len);
    if (!text && lua_type(L, -1) == LUA_TTABLE) {
        lua_pushstring(L, "err");
        lua_rawget(L, -2);
        text = lua_tolstring(L, -1, &len);
        if (text && len > 4 && memcmp(text, "ERR ", 4) == 0) {
            text += 4;
            len -= 4;
        }
    }
    if (!text) {
        text = "unknown error";
        len = strlen(text);
    }
    char *copy = zmalloc(len + 1);
    memcpy(copy, text, len);
    copy[len] = 0;
    return copy;
}

static void pushFunctions(lua_State *L) {
    lua_pushlightuserdata(L, &functions_place);
    lua_rawget(L, LUA_REGISTRYINDEX);
}

/* The last line of the function on the top that has code; 0 of C functions. */
static int lastLine(lua_State *L) {
    lua_Debug ar;
    int last = 0;
    lua_pushvalue(L, -1);
    if (!lua_getinfo(L, ">L", &ar) || lua_type(L, -1) != LUA_TTABLE) {
        lua_pop(L, 1);
        return 0;
    }
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        if (lua_tointeger(L, -2) > last)
            last = (int)lua_tointeger(L, -2);
    lua_pop(L, 1);
    return last;
}

int luaKeepFunction(lua_State *L) {
    luaL_checkstack(L, 6, "no room for a function");
    int last = lastLine(L);
    pushFunctions(L);
    lua_insert(L, -2);
    int handle = luaL_ref(L, -2);
    lua_pushinteger(L, last);
    lua_rawseti(L, -2, -handle);
    lua_pop(L, 1);
    return handle;
}

void luaForgetFunction(lua_State *L, int handle) {
    pushFunctions(L);
    luaL_unref(L, -1, handle);
    lua_pushnil(L);
    lua_rawseti(L, -2, -handle);
    lua_pop(L, 1);
}

/* Upvalue 3: environment. A library's top level runs; a script's function is kept. */
static int compileProtected(lua_State *L) {
    scriptLoad *load = job.vm->load;
    bool script = load->kind == SCRIPT_EVAL;
    if (load->len && load->code[0] == '\033')
        return luaL_error(L, "%s:1: unexpected symbol near '<\\27>'", script ? "user_script" : "user_function");
    if (luaL_loadbuffer(L, load->code, load->len, script ? "@user_script" : "@user_function"))
        return lua_error(L);
    lua_pushvalue(L, lua_upvalueindex(3));
    lua_setfenv(L, -2);
    if (script) {
        load->handle = luaKeepFunction(L);
    } else {
        load->ran = true;
        lua_call(L, 0, 0);
    }
    return 0;
}

static luaVm *ready(enum scriptKind kind);

static void compile(scriptLoad *load) {
    luaVm *vm = ready(load->kind);
    lua_State *L = vm->L;
    lua_bytes_limit = limitNow();
    job.vm = lua_vm = vm;
    vm->load = load;
    vm->stack = (uintptr_t)__builtin_frame_address(0);
    vm->load_until =
        load->limit_ms ? clockTicks() + (uint64_t)load->limit_ms * 1000000 * 1000000 / clockTicksToNs(1000000) : 0;
    vm->limited = true;
    lua_pushcfunction(L, luaOnError);
    lua_pushvalue(L, AT_COMPILE);
    bool library = load->kind == SCRIPT_FUNCTION;
    if (library)
        luaLibraryEnter(L, AT_ENV);
    int failed = lua_pcall(L, 0, 0, library ? -2 : 0);
    vm->limited = false;
    if (library)
        luaLibraryLeave(L, AT_ENV, AT_GLOBALS);
    load->error = failed ? copied(L) : NULL;
    lua_settop(L, AT_COMPILE);
    vm->load = NULL;
    if (vm->ending)
        hookOn(vm);
    if (failed)
        lua_gc(L, LUA_GCCOLLECT, 0); /* what a library made on its way to the error */
}

static void release(enum scriptKind kind, int handle) {
    lua_State *L = vms[kind].L;
    if (!L)
        return;
    luaForgetFunction(L, handle);
}

static void reset(enum scriptKind kind) {
    luaVm *vm = &vms[kind];
    if (vm->L)
        lua_close(vm->L);
    *vm = (luaVm){.kind = kind, .peak = vm->peak};
}

/* Everything that stays on the main stack, in its order. */
static int build(lua_State *L) {
    luaVm *vm = lua_vm;
    luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
    openOwn(L);
    luaSealInit(L);
    openRest(L, vm->kind);
    if (vm->kind == SCRIPT_FUNCTION)
        luaLibraryOpen(L);
    lua_newtable(L); /* functions */
    lua_pushlightuserdata(L, &functions_place);
    lua_pushvalue(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
    lua_pushvalue(L, LUA_GLOBALSINDEX); /* environment */
    luaSealGlobals(L);                  /* globals */
    lua_pushcfunction(L, luaOnError);
    for (int i = 1; i <= 3; i++)
        lua_pushvalue(L, i);
    lua_pushstring(L, "KEYS");
    lua_pushstring(L, "ARGV");
    lua_pushcclosure(L, runProtected, 6);
    lua_insert(L, AT_RUN);
    lua_pushcfunction(L, luaOnError);
    lua_pushvalue(L, AT_FUNCTIONS);
    lua_pushvalue(L, AT_ENV);
    lua_pushcclosure(L, compileProtected, 3);
    return lua_gettop(L);
}

static luaVm *ready(enum scriptKind kind) {
    luaVm *vm = &vms[kind];
    const char *why = NULL;
    if (vm->L)
        return vm;
    if (!luaApiReady() && !luaApiOpen(library_path, &why)) {
        logLine(LEVEL_WARNING, "Lua cannot be loaded from %s: %s", library_path, why);
        vkAssert(!"no Lua");
    }
    vm->L = lua_newstate(allocate, vm);
    lua_atpanic(vm->L, onPanic);
    lua_vm = vm;
    lua_pushcfunction(vm->L, build);
    int failed = lua_pcall(vm->L, 0, LUA_MULTRET, 0);
    vkAssert(!failed);
    hookOn(vm);
    return vm;
}

const scriptEngine lua_engine = {.name = "lua",
                                 .id = EVENT_SCRIPT_ENGINE_LUA,
                                 .compile = compile,
                                 .call = call,
                                 .release = release,
                                 .memory = memory,
                                 .peak = peak,
                                 .reset = reset};

void luaEngineInit(const char *path) {
    snprintf(library_path, sizeof(library_path), "%s", path);
    scriptEngineRegister(&lua_engine);
}

void luaEngineRelease(void) {
    for (int kind = 0; kind < SCRIPT_KINDS; kind++)
        reset((enum scriptKind)kind);
}
