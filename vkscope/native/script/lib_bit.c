/* lib_bit.c: bit.tohex as scripts know it: 8 digits at most, where LuaJIT's writes up to 254. The rest of `bit` is
 * LuaJIT's own. */
#include "script/lua_libs.h"
#include <string.h>

enum { DIGITS = 8 };

/* The 32 least significant bits of a number, rounded to the nearest whole one. */
static uint32_t bits(lua_State *L, int arg) {
    double n = luaL_checknumber(L, arg) + 0x1.8p52;
    uint64_t all;
    memcpy(&all, &n, sizeof(all));
    return (uint32_t)all;
}

static int toHex(lua_State *L) {
    uint32_t value = bits(L, 1);
    int digits = lua_type(L, 2) == LUA_TNONE ? DIGITS : (int32_t)bits(L, 2);
    const char *letters = digits < 0 ? "0123456789ABCDEF" : "0123456789abcdef";
    char text[DIGITS];
    if (digits > DIGITS || digits < -DIGITS)
        digits = DIGITS;
    else if (digits < 0)
        digits = -digits;
    for (int i = digits - 1; i >= 0; i--, value >>= 4)
        text[i] = letters[value & 15];
    lua_pushlstring(L, text, (size_t)digits);
    return 1;
}

void luaBitOpen(lua_State *L) {
    lua_getglobal(L, "bit");
    lua_pushcfunction(L, toHex);
    lua_setfield(L, -2, "tohex");
    lua_pop(L, 1);
}
