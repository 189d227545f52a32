/* lib_cmsgpack.c: cmsgpack.pack, unpack, unpack_one and unpack_limit: Lua values in MessagePack.
 *
 * Words   array: a table whose keys are exactly 1 to n.  head: the first bytes of an item, which name its type and,
 *         most significant byte first, its value or length:
 *
 *           00..7f  positive       80..8f  map of 0 to 15      90..9f  array of 0 to 15     a0..bf  string of 0 to 31
 *           c0 nil   c2 false   c3 true   ca float   cb double
 *           cc cd ce cf  unsigned of 1, 2, 4, 8 bytes          d0 d1 d2 d3  signed of 1, 2, 4, 8 bytes
 *           d9 da db  string, length of 1, 2, 4 bytes    dc dd  array of 2, 4    de df  map of 2, 4    e0..ff  negative
 *
 *           example: {1, "a", {k=true}}  93  01  a1 61  81 a1 6b c3
 *
 * Design  Numbers without a fraction that fit 64 bits are integers, others floats where that loses nothing. Tables
 *         deeper than 16 become nil, so that circles end. Reading is as deep as Lua's stack lets it be: about 2,600. */
#include "script/lua_buffer.h"
#include "script/lua_libs.h"

enum { NESTING_MAX = 16 };

/* ---- writing ---- */

static void writeHead(luaBuffer *b, int type, uint64_t value, int bytes) {
    unsigned char head[9];
    head[0] = (unsigned char)type;
    for (int i = bytes; i > 0; i--, value >>= 8)
        head[i] = (unsigned char)value;
    luaBufferAdd(b, head, (size_t)bytes + 1);
}

/* A length, of 2 bytes at least unless it fits into the type byte. */
static void writeLength(luaBuffer *b, int small, size_t small_below, int type16, size_t len) {
    if (len < small_below)
        writeHead(b, small | (int)len, 0, 0);
    else if (len <= UINT16_MAX)
        writeHead(b, type16, len, 2);
    else
        writeHead(b, type16 + 1, len, 4);
}

static void writeString(luaBuffer *b, const char *text, size_t len) {
    if (len >= 32 && len <= UINT8_MAX)
        writeHead(b, 0xd9, len, 1);
    else
        writeLength(b, 0xa0, 32, 0xda, len);
    luaBufferAdd(b, text, len);
}

static void writeInteger(luaBuffer *b, int64_t n) {
    if (n >= -32 && n <= 127)
        writeHead(b, (int)(n & 0xff), 0, 0);
    else if (n >= 0)
        n <= UINT8_MAX    ? writeHead(b, 0xcc, (uint64_t)n, 1)
        : n <= UINT16_MAX ? writeHead(b, 0xcd, (uint64_t)n, 2)
        : n <= UINT32_MAX ? writeHead(b, 0xce, (uint64_t)n, 4)
                          : writeHead(b, 0xcf, (uint64_t)n, 8);
    else
        n >= INT8_MIN    ? writeHead(b, 0xd0, (uint64_t)n, 1)
        : n >= INT16_MIN ? writeHead(b, 0xd1, (uint64_t)n, 2)
        : n >= INT32_MIN ? writeHead(b, 0xd2, (uint64_t)n, 4)
                         : writeHead(b, 0xd3, (uint64_t)n, 8);
}

static void writeNumber(luaBuffer *b, double n) {
    if (n >= -0x1p63 && n < 0x1p63 && (double)(int64_t)n == n) {
        writeInteger(b, (int64_t)n);
        return;
    }
    float single = (float)n;
    if ((double)single == n) {
        uint32_t bits;
        memcpy(&bits, &single, sizeof(bits));
        writeHead(b, 0xca, bits, 4);
    } else {
        uint64_t bits;
        memcpy(&bits, &n, sizeof(bits));
        writeHead(b, 0xcb, bits, 8);
    }
}

/* Entries of the table on top; *array: whether they are 1 to n. */
static size_t countEntries(lua_State *L, bool *array) {
    double max = 0;
    size_t count = 0;
    *array = true;
    for (lua_pushnil(L); lua_next(L, -2); count++) {
        lua_pop(L, 1);
        double n = *array && lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : 0;
        if (!(n >= 1 && n <= INT32_MAX && (double)(int)n == n))
            *array = false;
        else if (n > max)
            max = n;
    }
    if (max != (double)count)
        *array = false;
    return count;
}

static void writeTop(luaBuffer *b, int level);

static void writeTable(luaBuffer *b, int level) {
    lua_State *L = b->L;
    luaL_checkstack(L, 4, "in function mp_encode_lua_table");
    bool array;
    size_t count = countEntries(L, &array);
    if (array) {
        writeLength(b, 0x90, 16, 0xdc, count);
        for (size_t i = 1; i <= count; i++) {
            lua_rawgeti(L, -1, (int)i);
            writeTop(b, level + 1);
        }
        return;
    }
    writeLength(b, 0x80, 16, 0xde, count);
    for (lua_pushnil(L); lua_next(L, -2);) {
        lua_pushvalue(L, -2);
        writeTop(b, level + 1);
        writeTop(b, level + 1);
    }
}

/* Writes the value on top of the stack, and pops it. */
static void writeTop(luaBuffer *b, int level) {
    lua_State *L = b->L;
    int type = lua_type(L, -1);
    if (type == LUA_TSTRING) {
        size_t len;
        const char *text = lua_tolstring(L, -1, &len);
        writeString(b, text, len);
    } else if (type == LUA_TNUMBER) {
        writeNumber(b, lua_tonumber(L, -1));
    } else if (type == LUA_TBOOLEAN) {
        luaBufferByte(b, lua_toboolean(L, -1) ? 0xc3 : 0xc2);
    } else if (type == LUA_TTABLE && level < NESTING_MAX) {
        writeTable(b, level);
    } else {
        luaBufferByte(b, 0xc0);
    }
    lua_pop(L, 1);
}

static int msgpackPack(lua_State *L) {
    int values = lua_gettop(L);
    if (values == 0)
        return luaL_argerror(L, 0, "MessagePack pack needs input.");
    luaBuffer b;
    luaBufferStart(&b, L);
    for (int i = 1; i <= values; i++) {
        lua_pushvalue(L, i);
        writeTop(&b, 0);
    }
    luaBufferPush(&b);
    return 1;
}

/* ---- reading ---- */

typedef struct reader {
    lua_State *L;
    const unsigned char *at;
    size_t left;
} reader;

/* Takes n bytes; raises an error when they are not there. */
static const unsigned char *take(reader *r, size_t n) {
    if (r->left < n)
        luaL_error(r->L, "Missing bytes in input.");
    const unsigned char *from = r->at;
    r->at += n;
    r->left -= n;
    return from;
}

static uint64_t takeNumber(reader *r, int bytes) {
    const unsigned char *from = take(r, (size_t)bytes);
    uint64_t n = 0;
    for (int i = 0; i < bytes; i++)
        n = n << 8 | from[i];
    return n;
}

static void readString(reader *r, size_t len) {
    lua_pushlstring(r->L, (const char *)take(r, len), len);
}

static void readValue(reader *r);

/* Every item is a byte at least: a count that the input cannot fill reserves no more than it could. */
static int plausible(const reader *r, size_t count) {
    size_t most = count < r->left ? count : r->left;
    return most < 64 ? (int)most : 64;
}

static void readArray(reader *r, size_t count) {
    lua_createtable(r->L, plausible(r, count), 0);
    for (size_t i = 1; i <= count; i++) {
        readValue(r);
        lua_rawseti(r->L, -2, (int)i);
    }
}

static void readMap(reader *r, size_t count) {
    lua_createtable(r->L, 0, plausible(r, count));
    for (; count; count--) {
        readValue(r);
        readValue(r);
        lua_rawset(r->L, -3); /* a key that is nil or NaN is Lua's own error */
    }
}

static void readFloat(reader *r) {
    uint32_t bits = (uint32_t)takeNumber(r, 4);
    float single;
    memcpy(&single, &bits, sizeof(bits));
    lua_pushnumber(r->L, single);
}

static void readDouble(reader *r) {
    uint64_t bits = takeNumber(r, 8);
    double n;
    memcpy(&n, &bits, sizeof(bits));
    lua_pushnumber(r->L, n);
}

/* Items whose first byte says only the type. */
static void readLong(reader *r, int type) {
    lua_State *L = r->L;
    switch (type) {
    case 0xc0:
        lua_pushnil(L);
        break;
    case 0xc2:
    case 0xc3:
        lua_pushboolean(L, type == 0xc3);
        break;
    case 0xca:
        readFloat(r);
        break;
    case 0xcb:
        readDouble(r);
        break;
    case 0xcc:
    case 0xcd:
    case 0xce:
        lua_pushnumber(L, (double)takeNumber(r, 1 << (type - 0xcc)));
        break;
    case 0xcf: /* from 2^63 on negative: what scripts have always seen */
    case 0xd3:
        lua_pushnumber(L, (double)(int64_t)takeNumber(r, 8));
        break;
    case 0xd0:
        lua_pushnumber(L, (int8_t)takeNumber(r, 1));
        break;
    case 0xd1:
        lua_pushnumber(L, (int16_t)takeNumber(r, 2));
        break;
    case 0xd2:
        lua_pushnumber(L, (int32_t)takeNumber(r, 4));
        break;
    case 0xd9:
    case 0xda:
    case 0xdb:
        readString(r, takeNumber(r, 1 << (type - 0xd9)));
        break;
    case 0xdc:
    case 0xdd:
        readArray(r, takeNumber(r, 2 << (type - 0xdc)));
        break;
    case 0xde:
    case 0xdf:
        readMap(r, takeNumber(r, 2 << (type - 0xde)));
        break;
    default:
        luaL_error(L, "Bad data format in input.");
    }
}

/* Pushes the next value. */
static void readValue(reader *r) {
    luaL_checkstack(r->L, 3, "too many return values at once; use unpack_one or unpack_limit instead.");
    int type = *take(r, 1);
    if (type < 0x80)
        lua_pushnumber(r->L, type);
    else if (type < 0x90)
        readMap(r, (size_t)type & 0xf);
    else if (type < 0xa0)
        readArray(r, (size_t)type & 0xf);
    else if (type < 0xc0)
        readString(r, (size_t)type & 0x1f);
    else if (type >= 0xe0)
        lua_pushnumber(r->L, type - 0x100);
    else
        readLong(r, type);
}

/* All values, or at most `limit` of them from `offset` on with the offset behind them before them. */
static int unpack(lua_State *L, lua_Integer limit, lua_Integer offset) {
    size_t len;
    const char *data = luaL_checklstring(L, 1, &len);
    bool all = limit == 0 && offset == 0;
    if (offset < 0 || limit < 0)
        return luaL_error(L, "Invalid request to unpack with offset of %d and limit of %d.", (int)offset, (int)len);
    if ((size_t)offset > len)
        return luaL_error(L, "Start offset %d greater than input length %d.", (int)offset, (int)len);
    if (all)
        limit = INT32_MAX;
    reader r = {L, (const unsigned char *)data + offset, len - (size_t)offset};
    int values = 0;
    for (; r.left > 0 && values < limit; values++)
        readValue(&r);
    if (!all) {
        luaL_checkstack(L, 2, "in function mp_unpack_full");
        lua_pushnumber(L, r.left == 0 ? -1 : (double)(len - r.left));
        lua_insert(L, 2);
        values++;
    }
    return values;
}

static int msgpackUnpack(lua_State *L) {
    luaL_checklstring(L, 1, NULL);
    lua_settop(L, 1);
    return unpack(L, 0, 0);
}

static int msgpackUnpackOne(lua_State *L) {
    lua_Integer offset = luaL_optinteger(L, 2, 0);
    luaL_checklstring(L, 1, NULL);
    lua_settop(L, 1);
    return unpack(L, 1, offset);
}

static int msgpackUnpackLimit(lua_State *L) {
    lua_Integer limit = luaL_checkinteger(L, 2);
    lua_Integer offset = luaL_optinteger(L, 3, 0);
    luaL_checklstring(L, 1, NULL);
    lua_settop(L, 1);
    return unpack(L, limit, offset);
}

int luaopen_cmsgpack(lua_State *L) {
    static const struct {
        const char *name;
        lua_CFunction function;
    } functions[] = {{"pack", msgpackPack},
                     {"unpack", msgpackUnpack},
                     {"unpack_one", msgpackUnpackOne},
                     {"unpack_limit", msgpackUnpackLimit}};
    lua_newtable(L);
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        lua_pushcfunction(L, functions[i].function);
        lua_setfield(L, -2, functions[i].name);
    }
    lua_pushstring(L, "cmsgpack");
    lua_setfield(L, -2, "_NAME");
    lua_pushstring(L, "lua-cmsgpack 0.4.0");
    lua_setfield(L, -2, "_VERSION");
    lua_pushstring(L, "MessagePack C implementation for Lua");
    lua_setfield(L, -2, "_DESCRIPTION");
    return 1;
}
