/* vk_listen.c: the door's functions for listeners, TLS, processors and pages. */
#include "door/vk.h"
#include "door/enter.h"
#include "net/handshake.h"
#include "net/net.h"
#include "net/tls.h"
#include "base/affinity.h"
#include "trace/trace.h"
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

static int listenOn(int fd, const connectionType *type, int port, const char *address) {
    if (fd < 0)
        return errno;
    int failed = reactorListen(fd, type);
    if (!failed)
        evListenerOpened(clockMonoNs(), (uint64_t)port, address, strlen(address));
    return failed;
}

bool vkSockets(unsigned mark, bool mptcp) {
    VK_ENTER;
    socket_config = (socketConfig){mark, mptcp};
    return !mptcp || socketHasMptcp();
}

bool vkHugePagesOff(void) {
    return prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0;
}

void vkPin(const char *cpus) {
    VK_ENTER;
    affinitySet(cpus);
}

int vkListenTcp(const char *address, int port, int backlog) {
    VK_ENTER;
    return listenOn(listenTcp(address, port, backlog), &connection_tcp, port, address);
}

int vkListenTls(const char *address, int port, int backlog) {
    VK_ENTER;
    return listenOn(listenTcp(address, port, backlog), &connection_tls, port, address);
}

int vkListenUnix(const char *path, unsigned mode, int gid, int backlog) {
    VK_ENTER;
    return listenOn(listenUnix(path, mode, gid, backlog), &connection_unix, 0, path);
}

void vkUnlisten(int transport) {
    static const connectionType *const types[] = {&connection_tcp, &connection_unix, &connection_tls};
    VK_ENTER;
    reactorUnlisten(types[transport]);
}

bool vkTlsConfigure(const vkTls *s) {
    VK_ENTER;
    tlsSettings settings = {.cert_file = s->cert_file,
                            .key_file = s->key_file,
                            .key_pass = s->key_pass,
                            .client_cert_file = s->client_cert_file,
                            .client_key_file = s->client_key_file,
                            .client_key_pass = s->client_key_pass,
                            .ca_cert_file = s->ca_cert_file,
                            .ca_cert_dir = s->ca_cert_dir,
                            .dh_params_file = s->dh_params_file,
                            .ciphers = s->ciphers,
                            .ciphersuites = s->ciphersuites,
                            .versions = s->versions,
                            .prefer_server_ciphers = s->prefer_server_ciphers,
                            .session_caching = s->session_caching,
                            .cache_size = s->cache_size,
                            .cache_seconds = s->cache_seconds};
    return tlsConfigure(&settings);
}

bool vkTlsConfigured(void) {
    return tlsConfigured();
}

void vkTlsApply(int auth_clients, bool cluster) {
    tls_auth_clients = (enum tlsAuth)auth_clients;
    tls_cluster = cluster && tlsConfigured();
}

void vkTlsNumbersRead(vkTlsNumbers *out) {
    *out = (vkTlsNumbers){handshake_stats.done,      handshake_stats.failed, handshake_stats.resumed,
                          handshake_stats.timed_out, handshakes(),           handshake_stats.own_ns};
}

bool vkTlsCertificate(int role, char serial[48], int64_t *expires_in_s) {
    tlsCertificate found;
    tlsCertificateOf((enum tlsRole)role, &found);
    memcpy(serial, found.serial, sizeof(found.serial));
    *expires_in_s = found.expires_in_s;
    return strcmp(serial, "none") != 0;
}
