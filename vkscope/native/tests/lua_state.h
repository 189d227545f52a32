// A Lua state for units and fuzz targets, on Debian's LuaJIT: the wheel's library needs Python's symbols.
#ifndef VK_TEST_LUA_STATE_H
#define VK_TEST_LUA_STATE_H
#include <stdio.h>
#include <stdlib.h>
#ifdef __cplusplus
extern "C" {
#endif
#include "base/base.h"
#include "script/lua_api.h"
#include "script/lua_libs.h"
#ifdef __cplusplus
}
#endif

#define TEST_LUA_LIMIT ((size_t)256 << 20)

// Counts in *owner, and refuses beyond the limit, as the server's does.
static inline void *testLuaAlloc(void *owner, void *block, size_t old_size, size_t new_size) {
    size_t *used = (size_t *)owner;
    if (!block)
        old_size = 0;
    if (new_size == 0) {
        zfree(block);
        *used -= old_size;
        return NULL;
    }
    if (new_size > old_size && *used + (new_size - old_size) > TEST_LUA_LIMIT)
        return NULL;
    *used += new_size - old_size;
    return zrealloc(block, new_size);
}

static inline lua_State *testLuaOpen(size_t *used) {
    const char *why = "";
    if (!luaApiOpen("libluajit-5.1.so.2", &why)) {
        fprintf(stderr, "units of scripts: MISSING: install LuaJIT (Debian: libluajit-5.1-2): %s\n", why);
        exit(1);
    }
    *used = 0;
    lua_State *L = lua_newstate(testLuaAlloc, used);
    luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
    const lua_CFunction libraries[] = {luaopen_base, luaopen_string, luaopen_table, luaopen_math, luaopen_bit};
    for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++) {
        lua_pushcclosure(L, libraries[i], 0);
        lua_call(L, 0, 0);
    }
    luaLibsOpen(L);
    return L;
}
#endif
