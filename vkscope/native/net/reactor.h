/* reactor.h: the native half of the loop: one set of descriptors, one call a tick.
 *
 * Words  doorbell: the set's descriptor, the one reader in uvloop.  tick: one vkTick().  turn: poll, read, parse,
 *        execute, write over all ready clients.  linger: waiting inside the tick for the next bytes.  pending: clients
 *        with work that no descriptor announces.
 * Design reactorTick() returns microseconds until native must run again: 0 now, -1 only when the doorbell rings. It
 *        returns -1 only while pending is 0; builds with VK_ASSERT look at every client to be sure.
 *
 *          tick:  turn -> linger (epoll_wait, at most 1 ms since the tick began) -> turn -> linger -> ... -> return
 *
 *        Lingering keeps Python's share per request small when few clients are connected: uvloop is still served at
 *        least every millisecond. Phases of a turn work on arrays of clients.
 *
 *        A command that takes long may call reactorNested() now and then: a turn inside the turn, in which others are
 *        served as far as the gate lets them (exec/context.h). It frees no client, reads none whose command is
 *        executing, runs neither expiry nor rehash, and goes at most two deep. What the outer turn had parsed and not
 *        yet executed is executed first, so that nobody waits behind the long command for an answer that he may have.
 * Threads one owner. */
#ifndef VK_REACTOR_H
#define VK_REACTOR_H
#include "net/client.h"
#include <sys/epoll.h>
#include <sys/types.h>

enum phase {
    PHASE_POLL,
    PHASE_READ,
    PHASE_PARSE,
    PHASE_EXECUTE,
    PHASE_PYTHON,
    PHASE_WRITE,
    PHASE_CRON,
    PHASE_OTHER,
    PHASE_OUTSIDE, /* Python between two ticks; in no turn */
    PHASES
};

/* One class of client-output-buffer-limit; 0: none. */
typedef struct outputLimit {
    size_t hard, soft;
    int soft_seconds;
} outputLimit;

typedef struct reactorConfig {
    int maxclients;
    int keepalive;    /* s */
    int idle_timeout; /* s; 0: never */
    size_t query_buffer_limit;
    outputLimit output[CLIENT_CLASSES];
    size_t maxmemory_clients; /* 0: none */
    size_t backlog_bytes;     /* repl-backlog-size */
    int accepts;              /* max-new-connections-per-cycle */
    int tls_accepts;          /* max-new-tls-connections-per-cycle */
    int hz;
    int linger_us;
    bool protected_mode; /* and no password: only loopback is served */
} reactorConfig;

typedef struct reactorStats {
    uint64_t ticks; /* turns */
    uint64_t rings; /* calls of reactorTick */
    uint64_t nested;
    uint64_t connections, rejected, reads, writes, net_in, net_out;
    uint64_t output_limit_closed, query_limit_closed, evicted_clients, reply_shrinks;
    uint64_t phase_ticks[PHASES]; /* ticks of the processor's counter; reactorPhaseNs */
    uint64_t tick_ns, max_tick_ns, max_tick_commands;
    histogram tick_times;
} reactorStats;

extern reactorConfig reactor_config;
extern reactorStats reactor_stats;

/* Where readiness comes from; tests script it. Returns how many events it wrote, -1 with errno; waits at most
 * timeout_us, 0: not at all. */
typedef int (*reactorPoller)(int set, struct epoll_event *events, int room, int timeout_us);

bool reactorInit(void);    /* false: errno */
void reactorRelease(void); /* closes every client and listener */
int reactorDoorbell(void);
int64_t reactorTick(void);
void reactorTurn(
    void (*work)(void)); /* a turn that does this instead of polling: outside a tick, nested turns run in it */
void reactorApply(void); /* reactor_config changed */
int reactorListen(int fd, const connectionType *type); /* takes fd; 0 or -1 */
void reactorUnlisten(const connectionType *type);      /* closes all listeners of the type */
void reactorSetPoller(reactorPoller p);                /* NULL: epoll */
client *reactorAdopt(connection conn); /* a client on an accepted connection; NULL: refused, and closed */
/* The client's link cannot read before it has written: it is told again when the socket takes bytes. */
void reactorWantWrite(uint64_t tag);
client *reactorClient(uint32_t slot, uint32_t generation); /* NULL when gone */
client *reactorClientById(uint64_t id);
/* Of all clients, looked at once in a while: bytes they hold, and the largest buffers of the last seconds. */
typedef struct clientsTotals {
    size_t memory, max_input, max_output;
} clientsTotals;
void reactorTotals(clientsTotals *out);
client *reactorNext(uint32_t *slot);    /* iteration: start with slot = 0; NULL ends */
bool clientsEvictFirst(execContext *x); /* for exec_evict_clients */
unsigned reactorClients(void);
extern void (*reactor_cron)(void); /* the control plane's share of cron, hz times a second */
extern void (*reactor_signal)(int signal);
/* Called once, before this turn writes, or the next one: whoever has something for that moment sets it. */
extern void (*reactor_before_write)(void);
/* Called before every write of replies: the append-only file has what they tell first. NULL: there is none. */
extern void (*reactor_flush)(void);
/* The reading end of a pipe: `ready` is called when it is readable. Not in the set while paused. */
uint32_t reactorPipeAdd(int fd, void (*ready)(void)); /* takes fd */
void reactorPipePause(uint32_t pipe, bool paused);
void reactorPipeClose(uint32_t pipe);
unsigned reactorPending(void);         /* clients with work that no descriptor announces */
void reactorPythonRan(uint64_t ticks); /* a handler of the control plane took this of the phase execute */
uint64_t reactorPhaseNs(enum phase p);
/* A turn inside the turn; see Design. True when it ran: false two deep already, or outside a tick. */
bool reactorNested(enum execState why);
bool reactorMustEnd(void); /* SIGTERM or SIGINT came and was not handled yet: who keeps the loop waiting gives it up */
bool reactorIsExecuting(const client *c); /* its command is under way: neither read it nor write to it */
/* While the last save runs: a SIGINT removes this file, and ends the process at once. NULL: SIGINT is as ever. */
extern const char *volatile reactor_insist_unlinks;
pid_t vkFork(void); /* the only fork: the child has no handlers, listeners or set of ours */
#endif
