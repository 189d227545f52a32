/* lua_redis.c: redis.* (and server.*): what a script asks of the server.
 *
 * Design  redis.call: arguments on the Lua stack -> views of their bytes -> scriptCall -> RESP in the run's sink -> Lua
 *         values. Views and sink are used again by the next call: nothing is allocated for it but Lua's own values.
 * Rules   numbers become text as the protocol writes them: whole ones plain, others in the shortest way that reads
 * back.
 */
#include "exec/exec.h"
#include "exec/command_info.h"
#include "base/version.h"
#include "script/debug.h"
#include "script/lua_engine.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

enum { NUMBER_ROOM = 48, ARGS_KEPT = 1024, LOG_TEXT = 1024 };

/* -------------------------------------------------------------------------------------------------------------- errors
 */

void luaPushCounted(lua_State *L, const char *text, size_t len) {
    lua_createtable(L, 0, 4);
    lua_pushlstring(L, text, len);
    lua_setfield(L, -2, "err");
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "ignore_error_stats_update");
}

static bool isTold(void) {
    return unlikely(script_debug != NULL) && script_debug->step;
}

void luaPushError(lua_State *L, const char *text) {
    if (isTold())
        debugTellError(script_debug, text, false);
    lua_createtable(L, 0, 4);
    const char *space = text[0] == '-' ? strchr(text, ' ') : NULL;
    const char *words = space ? space + 1 : text + (text[0] == '-');
    size_t len = strlen(words);
    while (len && (words[len - 1] == '\r' || words[len - 1] == '\n'))
        len--;
    if (space) {
        lua_pushlstring(L, text + 1, (size_t)(words - text) - 1);
    } else {
        lua_pushstring(L, "ERR ");
    }
    lua_pushlstring(L, words, len);
    lua_concat(L, 2);
    lua_setfield(L, -2, "err");
}

int luaRaise(lua_State *L, const char *text) {
    luaPushError(L, text);
    return lua_error(L);
}

/* Any value that is no table becomes {err = text}. */
static void intoTable(lua_State *L) {
    size_t len;
    const char *text;
    if (lua_type(L, 1) == LUA_TTABLE && !luaIsSealed(L, 1))
        return;
    lua_createtable(L, 0, 4);
    switch (lua_type(L, 1)) {
    case LUA_TSTRING:
    case LUA_TNUMBER:
        text = lua_tolstring(L, 1, &len);
        lua_pushstring(L, "ERR ");
        lua_pushlstring(L, text, len);
        lua_concat(L, 2);
        break;
    case LUA_TNIL:
        lua_pushstring(L, "ERR nil");
        break;
    case LUA_TBOOLEAN:
        lua_pushfstring(L, "ERR %s", lua_toboolean(L, 1) ? "true" : "false");
        break;
    default:
        lua_pushfstring(L, "ERR %s: %p", lua_typename(L, lua_type(L, 1)), lua_topointer(L, 1));
        break;
    }
    lua_setfield(L, -2, "err");
    lua_replace(L, 1);
}

int luaOnError(lua_State *L) {
    lua_Debug ar;
    lua_settop(L, 1);
    intoTable(L);
    bool found = lua_getstack(L, 1, &ar) && lua_getinfo(L, "Sl", &ar);
    if (found && ar.what[0] == 'C')
        found = lua_getstack(L, 2, &ar) && lua_getinfo(L, "Sl", &ar) && ar.what[0] != 'C';
    if (found) {
        lua_pushstring(L, "source");
        lua_pushstring(L, ar.source);
        lua_rawset(L, 1);
        lua_pushstring(L, "line");
        lua_pushinteger(L, ar.currentline);
        lua_rawset(L, 1);
    }
    return 1;
}

/* -------------------------------------------------------------------------------------------------------- redis.call
 */

static struct {
    execArg *argv;
    char (*numbers)[NUMBER_ROOM];
    int room;
} words;

static void makeRoom(int n) {
    if (words.room >= n && (words.room <= ARGS_KEPT || n > ARGS_KEPT))
        return;
    words.room = n < 16 ? 16 : n;
    words.argv = zrealloc(words.argv, sizeof(execArg) * (size_t)words.room);
    words.numbers = zrealloc(words.numbers, (size_t)NUMBER_ROOM * (size_t)words.room);
}

static size_t numberText(char to[NUMBER_ROOM], double n) {
    if (n == 0) {
        to[0] = '0'; /* also for -0 */
        return 1;
    }
    return (size_t)d2string(to, NUMBER_ROOM, n);
}

/* The stack's values as the words of a command; valid while they stay on the stack. 0: an error is on the top. */
static int gather(lua_State *L) {
    int n = lua_gettop(L);
    if (unlikely(!n)) {
        luaPushError(L, "Please specify at least one argument for this call");
        return 0;
    }
    if (unlikely(n > words.room || words.room > ARGS_KEPT))
        makeRoom(n);
    for (int i = 0; i < n; i++) {
        execArg *word = &words.argv[i];
        int type = lua_type(L, i + 1);
        if (likely(type == LUA_TSTRING)) {
            word->ptr = lua_tolstring(L, i + 1, &word->len);
        } else if (type == LUA_TNUMBER) {
            word->ptr = words.numbers[i];
            word->len = numberText(words.numbers[i], lua_tonumber(L, i + 1));
        } else {
            luaPushError(L, "Command arguments must be strings or integers");
            return 0;
        }
    }
    return n;
}

/* A status that is answered often needs no parser. Upvalues: "ok", "OK". */
static bool pushOk(lua_State *L, const replySink *out) {
    if (out->len != 5 || memcmp(out->buf, "+OK\r\n", 5) != 0)
        return false;
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_rawset(L, -3);
    return true;
}

/* Pushes what the command answers. False: it is an error. */
static bool callCommand(lua_State *L) {
    scriptRun *run = lua_vm->run;
    if (unlikely(!run)) {
        luaPushError(L, "redis.call can only be called from a script");
        return false;
    }
    int n = gather(L);
    if (unlikely(!n))
        return false;
    bool told = isTold();
    if (unlikely(told))
        debugTellCommand(script_debug, words.argv, n);
    const char *why = scriptCall(run, words.argv, n);
    lua_settop(L, 0); /* thousands of arguments leave no room for the reply */
    if (unlikely(why != NULL)) {
        if (run->killed)
            luaInterrupt(L);
        if (unlikely(told))
            debugTellError(script_debug, why, true);
        luaPushCounted(L, why, strlen(why));
        return false;
    }
    if (unlikely(told))
        debugTellReply(script_debug, run->out.buf, run->out.len);
    if (pushOk(L, &run->out))
        return true;
    luaPushReply(L, run->out.buf, run->out.len);
    return !run->out.len || run->out.buf[0] != '-';
}

static int redisCall(lua_State *L) {
    return callCommand(L) ? 1 : lua_error(L);
}

static int redisPcall(lua_State *L) {
    callCommand(L);
    return 1;
}

/* ----------------------------------------------------------------------------------------------------- what else it
 * has
 */

static int oneField(lua_State *L, const char *name) {
    if (lua_gettop(L) != 1 || lua_type(L, 1) != LUA_TSTRING) {
        luaPushError(L, "wrong number or type of arguments");
        return 1;
    }
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, 1);
    lua_setfield(L, -2, name);
    return 1;
}

static int redisStatusReply(lua_State *L) {
    return oneField(L, "ok");
}

static int redisErrorReply(lua_State *L) {
    if (lua_gettop(L) != 1 || lua_type(L, 1) != LUA_TSTRING) {
        luaPushError(L, "wrong number or type of arguments");
        return 1;
    }
    const char *text = lua_tostring(L, 1);
    if (text[0] != '-') {
        lua_pushstring(L, "-");
        lua_insert(L, 1);
        lua_concat(L, 2);
    }
    luaPushError(L, lua_tostring(L, 1));
    return 1;
}

static int redisSha1hex(lua_State *L) {
    if (lua_gettop(L) != 1)
        return luaRaise(L, "wrong number of arguments");
    size_t len = 0;
    const char *text = lua_tolstring(L, 1, &len);
    char hex[SHA1_BYTES * 2 + 1];
    sha1Hex(hex, text ? text : "", len);
    lua_pushlstring(L, hex, SHA1_BYTES * 2);
    return 1;
}

static int redisLog(lua_State *L) {
    int n = lua_gettop(L);
    if (n < 2)
        return luaRaise(L, "server.log() requires two arguments or more.");
    if (!lua_isnumber(L, 1))
        return luaRaise(L, "First argument must be a number (log level).");
    double level = lua_tonumber(L, 1);
    if (!(level >= LEVEL_DEBUG && level < LEVEL_WARNING + 1))
        return luaRaise(L, "Invalid log level.");
    if (!logShows((enum logLevel)level))
        return 0;
    char text[LOG_TEXT];
    size_t used = 0;
    for (int i = 2; i <= n; i++) {
        size_t len;
        const char *word = lua_tolstring(L, i, &len);
        if (!word)
            continue;
        if (i > 2 && used < sizeof(text))
            text[used++] = ' ';
        len = len < sizeof(text) - used ? len : sizeof(text) - used;
        memcpy(text + used, word, len);
        used += len;
    }
    logLine((enum logLevel)level, "%.*s", (int)used, text);
    return 0;
}

static int redisSetresp(lua_State *L) {
    scriptRun *run = lua_vm->run;
    if (lua_gettop(L) != 1)
        return luaRaise(L, "server.setresp() requires one argument.");
    double resp = lua_tonumber(L, 1);
    if (!(resp >= 2 && resp < 4))
        return luaRaise(L, "RESP version must be 2 or 3.");
    if (!run)
        return luaRaise(L, "server.setresp() can only be called from a script");
    run->resp = run->out.resp = (uint8_t)resp;
    return 0;
}

static int redisSetRepl(lua_State *L) {
    if (lua_gettop(L) != 1)
        return luaRaise(L, "server.set_repl() requires one argument.");
    double to = lua_tonumber(L, 1);
    if (!lua_vm->run)
        return luaRaise(L, "server.set_repl() can only be called from a script");
    if (!(to >= 0 && to < 256) || !scriptSetRepl(lua_vm->run, (int)to))
        return luaRaise(L, "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.");
    return 0;
}

static int redisAclCheckCmd(lua_State *L) {
    int n = gather(L);
    if (!n)
        return lua_error(L);
    const command *c = commandLookupWords(words.argv, n);
    if (!c)
        return luaRaise(L, "Invalid command passed to server.acl_check_cmd()");
    scriptRun *run = lua_vm->run;
    int at;
    lua_pushboolean(L, !run || aclCheckSession(&run->session, c, words.argv, n, &at) == ACL_ALLOWED);
    return 1;
}

static int redisReplicateCommands(lua_State *L) {
    lua_pushboolean(L, 1);
    return 1;
}

static int redisBreakpoint(lua_State *L) {
    if (script_debug)
        script_debug->stop_next = true;
    lua_pushboolean(L, script_debug != NULL);
    return 1;
}

static int redisDebug(lua_State *L) {
    if (script_debug)
        luaDebugShow(L);
    return 0;
}

/* ------------------------------------------------------------------------------------------------------- math.random
 */

/* drand48's generator, so that a seed gives the numbers that scripts know. */
static uint64_t chance;

static void seed(uint32_t value) {
    chance = (uint64_t)value << 16 | 0x330E;
}

static int mathRandom(lua_State *L) {
    chance = (chance * 0x5DEECE66DULL + 0xB) & 0xFFFFFFFFFFFFULL;
    const int64_t span = INT32_MAX;
    lua_Number r = (lua_Number)((int64_t)(chance >> 17) % span) / (lua_Number)span;
    lua_Integer low = 1, high;
    switch (lua_gettop(L)) {
    case 0:
        lua_pushnumber(L, r);
        return 1;
    case 1:
        high = luaL_checkinteger(L, 1);
        break;
    case 2:
        low = luaL_checkinteger(L, 1);
        high = luaL_checkinteger(L, 2);
        break;
    default:
        return luaL_error(L, "wrong number of arguments");
    }
    if (low > high)
        return luaL_argerror(L, lua_gettop(L), "interval is empty");
    lua_pushnumber(L, floor(r * ((lua_Number)high - (lua_Number)low + 1)) + (lua_Number)low);
    return 1;
}

static int mathRandomseed(lua_State *L) {
    seed((uint32_t)luaL_checkinteger(L, 1));
    return 0;
}

static void openRandom(lua_State *L) {
    uint32_t start = 0;
    if (getrandom(&start, sizeof(start), 0) != (ssize_t)sizeof(start))
        start = (uint32_t)clockMonoNs();
    seed(start);
    lua_getglobal(L, "math");
    lua_pushcfunction(L, mathRandom);
    lua_setfield(L, -2, "random");
    lua_pushcfunction(L, mathRandomseed);
    lua_setfield(L, -2, "randomseed");
    lua_pop(L, 1);
}

/* -------------------------------------------------------------------------------------------------------------- table
 */

typedef struct entry {
    const char *name;
    lua_CFunction function;
} entry;

static void addFunctions(lua_State *L, const entry *all) {
    for (; all->name; all++) {
        lua_pushcfunction(L, all->function);
        lua_setfield(L, -2, all->name);
    }
}

static void addNumbers(lua_State *L) {
    static const struct {
        const char *name;
        double value;
    } all[] = {{"LOG_DEBUG", LEVEL_DEBUG},
               {"LOG_VERBOSE", LEVEL_VERBOSE},
               {"LOG_NOTICE", LEVEL_NOTICE},
               {"LOG_WARNING", LEVEL_WARNING},
               {"REPL_NONE", 0},
               {"REPL_AOF", 1 << FEED_FILES},
               {"REPL_SLAVE", 1 << FEED_REPLICAS},
               {"REPL_REPLICA", 1 << FEED_REPLICAS},
               {"REPL_ALL", (1 << FEEDS) - 1},
               {"REDIS_VERSION_NUM", 0x070204},
               {"VALKEY_VERSION_NUM", VALKEY_VERSION_NUM}};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        lua_pushnumber(L, all[i].value);
        lua_setfield(L, -2, all[i].name);
    }
    lua_pushstring(L, "7.2.4");
    lua_setfield(L, -2, "REDIS_VERSION");
    lua_pushstring(L, VALKEY_VERSION);
    lua_setfield(L, -2, "VALKEY_VERSION");
    lua_pushstring(L, "valkey");
    lua_setfield(L, -2, "SERVER_NAME");
}

static void addCall(lua_State *L, const char *name, lua_CFunction function) {
    lua_pushstring(L, "ok");
    lua_pushstring(L, "OK");
    lua_pushcclosure(L, function, 2);
    lua_setfield(L, -2, name);
}

void luaOpenRedis(lua_State *L, enum scriptKind kind) {
    static const entry both[] = {{"error_reply", redisErrorReply},    {"status_reply", redisStatusReply},
                                 {"sha1hex", redisSha1hex},           {"log", redisLog},
                                 {"setresp", redisSetresp},           {"set_repl", redisSetRepl},
                                 {"acl_check_cmd", redisAclCheckCmd}, {NULL, NULL}};
    static const entry eval[] = {{"replicate_commands", redisReplicateCommands},
                                 {"breakpoint", redisBreakpoint},
                                 {"debug", redisDebug},
                                 {NULL, NULL}};
    openRandom(L);
    lua_newtable(L);
    addCall(L, "call", redisCall);
    addCall(L, "pcall", redisPcall);
    addFunctions(L, both);
    if (kind == SCRIPT_EVAL)
        addFunctions(L, eval);
    addNumbers(L);
}
