/* clients.c: who is connected: handlers by slot and generation, reading, executing, writing, closing.
 *
 * Design  An epoll tag is generation << 32 | slot. A slot's generation grows when its handler goes, so a late event or
 * a kept id finds nothing instead of somebody else. */
#define _GNU_SOURCE
#include "net/clients.h"
#include "net/handshake.h"
#include "net/tls.h"
#include "net/pubsub.h"
#include "net/tracking.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_ROOM (16 * 1024)
#define POOL 64
#define KEEP_OUT (16 * 1024) /* room for replies that a client keeps when all have left */
/* The room of one that asks for much again and again: mapping it anew for each batch costs more than writing it. Cron
 * takes it back when the peak has passed; kept small where clients' memory has a limit. While the
 * server is over maxmemory nothing is kept. */
#define KEEP_OUT_BUSY (256 * 1024)
#define BIG_ARG (32 * 1024)
#define DUMP_BYTES 128 /* of the query buffer, in the log, after a protocol error */

typedef struct handler {
    enum handlerKind kind;
    uint32_t generation;
    int fd;                     /* listener */
    const connectionType *type; /* listener */
    union {
        client *c;
        void *owner;         /* link */
        void (*ready)(void); /* pipe */
    };
    void (*link)(void *owner, uint32_t events);
} handler;

static int set = -1;
static handler *handlers;
static uint32_t nhandlers, handlers_room, free_slots[65536], nfree;
static unsigned nclients;
static uint64_t last_id;
static client **reap;
static int nreap, reap_room;
static char *pool[POOL];
static int npool;
static uint64_t pushed_ns;
static unsigned subscribers;
client *client_current;
replicaHooks replica_hooks;

static uint64_t tagOf(uint32_t slot) {
    return (uint64_t)handlers[slot].generation << 32 | slot;
}

static uint32_t slotNew(enum handlerKind kind) {
    uint32_t slot;
    if (nfree) {
        slot = free_slots[--nfree];
    } else {
        if (nhandlers == handlers_room) {
            handlers_room = handlers_room ? handlers_room * 2 : 64;
            handlers = zrealloc(handlers, sizeof(handler) * handlers_room);
        }
        slot = nhandlers++;
        handlers[slot] = (handler){0};
    }
    handlers[slot].kind = kind;
    handlers[slot].generation++;
    return slot;
}

static void slotFree(uint32_t slot) {
    handlers[slot].kind = HANDLER_NONE;
    handlers[slot].generation++;
    handlers[slot].c = NULL;
    if (nfree < sizeof(free_slots) / sizeof(free_slots[0]))
        free_slots[nfree++] = slot;
}

static void watch(int fd, uint32_t slot, uint32_t events, int op) {
    struct epoll_event e = {.events = events, .data.u64 = tagOf(slot)};
    epoll_ctl(set, op, fd, &e);
}

static bool isLoopback(const char *peer) {
    return strncmp(peer, "127.", 4) == 0 || strncmp(peer, "[::1]", 5) == 0 || peer[0] == '/';
}

static clientFace faceOf(const client *c) {
    return (clientFace){clientWord(c->peer), clientWord(c->name), isLoopback(clientWord(c->peer)),
                        c->io.conn.type == &connection_tls};
}

void clientsInit(int epoll_set) {
    exec_client_face = faceOf;
    scopeNetInit();
    set = epoll_set;
    if (!nhandlers)
        slotNew(HANDLER_NONE); /* slot 0 is nobody's: events use it for "none" */
}

void clientsWatch(int fd, enum handlerKind kind) {
    uint32_t slot = slotNew(kind);
    handlers[slot].fd = fd;
    /* Nobody reads the timer of lingering: it is told once, and set anew. */
    watch(fd, slot, kind == HANDLER_LINGER ? EPOLLIN | EPOLLET : EPOLLIN, EPOLL_CTL_ADD);
}

uint32_t reactorPipeAdd(int fd, void (*ready)(void)) {
    uint32_t slot = slotNew(HANDLER_PIPE);
    handlers[slot].fd = fd;
    handlers[slot].ready = ready;
    watch(fd, slot, EPOLLIN, EPOLL_CTL_ADD);
    return slot;
}

void reactorPipePause(uint32_t slot, bool paused) {
    watch(handlers[slot].fd, slot, EPOLLIN, paused ? EPOLL_CTL_DEL : EPOLL_CTL_ADD);
}

void reactorPipeClose(uint32_t slot) {
    epoll_ctl(set, EPOLL_CTL_DEL, handlers[slot].fd, NULL);
    close(handlers[slot].fd);
    slotFree(slot);
}

void clientsPipe(uint64_t tag) {
    handlers[(uint32_t)tag].ready();
}

uint32_t clientsLinkAdd(int fd, void (*ready)(void *owner, uint32_t events), void *owner) {
    uint32_t slot = slotNew(HANDLER_LINK);
    handlers[slot].owner = owner;
    handlers[slot].link = ready;
    watch(fd, slot, EPOLLIN, EPOLL_CTL_ADD);
    return slot;
}

void clientsLinkWatch(uint32_t slot, int fd, uint32_t events) {
    watch(fd, slot, events, EPOLL_CTL_MOD);
}

void clientsLinkRemove(uint32_t slot, int fd) {
    epoll_ctl(set, EPOLL_CTL_DEL, fd, NULL);
    slotFree(slot);
}

void clientsLink(uint64_t tag, uint32_t events) {
    handler h = handlers[(uint32_t)tag];
    h.link(h.owner, events);
}

int clientsListen(int fd, const connectionType *type) {
    uint32_t slot = slotNew(HANDLER_LISTENER);
    handlers[slot].fd = fd;
    handlers[slot].type = type;
    watch(fd, slot, EPOLLIN, EPOLL_CTL_ADD);
    return 0;
}

void reactorUnlisten(const connectionType *type) {
    for (uint32_t s = 1; s < nhandlers; s++) {
        if (handlers[s].kind != HANDLER_LISTENER || handlers[s].type != type)
            continue;
        epoll_ctl(set, EPOLL_CTL_DEL, handlers[s].fd, NULL);
        close(handlers[s].fd);
        slotFree(s);
    }
}

enum handlerKind clientsHandler(uint64_t tag) {
    uint32_t slot = (uint32_t)tag;
    return slot < nhandlers && handlers[slot].generation == tag >> 32 ? handlers[slot].kind : HANDLER_NONE;
}

client *clientsByTag(uint64_t tag) {
    return clientsHandler(tag) == HANDLER_CLIENT ? handlers[(uint32_t)tag].c : NULL;
}

client *reactorClient(uint32_t slot, uint32_t generation) {
    return clientsByTag((uint64_t)generation << 32 | slot);
}

client *reactorNext(uint32_t *slot) {
    while (++*slot < nhandlers)
        if (handlers[*slot].kind == HANDLER_CLIENT && !handlers[*slot].c->closing)
            return handlers[*slot].c;
    return NULL;
}

client *reactorClientById(uint64_t id) {
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
        if (c->id == id)
            return c;
    return NULL;
}

/* Not those that have gone and are freed at the end of the turn; replicas are counted until then by their own list. */
unsigned reactorClients(void) {
    unsigned gone = 0;
    for (int i = 0; i < nreap; i++)
        gone += !reap[i]->replica;
    return nclients - gone;
}

static const char denied[] =
    "-DENIED Running in protected mode because protected mode is enabled and no password is set for the default user. "
    "In this mode connections are only accepted from the loopback interface. If you want to connect from external "
    "computers, you may adopt one of the following solutions: 1) Just disable protected mode sending the command "
    "'CONFIG SET protected-mode no' from the loopback interface by connecting from the same host the server is "
    "running, however MAKE SURE it's not publicly accessible from internet if you do so. Use CONFIG REWRITE to make "
    "this change permanent. 2) Alternatively you can just disable the protected mode by editing the configuration "
    "file, and setting the protected mode option to 'no', and then restarting the server. 3) If you started the "
    "server manually just for testing, restart it with the '--protected-mode no' option. 4) Set up an authentication "
    "password for the default user. NOTE: You only need to do one of the above things in order for the server to "
    "start accepting connections from the outside.\r\n";

/* Best effort: the peer may not even listen. */
static void refuse(connection conn, const char *text, unsigned why, const char *peer) {
    reactor_stats.rejected++;
    evClientRefused(clockMonoNs(), why, nclients, peer, strlen(peer));
    if (conn.type->write(&conn, text, strlen(text)) < 0)
        errno = 0;
    connectionClose(&conn, false);
}

static char *copied(const char *text) {
    size_t len = strlen(text) + 1;
    return memcpy(zmalloc(len), text, len);
}

static client *clientNew(connection conn, const char *peer) {
    char local[CONNECTION_NAME];
    client *c = zcalloc(1, sizeof(*c));
    uint32_t slot = slotNew(HANDLER_CLIENT);
    handlers[slot].c = c;
    c->io.conn = conn;
    c->io.out.resp = 2;
    c->io.out.closes = true;
    respReset(&c->io.resume);
    c->id = ++last_id;
    c->slot = slot;
    c->generation = handlers[slot].generation;
    c->created_ms = c->active_ms = c->out_peak_ms = clockWallMs();
    aclDefaultSession(&c->session);
    conn.type->peer(&conn, true, local, sizeof(local));
    c->peer = copied(peer);
    c->local = copied(local);
    clientSetLimits(c);
    return c;
}

bool clientsMayCome(connection conn, const char *peer) {
    logLine(LEVEL_VERBOSE, conn.type == &connection_unix ? "Accepted connection to %s" : "Accepted %s", peer);
    if (unlikely(memory_short) && zmallocReserveBelow(25)) {
        refuse(conn, "-" SHORTAGE_TEXT "\r\n", EVENT_REFUSE_REASON_MEMORY, peer);
        return false;
    }
    if (nclients + handshakes() < (unsigned)reactor_config.maxclients)
        return true;
    refuse(conn, "-ERR max number of clients reached\r\n", EVENT_REFUSE_REASON_MAXCLIENTS, peer);
    return false;
}

client *clientsAdmit(connection conn, const char *peer) {
    if (reactor_config.protected_mode && aclDefaultOpen() && conn.type != &connection_unix && !isLoopback(peer)) {
        refuse(conn, denied, EVENT_REFUSE_REASON_PROTECTED, peer);
        return NULL;
    }
    client *c = clientNew(conn, peer);
    nclients++;
    reactor_stats.connections++;
    watch(conn.fd, c->slot, EPOLLIN, EPOLL_CTL_ADD);
    if (conn.tls) {
        tlsOwn(&conn, tagOf(c->slot));
        tlsWaits(&conn); /* what it said together with the handshake's end */
    }
    if (traceOn(CLASS_CLIENT))
        evClientConnected(clockMonoNs(), c->slot, c->id, nclients, conn.type->transport, peer, strlen(peer));
    return c;
}

client *reactorAdopt(connection conn) {
    char peer[CONNECTION_NAME];
    conn.type->peer(&conn, false, peer, sizeof(peer));
    return clientsMayCome(conn, peer) ? clientsAdmit(conn, peer) : NULL;
}

static void acceptHandshake(connection conn) {
    char peer[CONNECTION_NAME];
    conn.type->peer(&conn, false, peer, sizeof(peer));
    if (clientsMayCome(conn, peer))
        handshakeBegin(conn);
}

/* The set is level triggered: who is not accepted now is there again in the next pass. */
void clientsAccept(uint64_t tag) {
    handler h = handlers[(uint32_t)tag];
    connection conn;
    bool tls = h.type == &connection_tls;
    int most = tls ? reactor_config.tls_accepts : reactor_config.accepts;
    for (int i = 0; i < most && connectionAccept(h.fd, h.type, &conn, reactor_config.keepalive); i++) {
        if (tls) {
            acceptHandshake(conn);
        } else {
            reactorAdopt(conn);
        }
    }
}

bool clientLinkWrites(client *c) {
    if (!c->io.conn.tls)
        return false;
    if (clientOutput(c) || c->replica) {
        reactorMarkDirty(c);
    } else {
        c->io.wants_write = false;
        watch(c->io.conn.fd, c->slot, EPOLLIN, EPOLL_CTL_MOD);
    }
    return true;
}

void reactorWantWrite(uint64_t tag) {
    client *c = clientsByTag(tag);
    if (!c || c->io.wants_write)
        return;
    c->io.wants_write = true;
    watch(c->io.conn.fd, c->slot, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
}

/* Puts the client on the list that the end of the pass frees. */
static void condemn(client *c) {
    c->closing = true;
    clientForgetWait(c);
    if (nreap == reap_room) {
        reap_room = reap_room ? reap_room * 2 : 16;
        reap = zrealloc(reap, sizeof(client *) * (size_t)reap_room);
    }
    reap[nreap++] = c;
}

void clientClose(client *c, enum closeReason why) {
    if (c->closing)
        return;
    if (!c->session.close_after_reply)
        c->reason = why;
    if (why == CLOSE_QUIT || why == CLOSE_PROTOCOL || (why == CLOSE_QUERY_LIMIT && c->io.out.len)) {
        c->session.close_after_reply = true;
        reactorMarkDirty(c);
    } else {
        condemn(c);
    }
}

void clientHandOver(client *c) {
    c->handed_over = true;
    c->reason = CLOSE_QUIT;
    condemn(c);
}

static void bufferReturn(client *c) {
    if (c->io.cap == READ_ROOM && npool < POOL) {
        pool[npool++] = c->io.buf;
    } else {
        zfree(c->io.buf);
    }
    c->io.buf = NULL;
    c->io.len = c->io.pos = c->io.cap = 0;
    c->io.own = false;
}

void clientTakeQuery(client *c, char *buf, size_t len, size_t cap) {
    if (c->io.buf)
        bufferReturn(c);
    c->io.buf = buf;
    c->io.len = len;
    c->io.cap = cap;
    c->io.pos = 0;
}

void clientFitQuery(client *c, size_t room) {
    clientIo *io = &c->io;
    size_t pending = io->len - io->pos;
    if (!pending && !room) {
        bufferReturn(c);
        return;
    }
    size_t cap = room > pending ? room : pending;
    char *buf = zmalloc(cap);
    memcpy(buf, io->buf + io->pos, pending);
    clientTakeQuery(c, buf, pending, cap);
    io->own = true;
}

static void clientFree(client *c) {
    vkStall(STALL_CLOSE);
    if (traceOn(CLASS_CLIENT))
        evClientClosed(clockMonoNs(), c->slot, c->id, c->reason, nclients - 1, c->commands,
                       (uint64_t)(clockWallMs() - c->created_ms));
    if (c->scope_classes) {
        traceUnread(c->scope_classes);
        subscribers--;
    }
    if (c->waiting_ns)
        clientWaited(c, false);
    clientMonitor(c, false);
    pubsubForget(c);
    multiForget(&c->session);
    trackingForget(c);
    if (c->late)
        sinkRelease(c->late);
    zfree(c->late);
    clientForgetWait(c);
    clientForgetPostponed(c);
    if (c->replica)
        replica_hooks.forget(c);
    c->closing = true;
    clientRecount(c);
    epoll_ctl(set, EPOLL_CTL_DEL, c->io.conn.fd, NULL);
    connectionClose(&c->io.conn, c->handed_over);
    slotFree(c->slot);
    if (c->io.buf)
        bufferReturn(c);
    respRelease(&c->io.resume);
    sinkRelease(&c->io.out);
    char *words[] = {c->name, c->lib_name, c->lib_ver, c->peer, c->local};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        zfree(words[i]);
    zfree(c);
    nclients--;
}

/* A client whose requests were left for the next pass, and whose write then failed, is still in the reactor's list:
 * it waits here until that pass has dropped it. */
void clientsReap(void) {
    int kept = 0;
    for (int i = 0; i < nreap; i++) {
        if (reap[i]->dirty || reap[i]->runnable) {
            reap[kept++] = reap[i];
        } else {
            clientFree(reap[i]);
        }
    }
    nreap = kept;
}

void clientsForked(void) {
    for (uint32_t s = 1; s < nhandlers; s++)
        if (handlers[s].kind == HANDLER_LISTENER)
            close(handlers[s].fd);
}

void clientsRelease(void) {
    handshakesRelease();
    for (uint32_t s = 1; s < nhandlers; s++) {
        if (handlers[s].kind == HANDLER_LISTENER)
            close(handlers[s].fd);
        if (handlers[s].kind == HANDLER_CLIENT) {
            handlers[s].c->reason = CLOSE_SHUTDOWN;
            clientFree(handlers[s].c);
        }
    }
    while (npool)
        zfree(pool[--npool]);
    zfree(handlers);
    zfree(reap);
    handlers = NULL;
    reap = NULL;
    nhandlers = handlers_room = nfree = 0;
    nreap = reap_room = 0;
}

bool clientHasWork(const client *c) {
    if (c->closing || c->session.close_after_reply || c->standing)
        return false;
    const respResume *q = &c->io.resume;
    if (c->io.pos >= c->io.len)
        return false;
    /* An incomplete request was left at resume.at: more must come first. */
    return !(q->left > 0 || q->argc > 0 || q->at > 0) && memchr(c->io.buf + c->io.pos, '\n', c->io.len - c->io.pos);
}

/* Bytes that the argument under way still lacks, its line end included; 0 when none is. */
static size_t argumentLacks(const clientIo *io) {
    const respResume *q = &io->resume;
    size_t have = io->len - io->pos;
    if (q->bulk < BIG_ARG || q->left <= 0)
        return 0;
    size_t whole = q->at + (size_t)q->bulk + 2;
    return whole > have ? whole - have : 0;
}

/* Makes room behind len: double what there was, or all that a large argument lacks, at once and not more. False: there
 * is no memory for so much. */
static bool makeRoom(client *c) {
    clientIo *io = &c->io;
    size_t lacks = argumentLacks(io);
    if (!io->buf) {
        io->buf = npool ? pool[--npool] : zmalloc(READ_ROOM);
        io->cap = READ_ROOM;
        return true;
    }
    if (io->pos == io->len) {
        io->pos = io->len = 0;
    } else {
        io->own = true;
    }
    if (io->pos > io->cap / 2 || (lacks && io->pos)) {
        memmove(io->buf, io->buf + io->pos, io->len - io->pos);
        io->len -= io->pos;
        io->pos = 0;
    }
    if (lacks ? io->cap - io->len >= lacks : io->cap - io->len >= READ_ROOM / 2)
        return true;
    size_t twice = io->cap * 2 > io->len + READ_ROOM ? io->cap * 2 : io->len + READ_ROOM;
    size_t cap = lacks ? io->len + lacks : twice;
    char *buf = io->discard ? NULL : zreallocTry(io->buf, cap);
    if (unlikely(!buf))
        return false;
    io->buf = buf;
    io->cap = cap;
    return true;
}

/* There is no memory for a request: its client is told, the argument under way is read and forgotten, so that the
 * client comes to read what it is told, and the connection ends. */
static void requestTooLarge(client *c) {
    static char forgotten[65536];
    clientIo *io = &c->io;
    if (!io->discard) {
        execContext x = clientContext(c);
        replyErrorC(&x, SHORTAGE_TEXT);
        clientLog(c, LEVEL_WARNING, "Closing client, since there is no memory for its request: ", "");
        reactorMarkDirty(c);
        io->discard = argumentLacks(io);
    }
    size_t room = io->discard < sizeof(forgotten) ? io->discard : sizeof(forgotten);
    ssize_t n = room ? io->conn.type->read(&io->conn, forgotten, room) : 0;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    io->discard -= n > 0 ? (size_t)n : io->discard;
    if (!io->discard)
        clientClose(c, CLOSE_QUERY_LIMIT);
}

void clientRead(client *c) {
    clientIo *io = &c->io;
    if (unlikely(!makeRoom(c))) {
        requestTooLarge(c);
        return;
    }
    ssize_t n = io->conn.type->read(&io->conn, io->buf + io->len, io->cap - io->len);
    reactor_stats.reads++;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n < 0)
        logLine(LEVEL_VERBOSE, "Reading from client: %s", connectionError(&io->conn));
    if (n == 0)
        clientLog(c, LEVEL_VERBOSE, "Client closed connection ", "");
    if (n <= 0) {
        clientClose(c, n == 0 ? CLOSE_PEER : CLOSE_ERROR);
        return;
    }
    io->len += (size_t)n;
    c->net_in += (uint64_t)n;
    reactor_stats.net_in += (uint64_t)n;
    c->active_ms = command_now;
    if (io->len - io->pos > io->peak)
        io->peak = io->len - io->pos;
    if (unlikely(clientRequests(c) > reactor_config.query_buffer_limit)) {
        clientQueryOver(c);
        return;
    }
    if (unlikely(reactor_config.maxmemory_clients != 0))
        clientRecount(c);
    if (likely(!c->standing))
        reactorMarkRunnable(c);
}

execContext clientContext(client *c) {
    return (execContext){.client = c, .session = &c->session, .out = &c->io.out, .slot = c->slot, .key_slot = -1};
}

/* What the log calls the errors whose answer says otherwise. */
static const char *logName(const respResume *r) {
    switch (r->kind) {
    case EVENT_PROTOCOL_KIND_MULTIBULK_LENGTH:
        return "invalid mbulk count";
    case EVENT_PROTOCOL_KIND_EXPECTED_DOLLAR:
        return "expected $ but got something else";
    case EVENT_PROTOCOL_KIND_UNBALANCED_QUOTES:
        return "unbalanced quotes in inline request";
    case EVENT_PROTOCOL_KIND_UNAUTHENTICATED:
        return strstr(r->error, "multibulk") ? "unauth mbulk count" : "unauth bulk length";
    default:
        return r->error;
    }
}

static void logProtocolError(const client *c, const respResume *r) {
    char head[128], dump[256];
    const char *at = c->io.buf + c->io.pos;
    size_t len = c->io.len - c->io.pos;
    if (!logShows(LEVEL_VERBOSE))
        return;
    if (len < DUMP_BYTES) {
        snprintf(dump, sizeof(dump), ". Query buffer during protocol error: '%.*s'", (int)len, at);
    } else {
        snprintf(dump, sizeof(dump), ". Query buffer during protocol error: '%.*s' (... more %zu bytes ...) '%.*s'",
                 DUMP_BYTES / 2, at, len - DUMP_BYTES, DUMP_BYTES / 2, at + len - DUMP_BYTES / 2);
    }
    for (char *p = dump; *p; p++)
        if (*p < ' ' || *p > '~')
            *p = '.';
    snprintf(head, sizeof(head), "Protocol error (%s) from client: ", logName(r));
    clientLog(c, LEVEL_VERBOSE, head, dump);
}

static void protocolError(client *c, respResume *r) {
    execContext x = clientContext(c);
    replyErrorFmt(&x, "ERR Protocol error: %s", r->error);
    logProtocolError(c, r);
    evProtocolError(clockMonoNs(), c->slot, r->kind, r->error, strlen(r->error));
    respReset(&c->io.resume);
    clientClose(c, CLOSE_PROTOCOL);
}

bool clientParse(client *c, respResume *into) {
    clientIo *io = &c->io;
    respLimits limits = {!aclNeedsLogin(&c->session), exec_config.proto_max_bulk_len};
    while (io->pos < io->len && !c->closing && !c->session.close_after_reply && !c->standing) {
        respResume kept = *into;
        bool resumed = io->resume.at > 0;
        if (resumed) {
            *into = io->resume;
            io->resume = kept;
        } else {
            respReset(into);
        }
        size_t used = 0;
        switch (respParse(into, io->buf + io->pos, io->len - io->pos, &limits, &used)) {
        case RESP_COMPLETE:
            io->pos += used;
            if (resumed)
                respReset(&io->resume);
            return true;
        case RESP_EMPTY:
            io->pos += used;
            respReset(&io->resume);
            continue;
        case RESP_INCOMPLETE:
            kept = *into;
            *into = io->resume;
            io->resume = kept;
            return false;
        case RESP_ERROR:
            protocolError(c, into);
            return false;
        }
    }
    return false;
}

/* A web page can make a browser post to us, and lines of its body would be commands. The first line gives it away:
 * the connection ends there. Said once a minute at most. */
static void crossProtocol(client *c, const execArg *name) {
    static int64_t said_ms;
    bool post = name->len == 4 && strncasecmp(name->ptr, "post", 4) == 0;
    if (!post && !(name->len == 5 && strncasecmp(name->ptr, "host:", 5) == 0))
        return;
    if (command_now - said_ms > 60000) {
        said_ms = command_now;
        logLine(
            LEVEL_WARNING,
            "Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Valkey. "
            "This is likely due to an attacker attempting to use Cross Protocol Scripting to compromise your Valkey "
            "instance. Connection from %s aborted.",
            clientWord(c->peer));
    }
    evProtocolError(clockMonoNs(), c->slot, EVENT_PROTOCOL_KIND_HTTP, name->ptr, name->len);
    clientClose(c, CLOSE_ERROR);
}

/* CLIENT NO-TOUCH: what it reads does not count as used; TOUCH is asked to touch, and does. CLIENT IMPORT-SOURCE: while
 * the server is filled, its source sees keys whose time has passed. */
static void runApart(execContext *x) {
    enum touchMode usual = touch_mode;
    if (x->client->no_touch && !(x->argv[0].len == 5 && strncasecmp(x->argv[0].ptr, "touch", 5) == 0))
        touch_mode = TOUCH_NOT;
    keyspace_shows_stale = x->client->import_source && exec_config.import_mode;
    execRun(x);
    keyspace_shows_stale = false;
    if (touch_mode == TOUCH_NOT)
        touch_mode = usual;
}

/* What a replica reads is the write stream: an answer in it would be taken for a part of it. */
static void answeredReplica(const execContext *x, size_t before) {
    char text[256];
    x->client->io.out.len = before;
    snprintf(text, sizeof(text),
             "Replica generated a reply to command '%s', disconnecting it: ", x->cmd ? x->cmd->name : "unknown");
    clientLog(x->client, LEVEL_WARNING, text, "");
    clientClose(x->client, CLOSE_ERROR);
}

void clientRun(execContext *x) {
    client *c = x->client;
    bool was_replica = c->session.replica;
    size_t answered = c->io.out.len;
    client *outer = client_current;
    if (unlikely(tracking_stats.clients != 0))
        trackingLimit();
    c->io.out.muted = c->reply_off || c->reply_skip == 1;
    c->executing = true;
    client_current = c;
    if (unlikely(c->no_touch || c->import_source)) {
        runApart(x);
    } else {
        execRun(x);
    }
    c->executing = false;
    client_current = outer;
    c->io.out.muted = false;
    if (unlikely(c->late != NULL))
        clientPushLate(c);
    if (unlikely(was_replica) && c->io.out.len > answered)
        answeredReplica(x, answered);
}

void clientRan(const execContext *x) {
    client *c = x->client;
    c->commands += x->outcome == EXEC_RAN;
    if (likely(x->cmd != NULL))
        c->last_command = x->cmd->id;
    if (c->reply_skip)
        c->reply_skip--;
    c->wrote_at = propagate_offset;
    if (unlikely(c->tracking != NULL))
        trackingRan(x);
    if (unlikely(c->io.out.over))
        clientOutputOver(c);
}

/* The command was not answered now. */
static void ranApart(execContext *x, const respResume *request) {
    if (x->outcome == EXEC_POSTPONED) {
        clientPostpone(x->client, request);
    } else if (x->outcome == EXEC_QUEUED) {
        clientRan(x);
    } else {
        x->client->last_command = x->cmd->id;
        clientBlocked(x->client, x->waiter);
    }
}

void clientExecute(client *c, respResume *request, uint64_t hash, int table, uint32_t behind, uint64_t parse_ticks) {
    execContext x = clientContext(c);
    x.argv = request->argv;
    x.argc = request->argc;
    x.first_hash = hash;
    x.first_slot = table + 1;
    x.behind = behind;
    x.request_bytes = request->at;
    x.db = dbGet(c->session.dbid);
    if (traceOn(CLASS_COMMAND)) {
        x.held = c->held;
        x.parse_ns = clockTicksToNs(parse_ticks);
        x.queued_ns = clockTicksToNs(clockTicks() - c->ready_ticks - parse_ticks);
    }
    clientRun(&x);
    c->held = x.held;
    if (unlikely(x.outcome != EXEC_RAN)) {
        ranApart(&x, request);
    } else {
        clientRan(&x);
        if (unlikely(!x.cmd))
            crossProtocol(c, &request->argv[0]);
    }
    if (unlikely(blocking_ready != NULL) && exec_state == EXEC_OPEN)
        blockingServe();
}

void clientAppend(client *c, const void *data, size_t len) {
    if (c->closing)
        return;
    sinkAppend(&c->io.out, data, len);
    if (unlikely(c->io.out.over))
        clientOutputOver(c);
    reactorMarkDirty(c);
}

/* What left stands at the front until all has left; a reader that never catches up must not make the sink grow. */
static void dropSent(replySink *out) {
    if (out->sent < KEEP_OUT || out->sent < out->len / 2)
        return;
    memmove(out->buf, out->buf + out->sent, out->len - out->sent);
    out->len -= out->sent;
    out->sent = 0;
}

ssize_t clientPut(client *c, const void *data, size_t len) {
    for (;;) {
        ssize_t n = c->io.conn.type->write(&c->io.conn, data, len);
        reactor_stats.writes++;
        if (n >= 0) {
            c->net_out += (uint64_t)n;
            reactor_stats.net_out += (uint64_t)n;
            return n;
        }
        if (errno == EAGAIN)
            return 0;
        if (errno == EINTR)
            continue;
        logLine(LEVEL_VERBOSE, "Error writing to client: %s", connectionError(&c->io.conn));
        clientClose(c, CLOSE_ERROR);
        return -1;
    }
}

void clientWrite(client *c) {
    clientIo *io = &c->io;
    replySink *out = &io->out;
    if (c->closing)
        return;
    if (out->len > c->out_peak)
        c->out_peak = out->len;
    while (out->sent < out->len) {
        ssize_t n = clientPut(c, out->buf + out->sent, out->len - out->sent);
        if (n < 0)
            return;
        if (n == 0)
            break;
        out->sent += (size_t)n;
    }
    bool waiting = out->sent < out->len;
    if (unlikely(c->replica != NULL) && !waiting) {
        waiting = replica_hooks.write(c);
        if (c->closing)
            return;
    }
    if (unlikely(waiting)) {
        clientWaits(c);
        dropSent(out);
        if (clientOutputSoft(c, command_now))
            return;
    } else {
        if (unlikely(c->waiting_ns != 0))
            clientWaited(c, false);
        out->len = out->sent = 0;
        if (unlikely(evictNeeded())) {
            sinkRelease(out);
        } else if (unlikely(out->cap > KEEP_OUT_BUSY || (out->cap > KEEP_OUT && reactor_config.maxmemory_clients))) {
            sinkFit(out, KEEP_OUT);
        }
        if (c->session.close_after_reply) {
            condemn(c);
            return;
        }
    }
    if (waiting != io->wants_write) {
        io->wants_write = waiting;
        watch(io->conn.fd, c->slot, EPOLLIN | (waiting ? EPOLLOUT : 0), EPOLL_CTL_MOD);
    }
    if (io->buf && io->pos == io->len && !io->own)
        bufferReturn(c);
    if (unlikely(reactor_config.maxmemory_clients != 0))
        clientRecount(c);
}

void clientsCron(int64_t now) {
    handshakesCron();
    static uint32_t at;
    unsigned per_run = nhandlers / (unsigned)(reactor_config.hz > 0 ? reactor_config.hz : 10) + 5;
    for (unsigned i = 0; i < per_run && nhandlers > 1; i++) {
        at = at + 1 < nhandlers ? at + 1 : 1;
        client *c = handlers[at].kind == HANDLER_CLIENT ? handlers[at].c : NULL;
        if (c && !c->closing)
            clientCron(c, now);
    }
}

/* Pushes ["scope", batch, lost, packed events] until nothing is left; a slow reader loses events, and is told. */
static void pushBatches(client *c) {
    vkStall(STALL_PUSH);
    static char batch[64 * 1024];
    traceFilter wanted = {.classes = c->scope_classes, .min_span_ns = c->scope_min_span};
    while (c->io.out.len - c->io.out.sent < 1024 * 1024) {
        uint32_t count;
        size_t n = traceReaderDrain(&c->scope_reader, &wanted, batch, sizeof(batch), &count);
        if (!n)
            return;
        execContext x = clientContext(c);
        replyPush(&x, 4);
        replyBulkC(&x, "scope");
        replyLong(&x, (long long)++c->scope_batches);
        replyLong(&x, (long long)c->scope_reader.lost);
        replyBulk(&x, batch, n);
        reactorMarkDirty(c);
    }
}

/* Every 50 ms, or as soon as 64 KiB wait, for each subscriber. */
void clientsPushEvents(void) {
    if (likely(!subscribers))
        return;
    uint64_t now = clockMonoNs();
    bool due = now - pushed_ns >= 50000000;
    uint32_t slot = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
        if (c->scope_classes && !reactorIsExecuting(c) && (due || traceReaderPending(&c->scope_reader) >= 64 * 1024))
            pushBatches(c);
    if (due)
        pushed_ns = now;
}

void clientSubscribe(client *c, unsigned classes) {
    if (c->scope_classes) {
        traceUnread(c->scope_classes);
        subscribers--;
    }
    if (classes && !c->scope_classes)
        traceReaderStart(&c->scope_reader, false);
    c->scope_classes = classes;
    if (!classes)
        return;
    traceRead(classes);
    subscribers++;
}
