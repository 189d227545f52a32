/* zset_rdb.c: sorted sets in RDB's bytes.
 *
 * Design  RDB_ZSET            count, then member and score in turn, scores as text
 *         RDB_ZSET_2          the same, scores as 8 bytes
 *         RDB_ZSET_LISTPACK   a listpack of members and scores in turn, in order
 *         RDB_ZSET_ZIPLIST    the same in an older form
 *
 *         A skiplist is saved from its end, so that a loader that puts each member in its place finds it at once.
 *         On loading, members are gathered in a table; up to zset-max-listpack-entries of them, none longer than
 *         zset-max-listpack-value, become a listpack. */
#include "types/types.h"
#include <math.h>

enum {
    TEXT_BYTES = 2, /* that a member and its score take at least */
    DOUBLE_BYTES = 9,
    ROOM_MAX = 1 << 20 /* members that room is made for before they have come: a count may be made up */
};

/* --- saving --- */

static int zsetTypeByte(const object *o, unsigned version, const char **refused) {
    (void)version, (void)refused;
    return o->encoding == ENC_LISTPACK ? RDB_ZSET_LISTPACK : RDB_ZSET_2;
}

static void saveZset(rdbOut *out, const object *o, int type_byte) {
    if (type_byte == RDB_ZSET_LISTPACK) {
        rdbWriteString(out, objectValue(o), lpBytes(objectValue(o)));
        return;
    }
    const skiplist *list = zsetList(o);
    rdbWriteLength(out, list->length);
    for (const skiplistNode *n = list->last; n; n = n->back) {
        size_t len;
        const char *member = skiplistMember(n, &len);
        rdbWriteString(out, member, len);
        rdbWriteDouble(out, n->score);
    }
}

/* --- loading --- */

static object *loadPairs(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    bool texts = type_byte == RDB_ZSET, good = true;
    uint64_t n;
    if (!rdbReadCount(in, texts ? TEXT_BYTES : DOUBLE_BYTES, &n))
        return NULL;
    hashtable *t = zsetTableNew(n < ROOM_MAX ? n : ROOM_MAX);
    rdbText member = {0};
    double score;
    for (; n && good; n--) {
        good = rdbReadString(in, &member) && (texts ? rdbReadDoubleText(in, &score) : rdbReadDouble(in, &score));
        if (good && !zsetTableAddNew(t, score, member.ptr, member.len))
            good = rdbCorrupt(in, "a sorted set with a member that occurs twice");
    }
    rdbTextFree(&member);
    if (good)
        return zsetOfTable(key, klen, t);
    zsetTableFree(t);
    return NULL;
}

/* The score that an entry of a listpack stands for; false: none. */
static bool packedScore(unsigned char *p, double *score) {
    unsigned int len;
    long long n;
    const char *text = (const char *)lpGetValue(p, &len, &n);
    *score = (double)n;
    return !text || string2d(text, len, score);
}

/* The members of a listpack, in whatever order they came; false: one occurs twice, or has no score. */
static bool unpack(hashtable *t, unsigned char *lp) {
    for (unsigned char *p = lpFirst(lp), *s; p; p = lpNext(lp, s)) {
        char digits[LL_DIGITS];
        unsigned int len;
        long long n;
        double score;
        s = lpNext(lp, p);
        const char *member = (const char *)lpGetValue(p, &len, &n);
        if (!member) {
            len = (unsigned)ll2string(digits, n);
            member = digits;
        }
        if (!packedScore(s, &score) || !zsetTableAddNew(t, score, member, len))
            return false;
    }
    return true;
}

static object *loadPacked(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    unsigned char *lp = type_byte == RDB_ZSET_ZIPLIST ? rdbReadZiplist(in) : rdbReadListpack(in);
    if (!lp)
        return NULL;
    if (lpLength(lp) % 2) {
        lpFree(lp);
        return rdbNone(in, "a sorted set with a member without a score");
    }
    hashtable *t = zsetTableNew(lpLength(lp) / 2);
    bool good = unpack(t, lp);
    lpFree(lp);
    if (good)
        return zsetOfTable(key, klen, t);
    zsetTableFree(t);
    return rdbNone(in, "a sorted set with a member that occurs twice, or a score that is none");
}

void zsetRdbInit(void) {
    static const rdbSaver saver = {zsetTypeByte, saveZset};
    rdbSaverRegister(OBJ_ZSET, &saver);
    rdbLoaderRegister(RDB_ZSET, loadPairs);
    rdbLoaderRegister(RDB_ZSET_2, loadPairs);
    rdbLoaderRegister(RDB_ZSET_LISTPACK, loadPacked);
    rdbLoaderRegister(RDB_ZSET_ZIPLIST, loadPacked);
}
