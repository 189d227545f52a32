/* hash.c: see hash.h; and the commands that read or write given fields, or all of them.
 *
 * Design  listpack: field, value, field, value... Table: an entry is one block with both texts in it,
 *
 *             wide 0:  | 0 | flen 1 | vlen 2 | field | value |
 *             wide 1:  | 1 |   ..7   | flen 8 | vlen 8 | field | value |
 *
 *         A value that fits the block of the one before is written over it.
 * Cost    listpack: a walk over at most max_entries fields. Table: one lookup. */
#include "types/types.h"
#include "gen/commands.h"
#include "gen/events.h"
#include <string.h>

hashConfig hash_config = {512, 64};

/* --- entries of a table --- */

enum { NARROW = 4, WIDE = 24 };

static bool isWide(size_t flen, size_t vlen) {
    return flen > UINT8_MAX || vlen > UINT16_MAX;
}

static size_t entrySize(size_t flen, size_t vlen) {
    return (isWide(flen, vlen) ? WIDE : NARROW) + flen + vlen;
}

static const char *entryField(const void *entry, size_t *flen) {
    const unsigned char *e = entry;
    if (likely(!e[0])) {
        *flen = e[1];
        return (const char *)e + NARROW;
    }
    uint64_t n;
    memcpy(&n, e + 8, 8);
    *flen = n;
    return (const char *)e + WIDE;
}

static void entryWriteValue(unsigned char *e, size_t flen, const char *value, size_t vlen) {
    uint64_t wide = vlen;
    uint16_t narrow = (uint16_t)vlen;
    if (e[0]) {
        memcpy(e + 16, &wide, 8);
    } else {
        memcpy(e + 2, &narrow, 2);
    }
    memcpy(e + (e[0] ? WIDE : NARROW) + flen, value, vlen);
}

static void *entryNew(const char *field, size_t flen, const char *value, size_t vlen) {
    unsigned char *e = zmalloc(entrySize(flen, vlen));
    uint64_t n = flen;
    e[0] = isWide(flen, vlen);
    if (e[0]) {
        memcpy(e + 8, &n, 8);
    } else {
        e[1] = (unsigned char)flen;
    }
    memcpy(e + (e[0] ? WIDE : NARROW), field, flen);
    entryWriteValue(e, flen, value, vlen);
    return e;
}

void hashEntryView(const void *entry, stringView *field, stringView *value) {
    const unsigned char *e = entry;
    field->ptr = entryField(entry, &field->len);
    if (!value)
        return;
    uint64_t wide;
    uint16_t narrow;
    memcpy(&narrow, e + 2, 2);
    value->len = narrow;
    if (e[0]) {
        memcpy(&wide, e + 16, 8);
        value->len = wide;
    }
    value->ptr = field->ptr + field->len;
}

/* --- calls of the table; all but the walks of hash_scan.c stand here --- */

static const hashtableType table_type = {.entryKeyBytes = entryField, .entryDestructor = zfree};

static void **tableFind(const hashtable *t, const char *field, size_t flen) {
    return hashtableFindBytes(t, field, flen, sipHash(field, flen));
}

static void tableAdd(hashtable *t, void *entry) {
    size_t flen;
    const char *field = entryField(entry, &flen);
    hashtableInsertNewWithHash(t, entry, sipHash(field, flen));
}

static bool tableSet(hashtable *t, const char *field, size_t flen, const char *value, size_t vlen) {
    void **place = tableFind(t, field, flen);
    if (!place) {
        tableAdd(t, entryNew(field, flen, value, vlen));
        return true;
    }
    unsigned char *e = *place;
    if (e[0] == isWide(flen, vlen) && zmallocGoodSize(entrySize(flen, vlen)) == zmallocSize(e)) {
        entryWriteValue(e, flen, value, vlen);
    } else {
        *place = entryNew(field, flen, value, vlen);
        zfree(e);
    }
    return false;
}

static bool tableDelete(hashtable *t, const char *field, size_t flen) {
    void *e = hashtablePopBytes(t, field, flen, sipHash(field, flen));
    zfree(e);
    return e != NULL;
}

/* --- the type --- */

static void freeHash(void *value, unsigned encoding) {
    if (encoding == ENC_LISTPACK) {
        lpFree(value);
    } else {
        hashtableRelease(value);
    }
}

static size_t hashBytes(const void *value, unsigned encoding) {
    if (encoding == ENC_LISTPACK)
        return zmallocSize(value);
    hashtable *t = (hashtable *)(uintptr_t)value;
    size_t bytes = hashtableMemUsage(t);
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, t, 0);
    while (hashtableNext(&it, &entry))
        bytes += zmallocSize(entry);
    hashtableCleanupIterator(&it);
    return bytes;
}

static void *copyHash(const void *value, unsigned encoding) {
    if (encoding == ENC_LISTPACK)
        return lpDup((unsigned char *)(uintptr_t)value);
    hashtable *from = (hashtable *)(uintptr_t)value, *to = hashtableCreate(&table_type);
    hashtableIterator it;
    void *entry;
    hashtableExpand(to, hashtableSize(from));
    hashtableInitIterator(&it, from, 0);
    while (hashtableNext(&it, &entry)) {
        stringView f, v;
        hashEntryView(entry, &f, &v);
        tableAdd(to, entryNew(f.ptr, f.len, v.ptr, v.len));
    }
    hashtableCleanupIterator(&it);
    return to;
}

void hashTypeInit(void) {
    static const objectOps ops = {.free = freeHash, .memory = hashBytes, .copy = copyHash};
    objectTypeRegister(OBJ_HASH, &ops);
}

object *hashNew(const char *key, size_t klen) {
    return objectWith(key, klen, OBJ_HASH, ENC_LISTPACK, lpNew(0));
}

static bool inTable(const object *o) {
    return o->encoding == ENC_HASHTABLE;
}

size_t hashLength(const object *o) {
    return inTable(o) ? hashtableSize(objectValue(o)) : lpLength(objectValue(o)) / 2;
}

static void lpView(unsigned char *p, stringView *v) {
    unsigned int len;
    long long n;
    v->ptr = (const char *)lpGetValue(p, &len, &n);
    v->len = len;
    if (!v->ptr) {
        v->len = (size_t)ll2string(v->number, n);
        v->ptr = v->number;
    }
}

/* Where a field's entry stands; NULL: absent. */
static unsigned char *lpField(unsigned char *lp, const char *field, size_t flen) {
    unsigned char *first = lpFirst(lp);
    if (!first || flen > UINT32_MAX)
        return NULL;
    return lpFind(lp, first, (const unsigned char *)field, (uint32_t)flen, 1);
}

bool hashGet(const object *o, const char *field, size_t flen, stringView *value) {
    stringView name;
    if (inTable(o)) {
        void **place = tableFind(objectValue(o), field, flen);
        if (place && value)
            hashEntryView(*place, &name, value);
        return place != NULL;
    }
    unsigned char *lp = objectValue(o), *p = lpField(lp, field, flen);
    if (p && value)
        lpView(lpNext(lp, p), value);
    return p != NULL;
}

static void convert(const execContext *x, object *o, unsigned reason, size_t threshold, size_t actual, size_t room) {
    bool traced = traceOn(CLASS_ENCODING);
    uint64_t start = clockTicks();
    size_t before = traced ? zmallocSize(objectValue(o)) : 0;
    hashtable *t = hashtableCreate(&table_type);
    stringView f, v;
    hashWalk w;
    hashtableExpand(t, hashLength(o) + room);
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &f, &v))
        tableAdd(t, entryNew(f.ptr, f.len, v.ptr, v.len));
    hashWalkEnd(&w);
    lpFree(objectValue(o));
    objectSetValue(o, ENC_HASHTABLE, t);
    if (!traced)
        return;
    size_t klen;
    const char *key = objectKey(o, &klen);
    evEncodingChanged(clockMonoNs(), clockTicksToNs(clockTicks() - start), (uint32_t)x->db->id,
                      hashBytes(t, ENC_HASHTABLE), EVENT_ENCODING_LISTPACK, EVENT_ENCODING_HASHTABLE, (uint16_t)reason,
                      0, threshold, actual, before, key, klen);
}

void hashPrepare(const execContext *x, object *o, int from) {
    if (inTable(o))
        return;
    size_t pairs = (size_t)(x->argc - from + 1) / 2, sum = 0;
    if (pairs > hash_config.max_entries) {
        convert(x, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, hash_config.max_entries, pairs, pairs);
        return;
    }
    for (int i = from; i < x->argc; i++) {
        size_t len = x->argv[i].len;
        if (len > hash_config.max_value) {
            convert(x, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, hash_config.max_value, len, 0);
            return;
        }
        sum += len;
    }
    if (!lpSafeToAdd(objectValue(o), sum))
        convert(x, o, EVENT_ENCODING_REASON_OTHER, LISTPACK_MAX_SAFETY_LIMIT, sum, 0);
}

bool hashSet(const execContext *x, object *o, const char *field, size_t flen, const char *value, size_t vlen) {
    size_t longest = flen > vlen ? flen : vlen;
    if (!inTable(o) && longest > hash_config.max_value)
        convert(x, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, hash_config.max_value, longest, 0);
    if (inTable(o))
        return tableSet(objectValue(o), field, flen, value, vlen);
    unsigned char *lp = objectValue(o), *p = lpField(lp, field, flen);
    bool is_new = !p;
    if (p) {
        p = lpNext(lp, p);
        lp = lpReplace(lp, &p, (const unsigned char *)value, (uint32_t)vlen);
    } else {
        lp = lpAppend(lp, (const unsigned char *)field, (uint32_t)flen);
        lp = lpAppend(lp, (const unsigned char *)value, (uint32_t)vlen);
    }
    objectSetValue(o, ENC_LISTPACK, lp);
    size_t n = hashLength(o);
    if (n > hash_config.max_entries)
        convert(x, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, hash_config.max_entries, n, 0);
    return is_new;
}

bool hashDelete(object *o, const char *field, size_t flen) {
    if (inTable(o))
        return tableDelete(objectValue(o), field, flen);
    unsigned char *lp = objectValue(o), *p = lpField(lp, field, flen);
    if (!p)
        return false;
    objectSetValue(o, ENC_LISTPACK, lpDeleteRangeWithEntry(lp, &p, 2));
    return true;
}

void hashWalkStart(hashWalk *w, const object *o) {
    w->table = inTable(o);
    if (w->table) {
        hashtableInitIterator(&w->it, objectValue(o), 0);
    } else {
        w->lp = objectValue(o);
        w->at = lpFirst(w->lp);
    }
}

bool hashWalkNext(hashWalk *w, stringView *field, stringView *value) {
    if (w->table) {
        void *entry;
        if (!hashtableNext(&w->it, &entry))
            return false;
        hashEntryView(entry, field, value);
        return true;
    }
    if (!w->at)
        return false;
    unsigned char *v = lpNext(w->lp, w->at);
    lpView(w->at, field);
    if (value)
        lpView(v, value);
    w->at = lpNext(w->lp, v);
    return true;
}

void hashWalkEnd(hashWalk *w) {
    if (w->table)
        hashtableCleanupIterator(&w->it);
}

bool hashRandom(const object *o, stringView *field, stringView *value) {
    if (inTable(o)) {
        void *entry;
        if (!hashtableFairRandomEntry(objectValue(o), &entry))
            return false;
        hashEntryView(entry, field, value);
        return true;
    }
    size_t n = hashLength(o);
    if (!n)
        return false;
    unsigned char *lp = objectValue(o), *p = lpSeek(lp, (long)(randomU64() % n * 2));
    lpView(p, field);
    if (value)
        lpView(lpNext(lp, p), value);
    return true;
}

/* --- commands --- */

/* The hash at argv[1], made when absent. NULL: the error is written. */
static object *writable(execContext *x) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (o || wrong_type)
        return o;
    o = hashNew(x->argv[1].ptr, x->argv[1].len);
    dbAdd(x->db, o, x->first_hash);
    return o;
}

static void changed(execContext *x, const char *event) {
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_HASH, event);
}

/* Writes argv[2..]; -1: the error is written, else the number of new fields. */
static long long setAll(execContext *x) {
    if (x->argc % 2) {
        replyErrorFmt(x, "ERR wrong number of arguments for '%s' command", x->cmd->name);
        return -1;
    }
    object *o = writable(x);
    if (!o)
        return -1;
    long long created = 0;
    hashPrepare(x, o, 2);
    for (int i = 2; i < x->argc; i += 2)
        created += hashSet(x, o, x->argv[i].ptr, x->argv[i].len, x->argv[i + 1].ptr, x->argv[i + 1].len);
    objectTouch(o);
    changed(x, "hset");
    return created;
}

/* HSET, and HMSET under whatever name it goes. */
void hsetCommand(execContext *x) {
    long long created = setAll(x);
    if (created < 0)
        return;
    if (strcmp(x->cmd->spec->name, "hmset") == 0) {
        replyOk(x);
    } else {
        replyLong(x, created);
    }
}

void hsetnxCommand(execContext *x) {
    const execArg *f = &x->argv[2], *v = &x->argv[3];
    object *o = writable(x);
    if (!o)
        return;
    if (hashGet(o, f->ptr, f->len, NULL)) {
        replyLong(x, 0);
        return;
    }
    hashPrepare(x, o, 2);
    hashSet(x, o, f->ptr, f->len, v->ptr, v->len);
    changed(x, "hset");
    replyLong(x, 1);
}

static void replyField(execContext *x, const object *o, int i) {
    stringView v;
    if (o && hashGet(o, x->argv[i].ptr, x->argv[i].len, &v)) {
        replyBulk(x, v.ptr, v.len);
    } else {
        replyNull(x);
    }
}

void hgetCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (!wrong_type)
        replyField(x, o, 2);
}

void hmgetCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++)
        replyField(x, o, i);
}

enum { FIELDS = 1, VALUES = 2 };

static void replyAll(execContext *x, int what) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    long n = o ? (long)hashLength(o) : 0;
    if (what == (FIELDS | VALUES)) {
        replyMap(x, n);
    } else {
        replyArray(x, n);
    }
    if (!o)
        return;
    hashWalk w;
    stringView f, v;
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &f, what & VALUES ? &v : NULL)) {
        if (what & FIELDS)
            replyBulk(x, f.ptr, f.len);
        if (what & VALUES)
            replyBulk(x, v.ptr, v.len);
    }
    hashWalkEnd(&w);
}

void hgetallCommand(execContext *x) {
    replyAll(x, FIELDS | VALUES);
}

void hkeysCommand(execContext *x) {
    replyAll(x, FIELDS);
}

void hvalsCommand(execContext *x) {
    replyAll(x, VALUES);
}

void hlenCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (!wrong_type)
        replyLong(x, o ? (long long)hashLength(o) : 0);
}

void hexistsCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (!wrong_type)
        replyLong(x, o && hashGet(o, x->argv[2].ptr, x->argv[2].len, NULL));
}

void hstrlenCommand(execContext *x) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    stringView v;
    if (!wrong_type)
        replyLong(x, o && hashGet(o, x->argv[2].ptr, x->argv[2].len, &v) ? (long long)v.len : 0);
}

void hdelCommand(execContext *x) {
    bool wrong_type;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    long long n = 0;
    for (int i = 2; o && i < x->argc; i++)
        n += hashDelete(o, x->argv[i].ptr, x->argv[i].len);
    if (n) {
        changed(x, "hdel");
        if (hashLength(o) == 0) {
            dbDelete(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
            keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_GENERIC, "del");
        }
    }
    replyLong(x, n);
}
