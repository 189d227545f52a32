/* lua_reply.c: what commands answer, as Lua values; and Lua values, as answers.
 *
 * Design   RESP            Lua                                  Lua                    RESP
 *          +OK             {ok = "OK"}                          {ok = text}            status
 *          -ERR x          {err = "ERR x"}                      {err = text}           error
 *          :1              1                                    1.9                    :1
 *          $1 x            "x"                                  "x"                    bulk
 *          $-1 *-1         false                                false                  null; RESP3: #f
 *          *2 ..           {..}                                 true                   :1; RESP3: #t
 *          _               nil                                  nil                    null
 *          %1 ..           {map = {k = v}}                      {map = {k = v}}        map
 *          ~1 ..           {set = {v = true}}                   {set = {v = true}}     set
 *          ,1.5            {double = 1.5}                       {double = 1.5}         double
 *          (1              {big_number = "1"}                   {big_number = "1"}     big number
 *          =7 txt:abc      {verbatim_string = {string, format}} the same               verbatim
 *          #t              true                                 {1, 2, nil, 3}         *2: up to the first nil
 * Rules    fields of a script's tables are read raw: no metamethod of its runs here. */
#include "exec/exec.h"
#include "script/lua_engine.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------------------------- from RESP to Lua */

typedef struct reader {
    lua_State *L;
    const char *at, *end;
} reader;

/* The line that begins behind the type, and its length; the reader stands behind it. */
static const char *line(reader *r, size_t *len) {
    const char *begin = r->at;
    const char *end = memchr(begin, '\r', (size_t)(r->end - begin));
    if (!end || end + 2 > r->end)
        luaL_error(r->L, "the reply is cut off");
    *len = (size_t)(end - begin);
    r->at = end + 2;
    return begin;
}

static long long number(reader *r) {
    size_t len;
    long long value = 0;
    const char *text = line(r, &len);
    if (!string2ll(text, len, &value))
        luaL_error(r->L, "the reply has a broken length");
    return value;
}

static const char *bytes(reader *r, size_t len) {
    const char *begin = r->at;
    if ((size_t)(r->end - begin) < len + 2)
        luaL_error(r->L, "the reply is cut off");
    r->at += len + 2;
    return begin;
}

static void value(reader *r);

/* {name = the string} */
static void wrapString(lua_State *L, const char *name, const char *text, size_t len) {
    lua_createtable(L, 0, 1);
    lua_pushlstring(L, text, len);
    lua_setfield(L, -2, name);
}

static void bulk(reader *r) {
    long long len = number(r);
    if (len < 0) {
        lua_pushboolean(r->L, 0);
    } else {
        lua_pushlstring(r->L, bytes(r, (size_t)len), (size_t)len);
    }
}

static void array(reader *r) {
    long long n = number(r);
    if (n < 0) {
        lua_pushboolean(r->L, 0);
        return;
    }
    lua_createtable(r->L, n < INT_MAX ? (int)n : INT_MAX, 0);
    for (int i = 1; i <= n; i++) {
        value(r);
        lua_rawseti(r->L, -2, i);
    }
}

/* A table cannot have nil or NaN as a key: such a pair is left out. */
static void put(lua_State *L) {
    bool bad = lua_type(L, -2) == LUA_TNIL || (lua_type(L, -2) == LUA_TNUMBER && !lua_rawequal(L, -2, -2));
    if (bad) {
        lua_pop(L, 2);
    } else {
        lua_rawset(L, -3);
    }
}

static void map(reader *r, bool set) {
    long long n = number(r);
    lua_createtable(r->L, 0, 1);
    lua_createtable(r->L, 0, n < INT_MAX ? (int)n : INT_MAX);
    for (long long i = 0; i < n; i++) {
        value(r);
        if (set) {
            lua_pushboolean(r->L, 1);
        } else {
            value(r);
        }
        put(r->L);
    }
    lua_setfield(r->L, -2, set ? "set" : "map");
}

static void floating(reader *r) {
    size_t len;
    char text[64];
    const char *digits = line(r, &len);
    len = len < sizeof(text) ? len : sizeof(text) - 1;
    memcpy(text, digits, len);
    text[len] = 0;
    lua_createtable(r->L, 0, 1);
    lua_pushnumber(r->L, strtod(text, NULL));
    lua_setfield(r->L, -2, "double");
}

static void verbatim(reader *r) {
    long long len = number(r);
    if (len < 4)
        luaL_error(r->L, "the reply has a broken length");
    const char *text = bytes(r, (size_t)len);
    lua_createtable(r->L, 0, 1);
    lua_createtable(r->L, 0, 2);
    lua_pushlstring(r->L, text + 4, (size_t)len - 4);
    lua_setfield(r->L, -2, "string");
    lua_pushlstring(r->L, text, 3);
    lua_setfield(r->L, -2, "format");
    lua_setfield(r->L, -2, "verbatim_string");
}

/* Attributes are read and dropped; what they belong to follows. */
static void attribute(reader *r) {
    long long n = number(r);
    for (long long i = 0; i < 2 * n; i++) {
        value(r);
        lua_pop(r->L, 1);
    }
    value(r);
}

static void simple(reader *r, char type) {
    size_t len;
    const char *text = line(r, &len);
    switch (type) {
    case '+':
        wrapString(r->L, "ok", text, len);
        break;
    case '-':
        luaPushCounted(r->L, text, len);
        break;
    case '(':
        wrapString(r->L, "big_number", text, len);
        break;
    case '#':
        lua_pushboolean(r->L, text[0] == 't');
        break;
    default:
        lua_pushnil(r->L);
        break; /* _ */
    }
}

static void value(reader *r) {
    luaL_checkstack(r->L, 6, "the reply is nested too deep");
    if (r->at >= r->end)
        luaL_error(r->L, "the reply is cut off");
    char type = *r->at++;
    switch (type) {
    case '$':
        bulk(r);
        break;
    case ':':
        lua_pushnumber(r->L, (lua_Number)number(r));
        break;
    case '*':
    case '>':
        array(r);
        break;
    case '%':
        map(r, false);
        break;
    case '~':
        map(r, true);
        break;
    case ',':
        floating(r);
        break;
    case '=':
        verbatim(r);
        break;
    case '|':
        attribute(r);
        break;
    default:
        simple(r, type);
        break;
    }
}

void luaPushReply(lua_State *L, const char *resp, size_t len) {
    reader r = {L, resp, resp + len};
    if (unlikely(!len)) { /* a command that says nothing */
        lua_pushboolean(L, 0);
        return;
    }
    value(&r);
}

/* ------------------------------------------------------------------------------------------------- from Lua to RESP */

typedef struct writer {
    lua_State *L;
    scriptRun *run;
    execContext *x;
} writer;

static void answer(writer *w);

/* Pushes a field of the table on the top; when it is not of the type, pops it again. */
static bool field(lua_State *L, const char *name, size_t len, int type) {
    lua_pushlstring(L, name, len);
    lua_rawget(L, -2);
    if (lua_type(L, -1) == type)
        return true;
    lua_pop(L, 1);
    return false;
}
#define FIELD(L, name, type) field(L, name, sizeof(name) - 1, type)

static void oneLine(char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\r' || text[i] == '\n')
            text[i] = ' ';
}

/* The string on the top as one line. */
static void answerLine(writer *w, char mark) {
    size_t len;
    const char *text = lua_tolstring(w->L, -1, &len);
    replySink *s = w->x->out;
    size_t before = s->len;
    sinkAppend(s, &mark, 1);
    sinkAppend(s, text, len);
    oneLine(s->buf + before, s->len - before);
    sinkAppend(s, "\r\n", 2);
}

static void answerBig(writer *w) {
    size_t len;
    replySink *s = w->x->out;
    if (s->resp > 2) {
        answerLine(w, '(');
        return;
    }
    const char *text = lua_tolstring(w->L, -1, &len);
    replyBulk(w->x, text, len);
    if (!s->muted)
        oneLine(s->buf + s->len - len - 2, len);
}

static bool answerVerbatim(writer *w) {
    lua_State *L = w->L;
    if (!FIELD(L, "format", LUA_TSTRING))
        return false;
    size_t len, format_len;
    char format[3] = {' ', ' ', ' '};
    const char *text = lua_tolstring(L, -1, &format_len);
    memcpy(format, text, format_len < 3 ? format_len : 3);
    lua_pop(L, 1);
    if (!FIELD(L, "string", LUA_TSTRING))
        return false;
    text = lua_tolstring(L, -1, &len);
    replyVerbatim(w->x, text, len, format);
    lua_pop(L, 1);
    return true;
}

static void answerPairs(writer *w, bool set) {
    lua_State *L = w->L;
    long n = 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        n++;
    if (set) {
        replySet(w->x, n);
    } else {
        replyMap(w->x, n);
    }
    for (lua_pushnil(L); lua_next(L, -2);) {
        lua_pushvalue(L, -2);
        answer(w);
        if (set) {
            lua_pop(L, 1);
        } else {
            answer(w);
        }
    }
}

static void answerArray(writer *w) {
    lua_State *L = w->L;
    int n = 0;
    for (bool more = true; more; lua_pop(L, 1)) {
        lua_rawgeti(L, -1, n + 1);
        more = lua_type(L, -1) != LUA_TNIL && n < INT_MAX - 1;
        n += more;
    }
    replyArray(w->x, n);
    for (int i = 1; i <= n; i++) {
        lua_rawgeti(L, -1, i);
        answer(w);
    }
}

static void answerFailure(writer *w) {
    lua_State *L = w->L;
    size_t len;
    bool counted = FIELD(L, "ignore_error_stats_update", LUA_TBOOLEAN);
    if (counted) {
        counted = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    (void)FIELD(L, "err", LUA_TSTRING);
    const char *text = lua_tolstring(L, -1, &len);
    scriptReplyError(w->run, text, len, counted);
    lua_pop(L, 1);
}

/* One of the tables with a meaning; the field that says so is on the top. */
static bool answerSpecial(writer *w) {
    lua_State *L = w->L;
    if (FIELD(L, "err", LUA_TSTRING)) {
        lua_pop(L, 1);
        answerFailure(w);
        return true;
    }
    if (FIELD(L, "ok", LUA_TSTRING)) {
        answerLine(w, '+');
    } else if (FIELD(L, "double", LUA_TNUMBER)) {
        replyDouble(w->x, lua_tonumber(L, -1));
    } else if (FIELD(L, "big_number", LUA_TSTRING)) {
        answerBig(w);
    } else if (FIELD(L, "verbatim_string", LUA_TTABLE)) {
        if (!answerVerbatim(w)) {
            lua_pop(L, 1);
            return false;
        }
    } else if (FIELD(L, "map", LUA_TTABLE)) {
        answerPairs(w, false);
    } else if (FIELD(L, "set", LUA_TTABLE)) {
        answerPairs(w, true);
    } else {
        return false;
    }
    lua_pop(L, 1);
    return true;
}

static long long whole(double n) {
    return n >= -9223372036854775808.0 && n < 9223372036854775808.0 ? (long long)n : LLONG_MIN;
}

/* Answers with the value on the top, and pops it. */
static void answer(writer *w) {
    lua_State *L = w->L;
    size_t len;
    const char *text;
    if (!lua_checkstack(L, 5)) {
        replyErrorC(w->x, "ERR reached lua stack limit");
        lua_pop(L, 1);
        return;
    }
    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, -1, &len);
        replyBulk(w->x, text, len);
        break;
    case LUA_TNUMBER:
        replyLong(w->x, whole(lua_tonumber(L, -1)));
        break;
    case LUA_TBOOLEAN:
        if (w->run->resp > 2) {
            replyBool(w->x, lua_toboolean(L, -1));
        } else if (lua_toboolean(L, -1)) {
            replyLong(w->x, 1);
        } else {
            replyNull(w->x);
        }
        break;
    case LUA_TTABLE:
        if (!answerSpecial(w))
            answerArray(w);
        break;
    default:
        replyNull(w->x);
        break;
    }
    lua_pop(L, 1);
}

void luaAnswer(lua_State *L, scriptRun *run) {
    writer w = {L, run, run->x};
    answer(&w);
}

/* {err, source, line}: "text script: name, on source:line." */
static void answerError(writer *w) {
    lua_State *L = w->L;
    size_t len;
    bool counted = FIELD(L, "ignore_error_stats_update", LUA_TBOOLEAN);
    if (counted) {
        counted = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    int top = lua_gettop(L);
    if (!FIELD(L, "err", LUA_TSTRING))
        lua_pushstring(L, "ERR unknown error");
    lua_pushstring(L, "source");
    lua_rawget(L, top);
    lua_pushstring(L, "line");
    lua_rawget(L, top);
    if (lua_isstring(L, -1) && lua_isstring(L, -2)) { /* at top + 3 and top + 2 */
        lua_pushvalue(L, top + 1);
        lua_pushfstring(L, " script: %s, on %s:%s.", w->run->use->name, lua_tostring(L, top + 2),
                        lua_tostring(L, top + 3));
        lua_concat(L, 2);
        lua_replace(L, top + 1);
    }
    const char *text = lua_tolstring(L, top + 1, &len);
    scriptReplyError(w->run, text, len, counted);
    lua_settop(L, top);
}

void luaAnswerError(lua_State *L, scriptRun *run) {
    writer w = {L, run, run->x};
    if (lua_type(L, -1) == LUA_TTABLE) {
        answerError(&w);
    } else {
        const char *text = lua_isstring(L, -1) ? lua_tostring(L, -1) : "execution failure";
        char line[256];
        int len = snprintf(line, sizeof(line), "ERR Error running script %s, %.100s", run->use->name, text);
        scriptReplyError(run, line, (size_t)len, false);
    }
    lua_pop(L, 1);
}
