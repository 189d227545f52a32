/* tls_context.h: private to the files of TLS: the contexts in force. */
#ifndef VK_TLS_CONTEXT_H
#define VK_TLS_CONTEXT_H
#include <openssl/ssl.h>
#include <stdbool.h>

SSL_CTX *tlsContext(bool client); /* for links to other servers, or for clients of ours; NULL: not configured */
void tlsContextRelease(void);
#endif
