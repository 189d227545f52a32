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
/* o as DUMP carries it, in out->s.buf, out->s.len; the caller releases out->s. False: out->refused cannot be held by
 * out->version, which RDB_REFUSED says. */
bool rdbDump(rdbOut *out, const object *o);
#define RDB_REFUSED "ERR RDB version %u (rdb-save-version) cannot hold %s"
void rdbDebugReload(struct execContext *x); /* DEBUG RELOAD */
void persistScopeInit(void);                /* adds the section persist of SCOPE SNAPSHOT */
void rdbFlushed(void); /* FLUSHALL is done: where save points are set, the file must not bring the data back */
#endif
