/* set_entry.h: a member of a set's table: its length and its bytes in one block. For set*.c only.
 *
 * Design    short   | len 1 | bytes |                 up to 254 bytes
 *           long    | 255 1 | len 8 | bytes |
 *
 *           "element:000000012345" takes 21 bytes: a block of 24, and 17 to 19 bytes of buckets.
 * Rules     entries are not aligned and never change. */
#ifndef VK_SET_ENTRY_H
#define VK_SET_ENTRY_H
#include "types/types.h"
#include <string.h>

enum { SET_ENTRY_LONG = 255, SET_ENTRY_HEAD = 1, SET_ENTRY_LONG_HEAD = 9 };

static inline const char *setEntryBytes(const void *entry, size_t *len) {
    const unsigned char *e = (const unsigned char *)entry;
    uint64_t n;
    if (likely(e[0] != SET_ENTRY_LONG)) {
        *len = e[0];
        return (const char *)e + SET_ENTRY_HEAD;
    }
    memcpy(&n, e + 1, sizeof(n));
    *len = n;
    return (const char *)e + SET_ENTRY_LONG_HEAD;
}

static inline void *setEntryNew(const char *data, size_t len) {
    bool fits = len < SET_ENTRY_LONG;
    size_t head = fits ? SET_ENTRY_HEAD : SET_ENTRY_LONG_HEAD;
    uint64_t n = len;
    unsigned char *e = (unsigned char *)zmalloc(head + len);
    e[0] = fits ? (unsigned char)len : SET_ENTRY_LONG;
    if (!fits)
        memcpy(e + 1, &n, sizeof(n));
    memcpy(e + head, data, len);
    return e;
}
#endif
