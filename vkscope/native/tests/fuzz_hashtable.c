/* fuzz_hashtable.c: a sequence of operations on a table, beside an array that is its model.
 *
 * Design  Two bytes an operation: what, and a key of 0..255. The first byte chooses how well keys are hashed. With
 *         VK_FUZZ_MAIN main makes random inputs for so many seconds; else a driver or libFuzzer brings them. */
#include "base/base.h"
#include "ds/hashtable.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KEYS 4096

static unsigned spread;
static bool model[KEYS + 1];
static uint8_t seen[KEYS + 1];

static uint64_t hashKey(const void *key) {
    return spread ? (uintptr_t)key % spread : sipHash(&key, sizeof(key));
}

static void see(void *ctx, void *entry) {
    (void)ctx;
    vkAssert((uintptr_t)entry <= KEYS && model[(uintptr_t)entry]);
    seen[(uintptr_t)entry]++;
}

/* A whole scan, in which keys from `first` on come and go between calls; the others must all be seen. */
static void scanAll(hashtable *ht, uintptr_t first, bool grow, size_t *count) {
    size_t cursor = 0;
    uintptr_t key = first;
    memset(seen, 0, sizeof(seen));
    do {
        cursor = hashtableScan(ht, cursor, see, NULL);
        for (int i = 0; i < 8 && key <= KEYS; i++, key++) {
            bool change = grow ? hashtableAdd(ht, (void *)key) : hashtableDelete(ht, (void *)key);
            vkAssert(change == (model[key] != grow));
            if (change)
                *count += grow ? 1 : (size_t)-1;
            model[key] = grow;
        }
    } while (cursor);
    for (uintptr_t k = 1; k < first; k++)
        vkAssert(!model[k] || seen[k]);
}

static void iterateAll(hashtable *ht, unsigned remove, size_t *count) {
    hashtableIterator it;
    void *entry;
    size_t before = *count, n = 0;
    hashtableInitIterator(&it, ht, HASHTABLE_ITER_SAFE);
    while (hashtableNext(&it, &entry)) {
        n++;
        vkAssert(model[(uintptr_t)entry]);
        if (remove && (uintptr_t)entry % remove == 0) {
            vkAssert(hashtableDelete(ht, entry));
            model[(uintptr_t)entry] = false;
            --*count;
        }
    }
    hashtableCleanupIterator(&it);
    vkAssert(n == before);
}

static void operate(hashtable *ht, uint8_t op, uintptr_t key, size_t *count) {
    void *k = (void *)key;
    hashtablePosition at;
    bool has = model[key];
    switch (op % 16) {
    case 0:
    case 1:
    case 2:
        vkAssert(hashtableAdd(ht, k) == !has);
        model[key] = true;
        *count += !has;
        break;
    case 3:
    case 4:
        vkAssert(hashtableDelete(ht, k) == has);
        model[key] = false;
        *count -= has;
        break;
    case 5:
        vkAssert(hashtableFind(ht, k, NULL) == has);
        break;
    case 6:
        vkAssert((hashtableTwoPhasePopFindRef(ht, k, &at) != NULL) == has);
        if (has)
            hashtableTwoPhasePopDelete(ht, &at);
        model[key] = false;
        *count -= has;
        break;
    case 7:
        vkAssert(hashtableFindPositionForInsert(ht, k, &at, NULL) == !has);
        if (!has)
            hashtableInsertAtPosition(ht, k, &at);
        model[key] = true;
        *count += !has;
        break;
    case 8:
        scanAll(ht, key + 1, op & 16, count);
        break;
    case 9:
        iterateAll(ht, op >> 4, count);
        break;
    case 10:
        hashtableRehashStep(ht, op >> 4);
        break;
    case 11:
        hashtableSetResizePolicy((hashtableResizePolicy)(op >> 4) % 3);
        break;
    case 12:
        hashtableExpand(ht, key);
        break;
    case 13:
        hashtableRightsizeIfNeeded(ht);
        break;
    case 14: {
        hashtableIncrementalFindState s;
        hashtableIncrementalFindInit(&s, ht, k);
        while (hashtableIncrementalFindStep(&s)) {
        }
        vkAssert(hashtableIncrementalFindGetResult(&s, NULL) == has);
        break;
    }
    default:
        if (op >> 4 == 0) {
            hashtableEmpty(ht, NULL);
            memset(model, 0, sizeof(model));
            *count = 0;
        } else {
            vkAssert(hashtableFairRandomEntry(ht, &k) == (*count > 0));
            vkAssert(!*count || model[(uintptr_t)k]);
        }
    }
    vkAssert(hashtableSize(ht) == *count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    hashtableType type = {.hashFunction = hashKey};
    size_t count = 0, before = zmallocUsed();
    if (size < 1)
        return 0;
    spread = data[0] & 1 ? data[0] : 0;
    memset(model, 0, sizeof(model));
    hashtableSetResizePolicy(HASHTABLE_RESIZE_ALLOW);
    hashtable *ht = hashtableCreate(&type);
    for (size_t i = 1; i + 1 < size; i += 2) {
        operate(ht, data[i], (uintptr_t)data[i + 1] + 1, &count);
        if (i % 64 == 1)
            vkAssert(hashtableValidate(ht));
    }
    vkAssert(hashtableValidate(ht));
    hashtableRelease(ht);
    vkAssert(zmallocUsed() == before);
    return 0;
}

#ifdef VK_FUZZ_MAIN
/* fuzz_hashtable SECONDS [SEED] */
int main(int argc, char **argv) {
    long seconds = argc > 1 ? atol(argv[1]) : 10;
    uint64_t x = argc > 2 ? strtoull(argv[2], NULL, 10) : 1, runs = 0;
    uint8_t data[1024];
    for (time_t end = time(NULL) + seconds; time(NULL) < end; runs++) {
        for (size_t i = 0; i < sizeof(data); i++) {
            x = x * 6364136223846793005ULL + 1442695040888963407ULL;
            data[i] = (uint8_t)(x >> 56);
        }
        LLVMFuzzerTestOneInput(data, 1 + (size_t)(x >> 20) % sizeof(data));
    }
    printf("%llu inputs\n", (unsigned long long)runs);
    return 0;
}
#endif
