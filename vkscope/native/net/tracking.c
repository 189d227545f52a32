/* tracking.c: see tracking.h. The commands are in tracking_command.c.
 *
 * Design  The table keeps, for each remembered key, the clients that read it: tags (reactorClient's slot and
 *         generation), sorted. The first change of the key tells them and forgets the key; tags of clients that are
 *         gone, or track no more, find nobody then and cost nothing before.
 *
 *           table: key -> tracked { n, tags[] }         prefixes[i] -> prefix { name, members[], news[] }
 *
 *         A prefix collects the keys that changed during a turn, each once, with the client that changed it last; the
 *         turn's end sends them in one message.
 *         What a client is told while its own command runs follows the reply: clientPush sees to that.
 * Cost    nobody tracks: one test a command and a change. Remembering: one lookup a key; a change: one lookup, and a
 *         comparison with each prefix.
 * Threads one owner.
 * Events KeyInvalidated. */
#include "net/tracking.h"
#include "ds/ds.h"
#include "exec/command_keys.h"
#include "gen/commands.h"
#include "net/clients.h"
#include "net/pubsub.h"
#include "net/tracking_client.h"
#include <string.h>

#define EFFORT 100 /* keys forgotten at once, and so many more for each time that this was not enough */

typedef struct tracked {
    uint64_t *tags; /* &one while n is 1 */
    uint64_t one;
    uint32_t n, room;
    uint32_t len;
    char key[];
} tracked;

typedef struct newsItem {
    uint64_t by; /* tag of who changed it, 0: nobody */
    uint32_t len;
    char key[];
} newsItem;

struct trackingPrefix {
    client **members;
    newsItem **news;
    hashtable *seen; /* the same items by key; NULL without any */
    uint32_t nmembers, members_room, nnews, news_room;
    uint32_t len;
    char name[];
};

trackingStats tracking_stats;
size_t tracking_max_keys = 1000000;
static hashtable *table;
static trackingPrefix **prefixes;
static uint32_t nprefixes;
static bool has_news;

static uint64_t tagOf(const client *c) {
    return (uint64_t)c->generation << 32 | c->slot;
}

static client *clientOf(uint64_t tag) {
    client *c = clientsByTag(tag);
    return c && !c->closing ? c : NULL;
}

/* ---- what clients are told ---- */

static void putBulk(replySink *text, const char *p, size_t len) {
    char head[LL_DIGITS + 3] = "$";
    size_t n = 1 + (size_t)ll2string(head + 1, (long long)len);
    memcpy(head + n, "\r\n", 2);
    sinkAppend(text, head, n + 2);
    sinkAppend(text, p, len);
    sinkAppend(text, "\r\n", 2);
}

static void putArray(replySink *text, long long n) {
    char head[LL_DIGITS + 3] = "*";
    size_t len = 1 + (size_t)ll2string(head + 1, n);
    memcpy(head + len, "\r\n", 2);
    sinkAppend(text, head, len + 2);
}

/* Who gets a client's invalidations; NULL: nobody, and the client is told where it can be. */
static client *receiverOf(client *c) {
    clientTracking *t = c->tracking;
    if (!t->redirect)
        return c;
    client *to = clientOf(t->redirect_tag);
    if (to)
        return to;
    t->broken = true;
    if (c->io.out.resp > 2) {
        char text[64 + LL_DIGITS] = ">2\r\n$21\r\ntracking-redir-broken\r\n:";
        size_t len = strlen(text);
        len += (size_t)ll2string(text + len, (long long)t->redirect);
        memcpy(text + len, "\r\n", 2);
        clientPush(c, text, len + 2);
    }
    return NULL;
}

/* keys: an array in the protocol; NULL: all keys. RESP2 has no pushes: only a subscriber that somebody else redirects
 * to can be told, by a message. */
static void send(client *c, const replySink *keys) {
    static const char push[] = ">2\r\n$10\r\ninvalidate\r\n";
    static const char message[] = "*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n";
    client *to = receiverOf(c);
    replySink text = {0};
    if (!to)
        return;
    if (to->io.out.resp > 2) {
        sinkAppend(&text, push, sizeof(push) - 1);
    } else if (to != c && to->session.subscribed) {
        sinkAppend(&text, message, sizeof(message) - 1);
    } else {
        return;
    }
    if (keys) {
        sinkAppend(&text, keys->buf, keys->len);
    } else if (to->io.out.resp > 2) {
        sinkAppend(&text, "_\r\n", 3);
    } else {
        sinkAppend(&text, "$-1\r\n", 5);
    }
    clientPush(to, text.buf, text.len);
    sinkRelease(&text);
    tracking_stats.invalidated++;
}

/* ---- the table of remembered keys ---- */

static const char *trackedKey(const void *entry, size_t *len) {
    const tracked *t = entry;
    *len = t->len;
    return t->key;
}

static void trackedFree(void *entry) {
    tracked *t = entry;
    tracking_stats.keys--;
    tracking_stats.items -= t->n;
    if (t->room)
        zfree(t->tags);
    zfree(t);
}

static const hashtableType table_type = {.entryKeyBytes = trackedKey, .entryDestructor = trackedFree};

static uint32_t placeOf(const uint64_t *tags, uint32_t n, uint64_t tag) {
    uint32_t low = 0;
    while (low < n) {
        uint32_t middle = low + (n - low) / 2;
        if (tags[middle] < tag) {
            low = middle + 1;
        } else {
            n = middle;
        }
    }
    return low;
}

static void addTag(tracked *t, uint64_t tag) {
    uint64_t *tags = t->room ? t->tags : &t->one;
    uint32_t at = placeOf(tags, t->n, tag);
    if (at < t->n && tags[at] == tag)
        return;
    tracking_stats.items++;
    if (!t->n) {
        t->one = tag;
        t->n = 1;
        return;
    }
    if (!t->room) {
        t->room = 4;
        t->tags = zmalloc(sizeof(uint64_t) * t->room);
        t->tags[0] = t->one;
    } else if (t->n == t->room) {
        t->room *= 2;
        t->tags = zrealloc(t->tags, sizeof(uint64_t) * t->room);
    }
    memmove(t->tags + at + 1, t->tags + at, sizeof(uint64_t) * (t->n - at));
    t->tags[at] = tag;
    t->n++;
}

static void rememberKey(uint64_t tag, const char *key, size_t len, uint64_t hash) {
    if (!table)
        table = hashtableCreate(&table_type);
    void **at = hashtableFindBytes(table, key, len, hash);
    tracked *t = at ? *at : NULL;
    if (!t) {
        t = zcalloc(1, sizeof(*t) + len);
        t->len = (uint32_t)len;
        memcpy(t->key, key, len);
        hashtableInsertNewWithHash(table, t, hash);
        tracking_stats.keys++;
    }
    addTag(t, tag);
}

/* What a script reads counts, and not what keys it was given: those that only read, EVAL_RO and its kin. */
static bool isScript(const command *c) {
    void (*proc)(execContext *) = c->spec->proc;
    return proc == evalRoCommand || proc == evalshaRoCommand || proc == fcallroCommand;
}

/* After a command that reads. x->client is NULL in commands that run on behalf of others. */
static void remember(const execContext *x) {
    const clientTracking *t = x->client && !isScript(x->cmd) ? x->client->tracking : NULL;
    if (!t || t->bcast || (t->optin && !t->caching) || (t->optout && t->caching) || x->cmd->spec->flags & CMD_PUBSUB)
        return;
    keyRefs keys;
    keyRefsInit(&keys);
    int n = commandGetKeys(x->cmd->spec, x->argv, x->argc, 0, &keys);
    for (int i = 0; i < n; i++) {
        int at = keys.refs[i].pos;
        rememberKey(tagOf(x->client), x->argv[at].ptr, x->argv[at].len, argHash(x, at));
    }
    keyRefsFree(&keys);
}

static void tellOf(const tracked *t) {
    replySink keys = {0};
    const uint64_t *tags = t->room ? t->tags : &t->one;
    putArray(&keys, 1);
    putBulk(&keys, t->key, t->len);
    for (uint32_t i = 0; i < t->n; i++) {
        client *c = clientOf(tags[i]);
        if (!c || !c->tracking || c->tracking->bcast || (c->tracking->noloop && c == client_current))
            continue;
        send(c, &keys);
    }
    sinkRelease(&keys);
}

static void invalidate(const char *key, size_t len, uint64_t hash) {
    tracked *t = table ? hashtablePopBytes(table, key, len, hash) : NULL;
    if (!t)
        return;
    if (unlikely(traceOn(CLASS_PUBSUB)))
        evKeyInvalidated(clockMonoNs(), client_current ? client_current->slot : EVENT_NOBODY, t->n, t->key, t->len);
    tellOf(t);
    trackedFree(t);
}

static void clearTable(void) {
    if (table)
        hashtableRelease(table);
    table = NULL;
}

static void flushed(void) {
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
        if (c->tracking)
            send(c, NULL);
    clearTable();
}

void trackingLimit(void) {
    static unsigned short_of; /* times that the effort did not suffice */
    void *entry;
    if (likely(!tracking_max_keys || tracking_stats.keys <= tracking_max_keys)) {
        short_of = 0;
        return;
    }
    for (unsigned effort = EFFORT * ++short_of; effort && hashtableFairRandomEntry(table, &entry); effort--) {
        const tracked *t = entry;
        tracking_stats.evicted++;
        invalidate(t->key, t->len, sipHash(t->key, t->len));
        if (tracking_stats.keys <= tracking_max_keys) {
            short_of = 0;
            return;
        }
    }
}

/* ---- broadcasts ---- */

static const char *newsKey(const void *entry, size_t *len) {
    const newsItem *item = entry;
    *len = item->len;
    return item->key;
}

static const hashtableType news_type = {.entryKeyBytes = newsKey};

static void addNews(trackingPrefix *p, uint64_t by, const char *key, size_t len, uint64_t hash) {
    if (!p->seen)
        p->seen = hashtableCreate(&news_type);
    void **at = hashtableFindBytes(p->seen, key, len, hash);
    if (at) {
        ((newsItem *)*at)->by = by;
        return;
    }
    newsItem *item = zmalloc(sizeof(*item) + len);
    *item = (newsItem){by, (uint32_t)len};
    memcpy(item->key, key, len);
    hashtableInsertNewWithHash(p->seen, item, hash);
    if (p->nnews == p->news_room) {
        p->news_room = p->news_room ? p->news_room * 2 : 8;
        p->news = zrealloc(p->news, sizeof(newsItem *) * p->news_room);
    }
    p->news[p->nnews++] = item;
    has_news = true;
}

static void dropNews(trackingPrefix *p) {
    if (p->seen)
        hashtableRelease(p->seen);
    for (uint32_t i = 0; i < p->nnews; i++)
        zfree(p->news[i]);
    zfree(p->news);
    p->news = NULL;
    p->seen = NULL;
    p->nnews = p->news_room = 0;
}

/* The keys as an array, without those that `but` changed last; false: none is left. */
static bool newsText(const trackingPrefix *p, uint64_t but, replySink *text) {
    long long n = 0;
    for (uint32_t i = 0; i < p->nnews; i++)
        n += !but || p->news[i]->by != but;
    putArray(text, n);
    for (uint32_t i = 0; i < p->nnews; i++)
        if (!but || p->news[i]->by != but)
            putBulk(text, p->news[i]->key, p->news[i]->len);
    return n > 0;
}

static void broadcast(trackingPrefix *p) {
    replySink all = {0};
    newsText(p, 0, &all);
    for (uint32_t i = 0; i < p->nmembers; i++) {
        client *c = p->members[i];
        if (c->closing)
            continue;
        if (!c->tracking->noloop) {
            send(c, &all);
            continue;
        }
        replySink own = {0};
        if (newsText(p, tagOf(c), &own))
            send(c, &own);
        sinkRelease(&own);
    }
    sinkRelease(&all);
    dropNews(p);
}

bool trackingHasNews(void) {
    return has_news;
}

void trackingBroadcast(void) {
    has_news = false;
    for (uint32_t i = 0; i < nprefixes; i++)
        if (prefixes[i]->nnews)
            broadcast(prefixes[i]);
}

static bool startsWith(const char *key, size_t len, const trackingPrefix *p) {
    return p->len <= len && memcmp(key, p->name, p->len) == 0;
}

static void heard(db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    (void)d, (void)event;
    if (cls == KEY_FLUSH) {
        flushed();
        return;
    }
    uint64_t hash = sipHash(key, len);
    bool by_nobody = cls == KEY_EXPIRED || cls == KEY_EVICTED || !client_current;
    for (uint32_t i = 0; i < nprefixes; i++)
        if (startsWith(key, len, prefixes[i]))
            addNews(prefixes[i], by_nobody ? 0 : tagOf(client_current), key, len, hash);
    invalidate(key, len, hash);
}

/* ---- who tracks ---- */

size_t trackingPrefixes(void) {
    return nprefixes;
}

static trackingPrefix *prefixNamed(const char *name, size_t len) {
    for (uint32_t i = 0; i < nprefixes; i++)
        if (prefixes[i]->len == len && memcmp(prefixes[i]->name, name, len) == 0)
            return prefixes[i];
    trackingPrefix *p = zcalloc(1, sizeof(*p) + len);
    p->len = (uint32_t)len;
    memcpy(p->name, name, len);
    prefixes = zrealloc(prefixes, sizeof(*prefixes) * (nprefixes + 1));
    prefixes[nprefixes++] = p;
    return p;
}

const char *trackingPrefixName(const trackingPrefix *p, size_t *len) {
    *len = p->len;
    return p->name;
}

static int compareNames(const trackingPrefix *a, const trackingPrefix *b) {
    int order = memcmp(a->name, b->name, a->len < b->len ? a->len : b->len);
    return order ? order : (int)(a->len > b->len) - (int)(a->len < b->len);
}

void trackingJoin(client *c, const char *name, size_t len) {
    clientTracking *t = c->tracking;
    trackingPrefix *p = prefixNamed(name, len);
    uint32_t at = 0;
    while (at < t->nprefixes && compareNames(t->prefixes[at], p) < 0)
        at++;
    if (at < t->nprefixes && t->prefixes[at] == p)
        return;
    t->prefixes = zrealloc(t->prefixes, sizeof(*t->prefixes) * (t->nprefixes + 1));
    memmove(t->prefixes + at + 1, t->prefixes + at, sizeof(*t->prefixes) * (t->nprefixes - at));
    t->prefixes[at] = p;
    t->nprefixes++;
    t->prefix_bytes += sizeof(p) + sizeof(*p) + len;
    if (p->nmembers == p->members_room) {
        p->members_room = p->members_room ? p->members_room * 2 : 1;
        p->members = zrealloc(p->members, sizeof(client *) * p->members_room);
    }
    p->members[p->nmembers++] = c;
}

static void leave(client *c, trackingPrefix *p) {
    uint32_t at = 0;
    while (p->members[at] != c)
        at++;
    p->members[at] = p->members[--p->nmembers];
    if (p->nmembers)
        return;
    at = 0;
    while (prefixes[at] != p)
        at++;
    prefixes[at] = prefixes[--nprefixes];
    dropNews(p);
    zfree(p->members);
    zfree(p);
    if (!nprefixes) {
        zfree(prefixes);
        prefixes = NULL;
    }
}

/* Keys that were evicted to make room for a command are gone before it runs. */
static void tellBeforeReply(const execContext *x) {
    if (x->client && x->client->late)
        clientPushLate(x->client);
}

void trackingStart(client *c) {
    if (c->tracking)
        return;
    c->tracking = zcalloc(1, sizeof(*c->tracking));
    if (tracking_stats.clients++)
        return;
    exec_remember = remember;
    exec_evicted = tellBeforeReply;
    keyspaceListen(LISTEN_TRACKING, KEY_CHANGES, heard);
}

void trackingForget(client *c) {
    clientTracking *t = c->tracking;
    if (!t)
        return;
    for (uint32_t i = 0; i < t->nprefixes; i++)
        leave(c, t->prefixes[i]);
    zfree(t->prefixes);
    zfree(t);
    c->tracking = NULL;
    if (--tracking_stats.clients)
        return;
    exec_remember = NULL;
    exec_evicted = NULL;
    keyspaceListen(LISTEN_TRACKING, 0, NULL);
    clearTable();
}

size_t trackingMemory(const client *c) {
    return c->tracking ? sizeof(*c->tracking) + c->tracking->prefix_bytes : 0;
}

bool trackingIsOn(const client *c) {
    return c->tracking != NULL;
}

bool trackingIsBroken(const client *c) {
    return c->tracking && c->tracking->broken;
}

bool trackingIsBroadcast(const client *c) {
    return c->tracking && c->tracking->bcast;
}

long long trackingRedirect(const client *c) {
    return c->tracking ? (long long)c->tracking->redirect : -1;
}

/* CLIENT CACHING speaks of the next command, or of the transaction that it begins. */
void trackingRan(const execContext *x) {
    bool lasts = multiOpen(x->session) || (x->cmd && x->cmd->spec->proc == clientCommand);
    if (!lasts)
        x->client->tracking->caching = false;
}
