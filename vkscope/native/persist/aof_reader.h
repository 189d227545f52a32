/* aof_reader.h: the commands of an append-only file, one by one, where they stand in a buffer.
 *
 * Design  buf  | read | the command | what comes | room |
 *                            ^ at         ^ len        file offset of buf[0]: before
 *
 *         What was read is dropped when a command begins near the end of the buffer, never within one: words are
 *         offsets until the command is whole, then pointers, valid until the next one.
 * Rules   A length that the file cannot hold any more makes no room: the file has ended early. What is written behind
 *         `size` meanwhile is not read: before + at <= before + len <= size. */
#ifndef VK_AOF_READER_H
#define VK_AOF_READER_H
#include "exec/context.h"

enum aofItem {
    AOF_COMMAND,
    AOF_NOTE, /* a line that begins with # */
    AOF_END,  /* the file ended between two commands */
    AOF_TORN, /* within one */
    AOF_ODD,  /* these bytes are no command */
    AOF_ERROR /* errno */
};

typedef struct aofReader {
    int fd;
    char *buf;
    size_t cap, at, len;
    uint64_t before, size; /* of the file */
    bool eof;
    int error;
    execArg *argv; /* of the command read last */
    int argc, room;
} aofReader;

void aofReaderStart(aofReader *r, int fd, uint64_t from, uint64_t size); /* fd stands at `from`; stays the caller's */
enum aofItem aofReaderNext(aofReader *r);
static inline uint64_t aofReaderOffset(const aofReader *r) { /* of the file, behind what was read last */
    return r->before + r->at;
}
void aofReaderEnd(aofReader *r);
#endif
