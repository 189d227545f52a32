/* hash_random.c: HRANDFIELD.
 *
 * Cost  different fields: one walk over the hash when they are an eighth of it or more, else one draw for each and a
 * set of those drawn. Where most fields have expired and are still there, draws would miss: then always a walk. */
#include "types/hash_entry.h"
#include "gen/commands.h"
#include <limits.h>

enum { EIGHTH = 8 };

static void replyPair(execContext *x, const stringView *f, const stringView *v, bool values) {
    if (values && x->out->resp == 3)
        replyArray(x, 2);
    replyBulk(x, f->ptr, f->len);
    if (values)
        replyBulk(x, v->ptr, v->len);
}

/* n different pairs of `size`: each is taken with the odds that leave just as many wanted as there must be. */
static void replySample(execContext *x, const object *o, uint64_t n, uint64_t size, bool values) {
    hashWalk w;
    stringView f, v;
    hashWalkStart(&w, o);
    for (uint64_t left = size; n && hashWalkNext(&w, &f, &v); left--) {
        if (randomU64() % left >= n)
            continue;
        replyPair(x, &f, &v, values);
        n--;
    }
    hashWalkEnd(&w);
}

/* Few different pairs of a large table, an eighth of which is live at least. Fields are drawn until n have been seen
 * for the first time. */
static void replyDrawn(execContext *x, const object *o, uint64_t n, bool values) {
    static const hashtableType pointers = {0};
    hashtable *drawn = hashtableCreate(&pointers);
    while (n) {
        void *entry;
        stringView f, v;
        hashtableFairRandomEntry(objectValue(o), &entry);
        if (hashEntryDue(entry) || !(hashtableAdd)(drawn, entry))
            continue;
        hashEntryView(entry, &f, &v);
        replyPair(x, &f, &v, values);
        n--;
    }
    hashtableRelease(drawn);
}

/* n pairs, the same one perhaps often, of a table with few live ones among many: those are looked up once. */
static void replyRepeated(execContext *x, const object *o, uint64_t n, size_t live, bool values) {
    stringView *f = zmalloc(live * 2 * sizeof(*f)), *v = f + live;
    hashWalk w;
    size_t found = 0;
    hashWalkStart(&w, o);
    while (found < live && hashWalkNext(&w, &f[found], &v[found]))
        found++;
    hashWalkEnd(&w);
    while (n--) {
        size_t i = randomU64() % live;
        replyPair(x, &f[i], &v[i], values);
    }
    zfree(f);
}

static void randomFields(execContext *x, long long count, bool values) {
    bool wrong_type;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    uint64_t live = o ? hashLive(o) : 0, n = count < 0 ? -(uint64_t)count : (uint64_t)count;
    if (live == 0 || n == 0) {
        replyArray(x, 0);
        return;
    }
    bool sparse = live < hashLength(o) / EIGHTH;
    if (count > 0 && n > live)
        n = live;
    replyArray(x, (long)(values && x->out->resp == 2 ? n * 2 : n));
    if (count < 0 && sparse) {
        replyRepeated(x, o, n, live, values);
    } else if (count < 0) {
        stringView f, v;
        while (n-- && hashRandom(o, &f, &v))
            replyPair(x, &f, &v, values);
    } else if (o->encoding == ENC_LISTPACK || sparse || n >= live / EIGHTH) {
        replySample(x, o, n, live, values);
    } else {
        replyDrawn(x, o, n, values);
    }
}

void hrandfieldCommand(execContext *x) {
    long long count;
    if (x->argc > 2) {
        if (!argLong(x, 2, &count))
            return;
        if (count < -LONG_MAX) {
            replyErrorFmt(x, "ERR value is out of range, value must between %ld and %ld", -LONG_MAX, LONG_MAX);
            return;
        }
        bool values = x->argc == 4 && OPTION(x, 3, "withvalues");
        if (x->argc > 3 && !values) {
            replyErrorSyntax(x);
        } else if (values && (count < -LONG_MAX / 2 || count > LONG_MAX / 2)) {
            replyErrorC(x, "ERR value is out of range");
        } else {
            randomFields(x, count, values);
        }
        return;
    }
    bool wrong_type;
    stringView f;
    object *o = argRead(x, 1, OBJ_HASH, &wrong_type);
    if (wrong_type)
        return;
    if (o && hashRandom(o, &f, NULL)) {
        replyBulk(x, f.ptr, f.len);
    } else {
        replyNull(x);
    }
}
