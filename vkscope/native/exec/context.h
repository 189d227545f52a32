/* context.h: what a command sees of the world, and the gate it comes through.
 *
 * Words  argv are views into the query buffer: valid until the command returns; argRetain() copies one to keep it. */
#ifndef VK_CONTEXT_H
#define VK_CONTEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/base.h"
#include "keyspace/keyspace.h"
#include "exec/command.h"
#include "exec/reply.h"

typedef struct execArg {
    const char *ptr;
    size_t len;
} execArg;

typedef struct client client;
typedef struct waiter waiter;           /* blocking.h */
typedef struct transaction transaction; /* multi.h */
typedef struct scriptRun scriptRun;     /* script/ */

/* What logs show of a client, and where it sits. */
typedef struct clientFace {
    const char *peer, *name; /* address and CLIENT SETNAME's name; "" without */
    bool local;              /* a Unix socket, or the loopback interface */
    bool tls;                /* it speaks TLS: ports that it is told are those for TLS */
} clientFace;

/* The session's side of a command: lives in the client, or alone (plug-ins, scripts, a loader). */
typedef struct session {
    uint64_t user; /* id of its user (acl.h); 0: the default user */
    int dbid;
    transaction *multi; /* owned; NULL: neither MULTI nor WATCH was said */
    bool authenticated;
    bool close_after_reply;
    bool monitor;
    bool subscribed;      /* to channels, patterns or shard channels */
    bool replica;         /* it reads the write stream (SYNC, PSYNC), or means to (REPLCONF) */
    uint8_t asking;       /* ASKING came (2): its next command (1) may use a slot that is being imported */
    bool readonly;        /* READONLY: it may read from a replica of the slot's owner */
    uint8_t script_debug; /* SCRIPT DEBUG: how its next EVAL runs (script/debug.h) */
    uint64_t inside;      /* commands that ran inside others of it: in EXEC, in scripts */
} session;

/* What became of a command. */
enum execOutcome {
    EXEC_RAN,       /* it was answered, or has said nothing on purpose */
    EXEC_POSTPONED, /* it did not run: it must wait for the end of a pause */
    EXEC_QUEUED,    /* it is part of a transaction, and was answered so */
    EXEC_BLOCKED    /* it waits for a key: `waiter` */
};

struct execContext {
    client *client; /* NULL without a connection */
    session *session;
    replySink *out;
    db *db;
    command *cmd;
    execArg *argv;
    int argc;
    uint64_t first_hash;  /* sipHash of argv[1], computed when it was parsed */
    int first_slot;       /* in a cluster, 1 + the slot of argv[1] as a key; 0: not computed yet */
    uint64_t queued_ns;   /* time between being read and being run, parsing not counted */
    uint64_t parse_ns;    /* parsing; 0 unless commands are watched */
    uint64_t held;        /* the client's chain of events that wait for their write, see traceHeldCommand */
    size_t request_bytes; /* of the request in the protocol */
    uint32_t behind;      /* slot of the client whose command ran just before */
    uint32_t slot;        /* of the client */
    enum execOutcome outcome;
    bool deny_blocking;  /* it must answer at once: in a transaction, a script, a plug-in */
    waiter *waiter;      /* what waits, or waited until this run; NULL: the command has not waited */
    bool again;          /* it runs again for its waiter */
    uint8_t propagation; /* enum propagation: what the write stream gets of it */
    int key_slot;        /* in a cluster, where its keys live; -1: it has none, or there is no cluster */
    scriptRun *script;   /* the script that calls it; NULL: none does */
    uint64_t redacted;   /* words that logs and monitors must not show: bit i, bit 63 for all from there on */
};

/* Who may use a protected command. */
enum execAllowed { ALLOWED_NOBODY, ALLOWED_ALL, ALLOWED_LOCAL };

/* What the server is doing while commands come: in nested turns only some may run. */
enum execState {
    EXEC_OPEN,    /* everything runs */
    EXEC_LOADING, /* only CMD_LOADING; others are answered -LOADING */
    EXEC_BUSY     /* a command takes long: only CMD_ALLOW_BUSY; others are answered -BUSY */
};
extern enum execState exec_state;
extern bool exec_loading; /* files of commands are being loaded: whatever takes long in it, clients are told LOADING */
extern const char *exec_busy_text; /* what others are told while a command is busy; NULL: the usual */
extern bool exec_oom;              /* memory was over the limit when the command that runs was let in */
const char *execOomText(void);     /* what commands that need memory are answered then, or when the system gives none */
/* The flags that hold for a call of EVAL and its kin: its script may say other ones. NULL: no scripts. */
extern uint32_t (*exec_script_flags)(const execContext *x, uint32_t flags);

/* A long command's watch on the time: it calls execYield() between pieces of its work, at least every 0.1 ms. */
typedef struct execYielder {
    uint64_t next; /* when others are served next, in ticks */
} execYielder;
extern bool (*exec_nested)(enum execState why);          /* the reactor's; NULL where there is none */
void execYieldStart(execYielder *y, enum execState why); /* busy: first after busy-reply-threshold; loading: in 2 ms */
void execYieldNow(execYielder *y, enum execState why);
static inline void execYield(execYielder *y, enum execState why) {
    if (unlikely(clockTicks() >= y->next))
        execYieldNow(y, why);
}

/* Settings that the gate and the commands read; written by CONFIG. */
typedef struct execConfig {
    bool requires_auth, hide_user_data, import_mode;
    bool reply_resizing;         /* false: clients' reply buffers keep their size (DEBUG REPLYBUFFER) */
    int64_t reply_peak_reset_ms; /* how long a peak of replies counts; -1: for ever */
    long long proto_max_bulk_len;
    int64_t slow_ns;                                /* commandlog-execution-slower-than; -1: never */
    bool cron_paused;                               /* DEBUG PAUSE-CRON */
    bool scripts_call_all;                          /* DEBUG SET-DISABLE-DENY-SCRIPTS: NOSCRIPT commands, too */
    enum execAllowed debug_command, module_command; /* enable-debug-command, enable-module-command */
    int64_t busy_reply_ms;                          /* busy-reply-threshold */
} execConfig;
extern execConfig exec_config;

typedef struct execStats {
    uint64_t commands, errors, unexpected_errors;
} execStats;
extern execStats exec_stats;

/* CLIENT PAUSE and its kin: which commands wait. The gate marks their context, whoever runs it keeps them. */
enum { PAUSED_WRITES = 1, PAUSED_ALL = 2 };
extern unsigned exec_paused;
/* Fewer replicas are near than min-replicas-to-write asks for: writes are refused. */
extern bool exec_lacks_replicas;

/* Data cannot be written to disk: PING and commands that write are answered this (MISCONF ...); NULL: they run. */
extern const char *exec_misconf;
enum misconf { MISCONF_RDB, MISCONF_AOF, MISCONFS };  /* who says it; the first counts */
void execMisconf(enum misconf who, const char *text); /* NULL: it can again; the text is kept by the caller */

/* Client-side caching: called after a command that reads, while anybody tracks; NULL else. */
extern void (*exec_remember)(const execContext *x);
/* A cluster's: may it run here, as to where its keys live? Sets x->key_slot; false: answered where to go, or why not.
 * NULL without a cluster. Inside a script (x->script) the answer is an error of the script's. */
extern bool (*exec_route)(execContext *x);
/* In a cluster, of a command with a slot: it took ns, and its answer this many bytes. */
extern void (*exec_slot_used)(const execContext *x, uint64_t ns, size_t reply_bytes);
/* Called before the gate evicts keys: clients that hold too much go first. False: so does the one that asks. */
extern bool (*exec_evict_clients)(execContext *x);
/* Called when the gate has evicted keys: what clients are told of that goes before the reply. */
extern void (*exec_evicted)(const execContext *x);

/* MONITOR: how many listen, and who tells them what ran. */
extern unsigned exec_monitors;
extern void (*exec_feed_monitors)(const execContext *x);

/* Called for commands that the control plane answers; it writes to x->out. */
extern void (*exec_python)(execContext *x);
/* Forks a child for `kind`, the parent standing still for stall_ns more (net/children.h); NULL where nothing forks. */
extern int (*exec_fork)(uint32_t kind, uint64_t stall_ns);

extern clientFace (*exec_client_face)(const client *c); /* set by who owns clients */
clientFace execClientFace(const client *c);             /* c may be NULL: the server itself */

/* The flags of x->cmd as it was called: a script may say other ones than EVAL. */
uint32_t execFlags(const execContext *x);
void execRun(execContext *x);  /* look up, check, run, count; argv[0] is the name; replies, unless it waits */
void execCall(execContext *x); /* the half of it behind the gate: x->cmd runs and is counted */
void execCount(execContext *x, uint64_t ns, bool failed); /* x->cmd was answered by others in its place */
static inline uint64_t argHash(const execContext *x, int i) {
    return i == 1 ? x->first_hash : sipHash(x->argv[i].ptr, x->argv[i].len);
}
bool argIs(const execContext *x, int i, const char *word); /* ignoring case; word is lower case */
bool argLong(execContext *x, int i, long long *value);     /* else answers "not an integer" */
bool argRange(execContext *x, int i, long long low, long long high, long long *value, const char *error);
void argRedact(execContext *x, int i);         /* argv[i] is a secret */
execArg argShown(const execContext *x, int i); /* argv[i], or "(redacted)" */
char *argRetain(const execContext *x, int i);  /* zmalloc'ed copy with a terminator; caller frees */
/* Looks argv[i] up; NULL when absent. wrong_type is set, and the error written, when it is not of `type`. */
object *argRead(execContext *x, int i, enum objectType type, bool *wrong_type);
object *argWrite(execContext *x, int i, enum objectType type, bool *wrong_type);
#endif
