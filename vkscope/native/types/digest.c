/* digest.c: see digest.h. */
#include "types/digest.h"
#include "types/types.h"
#include <arpa/inet.h>
#include <string.h>

static void xorBytes(uint8_t *digest, const void *data, size_t len) {
    uint8_t sum[SHA1_BYTES];
    sha1(sum, data, len);
    for (int i = 0; i < SHA1_BYTES; i++)
        digest[i] ^= sum[i];
}

static void mixBytes(uint8_t *digest, const void *data, size_t len) {
    xorBytes(digest, data, len);
    sha1(digest, digest, SHA1_BYTES);
}

static void mixNumber(uint8_t *digest, uint32_t number) {
    uint32_t big = htonl(number);
    mixBytes(digest, &big, sizeof(big));
}

static void fields(uint8_t *digest, const object *o) {
    hashWalk w;
    stringView field, value;
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &field, &value)) {
        uint8_t one[SHA1_BYTES] = {0};
        mixBytes(one, field.ptr, field.len);
        mixBytes(one, value.ptr, value.len);
        xorBytes(digest, one, SHA1_BYTES);
    }
    hashWalkEnd(&w);
}

void digestValue(uint8_t digest[SHA1_BYTES], const object *o) {
    mixNumber(digest, o->type);
    if (o->type == OBJ_HASH) {
        fields(digest, o);
    } else {
        stringView v;
        stringGet(o, &v);
        mixBytes(digest, v.ptr, v.len);
    }
    if (o->flags & OBJ_EXPIRE)
        xorBytes(digest, "!!expire!!", 10);
}

static void addKey(void *ctx, void *entry) {
    uint8_t one[SHA1_BYTES] = {0};
    size_t len;
    const char *key = objectKey(entry, &len);
    mixBytes(one, key, len);
    digestValue(one, entry);
    xorBytes(ctx, one, SHA1_BYTES);
}

void digestDataset(uint8_t digest[SHA1_BYTES]) {
    memset(digest, 0, SHA1_BYTES);
    for (int i = 0; i < keyspaceDatabases(); i++) {
        const db *d = dbCreated(i);
        if (!d || !kvstoreSize(d->keys))
            continue;
        mixNumber(digest, (uint32_t)i);
        for (uint64_t cursor = 0; (cursor = kvstoreScan(d->keys, cursor, -1, addKey, NULL, digest));)
            continue;
    }
}
