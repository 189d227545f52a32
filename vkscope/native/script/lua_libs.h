/* lua_libs.h: the libraries that scripts find beside Lua's own: cjson, cmsgpack and struct, and what
 *         differs from LuaJIT's in bit.
 *
 * Rules   What they answer, and the errors they raise, are those that scripts know from lua-cjson 2.1, lua-cmsgpack 0.4
 *         and Lua's struct 0.2. Input is hostile: a length, a count, an offset or a depth that it names is checked
 *         before it is used, and none reserves memory that the input does not fill.
 * Design  An error leaves a library by unwinding the C stack, so nothing here owns memory: what does not fit into a
 *         luaBuffer on the C stack lies in a userdata that Lua collects, and is counted with the interpreter. */
#ifndef VK_LUA_LIBS_H
#define VK_LUA_LIBS_H
#include "script/lua_api.h"

/* Each leaves its table on the stack and returns 1. */
int luaopen_cjson(lua_State *L);
int luaopen_cmsgpack(lua_State *L);
int luaopen_struct(lua_State *L);

void luaBitOpen(lua_State *L); /* puts what is ours into the global `bit`, which must be there */

/* Makes all three and sets the globals of these names; then luaBitOpen. */
void luaLibsOpen(lua_State *L);
#endif
