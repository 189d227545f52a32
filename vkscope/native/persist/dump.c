/* dump.c: DUMP and RESTORE: one value as bytes that clients carry.
 *
 * Design  | type byte | value | version u16 | crc64 of all before it, u64 |     little-endian */
#include "persist/persist.h"
#include "exec/exec.h"
#include "gen/commands.h"

enum { SUM = 8 };

bool rdb_skips_sums;

/* --- the footer --- */

void rdbWriteFooter(rdbOut *out) {
    unsigned char version[2] = {(unsigned char)out->version, (unsigned char)(out->version >> 8)};
    rdbWriteBytes(out, version, sizeof(version));
    uint64_t sum = streamOutSum(&out->s);
    rdbWriteBytes(out, &sum, SUM);
}

unsigned rdbPayloadVersion(const char *payload, size_t len) {
    if (len < RDB_FOOTER)
        return 0;
    const unsigned char *foot = (const unsigned char *)payload + len - RDB_FOOTER;
    unsigned version = foot[0] | (unsigned)foot[1] << 8;
    uint64_t sum;
    memcpy(&sum, foot + RDB_FOOTER - SUM, SUM);
    if (!rdbVersionAccepted(version, false, false))
        return 0;
    return rdb_skips_sums || crc64(0, payload, len - SUM) == sum ? version : 0;
}

/* --- DUMP --- */

bool rdbDump(rdbOut *out, const object *o) {
    *out = (rdbOut){.version = rdb_config.save_version, .compress = rdb_config.compression};
    streamToMemory(&out->s);
    if (!rdbWriteValue(out, o))
        return false;
    rdbWriteFooter(out);
    return true;
}

void dumpCommand(execContext *x) {
    const execArg *key = &x->argv[1];
    object *o = dbRead(x->db, key->ptr, key->len, x->first_hash);
    if (!o) {
        replyNull(x);
        return;
    }
    if (!shortageRoomFor(x, o, 2)) /* the payload grows by doublings */
        return;
    rdbOut out;
    if (rdbDump(&out, o)) {
        replyBulk(x, (const char *)out.s.buf, out.s.len);
    } else {
        replyErrorFmt(x, RDB_REFUSED, out.version, out.refused);
    }
    streamOutRelease(&out.s);
}

/* --- RESTORE --- */

typedef struct restoreArgs {
    bool replace, absolute;
    long long ttl, idle, frequency; /* idle, frequency: -1 when not given */
} restoreArgs;

static bool option(execContext *x, int *i, restoreArgs *a) {
    bool value_follows = *i + 1 < x->argc;
    if (argIs(x, *i, "replace")) {
        a->replace = true;
    } else if (argIs(x, *i, "absttl")) {
        a->absolute = true;
    } else if (argIs(x, *i, "idletime") && value_follows && a->frequency == -1) {
        if (!argLong(x, ++*i, &a->idle))
            return false;
        if (a->idle < 0) {
            replyErrorC(x, "ERR Invalid IDLETIME value, must be >= 0");
            return false;
        }
    } else if (argIs(x, *i, "freq") && value_follows && a->idle == -1) {
        if (!argLong(x, ++*i, &a->frequency))
            return false;
        if (a->frequency < 0 || a->frequency > 255) {
            replyErrorC(x, "ERR Invalid FREQ value, must be >= 0 and <= 255");
            return false;
        }
    } else {
        replyErrorSyntax(x);
        return false;
    }
    return true;
}

/* The order of the checks is the order of Valkey's errors. */
static bool arguments(execContext *x, restoreArgs *a) {
    *a = (restoreArgs){.idle = -1, .frequency = -1};
    for (int i = 4; i < x->argc; i++)
        if (!option(x, &i, a))
            return false;
    const execArg *key = &x->argv[1];
    if (!a->replace && dbWrite(x->db, key->ptr, key->len, x->first_hash)) {
        replyErrorC(x, "BUSYKEY Target key name already exists.");
        return false;
    }
    if (!argLong(x, 2, &a->ttl))
        return false;
    if (a->ttl < 0 || (!a->absolute && a->ttl > INT64_MAX - command_now)) {
        replyErrorC(x, "ERR Invalid TTL value, must be >= 0");
        return false;
    }
    return true;
}

object *rdbRestore(const char *payload, size_t len, unsigned version, const char *key, size_t klen, rdbIn *in) {
    uint8_t type_byte;
    *in = (rdbIn){.version = version, .deep = true, .repeats = rdb_config.payloads_sound, .now = command_now};
    streamFromMemory(&in->s, payload, len);
    return rdbReadBytes(in, &type_byte, 1) ? rdbReadValue(in, type_byte, key, klen) : NULL;
}

/* Every payload is looked at in depth and one that is not sound is refused, whatever the parameter says; where it says
 * that this need not be done, only repeated elements are let in, as files may bring them. A payload that is refused
 * all the same proves somebody's assumption wrong: the log says so, in the words that tools look for. */
static void tellUnsound(const rdbIn *in) {
    static int64_t last;
    rdbTellError(in, LEVEL_VERBOSE);
    if (!rdb_config.payloads_sound || (last <= command_now && command_now - last < 1000))
        return;
    last = command_now;
    logLine(
        LEVEL_WARNING,
        "ASSERTION FAILED: sanitize-dump-payload is no, but a payload of RESTORE is not sound. It was refused; what "
        "is wrong with it is told at loglevel verbose");
}

/* The value of argv[3]; NULL: the error is written. */
static object *valueOf(execContext *x) {
    const execArg *key = &x->argv[1], *payload = &x->argv[3];
    unsigned version = rdbPayloadVersion(payload->ptr, payload->len);
    if (!version) {
        replyErrorC(x, "ERR DUMP payload version or checksum are wrong");
        return NULL;
    }
    rdbIn in;
    object *o = rdbRestore(payload->ptr, payload->len - RDB_FOOTER, version, key->ptr, key->len, &in);
    if (!o) {
        if (in.error != RDB_NO_MEMORY)
            tellUnsound(&in);
        replyErrorC(x, in.error == RDB_NO_MEMORY ? SHORTAGE_TEXT : "ERR Bad data format");
    }
    return o;
}

/* In the write stream: with the moment for a time span. */
static void tellMoment(execContext *x, int64_t when) {
    if (!propagateBegin(x, "RESTORE", x->argc))
        return;
    propagateArg(x, 1);
    propagateNumber(when);
    for (int i = 3; i < x->argc; i++)
        propagateArg(x, i);
    propagateWordC("ABSTTL");
    propagateEnd(x);
}

static void changed(execContext *x, const char *event) {
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_GENERIC, event);
}

void restoreCommand(execContext *x) {
    restoreArgs a;
    if (!arguments(x, &a))
        return;
    object *o = valueOf(x);
    if (!o)
        return;
    const execArg *key = &x->argv[1];
    int64_t when = !a.ttl ? NO_EXPIRE : a.absolute ? a.ttl : a.ttl + command_now;
    if (when != NO_EXPIRE && when <= command_now) {
        objectFree(o);
        if (a.replace && dbRemove(x->db, key->ptr, key->len, x->first_hash, lazyfree_config.server_del)) {
            changed(x, "del");
            propagateDeleted(x, 1, lazyfree_config.server_del);
        }
        replyOk(x);
        return;
    }
    if (when != NO_EXPIRE)
        o = objectWithExpire(o, when);
    object **place = a.replace ? dbPlace(x->db, key->ptr, key->len, x->first_hash) : NULL;
    if (place) {
        dbPut(x->db, place, o, x->first_hash);
        objectBorn(o);
    } else {
        dbAdd(x->db, o, x->first_hash);
    }
    objectUsedBefore(o, a.idle, (int)a.frequency);
    changed(x, "restore");
    if (when != NO_EXPIRE && !a.absolute)
        tellMoment(x, when);
    replyOk(x);
}
