/* errors.h: how often each error was answered, by its code, as INFO errorstats shows it.
 *
 * Words  code: the first word of an error ("ERR", "WRONGTYPE").
 * Rules  texts made by users (scripts' own errors) open no code beyond ERROR_CODES: they count as ERRORSTATS_OVERFLOW
 *        then, and the server's own codes still find their place. */
#ifndef VK_ERRORS_H
#define VK_ERRORS_H
#include <stddef.h>
#include <stdint.h>

#define ERROR_CODES 128
#define ERROR_CODES_ALL 256
#define ERROR_CODE_MAX 32

typedef struct errorCount {
    char code[ERROR_CODE_MAX]; /* with a terminator */
    uint64_t times;
} errorCount;

void errorsCount(const char *text, size_t len);      /* the error without '-' */
void errorsCountUsers(const char *text, size_t len); /* of a text that no command of ours has made */
unsigned errorsList(const errorCount **list);        /* in no order; how many */
void errorsReset(void);
#endif
