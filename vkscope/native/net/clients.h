/* clients.h: private to net/: the table of handlers, and what the reactor does with clients. */
#ifndef VK_CLIENTS_H
#define VK_CLIENTS_H
#include "net/net.h"
#include "trace/trace.h"

enum handlerKind { HANDLER_NONE, HANDLER_CLIENT, HANDLER_LISTENER, HANDLER_TIMER, HANDLER_WAKE };

void scopeNetInit(void); /* sections and subscriptions of SCOPE */
void clientsInit(int set);
void clientsRelease(void);
void clientsWatch(int fd, enum handlerKind kind);      /* a descriptor of the reactor's own */
int clientsListen(int fd, const connectionType *type); /* takes fd */
enum handlerKind clientsHandler(uint64_t tag);         /* NONE: the handler is gone (its generation passed) */
client *clientsByTag(uint64_t tag);
void clientsAccept(uint64_t tag);
void clientsCron(int64_t now_ms); /* idle timeouts, output limits, idle buffers */
void clientsPushEvents(void);     /* SCOPE SUBSCRIBE's batches */
void clientsReap(void);           /* frees what was closed; depth 0, no batch */
void clientsForked(void);         /* child: closes listeners */

void clientRead(client *c);
bool clientHasWork(const client *c);           /* bytes behind pos that may be whole requests */
bool clientParse(client *c, respResume *into); /* true: a whole request; errors are answered and close */
/* behind: the client whose command ran just before; parse_ticks: what parsing took, 0 where not measured. */
void clientExecute(client *c, respResume *request, uint64_t hash, uint32_t behind, uint64_t parse_ticks);
void clientWrite(client *c);

void reactorMarkRunnable(client *c);
void reactorMarkDirty(client *c);
#endif
