/* pubsub.h: channels, patterns and shard channels, and who is subscribed to them.
 *
 * Words  subscriber: a client with at least one subscription; in RESP2 it may only run the commands of the gate's list.
 *        push: bytes that a client gets without having asked for them just now. */
#ifndef VK_PUBSUB_H
#define VK_PUBSUB_H
#include "net/client.h"

enum pubsubKind { PUBSUB_CHANNEL, PUBSUB_PATTERN, PUBSUB_SHARD, PUBSUB_KINDS };

typedef struct pubsubStats {
    uint64_t clients;   /* subscribers */
    uint64_t published; /* messages, notifications included */
    uint64_t delivered; /* their copies to subscribers */
    uint64_t delivered_bytes;
} pubsubStats;
extern pubsubStats pubsub_stats;

void pubsubInit(void);                                       /* its section of SCOPE SNAPSHOT */
size_t pubsubCount(enum pubsubKind kind);                    /* of the server: names with subscribers */
size_t pubsubCountOf(const client *c, enum pubsubKind kind); /* of a client */
size_t pubsubMemory(const client *c);
/* To subscribers of the channel and, unless sharded, of patterns that match it; returns how many copies went out. */
long pubsubPublish(const char *channel, size_t len, uint64_t hash, const char *message, size_t mlen, bool shard);
/* Shard channels of these slots are no longer served here: their subscribers are told that they are none any more. */
void pubsubLeaveSlots(bool (*elsewhere)(unsigned slot));
/* False: `fits` has said no of one of its subscriptions. */
bool pubsubAll(const client *c, bool (*fits)(void *ctx, enum pubsubKind kind, const char *name, size_t len), void *ctx);
void pubsubForget(client *c); /* it subscribes to nothing any more, and is not told */

/* Hands a whole push to a client: after the reply of its own command if one is under way, and even if its replies are
 * muted. */
void clientPush(client *c, const void *data, size_t len);
void clientPushLate(client *c); /* its command has ended: what waited for that follows the reply */
#endif
