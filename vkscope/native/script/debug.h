/* debug.h: a debugging session of a script: what the debugger's client sees and says. No language is known here.
 *
 * Words   session: from an EVAL of a client that said SCRIPT DEBUG to the end of the script.  forked: it runs in a
 * child, whose changes nobody keeps; else it runs here, and the server waits as long as its user thinks. stop: the
 * script stands before a line, and the client's commands are answered.  lost: nobody is there any more; the script runs
 * on without stops. Rules   One session a process at a time. In a child no Python runs, no file is written and nothing
 * is fed. Design  The connection is read and written here, waiting for it: the reactor does not see it before the end.
 *
 *           SCRIPT DEBUG YES -> EVAL -> fork: the parent forgets the client without ending its conversation
 *                                       the child: stops ... <endsession>, EVAL's reply, _exit
 *           SCRIPT DEBUG SYNC -> EVAL -> stops ... <endsession>, EVAL's reply, the client is closed
 *
 *         What is told before a stop is gathered and sent as one array of status lines.
 * Cost    one branch an EVAL and one a redis.call; the rest only while somebody debugs. */
#ifndef VK_DEBUG_H
#define VK_DEBUG_H
#include "exec/context.h"
#include "net/net.h"

/* What session.script_debug says. */
enum scriptDebugMode { DEBUG_NOT, DEBUG_FORKED, DEBUG_SYNC };

enum { DEBUG_BREAKPOINTS = 64, DEBUG_WORDS = 1024, DEBUG_WORD_BYTES = 1024 };

/* What the client has said and nobody has read; zero with respReset(&request) is none. */
typedef struct debugInput {
    char *buf;
    size_t len, cap;
    size_t used; /* of the command that was read last */
    respResume request;
} debugInput;
void debugInputRelease(debugInput *in);

typedef struct debugLine {
    size_t at, len; /* in the source, without its end */
} debugLine;

typedef struct scriptDebug {
    client *client;
    bool forked;
    bool lost;      /* no more commands come */
    bool broken;    /* nor does anybody read */
    bool step;      /* stop before the next line, and tell of commands until then */
    bool stop_next; /* stop before the next line: the script has asked for it */
    int breakpoints[DEBUG_BREAKPOINTS];
    int nbreakpoints;
    const char *source;
    debugLine *lines;
    int nlines, line; /* of the source; where the script stands, from 1 */
    size_t max_len;   /* of values and replies; 0: any */
    bool hinted;      /* the client knows how to change that */
    uint64_t since;   /* ticks: when the script began, or went on */
    replySink out;    /* lines not sent yet, as RESP */
    int told;         /* how many */
    size_t begun;     /* where the line begins that is being put together */
    debugInput *input;
} scriptDebug;

extern scriptDebug *script_debug; /* the session under way; NULL: none */

/* An EVAL in debug mode begins. False: it is over already, as a child has it now, or x was answered why not. */
bool debugBegin(execContext *x);
void debugEnd(execContext *x); /* it was answered. Does not return in a child */
void debugRelease(void);       /* the server ends: so do the forked sessions */

/* --- lines for the client --- */
void debugOpen(scriptDebug *d, const char *prefix); /* begins a line: append its text to d->out */
void debugClose(scriptDebug *d);
void debugCloseCut(scriptDebug *d);     /* cut to max_len, with a hint the first time */
bool debugIsFull(const scriptDebug *d); /* the line is longer than will be shown */
void debugSay(scriptDebug *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
void debugSend(scriptDebug *d);

/* --- the source --- */
bool debugIsBreakpoint(const scriptDebug *d, int line);
void debugShowLine(scriptDebug *d, int line);
/* Says that the script stands before d->line and why, and sends that. */
void debugStopped(scriptDebug *d, const char *why);

/* --- the client's commands --- */
/* Waits for one. NULL: it is in *argv, valid until the next call. Else why the session cannot go on; when the client
 * is gone, "", and d->lost is set. */
const char *debugRead(scriptDebug *d, execArg **argv, int *argc);
bool debugIs(const execArg *word, const char *name, const char *letter); /* ignoring case */
/* help, list, whole, break, maxlen: what needs no language. False: it is none of them. Answered, not sent. */
bool debugRunCommand(scriptDebug *d, const execArg *argv, int argc);
void debugUnknown(scriptDebug *d);

/* --- commands of the script --- */
void debugTellCommand(scriptDebug *d, const execArg *argv, int argc);
void debugTellReply(scriptDebug *d, const char *resp, size_t len);
/* `counted`: it has its code, and no '-'. Else as the API has it: "-CODE text", or "text". */
void debugTellError(scriptDebug *d, const char *text, bool counted);
#endif
