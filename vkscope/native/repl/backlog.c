/* backlog.c: see backlog.h. */
#include "repl/backlog.h"
#include "base/base.h"
#include <string.h>

void backlogCreate(backlog *b, uint64_t position, size_t size) {
    *b = (backlog){.first = position, .end = position, .size = size, .active = true};
}

void backlogFree(backlog *b) {
    for (size_t i = b->head; i < b->tail; i++)
        zfree(b->blocks[i]);
    zfree(b->blocks);
    *b = (backlog){.size = b->size};
}

static void addBlock(backlog *b) {
    if (b->tail == b->room && b->head > b->room / 2) {
        memmove(b->blocks, b->blocks + b->head, sizeof(*b->blocks) * (b->tail - b->head));
        b->tail -= b->head;
        b->head = 0;
    } else if (b->tail == b->room) {
        b->room = b->room ? b->room * 2 : 16;
        b->blocks = zrealloc(b->blocks, sizeof(*b->blocks) * b->room);
    }
    b->blocks[b->tail++] = zmalloc(BACKLOG_BLOCK);
}

void backlogAppend(backlog *b, const void *data, size_t len) {
    const char *from = data;
    while (len) {
        size_t used = (size_t)(b->end - b->first), at = used % BACKLOG_BLOCK;
        if (used == (b->tail - b->head) * BACKLOG_BLOCK)
            addBlock(b);
        size_t n = BACKLOG_BLOCK - at < len ? BACKLOG_BLOCK - at : len;
        memcpy(b->blocks[b->tail - 1] + at, from, n);
        b->end += n;
        from += n;
        len -= n;
    }
}

const char *backlogPiece(const backlog *b, uint64_t position, size_t *len) {
    size_t at = (size_t)(position - b->first), in = at % BACKLOG_BLOCK;
    uint64_t left = b->end - position;
    *len = left < BACKLOG_BLOCK - in ? (size_t)left : BACKLOG_BLOCK - in;
    return *len ? b->blocks[b->head + at / BACKLOG_BLOCK] + in : NULL;
}

void backlogTrim(backlog *b, uint64_t needed) {
    while (b->tail > b->head && b->end - b->first >= BACKLOG_BLOCK + (uint64_t)b->size &&
           needed >= b->first + BACKLOG_BLOCK) {
        zfree(b->blocks[b->head++]);
        b->first += BACKLOG_BLOCK;
    }
}

size_t backlogBytes(const backlog *b) {
    return (b->tail - b->head) * BACKLOG_BLOCK + b->room * sizeof(*b->blocks);
}
