/* pause.h: CLIENT PAUSE: commands that wait, and who lets them go on.
 *
 * Design  A command that must wait is put back in front of its client's query buffer, in RESP, with all that the batch
 *         holds behind it: nothing waits but bytes, and order stays. A postponed client is read, not parsed.
 *         While paused, keys neither expire nor are evicted (keyspace_paused).
 * Words   purpose: who asked for a pause; each has an end of its own, and what counts is their union.
 *         behind: writes wait, too, while the disk is too far behind what clients were answered (persist/aof.c).
 * Cost    of what is behind: a comparison a tick. */
#ifndef VK_PAUSE_H
#define VK_PAUSE_H
#include "net/client.h"

enum pausePurpose { PAUSE_BY_COMMAND, PAUSE_BY_SHUTDOWN, PAUSE_BY_FAILOVER, PAUSE_PURPOSES };

enum { PAUSE_REASON_BEHIND = PAUSE_PURPOSES + 1 };

/* A longer end and stronger actions of the same purpose stay. */
void pauseStart(enum pausePurpose who, int64_t end_ms, bool all);
void pauseApply(void); /* import-mode changed: it stops expiry and eviction too */
void pauseEnd(enum pausePurpose who);
/* Commands that write wait when more than so many ns have passed since this reading of clockTicks(), until this is
 * called with another one; 0: they do not. */
void pauseBehind(uint64_t since, uint64_t ns);
bool pauseIsBehind(void);
/* As a tick begins: lets clients go when their time has come, or makes them wait. */
void pauseCheck(int64_t now_ms, uint64_t now_ticks);
int pauseReason(int64_t *end_ms); /* 0 none, else purpose + 1 of the latest end; PAUSE_REASON_BEHIND if it is alone */
void clientPostpone(client *c, const respResume *request);
void clientPutBack(client *c, const respResume *request); /* it stands, and the batch holds this request */
void clientUnpostpone(client *c); /* after the batch: its requests go in front of its query buffer */
unsigned clientsPostponed(void);
void clientForgetPostponed(client *c); /* it is freed */
#endif
