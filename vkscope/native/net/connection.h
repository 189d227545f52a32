/* connection.h: a socket behind a vtable, so that TCP, Unix sockets and what comes later look the same.
 *
 * Errors  read and write return bytes, 0 at the end of the stream (read), -1 with errno (EAGAIN: later). */
#ifndef VK_CONNECTION_H
#define VK_CONNECTION_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct connection connection;
enum transport { TRANSPORT_TCP, TRANSPORT_UNIX, TRANSPORT_TLS, TRANSPORT_RDMA }; /* as in the catalogue of events */

typedef struct connectionType {
    const char *name;
    enum transport transport;
    ssize_t (*read)(connection *c, void *buf, size_t len);
    ssize_t (*write)(connection *c, const void *buf, size_t len);
    void (*peer)(const connection *c, bool local, char *text, size_t size); /* "ip:port" or "path:0" */
    /* Before the socket is closed; quietly: another process goes on with it. NULL: there is nothing to do. */
    void (*close)(connection *c, bool quietly);
} connectionType;

struct connection {
    const connectionType *type;
    int fd;
    struct tlsLink *tls; /* tls.c's; NULL: none, or its handshake has not begun */
};

/* What went wrong just now: errno's words, or those of what lies above the socket. */
const char *connectionError(const connection *c);
#define CONNECTION_NAME 128 /* room for what peer() writes */

/* How sockets that listen are made; set before the first. */
typedef struct socketConfig {
    uint32_t mark; /* socket-mark-id; 0: none */
    bool mptcp;    /* Multipath TCP */
} socketConfig;
extern socketConfig socket_config;
bool socketHasMptcp(void); /* the kernel makes sockets of Multipath TCP */

extern const connectionType connection_tcp, connection_unix;
int listenTcp(const char *address, int port, int backlog); /* fd, or -1 with errno */
/* fd, or -1 with errno; never reachable before its mode and group are set. gid -1: the process's own. */
int listenUnix(const char *path, unsigned permission, int gid, int backlog);
/* Out of all sets already. Shuts the socket down and closes it, or, quietly, closes it here alone. */
void connectionClose(connection *c, bool quietly);
bool connectionAccept(int listener, const connectionType *type, connection *out, int keepalive); /* false: errno */
#endif
