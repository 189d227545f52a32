/* handshake.c: see handshake.h. */
#include "net/handshake.h"
#include "net/clients.h"
#include "net/tls.h"
#include "net/turn.h"
#include <errno.h>
#include <string.h>

typedef struct handshake {
    connection conn;
    uint32_t link;    /* its place among the handlers */
    bool wants_write; /* the set tells when it can write, not when it can read */
    uint64_t began_ns;
    uint64_t own_ticks; /* that this process has worked for it */
    struct handshake *before, *after;
} handshake;

handshakeStats handshake_stats;
static handshake *oldest, *newest;
static unsigned count;

unsigned handshakes(void) {
    return count;
}

static void leave(handshake *h) {
    clientsLinkRemove(h->link, h->conn.fd);
    *(h->before ? &h->before->after : &oldest) = h->after;
    *(h->after ? &h->after->before : &newest) = h->before;
    count--;
    zfree(h);
}

static void told(const handshake *h, uint32_t client, const tlsFacts *facts, bool good, const char *text) {
    uint64_t now = clockMonoNs(), own = clockTicksToNs(h->own_ticks);
    handshake_stats.own_ns += own;
    if (traceOn(CLASS_TLS))
        evTlsHandshakeEnded(now, now - h->began_ns, client, own, facts->version, facts->resumed, good,
                            facts->has_peer_cert, text, strlen(text));
}

static void fail(handshake *h, const char *why) {
    char peer[CONNECTION_NAME], local[CONNECTION_NAME];
    tlsFacts facts = {0};
    connection conn = h->conn;
    conn.type->peer(&conn, false, peer, sizeof(peer));
    conn.type->peer(&conn, true, local, sizeof(local));
    logLine(LEVEL_WARNING, "Error accepting a client connection: %s (addr=%s laddr=%s)", why, peer, local);
    handshake_stats.failed++;
    told(h, EVENT_NOBODY, &facts, false, why);
    leave(h);
    connectionClose(&conn, false);
}

static void succeed(handshake *h) {
    char peer[CONNECTION_NAME];
    tlsFacts facts;
    connection conn = h->conn;
    tlsLook(&conn, &facts);
    handshake kept = *h;
    leave(h);
    handshake_stats.done++;
    handshake_stats.resumed += facts.resumed;
    conn.type->peer(&conn, false, peer, sizeof(peer));
    client *c = clientsAdmit(conn, peer);
    told(&kept, c ? c->slot : EVENT_NOBODY, &facts, true, facts.cipher);
}

/* False: this turn has worked enough for handshakes. */
static bool turnAllows(void) {
    static uint64_t turn, since;
    if (turn != turn_now.start) {
        turn = turn_now.start;
        since = clockTicks();
        return true;
    }
    return clockTicksToNs(clockTicks() - since) < HANDSHAKE_TURN_NS;
}

static void step(void *owner, uint32_t events) {
    handshake *h = owner;
    (void)events;
    if (!turnAllows())
        return;
    uint64_t start = clockTicks();
    if (!h->conn.tls && !tlsServe(&h->conn)) {
        fail(h, connectionError(&h->conn));
        return;
    }
    enum tlsStep next = tlsHandshake(&h->conn);
    h->own_ticks += clockTicks() - start;
    bool wants_write = next == TLS_WANTS_WRITE;
    if (next == TLS_DONE) {
        succeed(h);
    } else if (next == TLS_FAILED) {
        fail(h, connectionError(&h->conn));
    } else if (wants_write != h->wants_write) {
        h->wants_write = wants_write;
        clientsLinkWatch(h->link, h->conn.fd, wants_write ? EPOLLOUT : EPOLLIN);
    }
}

void handshakeBegin(connection conn) {
    handshake *h = zcalloc(1, sizeof(*h));
    h->conn = conn;
    h->began_ns = clockMonoNs();
    h->before = newest;
    *(newest ? &newest->after : &oldest) = h;
    newest = h;
    count++;
    h->link = clientsLinkAdd(conn.fd, step, h);
}

/* The oldest are the first whose time is over. */
void handshakesCron(void) {
    uint64_t limit_ms = HANDSHAKE_MS;
    if (reactor_config.idle_timeout && (uint64_t)reactor_config.idle_timeout * 1000 < limit_ms)
        limit_ms = (uint64_t)reactor_config.idle_timeout * 1000;
    while (oldest && clockMonoNs() - oldest->began_ns > limit_ms * 1000000) {
        handshake_stats.timed_out++;
        fail(oldest, "the TLS handshake took too long");
    }
}

void handshakesRelease(void) {
    while (oldest) {
        connection conn = oldest->conn;
        leave(oldest);
        connectionClose(&conn, false);
    }
}
