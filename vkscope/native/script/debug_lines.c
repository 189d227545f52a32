/* debug_lines.c: see debug.h: what the debugger's client is told, and the commands that need no language. */
#include "exec/exec.h"
#include "script/debug.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WORDS_TOLD = 10, LEAST_MAX = 60, LINE_MOST = 1 << 26 /* bytes of a line, whatever maxlen says */ };

static void add(scriptDebug *d, const char *text) {
    sinkAppend(&d->out, text, strlen(text));
}

/* ------------------------------------------------------------------------------------------------------------- lines
 */

void debugOpen(scriptDebug *d, const char *prefix) {
    add(d, "+");
    d->begun = d->out.len;
    add(d, prefix);
}

void debugClose(scriptDebug *d) {
    for (size_t i = d->begun; i < d->out.len; i++)
        if (d->out.buf[i] == '\r' || d->out.buf[i] == '\n')
            d->out.buf[i] = ' ';
    add(d, "\r\n");
    d->told++;
}

bool debugIsFull(const scriptDebug *d) {
    size_t len = d->out.len - d->begun;
    return len > LINE_MOST || (d->max_len && len > d->max_len);
}

void debugCloseCut(scriptDebug *d) {
    bool cut = debugIsFull(d);
    if (cut) {
        size_t most = d->max_len ? d->max_len : LINE_MOST;
        d->out.len = d->begun + most;
        add(d, " ...");
    }
    debugClose(d);
    if (!cut || d->hinted)
        return;
    d->hinted = true;
    debugSay(d, "<hint> That was cut; 'maxlen 0' shows all of such values.");
}

void debugSay(scriptDebug *d, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    debugOpen(d, "");
    if (n > 0) {
        char *to = sinkReserve(&d->out, (size_t)n + 1);
        vsnprintf(to, (size_t)n + 1, format, again); /* it does not close: there is room */
        d->out.len += (size_t)n;
    }
    va_end(again);
    debugClose(d);
}

/* ------------------------------------------------------------------------------------------------------------ source
 */

bool debugIsBreakpoint(const scriptDebug *d, int line) {
    for (int i = 0; i < d->nbreakpoints; i++)
        if (d->breakpoints[i] == line)
            return true;
    return false;
}

void debugShowLine(scriptDebug *d, int line) {
    char head[32];
    snprintf(head, sizeof(head), "%s%c%-3d ", line == d->line ? "->" : "  ", debugIsBreakpoint(d, line) ? '#' : ' ',
             line);
    debugOpen(d, head);
    if (line < 1 || line > d->nlines) {
        add(d, "<out of range source code line>");
    } else {
        const debugLine *l = &d->lines[line - 1];
        sinkAppend(&d->out, d->source + l->at, l->len);
    }
    debugClose(d);
}

static void showAround(scriptDebug *d, int around, int context) {
    for (int i = 1; i <= d->nlines; i++)
        if (abs(around - i) <= context)
            debugShowLine(d, i);
}

void debugStopped(scriptDebug *d, const char *why) {
    debugSay(d, "* Stopped at %d, stop reason = %s", d->line, why);
    debugShowLine(d, d->line);
    debugSend(d);
}

/* ---------------------------------------------------------------------------------------------------------- commands
 */

bool debugIs(const execArg *word, const char *name, const char *letter) {
    return (word->len == strlen(name) && strncasecmp(word->ptr, name, word->len) == 0) ||
           (word->len == strlen(letter) && strncasecmp(word->ptr, letter, word->len) == 0);
}

/* A word stands before a line end, where this stops. */
static int wordNumber(const execArg *word) {
    long n = strtol(word->ptr, NULL, 10);
    return n > 1000000000 ? 1000000000 : n < -1000000000 ? -1000000000 : (int)n;
}

static void runHelp(scriptDebug *d, const execArg *argv, int argc) {
    static const char *const lines[] = {
        "Lua debugger help:",
        "[h]elp               This list.",
        "[s]tep, [n]ext       Run this line, and stop before the next one.",
        "[c]ontinue           Run on to a breakpoint.",
        "[l]ist [line] [ctx]  The source around a line (0: this one), ctx lines before",
        "                     and behind it (5).",
        "[w]hole              All of the source.",
        "[p]rint [name]       A variable, or all locals of this frame; also KEYS, ARGV.",
        "[b]reak              The breakpoints.",
        "[b]reak line ...     Set one; a line below 0 removes one, 0 removes all.",
        "[t]race              The frames that were called to come here.",
        "[e]val code          Run Lua in a frame of its own, and show what it returns.",
        "[v]alkey cmd ...     Run a command; also [r]edis and server.",
        "[m]axlen [bytes]     How much is shown of values and replies; 0: everything.",
        "[a]bort              End the script; what it has changed stays in sync mode.",
        "server.debug(...)    In a script: show values here.",
        "server.breakpoint()  In a script: stop before the next line."};
    (void)argv;
    (void)argc;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        debugSay(d, "%s", lines[i]);
}

static void runList(scriptDebug *d, const execArg *argv, int argc) {
    int around = argc > 1 ? wordNumber(&argv[1]) : 0;
    showAround(d, around > 0 ? around : d->line, argc > 2 ? wordNumber(&argv[2]) : 5);
}

static void runWhole(scriptDebug *d, const execArg *argv, int argc) {
    (void)argv;
    (void)argc;
    for (int i = 1; i <= d->nlines; i++)
        debugShowLine(d, i);
}

static void setBreakpoint(scriptDebug *d, long long line) {
    if (d->nbreakpoints == DEBUG_BREAKPOINTS) {
        debugSay(d, "Too many breakpoints set.");
    } else if (line > d->nlines || debugIsBreakpoint(d, (int)line)) {
        debugSay(d, "Wrong line number.");
    } else {
        d->breakpoints[d->nbreakpoints++] = (int)line;
        showAround(d, (int)line, 1);
    }
}

static void removeBreakpoint(scriptDebug *d, long long line) {
    for (int i = 0; i < d->nbreakpoints; i++) {
        if (d->breakpoints[i] != line)
            continue;
        d->nbreakpoints--;
        memmove(d->breakpoints + i, d->breakpoints + i + 1, sizeof(int) * (size_t)(d->nbreakpoints - i));
        debugSay(d, "Breakpoint removed.");
        return;
    }
    debugSay(d, "No breakpoint in the specified line.");
}

static void showBreakpoints(scriptDebug *d) {
    if (!d->nbreakpoints) {
        debugSay(d, "No breakpoints set. Use 'b <line>' to add one.");
        return;
    }
    debugSay(d, "%d breakpoints set:", d->nbreakpoints);
    for (int i = 0; i < d->nbreakpoints; i++)
        debugShowLine(d, d->breakpoints[i]);
}

static void runBreak(scriptDebug *d, const execArg *argv, int argc) {
    if (argc == 1)
        showBreakpoints(d);
    for (int i = 1; i < argc; i++) {
        long long line;
        if (!string2ll(argv[i].ptr, argv[i].len, &line)) {
            debugSay(d, "Invalid argument:'%.*s'", (int)argv[i].len, argv[i].ptr);
        } else if (line == 0) {
            d->nbreakpoints = 0;
            debugSay(d, "All breakpoints removed.");
        } else if (line > 0) {
            setBreakpoint(d, line);
        } else {
            removeBreakpoint(d, line == INT64_MIN ? 0 : -line);
        }
    }
}

static void runMaxlen(scriptDebug *d, const execArg *argv, int argc) {
    if (argc == 2) {
        int len = wordNumber(&argv[1]);
        d->hinted = true;
        d->max_len = len <= 0 ? 0 : len < LEAST_MAX ? LEAST_MAX : (size_t)len;
    }
    if (d->max_len) {
        debugSay(d, "<value> replies are truncated at %zu bytes.", d->max_len);
    } else {
        debugSay(d, "<value> replies are unlimited.");
    }
}

bool debugRunCommand(scriptDebug *d, const execArg *argv, int argc) {
    static const struct {
        const char *name, *letter;
        void (*run)(scriptDebug *d, const execArg *argv, int argc);
    } all[] = {{"help", "h", runHelp},
               {"list", "l", runList},
               {"whole", "w", runWhole},
               {"break", "b", runBreak},
               {"maxlen", "m", runMaxlen}};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (debugIs(&argv[0], all[i].name, all[i].letter)) {
            all[i].run(d, argv, argc);
            return true;
        }
    return false;
}

void debugUnknown(scriptDebug *d) {
    debugSay(d, "<error> Unknown Lua debugger command or wrong number of arguments.");
}

/* ------------------------------------------------------------------------------------- what the script's commands do
 */

void debugTellCommand(scriptDebug *d, const execArg *argv, int argc) {
    debugOpen(d, "<command>");
    for (int i = 0; i < argc && i < WORDS_TOLD; i++) {
        add(d, " ");
        sinkAppend(&d->out, argv[i].ptr, argv[i].len);
    }
    if (argc > WORDS_TOLD) {
        char rest[48];
        snprintf(rest, sizeof(rest), " ... (%d more)", argc - WORDS_TOLD);
        add(d, rest);
    }
    debugClose(d);
}

void debugTellError(scriptDebug *d, const char *text, bool counted) {
    bool plain = strncmp(text, "ERR ", 4) == 0;
    debugOpen(d, plain || !counted ? "<error> " : "<error> -");
    add(d, text + (plain ? 4 : 0));
    debugClose(d);
}

typedef struct reader {
    scriptDebug *d;
    const char *at, *end;
} reader;

static void human(reader *r);

static void humans(reader *r, const char *open, const char *close, long long n, const char *arrow) {
    add(r->d, open);
    for (long long i = 0; i < n && !debugIsFull(r->d); i++) {
        if (i)
            add(r->d, ",");
        human(r);
        if (!arrow)
            continue;
        add(r->d, arrow);
        human(r);
    }
    add(r->d, close);
}

static void humanBulk(reader *r, const char *text, size_t len, bool verbatim) {
    size_t kind = verbatim && len >= 4 ? 4 : 0; /* "txt:" */
    if ((size_t)(r->end - text) < len + 2)
        return;
    sinkQuoted(&r->d->out, text + kind, len - kind);
    r->at = text + len + 2;
}

static void human(reader *r) {
    replySink *to = &r->d->out;
    const char *line = r->at, *end = line < r->end ? memchr(line, '\r', (size_t)(r->end - line)) : NULL;
    if (!end || end + 2 > r->end) {
        r->at = r->end;
        return;
    }
    size_t len = (size_t)(end - line);
    long long n = -1;
    string2ll(line + 1, len - 1, &n);
    r->at = end + 2;
    switch (*line) {
    case '+':
    case '-':
        sinkQuoted(to, line, len);
        break;
    case '$':
    case '=':
        if (n < 0) {
            add(r->d, "NULL");
        } else {
            humanBulk(r, end + 2, (size_t)n, *line == '=');
        }
        break;
    case '*':
        if (n < 0) {
            add(r->d, "NULL");
        } else {
            humans(r, "[", "]", n, NULL);
        }
        break;
    case '~':
        humans(r, "~(", ")", n, NULL);
        break;
    case '%':
        humans(r, "{", "}", n, " => ");
        break;
    case '_':
        add(r->d, "(null)");
        break;
    case '#':
        add(r->d, line[1] == 't' ? "#true" : "#false");
        break;
    case ',':
        add(r->d, "(double) ");
        sinkAppend(to, line + 1, len - 1);
        break;
    default: /* a number, whole or big */
        sinkAppend(to, line + 1, len - 1);
        break;
    }
}

void debugTellReply(scriptDebug *d, const char *resp, size_t len) {
    reader r = {d, resp, resp + len};
    if (len && resp[0] == '-') {
        debugOpen(d, "<error> ");
        sinkAppend(&d->out, resp, len - 2);
        debugClose(d);
    }
    debugOpen(d, "<reply> ");
    human(&r);
    debugCloseCut(d);
}
