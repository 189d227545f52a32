/* scope_sketch.c: how SCOPE XRAY draws a HyperLogLog inside a string: its header, each opcode while it is sparse, and
 * how many registers have which value. */
#include "exec/exec.h"
#include "exec/scope.h"
#include "ds/ds.h"
#include <stdio.h>

static void drawHeader(const uint8_t *buf, xraySink *s) {
    uint64_t estimate;
    bool kept = hllKept(buf, &estimate);
    xrayOpen(s, "header", "magic, layout, estimate", 0, HLL_HEAD);
    xrayNumber(s, "estimate_is_kept", kept);
    if (kept)
        xrayNumber(s, "estimate", (int64_t)estimate);
    xrayClose(s);
}

static void drawRun(const hllRun *run, size_t at, unsigned first, xraySink *s) {
    xrayOpen(s, "opcode", run->value ? "registers of one value" : "registers that are 0", at, run->bytes);
    xrayNumber(s, "first_register", first);
    xrayNumber(s, "registers", run->registers);
    if (run->value)
        xrayNumber(s, "register_value", run->value);
    xrayClose(s);
}

static void drawSparse(const uint8_t *buf, size_t len, xraySink *s) {
    hllRun run;
    unsigned first = 0;
    size_t at = HLL_HEAD;
    for (; at < len && hllRunAt(buf + at, len - at, &run); at += run.bytes, first += run.registers)
        if (!xrayFull(s))
            drawRun(&run, at, first, s);
        else
            xrayLeftOut(s, 1);
}

static void drawCounts(const uint8_t *buf, size_t len, xraySink *s) {
    int counts[HLL_VALUES];
    char name[32];
    if (!hllHistogram(buf, len, counts))
        return;
    xrayNumber(s, "estimate_now", (int64_t)hllEstimate(counts));
    for (unsigned v = 0; v < HLL_VALUES; v++) {
        if (!counts[v])
            continue;
        snprintf(name, sizeof(name), "registers_of_%u", v);
        xrayNumber(s, name, counts[v]);
    }
}

void scopeDrawSketch(const char *text, size_t len, xraySink *s) {
    const uint8_t *buf = (const uint8_t *)text;
    if (!hllIs(buf, len))
        return;
    bool dense = hllLayoutOf(buf) == HLL_DENSE;
    xrayOpen(s, "hyperloglog", dense ? "dense" : "sparse", 0, len);
    drawCounts(buf, len, s);
    drawHeader(buf, s);
    if (dense) {
        xrayLeaf(s, "registers", "16,384 of 6 bits", HLL_HEAD, len - HLL_HEAD);
    } else {
        drawSparse(buf, len, s);
    }
    xrayClose(s);
}
