/* fuzz_skiplist.c: the input is a program of operations on a skiplist, run beside an array of the same members.
 *
 * Design  128 names, some long; few scores, so that ties are common, infinities among them. Ranks are compared by
 *         counting; the list checks itself after every operation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "ds/ds.h"
#include "fuzz_program.h"

enum { NAMES = 128, NAME_LEN = 300 };

static skiplistNode *nodes[NAMES];
static char names[NAMES][NAME_LEN];
static size_t name_lens[NAMES];
static skiplist list;

static double takeScore(void) {
    unsigned v = take();
    return v == 255 ? INFINITY : v == 254 ? -INFINITY : (double)(int)(v % 32) - 16;
}

static bool before(int i, double score, int name) {
    if (nodes[i]->score != score)
        return nodes[i]->score < score;
    return skiplistCompareBytes(names[i], name_lens[i], names[name], name_lens[name]) < 0;
}

static size_t rankOf(double score, int name) {
    size_t n = 0;
    for (int i = 0; i < NAMES; i++)
        n += nodes[i] && i != name && before(i, score, name);
    return n;
}

static int nameOf(const skiplistNode *n) {
    for (int i = 0; i < NAMES; i++)
        if (nodes[i] == n)
            return i;
    return -1;
}

static void freeNode(void *ctx, skiplistNode *n) {
    size_t *count = ctx;
    int name = nameOf(n);
    vkAssert(name >= 0);
    nodes[name] = NULL;
    skiplistNodeFree(n);
    ++*count;
}

static void put(int name) {
    double score = takeScore();
    if (nodes[name]) {
        skiplistRescore(&list, nodes[name], score);
    } else {
        nodes[name] = skiplistNodeNew(score, names[name], name_lens[name]);
        skiplistInsert(&list, nodes[name]);
    }
    vkAssert(skiplistRank(&list, nodes[name]) == rankOf(score, name));
    vkAssert(skiplistAt(&list, rankOf(score, name)) == nodes[name]);
}

static void removeOne(int name) {
    if (!nodes[name])
        return;
    skiplistRemove(&list, nodes[name]);
    skiplistNodeFree(nodes[name]);
    nodes[name] = NULL;
}

static void removeRange(void) {
    size_t rank = take() % (NAMES + 1), n = take() % 8, length = list.length, count = 0;
    size_t expected = rank >= length ? 0 : n < length - rank ? n : length - rank;
    vkAssert(skiplistRemoveRange(&list, rank, n, freeNode, &count) == expected && count == expected);
}

static void seek(void) {
    double score = takeScore();
    size_t below = 0, upto = 0, rank;
    for (int i = 0; i < NAMES; i++) {
        below += nodes[i] && nodes[i]->score < score;
        upto += nodes[i] && nodes[i]->score <= score;
    }
    vkAssert(skiplistSeek(&list, score, false, &rank) == skiplistAt(&list, below) && rank == below);
    vkAssert(skiplistSeek(&list, score, true, &rank) == skiplistAt(&list, upto) && rank == upto);
    int name = (int)take() % NAMES;
    skiplistSeekMember(&list, names[name], name_lens[name], take() & 1, &rank);
    vkAssert(rank <= list.length);
}

static void takeFirst(void) {
    size_t count = 0;
    skiplistNode *n = skiplistTakeFirst(&list);
    if (n)
        freeNode(&count, n);
}

static void start(void) {
    skiplistInit(&list);
    memset(nodes, 0, sizeof(nodes));
    for (int i = 0; i < NAMES; i++) {
        name_lens[i] = i % 8 ? (size_t)(i % 8) * 3 : (size_t)(i + 172);
        memset(names[i], 'a' + i % 3, sizeof(names[i]));
        names[i][name_lens[i] - 1] = (char)i;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t used = zmallocUsed();
    start();
    programStart(data, size);
    while (program < program_end) {
        unsigned op = take(), name = take() % NAMES;
        if (op % 8 < 4) {
            put((int)name);
        } else if (op % 8 == 4) {
            removeOne((int)name);
        } else if (op % 8 == 5) {
            removeRange();
        } else if (op % 8 == 6) {
            seek();
        } else {
            takeFirst();
        }
        vkAssert(skiplistValidate(&list));
    }
    while (list.length)
        takeFirst();
    vkAssert(zmallocUsed() == used);
    return 0;
}
