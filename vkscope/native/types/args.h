/* args.h: what the commands' arguments have in common: option words, expiry options, lengths of strings.
 *
 * Rules  functions that return false have written the error. */
#ifndef VK_ARGS_H
#define VK_ARGS_H
#include "exec/exec.h"

enum argOptions {
    OPT_NX = 1,
    OPT_XX = 2,
    OPT_GT = 4,
    OPT_LT = 8,
    OPT_IFEQ = 16,
    OPT_GET = 32,
    OPT_KEEPTTL = 64,
    OPT_PERSIST = 128,
    OPT_EX = 256,
    OPT_PX = 512,
    OPT_EXAT = 1024,
    OPT_PXAT = 2048,
    OPT_FNX = 4096,
    OPT_FXX = 8192,
    OPT_TIMES = OPT_EX | OPT_PX | OPT_EXAT | OPT_PXAT
};

typedef struct expireArgs {
    unsigned flags; /* argOptions */
    int time;       /* index in argv of the time; 0: none */
    int comparison; /* index of IFEQ's value; 0: none */
} expireArgs;

/* argv[i] is this word, given in lower case letters, whatever its case. */
static inline bool optionIs(const execContext *x, int i, const char *word, size_t len) {
    const execArg *a = &x->argv[i];
    if (a->len != len)
        return false;
    for (size_t k = 0; k < len; k++)
        if ((a->ptr[k] | 0x20) != word[k])
            return false;
    return true;
}
#define OPTION(x, i, word) optionIs(x, i, word, sizeof(word) - 1)

/* Whose options argsExpire reads. */
enum argsFor { ARGS_SET, ARGS_GETEX, ARGS_HSETEX, ARGS_HGETEX };
bool argsExpire(execContext *x, int from, int to, enum argsFor whose, expireArgs *out); /* argv[from..to-1] */
bool argsConditions(execContext *x, int from, int to, unsigned *flags); /* NX, XX, GT, LT of the EXPIRE commands */
bool argsConditionsHold(unsigned flags, int64_t now, int64_t wanted);   /* of expiries; NO_EXPIRE counts as endless */
/* argv[i] as a Unix time in ms. It is in ms (or s), and from now unless absolute. Must be above 0. */
bool argsWhen(execContext *x, int i, bool seconds, bool absolute, int64_t *when);
bool argsWhenOf(execContext *x, const expireArgs *a, int64_t *when); /* a->time, or NO_EXPIRE without one */
void replyErrorExpire(execContext *x);
bool argsInt(execContext *x, int i, int *value, const char *error); /* error NULL: the usual texts */
bool argsStringFits(execContext *x, uint64_t size, uint64_t more);  /* size + more <= proto-max-bulk-len */
/* Memory is there for a string of so many bytes in place of o, which may be NULL. */
bool argsStringGrows(execContext *x, object *o, size_t len);
object *readQuietly(execContext *x, int i);              /* counts hits and misses, leaves idle time alone */
bool argsCount(execContext *x, int i, long long *count); /* COUNT of the scans: 1 or more */
bool argsCursor(execContext *x, int i, uint64_t *cursor);
void replyObject(execContext *x, const object *o); /* o is a string */
#endif
