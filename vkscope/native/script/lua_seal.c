/* lua_seal.c: tables that scripts can read and not change, and guards on every function that could reach around.
 *
 * Words   seal: an empty table that stands in for a real one: reads go to the real one, writes are an error.  seals:
 * the table of all seals: seals[seal] = the real table; seals[function] = true for functions of the libraries. Design
 * Lua 5.1 asks __index and __newindex of a table only for keys that it does not have. So a seal never has any: what
 * could put one in without asking (rawset, table.insert) or swap its metatable (setmetatable) is guarded, and
 * getmetatable gives a seal. What reads a table raw (next, pairs, rawget) looks behind the seal instead. Functions of
 * the libraries have the seal of the globals as their environment, so getfenv shows nothing else, and setfenv takes
 * neither them nor level 0. Rules   a guard's first upvalue is seals. Guards are C, with no environment that somebody
 * could change. */
#include "base/base.h"
#include "script/lua_engine.h"
#include <string.h>

static const char READONLY[] = "Attempt to modify a readonly table";
static char seals_place; /* its address is the key of seals in the registry */

static void pushSeals(lua_State *L) {
    lua_pushlightuserdata(L, &seals_place);
    lua_rawget(L, LUA_REGISTRYINDEX);
}

/* Pushes the real table, or nil. For guards. */
static bool behind(lua_State *L, int index) {
    lua_pushvalue(L, index);
    lua_rawget(L, lua_upvalueindex(1));
    return lua_type(L, -1) == LUA_TTABLE;
}

/* The first argument becomes the real table. */
static void lookBehind(lua_State *L) {
    if (lua_type(L, 1) != LUA_TTABLE)
        return;
    if (behind(L, 1)) {
        lua_replace(L, 1);
    } else {
        lua_pop(L, 1);
    }
}

static void refuseSealed(lua_State *L) {
    if (lua_type(L, 1) != LUA_TTABLE)
        return;
    if (behind(L, 1))
        luaL_error(L, READONLY);
    lua_pop(L, 1);
}

bool luaIsSealed(lua_State *L, int index) {
    lua_pushvalue(L, index);
    pushSeals(L);
    lua_insert(L, -2);
    lua_rawget(L, -2);
    bool sealed = lua_type(L, -1) != LUA_TNIL;
    lua_pop(L, 2);
    return sealed;
}

bool luaPushBehindSeal(lua_State *L, int index) {
    lua_pushvalue(L, index);
    pushSeals(L);
    lua_insert(L, -2);
    lua_rawget(L, -2);
    bool sealed = lua_type(L, -1) == LUA_TTABLE;
    if (sealed) {
        lua_replace(L, -2);
    } else {
        lua_pop(L, 2);
    }
    return sealed;
}

/* ----------------------------------------------------------------------------------------------------------- guards */

static int onWrite(lua_State *L) {
    return luaL_error(L, READONLY);
}

int luaOnMissing(lua_State *L) {
    int type = lua_type(L, 2);
    if (type != LUA_TSTRING && type != LUA_TNUMBER)
        return luaL_error(L, "Second argument to luaProtectedTableError must be a string or number");
    return luaL_error(L, "Script attempted to access nonexistent global variable '%s'", lua_tostring(L, 2));
}

/* Calls the guarded function, upvalue 2, with all arguments. */
static int passOn(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static int guardWriter(lua_State *L) {
    refuseSealed(L);
    return passOn(L);
}

static int guardReader(lua_State *L) {
    lookBehind(L);
    return passOn(L);
}

static int guardRawset(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    refuseSealed(L);
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}

/* Steps through the real table (upvalue 2) while the script holds the seal. */
static int nextBehind(lua_State *L) {
    lua_settop(L, 2);
    if (lua_next(L, lua_upvalueindex(2)))
        return 2;
    lua_pushnil(L);
    return 1;
}

/* Upvalue 2: next. */
static int guardPairs(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    if (behind(L, 1)) {
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_insert(L, -2);
        lua_pushcclosure(L, nextBehind, 2);
    } else {
        lua_pushvalue(L, lua_upvalueindex(2));
    }
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

static bool isOurs(lua_State *L, int index) {
    lua_pushvalue(L, index);
    lua_rawget(L, lua_upvalueindex(1));
    bool ours = lua_type(L, -1) != LUA_TNIL;
    lua_pop(L, 1);
    return ours;
}

static void pushFunctionAt(lua_State *L) {
    lua_Debug ar;
    lua_Integer level = luaL_checkinteger(L, 1);
    if (level <= 0)
        luaL_error(L, READONLY);
    if (level > 1000 || !lua_getstack(L, (int)level, &ar) || !lua_getinfo(L, "f", &ar))
        luaL_argerror(L, 1, "invalid level");
}

static int guardSetfenv(lua_State *L) {
    luaL_checktype(L, 2, LUA_TTABLE);
    if (lua_type(L, 1) == LUA_TFUNCTION) {
        lua_pushvalue(L, 1);
    } else {
        pushFunctionAt(L);
    }
    if (lua_iscfunction(L, -1) || isOurs(L, -1))
        return luaL_error(L, "'setfenv' cannot change environment of given object");
    lua_pushvalue(L, 2);
    lua_setfenv(L, -2);
    return 1;
}

/* A failed call answers nil and why, as loadstring does. */
static int loadText(lua_State *L, const char *code, size_t len, const char *name) {
    if (len && code[0] == '\033') {
        lua_pushnil(L);
        lua_pushfstring(L, "%s:1: unexpected symbol near '<\\27>'", name);
        return 2;
    }
    luaCheckDepth(L);
    int failed = luaL_loadbuffer(L, code, len, name);
    if (!failed)
        return 1;
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
}

static int guardLoadstring(lua_State *L) {
    size_t len;
    const char *code = luaL_checklstring(L, 1, &len);
    return loadText(L, code, len, luaL_optlstring(L, 2, code, NULL));
}

/* The pieces are gathered before the parser sees them: nobody calls back into it. */
static int guardLoad(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    const char *name = luaL_optlstring(L, 2, "=(load)", NULL);
    size_t len;
    lua_settop(L, 2);
    lua_pushstring(L, "");
    for (;;) {
        luaCheckDepth(L);
        lua_pushvalue(L, 1);
        lua_call(L, 0, 1);
        int type = lua_type(L, -1);
        if (type != LUA_TNIL && type != LUA_TSTRING)
            return luaL_error(L, "reader function must return a string");
        if (type == LUA_TNIL || lua_objlen(L, -1) == 0)
            break;
        lua_concat(L, 2);
    }
    lua_pop(L, 1);
    const char *code = lua_tolstring(L, 3, &len);
    return loadText(L, code, len, name);
}

/* As it was before errors became tables: what a script catches of an error is its text. */
static int guardPcall(lua_State *L) {
    luaL_checkany(L, 1);
    luaCheckDepth(L);
    int failed = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
    if (failed && lua_type(L, -1) == LUA_TTABLE) {
        lua_pushstring(L, "err");
        lua_rawget(L, -2);
        if (lua_isstring(L, -1)) {
            lua_replace(L, -2);
        } else {
            lua_pop(L, 1);
        }
    }
    lua_pushboolean(L, !failed);
    lua_insert(L, 1);
    return lua_gettop(L);
}

/* Upvalue 2: the script's handler. An error that ends the run is raised by a hook, and no hook fires until it has been
 * caught: no code of the script may run in between. */
static int onXpcallError(lua_State *L) {
    lua_settop(L, 1);
    if (lua_vm->ending)
        return 1;
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

static int guardXpcall(lua_State *L) {
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    luaCheckDepth(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 2);
    lua_pushcclosure(L, onXpcallError, 2);
    lua_insert(L, 1);
    int failed = lua_pcall(L, 0, LUA_MULTRET, 1);
    lua_pushboolean(L, !failed);
    lua_replace(L, 1);
    return lua_gettop(L);
}

/* Each coroutine has a Lua stack of its own, but all use one C stack. */
static int guardResume(lua_State *L) {
    luaCheckDepth(L);
    return passOn(L);
}

static int guardWrap(lua_State *L) {
    lua_settop(L, 1);
    passOn(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, -2);
    lua_pushcclosure(L, guardResume, 2);
    return 1;
}

/* One interpreter serves all scripts: nobody stops its collector. */
static int guardCollectgarbage(lua_State *L) {
    size_t len;
    const char *what = luaL_optlstring(L, 1, "collect", &len);
    if (strcmp(what, "count") == 0) {
        lua_pushnumber(L, lua_gc(L, LUA_GCCOUNT, 0) + lua_gc(L, LUA_GCCOUNTB, 0) / 1024.0);
    } else if (strcmp(what, "step") == 0) {
        lua_pushboolean(L, lua_gc(L, LUA_GCSTEP, 0));
    } else {
        if (strcmp(what, "collect") == 0)
            lua_gc(L, LUA_GCCOLLECT, 0);
        lua_pushinteger(L, 0);
    }
    return 1;
}

/* ------------------------------------------------------------------------------------------------------------ setup */

/* Puts `guard` in the place of a function of the table on the top; the function becomes its second upvalue. */
static void guard(lua_State *L, const char *name, lua_CFunction with) {
    pushSeals(L);
    lua_getfield(L, -2, name);
    lua_pushcclosure(L, with, 2);
    lua_setfield(L, -2, name);
}

void luaSealInit(lua_State *L) {
    lua_pushlightuserdata(L, &seals_place);
    lua_newtable(L);
    lua_rawset(L, LUA_REGISTRYINDEX);
    lua_pushvalue(L, LUA_GLOBALSINDEX);
    lua_getfield(L, -1, "next");
    pushSeals(L);
    lua_insert(L, -2);
    lua_pushcclosure(L, guardPairs, 2);
    lua_setfield(L, -2, "pairs");
    guard(L, "next", guardReader);
    guard(L, "rawget", guardReader);
    guard(L, "rawset", guardRawset);
    guard(L, "setmetatable", guardWriter);
    guard(L, "setfenv", guardSetfenv);
    guard(L, "loadstring", guardLoadstring);
    guard(L, "load", guardLoad);
    guard(L, "pcall", guardPcall);
    guard(L, "xpcall", guardXpcall);
    guard(L, "collectgarbage", guardCollectgarbage);
    lua_getfield(L, -1, "coroutine");
    guard(L, "resume", guardResume);
    guard(L, "wrap", guardWrap);
    lua_pop(L, 1);
    lua_getfield(L, -1, "table");
    guard(L, "insert", guardWriter);
    lua_pushnil(L);
    lua_setfield(L, -2, "move"); /* of a later Lua */
    lua_pop(L, 2);
}

static void setSeal(lua_State *L, int seal, int real) {
    pushSeals(L);
    lua_pushvalue(L, seal);
    lua_pushvalue(L, real);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

/* What getmetatable gives: an empty seal, its own metatable. */
static void pushNoMetatable(lua_State *L) {
    static char place;
    lua_pushlightuserdata(L, &place);
    lua_rawget(L, LUA_REGISTRYINDEX);
    if (lua_type(L, -1) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushcfunction(L, onWrite);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_newtable(L);
    setSeal(L, lua_gettop(L) - 1, lua_gettop(L));
    lua_pop(L, 1);
    lua_pushlightuserdata(L, &place);
    lua_pushvalue(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
}

/* Makes the empty table at `seal` stand for the one at `real`. */
static void join(lua_State *L, int seal, int real) {
    lua_newtable(L);
    lua_pushvalue(L, real);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, onWrite);
    lua_setfield(L, -2, "__newindex");
    pushNoMetatable(L);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, seal);
    setSeal(L, seal, real);
}

/* Tables in it become seals; its functions are known as ours. */
static void sealInside(lua_State *L, int real) {
    lua_pushnil(L);
    while (lua_next(L, real)) {
        int type = lua_type(L, -1);
        if (type == LUA_TTABLE && !luaIsSealed(L, -1)) {
            luaSeal(L);
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, real); /* of a key that is there: lua_next goes on */
            continue;
        }
        if (type == LUA_TFUNCTION) {
            pushSeals(L);
            lua_insert(L, -2);
            lua_pushboolean(L, 1);
            lua_rawset(L, -3);
        }
        lua_pop(L, 1);
    }
}

void luaSeal(lua_State *L) {
    int real = lua_gettop(L);
    luaL_checkstack(L, 16, "sealing");
    lua_newtable(L);
    join(L, real + 1, real);
    sealInside(L, real);
    lua_replace(L, real);
}

/* Strings keep their methods at full speed; who asks for their metatable gets a seal. */
static void sealStrings(lua_State *L) {
    lua_pushstring(L, "");
    if (lua_getmetatable(L, -1)) {
        pushNoMetatable(L);
        lua_setfield(L, -2, "__metatable");
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void luaSealGlobals(lua_State *L) {
    luaL_checkstack(L, 16, "sealing");
    lua_newtable(L);
    int real = lua_gettop(L);
    lua_pushvalue(L, LUA_GLOBALSINDEX);
    int seal = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, seal)) {
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, real);
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, real)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, seal);
    }
    join(L, seal, real);
    sealInside(L, real);
    lua_newtable(L);
    lua_pushcfunction(L, luaOnMissing);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, real);
    sealStrings(L);
    lua_settop(L, real);
}
