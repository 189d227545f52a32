/* persist: what is written to disk, and the same bytes as DUMP and RESTORE carry them. Include this, not the headers
 * one by one.
 *
 * A type joins with a file types/<type>_rdb.c: see rdb.h. */
#ifndef VK_PERSIST_H
#define VK_PERSIST_H
#include "persist/rdb.h"
#include "persist/rdb_file.h"
#include "persist/ziplist.h"

struct execContext;
void rdbDebugReload(struct execContext *x); /* DEBUG RELOAD */
void rdbFlushed(void); /* FLUSHALL is done: where save points are set, the file must not bring the data back */
#endif
