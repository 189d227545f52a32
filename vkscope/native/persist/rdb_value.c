/* rdb_value.c: who saves and who loads which type, and which versions are read. */
#include "persist/rdb.h"

static const rdbSaver *savers[OBJ_TYPES];
static rdbLoader loaders[RDB_TYPES];

void rdbSaverRegister(enum objectType type, const rdbSaver *saver) {
    savers[type] = saver;
}

void rdbLoaderRegister(unsigned type_byte, rdbLoader load) {
    vkAssert(type_byte < RDB_TYPES);
    loaders[type_byte] = load;
}

bool rdbWriteType(rdbOut *out, const object *o, int *type_byte) {
    const rdbSaver *saver = savers[o->type];
    *type_byte = saver ? saver->typeByte(o, out->version, &out->refused) : -1;
    if (!saver)
        out->refused = "a value of a type that is not saved yet";
    if (*type_byte < 0)
        return false;
    streamWriteByte(&out->s, (uint8_t)*type_byte);
    return true;
}

void rdbWriteRest(rdbOut *out, const object *o, int type_byte) {
    savers[o->type]->save(out, o, type_byte);
}

bool rdbWriteValue(rdbOut *out, const object *o) {
    int type_byte;
    if (!rdbWriteType(out, o, &type_byte))
        return false;
    rdbWriteRest(out, o, type_byte);
    return true;
}

bool rdbTypeKnown(unsigned type_byte) {
    return type_byte < RDB_TYPES && loaders[type_byte];
}

/* Others gave type bytes from 22 on meanings of their own. */
static bool isForeign(const rdbIn *in, unsigned type_byte) {
    return in->version >= RDB_FOREIGN_MIN && in->version <= RDB_FOREIGN_MAX && type_byte >= RDB_HASH_2;
}

static const char *const blocks[RDB_TYPES] = {[RDB_HASH_ZIPMAP] = "Zipmap",
                                              [RDB_LIST_ZIPLIST] = "List ziplist",
                                              [RDB_SET_INTSET] = "Intset",
                                              [RDB_ZSET_ZIPLIST] = "Zset ziplist",
                                              [RDB_HASH_ZIPLIST] = "Hash ziplist",
                                              [RDB_LIST_QUICKLIST] = "Quicklist ziplist",
                                              [RDB_STREAM_LISTPACKS] = "Stream listpack",
                                              [RDB_HASH_LISTPACK] = "Hash listpack",
                                              [RDB_ZSET_LISTPACK] = "Zset listpack",
                                              [RDB_LIST_QUICKLIST_2] = "Quicklist listpack",
                                              [RDB_STREAM_LISTPACKS_2] = "Stream listpack",
                                              [RDB_SET_LISTPACK] = "Set listpack",
                                              [RDB_STREAM_LISTPACKS_3] = "Stream listpack"};

void rdbTellError(const rdbIn *in, enum logLevel level) {
    const char *block = in->type_byte < RDB_TYPES ? blocks[in->type_byte] : NULL;
    logLine(level, "Internal error in RDB reading offset %llu -> %s%s%s", (unsigned long long)streamInBytes(&in->s),
            block ? block : "", block ? " integrity check failed: " : "", in->what ? in->what : "unknown");
}

object *rdbReadValue(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    in->type_byte = type_byte;
    if (!rdbTypeKnown(type_byte) || isForeign(in, type_byte)) {
        rdbFail(in, RDB_UNKNOWN, "a value of an unknown type");
        return NULL;
    }
    object *o = loaders[type_byte](in, type_byte, key, klen);
    if (!o)
        rdbFail(in, RDB_CORRUPT, "a value that could not be read");
    return o;
}

bool rdbVersionAccepted(unsigned version, bool valkey, bool redis) {
    if (version < 1 || (valkey && version <= RDB_FOREIGN_MAX) || (redis && version > RDB_FOREIGN_MAX))
        return false;
    if (rdb_config.relaxed_versions)
        return true;
    return version <= RDB_VERSION && (version < RDB_FOREIGN_MIN || version > RDB_FOREIGN_MAX);
}
