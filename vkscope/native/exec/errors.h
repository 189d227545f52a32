/* errors.h: how often each error was answered, by its code, as INFO errorstats shows it.
 *
 * Words  code: the first word of an error ("ERR", "WRONGTYPE").
 * Rules  at most ERROR_CODES codes: whatever comes after them counts as ERRORSTATS_OVERFLOW, so that texts made by
 *        users (scripts, DEBUG ERROR) cannot fill the table. */
#ifndef VK_ERRORS_H
#define VK_ERRORS_H
#include <stddef.h>
#include <stdint.h>

#define ERROR_CODES 128
#define ERROR_CODE_MAX 32

typedef struct errorCount {
    char code[ERROR_CODE_MAX]; /* with a terminator */
    uint64_t times;
} errorCount;

void errorsCount(const char *text, size_t len); /* the error without '-' */
unsigned errorsList(const errorCount **list);   /* in no order; how many */
void errorsReset(void);
#endif
