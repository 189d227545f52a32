/* client_admin.c: CLIENT and its subcommands: who is connected, what each connection says of itself, who must go or
 * wait.
 */
#define _GNU_SOURCE
#include "net/client_filter.h"
#include "net/tracking.h"
#include <string.h>
#include <strings.h>

const char client_bad_name[] = "ERR Client names cannot contain spaces, newlines or special characters.";

/* Names and versions may hold neither spaces nor control characters: CLIENT LIST is split on them. */
bool clientWordFits(const execArg *a) {
    for (size_t k = 0; k < a->len; k++)
        if (a->ptr[k] < '!' || a->ptr[k] > '~')
            return false;
    return true;
}

void clientWordSet(char **word, const char *text, size_t len) {
    zfree(*word);
    *word = NULL;
    if (!len)
        return;
    *word = zmalloc(len + 1);
    memcpy(*word, text, len);
    (*word)[len] = 0;
}

static int shown(const execArg *a) {
    return (int)(a->len < 128 ? a->len : 128);
}

/* ---- what a connection says of itself ---- */

static void idOf(execContext *x) {
    replyLong(x, (long long)x->client->id);
}

static void getName(execContext *x) {
    if (x->client->name) {
        replyBulkC(x, x->client->name);
    } else {
        replyNull(x);
    }
}

static void setName(execContext *x) {
    if (!clientWordFits(&x->argv[2])) {
        replyErrorC(x, client_bad_name);
        return;
    }
    clientWordSet(&x->client->name, x->argv[2].ptr, x->argv[2].len);
    replyOk(x);
}

static void setInfo(execContext *x) {
    const execArg *option = &x->argv[2], *value = &x->argv[3];
    char **into = NULL;
    if (argIs(x, 2, "lib-name"))
        into = &x->client->lib_name;
    if (argIs(x, 2, "lib-ver"))
        into = &x->client->lib_ver;
    if (!into) {
        replyErrorFmt(x, "ERR Unrecognized option '%.*s'", shown(option), option->ptr);
    } else if (!clientWordFits(value)) {
        replyErrorFmt(x, "ERR %.*s cannot contain spaces, newlines or special characters.", shown(option), option->ptr);
    } else {
        clientWordSet(into, value->ptr, value->len);
        replyOk(x);
    }
}

static void capa(execContext *x) {
    for (int i = 2; i < x->argc; i++)
        if (argIs(x, i, "redirect"))
            x->client->capa_redirect = true; /* what is not known is not heeded: newer clients may say more */
    replyOk(x);
}

static void replyMode(execContext *x) {
    client *c = x->client;
    if (argIs(x, 2, "on")) {
        c->reply_off = x->out->muted = false;
        c->reply_skip = 0;
        replyOk(x);
    } else if (argIs(x, 2, "off")) {
        c->reply_off = x->out->muted = true;
    } else if (argIs(x, 2, "skip")) {
        if (!c->reply_off)
            c->reply_skip = 2;
    } else {
        replyErrorSyntax(x);
    }
}

static bool onOff(execContext *x, bool *into) {
    bool on = argIs(x, 2, "on");
    if (!on && !argIs(x, 2, "off")) {
        replyErrorSyntax(x);
        return false;
    }
    *into = on;
    replyOk(x);
    return true;
}

static void noEvict(execContext *x) {
    onOff(x, &x->client->no_evict);
}

static void noTouch(execContext *x) {
    onOff(x, &x->client->no_touch);
}

static void importSource(execContext *x) {
    if (!exec_config.import_mode && !argIs(x, 2, "off")) {
        replyErrorC(x, "ERR Server is not in import mode");
        return;
    }
    onOff(x, &x->client->import_source);
}

/* ---- who is connected ---- */

static void describeInto(replySink *text, const client *c) {
    clientDescribe(c, false, text);
    sinkAppend(text, "\n", 1);
}

static void info(execContext *x) {
    replySink text = {0};
    describeInto(&text, x->client);
    replyVerbatim(x, text.buf, text.len, "txt");
    sinkRelease(&text);
}

static void list(execContext *x) {
    clientFilter f;
    replySink text = {0};
    clientFilterInit(&f);
    if (x->argc == 3) {
        replyErrorSyntax(x);
    } else if (clientFilterRead(x, 2, &f)) {
        uint32_t slot = 0;
        for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
            if (clientFilterFits(&f, c, x->client))
                describeInto(&text, c);
        replyVerbatim(x, text.buf ? text.buf : "", text.len, "txt");
    }
    sinkRelease(&text);
    clientFilterRelease(&f);
}

static long long killFitting(execContext *x, const clientFilter *f) {
    long long killed = 0;
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        if (!clientFilterFits(f, c, x->client))
            continue;
        killed++;
        clientClose(c, c == x->client ? CLOSE_QUIT : CLOSE_KILLED);
    }
    return killed;
}

/* The old form, an address alone, may kill who asks; the new one spares it unless told otherwise. */
static void kill(execContext *x) {
    clientFilter f;
    clientFilterInit(&f);
    if (x->argc == 3) {
        f.with.addr = &x->argv[2];
        if (killFitting(x, &f)) {
            replyOk(x);
        } else {
            replyErrorC(x, "ERR No such client");
        }
        return;
    }
    f.skip_me = true;
    if (clientFilterRead(x, 2, &f))
        replyLong(x, killFitting(x, &f));
    clientFilterRelease(&f);
}

/* ---- who must wait ---- */

static void pauseClients(execContext *x) {
    long long ms;
    bool all = true;
    if (x->argc > 4) {
        replyErrorSubcommand(x);
        return;
    }
    if (x->argc == 4 && !argIs(x, 3, "write") && !argIs(x, 3, "all")) {
        replyErrorC(x, "ERR CLIENT PAUSE mode must be WRITE or ALL");
        return;
    }
    if (x->argc == 4)
        all = argIs(x, 3, "all");
    if (!argRange(x, 2, INT64_MIN, INT64_MAX, &ms, "ERR timeout is not an integer or out of range"))
        return;
    if (ms < 0) {
        replyErrorC(x, "ERR timeout is negative");
    } else if (ms > INT64_MAX - command_now) {
        replyErrorC(x, "ERR timeout is out of range");
    } else {
        pauseStart(PAUSE_BY_COMMAND, command_now + ms, all);
        replyOk(x);
    }
}

static void unpause(execContext *x) {
    pauseEnd(PAUSE_BY_COMMAND);
    replyOk(x);
}

/* A client that waits for the end of a pause is not unblocked this way. */
static void unblock(execContext *x) {
    long long id;
    if (x->argc > 4) {
        replyErrorSubcommand(x);
        return;
    }
    if (x->argc == 4 && !argIs(x, 3, "timeout") && !argIs(x, 3, "error")) {
        replyErrorC(x, "ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
        return;
    }
    if (!argLong(x, 2, &id))
        return;
    client *c = reactorClientById((uint64_t)id);
    replyLong(x, c && clientUnblock(c, x->argc == 4 && argIs(x, 3, "error")));
}

static void getRedir(execContext *x) {
    replyLong(x, trackingRedirect(x->client));
}

static void help(execContext *x) {
    static const char *const lines[] = {
        "CACHING (YES|NO)",
        "    Whether the keys of the next command are tracked, in OPTIN and OPTOUT modes.",
        "CAPA <option> [<option> ...]",
        "    What this client can do: REDIRECT, follow redirections to another server.",
        "GETNAME",
        "    The name of this connection.",
        "GETREDIR",
        "    The client that receives the invalidations of this one.",
        "ID",
        "    The id of this connection.",
        "IMPORT-SOURCE (ON|OFF)",
        "    Mark this connection as the one that fills a server in import mode.",
        "INFO",
        "    This connection in a line.",
        "KILL <ip:port>",
        "    Close the connection from that address.",
        "KILL <filter> <value> [<filter> <value> ...]",
        "    Close connections. Filters:",
        "    * ID <client-id> [<client-id> ...]",
        "    * TYPE (NORMAL|PRIMARY|REPLICA|PUBSUB)",
        "    * USER <username>",
        "    * ADDR <ip:port>, LADDR <ip:port>, IP <ip>",
        "    * NAME <name>, LIB-NAME <name>, LIB-VER <version>",
        "    * FLAGS <letters>, CAPA <letters>, DB <number>",
        "    * MAXAGE <seconds>, IDLE <seconds>: connected or idle for that long at least",
        "    * SKIPME (YES|NO): whether to spare this connection (default: yes)",
        "    * NOT- before any of them but the last three: those that do not match",
        "LIST [<filter> <value> ...]",
        "    Connections, a line each; filters as for KILL (SKIPME defaults to no).",
        "NO-EVICT (ON|OFF)",
        "    Spare this connection when clients' memory has to shrink.",
        "NO-TOUCH (ON|OFF)",
        "    Whether commands of this connection count as use of the keys.",
        "PAUSE <milliseconds> [WRITE|ALL]",
        "    Let clients wait, with all commands or with writes.",
        "REPLY (ON|OFF|SKIP)",
        "    Whether replies are sent.",
        "SETINFO <option> <value>",
        "    Which library speaks: LIB-NAME, LIB-VER.",
        "SETNAME <name>",
        "    Name this connection.",
        "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]] [OPTIN] [OPTOUT] [NOLOOP]",
        "    Invalidation messages for client-side caches.",
        "TRACKINGINFO",
        "    How this connection tracks.",
        "UNBLOCK <client-id> [TIMEOUT|ERROR]",
        "    End another client's wait.",
        "UNPAUSE",
        "    End a pause.",
        NULL};
    replyHelp(x, lines);
}

void clientCommand(execContext *x) {
    static const struct {
        const char *name;
        void (*run)(execContext *x);
    } subcommands[] = {{"id", idOf},
                       {"getname", getName},
                       {"setname", setName},
                       {"setinfo", setInfo},
                       {"capa", capa},
                       {"reply", replyMode},
                       {"no-evict", noEvict},
                       {"no-touch", noTouch},
                       {"import-source", importSource},
                       {"info", info},
                       {"list", list},
                       {"kill", kill},
                       {"pause", pauseClients},
                       {"unpause", unpause},
                       {"unblock", unblock},
                       {"tracking", trackingSet},
                       {"trackinginfo", trackingTell},
                       {"caching", trackingCaching},
                       {"getredir", getRedir},
                       {"help", help}};
    const char *name = x->cmd->spec->name;
    x->client->last_command = x->cmd->id; /* CLIENT LIST names itself as what ran last */
    for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++) {
        if (strcmp(name, subcommands[i].name) == 0) {
            subcommands[i].run(x);
            return;
        }
    }
    replyErrorUnknownSubcommand(x);
}
