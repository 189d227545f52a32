/* reserve.c: see reserve.h. */
#include "base/reserve.h"
#include <stdlib.h>
#include <sys/mman.h>

#define PIECE (1UL << 20)

bool memory_short;
memoryState memory_state;

static void *pieces[MEMORY_PIECES];

static struct {
    uint64_t skip, count; /* requests that succeed before, and that fail then */
    size_t credit;        /* what the empty system was given back */
} fault;

void memoryFault(uint64_t skip, uint64_t count) {
    fault.skip = skip;
    fault.count = count;
    fault.credit = 0;
}

static void giveBack(size_t bytes) {
    if (fault.count == UINT64_MAX && !fault.skip)
        fault.credit += bytes;
}

static bool faultDue(size_t bytes) {
    if (!fault.count)
        return false;
    if (fault.skip) {
        fault.skip--;
        return false;
    }
    if (fault.count != UINT64_MAX) {
        fault.count--;
        return true;
    }
    if (bytes > fault.credit)
        return true;
    fault.credit -= bytes;
    return false;
}

static bool refused(size_t bytes) {
    memory_state.refused++;
    memory_state.last_bytes = bytes;
    return true;
}

bool memoryFaulted(size_t bytes) {
    memory_state.requests++;
    return faultDue(bytes) && refused(bytes);
}

/* One request; NULL: refused, and p is as it was. What stays of a block is no new memory. */
static void *request(void *p, size_t old, size_t bytes) {
    size_t more = bytes > old ? bytes - old : 0;
    if (memoryFaulted(more))
        return NULL;
    void *got = realloc(p, bytes);
    if (!got)
        refused(more);
    else if (old > bytes)
        giveBack(old - bytes);
    return got;
}

bool memoryPiecesBack(void) {
    while (memory_state.pieces < MEMORY_PIECES) {
        void *piece = memoryAsk(PIECE);
        if (!piece)
            return false;
        pieces[memory_state.pieces++] = piece;
    }
    return true;
}

static void pieceGone(void) {
    free(pieces[--memory_state.pieces]);
    giveBack(PIECE);
    memory_short = true;
}

void memoryGiveUp(void) {
    memory_state.refused++;
    memory_state.last_bytes = 0;
    memory_state.served += memory_state.pieces ? MEMORY_PIECES / 2 * PIECE : 0;
    for (unsigned left = MEMORY_PIECES / 2; left && memory_state.pieces; left--)
        pieceGone();
}

void memoryInit(void) {
    memoryPiecesBack();
}

void memoryServed(size_t bytes) {
    memory_state.served += bytes;
    memory_short = true;
}

void *memoryAsk(size_t bytes) {
    return request(NULL, 0, bytes);
}

void *memoryResize(void *p, size_t old, size_t bytes, bool must) {
    void *got = request(p, old, bytes);
    if (got)
        return got;
    size_t more = bytes > old ? bytes - old : 0;
    if (!must && more > MEMORY_SMALL) {
        memory_state.turned_away++;
        return NULL;
    }
    while (!got && memory_state.pieces) {
        pieceGone();
        got = request(p, old, bytes);
    }
    if (got)
        memoryServed(more);
    return got;
}

void memoryFree(void *p, size_t bytes) {
    free(p);
    giveBack(bytes);
}

bool memoryThere(size_t bytes) {
    if (bytes <= MEMORY_SMALL)
        return true;
    memory_state.requests++;
    bool there = !faultDue(bytes);
    giveBack(there ? bytes : 0);
    if (there) {
        void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        there = p != MAP_FAILED;
        if (there)
            munmap(p, bytes);
    }
    if (!there) {
        refused(bytes);
        memory_state.turned_away++;
    }
    return there;
}
