/* replica.c: see replica.h. */
#include "repl/repl.h"
#include "persist/persist.h"
#include "trace/trace.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ADDRESS_ROOM 320
#define RDB_OLD_SERVERS 11 /* what servers before 9.0 read */
#define FILE_PIECE (64 * 1024)
#define FILE_PER_TURN (1024 * 1024) /* of one replica: others are served in between */

replica **replica_list;
unsigned replica_count;
static unsigned list_room;
int64_t replica_none_since_ms;

replica *replicaOf(client *c) {
    if (!c->replica) {
        c->replica = zcalloc(1, sizeof(replica));
        c->replica->c = c;
        c->replica->file = -1;
        c->replica->since_ns = clockMonoNs();
    }
    return c->replica;
}

const char *replicaAddress(const replica *r, char *room, size_t size) {
    const char *peer = clientWord(r->c->peer);
    const char *colon = strrchr(peer, ':');
    size_t len = colon ? (size_t)(colon - peer) : strlen(peer);
    if (r->address && *r->address) {
        snprintf(room, size, "%s", r->address);
    } else if (len > 1 && peer[0] == '[') {
        snprintf(room, size, "%.*s", (int)(len - 2), peer + 1);
    } else {
        snprintf(room, size, "%.*s", (int)len, peer);
    }
    return room;
}

const char *replicaName(const replica *r) {
    static char name[ADDRESS_ROOM + 32];
    char address[ADDRESS_ROOM];
    replicaAddress(r, address, sizeof(address));
    if (r->port) {
        snprintf(name, sizeof(name), "%s:%d", address, r->port);
    } else {
        snprintf(name, sizeof(name), "%s:<unknown-replica-port>", address);
    }
    return name;
}

static unsigned eventState(const replica *r) {
    static const unsigned states[] = {EVENT_REPLICA_STATE_HANDSHAKE, EVENT_REPLICA_STATE_WAITS_FOR_CHILD,
                                      EVENT_REPLICA_STATE_TRANSFER, EVENT_REPLICA_STATE_TRANSFER,
                                      EVENT_REPLICA_STATE_ONLINE};
    return states[r->state];
}

static void tell(replica *r, unsigned state) {
    uint64_t now = clockMonoNs();
    const char *name = replicaName(r);
    evReplicaChanged(now, now - r->since_ns, r->c->slot, propagate_offset, state, name, strlen(name));
    r->since_ns = now;
}

void replicaSet(replica *r, enum replicaState state) {
    unsigned before = eventState(r);
    r->state = state;
    if (eventState(r) != before)
        tell(r, eventState(r));
    replCount();
}

/* From here on the client is one of the replicas. */
static void add(replica *r) {
    client *c = r->c;
    if (replica_count == list_room) {
        list_room = list_room ? list_room * 2 : 8;
        replica_list = zrealloc(replica_list, sizeof(*replica_list) * list_room);
    }
    replica_list[replica_count++] = r;
    c->session.replica = true;
    r->asked_ms = r->ack_ms = command_now;
    clientSetLimits(c);
    clientRecount(c);
    if (repl_config.disable_nodelay && c->io.conn.type == &connection_tcp)
        setsockopt(c->io.conn.fd, IPPROTO_TCP, TCP_NODELAY, &(int){0}, sizeof(int));
}

void replicaJoin(replica *r, bool psync) {
    r->psync = psync;
    add(r);
    replicaSet(r, REPLICA_WAITS);
}

void replicaContinue(replica *r, uint64_t position) {
    char line[64];
    r->psync = true;
    r->next = position;
    r->keeps = true;
    add(r);
    int n = snprintf(line, sizeof(line), r->capa & CAPA_PSYNC2 ? "+CONTINUE %s\r\n" : "+CONTINUE\r\n", repl_stream.id);
    clientAppend(r->c, line, (size_t)n);
    replicaSet(r, REPLICA_ONLINE);
}

void replicaBegin(replica *r, uint64_t position) {
    char line[96];
    r->next = position;
    r->keeps = !r->rdb_only;
    r->sent = 0;
    if (r->psync) {
        int n = snprintf(line, sizeof(line), "+FULLRESYNC %s %llu\r\n", repl_stream.id, (unsigned long long)position);
        clientAppend(r->c, line, (size_t)n);
    }
    replicaSet(r, REPLICA_CHILD);
}

void replicaSendFile(replica *r, int file, size_t size) {
    char line[32];
    r->file = file;
    r->file_size = size;
    r->sent = 0;
    clientAppend(r->c, line, (size_t)snprintf(line, sizeof(line), "$%zu\r\n", size));
    replicaSet(r, REPLICA_FILE);
}

void replicaOnline(replica *r, bool waits_ack) {
    if (r->file >= 0)
        close(r->file);
    r->file = -1;
    r->stuck_ms = 0;
    if (r->rdb_only) {
        logLine(LEVEL_NOTICE, "RDB transfer completed, rdb only replica (%s) should be disconnected asap",
                replicaName(r));
        clientClose(r->c, CLOSE_QUIT);
        return;
    }
    r->waits_ack = waits_ack;
    r->ack_ms = command_now;
    replicaSet(r, REPLICA_ONLINE);
    logLine(LEVEL_NOTICE, "Synchronization with replica %s succeeded", replicaName(r));
    reactorMarkDirty(r->c);
}

void replicaAck(replica *r, uint64_t offset) {
    if (offset > r->ack)
        r->ack = offset;
    r->ack_ms = command_now;
    if (r->state == REPLICA_CHILD)
        snapshotLook();
    if (r->waits_ack && r->state == REPLICA_ONLINE) {
        r->waits_ack = false;
        reactorMarkDirty(r->c);
    }
    replSoon();
}

/* Out of the list; the client stays. */
static void drop(replica *r) {
    unsigned i = 0;
    while (i < replica_count && replica_list[i] != r)
        i++;
    if (i == replica_count)
        return;
    memmove(replica_list + i, replica_list + i + 1, sizeof(*replica_list) * (replica_count - i - 1));
    replica_count--;
    r->c->session.replica = false;
    r->keeps = false;
    if (r->state == REPLICA_CHILD)
        snapshotLeft(r);
    tell(r, EVENT_REPLICA_STATE_GONE);
    if (!replica_count)
        replica_none_since_ms = clockWallMs();
    replCount();
    replSoon(); /* what was kept for it can go */
}

void replicaFail(replica *r, const char *error) {
    drop(r);
    r->state = REPLICA_NEW;
    clientSetLimits(r->c);
    clientAppend(r->c, error, strlen(error));
    clientClose(r->c, CLOSE_QUIT);
}

/* Versions from RDB_VERSION on came with 9.0; who does not tell its version gets what the configuration says. */
unsigned replicaRdbVersion(const replica *r) {
    bool old = r->version && r->version < 0x090000;
    return old && rdb_config.save_version > RDB_OLD_SERVERS ? RDB_OLD_SERVERS : rdb_config.save_version;
}

bool replicasAlike(const replica *a, const replica *b) {
    return a->without_data == b->without_data && a->without_functions == b->without_functions &&
           replicaRdbVersion(a) == replicaRdbVersion(b);
}

/* --- hooks --- */

static void forget(client *c) {
    replica *r = c->replica;
    if (c->session.replica)
        logLine(LEVEL_NOTICE, "Connection with replica %s lost.", replicaName(r));
    drop(r);
    if (r->file >= 0)
        close(r->file);
    zfree(r->address);
    zfree(r);
    c->replica = NULL;
}

size_t replicaWaits(const replica *r) {
    size_t stream = r->keeps ? (size_t)(repl_stream.log.end - r->next) : 0;
    return stream;
}

static size_t waits(const client *c) {
    return replicaWaits(c->replica);
}

static ssize_t put(replica *r, const void *data, size_t len) {
    ssize_t n = clientPut(r->c, data, len);
    if (n > 0)
        repl_stats.net_out += (uint64_t)n;
    return n;
}

static bool writeStream(replica *r) {
    size_t len;
    const char *piece;
    while ((piece = backlogPiece(&repl_stream.log, r->next, &len)) != NULL) {
        ssize_t n = put(r, piece, len);
        if (n <= 0)
            return n == 0;
        r->next += (uint64_t)n;
    }
    return false;
}

static bool writeFile(replica *r) {
    static char piece[FILE_PIECE];
    size_t end = r->sent + FILE_PER_TURN;
    while (r->sent < r->file_size && r->sent < end) {
        ssize_t got = pread(r->file, piece, sizeof(piece), (off_t)r->sent);
        if (got <= 0) {
            logLine(LEVEL_WARNING, "Read error sending DB to replica: %s",
                    got == 0 ? "premature EOF" : strerror(errno));
            clientClose(r->c, CLOSE_ERROR);
            return false;
        }
        ssize_t n = put(r, piece, (size_t)got);
        if (n <= 0)
            return n == 0;
        r->sent += (size_t)n;
    }
    if (r->sent < r->file_size)
        return true; /* the socket is ready: the next turn goes on */
    replicaOnline(r, false);
    return false;
}

static bool write_(client *c) {
    replica *r = c->replica;
    bool more = false;
    if (r->state == REPLICA_CHILD)
        more = snapshotWrite(r);
    if (r->state == REPLICA_FILE)
        more = writeFile(r);
    if (r->state == REPLICA_ONLINE && !r->waits_ack && !c->closing && !c->session.close_after_reply)
        more = writeStream(r);
    return more;
}

void replicasInit(void) {
    replica_hooks = (replicaHooks){write_, waits, forget};
    replica_none_since_ms = clockWallMs();
}

uint64_t replicasNeed(void) {
    uint64_t need = UINT64_MAX;
    for (unsigned i = 0; i < replica_count; i++)
        if (replica_list[i]->keeps && replica_list[i]->next < need)
            need = replica_list[i]->next;
    return need;
}

void replicasWake(void) {
    for (unsigned i = 0; i < replica_count; i++) {
        replica *r = replica_list[i];
        if (r->c->closing || !r->keeps)
            continue;
        if (replicaWaits(r) && !clientOutputSoft(r->c, command_now) && r->state == REPLICA_ONLINE && !r->waits_ack)
            reactorMarkDirty(r->c);
    }
}
