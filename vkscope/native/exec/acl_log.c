/* acl_log.c: the log of what was denied: see acl.h.
 *
 * Rules  the same denial within a minute is one entry that counts, found among the ten newest. Entries that are counted
 *        on go to the front. */
#include "exec/acl.h"
#include "exec/command_info.h"
#include "exec/exec.h"
#include "gen/commands.h"
#include "trace/trace.h"
#include <string.h>

enum { LOOK_AT = 10, TOGETHER_MS = 60000, SHOWN_BY_DEFAULT = 10 };

aclStats acl_stats;
const char *const acl_context[] = {"toplevel", "multi", "lua", "script", "module"};
void (*acl_client_line)(client *c, const command *cmd, replySink *text);
uint64_t (*acl_client_id)(const client *c);
static aclLogEntry *newest, *oldest;
static uint64_t entries, limit = 128, next_id;

const aclLogEntry *aclLogNewest(void) {
    return newest;
}

static void unlinkEntry(aclLogEntry *e) {
    *(e->newer ? &e->newer->older : &newest) = e->older;
    *(e->older ? &e->older->newer : &oldest) = e->newer;
    entries--;
}

static void linkNewest(aclLogEntry *e) {
    e->newer = NULL;
    e->older = newest;
    *(newest ? &newest->newer : &oldest) = e;
    newest = e;
    entries++;
}

static void trim(uint64_t to) {
    while (entries > to) {
        aclLogEntry *e = oldest;
        unlinkEntry(e);
        sinkRelease(&e->client);
        zfree(e->object);
        zfree(e->user);
        zfree(e);
    }
}

void aclLogLimit(uint64_t most) {
    limit = most;
}

void aclLogReset(void) {
    trim(0);
}

static char *copied(const execArg *a) {
    char *copy = zmalloc(a->len + 1);
    memcpy(copy, a->ptr, a->len);
    copy[a->len] = 0;
    return copy;
}

static bool same(const char *text, size_t len, const execArg *a) {
    return len == a->len && memcmp(text, a->ptr, len) == 0;
}

static aclLogEntry *alike(enum aclVerdict v, enum aclContext context, const execArg *object, const execArg *user) {
    int look = LOOK_AT;
    for (aclLogEntry *e = newest; e && look--; e = e->older)
        if (e->reason == v && e->context == context && command_now - e->updated_ms <= TOGETHER_MS &&
            same(e->object, e->object_len, object) && same(e->user, e->user_len, user))
            return e;
    return NULL;
}

static void tell(const execContext *x, enum aclVerdict v, const execArg *object, uint64_t id) {
    evCommandDenied(clockMonoNs(), x->slot, id == ACL_NOBODY ? UINT32_MAX : (uint32_t)id, (uint16_t)(v - 1),
                    x->cmd ? x->cmd->id : 0, object->ptr, object->len);
}

void aclDenied(const execContext *x, enum aclVerdict v, enum aclContext context, const execArg *object,
               const execArg *user) {
    const char *name = aclUserName(x->session->user);
    execArg own = {name, strlen(name)};
    const aclUser *asked = user ? aclFind(user->ptr, user->len) : NULL;
    acl_stats.denied[v]++;
    tell(x, v, object, asked ? aclIdOf(asked) : user ? ACL_NOBODY : x->session->user);
    user = user ? user : &own;
    trim(limit);
    if (!limit)
        return;
    aclLogEntry *e = alike(v, context, object, user);
    if (e) {
        unlinkEntry(e);
    } else {
        e = zcalloc(1, sizeof(*e));
        *e = (aclLogEntry){.id = next_id++,
                           .created_ms = command_now,
                           .reason = v,
                           .context = context,
                           .object = copied(object),
                           .object_len = object->len,
                           .user = copied(user),
                           .user_len = user->len};
    }
    e->count++;
    e->updated_ms = command_now;
    e->client.len = 0;
    e->client_id = 0;
    if (x->client && acl_client_line) {
        const execContext *outer = crash_running && crash_running->client == x->client ? crash_running : x;
        acl_client_line(x->client, outer->cmd, &e->client);
        e->client_id = acl_client_id(x->client);
    }
    linkNewest(e);
    trim(limit);
}

static void replyEntry(execContext *x, const aclLogEntry *e) {
    replyMap(x, 10);
    scopeLong(x, "count", e->count);
    scopeText(x, "reason", acl_reason[e->reason]);
    scopeText(x, "context", acl_context[e->context]);
    scopeBytes(x, "object", e->object, e->object_len);
    scopeBytes(x, "username", e->user, e->user_len);
    replyBulkC(x, "age-seconds");
    replyDouble(x, (double)(command_now - e->updated_ms) / 1000);
    scopeBytes(x, "client-info", e->client.buf ? e->client.buf : "", e->client.len);
    scopeLong(x, "entry-id", e->id);
    replyBulkC(x, "timestamp-created");
    replyLong(x, e->created_ms);
    replyBulkC(x, "timestamp-last-updated");
    replyLong(x, e->updated_ms);
}

static void showLog(execContext *x) {
    long long count = SHOWN_BY_DEFAULT;
    if (x->argc > 3) {
        replyErrorSubcommand(x);
        return;
    }
    if (x->argc == 3 && argIs(x, 2, "reset")) {
        aclLogReset();
        replyOk(x);
        return;
    }
    if (x->argc == 3 && !argLong(x, 2, &count))
        return;
    count = count < 0 ? 0 : count;
    if ((uint64_t)count > entries)
        count = (long long)entries;
    replyArray(x, (long)count);
    for (const aclLogEntry *e = newest; e && count--; e = e->older)
        replyEntry(x, e);
}

static void dryRun(execContext *x) {
    const aclUser *u = aclFind(x->argv[2].ptr, x->argv[2].len);
    const execArg *argv = x->argv + 3;
    int argc = x->argc - 3, at;
    if (!u) {
        replyErrorFmt(x, "ERR User '%.*s' not found", (int)(x->argv[2].len < 512 ? x->argv[2].len : 512),
                      x->argv[2].ptr);
        return;
    }
    const command *c = commandLookupWords(argv, argc);
    if (!c) {
        replyErrorFmt(x, "ERR Command '%.*s' not found", (int)(argv->len < 512 ? argv->len : 512), argv->ptr);
        return;
    }
    if (c->spec->arity >= 0 ? argc != c->spec->arity : argc < -c->spec->arity) {
        replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", commandFullName(c));
        return;
    }
    enum aclVerdict v = aclCheck(u, c, argv, argc, &at);
    if (v == ACL_ALLOWED) {
        replyOk(x);
        return;
    }
    replySink text = {0};
    aclExplain(&text, v, aclNameOf(u), c, &argv[at]);
    replyBulk(x, text.buf, text.len);
    sinkRelease(&text);
}

/* The other subcommands are the control plane's. */
void aclCommand(execContext *x) {
    const char *name = x->cmd->spec->name;
    if (strcmp(name, "log") == 0) {
        showLog(x);
    } else if (strcmp(name, "dryrun") == 0) {
        dryRun(x);
    } else {
        replyBulkC(x, aclUserName(x->session->user));
    }
}
