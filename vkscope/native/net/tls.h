/* tls.h: connections through TLS, behind the same vtable as all others, and what they are made from.
 *
 * Words  link: one TLS connection's own part, hung into `connection`.  context: certificate, key, authorities and
 *        rules; links keep the one that they were made from.  waiting: bytes that stand decrypted, or read ahead, in a
 *        link while its descriptor has nothing more to tell.
 * Design OpenSSL reads ahead: a record costs one system call, not two, and a descriptor may be silent although there is
 *        more to read. A read that stops for lack of room therefore puts its link on the list of those that wait, and
 *        the turn does not end its work before the list was served (the wake-up contract, reactor.h).
 *        New contexts are made whole before they replace the old ones, so a bad file changes nothing, and connections
 *        that exist go on with the certificate that they have shown.
 * Rules  renegotiation is refused, so a write never waits for bytes to read. After an error a link is only closed.
 * Cost   TCP and Unix sockets pay nothing. OpenSSL allocates from libc: in no figure of used_memory. */
#ifndef VK_TLS_H
#define VK_TLS_H
#include "net/connection.h"

enum { TLS_1_0 = 1, TLS_1_1 = 2, TLS_1_2 = 4, TLS_1_3 = 8 }; /* versions that are allowed */
enum tlsAuth { TLS_AUTH_NO, TLS_AUTH_YES, TLS_AUTH_OPTIONAL };

/* What contexts are made from. Texts: NULL or "" when not set. */
typedef struct tlsSettings {
    const char *cert_file, *key_file, *key_pass;
    const char *client_cert_file, *client_key_file, *client_key_pass; /* of links to other servers */
    const char *ca_cert_file, *ca_cert_dir, *dh_params_file, *ciphers, *ciphersuites;
    unsigned versions;
    bool prefer_server_ciphers, session_caching;
    int cache_size, cache_seconds;
} tlsSettings;

enum tlsStep { TLS_DONE, TLS_WANTS_READ, TLS_WANTS_WRITE, TLS_FAILED };

extern const connectionType connection_tls;
extern enum tlsAuth tls_auth_clients; /* what handshakes that begin from now on ask of a client */
extern bool tls_cluster;              /* links to other nodes use TLS */
extern unsigned tls_waiting;          /* links on the list of those that wait */

bool tlsConfigure(const tlsSettings *s); /* false: the log says why, and nothing has changed */
bool tlsConfigured(void);
void tlsRelease(void);

/* The certificates in force: ours for clients, ours for other servers, and of the authorities the one that ends first.
 */
enum tlsRole { TLS_ROLE_SERVER, TLS_ROLE_CLIENT, TLS_ROLE_AUTHORITY, TLS_ROLES };
typedef struct tlsCertificate {
    char serial[48];      /* in hex; "none": there is none */
    int64_t expires_in_s; /* negative: it has ended */
} tlsCertificate;
void tlsCertificateOf(enum tlsRole role, tlsCertificate *out);

/* Begins TLS on a connected socket, as the server or towards `host`; false: errno. */
bool tlsServe(connection *c);
bool tlsDial(connection *c, const char *host);
enum tlsStep tlsHandshake(connection *c);  /* goes on with it; after TLS_FAILED tlsError says why */
const char *tlsError(const connection *c); /* NULL: errno says it all */
typedef struct tlsFacts {
    unsigned version;   /* as on the wire: 0x0304 for TLS 1.3 */
    bool resumed;       /* the session was known: no certificates were exchanged */
    bool has_peer_cert; /* the other side has shown one, and it was good */
    char cipher[48];
} tlsFacts;
void tlsLook(const connection *c, tlsFacts *out);
/* The common name in the certificate that the other side has shown; false: there is none, or it does not fit. */
bool tlsPeerName(const connection *c, char *name, size_t size);

void tlsOwn(connection *c, uint64_t tag);  /* who reads this link: what tlsWaiting passes on */
void tlsWaits(connection *c);              /* puts it on the list if there is something to read in it */
void tlsReads(void (*read)(uint64_t tag)); /* takes everyone off the list and has them read */
void tlsIdle(connection *c);               /* gives its buffers back until it is used again */
#endif
