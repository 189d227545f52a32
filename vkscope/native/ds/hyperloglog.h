/* hyperloglog.h: how many different elements were counted, in 12 KiB at most, with an error of 0.81%.
 *
 * Words   register: the longest run of zero bits, plus one, that the hashes of its elements ended in; 16,384 of them,
 *         chosen by the hash's low 14 bits.  estimate: what the registers say; kept in the header until they change.
 * Rules   works on a buffer of HLL_ROOM bytes that the caller owns; `len` tells how many of them are used.
 *         hllIs() looks at the header alone. Every function that reads sparse opcodes checks them as it goes: bytes
 *         from outside that are no sketch are answered with HLL_BROKEN or false, never followed out of bounds.
 * Design
 *            0      4        5      8            16
 *            +------+--------+------+------------+-- ... --+
 *            | HYLL | layout | zero | estimate   | body    |     layout 0: dense, 1: sparse
 *            +------+--------+------+------------+-- ... --+     estimate: little-endian; top bit set: out of date
 *
 *            dense    16,384 registers of 6 bits, register 0 in the lowest bits of byte 0: 12,288 bytes
 *            sparse   opcodes that cover all registers in order
 *                     00nnnnnn            n + 1 registers are 0, up to 64
 *                     01nnnnnn nnnnnnnn   n + 1 registers are 0, up to 16,384, high bits first
 *                     1vvvvvnn            n + 1 registers are v + 1: up to 4 of up to 32
 *
 *            example: register 3 is 2, all others 0     02 84 7f fb      3 zeros, one 2, 16,380 zeros
 * Cost    dense: O(1) to add, 16,384 registers to estimate, eight at a time. Sparse: O(opcodes).
 * Threads The owner's of the string it is.
 * Credits Philippe Flajolet and others; 64-bit hashes: Heule and others; the estimate: Otmar Ertl. The format is
 *         Salvatore Sanfilippo's. The hash is Austin Appleby's MurmurHash64A. */
#ifndef VK_HYPERLOGLOG_H
#define VK_HYPERLOGLOG_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HLL_REGISTERS = 16384,
    HLL_HEAD = 16,
    HLL_DENSE_BYTES = HLL_HEAD + HLL_REGISTERS / 4 * 3,
    HLL_VALUES = 64,                                /* that 6 bits can hold */
    HLL_SPARSE_MOST = HLL_HEAD + HLL_REGISTERS * 2, /* no opcode is longer than 2 bytes or covers less than one */
    HLL_ROOM = HLL_SPARSE_MOST + 16
};
enum hllLayout { HLL_DENSE, HLL_SPARSE };
enum hllDid { HLL_BROKEN = -1, HLL_SAME, HLL_CHANGED };

extern bool hll_batched; /* false: dense bodies are read and written a register at a time (PFDEBUG SIMD OFF) */

/* One opcode of a sparse body. */
typedef struct hllRun {
    unsigned value, registers, bytes; /* value 0: of either opcode for zeros */
} hllRun;

size_t hllNew(uint8_t *buf);                /* empty, sparse; its length */
bool hllIs(const uint8_t *buf, size_t len); /* header and length are those of a sketch */
enum hllLayout hllLayoutOf(const uint8_t *buf);
/* Which register an element belongs to, and what it should be at least. */
unsigned hllPattern(const void *element, size_t size, unsigned *index);
/* Raises a register; *len follows. A sparse sketch that would pass max_sparse bytes, or needs a value over 32, becomes
 * dense. */
enum hllDid hllRaise(uint8_t *buf, size_t *len, unsigned index, unsigned value, size_t max_sparse);
enum hllDid hllAdd(uint8_t *buf, size_t *len, const void *element, size_t size, size_t max_sparse);
bool hllToDense(uint8_t *buf, size_t *len); /* false: broken, nothing was changed; true also where it is dense */
/* The body's next opcode at p, of which left > 0 bytes follow; false: cut off. */
bool hllRunAt(const uint8_t *p, size_t left, hllRun *run);
/* registers[i] = max(registers[i], the sketch's); false: broken. */
bool hllMergeInto(uint8_t registers[HLL_REGISTERS], const uint8_t *buf, size_t len);
void hllPack(uint8_t *buf, const uint8_t registers[HLL_REGISTERS]);        /* into the body of a dense sketch */
bool hllHistogram(const uint8_t *buf, size_t len, int counts[HLL_VALUES]); /* false: broken */
void hllHistogramOf(const uint8_t registers[HLL_REGISTERS], int counts[HLL_VALUES]);
uint64_t hllEstimate(const int counts[HLL_VALUES]);
bool hllKept(const uint8_t *buf, uint64_t *estimate); /* false: out of date */
void hllKeep(uint8_t *buf, uint64_t estimate);
void hllForget(uint8_t *buf);
bool hllValidate(const uint8_t *buf, size_t len); /* also that opcodes cover all registers */
/* One register of a dense body; value < 64. */
unsigned hllDenseGet(const uint8_t *body, unsigned index);
void hllDenseSet(uint8_t *body, unsigned index, unsigned value);
#endif
