/* hash.h: the keyed hash of the tables (SipHash-1-2, Aumasson and Bernstein) and the cluster's slot of a key. */
#ifndef VK_HASH_H
#define VK_HASH_H
#include <stddef.h>
#include <stdint.h>

void hashSeed(const uint8_t seed[16]);                /* before the first table; random by default at boot */
uint64_t sipHash(const void *data, size_t len);       /* keyed by hashSeed */
uint16_t crc16(const char *data, size_t len);         /* CCITT, polynomial 0x1021, as cluster slots need */
unsigned keyHashSlot(const char *key, size_t len);    /* 0..16383; only the {tag} counts where there is one */
int patternHashSlot(const char *pattern, size_t len); /* of all keys that a glob can match; -1: they may differ */
uint64_t randomU64(void);                             /* fast, not for secrets; seeded by hashSeed */
#endif
