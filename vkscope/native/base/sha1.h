/* sha1.h: SHA-1 (FIPS 180-1), where a format asks for it: DEBUG DIGEST, names of scripts. Not for secrets. */
#ifndef VK_SHA1_H
#define VK_SHA1_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SHA1_BYTES 20
void sha1(uint8_t out[SHA1_BYTES], const void *data, size_t len);
void sha1Hex(char out[SHA1_BYTES * 2 + 1], const void *data, size_t len); /* lower case, with a terminator */

#ifdef __cplusplus
}
#endif
#endif
