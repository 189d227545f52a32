/* ghosts.h: remembers what was evicted, to tell which choices were bad: a key that is asked for again soon after.
 *
 * Design  16,384 places by hash, the newest wins: { 28 bits of the hash | 4 bits policy, ms }. A key is forgotten when
 *         it is written anew. Two keys share 14 + 28 bits of hash once in 2^42 pairs: such a false miss does no harm.
 * Cost    nothing before the first eviction; then a cache line for each miss and each new key.
 * Events  EvictedKeyMissed. */
#ifndef VK_GHOSTS_H
#define VK_GHOSTS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern bool ghosts_live; /* some key is remembered */

void ghostsAdd(int db, uint64_t hash, int policy);
void ghostsAsked(int db, uint64_t hash, const char *key, size_t len); /* it is absent; counts and tells a bad choice */
void ghostsForget(int db, uint64_t hash);
void ghostsClear(void);
#endif
