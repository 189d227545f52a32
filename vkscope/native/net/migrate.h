/* migrate.h: MIGRATE: keys move to another server, while everybody waits.
 *
 * Rules  one request with a RESTORE for each key, then one reply for each: a key goes here when its reply has come.
 * What fails before the first reply is tried once more on a new connection, for the one kept may have been closed by
 * the other side; a time that is over is not. Words  target: a connection to another server, kept for the next MIGRATE
 * to the same host and port. Cost   bytes of the values, and a round trip; nothing else runs meanwhile, as in Valkey.
 * Host names are looked up synchronously. */
#ifndef VK_MIGRATE_H
#define VK_MIGRATE_H
#include <stdint.h>

void migrateCron(void);        /* closes targets that nobody has used for 10 s */
void migrateRelease(void);     /* closes all */
unsigned migrateTargets(void); /* kept now */
#endif
