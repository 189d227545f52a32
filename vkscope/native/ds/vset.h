/* vset.h: a volatile set: entries ordered by when they expire, for the fields of a hash that have a TTL and for the
 * keys that hold such fields.
 *
 * Rules   Entries are opaque, owned by the caller, any non-NULL pointer. The set never stores an entry's expiry: it
 *         asks getExpiry, and the answer must not change while the entry is in; to change it, call vsetUpdateEntry.
 *         Removing and updating look at the pointer of the old entry only, never behind it: it may be freed already.
 *         Callbacks must not touch the set.
 * Words   key: (expiry, address of the entry), which orders the set without ties.  fence: the lower bound of the
 *         keys in a child.  earliest: the smallest expiry in a leaf, remembered or VSET_UNKNOWN.
 * Design  A B+ tree ordered by key whose leaves are not sorted inside.
 *
 *           inner, level 1   [ fence 0 | child ][ fence 1 | child ][ fence 2 | child ]   up to 42 slots of 24 bytes
 *                                   |                 |                   |
 *           leaf, level 0    [ e e e e ]       [ e e e e e e ]       [ e e ]             up to 62 entries of 8 bytes
 *
 *         fence(i) <= key(e) < fence(i + 1) for every e below child i; the first and last bound come from above.
 *         No leaf is empty, no inner node has no child, and the root is a leaf or has two children at least.
 *         A set of up to 62 entries is one leaf. An empty set is NULL and costs nothing.
 *
 *         Why not time windows (Valkey's vset is a radix tree of windows, each one entry, a vector or a hash table):
 *         with the address in the key, a million equal expiries split like any others, so no second and third form
 *         is needed; the earliest expiry is exact instead of a window's end; and entries need no tag bit.
 * Cost    8.7 bytes an entry when expiries rise, 10 when they come at random (measured with 100,000 entries): nodes
 *         grow by a quarter, and leaves that are only appended to fill completely. A set of one entry is 24 bytes.
 *         Adding and removing O(log n) without a look at entries, except that a split reads 62 expiries, at most
 *         once per 31 additions. vsetEstimatedEarliestExpiry is exact: O(1), or one leaf's expiries after the
 *         earliest entry has left. Expiring: O(1) per removed entry, and per call one leaf and a walk down.
 * Threads The owner's of the hash or database that it belongs to. */
#ifndef VK_VSET_H
#define VK_VSET_H
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct vsetNode vsetNode;

/* The set itself: one pointer, to be embedded. All zero is an empty set. */
typedef struct vset {
    vsetNode *root;
} vset;

#define VSET_NEVER LLONG_MAX /* earliest expiry of an empty set */
#define VSET_MAX_DEPTH 12    /* levels, checked; a billion entries take 6 */

typedef long long (*vsetGetExpiryFunc)(const void *entry); /* Unix milliseconds, > LLONG_MIN */
/* Called with each expired entry, already out of the set; may free it. 0 stops after this one. */
typedef int (*vsetExpiryFunc)(void *entry, void *ctx);

void vsetInit(vset *set);
void vsetClear(vset *set);   /* forgets all entries, which stay the caller's */
void vsetRelease(vset *set); /* the same: an empty set owns nothing */
bool vsetIsEmpty(const vset *set);
size_t vsetCount(const vset *set); /* O(leaves) */

bool vsetAddEntry(vset *set, vsetGetExpiryFunc getExpiry, void *entry); /* false: it is in already */
bool vsetRemoveEntry(vset *set, const void *entry, long long expiry);   /* false: not in under that expiry */
/* The entry moved, or expires at another time, or both. false, nothing changed: old_entry is not in. */
bool vsetUpdateEntry(vset *set, vsetGetExpiryFunc getExpiry, const void *old_entry, void *new_entry,
                     long long old_expiry, long long new_expiry);

/* The smallest expiry there is; VSET_NEVER when empty. */
long long vsetEstimatedEarliestExpiry(vset *set, vsetGetExpiryFunc getExpiry);
/* Removes at most max_count entries with expiry <= now, roughly the earliest first; returns how many. */
size_t vsetRemoveExpired(vset *set, vsetGetExpiryFunc getExpiry, vsetExpiryFunc expiryFunc, long long now,
                         size_t max_count, void *ctx);
/* Entries with expiry <= now; O(how many they are). */
size_t vsetCountExpired(const vset *set, vsetGetExpiryFunc getExpiry, long long now);

/* Walks all entries, earlier leaves first; any change to the set ends the walk's validity. */
typedef struct vsetIterator {
    const vsetNode *path[VSET_MAX_DEPTH]; /* root first */
    uint32_t index[VSET_MAX_DEPTH];       /* next slot to visit */
    int depth;                            /* nodes on the path; 0 when done */
} vsetIterator;
void vsetInitIterator(const vset *set, vsetIterator *it);
bool vsetNext(vsetIterator *it, void **entry);
void vsetResetIterator(vsetIterator *it); /* nothing to free; further vsetNext say false */

/* What the tree looks like; for MEMORY USAGE and XRAY. */
typedef struct vsetShape {
    size_t entries, leaves, inner, bytes; /* bytes in class sizes, without the embedded pointer */
    int depth;                            /* levels; 0 when empty */
} vsetShape;
void vsetGetShape(const vset *set, vsetShape *shape);
size_t vsetMemUsage(const vset *set);

/* Checks every invariant of Design, and that remembered expiries are right. */
bool vsetValidate(const vset *set, vsetGetExpiryFunc getExpiry);

#ifdef __cplusplus
}
#endif
#endif
