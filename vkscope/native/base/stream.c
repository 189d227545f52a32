/* stream.c: see stream.h. */
#include "base/stream.h"
#include "base/crc64.h"
#include "base/zmalloc.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* --- writing --- */

static void outInit(streamOut *s, int fd, size_t cap) {
    *s = (streamOut){.buf = zmalloc(cap), .cap = cap, .fd = fd};
}

void streamToMemory(streamOut *s) {
    outInit(s, -1, 64);
}

void streamToFile(streamOut *s, int fd, bool summing) {
    outInit(s, fd, STREAM_BLOCK);
    s->summing = summing;
}

/* Long saves hand what they wrote to the disk as they go, so that the final sync is short. */
static void syncSome(streamOut *s) {
    if (!s->sync_every || s->moved - s->synced < s->sync_every)
        return;
    if (fdatasync(s->fd) == -1)
        s->error = errno;
    s->synced = s->moved;
}

static void writeOut(streamOut *s, const unsigned char *data, size_t len) {
    if (s->error)
        return;
    if (s->summing)
        s->sum = crc64(s->sum, data, len);
    while (len) {
        ssize_t n = write(s->fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            s->error = n ? errno : ENOSPC;
            return;
        }
        data += n;
        len -= (size_t)n;
        s->moved += (uint64_t)n;
    }
    syncSome(s);
}

bool streamFlush(streamOut *s) {
    if (s->fd >= 0) {
        writeOut(s, s->buf, s->len);
        s->len = 0;
    }
    return !s->error;
}

void streamWriteMore(streamOut *s, const void *data, size_t len) {
    if (s->fd < 0) {
        size_t need = s->len + len;
        s->cap = need > s->cap * 2 ? need : s->cap * 2;
        s->buf = zrealloc(s->buf, s->cap);
        memcpy(s->buf + s->len, data, len);
        s->len = need;
        return;
    }
    streamFlush(s);
    if (len >= s->cap) {
        writeOut(s, data, len);
    } else {
        memcpy(s->buf, data, len);
        s->len = len;
    }
}

uint64_t streamOutSum(streamOut *s) {
    if (s->fd < 0)
        return crc64(0, s->buf, s->len);
    streamFlush(s);
    return s->sum;
}

uint64_t streamOutBytes(const streamOut *s) {
    return s->moved + s->len;
}

void streamOutRelease(streamOut *s) {
    zfree(s->buf);
    s->buf = NULL;
}

/* --- reading --- */

void streamFromMemory(streamIn *s, const void *data, size_t len) {
    *s = (streamIn){.at = data, .unsummed = data, .fd = -1};
    s->end = s->at + len;
}

void streamFromFile(streamIn *s, int fd, uint64_t size, bool summing) {
    *s = (streamIn){.buf = zmalloc(STREAM_BLOCK), .room = STREAM_BLOCK, .fd = fd, .summing = summing, .behind = size};
    s->at = s->end = s->unsummed = s->buf;
}

static void sumSeen(streamIn *s) {
    if (s->summing)
        s->sum = crc64(s->sum, s->unsummed, (size_t)(s->at - s->unsummed));
    s->unsummed = s->at;
}

/* Reads at most len bytes; 0: the end, or an error. */
static size_t readIn(streamIn *s, unsigned char *to, size_t len) {
    ssize_t n;
    if (s->fd < 0 || s->error || !s->behind)
        return 0;
    do {
        n = read(s->fd, to, len);
    } while (n < 0 && errno == EINTR);
    if (n <= 0) {
        s->error = n ? errno : EPIPE;
        return 0;
    }
    if (s->behind != UINT64_MAX)
        s->behind -= (uint64_t)n < s->behind ? (uint64_t)n : s->behind;
    return (size_t)n;
}

/* What is at hand moves to the front of buf, and more comes behind it. */
static bool refill(streamIn *s) {
    size_t kept = (size_t)(s->end - s->at);
    if (s->fd < 0)
        return false;
    if (s->progress)
        s->progress(s->progress_ctx);
    sumSeen(s);
    s->before += (uint64_t)(s->at - s->buf);
    memmove(s->buf, s->at, kept);
    size_t n = readIn(s, s->buf + kept, s->room - kept);
    s->at = s->unsummed = s->buf;
    s->end = s->buf + kept + n;
    return n > 0;
}

bool streamReadMore(streamIn *s, void *out, size_t len) {
    unsigned char *to = out;
    if (len > streamLeft(s))
        return false;
    for (;;) {
        size_t n = (size_t)(s->end - s->at);
        n = n < len ? n : len;
        memcpy(to, s->at, n);
        s->at += n;
        to += n;
        len -= n;
        if (!len)
            return true;
        if (!refill(s))
            return false;
    }
}

const unsigned char *streamView(streamIn *s, size_t len) {
    if (unlikely((size_t)(s->end - s->at) < len)) {
        if (s->fd < 0 || len > s->room / 2 || len > streamLeft(s))
            return NULL;
        while ((size_t)(s->end - s->at) < len)
            if (!refill(s))
                return NULL;
    }
    const unsigned char *p = s->at;
    s->at += len;
    return p;
}

uint64_t streamLeft(const streamIn *s) {
    uint64_t here = (uint64_t)(s->end - s->at);
    return s->behind == UINT64_MAX ? UINT64_MAX : here + s->behind;
}

uint64_t streamInBytes(const streamIn *s) {
    return s->before + (s->buf ? (uint64_t)(s->at - s->buf) : 0);
}

uint64_t streamInSum(streamIn *s) {
    sumSeen(s);
    return s->sum;
}

void streamInRelease(streamIn *s) {
    zfree(s->buf);
    s->buf = NULL;
}
