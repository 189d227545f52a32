/* reply.h: the one reply sink: commands say what they answer, the sink knows how it is written.
 *
 * Words  sink: a growing buffer and a protocol version (2 or 3); a client's output, or memory for whoever asks.
 * Rules  error texts go out as one line: CR and LF in them become spaces. */
#ifndef VK_REPLY_H
#define VK_REPLY_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "exec/command_spec.h"

typedef struct replySink {
    char *buf; /* owned; NULL while nothing was written */
    size_t len, cap;
    size_t sent;     /* bytes that already left, at the front */
    uint8_t resp;    /* 2 or 3 */
    bool closes;     /* its owner looks at `over`: without memory it closes instead of ending the server */
    bool starved;    /* it is over for want of memory */
    size_t limit;    /* bytes that may wait, 0: any number; beyond it the sink is over and muted */
    bool muted;      /* CLIENT REPLY OFF: nothing is written */
    bool over;       /* bytes were refused: close the client */
    uint32_t errors; /* error replies ever written */
} replySink;

void sinkAppend(replySink *s, const void *data, size_t len);
/* Room for so many bytes, to be written there and added to len by the caller; also where the sink has just closed.
 * NULL: there is no memory, and the sink is over. */
char *sinkReserve(replySink *s, size_t more);
void sinkQuoted(replySink *s, const char *p, size_t len); /* "..." with escapes, as MONITOR shows arguments */
void sinkRelease(replySink *s);                           /* frees the buffer */
void sinkFit(replySink *s, size_t cap);                   /* of an empty sink: its room becomes cap bytes */

void replyOk(execContext *x);
void replyStatus(execContext *x, const char *text);
void replyBulk(execContext *x, const char *data, size_t len);
void replyBulkC(execContext *x, const char *text);
void replyBulkLong(execContext *x, long long value);
void replyLong(execContext *x, long long value);
void replyDouble(execContext *x, double value);
void replyBool(execContext *x, bool value);
void replyNull(execContext *x);      /* $-1 or _ */
void replyNullArray(execContext *x); /* *-1 or _ */
void replyArray(execContext *x, long n);
void replyMap(execContext *x, long pairs);
void replySet(execContext *x, long n);
void replyPush(execContext *x, long n);
void replyVerbatim(execContext *x, const char *text, size_t len, const char format[3]);
void replyRaw(execContext *x, const char *resp, size_t len); /* already in the client's protocol */
/* Errors: the text starts with its code ("ERR ...", "WRONGTYPE ..."). */
void replyErrorC(execContext *x, const char *text);
void replyErrorFmt(execContext *x, const char *format, ...) __attribute__((format(printf, 2, 3)));
void replyErrorUncounted(execContext *x, const char *text, size_t len); /* for statistics it was counted before */
void replyErrorSyntax(execContext *x);
void replyErrorNotInt(execContext *x);
void replyErrorWrongType(execContext *x);
void replyErrorUnknownSubcommand(execContext *x); /* of a container, named in argv[1] */
void replyErrorSubcommand(execContext *x);        /* unknown subcommand or wrong number of arguments */
/* A length that is known only after its elements: keep the handle, write elements, then set it. */
size_t replyDeferredLen(execContext *x);
void replySetDeferredArray(execContext *x, size_t handle, long n);
void replySetDeferredMap(execContext *x, size_t handle, long pairs);
void replySetDeferredSet(execContext *x, size_t handle, long n);
void replyHelp(execContext *x, const char *const *lines); /* NULL ends; the frame of <CONTAINER> HELP */
#endif
