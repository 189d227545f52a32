/* scan.h: what SCAN, HSCAN and their kin have in common: options, steps, and the reply that begins with the cursor.
 *
 * Cost  a table: chains until enough elements were looked at. Any other layout is answered at once. */
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

/* A scan of one value under way. */
typedef struct valueScan {
    execContext *x;
    scanArgs args;
    long written;  /* replies */
    uint64_t seen; /* elements, those too that do not match */
} valueScan;

/* How a type is scanned: `entry` gets a valueScan and each entry of a table, `whole` any other layout. */
typedef struct scanWay {
    enum objectType type;
    unsigned table; /* the encoding whose value is a hash table */
    void (*entry)(void *scan, void *entry);
    void (*whole)(valueScan *s, const object *o);
} scanWay;
void scanValue(execContext *x, const scanWay *way); /* the command: key, cursor, options */
/* Counts an element, and writes its name if that matches; false: nothing of it is to be written. */
bool scanName(valueScan *s, const char *name, size_t len);
#endif
