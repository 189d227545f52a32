/* fuzz_zset.c: the input is a program of operations on a sorted set, run beside an array of the same members.
 *
 * Design  64 names, some integers, some longer than a listpack takes; the limits of the layouts are drawn first, so
 *         programs begin in either and cross over. Reads are compared at once, everything after every 8th operation. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "types/types.h"
#include "fuzz_program.h"

enum { NAMES = 64, NAME_LEN = 300 };

typedef struct cell {
    bool in;
    double score;
} cell;

static cell model[NAMES];
static char names[NAMES][NAME_LEN];
static size_t name_lens[NAMES];
static object *zset;
static db place;
static execContext context;

static double takeScore(void) {
    static const double odd[] = {INFINITY, -INFINITY, 0.1, -1e300, 4611686018427387904.0, 1e19, -2.5, 5e-324};
    unsigned v = take();
    return v < 200 ? (double)(int)(v % 40) - 20 : odd[v % 8];
}

static bool before(int a, int b) {
    if (model[a].score != model[b].score)
        return model[a].score < model[b].score;
    return skiplistCompareBytes(names[a], name_lens[a], names[b], name_lens[b]) < 0;
}

static size_t rankOf(int name) {
    size_t n = 0;
    for (int i = 0; i < NAMES; i++)
        n += model[i].in && i != name && before(i, name);
    return n;
}

static void add(int i) {
    double score = takeScore(), result = 0, wanted = score;
    unsigned how = take() % 32, now = model[i].in ? ZSET_UPDATED : ZSET_ADDED;
    if (how & ZSET_NX && how & (ZSET_XX | ZSET_GT | ZSET_LT))
        how = 0;
    unsigned did = zsetAdd(&context, zset, score, names[i], name_lens[i], how, &result);
    cell *c = &model[i];
    if (c->in && how & ZSET_INCR)
        wanted += c->score;
    if (c->in ? how & ZSET_NX : how & ZSET_XX) {
        vkAssert(did == ZSET_NOTHING);
    } else if (isnan(wanted)) {
        vkAssert(did == ZSET_NAN);
    } else if (c->in && ((how & ZSET_LT && wanted >= c->score) || (how & ZSET_GT && wanted <= c->score))) {
        vkAssert(did == ZSET_NOTHING);
    } else {
        vkAssert(result == wanted && did == (c->in && c->score == wanted ? 0 : now));
        *c = (cell){true, wanted};
    }
}

static void removeOne(int i) {
    vkAssert(zsetDelete(zset, names[i], name_lens[i]) == model[i].in);
    model[i].in = false;
}

static void removeRange(void) {
    size_t length = zsetLength(zset), rank = take() % NAMES, n = take() % 4;
    bool gone[NAMES] = {false};
    if (rank + n > length)
        return;
    for (int i = 0; i < NAMES; i++)
        gone[i] = model[i].in && rankOf(i) >= rank && rankOf(i) < rank + n;
    zsetDeleteRange(zset, rank, n);
    for (int i = 0; i < NAMES; i++)
        model[i].in &= !gone[i];
}

static void read(int i) {
    double score = 0, also = 0;
    size_t rank = 0;
    bool found = zsetScore(zset, names[i], name_lens[i], &score);
    vkAssert(found == model[i].in && zsetRank(zset, names[i], name_lens[i], &rank, &also) == found);
    if (found)
        vkAssert(score == model[i].score && also == score && rank == rankOf(i));
}

static void below(void) {
    double score = takeScore();
    size_t low = 0, upto = 0;
    for (int i = 0; i < NAMES; i++) {
        low += model[i].in && model[i].score < score;
        upto += model[i].in && model[i].score <= score;
    }
    vkAssert(zsetBelowScore(zset, score, false) == low && zsetBelowScore(zset, score, true) == upto);
}

static void copy(void) {
    object *other = objectCopy(zset, "copy", 4);
    objectFree(zset);
    zset = other;
}

static int nameOf(const stringView *m) {
    for (int i = 0; i < NAMES; i++)
        if (name_lens[i] == m->len && memcmp(names[i], m->ptr, m->len) == 0)
            return i;
    vkPanic("a member that nobody added");
}

static void checkWalk(bool reverse) {
    size_t length = zsetLength(zset), n = 0;
    zsetWalk w;
    stringView m;
    double score;
    zsetWalkStart(&w, zset, reverse && length ? length - 1 : 0, reverse);
    for (; zsetWalkNext(&w, &m, &score); n++) {
        int i = nameOf(&m);
        vkAssert(model[i].in && model[i].score == score && rankOf(i) == (reverse ? length - 1 - n : n));
    }
    vkAssert(n == length);
}

static void checkAll(void) {
    size_t all = 0;
    for (int i = 0; i < NAMES; i++) {
        all += model[i].in;
        read(i);
    }
    vkAssert(zsetLength(zset) == all);
    checkWalk(false);
    checkWalk(true);
    if (zset->encoding == ENC_SKIPLIST) {
        vkAssert(skiplistValidate(zsetList(zset)) && hashtableValidate(objectValue(zset)));
        vkAssert(hashtableSize(objectValue(zset)) == all);
    } else {
        vkAssert(lpValidate(objectValue(zset)));
    }
}

static void begin(void) {
    static bool ready;
    if (!ready) {
        ready = true;
        zsetTypeInit();
        for (int i = 0; i < NAMES; i++) {
            name_lens[i] = i == 63 ? NAME_LEN : i == 62 ? 70 : (size_t)snprintf(names[i], 8, i % 2 ? "%d" : "m%d", i);
            if (i >= 62)
                memset(names[i], 'a' + i - 62, name_lens[i]);
        }
    }
    memset(model, 0, sizeof(model));
    memset(&place, 0, sizeof(place));
    context.db = &place;
    types_config.zset_max_entries = take() % 80;
    types_config.zset_max_value = take() % 130;
    zset = zsetNew("key", 3, 0, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t used = zmallocUsed();
    programStart(data, size);
    begin();
    for (unsigned step = 0; program < program_end; step++) {
        unsigned op = take();
        int i = (int)(take() % NAMES);
        switch (op % 8) {
        case 0:
        case 1:
        case 2:
        case 3:
            add(i);
            break;
        case 4:
            removeOne(i);
            break;
        case 5:
            read(i);
            below();
            break;
        case 6:
            removeRange();
            break;
        default:
            if (op & 8)
                copy();
        }
        if (step % 8 == 0)
            checkAll();
    }
    checkAll();
    objectFree(zset);
    vkAssert(zmallocUsed() == used);
    return 0;
}
