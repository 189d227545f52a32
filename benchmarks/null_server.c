/* null_server.c: answers +OK to everything that looks like a request, and parses nothing.
 *
 * What a load generator can reach against it is what the machine's sockets and the generator allow: a server's figures
 * are read beside it. A request is a `*` at the start of the stream or behind a line feed.
 *
 *     null_server PORT */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define EVENTS 256
#define FDS 4096
#define OK "+OK\r\n"

static char before[FDS]; /* the last byte that came of each connection */
static char in[64 * 1024], out[sizeof(in) * (sizeof(OK) - 1)];

/* Counts requests and fills `out`; returns its length. */
static size_t answers(char *last, size_t n) {
    size_t len = 0;
    for (char *at = in, *end = in + n; at < end; at++) {
        at = memchr(at, '*', (size_t)(end - at));
        if (!at)
            break;
        if ((at == in ? *last : at[-1]) != '\n')
            continue;
        memcpy(out + len, OK, sizeof(OK) - 1);
        len += sizeof(OK) - 1;
    }
    *last = in[n - 1];
    return len;
}

static void serve(int set, int fd) {
    ssize_t n = read(fd, in, sizeof(in));
    if (n <= 0) {
        epoll_ctl(set, EPOLL_CTL_DEL, fd, NULL);
        close(fd);
        return;
    }
    size_t len = strncmp(in, "PING\r\n", 6) == 0 ? (size_t)sprintf(out, "+PONG\r\n") : answers(&before[fd], (size_t)n);
    for (size_t at = 0; at < len;) {
        ssize_t w = write(fd, out + at, len - at);
        if (w <= 0)
            return;
        at += (size_t)w;
    }
}

static void welcome(int set, int listener) {
    int fd = accept(listener, NULL, NULL), one = 1;
    if (fd < 0 || fd >= FDS)
        return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    before[fd] = '\n';
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(set, EPOLL_CTL_ADD, fd, &e);
}

int main(int argc, char **argv) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM, 0), set = epoll_create1(0), one = 1;
    at.sin_port = htons((uint16_t)(argc > 1 ? atoi(argv[1]) : 7599));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(listener, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(listener, 511) != 0) {
        perror("null_server");
        return 1;
    }
    struct epoll_event e = {.events = EPOLLIN, .data.fd = listener}, ready[EVENTS];
    epoll_ctl(set, EPOLL_CTL_ADD, listener, &e);
    for (;;) {
        int n = epoll_wait(set, ready, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            if (ready[i].data.fd == listener) {
                welcome(set, listener);
            } else {
                serve(set, ready[i].data.fd);
            }
        }
    }
}
