/* tls_context.c: makes contexts of the settings: whole ones, or none. See tls.h.
 *
 * Rules  the log says what is wrong in Valkey's words. Runs when an operator changes something: it is C because the
 *        contexts are. */
#include "net/tls.h"
#include "net/tls_context.h"
#include "base/log.h"
#include <errno.h>
#include <openssl/decoder.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <string.h>

static SSL_CTX *server_context, *client_context;

SSL_CTX *tlsContext(bool client) {
    return client && client_context ? client_context : server_context;
}

bool tlsConfigured(void) {
    return server_context != NULL;
}

void tlsContextRelease(void) {
    SSL_CTX_free(server_context);
    SSL_CTX_free(client_context);
    server_context = client_context = NULL;
}

static bool isSet(const char *text) {
    return text && *text;
}

static const char *orNull(const char *text) {
    return isSet(text) ? text : NULL;
}

/* What went wrong first, and nothing is left of it. */
static const char *whatFailed(void) {
    static char text[256];
    ERR_error_string_n(ERR_get_error(), text, sizeof(text));
    ERR_clear_error();
    return text;
}

static int givePassword(char *buf, int size, int writing, void *password) {
    size_t len = password ? strlen(password) : 0;
    (void)writing;
    if (!password || len > (size_t)size)
        return -1;
    memcpy(buf, password, len);
    return (int)len;
}

static void allowVersions(SSL_CTX *context, unsigned versions) {
    static const struct {
        unsigned version;
        uint64_t forbids;
    } all[] = {{TLS_1_0, SSL_OP_NO_TLSv1},
               {TLS_1_1, SSL_OP_NO_TLSv1_1},
               {TLS_1_2, SSL_OP_NO_TLSv1_2},
               {TLS_1_3, SSL_OP_NO_TLSv1_3}};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (!(versions & all[i].version))
            SSL_CTX_set_options(context, all[i].forbids);
}

static bool loadKeyPair(SSL_CTX *context, const char *cert, const char *key, const char *password) {
    SSL_CTX_set_default_passwd_cb(context, givePassword);
    SSL_CTX_set_default_passwd_cb_userdata(context, (void *)orNull(password));
    bool good = false;
    if (SSL_CTX_use_certificate_chain_file(context, cert) <= 0) {
        logLine(LEVEL_WARNING, "Failed to load certificate: %s: %s", cert, whatFailed());
    } else if (SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) <= 0) {
        logLine(LEVEL_WARNING, "Failed to load private key: %s: %s", key, whatFailed());
    } else {
        good = true;
    }
    SSL_CTX_set_default_passwd_cb_userdata(context, NULL); /* the caller's text does not live as long as this */
    return good;
}

static bool loadRules(SSL_CTX *context, const tlsSettings *s) {
    if ((isSet(s->ca_cert_file) || isSet(s->ca_cert_dir)) &&
        SSL_CTX_load_verify_locations(context, orNull(s->ca_cert_file), orNull(s->ca_cert_dir)) <= 0) {
        logLine(LEVEL_WARNING, "Failed to configure CA certificate(s) file/directory: %s", whatFailed());
        return false;
    }
    if (isSet(s->ciphers) && !SSL_CTX_set_cipher_list(context, s->ciphers)) {
        logLine(LEVEL_WARNING, "Failed to configure ciphers: %s", s->ciphers);
        return false;
    }
    if (isSet(s->ciphersuites) && !SSL_CTX_set_ciphersuites(context, s->ciphersuites)) {
        logLine(LEVEL_WARNING, "Failed to configure ciphersuites: %s", s->ciphersuites);
        return false;
    }
    return true;
}

/* What both kinds have in common. */
static SSL_CTX *make(const tlsSettings *s, const char *cert, const char *key, const char *password) {
    SSL_CTX *context = SSL_CTX_new(TLS_method());
    if (!context) {
        logLine(LEVEL_WARNING, "Failed to create a TLS context: %s", whatFailed());
        return NULL;
    }
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    allowVersions(context, s->versions);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    if (loadKeyPair(context, cert, key, password) && loadRules(context, s))
        return context;
    ERR_clear_error();
    SSL_CTX_free(context);
    return NULL;
}

static EVP_PKEY *readDh(const char *path) {
    EVP_PKEY *found = NULL;
    FILE *file = fopen(path, "r");
    if (!file) {
        logLine(LEVEL_WARNING, "Failed to load %s: %s", path, strerror(errno));
        return NULL;
    }
    OSSL_DECODER_CTX *decoder =
        OSSL_DECODER_CTX_new_for_pkey(&found, "PEM", NULL, "DH", OSSL_KEYMGMT_SELECT_DOMAIN_PARAMETERS, NULL, NULL);
    if (!decoder) {
        logLine(LEVEL_WARNING, "No decoder for DH params.");
    } else if (!OSSL_DECODER_from_fp(decoder, file)) {
        logLine(LEVEL_WARNING, "%s: failed to read DH params.", path);
    }
    OSSL_DECODER_CTX_free(decoder);
    fclose(file);
    return found;
}

static bool setDh(SSL_CTX *context, const char *path) {
    if (!isSet(path))
        return SSL_CTX_set_dh_auto(context, 1);
    EVP_PKEY *parameters = readDh(path);
    if (!parameters)
        return false;
    if (SSL_CTX_set0_tmp_dh_pkey(context, parameters) > 0)
        return true;
    logLine(LEVEL_WARNING, "Failed to load DH params file: %s: %s", path, whatFailed());
    EVP_PKEY_free(parameters);
    return false;
}

/* Without caching there are no tickets either, which would let sessions go on that nobody keeps. */
static void setSessions(SSL_CTX *context, const tlsSettings *s) {
    if (!s->session_caching) {
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
        SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
        SSL_CTX_set_num_tickets(context, 0);
        return;
    }
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
    SSL_CTX_sess_set_cache_size(context, s->cache_size);
    SSL_CTX_set_timeout(context, s->cache_seconds);
}

static SSL_CTX *makeServer(const tlsSettings *s) {
    SSL_CTX *context = make(s, s->cert_file, s->key_file, s->key_pass);
    if (!context)
        return NULL;
    setSessions(context, s);
    if (s->prefer_server_ciphers)
        SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE);
    if (setDh(context, s->dh_params_file))
        return context;
    ERR_clear_error();
    SSL_CTX_free(context);
    return NULL;
}

bool tlsConfigure(const tlsSettings *s) {
    SSL_CTX *server = makeServer(s), *client = NULL;
    bool apart = isSet(s->client_cert_file) && isSet(s->client_key_file);
    if (server && apart)
        client = make(s, s->client_cert_file, s->client_key_file, s->client_key_pass);
    if (!server || (apart && !client)) {
        SSL_CTX_free(server);
        return false;
    }
    tlsContextRelease();
    server_context = server;
    client_context = client;
    return true;
}

static void describe(const X509 *x, tlsCertificate *out) {
    int days = 0, seconds = 0;
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
    char *hex = number ? BN_bn2hex(number) : NULL;
    ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(x));
    snprintf(out->serial, sizeof(out->serial), "%s", hex ? hex : "none");
    out->expires_in_s = (int64_t)days * 86400 + seconds;
    OPENSSL_free(hex);
    BN_free(number);
}

static const X509 *firstToEnd(SSL_CTX *context) {
    STACK_OF(X509_OBJECT) *all = X509_STORE_get0_objects(SSL_CTX_get_cert_store(context));
    const X509 *found = NULL;
    for (int i = 0; i < sk_X509_OBJECT_num(all); i++) {
        const X509 *x = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(all, i));
        if (x && (!found || ASN1_TIME_compare(X509_get0_notAfter(x), X509_get0_notAfter(found)) < 0))
            found = x;
    }
    return found;
}

void tlsCertificateOf(enum tlsRole role, tlsCertificate *out) {
    SSL_CTX *context = role == TLS_ROLE_CLIENT ? client_context : server_context;
    *out = (tlsCertificate){.serial = "none"};
    if (!context)
        return;
    const X509 *x = role == TLS_ROLE_AUTHORITY ? firstToEnd(context) : SSL_CTX_get0_certificate(context);
    if (x)
        describe(x, out);
}
