/* bits.h: bits of strings, counted from the first byte's highest. Kernels without a key or a reply. */
#ifndef VK_BITS_H
#define VK_BITS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint64_t bitsCount(const uint8_t *p, size_t n);                              /* ones in n bytes */
uint64_t bitsCountRange(const uint8_t *p, uint64_t first, uint64_t last);    /* ones in bits first..last */
int64_t bitsFind(const uint8_t *p, uint64_t first, uint64_t last, bool one); /* in bits first..last; -1: none */
/* width 1..64 bits from bit `offset`; bytes at or after n read as zero, and are not written. */
uint64_t bitsGet(const uint8_t *p, size_t n, uint64_t offset, unsigned width);
void bitsSet(uint8_t *p, size_t n, uint64_t offset, unsigned width, uint64_t value);
enum bitsOp { BITS_AND, BITS_OR, BITS_XOR, BITS_NOT };
void bitsCombine(enum bitsOp op, uint8_t *dst, const uint8_t *src, size_t n); /* dst op= src; NOT: dst = ~src */
#endif
