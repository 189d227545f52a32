/* affinity.c: see affinity.h. */
#define _GNU_SOURCE
#include "base/affinity.h"
#include <ctype.h>
#include <sched.h>
#include <stdlib.h>

/* A number at *at, which moves behind it; -1: there is none. */
static long number(const char **at) {
    char *end;
    if (!isdigit((unsigned char)**at))
        return -1;
    long n = strtol(*at, &end, 10);
    *at = end;
    return n;
}

void affinitySet(const char *list) {
    cpu_set_t set;
    CPU_ZERO(&set);
    while (*list) {
        long first = number(&list), last = first, step = 1;
        if (*list == '-' && list++)
            last = number(&list);
        if (*list == ':' && list++)
            step = number(&list);
        if (first < 0 || last < first || step < 1 || last >= CPU_SETSIZE || (*list && *list != ','))
            return;
        for (long cpu = first; cpu <= last; cpu += step)
            CPU_SET((size_t)cpu, &set);
        list += *list == ',';
    }
    if (CPU_COUNT(&set))
        sched_setaffinity(0, sizeof(set), &set);
}
