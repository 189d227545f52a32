/* ledger.c: see ledger.h. */
#include "persist/ledger.h"
#include "base/clock.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

ledgerSyncs ledger_syncs;
static ledgerError errors[LEDGER_ERRORS]; /* error number n stands at n % LEDGER_ERRORS */
static uint64_t nerrors;
static ledgerSavePoint save_points[LEDGER_SAVE_POINTS];
static unsigned nsave_points;

void ledgerFailed(const char *format, ...) {
    ledgerError *e = &errors[nerrors++ % LEDGER_ERRORS];
    va_list args;
    va_start(args, format);
    vsnprintf(e->text, sizeof(e->text), format, args);
    va_end(args);
    e->time_ns = clockMonoNs();
}

const ledgerError *ledgerErrorAt(unsigned i) {
    return i < LEDGER_ERRORS && i < nerrors ? &errors[(nerrors - 1 - i) % LEDGER_ERRORS] : NULL;
}

void ledgerSynced(uint64_t ns) {
    unsigned i = ns ? 64U - (unsigned)__builtin_clzll(ns) : 0;
    ledger_syncs.count++;
    ledger_syncs.bucket[i < LEDGER_SYNC_BUCKETS ? i : LEDGER_SYNC_BUCKETS - 1]++;
    if (ns > ledger_syncs.worst_ns)
        ledger_syncs.worst_ns = ns;
}

void ledgerSavePoints(const ledgerSavePoint *points, unsigned n) {
    nsave_points = n < LEDGER_SAVE_POINTS ? n : LEDGER_SAVE_POINTS;
    if (nsave_points)
        memcpy(save_points, points, nsave_points * sizeof(*points));
}

const ledgerSavePoint *ledgerSavePointAt(unsigned i) {
    return i < nsave_points ? &save_points[i] : NULL;
}

void ledgerReset(void) {
    memset(&ledger_syncs, 0, sizeof(ledger_syncs));
    nerrors = nsave_points = 0;
}
