/* steady_load.c: requests at a fixed rate, and how long each took from the moment it was due.
 *
 * A generator that waits for the answer before it sends the next request hides what a stall did to those that would
 * have come meanwhile. Here request i is due at start + i / rate; it is sent on the next connection in turn, behind
 * what that one still waits for, and its time counts from when it was due.
 *
 *     steady_load PORT CLIENTS RATE SECONDS [SLOW]
 *
 * Four in five are GET, one is SET, of 100,000 keys with 64 bytes. SLOW: a command sent once a second on a connection
 * of its own ("DEBUG SLEEP 0.01"). Prints: requests seconds p50 p99 p99.9 max, times in us. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define KEYS 100000
#define WAITING 65536 /* requests under way on one connection */
#define US_MAX 10000000

typedef struct wire {
    int fd;
    uint32_t head, tail; /* of due */
    uint64_t *due;       /* when each request under way was due, ns */
    int bulk;            /* bytes of a value still to come */
    char line[64];
    int line_len;
} wire;

static uint32_t *times; /* count by us */
static uint64_t finished;

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static int connectTo(int port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0) {
        perror("steady_load");
        exit(1);
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void answered(wire *l) {
    if (l->head == l->tail)
        return;
    uint64_t us = (now() - l->due[l->head++ % WAITING]) / 1000;
    times[us < US_MAX ? us : US_MAX - 1]++;
    finished++;
}

/* Replies are a line, or a bulk: a line with a length and as many bytes. */
static void take(wire *l, const char *at, const char *end) {
    while (at < end) {
        if (l->bulk) {
            int n = end - at < l->bulk ? (int)(end - at) : l->bulk;
            at += n;
            l->bulk -= n;
            if (!l->bulk)
                answered(l);
            continue;
        }
        char c = *at++;
        if (l->line_len < (int)sizeof(l->line) - 1)
            l->line[l->line_len++] = c;
        if (c != '\n')
            continue;
        l->line[l->line_len] = 0;
        l->line_len = 0;
        if (l->line[0] == '-') {
            fprintf(stderr, "steady_load: %s", l->line);
            exit(1);
        }
        int size = l->line[0] == '$' ? atoi(l->line + 1) : -1;
        l->bulk = size >= 0 ? size + 2 : 0;
        if (!l->bulk)
            answered(l);
    }
}

static void receive(wire *l) {
    char buf[65536];
    ssize_t n;
    while ((n = read(l->fd, buf, sizeof(buf))) > 0)
        take(l, buf, buf + n);
    if (n == 0) {
        fprintf(stderr, "steady_load: the server closed a connection\n");
        exit(1);
    }
}

static void sendAll(int fd, const char *bytes, size_t len) {
    while (len) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EAGAIN)
            continue;
        if (n <= 0)
            exit(1);
        bytes += n;
        len -= (size_t)n;
    }
}

static void request(wire *l, uint64_t i, uint64_t due) {
    char buf[256];
    int key = (int)(i * 2654435761u % KEYS), n;
    static const char value[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    if (i % 5 == 0) {
        n = snprintf(buf, sizeof(buf), "*3\r\n$3\r\nSET\r\n$9\r\nkey:%05d\r\n$64\r\n%s\r\n", key, value);
    } else {
        n = snprintf(buf, sizeof(buf), "*2\r\n$3\r\nGET\r\n$9\r\nkey:%05d\r\n", key);
    }
    l->due[l->tail++ % WAITING] = due;
    if (l->tail - l->head >= WAITING) {
        fprintf(stderr, "steady_load: the server is %u requests behind: lower the rate\n", WAITING);
        exit(1);
    }
    sendAll(l->fd, buf, (size_t)n);
}

static uint64_t percentile(double share) {
    uint64_t want = (uint64_t)((double)finished * share), seen = 0;
    for (uint32_t us = 0; us < US_MAX; us++)
        if ((seen += times[us]) > want)
            return us;
    return US_MAX;
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "steady_load PORT CLIENTS RATE SECONDS [SLOW]\n");
        return 2;
    }
    int port = atoi(argv[1]), clients = atoi(argv[2]), set = epoll_create1(0);
    double rate = atof(argv[3]), seconds = atof(argv[4]);
    wire *links = calloc((size_t)clients, sizeof(wire));
    times = calloc(US_MAX, sizeof(*times));
    for (int i = 0; i < clients; i++) {
        links[i].fd = connectTo(port);
        links[i].due = malloc(sizeof(uint64_t) * WAITING);
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &links[i]};
        epoll_ctl(set, EPOLL_CTL_ADD, links[i].fd, &e);
    }
    int slow = argc > 5 ? connectTo(port) : -1;
    uint64_t start = now(), sent = 0, total = (uint64_t)(rate * seconds), slow_due = start + 500000000;
    struct epoll_event ready[256];
    while (finished < total) {
        uint64_t t = now(), due = start + (uint64_t)((double)sent * 1e9 / rate);
        for (int burst = 0; sent < total && due <= t && burst < 64; burst++, sent++) {
            request(&links[sent % (uint64_t)clients], sent, due);
            due = start + (uint64_t)((double)(sent + 1) * 1e9 / rate);
        }
        if (slow >= 0 && t >= slow_due) {
            char drop[4096];
            while (read(slow, drop, sizeof(drop)) > 0)
                continue;
            sendAll(slow, argv[5], strlen(argv[5]));
            sendAll(slow, "\r\n", 2);
            slow_due += 1000000000;
        }
        t = now();
        struct timespec wait = {0, due > t && sent < total ? (long)(due - t < 1000000 ? due - t : 1000000) : 0};
        if (sent == total)
            wait.tv_nsec = 1000000;
        int n = epoll_pwait2(set, ready, 256, &wait, NULL);
        for (int i = 0; i < n; i++)
            receive(ready[i].data.ptr);
    }
    uint32_t max = US_MAX - 1;
    while (max && !times[max])
        max--;
    printf("%llu %.3f %llu %llu %llu %u\n", (unsigned long long)finished, (double)(now() - start) / 1e9,
           (unsigned long long)percentile(0.5), (unsigned long long)percentile(0.99),
           (unsigned long long)percentile(0.999), max);
    return 0;
}
