/* encoding.h: tells that a value changed its layout: what from, what to, which rule, how many bytes, how long it took.
 *
 * Rules  begin before the conversion, end after it; between them the object may move. Costs nothing while nobody reads
 *        the class.
 * Events EncodingChanged. */
#ifndef VK_ENCODING_H
#define VK_ENCODING_H
#include "exec/exec.h"

typedef struct encodingChange {
    uint64_t start; /* ticks */
    size_t before;  /* bytes of the value */
    int dbid;
    enum objectEncoding from;
} encodingChange;

/* before: bytes of the value's structure as it is. */
encodingChange encodingBegin(int dbid, const object *o, size_t before);
/* reason: EVENT_ENCODING_REASON_...; threshold: the rule's limit; actual: what crossed it. */
void encodingEnd(const encodingChange *c, const object *o, unsigned reason, uint64_t threshold, uint64_t actual);
#endif
