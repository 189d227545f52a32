/* hyperloglog_selftest.c: PFSELFTEST: registers keep what they are given, and estimates stay near the truth. */
#include "types/types.h"
#include "gen/commands.h"
#include <math.h>
#include <string.h>

enum { ROUNDS = 1000, ELEMENTS = 10000000 };

static bool registersHold(execContext *x, uint8_t *body) {
    uint8_t expected[HLL_REGISTERS];
    for (int round = 0; round < ROUNDS; round++) {
        for (unsigned i = 0; i < HLL_REGISTERS; i++) {
            expected[i] = (uint8_t)(randomU64() & 63);
            hllDenseSet(body, i, expected[i]);
        }
        for (unsigned i = 0; i < HLL_REGISTERS; i++) {
            unsigned is = hllDenseGet(body, i);
            if (is == expected[i])
                continue;
            replyErrorFmt(x, "ERR TESTFAILED Register %u should be %u but is %u", i, (unsigned)expected[i], is);
            return false;
        }
    }
    return true;
}

static uint64_t estimateOf(const uint8_t *buf, size_t len) {
    int counts[HLL_VALUES];
    vkAssert(hllHistogram(buf, len, counts));
    return hllEstimate(counts);
}

/* n elements are in both sketches, one of which was dense from the start. */
static bool nearEnough(execContext *x, const uint8_t *dense, const uint8_t *other, size_t len, uint64_t n) {
    uint64_t is = estimateOf(dense, HLL_DENSE_BYTES), off = is > n ? is - n : n - is;
    uint64_t most = n == 10 ? 1 : (uint64_t)ceil(1.04 / sqrt(HLL_REGISTERS) * 6 * (double)n);
    if (n < types_config.hll_max_sparse / 2 && hllLayoutOf(other) != HLL_SPARSE) {
        replyErrorC(x, "ERR TESTFAILED sparse encoding not used");
    } else if (is != estimateOf(other, len)) {
        replyErrorC(x, "ERR TESTFAILED dense/sparse disagree");
    } else if (off > most) {
        replyErrorFmt(x, "ERR TESTFAILED Too big error. card:%llu abserr:%llu", (unsigned long long)n,
                      (unsigned long long)off);
    } else {
        return true;
    }
    return false;
}

void pfselftestCommand(execContext *x) {
    static uint8_t dense[HLL_ROOM], other[HLL_ROOM];
    size_t dense_len = hllNew(dense), len = hllNew(other);
    hllToDense(dense, &dense_len);
    if (!registersHold(x, dense + HLL_HEAD))
        return;
    memset(dense + HLL_HEAD, 0, HLL_DENSE_BYTES - HLL_HEAD);
    uint64_t seed = randomU64(), check = 1;
    execYielder yielder;
    execYieldStart(&yielder, EXEC_BUSY);
    for (uint64_t n = 1; n <= ELEMENTS; n++) {
        uint64_t element = n ^ seed;
        hllAdd(dense, &dense_len, &element, sizeof(element), 0);
        hllAdd(other, &len, &element, sizeof(element), types_config.hll_max_sparse);
        if (n % 1024 == 0)
            execYield(&yielder, EXEC_BUSY);
        if (n != check)
            continue;
        if (!nearEnough(x, dense, other, len, n))
            return;
        check *= 10;
    }
    replyOk(x);
}
