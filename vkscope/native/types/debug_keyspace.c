/* debug_keyspace.c: the subcommands of DEBUG that look into tables and values, and the one that lets memory fail. */
#include "types/debug.h"
#include "types/digest.h"
#include "types/types.h"
#include <stdio.h>
#include <string.h>

enum { STATS_ROOM = 8192 };

static bool fullArg(execContext *x) {
    return x->argc == 4 && argIs(x, 3, "full");
}

static void replyStats(execContext *x, const char *text) {
    replyVerbatim(x, text, strlen(text), "txt");
}

void debugHtstats(execContext *x) {
    long long id;
    if (!argLong(x, 2, &id))
        return;
    if (id < 0 || id >= keyspaceDatabases()) {
        replyErrorC(x, "ERR Out of range database");
        return;
    }
    db *d = dbGet((int)id);
    char keys[STATS_ROOM], expires[STATS_ROOM], text[2 * STATS_ROOM + 64];
    kvstoreGetStats(d->keys, keys, sizeof(keys), fullArg(x));
    kvstoreGetStats(d->expires, expires, sizeof(expires), fullArg(x));
    snprintf(text, sizeof(text), "[Dictionary HT]\n%s[Expires HT]\n%s", keys, expires);
    replyStats(x, text);
}

void debugHtstatsKey(execContext *x) {
    object *o = dbPeek(x->db, x->argv[2].ptr, x->argv[2].len, argHash(x, 2));
    if (!o) {
        replyErrorC(x, "ERR no such key");
        return;
    }
    if (o->encoding != ENC_HASHTABLE && o->encoding != ENC_SKIPLIST) {
        replyErrorC(x, "ERR The value stored at the specified key is not represented using an hash table");
        return;
    }
    char text[STATS_ROOM];
    hashtableGetStats(text, sizeof(text), objectValue(o), fullArg(x));
    replyStats(x, text);
}

static void replyDigest(execContext *x, const uint8_t *digest) {
    char text[2 * SHA1_BYTES + 1];
    for (int i = 0; i < SHA1_BYTES; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    replyStatus(x, text);
}

void debugDigest(execContext *x) {
    uint8_t digest[SHA1_BYTES];
    digestDataset(digest);
    replyDigest(x, digest);
}

/* A key that is absent has the digest of nothing: zeros. */
void debugDigestValue(execContext *x) {
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++) {
        uint8_t digest[SHA1_BYTES] = {0};
        object *o = dbPeek(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i));
        if (o)
            digestValue(digest, o);
        replyDigest(x, digest);
    }
}

/* 0: tables resize as if a forked child lived. */
void debugDictResizing(execContext *x) {
    bool allowed = !(x->argv[2].len == 1 && x->argv[2].ptr[0] == '0');
    hashtableSetResizePolicy(allowed ? HASHTABLE_RESIZE_ALLOW : HASHTABLE_RESIZE_AVOID);
    replyOk(x);
}

void debugFailAlloc(execContext *x) {
    static uint64_t seen;
    static const char range[] = "ERR value is out of range";
    long long skip = 0, count = 0;
    uint64_t requests = memory_state.requests;
    if (x->argc == 4) {
        if (!argRange(x, 2, 0, INT64_MAX, &skip, range) || !argRange(x, 3, -1, INT64_MAX, &count, range))
            return;
    } else if (!argIs(x, 2, "off") && !argIs(x, 2, "refill")) {
        replyErrorSyntax(x);
        return;
    }
    if (x->argc == 4 || argIs(x, 2, "off")) {
        memoryFault((uint64_t)skip, count < 0 ? UINT64_MAX : (uint64_t)count);
        zmallocThin(count != 0);
    } else {
        zmallocRefill();
    }
    replyLong(x, (long long)(requests - seen));
    seen = memory_state.requests;
}
