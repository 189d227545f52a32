/* debug_list.c: DEBUG LISTPACK, QUICKLIST, QUICKLIST-PACKED-THRESHOLD, and what DEBUG OBJECT says of quicklists. */
#include "types/debug.h"
#include "types/types.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The object at argv[2] in that encoding, or the error is written. */
static object *encoded(execContext *x, enum objectEncoding encoding, const char *error) {
    object *o = dbPeek(x->db, x->argv[2].ptr, x->argv[2].len, argHash(x, 2));
    if (!o) {
        replyErrorC(x, "ERR no such key");
        return NULL;
    }
    if (o->encoding == encoding)
        return o;
    replyErrorC(x, error);
    return NULL;
}

void debugListpack(execContext *x) {
    object *o = encoded(x, ENC_LISTPACK, "ERR Not a listpack encoded object.");
    if (!o)
        return;
    lpRepr(objectValue(o), stdout);
    fflush(stdout);
    replyStatus(x, "Listpack structure printed on stdout");
}

void debugQuicklist(execContext *x) {
    object *o = encoded(x, ENC_QUICKLIST, "ERR Not a quicklist encoded object.");
    long long full = 0;
    if (!o)
        return;
    if (x->argc == 4 && !string2ll(x->argv[3].ptr, x->argv[3].len, &full))
        full = 0;
    quicklistRepr(objectValue(o), full != 0, stdout);
    fflush(stdout);
    replyStatus(x, "Quicklist structure printed on stdout");
}

/* Digits and a unit as in configuration files. */
static bool memoryValue(const execArg *a, unsigned long long *bytes) {
    static const struct {
        const char *unit;
        unsigned long long factor;
    } units[] = {{"", 1},        {"b", 1},        {"k", 1000},       {"kb", 1024},
                 {"m", 1000000}, {"mb", 1 << 20}, {"g", 1000000000}, {"gb", 1ULL << 30}};
    size_t digits = 0;
    long long n = 0;
    while (digits < a->len && a->ptr[digits] >= '0' && a->ptr[digits] <= '9')
        digits++;
    if (!string2ll(a->ptr, digits, &n))
        return false;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        size_t len = strlen(units[i].unit);
        if (a->len - digits == len && strncasecmp(a->ptr + digits, units[i].unit, len) == 0)
            return !__builtin_mul_overflow((unsigned long long)n, units[i].factor, bytes);
    }
    return false;
}

void debugPackedThreshold(execContext *x) {
    unsigned long long bytes;
    if (memoryValue(&x->argv[2], &bytes) && quicklistSetPackedThreshold(bytes)) {
        replyOk(x);
    } else {
        replyErrorC(x, "ERR argument must be a memory value bigger than 1 and smaller than 4gb");
    }
}

void debugListWords(const object *o, bool fast, char *out, size_t room) {
    const quicklist *ql = objectValue(o);
    size_t bytes = 0;
    int used = snprintf(out, room, " ql_nodes:%zu ql_avg_node:%.2f ql_listpack_max:%d ql_compressed:%d", ql->len,
                        (double)ql->count / (double)ql->len, ql->fill, ql->compress != 0);
    if (fast || used < 0 || (size_t)used >= room)
        return;
    for (const quicklistNode *n = ql->head; n; n = n->next)
        bytes += n->sz;
    snprintf(out + used, room - (size_t)used, " ql_uncompressed_size:%zu", bytes);
}
