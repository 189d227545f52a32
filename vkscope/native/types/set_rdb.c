/* set_rdb.c: sets in RDB's bytes.
 *
 * Design  RDB_SET             count, then the members
 *         RDB_SET_INTSET      the block of an intset
 *         RDB_SET_LISTPACK    the block of a listpack, from version 11 on
 *
 *         On loading members are added one by one, so that the layout is what the thresholds in force make of them; a
 *         block stays the block it was unless it holds more members than it may. */
#include "types/set_entry.h"
#include "persist/persist.h"

enum {
    MEMBER_BYTES = 1,  /* that one takes at least */
    ROOM_MAX = 1 << 20 /* members that room is made for before they have come: a count may be made up */
};

static const char twice[] = "a set with a member that occurs twice";

/* --- saving --- */

static int setTypeByte(const object *o, unsigned version, const char **refused) {
    (void)refused;
    if (o->encoding == ENC_INTSET)
        return RDB_SET_INTSET;
    return o->encoding == ENC_LISTPACK && version >= 11 ? RDB_SET_LISTPACK : RDB_SET;
}

/* The members in a table, each once. */
static object *onceEach(const object *o) {
    object *table = setNewTable("", 0, setLength(o));
    setWalk w;
    setMember m;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m))
        setAdd(SET_UNTOLD, table, &m);
    setWalkEnd(&w);
    return table;
}

static void writeMembers(rdbOut *out, const object *o) {
    setWalk w;
    setMember m;
    rdbWriteLength(out, setLength(o));
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m)) {
        if (m.ptr) {
            rdbWriteString(out, m.ptr, m.len);
        } else {
            rdbWriteNumber(out, m.number);
        }
    }
    setWalkEnd(&w);
}

/* A listpack with a member that stands there twice (rdbIn's repeats) can be loaded as a block only. */
static void saveMembers(rdbOut *out, const object *o) {
    if (o->encoding != ENC_LISTPACK || rdbListpackUnique(objectValue(o), 1)) {
        writeMembers(out, o);
        return;
    }
    object *table = onceEach(o);
    writeMembers(out, table);
    objectFree(table);
}

static void saveSet(rdbOut *out, const object *o, int type_byte) {
    if (type_byte == RDB_SET_INTSET) {
        rdbWriteString(out, objectValue(o), intsetBytes(objectValue(o)));
    } else if (type_byte == RDB_SET_LISTPACK) {
        rdbWriteString(out, objectValue(o), lpBytes(objectValue(o)));
    } else {
        saveMembers(out, o);
    }
}

/* --- loading --- */

static object *loadMembers(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    uint64_t n;
    rdbText t = {0};
    (void)type_byte;
    if (!rdbReadCount(in, MEMBER_BYTES, &n))
        return NULL;
    object *o = n > types_config.set_max_intset && n > types_config.set_max_entries
                    ? setNewTable(key, klen, n < ROOM_MAX ? n : ROOM_MAX)
                    : setNewAs(key, klen, ENC_INTSET);
    bool good = true;
    for (; n && good; n--) {
        good = rdbReadString(in, &t);
        setMember m = {t.ptr, t.len, 0};
        if (good && !setAdd(SET_UNTOLD, o, &m))
            good = rdbCorrupt(in, twice);
    }
    rdbTextFree(&t);
    if (good)
        return o;
    objectFree(o);
    return NULL;
}

/* The members of a block become a table; consumes the block. */
static object *asTable(rdbIn *in, object *block) {
    size_t klen;
    const char *key = objectKey(block, &klen);
    object *o = setNewTable(key, klen, setLength(block));
    setWalk w;
    setMember m;
    bool fresh = true;
    setWalkStart(&w, block);
    while (fresh && setWalkNext(&w, &m))
        fresh = setAdd(SET_UNTOLD, o, &m) || (in->repeats && !in->deep);
    setWalkEnd(&w);
    objectFree(block);
    if (fresh)
        return o;
    objectFree(o);
    return rdbNone(in, twice);
}

static object *loadIntset(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    size_t len;
    unsigned char *block = rdbReadBlob(in, &len);
    (void)type_byte;
    if (!block)
        return NULL;
    if (!intsetValidateIntegrity(block, len, in->deep)) {
        zfree(block);
        return rdbNone(in, "an intset whose bytes contradict themselves");
    }
    object *o = objectWith(key, klen, OBJ_SET, ENC_INTSET, block);
    return setLength(o) > types_config.set_max_intset ? asTable(in, o) : o;
}

static object *loadListpack(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    unsigned char *lp = rdbReadListpack(in);
    (void)type_byte;
    if (!lp)
        return NULL;
    if (!in->repeats && !rdbListpackUnique(lp, 1)) {
        lpFree(lp);
        return rdbNone(in, twice);
    }
    object *o = objectWith(key, klen, OBJ_SET, ENC_LISTPACK, lp);
    return setLength(o) > types_config.set_max_entries ? asTable(in, o) : o;
}

void setRdbInit(void) {
    static const rdbSaver saver = {setTypeByte, saveSet};
    rdbSaverRegister(OBJ_SET, &saver);
    rdbLoaderRegister(RDB_SET, loadMembers);
    rdbLoaderRegister(RDB_SET_INTSET, loadIntset);
    rdbLoaderRegister(RDB_SET_LISTPACK, loadListpack);
}
