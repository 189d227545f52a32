/* stacktrace.h: the calls that led here, written to a descriptor from a signal handler.
 *
 * Rules  async-signal-safe but for dladdr and backtrace, which glibc makes safe once they have run: stacktraceInit
 *        runs them. Allocates nothing.
 * Design Names come from the symbol table of the file that the code was loaded from, mapped for the purpose: our
 *        functions are not exported, so the dynamic symbols know none of them. */
#ifndef VK_STACKTRACE_H
#define VK_STACKTRACE_H

void stacktraceInit(void);
/* One line a call: file(function+0xoffset) [address]. fault: the instruction that failed, put first; NULL. */
void stacktraceWrite(int fd, void *fault);
#endif
