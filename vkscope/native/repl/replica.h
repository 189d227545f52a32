/* replica.h: the clients that are replicas, and how far each is. See repl.h. */
#ifndef VK_REPLICA_H
#define VK_REPLICA_H
#include "net/net.h"

enum replicaState {
    REPLICA_NEW,   /* it has said REPLCONF, and may never say more */
    REPLICA_WAITS, /* for a child */
    REPLICA_CHILD, /* for the child's end; a diskless one's bytes are passed on */
    REPLICA_FILE,  /* it gets the file */
    REPLICA_ONLINE /* it gets the stream */
};

enum { CAPA_EOF = 1, CAPA_PSYNC2 = 2 };

typedef struct replica {
    client *c;
    enum replicaState state;
    uint64_t since_ns; /* when it came into this state */
    bool psync;        /* it came by PSYNC: it is told FULLRESYNC, and acknowledges */
    bool waits_ack;    /* online, but the stream begins with its first acknowledgement */
    bool rdb_only;     /* it wants the snapshot and no stream */
    bool keeps;        /* the stream is kept for it from `next` on */
    bool without_data, without_functions;
    unsigned capa;
    int version, port; /* as REPLCONF told; version 0x00MMmmpp, 0: not told */
    char *address;     /* owned; as REPLCONF told, NULL: its peer's */
    uint64_t next;     /* position of the first byte of the stream that it has not got */
    uint64_t ack, aof; /* offsets that it acknowledged */
    int64_t ack_ms;    /* when; Unix ms */
    int64_t asked_ms;  /* when it said SYNC or PSYNC */
    int64_t stuck_ms;  /* since when its socket takes no more of the snapshot; 0: it does */
    bool owes;         /* it has not got all of the child's piece under way */
    size_t sent;       /* of the child's piece under way, or of the file */
    int file;          /* FILE */
    size_t file_size;
} replica;

/* In the order of their coming; only those that said SYNC or PSYNC. */
extern replica **replica_list;
extern unsigned replica_count;
extern int64_t replica_none_since_ms; /* since when there is none; Unix ms */

replica *replicaOf(client *c);             /* made when it has none */
const char *replicaName(const replica *r); /* address:port for the log; valid until the next call */
const char *replicaAddress(const replica *r, char *room, size_t size);
void replicaJoin(replica *r, bool psync); /* it said SYNC or PSYNC, and waits for a child */
void replicaContinue(replica *r, uint64_t position);
void replicaSet(replica *r, enum replicaState state);
void replicaBegin(replica *r, uint64_t position); /* a snapshot of this position begins, on the way it is told so */
void replicaOnline(replica *r, bool waits_ack);   /* it has the snapshot */
void replicaSendFile(replica *r, int file, size_t size); /* takes file */
void replicaAck(replica *r, uint64_t offset);
void replicaFail(replica *r, const char *error);        /* it is answered this, and closed */
unsigned replicaRdbVersion(const replica *r);           /* that it can read */
bool replicasAlike(const replica *a, const replica *b); /* one snapshot serves both */
void replicasInit(void);
uint64_t replicasNeed(void); /* the lowest position that one of them still needs */
void replicasWake(void);     /* there is more of the stream: those online are written to */
/* Bytes of the stream and the file that it has not got. */
size_t replicaWaits(const replica *r);
#endif
