/* quicklist.c: ends, inserts, splits, merges and compression of quicklists; the layout is drawn in quicklist.h.
 *
 * Design  Whoever changes the middle of a node opens it first (unpacked, no gap), so that listpack.h's functions may
 *         have its block, and closes it again. Every change to the chain of nodes ends in spread(), which unpacks what
 *         is near the ends and compresses what is not. */
#include "ds/quicklist.h"
#include <limits.h>
#include "base/base.h"

enum {
    PACK_HEAD = 6,
    SAFE_BYTES = 8192,   /* of a node that is limited by its count */
    ENTRY_OVERHEAD = 8,  /* what an element is taken to need beside its text */
    COMPRESS_LEAST = 48, /* bytes of a node worth compressing */
    COMPRESS_GAIN = 8,   /* and more than this must be saved */
    ROOM_LEAST = 64,
    FILL_MAX = (1 << 15) - 1,
    COMPRESS_MAX = (1 << 16) - 1
};

static size_t packed_threshold;

bool quicklistSetPackedThreshold(size_t bytes) {
    if (bytes > (1ULL << 32) - (1 << 20))
        return false;
    packed_threshold = bytes;
    return true;
}

size_t quicklistPackedThreshold(void) {
    return packed_threshold;
}

/* ---- limits ---- */

static size_t bytesOfFill(int fill) {
    return (size_t)4096 << (fill < -5 ? 4 : -fill - 1);
}

void quicklistNodeLimit(int fill, size_t *sz, size_t *count) {
    *sz = fill < 0 ? bytesOfFill(fill) : SIZE_MAX;
    *count = fill < 0 ? SIZE_MAX : (size_t)(fill ? fill : 1);
}

bool quicklistExceeds(int fill, size_t sz, size_t count) {
    if (likely(fill < 0))
        return sz > bytesOfFill(fill);
    return sz > SAFE_BYTES || count > (size_t)(fill ? fill : 1);
}

bool quicklistIsLarge(size_t len, int fill) {
    if (unlikely(packed_threshold))
        return len >= packed_threshold;
    return len > (fill < 0 ? bytesOfFill(fill) : SAFE_BYTES);
}

static bool mayTake(const quicklistNode *n, int fill, size_t len) {
    return n && !n->plain && !quicklistIsLarge(len, fill) &&
           !quicklistExceeds(fill, n->sz + len + ENTRY_OVERHEAD, n->count + 1);
}

static bool mayMerge(const quicklistNode *a, const quicklistNode *b, int fill) {
    return a && b && !a->plain && !b->plain &&
           !quicklistExceeds(fill, a->sz + b->sz - LP_EMPTY_BYTES, (size_t)a->count + b->count);
}

/* ---- nodes ---- */

static unsigned char *packOf(const quicklistNode *n) {
    return n->block + n->gap;
}

static quicklistNode *nodeOver(unsigned char *block, size_t sz, size_t count, bool plain) {
    quicklistNode *n = zmalloc(sizeof(*n));
    *n = (quicklistNode){.block = block, .sz = sz, .plain = plain, .count = (uint32_t)count};
    return n;
}

static quicklistNode *packedNode(void) {
    return nodeOver(lpNew(ROOM_LEAST), LP_EMPTY_BYTES, 0, false);
}

static quicklistNode *plainNode(const void *s, size_t len) {
    return nodeOver(memcpy(zmalloc(len ? len : 1), s, len), len, 1, true);
}

/* A packed node with one element. */
static quicklistNode *nodeWith(const void *s, size_t len) {
    unsigned char *lp = lpAppend(lpNew(len + 2 * ENTRY_OVERHEAD), s, (uint32_t)len);
    return nodeOver(lp, lpBytes(lp), 1, false);
}

static void nodeFree(quicklistNode *n) {
    zfree(n->block);
    zfree(n);
}

/* The listpack's functions may have changed its block. */
static void takePack(quicklistNode *n, unsigned char *lp) {
    vkAssert(lp);
    n->block = lp;
    n->sz = lpBytes(lp);
}

unsigned char *quicklistCutBlock(unsigned char *block, size_t bytes) {
    return zmallocGoodSize(bytes) < zmallocSize(block) ? zrealloc(block, bytes) : block;
}

static void closeGap(quicklistNode *n) {
    if (!n->gap || n->lzf)
        return;
    memmove(n->block, packOf(n), n->sz);
    n->gap = 0;
}

/* Other nodes will be at the end of the list: no room is needed any more. */
static void seal(quicklistNode *n) {
    if (n->lzf)
        return;
    closeGap(n);
    n->block = quicklistCutBlock(n->block, n->sz);
}

static void compressNode(quicklistNode *n) {
    if (n->lzf || n->held || n->sz < COMPRESS_LEAST)
        return;
    size_t room = n->sz - COMPRESS_GAIN - 1;
    unsigned char *packed = zmalloc(room);
    size_t bytes = lzfCompress(packOf(n), n->sz, packed, room);
    if (!bytes || bytes > UINT32_MAX) {
        zfree(packed);
        return;
    }
    zfree(n->block);
    n->block = quicklistCutBlock(packed, bytes);
    n->gap = (uint32_t)bytes;
    n->lzf = 1;
}

static void unpackInto(const quicklistNode *n, unsigned char *to) {
    if (lzfDecompress(n->block, n->gap, to, n->sz) != n->sz)
        vkPanic("quicklist: a compressed node is broken");
}

/* true: it was compressed. */
static bool unpackNode(quicklistNode *n) {
    if (likely(!n->lzf))
        return false;
    unsigned char *raw = zmalloc(n->sz);
    unpackInto(n, raw);
    zfree(n->block);
    n->block = raw;
    n->gap = 0;
    n->lzf = 0;
    return true;
}

/* Unpacked and without a gap: its block may go through functions of listpack.h. */
static bool openNode(quicklistNode *n) {
    bool was = unpackNode(n);
    closeGap(n);
    return was;
}

static void closeNode(quicklistNode *n, bool compressed) {
    if (compressed)
        compressNode(n);
}

/* ---- the chain ---- */

/* After a change in the chain, or to n (NULL: none in particular). */
static void spread(const quicklist *ql, quicklistNode *n) {
    if (likely(!ql->compress) || ql->len < 2 * (size_t)ql->compress)
        return;
    quicklistNode *front = ql->head, *back = ql->tail;
    bool near = false;
    for (int depth = 0; depth < ql->compress; depth++) {
        unpackNode(front);
        unpackNode(back);
        near = near || front == n || back == n;
        if (front == back || front->next == back)
            return;
        front = front->next;
        back = back->prev;
    }
    if (n && !near)
        compressNode(n);
    compressNode(front);
    compressNode(back);
}

static void link(quicklist *ql, quicklistNode *old, quicklistNode *n, bool after) {
    n->prev = after ? old : (old ? old->prev : NULL);
    n->next = after ? (old ? old->next : NULL) : old;
    *(n->prev ? &n->prev->next : &ql->head) = n;
    *(n->next ? &n->next->prev : &ql->tail) = n;
    ql->len++;
    if (old) {
        seal(old);
        spread(ql, old);
    }
    spread(ql, n);
}

static void unlinkNode(quicklist *ql, quicklistNode *n) {
    *(n->prev ? &n->prev->next : &ql->head) = n->next;
    *(n->next ? &n->next->prev : &ql->tail) = n->prev;
    ql->len--;
    ql->count -= n->count;
    nodeFree(n);
    if (ql->len)
        spread(ql, NULL);
}

static quicklistNode *merge(quicklist *ql, quicklistNode *a, quicklistNode *b) {
    openNode(a);
    openNode(b);
    size_t count = (size_t)a->count + b->count;
    unsigned char *first = a->block, *second = b->block, *lp = lpMerge(&first, &second);
    quicklistNode *keep = first ? a : b, *gone = first ? b : a;
    vkAssert(lp);
    takePack(keep, lp);
    keep->count = (uint32_t)count;
    gone->block = NULL;
    gone->count = 0;
    unlinkNode(ql, gone);
    spread(ql, keep);
    return keep;
}

/* Merges what fits together around a node; returns the node that has its elements now. */
static quicklistNode *mergeAround(quicklist *ql, quicklistNode *n) {
    if (n->prev && mayMerge(n->prev->prev, n->prev, ql->fill))
        merge(ql, n->prev->prev, n->prev);
    if (n->next && mayMerge(n->next, n->next->next, ql->fill))
        merge(ql, n->next, n->next->next);
    if (mayMerge(n->prev, n, ql->fill))
        n = merge(ql, n->prev, n);
    if (mayMerge(n, n->next, ql->fill))
        n = merge(ql, n, n->next);
    return n;
}

/* Cuts an open node: it keeps elements up to and with `at` (after) or from there on; the rest is returned, unlinked. */
static quicklistNode *split(quicklistNode *n, size_t at, bool after) {
    size_t cut = at + (after ? 1 : 0), rest = after ? n->count - cut : cut;
    unsigned char *other = lpDup(n->block);
    other = after ? lpDeleteRange(other, 0, cut) : lpDeleteRange(other, (long)cut, n->count);
    takePack(n, after ? lpDeleteRange(n->block, (long)cut, rest) : lpDeleteRange(n->block, 0, cut));
    n->count -= (uint32_t)rest;
    return nodeOver(other, lpBytes(other), rest, false);
}

/* ---- life ---- */

quicklist *quicklistNew(int fill, int compress) {
    quicklist *ql = zmalloc(sizeof(*ql));
    fill = fill > FILL_MAX ? FILL_MAX : fill;
    compress = compress > COMPRESS_MAX ? COMPRESS_MAX : compress;
    *ql = (quicklist){.fill = fill < -5 ? -5 : fill, .compress = compress < 0 ? 0 : compress};
    return ql;
}

bool quicklistDrain(quicklist *ql, size_t nodes) {
    while (ql->head && nodes--) {
        quicklistNode *n = ql->head;
        ql->head = n->next;
        ql->count -= n->count;
        ql->len--;
        nodeFree(n);
    }
    return ql->head != NULL;
}

void quicklistRelease(quicklist *ql) {
    quicklistDrain(ql, SIZE_MAX);
    zfree(ql);
}

static quicklistNode *nodeDup(const quicklistNode *n) {
    size_t bytes = n->lzf ? n->gap : n->sz;
    const unsigned char *from = n->lzf ? n->block : packOf(n);
    quicklistNode *copy = nodeOver(memcpy(zmalloc(bytes ? bytes : 1), from, bytes), n->sz, n->count, n->plain);
    copy->lzf = n->lzf;
    copy->gap = n->lzf ? n->gap : 0;
    return copy;
}

quicklist *quicklistDup(const quicklist *ql) {
    quicklist *copy = quicklistNew(ql->fill, 0); /* the nodes come as they are */
    for (const quicklistNode *n = ql->head; n; n = n->next)
        link(copy, copy->tail, nodeDup(n), true);
    copy->count = ql->count;
    copy->compress = ql->compress;
    return copy;
}

void quicklistAppendListpack(quicklist *ql, unsigned char *lp) {
    size_t count = lpLength(lp);
    link(ql, ql->tail, nodeOver(lp, lpBytes(lp), count, false), true);
    ql->count += count;
}

void quicklistAppendPlain(quicklist *ql, unsigned char *text, size_t len) {
    link(ql, ql->tail, nodeOver(text, len, 1, true), true);
    ql->count++;
}

unsigned char *quicklistToListpack(quicklist *ql) {
    quicklistNode *n = ql->head;
    vkAssert(ql->len == 1 && !n->plain);
    openNode(n);
    unsigned char *lp = quicklistCutBlock(n->block, n->sz);
    n->block = NULL;
    quicklistRelease(ql);
    return lp;
}

/* ---- ends ---- */

/* Bytes of the block that a node of sz needs, with room to grow up to the node's limit. */
static size_t blockFor(const quicklist *ql, size_t sz) {
    size_t most = ql->fill < 0 ? bytesOfFill(ql->fill) : SAFE_BYTES, want = sz * 2;
    if (want > most)
        want = most;
    return zmallocGoodSize(want > sz ? want : sz);
}

/* Room for `more` bytes at one end: the other end keeps a quarter where it is in use too. */
static void makeRoom(const quicklist *ql, quicklistNode *n, size_t more, enum quicklistEnd where) {
    size_t have = zmallocSize(n->block), want = blockFor(ql, n->sz + more);
    if (want < have)
        want = have;
    size_t spare = want - n->sz, other = n->gap ? spare / 4 : 0;
    if (spare - other < more)
        other = 0;
    size_t gap = where == QUICKLIST_HEAD ? spare - other : other;
    unsigned char *block = want > have ? zmalloc(want) : n->block;
    memmove(block + gap, packOf(n), n->sz);
    if (block != n->block)
        zfree(n->block);
    n->block = block;
    n->gap = (uint32_t)gap;
}

static void pushTail(const quicklist *ql, quicklistNode *n, const lpEncoded *e, size_t bytes) {
    if (unlikely(zmallocSize(n->block) - n->gap - n->sz < bytes))
        makeRoom(ql, n, bytes, QUICKLIST_TAIL);
    unsigned char *lp = packOf(n), *at = lp + n->sz - 1;
    lpWriteEncoded(at, e);
    at[bytes] = 0xFF;
    n->sz += bytes;
    lpWriteHeader(lp, n->sz, ++n->count);
}

static void pushHead(const quicklist *ql, quicklistNode *n, const lpEncoded *e, size_t bytes) {
    if (unlikely(n->gap < bytes))
        makeRoom(ql, n, bytes, QUICKLIST_HEAD);
    n->gap -= (uint32_t)bytes;
    unsigned char *lp = packOf(n);
    lpWriteEncoded(lp + PACK_HEAD, e);
    n->sz += bytes;
    lpWriteHeader(lp, n->sz, ++n->count);
}

void quicklistPush(quicklist *ql, const void *s, size_t len, enum quicklistEnd where) {
    bool tail = where == QUICKLIST_TAIL;
    quicklistNode *n = tail ? ql->tail : ql->head;
    ql->count++;
    if (unlikely(quicklistIsLarge(len, ql->fill))) {
        link(ql, n, plainNode(s, len), tail);
        return;
    }
    lpEncoded e;
    size_t bytes = lpEncode(&e, s, (uint32_t)len);
    if (likely(mayTake(n, ql->fill, len))) {
        (tail ? pushTail : pushHead)(ql, n, &e, bytes);
        return;
    }
    quicklistNode *fresh = packedNode(); /* filled first: s may be in a node that is sealed by the link */
    (tail ? pushTail : pushHead)(ql, fresh, &e, bytes);
    link(ql, n, fresh, tail);
}

bool quicklistPeek(const quicklist *ql, enum quicklistEnd where, lpValue *v) {
    const quicklistNode *n = where == QUICKLIST_HEAD ? ql->head : ql->tail;
    if (!n)
        return false;
    if (unlikely(n->plain)) {
        *v = (lpValue){.text = n->block, .len = n->sz};
        return true;
    }
    unsigned char *lp = packOf(n);
    lpValueAt(where == QUICKLIST_HEAD ? lp + PACK_HEAD : lpPrev(lp, lp + n->sz - 1), v);
    return true;
}

/* A block four times as large as its listpack is halved and halved again. */
static void giveBack(quicklistNode *n) {
    size_t want = zmallocGoodSize(n->sz * 2);
    unsigned char *block = zmalloc(want);
    size_t gap = n->gap ? want - n->sz : 0;
    memcpy(block + gap, packOf(n), n->sz);
    zfree(n->block);
    n->block = block;
    n->gap = (uint32_t)gap;
}

void quicklistPop(quicklist *ql, enum quicklistEnd where) {
    quicklistNode *n = where == QUICKLIST_HEAD ? ql->head : ql->tail;
    if (n->plain || n->count == 1) {
        unlinkNode(ql, n);
        return;
    }
    unsigned char *lp = packOf(n), *end = lp + n->sz - 1;
    size_t bytes;
    if (where == QUICKLIST_HEAD) {
        bytes = lpEntryBytes(lp + PACK_HEAD, end);
        lp += bytes;
        n->gap += (uint32_t)bytes;
    } else {
        unsigned char *last = lpPrev(lp, end);
        bytes = (size_t)(end - last);
        *last = 0xFF;
    }
    n->sz -= bytes;
    lpWriteHeader(lp, n->sz, --n->count);
    ql->count--;
    if (unlikely(n->sz * 8 < zmallocSize(n->block)) && n->sz >= ROOM_LEAST)
        giveBack(n);
}

/* ---- inside ---- */

quicklistNode *quicklistSeek(const quicklist *ql, long long index, size_t *at) {
    uint64_t size = ql->count, i = index < 0 ? size - (0 - (uint64_t)index) : (uint64_t)index;
    if (index < 0 ? 0 - (uint64_t)index > size : (uint64_t)index >= size)
        return NULL;
    quicklistNode *n;
    if (i <= size / 2) {
        for (n = ql->head; i >= n->count; n = n->next)
            i -= n->count;
        *at = i;
    } else {
        uint64_t back = size - 1 - i;
        for (n = ql->tail; back >= n->count; n = n->prev)
            back -= n->count;
        *at = n->count - 1 - back;
    }
    return n;
}

static void insertHere(quicklistNode *n, size_t at, const void *s, size_t len, bool after) {
    bool was = openNode(n);
    unsigned char *p = lpSeek(n->block, (long)at);
    takePack(n, lpInsertString(n->block, s, (uint32_t)len, p, after ? LP_AFTER : LP_BEFORE, NULL));
    n->count++;
    closeNode(n, was);
}

/* At the near end of a neighbour that has room. */
static void insertBeside(quicklistNode *n, const void *s, size_t len, bool after) {
    bool was = openNode(n);
    takePack(n, after ? lpPrepend(n->block, s, (uint32_t)len) : lpAppend(n->block, s, (uint32_t)len));
    n->count++;
    closeNode(n, was);
}

/* The node is full, or the element large, and it belongs inside: the node is cut in two. */
static void insertCutting(quicklist *ql, quicklistNode *n, size_t at, const void *s, size_t len, bool after) {
    openNode(n);
    quicklistNode *rest = split(n, at, after);
    if (quicklistIsLarge(len, ql->fill)) {
        quicklistNode *own = plainNode(s, len);
        link(ql, n, own, after);
        link(ql, own, rest, after);
        return;
    }
    takePack(rest, after ? lpPrepend(rest->block, s, (uint32_t)len) : lpAppend(rest->block, s, (uint32_t)len));
    rest->count++;
    link(ql, n, rest, after);
    mergeAround(ql, n);
}

void quicklistInsert(quicklist *ql, quicklistNode *n, size_t at, const void *s, size_t len, bool after) {
    bool large = quicklistIsLarge(len, ql->fill), outside = at == (after ? n->count - 1 : 0);
    quicklistNode *beside = after ? n->next : n->prev;
    ql->count++;
    if (mayTake(n, ql->fill, len)) {
        insertHere(n, at, s, len, after);
    } else if (outside && !large && mayTake(beside, ql->fill, len)) {
        insertBeside(beside, s, len, after);
    } else if (outside || n->plain) {
        link(ql, n, large ? plainNode(s, len) : nodeWith(s, len), after);
    } else {
        insertCutting(ql, n, at, s, len, after);
    }
}

/* A packed node whose element gets a node of its own. */
static void replaceApart(quicklist *ql, quicklistNode *n, size_t at, const void *s, size_t len) {
    n->held = 1;
    openNode(n);
    quicklistNode *rest = at + 1 < n->count ? split(n, at, true) : NULL;
    quicklistNode *own = quicklistIsLarge(len, ql->fill) ? plainNode(s, len) : nodeWith(s, len);
    link(ql, n, own, true);
    if (rest)
        link(ql, own, rest, true);
    ql->count++;
    if (n->count == 1) {
        unlinkNode(ql, n);
        return;
    }
    takePack(n, lpDeleteRange(n->block, -1, 1));
    n->count--;
    ql->count--;
    n->held = 0;
    own = mergeAround(ql, own);
    spread(ql, own);
    if (own->prev)
        spread(ql, own->prev);
    if (own->next)
        spread(ql, own->next);
}

bool quicklistReplace(quicklist *ql, long long index, const void *s, size_t len) {
    size_t at;
    quicklistNode *n = quicklistSeek(ql, index, &at);
    if (!n)
        return false;
    bool large = quicklistIsLarge(len, ql->fill);
    if (n->plain && large) {
        zfree(n->block);
        n->block = memcpy(zmalloc(len), s, len);
        n->sz = len;
        n->lzf = 0;
        n->gap = 0;
        spread(ql, n);
    } else if (n->plain) {
        quicklistInsert(ql, n, 0, s, len, true);
        unlinkNode(ql, n);
    } else if (!large) {
        openNode(n);
        unsigned char *p = lpSeek(n->block, (long)at), *lp = lpReplace(n->block, &p, s, (uint32_t)len);
        if (lp) {
            takePack(n, lp);
            spread(ql, n);
        } else {
            replaceApart(ql, n, at, s, len);
        }
    } else {
        replaceApart(ql, n, at, s, len);
    }
    return true;
}

size_t quicklistDeleteRange(quicklist *ql, long long index, size_t count) {
    size_t at, done = 0;
    quicklistNode *n = count ? quicklistSeek(ql, index, &at) : NULL;
    while (n && done < count) {
        quicklistNode *next = n->next;
        size_t here = n->count - at < count - done ? n->count - at : count - done;
        if (here == n->count) {
            unlinkNode(ql, n);
        } else {
            bool was = openNode(n);
            takePack(n, lpDeleteRange(n->block, (long)at, here));
            n->count -= (uint32_t)here;
            ql->count -= here;
            closeNode(n, was);
        }
        done += here;
        n = next;
        at = 0;
    }
    return done;
}

/* ---- removing by value ---- */

lpNeedle lpNeedleOf(const void *s, size_t len) {
    lpNeedle n = {.s = s, .len = len};
    n.is_number = len < LL_DIGITS && string2ll(s, len, &n.number);
    return n;
}

static size_t removeForward(unsigned char **lp, const lpNeedle *needle, size_t max) {
    enum { BATCH = 64 };
    unsigned char *found[BATCH], *p = lpFirst(*lp);
    size_t removed = 0;
    while (p && removed < max) {
        unsigned long n = 0;
        unsigned char *end = lpEnd(*lp);
        while (p != end && n < BATCH && removed + n < max) {
            lpValue v;
            unsigned char *here = p;
            p = lpStep(p, end, &v);
            if (lpNeedleIs(needle, &v))
                found[n++] = here;
        }
        size_t tail = (size_t)(end - p);
        *lp = lpBatchDelete(*lp, found, n);
        removed += n;
        p = tail ? lpEnd(*lp) - tail : NULL;
    }
    return removed;
}

static size_t removeBackward(unsigned char **lp, const lpNeedle *needle, size_t max) {
    size_t removed = 0;
    unsigned char *p = lpLast(*lp);
    while (p && removed < max) {
        lpValue v;
        lpValueAt(p, &v);
        unsigned char *before = lpPrev(*lp, p);
        if (lpNeedleIs(needle, &v)) {
            size_t offset = before ? (size_t)(before - *lp) : 0;
            *lp = lpDeleteRangeWithEntry(*lp, &p, 1);
            before = before ? *lp + offset : NULL;
            removed++;
        }
        p = before;
    }
    return removed;
}

static size_t removePack(unsigned char **lp, const lpNeedle *needle, size_t max, enum quicklistEnd from) {
    return from == QUICKLIST_HEAD ? removeForward(lp, needle, max) : removeBackward(lp, needle, max);
}

size_t lpRemove(unsigned char **lp, const void *s, size_t len, size_t max, enum quicklistEnd from) {
    lpNeedle needle = lpNeedleOf(s, len);
    return removePack(lp, &needle, max ? max : SIZE_MAX, from);
}

static bool nodeHas(const quicklistNode *n, const lpNeedle *needle, quicklistScratch *scratch) {
    unsigned char *data = quicklistNodeData(n, scratch);
    lpValue v = {.text = data, .len = n->sz};
    if (n->plain)
        return lpNeedleIs(needle, &v);
    return needle->len <= UINT32_MAX && lpFind(data, lpFirst(data), needle->s, (uint32_t)needle->len, 0) != NULL;
}

/* From a packed node; it may be gone then. */
static size_t removeFromNode(quicklist *ql, quicklistNode *n, const lpNeedle *needle, size_t max,
                             enum quicklistEnd from) {
    bool was = openNode(n);
    unsigned char *lp = n->block;
    size_t removed = removePack(&lp, needle, max, from);
    takePack(n, lp);
    n->count -= (uint32_t)removed;
    ql->count -= removed;
    if (n->count == 0) {
        unlinkNode(ql, n);
    } else {
        closeNode(n, was);
    }
    return removed;
}

size_t quicklistRemove(quicklist *ql, const void *s, size_t len, size_t max, enum quicklistEnd from) {
    lpNeedle needle = lpNeedleOf(s, len);
    quicklistScratch scratch = {NULL};
    size_t removed = 0;
    quicklistNode *n = from == QUICKLIST_HEAD ? ql->head : ql->tail, *next;
    max = max ? max : SIZE_MAX;
    for (; n && removed < max; n = next) {
        next = from == QUICKLIST_HEAD ? n->next : n->prev;
        if (!nodeHas(n, &needle, &scratch))
            continue;
        if (n->plain) {
            unlinkNode(ql, n);
            removed++;
        } else {
            removed += removeFromNode(ql, n, &needle, max - removed, from);
        }
    }
    quicklistScratchRelease(&scratch);
    return removed;
}

/* ---- reading ---- */

unsigned char *quicklistNodeData(const quicklistNode *n, quicklistScratch *scratch) {
    if (likely(!n->lzf))
        return packOf(n);
    if (!scratch->block || zmallocSize(scratch->block) < n->sz) {
        zfree(scratch->block);
        scratch->block = zmalloc(n->sz);
    }
    unpackInto(n, scratch->block);
    return scratch->block;
}

void quicklistScratchRelease(quicklistScratch *scratch) {
    zfree(scratch->block);
    scratch->block = NULL;
}

/* Stands at the first or last element of its node. */
static void enterNode(quicklistIter *it) {
    unsigned char *data = quicklistNodeData(it->node, &it->scratch);
    it->lp = it->at = data;
    it->end = NULL;
    if (it->node->plain)
        return;
    it->end = data + it->node->sz - 1;
    it->at = it->backwards ? lpPrev(data, it->end) : data + PACK_HEAD;
}

void quicklistIterStart(quicklistIter *it, const quicklist *ql, long long index, bool backwards) {
    size_t at = 0;
    *it = (quicklistIter){.node = quicklistSeek(ql, index, &at), .backwards = backwards};
    if (!it->node)
        return;
    enterNode(it);
    if (it->end && at != (backwards ? it->node->count - 1 : 0))
        it->at = lpSeek(it->lp, (long)at);
}

void quicklistIterStartPack(quicklistIter *it, unsigned char *lp, long long index, bool backwards) {
    *it = (quicklistIter){.lp = lp, .end = lpEnd(lp), .backwards = backwards, .at = lpSeek(lp, (long)index)};
}

bool quicklistIterNextNode(quicklistIter *it) {
    if (!it->node)
        return false;
    it->node = it->backwards ? it->node->prev : it->node->next;
    if (!it->node)
        return false;
    enterNode(it);
    return true;
}

void quicklistIterEnd(quicklistIter *it) {
    quicklistScratchRelease(&it->scratch);
}

/* ---- checking, showing ---- */

size_t quicklistMemUsage(const quicklist *ql, size_t samples) {
    size_t bytes = 0, seen = 0;
    for (const quicklistNode *n = ql->head; n && (!samples || seen < samples); n = n->next, seen++)
        bytes += zmallocSize(n) + zmallocSize(n->block);
    if (seen < ql->len)
        bytes = (size_t)((double)bytes / (double)seen * (double)ql->len);
    return zmallocSize(ql) + bytes;
}

static bool nodeValid(const quicklistNode *n) {
    if (n->lzf)
        return n->gap <= zmallocSize(n->block) && n->gap + COMPRESS_GAIN < n->sz;
    if (n->gap + n->sz > zmallocSize(n->block))
        return false;
    if (n->plain)
        return n->count == 1 && n->gap == 0;
    unsigned char *copy = memcpy(zmalloc(n->sz), packOf(n), n->sz);
    bool valid = lpBytes(copy) == n->sz && lpLength(copy) == n->count && n->count > 0 && lpValidate(copy);
    zfree(copy);
    return valid;
}

/* Nodes from this end, as many as must be, are not compressed. */
static bool endRaw(const quicklist *ql, bool tail) {
    const quicklistNode *n = tail ? ql->tail : ql->head;
    for (int i = 0; n && (i < ql->compress || i < 1); i++, n = tail ? n->prev : n->next)
        if (n->lzf)
            return false;
    return true;
}

bool quicklistValidate(const quicklist *ql) {
    size_t len = 0, count = 0;
    const quicklistNode *before = NULL;
    for (const quicklistNode *n = ql->head; n; before = n, n = n->next, len++) {
        if (n->prev != before || n->held || (n->lzf && !ql->compress) || !nodeValid(n))
            return false;
        count += n->count;
    }
    return ql->tail == before && len == ql->len && count == ql->count && endRaw(ql, false) && endRaw(ql, true);
}

void quicklistRepr(const quicklist *ql, bool full, FILE *out) {
    quicklistScratch scratch = {NULL};
    size_t i = 0;
    fprintf(out, "quicklist: %zu elements in %zu nodes, fill %d, compress %d\n", ql->count, ql->len, ql->fill,
            ql->compress);
    for (const quicklistNode *n = ql->head; n; n = n->next) {
        fprintf(out, "node %zu: %s %s, %zu bytes", i++, n->plain ? "plain" : "packed", n->lzf ? "lzf" : "raw",
                (size_t)n->sz);
        fprintf(out, n->lzf ? " in %u, %u elements\n" : ", gap %u, %u elements\n", n->gap, n->count);
        if (full && !n->plain)
            lpRepr(quicklistNodeData(n, &scratch), out);
    }
    quicklistScratchRelease(&scratch);
}
