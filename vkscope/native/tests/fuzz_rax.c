/* fuzz_rax.c: the input is a program of operations on a radix tree, run beside a sorted array of the same keys.
 *
 * Design  Keys are up to 12 letters of a small alphabet, or one letter many times, so that prefixes are shared, split
 *         and joined often. The tree checks itself after every 4th operation; walks are compared both ways. */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "ds/ds.h"
#include "fuzz_program.h"

enum { MOST = 256, KEY_MAX = 100 };

typedef struct text {
    unsigned char bytes[KEY_MAX];
    size_t len;
    void *value;
} text;

static text model[MOST];
static size_t count;
static rax tree;

static text takeKey(void) {
    static const unsigned char letters[] = {'a', 'b', 0, 255};
    text t = {.len = 0};
    unsigned how = take();
    t.len = how & 128 ? how % KEY_MAX : how % 13;
    for (size_t i = 0; i < t.len; i++)
        t.bytes[i] = how & 128 ? 'a' : letters[i % 4 == 0 ? take() % 4 : (how >> i % 7) % 4];
    return t;
}

static int compare(const text *a, const text *b) {
    int c = memcmp(a->bytes, b->bytes, a->len < b->len ? a->len : b->len);
    return c ? c : (a->len > b->len) - (a->len < b->len);
}

/* The first key of the model that is not below t. */
static size_t lowerBound(const text *t) {
    size_t i = 0;
    while (i < count && compare(&model[i], t) < 0)
        i++;
    return i;
}

static bool isAt(size_t i, const text *t) {
    return i < count && compare(&model[i], t) == 0;
}

static void insert(void) {
    text t = takeKey();
    t.value = (void *)(uintptr_t)take();
    size_t i = lowerBound(&t);
    bool there = isAt(i, &t);
    if (!there && count == MOST)
        return;
    vkAssert(raxInsert(&tree, t.bytes, t.len, t.value) == !there);
    if (!there) {
        memmove(&model[i + 1], &model[i], (count - i) * sizeof(text));
        count++;
    }
    model[i] = t;
}

static void removeOne(void) {
    text t = takeKey();
    size_t i = lowerBound(&t);
    bool there = isAt(i, &t);
    void *old = NULL;
    vkAssert(raxRemove(&tree, t.bytes, t.len, &old) == there);
    if (!there)
        return;
    vkAssert(old == model[i].value);
    count--;
    memmove(&model[i], &model[i + 1], (count - i) * sizeof(text));
}

static void expect(const raxIterator *it, bool found, size_t i) {
    vkAssert(found == (i < count));
    if (found)
        vkAssert(it->len == model[i].len && memcmp(it->key, model[i].bytes, it->len) == 0 &&
                 it->value == model[i].value);
}

/* Seeks, then goes some steps in one direction. An index below 0 is none, as one beyond the end is. */
static void seek(void) {
    text t = takeKey();
    enum raxSeekOp op = (enum raxSeekOp)(take() % 7);
    size_t low = lowerBound(&t), i = count;
    bool there = isAt(low, &t);
    switch (op) {
    case RAX_FIRST:
        i = 0;
        break;
    case RAX_LAST:
        i = count - 1;
        break;
    case RAX_EQ:
        i = there ? low : count;
        break;
    case RAX_GE:
        i = low;
        break;
    case RAX_GT:
        i = low + there;
        break;
    case RAX_LE:
        i = there ? low : low - 1;
        break;
    case RAX_LT:
        i = low - 1;
        break;
    }
    raxIterator it;
    raxStart(&it, &tree);
    bool found = raxSeek(&it, op, t.bytes, t.len);
    expect(&it, found, i);
    for (unsigned steps = take(); found && steps; steps >>= 1) {
        found = steps & 1 ? raxNext(&it) : raxPrev(&it);
        i += steps & 1 ? 1 : SIZE_MAX;
        expect(&it, found, i);
    }
    raxStop(&it);
}

static void checkAll(void) {
    vkAssert(raxValidate(&tree) && tree.count == count);
    raxIterator it;
    raxStart(&it, &tree);
    size_t i = 0;
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it))
        expect(&it, true, i++);
    vkAssert(i == count);
    for (bool more = raxSeek(&it, RAX_LAST, NULL, 0); more; more = raxPrev(&it))
        expect(&it, true, --i);
    vkAssert(i == 0 && raxRandom(&it) == (count > 0));
    raxStop(&it);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t used = zmallocUsed();
    programStart(data, size);
    count = 0;
    for (unsigned step = 0; program < program_end; step++) {
        unsigned op = take();
        if (op % 4 < 2) {
            insert();
        } else if (op % 4 == 2) {
            removeOne();
        } else {
            seek();
        }
        if (step % 4 == 0)
            checkAll();
    }
    checkAll();
    if (count % 2) {
        while (raxDrain(&tree, NULL, 3))
            continue;
    } else {
        raxFree(&tree, NULL);
    }
    vkAssert(tree.nodes == 0 && tree.bytes == 0 && zmallocUsed() == used);
    return 0;
}
