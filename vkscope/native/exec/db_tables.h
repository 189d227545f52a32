/* db_tables.h: a hash table for each database, of what somebody keeps about its keys: who waits for them, who watches
 * them. Databases are known by number: tables stay where they are when SWAPDB exchanges what is in them. */
#ifndef VK_DB_TABLES_H
#define VK_DB_TABLES_H
#include "ds/ds.h"

typedef struct dbTables {
    const hashtableType *type; /* with entryKeyBytes */
    hashtable **of;            /* by database; NULL: nobody has kept anything there */
    int n;
} dbTables;

hashtable *dbTable(dbTables *t, int dbid);         /* made where there is none */
hashtable *dbTableIf(const dbTables *t, int dbid); /* NULL: there is none */
void *dbTablesFind(const dbTables *t, int dbid, const char *key, size_t len, uint64_t hash); /* NULL: absent */
/* fn for every entry of a database; it may take its own entry out. */
void dbTableEach(const dbTables *t, int dbid, hashtableScanFunction fn, void *ctx);
#endif
