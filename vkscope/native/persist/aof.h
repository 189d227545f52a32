/* aof.h: the append-only file's write path: the write stream's bytes go to a buffer, once a turn to the file, and, as
 * the policy says, to the disk.
 *
 * Rules   Here is the file under way, by its path. Which files there are, in which order, what they are called and when
 *         a new one begins is decided by server/aof/ in Python. The main thread alone.
 * Words   flush: what the buffer holds is written, before any reply of the turn leaves.
 *         durable: an fsync after it has succeeded.  size: bytes of whole units in the file under way.
 *         offset: of the write stream (propagate_offset).
 * Design  states, and who brings them about:
 *
 *           OFF --aofExpect--> WAIT_REWRITE --aofOpen--> WAIT_REWRITE, writing --aofOn--> ON --aofOpen--> ON, next file
 *            |---------------------------------aofOpen(path)------------------------------^
 *            ^--aofStop, from each
 *
 *         WAIT_REWRITE: switched on while the server runs; nothing is durable before the first base is there. Units
 *         are kept only from aofOpen on: the base that a child writes has what was before.
 *
 *           buffer  | written: in the file, kept until they are durable (always) | to be written |
 *           file    | ... size |
 *
 *         always: one write and one fsync a turn, for all its clients, before their replies leave. everysec: a thread
 *         syncs about once a second, and writes go on meanwhile, so that what was answered outlives the process.
 *         no: the system decides.
 * Errors  A write that fails is cut off again, so that the file ends with a whole unit, and the bytes stay in the
 *         buffer. Until they are written, or an fsync that failed has succeeded, commands that write are refused
 *         (MISCONF); it is tried again four times a second. Clients whose writes are in the flush that failed are
 *         closed without the answer: they do not know, as with any connection that is lost, and nothing that was
 *         acknowledged can be lost. docs/append-only.md.
 * Cost    off: nothing, the stream is not listened to. On: a copy of the unit, a write() a turn.
 * Events  AofWritten, AofSynced, AofStalled, AofFailed; latency events as Valkey names them. */
#ifndef VK_AOF_H
#define VK_AOF_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client;
enum aofState { AOF_OFF, AOF_ON, AOF_WAIT_REWRITE };
enum aofPolicy { AOF_EVERYSEC, AOF_ALWAYS, AOF_NO }; /* in the order of appendfsync's words */

typedef struct aofConfig {
    enum aofPolicy policy;
    bool no_sync_on_rewrite; /* no-appendfsync-on-rewrite */
    bool timestamps;         /* aof-timestamp-enabled */
} aofConfig;

/* Numbers to look at; only aofSizes sets one from outside. */
typedef struct aofNow {
    enum aofState state;
    uint64_t size;                  /* of the file under way */
    uint64_t current_size;          /* of all files: what was set by aofSizes, and what was written since */
    uint64_t base_size;             /* as aofSizes said */
    uint64_t buffered;              /* bytes that are not in the file */
    uint64_t written, syncs;        /* since the start; syncs that succeeded */
    uint64_t delayed;               /* aof_delayed_fsync: fsyncs of the thread that took two seconds and more */
    uint64_t flush_ns;              /* of all flushes that had something to do */
    uint64_t durable_written;       /* of `written`, what an fsync has made durable */
    uint64_t durable;               /* offset; valid when state is ON */
    bool write_failed, sync_failed; /* the last one; writes are refused */
    int error;                      /* errno of the last failure */
} aofNow;

extern aofConfig aof_config;
extern int64_t aof_flush_sleep_us; /* DEBUG AOF-FLUSH-SLEEP: every write takes so much longer */
extern aofNow aof_now;
extern const char *const aof_policy_names[3];

void aofRelease(void);
void aofApply(const aofConfig *c); /* the configuration, now or changed */

/* The file that units go to from now on: made if missing, appended to. The one before gets what the buffer holds; it is
 * synced and closed by a thread. False: errno says why, and everything is as before: the path cannot be opened, or what
 * the old file must still get cannot be written. From OFF the state becomes ON. */
bool aofOpen(const char *path);
void aofExpect(void); /* to WAIT_REWRITE: the file under way and the buffer are forgotten (a first rewrite failed) */
void aofOn(void);     /* WAIT_REWRITE is over: the base is in its place, and what has been written counts */
/* Written, synced, closed, OFF; false: errno, it could not be, and is off all the same. */
bool aofStop(void);
/* Now; force: though it has failed a moment ago. True: the buffer is empty. */
bool aofFlush(bool force);
bool aofSync(void);                             /* flush, and an fsync by the caller: at shutdown. False: errno */
void aofSizes(uint64_t current, uint64_t base); /* of the files that the manifest names */
unsigned aofSyncsPending(void);                 /* asked of the thread and not done */
#endif
