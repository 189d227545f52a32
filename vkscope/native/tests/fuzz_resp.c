/* fuzz_resp.c: the parser of requests on any bytes: whole, and in pieces that arrive in a buffer that moves.
 *
 * Design The first byte chooses the limits and how pieces are cut. Both ways must find the same requests, the same end
 *        and the same error, use no byte twice, and leave every argument inside the bytes that came. */
#include "base/base.h"
#include "net/resp.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct outcome {
    uint64_t digest; /* of all arguments, in order */
    size_t requests, used;
    enum respResult last;
    char error[160];
} outcome;

static void addArg(outcome *o, const execArg *a, const char *low, const char *high) {
    vkAssert(a->ptr >= low && a->ptr + a->len <= high);
    o->digest = (o->digest ^ a->len) * 0x100000001b3ULL;
    for (size_t i = 0; i < a->len; i++)
        o->digest = (o->digest ^ (uint8_t)a->ptr[i]) * 0x100000001b3ULL;
}

/* True while more may follow. */
static bool step(respResume *r, char *buf, size_t len, const respLimits *limits, outcome *o, size_t *used) {
    *used = 0;
    o->last = respParse(r, buf, len, limits, used);
    if (o->last == RESP_INCOMPLETE)
        return false;
    if (o->last == RESP_ERROR) {
        vkAssert(r->error && r->error[0]);
        strncpy(o->error, r->error, sizeof(o->error) - 1);
        return false;
    }
    vkAssert(*used > 0 && *used <= len);
    for (int i = 0; o->last == RESP_COMPLETE && i < r->argc; i++)
        addArg(o, &r->argv[i], buf, buf + len);
    o->requests += o->last == RESP_COMPLETE;
    o->used += *used;
    respReset(r);
    return true;
}

static void whole(const uint8_t *data, size_t size, const respLimits *limits, outcome *o) {
    respResume r = {0};
    respReset(&r);
    char *buf = malloc(size ? size : 1);
    memcpy(buf, data, size);
    size_t at = 0, used;
    while (at < size && step(&r, buf + at, size - at, limits, o, &used))
        at += used;
    respRelease(&r);
    free(buf);
}

/* What has come of the request under way is copied to a new block each time, as a growing query buffer is. */
static void inPieces(const uint8_t *data, size_t size, unsigned piece, const respLimits *limits, outcome *o) {
    respResume r = {0};
    respReset(&r);
    size_t begin = 0;
    bool ended = false;
    for (size_t seen = 0; seen < size && !ended;) {
        seen = seen + piece < size ? seen + piece : size;
        piece = piece * 5 % 37 + 1;
        char *buf = malloc(seen - begin ? seen - begin : 1);
        memcpy(buf, data + begin, seen - begin);
        size_t at = 0, used;
        while (at < seen - begin && step(&r, buf + at, seen - begin - at, limits, o, &used))
            at += used;
        begin += at;
        ended = o->last == RESP_ERROR;
        free(buf);
    }
    respRelease(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    respLimits limits = {.authenticated = data[0] & 1, .max_bulk = data[0] & 2 ? 64 : 1024 * 1024};
    outcome a = {.digest = 1}, b = {.digest = 1};
    whole(data + 1, size - 1, &limits, &a);
    inPieces(data + 1, size - 1, 1 + (data[0] >> 2), &limits, &b);
    vkAssert(a.digest == b.digest && a.requests == b.requests && a.used == b.used);
    vkAssert((a.last == RESP_ERROR) == (b.last == RESP_ERROR) && strcmp(a.error, b.error) == 0);
    return 0;
}
