/* fuzz_vset.c: the input is a program of operations on a volatile set, run beside an array of the same entries.
 *
 * Design  Entries are the addresses of cells; a cell's expiry lies in it. Few expiries and many ties, or many
 *         expiries, as the first byte says. The tree checks itself after every operation, contents are compared
 *         after every fourth. */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "ds/ds.h"
#include "fuzz_program.h"

enum { CELLS = 1024 };

typedef struct cell {
    long long expiry;
    bool in;
} cell;

static cell cells[CELLS];
static size_t in_count;

static cell *takeCell(void) {
    unsigned high = take();
    return &cells[(high << 8 | take()) % CELLS];
}

static long long getExpiry(const void *entry) {
    return ((const cell *)entry)->expiry;
}

static long long takeExpiry(unsigned mode) {
    unsigned v = take();
    return mode & 1 ? (long long)(v % 4) : (long long)(v << 8 | take());
}

static void setIn(cell *c, bool in) {
    in_count += (size_t)in - (size_t)c->in;
    c->in = in;
}

typedef struct seen {
    size_t count;
    long long now;
    size_t stop_after;
} seen;

static int onExpired(void *entry, void *ctx) {
    cell *c = entry;
    seen *s = ctx;
    vkAssert(c->in && c->expiry <= s->now);
    setIn(c, false);
    return ++s->count != s->stop_after;
}

static void addMany(vset *set, unsigned mode) {
    cell *c = takeCell();
    long long expiry = takeExpiry(mode);
    unsigned num = take();
    for (unsigned i = 0; i < num && c < cells + CELLS; i++, c++) {
        if (!c->in)
            c->expiry = expiry + (mode & 2 ? (long long)i : 0);
        vkAssert(vsetAddEntry(set, getExpiry, c) == !c->in);
        setIn(c, true);
    }
}

static void removeMany(vset *set, unsigned mode) {
    cell *c = takeCell();
    unsigned num = mode & 2 ? take() : 1;
    for (unsigned i = 0; i < num && c < cells + CELLS; i++, c++) {
        vkAssert(vsetRemoveEntry(set, c, c->expiry) == c->in);
        setIn(c, false);
    }
}

/* Another expiry, another address, or both. */
static void update(vset *set, unsigned mode) {
    cell *from = takeCell(), *to = take() & 1 ? takeCell() : from;
    long long old_expiry = from->expiry, now = takeExpiry(mode);
    if (to != from && to->in)
        return;
    if (!from->in) {
        vkAssert(!vsetUpdateEntry(set, getExpiry, from, to, old_expiry, now));
        return;
    }
    setIn(from, false);
    to->expiry = now;
    /* The old cell lies as freed memory would: nothing may read it. */
    if (to != from)
        from->expiry = -77;
    vkAssert(vsetUpdateEntry(set, getExpiry, from, to, old_expiry, now));
    setIn(to, true);
}

static void expireSome(vset *set, unsigned mode) {
    seen s = {.now = takeExpiry(mode), .stop_after = take() % 64};
    size_t expired = 0, most = mode & 2 ? take() : CELLS;
    for (int i = 0; i < CELLS; i++)
        expired += cells[i].in && cells[i].expiry <= s.now;
    size_t expected = expired < most ? expired : most;
    if (s.stop_after && s.stop_after < expected)
        expected = s.stop_after;
    vkAssert(vsetCountExpired(set, getExpiry, s.now) == expired);
    size_t removed = vsetRemoveExpired(set, getExpiry, onExpired, s.now, most, &s);
    vkAssert(removed == expected && s.count == expected);
}

static void checkContents(vset *set) {
    long long earliest = VSET_NEVER;
    for (int i = 0; i < CELLS; i++) {
        if (cells[i].in && cells[i].expiry < earliest)
            earliest = cells[i].expiry;
    }
    vkAssert(vsetEstimatedEarliestExpiry(set, getExpiry) == earliest);
    vsetIterator it;
    void *entry;
    size_t count = 0;
    vsetInitIterator(set, &it);
    for (; vsetNext(&it, &entry); count++)
        vkAssert(((cell *)entry)->in);
    vkAssert(count == in_count && vsetCount(set) == in_count && vsetIsEmpty(set) == (in_count == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    vset set;
    size_t used = zmallocUsed();
    vsetInit(&set);
    memset(cells, 0, sizeof(cells));
    in_count = 0;
    programStart(data, size);
    unsigned ties = take() & 1;
    for (unsigned step = 0; program < program_end; step++) {
        unsigned op = take(), mode = (op >> 3 & 2) | ties;
        if (op % 8 < 3) {
            addMany(&set, mode);
        } else if (op % 8 < 5) {
            removeMany(&set, mode);
        } else if (op % 8 < 7) {
            update(&set, mode);
        } else {
            expireSome(&set, mode);
        }
        vkAssert(vsetValidate(&set, getExpiry));
        if (step % 4 == 0)
            checkContents(&set);
    }
    checkContents(&set);
    vsetRelease(&set);
    vkAssert(vsetIsEmpty(&set) && zmallocUsed() == used);
    return 0;
}
