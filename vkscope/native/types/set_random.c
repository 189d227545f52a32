/* set_random.c: SPOP and SRANDMEMBER.
 *
 * Design  SPOP with a count has three ways: all there is; most of it, when what stays is drawn and laid out anew; few,
 *         each drawn and removed.
 * Cost    different members: one walk over the set when they are an eighth of it or more, else one draw for each and a
 *         set of those drawn. */
#include "types/set_entry.h"
#include "gen/commands.h"
#include <limits.h>

enum { EIGHTH = 8, STAYS_FEW = 5 };

static void changed(execContext *x, enum keyClass cls, const char *event) {
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, cls, event);
}

static void deleteKey(execContext *x) {
    dbDelete(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    changed(x, KEY_GENERIC, "del");
}

/* Removes one member and answers it. */
static void popOne(execContext *x, object *o) {
    void *value = objectValue(o), *entry;
    if (likely(o->encoding == ENC_HASHTABLE)) {
        size_t len;
        hashtablePopFairRandom(value, &entry);
        const char *data = setEntryBytes(entry, &len);
        replyBulk(x, data, len);
        zfree(entry);
    } else if (o->encoding == ENC_LISTPACK) {
        unsigned char *p = lpSeek(value, (long)(randomU64() % lpLength(value)));
        unsigned int len;
        long long n;
        const char *text = (const char *)lpGetValue(p, &len, &n);
        if (text) {
            replyBulk(x, text, len);
        } else {
            replyBulkLong(x, n);
        }
        objectSetValue(o, ENC_LISTPACK, lpDelete(value, p, NULL));
    } else {
        uint32_t i = (uint32_t)(randomU64() % intsetLen(value));
        replyBulkLong(x, intsetGet(value, i));
        objectSetValue(o, ENC_INTSET, intsetRemoveAt(value, i));
    }
}

/* n different members of a listpack go, in one pass: each is taken with the odds that leave just as many
 * wanted as there must be. */
static void popPass(execContext *x, object *o, uint64_t n) {
    unsigned char *lp = objectValue(o), *p = lpFirst(lp), **gone = zmalloc(n * sizeof(*gone));
    uint64_t left = lpLength(lp), found = 0;
    for (; found < n; left--, p = lpNext(lp, p)) {
        if (randomU64() % left >= n - found)
            continue;
        unsigned int len;
        long long number;
        const char *text = (const char *)lpGetValue(p, &len, &number);
        setMember m = {text, len, number};
        setReplyMember(x, &m);
        gone[found++] = p;
    }
    objectSetValue(o, ENC_LISTPACK, lpBatchDelete(lp, gone, n));
    zfree(gone);
}

static void replyWhole(execContext *x, const object *o) {
    setWalk w;
    setMember m;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m))
        setReplyMember(x, &m);
    setWalkEnd(&w);
}

/* All but `stay` members go. Those that stay make a set of their own, small as they may be, in place of the old one. */
static void popMost(execContext *x, object *o, uint64_t stay) {
    const execArg *key = &x->argv[1];
    object *kept = NULL;
    for (; stay; stay--) {
        setMember m;
        setRandom(o, &m);
        if (!kept)
            kept = setNewAs(key->ptr, key->len, m.ptr ? ENC_LISTPACK : ENC_INTSET);
        setAdd(x->db->id, kept, &m);
        char digits[LL_DIGITS];
        size_t len;
        const char *text = setMemberText(&m, digits, &len);
        if (o->encoding == ENC_HASHTABLE) {
            /* m lies in the entry. */
            zfree(hashtablePopBytes(objectValue(o), text, len, sipHash(text, len)));
        } else {
            setRemove(o, &m);
        }
    }
    replyWhole(x, o);
    if (objectExpire(o) != NO_EXPIRE)
        kept = objectWithExpire(kept, objectExpire(o));
    dbReplace(x->db, o, kept, x->first_hash);
}

static void popMany(execContext *x, object *o, uint64_t n) {
    uint64_t size = setLength(o);
    if (n >= size) {
        replySet(x, (long)size);
        replyWhole(x, o);
        changed(x, KEY_SET, "spop");
        deleteKey(x);
        return;
    }
    uint64_t stay = size - n;
    replySet(x, (long)n);
    if (o->encoding == ENC_LISTPACK) {
        popPass(x, o, n);
    } else if (stay * STAYS_FEW > n) {
        while (n--)
            popOne(x, o);
    } else {
        popMost(x, o, stay);
    }
    changed(x, KEY_SET, "spop");
}

static void popCount(execContext *x) {
    long long n;
    bool wrong_type;
    if (!argRange(x, 2, 0, LONG_MAX, &n, "ERR value is out of range, must be positive"))
        return;
    object *o = argWrite(x, 1, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    if (!o || !n) {
        replySet(x, 0);
    } else {
        popMany(x, o, (uint64_t)n);
    }
}

void spopCommand(execContext *x) {
    bool wrong_type;
    if (x->argc == 3) {
        popCount(x);
        return;
    }
    if (x->argc > 3) {
        replyErrorSyntax(x);
        return;
    }
    object *o = argWrite(x, 1, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        replyNull(x);
        return;
    }
    popOne(x, o);
    changed(x, KEY_SET, "spop");
    if (unlikely(!setLength(o)))
        deleteKey(x);
}

/* --- SRANDMEMBER --- */

static void replySample(execContext *x, const object *o, uint64_t n, uint64_t size) {
    setWalk w;
    setMember m;
    setWalkStart(&w, o);
    for (uint64_t left = size; n && setWalkNext(&w, &m); left--) {
        if (randomU64() % left >= n)
            continue;
        setReplyMember(x, &m);
        n--;
    }
    setWalkEnd(&w);
}

/* Few different members of a large set: drawn until n have been seen for the first time. */
static void replyDrawn(execContext *x, hashtable *t, uint64_t n) {
    static const hashtableType pointers = {0};
    hashtable *drawn = hashtableCreate(&pointers);
    while (n) {
        void *entry;
        setMember m = {0};
        hashtableFairRandomEntry(t, &entry);
        if (!(hashtableAdd)(drawn, entry))
            continue;
        m.ptr = setEntryBytes(entry, &m.len);
        setReplyMember(x, &m);
        n--;
    }
    hashtableRelease(drawn);
}

static void randomMembers(execContext *x, long long count) {
    bool wrong_type;
    const object *o = argRead(x, 1, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    uint64_t size = o ? setLength(o) : 0, n = count < 0 ? -(uint64_t)count : (uint64_t)count;
    if (!size || !n) {
        replyArray(x, 0);
        return;
    }
    if (count > 0 && n > size)
        n = size;
    replyArray(x, (long)n);
    if (count < 0 || n == 1) {
        for (setMember m; n && !x->out->over; n--) {
            setRandom(o, &m);
            setReplyMember(x, &m);
        }
    } else if (o->encoding != ENC_HASHTABLE || n >= size / EIGHTH) {
        replySample(x, o, n, size);
    } else {
        replyDrawn(x, objectValue(o), n);
    }
}

void srandmemberCommand(execContext *x) {
    long long count;
    bool wrong_type;
    setMember m;
    if (x->argc > 3) {
        replyErrorSyntax(x);
        return;
    }
    if (x->argc == 3) {
        if (!argLong(x, 2, &count))
            return;
        if (count < -LONG_MAX) {
            replyErrorFmt(x, "ERR value is out of range, value must between %ld and %ld", -LONG_MAX, LONG_MAX);
            return;
        }
        randomMembers(x, count);
        return;
    }
    const object *o = argRead(x, 1, OBJ_SET, &wrong_type);
    if (wrong_type)
        return;
    if (!o) {
        replyNull(x);
        return;
    }
    setRandom(o, &m);
    setReplyMember(x, &m);
}
