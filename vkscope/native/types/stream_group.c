/* stream_group.c: groups, consumers and what is pending for them, as data. See stream.h. Commands are in
 * stream_group_commands.c, stream_read.c and stream_claim.c. */
#include "types/stream.h"
#include <string.h>

streamGroup *streamGroupFind(const stream *s, const char *name, size_t len) {
    void **place = raxFind(&s->groups, name, len);
    return place ? *place : NULL;
}

streamGroup *streamGroupNew(stream *s, const char *name, size_t len, const streamID *last, int64_t entries_read) {
    streamGroup *g = zcalloc(1, sizeof(*g));
    g->last_id = *last;
    g->entries_read = entries_read;
    raxInsert(&s->groups, name, len, g);
    return g;
}

static void freeConsumer(void *consumer) {
    streamConsumer *c = consumer;
    raxFree(&c->pending, NULL);
    zfree(c);
}

void streamGroupFree(void *group) {
    streamGroup *g = group;
    raxFree(&g->pending, zfree);
    raxFree(&g->consumers, freeConsumer);
    zfree(g);
}

bool streamGroupDelete(stream *s, const char *name, size_t len) {
    void *g;
    if (!raxRemove(&s->groups, name, len, &g))
        return false;
    streamGroupFree(g);
    return true;
}

bool streamGroupDrain(streamGroup *g, size_t nodes) {
    if (raxDrain(&g->pending, zfree, nodes))
        return true;
    raxIterator it;
    raxStart(&it, &g->consumers);
    bool more = raxSeek(&it, RAX_FIRST, NULL, 0);
    streamConsumer *c = more ? it.value : NULL;
    if (c && !raxDrain(&c->pending, NULL, nodes)) {
        raxRemove(&g->consumers, it.key, it.len, NULL);
        zfree(c);
    }
    raxStop(&it);
    return more;
}

size_t streamGroupMemory(const streamGroup *g) {
    size_t bytes = zmallocSize(g) + g->pending.bytes + g->consumers.bytes;
    bytes += g->pending.count * zmallocGoodSize(sizeof(streamNack));
    raxIterator it;
    raxStart(&it, &g->consumers);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamConsumer *c = it.value;
        bytes += zmallocSize(c) + c->pending.bytes;
    }
    raxStop(&it);
    return bytes;
}

/* Every pending entry stands in the list of its consumer, which is the group's, and in no other. */
bool streamGroupValidate(const streamGroup *g) {
    bool sound = raxValidate(&g->pending) && raxValidate(&g->consumers);
    uint64_t theirs = 0;
    raxIterator it, own;
    raxStart(&it, &g->consumers);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); sound && more; more = raxNext(&it)) {
        const streamConsumer *c = it.value;
        sound = raxValidate(&c->pending) && c->name_len == it.len && memcmp(c->name, it.key, it.len) == 0;
        theirs += c->pending.count;
        raxStart(&own, &c->pending);
        for (bool next = raxSeek(&own, RAX_FIRST, NULL, 0); sound && next; next = raxNext(&own)) {
            void **place = raxFind(&g->pending, own.key, own.len);
            sound = place && *place == own.value && ((streamNack *)own.value)->consumer == c;
        }
        raxStop(&own);
    }
    raxStop(&it);
    return sound && theirs == g->pending.count;
}

/* ---- consumers ---- */

streamConsumer *streamConsumerFind(const streamGroup *g, const char *name, size_t len) {
    void **place = raxFind(&g->consumers, name, len);
    return place ? *place : NULL;
}

streamConsumer *streamConsumerNew(streamGroup *g, const char *name, size_t len) {
    bool is_new;
    void **place = raxPlace(&g->consumers, name, len, &is_new);
    if (!is_new)
        return NULL;
    streamConsumer *c = zmalloc(sizeof(*c) + len);
    *c = (streamConsumer){.seen_ms = command_now, .active_ms = -1, .name_len = len};
    memcpy(c->name, name, len);
    *place = c;
    return c;
}

uint64_t streamConsumerDelete(streamGroup *g, streamConsumer *c) {
    uint64_t pending = c->pending.count;
    raxIterator it;
    raxStart(&it, &c->pending);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        raxRemove(&g->pending, it.key, it.len, NULL);
        zfree(it.value);
    }
    raxStop(&it);
    raxRemove(&g->consumers, c->name, c->name_len, NULL);
    freeConsumer(c);
    return pending;
}

/* ---- what is pending ---- */

streamNack *streamNackFind(const streamGroup *g, const streamKey *key) {
    void **place = raxFind(&g->pending, key, sizeof(*key));
    return place ? *place : NULL;
}

streamNack *streamNackGive(streamGroup *g, streamConsumer *c, const streamKey *key) {
    bool is_new;
    void **place = raxPlace(&g->pending, key, sizeof(*key), &is_new);
    if (is_new) {
        *place = zmalloc(sizeof(streamNack));
        *(streamNack *)*place = (streamNack){.delivered_ms = command_now, .consumer = NULL};
    }
    streamNack *n = *place;
    if (n->consumer == c)
        return n;
    if (n->consumer)
        raxRemove(&n->consumer->pending, key, sizeof(*key), NULL);
    n->consumer = c;
    raxInsert(&c->pending, key, sizeof(*key), n);
    return n;
}

void streamNackDelete(streamGroup *g, const streamKey *key, streamNack *n) {
    raxRemove(&g->pending, key, sizeof(*key), NULL);
    raxRemove(&n->consumer->pending, key, sizeof(*key), NULL);
    zfree(n);
}

/* ---- how far a group has read ---- */

bool streamHasGaps(const stream *s, const streamID *from) {
    if (!s->length || streamIDIsZero(&s->max_deleted_id))
        return false;
    if (streamIDCompare(&s->first_id, &s->max_deleted_id) > 0)
        return false; /* all that was deleted is older than what is left */
    return streamIDCompare(from, &s->max_deleted_id) <= 0;
}

int64_t streamReadUpTo(const stream *s, const streamID *id) {
    if (!s->entries_added)
        return 0;
    int last = streamIDCompare(id, &s->last_id);
    if (last == 0 || (!s->length && last < 0))
        return (int64_t)s->entries_added;
    if (last > 0)
        return STREAM_READ_UNKNOWN;
    if (!streamIDIsZero(&s->max_deleted_id) && streamIDCompare(&s->max_deleted_id, &s->first_id) >= 0)
        return STREAM_READ_UNKNOWN;
    int first = streamIDCompare(id, &s->first_id);
    if (first > 0)
        return STREAM_READ_UNKNOWN;
    return (int64_t)(s->entries_added - s->length) + (first == 0);
}

bool streamLag(const stream *s, const streamGroup *g, int64_t *lag) {
    int64_t read = g->entries_read;
    *lag = 0;
    if (!s->entries_added)
        return true;
    if (read == STREAM_READ_UNKNOWN || streamHasGaps(s, &g->last_id))
        read = streamReadUpTo(s, &g->last_id);
    if (read == STREAM_READ_UNKNOWN)
        return false;
    *lag = (int64_t)s->entries_added - read;
    return true;
}

/* ---- copying ---- */

static void copyConsumer(streamGroup *to, const streamConsumer *from) {
    streamConsumer *c = streamConsumerNew(to, from->name, from->name_len);
    c->seen_ms = from->seen_ms;
    c->active_ms = from->active_ms;
    raxIterator it;
    raxStart(&it, &from->pending);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamNack *old = it.value;
        streamKey key;
        memcpy(&key, it.key, sizeof(key));
        streamNack *n = streamNackGive(to, c, &key);
        n->delivered_ms = old->delivered_ms;
        n->deliveries = old->deliveries;
    }
    raxStop(&it);
}

void streamGroupsCopy(stream *to, const stream *from) {
    raxIterator it, consumers;
    raxStart(&it, &from->groups);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamGroup *old = it.value;
        streamGroup *g = streamGroupNew(to, (const char *)it.key, it.len, &old->last_id, old->entries_read);
        raxStart(&consumers, &old->consumers);
        for (bool next = raxSeek(&consumers, RAX_FIRST, NULL, 0); next; next = raxNext(&consumers))
            copyConsumer(g, consumers.value);
        raxStop(&consumers);
    }
    raxStop(&it);
}
