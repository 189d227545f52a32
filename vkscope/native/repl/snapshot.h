/* snapshot.h: the child that writes a snapshot for replicas, and the pipe between it and us.
 *
 * Design  diskless  child: "$EOF:" mark CRLF, the RDB, mark -> pipe -> a piece here -> every replica's socket. The pipe
 *                   is read on when all have taken the piece: the slowest sets the pace.
 *         disk      persist/bgsave.h's child, whoever asked for it: a replica may join one that is under way, for the
 *                   backlog has what came after its fork.
 * Rules   One child at a time. The child writes and ends with _exit: it touches no socket, no set and no Python. It
 *         ends with its parent. */
#ifndef VK_SNAPSHOT_H
#define VK_SNAPSHOT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum snapshotKind { SNAPSHOT_NONE, SNAPSHOT_DISK, SNAPSHOT_DISKLESS };

typedef struct snapshotState {
    enum snapshotKind kind; /* of the child under way */
    pid_t pid;
    bool ending; /* killed */
    uint64_t started_ns;
    uint64_t position; /* of the stream at the fork */
    unsigned version;  /* of RDB */
    bool without_data, without_functions;
    uint64_t bytes;    /* passed on, or of the file */
    unsigned replicas; /* it was started for */
    bool left_file;    /* the last disk child's file is there, for replicas alone */
} snapshotState;
extern snapshotState snapshot;

struct replica;
void snapshotInit(void);
/* Forks for this replica and those that wait for the same. False: errno; they still wait. */
bool snapshotStart(enum snapshotKind kind, const struct replica *first);
/* It may still have what the disk child under way makes: true, and it waits for that. */
bool snapshotJoin(struct replica *r);
void snapshotKill(void);
bool snapshotWrite(struct replica *r); /* passes on the piece; true: the socket is full */
void snapshotLeft(struct replica *r);  /* it is gone, or online */
void snapshotTidy(void);               /* rdb-del-sync-files: once nobody needs the file, it goes */
void snapshotLook(void);               /* has the child ended by now? */
#endif
