/* intset.h: a sorted array of different integers in one block, in the bytes that RDB files store.
 *
 * Rules   Mutators take the block and return it, possibly moved: the old pointer is dead.
 *         A block from outside (RDB, RESTORE) passes intsetValidateIntegrity before anything else here.
 *         All integers are as wide as the widest ever was: a set that was widened stays so.
 * Words   width: bytes of each integer, 2, 4 or 8.
 * Design
 *            0       4       8
 *            +-------+-------+--------+--------+-- ... --+
 *            | width | count | n[0]   | n[1]   |         |      all little-endian, n ascending
 *            +-------+-------+--------+--------+-- ... --+
 *            bytes = 8 + width * count;  n[i] < n[i + 1]
 *
 *            example: -1, 5, 300      02 00 00 00  03 00 00 00  ff ff  05 00  2c 01
 *            and 70000 widens it      04 00 00 00  04 00 00 00  ff ff ff ff  05 00 00 00  2c 01 00 00  70 11 01 00
 * Cost    find O(log n), add and remove O(n) bytes moved; widening rewrites the block.
 * Threads The owner's of the value it encodes.
 * Credits The format is Pieter Noordhuis's. */
#ifndef VK_INTSET_H
#define VK_INTSET_H
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct intset {
    uint32_t width;
    uint32_t count;
    char n[]; /* width bytes each */
} intset;
static_assert(sizeof(intset) == 8, "the header is drawn with 8 bytes");

intset *intsetNew(void);                                /* caller owns; zfree */
intset *intsetAdd(intset *s, int64_t n, bool *added);   /* added: it was absent */
intset *intsetRemove(intset *s, int64_t n, bool *gone); /* gone: it was there */
intset *intsetRemoveAt(intset *s, uint32_t i);          /* i < count */
bool intsetFind(const intset *s, int64_t n);
int64_t intsetGet(const intset *s, uint32_t i); /* i < count */
size_t intsetBytes(const intset *s);
unsigned intsetWidthOf(int64_t n); /* the least width that holds n */
/* The `size` bytes at s are an intset; deep: also ascending. Reads nothing outside them. */
bool intsetValidateIntegrity(const void *s, size_t size, bool deep);
bool intsetValidate(const intset *s);

static inline uint32_t intsetLen(const intset *s) {
    return s->count;
}
#endif
