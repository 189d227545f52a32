/* fuzz_lua_libs.c: the input as JSON, as MessagePack, and as a format and data of struct.
 *
 * Design  the first byte chooses. What was read is written and read again: both must give the same text. */
#include <string.h>
#include "lua_state.h"

static lua_State *L;
static size_t used;

/* Chunks that take (format, data) and may raise any error, but none of the interpreter's. */
static const char *const chunks[] = {
    "local _, s = ... local v = cjson.decode(s) "
    "local ok, once = pcall(cjson.encode, v) "
    "if ok then local again = cjson.encode(cjson.decode(once)) assert(#again == #once, 'cjson differs') end",
    "local _, s = ... local v = cmsgpack.unpack_one(s) local at, value = cmsgpack.unpack_one(s) "
    "local once = cmsgpack.pack(value) local again = cmsgpack.pack(cmsgpack.unpack(once)) "
    "assert(#again == #once, 'cmsgpack differs')",
    "local _, s = ... return #{cmsgpack.unpack(s)}",
    "local f, s = ... return #{struct.unpack(f, s)}",
    "local f, s = ... return struct.size(f)",
    "local f, s = ... return #struct.pack(f, 1, s, -1, s, 1e300, s, 0 / 0, s, 1, 2, 3)",
};
enum { CHUNKS = sizeof(chunks) / sizeof(chunks[0]) };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!L) {
        L = testLuaOpen(&used);
        for (int i = 0; i < CHUNKS; i++) {
            vkAssert(luaL_loadbuffer(L, chunks[i], strlen(chunks[i]), "=chunk") == 0);
            lua_rawseti(L, LUA_REGISTRYINDEX, 1000 + i);
        }
    }
    if (size < 2)
        return 0;
    size_t format = data[1] % (size - 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, 1000 + data[0] % CHUNKS);
    lua_pushlstring(L, (const char *)data + 2, format);
    lua_pushlstring(L, (const char *)data + 2, size - 2);
    if (lua_pcall(L, 2, 0, 0) != 0) {
        const char *why = lua_tostring(L, -1);
        vkAssert(why && !strstr(why, "differs"));
    }
    lua_settop(L, 0);
    return 0;
}
