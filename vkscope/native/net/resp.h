/* resp.h: the parser of requests: RESP arrays of bulk strings, and inline commands.
 *
 * Rules  a function of bytes, a resume state and a limits snapshot; it never reads a socket and keeps nothing itself.
 *        Strict: lengths are plain digits, and CR LF stands behind every bulk.
 * Words  resume: where a request that is not whole yet was left, so that nothing is parsed twice. Offsets, because the
 *        buffer moves between calls. */
#ifndef VK_RESP_H
#define VK_RESP_H
#include "exec/exec.h"

#define INLINE_MAX (64 * 1024)
#define MULTIBULK_MAX (1024 * 1024)

typedef struct respLimits {
    bool authenticated; /* without it: at most 10 arguments of at most 16384 bytes */
    long long max_bulk; /* proto-max-bulk-len */
} respLimits;

typedef struct respResume {
    size_t at;      /* next byte to look at, from the request's first */
    long long left; /* arguments still to come; 0: the request's first line comes */
    long long bulk; /* length of the argument that comes; -1: its header comes */
    int argc;
    int room;
    execArg *argv;     /* ptr holds an offset until the request is whole; owned */
    const char *error; /* what RESP_ERROR means, "ERR Protocol error: ..." without the prefix */
    uint32_t kind;     /* and which one, as the events' protocol_kind */
    char text[64];     /* room for errors with a byte in them */
} respResume;

enum respResult { RESP_INCOMPLETE, RESP_COMPLETE, RESP_EMPTY, RESP_ERROR };

/* Parses one request at buf. RESP_COMPLETE: r->argc and r->argv (pointers into buf) are set and *used is its length.
 * RESP_EMPTY: an empty line or array, *used bytes to skip. RESP_INCOMPLETE: call again with more bytes behind these. */
enum respResult respParse(respResume *r, char *buf, size_t len, const respLimits *limits, size_t *used);
void respReset(respResume *r); /* ready for the next request; keeps argv's room */
void respRelease(respResume *r);
#endif
