/* cluster_stats.c: CLUSTER SLOT-STATS, and the section `slots` of SCOPE SNAPSHOT. */
#include "cluster/cluster.h"
#include "exec/exec.h"
#include "exec/scope.h"
#include <stdlib.h>

enum metric { KEY_COUNT, CPU_USEC, BYTES_IN, BYTES_OUT, METRICS };

static const char *const metric_names[METRICS] = {"key-count", "cpu-usec", "network-bytes-in", "network-bytes-out"};

static uint64_t valueOf(int slot, enum metric m) {
    const slotUse *u = &cluster_use[slot];
    switch (m) {
    case KEY_COUNT:
        return dbSlotKeys(slot);
    case CPU_USEC:
        return u->us + u->rest_ns / 1000;
    case BYTES_IN:
        return u->in;
    default:
        return u->out;
    }
}

static void writeSlot(execContext *x, int slot) {
    int metrics = cluster_config.slot_stats ? METRICS : 1;
    replyArray(x, 2);
    replyLong(x, slot);
    replyMap(x, metrics);
    for (int m = 0; m < metrics; m++) {
        replyBulkC(x, metric_names[m]);
        replyLong(x, (long long)valueOf(slot, (enum metric)m));
    }
}

static bool slotArg(execContext *x, int i, int *slot) {
    long long n;
    if (!string2ll(x->argv[i].ptr, x->argv[i].len, &n) || n < 0 || n >= CLUSTER_SLOTS) {
        replyErrorC(x, "ERR Invalid or out of range slot");
        return false;
    }
    *slot = (int)n;
    return true;
}

static void byRange(execContext *x) {
    int first, last;
    long n = 0;
    if (!slotArg(x, 3, &first) || !slotArg(x, 4, &last))
        return;
    if (first > last) {
        replyErrorFmt(x, "ERR Start slot number %d is greater than end slot number %d", first, last);
        return;
    }
    size_t handle = replyDeferredLen(x);
    for (int slot = first; slot <= last; slot++) {
        if (!clusterOursIs(slot))
            continue;
        writeSlot(x, slot);
        n++;
    }
    replySetDeferredArray(x, handle, n);
}

typedef struct ranked {
    int slot;
    uint64_t value;
} ranked;

static int bySlot(const ranked *a, const ranked *b) {
    return a->slot - b->slot;
}

static int rising(const void *a, const void *b) {
    const ranked *p = a, *q = b;
    return p->value == q->value ? bySlot(p, q) : p->value < q->value ? -1 : 1;
}

static int falling(const void *a, const void *b) {
    const ranked *p = a, *q = b;
    return p->value == q->value ? bySlot(p, q) : p->value > q->value ? -1 : 1;
}

static bool metricArg(execContext *x, enum metric *m) {
    for (int i = 0; i < METRICS; i++) {
        if (!argIs(x, 3, metric_names[i]) || (i != KEY_COUNT && !cluster_config.slot_stats))
            continue;
        *m = (enum metric)i;
        return true;
    }
    replyErrorC(x, "ERR Unrecognized sort metric for ORDERBY.");
    return false;
}

static bool orderArgs(execContext *x, long long *limit, bool *desc) {
    int limits = 0, orders = 0;
    *limit = CLUSTER_SLOTS;
    *desc = true;
    for (int i = 4; i < x->argc; i++) {
        if (argIs(x, i, "limit") && i + 1 < x->argc) {
            if (!argRange(x, ++i, 1, CLUSTER_SLOTS, limit,
                          "ERR Limit has to lie in between 1 and 16384 (maximum number of slots)."))
                return false;
            limits++;
        } else if (argIs(x, i, "asc") || argIs(x, i, "desc")) {
            *desc = argIs(x, i, "desc");
            orders++;
        } else {
            replyErrorSyntax(x);
            return false;
        }
        if (limits > 1 || orders > 1) {
            replyErrorC(x, "ERR Multiple filters of the same type are disallowed.");
            return false;
        }
    }
    return true;
}

static void byOrder(execContext *x) {
    enum metric m;
    long long limit;
    bool desc;
    size_t n = 0;
    if (!metricArg(x, &m) || !orderArgs(x, &limit, &desc))
        return;
    ranked *rows = zmalloc(sizeof(ranked) * CLUSTER_SLOTS);
    for (int slot = 0; slot < CLUSTER_SLOTS; slot++)
        if (clusterOursIs(slot))
            rows[n++] = (ranked){slot, valueOf(slot, m)};
    qsort(rows, n, sizeof(ranked), desc ? falling : rising);
    if (n > (size_t)limit)
        n = (size_t)limit;
    replyArray(x, (long)n);
    for (size_t i = 0; i < n; i++)
        writeSlot(x, rows[i].slot);
    zfree(rows);
}

void clusterReplySlotStats(execContext *x) {
    if (argIs(x, 2, "slotsrange") && x->argc == 5) {
        byRange(x);
    } else if (argIs(x, 2, "orderby") && x->argc >= 4) {
        byOrder(x);
    } else {
        replyErrorSubcommand(x);
    }
}

/* --- SCOPE --- */

static const char *stateOf(int slot) {
    if (cluster->migrating[slot] != NO_NODE)
        return "migrating";
    if (cluster->importing[slot] != NO_NODE)
        return "importing";
    return clusterOursIs(slot) ? "owned" : NULL;
}

static void writeRanges(execContext *x) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (int first = 0, last; first < CLUSTER_SLOTS; first = last + 1) {
        const char *state = stateOf(first);
        last = first;
        while (last + 1 < CLUSTER_SLOTS && stateOf(last + 1) == state)
            last++;
        if (!state)
            continue;
        replyArray(x, 3);
        replyLong(x, first);
        replyLong(x, last);
        replyBulkC(x, state);
        n++;
    }
    replySetDeferredArray(x, handle, n);
}

static void writeUsed(execContext *x) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (int slot = 0; slot < CLUSTER_SLOTS; slot++) {
        const slotUse *u = &cluster_use[slot];
        uint64_t keys = dbSlotKeys(slot);
        if (!keys && !u->ops)
            continue;
        replyArray(x, 4);
        replyLong(x, slot);
        replyLong(x, (long long)keys);
        replyLong(x, (long long)u->ops);
        replyLong(x, (long long)u->bytes);
        n++;
    }
    replySetDeferredArray(x, handle, n);
}

/* What was refused: five fields. */
static void writeRefused(execContext *x) {
    const clusterStats *s = &cluster_stats;
    scopeLong(x, "crossslot", s->crossslot);
    scopeLong(x, "moved", s->moved);
    scopeLong(x, "ask", s->ask);
    scopeLong(x, "tryagain", s->tryagain);
    scopeLong(x, "clusterdown", s->down);
}

/* Without the rows of slots: for those who look often. */
static void writeRedirects(execContext *x) {
    replyMap(x, 5);
    writeRefused(x);
}

static void writeSection(execContext *x) {
    replyMap(x, 10);
    scopeLong(x, "enabled", cluster != NULL);
    scopeText(x, "state", !cluster ? "" : cluster->ok ? "ok" : "fail");
    scopeLong(x, "assigned", cluster ? (uint64_t)cluster->assigned : 0);
    writeRefused(x);
    replyBulkC(x, "used");
    if (cluster) {
        writeUsed(x);
    } else {
        replyArray(x, 0);
    }
    replyBulkC(x, "ranges");
    if (cluster) {
        writeRanges(x);
    } else {
        replyArray(x, 0);
    }
}

void clusterScopeInit(void) {
    scopeSectionAdd("slots", writeSection);
    scopeSectionAdd("redirects", writeRedirects);
}
