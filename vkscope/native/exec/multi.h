/* multi.h: transactions: commands that are kept until EXEC, and the keys that must not change before it.
 *
 * Rules   A session has a transaction while it has said MULTI or watches a key; who does neither pays one test a
 *         command. Keys are heard of through keyspace's listeners, only while somebody watches.
 *         Commands of EXEC never wait, share one frozen time, and are counted and logged one by one.
 * Words   open      MULTI came: commands are queued.  watch: a session's interest in one key.
 *         spoiled   a command could not be queued: EXEC is refused (EXECABORT).
 *         dirty     a watched key changed: EXEC answers null.
 *         stale     the key's time had passed when it was watched: that it goes then is no change.
 * Design  queued commands lie one behind the other in chunks, which never move:
 *
 *           chunk   [command|argv|bytes of argv][command|argv|...]..........] -> next chunk, twice the size
 *
 *         a watched key has the watches of all sessions, a transaction the watches of all its keys:
 *
 *           database 0: "k" -> watch -> watch           transaction -> watch("k") -> watch("other")
 *
 *         When a key changes, the transaction is dirty and watches nothing any more.
 * Cost    queueing: a copy of the arguments; a chunk of 512 bytes holds most transactions. A change while others watch:
 *         one look-up. */
#ifndef VK_MULTI_H
#define VK_MULTI_H
#include "exec/context.h"

typedef struct queuedCommand {
    struct queuedCommand *next;
    command *cmd;
    execArg *argv;
    int argc;
    uint64_t first_hash;
    int key_slot;
    size_t request_bytes;
} queuedCommand;

typedef struct watchedKey watchedKey;
typedef struct keyWatch keyWatch;
typedef struct multiChunk multiChunk;

#define MULTI_KEY_SHOWN 44

struct transaction {
    bool open, spoiled, dirty;
    bool keys;           /* a queued command has keys */
    uint32_t flags_any;  /* flags that some queued command has */
    uint32_t flags_all;  /* those that all of them have */
    int count;           /* queued */
    size_t queued_bytes; /* requests, of those queued */
    queuedCommand *first, *last;
    multiChunk *chunk;     /* the newest */
    size_t chunk_bytes;    /* of all chunks */
    size_t argument_bytes; /* queued arguments and their places */
    keyWatch *watches;
    unsigned nwatches;
    uint32_t dirty_len; /* of the key that made it dirty, of which the first bytes are kept */
    char dirty_key[MULTI_KEY_SHOWN];
};

typedef struct multiStats {
    uint64_t watchers, watched_keys; /* now: sessions that watch, keys that are watched */
    uint64_t executed, commands;     /* since start: transactions that ran, and commands in them */
    uint64_t dirty, spoiled, discarded;
} multiStats;
extern multiStats multi_stats;

/* --- for the gate, of sessions with a transaction --- */
bool multiAllows(execContext *x);          /* false: the command must not be in a transaction; answered */
bool multiDeniesOom(const execContext *x); /* out of memory it must be refused, whatever its own flags say */
uint32_t multiFlags(const execContext *x); /* CMD_WRITE and so on; EXEC has those of what is queued, too */
bool multiRunsNow(const execContext *x, uint32_t flag); /* EXEC: everything in it has the flag, and no keys */
bool multiQueues(execContext *x);                       /* true: it was queued and answered */
void multiRejected(execContext *x, size_t before);      /* the gate has written its error behind `before` */

void multiForget(session *s);     /* the transaction and all watches go: DISCARD, RESET, the end of a client */
void multiSwapping(db *a, db *b); /* SWAPDB: watched keys are about to be others */
size_t multiMemory(const session *s);
bool multiOpen(const session *s);
const char *multiWhyInvalid(void); /* NULL, or what does not hold of the tables of watched keys */
#endif
