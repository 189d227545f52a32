/* scan.h: what SCAN, HSCAN and their kin have in common: options, steps, and the reply that begins with the cursor. */
#ifndef VK_SCAN_H
#define VK_SCAN_H
#include "exec/exec.h"

enum { SCAN_ANY_TYPE = -1, SCAN_NO_TYPE = -2 /* a type of which no key exists here */ };

typedef struct scanArgs {
    const execArg *pattern; /* NULL: all */
    long long count;        /* 1 or more; 10 where it is not given */
    int type;               /* objectType, or one of the above; SCAN only */
    bool values;            /* false: NOVALUES of HSCAN, NOSCORES of ZSCAN */
} scanArgs;

/* Options from argv[from] on. of: whose they are, OBJ_HASH, or SCAN_ANY_TYPE for SCAN. false: the error is written. */
bool scanRead(execContext *x, int from, int of, scanArgs *out);
const execArg *scanPattern(const execContext *x, int i); /* argv[i]; NULL for "*", which all names match */
/* Chains that a call may visit: a sparse table has many empty ones, so ten for each element asked for. */
uint64_t scanSteps(const scanArgs *a);
/* The head of the reply; `elements` replies must follow. */
void scanReplyHead(execContext *x, uint64_t cursor, long elements);
#endif
