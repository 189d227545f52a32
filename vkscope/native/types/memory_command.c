/* memory_command.c: MEMORY: what a key costs, what the allocator holds. STATS is the control plane's. */
#include "types/types.h"
#include "gen/commands.h"
#include <stdio.h>
#include <string.h>

static const char *const help[] = {
    "DOCTOR",
    "    Says what is wrong with the use of memory.",
    "MALLOC-STATS",
    "    The allocator's classes and how full they are.",
    "PURGE",
    "    Gives pages without blocks back to the system.",
    "STATS",
    "    Where memory goes, as numbers.",
    "USAGE <key> [SAMPLES <count>]",
    "    Bytes that <key> and its value take. Of nested values up to <count> are looked at",
    "    (5 by default, 0 for all).",
    NULL,
};

/* A key's share of its tables: 64 bytes for 7 entries at best. */
enum { TABLE_SHARE = 10 };

static void usage(execContext *x) {
    for (int i = 3; i < x->argc; i++) {
        long long samples;
        if (!OPTION(x, i, "samples") || i + 1 == x->argc) {
            replyErrorSyntax(x);
            return;
        }
        if (!argLong(x, ++i, &samples))
            return;
        if (samples < 0) {
            replyErrorSyntax(x);
            return;
        }
    }
    object *o = dbPeek(x->db, x->argv[2].ptr, x->argv[2].len, argHash(x, 2));
    if (!o) {
        replyNull(x);
        return;
    }
    replyLong(x, (long long)objectMemory(o) + (o->flags & OBJ_EXPIRE ? 2 * TABLE_SHARE : TABLE_SHARE));
}

static void mallocStats(execContext *x) {
    char text[128 * (ZMALLOC_CLASSES + 2)];
    size_t len = (size_t)snprintf(text, sizeof(text), "used:%zu peak:%zu\n%8s %8s %12s %12s %6s\n", zmallocUsed(),
                                  zmallocPeak(), "class", "slabs", "used", "total", "full");
    for (int i = 0; i < ZMALLOC_CLASSES; i++) {
        zmallocClass c;
        zmallocStats(i, &c);
        if (!c.slabs)
            continue;
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%8u %8u %12llu %12llu %5.1f%%\n", c.size, c.slabs,
                                (unsigned long long)c.used, (unsigned long long)c.total,
                                c.total ? 100.0 * (double)c.used / (double)c.total : 0.0);
    }
    replyVerbatim(x, text, len, "txt");
}

void memoryCommand(execContext *x) {
    if (argIs(x, 1, "help") && x->argc == 2) {
        replyHelp(x, help);
    } else if (argIs(x, 1, "usage") && x->argc >= 3) {
        usage(x);
    } else if (argIs(x, 1, "malloc-stats") && x->argc == 2) {
        mallocStats(x);
    } else if (argIs(x, 1, "purge") && x->argc == 2) {
        zmallocTrim();
        replyOk(x);
    } else if (argIs(x, 1, "stats") && x->argc == 2 && exec_python) {
        exec_python(x);
    } else {
        replyErrorSubcommand(x);
    }
}
