/* digest.h: DEBUG DIGEST's sums: 20 bytes that are equal for equal data, whatever its order or layout.
 *
 * Design  Valkey's, so that two servers of either kind can be compared:
 *           xor(d, x)  d ^= sha1(x)              for what has no order: keys of a database, fields of a hash
 *           mix(d, x)  xor(d, x); d = sha1(d)    for what has: name, type, value
 *         dataset = for each database: mix(its number); for each key: xor of (mix name, then value)
 *         value   = mix type; the text, or for each field xor of (mix field, mix value); xor "!!expire!!" with a TTL */
#ifndef VK_DIGEST_H
#define VK_DIGEST_H
#include "exec/exec.h"

/* xor and mix of the drawing; types use them in objectOps.digest. */
void digestXor(uint8_t digest[SHA1_BYTES], const void *data, size_t len);
void digestMix(uint8_t digest[SHA1_BYTES], const void *data, size_t len);
void digestValue(uint8_t digest[SHA1_BYTES], const object *o);
void digestDataset(uint8_t digest[SHA1_BYTES]);
#endif
