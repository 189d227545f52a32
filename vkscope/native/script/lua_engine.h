/* lua_engine.h: the Lua engine from inside: its interpreters, for the files that put functions into them.
 *
 * Words   vm: one interpreter, one a kind.  sealed: a table that scripts see but cannot change (lua_seal.c).
 * Rules   Included by script/lua_*.c and the libraries only. Everything that may raise a Lua error runs below a
 *         lua_pcall of this engine; no C frame above it keeps memory that only it would free.
 * Design  a script's environment is an empty table; what it reads comes from the table behind it, what it writes is an
 *         error:
 *
 *           script -> _G {} --__index--> globals {redis = {} --__index--> {call = ...}, string = {} -> ..., KEYS = ...}
 *                       `--__newindex--> "Attempt to modify a readonly table"     globals --__index--> "nonexistent" */
#ifndef VK_LUA_ENGINE_H
#define VK_LUA_ENGINE_H
#include "script/engine.h"
#include "script/lua_api.h"

typedef struct luaVm {
    lua_State *L; /* NULL: not made yet */
    enum scriptKind kind;
    size_t bytes, peak;
    size_t kept;      /* bytes, after the last collection of everything */
    bool limited;     /* a script runs: beyond the limit it gets no more */
    scriptRun *run;   /* NULL: no script runs */
    scriptLoad *load; /* NULL: nothing is compiled */
    uint64_t load_until;
    bool ending;     /* the run is killed: the hook raises until it is out */
    const char *end; /* what it raises, a constant; NULL: that it was killed */
    uintptr_t stack; /* where the C stack was when Lua began */
    unsigned runs;   /* since the last step of collection */
} luaVm;

extern luaVm *lua_vm;          /* where Lua runs now */
extern size_t lua_bytes_limit; /* of each interpreter */
extern const scriptEngine lua_engine;

/* The library, as Python found it; the interpreters are made when they are first used. */
void luaEngineInit(const char *path);
void luaEngineRelease(void);

/* Takes the function on the top and keeps it: a handle of the engine's, for scriptFunction. */
int luaKeepFunction(lua_State *L);
void luaForgetFunction(lua_State *L, int handle);

/* --- errors, as scripts see them: {err = "ERR text"} --- */

/* Pushes one. The text may begin with a code behind a '-': "-NOPERM ...". */
void luaPushError(lua_State *L, const char *text);
int luaRaise(lua_State *L, const char *text);                    /* raises it; never returns */
void luaPushCounted(lua_State *L, const char *text, size_t len); /* code first, no '-'; statistics know it already */

/* --- lua_seal.c --- */
void luaSealInit(lua_State *L);    /* guards what could reach around seals; before the first luaSeal */
void luaSeal(lua_State *L);        /* in place of the table on the top: what scripts see of it, and cannot change */
void luaSealGlobals(lua_State *L); /* the globals; leaves the table behind them on the top */
bool luaIsSealed(lua_State *L, int index);
bool luaPushBehindSeal(lua_State *L, int index); /* the real table; false: it is no seal, nothing was pushed */
int luaOnMissing(lua_State *L);                  /* an __index: the error of a name that is not there */

/* --- lua_redis.c: pushes the table redis. --- */
void luaOpenRedis(lua_State *L, enum scriptKind kind);
int luaOnError(lua_State *L); /* the error handler: adds where it happened */
/* --- lua_pattern.c: string.find, match, gmatch and gsub that can be interrupted, into the table on the top. --- */
void luaOpenPatterns(lua_State *L);
/* --- lua_reply.c --- */
/* Pushes what a command has answered. RESP2 or RESP3, as it stands in the sink. */
void luaPushReply(lua_State *L, const char *resp, size_t len);
void luaAnswer(lua_State *L, scriptRun *run);      /* answers with the value on the top */
void luaAnswerError(lua_State *L, scriptRun *run); /* answers with the error on the top */

/* What a C function calls at least every 0.1 ms of work; raises when the run must end. */
void luaInterrupt(lua_State *L);
/* Raises, and whatever the script does, so does every instruction of it from now on. Never returns. */
void luaEndRun(lua_State *L, const char *text);
/* Before C calls back into Lua: raises when so many such calls lie in each other that the C stack might end. */
void luaCheckDepth(lua_State *L);

/* --- lua_debug.c: of runs in a debugging session (debug.h) --- */
void luaDebugStart(void);
void luaDebugHook(lua_State *L, lua_Debug *ar); /* of lines and counts */
void luaDebugInterrupt(lua_State *L);           /* luaInterrupt's part of it */
void luaDebugShow(lua_State *L);                /* server.debug(...) */

/* --- lua_library.c: what a library's top level sees; stack indices of the main stack. --- */
void luaLibraryOpen(lua_State *L);                        /* of an interpreter for functions, before it is sealed */
void luaLibraryEnter(lua_State *L, int env);              /* a top level will run */
void luaLibraryLeave(lua_State *L, int env, int globals); /* it has run, or failed */
#endif
