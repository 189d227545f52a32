/* num.h: numbers to text and back, as the protocol writes them.
 *
 * Rules  Parsing is strict: no sign '+', no leading zeros, no spaces, nothing after the last digit. */
#ifndef VK_NUM_H
#define VK_NUM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LL_DIGITS 21 /* bytes that any int64 needs, terminator included */

int ll2string(char *dst, long long value);                     /* bytes written; no terminator; dst >= LL_DIGITS */
bool string2ll(const char *s, size_t len, long long *value);   /* false: not an integer, value untouched */
bool string2d(const char *s, size_t len, double *value);       /* false also for NaN */
bool string2ld(const char *s, size_t len, long double *value); /* false also for NaN */
int d2string(char *dst, size_t size, double value);            /* whole numbers plain, else as d2shortest */
/* The shortest text that reads back the same: 0.1, 100, 1e+20; an exponent from 7 zeros on. Bytes written, no
 * terminator needed; dst >= 40. */
int d2shortest(char *dst, double value);
int ld2string(char *dst, size_t size, long double value); /* fixed, 17 digits, trailing zeros cut */
#endif
