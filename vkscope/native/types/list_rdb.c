/* list_rdb.c: lists in RDB's bytes.
 *
 * Design  RDB_LIST               count, then the elements
 *         RDB_LIST_ZIPLIST       one ziplist
 *         RDB_LIST_QUICKLIST     count of nodes, then a ziplist for each
 *         RDB_LIST_QUICKLIST_2   count of nodes, then for each: 1 and its only element, or 2 and a listpack
 *
 *         Saved is always the last one: a node's bytes are what memory holds, compressed nodes go out as they are.
 *         A list in a listpack is one node. On loading nodes stay as they came; one that may be a listpack becomes one.
 */
#include "types/types.h"
#include <string.h>

enum { CONTAINER_PLAIN = 1, CONTAINER_PACKED = 2, NODE_BYTES = 2 /* that a node takes at least */ };

/* --- saving --- */

static int listTypeByte(const object *o, unsigned version, const char **refused) {
    (void)o;
    (void)version;
    (void)refused;
    return RDB_LIST_QUICKLIST_2;
}

static void saveNode(rdbOut *out, const quicklistNode *n) {
    rdbWriteLength(out, n->plain ? CONTAINER_PLAIN : CONTAINER_PACKED);
    if (n->lzf) {
        rdbWriteCompressed(out, n->block, n->gap, n->sz);
    } else {
        rdbWriteString(out, n->block + n->gap, n->sz);
    }
}

static void saveList(rdbOut *out, const object *o, int type_byte) {
    (void)type_byte;
    if (o->encoding == ENC_LISTPACK) {
        rdbWriteLength(out, 1);
        rdbWriteLength(out, CONTAINER_PACKED);
        rdbWriteString(out, objectValue(o), lpBytes(objectValue(o)));
        return;
    }
    const quicklist *ql = objectValue(o);
    rdbWriteLength(out, ql->len);
    for (const quicklistNode *n = ql->head; n; n = n->next)
        saveNode(out, n);
}

/* --- loading --- */

static quicklist *emptyList(void) {
    return quicklistNew(types_config.list_max_size, types_config.list_compress_depth);
}

static object *finish(rdbIn *in, quicklist *ql, bool good, const char *key, size_t klen) {
    if (good && ql->count == 0)
        good = rdbFail(in, RDB_EMPTY, "a list without elements");
    if (good)
        return listOfQuicklist(key, klen, ql);
    quicklistRelease(ql);
    return NULL;
}

static object *loadElements(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    uint64_t n;
    (void)type_byte;
    if (!rdbReadCount(in, 1, &n))
        return NULL;
    quicklist *ql = emptyList();
    rdbText t = {0};
    bool good = true;
    for (; n && good; n--) {
        good = rdbReadString(in, &t);
        if (good)
            quicklistPush(ql, t.ptr, t.len, QUICKLIST_TAIL);
    }
    rdbTextFree(&t);
    return finish(in, ql, good, key, klen);
}

/* A listpack, which may be empty; takes the block. NULL: it is none. */
static unsigned char *checkedPack(unsigned char *block, size_t len) {
    if (lpValidateIntegrity(block, len, 1, NULL, NULL))
        return block;
    zfree(block);
    return NULL;
}

static unsigned char *readPack(rdbIn *in, bool ziplist) {
    size_t len;
    unsigned char *block = rdbReadBlob(in, &len), *lp;
    if (!block)
        return NULL;
    if (ziplist) {
        lp = ziplistToListpack(block, len);
        zfree(block);
    } else {
        lp = checkedPack(block, len);
    }
    return lp ? lp : rdbNone(in, ziplist ? "a list's node that is no ziplist" : "a list's node that is no listpack");
}

/* Nodes without elements are left out. */
static bool readPacked(rdbIn *in, quicklist *ql, bool ziplist) {
    unsigned char *lp = readPack(in, ziplist);
    if (!lp)
        return false;
    if (lpFirst(lp)) {
        quicklistAppendListpack(ql, lp);
    } else {
        lpFree(lp);
    }
    return true;
}

static bool readPlain(rdbIn *in, quicklist *ql) {
    size_t len;
    unsigned char *text = rdbReadBlob(in, &len);
    if (!text)
        return false;
    if (len == 0) {
        zfree(text);
        return rdbCorrupt(in, "a list's plain node without a byte");
    }
    quicklistAppendPlain(ql, text, len);
    return true;
}

static bool readNode(rdbIn *in, quicklist *ql) {
    uint64_t container;
    if (!rdbReadLength(in, &container))
        return false;
    if (container == CONTAINER_PLAIN)
        return readPlain(in, ql);
    if (container == CONTAINER_PACKED)
        return readPacked(in, ql, false);
    return rdbCorrupt(in, "a list's node of an unknown kind");
}

static object *loadNodes(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    uint64_t n;
    bool old = type_byte == RDB_LIST_QUICKLIST, good = true;
    if (!rdbReadCount(in, old ? 1 : NODE_BYTES, &n))
        return NULL;
    quicklist *ql = emptyList();
    for (; n && good; n--)
        good = old ? readPacked(in, ql, true) : readNode(in, ql);
    return finish(in, ql, good, key, klen);
}

static object *loadZiplist(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    (void)type_byte;
    quicklist *ql = emptyList();
    return finish(in, ql, readPacked(in, ql, true), key, klen);
}

void listRdbInit(void) {
    static const rdbSaver saver = {listTypeByte, saveList};
    rdbSaverRegister(OBJ_LIST, &saver);
    rdbLoaderRegister(RDB_LIST, loadElements);
    rdbLoaderRegister(RDB_LIST_ZIPLIST, loadZiplist);
    rdbLoaderRegister(RDB_LIST_QUICKLIST, loadNodes);
    rdbLoaderRegister(RDB_LIST_QUICKLIST_2, loadNodes);
}
