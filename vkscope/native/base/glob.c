/* glob.c: see glob.h. */
#include "base/base.h"
#include <ctype.h>

/* Valkey gives up there too: a pattern of that many stars is an attack on the server's time. */
enum { GLOB_STARS = 1000 };

static int fold(char c, bool ignore_case) {
    return ignore_case ? tolower((unsigned char)c) : (unsigned char)c;
}

/* Matches one text byte against the element at *at and moves *at behind that element. */
static bool elementMatch(const char *p, size_t len, size_t *at, char c, bool nocase) {
    size_t i = *at;
    if (p[i] == '?') {
        *at = i + 1;
        return true;
    }
    if (p[i] != '[') {
        if (p[i] == '\\' && i + 1 < len)
            i++;
        *at = i + 1;
        return fold(p[i], nocase) == fold(c, nocase);
    }
    bool hit = false, negate = ++i < len && p[i] == '^';
    if (negate)
        i++;
    int want = fold(c, nocase);
    for (; i < len && p[i] != ']'; i++) {
        if (p[i] == '\\' && i + 1 < len) {
            i++;
            hit |= (unsigned char)p[i] == (unsigned char)c;
        } else if (i + 2 < len && p[i + 1] == '-') {
            int low = fold(p[i], nocase), high = fold(p[i + 2], nocase);
            hit |= low <= high ? want >= low && want <= high : want >= high && want <= low;
            i += 2;
        } else {
            hit |= fold(p[i], nocase) == want;
        }
    }
    *at = i < len ? i + 1 : len;
    return hit != negate;
}

bool globMatch(const char *p, size_t plen, const char *s, size_t slen, bool nocase) {
    size_t i = 0, j = 0, star = plen, resume = 0;
    unsigned stars = 0;
    if (!slen)
        return !plen; /* as Valkey: not even a star matches nothing */
    while (j < slen) {
        size_t next = i;
        if (i < plen && p[i] == '*') {
            stars += i == 0 || p[i - 1] != '*';
            if (stars > GLOB_STARS)
                return false;
            star = i++;
            resume = j;
        } else if (i < plen && elementMatch(p, plen, &next, s[j], nocase)) {
            i = next;
            j++;
        } else if (star < plen) {
            i = star + 1;
            j = ++resume;
        } else {
            return false;
        }
    }
    while (i < plen && p[i] == '*')
        i++;
    return i == plen;
}
