/* set.c: see set.h. Commands are in set_commands.c, set_random.c, set_algebra.c and set_scan.c.
 *
 * Design  intset: ds/intset.h. listpack: the members, in the order they came. Table: entries of set_entry.h.
 * Cost    intset: O(log n) to find. listpack: a walk over at most max_entries members. Table: one lookup.
 * Events  EncodingChanged. */
#include "types/set_entry.h"
#include "ds/hashtable_inline.h"
#include "types/digest.h"
#include "types/encoding.h"
#include "types/table_value.h"
#include <string.h>

enum { INTSET_MOST = 1 << 30 };

/* --- calls of the table --- */

static const hashtableType table_type = {.entryKeyBytes = setEntryBytes, .entryDestructor = zfree};

static hashtable *tableNew(size_t room) {
    hashtable *t = hashtableCreate(&table_type);
    hashtableExpand(t, room);
    return t;
}

typedef struct wanted {
    const char *ptr;
    size_t len;
} wanted;

static inline bool entryIs(const void *entry, const void *key) {
    const wanted *w = key;
    size_t len;
    const char *bytes = setEntryBytes(entry, &len);
    return len == w->len && memcmp(bytes, w->ptr, len) == 0;
}

static inline bool tableHas(const hashtable *t, const char *data, size_t len, uint64_t hash) {
    wanted w = {data, len};
    hashtablePlace at;
    return hashtableLocate(t, hash, entryIs, &w, &at);
}

static bool tableAdd(hashtable *t, const char *data, size_t len) {
    uint64_t hash = sipHash(data, len);
    if (tableHas(t, data, len, hash))
        return false;
    hashtableInsertNewWithHash(t, setEntryNew(data, len), hash);
    /* A second chain, so that both tables of a growing set stand for a fourteenth of its additions, not a seventh. */
    if (unlikely(t->rehash_idx >= 0))
        hashtableRehashStep(t, 1);
    return true;
}

static bool tableRemove(hashtable *t, const char *data, size_t len) {
    void *entry = hashtablePopBytes(t, data, len, sipHash(data, len));
    zfree(entry);
    return entry != NULL;
}

/* --- members --- */

const char *setMemberText(const setMember *m, char digits[LL_DIGITS], size_t *len) {
    if (likely(m->ptr != NULL)) {
        *len = m->len;
        return m->ptr;
    }
    *len = (size_t)ll2string(digits, m->number);
    return digits;
}

static inline bool memberNumber(const setMember *m, long long *n) {
    if (m->ptr)
        return m->len < LL_DIGITS && string2ll(m->ptr, m->len, n);
    *n = m->number;
    return true;
}

static void packMember(unsigned char *p, setMember *m) {
    unsigned int len = 0;
    m->ptr = (const char *)lpGetValue(p, &len, &m->number);
    m->len = len;
}

static unsigned char *packFind(unsigned char *lp, const setMember *m) {
    char digits[LL_DIGITS];
    size_t len;
    const char *text = setMemberText(m, digits, &len);
    unsigned char *first = lpFirst(lp);
    if (!first || len > UINT32_MAX)
        return NULL;
    return lpFind(lp, first, (const unsigned char *)text, (uint32_t)len, 0);
}

static unsigned char *packAppend(unsigned char *lp, const setMember *m) {
    return m->ptr ? lpAppend(lp, (const unsigned char *)m->ptr, (uint32_t)m->len) : lpAppendInteger(lp, m->number);
}

/* --- the type --- */

static bool inTable(const object *o) {
    return o->encoding == ENC_HASHTABLE;
}

static void freeSet(void *value, unsigned encoding) {
    if (encoding == ENC_HASHTABLE) {
        hashtableRelease(value);
    } else {
        zfree(value);
    }
}

static size_t setBytes(const void *value, unsigned encoding, size_t samples) {
    if (encoding != ENC_HASHTABLE)
        return zmallocSize(value);
    hashtable *t = (hashtable *)(uintptr_t)value;
    size_t bytes = 0, seen = 0, size = hashtableSize(t);
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, t, 0);
    while ((!samples || seen < samples) && hashtableNext(&it, &entry)) {
        bytes += zmallocSize(entry);
        seen++;
    }
    hashtableCleanupIterator(&it);
    return hashtableMemUsage(t) + (seen ? (size_t)((double)bytes / (double)seen * (double)size) : 0);
}

static void *copyTable(hashtable *from) {
    hashtable *to = tableNew(hashtableSize(from));
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, from, 0);
    while (hashtableNext(&it, &entry)) {
        size_t len;
        const char *data = setEntryBytes(entry, &len);
        hashtableInsertNewWithHash(to, setEntryNew(data, len), sipHash(data, len));
    }
    hashtableCleanupIterator(&it);
    return to;
}

static void *copySet(const void *value, unsigned encoding) {
    if (encoding == ENC_HASHTABLE)
        return copyTable((hashtable *)(uintptr_t)value);
    if (encoding == ENC_LISTPACK)
        return lpDup((unsigned char *)(uintptr_t)value);
    intset *copy = zmalloc(intsetBytes(value));
    memcpy(copy, value, intsetBytes(value));
    return copy;
}

static void digestSet(uint8_t *sum, const object *o) {
    setWalk w;
    setMember m;
    char digits[LL_DIGITS];
    size_t len;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m)) {
        const char *text = setMemberText(&m, digits, &len);
        digestXor(sum, text, len);
    }
    setWalkEnd(&w);
}

void setTypeInit(void) {
    static const objectOps ops = {.free = freeSet,
                                  .digest = digestSet,
                                  .memory = setBytes,
                                  .copy = copySet,
                                  .length = setLength,
                                  .effort = tableEffort,
                                  .drain = tableDrain};
    objectTypeRegister(OBJ_SET, &ops);
    setXrayInit();
    setRdbInit();
}

object *setNewAs(const char *key, size_t klen, enum objectEncoding encoding) {
    void *value = encoding == ENC_INTSET     ? (void *)intsetNew()
                  : encoding == ENC_LISTPACK ? (void *)lpNew(0)
                                             : (void *)tableNew(0);
    return objectWith(key, klen, OBJ_SET, encoding, value);
}

object *setNew(const char *key, size_t klen, const setMember *first, size_t room) {
    long long n;
    if (room <= types_config.set_max_intset && memberNumber(first, &n))
        return setNewAs(key, klen, ENC_INTSET);
    if (room <= types_config.set_max_entries)
        return setNewAs(key, klen, ENC_LISTPACK);
    return setNewTable(key, klen, room);
}

object *setNewTable(const char *key, size_t klen, size_t room) {
    return objectWith(key, klen, OBJ_SET, ENC_HASHTABLE, tableNew(room));
}

size_t setLength(const object *o) {
    switch (o->encoding) {
    case ENC_HASHTABLE:
        return hashtableSize(objectValue(o));
    case ENC_LISTPACK:
        return lpLength(objectValue(o));
    default:
        return intsetLen(objectValue(o));
    }
}

/* --- changing the layout --- */

static size_t intsetMost(void) {
    return types_config.set_max_intset < INTSET_MOST ? types_config.set_max_intset : INTSET_MOST;
}

/* Nothing is told of a set of no database. */
static encodingChange begin(int dbid, const object *o) {
    if (dbid == SET_UNTOLD)
        return (encodingChange){.from = o->encoding};
    return encodingBegin(dbid, o, setBytes(objectValue(o), o->encoding, 0));
}

/* A listpack from a file that was not looked at in depth may hold a member twice; the table takes it once. */
static void fillTable(hashtable *t, const object *o) {
    setWalk w;
    setMember m;
    char digits[LL_DIGITS];
    size_t len;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m)) {
        const char *text = setMemberText(&m, digits, &len);
        tableAdd(t, text, len);
    }
    setWalkEnd(&w);
}

static void toTable(int dbid, object *o, unsigned reason, size_t threshold, size_t actual, size_t room) {
    vkStall(STALL_ENCODING);
    encodingChange change = begin(dbid, o);
    hashtable *t = tableNew(room);
    fillTable(t, o);
    freeSet(objectValue(o), o->encoding);
    objectSetValue(o, ENC_HASHTABLE, t);
    encodingEnd(&change, o, reason, threshold, actual);
}

/* Bytes that the members take as a listpack at most: none is longer than the ends. */
static size_t packBytes(const intset *s, size_t *longest) {
    uint32_t n = intsetLen(s);
    *longest = 0;
    if (!n)
        return 0;
    char digits[LL_DIGITS];
    long long ends[] = {intsetGet(s, 0), intsetGet(s, n - 1)};
    size_t bytes = 0;
    for (int i = 0; i < 2; i++) {
        size_t len = (size_t)ll2string(digits, ends[i]), all = lpEstimateBytesRepeatedInteger(ends[i], n);
        *longest = len > *longest ? len : *longest;
        bytes = all > bytes ? all : bytes;
    }
    return bytes;
}

static void toListpack(int dbid, object *o, size_t bytes, size_t actual) {
    encodingChange change = begin(dbid, o);
    const intset *s = objectValue(o);
    unsigned char *lp = lpNew(bytes);
    for (uint32_t i = 0; i < intsetLen(s); i++)
        lp = lpAppendInteger(lp, intsetGet(s, i));
    freeSet(objectValue(o), ENC_INTSET);
    objectSetValue(o, ENC_LISTPACK, lp);
    encodingEnd(&change, o, EVENT_ENCODING_REASON_NOT_INTEGER, 0, actual);
}

/* What is to be added, of `len` bytes, is no integer. */
static void leaveIntset(int dbid, object *o, size_t len) {
    const intset *s = objectValue(o);
    size_t longest, bytes = packBytes(s, &longest), n = intsetLen(s), limit = types_config.set_max_value;
    if (n >= types_config.set_max_entries) {
        toTable(dbid, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, types_config.set_max_entries, n + 1, n + 1);
    } else if (len > limit || longest > limit) {
        toTable(dbid, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, limit, len > longest ? len : longest, n + 1);
    } else if (!lpSafeToAdd(NULL, bytes + len)) {
        toTable(dbid, o, EVENT_ENCODING_REASON_OTHER, LISTPACK_MAX_SAFETY_LIMIT, bytes + len, n + 1);
    } else {
        toListpack(dbid, o, bytes, len);
    }
}

void setPrepare(int dbid, object *o, size_t more) {
    if (inTable(o))
        return;
    size_t most = o->encoding == ENC_LISTPACK ? types_config.set_max_entries : types_config.set_max_intset;
    if (unlikely(more > most))
        toTable(dbid, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, most, more, more);
}

void setToIntset(int dbid, object *o) {
    if (o->encoding == ENC_INTSET || setLength(o) > intsetMost())
        return;
    encodingChange change = begin(dbid, o);
    intset *s = intsetNew();
    setWalk w;
    setMember m;
    long long n;
    bool added;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m)) {
        vkAssert(memberNumber(&m, &n));
        s = intsetAdd(s, n, &added);
    }
    setWalkEnd(&w);
    freeSet(objectValue(o), o->encoding);
    objectSetValue(o, ENC_INTSET, s);
    encodingEnd(&change, o, EVENT_ENCODING_REASON_SHRINK, intsetMost(), setLength(o));
}

/* --- one member --- */

/* A number for which the array is written anew, wider: a new layout too, told in bytes an integer. */
static void addWider(int dbid, object *o, long long n) {
    encodingChange change = begin(dbid, o);
    const intset *was = objectValue(o);
    unsigned width = was->width;
    bool added;
    objectSetValue(o, ENC_INTSET, intsetAdd(objectValue(o), n, &added));
    encodingEnd(&change, o, EVENT_ENCODING_REASON_WIDER_INTEGER, width, intsetWidthOf(n));
}

static bool addNumber(int dbid, object *o, long long n) {
    bool added = true;
    intset *s = objectValue(o);
    if (unlikely(intsetWidthOf(n) > s->width && intsetLen(s))) {
        addWider(dbid, o, n);
    } else {
        objectSetValue(o, ENC_INTSET, intsetAdd(s, n, &added));
    }
    s = objectValue(o);
    if (unlikely(added && intsetLen(s) > intsetMost()))
        toTable(dbid, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, intsetMost(), intsetLen(s), intsetLen(s));
    return added;
}

/* Member m, which is absent, goes into a listpack or makes it a table. */
static bool addPacked(int dbid, object *o, const setMember *m) {
    char digits[LL_DIGITS];
    size_t len, n = lpLength(objectValue(o));
    const char *text = setMemberText(m, digits, &len);
    if (n >= types_config.set_max_entries) {
        toTable(dbid, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, types_config.set_max_entries, n + 1, n + 1);
    } else if (len > types_config.set_max_value) {
        toTable(dbid, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, types_config.set_max_value, len, n + 1);
    } else if (!lpSafeToAdd(objectValue(o), len)) {
        toTable(dbid, o, EVENT_ENCODING_REASON_OTHER, LISTPACK_MAX_SAFETY_LIMIT, len, n + 1);
    } else {
        objectSetValue(o, ENC_LISTPACK, packAppend(objectValue(o), m));
        return true;
    }
    return tableAdd(objectValue(o), text, len);
}

bool setAdd(int dbid, object *o, const setMember *m) {
    char digits[LL_DIGITS];
    size_t len;
    long long n;
    if (o->encoding == ENC_INTSET) {
        if (memberNumber(m, &n))
            return addNumber(dbid, o, n);
        leaveIntset(dbid, o, m->len);
    }
    if (o->encoding == ENC_LISTPACK)
        return !packFind(objectValue(o), m) && addPacked(dbid, o, m);
    const char *text = setMemberText(m, digits, &len);
    return tableAdd(objectValue(o), text, len);
}

bool setRemove(object *o, const setMember *m) {
    char digits[LL_DIGITS];
    size_t len;
    long long n;
    bool gone = false;
    if (inTable(o)) {
        const char *text = setMemberText(m, digits, &len);
        return tableRemove(objectValue(o), text, len);
    }
    if (o->encoding == ENC_LISTPACK) {
        unsigned char *lp = objectValue(o), *p = packFind(lp, m);
        if (p)
            objectSetValue(o, ENC_LISTPACK, lpDelete(lp, p, NULL));
        return p != NULL;
    }
    if (memberNumber(m, &n))
        objectSetValue(o, ENC_INTSET, intsetRemove(objectValue(o), n, &gone));
    return gone;
}

bool setHas(const object *o, const setMember *m) {
    char digits[LL_DIGITS];
    size_t len;
    long long n;
    if (inTable(o)) {
        const char *text = setMemberText(m, digits, &len);
        return tableHas(objectValue(o), text, len, sipHash(text, len));
    }
    if (o->encoding == ENC_LISTPACK)
        return packFind(objectValue(o), m) != NULL;
    return memberNumber(m, &n) && intsetFind(objectValue(o), n);
}

void setRandom(const object *o, setMember *m) {
    void *value = objectValue(o), *entry = NULL;
    *m = (setMember){0};
    if (inTable(o)) {
        hashtableFairRandomEntry(value, &entry);
        m->ptr = setEntryBytes(entry, &m->len);
    } else if (o->encoding == ENC_LISTPACK) {
        packMember(lpSeek(value, (long)(randomU64() % lpLength(value))), m);
    } else {
        m->number = intsetGet(value, (uint32_t)(randomU64() % intsetLen(value)));
    }
}

/* --- walking --- */

void setWalkStart(setWalk *w, const object *o) {
    w->set = o;
    w->index = 0;
    if (inTable(o)) {
        hashtableInitIterator(&w->it, objectValue(o), 0);
    } else if (o->encoding == ENC_LISTPACK) {
        w->at = lpFirst(objectValue(o));
    }
}

bool setWalkNext(setWalk *w, setMember *m) {
    void *entry;
    if (inTable(w->set)) {
        if (!hashtableNext(&w->it, &entry))
            return false;
        m->ptr = setEntryBytes(entry, &m->len);
        return true;
    }
    if (w->set->encoding == ENC_LISTPACK) {
        if (!w->at)
            return false;
        packMember(w->at, m);
        w->at = lpNext(objectValue(w->set), w->at);
        return true;
    }
    const intset *s = objectValue(w->set);
    if (w->index == intsetLen(s))
        return false;
    *m = (setMember){NULL, 0, intsetGet(s, w->index++)};
    return true;
}

void setWalkEnd(setWalk *w) {
    if (inTable(w->set))
        hashtableCleanupIterator(&w->it);
}
