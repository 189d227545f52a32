/* client_commands.c: what clients say about themselves: PING, ECHO, HELLO, AUTH, SELECT, QUIT, RESET, CLIENT. */
#define _GNU_SOURCE
#include "net/clients.h"
#include "net/client_commands.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

static char password[513];
static size_t password_len;

void clientsSetPassword(const char *text, size_t len) {
    password_len = len < sizeof(password) ? len : sizeof(password) - 1;
    memcpy(password, text, password_len);
    exec_config.requires_auth = password_len > 0;
}

/* Takes the same time for every wrong password of the right length. */
static bool passwordFits(const execArg *given) {
    unsigned char difference = given->len != password_len;
    for (size_t i = 0; i < given->len && i < sizeof(password); i++)
        difference |= (unsigned char)given->ptr[i] ^ (unsigned char)password[i];
    return !difference || !password_len;
}

static bool authenticate(execContext *x, const execArg *user, const execArg *pass) {
    bool known = user->len == 7 && memcmp(user->ptr, "default", 7) == 0;
    if (known && passwordFits(pass)) {
        x->session->authenticated = true;
        return true;
    }
    exec_stats.denied_auth++;
    replyErrorC(x, "WRONGPASS invalid username-password pair or user is disabled.");
    return false;
}

void authCommand(execContext *x) {
    static const execArg default_user = {"default", 7};
    for (int i = 1; i < x->argc && i <= 2; i++)
        argRedact(x, i);
    if (x->argc > 3) {
        replyErrorSyntax(x);
        return;
    }
    if (x->argc == 2 && !password_len) {
        replyErrorC(
            x,
            "ERR AUTH <password> called without any password configured for the default user. Are you sure your "
            "configuration is correct?");
        return;
    }
    if (authenticate(x, x->argc == 3 ? &x->argv[1] : &default_user, &x->argv[x->argc - 1]))
        replyOk(x);
}

void pingCommand(execContext *x) {
    if (x->argc > 2) {
        replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", x->cmd->name);
    } else if (x->argc == 2) {
        replyBulk(x, x->argv[1].ptr, x->argv[1].len);
    } else {
        sinkAppend(x->out, "+PONG\r\n", 7);
    }
}

void echoCommand(execContext *x) {
    replyBulk(x, x->argv[1].ptr, x->argv[1].len);
}

void selectCommand(execContext *x) {
    long long id;
    if (!argLong(x, 1, &id))
        return;
    if (id < INT32_MIN || id > INT32_MAX) {
        replyErrorFmt(x, "ERR value is out of range, value must between %d and %d", INT32_MIN, INT32_MAX);
        return;
    }
    if (id < 0 || id >= keyspaceDatabases()) {
        replyErrorC(x, "ERR DB index is out of range");
        return;
    }
    x->session->dbid = (int)id;
    replyOk(x);
}

void quitCommand(execContext *x) {
    replyOk(x);
    clientClose(x->client, CLOSE_QUIT);
}

void resetCommand(execContext *x) {
    client *c = x->client;
    clientSubscribe(c, 0);
    c->io.out.resp = 2;
    c->session = (session){.authenticated = !exec_config.requires_auth};
    c->name[0] = 0;
    c->no_evict = c->no_touch = c->reply_off = false;
    replyStatus(x, "RESET");
}

/* Names and versions may hold neither spaces nor control characters: CLIENT LIST is split on them. */
static bool setWord(execContext *x, int i, char *into, size_t size, const char *error) {
    const execArg *a = &x->argv[i];
    for (size_t k = 0; k < a->len; k++) {
        if (a->ptr[k] < '!' || a->ptr[k] > '~') {
            replyErrorC(x, error);
            return false;
        }
    }
    size_t len = a->len < size ? a->len : size - 1;
    memcpy(into, a->ptr, len);
    into[len] = 0;
    return true;
}

static const char bad_name[] = "ERR Client names cannot contain spaces, newlines or special characters.";

void helloCommand(execContext *x) {
    client *c = x->client;
    long long version = 0;
    int at = 1;
    if (x->argc > 1) {
        if (!argRange(x, 1, INT64_MIN, INT64_MAX, &version, "ERR Protocol version is not an integer or out of range"))
            return;
        if (version < 2 || version > 3) {
            replyErrorC(x, "NOPROTO unsupported protocol version");
            return;
        }
        at = 2;
    }
    const execArg *user = NULL, *pass = NULL;
    int name = 0;
    while (at < x->argc) {
        if (argIs(x, at, "auth") && at + 2 < x->argc) {
            user = &x->argv[at + 1];
            pass = &x->argv[at + 2];
            argRedact(x, at + 1);
            argRedact(x, at + 2);
            at += 3;
        } else if (argIs(x, at, "setname") && at + 1 < x->argc) {
            name = at + 1;
            at += 2;
        } else {
            replyErrorFmt(x, "ERR Syntax error in HELLO option '%.*s'",
                          (int)(x->argv[at].len < 64 ? x->argv[at].len : 64), x->argv[at].ptr);
            return;
        }
    }
    if (user && !authenticate(x, user, pass))
        return;
    if (!x->session->authenticated) {
        replyErrorC(
            x,
            "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH "
            "<user> <pass> option can be used to authenticate the client and select the RESP protocol version at "
            "the same time");
        return;
    }
    if (name && !setWord(x, name, c->name, sizeof(c->name), bad_name))
        return;
    if (version)
        x->out->resp = (uint8_t)version;
    replyMap(x, 7);
    replyBulkC(x, "server");
    replyBulkC(x, "valkey");
    replyBulkC(x, "version");
    replyBulkC(x, "9.0.0");
    replyBulkC(x, "proto");
    replyLong(x, x->out->resp);
    replyBulkC(x, "id");
    replyLong(x, (long long)c->id);
    replyBulkC(x, "mode");
    replyBulkC(x, "standalone");
    replyBulkC(x, "role");
    replyBulkC(x, "master");
    replyBulkC(x, "modules");
    replyArray(x, 0);
}

static int describe(const client *c, char *line, size_t size) {
    const command *last = commandById(c->last_command);
    const replySink *out = &c->io.out;
    int64_t now = command_now;
    size_t held = c->io.cap + out->cap + sizeof(*c) + sizeof(execArg) * (size_t)c->io.resume.room;
    return snprintf(
        line, size,
        "id=%llu addr=%s laddr=%s fd=%d name=%s age=%lld idle=%lld flags=%s capa= db=%d sub=0 psub=0 ssub=0 multi=-1 "
        "watch=0 qbuf=%zu qbuf-free=%zu argv-mem=0 multi-mem=0 rbs=%zu rbp=0 obl=%zu oll=0 omem=0 tot-mem=%zu "
        "events=%s cmd=%s user=default redir=-1 resp=%d lib-name=%s lib-ver=%s tot-net-in=%llu tot-net-out=%llu "
        "tot-cmds=%llu\n",
        (unsigned long long)c->id, c->peer, c->local, c->io.conn.fd, c->name, (long long)((now - c->created_ms) / 1000),
        (long long)((now - c->active_ms) / 1000), c->io.conn.type == &connection_unix ? "U" : "N", c->session.dbid,
        c->io.len - c->io.pos, c->io.cap - c->io.len, out->cap, out->len - out->sent, held,
        c->io.wants_write ? "rw" : "r", last ? last->name : "NULL", out->resp, c->lib_name, c->lib_ver,
        (unsigned long long)c->net_in, (unsigned long long)c->net_out, (unsigned long long)c->commands);
}

static void clientList(execContext *x, client *only) {
    char line[1024];
    replySink text = {0};
    uint32_t slot = 0;
    for (client *c = only ? only : reactorNext(&slot); c; c = only ? NULL : reactorNext(&slot)) {
        int n = describe(c, line, sizeof(line));
        sinkAppend(&text, line, (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1);
    }
    replyVerbatim(x, text.buf ? text.buf : "", text.len, "txt");
    sinkRelease(&text);
}

static bool onOff(execContext *x, bool *into) {
    if (argIs(x, 2, "on") || argIs(x, 2, "off")) {
        *into = argIs(x, 2, "on");
        replyOk(x);
        return true;
    }
    replyErrorSyntax(x);
    return false;
}

typedef struct killFilter {
    long long id, max_age;
    const execArg *addr, *laddr, *user;
    bool skip_me;
} killFilter;

static bool same(const execArg *a, const char *text) {
    return !a || (a->len == strlen(text) && memcmp(a->ptr, text, a->len) == 0);
}

static bool readKillFilter(execContext *x, killFilter *f) {
    for (int i = 2; i < x->argc; i += 2) {
        if (i + 1 >= x->argc) {
            replyErrorSyntax(x);
            return false;
        }
        if (argIs(x, i, "id")) {
            if (!argRange(x, i + 1, 1, INT64_MAX, &f->id, "ERR client-id should be greater than 0"))
                return false;
        } else if (argIs(x, i, "maxage")) {
            if (!argRange(x, i + 1, 1, INT64_MAX, &f->max_age, "ERR maxage is not an integer or out of range"))
                return false;
        } else if (argIs(x, i, "addr")) {
            f->addr = &x->argv[i + 1];
        } else if (argIs(x, i, "laddr")) {
            f->laddr = &x->argv[i + 1];
        } else if (argIs(x, i, "user")) {
            f->user = &x->argv[i + 1];
        } else if (argIs(x, i, "skipme") && (argIs(x, i + 1, "yes") || argIs(x, i + 1, "no"))) {
            f->skip_me = argIs(x, i + 1, "yes");
        } else {
            replyErrorSyntax(x);
            return false;
        }
    }
    return true;
}

static void clientKill(execContext *x) {
    killFilter f = {.skip_me = true};
    bool old_form = x->argc == 3;
    if (old_form) {
        f.addr = &x->argv[2];
        f.skip_me = false;
    } else if (!readKillFilter(x, &f)) {
        return;
    }
    long long killed = 0;
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        if ((f.id && c->id != (uint64_t)f.id) || !same(f.addr, c->peer) || !same(f.laddr, c->local) ||
            !same(f.user, "default"))
            continue;
        if (f.max_age && command_now - c->created_ms < f.max_age * 1000)
            continue;
        if (c == x->client && f.skip_me)
            continue;
        killed++;
        clientClose(c, c == x->client ? CLOSE_QUIT : CLOSE_KILLED);
    }
    if (!old_form) {
        replyLong(x, killed);
    } else if (killed) {
        replyOk(x);
    } else {
        replyErrorC(x, "ERR No such client");
    }
}

static void clientReplyMode(execContext *x) {
    client *c = x->client;
    if (argIs(x, 2, "on")) {
        c->reply_off = x->out->muted = false;
        replyOk(x);
    } else if (argIs(x, 2, "off")) {
        c->reply_off = true;
    } else if (argIs(x, 2, "skip")) {
        if (!c->reply_off)
            c->reply_skip = 2;
    } else {
        replyErrorSyntax(x);
    }
}

static void clientSetInfo(execContext *x) {
    client *c = x->client;
    if (argIs(x, 2, "lib-name")) {
        if (!setWord(x, 3, c->lib_name, sizeof(c->lib_name),
                     "ERR lib-name cannot contain spaces, newlines or special characters."))
            return;
    } else if (argIs(x, 2, "lib-ver")) {
        if (!setWord(x, 3, c->lib_ver, sizeof(c->lib_ver),
                     "ERR lib-ver cannot contain spaces, newlines or special characters."))
            return;
    } else {
        replyErrorFmt(x, "ERR Unrecognized option '%.*s'", (int)(x->argv[2].len < 64 ? x->argv[2].len : 64),
                      x->argv[2].ptr);
        return;
    }
    replyOk(x);
}

void clientCommand(execContext *x) {
    client *c = x->client;
    const char *sub = x->cmd->spec->name;
    bool on;
    if (strcmp(sub, "id") == 0) {
        replyLong(x, (long long)c->id);
    } else if (strcmp(sub, "getname") == 0) {
        if (c->name[0]) {
            replyBulkC(x, c->name);
        } else {
            replyNull(x);
        }
    } else if (strcmp(sub, "setname") == 0) {
        if (setWord(x, 2, c->name, sizeof(c->name), bad_name))
            replyOk(x);
    } else if (strcmp(sub, "setinfo") == 0) {
        clientSetInfo(x);
    } else if (strcmp(sub, "info") == 0) {
        clientList(x, c);
    } else if (strcmp(sub, "list") == 0) {
        if (x->argc == 2) {
            clientList(x, NULL);
        } else {
            replyErrorSyntax(x);
        }
    } else if (strcmp(sub, "kill") == 0) {
        clientKill(x);
    } else if (strcmp(sub, "reply") == 0) {
        clientReplyMode(x);
    } else if (strcmp(sub, "no-evict") == 0) {
        if (onOff(x, &on))
            c->no_evict = on;
    } else if (strcmp(sub, "no-touch") == 0) {
        if (onOff(x, &on))
            c->no_touch = on;
    } else if (strcmp(sub, "getredir") == 0) {
        replyLong(x, -1);
    } else if (strcmp(sub, "help") == 0) {
        static const char *const lines[] = {"GETNAME",
                                            "    The name of this connection.",
                                            "ID",
                                            "    The id of this connection.",
                                            "INFO",
                                            "    This connection in a line.",
                                            "KILL <ip:port> | ID <id> ...",
                                            "    Close connections.",
                                            "LIST",
                                            "    Every connection, a line each.",
                                            "REPLY (ON|OFF|SKIP)",
                                            "    Whether replies are sent.",
                                            "SETNAME <name>",
                                            "    Name this connection.",
                                            "SETINFO <option> <value>",
                                            "    Say which library speaks.",
                                            "NO-EVICT (ON|OFF)",
                                            "    Keep this connection when memory is short.",
                                            NULL};
        replyHelp(x, lines);
    } else {
        replyErrorFmt(x, "ERR CLIENT %s is not part of this build yet", sub);
    }
}
