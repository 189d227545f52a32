/* errors.c: see errors.h. A search through the list: there are a dozen codes, and errors are rare. */
#include "exec/errors.h"
#include <string.h>

static errorCount counts[ERROR_CODES_ALL + 1];
static unsigned ncounts;

static errorCount *find(const char *code, size_t len) {
    for (unsigned i = 0; i < ncounts; i++)
        if (memcmp(counts[i].code, code, len) == 0 && !counts[i].code[len])
            return &counts[i];
    return NULL;
}

static void count(const char *text, size_t len, unsigned room) {
    const char *space = memchr(text, ' ', len < ERROR_CODE_MAX ? len : ERROR_CODE_MAX);
    const char *code = space ? text : "ERR";
    size_t n = space ? (size_t)(space - text) : 3;
    if (n >= ERROR_CODE_MAX)
        n = ERROR_CODE_MAX - 1;
    errorCount *c = find(code, n);
    if (!c && ncounts >= room) {
        code = "ERRORSTATS_OVERFLOW";
        n = strlen(code);
        c = find(code, n);
    }
    if (!c) {
        c = &counts[ncounts++];
        memset(c, 0, sizeof(*c));
        memcpy(c->code, code, n);
    }
    c->times++;
}

void errorsCount(const char *text, size_t len) {
    count(text, len, ERROR_CODES_ALL);
}

void errorsCountUsers(const char *text, size_t len) {
    count(text, len, ERROR_CODES);
}

unsigned errorsList(const errorCount **list) {
    *list = counts;
    return ncounts;
}

void errorsReset(void) {
    ncounts = 0;
}
