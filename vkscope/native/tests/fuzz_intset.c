/* fuzz_intset.c: the input is a program of additions and removals, run beside an array of the same integers; before
 * that it is taken for an intset itself.
 *
 * Design  A step is an operation and a number of 1, 2, 4 or 8 bytes, so that numbers meet and widths change. */
#include <string.h>
#include "base/base.h"
#include "ds/ds.h"
#include "fuzz_program.h"

enum { MOST = 4096 };

static int64_t held[MOST];
static size_t count;

static int64_t takeNumber(unsigned bytes) {
    uint64_t n = 0;
    for (unsigned i = 0; i < bytes; i++)
        n |= (uint64_t)take() << (8 * i);
    unsigned spare = 64 - 8 * bytes;
    return (int64_t)(n << spare) >> spare;
}

static size_t find(int64_t n) {
    size_t i = 0;
    while (i < count && held[i] != n)
        i++;
    return i;
}

static intset *step(intset *s) {
    unsigned op = take();
    int64_t n = takeNumber(1U << (op >> 2 & 3));
    size_t at = find(n);
    bool did, there = at < count;
    vkAssert(intsetFind(s, n) == there);
    if (op % 4 < 3 && count < MOST) {
        s = intsetAdd(s, n, &did);
        vkAssert(did != there);
        if (!there)
            held[count++] = n;
    } else {
        s = intsetRemove(s, n, &did);
        vkAssert(did == there);
        if (there)
            held[at] = held[--count];
    }
    vkAssert(intsetValidate(s) && intsetLen(s) == count);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t used = zmallocUsed();
    if (intsetValidateIntegrity(data, size, true)) {
        intset *copy = zmalloc(size);
        memcpy(copy, data, size);
        vkAssert(intsetValidate(copy) && intsetFind(copy, intsetGet(copy, 0)));
        zfree(copy);
    }
    intset *s = intsetNew();
    count = 0;
    programStart(data, size);
    while (program < program_end)
        s = step(s);
    for (size_t i = 0; i < count; i++)
        vkAssert(intsetFind(s, held[i]));
    zfree(s);
    vkAssert(zmallocUsed() == used);
    return 0;
}
