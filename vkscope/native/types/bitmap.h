/* bitmap.h: what the commands on bits share. Functions that return false have written the error. */
#ifndef VK_BITMAP_H
#define VK_BITMAP_H
#include "exec/exec.h"

typedef struct bitmap {
    uint8_t *data;
    size_t len;
    bool grown; /* created, or made longer, for this command */
} bitmap;

bool bitmapOffset(execContext *x, int i, unsigned scale, uint64_t *offset); /* scale > 0: "#n" is n * scale */
bool bitmapForWrite(execContext *x, uint64_t last_bit, bitmap *out);        /* argv[1], long enough for last_bit */
#endif
