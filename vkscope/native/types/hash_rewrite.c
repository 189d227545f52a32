/* hash_rewrite.c: hashes in commands: HMSET, and HPEXPIREAT for fields with a time limit. */
#include "types/hash_entry.h"
#include "persist/aof_rewrite.h"

static void sayTimes(streamOut *out, const object *o) {
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, objectValue(o), 0);
    while (hashtableNext(&it, &entry)) {
        size_t len;
        long long when = hashEntryExpire(entry);
        if (when == NO_EXPIRE || hashEntryDue(entry))
            continue;
        const char *field = hashEntryField(entry, &len);
        aofSayHead(out, 6, "HPEXPIREAT");
        aofSayKey(out, o);
        aofSayNumber(out, when);
        aofSayWordC(out, "FIELDS");
        aofSayWordC(out, "1");
        aofSayWord(out, field, len);
    }
    hashtableCleanupIterator(&it);
}

static void sayHash(streamOut *out, const object *o) {
    hashWalk w;
    stringView field, value;
    size_t done = 0, all = hashLive(o);
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &field, &value)) {
        aofSayElement(out, o, "HMSET", 2, done, all - done);
        aofSayWord(out, field.ptr, field.len);
        aofSayWord(out, value.ptr, value.len);
        done++;
    }
    hashWalkEnd(&w);
    if (o->encoding == ENC_HASHTABLE && hashIsTimed(o))
        sayTimes(out, o);
}

void hashRewriteInit(void) {
    aofSayerRegister(OBJ_HASH, sayHash);
}
