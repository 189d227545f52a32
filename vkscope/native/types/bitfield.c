/* bitfield.c: BITFIELD and BITFIELD_RO: integers of 1 to 64 bits anywhere in a string.
 *
 * Rules  all operations are read, and their errors answered, before the first one runs.
 * Words  overflow: what a result outside the field's range becomes: WRAP (its lower bits), SAT (the nearest limit) or
 *        FAIL (null, nothing written). */
#include "types/types.h"
#include "types/bitmap.h"
#include "types/bits.h"
#include "gen/commands.h"

enum overflow { WRAP, SAT, FAIL };

typedef struct fieldOp {
    uint64_t offset;
    int64_t operand;
    enum { FIELD_GET, FIELD_SET, FIELD_INCRBY } kind;
    enum overflow overflow;
    unsigned width;
    bool is_signed;
} fieldOp;

typedef struct fieldOps {
    fieldOp *ops;
    int n;
    bool writes;
    uint64_t last_written; /* bit */
} fieldOps;

static bool typeArg(execContext *x, int i, fieldOp *op) {
    const execArg *a = &x->argv[i];
    long long width = 0;
    bool good = a->len > 1 && (a->ptr[0] == 'i' || a->ptr[0] == 'u') && string2ll(a->ptr + 1, a->len - 1, &width);
    op->is_signed = good && a->ptr[0] == 'i';
    if (!good || width < 1 || width > (op->is_signed ? 64 : 63)) {
        replyErrorC(x,
                    "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.");
        return false;
    }
    op->width = (unsigned)width;
    return true;
}

static bool overflowArg(execContext *x, int i, enum overflow *how) {
    if (argIs(x, i, "wrap")) {
        *how = WRAP;
    } else if (argIs(x, i, "sat")) {
        *how = SAT;
    } else if (argIs(x, i, "fail")) {
        *how = FAIL;
    } else {
        replyErrorC(x, "ERR Invalid OVERFLOW type specified");
        return false;
    }
    return true;
}

static bool readOps(execContext *x, fieldOps *all) {
    enum overflow how = WRAP;
    *all = (fieldOps){zmalloc(sizeof(fieldOp) * (size_t)x->argc), 0, false, 0};
    for (int i = 2; i < x->argc;) {
        int more = x->argc - i - 1;
        fieldOp *op = &all->ops[all->n];
        *op = (fieldOp){.overflow = how};
        if (OPTION(x, i, "overflow") && more >= 1) {
            if (!overflowArg(x, i + 1, &how))
                return false;
            i += 2;
            continue;
        }
        if (OPTION(x, i, "get") && more >= 2) {
            op->kind = FIELD_GET;
        } else if (OPTION(x, i, "set") && more >= 3) {
            op->kind = FIELD_SET;
        } else if (OPTION(x, i, "incrby") && more >= 3) {
            op->kind = FIELD_INCRBY;
        } else {
            replyErrorSyntax(x);
            return false;
        }
        if (!typeArg(x, i + 1, op) || !bitmapOffset(x, i + 2, op->width, &op->offset))
            return false;
        if (op->kind != FIELD_GET) {
            long long operand;
            if (!argLong(x, i + 3, &operand))
                return false;
            op->operand = operand;
            all->writes = true;
            uint64_t last = op->offset + op->width - 1;
            if (last > all->last_written)
                all->last_written = last;
        }
        i += op->kind == FIELD_GET ? 3 : 4;
        all->n++;
    }
    return true;
}

static __int128 asNumber(const fieldOp *op, uint64_t bits) {
    if (op->is_signed && bits >> (op->width - 1) & 1)
        return (__int128)bits - ((__int128)1 << op->width);
    return bits;
}

/* Brings a result into the field's range; true: it was outside. */
static bool fit(const fieldOp *op, __int128 *value) {
    __int128 one = 1, low = op->is_signed ? -(one << (op->width - 1)) : 0;
    __int128 high = op->is_signed ? -low - 1 : (one << op->width) - 1;
    if (*value >= low && *value <= high)
        return false;
    if (op->overflow == SAT) {
        *value = *value > high ? high : low;
    } else {
        *value = asNumber(op, (uint64_t)*value & UINT64_MAX >> (64 - op->width));
    }
    return true;
}

/* Runs one writing operation; true: the field has another value now. */
static bool runWrite(execContext *x, const fieldOp *op, bitmap *b) {
    __int128 old = asNumber(op, bitsGet(b->data, b->len, op->offset, op->width));
    __int128 now = op->kind == FIELD_INCRBY ? old + op->operand
                   : op->is_signed          ? (__int128)op->operand
                                            : (__int128)(uint64_t)op->operand;
    if (fit(op, &now) && op->overflow == FAIL) {
        replyNull(x);
        return false;
    }
    replyLong(x, (long long)(op->kind == FIELD_INCRBY ? now : old));
    bitsSet(b->data, b->len, op->offset, op->width, (uint64_t)now);
    return b->grown || old != now;
}

static void runReads(execContext *x, const fieldOps *all) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_STRING, &wrong_type);
    if (wrong_type)
        return;
    stringView v = {.ptr = "", .len = 0};
    if (o)
        stringGet(o, &v);
    replyArray(x, all->n);
    for (int i = 0; i < all->n; i++) {
        const fieldOp *op = &all->ops[i];
        replyLong(x, (long long)asNumber(op, bitsGet((const uint8_t *)v.ptr, v.len, op->offset, op->width)));
    }
}

static void runAll(execContext *x, const fieldOps *all) {
    bitmap b;
    if (!bitmapForWrite(x, all->last_written, &b))
        return;
    uint64_t changes = 0;
    replyArray(x, all->n);
    for (int i = 0; i < all->n; i++) {
        const fieldOp *op = &all->ops[i];
        if (op->kind == FIELD_GET) {
            replyLong(x, (long long)asNumber(op, bitsGet(b.data, b.len, op->offset, op->width)));
        } else {
            changes += runWrite(x, op, &b);
        }
    }
    if (!changes) {
        keyspace_stats.dirty += b.grown; /* zeros alone, of which Valkey notifies nobody; replicas need them, too */
        return;
    }
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_STRING, "setbit");
    keyspace_stats.dirty += changes - 1; /* the event counts one */
}

static void bitfield(execContext *x, bool read_only) {
    fieldOps all;
    if (readOps(x, &all)) {
        if (!all.writes) {
            runReads(x, &all);
        } else if (read_only) {
            replyErrorC(x, "ERR BITFIELD_RO only supports the GET subcommand");
        } else {
            runAll(x, &all);
        }
    }
    zfree(all.ops);
}

void bitfieldCommand(execContext *x) {
    bitfield(x, false);
}

void bitfieldroCommand(execContext *x) {
    bitfield(x, true);
}
