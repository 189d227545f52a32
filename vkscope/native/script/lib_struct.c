/* lib_struct.c: struct.pack, struct.unpack and struct.size: C structures in strings.
 *
 * Words   format: letters, each an item of a structure or a change of how the next ones are written:
 *
 *           b B  h H  l L T  iN IN   integers of 1, 2, 8 and N bytes (4 without N, at most 32); capitals: unsigned
 *           f d  x  cN  s            float, double, one zero byte, N characters, characters up to a zero byte
 *           c0                       packing: the whole string; unpacking: as long as the number read before it
 *           < >  !N  space           byte order, greatest alignment (8 without N), nothing
 *
 * Design  An integer goes through a double; beyond 8 bytes it is padded with zeros, and read back only its 8 least
 *         significant bytes count. Sizes and positions are compared with what is left, never added first. */
#include <ctype.h>
#include <limits.h>
#include "script/lua_buffer.h"
#include "script/lua_libs.h"

enum { INTEGER_MAX = 32, ALIGN_DEFAULT = 8 };

typedef struct layout {
    const char *format;
    bool big;
    int align;
} layout;

static const layout start = {.big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__, .align = 1};

static int readNumber(lua_State *L, layout *at, int otherwise) {
    if (!isdigit((unsigned char)*at->format))
        return otherwise;
    int n = 0;
    for (; isdigit((unsigned char)*at->format); at->format++) {
        int digit = *at->format - '0';
        if (n > (INT_MAX - digit) / 10)
            luaL_error(L, "integral size overflow");
        n = n * 10 + digit;
    }
    return n;
}

/* Bytes of an item; 0: it has none of its own, or they depend on the data. */
static size_t itemSize(lua_State *L, int item, layout *at) {
    switch (item) {
    case 'B':
    case 'b':
    case 'x':
        return 1;
    case 'H':
    case 'h':
        return sizeof(short);
    case 'L':
    case 'l':
        return sizeof(long);
    case 'T':
        return sizeof(size_t);
    case 'f':
        return sizeof(float);
    case 'd':
        return sizeof(double);
    case 'c':
        return (size_t)readNumber(L, at, 1);
    case 'i':
    case 'I': {
        int size = readNumber(L, at, sizeof(int));
        if (size > INTEGER_MAX)
            luaL_error(L, "integral size %d is larger than limit of %d", size, INTEGER_MAX);
        return (size_t)size;
    }
    default:
        return 0;
    }
}

/* Bytes to leave out so that an item of `size` begins where it may. */
static size_t padding(const layout *at, int item, size_t size, size_t position) {
    if (size == 0 || item == 'c')
        return 0;
    if (size > (size_t)at->align)
        size = (size_t)at->align;
    return (size - (position & (size - 1))) & (size - 1);
}

static void control(lua_State *L, int item, layout *at) {
    switch (item) {
    case ' ':
        return;
    case '>':
        at->big = true;
        return;
    case '<':
        at->big = false;
        return;
    case '!': {
        int align = readNumber(L, at, ALIGN_DEFAULT);
        if (align <= 0 || (align & (align - 1)) != 0)
            luaL_error(L, "alignment %d is not a power of 2", align);
        at->align = align;
        return;
    }
    default:
        luaL_argerror(L, 1, lua_pushfstring(L, "invalid format option '%c'", item));
    }
}

static bool isInteger(int item) {
    return item && strchr("bBhHlLTiI", item) != NULL;
}

/* What is out of a long's range is cut to it, as hardware does. */
static uint64_t numberBits(double n) {
    if (n < 0)
        return n < -0x1p63 ? (uint64_t)INT64_MIN : (uint64_t)(int64_t)n;
    if (n != n)
        return (uint64_t)INT64_MIN;
    return n >= 0x1p64 ? 0 : (uint64_t)n;
}

static void writeInteger(luaBuffer *b, const layout *at, double n, size_t size) {
    uint64_t bits = numberBits(n);
    char *to = luaBufferRoom(b, size);
    for (size_t i = 0; i < size; i++, bits >>= 8)
        to[at->big ? size - 1 - i : i] = (char)bits;
    b->len += size;
}

static double readInteger(const char *from, const layout *at, bool is_signed, size_t size) {
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits = bits << 8 | (unsigned char)from[at->big ? i : size - 1 - i];
    if (!is_signed)
        return (double)bits;
    if (size > 0 && size < 8 && (bits >> (size * 8 - 1)) != 0)
        bits |= UINT64_MAX << (size * 8 - 1);
    return (double)(int64_t)bits;
}

static void copyOrdered(void *to, const void *from, size_t size, const layout *at) {
    for (size_t i = 0; i < size; i++)
        ((char *)to)[i] = ((const char *)from)[at->big == start.big ? i : size - 1 - i];
}

static void writeFloating(luaBuffer *b, const layout *at, int item, double n) {
    float single = (float)n;
    size_t size = item == 'f' ? sizeof(float) : sizeof(double);
    copyOrdered(luaBufferRoom(b, size), item == 'f' ? (void *)&single : (void *)&n, size, at);
    b->len += size;
}

static double readFloating(const char *from, const layout *at, int item) {
    float single;
    double n;
    if (item == 'd') {
        copyOrdered(&n, from, sizeof(n), at);
        return n;
    }
    copyOrdered(&single, from, sizeof(single), at);
    return single;
}

static void writeText(luaBuffer *b, int item, size_t size, int arg) {
    size_t len;
    const char *text = luaL_checklstring(b->L, arg, &len);
    if (size == 0)
        size = len;
    if (len < size)
        luaL_argerror(b->L, arg + 1, "string too short");
    luaBufferAdd(b, text, size);
    if (item == 's')
        luaBufferByte(b, 0);
}

static int structPack(lua_State *L) {
    layout at = start;
    at.format = luaL_checklstring(L, 1, NULL);
    luaBuffer b;
    int arg = 2;
    /* The buffer's slot comes behind the arguments: a nil, so that one too few is not the buffer. */
    lua_pushnil(L);
    luaBufferStart(&b, L);
    while (*at.format) {
        int item = (unsigned char)*at.format++;
        size_t size = itemSize(L, item, &at);
        for (size_t pad = padding(&at, item, size, b.len); pad; pad--)
            luaBufferByte(&b, 0);
        if (isInteger(item))
            writeInteger(&b, &at, luaL_checknumber(L, arg++), size);
        else if (item == 'x')
            luaBufferByte(&b, 0);
        else if (item == 'f' || item == 'd')
            writeFloating(&b, &at, item, luaL_checknumber(L, arg++));
        else if (item == 'c' || item == 's')
            writeText(&b, item, size, arg++);
        else
            control(L, item, &at);
    }
    luaBufferPush(&b);
    return 1;
}

static void require(lua_State *L, bool enough) {
    if (!enough)
        luaL_argerror(L, 2, "data string too short");
}

/* Pushes the characters of `c` or `s`; returns the bytes they took. `results`: items on the stack before it. */
static size_t readText(lua_State *L, int item, size_t size, const char *from, size_t left, int *results) {
    if (item == 's') {
        const char *end = memchr(from, 0, left);
        if (!end)
            luaL_error(L, "unfinished string in data");
        size = (size_t)(end - from);
        lua_pushlstring(L, from, size);
        ++*results;
        return size + 1;
    }
    if (size == 0) {
        if (*results == 0 || !lua_isnumber(L, -1))
            luaL_error(L, "format 'c0' needs a previous size");
        double n = lua_tonumber(L, -1);
        require(L, n >= 0 && n <= (double)left);
        size = (size_t)n;
        lua_pop(L, 1);
        --*results;
    }
    lua_pushlstring(L, from, size);
    ++*results;
    return size;
}

static int structUnpack(lua_State *L) {
    layout at = start;
    size_t len;
    at.format = luaL_checklstring(L, 1, NULL);
    const char *data = luaL_checklstring(L, 2, &len);
    lua_Integer from = luaL_optinteger(L, 3, 1);
    if (from == 0)
        luaL_argerror(L, 3, "offset must be 1 or greater");
    require(L, from > 0);
    size_t position = (size_t)from - 1;
    int results = 0;
    while (*at.format) {
        int item = (unsigned char)*at.format++;
        size_t size = itemSize(L, item, &at);
        require(L, position <= len);
        position += padding(&at, item, size, position);
        require(L, position <= len && size <= len - position);
        luaL_checkstack(L, 2, "too many results");
        if (isInteger(item)) {
            lua_pushnumber(L, readInteger(data + position, &at, islower(item), size));
            results++;
        } else if (item == 'f' || item == 'd') {
            lua_pushnumber(L, readFloating(data + position, &at, item));
            results++;
        } else if (item == 'c' || item == 's') {
            size = readText(L, item, size, data + position, len - position, &results);
        } else if (item != 'x') {
            control(L, item, &at);
        }
        position += size;
    }
    lua_pushnumber(L, (double)position + 1);
    return results + 1;
}

static int structSize(lua_State *L) {
    layout at = start;
    size_t position = 0;
    at.format = luaL_checklstring(L, 1, NULL);
    while (*at.format) {
        int item = (unsigned char)*at.format++;
        size_t size = itemSize(L, item, &at);
        position += padding(&at, item, size, position);
        if (item == 's')
            luaL_argerror(L, 1, "option 's' has no fixed size");
        else if (item == 'c' && size == 0)
            luaL_argerror(L, 1, "option 'c0' has no fixed size");
        else if (!isalnum(item))
            control(L, item, &at);
        position += size;
    }
    lua_pushnumber(L, (double)position);
    return 1;
}

int luaopen_struct(lua_State *L) {
    lua_newtable(L);
    lua_pushcfunction(L, structPack);
    lua_setfield(L, -2, "pack");
    lua_pushcfunction(L, structUnpack);
    lua_setfield(L, -2, "unpack");
    lua_pushcfunction(L, structSize);
    lua_setfield(L, -2, "size");
    return 1;
}
