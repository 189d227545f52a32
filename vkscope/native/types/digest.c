/* digest.c: see digest.h. */
#include "types/digest.h"
#include "types/types.h"
#include <arpa/inet.h>
#include <string.h>

void digestXor(uint8_t digest[SHA1_BYTES], const void *data, size_t len) {
    uint8_t sum[SHA1_BYTES];
    sha1(sum, data, len);
    for (int i = 0; i < SHA1_BYTES; i++)
        digest[i] ^= sum[i];
}

void digestMix(uint8_t digest[SHA1_BYTES], const void *data, size_t len) {
    digestXor(digest, data, len);
    sha1(digest, digest, SHA1_BYTES);
}

static void mixNumber(uint8_t *digest, uint32_t number) {
    uint32_t big = htonl(number);
    digestMix(digest, &big, sizeof(big));
}

void digestValue(uint8_t digest[SHA1_BYTES], const object *o) {
    mixNumber(digest, o->type);
    const objectOps *ops = objectOpsOf(o);
    if (ops) {
        ops->digest(digest, o);
    } else {
        stringView v;
        stringGet(o, &v);
        digestMix(digest, v.ptr, v.len);
    }
    if (o->flags & OBJ_EXPIRE)
        digestXor(digest, "!!expire!!", 10);
}

static void addKey(void *ctx, void *entry) {
    uint8_t one[SHA1_BYTES] = {0};
    size_t len;
    const char *key = objectKey(entry, &len);
    digestMix(one, key, len);
    digestValue(one, entry);
    digestXor(ctx, one, SHA1_BYTES);
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
