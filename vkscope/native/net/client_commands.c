/* client_commands.c: what clients say about themselves: PING, ECHO, HELLO, AUTH, SELECT, QUIT, RESET. */
#define _GNU_SOURCE
#include "cluster/cluster.h"
#include "net/clients.h"
#include "base/version.h"
#include "net/client_commands.h"
#include "net/pubsub.h"
#include "net/tracking.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

static char zone[256];
static size_t zone_len;

void clientsSetZone(const char *text, size_t len) {
    zone_len = len < sizeof(zone) ? len : sizeof(zone);
    memcpy(zone, text, zone_len);
}

static bool authenticate(execContext *x, const execArg *user, const execArg *pass) {
    if (aclLogin(x->session, user, pass))
        return true;
    aclDenied(x, ACL_DENIED_AUTH, multiOpen(x->session) ? ACL_MULTI : ACL_TOPLEVEL, &x->argv[0], user);
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
    if (x->argc == 2 && aclDefaultOpen()) {
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
    } else if (unlikely(x->session->subscribed) && x->out->resp == 2) {
        replyArray(x, 2);
        replyBulkC(x, "pong");
        replyBulk(x, x->argc == 2 ? x->argv[1].ptr : "", x->argc == 2 ? x->argv[1].len : 0);
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
    clientMonitor(c, false);
    pubsubForget(c);
    multiForget(x->session);
    trackingForget(c);
    c->io.out.resp = 2;
    c->io.out.muted = false;
    c->session = (session){0};
    aclDefaultSession(&c->session);
    clientWordSet(&c->name, "", 0);
    c->no_evict = c->no_touch = c->import_source = c->reply_off = false;
    c->reply_skip = 0;
    replyStatus(x, "RESET");
}

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
            if (!clientWordFits(&x->argv[at + 1])) {
                replyErrorC(x, client_bad_name);
                return;
            }
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
    if (aclNeedsLogin(x->session)) {
        replyErrorC(
            x,
            "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH "
            "<user> <pass> option can be used to authenticate the client and select the RESP protocol version at "
            "the same time");
        return;
    }
    if (name)
        clientWordSet(&c->name, x->argv[name].ptr, x->argv[name].len);
    if (version)
        x->out->resp = (uint8_t)version;
    replyMap(x, 7 + (zone_len > 0));
    replyBulkC(x, "server");
    replyBulkC(x, "valkey");
    replyBulkC(x, "version");
    replyBulkC(x, VALKEY_VERSION);
    replyBulkC(x, "proto");
    replyLong(x, x->out->resp);
    replyBulkC(x, "id");
    replyLong(x, (long long)c->id);
    replyBulkC(x, "mode");
    replyBulkC(x, cluster ? "cluster" : "standalone");
    replyBulkC(x, "role");
    replyBulkC(x, "master");
    replyBulkC(x, "modules");
    replyArray(x, 0);
    if (zone_len) {
        replyBulkC(x, "availability_zone");
        replyBulk(x, zone, zone_len);
    }
}
