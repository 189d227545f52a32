/* commandlog.h: the last commands that were slow, large, or had large replies.
 *
 * Words  kind: one of three logs. threshold: a command is logged when its value (us, or bytes of the request or of the
 *        reply in the protocol) is at least that; -1 switches the kind off.
 * Design each log is a list, newest first, of one block an entry: its numbers, and behind them the tail of its reply
 *        (arguments, address, name) as it will be sent. At most 32 arguments of 128 bytes are kept.
 * Cost   commandlogDue: three compares with limits that are UINT64_MAX when off. */
#ifndef VK_COMMANDLOG_H
#define VK_COMMANDLOG_H
#include "exec/context.h"

enum commandlogKind { LOG_SLOW, LOG_LARGE_REQUEST, LOG_LARGE_REPLY, LOG_KINDS };

#define LOG_ARGS 32
#define LOG_ARG_BYTES 128

/* What one command cost, in the units of the three kinds, slowness in ns. */
typedef struct commandCost {
    uint64_t ns, request, reply;
} commandCost;

extern uint64_t commandlog_floor[LOG_KINDS]; /* ns and bytes; UINT64_MAX: off */

void commandlogSetLimit(enum commandlogKind kind, int64_t threshold, uint64_t max_len); /* us or bytes; -1: off */
void commandlogAdd(const execContext *x, const commandCost *cost);                      /* to each log it belongs in */
void commandlogRelease(void);

static inline bool commandlogDue(const commandCost *c) {
    return c->ns >= commandlog_floor[LOG_SLOW] || c->request >= commandlog_floor[LOG_LARGE_REQUEST] ||
           c->reply >= commandlog_floor[LOG_LARGE_REPLY];
}
#endif
