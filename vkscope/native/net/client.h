/* client.h: one connected client in three parts: io (bytes), session (who), and the exec context made for each command.
 *
 * Rules  freed only at the end of a tick, never while a batch runs: a command that closes another client marks it.
 *        Outside this room a client is its slot and generation (reactor.h), never a pointer.
 * Words  postponed: its next command waits for the end of a pause (pause.h).  waiting: its reply did not fit into the
 *        socket and waits for the peer to read. */
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
    CLOSE_SHUTDOWN,
    CLOSE_QUERY_LIMIT,
    CLOSE_EVICTED = 11 /* as close_reason of the events' catalogue */
};

/* Classes of client-output-buffer-limit. Monitors are normal. */
enum clientClass { CLIENT_NORMAL, CLIENT_REPLICA, CLIENT_PUBSUB, CLIENT_CLASSES, CLIENT_PRIMARY = CLIENT_CLASSES };

typedef struct clientIo {
    connection conn;
    char *buf;            /* query buffer; NULL while nothing is pending */
    size_t len, pos, cap; /* filled to len; a request begins at pos */
    size_t peak;          /* most bytes pending since cron looked */
    respResume resume;    /* of the request at pos */
    size_t discard;       /* bytes of it that are still to come, and that there was no memory for */
    replySink out;
    bool wants_write; /* EPOLLOUT is on */
    bool own;         /* a request came in pieces: the buffer stays with the client until it is idle */
} clientIo;

/* A client that stands is read, not parsed. What a batch holds of it meanwhile is put back (pause.h). */
enum {
    STANDS_PAUSED = 1,  /* its next command waits for the end of a pause */
    STANDS_BLOCKED = 2, /* its command waits for a key (exec/blocking.h) */
    STANDS_PUT_BACK = 4 /* requests of it are on their way back, until the round of the turn ends */
};

struct client {
    clientIo io;
    session session;
    uint64_t id;
    uint32_t slot, generation;
    int64_t created_ms, active_ms;
    uint64_t net_in, net_out, commands;
    uint64_t ready_ticks;  /* when this turn saw its bytes */
    uint64_t held;         /* its commands of this turn, traceHeldCommand's chain */
    uint64_t waiting_ns;   /* since when its output waits; 0: it does not */
    uint64_t waiting_peak; /* most bytes that waited */
    uint64_t waiting_told; /* ns of waiting that an event has told already */
    int64_t soft_since_ms; /* since when it is over the soft output limit; 0: it is not */
    size_t out_peak;       /* most reply bytes pending since out_peak_ms */
    int64_t out_peak_ms;
    size_t counted;                            /* bytes by which it stands in the total of maxmemory-clients */
    struct clientSubscriptions *subscriptions; /* pubsub.c's; NULL without any */
    struct clientTracking *tracking;           /* tracking.c's; NULL while it does not track */
    replySink *late;                           /* pushes that wait for the end of its command; or NULL */
    replySink *postponed;    /* requests that were put back, as they go in front of the query buffer; or NULL */
    waiter *waiter;          /* its command that waits for a key; or NULL */
    struct replica *replica; /* repl's; NULL unless it said REPLCONF, SYNC or PSYNC */
    uint64_t wrote_flush;    /* number of the append-only file's flush that has its last write (persist/aof.h) */
    uint64_t wrote_at;       /* offset of the write stream behind its last command: what WAIT waits for */
    uint16_t last_command;   /* command id */
    bool closing;            /* freed at the end of the tick */
    bool handed_over;        /* a child goes on with its connection: it is closed here without an end for its peer */
    bool executing;          /* a command of its is under way */
    bool runnable, dirty;    /* in the reactor's lists */
    uint8_t standing;        /* why its requests are not parsed: STANDS_*; 0: they are */
    bool no_evict, no_touch, import_source;
    bool capa_redirect; /* CLIENT CAPA REDIRECT */
    uint8_t reply_skip; /* CLIENT REPLY SKIP: commands still to mute, the one that says it included */
    bool reply_off;
    enum closeReason reason;
    unsigned scope_classes;  /* SCOPE SUBSCRIBE: classes read, 0 when not subscribed */
    uint64_t scope_min_span; /* and only events that lasted this long, ns */
    uint64_t scope_batches;
    traceReader scope_reader;
    char *name, *lib_name, *lib_ver; /* owned; NULL: not set */
    char *peer, *local;              /* owned: "ip:port", "[ip]:port" or "path:0" */
};

static inline const char *clientWord(const char *word) {
    return word ? word : "";
}
static inline size_t clientOutput(const client *c) { /* reply bytes that have not left */
    return c->io.out.len - c->io.out.sent;
}
static inline size_t clientQuery(const client *c) { /* bytes read and not executed */
    return c->io.len - c->io.pos;
}
static inline size_t clientRequests(const client *c) { /* what client-query-buffer-limit counts: queued ones too */
    return clientQuery(c) + (c->session.multi ? c->session.multi->argument_bytes : 0);
}
static inline size_t clientUnparsed(const client *c) { /* of them, those that the parser has not passed */
    size_t query = clientQuery(c);
    return query > c->io.resume.at ? query - c->io.resume.at : 0;
}
enum clientClass clientClassOf(const client *c);

/* What repl does for clients with a `replica`; it sets them. */
typedef struct replicaHooks {
    bool (*write)(client *c);         /* all replies have left: what else it gets. True: the socket takes no more */
    size_t (*waits)(const client *c); /* bytes of the write stream that it still has to get */
    void (*forget)(client *c);        /* it is freed */
} replicaHooks;
extern replicaHooks replica_hooks;
/* Writes now; the bytes that the socket took, 0: it is full, -1: an error, the client is being closed. */
ssize_t clientPut(client *c, const void *data, size_t len);
/* What client-output-buffer-limit counts: the reply bytes that wait, and nothing up to STATIC_OUTPUT. */
#define STATIC_OUTPUT (16 * 1024)
size_t clientOutputMemory(const client *c);
size_t clientMemory(const client *c); /* all its buffers and itself */
#define CLIENT_FLAGS 20
void clientFlags(const client *c, char flags[CLIENT_FLAGS]); /* letters as CLIENT LIST shows them */
/* A line of CLIENT LIST, without its end; `hide`: for logs, where users' words are redacted. Appends to text. */
void clientDescribe(const client *c, bool hide, replySink *text);

void reactorMarkDirty(client *c);                 /* it has something to write: when this turn writes */
void clientSetLimits(client *c);                  /* after it came, or its class changed */
bool clientOutputSoft(client *c, int64_t now_ms); /* looks at its output; true: closed for that */
void clientRecount(client *c);                    /* its memory for maxmemory-clients; nothing without that limit */

/* Writes bytes that the client did not ask for (pushes): they leave at the end of this tick. */
void clientAppend(client *c, const void *data, size_t len);
void clientClose(client *c,
                 enum closeReason why); /* marks; the reply so far is still written for CLOSE_QUIT and CLOSE_PROTOCOL */
void clientHandOver(client *c);         /* closes it: a child that was just forked has it */
void clientSubscribe(client *c, unsigned classes); /* SCOPE SUBSCRIBE; 0 ends it */
#endif
