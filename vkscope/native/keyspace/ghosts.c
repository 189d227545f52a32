/* ghosts.c: see ghosts.h. */
#include "base/base.h"
#include "trace/trace.h"
#include "keyspace/keyspace.h"
#include <string.h>

#define PLACES 16384

typedef struct ghost {
    uint32_t tag; /* 0: none */
    uint32_t ms;  /* of command_now, wrapping after 49 days */
} ghost;

bool ghosts_live;
static ghost places[PLACES];

static ghost *placeOf(int db, uint64_t hash) {
    return &places[(hash ^ (uint64_t)db * 0x9e37) % PLACES];
}

static uint32_t tagOf(uint64_t hash, int policy) {
    return (uint32_t)(hash >> 36) << 4 | (uint32_t)policy;
}

static ghost *find(int db, uint64_t hash) {
    ghost *g = placeOf(db, hash);
    return g->tag && g->tag >> 4 == tagOf(hash, 0) >> 4 ? g : NULL;
}

void ghostsAdd(int db, uint64_t hash, int policy) {
    *placeOf(db, hash) = (ghost){tagOf(hash, policy), (uint32_t)command_now};
    ghosts_live = true;
}

void ghostsAsked(int db, uint64_t hash, const char *key, size_t len) {
    ghost *g = find(db, hash);
    if (!g)
        return;
    keyspace_stats.evicted_missed++;
    if (traceOn(CLASS_KEY))
        evEvictedKeyMissed(clockMonoNs(), (uint32_t)db, (uint32_t)command_now - g->ms, g->tag & 15, key, len);
    *g = (ghost){0};
}

void ghostsForget(int db, uint64_t hash) {
    ghost *g = find(db, hash);
    if (g)
        *g = (ghost){0};
}

void ghostsClear(void) {
    if (ghosts_live)
        memset(places, 0, sizeof(places));
    ghosts_live = false;
}
