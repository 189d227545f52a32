/* lua_buffer.h: bytes that grow while a C function of Lua writes a string.
 *
 * Rules   One slot of Lua's stack is the buffer's; it must not be popped before the last byte is written. Any append
 * may raise a Lua error (no memory): the frame must own nothing. Cost    up to LUA_BUFFER_LOCAL bytes: no allocation at
 * all. */
#ifndef VK_LUA_BUFFER_H
#define VK_LUA_BUFFER_H
#include <string.h>
#include "base/base.h"
#include "script/lua_api.h"

enum {
    LUA_BUFFER_LOCAL = 1000,
    LUA_BUFFER_MOST = 0x3fff0000 /* doubled, it is still a size that a userdata may have */
};

typedef struct luaBuffer {
    lua_State *L;
    int slot; /* of the userdata that holds the bytes once they have left `local` */
    char *ptr;
    size_t len, cap;
    char local[LUA_BUFFER_LOCAL];
} luaBuffer;

static inline void luaBufferStart(luaBuffer *b, lua_State *L) {
    luaL_checkstack(L, 4, "no room for a buffer");
    lua_pushnil(L);
    b->L = L;
    b->slot = lua_gettop(L);
    b->ptr = b->local;
    b->len = 0;
    b->cap = LUA_BUFFER_LOCAL;
}

static inline void luaBufferGrow(luaBuffer *b, size_t more) {
    if (more > LUA_BUFFER_MOST - b->len)
        luaL_error(b->L, "not enough memory");
    luaL_checkstack(b->L, 2, "no room for a buffer");
    size_t cap = (b->len + more) * 2;
    char *grown = lua_newuserdata(b->L, cap);
    memcpy(grown, b->ptr, b->len);
    lua_replace(b->L, b->slot);
    b->ptr = grown;
    b->cap = cap;
}

/* Where `more` bytes may be written; the writer adds to b->len what it wrote. */
static inline char *luaBufferRoom(luaBuffer *b, size_t more) {
    if (unlikely(more > b->cap - b->len))
        luaBufferGrow(b, more);
    return b->ptr + b->len;
}

static inline void luaBufferAdd(luaBuffer *b, const void *bytes, size_t len) {
    memcpy(luaBufferRoom(b, len), bytes, len);
    b->len += len;
}

static inline void luaBufferByte(luaBuffer *b, int byte) {
    *luaBufferRoom(b, 1) = (char)byte;
    b->len++;
}

static inline void luaBufferPush(const luaBuffer *b) {
    lua_pushlstring(b->L, b->ptr, b->len);
}
#endif
