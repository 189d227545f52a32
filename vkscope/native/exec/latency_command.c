/* latency_command.c: LATENCY but for DOCTOR, which is the control plane's: samples, their graph, histograms. */
#include "exec/exec.h"
#include "exec/command_info.h"
#include "gen/commands.h"
#include <stdio.h>
#include <string.h>

#define GRAPH_COLUMNS 80
#define GRAPH_ROWS 4
#define LABEL_ROOM 24

static void latest(execContext *x) {
    replyArray(x, latencyCount());
    for (unsigned i = 0; i < latencyCount(); i++) {
        const latencyEvent *e = latencyAt(i);
        const latencyPoint *last = latencyLast(e);
        replyArray(x, 6);
        replyBulkC(x, e->name);
        replyLong(x, last->time_s);
        replyLong(x, (long long)last->ms);
        replyLong(x, (long long)e->max);
        replyLong(x, (long long)e->sum);
        replyLong(x, (long long)e->many);
    }
}

static void history(execContext *x) {
    const latencyEvent *e = latencyFind(x->argv[2].ptr, (int)x->argv[2].len);
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (unsigned i = 0; e && i < LATENCY_SAMPLES; i++) {
        const latencyPoint *p = latencyOldest(e, i);
        if (!p->time_s)
            continue;
        replyArray(x, 2);
        replyLong(x, p->time_s);
        replyLong(x, (long long)p->ms);
        n++;
    }
    replySetDeferredArray(x, handle, n);
}

/* ------------------------------------------------------------------------------------------------------------- graph
 */

/* One column: how high, and how long ago, written downwards. */
typedef struct column {
    uint64_t ms;
    char label[LABEL_ROOM];
} column;

static void labelAge(char *label, int64_t seconds) {
    static const struct {
        int64_t size;
        char letter;
    } units[] = {{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}};
    int u = 0;
    while (u < 3 && seconds < units[u].size)
        u++;
    snprintf(label, LABEL_ROOM, "%lld%c", (long long)(seconds / units[u].size), units[u].letter);
}

static unsigned readColumns(const latencyEvent *e, column *columns) {
    unsigned n = 0;
    int64_t now = clockWallMs() / 1000;
    for (unsigned i = 0; i < LATENCY_SAMPLES; i++) {
        const latencyPoint *p = latencyOldest(e, i);
        if (!p->time_s)
            continue;
        columns[n].ms = p->ms;
        labelAge(columns[n++].label, now > p->time_s ? now - p->time_s : 0);
    }
    return n;
}

/* What a column shows in a row, counted from the bottom: each row has three steps, drawn _ o # and filled with |. */
static char cell(uint64_t ms, uint64_t low, uint64_t high, int row) {
    static const char marks[] = "_o#";
    int steps = GRAPH_ROWS * 3;
    int step = high > low ? (int)((double)(ms - low) * steps / (double)(high - low)) : 0;
    int mark = (step < steps ? step : steps - 1) - row * 3;
    return mark < 0 ? ' ' : mark < 3 ? marks[mark] : '|';
}

static void drawBlock(replySink *out, const column *columns, unsigned n, uint64_t low, uint64_t high) {
    for (int row = GRAPH_ROWS - 1; row >= 0; row--) {
        for (unsigned i = 0; i < n; i++)
            sinkAppend(out, &(char){cell(columns[i].ms, low, high, row)}, 1);
        sinkAppend(out, "\n", 1);
    }
    size_t deepest = 0;
    for (unsigned i = 0; i < n; i++)
        deepest = strlen(columns[i].label) > deepest ? strlen(columns[i].label) : deepest;
    for (unsigned i = 0; i < n; i++)
        sinkAppend(out, " ", 1);
    sinkAppend(out, "\n", 1);
    for (size_t line = 0; line < deepest; line++) {
        for (unsigned i = 0; i < n; i++)
            sinkAppend(out, line < strlen(columns[i].label) ? &columns[i].label[line] : " ", 1);
        sinkAppend(out, "\n", 1);
    }
}

static void drawGraph(replySink *out, const latencyEvent *e) {
    column columns[LATENCY_SAMPLES];
    unsigned n = readColumns(e, columns);
    uint64_t low = n ? columns[0].ms : 0, high = low;
    for (unsigned i = 0; i < n; i++) {
        low = columns[i].ms < low ? columns[i].ms : low;
        high = columns[i].ms > high ? columns[i].ms : high;
    }
    char line[GRAPH_COLUMNS + 160];
    int len = snprintf(line, sizeof(line), "%s - high %llu ms, low %llu ms (all time high %llu ms)\n", e->name,
                       (unsigned long long)high, (unsigned long long)low, (unsigned long long)e->max);
    sinkAppend(out, line, (size_t)len);
    memset(line, '-', GRAPH_COLUMNS);
    line[GRAPH_COLUMNS] = '\n';
    sinkAppend(out, line, GRAPH_COLUMNS + 1);
    for (unsigned at = 0; at < n; at += GRAPH_COLUMNS) {
        if (at)
            sinkAppend(out, "\n", 1);
        drawBlock(out, columns + at, n - at < GRAPH_COLUMNS ? n - at : GRAPH_COLUMNS, low, high);
    }
}

static void graph(execContext *x) {
    const latencyEvent *e = latencyFind(x->argv[2].ptr, (int)x->argv[2].len);
    if (!e) {
        replyErrorFmt(x, "ERR No samples available for event '%.*s'",
                      (int)(x->argv[2].len < 256 ? x->argv[2].len : 256), x->argv[2].ptr);
        return;
    }
    replySink text = {0};
    drawGraph(&text, e);
    replyVerbatim(x, text.buf, text.len, "txt");
    sinkRelease(&text);
}

/* -------------------------------------------------------------------------------------------------------- histograms
 */

/* The border of a bucket as it is shown, in us: the largest value that two significant digits cannot tell from it. */
static long long shownBorder(uint64_t ns) {
    return (long long)((ns + (ns >> 7) - 1) / 1000);
}

/* Borders are 1024 ns times powers of two; those where nothing came to it are left out. */
static long replyBuckets(execContext *x, const histogram *h) {
    long n = 0;
    uint64_t before = 0;
    for (uint64_t border = 1024; before < h->count; border *= 2) {
        bool last = border >> HIST_TOP;
        uint64_t sum = last ? h->count : histCountUpTo(h, border - 1);
        if (sum > before) {
            replyLong(x, shownBorder(border));
            replyLong(x, (long long)sum);
            n++;
        }
        before = sum;
    }
    return n;
}

static void replyHistogram(execContext *x, const command *c, long *n) {
    if (!c->times.count)
        return;
    replyBulkC(x, c->name);
    replyMap(x, 2);
    replyBulkC(x, "calls");
    replyLong(x, (long long)c->times.count);
    replyBulkC(x, "histogram_usec");
    size_t handle = replyDeferredLen(x);
    long buckets = replyBuckets(x, &c->times);
    replySetDeferredMap(x, handle, buckets);
    ++*n;
}

static void replyWithSubs(execContext *x, const command *c, long *n) {
    replyHistogram(x, c, n);
    for (const command *s = c->subs; s; s = s->next_sub)
        replyHistogram(x, s, n);
}

static void histograms(execContext *x) {
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (int i = 2; i < x->argc; i++) {
        const command *c = commandLookupFullName(x->argv[i].ptr, x->argv[i].len);
        if (c)
            replyWithSubs(x, c, &n);
    }
    for (unsigned id = 1; x->argc == 2 && id <= commandCount(); id++)
        replyHistogram(x, commandById(id), &n);
    replySetDeferredMap(x, handle, n);
}

static void reset(execContext *x) {
    unsigned n = x->argc == 2 ? latencyReset(NULL, 0) : 0;
    for (int i = 2; i < x->argc; i++)
        n += latencyReset(x->argv[i].ptr, (int)x->argv[i].len);
    replyLong(x, n);
}

void latencyCommand(execContext *x) {
    static const char *const help[] = {
        "DOCTOR",
        "    Explains in words what made the server slow.",
        "GRAPH <event>",
        "    Draws the samples of <event>.",
        "HISTORY <event>",
        "    The samples of <event>: time in seconds and milliseconds.",
        "LATEST",
        "    The last sample of each event, its worst one, the sum and the number of all.",
        "RESET [<event> ...]",
        "    Forgets the samples of these events, or of all.",
        "HISTOGRAM [<command> ...]",
        "    How many calls of these commands, or of all, took up to 1, 2, 4 ... microseconds.",
        NULL,
    };
    static const struct {
        const char *name;
        void (*run)(execContext *x);
    } subcommands[] = {
        {"latest", latest}, {"history", history}, {"graph", graph}, {"histogram", histograms}, {"reset", reset}};
    for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++) {
        if (strcmp(x->cmd->spec->name, subcommands[i].name) == 0) {
            subcommands[i].run(x);
            return;
        }
    }
    replyHelp(x, help);
}
