/* shortage.h: what commands may do while the system gives no memory (base/reserve.h).
 *
 * Design  While memory is short, commands that may need some (CMD_DENYOOM) are answered -OOM; others run on, so that
 *         keys can be read and deleted. A large request is asked about before it runs: it needs room three times, for
 *         the value, the append-only file and the replicas. Cron fills the reserve again; with that the shortage ends.
 *         A script that has written may use half of the reserve to come to its end. When that is gone, scripts get no
 *         more memory; new clients, one of whom may be here to help, are refused when only a quarter is left.
 * Cost    the gate has one branch.
 * Events  MemoryShort. */
#ifndef VK_SHORTAGE_H
#define VK_SHORTAGE_H
#include "exec/context.h"

#define SHORTAGE_TEXT "OOM command not allowed: the system gives no more memory."

extern uint64_t shortage_rejected; /* commands that were refused */

/* Memory is short, or the request is large. False: answered. Sets exec_oom. */
bool shortageAllows(execContext *x);
/* While memory is short: may a script not go on? wrote: it has written before. */
bool shortageStops(bool wrote);
/* Before something large is made: is there memory for so much? False: answered. */
bool shortageRoom(execContext *x, size_t bytes);
bool shortageRoomFor(execContext *x, const object *o, unsigned times); /* for so many values of about this size */
void shortageCron(void);
#endif
