/* log.c: see log.h. */
#include "base/log.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#define LINE_MAX_BYTES 1024

enum logLevel log_level = LEVEL_NOTICE;
void (*log_writer)(int level, const char *text, size_t len);

void logLine(enum logLevel level, const char *format, ...) {
    char text[LINE_MAX_BYTES];
    if (!log_writer || !logShows(level))
        return;
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (len > 0)
        log_writer((int)level, text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1);
}
