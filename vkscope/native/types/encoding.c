/* encoding.c: see encoding.h. */
#include "types/encoding.h"

static_assert((int)ENC_STREAM == (int)EVENT_ENCODING_STREAM, "encodings have the catalogue's numbers");
static_assert((int)OBJ_HASH == (int)EVENT_VALUE_TYPE_HASH && (int)OBJ_STREAM == (int)EVENT_VALUE_TYPE_STREAM,
              "types have the catalogue's numbers");

encodingChange encodingBegin(int dbid, const object *o, size_t before) {
    return (encodingChange){traceOn(CLASS_ENCODING) ? clockTicks() : 0, before, dbid, o->encoding};
}

void encodingEnd(const encodingChange *c, const object *o, unsigned reason, uint64_t threshold, uint64_t actual) {
    if (!c->start)
        return;
    size_t klen;
    const char *key = objectKey(o, &klen);
    size_t after = objectOpsOf(o)->memory(objectValue(o), o->encoding, 0);
    evEncodingChanged(clockMonoNs(), clockTicksToNs(clockTicks() - c->start), (uint32_t)c->dbid, after,
                      (uint8_t)c->from, (uint8_t)o->encoding, (uint16_t)reason, o->type, threshold, actual, c->before,
                      key, klen);
}
