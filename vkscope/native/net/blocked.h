/* blocked.h: clients whose command waits for a key: how they stand, go on, and are told that they waited in vain.
 *
 * Rules  who waits, for what and in which order is exec's (exec/blocking.h); here is what that means for a connection.
 *        A blocked client is read, and not parsed: its next commands wait behind the one that waits.
 * Design Deadlines have a timer of their own in the reactor's set, armed for the earliest; one that rings for somebody
 *        who was served meanwhile finds nobody, and is armed again. */
#ifndef VK_BLOCKED_H
#define VK_BLOCKED_H
#include "net/client.h"

void blockedInit(void);
void clientBlocked(client *c, waiter *w);
/* Ends the wait: as if its time were over, or (error) with -UNBLOCKED. False: it does not wait. */
bool clientUnblock(client *c, bool error);
void clientForgetWait(client *c);         /* it is closed */
void clientGoOn(client *c, unsigned why); /* no longer stands for that reason; parsed again when for none */
/* Asks of each command that waits whether it must wait elsewhere; `refused` has then answered it, and it ends. */
void blockedSendAway(bool (*refused)(execContext *x));
void blockedTimeouts(void); /* answers all whose deadline has passed */
#endif
