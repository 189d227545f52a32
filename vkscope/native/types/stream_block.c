/* stream_block.c: see stream_block.h. */
#include "types/stream_block.h"
#include <string.h>

enum { LIVE_AT = 6, MASTER_EXTRA = 4 * LP_ENTRY_EXTRA, ENTRY_EXTRA = 5 * LP_ENTRY_EXTRA };

static int64_t integerAt(unsigned char *p) {
    unsigned int len;
    long long n = 0;
    vkAssert(p != NULL && lpGetValue(p, &len, &n) == NULL);
    return n;
}

int64_t blockLive(unsigned char *lp) {
    return integerAt(lp + LIVE_AT);
}

int64_t blockDead(unsigned char *lp) {
    return integerAt(lpNext(lp, lp + LIVE_AT));
}

/* ---- writing ---- */

unsigned char *blockNew(const execArg *args, size_t pairs, size_t room) {
    size_t names = 0;
    for (size_t i = 0; i < pairs; i++)
        names += args[2 * i].len;
    size_t bytes = LP_EMPTY_BYTES + MASTER_EXTRA + names + pairs * LP_ENTRY_EXTRA;
    lpWriter w;
    bool fits = lpWriteStart(&w, lpNew(bytes > room ? bytes : room), bytes - LP_EMPTY_BYTES, 0);
    vkAssert(fits);
    lpWriteInteger(&w, 0);
    lpWriteInteger(&w, 0);
    lpWriteInteger(&w, (int64_t)pairs);
    for (size_t i = 0; i < pairs; i++)
        lpWriteString(&w, (const unsigned char *)args[2 * i].ptr, (uint32_t)args[2 * i].len);
    lpWriteInteger(&w, 0);
    return lpWriteEnd(&w);
}

/* The element at p is this text; *next: the one behind it. Short texts, the common case, are compared as they lie. */
static bool isName(unsigned char *lp, unsigned char *p, const execArg *name, unsigned char **next) {
    if (name->len < 64 && *p == (0x80 | name->len)) {
        *next = p + name->len + 2;
        return memcmp(p + 1, name->ptr, name->len) == 0;
    }
    if (!lpCompare(p, (const unsigned char *)name->ptr, (uint32_t)name->len))
        return false;
    *next = lpNext(lp, p);
    return true;
}

/* The entry's names are the master's, in its order. A master ends in an element, so that there always is a next one. */
static bool namesMatch(unsigned char *lp, const execArg *args, size_t pairs) {
    unsigned char *p = lpNext(lp, lpNext(lp, lp + LIVE_AT));
    if ((uint64_t)integerAt(p) != pairs)
        return false;
    p = lpNext(lp, p);
    for (size_t i = 0; i < pairs; i++)
        if (!isName(lp, p, &args[2 * i], &p))
            return false;
    return true;
}

static unsigned char *setCount(unsigned char *lp, unsigned char *p, int64_t count) {
    if (*p < 127 && count >= 0 && count <= 127) {
        *p = (unsigned char)count;
        return lp;
    }
    return lpReplaceInteger(lp, &p, count);
}

unsigned char *blockAdd(unsigned char *lp, const streamID *master, const streamID *id, const execArg *args,
                        size_t pairs, size_t bytes, size_t room) {
    bool same = namesMatch(lp, args, pairs);
    lpWriter w;
    if (!lpWriteStart(&w, lp, bytes + 2 * pairs * LP_ENTRY_EXTRA + ENTRY_EXTRA, room))
        return NULL;
    lpWriteInteger(&w, same ? BLOCK_SAME : 0);
    lpWriteInteger(&w, (int64_t)(id->ms - master->ms));
    lpWriteInteger(&w, (int64_t)(id->seq - master->seq));
    if (!same)
        lpWriteInteger(&w, (int64_t)pairs);
    for (size_t i = 0; i < pairs; i++) {
        const execArg *name = &args[2 * i], *value = name + 1;
        if (!same)
            lpWriteString(&w, (const unsigned char *)name->ptr, (uint32_t)name->len);
        lpWriteString(&w, (const unsigned char *)value->ptr, (uint32_t)value->len);
    }
    lpWriteInteger(&w, (int64_t)w.written);
    lp = lpWriteEnd(&w);
    return setCount(lp, lp + LIVE_AT, blockLive(lp) + 1);
}

void blockMark(const blockEntry *e) {
    vkAssert(!(*e->at & BLOCK_DELETED) && *e->at <= BLOCK_SAME);
    *e->at |= BLOCK_DELETED;
}

unsigned char *blockCountDead(unsigned char *lp, int64_t n) {
    int64_t live = blockLive(lp), dead = blockDead(lp);
    lp = setCount(lp, lp + LIVE_AT, live - n);
    return setCount(lp, lpNext(lp, lp + LIVE_AT), dead + n);
}

/* ---- reading ---- */

void blockOpen(blockReader *b, unsigned char *lp, const streamID *master) {
    unsigned char *p = lpNext(lp, lpNext(lp, lp + LIVE_AT));
    b->lp = lp;
    b->master = *master;
    b->names = integerAt(p);
    p = lpNext(lp, p);
    b->first_name = p;
    for (int64_t i = 0; i < b->names && p; i++)
        p = lpNext(lp, p);
    vkAssert(p != NULL);
    b->first = lpNext(lp, p);
}

static int64_t takeInteger(const blockReader *b, unsigned char **p) {
    int64_t n = integerAt(*p);
    *p = lpNext(b->lp, *p);
    return n;
}

static bool readEntry(const blockReader *b, unsigned char *p, blockEntry *e) {
    if (!p)
        return false;
    e->at = p;
    e->flags = (unsigned)takeInteger(b, &p);
    e->id.ms = b->master.ms + (uint64_t)takeInteger(b, &p);
    e->id.seq = b->master.seq + (uint64_t)takeInteger(b, &p);
    if (e->flags & BLOCK_SAME) {
        e->fields = b->names;
        e->name = b->first_name;
        e->left = e->fields + 1;
    } else {
        e->fields = takeInteger(b, &p);
        e->name = NULL;
        e->left = 2 * e->fields + 1;
    }
    e->rest = p;
    return true;
}

bool blockFirst(const blockReader *b, blockEntry *e) {
    return readEntry(b, b->first, e);
}

bool blockNext(const blockReader *b, blockEntry *e) {
    unsigned char *p = e->rest;
    for (; e->left > 0; e->left--) {
        vkAssert(p != NULL);
        p = lpNext(b->lp, p);
    }
    return readEntry(b, p, e);
}

/* The entry whose last element is at p, or none where that is the master's. */
static bool readBack(const blockReader *b, unsigned char *p, blockEntry *e) {
    int64_t n = integerAt(p);
    if (n == 0)
        return false;
    for (; n > 0; n--) {
        p = lpPrev(b->lp, p);
        vkAssert(p != NULL);
    }
    return readEntry(b, p, e);
}

bool blockLast(const blockReader *b, blockEntry *e) {
    return readBack(b, lpLast(b->lp), e);
}

bool blockPrev(const blockReader *b, blockEntry *e) {
    return readBack(b, lpPrev(b->lp, e->at), e);
}

static unsigned char *takeText(const blockReader *b, unsigned char *p, stringView *v) {
    unsigned int len;
    long long n;
    vkAssert(p != NULL);
    v->ptr = (const char *)lpGetValue(p, &len, &n);
    v->len = len;
    if (!v->ptr) {
        v->len = (size_t)ll2string(v->number, n);
        v->ptr = v->number;
    }
    return lpNext(b->lp, p);
}

void blockField(const blockReader *b, blockEntry *e, stringView *name, stringView *value) {
    if (e->name) {
        e->name = takeText(b, e->name, name);
    } else {
        e->rest = takeText(b, e->rest, name);
        e->left--;
    }
    e->rest = takeText(b, e->rest, value);
    e->left--;
}

/* ---- checking ---- */

static bool checkInteger(unsigned char *lp, unsigned char **p, int64_t *n) {
    unsigned int len;
    long long value;
    if (!*p || lpGetValue(*p, &len, &value))
        return false;
    *n = value;
    *p = lpNext(lp, *p);
    return true;
}

static bool checkSkip(unsigned char *lp, unsigned char **p, int64_t n) {
    for (; n > 0 && *p; n--)
        *p = lpNext(lp, *p);
    return n == 0;
}

/* Entries have to rise, and be as many as the master says of each kind. */
static bool checkEntry(unsigned char *lp, unsigned char **p, const streamID *master, int64_t names, blockSummary *sum) {
    int64_t flags, ms, seq, fields = names, count, elements = 3;
    if (!checkInteger(lp, p, &flags) || !checkInteger(lp, p, &ms) || !checkInteger(lp, p, &seq) || flags < 0 ||
        flags > (BLOCK_DELETED | BLOCK_SAME))
        return false;
    if (!(flags & BLOCK_SAME)) {
        if (!checkInteger(lp, p, &fields) || fields < 1 || fields > INT32_MAX || !checkSkip(lp, p, fields))
            return false;
        elements += 1 + fields;
    }
    if (!checkSkip(lp, p, fields) || !checkInteger(lp, p, &count) || count != elements + fields)
        return false;
    streamID id = {master->ms + (uint64_t)ms, master->seq + (uint64_t)seq};
    bool first = sum->live + sum->dead == 0;
    if (first ? streamIDCompare(&id, master) < 0 : streamIDCompare(&id, &sum->last) <= 0)
        return false;
    if (first)
        sum->first = id;
    sum->last = id;
    if (flags & BLOCK_DELETED) {
        sum->dead++;
        return true;
    }
    if (sum->live++ == 0)
        sum->first_live = id;
    sum->last_live = id;
    return true;
}

bool blockCheck(unsigned char *lp, size_t size, const streamID *master, blockSummary *sum) {
    *sum = (blockSummary){.live = 0};
    if (!lpValidateIntegrity(lp, size, 1, NULL, NULL))
        return false;
    unsigned char *p = lpFirst(lp);
    int64_t live, dead, names, zero;
    if (!checkInteger(lp, &p, &live) || !checkInteger(lp, &p, &dead) || !checkInteger(lp, &p, &names) || live < 0 ||
        dead < 0 || names < 1 || names > INT32_MAX || !checkSkip(lp, &p, names) || !checkInteger(lp, &p, &zero) ||
        zero != 0)
        return false;
    while (p)
        if (!checkEntry(lp, &p, master, names, sum))
            return false;
    return sum->live == live && sum->dead == dead && live + dead > 0;
}
