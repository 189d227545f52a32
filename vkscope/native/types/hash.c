/* hash.c: see hash.h. Commands are in hash_commands.c, hash_expiry.c, hash_incr.c and hash_scan.c.
 *
 * Design  listpack: field, value, field, value... Table: entries of hash_entry.h, and as metadata of the table the
 *         volatileParts: the entries with a time limit, ordered by it.
 * Cost    listpack: a walk over at most max_entries fields. Table: one lookup; O(log n) more where a time limit is set.
 * Events  EncodingChanged. */
#include "types/hash_entry.h"
#include "types/digest.h"
#include "types/encoding.h"
#include "types/table_value.h"
#include <string.h>

/* --- calls of the table --- */

static size_t partsBytes(void) {
    return sizeof(volatileParts);
}

static const hashtableType table_type = {
    .entryKeyBytes = hashEntryField, .entryDestructor = zfree, .getMetadataSize = partsBytes};

hashtable *hashTableNew(size_t room) {
    hashtable *t = hashtableCreate(&table_type);
    volatilePartsInit(hashtableMetadata(t));
    hashtableExpand(t, room);
    return t;
}

static vset *timedOf(hashtable *t) {
    return &((volatileParts *)hashtableMetadata(t))->set;
}

static void **tableFind(const hashtable *t, const char *field, size_t flen) {
    return hashtableFindBytes(t, field, flen, sipHash(field, flen));
}

/* The entry of a live field, or NULL. */
static void *tableGet(const hashtable *t, const char *field, size_t flen) {
    void **place = tableFind(t, field, flen);
    return place && !hashEntryDue(*place) ? *place : NULL;
}

static void tableAdd(hashtable *t, void *entry) {
    size_t flen;
    const char *field = hashEntryField(entry, &flen);
    hashtableInsertNewWithHash(t, entry, sipHash(field, flen));
    if (unlikely(hashEntryFlags(entry) & HASH_ENTRY_TIMED))
        vsetAddEntry(timedOf(t), hashEntryExpire, entry);
}

/* An entry with time limit `old` has another address, another limit, or both. true: something had to be done. */
static bool retime(hashtable *t, const void *was, void *is, long long old, long long now) {
    if (likely(old == NO_EXPIRE && now == NO_EXPIRE))
        return false;
    if (old == NO_EXPIRE) {
        vsetAddEntry(timedOf(t), hashEntryExpire, is);
    } else if (now == NO_EXPIRE) {
        vsetRemoveEntry(timedOf(t), was, old);
    } else {
        vsetUpdateEntry(timedOf(t), hashEntryExpire, was, is, old, now);
    }
    return true;
}

static unsigned tableSet(const object *o, const char *field, size_t flen, const char *value, size_t vlen,
                         long long expire) {
    hashtable *t = objectValue(o);
    void **place = tableFind(t, field, flen);
    if (!place) {
        expire = expire == HASH_KEEP_EXPIRE ? NO_EXPIRE : expire;
        tableAdd(t, hashEntryNew(field, flen, value, vlen, expire));
        return HASH_NEW | (expire != NO_EXPIRE ? HASH_TIMES : 0);
    }
    void *old = *place;
    if (likely(expire < 0 && !(hashEntryFlags(old) & HASH_ENTRY_TIMED))) {
        void *entry = hashEntryWith(old, value, vlen, NO_EXPIRE);
        if (entry != old) {
            *place = entry;
            zfree(old);
        }
        return 0;
    }
    long long was = hashEntryExpire(old);
    bool due = hashEntryDue(old);
    if (expire == HASH_KEEP_EXPIRE)
        expire = due ? NO_EXPIRE : was;
    void *entry = hashEntryWith(old, value, vlen, expire);
    unsigned did = retime(t, old, entry, was, expire) ? HASH_TIMES : 0;
    *place = entry;
    if (entry != old)
        zfree(old);
    if (due)
        volatilePartExpired(o, was, false);
    return did | (due ? HASH_NEW | HASH_REVIVED : 0);
}

static unsigned tableSetExpire(hashtable *t, const char *field, size_t flen, long long expire) {
    void **place = tableFind(t, field, flen);
    if (!place || hashEntryDue(*place))
        return 0;
    void *old = *place;
    long long was = hashEntryExpire(old);
    void *entry = was == expire ? old : hashEntryTimed(old, expire);
    retime(t, old, entry, was, expire);
    *place = entry;
    if (entry != old)
        zfree(old);
    return HASH_TIMES;
}

static unsigned tableDelete(hashtable *t, const char *field, size_t flen, bool hidden_too) {
    uint64_t hash = sipHash(field, flen);
    void *entry = hashtablePopBytes(t, field, flen, hash);
    if (!entry)
        return 0;
    long long expire = hashEntryExpire(entry);
    if (unlikely(!hidden_too && hashEntryDue(entry))) {
        hashtableInsertNewWithHash(t, entry, hash);
        return 0;
    }
    bool timed = retime(t, entry, NULL, expire, NO_EXPIRE);
    zfree(entry);
    return HASH_GONE | (timed ? HASH_TIMES : 0);
}

/* --- the type --- */

static bool inTable(const object *o) {
    return o->encoding == ENC_HASHTABLE;
}

void hashTableFree(hashtable *t) {
    vsetRelease(timedOf(t));
    hashtableRelease(t);
}

bool hashTableAddNew(hashtable *t, const char *field, size_t flen, const char *value, size_t vlen, long long expire) {
    if (tableFind(t, field, flen))
        return false;
    tableAdd(t, hashEntryNew(field, flen, value, vlen, expire));
    return true;
}

object *hashOfTable(const char *key, size_t klen, hashtable *t) {
    object *o = objectWith(key, klen, OBJ_HASH, ENC_HASHTABLE, t);
    if (!vsetIsEmpty(timedOf(t)))
        o->flags |= OBJ_VOLATILE;
    return o;
}

bool hashIsTimed(const object *o) {
    return inTable(o) && !vsetIsEmpty(timedOf(objectValue(o)));
}

static void freeHash(void *value, unsigned encoding) {
    if (encoding == ENC_LISTPACK) {
        lpFree(value);
    } else {
        hashTableFree(value);
    }
}

static size_t hashBytes(const void *value, unsigned encoding, size_t samples) {
    if (encoding == ENC_LISTPACK)
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
    return hashtableMemUsage(t) + vsetMemUsage(timedOf(t)) +
           (seen ? (size_t)((double)bytes / (double)seen * (double)size) : 0);
}

/* Time limits are kept; expired fields are copied too, so that a copy is never empty. */
static void *copyHash(const void *value, unsigned encoding) {
    if (encoding == ENC_LISTPACK)
        return lpDup((unsigned char *)(uintptr_t)value);
    hashtable *from = (hashtable *)(uintptr_t)value, *to = hashTableNew(hashtableSize(from));
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, from, 0);
    while (hashtableNext(&it, &entry)) {
        stringView f, v;
        hashEntryView(entry, &f, &v);
        tableAdd(to, hashEntryNew(f.ptr, f.len, v.ptr, v.len, hashEntryExpire(entry)));
    }
    hashtableCleanupIterator(&it);
    return to;
}

static volatileParts *hashParts(const object *o) {
    return inTable(o) ? hashtableMetadata(objectValue(o)) : NULL;
}

/* Runs inside vsetRemoveExpired: the entry is out of the set, and still in the table. */
static int expireField(void *entry, void *ctx) {
    const object *o = ctx;
    size_t flen;
    const char *field = hashEntryField(entry, &flen);
    volatilePartExpired(o, hashEntryExpire(entry), true);
    volatilePartGoing(field, flen);
    hashtablePopBytes(objectValue(o), field, flen, sipHash(field, flen));
    zfree(entry);
    return 1;
}

static size_t expireFields(object *o, int64_t now, size_t max) {
    return inTable(o) ? vsetRemoveExpired(timedOf(objectValue(o)), hashEntryExpire, expireField, now, max, o) : 0;
}

static void digestHash(uint8_t *sum, const object *o) {
    hashWalk w;
    stringView field, value;
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &field, &value)) {
        uint8_t one[SHA1_BYTES] = {0};
        digestMix(one, field.ptr, field.len);
        digestMix(one, value.ptr, value.len);
        digestXor(sum, one, SHA1_BYTES);
    }
    hashWalkEnd(&w);
}

void hashTypeInit(void) {
    static const objectOps ops = {.free = freeHash,
                                  .digest = digestHash,
                                  .memory = hashBytes,
                                  .copy = copyHash,
                                  .length = hashLength,
                                  .parts = hashParts,
                                  .partExpiry = hashEntryExpire,
                                  .expireParts = expireFields,
                                  .effort = tableEffort,
                                  .drain = tableDrain};
    objectTypeRegister(OBJ_HASH, &ops);
    hashXrayInit();
    hashRdbInit();
}

object *hashNew(const char *key, size_t klen) {
    return objectWith(key, klen, OBJ_HASH, ENC_LISTPACK, lpNew(0));
}

size_t hashLength(const object *o) {
    return inTable(o) ? hashtableSize(objectValue(o)) : lpLength(objectValue(o)) / 2;
}

size_t hashLive(const object *o) {
    size_t n = hashLength(o);
    if (likely(!(o->flags & OBJ_VOLATILE)))
        return n;
    return n - vsetCountExpired(timedOf(objectValue(o)), hashEntryExpire, command_now - 1);
}

/* --- fields --- */

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
        void *entry = tableGet(objectValue(o), field, flen);
        if (entry && value)
            hashEntryView(entry, &name, value);
        return entry != NULL;
    }
    unsigned char *lp = objectValue(o), *p = lpField(lp, field, flen);
    if (p && value)
        lpView(lpNext(lp, p), value);
    return p != NULL;
}

bool hashGetExpire(const object *o, const char *field, size_t flen, long long *expire) {
    *expire = NO_EXPIRE;
    if (!inTable(o))
        return lpField(objectValue(o), field, flen) != NULL;
    void *entry = tableGet(objectValue(o), field, flen);
    if (entry)
        *expire = hashEntryExpire(entry);
    return entry != NULL;
}

/* A listpack from a file that was not looked at in depth may hold a field twice; the table takes the first, as a
 * look-up in the listpack did. */
static void convert(const execContext *x, object *o, unsigned reason, size_t threshold, size_t actual, size_t room) {
    vkStall(STALL_ENCODING);
    encodingChange change = encodingBegin(x->db->id, o, zmallocSize(objectValue(o)));
    hashtable *t = hashTableNew(hashLength(o) + room);
    stringView f, v;
    hashWalk w;
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &f, &v))
        hashTableAddNew(t, f.ptr, f.len, v.ptr, v.len, NO_EXPIRE);
    hashWalkEnd(&w);
    lpFree(objectValue(o));
    objectSetValue(o, ENC_HASHTABLE, t);
    encodingEnd(&change, o, reason, threshold, actual);
}

void hashPrepare(const execContext *x, object *o, int from) {
    if (inTable(o))
        return;
    size_t pairs = (size_t)(x->argc - from + 1) / 2, sum = 0;
    if (pairs > types_config.hash_max_entries) {
        convert(x, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, types_config.hash_max_entries, pairs, pairs);
        return;
    }
    for (int i = from; i < x->argc; i++) {
        size_t len = x->argv[i].len;
        if (len > types_config.hash_max_value) {
            convert(x, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, types_config.hash_max_value, len, 0);
            return;
        }
        sum += len;
    }
    if (!lpSafeToAdd(objectValue(o), sum))
        convert(x, o, EVENT_ENCODING_REASON_OTHER, LISTPACK_MAX_SAFETY_LIMIT, sum, 0);
}

unsigned hashSet(const execContext *x, object *o, const char *field, size_t flen, const char *value, size_t vlen,
                 long long expire) {
    size_t longest = flen > vlen ? flen : vlen;
    if (!inTable(o) && expire >= 0) {
        convert(x, o, EVENT_ENCODING_REASON_FIELD_EXPIRY, 0, (size_t)expire, 1);
    } else if (!inTable(o) && longest > types_config.hash_max_value) {
        convert(x, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, types_config.hash_max_value, longest, 0);
    }
    if (inTable(o))
        return tableSet(o, field, flen, value, vlen, expire);
    unsigned char *lp = objectValue(o), *p = lpField(lp, field, flen);
    unsigned did = p ? 0 : HASH_NEW;
    if (p) {
        p = lpNext(lp, p);
        lp = lpReplace(lp, &p, (const unsigned char *)value, (uint32_t)vlen);
    } else {
        lp = lpAppend(lp, (const unsigned char *)field, (uint32_t)flen);
        lp = lpAppend(lp, (const unsigned char *)value, (uint32_t)vlen);
    }
    objectSetValue(o, ENC_LISTPACK, lp);
    size_t n = hashLength(o);
    if (n > types_config.hash_max_entries)
        convert(x, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, types_config.hash_max_entries, n, 0);
    return did;
}

unsigned hashSetExpire(const execContext *x, object *o, const char *field, size_t flen, long long expire) {
    if (!inTable(o)) {
        if (expire == NO_EXPIRE || !lpField(objectValue(o), field, flen))
            return 0;
        convert(x, o, EVENT_ENCODING_REASON_FIELD_EXPIRY, 0, (size_t)expire, 0);
    }
    return tableSetExpire(objectValue(o), field, flen, expire);
}

static unsigned removeField(object *o, const char *field, size_t flen, bool hidden_too) {
    if (inTable(o))
        return tableDelete(objectValue(o), field, flen, hidden_too);
    unsigned char *lp = objectValue(o), *p = lpField(lp, field, flen);
    if (!p)
        return 0;
    objectSetValue(o, ENC_LISTPACK, lpDeleteRangeWithEntry(lp, &p, 2));
    return HASH_GONE;
}

unsigned hashDelete(object *o, const char *field, size_t flen) {
    return removeField(o, field, flen, false);
}

unsigned hashForget(object *o, const char *field, size_t flen) {
    return removeField(o, field, flen, true);
}

/* --- walking, drawing --- */

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
        do {
            if (!hashtableNext(&w->it, &entry))
                return false;
        } while (hashEntryDue(entry));
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

/* Pair number n of the live ones. */
static bool nthPair(const object *o, size_t n, stringView *field, stringView *value) {
    hashWalk w;
    bool found;
    hashWalkStart(&w, o);
    do {
        found = hashWalkNext(&w, field, value);
    } while (found && n--);
    hashWalkEnd(&w);
    return found;
}

bool hashRandom(const object *o, stringView *field, stringView *value) {
    enum { TRIES = 100 };
    size_t n = hashLength(o);
    if (!n)
        return false;
    if (inTable(o)) {
        void *entry;
        for (int i = 0; i < TRIES; i++) {
            hashtableFairRandomEntry(objectValue(o), &entry);
            if (hashEntryDue(entry))
                continue;
            hashEntryView(entry, field, value);
            return true;
        }
        n = hashLive(o);
        return n && nthPair(o, randomU64() % n, field, value);
    }
    unsigned char *lp = objectValue(o), *p = lpSeek(lp, (long)(randomU64() % n * 2));
    lpView(p, field);
    if (value)
        lpView(lpNext(lp, p), value);
    return true;
}
