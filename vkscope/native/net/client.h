/* client.h: one connected client in three parts: io (bytes), session (who), and the exec context made for each command.
 *
 * Rules  freed only at the end of a tick, never while a batch runs: a command that closes another client marks it.
 *        Outside this room a client is its slot and generation (reactor.h), never a pointer. */
#ifndef VK_CLIENT_H
#define VK_CLIENT_H
#include "exec/exec.h"
#include "net/connection.h"
#include "net/resp.h"

enum closeReason {
    CLOSE_PEER,
    CLOSE_QUIT,
    CLOSE_ERROR,
    CLOSE_PROTOCOL,
    CLOSE_OUTPUT_LIMIT,
    CLOSE_KILLED,
    CLOSE_IDLE,
    CLOSE_SHUTDOWN
};

typedef struct clientIo {
    connection conn;
    char *buf;            /* query buffer; NULL while nothing is pending */
    size_t len, pos, cap; /* filled to len; a request begins at pos */
    respResume resume;    /* of the request at pos */
    replySink out;
    bool wants_write; /* EPOLLOUT is on */
    bool eof;
} clientIo;

struct client {
    clientIo io;
    session session;
    uint64_t id;
    uint32_t slot, generation;
    int64_t created_ms, active_ms;
    uint64_t net_in, net_out, commands;
    uint64_t ready_ticks;  /* when this turn saw its bytes */
    uint64_t held;         /* its commands of this turn, traceHeldCommand's chain */
    uint16_t last_command; /* command id */
    bool closing;          /* freed at the end of the tick */
    bool runnable, dirty;  /* in the reactor's lists */
    bool no_evict, no_touch;
    uint8_t reply_skip; /* CLIENT REPLY SKIP: commands still to mute, the one that says it included */
    bool reply_off;
    enum closeReason reason;
    unsigned scope_classes;  /* SCOPE SUBSCRIBE: classes read, 0 when not subscribed */
    uint64_t scope_min_span; /* and only events that lasted this long, ns */
    uint64_t scope_batches;
    traceReader scope_reader;
    char name[64], lib_name[64], lib_ver[32];
    char peer[64], local[64];
};

/* Writes bytes that the client did not ask for (pushes): they leave at the end of this tick. */
void clientAppend(client *c, const void *data, size_t len);
void clientClose(client *c,
                 enum closeReason why); /* marks; the reply so far is still written for CLOSE_QUIT and CLOSE_PROTOCOL */
void clientSubscribe(client *c, unsigned classes); /* SCOPE SUBSCRIBE; 0 ends it */
#endif
