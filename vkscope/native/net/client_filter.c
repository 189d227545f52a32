/* client_filter.c: see client_filter.h. */
#include "net/client_filter.h"
#include <string.h>
#include <strings.h>

static const char known_flags[] = "OSMPxbtRBdcuAUreTIN";
static const char known_capas[] = "r";

void clientFilterInit(clientFilter *f) {
    *f = (clientFilter){.with = {.type = -1, .db = -1}, .without = {.type = -1, .db = -1}};
}

void clientFilterRelease(clientFilter *f) {
    zfree(f->with.ids);
    zfree(f->without.ids);
    f->with.ids = f->without.ids = NULL;
}

static int shown(const execArg *a) {
    return (int)(a->len < 128 ? a->len : 128);
}

static bool wordIs(const execArg *a, const char *word) {
    return a->len == strlen(word) && strncasecmp(a->ptr, word, a->len) == 0;
}

static int classByName(const execArg *a) {
    static const struct {
        const char *name;
        int type;
    } classes[] = {{"normal", CLIENT_NORMAL}, {"slave", CLIENT_REPLICA},  {"replica", CLIENT_REPLICA},
                   {"pubsub", CLIENT_PUBSUB}, {"master", CLIENT_PRIMARY}, {"primary", CLIENT_PRIMARY}};
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        if (wordIs(a, classes[i].name))
            return classes[i].type;
    return -1;
}

/* All the numbers that follow; the first word that is none begins the next option. */
static bool readIds(execContext *x, int *at, clientWanted *w) {
    w->ids_given = true;
    w->ids = zrealloc(w->ids, sizeof(uint64_t) * (size_t)(w->nids + x->argc - *at + 1));
    long long id;
    for (; *at < x->argc && string2ll(x->argv[*at].ptr, x->argv[*at].len, &id); ++*at) {
        if (id < 1) {
            replyErrorC(x, "ERR client-id should be greater than 0");
            return false;
        }
        w->ids[w->nids++] = (uint64_t)id;
    }
    return true;
}

static bool readSeconds(execContext *x, int i, const char *name, long long *into) {
    if (!string2ll(x->argv[i].ptr, x->argv[i].len, into)) {
        replyErrorFmt(x, "ERR %s is not an integer or out of range", name);
        return false;
    }
    if (*into > 0)
        return true;
    replyErrorFmt(x, "ERR %s should be greater than 0", name);
    return false;
}

static bool readLetters(execContext *x, int i, const char *known, const char *what, const execArg **into) {
    const execArg *a = &x->argv[i];
    for (size_t k = 0; k < a->len; k++) {
        if (!a->ptr[k] || !strchr(known, a->ptr[k])) {
            replyErrorFmt(x, "ERR Unknown %s found in the provided filter: %.*s", what, shown(a), a->ptr);
            return false;
        }
    }
    *into = a;
    return true;
}

static bool readDb(execContext *x, int i, int *into) {
    long long db;
    if (!argRange(x, i, INT32_MIN, INT32_MAX, &db, "ERR DB is not an integer or out of range"))
        return false;
    if (db < 0 || db >= keyspaceDatabases()) {
        replyErrorFmt(x, "ERR DB number should be between 0 and %d", keyspaceDatabases() - 1);
        return false;
    }
    *into = (int)db;
    return true;
}

static bool readType(execContext *x, int i, int *into) {
    *into = classByName(&x->argv[i]);
    if (*into >= 0)
        return true;
    replyErrorFmt(x, "ERR Unknown client type '%.*s'", shown(&x->argv[i]), x->argv[i].ptr);
    return false;
}

static bool readUser(execContext *x, int i, const execArg **into) {
    const execArg *a = &x->argv[i];
    if (aclFind(a->ptr, a->len) || (!aclUsers() && a->len == 7 && memcmp(a->ptr, "default", 7) == 0)) {
        *into = a;
        return true;
    }
    replyErrorFmt(x, "ERR No such user '%.*s'", shown(a), a->ptr);
    return false;
}

/* Options that NOT- may turn round. 1: read, 0: no such option, -1: the error was answered. */
static int readWanted(execContext *x, const execArg *name, int i, clientWanted *w) {
    const struct {
        const char *name;
        const execArg **into;
    } plain[] = {{"addr", &w->addr},         {"laddr", &w->laddr},     {"name", &w->name},
                 {"lib-name", &w->lib_name}, {"lib-ver", &w->lib_ver}, {"ip", &w->ip}};
    for (size_t k = 0; k < sizeof(plain) / sizeof(plain[0]); k++) {
        if (wordIs(name, plain[k].name)) {
            *plain[k].into = &x->argv[i];
            return 1;
        }
    }
    if (wordIs(name, "type"))
        return readType(x, i, &w->type) ? 1 : -1;
    if (wordIs(name, "user"))
        return readUser(x, i, &w->user) ? 1 : -1;
    if (wordIs(name, "flags"))
        return readLetters(x, i, known_flags, "flags", &w->flags) ? 1 : -1;
    if (wordIs(name, "capa"))
        return readLetters(x, i, known_capas, "capa", &w->capa) ? 1 : -1;
    if (wordIs(name, "db"))
        return readDb(x, i, &w->db) ? 1 : -1;
    return 0;
}

/* Options of the filter as a whole; results as readWanted's. */
static int readOwn(execContext *x, const execArg *name, int i, clientFilter *f) {
    if (wordIs(name, "maxage"))
        return readSeconds(x, i, "maxage", &f->max_age) ? 1 : -1;
    if (wordIs(name, "idle"))
        return readSeconds(x, i, "idle", &f->idle) ? 1 : -1;
    if (wordIs(name, "skipme") && (wordIs(&x->argv[i], "yes") || wordIs(&x->argv[i], "no"))) {
        f->skip_me = wordIs(&x->argv[i], "yes");
        return 1;
    }
    return 0;
}

bool clientFilterRead(execContext *x, int from, clientFilter *f) {
    for (int at = from; at < x->argc;) {
        execArg name = x->argv[at];
        bool negative = name.len > 4 && strncasecmp(name.ptr, "not-", 4) == 0;
        if (negative)
            name = (execArg){name.ptr + 4, name.len - 4};
        clientWanted *w = negative ? &f->without : &f->with;
        if (wordIs(&name, "id")) {
            at++;
            if (!readIds(x, &at, w))
                return false;
            continue;
        }
        int rc = at + 1 < x->argc ? readWanted(x, &name, at + 1, w) : 0;
        if (rc == 0 && !negative && at + 1 < x->argc)
            rc = readOwn(x, &name, at + 1, f);
        if (rc == 0)
            replyErrorSyntax(x);
        if (rc <= 0)
            return false;
        at += 2;
    }
    return true;
}

static bool same(const execArg *a, const char *text) {
    return text && a->len == strlen(text) && memcmp(a->ptr, text, a->len) == 0;
}

static bool hasId(const clientWanted *w, uint64_t id) {
    for (int i = 0; i < w->nids; i++)
        if (w->ids[i] == id)
            return true;
    return false;
}

static bool hasFlags(const execArg *wanted, const client *c) {
    char flags[CLIENT_FLAGS];
    clientFlags(c, flags);
    for (size_t i = 0; i < wanted->len; i++)
        if (!strchr(flags, wanted->ptr[i]))
            return false;
    return true;
}

/* The address without its port; Unix sockets, whose port is 0, have none. */
static bool hasIp(const execArg *ip, const char *peer) {
    bool v6 = peer[0] == '[';
    const char *at = peer + v6;
    size_t len = strcspn(at, v6 ? "]" : ":");
    const char *port = at + len + v6;
    return ip->len == len && memcmp(ip->ptr, at, len) == 0 && port[0] == ':' && port[1] != '0';
}

/* For each thing that w asks for: true when `c` has it. `wanted` says which answer lets it pass. */
static bool passes(const clientWanted *w, const client *c, bool wanted) {
    const struct {
        bool asked, has;
    } checks[] = {
        {w->ids_given, hasId(w, c->id)},
        {w->addr, w->addr && same(w->addr, c->peer)},
        {w->laddr, w->laddr && same(w->laddr, c->local)},
        {w->user, w->user && same(w->user, aclUserName(c->session.user))},
        {w->name, w->name && same(w->name, c->name)},
        {w->lib_name, w->lib_name && same(w->lib_name, c->lib_name)},
        {w->lib_ver, w->lib_ver && same(w->lib_ver, c->lib_ver)},
        {w->flags, w->flags && hasFlags(w->flags, c)},
        {w->capa, w->capa && (!w->capa->len || c->capa_redirect)},
        {w->ip, w->ip && hasIp(w->ip, clientWord(c->peer))},
        {w->type >= 0, w->type == (int)clientClassOf(c)},
        {w->db >= 0, w->db == c->session.dbid},
    };
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        if (checks[i].asked && checks[i].has != wanted)
            return false;
    return true;
}

bool clientFilterFits(const clientFilter *f, const client *c, const client *me) {
    if (f->skip_me && c == me)
        return false;
    if (f->max_age && (command_now - c->created_ms) / 1000 < f->max_age)
        return false;
    if (f->idle && (command_now - c->active_ms) / 1000 < f->idle)
        return false;
    return passes(&f->with, c, true) && passes(&f->without, c, false);
}
