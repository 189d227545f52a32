/* backlog.h: the last bytes of the write stream, kept once for everybody who still has to get them.
 *
 * Words   position: how many bytes of the stream come before a byte. Valkey's offsets, as in PSYNC, count from 1:
 *         offset = position + 1.  first, end: positions; the backlog has the bytes first .. end - 1.
 * Design  blocks of one size; the stream runs through them without gaps, so a position is found by a division:
 *
 *           blocks   [......16 KiB......][......16 KiB......][.......      ]
 *                    ^first                                          ^end
 *           block of p = (p - first) / BACKLOG_BLOCK,  place in it = (p - first) % BACKLOG_BLOCK
 *
 *         Replicas hold a position and no bytes: what they wait for is end - position. Blocks go from the front, when
 * no replica needs them and what stays is at least `size`:
 *
 *           end - first >= size   once that many bytes have come
 * Cost    one memcpy a write, whatever the number of replicas. */
#ifndef VK_BACKLOG_H
#define VK_BACKLOG_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BACKLOG_BLOCK (16 * 1024)

typedef struct backlog {
    char **blocks; /* head .. tail - 1 are in use */
    size_t head, tail, room;
    uint64_t first, end;
    size_t size; /* repl-backlog-size */
    bool active; /* it exists */
} backlog;

void backlogCreate(backlog *b, uint64_t position, size_t size);
void backlogFree(backlog *b);
void backlogAppend(backlog *b, const void *data, size_t len);
/* The bytes from `position` that stand in one piece; *len is 0 at the end. position must be in first .. end. */
const char *backlogPiece(const backlog *b, uint64_t position, size_t *len);
void backlogTrim(backlog *b, uint64_t needed); /* bytes from `needed` on stay, and the last `size` */
size_t backlogBytes(const backlog *b);         /* of memory */
static inline bool backlogHas(const backlog *b, uint64_t position) {
    return b->active && position >= b->first && position <= b->end;
}
#endif
