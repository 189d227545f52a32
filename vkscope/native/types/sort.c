/* sort.c: SORT and SORT_RO, over lists, sets and sorted sets.
 *
 * Design  1. Elements are copied into an arena, with a zero byte behind each; an array holds them and what they are
 *            sorted by: a number, or a text.
 *         2. The array is sorted, unless BY names a constant: then the value's own order counts, and of lists and
 *            sorted sets only the elements of LIMIT are copied.
 *         3. Those of LIMIT are answered, or what GET makes of them, or they become the list of STORE.
 * Words   pattern  a key's name with one '*', for which the element is put, perhaps with "->field" behind it.
 * Cost    O(N log N); a lookup an element for BY, and one for each GET. */
#define _GNU_SOURCE
#include "types/types.h"
#include "gen/commands.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct sortText {
    const char *ptr; /* NULL: there is none */
    size_t len;
} sortText;

typedef struct sortItem {
    sortText element, by;
    double score;
} sortItem;

typedef struct arenaBlock {
    struct arenaBlock *next;
    size_t used, size;
    char data[];
} arenaBlock;

typedef struct sorting {
    execContext *x;
    bool desc, alpha, dontsort;
    int by, store;         /* indexes in argv; 0: not given */
    int gets;              /* how many GETs */
    long long from, count; /* LIMIT; count below 0: all */
    sortItem *items;
    size_t n, start, end; /* items[start..end) are the answer */
    arenaBlock *arena;
    char *name; /* room for keys made of patterns */
    size_t name_room;
} sorting;

/* --- arena --- */

static sortText keep(sorting *s, const char *text, size_t len) {
    enum { BLOCK = 32 * 1024 };
    arenaBlock *b = s->arena;
    if (!b || b->size - b->used <= len) {
        size_t size = len + 1 > BLOCK ? len + 1 : BLOCK;
        b = zmalloc(sizeof(*b) + size);
        *b = (arenaBlock){.next = s->arena, .size = size};
        s->arena = b;
    }
    char *at = b->data + b->used;
    if (len)
        memcpy(at, text, len);
    at[len] = 0;
    b->used += len + 1;
    return (sortText){at, len};
}

static void release(sorting *s) {
    for (arenaBlock *b = s->arena, *next; b; b = next) {
        next = b->next;
        zfree(b);
    }
    zfree(s->items);
    zfree(s->name);
}

/* --- options --- */

/* In a cluster a pattern must make keys of the slot of the key that is sorted, for certain. */
static bool strays(execContext *x, int i, const char *option) {
    if (likely(!keyspace_slot_mask) ||
        patternHashSlot(x->argv[i].ptr, x->argv[i].len) == (int)keyHashSlot(x->argv[1].ptr, x->argv[1].len))
        return false;
    replyErrorFmt(x,
                  "ERR %s option of SORT denied in Cluster mode when keys formed by the pattern may be in different "
                  "slots.",
                  option);
    return true;
}

/* Keys that patterns make are not among the arguments: who asks must be allowed to read all. */
static bool denies(execContext *x, const char *option) {
    if (!aclMayLimit(x->session) || aclReadsAllKeys(x))
        return false;
    replyErrorFmt(x, "ERR %s option of SORT denied due to insufficient ACL permissions.", option);
    return true;
}

static bool readOption(sorting *s, int *i, bool may_store) {
    execContext *x = s->x;
    int left = x->argc - *i - 1;
    if (argIs(x, *i, "asc") || argIs(x, *i, "desc")) {
        s->desc = argIs(x, *i, "desc");
    } else if (argIs(x, *i, "alpha")) {
        s->alpha = true;
    } else if (argIs(x, *i, "limit") && left >= 2) {
        if (!argLong(x, *i + 1, &s->from) || !argLong(x, *i + 2, &s->count))
            return false;
        *i += 2;
    } else if (may_store && argIs(x, *i, "store") && left >= 1) {
        s->store = ++*i;
    } else if (argIs(x, *i, "by") && left >= 1) {
        s->by = ++*i;
        s->dontsort = !memchr(x->argv[*i].ptr, '*', x->argv[*i].len);
        if (!s->dontsort && (strays(x, *i, "BY") || denies(x, "BY")))
            return false;
    } else if (argIs(x, *i, "get") && left >= 1) {
        s->gets++;
        ++*i;
        if ((x->argv[*i].len != 1 || x->argv[*i].ptr[0] != '#') && (strays(x, *i, "GET") || denies(x, "GET")))
            return false;
    } else {
        replyErrorSyntax(x);
        return false;
    }
    return true;
}

/* --- patterns --- */

typedef struct pattern {
    const char *ptr;
    size_t len, star;  /* where the '*' is */
    size_t key_len;    /* of the part that names the key */
    const char *field; /* NULL: none */
    size_t field_len;
    bool is_element; /* "#" */
    bool usable;
} pattern;

static pattern patternOf(const execArg *a) {
    pattern p = {.ptr = a->ptr, .len = a->len, .key_len = a->len, .is_element = a->len == 1 && a->ptr[0] == '#'};
    const char *star = memchr(a->ptr, '*', a->len);
    if (!star)
        return p;
    p.usable = true;
    p.star = (size_t)(star - a->ptr);
    const char *behind = star + 1;
    size_t left = a->len - p.star - 1;
    const char *arrow = left ? memmem(behind, left, "->", 2) : NULL;
    if (arrow && arrow + 2 < a->ptr + a->len) {
        p.field = arrow + 2;
        p.field_len = (size_t)(a->ptr + a->len - p.field);
        p.key_len = (size_t)(arrow - a->ptr);
    }
    return p;
}

/* The value that a pattern finds for an element; false: there is none. Valid until data changes. */
static bool lookUp(sorting *s, const pattern *p, const sortText *element, stringView *v) {
    if (p->is_element) {
        v->ptr = element->ptr;
        v->len = element->len;
        return true;
    }
    if (!p->usable)
        return false;
    size_t behind = p->key_len - p->star - 1, len = p->star + element->len + behind;
    if (len > s->name_room) {
        s->name = zrealloc(s->name, len * 2);
        s->name_room = len * 2;
    }
    if (len) {
        memcpy(s->name, p->ptr, p->star);
        memcpy(s->name + p->star, element->ptr, element->len);
        memcpy(s->name + p->star + element->len, p->ptr + p->star + 1, behind);
    }
    object *o = dbRead(s->x->db, len ? s->name : "", len, sipHash(len ? s->name : "", len));
    if (!o)
        return false;
    if (p->field)
        return o->type == OBJ_HASH && hashGet(o, p->field, p->field_len, v);
    if (o->type != OBJ_STRING)
        return false;
    stringGet(o, v);
    return true;
}

/* --- elements --- */

static void add(sorting *s, const char *text, size_t len) {
    s->items[s->n++] = (sortItem){.element = keep(s, text, len)};
}

static void loadList(sorting *s, const object *o, long long index, size_t n, bool backwards) {
    quicklistIter it;
    lpValue v;
    char number[LL_DIGITS];
    listWalkStart(&it, o, index, backwards);
    while (n-- && quicklistNext(&it, &v)) {
        listText(&v, number);
        add(s, (const char *)v.text, v.len);
    }
    quicklistIterEnd(&it);
}

static void loadSet(sorting *s, const object *o) {
    setWalk w;
    setMember m;
    char digits[LL_DIGITS];
    size_t len;
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m)) {
        const char *text = setMemberText(&m, digits, &len);
        add(s, text, len);
    }
    setWalkEnd(&w);
}

static void loadSorted(sorting *s, const object *o, size_t rank, size_t n, bool backwards) {
    zsetWalk w;
    stringView member;
    if (!n)
        return;
    zsetWalkStart(&w, o, rank, backwards);
    while (n-- && zsetWalkNext(&w, &member, NULL))
        add(s, member.ptr, member.len);
}

static size_t lengthOf(const object *o) {
    if (!o)
        return 0;
    return o->type == OBJ_LIST ? listLength(o) : o->type == OBJ_SET ? setLength(o) : zsetLength(o);
}

/* LIMIT, brought into what there is. */
static void limit(sorting *s, size_t length) {
    size_t from = s->from < 0 ? 0 : (size_t)s->from;
    s->start = from < length ? from : length;
    s->end = length;
    if (s->count >= 0 && (size_t)s->count < length - s->start)
        s->end = s->start + (size_t)s->count;
}

static void load(sorting *s, const object *o) {
    size_t length = lengthOf(o), n;
    limit(s, length);
    bool ranged = s->dontsort && o && o->type != OBJ_SET;
    n = ranged ? s->end - s->start : length;
    s->items = n ? zmalloc(n * sizeof(sortItem)) : NULL;
    if (!n) {
        s->start = s->end = 0;
        return;
    }
    size_t first = ranged ? s->start : 0;
    bool backwards = ranged && s->desc;
    if (backwards)
        first = length - 1 - first;
    if (o->type == OBJ_LIST) {
        loadList(s, o, (long long)first, n, backwards);
    } else if (o->type == OBJ_SET) {
        loadSet(s, o);
    } else {
        loadSorted(s, o, first, n, backwards);
    }
    if (ranged) {
        s->start = 0;
        s->end = n;
    }
}

/* --- sorting --- */

/* As strtod reads the whole text; text ends in a zero byte. */
static bool number(const sortText *t, double *score) {
    long long n;
    char *end;
    if (string2ll(t->ptr, t->len, &n)) {
        *score = (double)n;
        return true;
    }
    errno = 0;
    *score = strtod(t->ptr, &end);
    return *end == 0 && errno != ERANGE && !isnan(*score);
}

/* What each item is sorted by. */
static bool weigh(sorting *s) {
    bool good = true;
    pattern by = s->by ? patternOf(&s->x->argv[s->by]) : (pattern){0};
    for (size_t i = 0; i < s->n; i++) {
        sortItem *item = &s->items[i];
        sortText t = item->element;
        stringView v;
        if (s->by) {
            if (!lookUp(s, &by, &item->element, &v))
                continue;
            t = keep(s, v.ptr, v.len);
        }
        if (s->alpha) {
            item->by = t;
        } else {
            good = number(&t, &item->score) && good;
        }
    }
    return good;
}

static int byBytes(const sortText *a, const sortText *b) {
    int c = memcmp(a->ptr, b->ptr, a->len < b->len ? a->len : b->len);
    return c ? c : (a->len > b->len) - (a->len < b->len);
}

static int byNumber(const void *a, const void *b, void *ctx) {
    const sortItem *p = a, *q = b;
    int c = (p->score > q->score) - (p->score < q->score);
    if (!c)
        c = byBytes(&p->element, &q->element);
    return ((const sorting *)ctx)->desc ? -c : c;
}

/* What is stored is ordered by bytes, everywhere alike; what is answered as the locale wants it. */
static int byText(const void *a, const void *b, void *ctx) {
    const sorting *s = ctx;
    const sortText *p = &((const sortItem *)a)->by, *q = &((const sortItem *)b)->by;
    int c;
    if (!p->ptr || !q->ptr) {
        c = (p->ptr != NULL) - (q->ptr != NULL);
    } else {
        c = s->store ? byBytes(p, q) : strcoll(p->ptr, q->ptr);
    }
    return s->desc ? -c : c;
}

/* --- answering --- */

typedef void (*takeValue)(sorting *s, void *ctx, const stringView *v); /* v NULL: GET found none */

static void eachValue(sorting *s, takeValue take, void *ctx) {
    const execContext *x = s->x;
    pattern *gets = zmalloc((size_t)(s->gets + 1) * sizeof(*gets));
    int n = 0;
    for (int i = 2; i < x->argc; i++) {
        if (argIs(x, i, "limit")) {
            i += 2;
        } else if (argIs(x, i, "store") || argIs(x, i, "by")) {
            i++;
        } else if (argIs(x, i, "get")) {
            gets[n++] = patternOf(&x->argv[++i]);
        }
    }
    for (size_t i = s->start; i < s->end; i++) {
        stringView v = {.ptr = s->items[i].element.ptr, .len = s->items[i].element.len};
        if (!n)
            take(s, ctx, &v);
        for (int g = 0; g < n; g++)
            take(s, ctx, lookUp(s, &gets[g], &s->items[i].element, &v) ? &v : NULL);
    }
    zfree(gets);
}

static void answer(sorting *s, void *ctx, const stringView *v) {
    (void)ctx;
    if (v) {
        replyBulk(s->x, v->ptr, v->len);
    } else {
        replyNull(s->x);
    }
}

static void collect(sorting *s, void *ctx, const stringView *v) {
    (void)s;
    quicklistPush(ctx, v ? v->ptr : "", v ? v->len : 0, QUICKLIST_TAIL);
}

static void store(sorting *s, size_t n) {
    execContext *x = s->x;
    const execArg *key = &x->argv[s->store];
    uint64_t hash = argHash(x, s->store);
    if (!n) {
        if (dbDelete(x->db, key->ptr, key->len, hash))
            keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "del");
        replyLong(x, 0);
        return;
    }
    quicklist *ql = quicklistNew(types_config.list_max_size, types_config.list_compress_depth);
    eachValue(s, collect, ql);
    object *o = listOfQuicklist(key->ptr, key->len, ql), **place = dbPlace(x->db, key->ptr, key->len, hash);
    if (place) {
        dbPut(x->db, place, o, hash);
    } else {
        dbAdd(x->db, o, hash);
    }
    keyspace_stats.dirty += n - 1; /* the event counts one */
    keyChanged(x->db, key->ptr, key->len, KEY_LIST, "sortstore");
    replyLong(x, (long long)n);
}

static void sortAndAnswer(sorting *s) {
    if (!s->dontsort) {
        if (!weigh(s)) {
            replyErrorC(s->x, "ERR One or more scores can't be converted into double");
            return;
        }
        if (s->n > 1)
            qsort_r(s->items, s->n, sizeof(sortItem), s->alpha ? byText : byNumber, s);
    }
    size_t n = (s->end - s->start) * (size_t)(s->gets ? s->gets : 1);
    if (s->store) {
        store(s, n);
        return;
    }
    replyArray(s->x, (long)n);
    eachValue(s, answer, NULL);
}

static void sort(execContext *x, bool may_store) {
    sorting s = {.x = x, .count = -1};
    for (int i = 2; i < x->argc; i++)
        if (!readOption(&s, &i, may_store))
            return;
    object *o = dbRead(x->db, x->argv[1].ptr, x->argv[1].len, x->first_hash);
    if (o && o->type != OBJ_LIST && o->type != OBJ_SET && o->type != OBJ_ZSET) {
        replyErrorWrongType(x);
        return;
    }
    /* What is stored, or what a script sees, must not depend on how a set happens to be laid out. */
    if (s.dontsort && (s.store || x->script) && o && o->type == OBJ_SET) {
        s.dontsort = false;
        s.alpha = true;
        s.by = 0;
    }
    if (o && o->type == OBJ_ZSET)
        zsetToTable(x, o);
    load(&s, o);
    sortAndAnswer(&s);
    release(&s);
}

void sortCommand(execContext *x) {
    sort(x, true);
}

void sortroCommand(execContext *x) {
    sort(x, false);
}
