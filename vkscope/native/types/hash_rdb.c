/* hash_rdb.c: hashes in RDB's bytes.
 *
 * Design  RDB_HASH            count, then field and value in turn
 *         RDB_HASH_2          count, then field, value and time limit (8 bytes, -1: none) in turn
 *         RDB_HASH_LISTPACK   a listpack of fields and values in turn
 *         RDB_HASH_ZIPLIST, RDB_HASH_ZIPMAP     the same in older forms
 *
 *         A hash in a listpack is saved as that block; one in a table as RDB_HASH, or as RDB_HASH_2 when a field has a
 *         time limit, which no version before 80 can hold.
 *         On loading, up to hash-max-listpack-entries fields of at most hash-max-listpack-value bytes become a
 *         listpack, others a table; a block that came as a listpack is only counted. */
#include "types/hash_entry.h"
#include <string.h>

enum {
    FIELD_BYTES = 2, /* that a field and its value take at least */
    FIELD_TIMED_BYTES = 10,
    ROOM_MAX = 1 << 20 /* fields that room is made for before they have come: a count may be made up */
};

/* --- saving --- */

static int hashTypeByte(const object *o, unsigned version, const char **refused) {
    if (o->encoding == ENC_LISTPACK)
        return RDB_HASH_LISTPACK;
    if (!hashIsTimed(o))
        return RDB_HASH;
    if (version >= 80)
        return RDB_HASH_2;
    *refused = "a hash whose fields have time limits";
    return -1;
}

static void saveTable(rdbOut *out, hashtable *t, bool timed) {
    hashtableIterator it;
    void *entry;
    rdbWriteLength(out, hashtableSize(t));
    hashtableInitIterator(&it, t, 0);
    while (hashtableNext(&it, &entry)) {
        stringView f, v;
        hashEntryView(entry, &f, &v);
        rdbWriteString(out, f.ptr, f.len);
        rdbWriteString(out, v.ptr, v.len);
        if (timed)
            rdbWriteTime(out, hashEntryExpire(entry));
    }
    hashtableCleanupIterator(&it);
}

static void saveHash(rdbOut *out, const object *o, int type_byte) {
    if (type_byte == RDB_HASH_LISTPACK) {
        rdbWriteString(out, objectValue(o), lpBytes(objectValue(o)));
    } else {
        saveTable(out, objectValue(o), type_byte == RDB_HASH_2);
    }
}

/* --- loading --- */

/* A hash that is being read: a listpack, until a pair asks for a table. */
typedef struct growing {
    unsigned char *lp; /* NULL: the table is in use */
    hashtable *table;
} growing;

static void growingFree(growing *g) {
    if (g->lp)
        lpFree(g->lp);
    if (g->table)
        hashTableFree(g->table);
}

static const char *entryText(unsigned char *p, char number[LL_DIGITS], size_t *len) {
    unsigned int slen;
    long long n;
    const char *text = (const char *)lpGetValue(p, &slen, &n);
    *len = slen;
    if (text)
        return text;
    *len = (size_t)ll2string(number, n);
    return number;
}

/* The pairs of the listpack move to a table with room for `more` others; false: a field stands there twice, and may
 * not. */
static bool growTable(growing *g, size_t more, bool repeats) {
    char a[LL_DIGITS], b[LL_DIGITS];
    size_t flen, vlen;
    bool fresh = true;
    g->table = hashTableNew(lpLength(g->lp) / 2 + (more < ROOM_MAX ? more : ROOM_MAX));
    for (unsigned char *p = lpFirst(g->lp); p && fresh;) {
        unsigned char *v = lpNext(g->lp, p);
        const char *field = entryText(p, a, &flen), *value = entryText(v, b, &vlen);
        fresh = hashTableAddNew(g->table, field, flen, value, vlen, NO_EXPIRE) || repeats;
        p = lpNext(g->lp, v);
    }
    lpFree(g->lp);
    g->lp = NULL;
    return fresh;
}

static bool packed(const growing *g, const rdbText *f, const rdbText *v, int64_t expire) {
    size_t longest = f->len > v->len ? f->len : v->len;
    return g->lp && expire == NO_EXPIRE && longest <= types_config.hash_max_value &&
           lpSafeToAdd(g->lp, f->len + v->len);
}

static bool addPair(rdbIn *in, growing *g, const rdbText *f, const rdbText *v, int64_t expire, size_t left) {
    bool fresh = true;
    if (packed(g, f, v, expire)) {
        g->lp = lpAppend(g->lp, (const unsigned char *)f->ptr, (uint32_t)f->len);
        g->lp = lpAppend(g->lp, (const unsigned char *)v->ptr, (uint32_t)v->len);
        return true;
    }
    if (g->lp)
        fresh = growTable(g, left, in->repeats && !in->deep);
    fresh = fresh && hashTableAddNew(g->table, f->ptr, f->len, v->ptr, v->len, expire);
    return fresh || rdbCorrupt(in, "a hash with a field that occurs twice");
}

/* One field, its value and its time limit. */
static bool readPair(rdbIn *in, growing *g, rdbText *f, rdbText *v, bool timed, size_t left) {
    int64_t expire = NO_EXPIRE;
    if (!rdbReadString(in, f) || !rdbReadString(in, v) || (timed && !rdbReadTime(in, &expire)))
        return false;
    if (expire < NO_EXPIRE)
        return rdbCorrupt(in, "a field with a time limit below -1");
    if (expire != NO_EXPIRE && in->drop_expired && expire < in->now) {
        in->dropped++;
        return true;
    }
    return addPair(in, g, f, v, expire, left);
}

static object *finish(rdbIn *in, growing *g, const char *key, size_t klen) {
    if (g->lp ? !lpFirst(g->lp) : !hashtableSize(g->table)) {
        growingFree(g);
        rdbFail(in, RDB_GONE, "a hash all of whose fields have expired");
        return NULL;
    }
    if (!g->lp)
        return hashOfTable(key, klen, g->table);
    bool older = in->type_byte == RDB_HASH_ZIPLIST || in->type_byte == RDB_HASH_ZIPMAP;
    if ((!in->repeats || older) && !rdbListpackUnique(g->lp, 2)) {
        growingFree(g);
        return rdbNone(in, "a hash listpack with dup elements");
    }
    return objectWith(key, klen, OBJ_HASH, ENC_LISTPACK, g->lp);
}

static object *loadPairs(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    bool timed = type_byte == RDB_HASH_2, good = true;
    uint64_t n;
    if (!rdbReadCount(in, timed ? FIELD_TIMED_BYTES : FIELD_BYTES, &n))
        return NULL;
    growing g = {NULL, NULL};
    if (timed || n > types_config.hash_max_entries) {
        g.table = hashTableNew(n < ROOM_MAX ? n : ROOM_MAX);
    } else {
        g.lp = lpNew(0);
    }
    rdbText f = {0}, v = {0};
    for (; n && good; n--)
        good = readPair(in, &g, &f, &v, timed, n);
    rdbTextFree(&f);
    rdbTextFree(&v);
    if (good)
        return finish(in, &g, key, klen);
    growingFree(&g);
    return NULL;
}

static unsigned char *readPacked(rdbIn *in, unsigned type_byte) {
    switch (type_byte) {
    case RDB_HASH_ZIPLIST:
        return rdbReadZiplist(in);
    case RDB_HASH_ZIPMAP:
        return rdbReadZipmap(in);
    default:
        return rdbReadListpack(in);
    }
}

/* Zipmaps hold what no limit was asked for when they were made; the younger forms were within theirs. */
static bool tooWide(unsigned char *lp) {
    unsigned char text[LP_INTBUF_SIZE];
    int64_t len;
    for (unsigned char *p = lpFirst(lp); p; p = lpNext(lp, p)) {
        lpGet(p, &len, text);
        if ((size_t)len > types_config.hash_max_value)
            return true;
    }
    return false;
}

static object *loadPacked(rdbIn *in, unsigned type_byte, const char *key, size_t klen) {
    growing g = {readPacked(in, type_byte), NULL};
    if (!g.lp)
        return NULL;
    size_t n = lpLength(g.lp);
    if (n % 2) {
        growingFree(&g);
        return rdbNone(in, "a hash with a field without a value");
    }
    bool grows = n / 2 > types_config.hash_max_entries || (type_byte == RDB_HASH_ZIPMAP && tooWide(g.lp));
    if (grows && !growTable(&g, 0, in->repeats && !in->deep)) {
        growingFree(&g);
        return rdbNone(in, "a hash listpack with dup elements");
    }
    return finish(in, &g, key, klen);
}

void hashRdbInit(void) {
    static const rdbSaver saver = {hashTypeByte, saveHash};
    rdbSaverRegister(OBJ_HASH, &saver);
    rdbLoaderRegister(RDB_HASH, loadPairs);
    rdbLoaderRegister(RDB_HASH_2, loadPairs);
    rdbLoaderRegister(RDB_HASH_LISTPACK, loadPacked);
    rdbLoaderRegister(RDB_HASH_ZIPLIST, loadPacked);
    rdbLoaderRegister(RDB_HASH_ZIPMAP, loadPacked);
}
