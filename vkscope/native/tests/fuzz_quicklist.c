/* fuzz_quicklist.c: a program of operations, run on a quicklist and on an array of texts that always agree.
 *
 * Design  the first three bytes choose fill, compress depth and the size from which elements are large; then one byte
 *         an operation, and what it needs. */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "ds/ds.h"
#include "fuzz_program.h"

enum { MODEL_MAX = 400 };

typedef struct text {
    char *s;
    size_t len;
} text;

static text model[MODEL_MAX];
static size_t model_len;

static void modelInsert(size_t at, text t) {
    memmove(model + at + 1, model + at, (model_len - at) * sizeof(text));
    model[at] = t;
    model_len++;
}

static void modelDelete(size_t at, size_t n) {
    for (size_t i = at; i < at + n; i++)
        free(model[i].s);
    memmove(model + at, model + at + n, (model_len - at - n) * sizeof(text));
    model_len -= n;
}

/* Short, a number, repeating (it compresses), or longer than any node's limit. */
static text takeText(void) {
    char buf[40 * 256];
    unsigned kind = take();
    size_t len = 0;
    if (kind % 4 == 0) {
        len = (size_t)ll2string(buf, (long long)take() * (kind & 8 ? -70000 : 1));
    } else if (kind % 16 == 1) {
        len = kind & 64 ? 9000 : 40 * (size_t)take();
        memset(buf, 'a' + (int)(kind >> 4) % 3, len);
    } else {
        for (len = kind % 5; len && program < program_end; len--)
            buf[kind % 5 - len] = (char)take();
        len = kind % 5 - len;
    }
    text t = {malloc(len + 1), len};
    memcpy(t.s, buf, len);
    return t;
}

static bool same(const lpValue *v, const text *t) {
    char digits[LL_DIGITS];
    const void *s = v->text;
    size_t len = v->len;
    if (!s) {
        len = (size_t)ll2string(digits, v->number);
        s = digits;
    }
    return len == t->len && memcmp(s, t->s, len) == 0;
}

static void check(const quicklist *ql, bool backwards) {
    quicklistIter it;
    lpValue v;
    vkAssert(quicklistValidate(ql) && ql->count == model_len);
    quicklistIterStart(&it, ql, backwards ? -1 : 0, backwards);
    for (size_t i = 0; i < model_len; i++)
        vkAssert(quicklistNext(&it, &v) && same(&v, &model[backwards ? model_len - 1 - i : i]));
    vkAssert(!quicklistNext(&it, &v));
    quicklistIterEnd(&it);
}

/* An index of the list, from either end, which the model has at *at. */
static long long takeIndex(size_t *at) {
    unsigned n = take();
    *at = n % model_len;
    return take() & 1 ? (long long)*at : (long long)*at - (long long)model_len;
}

static void insertSome(quicklist *ql, unsigned op) {
    text t = takeText();
    size_t at, in_node;
    if (model_len == 0 || op & 16) {
        quicklistPush(ql, t.s, t.len, op & 32 ? QUICKLIST_HEAD : QUICKLIST_TAIL);
        modelInsert(op & 32 ? 0 : model_len, t);
        return;
    }
    long long index = takeIndex(&at);
    if (op & 32) {
        vkAssert(quicklistReplace(ql, index, t.s, t.len));
        modelDelete(at, 1);
        modelInsert(at, t);
        return;
    }
    quicklistNode *n = quicklistSeek(ql, index, &in_node);
    vkAssert(n);
    quicklistInsert(ql, n, in_node, t.s, t.len, op & 64);
    modelInsert(at + (op & 64 ? 1 : 0), t);
}

static void removeSome(quicklist *ql, unsigned op) {
    text t = takeText();
    bool tail = op & 16;
    size_t most = op / 32 % 4, removed = 0;
    for (size_t i = 0; i < model_len && (!most || removed < most);) {
        size_t at = tail ? model_len - 1 - i : i;
        if (model[at].len == t.len && memcmp(model[at].s, t.s, t.len) == 0) {
            modelDelete(at, 1);
            removed++;
        } else {
            i++;
        }
    }
    vkAssert(quicklistRemove(ql, t.s, t.len, most, tail ? QUICKLIST_TAIL : QUICKLIST_HEAD) == removed);
    free(t.s);
}

static void deleteSome(quicklist *ql, unsigned op) {
    size_t at;
    if (op & 16) {
        quicklistPop(ql, op & 32 ? QUICKLIST_HEAD : QUICKLIST_TAIL);
        modelDelete(op & 32 ? 0 : model_len - 1, 1);
        return;
    }
    long long index = takeIndex(&at);
    size_t n = take() % 40, gone = n < model_len - at ? n : model_len - at;
    vkAssert(quicklistDeleteRange(ql, index, n) == gone);
    modelDelete(at, gone);
}

static quicklist *throughCopy(quicklist *ql) {
    quicklist *copy = quicklistDup(ql);
    quicklistRelease(ql);
    return copy;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    static const int fills[] = {-1, -2, -5, 0, 1, 2, 5, 32};
    programStart(input, size);
    size_t used = zmallocUsed();
    quicklist *ql = quicklistNew(fills[take() % 8], (int)take() % 4);
    unsigned threshold = take();
    quicklistSetPackedThreshold(threshold & 3 ? 0 : threshold);
    while (program < program_end) {
        unsigned op = take();
        if (op % 8 < 4 && model_len < MODEL_MAX) {
            insertSome(ql, op);
        } else if (op % 8 == 5) {
            removeSome(ql, op);
        } else if (op % 8 == 6 && op & 128) {
            ql = throughCopy(ql);
        } else if (model_len) {
            deleteSome(ql, op);
        }
        check(ql, op & 128);
    }
    quicklistRelease(ql);
    modelDelete(0, model_len);
    quicklistSetPackedThreshold(0);
    vkAssert(zmallocUsed() == used);
    return 0;
}
