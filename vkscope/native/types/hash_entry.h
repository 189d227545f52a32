/* hash_entry.h: an entry of a hash's table: a field, its value and perhaps a time limit in one block. For hash*.c only.
 *
 * Design    narrow   | flags 1 | flen 1 | vlen 2 | [expire 8] | field | value |
 *           wide     | flags 1 |   ..7           | flen 8 | vlen 8 | [expire 8] | field | value |
 *
 *           flags: HASH_ENTRY_WIDE, HASH_ENTRY_TIMED (then expire, Unix ms, is there).
 * Rules     entries are not aligned: fields are copied out. A value that fits the block of the one before is written
 *           over it; whoever keeps the entry's address must be told when hashEntryWith returns another. */
#ifndef VK_HASH_ENTRY_H
#define VK_HASH_ENTRY_H
#include "types/types.h"
#include <string.h>

enum { HASH_ENTRY_WIDE = 1, HASH_ENTRY_TIMED = 2 };
enum { HASH_ENTRY_NARROW_HEAD = 4, HASH_ENTRY_WIDE_HEAD = 24, HASH_ENTRY_EXPIRE_BYTES = 8 };

/* Where the field stands in an entry with these flags. */
static inline size_t hashEntryHead(unsigned flags) {
    return (size_t)(flags & HASH_ENTRY_WIDE ? HASH_ENTRY_WIDE_HEAD : HASH_ENTRY_NARROW_HEAD) +
           (flags & HASH_ENTRY_TIMED ? HASH_ENTRY_EXPIRE_BYTES : 0);
}

static inline unsigned hashEntryFlags(const void *entry) {
    return *(const unsigned char *)entry;
}

/* NO_EXPIRE without a time limit. */
static inline long long hashEntryExpire(const void *entry) {
    const unsigned char *e = (const unsigned char *)entry;
    int64_t when;
    if (likely(!(e[0] & HASH_ENTRY_TIMED)))
        return NO_EXPIRE;
    memcpy(&when, e + hashEntryHead(e[0]) - HASH_ENTRY_EXPIRE_BYTES, 8);
    return when;
}

static inline bool hashEntryDue(const void *entry) {
    return unlikely(hashEntryFlags(entry) & HASH_ENTRY_TIMED) && volatileDue(hashEntryExpire(entry));
}

const char *hashEntryField(const void *entry, size_t *flen);
void hashEntryView(const void *entry, stringView *field, stringView *value); /* value may be NULL */
void *hashEntryNew(const char *field, size_t flen, const char *value, size_t vlen, long long expire);
/* Gives the entry this value and time limit; returns where it is then. The old block is left alone when it is another:
 * the caller frees it. The value must not point into the entry. */
void *hashEntryWith(void *entry, const char *value, size_t vlen, long long expire);
/* The same for the time limit alone. */
void *hashEntryTimed(void *entry, long long expire);

/* A table that belongs to no hash yet. */
hashtable *hashTableNew(size_t room); /* with room for so many fields */
void hashTableFree(hashtable *t);
/* false: the field is there already. */
bool hashTableAddNew(hashtable *t, const char *field, size_t flen, const char *value, size_t vlen, long long expire);
object *hashOfTable(const char *key, size_t klen, hashtable *t); /* takes it */
bool hashIsTimed(const object *o);                               /* a field has a time limit */
#endif
