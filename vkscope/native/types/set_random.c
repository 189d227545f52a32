/* set_random.c: SPOP and SRANDMEMBER.
 *
 * Design  SPOP with a count has three ways: all there is; most of it, when what stays is drawn and laid out anew; few,
 *         each drawn and removed.
 * Cost    different members: one walk over the set when they are an eighth of it or more, else one draw for each and a
 *         set of those drawn. */
#include "types/set_entry.h"
#include "gen/commands.h"
#include <limits.h>

enum { EIGHTH = 8, STAYS_FEW = 5, TOLD_TOGETHER = 1024 };

/* n members were popped. */
static void popped(execContext *x, uint64_t n) {
    keyChanged(x->db, x->argv[1].ptr, x->argv[1].len, KEY_SET, "spop");
    keyspace_stats.dirty += n - 1; /* the event counts one */
}

static void deleteKey(execContext *x) {
    dbDelete(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    keyspaceTell(x->db, x->argv[1].ptr, x->argv[1].len, KEY_GENERIC, "del");
}

/* Members are drawn here: the write stream gets SREM of those that were. */
typedef struct telling {
    unsigned members; /* of the form under way; 0: none is */
    bool open;        /* somebody reads it */
} telling;

static void tellEnd(execContext *x, telling *t) {
    if (t->members && t->open)
        propagateEnd(x);
    t->members = 0;
}

static void tellMember(execContext *x, telling *t, const setMember *m) {
    char digits[LL_DIGITS];
    size_t len;
    if (!t->members) {
        t->open = propagateBegin(x, "SREM", PROPAGATE_COUNTED);
        if (t->open)
            propagateArg(x, 1);
    }
    if (t->open) {
        const char *text = setMemberText(m, digits, &len);
        propagateWord(text, len);
    }
    if (++t->members == TOLD_TOGETHER)
        tellEnd(x, t);
}

static void replyPopped(execContext *x, telling *t, const setMember *m) {
    setReplyMember(x, m);
    tellMember(x, t, m);
}

/* Removes one member and answers it. */
static void popOne(execContext *x, object *o, telling *t) {
    void *value = objectValue(o), *entry;
    if (likely(o->encoding == ENC_HASHTABLE)) {
        setMember m = {0};
        hashtablePopFairRandom(value, &entry);
        m.ptr = setEntryBytes(entry, &m.len);
        replyPopped(x, t, &m);
        zfree(entry);
    } else if (o->encoding == ENC_LISTPACK) {
        unsigned char *p = lpSeek(value, (long)(randomU64() % lpLength(value)));
        unsigned int len;
        long long n;
        const char *text = (const char *)lpGetValue(p, &len, &n);
        replyPopped(x, t, &(setMember){text, len, n});
        objectSetValue(o, ENC_LISTPACK, lpDelete(value, p, NULL));
    } else {
        uint32_t i = (uint32_t)(randomU64() % intsetLen(value));
        replyPopped(x, t, &(setMember){.number = intsetGet(value, i)});
        objectSetValue(o, ENC_INTSET, intsetRemoveAt(value, i));
    }
}

/* n different members of a listpack go, in one pass: each is taken with the odds that leave just as many
 * wanted as there must be. */
static void popPass(execContext *x, object *o, uint64_t n, telling *t) {
    unsigned char *lp = objectValue(o), *p = lpFirst(lp), **gone = zmalloc(n * sizeof(*gone));
    uint64_t left = lpLength(lp), found = 0;
    for (; found < n; left--, p = lpNext(lp, p)) {
        if (randomU64() % left >= n - found)
            continue;
        unsigned int len;
        long long number;
        const char *text = (const char *)lpGetValue(p, &len, &number);
        setMember m = {text, len, number};
        replyPopped(x, t, &m);
        gone[found++] = p;
    }
    objectSetValue(o, ENC_LISTPACK, lpBatchDelete(lp, gone, n));
    zfree(gone);
}

/* t NULL: another form tells it all. */
static void replyWhole(execContext *x, const object *o, telling *t) {
    setWalk w;
    setMember m;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m)) {
        setReplyMember(x, &m);
        if (t)
            tellMember(x, t, &m);
    }
    setWalkEnd(&w);
}

/* All but `stay` members go. Those that stay make a set of their own, small as they may be, in place of the old one. */
static void popMost(execContext *x, object *o, uint64_t stay, telling *t) {
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
    replyWhole(x, o, t);
    if (objectExpire(o) != NO_EXPIRE)
        kept = objectWithExpire(kept, objectExpire(o));
    dbReplace(x->db, o, kept, x->first_hash);
}

static void popMany(execContext *x, object *o, uint64_t n) {
    uint64_t size = setLength(o);
    telling t = {0};
    if (n >= size) {
        replySet(x, (long)size);
        replyWhole(x, o, NULL);
        popped(x, size);
        deleteKey(x);
        propagateDeleted(x, 1, lazyfree_config.server_del);
        return;
    }
    uint64_t stay = size - n;
    replySet(x, (long)n);
    if (o->encoding == ENC_LISTPACK) {
        popPass(x, o, n, &t);
    } else if (stay * STAYS_FEW > n) {
        for (uint64_t i = 0; i < n; i++)
            popOne(x, o, &t);
    } else {
        popMost(x, o, stay, &t);
    }
    tellEnd(x, &t);
    popped(x, n);
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
    telling t = {0};
    popOne(x, o, &t);
    tellEnd(x, &t);
    popped(x, 1);
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
