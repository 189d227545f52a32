/* bitmap.c: strings as bitmaps: SETBIT, GETBIT, BITCOUNT, BITPOS, BITOP. BITFIELD is in bitfield.c. */
#include "types/types.h"
#include "types/bitmap.h"
#include "types/bits.h"
#include "gen/commands.h"
#include <string.h>

enum { BLOCK = 16384 }; /* bytes that BITOP combines of all keys before it goes on: they stay in the cache */

bool bitmapOffset(execContext *x, int i, unsigned scale, uint64_t *offset) {
    const execArg *a = &x->argv[i];
    bool scaled = scale && a->len && a->ptr[0] == '#';
    long long n;
    bool good = string2ll(a->ptr + scaled, a->len - scaled, &n);
    if (good && scaled)
        good = !__builtin_mul_overflow(n, (long long)scale, &n);
    if (!good || n < 0 || n >> 3 >= exec_config.proto_max_bulk_len) {
        replyErrorC(x, "ERR bit offset is not an integer or out of range");
        return false;
    }
    *offset = (uint64_t)n;
    return true;
}

bool bitmapForWrite(execContext *x, uint64_t last_bit, bitmap *out) {
    const execArg *key = &x->argv[1];
    size_t need = (size_t)(last_bit >> 3) + 1;
    object **place = dbPlace(x->db, key->ptr, key->len, x->first_hash);
    char *data;
    if (!place) {
        if (!argsStringGrows(x, NULL, need))
            return false;
        dbAdd(x->db, objectBlank(key->ptr, key->len, need, &data), x->first_hash);
        *out = (bitmap){(uint8_t *)data, need, true};
        return true;
    }
    if ((*place)->type != OBJ_STRING) {
        replyErrorWrongType(x);
        return false;
    }
    stringView v;
    stringGet(*place, &v);
    size_t len = need > v.len ? need : v.len;
    if (len > v.len && !argsStringGrows(x, *place, len))
        return false;
    *out = (bitmap){NULL, len, len != v.len};
    dbMutable(x->db, place, x->first_hash, len, &data);
    out->data = (uint8_t *)data;
    return true;
}

void setbitCommand(execContext *x) {
    uint64_t at;
    long long bit;
    if (!bitmapOffset(x, 2, 0, &at))
        return;
    if (!argRange(x, 3, 0, 1, &bit, "ERR bit is not an integer or out of range"))
        return;
    bitmap b;
    if (!bitmapForWrite(x, at, &b))
        return;
    unsigned mask = 0x80u >> (at & 7), old = b.data[at >> 3];
    b.data[at >> 3] = (uint8_t)(bit ? old | mask : old & ~mask);
    if (b.grown || old != b.data[at >> 3])
        keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_STRING, "setbit");
    replyLong(x, (old & mask) != 0);
}

/* argv[i]'s string; absent: no bytes and *exists false. False: an error was written. */
static bool viewOf(execContext *x, int i, stringView *v, bool *exists) {
    bool wrong_type;
    object *o = argRead(x, i, OBJ_STRING, &wrong_type);
    *exists = o != NULL;
    v->len = 0;
    if (o)
        stringGet(o, v);
    return !wrong_type;
}

void getbitCommand(execContext *x) {
    uint64_t at;
    stringView v;
    bool exists;
    if (!bitmapOffset(x, 2, 0, &at) || !viewOf(x, 1, &v, &exists))
        return;
    replyLong(x, at >> 3 < v.len && v.ptr[at >> 3] & (0x80 >> (at & 7)) ? 1 : 0);
}

typedef struct bitRange {
    long long start, end;
    bool given, end_given, in_bits;
} bitRange;

/* [start [end [BIT|BYTE]]] from argv[at] on. */
static bool readRange(execContext *x, int at, bitRange *r) {
    *r = (bitRange){0, -1, x->argc > at, x->argc > at + 1, false};
    if (x->argc > at + 3) {
        replyErrorSyntax(x);
        return false;
    }
    if (r->given && !argLong(x, at, &r->start))
        return false;
    if (x->argc == at + 3) {
        r->in_bits = argIs(x, at + 2, "bit");
        if (!r->in_bits && !argIs(x, at + 2, "byte")) {
            replyErrorSyntax(x);
            return false;
        }
    }
    return !r->end_given || argLong(x, at + 1, &r->end);
}

/* As bits first..last of a string of len bytes. False: it is empty. */
static bool clip(const bitRange *r, size_t len, uint64_t *first, uint64_t *last) {
    long long total = (long long)len * (r->in_bits ? 8 : 1), start = r->start, end = r->end;
    if (start < 0)
        start = start < -total ? 0 : start + total;
    if (end < 0)
        end = end < -total ? 0 : end + total;
    if (end >= total)
        end = total - 1;
    if (start > end)
        return false;
    *first = (uint64_t)start * (r->in_bits ? 1 : 8);
    *last = (uint64_t)end * (r->in_bits ? 1 : 8) + (r->in_bits ? 0 : 7);
    return true;
}

void bitcountCommand(execContext *x) {
    bitRange r;
    stringView v;
    bool exists;
    uint64_t first, last;
    if (!readRange(x, 2, &r) || !viewOf(x, 1, &v, &exists))
        return;
    bool backwards = r.end_given && r.start < 0 && r.end < 0 && r.start > r.end;
    if (!exists || backwards || !clip(&r, v.len, &first, &last)) {
        replyLong(x, 0);
    } else {
        replyLong(x, (long long)bitsCountRange((const uint8_t *)v.ptr, first, last));
    }
}

/* Without an end the string goes on with zeros: the first 0 may stand right behind it. */
void bitposCommand(execContext *x) {
    long long bit;
    bitRange r;
    stringView v;
    bool exists;
    uint64_t first, last;
    if (!argLong(x, 2, &bit))
        return;
    if (bit != 0 && bit != 1) {
        replyErrorC(x, "ERR The bit argument must be 1 or 0.");
        return;
    }
    if (!readRange(x, 3, &r) || !viewOf(x, 1, &v, &exists))
        return;
    if (!exists) {
        replyLong(x, bit ? -1 : 0);
        return;
    }
    int64_t at = -1;
    if (clip(&r, v.len, &first, &last)) {
        at = bitsFind((const uint8_t *)v.ptr, first, last, bit);
        if (at < 0 && !bit && !r.end_given)
            at = (int64_t)v.len * 8;
    }
    replyLong(x, at);
}

typedef struct operands {
    stringView *views;
    int n;
    size_t longest;
} operands;

static bool opArg(execContext *x, enum bitsOp *op) {
    static const char *const names[] = {"and", "or", "xor", "not"};
    for (int i = 0; i < 4; i++) {
        if (!argIs(x, 1, names[i]))
            continue;
        *op = (enum bitsOp)i;
        if (*op != BITS_NOT || x->argc == 4)
            return true;
        replyErrorC(x, "ERR BITOP NOT must be called with a single source key.");
        return false;
    }
    replyErrorSyntax(x);
    return false;
}

static bool readOperands(execContext *x, operands *all) {
    *all = (operands){zmalloc(sizeof(stringView) * (size_t)(x->argc - 3)), x->argc - 3, 0};
    for (int i = 0; i < all->n; i++) {
        bool exists;
        stringView *v = &all->views[i];
        if (!viewOf(x, i + 3, v, &exists)) {
            zfree(all->views);
            return false;
        }
        if (v->len > all->longest)
            all->longest = v->len;
    }
    return true;
}

/* Shorter strings go on with zeros. */
static void combineBlock(enum bitsOp op, uint8_t *dst, const operands *all, size_t from, size_t n) {
    for (int i = 0; i < all->n; i++) {
        const stringView *v = &all->views[i];
        size_t has = v->len <= from ? 0 : v->len - from < n ? v->len - from : n;
        const uint8_t *src = (const uint8_t *)v->ptr + (has ? from : 0);
        if (has && i == 0 && op != BITS_NOT) {
            memcpy(dst, src, has);
        } else if (has) {
            bitsCombine(op, dst, src, has);
        }
        if (op == BITS_AND)
            memset(dst + has, 0, n - has);
    }
}

void bitopCommand(execContext *x) {
    const execArg *key = &x->argv[2];
    uint64_t hash = argHash(x, 2);
    enum bitsOp op;
    operands all;
    if (!opArg(x, &op) || !readOperands(x, &all))
        return;
    if (!shortageRoom(x, all.longest)) {
        zfree(all.views);
        return;
    }
    if (all.longest) {
        char *data;
        object *o = objectBlank(key->ptr, key->len, all.longest, &data);
        for (size_t at = 0; at < all.longest; at += BLOCK)
            combineBlock(op, (uint8_t *)data + at, &all, at, all.longest - at < BLOCK ? all.longest - at : BLOCK);
        object **place = dbPlace(x->db, key->ptr, key->len, hash);
        if (place) {
            dbPut(x->db, place, o, hash);
        } else {
            dbAdd(x->db, o, hash);
        }
        keyChanged(x->db, key->ptr, key->len, KEY_STRING, "set");
    } else if (dbRemove(x->db, key->ptr, key->len, hash, lazyfree_config.server_del)) {
        keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "del");
    }
    zfree(all.views);
    replyLong(x, (long long)all.longest);
}
