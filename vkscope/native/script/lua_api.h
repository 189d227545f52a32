/* lua_api.h: the C API of Lua 5.1 as LuaJIT 2.1 exports it, bound at run time from a shared library.
 *
 * Words  state: an interpreter.  stack index: as in the Lua 5.1 reference manual, chapter 3, which says what each
 *        function does.
 * Rules  nothing may be called before luaApiOpen has succeeded. A Lua error leaves by unwinding the C stack: no frame
 *        between lua_pcall and the error may own memory that only it would free, and none may be Python's. */
#ifndef VK_LUA_API_H
#define VK_LUA_API_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lua_State lua_State;
typedef int (*lua_CFunction)(lua_State *L);
typedef void *(*lua_Alloc)(void *owner, void *block, size_t old_size, size_t new_size);
typedef double lua_Number;
typedef ptrdiff_t lua_Integer;
typedef struct lua_Debug {
    int event;
    const char *name, *namewhat, *what, *source;
    int currentline, nups, linedefined, lastlinedefined;
    char short_src[60];
    int i_ci;
} lua_Debug;
typedef void (*lua_Hook)(lua_State *L, lua_Debug *ar);

enum { LUA_REGISTRYINDEX = -10000, LUA_ENVIRONINDEX = -10001, LUA_GLOBALSINDEX = -10002, LUA_MULTRET = -1 };
enum { LUA_ERRRUN = 2, LUA_ERRSYNTAX, LUA_ERRMEM, LUA_ERRERR };
enum {
    LUA_TNONE = -1,
    LUA_TNIL,
    LUA_TBOOLEAN,
    LUA_TLIGHTUSERDATA,
    LUA_TNUMBER,
    LUA_TSTRING,
    LUA_TTABLE,
    LUA_TFUNCTION,
    LUA_TUSERDATA,
    LUA_TTHREAD
};
enum { LUA_GCSTOP, LUA_GCRESTART, LUA_GCCOLLECT, LUA_GCCOUNT, LUA_GCCOUNTB, LUA_GCSTEP, LUA_GCSETPAUSE };
enum { LUA_MASKCALL = 1, LUA_MASKRET = 2, LUA_MASKLINE = 4, LUA_MASKCOUNT = 8 };
enum { LUA_HOOKCOUNT = 3 }; /* lua_Debug.event */
enum { LUAJIT_MODE_ENGINE = 0, LUAJIT_MODE_OFF = 0 };

/* Result, name, parameters. */
#define LUA_FUNCTIONS(F)                                                                                               \
    F(lua_State *, lua_newstate, (lua_Alloc, void *))                                                                  \
    F(void, lua_close, (lua_State *))                                                                                  \
    F(lua_CFunction, lua_atpanic, (lua_State *, lua_CFunction))                                                        \
    F(int, luaJIT_setmode, (lua_State *, int idx, int mode))                                                           \
    F(int, lua_gettop, (lua_State *))                                                                                  \
    F(void, lua_settop, (lua_State *, int))                                                                            \
    F(void, lua_pushvalue, (lua_State *, int))                                                                         \
    F(void, lua_remove, (lua_State *, int))                                                                            \
    F(void, lua_insert, (lua_State *, int))                                                                            \
    F(void, lua_replace, (lua_State *, int))                                                                           \
    F(int, lua_checkstack, (lua_State *, int))                                                                         \
    F(int, lua_type, (lua_State *, int))                                                                               \
    F(const char *, lua_typename, (lua_State *, int))                                                                  \
    F(int, lua_isnumber, (lua_State *, int))                                                                           \
    F(int, lua_isstring, (lua_State *, int))                                                                           \
    F(int, lua_iscfunction, (lua_State *, int))                                                                        \
    F(int, lua_rawequal, (lua_State *, int, int))                                                                      \
    F(lua_Number, lua_tonumber, (lua_State *, int))                                                                    \
    F(lua_Integer, lua_tointeger, (lua_State *, int))                                                                  \
    F(int, lua_toboolean, (lua_State *, int))                                                                          \
    F(const char *, lua_tolstring, (lua_State *, int, size_t *))                                                       \
    F(size_t, lua_objlen, (lua_State *, int))                                                                          \
    F(void *, lua_touserdata, (lua_State *, int))                                                                      \
    F(const void *, lua_topointer, (lua_State *, int))                                                                 \
    F(void, lua_pushnil, (lua_State *))                                                                                \
    F(void, lua_pushnumber, (lua_State *, lua_Number))                                                                 \
    F(void, lua_pushinteger, (lua_State *, lua_Integer))                                                               \
    F(void, lua_pushlstring, (lua_State *, const char *, size_t))                                                      \
    F(void, lua_pushstring, (lua_State *, const char *))                                                               \
    F(const char *, lua_pushfstring, (lua_State *, const char *, ...))                                                 \
    F(void, lua_pushcclosure, (lua_State *, lua_CFunction, int))                                                       \
    F(void, lua_pushboolean, (lua_State *, int))                                                                       \
    F(void, lua_pushlightuserdata, (lua_State *, void *))                                                              \
    F(void, lua_gettable, (lua_State *, int))                                                                          \
    F(void, lua_getfield, (lua_State *, int, const char *))                                                            \
    F(void, lua_rawget, (lua_State *, int))                                                                            \
    F(void, lua_rawgeti, (lua_State *, int, int))                                                                      \
    F(void, lua_createtable, (lua_State *, int array, int hash))                                                       \
    F(void *, lua_newuserdata, (lua_State *, size_t))                                                                  \
    F(int, lua_getmetatable, (lua_State *, int))                                                                       \
    F(void, lua_getfenv, (lua_State *, int))                                                                           \
    F(void, lua_settable, (lua_State *, int))                                                                          \
    F(void, lua_setfield, (lua_State *, int, const char *))                                                            \
    F(void, lua_rawset, (lua_State *, int))                                                                            \
    F(void, lua_rawseti, (lua_State *, int, int))                                                                      \
    F(int, lua_setmetatable, (lua_State *, int))                                                                       \
    F(int, lua_setfenv, (lua_State *, int))                                                                            \
    F(void, lua_call, (lua_State *, int, int))                                                                         \
    F(int, lua_pcall, (lua_State *, int, int, int))                                                                    \
    F(int, lua_gc, (lua_State *, int, int))                                                                            \
    F(int, lua_error, (lua_State *))                                                                                   \
    F(int, lua_next, (lua_State *, int))                                                                               \
    F(void, lua_concat, (lua_State *, int))                                                                            \
    F(int, lua_getstack, (lua_State *, int, lua_Debug *))                                                              \
    F(int, lua_getinfo, (lua_State *, const char *, lua_Debug *))                                                      \
    F(const char *, lua_getlocal, (lua_State *, const lua_Debug *, int))                                               \
    F(int, lua_sethook, (lua_State *, lua_Hook, int mask, int count))                                                  \
    F(int, luaL_ref, (lua_State *, int))                                                                               \
    F(void, luaL_unref, (lua_State *, int, int))                                                                       \
    F(int, luaL_loadbuffer, (lua_State *, const char *, size_t, const char *))                                         \
    F(int, luaL_argerror, (lua_State *, int, const char *))                                                            \
    F(int, luaL_error, (lua_State *, const char *, ...))                                                               \
    F(const char *, luaL_checklstring, (lua_State *, int, size_t *))                                                   \
    F(lua_Number, luaL_checknumber, (lua_State *, int))                                                                \
    F(lua_Integer, luaL_checkinteger, (lua_State *, int))                                                              \
    F(const char *, luaL_optlstring, (lua_State *, int, const char *, size_t *))                                       \
    F(lua_Integer, luaL_optinteger, (lua_State *, int, lua_Integer))                                                   \
    F(void, luaL_checktype, (lua_State *, int, int))                                                                   \
    F(void, luaL_checkany, (lua_State *, int))                                                                         \
    F(void, luaL_checkstack, (lua_State *, int, const char *))                                                         \
    F(int, luaL_newmetatable, (lua_State *, const char *))                                                             \
    F(void *, luaL_checkudata, (lua_State *, int, const char *))                                                       \
    F(void, luaL_where, (lua_State *, int))                                                                            \
    F(int, luaopen_base, (lua_State *))                                                                                \
    F(int, luaopen_math, (lua_State *))                                                                                \
    F(int, luaopen_string, (lua_State *))                                                                              \
    F(int, luaopen_table, (lua_State *))                                                                               \
    F(int, luaopen_os, (lua_State *))                                                                                  \
    F(int, luaopen_debug, (lua_State *))                                                                               \
    F(int, luaopen_bit, (lua_State *))

#define LUA_DECLARE(result, name, parameters) extern result(*name) parameters;
LUA_FUNCTIONS(LUA_DECLARE)
#undef LUA_DECLARE

/* Binds every function above from the library at `path`. False: *why says what failed, valid until the next call. */
bool luaApiOpen(const char *path, const char **why);
bool luaApiReady(void);

static inline void lua_pop(lua_State *L, int n) {
    lua_settop(L, -n - 1);
}
static inline void lua_newtable(lua_State *L) {
    lua_createtable(L, 0, 0);
}
static inline void lua_pushcfunction(lua_State *L, lua_CFunction f) {
    lua_pushcclosure(L, f, 0);
}
static inline int lua_upvalueindex(int i) {
    return LUA_GLOBALSINDEX - i;
}
static inline const char *lua_tostring(lua_State *L, int index) {
    return lua_tolstring(L, index, NULL);
}
static inline void lua_setglobal(lua_State *L, const char *name) {
    lua_setfield(L, LUA_GLOBALSINDEX, name);
}
static inline void lua_getglobal(lua_State *L, const char *name) {
    lua_getfield(L, LUA_GLOBALSINDEX, name);
}
#endif
