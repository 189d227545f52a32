/* zmalloc.h: the server's allocator; every byte of the keyspace comes from here and is counted.
 *
 * Words   class: a block size served from slabs.  slab: 64 KiB of blocks of one class.  huge: larger than the
 *         largest class, straight from libc.  foreign: a thread that is not the owner.  handed back: freed by a
 *         foreign thread, and not yet taken by the owner.
 * Design  One virtual region is reserved at start and cut into 64 KiB slabs. What a slab is (class, free blocks)
 *         stands in a table outside the slabs, so freeing does not write into pages that a forked child shares.
 *         A block's slab is (address - region) >> 16. Free blocks are bits of a bitmap, found by count-trailing-zeros.
 *         used = sum(blocks in use * class size) + huge bytes.
 *
 *         What a foreign thread frees becomes a bit in a second map of the slab, and the slab goes into a list without
 *         locks, once. The owner takes 64 blocks with one exchange, not one by one: when a class has no room, before it
 *         trims, and when it is asked to. Neither map stands in the block's page. Used bytes go down when the
 *         thread frees; free blocks of slabs go up when the owner takes them. (Lists a page once, as mimalloc does.)
 *
 *           slab 7   map, owner's   0 0 1 0 0 1      \
 *                    map, handed    1 0 0 0 1 0       > after zmallocTake: 1 0 1 0 1 1 and 0 0 0 0 0 0
 *                    listed 1 -> head: 7 -> 3 -> 0   /
 *
 * Threads One owner (the main thread). Only it allocates here. Threads that called zmallocForeign may zfree between
 *         zmallocShare(true) and zmallocShare(false), blocks that nobody else refers to. A block frees without a
 *         lock, so a child may be forked meanwhile: it loses what was on its way, no more.
 * Cost    of sharing, for the owner: nothing while it is off (the bound of the region, which zfree compares with, says
 *         so); a branch and a byte of the thread in zfree while it is on. A foreign zfree: three atomic operations.
 * Errors  When the system gives nothing, a reserve serves (reserve.h): memory_short is set, and commands that need
 * memory are refused until zmallocRefill() has found it again. A block of more than MEMORY_SMALL may be asked for with
 *         the functions that can say no. Panic is for what is left: the reserve is spent, too. */
#ifndef VK_ZMALLOC_H
#define VK_ZMALLOC_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZMALLOC_CLASSES 52

/* One class as SCOPE SLABS shows it. */
typedef struct zmallocClass {
    uint32_t size;  /* bytes of a block */
    uint32_t slabs; /* slabs given to the class */
    uint64_t used;  /* blocks in use, or handed back */
    uint64_t total; /* blocks in all its slabs */
} zmallocClass;

void *zmalloc(size_t size);                    /* caller owns; zfree */
void *zcalloc(size_t n, size_t size);          /* zeroed */
void *zrealloc(void *p, size_t size);          /* p may be NULL; moves */
void zfree(void *p);                           /* NULL is allowed */
void *zmallocTry(size_t size);                 /* NULL: so large a block is not to be had */
void *zreallocTry(void *p, size_t size);       /* the same; p stays as it is then */
size_t zmallocSize(const void *p);             /* usable bytes of a live block */
size_t zmallocGoodSize(size_t size);           /* bytes that zmalloc(size) would give */
size_t zmallocUsed(void);                      /* bytes in use, in class sizes */
size_t zmallocPeak(void);                      /* highest zmallocUsed seen by zmallocSample */
void zmallocSample(void);                      /* once a cron: updates the peak */
void zmallocStats(int cls, zmallocClass *out); /* 0 <= cls < ZMALLOC_CLASSES */
size_t zmallocActive(void);                    /* bytes of slabs in use and of huge blocks */
size_t zmallocTrim(void);                      /* gives empty slabs' pages back; bytes returned */
bool zmallocRefill(void);                      /* fills the reserve; true: full, memory is short no more */
size_t zmallocReserve(void);                   /* bytes in it */
bool zmallocReserveBelow(unsigned percent);    /* less than that is left of it */
/* For tests: true sets slabs with room aside, and new ones hold one block: nearly each block asks the system. */
void zmallocThin(bool thin);

void zmallocForeign(void);   /* the calling thread is not the owner, for the rest of its life */
bool zmallocIsForeign(void); /* the calling thread is not the owner */
bool zmallocShare(bool on);  /* owner's: foreign threads may free; false: there is no room for their maps */
bool zmallocTake(
    unsigned slabs); /* owner's: takes what was handed back in at most so many slabs; true: there is more */
#endif
