/* tls.c: see tls.h: reading, writing, handshakes and the list of links that wait. */
#include "net/tls.h"
#include "net/tls_context.h"
#include "net/reactor.h"
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <string.h>

typedef struct tlsLink {
    SSL *ssl;
    uint64_t tag;    /* of its owner; 0: it has none yet */
    bool shaken;     /* the handshake is over */
    bool broken;     /* after an error nothing may be sent, not even an end */
    bool listed;     /* among those that wait */
    bool must_write; /* before it can read on */
    char error[160]; /* what OpenSSL said; "": nothing */
    char begun[16];  /* a record of these bytes, and more, stands in OpenSSL and has not left */
    unsigned nbegun; /* 0: none does */
} tlsLink;

enum tlsAuth tls_auth_clients = TLS_AUTH_YES;
bool tls_cluster;
unsigned tls_waiting;
static tlsLink **waiting; /* NULL: it has gone */
static unsigned waiting_room;

/* --- the list of those that wait --- */

static void list(tlsLink *t) {
    if (t->listed || !t->tag)
        return;
    if (tls_waiting == waiting_room) {
        waiting_room = waiting_room ? waiting_room * 2 : 64;
        waiting = zrealloc(waiting, sizeof(*waiting) * waiting_room);
    }
    t->listed = true;
    waiting[tls_waiting++] = t;
}

void tlsWaits(connection *c) {
    if (SSL_has_pending(c->tls->ssl))
        list(c->tls);
}

void tlsOwn(connection *c, uint64_t tag) {
    c->tls->tag = tag;
}

/* Those who come meanwhile are read the next time. */
void tlsReads(void (*read)(uint64_t tag)) {
    unsigned n = tls_waiting;
    for (unsigned i = 0; i < n; i++) {
        tlsLink *t = waiting[i];
        if (!t)
            continue;
        t->listed = false;
        read(t->tag);
    }
    tls_waiting -= n;
    memmove(waiting, waiting + n, sizeof(*waiting) * tls_waiting);
}

static void unlist(const tlsLink *t) {
    for (unsigned i = 0; t->listed && i < tls_waiting; i++)
        if (waiting[i] == t)
            waiting[i] = NULL;
}

void tlsRelease(void) {
    tlsContextRelease();
    zfree(waiting);
    waiting = NULL;
    tls_waiting = waiting_room = 0;
}

/* --- results --- */

static void keepError(tlsLink *t) {
    unsigned long code = ERR_get_error();
    t->error[0] = 0;
    if (code)
        ERR_error_string_n(code, t->error, sizeof(t->error));
    ERR_clear_error();
}

/* What a call that brought nothing means, as read and write say it. */
static ssize_t outcome(tlsLink *t, int result) {
    int saved = errno;
    switch (SSL_get_error(t->ssl, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        errno = EAGAIN;
        return -1;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    case SSL_ERROR_SYSCALL:
        t->broken = true;
        ERR_clear_error();
        errno = saved;
        return saved ? -1 : 0;
    default:
        t->broken = true;
        if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
            ERR_clear_error();
            return 0;
        }
        keepError(t);
        errno = EPROTO;
        return -1;
    }
}

const char *tlsError(const connection *c) {
    return c->tls && c->tls->error[0] ? c->tls->error : NULL;
}

static inline void forgetErrors(void) {
    if (unlikely(ERR_peek_error() != 0))
        ERR_clear_error(); /* somebody else's, who did not */
}

/* --- bytes --- */

/* Fills what it can: records are at most 16 KiB, and the next may have been read already. */
static ssize_t tlsRead(connection *c, void *buf, size_t len) {
    tlsLink *t = c->tls;
    char *at = buf, *end = at + len;
    forgetErrors();
    do {
        errno = 0;
        int n = SSL_read(t->ssl, at, end - at < INT_MAX ? (int)(end - at) : INT_MAX);
        if (n <= 0) {
            ssize_t what = outcome(t, n);
            bool later = what < 0 && errno == EAGAIN;
            if (unlikely(later && SSL_want_write(t->ssl))) {
                t->must_write = true;
                reactorWantWrite(t->tag);
            }
            if (at == (char *)buf)
                return what;
            if (!later)
                list(t); /* whoever reads again hears of the end */
            break;
        }
        at += n;
    } while (at < end && SSL_has_pending(t->ssl));
    if (unlikely(at == end) && SSL_has_pending(t->ssl))
        list(t);
    return at - (char *)buf;
}

/* While a record has not left, OpenSSL takes whatever it is given for the bytes of that record: others would be lost,
 * and the connection is ended before that. */
static bool goesOn(tlsLink *t, const void *buf, size_t len) {
    if (len >= t->nbegun && memcmp(buf, t->begun, t->nbegun) == 0)
        return true;
    t->broken = true;
    errno = EPROTO;
    return false;
}

static void begins(tlsLink *t, const void *buf, size_t len) {
    t->nbegun = len < sizeof(t->begun) ? (unsigned)len : sizeof(t->begun);
    memcpy(t->begun, buf, t->nbegun);
}

static ssize_t tlsWrite(connection *c, const void *buf, size_t len) {
    tlsLink *t = c->tls;
    if (unlikely(!t || !t->shaken)) {
        errno = ENOTCONN;
        return -1;
    }
    if (unlikely(t->nbegun && !goesOn(t, buf, len)))
        return -1;
    forgetErrors();
    errno = 0;
    int n = SSL_write(t->ssl, buf, len < INT_MAX ? (int)len : INT_MAX);
    if (likely(n > 0)) {
        t->nbegun = 0;
        if (unlikely(t->must_write)) {
            t->must_write = false;
            list(t);
        }
        return n;
    }
    ssize_t what = outcome(t, n);
    if (what == 0) {
        errno = EPIPE;
        return -1;
    }
    if (errno == EAGAIN)
        begins(t, buf, len);
    return what;
}

static void tlsPeer(const connection *c, bool local, char *text, size_t size) {
    connection_tcp.peer(c, local, text, size);
}

/* Tells the other side that this is the end, unless somebody else goes on with the connection. */
static void tlsClose(connection *c, bool quietly) {
    tlsLink *t = c->tls;
    if (!t)
        return;
    unlist(t);
    if (t->shaken && !t->broken && !quietly)
        SSL_shutdown(t->ssl);
    SSL_set_quiet_shutdown(t->ssl, 1);
    if (t->shaken && !t->broken)
        SSL_set_shutdown(t->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN); /* its session may be resumed */
    SSL_free(t->ssl);
    ERR_clear_error();
    zfree(t);
    c->tls = NULL;
}

const connectionType connection_tls = {"tls", TRANSPORT_TLS, tlsRead, tlsWrite, tlsPeer, tlsClose};

void tlsIdle(connection *c) {
    SSL_free_buffers(c->tls->ssl);
}

/* --- handshakes --- */

static bool begin(connection *c, SSL_CTX *context) {
    SSL *ssl = context ? SSL_new(context) : NULL;
    if (!ssl || !SSL_set_fd(ssl, c->fd)) {
        SSL_free(ssl);
        ERR_clear_error();
        errno = ENOMEM;
        return false;
    }
    c->tls = zcalloc(1, sizeof(tlsLink));
    c->tls->ssl = ssl;
    return true;
}

/* A session is good for those who ask the same of a client: one that was made while certificates were not wanted does
 * not open the door when they are. */
bool tlsServe(connection *c) {
    static const struct {
        int verify;
        const char *sessions;
    } rules[] = {
        [TLS_AUTH_NO] = {SSL_VERIFY_NONE, "vkscope-no"},
        [TLS_AUTH_YES] = {SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, "vkscope-yes"},
        [TLS_AUTH_OPTIONAL] = {SSL_VERIFY_PEER, "vkscope-optional"},
    };
    if (!begin(c, tlsContext(false)))
        return false;
    SSL *ssl = c->tls->ssl;
    const char *sessions = rules[tls_auth_clients].sessions;
    SSL_set_verify(ssl, rules[tls_auth_clients].verify, NULL);
    SSL_set_session_id_context(ssl, (const unsigned char *)sessions, (unsigned)strlen(sessions));
    SSL_set_accept_state(ssl);
    return true;
}

bool tlsDial(connection *c, const char *host) {
    unsigned char address[sizeof(struct in6_addr)];
    if (!begin(c, tlsContext(true)))
        return false;
    if (inet_pton(AF_INET, host, address) != 1 && inet_pton(AF_INET6, host, address) != 1)
        SSL_set_tlsext_host_name(c->tls->ssl, host);
    SSL_set_connect_state(c->tls->ssl);
    return true;
}

enum tlsStep tlsHandshake(connection *c) {
    tlsLink *t = c->tls;
    forgetErrors();
    errno = 0;
    int n = SSL_do_handshake(t->ssl);
    if (n == 1) {
        t->shaken = true;
        return TLS_DONE;
    }
    ssize_t what = outcome(t, n);
    if (what < 0 && errno == EAGAIN)
        return SSL_want_write(t->ssl) ? TLS_WANTS_WRITE : TLS_WANTS_READ;
    if (what == 0)
        errno = ECONNRESET;
    return TLS_FAILED;
}

void tlsLook(const connection *c, tlsFacts *out) {
    const SSL *ssl = c->tls->ssl;
    const char *cipher = SSL_get_cipher_name(ssl);
    *out = (tlsFacts){.version = (unsigned)SSL_version(ssl),
                      .resumed = SSL_session_reused(ssl),
                      .has_peer_cert = SSL_get0_peer_certificate(ssl) != NULL};
    strncpy(out->cipher, cipher, sizeof(out->cipher) - 1);
}

bool tlsPeerName(const connection *c, char *name, size_t size) {
    X509 *cert = c->tls ? SSL_get0_peer_certificate(c->tls->ssl) : NULL;
    if (!cert || SSL_get_verify_result(c->tls->ssl) != X509_V_OK)
        return false;
    int n = X509_NAME_get_text_by_NID(X509_get_subject_name(cert), NID_commonName, name, (int)size);
    return n > 0 && (size_t)n < size - 1 && strlen(name) == (size_t)n;
}
