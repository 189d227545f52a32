/* lua_library.c: libraries of Lua: what their top level sees, and server.register_function.
 *
 * Rules   A top level runs in the environment of its functions, with another table behind it: it can register functions
 *         and write to the log, and there is no other global. When it has run, the globals are behind it again; its
 *         functions have seen the change.
 * Design
 *             while it loads      env {} --__index--> { redis, server = { register_function, log, versions } }
 *             when it is called   env {} --__index--> globals */
#include "base/base.h"
#include "script/lua_engine.h"
#include <string.h>
#include <strings.h>

enum { AT_TABLE = 1, AT_CALLBACK, AT_NAME, AT_DESCRIPTION };

static char api_place; /* its address is the key of the table behind a top level, in the registry */

/* Flags as a list of their names; false: one is none. */
static bool readFlags(lua_State *L, int list, unsigned *flags) {
    for (int i = 1;; i++) {
        unsigned flag = 0;
        lua_rawgeti(L, list, i);
        if (lua_type(L, -1) == LUA_TNIL)
            break;
        const char *name = lua_isstring(L, -1) ? lua_tostring(L, -1) : "";
        for (unsigned f = 0; !flag && scriptFlagName(f); f++)
            if (strcasecmp(scriptFlagName(f), name) == 0)
                flag = 1u << f;
        if (!flag)
            return false;
        *flags |= flag;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return true;
}

/* Takes one named argument, the key below its value on the top. NULL, or what is wrong. */
static const char *takeNamed(lua_State *L, unsigned *flags) {
    const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
    int at = lua_gettop(L), to;
    if (strcasecmp(key, "function_name") == 0) {
        if (!lua_isstring(L, at))
            return "function_name argument given to server.register_function must be a string";
        to = AT_NAME;
    } else if (strcasecmp(key, "description") == 0) {
        if (!lua_isstring(L, at))
            return "description argument given to server.register_function must be a string";
        to = AT_DESCRIPTION;
    } else if (strcasecmp(key, "callback") == 0) {
        if (lua_type(L, at) != LUA_TFUNCTION)
            return "callback argument given to server.register_function must be a function";
        to = AT_CALLBACK;
    } else if (strcasecmp(key, "flags") == 0) {
        if (lua_type(L, at) != LUA_TTABLE)
            return "flags argument to server.register_function must be a table representing function flags";
        return readFlags(L, at, flags) ? NULL : "unknown flag given";
    } else {
        return lua_isstring(L, -2) ? "unknown argument given to server.register_function"
                                   : "named argument key given to server.register_function is not a string";
    }
    lua_pushvalue(L, at);
    lua_replace(L, to);
    return NULL;
}

static const char *readNamed(lua_State *L, unsigned *flags) {
    if (lua_type(L, AT_TABLE) != LUA_TTABLE)
        return "calling server.register_function with a single argument is only applicable to Lua table (representing "
               "named arguments).";
    lua_settop(L, AT_DESCRIPTION);
    lua_pushnil(L);
    while (lua_next(L, AT_TABLE)) {
        const char *why = takeNamed(L, flags);
        if (why)
            return why;
        lua_pop(L, 1);
    }
    if (lua_type(L, AT_NAME) == LUA_TNIL)
        return "server.register_function must get a function name argument";
    return lua_type(L, AT_CALLBACK) == LUA_TNIL ? "server.register_function must get a callback argument" : NULL;
}

static const char *readPlaced(lua_State *L) {
    if (!lua_isstring(L, 1))
        return "first argument to server.register_function must be a string";
    if (lua_type(L, 2) != LUA_TFUNCTION)
        return "second argument to server.register_function must be a function";
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return NULL; /* the callback stands in its place already */
}

static int registerFunction(lua_State *L) {
    scriptFunction f = {0};
    scriptLoad *load = lua_vm->load;
    int argc = lua_gettop(L);
    if (!load)
        return luaRaise(L, "server.register_function can only be called on FUNCTION LOAD command");
    const char *why = argc < 1 || argc > 2 ? "wrong number of arguments to server.register_function"
                      : argc == 1          ? readNamed(L, &f.flags)
                                           : readPlaced(L);
    if (why)
        return luaRaise(L, why);
    f.name = lua_tolstring(L, AT_NAME, &f.name_len);
    f.description = lua_tolstring(L, AT_DESCRIPTION, &f.description_len);
    lua_pushvalue(L, AT_CALLBACK);
    f.handle = luaKeepFunction(L);
    why = load->add(load, &f);
    if (!why)
        return 0;
    luaForgetFunction(L, f.handle);
    return luaRaise(L, why);
}

/* Reads that find nothing behind the table on the top are an error from now on. */
static void missingIsAnError(lua_State *L) {
    lua_newtable(L);
    lua_pushcfunction(L, luaOnMissing);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

void luaLibraryOpen(lua_State *L) {
    static const char *const kept[] = {
        "log",           "LOG_DEBUG",   "LOG_VERBOSE",    "LOG_NOTICE",        "LOG_WARNING",
        "REDIS_VERSION", "SERVER_NAME", "VALKEY_VERSION", "REDIS_VERSION_NUM", "VALKEY_VERSION_NUM"};
    lua_newtable(L);
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        lua_getglobal(L, "redis");
        lua_getfield(L, -1, kept[i]);
        lua_setfield(L, -3, kept[i]);
        lua_pop(L, 1);
    }
    lua_pushcfunction(L, registerFunction);
    lua_setfield(L, -2, "register_function");
    missingIsAnError(L);
    luaSeal(L);
    lua_pushlightuserdata(L, &api_place);
    lua_newtable(L);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "redis");
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "server");
    missingIsAnError(L);
    lua_rawset(L, LUA_REGISTRYINDEX);
    lua_pop(L, 1);
}

/* The table on the top, which is popped, stands behind the environment from now on. Overwrites a field that is there,
 * so nothing can fail. */
static void standBehind(lua_State *L, int env) {
    lua_getmetatable(L, env);
    lua_insert(L, -2);
    lua_pushstring(L, "__index");
    lua_insert(L, -2);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

void luaLibraryEnter(lua_State *L, int env) {
    lua_pushlightuserdata(L, &api_place);
    lua_rawget(L, LUA_REGISTRYINDEX);
    standBehind(L, env);
}

void luaLibraryLeave(lua_State *L, int env, int globals) {
    lua_pushvalue(L, globals);
    standBehind(L, env);
}
