/* log.h: lines for the server's log, from native code. The control plane writes them (door/vk_python.h).
 *
 * Rules  not on a hot path: a line is formatted only when its level is shown. Line ends in it are the writer's affair.
 * Errors a line longer than 1 KiB is cut. Without a writer (native units) lines go nowhere. */
#ifndef VK_LOG_H
#define VK_LOG_H
#include <stdbool.h>
#include <stddef.h>

enum logLevel { LEVEL_DEBUG, LEVEL_VERBOSE, LEVEL_NOTICE, LEVEL_WARNING };

extern enum logLevel log_level; /* lines below it are not shown */
extern void (*log_writer)(int level, const char *text, size_t len);

static inline bool logShows(enum logLevel level) {
    return level >= log_level;
}
void logLine(enum logLevel level, const char *format, ...) __attribute__((format(printf, 2, 3)));
#endif
