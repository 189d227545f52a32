/* ledger.h: what the room remembers for those who look: the last errors, how long fsync took, the save points.
 *
 * Rules  the main thread alone: a background thread's error or time is told by who collects its result; a child's is
 *        told by its parent. Nothing here decides anything.
 * Cost   no memory but what stands here; a call writes a few words. */
#ifndef VK_LEDGER_H
#define VK_LEDGER_H
#include <stdint.h>

enum { LEDGER_ERRORS = 8, LEDGER_SYNC_BUCKETS = 40, LEDGER_SAVE_POINTS = 16 };

typedef struct ledgerError {
    uint64_t time_ns; /* CLOCK_MONOTONIC */
    char text[160];
} ledgerError;

/* fsync() by duration: bucket i holds those below 2^i ns that are not below 2^(i-1); the last one all longer ones. */
typedef struct ledgerSyncs {
    uint64_t count, worst_ns, bucket[LEDGER_SYNC_BUCKETS];
} ledgerSyncs;

typedef struct ledgerSavePoint {
    int64_t seconds, changes;
} ledgerSavePoint;

extern ledgerSyncs ledger_syncs;
/* Data could not be written, made durable or put in place. The text is cut to its room. */
__attribute__((format(printf, 1, 2))) void ledgerFailed(const char *format, ...);
void ledgerSynced(uint64_t ns); /* an fsync or fdatasync of data took so long */
/* The i-th error, 0 being the newest; NULL: there are not so many. */
const ledgerError *ledgerErrorAt(unsigned i);

void ledgerSavePoints(const ledgerSavePoint *points, unsigned n); /* those that hold now; more than fit are left out */
const ledgerSavePoint *ledgerSavePointAt(unsigned i);             /* NULL: there are not so many */
void ledgerReset(void);                                           /* for tests */
#endif
