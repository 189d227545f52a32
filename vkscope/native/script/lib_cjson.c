/* lib_cjson.c: cjson.encode, decode and their settings: Lua values in JSON.
 *
 * Words   array: a table all of whose keys are whole numbers from 1 on; an empty table is an object.  sparse: an array
 *         whose greatest key is beyond `safe` and beyond `ratio` times its number of entries.
 * Rules   Each cjson.new() has settings of its own, in a userdata that its functions share as upvalue. null is the
 * light userdata NULL. Design  encode walks tables raw: no metamethod runs, so that no script runs in the middle of it.
 * Depth is bounded by the setting and by Lua's stack (8,000 slots: some 2,000 levels), whichever is less, so C's stack
 * cannot overflow. decode reads strings without escapes straight from the text, others through one buffer. Cost    a
 * number without a fraction is written and read without printf and strtod. */
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include "script/lua_buffer.h"
#include "script/lua_libs.h"

enum invalidNumbers { INVALID_REFUSED, INVALID_WRITTEN, INVALID_NULL };

typedef struct settings {
    int sparse_convert, sparse_ratio, sparse_safe;
    int encode_depth, decode_depth;
    int encode_invalid; /* enum invalidNumbers */
    int decode_invalid; /* bool: hexadecimal, inf, nan, leading zeros */
    int precision;      /* digits */
    int keep_buffer;    /* kept because scripts ask for it; it changes nothing here */
} settings;

static const settings settings_default = {.sparse_ratio = 2,
                                          .sparse_safe = 10,
                                          .encode_depth = 1000,
                                          .decode_depth = 1000,
                                          .decode_invalid = 1,
                                          .precision = 14,
                                          .keep_buffer = 1};

static settings *settingsOf(lua_State *L) {
    return lua_touserdata(L, lua_upvalueindex(1));
}

/* ---- settings ---- */

static settings *settingArguments(lua_State *L, int most) {
    if (lua_gettop(L) > most)
        luaL_argerror(L, most + 1, "found too many arguments");
    lua_settop(L, most);
    return settingsOf(L);
}

/* Sets it from argument `arg`, unless that is nil, and pushes it. */
static void integerSetting(lua_State *L, int arg, int *setting, int low, int high) {
    if (lua_type(L, arg) != LUA_TNIL) {
        double value = luaL_checknumber(L, arg);
        if (!(value >= low && value <= high))
            luaL_argerror(L, 1, lua_pushfstring(L, "expected integer between %d and %d", low, high));
        *setting = (int)value;
    }
    lua_pushinteger(L, *setting);
}

static void choiceSetting(lua_State *L, int arg, int *setting, bool with_null) {
    static const char *const names[] = {"off", "on", "null"};
    int choices = with_null ? 3 : 2;
    if (lua_type(L, arg) == LUA_TBOOLEAN) {
        *setting = lua_toboolean(L, arg);
    } else if (lua_type(L, arg) != LUA_TNIL) {
        const char *name = luaL_checklstring(L, arg, NULL);
        int choice = 0;
        while (choice < choices && strcmp(name, names[choice]) != 0)
            choice++;
        if (choice == choices)
            luaL_argerror(L, arg, lua_pushfstring(L, "invalid option '%s'", name));
        *setting = choice;
    }
    if (*setting == INVALID_NULL)
        lua_pushstring(L, names[INVALID_NULL]);
    else
        lua_pushboolean(L, *setting);
}

static int setSparseArray(lua_State *L) {
    settings *s = settingArguments(L, 3);
    choiceSetting(L, 1, &s->sparse_convert, false);
    integerSetting(L, 2, &s->sparse_ratio, 0, INT_MAX);
    integerSetting(L, 3, &s->sparse_safe, 0, INT_MAX);
    return 3;
}

static int setEncodeDepth(lua_State *L) {
    integerSetting(L, 1, &settingArguments(L, 1)->encode_depth, 1, INT_MAX);
    return 1;
}

static int setDecodeDepth(lua_State *L) {
    integerSetting(L, 1, &settingArguments(L, 1)->decode_depth, 1, INT_MAX);
    return 1;
}

static int setPrecision(lua_State *L) {
    integerSetting(L, 1, &settingArguments(L, 1)->precision, 1, 14);
    return 1;
}

static int setKeepBuffer(lua_State *L) {
    choiceSetting(L, 1, &settingArguments(L, 1)->keep_buffer, false);
    return 1;
}

static int setEncodeInvalid(lua_State *L) {
    choiceSetting(L, 1, &settingArguments(L, 1)->encode_invalid, true);
    return 1;
}

static int setDecodeInvalid(lua_State *L) {
    choiceSetting(L, 1, &settingArguments(L, 1)->decode_invalid, false);
    return 1;
}

/* ---- encode ---- */

typedef struct writer {
    luaBuffer b;
    const settings *set;
} writer;

static void refuse(writer *w, int index, const char *reason) {
    lua_State *L = w->b.L;
    luaL_error(L, "Cannot serialise %s: %s", lua_typename(L, lua_type(L, index)), reason);
}

/* The letter behind the backslash; 'u': \u00XX; 0: the byte stands for itself. */
static const char escapes[256] = {'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         'b',       't',        'n', 'u',
                                  'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u',         'u',       'u',        'u', 'u',
                                  'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         0,         0,          '"', 0,
                                  0,   0,   0,   0,   0,   0,   0,   ['/'] = '/', [92] = 92, [127] = 'u'};

static void writeString(writer *w, int index) {
    static const char digits[] = "0123456789abcdef";
    size_t len;
    const unsigned char *text = (const unsigned char *)lua_tolstring(w->b.L, index, &len);
    luaBufferByte(&w->b, '"');
    for (size_t i = 0; i < len;) {
        size_t from = i;
        while (i < len && !escapes[text[i]])
            i++;
        luaBufferAdd(&w->b, text + from, i - from);
        for (; i < len && escapes[text[i]]; i++) {
            char *to = luaBufferRoom(&w->b, 6);
            to[0] = '\\';
            to[1] = escapes[text[i]];
            w->b.len += 2;
            if (to[1] == 'u') {
                to[2] = to[3] = '0';
                to[4] = digits[text[i] >> 4];
                to[5] = digits[text[i] & 15];
                w->b.len += 4;
            }
        }
    }
    luaBufferByte(&w->b, '"');
}

static void writeNumber(writer *w, int index) {
    double n = lua_tonumber(w->b.L, index);
    int invalid = w->set->encode_invalid;
    if (!isfinite(n)) {
        if (invalid == INVALID_REFUSED)
            refuse(w, index, "must not be NaN or Inf");
        if (invalid == INVALID_NULL || isnan(n)) {
            luaBufferAdd(&w->b, invalid == INVALID_NULL ? "null" : "nan", invalid == INVALID_NULL ? 4 : 3);
            return;
        }
    }
    char *to = luaBufferRoom(&w->b, 40);
    if (w->set->precision == 14 && n > -1e14 && n < 1e14 && (double)(long long)n == n && !(n == 0 && signbit(n)))
        w->b.len += (size_t)ll2string(to, (long long)n);
    else
        w->b.len += (size_t)snprintf(to, 40, "%.*g", w->set->precision, n);
}

/* Entries of the table on top as an array, 1 or more; 0: it is an object. */
static int arrayLength(writer *w) {
    lua_State *L = w->b.L;
    int max = 0;
    double entries = 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        double k = lua_type(L, -2) == LUA_TNUMBER ? lua_tonumber(L, -2) : 0;
        if (!(k >= 1 && k <= INT_MAX && (double)(int)k == k)) {
            lua_pop(L, 2);
            return 0;
        }
        entries++;
        if ((int)k > max)
            max = (int)k;
    }
    if (w->set->sparse_ratio > 0 && max > entries * w->set->sparse_ratio && max > w->set->sparse_safe) {
        if (!w->set->sparse_convert)
            refuse(w, -1, "excessively sparse array");
        return 0;
    }
    return max;
}

static void writeValue(writer *w, int depth);

static void writeArray(writer *w, int depth, int len) {
    luaBufferByte(&w->b, '[');
    if (len > LUA_BUFFER_LOCAL) /* holes are written too: what cannot fit in the end is refused before it takes time */
        luaBufferRoom(&w->b, 2 * (size_t)len);
    for (int i = 1; i <= len; i++) {
        if (i > 1)
            luaBufferByte(&w->b, ',');
        lua_rawgeti(w->b.L, -1, i);
        writeValue(w, depth);
        lua_pop(w->b.L, 1);
    }
    luaBufferByte(&w->b, ']');
}

static void writeKey(writer *w) {
    int type = lua_type(w->b.L, -2);
    if (type == LUA_TSTRING) {
        writeString(w, -2);
    } else if (type == LUA_TNUMBER) {
        luaBufferByte(&w->b, '"');
        writeNumber(w, -2);
        luaBufferByte(&w->b, '"');
    } else {
        refuse(w, -2, "table key must be a number or string");
    }
    luaBufferByte(&w->b, ':');
}

static void writeObject(writer *w, int depth) {
    lua_State *L = w->b.L;
    bool first = true;
    luaBufferByte(&w->b, '{');
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (!first)
            luaBufferByte(&w->b, ',');
        first = false;
        writeKey(w);
        writeValue(w, depth);
    }
    luaBufferByte(&w->b, '}');
}

static void writeTable(writer *w, int depth) {
    if (depth > w->set->encode_depth || !lua_checkstack(w->b.L, 4))
        luaL_error(w->b.L, "Cannot serialise, excessive nesting (%d)", depth);
    int len = arrayLength(w);
    if (len > 0)
        writeArray(w, depth, len);
    else
        writeObject(w, depth);
}

/* Writes the value on top of the stack, which stays there. */
static void writeValue(writer *w, int depth) {
    lua_State *L = w->b.L;
    int type = lua_type(L, -1);
    if (type == LUA_TSTRING) {
        writeString(w, -1);
    } else if (type == LUA_TNUMBER) {
        writeNumber(w, -1);
    } else if (type == LUA_TBOOLEAN) {
        bool yes = lua_toboolean(L, -1);
        luaBufferAdd(&w->b, yes ? "true" : "false", yes ? 4 : 5);
    } else if (type == LUA_TTABLE) {
        writeTable(w, depth + 1);
    } else if (type == LUA_TNIL || (type == LUA_TLIGHTUSERDATA && lua_touserdata(L, -1) == NULL)) {
        luaBufferAdd(&w->b, "null", 4);
    } else {
        refuse(w, -1, "type not supported");
    }
}

static int jsonEncode(lua_State *L) {
    writer w;
    if (lua_gettop(L) != 1)
        luaL_argerror(L, 1, "expected 1 argument");
    w.set = settingsOf(L);
    luaBufferStart(&w.b, L);
    lua_pushvalue(L, 1);
    writeValue(&w, 0);
    luaBufferPush(&w.b);
    return 1;
}

/* ---- decode ---- */

enum tokenType { OBJ_BEGIN, OBJ_END, ARR_BEGIN, ARR_END, STRING, NUMBER, BOOLEAN, NUL, COLON, COMMA, END, BROKEN };

static const char *const token_names[] = {"T_OBJ_BEGIN", "T_OBJ_END", "T_ARR_BEGIN", "T_ARR_END",
                                          "T_STRING",    "T_NUMBER",  "T_BOOLEAN",   "T_NULL",
                                          "T_COLON",     "T_COMMA",   "T_END"};

typedef struct reader {
    lua_State *L;
    const settings *set;
    const char *text, *at; /* text ends with a zero byte; the first zero byte ends what is read */
    int depth;
    enum tokenType type; /* of the token that was read last; STRING stands at `string` */
    size_t place;        /* where it began */
    double number;
    const char *string; /* the text itself, or `b` */
    size_t string_len;
    const char *broken; /* why it is BROKEN */
    luaBuffer b;
} reader;

static void isBroken(reader *r, const char *why) {
    r->type = BROKEN;
    r->place = (size_t)(r->at - r->text);
    r->broken = why;
}

/* Four hexadecimal digits; -1: they are not. */
static int hex4(const char *s) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int c = (unsigned char)s[i];
        if (!isxdigit(c))
            return -1;
        value = value << 4 | (isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

static void addUtf8(luaBuffer *b, int point) {
    if (point < 0x80) {
        luaBufferByte(b, point);
        return;
    }
    int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
    luaBufferByte(b, lead[more] | point >> (6 * more));
    for (; more; more--)
        luaBufferByte(b, 0x80 | (point >> (6 * (more - 1)) & 0x3f));
}

/* at: the backslash of \uXXXX. Half of a pair without the other half is an error. */
static bool readUnicode(reader *r) {
    int point = hex4(r->at + 2), len = 6;
    if (point < 0)
        return false;
    if ((point & 0xf800) == 0xd800) {
        if ((point & 0x400) || r->at[6] != '\\' || r->at[7] != 'u')
            return false;
        int low = hex4(r->at + 8);
        if (low < 0 || (low & 0xfc00) != 0xdc00)
            return false;
        point = ((point & 0x3ff) << 10 | (low & 0x3ff)) + 0x10000;
        len = 12;
    }
    addUtf8(&r->b, point);
    r->at += len;
    return true;
}

static bool readEscape(reader *r) {
    static const char meant[256] = {
        ['"'] = '"', [92] = 92, ['/'] = '/', ['b'] = '\b', ['t'] = '\t', ['n'] = '\n', ['f'] = '\f', ['r'] = '\r'};
    if (r->at[1] == 'u') {
        if (readUnicode(r))
            return true;
        isBroken(r, "invalid unicode escape code");
        return false;
    }
    char c = meant[(unsigned char)r->at[1]];
    if (!c) {
        isBroken(r, "invalid escape code");
        return false;
    }
    luaBufferByte(&r->b, c);
    r->at += 2;
    return true;
}

/* Bytes before the next quote, backslash or the end. */
static size_t plainBytes(const char *s) {
    size_t n = 0;
    while (s[n] && s[n] != '"' && s[n] != '\\')
        n++;
    return n;
}

static void readString(reader *r) {
    size_t plain = plainBytes(++r->at);
    r->type = STRING;
    if (r->at[plain] == '"') {
        r->string = r->at;
        r->string_len = plain;
        r->at += plain + 1;
        return;
    }
    r->b.len = 0;
    for (;; plain = plainBytes(r->at)) {
        luaBufferAdd(&r->b, r->at, plain);
        r->at += plain;
        if (*r->at == '"')
            break;
        if (!*r->at) {
            isBroken(r, "unexpected end of string");
            return;
        }
        if (!readEscape(r))
            return;
    }
    r->at++;
    r->string = r->b.ptr;
    r->string_len = r->b.len;
}

/* Written as JSON knows no number: +1, 0x1, 01, inf, nan. What is left may still be none. */
static bool oddNumber(const char *s) {
    if (*s == '+')
        return true;
    if (*s == '-')
        s++;
    if (*s == '0')
        return (s[1] | 0x20) == 'x' || isdigit((unsigned char)s[1]);
    return strncasecmp(s, "inf", 3) == 0 || strncasecmp(s, "nan", 3) == 0;
}

static void readNumber(reader *r) {
    const char *s = r->at;
    r->type = NUMBER;
    bool minus = *s == '-';
    long long whole = 0;
    for (s += minus; isdigit((unsigned char)*s) && s - r->at < 16; s++)
        whole = whole * 10 + (*s - '0');
    if (s > r->at + minus && !isalnum((unsigned char)*s) && *s != '.' && !(minus && whole == 0)) {
        r->number = (double)(minus ? -whole : whole);
        r->at = s;
        return;
    }
    char *end;
    r->number = strtod(r->at, &end);
    if (end == r->at)
        isBroken(r, "invalid number");
    r->at = end;
}

static bool takeWord(reader *r, const char *word, enum tokenType type, bool value) {
    size_t len = strlen(word);
    if (strncmp(r->at, word, len) != 0)
        return false;
    r->at += len;
    r->type = type;
    r->number = value;
    return true;
}

static void readWord(reader *r) {
    bool odd = oddNumber(r->at);
    int c = (unsigned char)*r->at;
    if (c == '-' || isdigit(c)) {
        if (odd && !r->set->decode_invalid)
            isBroken(r, "invalid number");
        else
            readNumber(r);
    } else if (takeWord(r, "true", BOOLEAN, true) || takeWord(r, "false", BOOLEAN, false) ||
               takeWord(r, "null", NUL, false)) {
        return;
    } else if (r->set->decode_invalid && odd) {
        readNumber(r);
    } else {
        isBroken(r, "invalid token");
    }
}

static void nextToken(reader *r) {
    static const char marks[] = "{}[]:,";
    static const enum tokenType types[] = {OBJ_BEGIN, OBJ_END, ARR_BEGIN, ARR_END, COLON, COMMA};
    while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')
        r->at++;
    r->place = (size_t)(r->at - r->text);
    if (!*r->at) {
        r->type = END;
        return;
    }
    const char *mark = strchr(marks, *r->at);
    if (mark) {
        r->type = types[mark - marks];
        r->at++;
    } else if (*r->at == '"') {
        readString(r);
    } else {
        readWord(r);
    }
}

static void notExpected(reader *r, const char *expected) {
    const char *found = r->type == BROKEN ? r->broken : token_names[r->type];
    luaL_error(r->L, "Expected %s but found %s at character %d", expected, found, (int)r->place + 1);
}

static void descend(reader *r) {
    if (++r->depth > r->set->decode_depth || !lua_checkstack(r->L, 4))
        luaL_error(r->L, "Found too many nested data structures (%d) at character %d", r->depth,
                   (int)(r->at - r->text));
}

static void readValue(reader *r);

static void readObject(reader *r) {
    descend(r);
    lua_newtable(r->L);
    nextToken(r);
    while (r->type != OBJ_END) {
        if (r->type != STRING)
            notExpected(r, "object key string");
        lua_pushlstring(r->L, r->string, r->string_len);
        nextToken(r);
        if (r->type != COLON)
            notExpected(r, "colon");
        nextToken(r);
        readValue(r);
        lua_rawset(r->L, -3);
        nextToken(r);
        if (r->type == OBJ_END)
            break;
        if (r->type != COMMA)
            notExpected(r, "comma or object end");
        nextToken(r);
        if (r->type == OBJ_END)
            notExpected(r, "object key string");
    }
    r->depth--;
}

static void readArray(reader *r) {
    descend(r);
    lua_newtable(r->L);
    nextToken(r);
    for (int i = 1; r->type != ARR_END || i > 1; i++) {
        readValue(r);
        lua_rawseti(r->L, -2, i);
        nextToken(r);
        if (r->type == ARR_END)
            break;
        if (r->type != COMMA)
            notExpected(r, "comma or array end");
        nextToken(r);
    }
    r->depth--;
}

/* Pushes the value that begins with the token under way. */
static void readValue(reader *r) {
    switch (r->type) {
    case STRING:
        lua_pushlstring(r->L, r->string, r->string_len);
        break;
    case NUMBER:
        lua_pushnumber(r->L, r->number);
        break;
    case BOOLEAN:
        lua_pushboolean(r->L, r->number != 0);
        break;
    case NUL:
        lua_pushlightuserdata(r->L, NULL);
        break;
    case OBJ_BEGIN:
        readObject(r);
        break;
    case ARR_BEGIN:
        readArray(r);
        break;
    default:
        notExpected(r, "value");
    }
}

static int jsonDecode(lua_State *L) {
    reader r;
    size_t len;
    if (lua_gettop(L) != 1)
        luaL_argerror(L, 1, "expected 1 argument");
    r.L = L;
    r.set = settingsOf(L);
    r.text = r.at = luaL_checklstring(L, 1, &len);
    r.depth = 0;
    if (len >= 2 && (!r.text[0] || !r.text[1]))
        luaL_error(L, "JSON parser does not support UTF-16 or UTF-32");
    luaBufferStart(&r.b, L);
    nextToken(&r);
    readValue(&r);
    nextToken(&r);
    if (r.type != END)
        notExpected(&r, "the end");
    return 1;
}

/* ---- the table ---- */

static int jsonNew(lua_State *L) {
    static const struct {
        const char *name;
        lua_CFunction function;
    } functions[] = {{"encode", jsonEncode},
                     {"decode", jsonDecode},
                     {"encode_sparse_array", setSparseArray},
                     {"encode_max_depth", setEncodeDepth},
                     {"decode_max_depth", setDecodeDepth},
                     {"encode_number_precision", setPrecision},
                     {"encode_keep_buffer", setKeepBuffer},
                     {"encode_invalid_numbers", setEncodeInvalid},
                     {"decode_invalid_numbers", setDecodeInvalid},
                     {"new", jsonNew}};
    luaL_checkstack(L, 4, "in cjson.new");
    lua_newtable(L);
    memcpy(lua_newuserdata(L, sizeof(settings)), &settings_default, sizeof(settings));
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        lua_pushvalue(L, -1);
        lua_pushcclosure(L, functions[i].function, 1);
        lua_setfield(L, -3, functions[i].name);
    }
    lua_pop(L, 1);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    lua_pushstring(L, "cjson");
    lua_setfield(L, -2, "_NAME");
    lua_pushstring(L, "2.1.0");
    lua_setfield(L, -2, "_VERSION");
    return 1;
}

int luaopen_cjson(lua_State *L) {
    return jsonNew(L);
}

void luaLibsOpen(lua_State *L) {
    luaopen_cjson(L);
    lua_setglobal(L, "cjson");
    luaopen_cmsgpack(L);
    lua_setglobal(L, "cmsgpack");
    luaopen_struct(L);
    lua_setglobal(L, "struct");
    luaBitOpen(L);
}
