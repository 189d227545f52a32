/* tracking_command.c: CLIENT TRACKING, TRACKINGINFO and CACHING. */
#include "net/clients.h"
#include "net/tracking.h"
#include "net/tracking_client.h"
#include <string.h>

typedef struct trackingOptions {
    bool bcast, optin, optout, noloop;
    client *redirect;
    int nprefixes; /* words PREFIX */
} trackingOptions;

static bool readRedirect(execContext *x, int at, trackingOptions *o) {
    long long id;
    if (o->redirect) {
        replyErrorC(x, "ERR A client can only redirect to a single other client");
        return false;
    }
    if (!argLong(x, at, &id))
        return false;
    o->redirect = id > 0 ? reactorClientById((uint64_t)id) : NULL;
    if (!o->redirect)
        replyErrorC(x, "ERR The client ID you want redirect to does not exist");
    return o->redirect != NULL;
}

static bool readOptions(execContext *x, trackingOptions *o) {
    for (int i = 3; i < x->argc; i++) {
        bool more = i + 1 < x->argc;
        if (argIs(x, i, "redirect") && more) {
            if (!readRedirect(x, ++i, o))
                return false;
        } else if (argIs(x, i, "bcast")) {
            o->bcast = true;
        } else if (argIs(x, i, "optin")) {
            o->optin = true;
        } else if (argIs(x, i, "optout")) {
            o->optout = true;
        } else if (argIs(x, i, "noloop")) {
            o->noloop = true;
        } else if (argIs(x, i, "prefix") && more) {
            o->nprefixes++;
            i++;
        } else {
            replyErrorSyntax(x);
            return false;
        }
    }
    return true;
}

/* Why these options do not go together, or not with how the client tracks already; NULL: they do. */
static const char *whyNot(const clientTracking *now, const trackingOptions *o) {
    if (!o->bcast && o->nprefixes)
        return "ERR PREFIX option requires BCAST mode to be enabled";
    if (now && now->bcast != o->bcast)
        return "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling "
               "it with a different mode.";
    if (o->bcast && (o->optin || o->optout))
        return "ERR OPTIN and OPTOUT are not compatible with BCAST";
    if (o->optin && o->optout)
        return "ERR You can't specify both OPTIN mode and OPTOUT mode";
    if (now && ((o->optin && now->optout) || (o->optout && now->optin)))
        return "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling "
               "it with a different mode.";
    return NULL;
}

/* The place of the next word PREFIX's value behind `at`; 0: there is none. */
static int nextPrefix(const execContext *x, int at) {
    for (int i = at + 1; i + 1 < x->argc; i++) {
        if (argIs(x, i, "prefix"))
            return i + 1;
        if (argIs(x, i, "redirect"))
            i++;
    }
    return 0;
}

static bool overlap(const char *a, size_t alen, const char *b, size_t blen) {
    return memcmp(a, b, alen < blen ? alen : blen) == 0;
}

static int shown(size_t len) {
    return (int)(len < 256 ? len : 256);
}

/* A key must not be told twice: no prefix of a client may begin another one. */
static bool prefixesFit(execContext *x) {
    const clientTracking *now = x->client->tracking;
    for (int i = nextPrefix(x, 2); i; i = nextPrefix(x, i)) {
        const execArg *a = &x->argv[i];
        for (uint32_t k = 0; now && k < now->nprefixes; k++) {
            size_t len;
            const char *name = trackingPrefixName(now->prefixes[k], &len);
            if (!overlap(name, len, a->ptr, a->len))
                continue;
            replyErrorFmt(x,
                          "ERR Prefix '%.*s' overlaps with an existing prefix '%.*s'. Prefixes for a single client "
                          "must not overlap.",
                          shown(a->len), a->ptr, shown(len), name);
            return false;
        }
        for (int j = nextPrefix(x, i); j; j = nextPrefix(x, j)) {
            const execArg *b = &x->argv[j];
            if (!overlap(a->ptr, a->len, b->ptr, b->len))
                continue;
            replyErrorFmt(x,
                          "ERR Prefix '%.*s' overlaps with another provided prefix '%.*s'. Prefixes for a single "
                          "client must not overlap.",
                          shown(a->len), a->ptr, shown(b->len), b->ptr);
            return false;
        }
    }
    return true;
}

static void start(execContext *x, const trackingOptions *o) {
    client *c = x->client;
    trackingStart(c);
    clientTracking *t = c->tracking;
    t->broken = false;
    t->bcast = o->bcast;
    t->optin = o->optin;
    t->optout = o->optout;
    t->noloop = o->noloop;
    t->redirect = o->redirect ? o->redirect->id : 0;
    t->redirect_tag = o->redirect ? (uint64_t)o->redirect->generation << 32 | o->redirect->slot : 0;
    if (o->bcast && !o->nprefixes)
        trackingJoin(c, "", 0);
    for (int i = nextPrefix(x, 2); i; i = nextPrefix(x, i))
        trackingJoin(c, x->argv[i].ptr, x->argv[i].len);
}

void trackingSet(execContext *x) {
    trackingOptions o = {0};
    if (!readOptions(x, &o))
        return;
    if (argIs(x, 2, "off")) {
        trackingForget(x->client);
        replyOk(x);
        return;
    }
    if (!argIs(x, 2, "on")) {
        replyErrorSyntax(x);
        return;
    }
    const char *why = whyNot(x->client->tracking, &o);
    if (why) {
        replyErrorC(x, why);
    } else if (prefixesFit(x)) {
        start(x, &o);
        replyOk(x);
    }
}

static void replyFlags(execContext *x, const clientTracking *t) {
    size_t handle = replyDeferredLen(x);
    const struct {
        bool is;
        const char *name;
    } flags[] = {{!t, "off"},
                 {t, "on"},
                 {t && t->bcast, "bcast"},
                 {t && t->optin, "optin"},
                 {t && t->optin && t->caching, "caching-yes"},
                 {t && t->optout, "optout"},
                 {t && t->optout && t->caching, "caching-no"},
                 {t && t->noloop, "noloop"},
                 {t && t->broken, "broken_redirect"}};
    long n = 0;
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (!flags[i].is)
            continue;
        replyBulkC(x, flags[i].name);
        n++;
    }
    replySetDeferredSet(x, handle, n);
}

void trackingTell(execContext *x) {
    const clientTracking *t = x->client->tracking;
    replyMap(x, 3);
    replyBulkC(x, "flags");
    replyFlags(x, t);
    replyBulkC(x, "redirect");
    replyLong(x, trackingRedirect(x->client));
    replyBulkC(x, "prefixes");
    replyArray(x, t ? (long)t->nprefixes : 0);
    for (uint32_t i = 0; t && i < t->nprefixes; i++) {
        size_t len;
        const char *name = trackingPrefixName(t->prefixes[i], &len);
        replyBulk(x, name, len);
    }
}

void trackingCaching(execContext *x) {
    clientTracking *t = x->client->tracking;
    bool yes = argIs(x, 2, "yes");
    if (!t) {
        replyErrorC(x,
                    "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT "
                    "mode enabled");
    } else if (!yes && !argIs(x, 2, "no")) {
        replyErrorSyntax(x);
    } else if (yes && !t->optin) {
        replyErrorC(x, "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    } else if (!yes && !t->optout) {
        replyErrorC(x, "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
    } else {
        t->caching = true;
        replyOk(x);
    }
}
