/* db_tables.c: see db_tables.h. */
#include "exec/db_tables.h"
#include "base/base.h"
#include <string.h>

hashtable *dbTable(dbTables *t, int dbid) {
    if (dbid >= t->n) {
        t->of = zrealloc(t->of, sizeof(hashtable *) * (size_t)(dbid + 1));
        memset(t->of + t->n, 0, sizeof(hashtable *) * (size_t)(dbid + 1 - t->n));
        t->n = dbid + 1;
    }
    if (!t->of[dbid])
        t->of[dbid] = hashtableCreate(t->type);
    return t->of[dbid];
}

hashtable *dbTableIf(const dbTables *t, int dbid) {
    return dbid < t->n ? t->of[dbid] : NULL;
}

void *dbTablesFind(const dbTables *t, int dbid, const char *key, size_t len, uint64_t hash) {
    const hashtable *table = dbTableIf(t, dbid);
    void **at = table ? hashtableFindBytes(table, key, len, hash) : NULL;
    return at ? *at : NULL;
}

void dbTableEach(const dbTables *t, int dbid, hashtableScanFunction fn, void *ctx) {
    hashtable *table = dbTableIf(t, dbid);
    size_t cursor = 0;
    if (!table || !hashtableSize(table))
        return;
    do {
        cursor = hashtableScan(table, cursor, fn, ctx);
    } while (cursor);
}
