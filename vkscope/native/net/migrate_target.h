/* migrate_target.h: connections to other servers that MIGRATE reads and writes until they are done or time is over.
 *
 * Rules  functions that return false have set errno; ETIMEDOUT: the other side was too slow. */
#ifndef VK_MIGRATE_TARGET_H
#define VK_MIGRATE_TARGET_H
#include "net/connection.h"
#include "exec/context.h"

typedef struct migrateTarget {
    connection conn;
    char *name;     /* "host:port" */
    long long dbid; /* selected there; -1: not known */
    int64_t used_ms;
    size_t from, to; /* of buf: what was read and not looked at */
    char buf[4096];
} migrateTarget;

/* The one kept, or a new one; NULL: there is none to be had. */
migrateTarget *migrateTargetOf(const execArg *host, const execArg *port, int timeout_ms);
void migrateDrop(migrateTarget *t);                                                /* closes it; errno stays */
bool migrateWrite(migrateTarget *t, const void *data, size_t len, int timeout_ms); /* the time is for each 64 KiB */
/* A line without its end, cut to fit. */
bool migrateReadLine(migrateTarget *t, char *line, size_t size, int timeout_ms);
#endif
