/* acl_clients.c: the clients of users: those that must go when rights do, their lines in ACL LOG, and the section `acl`
 * of SCOPE SNAPSHOT. */
#include "exec/acl.h"
#include "net/acl_clients.h"
#include "net/clients.h"
#include "net/pubsub.h"
#include <string.h>

enum { LOG_SHOWN = 64 };

static void line(client *c, const command *cmd, replySink *text) {
    uint16_t before = c->last_command;
    c->last_command = cmd->id;
    clientDescribe(c, false, text);
    c->last_command = before;
}

static uint64_t idOf(const client *c) {
    return c->id;
}

static void end(client *c) {
    c->session.authenticated = false;
    clientClose(c, c == client_current ? CLOSE_QUIT : CLOSE_KILLED);
}

void aclCloseClients(uint64_t user) {
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
        if (c->session.user == user)
            end(c);
}

typedef struct allowedChannels {
    const execArg *channels;
    int n;
} allowedChannels;

static bool mayHear(void *ctx, enum pubsubKind kind, const char *name, size_t len) {
    const allowedChannels *a = ctx;
    return aclChannelFits(a->channels, a->n, name, len, kind == PUBSUB_PATTERN);
}

void aclCloseSubscribers(uint64_t user, const execArg *channels, int n) {
    allowedChannels a = {channels, n};
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
        if (c->session.user == user && !pubsubAll(c, mayHear, &a))
            end(c);
}

static void writeLog(execContext *x) {
    long n = 0;
    size_t handle = replyDeferredLen(x);
    for (const aclLogEntry *e = aclLogNewest(); e && n < LOG_SHOWN; e = e->older, n++) {
        replyArray(x, 7);
        replyBulkC(x, acl_reason[e->reason]);
        replyBulkC(x, acl_context[e->context]);
        replyBulk(x, e->object, e->object_len);
        replyBulk(x, e->user, e->user_len);
        replyLong(x, (long long)e->count);
        replyLong(x, command_now - e->updated_ms);
        replyLong(x, (long long)e->client_id);
    }
    replySetDeferredArray(x, handle, n);
}

/* Users are counted by place in one pass; one that was deleted and whose clients are not gone yet is left out. */
static void writeClients(execContext *x) {
    unsigned room = aclPlaces();
    uint64_t *counts = zcalloc(room ? room : 1, sizeof(*counts));
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
        if ((uint32_t)c->session.user < (room ? room : 1) && (aclUserOf(c->session.user) || !c->session.user))
            counts[(uint32_t)c->session.user]++;
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (unsigned i = 0; i < (room ? room : 1); i++) {
        if (!counts[i])
            continue;
        replyArray(x, 2);
        replyBulkC(x, aclNameAt(i));
        replyLong(x, (long long)counts[i]);
        n++;
    }
    replySetDeferredArray(x, handle, n);
    zfree(counts);
}

static void writeAcl(execContext *x) {
    replyMap(x, 4);
    scopeLong(x, "users", aclUsers());
    replyBulkC(x, "denied");
    replyMap(x, 4);
    scopeLong(x, "auth", acl_stats.denied[ACL_DENIED_AUTH]);
    scopeLong(x, "command", acl_stats.denied[ACL_DENIED_COMMAND]);
    scopeLong(x, "key", acl_stats.denied[ACL_DENIED_KEY]);
    scopeLong(x, "channel", acl_stats.denied[ACL_DENIED_CHANNEL]);
    replyBulkC(x, "log");
    writeLog(x);
    replyBulkC(x, "clients_by_user");
    writeClients(x);
}

void aclClientsInit(void) {
    acl_client_line = line;
    acl_client_id = idOf;
    scopeSectionAdd("acl", writeAcl);
}
