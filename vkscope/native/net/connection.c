/* connection.c: see connection.h. */
#define _GNU_SOURCE
#include "net/connection.h"
#include "net/tls.h"
#include "base/assert.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static ssize_t socketRead(connection *c, void *buf, size_t len) {
    return recv(c->fd, buf, len, 0);
}

static ssize_t socketWrite(connection *c, const void *buf, size_t len) {
    return send(c->fd, buf, len, MSG_NOSIGNAL);
}

static void tcpPeer(const connection *c, bool local, char *text, size_t size) {
    struct sockaddr_storage a = {0};
    socklen_t len = sizeof(a);
    char ip[INET6_ADDRSTRLEN] = "?";
    int rc = local ? getsockname(c->fd, (struct sockaddr *)&a, &len) : getpeername(c->fd, (struct sockaddr *)&a, &len);
    if (rc != 0) {
        snprintf(text, size, "?:0");
    } else if (a.ss_family == AF_INET6) {
        struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&a;
        inet_ntop(AF_INET6, &v6->sin6_addr, ip, sizeof(ip));
        snprintf(text, size, "[%s]:%d", ip, ntohs(v6->sin6_port));
    } else {
        struct sockaddr_in *v4 = (struct sockaddr_in *)&a;
        inet_ntop(AF_INET, &v4->sin_addr, ip, sizeof(ip));
        snprintf(text, size, "%s:%d", ip, ntohs(v4->sin_port));
    }
}

static void unixPeer(const connection *c, bool local, char *text, size_t size) {
    struct sockaddr_un a = {0};
    socklen_t len = sizeof(a);
    (void)local;
    getsockname(c->fd, (struct sockaddr *)&a, &len);
    snprintf(text, size, "%.100s:0", a.sun_path);
}

const connectionType connection_tcp = {"tcp", TRANSPORT_TCP, socketRead, socketWrite, tcpPeer, NULL};
const connectionType connection_unix = {"unix", TRANSPORT_UNIX, socketRead, socketWrite, unixPeer, NULL};

static int closing(int fd) {
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

socketConfig socket_config;

static int tcpSocket(int family, bool mptcp) {
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, mptcp ? IPPROTO_MPTCP : 0);
}

bool socketHasMptcp(void) {
    int fd = tcpSocket(AF_INET, true);
    return fd >= 0 && close(fd) == 0;
}

int listenTcp(const char *address, int port, int backlog) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    bool is6 = strchr(address, ':') != NULL;
    if (strcmp(address, "*") == 0) {
        v4.sin_addr.s_addr = INADDR_ANY;
    } else if (strcmp(address, "::*") == 0) {
        v6.sin6_addr = in6addr_any;
    } else if (inet_pton(is6 ? AF_INET6 : AF_INET, address, is6 ? (void *)&v6.sin6_addr : (void *)&v4.sin_addr) != 1) {
        errno = EADDRNOTAVAIL;
        return -1;
    }
    int one = 1, fd = tcpSocket(is6 ? AF_INET6 : AF_INET, socket_config.mptcp);
    if (fd < 0)
        return -1;
    uint32_t mark = socket_config.mark;
    if (mark && setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)) != 0)
        return closing(fd);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (is6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
    const struct sockaddr *a = is6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4;
    if (bind(fd, a, is6 ? sizeof(v6) : sizeof(v4)) != 0 || listen(fd, backlog) != 0)
        return closing(fd);
    return fd;
}

int listenUnix(const char *path, unsigned permission, int gid, int backlog) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof(a.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(a.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    unlink(path);
    /* Nobody can connect before listen(), so the mode is right from the first moment (CVE-2023-45145). */
    if (bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0)
        return closing(fd);
    if (gid >= 0 && chown(path, (uid_t)-1, (gid_t)gid) != 0)
        return closing(fd);
    if ((permission && chmod(path, permission) != 0) || listen(fd, backlog) != 0)
        return closing(fd);
    return fd;
}

const char *connectionError(const connection *c) {
    const char *own = c->tls ? tlsError(c) : NULL;
    return own ? own : strerror(errno);
}

void connectionClose(connection *c, bool quietly) {
    if (c->type->close)
        c->type->close(c, quietly);
    if (likely(!quietly))
        shutdown(c->fd, SHUT_RDWR);
    close(c->fd);
}

bool connectionAccept(int listener, const connectionType *type, connection *out, int keepalive) {
    int fd, one = 1;
    do {
        fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } while (fd < 0 && (errno == EINTR || errno == ECONNABORTED));
    if (fd < 0)
        return false;
    if (type != &connection_unix) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        if (keepalive > 0) {
            int interval = keepalive / 3 ? keepalive / 3 : 1, probes = 3;
            setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
            setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &keepalive, sizeof(keepalive));
            setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
            setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
        }
    }
    *out = (connection){type, fd, NULL};
    return true;
}
