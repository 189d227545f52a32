/* draw.h: what drawings of several types share in SCOPE XRAY: listpacks, buckets of hash tables, the rest of a block.
 * Offsets are read from the blocks. */
#ifndef VK_DRAW_H
#define VK_DRAW_H
#include "ds/hashtable_inline.h"
#include "exec/scope.h"

/* A listpack in a block of its own, in words. */
typedef struct packDrawing {
    const char *label;
    const char *element[2]; /* what elements are, in turn */
    struct {
        const char *name; /* NULL: there is none */
        int64_t value;
    } limit[2];
} packDrawing;
void drawListpack(xraySink *s, unsigned char *lp, const packDrawing *words);
/* Its header, elements and end; it stands `from` bytes into its block. How many elements were drawn. */
size_t drawPack(xraySink *s, unsigned char *lp, size_t from, const char *const element[2]);

/* The buckets of both tables, with what is chained to them, and each entry by `draw`. */
typedef void (*drawEntry)(xraySink *s, const hashtableBucket *b, unsigned place);
void drawBuckets(xraySink *s, const hashtable *t, drawEntry draw);

void drawSpare(xraySink *s, size_t used, size_t block); /* nothing where the block is used up */
#endif
