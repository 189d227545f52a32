/* bgsave.h: the child that saves all data to the file: for BGSAVE, a save point, or replicas.
 *
 * Rules   It is a worker (net/children.h): one at a time, native only. The parent alone tells of its end, and removes
 *         the temp-<pid>.rdb of one that was killed. Replicas may join a child that somebody else asked for: see
 *         repl/snapshot.h, which hears of every child by the two hooks here.
 * Words   The status is Valkey's rdb_last_bgsave_status: of the last child that was not stopped on purpose, or good
 *         since a SAVE. While it is bad, save points are set and stop-writes-on-bgsave-error, writes are refused.
 *         Scheduled: a BGSAVE that begins when it may; cron (server/persistence) decides when.
 * Events  BackgroundSaveEnded. */
#ifndef VK_BGSAVE_H
#define VK_BGSAVE_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct bgsaveState {
    pid_t pid; /* 0: none */
    unsigned why, version;
    uint64_t started_ns;
    uint64_t dirty; /* changes at the fork */
    bool killed;    /* on purpose */
    bool scheduled;
    int64_t last_try_s;   /* Unix time of the last start */
    int64_t last_s;       /* how long the last child took, one that sends to replicas too; -1: there was none */
    uint64_t last_copied; /* bytes that the last good one copied, at most */
    uint64_t saves;       /* begun, SAVE too */
} bgsaveState;
extern bgsaveState bgsave;

extern void (*bgsave_started)(void); /* in the parent; NULL: nobody asks */
extern void (*bgsave_ended)(bool good);
extern void (*bgsave_kill_sender)(void); /* the child that sends to replicas, if there is one */

bool bgsaveStart(unsigned why, unsigned version); /* EVENT_SAVE_WHY_*; false: the log says why not */
bool bgsaveMayStart(void);                        /* no worker lives */
void bgsaveKill(void);                            /* the child that saves, or that sends to replicas */
void bgsaveForget(void);                          /* the process ends: kills it, and removes its file at once */
void bgsaveJudge(void);                           /* the status or the parameters have changed: are writes refused? */
#endif
