/* lua_pattern.c: string.find, match, gmatch and gsub of Lua 5.1, which can be interrupted.
 *
 * Words   item: a piece of a pattern that eats characters: a character, a class, a set, with * + - ? behind it or not.
 *         capture: a part of the subject that the pattern puts in brackets; OPEN while its end is not known, PLACE for
 *         (), which gives the place.
 * Rules   LuaJIT's own run in C from begin to end: ("a-"):rep(20) on a long text holds the server for hours, and no
 * hook fires. Here every character tried is a step, and every STEPS of them the clock is looked at, so that others are
 * served and SCRIPT KILL works. Nesting has an end, in the pattern and on the C stack. Cost    a step is a few ns, as
 * in LuaJIT. Credits the pattern language is Lua's (reference manual 5.1, 5.4.1). */
#define _GNU_SOURCE
#include "base/base.h"
#include "script/lua_buffer.h"
#include "script/lua_engine.h"
#include <ctype.h>
#include <string.h>

enum { CAPTURES = 32, DEPTH = 200, STEPS = 10000 };
enum { OPEN = -1, PLACE = -2 };

typedef struct matcher {
    lua_State *L;
    const char *subject, *end; /* of the subject */
    const char *pattern_end;
    unsigned steps;
    int depth;
    int captures;
    struct {
        const char *at;
        ptrdiff_t len; /* or OPEN, PLACE */
    } capture[CAPTURES];
} matcher;

static const char *match(matcher *m, const char *s, const char *p);

static inline void step(matcher *m) {
    if (unlikely(++m->steps >= STEPS)) {
        m->steps = 0;
        luaInterrupt(m->L);
    }
}

/* ------------------------------------------------------------------------------------------------- single characters
 */

static bool inClass(int c, int letter) {
    bool in;
    switch (letter | 0x20) {
    case 'a':
        in = isalpha(c);
        break;
    case 'c':
        in = iscntrl(c);
        break;
    case 'd':
        in = isdigit(c);
        break;
    case 'l':
        in = islower(c);
        break;
    case 'p':
        in = ispunct(c);
        break;
    case 's':
        in = isspace(c);
        break;
    case 'u':
        in = isupper(c);
        break;
    case 'w':
        in = isalnum(c);
        break;
    case 'x':
        in = isxdigit(c);
        break;
    case 'z':
        in = c == 0;
        break;
    default:
        return letter == c; /* an escaped character */
    }
    return isupper(letter) ? !in : in;
}

/* Where the set that begins at p ('[') ends: at its ']'. */
static const char *setEnd(matcher *m, const char *p) {
    p++;
    if (p < m->pattern_end && *p == '^')
        p++;
    do {
        if (p >= m->pattern_end)
            luaL_error(m->L, "malformed pattern (missing ']')");
        if (*p++ == '%' && p < m->pattern_end)
            p++;
    } while (p >= m->pattern_end || *p != ']');
    return p;
}

static bool inSet(int c, const char *p, const char *last) {
    bool wanted = true;
    if (p[1] == '^') {
        wanted = false;
        p++;
    }
    while (++p < last) {
        if (*p == '%') {
            p++;
            if (inClass(c, (unsigned char)*p))
                return wanted;
        } else if (p[1] == '-' && p + 2 < last) {
            if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2])
                return wanted;
            p += 2;
        } else if ((unsigned char)*p == c) {
            return wanted;
        }
    }
    return !wanted;
}

/* Behind the item that begins at p, without what repeats it. */
static const char *itemEnd(matcher *m, const char *p) {
    if (*p == '[')
        return setEnd(m, p) + 1;
    if (*p++ != '%')
        return p;
    if (p >= m->pattern_end)
        luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 1;
}

static bool fits(matcher *m, const char *s, const char *p, const char *item_end) {
    step(m);
    if (s >= m->end)
        return false;
    int c = (unsigned char)*s;
    switch (*p) {
    case '.':
        return true;
    case '%':
        return inClass(c, (unsigned char)p[1]);
    case '[':
        return inSet(c, p, item_end - 1);
    default:
        return (unsigned char)*p == c;
    }
}

/* ---------------------------------------------------------------------------------------------------- repeated items
 */

static const char *longest(matcher *m, const char *s, const char *p, const char *item_end) {
    ptrdiff_t n = 0;
    while (fits(m, s + n, p, item_end))
        n++;
    for (; n >= 0; n--) {
        const char *found = match(m, s + n, item_end + 1);
        if (found)
            return found;
    }
    return NULL;
}

static const char *shortest(matcher *m, const char *s, const char *p, const char *item_end) {
    for (;; s++) {
        const char *found = match(m, s, item_end + 1);
        if (found)
            return found;
        if (!fits(m, s, p, item_end))
            return NULL;
    }
}

/* --------------------------------------------------------------------------------------------------- captures and more
 */

static const char *openCapture(matcher *m, const char *s, const char *p, ptrdiff_t what) {
    if (m->captures >= CAPTURES)
        luaL_error(m->L, "too many captures");
    m->capture[m->captures].at = s;
    m->capture[m->captures++].len = what;
    const char *found = match(m, s, p);
    if (!found)
        m->captures--;
    return found;
}

static const char *closeCapture(matcher *m, const char *s, const char *p) {
    int i = m->captures - 1;
    while (i >= 0 && m->capture[i].len != OPEN)
        i--;
    if (i < 0)
        luaL_error(m->L, "invalid pattern capture");
    m->capture[i].len = s - m->capture[i].at;
    const char *found = match(m, s, p);
    if (!found)
        m->capture[i].len = OPEN;
    return found;
}

/* %1: what the capture has eaten, again. */
static const char *again(matcher *m, const char *s, int digit) {
    int i = digit - '1';
    if (i < 0 || i >= m->captures || m->capture[i].len == OPEN)
        luaL_error(m->L, "invalid capture index");
    size_t len = m->capture[i].len == PLACE ? 0 : (size_t)m->capture[i].len;
    m->steps += (unsigned)(len / 64);
    step(m);
    return (size_t)(m->end - s) >= len && memcmp(m->capture[i].at, s, len) == 0 ? s + len : NULL;
}

/* %bxy: from an x to the y that closes it. */
static const char *balanced(matcher *m, const char *s, const char *p) {
    if (m->pattern_end - p < 2)
        luaL_error(m->L, "unbalanced pattern");
    if (s >= m->end || *s != p[0])
        return NULL;
    ptrdiff_t open = 1;
    while (++s < m->end) {
        step(m);
        if (*s == p[1]) {
            if (!--open)
                return s + 1;
        } else if (*s == p[0]) {
            open++;
        }
    }
    return NULL;
}

/* %f[set]: between a character outside the set and one inside. NULL: not here; else behind the set. */
static const char *frontier(matcher *m, const char *s, const char *p) {
    if (p >= m->pattern_end || *p != '[')
        luaL_error(m->L, "missing '[' after '%%f' in pattern");
    const char *last = setEnd(m, p);
    int before = s == m->subject ? 0 : (unsigned char)s[-1];
    int now = s < m->end ? (unsigned char)*s : 0;
    return !inSet(before, p, last) && inSet(now, p, last) ? last + 1 : NULL;
}

/* ----------------------------------------------------------------------------------------------------------- matching
 */

/* One item with what repeats it. True: *s and *p have moved on, the rest is still to be matched. */
static bool item(matcher *m, const char **s, const char **p, const char **found) {
    const char *end = itemEnd(m, *p);
    char repeat = end < m->pattern_end ? *end : 0;
    *found = NULL;
    switch (repeat) {
    case '*':
        *found = longest(m, *s, *p, end);
        return false;
    case '-':
        *found = shortest(m, *s, *p, end);
        return false;
    case '+':
        *found = fits(m, *s, *p, end) ? longest(m, *s + 1, *p, end) : NULL;
        return false;
    case '?':
        if (fits(m, *s, *p, end) && (*found = match(m, *s + 1, end + 1)))
            return false;
        *p = end + 1;
        return true;
    default:
        if (!fits(m, *s, *p, end))
            return false;
        ++*s;
        *p = end;
        return true;
    }
}

/* %b, %f and %1 to %9. True as item(); *other: it is none of them. */
static bool special(matcher *m, const char **s, const char **p, bool *other) {
    const char *rest = *p + 2;
    const char *to;
    *other = false;
    switch (rest <= m->pattern_end ? (*p)[1] : 0) {
    case 'b':
        to = balanced(m, *s, rest);
        *p = rest + 2;
        *s = to;
        return to != NULL;
    case 'f':
        to = frontier(m, *s, rest);
        *p = to;
        return to != NULL;
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        *s = again(m, *s, (*p)[1]);
        *p = rest;
        return *s != NULL;
    default:
        *other = true;
        return true;
    }
}

/* Where the match of p that begins at s ends; NULL: there is none. */
static const char *matchHere(matcher *m, const char *s, const char *p) {
    const char *found;
    bool other;
    while (p < m->pattern_end) {
        if (*p == '(') {
            bool place = p + 1 < m->pattern_end && p[1] == ')';
            return place ? openCapture(m, s, p + 2, PLACE) : openCapture(m, s, p + 1, OPEN);
        }
        if (*p == ')')
            return closeCapture(m, s, p + 1);
        if (*p == '$' && p + 1 == m->pattern_end)
            return s == m->end ? s : NULL;
        if (*p == '%') {
            if (!special(m, &s, &p, &other))
                return NULL;
            if (!other)
                continue;
        }
        if (!item(m, &s, &p, &found))
            return found;
    }
    return s;
}

static const char *match(matcher *m, const char *s, const char *p) {
    if (++m->depth > DEPTH)
        luaL_error(m->L, "pattern too complex");
    const char *found = matchHere(m, s, p);
    m->depth--;
    return found;
}

static void begin(matcher *m, lua_State *L, const char *s, size_t len, const char *p, size_t plen) {
    m->L = L;
    m->subject = s;
    m->end = s + len;
    m->pattern_end = p + plen;
    m->steps = 0;
    m->depth = m->captures = 0;
}

static const char *tryAt(matcher *m, const char *s, const char *p) {
    m->captures = m->depth = 0;
    return match(m, s, p);
}

/* Pushes capture i; the whole match stands for the first of none. */
static void pushCapture(matcher *m, int i, const char *s, const char *e) {
    if (i >= m->captures) {
        if (i)
            luaL_error(m->L, "invalid capture index");
        lua_pushlstring(m->L, s, (size_t)(e - s));
    } else if (m->capture[i].len == PLACE) {
        lua_pushinteger(m->L, m->capture[i].at - m->subject + 1);
    } else if (m->capture[i].len == OPEN) {
        luaL_error(m->L, "unfinished capture");
    } else {
        lua_pushlstring(m->L, m->capture[i].at, (size_t)m->capture[i].len);
    }
}

/* s NULL: only those that the pattern names. */
static int pushCaptures(matcher *m, const char *s, const char *e) {
    int n = m->captures || !s ? m->captures : 1;
    luaL_checkstack(m->L, n, "too many captures");
    for (int i = 0; i < n; i++)
        pushCapture(m, i, s, e);
    return n;
}

/* ----------------------------------------------------------------------------------------------------- find and match
 */

/* The first place of a plain text, looked for in pieces. */
static const char *plain(lua_State *L, const char *s, size_t len, const char *what, size_t wlen) {
    const size_t piece = 1 << 20;
    if (wlen > len)
        return NULL;
    for (size_t at = 0; at <= len - wlen; at += piece) {
        size_t rest = len - at, window = rest < piece + wlen ? rest : piece + wlen;
        const char *found = memmem(s + at, window, what, wlen);
        if (found)
            return found;
        luaInterrupt(L);
    }
    return NULL;
}

static bool hasSpecials(const char *p, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (p[i] && strchr("^$*+?.([%-", p[i]))
            return true;
    return false;
}

/* The third argument: from where, counted from 0; it may be negative, and beyond the end. */
static size_t startOf(lua_State *L, size_t len) {
    lua_Integer init = luaL_optinteger(L, 3, 1);
    if (init < 0)
        init += (lua_Integer)len + 1;
    if (init < 1)
        return 0;
    return (size_t)init - 1 > len ? len : (size_t)init - 1;
}

static int search(lua_State *L, bool find) {
    size_t len, plen;
    const char *s = luaL_checklstring(L, 1, &len), *p = luaL_checklstring(L, 2, &plen);
    size_t start = startOf(L, len);
    if (find && (lua_toboolean(L, 4) || !hasSpecials(p, plen))) {
        const char *found = plain(L, s + start, len - start, p, plen);
        if (!found) {
            lua_pushnil(L);
            return 1;
        }
        lua_pushinteger(L, found - s + 1);
        lua_pushinteger(L, found - s + (ptrdiff_t)plen);
        return 2;
    }
    matcher m;
    begin(&m, L, s, len, p, plen);
    bool anchored = plen && *p == '^';
    const char *at = s + start;
    do {
        const char *e = tryAt(&m, at, p + anchored);
        if (e && find) {
            lua_pushinteger(L, at - s + 1);
            lua_pushinteger(L, e - s);
            return 2 + pushCaptures(&m, NULL, NULL);
        }
        if (e)
            return pushCaptures(&m, at, e);
    } while (at++ < m.end && !anchored);
    lua_pushnil(L);
    return 1;
}

static int stringFind(lua_State *L) {
    return search(L, true);
}

static int stringMatch(lua_State *L) {
    return search(L, false);
}

/* Upvalues: subject, pattern, where to go on. */
static int gmatchNext(lua_State *L) {
    size_t len, plen;
    const char *s = lua_tolstring(L, lua_upvalueindex(1), &len), *p = lua_tolstring(L, lua_upvalueindex(2), &plen);
    matcher m;
    begin(&m, L, s, len, p, plen);
    for (const char *at = s + (size_t)lua_tointeger(L, lua_upvalueindex(3)); at <= m.end; at++) {
        const char *e = tryAt(&m, at, p);
        if (e) {
            lua_pushinteger(L, e - s + (e == at)); /* an empty match moves on by one */
            lua_replace(L, lua_upvalueindex(3));
            return pushCaptures(&m, at, e);
        }
    }
    return 0;
}

static int stringGmatch(lua_State *L) {
    luaL_checklstring(L, 1, NULL);
    luaL_checklstring(L, 2, NULL);
    lua_settop(L, 2);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, gmatchNext, 3);
    return 1;
}

/* --------------------------------------------------------------------------------------------------------------- gsub
 */

/* A replacement text: %0 to %9 are captures, %% and others the character. */
static void addText(matcher *m, luaBuffer *b, const char *s, const char *e) {
    size_t len, got;
    const char *text = lua_tolstring(m->L, 3, &len);
    for (size_t i = 0; i < len; i++) {
        if (text[i] != '%') {
            luaBufferByte(b, text[i]);
            continue;
        }
        char c = ++i < len ? text[i] : 0;
        if (!isdigit((unsigned char)c)) {
            luaBufferByte(b, c);
        } else if (c == '0') {
            luaBufferAdd(b, s, (size_t)(e - s));
        } else {
            pushCapture(m, c - '1', s, e);
            const char *capture = lua_tolstring(m->L, -1, &got);
            luaBufferAdd(b, capture, got);
            lua_pop(m->L, 1);
        }
    }
}

/* What a function or table gives for the match; nil and false leave it as it was. */
static void addValue(matcher *m, luaBuffer *b, const char *s, const char *e) {
    lua_State *L = m->L;
    size_t len;
    if (lua_type(L, 3) == LUA_TTABLE) {
        pushCapture(m, 0, s, e);
        lua_gettable(L, 3);
    } else {
        luaCheckDepth(L);
        lua_pushvalue(L, 3);
        lua_call(L, pushCaptures(m, s, e), 1);
    }
    if (!lua_toboolean(L, -1)) {
        luaBufferAdd(b, s, (size_t)(e - s));
    } else if (lua_isstring(L, -1)) {
        const char *text = lua_tolstring(L, -1, &len);
        luaBufferAdd(b, text, len);
    } else {
        luaL_error(L, "invalid replacement value (a %s)", lua_typename(L, lua_type(L, -1)));
    }
    lua_pop(L, 1);
}

static int stringGsub(lua_State *L) {
    size_t len, plen;
    const char *s = luaL_checklstring(L, 1, &len), *p = luaL_checklstring(L, 2, &plen);
    int type = lua_type(L, 3);
    if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TTABLE && type != LUA_TFUNCTION)
        return luaL_argerror(L, 3, "string/function/table expected");
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)len + 1), n = 0;
    bool text = type == LUA_TNUMBER || type == LUA_TSTRING, anchored = plen && *p == '^';
    matcher m;
    luaBuffer b;
    lua_settop(L, 3);
    luaBufferStart(&b, L);
    begin(&m, L, s, len, p, plen);
    while (n < most) {
        const char *e = tryAt(&m, s, p + anchored);
        if (e) {
            n++;
            if (text) {
                addText(&m, &b, s, e);
            } else {
                addValue(&m, &b, s, e);
            }
        }
        if (e && e > s) {
            s = e;
        } else if (s < m.end) {
            luaBufferByte(&b, *s++);
        } else {
            break;
        }
        if (anchored)
            break;
    }
    luaBufferAdd(&b, s, (size_t)(m.end - s));
    luaBufferPush(&b);
    lua_pushinteger(L, n);
    return 2;
}

void luaOpenPatterns(lua_State *L) {
    static const struct {
        const char *name;
        lua_CFunction function;
    } all[] = {{"find", stringFind}, {"match", stringMatch}, {"gmatch", stringGmatch}, {"gsub", stringGsub}};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        lua_pushcfunction(L, all[i].function);
        lua_setfield(L, -2, all[i].name);
    }
    lua_pushnil(L);
    lua_setfield(L, -2, "gfind");
}
