/* pubsub.c: see pubsub.h.
 *
 * Design  A topic is a name of one kind and its subscribers; a subscription is one client's share of it. Both sides
 * find each other without searching:
 *
 *           topics[kind]: name -> topic                    client: name -> subscription
 *             topic.members[ c0 | c1 | c2 ] ------------------> subscription { topic, at }
 *                            c  s  ...                                  ^
 *                               +---------------------------------------+
 *           topic.members[s->at].s == s,  s->topic == topic,  members are dense: the last one fills a hole
 *
 *         Patterns stand in an array too, since each published message walks them all.
 *         A message is written once; RESP3 differs from RESP2 in its first byte alone.
 * Cost    PUBLISH: one lookup, one formatting, and a memcpy for each subscriber.
 * Threads one owner.
 * Events SubscriberAdded, SubscriberRemoved, MessagePublished. */
#include "net/pubsub.h"
#include "cluster/cluster.h"
#include "ds/ds.h"
#include "gen/commands.h"
#include "net/clients.h"
#include "net/tracking.h"
#include <string.h>

typedef struct topic topic;

typedef struct subscription {
    topic *topic;
    uint32_t at; /* among its members */
} subscription;

typedef struct member {
    client *c;
    subscription *s;
} member;

struct topic {
    member *members;
    uint64_t hash;
    uint32_t n, room;
    uint32_t place;    /* of a pattern in `patterns` */
    uint64_t messages; /* that reached it */
    uint32_t len;
    char name[];
};

/* What a client subscribes to; entries are subscriptions. NULL until the first of a kind. */
struct clientSubscriptions {
    hashtable *of[PUBSUB_KINDS];
};

pubsubStats pubsub_stats;
static hashtable *topics[PUBSUB_KINDS];
static topic **patterns;
static uint32_t npatterns, patterns_room;

static const char *topicName(const void *entry, size_t *len) {
    const topic *t = entry;
    *len = t->len;
    return t->name;
}

static const char *subscriptionName(const void *entry, size_t *len) {
    return topicName(((const subscription *)entry)->topic, len);
}

static const hashtableType topics_type = {.entryKeyBytes = topicName};
static const hashtableType subscriptions_type = {.entryKeyBytes = subscriptionName};

size_t pubsubCount(enum pubsubKind kind) {
    return topics[kind] ? hashtableSize(topics[kind]) : 0;
}

size_t pubsubCountOf(const client *c, enum pubsubKind kind) {
    return c->subscriptions && c->subscriptions->of[kind] ? hashtableSize(c->subscriptions->of[kind]) : 0;
}

size_t pubsubMemory(const client *c) {
    size_t total = 0;
    if (!c->subscriptions)
        return 0;
    for (int kind = 0; kind < PUBSUB_KINDS; kind++) {
        const hashtable *own = c->subscriptions->of[kind];
        if (own)
            total += hashtableMemUsage(own) + hashtableSize(own) * sizeof(subscription);
    }
    return total;
}

/* ---- topics and members ---- */

static topic *topicFind(enum pubsubKind kind, const char *name, size_t len, uint64_t hash) {
    void **at = topics[kind] ? hashtableFindBytes(topics[kind], name, len, hash) : NULL;
    return at ? *at : NULL;
}

static void patternAdd(topic *t) {
    if (npatterns == patterns_room) {
        patterns_room = patterns_room ? patterns_room * 2 : 8;
        patterns = zrealloc(patterns, sizeof(topic *) * patterns_room);
    }
    t->place = npatterns;
    patterns[npatterns++] = t;
}

/* The order of the others stays: who subscribed first is told first. */
static void patternRemove(const topic *t) {
    npatterns--;
    for (uint32_t i = t->place; i < npatterns; i++) {
        patterns[i] = patterns[i + 1];
        patterns[i]->place = i;
    }
    if (!npatterns) {
        zfree(patterns);
        patterns = NULL;
        patterns_room = 0;
    }
}

static topic *topicNew(enum pubsubKind kind, const char *name, size_t len, uint64_t hash) {
    topic *t = zcalloc(1, sizeof(*t) + len);
    t->hash = hash;
    t->len = (uint32_t)len;
    memcpy(t->name, name, len);
    if (!topics[kind])
        topics[kind] = hashtableCreate(&topics_type);
    hashtableInsertNewWithHash(topics[kind], t, hash);
    if (kind == PUBSUB_PATTERN)
        patternAdd(t);
    return t;
}

static void topicFree(enum pubsubKind kind, topic *t) {
    if (kind == PUBSUB_PATTERN)
        patternRemove(t);
    hashtablePopBytes(topics[kind], t->name, t->len, t->hash);
    if (!hashtableSize(topics[kind])) {
        hashtableRelease(topics[kind]);
        topics[kind] = NULL;
    }
    zfree(t->members);
    zfree(t);
}

static void memberAdd(topic *t, client *c, subscription *s) {
    if (t->n == t->room) {
        t->room = t->room ? t->room * 2 : 1;
        t->members = zrealloc(t->members, sizeof(member) * t->room);
    }
    *s = (subscription){t, t->n};
    t->members[t->n++] = (member){c, s};
}

static void trace(bool added, const client *c, enum pubsubKind kind, const topic *t, uint32_t members) {
    if (likely(!traceOn(CLASS_PUBSUB)))
        return;
    if (added) {
        evSubscriberAdded(clockMonoNs(), c->slot, members, kind, t->name, t->len);
    } else {
        evSubscriberRemoved(clockMonoNs(), c->slot, members, kind, t->name, t->len);
    }
}

static void memberRemove(enum pubsubKind kind, subscription *s) {
    topic *t = s->topic;
    trace(false, t->members[s->at].c, kind, t, t->n - 1);
    t->members[s->at] = t->members[--t->n];
    t->members[s->at].s->at = s->at;
    if (!t->n) {
        topicFree(kind, t);
    } else if (t->n < t->room / 4) {
        t->room /= 2;
        t->members = zrealloc(t->members, sizeof(member) * t->room);
    }
    zfree(s);
}

/* ---- a client's side ---- */

static void becomeSubscriber(client *c, bool is) {
    if (c->session.subscribed == is)
        return;
    c->session.subscribed = is;
    pubsub_stats.clients += is ? 1 : (uint64_t)-1;
    clientSetLimits(c);
}

static hashtable *tableOf(client *c, enum pubsubKind kind) {
    if (!c->subscriptions)
        c->subscriptions = zcalloc(1, sizeof(*c->subscriptions));
    if (!c->subscriptions->of[kind])
        c->subscriptions->of[kind] = hashtableCreate(&subscriptions_type);
    return c->subscriptions->of[kind];
}

static void subscribeTo(client *c, enum pubsubKind kind, const char *name, size_t len, uint64_t hash) {
    hashtable *own = tableOf(c, kind);
    if (hashtableFindBytes(own, name, len, hash))
        return;
    topic *t = topicFind(kind, name, len, hash);
    if (!t)
        t = topicNew(kind, name, len, hash);
    subscription *s = zmalloc(sizeof(*s));
    memberAdd(t, c, s);
    hashtableInsertNewWithHash(own, s, hash);
    trace(true, c, kind, t, t->n);
}

/* Takes a subscription that is out of its client's table, or absent, out of its topic. */
static void unsubscribeFrom(client *c, enum pubsubKind kind, const char *name, size_t len, uint64_t hash) {
    hashtable *own = c->subscriptions ? c->subscriptions->of[kind] : NULL;
    subscription *s = own ? hashtablePopBytes(own, name, len, hash) : NULL;
    if (s)
        memberRemove(kind, s);
}

static void forgetKind(client *c, enum pubsubKind kind) {
    hashtable *own = c->subscriptions->of[kind];
    hashtableIterator it;
    void *entry;
    if (!own)
        return;
    c->subscriptions->of[kind] = NULL;
    hashtableInitIterator(&it, own, 0);
    while (hashtableNext(&it, &entry))
        memberRemove(kind, entry);
    hashtableCleanupIterator(&it);
    hashtableRelease(own);
}

static bool allOfKind(const client *c, enum pubsubKind kind,
                      bool (*fits)(void *ctx, enum pubsubKind kind, const char *name, size_t len), void *ctx) {
    hashtable *own = c->subscriptions->of[kind];
    hashtableIterator it;
    void *entry;
    bool all = true;
    if (!own)
        return true;
    hashtableInitIterator(&it, own, 0);
    while (all && hashtableNext(&it, &entry)) {
        const topic *t = ((subscription *)entry)->topic;
        all = fits(ctx, kind, t->name, t->len);
    }
    hashtableCleanupIterator(&it);
    return all;
}

bool pubsubAll(const client *c, bool (*fits)(void *ctx, enum pubsubKind kind, const char *name, size_t len),
               void *ctx) {
    for (enum pubsubKind kind = 0; c->subscriptions && kind < PUBSUB_KINDS; kind++)
        if (!allOfKind(c, kind, fits, ctx))
            return false;
    return true;
}

void pubsubForget(client *c) {
    becomeSubscriber(c, false);
    if (!c->subscriptions)
        return;
    for (enum pubsubKind kind = 0; kind < PUBSUB_KINDS; kind++)
        forgetKind(c, kind);
    zfree(c->subscriptions);
    c->subscriptions = NULL;
}

/* ---- pushes ---- */

static __attribute__((noinline)) void pushLater(client *c, const void *data, size_t len) {
    if (!c->late)
        c->late = zcalloc(1, sizeof(*c->late));
    c->late->limit = c->io.out.limit;
    sinkAppend(c->late, data, len);
    if (c->late->over)
        clientOutputOver(c);
}

static inline void push(client *c, const void *data, size_t len) {
    if (unlikely(c->closing || c->session.close_after_reply))
        return;
    if (unlikely(c->executing)) {
        pushLater(c, data, len);
        return;
    }
    sinkAppend(&c->io.out, data, len);
    if (unlikely(c->io.out.over))
        clientOutputOver(c);
    reactorMarkDirty(c);
}

void clientPush(client *c, const void *data, size_t len) {
    push(c, data, len);
}

void clientPushLate(client *c) {
    replySink *late = c->late;
    bool executing = c->executing, muted = c->io.out.muted;
    c->late = NULL;
    c->executing = false;
    c->io.out.muted = c->io.out.over;
    push(c, late->buf, late->len);
    c->executing = executing;
    c->io.out.muted |= muted;
    sinkRelease(late);
    zfree(late);
}

/* ---- messages ---- */

/* A push under construction; the room is kept for the next one unless it was large. */
static struct {
    char *buf;
    size_t len, cap;
} text;

enum { TEXT_KEPT = 64 * 1024 };

static void textStart(size_t room) {
    if (text.cap < room) {
        zfree(text.buf);
        text.cap = room < 1024 ? 1024 : room;
        text.buf = zmalloc(text.cap);
    }
    text.len = 0;
}

static void textEnd(void) {
    if (likely(text.cap <= TEXT_KEPT))
        return;
    zfree(text.buf);
    text.buf = NULL;
    text.cap = 0;
}

static void textPut(const char *p, size_t len) {
    memcpy(text.buf + text.len, p, len);
    text.len += len;
}

static void textBulk(const char *p, size_t len) {
    text.buf[text.len++] = '$';
    text.len += (size_t)ll2string(text.buf + text.len, (long long)len);
    textPut("\r\n", 2);
    textPut(p, len);
    textPut("\r\n", 2);
}

static void sendText(topic *t) {
    t->messages++;
    uint8_t resp = 2;
    for (uint32_t i = 0; i < t->n; i++) {
        client *c = t->members[i].c;
        if (c->io.out.resp != resp) {
            resp = c->io.out.resp;
            text.buf[0] = resp == 2 ? '*' : '>';
        }
        push(c, text.buf, text.len);
    }
    pubsub_stats.delivered += t->n;
    pubsub_stats.delivered_bytes += t->n * text.len;
}

#define HEAD(words) textPut(words, sizeof(words) - 1)

static void sendToChannel(topic *t, const char *message, size_t mlen, bool shard) {
    textStart(64 + 2 * LL_DIGITS + t->len + mlen);
    if (shard) {
        HEAD("*3\r\n$8\r\nsmessage\r\n");
    } else {
        HEAD("*3\r\n$7\r\nmessage\r\n");
    }
    textBulk(t->name, t->len);
    textBulk(message, mlen);
    sendText(t);
    textEnd();
}

static void sendToPattern(topic *t, const char *channel, size_t len, const char *message, size_t mlen) {
    textStart(64 + 3 * LL_DIGITS + t->len + len + mlen);
    HEAD("*4\r\n$8\r\npmessage\r\n");
    textBulk(t->name, t->len);
    textBulk(channel, len);
    textBulk(message, mlen);
    sendText(t);
    textEnd();
}

/* No topic comes or goes meanwhile: a client that has to be closed is freed at the end of the tick. */
long pubsubPublish(const char *channel, size_t len, uint64_t hash, const char *message, size_t mlen, bool shard) {
    long receivers = 0;
    topic *t = topicFind(shard ? PUBSUB_SHARD : PUBSUB_CHANNEL, channel, len, hash);
    pubsub_stats.published++;
    uint64_t sent = pubsub_stats.delivered_bytes;
    if (t) {
        sendToChannel(t, message, mlen, shard);
        receivers = t->n;
    }
    if (unlikely(cluster != NULL) && shard)
        clusterChannelSent(channel, len, pubsub_stats.delivered_bytes - sent);
    for (uint32_t i = 0; i < npatterns && !shard; i++) {
        t = patterns[i];
        if (!globMatch(t->name, t->len, channel, len, false))
            continue;
        sendToPattern(t, channel, len, message, mlen);
        receivers += t->n;
    }
    if (unlikely(traceOn(CLASS_PUBSUB)))
        evMessagePublished(clockMonoNs(), client_current ? client_current->slot : EVENT_NOBODY, (uint64_t)receivers,
                           (uint32_t)mlen, shard ? EVENT_TOPIC_KIND_SHARD_CHANNEL : EVENT_TOPIC_KIND_CHANNEL, channel,
                           len);
    return receivers;
}

/* ---- commands ---- */

static const char *const verbs[PUBSUB_KINDS][2] = {
    {"unsubscribe", "subscribe"}, {"punsubscribe", "psubscribe"}, {"sunsubscribe", "ssubscribe"}};

/* What a client is told of a change: name NULL: there was nothing to unsubscribe from. */
static void tell(execContext *x, enum pubsubKind kind, bool on, const char *name, size_t len) {
    const client *c = x->client;
    size_t count = kind == PUBSUB_SHARD ? pubsubCountOf(c, PUBSUB_SHARD)
                                        : pubsubCountOf(c, PUBSUB_CHANNEL) + pubsubCountOf(c, PUBSUB_PATTERN);
    replyPush(x, 3);
    replyBulkC(x, verbs[kind][on]);
    if (name) {
        replyBulk(x, name, len);
    } else {
        replyNull(x);
    }
    replyLong(x, (long long)count);
}

/* These answers are pushes: CLIENT REPLY does not silence them. Returns whether they were silenced. */
static bool unmute(execContext *x) {
    bool muted = x->out->muted;
    x->out->muted = x->out->over;
    return muted;
}

static void subscribe(execContext *x, enum pubsubKind kind, const char *name) {
    if (!x->client) {
        replyErrorFmt(x, "ERR %s isn't allowed for a DENY BLOCKING client", name);
        return;
    }
    bool muted = unmute(x);
    for (int i = 1; i < x->argc; i++) {
        const execArg *a = &x->argv[i];
        subscribeTo(x->client, kind, a->ptr, a->len, argHash(x, i));
        tell(x, kind, true, a->ptr, a->len);
    }
    x->out->muted |= muted;
    becomeSubscriber(x->client, true);
}

static void unsubscribeAll(execContext *x, enum pubsubKind kind) {
    hashtable *own = x->client->subscriptions ? x->client->subscriptions->of[kind] : NULL;
    hashtableIterator it;
    void *entry;
    if (!own || !hashtableSize(own)) {
        tell(x, kind, false, NULL, 0);
        return;
    }
    hashtableInitIterator(&it, own, HASHTABLE_ITER_SAFE);
    while (hashtableNext(&it, &entry)) {
        const topic *t = ((subscription *)entry)->topic;
        char *name = zmalloc(t->len + 1);
        size_t len = t->len;
        memcpy(name, t->name, len);
        unsubscribeFrom(x->client, kind, name, len, t->hash);
        tell(x, kind, false, name, len);
        zfree(name);
    }
    hashtableCleanupIterator(&it);
}

static void unsubscribe(execContext *x, enum pubsubKind kind) {
    client *c = x->client;
    bool muted = unmute(x);
    if (x->argc == 1)
        unsubscribeAll(x, kind);
    for (int i = 1; i < x->argc; i++) {
        const execArg *a = &x->argv[i];
        unsubscribeFrom(c, kind, a->ptr, a->len, argHash(x, i));
        tell(x, kind, false, a->ptr, a->len);
    }
    x->out->muted |= muted;
    if (!pubsubCountOf(c, PUBSUB_CHANNEL) && !pubsubCountOf(c, PUBSUB_PATTERN) && !pubsubCountOf(c, PUBSUB_SHARD))
        pubsubForget(c);
}

/* ---- shard channels whose slots leave ---- */

typedef struct leaving {
    bool (*elsewhere)(unsigned slot);
    topic **topics;
    uint32_t n, room;
} leaving;

static void noteLeaving(void *ctx, void *entry) {
    leaving *l = ctx;
    topic *t = entry;
    if (!l->elsewhere(keyHashSlot(t->name, t->len)))
        return;
    if (l->n == l->room) {
        l->room = l->room ? l->room * 2 : 16;
        l->topics = zrealloc(l->topics, l->room * sizeof(topic *));
    }
    l->topics[l->n++] = t;
}

/* The client did not ask for it: it is told by a push. */
static void dropSubscriber(client *c, const topic *t) {
    replySink out = {.resp = c->io.out.resp};
    execContext x = {.client = c, .session = &c->session, .out = &out, .slot = c->slot};
    char *name = zmalloc(t->len + 1);
    size_t len = t->len;
    memcpy(name, t->name, len);
    unsubscribeFrom(c, PUBSUB_SHARD, name, len, t->hash);
    tell(&x, PUBSUB_SHARD, false, name, len);
    push(c, out.buf, out.len);
    sinkRelease(&out);
    zfree(name);
    if (!pubsubCountOf(c, PUBSUB_CHANNEL) && !pubsubCountOf(c, PUBSUB_PATTERN) && !pubsubCountOf(c, PUBSUB_SHARD))
        pubsubForget(c);
}

void pubsubLeaveSlots(bool (*elsewhere)(unsigned slot)) {
    leaving l = {.elsewhere = elsewhere};
    if (!topics[PUBSUB_SHARD])
        return;
    for (size_t cursor = 0; (cursor = hashtableScan(topics[PUBSUB_SHARD], cursor, noteLeaving, &l));)
        continue;
    for (uint32_t i = 0; i < l.n; i++)
        for (uint32_t n = l.topics[i]->n; n; n--) /* the topic goes with the last */
            dropSubscriber(l.topics[i]->members[n - 1].c, l.topics[i]);
    zfree(l.topics);
}

void subscribeCommand(execContext *x) {
    subscribe(x, PUBSUB_CHANNEL, "SUBSCRIBE");
}

void psubscribeCommand(execContext *x) {
    subscribe(x, PUBSUB_PATTERN, "PSUBSCRIBE");
}

void ssubscribeCommand(execContext *x) {
    subscribe(x, PUBSUB_SHARD, "SSUBSCRIBE");
}

void unsubscribeCommand(execContext *x) {
    unsubscribe(x, PUBSUB_CHANNEL);
}

void punsubscribeCommand(execContext *x) {
    unsubscribe(x, PUBSUB_PATTERN);
}

void sunsubscribeCommand(execContext *x) {
    unsubscribe(x, PUBSUB_SHARD);
}

static void publish(execContext *x, bool shard) {
    const execArg *channel = &x->argv[1], *message = &x->argv[2];
    replyLong(x, pubsubPublish(channel->ptr, channel->len, argHash(x, 1), message->ptr, message->len, shard));
    if (!keyspace_slot_mask) /* nodes of a cluster tell messages to each other, not through the write stream */
        propagateToReplicas(x);
}

void publishCommand(execContext *x) {
    publish(x, false);
}

void spublishCommand(execContext *x) {
    publish(x, true);
}

static void channels(execContext *x, enum pubsubKind kind) {
    size_t handle = replyDeferredLen(x);
    hashtableIterator it;
    void *entry;
    long n = 0;
    if (topics[kind]) {
        hashtableInitIterator(&it, topics[kind], 0);
        while (hashtableNext(&it, &entry)) {
            const topic *t = entry;
            if (x->argc == 3 && !globMatch(x->argv[2].ptr, x->argv[2].len, t->name, t->len, false))
                continue;
            replyBulk(x, t->name, t->len);
            n++;
        }
        hashtableCleanupIterator(&it);
    }
    replySetDeferredArray(x, handle, n);
}

static void subscribersOf(execContext *x, enum pubsubKind kind) {
    replyArray(x, (x->argc - 2) * 2);
    for (int i = 2; i < x->argc; i++) {
        const execArg *a = &x->argv[i];
        const topic *t = topicFind(kind, a->ptr, a->len, argHash(x, i));
        replyBulk(x, a->ptr, a->len);
        replyLong(x, t ? t->n : 0);
    }
}

static const char *const pubsub_help[] = {
    "CHANNELS [<pattern>]",
    "    Channels with subscribers, those that match the pattern or all.",
    "NUMPAT",
    "    How many patterns have subscribers.",
    "NUMSUB [<channel> ...]",
    "    How many subscribe to each of the channels, patterns not counted.",
    "SHARDCHANNELS [<pattern>]",
    "    Shard channels with subscribers, those that match the pattern or all.",
    "SHARDNUMSUB [<shardchannel> ...]",
    "    How many subscribe to each of the shard channels.",
    NULL,
};

void pubsubCommand(execContext *x) {
    if (argIs(x, 1, "help") && x->argc == 2) {
        replyHelp(x, pubsub_help);
    } else if (argIs(x, 1, "channels") && x->argc <= 3) {
        channels(x, PUBSUB_CHANNEL);
    } else if (argIs(x, 1, "shardchannels") && x->argc <= 3) {
        channels(x, PUBSUB_SHARD);
    } else if (argIs(x, 1, "numsub")) {
        subscribersOf(x, PUBSUB_CHANNEL);
    } else if (argIs(x, 1, "shardnumsub")) {
        subscribersOf(x, PUBSUB_SHARD);
    } else if (argIs(x, 1, "numpat")) {
        replyLong(x, (long long)pubsubCount(PUBSUB_PATTERN));
    } else {
        replyErrorSubcommand(x);
    }
}

/* ---- SCOPE ---- */

enum { SHOWN = 20, LOOKED_AT = 20000 /* topics of a kind at most: a snapshot must not take long */ };

typedef struct ranked {
    const topic *t;
    enum pubsubKind kind;
} ranked;

static bool comesFirst(const topic *a, const topic *b) {
    return a->messages != b->messages ? a->messages > b->messages : a->n > b->n;
}

static int rank(ranked top[SHOWN], int n, ranked one) {
    int at = n < SHOWN ? n++ : SHOWN;
    while (at > 0 && comesFirst(one.t, top[at - 1].t)) {
        if (at < SHOWN)
            top[at] = top[at - 1];
        at--;
    }
    if (at < SHOWN)
        top[at] = one;
    return n;
}

static int busiest(ranked top[SHOWN]) {
    int n = 0;
    for (enum pubsubKind kind = 0; kind < PUBSUB_KINDS; kind++) {
        hashtableIterator it;
        void *entry;
        if (!topics[kind])
            continue;
        hashtableInitIterator(&it, topics[kind], 0);
        for (int looked = 0; looked < LOOKED_AT && hashtableNext(&it, &entry); looked++)
            n = rank(top, n, (ranked){entry, kind});
        hashtableCleanupIterator(&it);
    }
    return n;
}

static void writeTopics(execContext *x) {
    static const char *const kinds[PUBSUB_KINDS] = {"channel", "pattern", "shard"};
    ranked top[SHOWN];
    int n = busiest(top);
    replyArray(x, n);
    for (int i = 0; i < n; i++) {
        replyMap(x, 4);
        scopeText(x, "kind", kinds[top[i].kind]);
        scopeBytes(x, "name", top[i].t->name, top[i].t->len < 128 ? top[i].t->len : 128);
        scopeLong(x, "subscribers", top[i].t->n);
        scopeLong(x, "messages", top[i].t->messages);
    }
}

/* Subscribers with the most messages waiting for them. */
static void writeSlow(execContext *x) {
    const client *top[5];
    int n = 0;
    uint32_t slot = 0;
    for (const client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        if (!c->session.subscribed || !clientOutput(c))
            continue;
        int at = n < 5 ? n++ : 5;
        while (at > 0 && clientOutput(top[at - 1]) < clientOutput(c)) {
            if (at < 5)
                top[at] = top[at - 1];
            at--;
        }
        if (at < 5)
            top[at] = c;
    }
    replyArray(x, n);
    for (int i = 0; i < n; i++) {
        replyMap(x, 5);
        scopeLong(x, "id", top[i]->id);
        scopeText(x, "address", clientWord(top[i]->peer));
        scopeText(x, "name", clientWord(top[i]->name));
        scopeLong(x, "bytes", clientOutput(top[i]));
        scopeLong(x, "waiting_ms", top[i]->waiting_ns ? (clockMonoNs() - top[i]->waiting_ns) / 1000000 : 0);
    }
}

static void writeSection(execContext *x) {
    replyMap(x, 16);
    scopeLong(x, "channels", pubsubCount(PUBSUB_CHANNEL));
    scopeLong(x, "patterns", pubsubCount(PUBSUB_PATTERN));
    scopeLong(x, "shard_channels", pubsubCount(PUBSUB_SHARD));
    scopeLong(x, "subscribers", pubsub_stats.clients);
    scopeLong(x, "published", pubsub_stats.published);
    scopeLong(x, "delivered", pubsub_stats.delivered);
    scopeLong(x, "delivered_bytes", pubsub_stats.delivered_bytes);
    scopeLong(x, "soft_limit_bytes", reactor_config.output[CLIENT_PUBSUB].soft);
    scopeLong(x, "tracking_clients", tracking_stats.clients);
    scopeLong(x, "tracking_keys", tracking_stats.keys);
    scopeLong(x, "tracking_items", tracking_stats.items);
    scopeLong(x, "tracking_prefixes", trackingPrefixes());
    scopeLong(x, "invalidated", tracking_stats.invalidated);
    scopeLong(x, "tracking_evicted", tracking_stats.evicted);
    replyBulkC(x, "topics");
    writeTopics(x);
    replyBulkC(x, "slow");
    writeSlow(x);
}

void pubsubInit(void) {
    scopeSectionAdd("pubsub", writeSection);
}
