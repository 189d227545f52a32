/* repl: the primary's side of replication: the write stream as bytes, those who read it, and the snapshots that they
 * begin with. Include this, not the headers one by one.
 *
 * Rules   Here are bytes: what is in the stream, how it reaches a replica, how a snapshot is made and sent. When a
 *         snapshot is made and for whom, who may go on without one, and who is told to leave is decided by
 *         server/replication/ in Python, which calls the functions below.
 * Words   replica: a client that reads the stream.  full: it gets a snapshot first.  partial: it has what came before a
 *         position, and goes on from there.  snapshot: an RDB file that a forked child writes, on disk or (diskless)
 *         through a pipe that is passed on to the replicas' sockets.
 * Design  states of a replica (replica.h), and what it is sent in them:
 *
 *           NEW --PSYNC, partial--------------------------------------------.
 *            | SYNC, PSYNC                                                  v
 *            '--> WAITS --fork--> CHILD --(diskless)----> ONLINE, after its first ACK --> ONLINE
 *                 newlines          '-----(disk)--> FILE --> ONLINE
 *
 *         From the fork on the stream's bytes are kept for it (backlog.h).
 * Events  ReplicaChanged, SyncDecided, BacklogCreated, BacklogFreed, SnapshotSent. */
#ifndef VK_REPL_H
#define VK_REPL_H
#include "net/net.h"
#include "repl/backlog.h"
#include "repl/replica.h"
#include "repl/snapshot.h"

#define REPL_ID 40

typedef struct replConfig {
    size_t backlog_bytes;
    bool disable_nodelay;
    bool del_sync_files;
    int min_replicas, max_lag_s; /* 0: not asked for */
} replConfig;
extern replConfig repl_config;

typedef struct replStats {
    uint64_t full, partial, refused; /* sync_full, sync_partial_ok, sync_partial_err */
    uint64_t net_out;
} replStats;
extern replStats repl_stats;

typedef struct replStream {
    backlog log;
    char id[REPL_ID + 1], id2[REPL_ID + 1]; /* id2 is an older name of the stream, valid up to second */
    uint64_t second;                        /* offset; 0: there is no second id */
    int selected;                           /* database of the last SELECT in the stream; -1: none that counts */
} replStream;
extern replStream repl_stream;

void replInit(void);
void replRelease(void);
void replApply(const replConfig *c);
void replNewId(void);         /* a new history: replicas of the old one cannot go on in it */
void replCreateBacklog(void); /* from now on the stream is written; with a new id */
/* The data is what another life of the stream had at this offset: its replicas may go on. */
void replRestore(const char *id, uint64_t offset);
void replFreeBacklog(uint32_t seconds);
/* Words that belong to no database: PING, REPLCONF GETACK *. Nothing without a backlog. */
void replFeedWords(int argc, const char *const *argv);
void replAskAcks(void);  /* before this turn writes, replicas are asked how far they are */
void replSoon(void);     /* replicas are written to, and trimming and waiters are looked at, before this turn writes */
void replCount(void);    /* min-replicas-to-write: who is near */
unsigned replGood(void); /* replicas that are near enough */
/* Replicas that are online and have acknowledged this offset; aof: written it to their disks. */
unsigned replAcknowledged(uint64_t offset, bool aof);
void replServeWaits(void);                                /* WAIT: enough have answered? */
bool replArgFlag(execContext *x, int i, long long *flag); /* argv[i] is 0 or 1; false: answered */
void replScopeInit(void);
#endif
