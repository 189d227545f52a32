/* zset.c: see zset.h. Commands are in zset_commands.c, zset_range.c, zset_pop.c, zset_algebra.c, zset_random.c and
 * zset_scan.c; bytes of RDB in zset_rdb.c.
 *
 * Design  listpack: member, score, member, score... in order; a score that is whole is stored as an integer. Skiplist:
 *         a hash table whose entries are the nodes, with the list as metadata of the table.
 *
 *           object -> hashtable | list: head, last, length | -> buckets -> node <-> node <-> node
 * Cost    listpack: a walk over at most max_entries members. Else one lookup, and O(log n) where the order changes.
 * Events  EncodingChanged. */
#include "types/types.h"
#include "types/digest.h"
#include "types/encoding.h"
#include "ds/hashtable_inline.h"
#include "types/table_value.h"
#include <math.h>
#include <stdlib.h>

/* --- the table --- */

static const char *nodeKey(const void *entry, size_t *len) {
    return skiplistMember(entry, len);
}

static size_t listBytes(void) {
    return sizeof(skiplist);
}

static const hashtableType table_type = {
    .entryKeyBytes = nodeKey, .entryDestructor = skiplistNodeFree, .getMetadataSize = listBytes};

static inline skiplist *listOf(const hashtable *t) {
    return (skiplist *)(void *)((hashtable *)(uintptr_t)t)->metadata;
}

skiplist *zsetList(const object *o) {
    return listOf(objectValue(o));
}

static hashtable *tableNew(size_t room) {
    hashtable *t = hashtableCreate(&table_type);
    skiplistInit(listOf(t));
    if (room)
        hashtableExpand(t, room);
    return t;
}

static inline bool hasMember(const void *entry, const void *key) {
    const hashtableBytes *k = key;
    size_t len;
    const char *member = skiplistMember(entry, &len);
    return len == k->len && memcmp(member, k->data, len) == 0;
}

static inline skiplistNode *tableFind(const hashtable *t, const char *member, size_t len, uint64_t hash) {
    hashtableBytes k = {member, len};
    hashtablePlace at;
    return hashtableLocate(t, hash, hasMember, &k, &at) ? at.bucket->entry[at.place] : NULL;
}

static void tableAdd(hashtable *t, double score, const char *member, size_t len, uint64_t hash) {
    skiplistNode *n = skiplistNodeNew(score, member, len);
    hashtableInsertNewWithHash(t, n, hash);
    if (unlikely(hashtableIsRehashing(t)))
        hashtableRehashStep(t, 1); /* one more: half as long a time with two tables */
    skiplistInsert(listOf(t), n);
}

static void tableForget(void *ctx, skiplistNode *n) {
    size_t len;
    const char *member = skiplistMember(n, &len);
    hashtablePopBytes(ctx, member, len, sipHash(member, len));
    skiplistNodeFree(n);
}

static bool inTable(const object *o) {
    return o->encoding == ENC_SKIPLIST;
}

/* --- the listpack --- */

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

static double lpScore(unsigned char *p) {
    unsigned int len;
    long long n;
    const char *text = (const char *)lpGetValue(p, &len, &n);
    double score = 0;
    if (!text)
        return (double)n;
    return string2d(text, len, &score) ? score : 0;
}

static unsigned char *lpMember(unsigned char *lp, const char *member, size_t len) {
    unsigned char *first = lpFirst(lp);
    if (!first || len > UINT32_MAX)
        return NULL;
    return lpFind(lp, first, (const unsigned char *)member, (uint32_t)len, 1);
}

static bool isWhole(double d, long long *n) {
    const double most = 4611686018427387904.0; /* 2^62 */
    if (!(d >= -most && d <= most))
        return false;
    *n = (long long)d;
    return (double)*n == d;
}

/* Puts member and score before p, NULL for the end. */
static unsigned char *lpPutAt(unsigned char *lp, unsigned char *p, const char *member, size_t len, double score) {
    unsigned char *at;
    char text[64];
    long long whole;
    const unsigned char *m = (const unsigned char *)member;
    if (p) {
        lp = lpInsertString(lp, m, (uint32_t)len, p, LP_BEFORE, &at);
    } else {
        lp = lpAppend(lp, m, (uint32_t)len);
        at = lpLast(lp);
    }
    if (isWhole(score, &whole))
        return lpInsertInteger(lp, whole, at, LP_AFTER, NULL);
    int n = d2string(text, sizeof(text), score);
    return lpInsertString(lp, (unsigned char *)text, (uint32_t)n, at, LP_AFTER, NULL);
}

static unsigned char *lpPut(unsigned char *lp, const char *member, size_t len, double score) {
    unsigned char *p = lpFirst(lp);
    while (p) {
        unsigned char *s = lpNext(lp, p);
        double there = lpScore(s);
        stringView v;
        if (there > score)
            break;
        if (there == score) {
            lpView(p, &v);
            if (skiplistCompareBytes(v.ptr, v.len, member, len) > 0)
                break;
        }
        p = lpNext(lp, s);
    }
    return lpPutAt(lp, p, member, len, score);
}

static void setPack(object *o, unsigned char *lp) {
    vkAssert(lp);
    objectSetValue(o, ENC_LISTPACK, lp);
}

/* --- the type --- */

static void freeZset(void *value, unsigned encoding) {
    if (encoding == ENC_LISTPACK) {
        lpFree(value);
    } else {
        hashtableRelease(value);
    }
}

static size_t zsetBytes(const void *value, unsigned encoding, size_t samples) {
    if (encoding == ENC_LISTPACK)
        return zmallocSize(value);
    const hashtable *t = value;
    size_t bytes = 0, seen = 0;
    for (const skiplistNode *n = skiplistFirst(listOf(t)); n && (!samples || seen < samples); n = n->next, seen++)
        bytes += skiplistNodeBytes(n);
    return hashtableMemUsage(t) + (seen ? (size_t)((double)bytes / (double)seen * (double)hashtableSize(t)) : 0);
}

/* From the end: each node is put before all others. */
static void *copyZset(const void *value, unsigned encoding) {
    if (encoding == ENC_LISTPACK)
        return lpDup((unsigned char *)(uintptr_t)value);
    hashtable *to = tableNew(hashtableSize(value));
    for (const skiplistNode *n = listOf(value)->last; n; n = n->back) {
        size_t len;
        const char *member = skiplistMember(n, &len);
        tableAdd(to, n->score, member, len, sipHash(member, len));
    }
    return to;
}

static void digestZset(uint8_t *sum, const object *o) {
    zsetWalk w;
    stringView member;
    double score;
    char text[64];
    zsetWalkStart(&w, o, 0, false);
    while (zsetWalkNext(&w, &member, &score)) {
        uint8_t one[SHA1_BYTES] = {0};
        digestMix(one, member.ptr, member.len);
        digestMix(one, text, (size_t)d2shortest(text, score));
        digestXor(sum, one, SHA1_BYTES);
    }
}

void zsetTypeInit(void) {
    static const objectOps ops = {.free = freeZset,
                                  .digest = digestZset,
                                  .memory = zsetBytes,
                                  .copy = copyZset,
                                  .length = zsetLength,
                                  .effort = tableEffort,
                                  .drain = tableDrain};
    objectTypeRegister(OBJ_ZSET, &ops);
    zsetXrayInit();
    zsetRdbInit();
}

object *zsetNew(const char *key, size_t klen, size_t entries, size_t longest) {
    if (entries <= types_config.zset_max_entries && longest <= types_config.zset_max_value)
        return objectWith(key, klen, OBJ_ZSET, ENC_LISTPACK, lpNew(0));
    return objectWith(key, klen, OBJ_ZSET, ENC_SKIPLIST, tableNew(entries));
}

size_t zsetLength(const object *o) {
    return inTable(o) ? listOf(objectValue(o))->length : lpLength(objectValue(o)) / 2;
}

/* --- layouts --- */

static void toTable(const execContext *x, object *o, unsigned reason, size_t threshold, size_t actual, size_t room) {
    vkStall(STALL_ENCODING);
    unsigned char *lp = objectValue(o);
    encodingChange change = encodingBegin(x->db->id, o, zmallocSize(lp));
    hashtable *t = tableNew(zsetLength(o) + room);
    zsetWalk w;
    stringView m;
    double score;
    zsetWalkStart(&w, o, zsetLength(o) - 1, true);
    while (zsetWalkNext(&w, &m, &score))
        tableAdd(t, score, m.ptr, m.len, sipHash(m.ptr, m.len));
    lpFree(lp);
    objectSetValue(o, ENC_SKIPLIST, t);
    encodingEnd(&change, o, reason, threshold, actual);
}

void zsetPrepare(const execContext *x, object *o, size_t entries, size_t longest) {
    if (inTable(o))
        return;
    if (unlikely(entries > types_config.zset_max_entries)) {
        toTable(x, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, types_config.zset_max_entries, entries, entries);
    } else if (unlikely(longest > types_config.zset_max_value)) {
        toTable(x, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, types_config.zset_max_value, longest, entries);
    }
}

void zsetToTable(const execContext *x, object *o) {
    if (!inTable(o))
        toTable(x, o, EVENT_ENCODING_REASON_OTHER, 0, zsetLength(o), 0);
}

/* --- making one from scratch --- */

hashtable *zsetTableNew(size_t room) {
    return tableNew(room);
}

void zsetTableFree(hashtable *t) {
    hashtableRelease(t);
}

skiplistNode *zsetTableFind(const hashtable *t, const char *member, size_t len) {
    return tableFind(t, member, len, sipHash(member, len));
}

skiplistNode *zsetTableAddNew(hashtable *t, double score, const char *member, size_t len) {
    uint64_t hash = sipHash(member, len);
    if (tableFind(t, member, len, hash))
        return NULL;
    skiplistNode *n = skiplistNodeNew(score, member, len);
    hashtableInsertNewWithHash(t, n, hash);
    return n;
}

/* Members that are not in the list yet are put there. */
static void order(hashtable *t) {
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, t, 0);
    while (hashtableNext(&it, &entry))
        skiplistInsert(listOf(t), entry);
    hashtableCleanupIterator(&it);
}

static unsigned char *packOf(const hashtable *t) {
    unsigned char *lp = lpNew(0);
    for (const skiplistNode *n = skiplistFirst(listOf(t)); n; n = n->next) {
        size_t len;
        const char *member = skiplistMember(n, &len);
        lp = lpPutAt(lp, NULL, member, len, n->score);
    }
    return lp;
}

/* Members that a listpack may hold. */
static bool fitsPack(const hashtable *t) {
    size_t bytes = 0;
    if (hashtableSize(t) > types_config.zset_max_entries)
        return false;
    for (const skiplistNode *n = skiplistFirst(listOf(t)); n; n = n->next) {
        size_t len;
        skiplistMember(n, &len);
        bytes += len;
        if (len > types_config.zset_max_value)
            return false;
    }
    return lpSafeToAdd(NULL, bytes);
}

object *zsetUnpacked(const char *key, size_t klen, hashtable *t) {
    if (!listOf(t)->length)
        order(t);
    return objectWith(key, klen, OBJ_ZSET, ENC_SKIPLIST, t);
}

object *zsetOfTable(const char *key, size_t klen, hashtable *t) {
    if (!listOf(t)->length)
        order(t);
    if (!fitsPack(t))
        return zsetUnpacked(key, klen, t);
    object *o = objectWith(key, klen, OBJ_ZSET, ENC_LISTPACK, packOf(t));
    hashtableRelease(t);
    return o;
}

/* --- members --- */

bool zsetScore(const object *o, const char *member, size_t len, double *score) {
    if (inTable(o)) {
        const skiplistNode *n = tableFind(objectValue(o), member, len, sipHash(member, len));
        if (n)
            *score = n->score;
        return n != NULL;
    }
    unsigned char *lp = objectValue(o), *p = lpMember(lp, member, len);
    if (p)
        *score = lpScore(lpNext(lp, p));
    return p != NULL;
}

/* What becomes of a member that has a score: 0 and *score, or why it stays. */
static inline unsigned decide(double now, double *score, unsigned how) {
    if (likely(!how))
        return 0;
    if (how & ZSET_NX)
        return ZSET_NOTHING;
    if (how & ZSET_INCR) {
        double sum = now + *score;
        if (isnan(sum))
            return ZSET_NAN;
        *score = sum;
    }
    bool refused = (how & ZSET_LT && *score >= now) || (how & ZSET_GT && *score <= now);
    return refused ? ZSET_NOTHING : 0;
}

static unsigned addToTable(hashtable *t, double score, const char *member, size_t len, unsigned how, double *result) {
    uint64_t hash = sipHash(member, len);
    skiplistNode *n = tableFind(t, member, len, hash);
    if (!n) {
        if (how & ZSET_XX)
            return ZSET_NOTHING;
        tableAdd(t, score, member, len, hash);
        *result = score;
        return ZSET_ADDED;
    }
    unsigned refused = decide(n->score, &score, how);
    *result = score;
    if (refused || n->score == score)
        return refused;
    skiplistRescore(listOf(t), n, score);
    return ZSET_UPDATED;
}

static unsigned addToPack(const execContext *x, object *o, double score, const char *member, size_t len, unsigned how,
                          double *result) {
    unsigned char *lp = objectValue(o), *p = lpMember(lp, member, len);
    if (p) {
        unsigned char *s = lpNext(lp, p);
        double now = lpScore(s);
        unsigned refused = decide(now, &score, how);
        *result = score;
        if (refused || now == score)
            return refused;
        lp = lpDeleteRangeWithEntry(lp, &p, 2);
        setPack(o, lpPut(lp, member, len, score));
        return ZSET_UPDATED;
    }
    if (how & ZSET_XX)
        return ZSET_NOTHING;
    size_t length = lpLength(lp) / 2 + 1;
    if (length > types_config.zset_max_entries) {
        toTable(x, o, EVENT_ENCODING_REASON_ELEMENT_COUNT, types_config.zset_max_entries, length, 1);
    } else if (len > types_config.zset_max_value) {
        toTable(x, o, EVENT_ENCODING_REASON_ELEMENT_BYTES, types_config.zset_max_value, len, 1);
    } else if (!lpSafeToAdd(lp, len)) {
        toTable(x, o, EVENT_ENCODING_REASON_OTHER, LISTPACK_MAX_SAFETY_LIMIT, len, 1);
    } else {
        setPack(o, lpPut(lp, member, len, score));
        *result = score;
        return ZSET_ADDED;
    }
    return addToTable(objectValue(o), score, member, len, how, result);
}

unsigned zsetAdd(const execContext *x, object *o, double score, const char *member, size_t len, unsigned how,
                 double *result) {
    if (likely(inTable(o)))
        return addToTable(objectValue(o), score, member, len, how, result);
    return addToPack(x, o, score, member, len, how, result);
}

bool zsetDelete(object *o, const char *member, size_t len) {
    if (inTable(o)) {
        skiplistNode *n = hashtablePopBytes(objectValue(o), member, len, sipHash(member, len));
        if (!n)
            return false;
        skiplistRemove(listOf(objectValue(o)), n);
        skiplistNodeFree(n);
        return true;
    }
    unsigned char *lp = objectValue(o), *p = lpMember(lp, member, len);
    if (!p)
        return false;
    setPack(o, lpDeleteRangeWithEntry(lp, &p, 2));
    return true;
}

/* --- ranges --- */

void zsetDeleteRange(object *o, size_t rank, size_t n) {
    if (!inTable(o)) {
        setPack(o, lpDeleteRange(objectValue(o), (long)(rank * 2), n * 2));
        return;
    }
    hashtable *t = objectValue(o);
    skiplist *list = listOf(t);
    if (n == 1 && rank == 0) {
        skiplistNode *first = skiplistTakeFirst(list);
        if (first)
            tableForget(t, first);
        return;
    }
    hashtablePauseAutoShrink(t);
    skiplistRemoveRange(list, rank, n, tableForget, t);
    hashtableResumeAutoShrink(t);
}

bool zsetRank(const object *o, const char *member, size_t len, size_t *rank, double *score) {
    if (inTable(o)) {
        const hashtable *t = objectValue(o);
        const skiplistNode *n = tableFind(t, member, len, sipHash(member, len));
        if (!n)
            return false;
        *rank = skiplistRank(listOf(t), n);
        *score = n->score;
        return true;
    }
    unsigned char *lp = objectValue(o), *p = lpFirst(lp);
    for (*rank = 0; p; ++*rank) {
        unsigned char *s = lpNext(lp, p);
        if (len <= UINT32_MAX && lpCompare(p, (const unsigned char *)member, (uint32_t)len)) {
            *score = lpScore(s);
            return true;
        }
        p = lpNext(lp, s);
    }
    return false;
}

size_t zsetBelowScore(const object *o, double score, bool above) {
    size_t n = 0;
    if (inTable(o)) {
        skiplistSeek(listOf(objectValue(o)), score, above, &n);
        return n;
    }
    unsigned char *lp = objectValue(o);
    for (unsigned char *p = lpFirst(lp); p; n++) {
        unsigned char *s = lpNext(lp, p);
        double there = lpScore(s);
        if (above ? there > score : there >= score)
            break;
        p = lpNext(lp, s);
    }
    return n;
}

size_t zsetBelowMember(const object *o, const char *member, size_t len, bool above) {
    size_t n = 0;
    if (inTable(o)) {
        skiplistSeekMember(listOf(objectValue(o)), member, len, above, &n);
        return n;
    }
    unsigned char *lp = objectValue(o);
    for (unsigned char *p = lpFirst(lp); p; n++) {
        stringView v;
        lpView(p, &v);
        int order = skiplistCompareBytes(v.ptr, v.len, member, len);
        if (above ? order > 0 : order >= 0)
            break;
        p = lpNext(lp, lpNext(lp, p));
    }
    return n;
}

void zsetWalkStart(zsetWalk *w, const object *o, size_t rank, bool reverse) {
    w->table = inTable(o);
    w->reverse = reverse;
    if (w->table) {
        const skiplist *list = listOf(objectValue(o));
        w->node = rank == 0 ? skiplistFirst(list) : skiplistAt(list, rank);
    } else {
        w->lp = objectValue(o);
        w->at = rank < lpLength(w->lp) / 2 ? lpSeek(w->lp, (long)(rank * 2)) : NULL;
    }
}

bool zsetWalkNext(zsetWalk *w, stringView *member, double *score) {
    if (w->table) {
        const skiplistNode *n = w->node;
        if (!n)
            return false;
        member->ptr = skiplistMember(n, &member->len);
        if (score)
            *score = n->score;
        w->node = w->reverse ? n->back : n->next;
        if (w->node)
            __builtin_prefetch(w->node);
        return true;
    }
    if (!w->at)
        return false;
    unsigned char *s = lpNext(w->lp, w->at), *before;
    lpView(w->at, member);
    if (score)
        *score = lpScore(s);
    if (w->reverse) {
        before = lpPrev(w->lp, w->at);
        w->at = before ? lpPrev(w->lp, before) : NULL;
    } else {
        w->at = lpNext(w->lp, s);
    }
    return true;
}
