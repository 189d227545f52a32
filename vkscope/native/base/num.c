/* num.c: see num.h. */
#include "base/base.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
    "4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798"
    "99";

int ll2string(char *dst, long long value) {
    char tmp[LL_DIGITS];
    char *p = tmp + sizeof(tmp);
    unsigned long long v = value < 0 ? 0ULL - (unsigned long long)value : (unsigned long long)value;
    while (v >= 100) {
        p -= 2;
        memcpy(p, pairs + v % 100 * 2, 2);
        v /= 100;
    }
    if (v >= 10) {
        p -= 2;
        memcpy(p, pairs + v * 2, 2);
    } else {
        *--p = (char)('0' + v);
    }
    if (value < 0)
        *--p = '-';
    int len = (int)(tmp + sizeof(tmp) - p);
    memcpy(dst, p, (size_t)len);
    return len;
}

bool string2ll(const char *s, size_t len, long long *value) {
    if (len == 0 || len >= LL_DIGITS)
        return false;
    size_t i = 0;
    bool negative = s[0] == '-';
    if (negative && ++i == len)
        return false;
    if (s[i] == '0') {
        if (negative || len != 1)
            return false;
        *value = 0;
        return true;
    }
    unsigned long long v = 0;
    for (; i < len; i++) {
        unsigned digit = (unsigned)(unsigned char)s[i] - '0';
        if (digit > 9)
            return false;
        if (__builtin_mul_overflow(v, 10ULL, &v) || __builtin_add_overflow(v, digit, &v))
            return false;
    }
    if (v > (unsigned long long)INT64_MAX + negative)
        return false;
    *value = negative ? (long long)(0ULL - v) : (long long)v;
    return true;
}

/* Copies to a terminated buffer what strto* may read; spaces in front and texts with a NUL inside are refused. */
static bool floatText(const char *s, size_t len, char *buf, size_t size) {
    if (len == 0 || len >= size || (s[0] >= 9 && s[0] <= 13) || s[0] == ' ' || memchr(s, 0, len))
        return false;
    memcpy(buf, s, len);
    buf[len] = 0;
    return true;
}

bool string2d(const char *s, size_t len, double *value) {
    char buf[512], *end;
    if (!floatText(s, len, buf, sizeof(buf)))
        return false;
    errno = 0;
    double v = strtod(buf, &end);
    if (end != buf + len || isnan(v))
        return false;
    if (errno == ERANGE && (v == HUGE_VAL || v == -HUGE_VAL || fpclassify(v) == FP_ZERO))
        return false;
    *value = v;
    return true;
}

bool string2ld(const char *s, size_t len, long double *value) {
    char buf[5 * 1024], *end;
    if (!floatText(s, len, buf, sizeof(buf)))
        return false;
    errno = 0;
    long double v = strtold(buf, &end);
    if (end != buf + len || isnan(v))
        return false;
    if (errno == ERANGE && (v == HUGE_VALL || v == -HUGE_VALL || fpclassify(v) == FP_ZERO))
        return false;
    *value = v;
    return true;
}

/* The fewest digits, without trailing zeros, that read back as value; it is digits * 10^*exponent. How many. */
static int shortestDigits(char digits[18], double value, int *exponent) {
    char text[40];
    int n = 0, first = fpclassify(value) == FP_SUBNORMAL ? 0 : 14;
    for (int precision = first; precision <= 16; precision++) {
        snprintf(text, sizeof(text), "%.*e", precision, value);
        if (strtod(text, NULL) == value)
            break;
    }
    const char *p = text;
    for (; *p != 'e'; p++)
        if (*p != '.')
            digits[n++] = *p;
    *exponent = atoi(p + 1) + 1 - n;
    for (; n > 1 && digits[n - 1] == '0'; n--)
        ++*exponent;
    return n;
}

int d2shortest(char *dst, double value) {
    if (isnan(value) || isinf(value) || value == 0)
        return sprintf(dst, isnan(value) ? "nan" : value == 0 ? "0" : value < 0 ? "-inf" : "inf");
    char digits[18], *at = dst;
    int k, n = shortestDigits(digits, fabs(value), &k), power = k + n - 1;
    if (value < 0)
        *at++ = '-';
    if (k >= 0 && power < n + 7) {
        memcpy(at, digits, (size_t)n);
        memset(at + n, '0', (size_t)k);
        at += n + k;
    } else if (k < 0 && (k > -7 || (power < 4 && power > -4))) {
        int whole = n + k; /* digits before the point */
        if (whole <= 0) {
            at += sprintf(at, "0.%.*s%.*s", -whole, "000000000000000000000", n, digits);
        } else {
            at += sprintf(at, "%.*s.%.*s", whole, digits, n - whole, digits + whole);
        }
    } else {
        at += n > 1 ? sprintf(at, "%c.%.*s", digits[0], n - 1, digits + 1) : sprintf(at, "%c", digits[0]);
        at += sprintf(at, "e%+d", power);
    }
    return (int)(at - dst);
}

int d2string(char *dst, size_t size, double value) {
    const double whole = 4611686018427387904.0; /* 2^62: beyond, numbers are written with an exponent */
    if (value == 0)
        return snprintf(dst, size, signbit(value) ? "-0" : "0");
    if (value >= -whole && value <= whole && value == (double)(long long)value) {
        int len = ll2string(dst, (long long)value);
        dst[len] = 0;
        return len;
    }
    char text[40];
    int len = d2shortest(text, value);
    return snprintf(dst, size, "%.*s", len, text);
}

int ld2string(char *dst, size_t size, long double value) {
    if (isinf(value))
        return snprintf(dst, size, value > 0 ? "inf" : "-inf");
    int len = snprintf(dst, size, "%.17Lf", value);
    if (len < 0 || (size_t)len >= size)
        return 0;
    if (memchr(dst, '.', (size_t)len)) {
        while (dst[len - 1] == '0')
            len--;
        if (dst[len - 1] == '.')
            len--;
        dst[len] = 0;
    }
    if (len == 2 && dst[0] == '-' && dst[1] == '0') {
        dst[0] = '0';
        len = 1;
    }
    return len;
}
