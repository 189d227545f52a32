/* skiplist.c: see skiplist.h. */
#include "ds/skiplist.h"
#include "base/base.h"
#include <assert.h>
#include <math.h>

static_assert(sizeof(skiplistLevel) == 24, "a level is drawn with 24 bytes");
static_assert(SKIPLIST_NODE_HEAD == 26, "the member begins at byte 26");
static_assert(offsetof(skiplist, head) == sizeof(skiplistLevel) * (SKIPLIST_MAX_LEVEL - 1), "levels end at the head");

/* --- nodes --- */

/* Two bits of chance a level. */
static unsigned drawHeight(void) {
    uint64_t bits = randomU64() | 1ULL << 62;
    return 1 + (unsigned)__builtin_ctzll(bits) / 2;
}

skiplistNode *skiplistNodeNew(double score, const char *member, size_t len) {
    unsigned height = drawHeight();
    size_t levels = (height - 1) * sizeof(skiplistLevel), wide = len >= 255 ? 8 : 0;
    size_t bytes = SKIPLIST_NODE_HEAD + wide + len;
    if (bytes < sizeof(skiplistNode))
        bytes = sizeof(skiplistNode);
    skiplistNode *n = (skiplistNode *)(void *)((char *)zmalloc(levels + bytes) + levels);
    n->score = score;
    n->height = (uint8_t)height;
    n->mlen = wide ? 255 : (uint8_t)len;
    if (wide) {
        uint64_t all = len;
        memcpy((char *)n + SKIPLIST_NODE_HEAD, &all, 8);
    }
    memcpy((char *)n + SKIPLIST_NODE_HEAD + wide, member, len);
    return n;
}

static void *blockOf(const skiplistNode *n) {
    return (char *)(uintptr_t)n - (n->height - 1U) * sizeof(skiplistLevel);
}

void skiplistNodeFree(void *node) {
    zfree(blockOf(node));
}

size_t skiplistNodeBytes(const skiplistNode *n) {
    return zmallocSize(blockOf(n));
}

int skiplistCompareBytes(const char *a, size_t alen, const char *b, size_t blen) {
    int order = memcmp(a, b, alen < blen ? alen : blen);
    return order ? order : (alen > blen) - (alen < blen);
}

/* --- descending --- */

void skiplistInit(skiplist *s) {
    memset(s, 0, sizeof(*s));
    for (unsigned i = 0; i < SKIPLIST_MAX_LEVEL - 1; i++)
        s->upper[i].score = INFINITY;
    s->head.height = SKIPLIST_MAX_LEVEL;
    s->height = 1;
}

/* The last nodes before a place, by level (index 0 is level 1), and how many nodes stand up to and with each. */
typedef struct path {
    skiplistNode *at[SKIPLIST_MAX_LEVEL];
    size_t passed[SKIPLIST_MAX_LEVEL];
} path;

/* A node is before the key. score is the node's; the node is looked at only where that does not decide. */
typedef bool (*beforeFn)(double score, const skiplistNode *n, const void *key);

/* Walks to the last node before the key; returns it (the head when there is none) and its rank + 1. way may be NULL.
 * What level i + 1 found not to be before the key is not asked again on level i. */
static inline __attribute__((always_inline)) skiplistNode *descend(const skiplist *s, beforeFn before, const void *key,
                                                                   path *way, size_t *passed) {
    skiplistNode *x = (skiplistNode *)(uintptr_t)&s->head, *bound = NULL;
    size_t n = 0;
    for (unsigned level = s->height; level > 1; level--) {
        for (;;) {
            const skiplistLevel *l = skiplistLevelOf(x, level);
            if (l->forward == bound || !before(l->score, l->forward, key)) {
                bound = l->forward;
                break;
            }
            n += l->span;
            x = l->forward;
        }
        if (way) {
            way->at[level - 1] = x;
            way->passed[level - 1] = n;
        }
    }
    while (x->next != bound && before(x->next->score, x->next, key)) {
        x = x->next;
        n++;
    }
    if (way) {
        way->at[0] = x;
        way->passed[0] = n;
    }
    *passed = n;
    return x;
}

typedef struct byNode {
    double score;
    const char *member;
    size_t len;
} byNode;

static inline bool beforeNode(double score, const skiplistNode *n, const void *key) {
    const byNode *k = key;
    if (score != k->score)
        return score < k->score;
    size_t len;
    const char *member = skiplistMember(n, &len);
    return skiplistCompareBytes(member, len, k->member, k->len) < 0;
}

static inline bool belowScore(double score, const skiplistNode *n, const void *key) {
    (void)n;
    return score < *(const double *)key;
}

static inline bool uptoScore(double score, const skiplistNode *n, const void *key) {
    (void)n;
    return score <= *(const double *)key;
}

static inline bool belowMember(double score, const skiplistNode *n, const void *key) {
    (void)score;
    const byNode *k = key;
    size_t len;
    const char *member = skiplistMember(n, &len);
    return skiplistCompareBytes(member, len, k->member, k->len) < 0;
}

static inline bool uptoMember(double score, const skiplistNode *n, const void *key) {
    (void)score;
    const byNode *k = key;
    size_t len;
    const char *member = skiplistMember(n, &len);
    return skiplistCompareBytes(member, len, k->member, k->len) <= 0;
}

static byNode keyOf(const skiplistNode *n) {
    byNode k = {.score = n->score};
    k.member = skiplistMember(n, &k.len);
    return k;
}

/* --- changing --- */

static inline void linkTo(skiplistLevel *l, skiplistNode *n, size_t span) {
    l->forward = n;
    l->span = span;
    l->score = n ? n->score : INFINITY;
}

/* Puts n behind the way's nodes. */
static void linkAt(skiplist *s, skiplistNode *n, path *way) {
    for (; s->height < n->height; s->height++) {
        way->at[s->height] = &s->head;
        way->passed[s->height] = 0;
        skiplistLevelOf(&s->head, s->height + 1)->span = s->length;
    }
    size_t rank = way->passed[0];
    for (unsigned level = 2; level <= n->height; level++) {
        skiplistLevel *from = skiplistLevelOf(way->at[level - 1], level);
        size_t left = rank - way->passed[level - 1];
        *skiplistLevelOf(n, level) = (skiplistLevel){from->forward, from->span - left, from->score};
        linkTo(from, n, left + 1);
    }
    for (unsigned level = n->height + 1U; level <= s->height; level++)
        skiplistLevelOf(way->at[level - 1], level)->span++;
    skiplistNode *x = way->at[0];
    n->next = x->next;
    n->back = x == &s->head ? NULL : x;
    x->next = n;
    if (n->next) {
        n->next->back = n;
    } else {
        s->last = n;
    }
    s->length++;
}

/* Takes n, which stands right behind the way's nodes, out. */
static void unlinkAt(skiplist *s, skiplistNode *n, const path *way) {
    for (unsigned level = 2; level <= s->height; level++) {
        skiplistLevel *from = skiplistLevelOf(way->at[level - 1], level);
        if (level <= n->height) {
            const skiplistLevel *l = skiplistLevelOf(n, level);
            *from = (skiplistLevel){l->forward, from->span + l->span - 1, l->score};
        } else {
            from->span--;
        }
    }
    way->at[0]->next = n->next;
    if (n->next) {
        n->next->back = n->back;
    } else {
        s->last = n->back;
    }
    s->length--;
    while (s->height > 1 && !skiplistLevelOf(&s->head, s->height)->forward)
        s->height--;
}

static void insertByKey(skiplist *s, skiplistNode *n) {
    path way;
    size_t passed;
    byNode k = keyOf(n);
    descend(s, beforeNode, &k, &way, &passed);
    linkAt(s, n, &way);
}

void skiplistInsert(skiplist *s, skiplistNode *n) {
    insertByKey(s, n);
}

void skiplistRemove(skiplist *s, skiplistNode *n) {
    path way;
    size_t passed;
    byNode k = keyOf(n);
    descend(s, beforeNode, &k, &way, &passed);
    vkDebugAssert(way.at[0]->next == n);
    unlinkAt(s, n, &way);
}

skiplistNode *skiplistTakeFirst(skiplist *s) {
    skiplistNode *n = s->head.next;
    if (!n)
        return NULL;
    path way;
    for (unsigned i = 0; i < s->height; i++)
        way.at[i] = &s->head;
    unlinkAt(s, n, &way);
    return n;
}

/* One of two searches that go down side by side. */
typedef struct walker {
    byNode key;
    skiplistNode *at, *bound;
    size_t passed;
} walker;

/* One link further on a level above the lowest. */
static inline __attribute__((always_inline)) bool step(walker *w, unsigned level) {
    const skiplistLevel *l = skiplistLevelOf(w->at, level);
    if (l->forward == w->bound || !beforeNode(l->score, l->forward, &w->key)) {
        w->bound = l->forward;
        return false;
    }
    w->passed += l->span;
    w->at = l->forward;
    return true;
}

static inline __attribute__((always_inline)) bool stepLowest(walker *w) {
    skiplistNode *next = w->at->next;
    if (next == w->bound || !beforeNode(next->score, next, &w->key)) {
        w->bound = next;
        return false;
    }
    w->passed++;
    w->at = next;
    return true;
}

static inline void noteWay(path *way, unsigned level, const walker *w) {
    way->at[level - 1] = w->at;
    way->passed[level - 1] = w->passed;
}

/* Two searches at once: each waits for memory at every link, and neither for the other's. */
static void descendBoth(const skiplist *s, walker *a, walker *b, path *way_a, path *way_b) {
    for (unsigned level = s->height; level > 1; level--) {
        bool more_a = true, more_b = true;
        while (more_a | more_b) {
            if (more_a)
                more_a = step(a, level);
            if (more_b)
                more_b = step(b, level);
        }
        noteWay(way_a, level, a);
        noteWay(way_b, level, b);
    }
    for (bool more_a = true, more_b = true; more_a | more_b;) {
        if (more_a)
            more_a = stepLowest(a);
        if (more_b)
            more_b = stepLowest(b);
    }
    noteWay(way_a, 1, a);
    noteWay(way_b, 1, b);
}

/* The way to another place, as it is once n, behind the nodes of `own`, is no longer there. */
static void forget(path *way, const path *own, const skiplistNode *n, unsigned height) {
    for (unsigned i = 0; i < height; i++) {
        if (way->at[i] == n) {
            way->at[i] = own->at[i];
            way->passed[i] = own->passed[i];
        } else if (way->passed[i] > own->passed[0]) {
            way->passed[i]--;
        }
    }
}

static void move(skiplist *s, skiplistNode *n, double score) {
    path own, way;
    unsigned height = s->height;
    skiplistNode *head = &s->head;
    walker a = {keyOf(n), head, NULL, 0}, b = a;
    b.key.score = score;
    descendBoth(s, &a, &b, &own, &way);
    vkDebugAssert(own.at[0]->next == n);
    unlinkAt(s, n, &own);
    forget(&way, &own, n, height);
    n->score = score;
    linkAt(s, n, &way);
}

/* The node stays where it is when its new score is still between its neighbours'; then only links that lead to it hear
 * of the score, and a node of height 1 has none that repeat it. */
void skiplistRescore(skiplist *s, skiplistNode *n, double score) {
    if (unlikely(score == n->score))
        return;
    bool stays = (!n->back || n->back->score < score) && (!n->next || n->next->score > score);
    if (!stays) {
        move(s, n, score);
        return;
    }
    if (n->height > 1) {
        path way;
        size_t passed;
        byNode k = keyOf(n);
        descend(s, beforeNode, &k, &way, &passed);
        for (unsigned level = 2; level <= n->height; level++)
            skiplistLevelOf(way.at[level - 1], level)->score = score;
    }
    n->score = score;
}

/* --- finding --- */

size_t skiplistRank(const skiplist *s, const skiplistNode *n) {
    size_t passed;
    byNode k = keyOf(n);
    descend(s, beforeNode, &k, NULL, &passed);
    return passed;
}

/* The last node of the first n, the head for 0. */
static skiplistNode *lastOf(const skiplist *s, size_t n, path *way) {
    skiplistNode *x = (skiplistNode *)(uintptr_t)&s->head;
    size_t passed = 0;
    for (unsigned level = s->height; level > 1; level--) {
        for (const skiplistLevel *l; (l = skiplistLevelOf(x, level))->forward && passed + l->span <= n;) {
            passed += l->span;
            x = l->forward;
        }
        if (way) {
            way->at[level - 1] = x;
            way->passed[level - 1] = passed;
        }
    }
    while (passed < n && x->next) {
        x = x->next;
        passed++;
    }
    if (way) {
        way->at[0] = x;
        way->passed[0] = passed;
    }
    return x;
}

skiplistNode *skiplistAt(const skiplist *s, size_t rank) {
    if (rank >= s->length)
        return NULL;
    return rank == s->length - 1 ? s->last : lastOf(s, rank + 1, NULL);
}

skiplistNode *skiplistSeek(const skiplist *s, double score, bool above, size_t *rank) {
    return above ? descend(s, uptoScore, &score, NULL, rank)->next : descend(s, belowScore, &score, NULL, rank)->next;
}

skiplistNode *skiplistSeekMember(const skiplist *s, const char *member, size_t len, bool above, size_t *rank) {
    byNode k = {0, member, len};
    return above ? descend(s, uptoMember, &k, NULL, rank)->next : descend(s, belowMember, &k, NULL, rank)->next;
}

size_t skiplistRemoveRange(skiplist *s, size_t rank, size_t n, void (*take)(void *ctx, skiplistNode *n), void *ctx) {
    if (rank >= s->length)
        return 0;
    if (n > s->length - rank)
        n = s->length - rank;
    path way;
    lastOf(s, rank, &way);
    for (size_t i = 0; i < n; i++) {
        skiplistNode *x = way.at[0]->next;
        unlinkAt(s, x, &way);
        take(ctx, x);
    }
    return n;
}

/* --- checking --- */

static bool ordered(const skiplist *s) {
    const skiplistNode *back = NULL;
    size_t n = 0;
    for (const skiplistNode *x = s->head.next; x; back = x, x = x->next) {
        if (x->back != back || isnan(x->score) || x->height > s->height || ++n > s->length)
            return false;
        byNode k = keyOf(x);
        if (back && !beforeNode(back->score, back, &k))
            return false;
    }
    return n == s->length && s->last == back;
}

/* The links of one level against a walk over the lowest. */
static bool levelHolds(const skiplist *s, unsigned level) {
    const skiplistLevel *l = skiplistLevelOf(&s->head, level);
    size_t since = 0;
    for (const skiplistNode *x = s->head.next; x; x = x->next) {
        since++;
        if (x->height < level)
            continue;
        if (l->forward != x || l->span != since || l->score != x->score)
            return false;
        l = skiplistLevelOf(x, level);
        since = 0;
    }
    return !l->forward && l->span == since && isinf(l->score) && l->score > 0;
}

bool skiplistValidate(const skiplist *s) {
    if (s->height < 1 || s->height > SKIPLIST_MAX_LEVEL || !ordered(s))
        return false;
    if (s->height > 1 && !skiplistLevelOf(&s->head, s->height)->forward)
        return false;
    for (unsigned level = 2; level <= s->height; level++)
        if (!levelHolds(s, level))
            return false;
    return true;
}
