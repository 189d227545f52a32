/* reserve.h: memory kept back for the moment when the system gives none; below zmalloc, and only for it.
 *
 * Words   request: one question to the system for memory.  refused: it said no, or a test says so.  piece: 1 MiB of the
 *         reserve.  short: since the last memoryRefill the reserve had to serve; whoever can do without memory does.
 * Design  Pieces are blocks of libc's, taken at start and not touched: they cost address space and promised memory, and
 *         a page each. When a request is refused a piece is freed, and the request is made again: so the reserve serves
 *         whatever the heap is made of. Requests of more than MEMORY_SMALL are worth an error to one client, not the
 *         reserve: who asks for so much asks in a way that may fail (zmallocTry). What must have it takes what is left.
 *         Slabs, which are address space of our own, have their reserve in zmalloc.c and tell memoryServed of it.
 * Faults  memoryFault() plays a system that is empty: it gives back only what was freed to it, pieces included.
 * Cost    nothing per block: only a new slab and a huge block come here.
 * Threads one owner, as zmalloc's. */
#ifndef VK_RESERVE_H
#define VK_RESERVE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEMORY_SMALL (1UL << 20) /* bytes of a request that the reserve serves */
#define MEMORY_PIECES 8

typedef struct memoryState {
    uint64_t requests;    /* made to the system */
    uint64_t refused;     /* of them */
    uint64_t served;      /* by the reserve instead */
    uint64_t turned_away; /* large ones that were answered with nothing */
    size_t last_bytes;    /* of the last that was refused */
    unsigned pieces;      /* there are */
} memoryState;

extern bool memory_short;
extern memoryState memory_state;

void memoryInit(void);
/* From the system alone; NULL: refused. */
void *memoryAsk(size_t bytes);
/* From the system or the reserve; with must also more than MEMORY_SMALL. NULL: there is none. `old` is the size of p,
 * which may be NULL, and stays as it is when NULL is returned. */
void *memoryResize(void *p, size_t old, size_t bytes, bool must);
void memoryFree(void *p, size_t bytes);
bool memoryFaulted(size_t bytes); /* counts a request for what needs no libc; true: a test refuses it */
void memoryServed(size_t bytes);  /* a reserve kept elsewhere has given so much */
bool memoryThere(size_t bytes);   /* whether the system would give so much now, asked without using it */
void memoryGiveUp(void);          /* half of the pieces go back to the system: somebody else in this process got none */
bool memoryPiecesBack(void);      /* takes pieces from the system; true: all are there */
/* For tests: after so many requests that succeed, so many fail (UINT64_MAX: for ever); 0: none. */
void memoryFault(uint64_t skip, uint64_t count);
#endif
