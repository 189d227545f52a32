/* notify.c: see notify.h.
 *
 * Cost  nothing but the keyspace's test of a mask while off, and while nobody subscribes to anything. */
#include "net/notify.h"
#include "net/pubsub.h"
#include <stdio.h>
#include <string.h>

#define EVENT_MAX 64 /* of an event's name; commands' own are shorter */

static bool to_keyspace, to_keyevent;

static const struct {
    char letter;
    unsigned cls;
} letters_of[] = {{'g', KEY_GENERIC}, {'$', KEY_STRING},  {'l', KEY_LIST},    {'s', KEY_SET},    {'h', KEY_HASH},
                  {'z', KEY_ZSET},    {'x', KEY_EXPIRED}, {'e', KEY_EVICTED}, {'t', KEY_STREAM}, {'t', KEY_BESIDE},
                  {'d', KEY_MODULE},  {'n', KEY_NEW},     {'m', KEY_MISS}};
enum { LETTERS = sizeof(letters_of) / sizeof(letters_of[0]), USUAL = LETTERS - 2 /* A leaves n and m out */ };

static void publish(const char *channel, size_t len, const char *message, size_t mlen) {
    pubsubPublish(channel, len, sipHash(channel, len), message, mlen, false);
}

static void toKeyspace(int dbid, const char *key, size_t len, const char *event) {
    char small[256];
    size_t room = len + 40;
    char *channel = room <= sizeof(small) ? small : zmalloc(room);
    size_t at = (size_t)snprintf(channel, room, "__keyspace@%d__:", dbid);
    memcpy(channel + at, key, len);
    publish(channel, at + len, event, strlen(event));
    if (channel != small)
        zfree(channel);
}

static void toKeyevent(int dbid, const char *key, size_t len, const char *event) {
    char channel[40 + EVENT_MAX];
    int n = snprintf(channel, sizeof(channel), "__keyevent@%d__:%.*s", dbid, EVENT_MAX, event);
    publish(channel, (size_t)n, key, len);
}

static void heard(db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    (void)cls;
    if (!event || (!pubsubCount(PUBSUB_CHANNEL) && !pubsubCount(PUBSUB_PATTERN)))
        return;
    if (to_keyspace)
        toKeyspace(d->id, key, len, event);
    if (to_keyevent)
        toKeyevent(d->id, key, len, event);
}

void notifyClasses(const char *letters) {
    unsigned classes = 0;
    bool usual = strchr(letters, 'A') != NULL;
    for (int i = 0; i < LETTERS; i++)
        if (strchr(letters, letters_of[i].letter) || (usual && i < USUAL))
            classes |= 1u << letters_of[i].cls;
    to_keyspace = strchr(letters, 'K') != NULL;
    to_keyevent = strchr(letters, 'E') != NULL;
    keyspaceListen(LISTEN_NOTIFY, to_keyspace || to_keyevent ? classes : 0, heard);
}
