/* list.c: see list.h. Commands are in list_push.c, list_pop.c, list_range.c, list_search.c and list_blocking.c.
 *
 * Cost  a listpack of at most one node's bytes; beyond it, see ds/quicklist.h. */
#include "types/types.h"
#include "types/digest.h"
#include "types/encoding.h"

static bool inPack(const object *o) {
    return o->encoding == ENC_LISTPACK;
}

/* --- the type --- */

static void freeList(void *value, unsigned encoding) {
    if (encoding == ENC_LISTPACK) {
        lpFree(value);
    } else {
        quicklistRelease(value);
    }
}

static size_t listBytes(const void *value, unsigned encoding, size_t samples) {
    return encoding == ENC_LISTPACK ? zmallocSize(value) : quicklistMemUsage(value, samples);
}

static void *copyList(const void *value, unsigned encoding) {
    return encoding == ENC_LISTPACK ? (void *)lpDup((unsigned char *)(uintptr_t)value) : quicklistDup(value);
}

static size_t listEffort(const void *value, unsigned encoding) {
    return encoding == ENC_LISTPACK ? 1 : ((const quicklist *)value)->len * 2;
}

static bool drainList(void *value, unsigned encoding, size_t *at) {
    enum { NODES = 16 };
    (void)at;
    return encoding != ENC_LISTPACK && quicklistDrain(value, NODES);
}

static void digestList(uint8_t *sum, const object *o) {
    quicklistIter it;
    lpValue v;
    char number[LL_DIGITS];
    listWalkStart(&it, o, 0, false);
    while (quicklistNext(&it, &v)) {
        listText(&v, number);
        digestMix(sum, v.text, v.len);
    }
    quicklistIterEnd(&it);
}

void listTypeInit(void) {
    static const objectOps ops = {.free = freeList,
                                  .digest = digestList,
                                  .memory = listBytes,
                                  .copy = copyList,
                                  .length = listLength,
                                  .effort = listEffort,
                                  .drain = drainList};
    objectTypeRegister(OBJ_LIST, &ops);
    listXrayInit();
    listRdbInit();
}

object *listNew(const char *key, size_t klen) {
    return objectWith(key, klen, OBJ_LIST, ENC_LISTPACK, lpNew(0));
}

size_t listLength(const object *o) {
    return inPack(o) ? lpLength(objectValue(o)) : ((const quicklist *)objectValue(o))->count;
}

/* --- between the encodings --- */

static void toQuicklist(const execContext *x, object *o, size_t bytes, size_t count) {
    int fill = types_config.list_max_size;
    size_t most, most_count;
    unsigned char *lp = objectValue(o);
    vkStall(STALL_ENCODING);
    quicklistNodeLimit(fill, &most, &most_count);
    encodingChange change = encodingBegin(x->db->id, o, zmallocSize(lp));
    quicklist *ql = quicklistNew(fill, types_config.list_compress_depth);
    if (lpLength(lp)) {
        quicklistAppendListpack(ql, quicklistCutBlock(lp, lpBytes(lp)));
    } else {
        lpFree(lp);
    }
    objectSetValue(o, ENC_QUICKLIST, ql);
    if (count > most_count) {
        encodingEnd(&change, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, most_count, count);
    } else {
        encodingEnd(&change, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, fill < 0 ? most : 8192, bytes);
    }
}

void listGrow(const execContext *x, object *o, size_t bytes, size_t count) {
    if (!inPack(o))
        return;
    unsigned char *lp = objectValue(o);
    bytes += lpBytes(lp);
    count += lpLength(lp);
    if (unlikely(quicklistExceeds(types_config.list_max_size, bytes, count)))
        toQuicklist(x, o, bytes, count);
}

/* It is one packed node, and within 1 / part of the limit. */
static bool packFits(const quicklist *ql, size_t part) {
    size_t most, most_count;
    if (ql->len != 1 || ql->head->plain)
        return false;
    quicklistNodeLimit(types_config.list_max_size, &most, &most_count);
    return ql->head->sz <= most / part && ql->count <= most_count / part;
}

void listShrunk(const execContext *x, object *o) {
    quicklist *ql = objectValue(o);
    if (inPack(o) || !packFits(ql, 2))
        return;
    size_t most, most_count, bytes = ql->head->sz, count = ql->count;
    quicklistNodeLimit(types_config.list_max_size, &most, &most_count);
    encodingChange change = encodingBegin(x->db->id, o, quicklistMemUsage(ql, 0));
    objectSetValue(o, ENC_LISTPACK, quicklistToListpack(ql));
    bool counted = most == SIZE_MAX;
    encodingEnd(&change, o, EVENT_ENCODING_REASON_SHRINK, (counted ? most_count : most) / 2, counted ? count : bytes);
}

object *listOfQuicklist(const char *key, size_t klen, quicklist *ql) {
    if (packFits(ql, 1))
        return objectWith(key, klen, OBJ_LIST, ENC_LISTPACK, quicklistToListpack(ql));
    return objectWith(key, klen, OBJ_LIST, ENC_QUICKLIST, ql);
}

/* --- elements --- */

/* A mutator of listpacks may have moved it. */
static void setPack(object *o, unsigned char *lp) {
    vkAssert(lp);
    objectSetValue(o, ENC_LISTPACK, lp);
}

void listPush(object *o, const void *s, size_t len, enum quicklistEnd where) {
    if (likely(!inPack(o))) {
        quicklistPush(objectValue(o), s, len, where);
        return;
    }
    unsigned char *lp = objectValue(o);
    setPack(o, where == QUICKLIST_HEAD ? lpPrepend(lp, s, (uint32_t)len) : lpAppend(lp, s, (uint32_t)len));
}

bool listPeek(const object *o, enum quicklistEnd where, lpValue *v) {
    if (!inPack(o))
        return quicklistPeek(objectValue(o), where, v);
    unsigned char *lp = objectValue(o), *p = where == QUICKLIST_HEAD ? lpFirst(lp) : lpLast(lp);
    if (p)
        lpValueAt(p, v);
    return p != NULL;
}

void listPop(object *o, enum quicklistEnd where) {
    if (!inPack(o)) {
        quicklistPop(objectValue(o), where);
        return;
    }
    unsigned char *lp = objectValue(o);
    setPack(o, lpDelete(lp, where == QUICKLIST_HEAD ? lpFirst(lp) : lpLast(lp), NULL));
}

bool listReplace(object *o, long long index, const void *s, size_t len) {
    if (!inPack(o))
        return quicklistReplace(objectValue(o), index, s, len);
    unsigned char *lp = objectValue(o), *p = lpSeek(lp, (long)index);
    if (p)
        setPack(o, lpReplace(lp, &p, s, (uint32_t)len));
    return p != NULL;
}

size_t listDeleteRange(object *o, long long index, size_t count) {
    if (!inPack(o))
        return quicklistDeleteRange(objectValue(o), index, count);
    unsigned char *lp = objectValue(o);
    size_t before = lpLength(lp);
    lp = lpDeleteRange(lp, (long)index, count);
    setPack(o, lp);
    return before - lpLength(lp);
}

void listWalkStart(quicklistIter *it, const object *o, long long index, bool backwards) {
    if (inPack(o)) {
        quicklistIterStartPack(it, objectValue(o), index, backwards);
    } else {
        quicklistIterStart(it, objectValue(o), index, backwards);
    }
}
