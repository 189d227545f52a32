/* stream.h: bytes in a row, to or from memory or a descriptor, with a running checksum.
 *
 * Rules  Written by one owner, read by one. Who reads gets bytes only through streamGet and streamView, which check how
 *        many are left: a length in the data is never trusted.
 * Words  left: bytes that can still be read, as far as known; UINT64_MAX when the source has no known end.
 * Errors The first one stays (errno, or EPIPE for a file that ended early): from then on writes are dropped and reads
 *        fail, so callers may check once at the end.
 * Cost   bytes are summed and moved in blocks of STREAM_BLOCK, not one by one. */
#ifndef VK_STREAM_H
#define VK_STREAM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/assert.h"

#define STREAM_BLOCK (256 * 1024)

typedef struct streamOut {
    unsigned char *buf; /* what waits; in memory, all of it. zmalloc'ed */
    size_t len, cap;
    int fd;              /* -1: memory */
    int error;           /* errno; 0: none */
    bool summing;        /* sum covers what has left buf */
    uint64_t sum, moved; /* moved: bytes that have left buf */
    uint64_t synced;     /* bytes of the file that were handed to the disk */
    uint64_t sync_every; /* bytes; 0: only when the caller syncs */
} streamOut;

typedef struct streamIn {
    const unsigned char *at, *end; /* what is at hand */
    unsigned char *buf;            /* zmalloc'ed; NULL: memory */
    const unsigned char *unsummed; /* from here to `at` the sum has not seen bytes yet */
    int fd;                        /* -1: memory */
    int error;
    bool summing;
    uint64_t sum;
    uint64_t behind;             /* bytes of the source not yet in buf */
    uint64_t before;             /* bytes of the source before buf */
    size_t room;                 /* of buf */
    void (*progress)(void *ctx); /* NULL, or called between blocks of a file */
    void *progress_ctx;
} streamIn;

void streamToMemory(streamOut *s);
void streamToFile(streamOut *s, int fd, bool summing); /* fd stays the caller's */
void streamWriteMore(streamOut *s, const void *data, size_t len);
static inline void streamWrite(streamOut *s, const void *data, size_t len) {
    if (likely(s->cap - s->len >= len)) {
        memcpy(s->buf + s->len, data, len);
        s->len += len;
    } else {
        streamWriteMore(s, data, len);
    }
}
static inline void streamWriteByte(streamOut *s, uint8_t byte) {
    streamWrite(s, &byte, 1);
}
bool streamFlush(streamOut *s);      /* a file's bytes reach the system; false: error is set */
uint64_t streamOutSum(streamOut *s); /* crc64 of everything written, when summing */
uint64_t streamOutBytes(const streamOut *s);
void streamOutRelease(streamOut *s);

void streamFromMemory(streamIn *s, const void *data, size_t len);      /* data must stay */
void streamFromFile(streamIn *s, int fd, uint64_t size, bool summing); /* size: UINT64_MAX when not known */
bool streamReadMore(streamIn *s, void *out, size_t len);
static inline bool streamRead(streamIn *s, void *out, size_t len) {
    if (likely((size_t)(s->end - s->at) >= len)) {
        memcpy(out, s->at, len);
        s->at += len;
        return true;
    }
    return streamReadMore(s, out, len);
}
/* The next len bytes where they stand, valid until the next call; NULL: they are not at hand in one piece, read them.
 */
const unsigned char *streamView(streamIn *s, size_t len);
uint64_t streamLeft(const streamIn *s);
uint64_t streamInBytes(const streamIn *s); /* read so far */
uint64_t streamInSum(streamIn *s);
void streamInRelease(streamIn *s);
#endif
