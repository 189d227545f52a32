/* function_dump.c: libraries as bytes: FUNCTION DUMP and RESTORE, and the records of RDB files.
 *
 * Design  payload   | 245 source | 245 source | ... | version u16 | crc64 u64 |     a source is a string of the format
 */
#include "exec/exec.h"
#include "persist/persist.h"
#include "script/function.h"

static void each(void (*take)(void *ctx, const char *code, size_t len), void *ctx) {
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, functionsInUse()->libraries, 0);
    while (hashtableNext(&it, &entry)) {
        const functionLibrary *lib = entry;
        take(ctx, lib->code, lib->code_len);
    }
    hashtableCleanupIterator(&it);
}

static void writeOne(void *ctx, const char *code, size_t len) {
    rdbOut *out = ctx;
    streamWriteByte(&out->s, RDB_OP_FUNCTION);
    rdbWriteString(out, code, len);
}

static void writeAll(rdbOut *out) {
    each(writeOne, out);
}

/* A file's libraries may take any time: there is nobody to answer. */
static const char *addFromFile(const char *code, size_t len, bool replace) {
    functionLibrary *lib;
    return functionSetLoad(functionsInUse(), code, len, replace, 0, &lib);
}

void functionsDumpInit(void) {
    static const rdbFunctions hooks = {writeAll, each, addFromFile, functionsFlush};
    rdb_functions = &hooks;
}

void functionsDump(execContext *x) {
    rdbOut out = {.version = rdb_config.save_version, .compress = rdb_config.compression};
    streamToMemory(&out.s);
    writeAll(&out);
    rdbWriteFooter(&out);
    replyBulk(x, (const char *)out.s.buf, out.s.len);
    streamOutRelease(&out.s);
}

enum policy { APPEND, REPLACE, FLUSH, NO_POLICY };

static enum policy policyOf(execContext *x) {
    if (x->argc == 3 || argIs(x, 3, "append"))
        return APPEND;
    if (argIs(x, 3, "replace"))
        return REPLACE;
    return argIs(x, 3, "flush") ? FLUSH : NO_POLICY;
}

/* One record into the set; NULL, or why not. */
static const char *restoreOne(rdbIn *in, functionSet *set) {
    uint8_t op;
    rdbText code = {0};
    functionLibrary *lib;
    if (!rdbReadBytes(in, &op, 1))
        return "can not read data type";
    if (op == RDB_OP_FUNCTION_PRE_GA)
        return "Pre-GA function format not supported";
    if (op != RDB_OP_FUNCTION)
        return "given type is not a function";
    const char *why = "failed loading the given functions payload";
    if (rdbReadString(in, &code))
        why = functionSetLoad(set, code.ptr, code.len, false, FUNCTION_LOAD_MS, &lib);
    rdbTextFree(&code);
    return why;
}

static const char *restore(const char *payload, size_t len, unsigned version, enum policy policy) {
    functionSet *set = functionSetNew();
    rdbIn in = {.version = version, .deep = true, .now = command_now};
    const char *why = NULL;
    streamFromMemory(&in.s, payload, len);
    while (!why && streamLeft(&in.s))
        why = restoreOne(&in, set);
    streamInRelease(&in.s);
    if (!why && policy == FLUSH)
        functionsSwap(set);
    else if (!why)
        why = functionsJoin(set, policy == REPLACE);
    if (why)
        functionSetFree(set);
    return why;
}

void functionsRestore(execContext *x) {
    if (x->argc > 4) {
        replyErrorSubcommand(x);
        return;
    }
    enum policy policy = policyOf(x);
    if (policy == NO_POLICY) {
        replyErrorC(x, "ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.");
        return;
    }
    const execArg *payload = &x->argv[2];
    unsigned version = rdbPayloadVersion(payload->ptr, payload->len);
    if (!version) {
        replyErrorC(x, "ERR DUMP payload version or checksum are wrong");
        return;
    }
    const char *why = restore(payload->ptr, payload->len - RDB_FOOTER, version, policy);
    if (why) {
        replyErrorFmt(x, "ERR %s", why);
        return;
    }
    keyspace_stats.dirty++;
    replyOk(x);
}
