/* shortage.h: what commands may do while the system gives no memory (base/reserve.h).
 *
 * Design  While memory is short, commands that may need some (CMD_DENYOOM) are answered -OOM; others run on, so that
 *         keys can be read and deleted. A large request is asked about before it runs: it needs room three times, for
 *         the value, the append-only file and the replicas. Cron fills the reserve again; with that the shortage ends.
 *         A script that has written may use half of the reserve to come to its end. When that is gone, scripts get no
 *         more memory, and no new clients come.
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
void shortageCron(void);
#endif
