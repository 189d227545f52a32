/* lua_engine.h: the Lua engine from inside: its interpreters, for the files that put functions into them.
 *
 * Words   vm: one interpreter, one a kind.  sealed: a table that scripts see but cannot change (lua_seal.c).
 * Rules   Included by script/lua_*.c and the libraries only. Everything that may raise a Lua error runs below a
 *         lua_pcall of this engine; no C frame above it keeps memory that only it would free. */
#ifndef VK_LUA_ENGINE_H
#define VK_LUA_ENGINE_H
#include "script/engine.h"
#include "script/lua_api.h"

typedef struct luaVm {
    lua_State *L;
    enum scriptKind kind;
    size_t bytes, peak;
    bool limited;     /* a script runs: beyond the limit it gets no more */
    scriptRun *run;   /* NULL: no script runs */
    scriptLoad *load; /* NULL: nothing is compiled */
    bool ending;      /* the run is killed: the hook raises until it is out */
} luaVm;

extern luaVm *lua_vm;          /* where Lua runs now */
extern size_t lua_bytes_limit; /* of each interpreter */
extern const scriptEngine lua_engine;

/* Raises {err = "ERR text"}, the form of all errors that scripts see; never returns. The text may begin with a code
 * behind a '-': "-NOPERM ...". */
int luaRaise(lua_State *L, const char *text);
void luaPushError(lua_State *L, const char *text); /* pushes that table */
/* In place of the table on the top: what scripts see of it, and cannot change. */
void luaSeal(lua_State *L);

/* register_function of libraries' top levels: server.register_function(...). NULL: there is none. */
extern lua_CFunction lua_register_function;
#endif
