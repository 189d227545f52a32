/* aof_reader.c: see aof_reader.h. */
#include "persist/aof_reader.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024, NEAR = 16 * 1024, NUMBER_LINE = 64, NOTE_LINE = 1024, WORDS_KEPT = 1024 };

void aofReaderStart(aofReader *r, int fd, uint64_t from, uint64_t size) {
    *r = (aofReader){.fd = fd, .before = from, .size = size, .cap = BLOCK, .buf = zmalloc(BLOCK)};
}

void aofReaderEnd(aofReader *r) {
    zfree(r->buf);
    zfree(r->argv);
    r->buf = NULL;
    r->argv = NULL;
}

static void fill(aofReader *r) {
    uint64_t left = r->size - r->before - r->len;
    size_t room = r->cap - r->len;
    ssize_t n;
    do {
        n = read(r->fd, r->buf + r->len, left < room ? (size_t)left : room);
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        r->error = errno;
    if (n <= 0)
        r->eof = true;
    else
        r->len += (size_t)n;
}

/* n bytes from `at` on are in the buffer; false: the file has not so many. */
static bool have(aofReader *r, size_t n) {
    if (likely(r->len - r->at >= n))
        return true;
    if (n > r->size - r->before - r->at)
        return false;
    if (r->cap - r->at < n) {
        r->cap = (r->at + n) * 2;
        r->buf = zrealloc(r->buf, r->cap);
    }
    while (r->len - r->at < n && !r->eof)
        fill(r);
    return r->len - r->at >= n;
}

static void dropRead(aofReader *r) {
    memmove(r->buf, r->buf + r->at, r->len - r->at);
    r->before += r->at;
    r->len -= r->at;
    r->at = 0;
    if (r->cap > 4 * BLOCK && r->len <= BLOCK) {
        r->cap = BLOCK;
        r->buf = zrealloc(r->buf, r->cap);
    }
}

/* The line at `at`, its end included, is passed over; at most `most` bytes of it. 0: the file ended before. */
static size_t line(aofReader *r, size_t most) {
    size_t seen = 0;
    for (;;) {
        size_t here = r->len - r->at < most ? r->len - r->at : most;
        const char *end = memchr(r->buf + r->at + seen, '\n', here - seen);
        if (end || here == most) {
            size_t n = end ? (size_t)(end - r->buf) - r->at + 1 : here;
            r->at += n;
            return n;
        }
        seen = here;
        if (!have(r, here + 1))
            return 0;
    }
}

enum { NUMBER_TORN = -1, NUMBER_ODD = -2 };

/* The number of a line that begins with `mark`; NUMBER_*: there is none. */
static long long number(aofReader *r, char mark) {
    char text[NUMBER_LINE + 1];
    if (!have(r, 1))
        return NUMBER_TORN;
    if (r->buf[r->at] != mark)
        return NUMBER_ODD;
    size_t from = r->at, n = line(r, NUMBER_LINE);
    if (!n)
        return NUMBER_TORN;
    memcpy(text, r->buf + from + 1, n - 1);
    text[n - 1] = 0;
    long long value = strtoll(text, NULL, 10);
    return value < 0 ? NUMBER_ODD : value;
}

static void place(aofReader *r, size_t offset, size_t len) {
    if (r->argc == r->room) {
        r->room = r->room ? r->room * 2 : 16;
        r->argv = zrealloc(r->argv, sizeof(*r->argv) * (size_t)r->room);
    }
    r->argv[r->argc++] = (execArg){(const char *)offset, len};
}

static enum aofItem word(aofReader *r) {
    long long len = number(r, '$');
    if (len < 0)
        return len == NUMBER_TORN ? AOF_TORN : AOF_ODD;
    if (!have(r, (size_t)len + 2))
        return AOF_TORN;
    const char *end = r->buf + r->at + len;
    if (end[0] != '\r' || end[1] != '\n')
        return AOF_ODD; /* the disk lost the end of the word */
    place(r, r->at, (size_t)len);
    r->at += (size_t)len + 2;
    return AOF_COMMAND;
}

static enum aofItem command_(aofReader *r) {
    long long n = number(r, '*');
    if (n < 1 || n > INT_MAX)
        return n == NUMBER_TORN ? AOF_TORN : AOF_ODD;
    for (; n; n--) {
        enum aofItem item = word(r);
        if (item != AOF_COMMAND)
            return item;
    }
    for (int i = 0; i < r->argc; i++)
        r->argv[i].ptr = r->buf + (size_t)r->argv[i].ptr;
    return AOF_COMMAND;
}

static enum aofItem item(aofReader *r) {
    if (!have(r, 1))
        return AOF_END;
    switch (r->buf[r->at]) {
    case '#':
        return line(r, NOTE_LINE) ? AOF_NOTE : AOF_TORN;
    case '*':
        return command_(r);
    default:
        return AOF_ODD;
    }
}

enum aofItem aofReaderNext(aofReader *r) {
    r->argc = 0;
    if (unlikely(r->room > WORDS_KEPT)) {
        zfree(r->argv);
        r->argv = NULL;
        r->room = 0;
    }
    if (unlikely(r->len - r->at < NEAR && !r->eof && r->at))
        dropRead(r);
    enum aofItem found = item(r);
    return r->error ? AOF_ERROR : found;
}
