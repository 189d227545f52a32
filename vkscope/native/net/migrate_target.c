/* migrate_target.c: see migrate_target.h. */
#include "net/migrate_target.h"
#include "net/migrate.h"
#include "net/tls.h"
#include "base/base.h"
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { KEPT = 64, KEPT_MS = 10000, PIECE = 64 * 1024 };

static migrateTarget *kept[KEPT];
static unsigned nkept;

unsigned migrateTargets(void) {
    return nkept;
}

/* --- waiting --- */

static int64_t nowMs(void) {
    return (int64_t)(clockMonoNs() / 1000000);
}

/* Until the socket can be read or written; false: the time is over, or it broke. */
static bool await(int fd, short events, int64_t deadline) {
    for (;;) {
        int64_t left = deadline - nowMs();
        struct pollfd p = {.fd = fd, .events = events};
        int n = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (n > 0)
            return true;
        if (n == 0) {
            errno = ETIMEDOUT;
            return false;
        }
        if (errno != EINTR)
            return false;
    }
}

bool migrateWrite(migrateTarget *t, const void *data, size_t len, int timeout_ms) {
    const char *at = data, *end = at + len;
    while (at < end) {
        size_t piece = (size_t)(end - at) < PIECE ? (size_t)(end - at) : PIECE;
        int64_t deadline = nowMs() + timeout_ms;
        for (const char *stop = at + piece; at < stop;) {
            ssize_t n = t->conn.type->write(&t->conn, at, (size_t)(stop - at));
            if (n > 0) {
                at += n;
            } else if (n == 0 || (errno != EAGAIN && errno != EINTR) || !await(t->conn.fd, POLLOUT, deadline)) {
                return false;
            }
        }
    }
    return true;
}

static bool fill(migrateTarget *t, int64_t deadline) {
    for (;;) {
        ssize_t n = t->conn.type->read(&t->conn, t->buf, sizeof(t->buf));
        t->from = 0;
        t->to = n > 0 ? (size_t)n : 0;
        if (n > 0)
            return true;
        if (n == 0)
            errno = ECONNRESET;
        if (n == 0 || (errno != EAGAIN && errno != EINTR) || !await(t->conn.fd, POLLIN, deadline))
            return false;
    }
}

bool migrateReadLine(migrateTarget *t, char *line, size_t size, int timeout_ms) {
    int64_t deadline = nowMs() + timeout_ms;
    size_t len = 0;
    for (;;) {
        if (t->from == t->to && !fill(t, deadline))
            return false;
        char c = t->buf[t->from++];
        if (c == '\n')
            break;
        if (c != '\r' && c && len + 1 < size)
            line[len++] = c;
    }
    line[len] = 0;
    return true;
}

/* --- connecting --- */

static int connectOne(const struct addrinfo *a, int64_t deadline) {
    int error = 0, one = 1, fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    socklen_t len = sizeof(error);
    if (fd < 0)
        return -1;
    bool good = connect(fd, a->ai_addr, a->ai_addrlen) == 0;
    if (!good && errno == EINPROGRESS && await(fd, POLLOUT, deadline))
        good = getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 && !error;
    if (!good) {
        close(fd);
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    return fd;
}

static bool shakeHands(connection *c, const char *host, int64_t deadline) {
    if (!tlsDial(c, host))
        return false;
    for (;;) {
        enum tlsStep next = tlsHandshake(c);
        if (next == TLS_DONE)
            return true;
        if (next == TLS_FAILED)
            logLine(LEVEL_WARNING, "MIGRATE cannot speak TLS to %s: %s", host, connectionError(c));
        if (next == TLS_FAILED || !await(c->fd, next == TLS_WANTS_WRITE ? POLLOUT : POLLIN, deadline))
            return false;
    }
}

/* Over TLS where links between nodes are to use it. */
static bool connectTo(connection *c, const char *host, const char *port, int timeout_ms) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *all;
    char number[16]; /* what atoi makes of it, as in Valkey */
    snprintf(number, sizeof(number), "%d", atoi(port));
    if (getaddrinfo(host, number, &hints, &all) != 0)
        return false;
    int64_t deadline = nowMs() + timeout_ms;
    int fd = -1;
    for (const struct addrinfo *a = all; a && fd < 0; a = a->ai_next)
        fd = connectOne(a, deadline);
    freeaddrinfo(all);
    *c = (connection){tls_cluster ? &connection_tls : &connection_tcp, fd, NULL};
    if (fd >= 0 && tls_cluster && !shakeHands(c, host, deadline)) {
        connectionClose(c, false);
        return false;
    }
    return fd >= 0;
}

/* --- keeping --- */

static void drop(unsigned i) {
    migrateTarget *t = kept[i];
    int saved = errno;
    connectionClose(&t->conn, false);
    zfree(t->name);
    zfree(t);
    kept[i] = kept[--nkept];
    errno = saved;
}

void migrateDrop(migrateTarget *t) {
    for (unsigned i = 0; i < nkept; i++)
        if (kept[i] == t) {
            drop(i);
            return;
        }
}

static char *nameOf(const execArg *host, const execArg *port) {
    char *name = zmalloc(host->len + port->len + 2);
    memcpy(name, host->ptr, host->len);
    name[host->len] = ':';
    memcpy(name + host->len + 1, port->ptr, port->len);
    name[host->len + port->len + 1] = 0;
    return name;
}

static migrateTarget *find(const char *name) {
    for (unsigned i = 0; i < nkept; i++)
        if (strcmp(kept[i]->name, name) == 0)
            return kept[i];
    return NULL;
}

migrateTarget *migrateTargetOf(const execArg *host, const execArg *port, int timeout_ms) {
    if (memchr(host->ptr, 0, host->len) || memchr(port->ptr, 0, port->len))
        return NULL;
    char *name = nameOf(host, port);
    migrateTarget *old = find(name);
    if (old) {
        zfree(name);
        old->used_ms = nowMs();
        return old;
    }
    name[host->len] = 0; /* for now: where the host ends */
    connection conn;
    bool connected = connectTo(&conn, name, name + host->len + 1, timeout_ms);
    name[host->len] = ':';
    if (!connected) {
        zfree(name);
        return NULL;
    }
    if (nkept == KEPT)
        drop((unsigned)(randomU64() % KEPT));
    migrateTarget *t = kept[nkept++] = zmalloc(sizeof(*t));
    *t = (migrateTarget){.conn = conn, .name = name, .dbid = -1, .used_ms = nowMs()};
    return t;
}

void migrateCron(void) {
    int64_t now_ms = nkept ? nowMs() : 0;
    for (unsigned i = nkept; i-- > 0;)
        if (now_ms - kept[i]->used_ms > KEPT_MS)
            drop(i);
}

void migrateRelease(void) {
    while (nkept)
        drop(nkept - 1);
}
