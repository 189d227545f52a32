/* fuzz_listpack.c: two fuzz targets in one, chosen by the first byte.
 *
 * Design  Even: the rest is a listpack from outside. What deep validation accepts is walked both ways, read, searched,
 *         shown and changed; what it rejects is left alone.
 *         Odd: the rest is a program of operations, run on a listpack and on an array of texts that always agree. */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "ds/ds.h"

enum { MODEL_MAX = 600 };

typedef struct text {
    char *s;
    uint32_t len;
} text;

typedef struct input {
    const uint8_t *p;
    size_t left;
} input;

static unsigned take(input *in) {
    if (in->left == 0)
        return 0;
    in->left--;
    return *in->p++;
}

static text model[MODEL_MAX];
static int model_len;

static text textDup(const char *s, uint32_t len) {
    text t = {malloc(len + 1), len};
    memcpy(t.s, s, len);
    return t;
}

static void modelInsert(int at, text t) {
    memmove(model + at + 1, model + at, (size_t)(model_len - at) * sizeof(text));
    model[at] = t;
    model_len++;
}

static void modelDelete(int at, int num) {
    for (int i = at; i < at + num; i++)
        free(model[i].s);
    memmove(model + at, model + at + num, (size_t)(model_len - at - num) * sizeof(text));
    model_len -= num;
}

static bool sameText(unsigned char *p, text t) {
    unsigned char buf[LP_INTBUF_SIZE];
    int64_t len;
    unsigned char *s = lpGet(p, &len, buf);
    return len == (int64_t)t.len && memcmp(s, t.s, t.len) == 0 && lpCompare(p, (unsigned char *)t.s, t.len);
}

static void checkModel(unsigned char *lp) {
    vkAssert(lpValidate(lp) && lpLength(lp) == (unsigned long)model_len);
    unsigned char *p = lpFirst(lp);
    for (int i = 0; i < model_len; i++, p = lpNext(lp, p))
        vkAssert(p && sameText(p, model[i]));
    vkAssert(!p);
}

/* A value of the program: numbers around the encodings' limits, texts around the lengths' limits, or free bytes. */
static text takeValue(input *in) {
    static const long long edges[] = {0,       127,      4095,      -4096,     32767,     -32768,
                                      8388607, -8388608, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
    static const unsigned lengths[] = {0, 63, 121, 4090, 16377, 126};
    char buf[17000];
    unsigned kind = take(in);
    if (kind % 4 == 0) {
        long long v = (long long)((uint64_t)edges[(kind >> 2) % 12] + take(in) % 3 - 1u);
        return textDup(buf, (uint32_t)ll2string(buf, v));
    }
    if (kind % 16 == 1) {
        unsigned len = lengths[(kind >> 4) % 6] + take(in) % 8;
        memset(buf, (int)('a' + take(in) % 4), len);
        return textDup(buf, len);
    }
    unsigned len = take(in) % 24;
    for (unsigned i = 0; i < len; i++)
        buf[i] = (char)(kind & 2 ? '0' + take(in) % 10 : take(in));
    return textDup(buf, len);
}

static void insertValue(unsigned char **lp, input *in, unsigned op) {
    text t = takeValue(in);
    unsigned char *s = (unsigned char *)t.s, *newp = NULL;
    int where = (int)(op / 16 % 3);
    long long value;
    bool integer = op & 8 && string2ll(t.s, t.len, &value);
    if (model_len == 0 || op / 16 % 5 == 4) {
        bool front = op & 128;
        if (integer) {
            *lp = front ? lpPrependInteger(*lp, value) : lpAppendInteger(*lp, value);
        } else {
            *lp = front ? lpPrepend(*lp, s, t.len) : lpAppend(*lp, s, t.len);
        }
        modelInsert(front ? 0 : model_len, t);
        return;
    }
    int at = (int)(take(in) % (unsigned)model_len);
    unsigned char *p = lpSeek(*lp, take(in) & 1 ? at : at - model_len);
    size_t grown = integer ? lpEntrySizeInteger(value) : lpEntrySizeString(s, t.len);
    size_t before = lpBytes(*lp);
    *lp = integer ? lpInsertInteger(*lp, value, p, where, &newp) : lpInsertString(*lp, s, t.len, p, where, &newp);
    if (where == LP_REPLACE) {
        modelDelete(at, 1);
    } else {
        vkAssert(lpBytes(*lp) == before + grown);
        at += where == LP_AFTER;
    }
    vkAssert(lpSeek(*lp, at) == newp);
    modelInsert(at, t);
}

static void deleteSome(unsigned char **lp, input *in, unsigned op) {
    if (model_len == 0)
        return;
    int at = (int)(take(in) % (unsigned)model_len), num = (int)(take(in) % 8);
    int gone = num < model_len - at ? num : model_len - at;
    unsigned char *p = lpSeek(*lp, at);
    if (op & 16) {
        *lp = lpDeleteRange(*lp, op & 32 ? at : at - model_len, (unsigned long)num);
    } else if (op & 32) {
        unsigned char *ps[8];
        for (int i = 0; i < gone; i++, p = lpNext(*lp, p))
            ps[i] = p;
        *lp = lpBatchDelete(*lp, ps, (unsigned long)gone);
    } else if (op & 64) {
        gone = 1;
        *lp = lpDelete(*lp, p, &p);
        vkAssert(p == lpSeek(*lp, at) || (!p && at == model_len - 1));
    } else {
        *lp = lpDeleteRangeWithEntry(*lp, &p, (unsigned long)num);
    }
    modelDelete(at, gone);
}

static void findSome(unsigned char *lp, input *in, unsigned op) {
    text t = takeValue(in);
    if (op & 16 && model_len > 0) {
        free(t.s);
        text chosen = model[take(in) % (unsigned)model_len];
        t = textDup(chosen.s, chosen.len);
    }
    unsigned skip = op / 32 % 3;
    unsigned char *found = lpFind(lp, lpFirst(lp), (unsigned char *)t.s, t.len, skip);
    int at = 0;
    while (at < model_len && (model[at].len != t.len || memcmp(model[at].s, t.s, t.len) != 0))
        at += (int)skip + 1;
    vkAssert(at < model_len ? found == lpSeek(lp, at) : !found);
    free(t.s);
}

/* Cuts the listpack in two at some entry, then merges them again. */
static void splitAndMerge(unsigned char **lp, input *in) {
    int at = (int)(take(in) % (unsigned)(model_len + 1));
    unsigned char *first = lpDup(*lp), *second = *lp;
    first = lpDeleteRange(first, at, (unsigned long)model_len);
    second = lpDeleteRange(second, 0, (unsigned long)at);
    *lp = lpMerge(&first, &second);
    vkAssert(*lp && (first == NULL) != (second == NULL));
}

static void runProgram(input *in) {
    unsigned char *lp = lpNew(take(in));
    model_len = 0;
    while (in->left > 0) {
        unsigned op = take(in);
        switch (op % 8) {
        case 4:
            deleteSome(&lp, in, op);
            break;
        case 5:
        case 6:
            findSome(lp, in, op);
            break;
        case 7:
            splitAndMerge(&lp, in);
            break;
        default:
            if (model_len < MODEL_MAX - 1)
                insertValue(&lp, in, op);
        }
        checkModel(lp);
    }
    lpFree(lp);
    modelDelete(0, model_len);
}

static int seeEntry(unsigned char *p, unsigned int head_count, void *userdata) {
    unsigned char buf[LP_INTBUF_SIZE];
    int64_t len;
    unsigned char *s = lpGet(p, &len, buf);
    *(uint64_t *)userdata += crc16((const char *)s, (size_t)len) + head_count;
    return 1;
}

static void useForeign(const uint8_t *data, size_t size) {
    unsigned char *lp = zmalloc(size ? size : 1);
    uint64_t sum = 0;
    if (size)
        memcpy(lp, data, size);
    (void)lpValidateIntegrity(lp, size, 0, NULL, NULL);
    if (lpValidateIntegrity(lp, size, 1, seeEntry, &sum)) {
        unsigned long forward = 0, backward = 0;
        for (unsigned char *p = lpFirst(lp); p; p = lpNext(lp, p), forward++) {
            unsigned char buf[LP_INTBUF_SIZE];
            int64_t len;
            unsigned char *s = lpGet(p, &len, buf);
            if (forward >= 64)
                continue; /* searching from the front for each of many would take minutes */
            unsigned char *found = lpFind(lp, lpFirst(lp), s, (uint32_t)len, 0);
            /* An earlier equal value, or this one; digits kept as text by a foreign writer are not found as integers.
             */
            vkAssert(found == NULL || found <= p);
        }
        for (unsigned char *p = lpLast(lp); p; p = lpPrev(lp, p))
            backward++;
        vkAssert(forward == backward && forward == lpLength(lp));
        FILE *nowhere = fopen("/dev/null", "w");
        lpRepr(lp, nowhere);
        fclose(nowhere);
        listpackEntry keys[8], vals[8];
        (void)lpRandomPairsUnique(lp, 8, keys, vals);
        if (forward >= 2)
            lpRandomPairs(lp, 8, keys, vals);
        lp = lpAppend(lp, (const unsigned char *)"tail", 4);
        lp = lpDeleteRange(lp, (long)(forward / 2), 2);
        vkAssert(lpValidateIntegrity(lp, lpBytes(lp), 1, NULL, NULL));
    }
    lpFree(lp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    input in = {data + 1, size - 1};
    if (data[0] & 1) {
        runProgram(&in);
    } else {
        useForeign(data + 1, size - 1);
    }
    return 0;
}
