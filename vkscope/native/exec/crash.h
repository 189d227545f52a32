/* crash.h: the report that a server leaves when it must end: on a fatal signal, an internal error, and, without
 * ending, on SIGALRM and when the watchdog's time is over.
 *
 * Design Handlers run on a stack of their own. The report goes into the log file: what happened, the calls that led
 *        there, registers, the server's numbers, the command that ran and who sent it. The ring of events stays in its
 *        file, which the report names. Then the process dies of the signal, so that cores and exit statuses are as
 *        ever.
 * Threads handlers run on whichever thread failed; one report a process. */
#ifndef VK_CRASH_H
#define VK_CRASH_H
#include <stdbool.h>
#include <stdint.h>
#include "exec/context.h"

void crashRelease(void);               /* internal errors are told in a line on stderr again */
void crashInit(void);                  /* SIGALRM and internal errors are reported from now on */
void crashLogFile(const char *path);   /* where reports go; "": standard output. Copied */
void crashEnable(bool on, bool exits); /* crash-log-enabled: fatal signals too; use-exit-on-panic */
void crashWatch(int64_t period_ms);    /* watchdog-period; 0: off */
void crashWatchdogFeed(void);          /* from cron: begins the watchdog's time again */

extern const execContext *crash_running; /* the command under way; set by execRun */
#endif
