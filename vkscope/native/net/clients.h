/* clients.h: private to net/: the table of handlers, and what the reactor does with clients. */
#ifndef VK_CLIENTS_H
#define VK_CLIENTS_H
#include "net/net.h"
#include "net/pause.h"
#include "net/blocked.h"
#include "trace/trace.h"

enum handlerKind {
    HANDLER_NONE,
    HANDLER_CLIENT,
    HANDLER_LISTENER,
    HANDLER_TIMER,
    HANDLER_WAKE,
    HANDLER_LINGER,
    HANDLER_DEADLINE,
    HANDLER_PIPE,
    HANDLER_LINK
};

void scopeNetInit(void); /* sections and subscriptions of SCOPE */
void clientsInit(int set);
void clientsRelease(void);
void clientsWatch(int fd, enum handlerKind kind);      /* a descriptor of the reactor's own */
int clientsListen(int fd, const connectionType *type); /* takes fd */
enum handlerKind clientsHandler(uint64_t tag);         /* NONE: the handler is gone (its generation passed) */
client *clientsByTag(uint64_t tag);
void clientsAccept(uint64_t tag);
void clientsPipe(uint64_t tag); /* its descriptor is readable */
/* A socket that is no client: `ready` is told what the set says of it. The socket stays its owner's. */
uint32_t clientsLinkAdd(int fd, void (*ready)(void *owner, uint32_t events), void *owner);
void clientsLinkWatch(uint32_t link, int fd, uint32_t events); /* EPOLLIN, EPOLLOUT */
void clientsLinkRemove(uint32_t link, int fd);
void clientsLink(uint64_t tag, uint32_t events);
bool clientsMayCome(connection conn, const char *peer);  /* false: there are too many; conn is closed */
client *clientsAdmit(connection conn, const char *peer); /* after it; NULL: refused and closed */
void clientsCron(int64_t now_ms);                        /* idle timeouts, output limits, idle buffers */
void clientsPushEvents(void);                            /* SCOPE SUBSCRIBE's batches */
void clientsReap(void);                                  /* frees what was closed; depth 0, no batch */
void clientsForked(void);                                /* child: closes listeners */

void clientRead(client *c);
bool clientLinkWrites(client *c);              /* its socket takes bytes; true: for a link that may now read, too */
bool clientHasWork(const client *c);           /* bytes behind pos that may be whole requests */
bool clientParse(client *c, respResume *into); /* true: a whole request; errors are answered and close */
/* hash, table: of argv[1] as a key; behind: the client whose command ran just before; parse_ticks: what parsing took, 0
 * where not measured. */
void clientExecute(client *c, respResume *request, uint64_t hash, int table, uint32_t behind, uint64_t parse_ticks);
void clientWrite(client *c);
execContext clientContext(client *c);
void clientRun(execContext *x);       /* the command, as this connection wants commands run and answered */
void clientRan(const execContext *x); /* it was answered: counts */

/* The query buffer is replaced by these bytes (taken over, zfree'd later), or shrunk to hold `room` bytes and what it
 * has. */
void clientTakeQuery(client *c, char *buf, size_t len, size_t cap);
void clientFitQuery(client *c, size_t room);

/* limits.c */
void clientsSetLimits(void);      /* after the configuration changed */
void clientOutputOver(client *c); /* its sink refused bytes: closes it */
void clientQueryOver(client *c);  /* closes it */
void clientWaits(client *c);      /* the socket takes no more */
void clientWaited(client *c, bool still);
void clientCron(client *c, int64_t now_ms);
void clientsEvict(void); /* end of a pass: the largest go until the others fit */

void clientMonitor(client *c, bool on);
/* A log line about a client: before, its line of CLIENT LIST, after. */
void clientLog(const client *c, enum logLevel level, const char *before, const char *after);

extern client *client_current; /* whose command runs; NULL: the server works on its own */

void reactorMarkRunnable(client *c);
#endif
