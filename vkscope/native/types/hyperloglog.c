/* hyperloglog.c: PFADD, PFCOUNT, PFMERGE and what looks inside: PFDEBUG. A sketch is a string (ds/hyperloglog.h).
 *
 * Design  A dense sketch is changed where it stands. A sparse one is changed in `work`, for it may grow on the way, and
 *         written back when something did change.
 * Events  none: to the keyspace a sketch is a string, whatever its layout. */
#include "types/types.h"
#include "gen/commands.h"
#include <string.h>

static uint8_t work[HLL_ROOM];

static void replyBroken(execContext *x) {
    replyErrorC(x, "INVALIDOBJ Corrupted HLL object detected");
}

/* The bytes of a sketch; false: o holds something else, and the error is written. */
static bool sketchOf(execContext *x, const object *o, stringView *v) {
    if (o->type != OBJ_STRING) {
        replyErrorWrongType(x);
        return false;
    }
    stringGet(o, v);
    if (hllIs((const uint8_t *)v->ptr, v->len))
        return true;
    replyErrorC(x, "WRONGTYPE Key is not a valid HyperLogLog string value.");
    return false;
}

/* Where the sketch at argv[i] stands; *place NULL: nowhere. false: the error is written. */
static bool sketchAt(execContext *x, int i, object ***place, stringView *v) {
    *place = dbPlace(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i));
    return !*place || sketchOf(x, **place, v);
}

static void changed(execContext *x, int i, const char *event) {
    keyChanged(x->db, x->argv[i].ptr, x->argv[i].len, KEY_STRING, event);
}

/* These bytes become the value of argv[i], which stands at place or nowhere. A sketch that became dense gets a block of
 * its size, for it will not grow. */
static void put(execContext *x, int i, object **place, const uint8_t *bytes, size_t len) {
    const execArg *key = &x->argv[i];
    char *data;
    if (place && hllLayoutOf(bytes) == HLL_SPARSE) {
        dbMutable(x->db, place, argHash(x, i), len, &data);
        memcpy(data, bytes, len);
        return;
    }
    object *o = objectBlank(key->ptr, key->len, len, &data);
    memcpy(data, bytes, len);
    if (!place) {
        dbAdd(x->db, o, argHash(x, i));
        return;
    }
    if (objectExpire(*place) != NO_EXPIRE)
        o = objectWithExpire(o, objectExpire(*place));
    dbPut(x->db, place, o, argHash(x, i));
}

/* Copies a sketch to work; false: it is too long to be one, and the error is written. */
static bool toWork(execContext *x, const stringView *v, size_t *len) {
    *len = v->len;
    if (v->len > HLL_SPARSE_MOST) {
        replyBroken(x);
        return false;
    }
    memcpy(work, v->ptr, v->len);
    return true;
}

/* --- PFADD --- */

/* *raised: how many elements changed the sketch. */
static enum hllDid addElements(const execContext *x, uint8_t *buf, size_t *len, uint64_t *raised) {
    enum hllDid all = HLL_SAME;
    for (int i = 2; i < x->argc; i++) {
        enum hllDid did = hllAdd(buf, len, x->argv[i].ptr, x->argv[i].len, types_config.hll_max_sparse);
        if (did == HLL_BROKEN)
            return did;
        *raised += did == HLL_CHANGED;
        all |= did;
    }
    return all;
}

/* To a dense sketch, in its place. */
static enum hllDid addDense(execContext *x, object **place, size_t len, uint64_t *raised) {
    char *data;
    dbMutable(x->db, place, x->first_hash, len, &data);
    return addElements(x, (uint8_t *)data, &len, raised);
}

void pfaddCommand(execContext *x) {
    object **place;
    stringView v;
    size_t len;
    enum hllDid did;
    uint64_t changes = 0;
    if (!sketchAt(x, 1, &place, &v))
        return;
    if (place && hllLayoutOf((const uint8_t *)v.ptr) == HLL_DENSE) {
        did = addDense(x, place, v.len, &changes);
    } else {
        if (!place) {
            len = hllNew(work);
            hllForget(work);
        } else if (!toWork(x, &v, &len)) {
            return;
        }
        did = addElements(x, work, &len, &changes);
        if (!place) {
            did = HLL_CHANGED;
            changes++;
        }
        if (did == HLL_CHANGED)
            put(x, 1, place, work, len);
    }
    if (did == HLL_BROKEN) {
        replyBroken(x);
        return;
    }
    if (did == HLL_CHANGED) {
        changed(x, 1, "pfadd");
        keyspace_stats.dirty += changes - 1; /* the event counts one */
    }
    replyLong(x, did);
}

/* --- PFCOUNT --- */

/* Raises registers to those of the sketches at argv[from..]; dense: one of them was. false: the error is written. */
static bool mergeAll(execContext *x, int from, uint8_t registers[HLL_REGISTERS], bool *dense) {
    for (int i = from; i < x->argc; i++) {
        stringView v;
        const object *o = dbRead(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i));
        if (!o)
            continue;
        if (!sketchOf(x, o, &v))
            return false;
        const uint8_t *buf = (const uint8_t *)v.ptr;
        *dense |= hllLayoutOf(buf) == HLL_DENSE;
        if (!hllMergeInto(registers, buf, v.len)) {
            replyBroken(x);
            return false;
        }
    }
    return true;
}

static void countTogether(execContext *x) {
    uint8_t registers[HLL_REGISTERS] = {0};
    int counts[HLL_VALUES];
    bool dense = false;
    if (!mergeAll(x, 1, registers, &dense))
        return;
    hllHistogramOf(registers, counts);
    replyLong(x, (long long)hllEstimate(counts));
}

/* Keeps the estimate in the value, which is a change for replicas and watchers, though of nothing to be told. */
static void keepEstimate(execContext *x, size_t len, uint64_t estimate) {
    char *data;
    object **place = dbPlace(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    dbMutable(x->db, place, x->first_hash, len, &data);
    hllKeep((uint8_t *)data, estimate);
    changed(x, 1, NULL);
}

void pfcountCommand(execContext *x) {
    stringView v;
    uint64_t estimate;
    int counts[HLL_VALUES];
    if (x->argc > 2) {
        countTogether(x);
        return;
    }
    const object *o = dbRead(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    if (!o) {
        replyLong(x, 0);
        return;
    }
    if (!sketchOf(x, o, &v))
        return;
    if (!hllKept((const uint8_t *)v.ptr, &estimate)) {
        if (!hllHistogram((const uint8_t *)v.ptr, v.len, counts)) {
            replyBroken(x);
            return;
        }
        estimate = hllEstimate(counts);
        keepEstimate(x, v.len, estimate);
    }
    replyLong(x, (long long)estimate);
}

/* --- PFMERGE --- */

static void raiseAll(size_t *len, const uint8_t registers[HLL_REGISTERS]) {
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        if (registers[i])
            hllRaise(work, len, i, registers[i], types_config.hll_max_sparse);
}

void pfmergeCommand(execContext *x) {
    uint8_t registers[HLL_REGISTERS] = {0};
    object **place;
    stringView v;
    bool dense = false;
    if (!mergeAll(x, 1, registers, &dense) || !sketchAt(x, 1, &place, &v))
        return;
    size_t len;
    if (!place) {
        len = hllNew(work);
    } else if (!toWork(x, &v, &len)) {
        return;
    }
    if (dense) {
        hllToDense(work, &len);
        hllPack(work, registers);
    } else {
        raiseAll(&len, registers);
    }
    hllForget(work);
    put(x, 1, place, work, len);
    changed(x, 1, "pfadd");
    replyOk(x);
}

/* --- looking inside --- */

/* Makes the sketch at place dense; *did: it was sparse. false: the error is written. */
static bool makeDense(execContext *x, object **place, const stringView *v, bool *did) {
    size_t len;
    *did = hllLayoutOf((const uint8_t *)v->ptr) == HLL_SPARSE;
    if (!*did)
        return true;
    if (!toWork(x, v, &len))
        return false;
    if (!hllToDense(work, &len)) {
        replyBroken(x);
        return false;
    }
    put(x, 2, place, work, len);
    changed(x, 2, NULL);
    return true;
}

static void debugRegisters(execContext *x, object **place, stringView *v) {
    bool did;
    if (!makeDense(x, place, v, &did))
        return;
    stringGet(*place, v);
    replyArray(x, HLL_REGISTERS);
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        replyLong(x, hllDenseGet((const uint8_t *)v->ptr + HLL_HEAD, i));
}

/* Opcodes as text: Z:n and z:n for zeros in two bytes and one, v:value,n. */
static void debugDecode(execContext *x, const stringView *v) {
    const uint8_t *p = (const uint8_t *)v->ptr + HLL_HEAD, *end = (const uint8_t *)v->ptr + v->len;
    if (hllLayoutOf((const uint8_t *)v->ptr) != HLL_SPARSE) {
        replyErrorC(x, "ERR HLL encoding is not sparse");
        return;
    }
    enum { LONGEST = 9 }; /* "Z:16384 " and its end */
    char *text = zmalloc((size_t)(end - p) * LONGEST + 1);
    size_t len = 0;
    hllRun run;
    for (; p < end && hllRunAt(p, (size_t)(end - p), &run); p += run.bytes) {
        text[len++] = run.value ? 'v' : run.bytes == 2 ? 'Z' : 'z';
        text[len++] = ':';
        if (run.value) {
            len += (size_t)ll2string(text + len, run.value);
            text[len++] = ',';
        }
        len += (size_t)ll2string(text + len, run.registers);
        text[len++] = ' ';
    }
    replyBulk(x, text, len ? len - 1 : 0);
    zfree(text);
}

static void debugBatches(execContext *x) {
    if (argIs(x, 2, "on") || argIs(x, 2, "off")) {
        hll_batched = argIs(x, 2, "on");
        replyStatus(x, hll_batched ? "enabled" : "disabled");
    } else {
        replyErrorC(x, "ERR Argument must be ON or OFF");
    }
}

void pfdebugCommand(execContext *x) {
    object **place;
    stringView v;
    bool did;
    if (argIs(x, 1, "simd")) {
        debugBatches(x);
        return;
    }
    if (!sketchAt(x, 2, &place, &v))
        return;
    if (!place) {
        replyErrorC(x, "ERR The specified key does not exist");
    } else if (argIs(x, 1, "getreg")) {
        debugRegisters(x, place, &v);
    } else if (argIs(x, 1, "decode")) {
        debugDecode(x, &v);
    } else if (argIs(x, 1, "encoding")) {
        replyStatus(x, hllLayoutOf((const uint8_t *)v.ptr) == HLL_DENSE ? "dense" : "sparse");
    } else if (argIs(x, 1, "todense")) {
        if (makeDense(x, place, &v, &did))
            replyLong(x, did);
    } else {
        replyErrorFmt(x, "ERR Unknown PFDEBUG subcommand '%.*s'", (int)(x->argv[1].len < 128 ? x->argv[1].len : 128),
                      x->argv[1].ptr);
    }
}
