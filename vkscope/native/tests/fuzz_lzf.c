/* fuzz_lzf.c: the input as a stream to unpack, and as bytes to pack, in blocks of exactly the size that is told.
 *
 * Design  the first two bytes say how much room there is. What was packed must come back; into one byte less it must
 *         not. */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"

/* A copy that ends where its block does. */
static uint8_t *exact(const uint8_t *data, size_t size) {
    uint8_t *copy = malloc(size ? size : 1);
    memcpy(copy, data, size);
    return copy;
}

static void unpack(const uint8_t *data, size_t size, size_t room) {
    uint8_t *in = exact(data, size), *out = malloc(room ? room : 1);
    vkAssert(lzfDecompress(in, size, out, room) <= room);
    free(in);
    free(out);
}

static void pack(const uint8_t *data, size_t size, size_t room) {
    uint8_t *in = exact(data, size), *out = malloc(room ? room : 1), *back = malloc(size ? size : 1);
    size_t packed = lzfCompress(in, size, out, room);
    vkAssert(packed <= room && (packed || size == 0 || room < size + size / 32 + 1));
    if (packed) {
        uint8_t *stream = exact(out, packed);
        vkAssert(lzfDecompress(stream, packed, back, size) == size && memcmp(back, in, size) == 0);
        vkAssert(lzfDecompress(stream, packed, back, size - 1) == 0);
        free(stream);
    }
    free(in);
    free(out);
    free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    size_t room = (size_t)data[0] | (size_t)data[1] << 8;
    unpack(data + 2, size - 2, room);
    pack(data + 2, size - 2, room % (size * 2));
    return 0;
}
