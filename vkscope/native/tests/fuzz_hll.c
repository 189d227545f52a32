/* fuzz_hll.c: the input is the body of a sparse sketch, true or not, then a program that raises registers of it; and
 * the same program runs on a true sketch beside an array of registers.
 *
 * Design  2 bytes: length of the body; the body; then steps of 4 bytes: a register, a value, a layout or limit. */
#include <string.h>
#include "base/base.h"
#include "ds/ds.h"
#include "fuzz_program.h"

static uint8_t hostile[HLL_ROOM], sketch[HLL_ROOM], registers[HLL_REGISTERS], merged[HLL_REGISTERS];

static unsigned takeWide(void) {
    unsigned high = take();
    return high << 8 | take();
}

static size_t readHostile(void) {
    size_t want = takeWide(), left = (size_t)(program_end - program);
    want = want < left ? want : left;
    want = want < HLL_SPARSE_MOST - HLL_HEAD ? want : HLL_SPARSE_MOST - HLL_HEAD;
    hllNew(hostile);
    memcpy(hostile + HLL_HEAD, program, want);
    program += want;
    return HLL_HEAD + want;
}

/* All ways to read the bytes must agree on whether they are a sketch. */
static void checkHostile(size_t len) {
    int counts[HLL_VALUES];
    bool good = hllValidate(hostile, len);
    memset(merged, 0, sizeof(merged));
    vkAssert(hllMergeInto(merged, hostile, len) == good);
    vkAssert(hllHistogram(hostile, len, counts) == good);
    if (good)
        hllEstimate(counts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    programStart(data, size);
    size_t hostile_len = readHostile(), len = hllNew(sketch);
    memset(registers, 0, sizeof(registers));
    checkHostile(hostile_len);
    while (program < program_end) {
        unsigned index = takeWide() % HLL_REGISTERS, value = 1 + take() % 51, mode = take();
        size_t most = (size_t)HLL_HEAD + mode * 8;
        bool good = hllValidate(hostile, hostile_len);
        enum hllDid did = hllRaise(hostile, &hostile_len, index, value, most);
        vkAssert(!good || did != HLL_BROKEN);
        vkAssert(!good || hllValidate(hostile, hostile_len));
        did = hllRaise(sketch, &len, index, value, most);
        vkAssert(did == (registers[index] < value ? HLL_CHANGED : HLL_SAME));
        registers[index] = registers[index] < value ? (uint8_t)value : registers[index];
        vkAssert(hllValidate(sketch, len));
    }
    checkHostile(hostile_len);
    memset(merged, 0, sizeof(merged));
    vkAssert(hllMergeInto(merged, sketch, len) && memcmp(merged, registers, sizeof(merged)) == 0);
    vkAssert(hllToDense(sketch, &len) && hllValidate(sketch, len));
    memset(merged, 0, sizeof(merged));
    vkAssert(hllMergeInto(merged, sketch, len) && memcmp(merged, registers, sizeof(merged)) == 0);
    return 0;
}
