/* vset.c: the B+ tree behind volatile sets; layout and reasons are in vset.h.
 *
 * Design  Every operation walks down from the root by key and mends on the way up: insertion hands a new right sibling
 *         to its parent, removal lets the parent drop an empty child or join two thin ones. */
#include "ds/vset.h"
#include <assert.h>
#include <string.h>
#include "base/base.h"

enum { LEAF_MAX = 62, INNER_MAX = 42, THIN = 4 /* a node under max / THIN is joined with a neighbour */ };
#define VSET_UNKNOWN LLONG_MIN

typedef struct key {
    long long expiry;
    uintptr_t address;
} key;

typedef struct slot {
    key fence;
    vsetNode *child;
} slot;

/* Header of a node; cap entries (leaf) or slots (inner) follow. */
struct vsetNode {
    uint16_t len;   /* entries or slots in use */
    uint16_t cap;   /* and allocated */
    uint16_t level; /* 0: leaf */
    uint16_t unused;
    long long earliest; /* leaf: smallest expiry or VSET_UNKNOWN */
};

#define NODE_HEADER sizeof(vsetNode)
static_assert(NODE_HEADER == 16, "header of a node");
static_assert(sizeof(slot) == 24, "slot of an inner node");
static_assert(NODE_HEADER + LEAF_MAX * sizeof(void *) == 512, "a full leaf is one size class");
static_assert(NODE_HEADER + INNER_MAX * sizeof(slot) == 1024, "a full inner node is one size class");

static const key LOWEST = {LLONG_MIN, 0};
static const key HIGHEST = {LLONG_MAX, UINTPTR_MAX};

static inline bool keyLess(key a, key b) {
    return a.expiry != b.expiry ? a.expiry < b.expiry : a.address < b.address;
}

static inline key keyOf(const void *entry, long long expiry) {
    return (key){expiry, (uintptr_t)entry};
}

/* ---- nodes ---- */

/* What stands behind the header: a leaf's entries, */
static inline void **entriesOf(const vsetNode *n) {
    return (void **)((uintptr_t)n + NODE_HEADER);
}

/* an inner node's slots. */
static inline slot *slotsOf(const vsetNode *n) {
    return (slot *)((uintptr_t)n + NODE_HEADER);
}

static unsigned maxOf(const vsetNode *n) {
    return n->level ? INNER_MAX : LEAF_MAX;
}

static size_t unitOf(int level) {
    return level ? sizeof(slot) : sizeof(void *);
}

/* Room for at least want units in n (NULL: a new node), and for what its size class gives beyond. */
static vsetNode *nodeResize(vsetNode *n, int level, unsigned want) {
    size_t unit = unitOf(level);
    size_t bytes = zmallocGoodSize(NODE_HEADER + want * unit);
    unsigned limit = level ? INNER_MAX : LEAF_MAX;
    unsigned cap = (unsigned)((bytes - NODE_HEADER) / unit);
    if (cap > limit)
        cap = limit;
    vsetNode *r = zrealloc(n, NODE_HEADER + cap * unit);
    if (!n) {
        r->len = 0;
        r->level = (uint16_t)level;
        r->unused = 0;
        r->earliest = VSET_UNKNOWN;
    }
    r->cap = (uint16_t)cap;
    return r;
}

/* Room for one unit more; n has fewer than its maximum. */
static vsetNode *nodeGrow(vsetNode *n) {
    if (n->len < n->cap)
        return n;
    unsigned want = n->len + 1u + n->len / 4u;
    return nodeResize(n, n->level, want < maxOf(n) ? want : maxOf(n));
}

/* Gives memory back when more than half of it is unused. */
static vsetNode *nodeShrink(vsetNode *n) {
    return n->cap > 4 && n->len * 2u < n->cap ? nodeResize(n, n->level, n->len + n->len / 4u) : n;
}

/* The child that keys like k belong to. */
static unsigned route(const vsetNode *n, key k) {
    const slot *s = slotsOf(n);
    unsigned low = 0, high = n->len;
    while (high - low > 1) {
        unsigned mid = (low + high) / 2;
        if (keyLess(k, s[mid].fence)) {
            high = mid;
        } else {
            low = mid;
        }
    }
    return low;
}

static void slotInsert(vsetNode *n, unsigned at, slot s) {
    slot *all = slotsOf(n);
    memmove(all + at + 1, all + at, (n->len - at) * sizeof(slot));
    all[at] = s;
    n->len++;
}

static void slotRemove(vsetNode *n, unsigned at) {
    slot *all = slotsOf(n);
    memmove(all + at, all + at + 1, (n->len - at - 1u) * sizeof(slot));
    n->len--;
}

static int leafFind(const vsetNode *leaf, const void *entry) {
    void **e = entriesOf(leaf);
    for (unsigned i = 0; i < leaf->len; i++) {
        if (e[i] == entry)
            return (int)i;
    }
    return -1;
}

static void leafTakeAt(vsetNode *leaf, unsigned at, long long expiry) {
    void **e = entriesOf(leaf);
    e[at] = e[--leaf->len];
    if (expiry == leaf->earliest)
        leaf->earliest = VSET_UNKNOWN;
}

static void leafPut(vsetNode *leaf, void *entry, long long expiry) {
    entriesOf(leaf)[leaf->len++] = entry;
    /* An empty leaf knows its earliest; a leaf that forgot it cannot learn it from one entry. */
    if (leaf->len == 1 || (leaf->earliest != VSET_UNKNOWN && expiry < leaf->earliest))
        leaf->earliest = expiry;
}

static long long leafEarliest(vsetNode *leaf, vsetGetExpiryFunc getExpiry) {
    if (leaf->earliest == VSET_UNKNOWN) {
        long long earliest = VSET_NEVER;
        for (unsigned i = 0; i < leaf->len; i++) {
            long long e = getExpiry(entriesOf(leaf)[i]);
            if (e < earliest)
                earliest = e;
        }
        leaf->earliest = earliest;
    }
    return leaf->earliest;
}

static void nodeFree(vsetNode *n) {
    for (unsigned i = 0; n->level && i < n->len; i++)
        nodeFree(slotsOf(n)[i].child);
    zfree(n);
}

/* ---- adding ---- */

/* Orders the keys so that those before at are all smaller than those from at on. */
static void partitionAt(key *k, int len, int at) {
    int low = 0, high = len - 1;
    while (low < high) {
        key pivot = k[low + (high - low) / 2];
        int i = low, j = high;
        while (i <= j) {
            while (keyLess(k[i], pivot))
                i++;
            while (keyLess(pivot, k[j]))
                j--;
            if (i > j)
                break;
            key t = k[i];
            k[i++] = k[j];
            k[j--] = t;
        }
        if (at <= j) {
            high = j;
        } else if (at >= i) {
            low = i;
        } else {
            return;
        }
    }
}

/* Splits a full leaf to make room for k; the right part is returned as a slot, k is not stored yet. A leaf that k
 * follows keeps all its entries when nothing stands behind it, so rising expiries fill leaves completely. */
static slot leafSplit(vsetNode **leaf, vsetGetExpiryFunc getExpiry, key k, bool last) {
    vsetNode *left = *leaf;
    key keys[LEAF_MAX];
    bool behind = last;
    for (unsigned i = 0; i < left->len; i++) {
        keys[i] = keyOf(entriesOf(left)[i], getExpiry(entriesOf(left)[i]));
        behind = behind && keyLess(keys[i], k);
    }
    if (behind)
        return (slot){k, nodeResize(NULL, 0, 1)};
    int middle = left->len / 2, len = left->len;
    partitionAt(keys, len, middle);
    key fence = keys[middle];
    vsetNode *right = nodeResize(NULL, 0, (unsigned)(len - middle) + 1);
    left->len = 0;
    for (int i = 0; i < len; i++) {
        if (i > middle && keyLess(keys[i], fence))
            fence = keys[i];
        leafPut(i < middle ? left : right, (void *)keys[i].address, keys[i].expiry);
    }
    *leaf = nodeResize(left, 0, (unsigned)middle + 1);
    return (slot){fence, right};
}

static slot innerSplit(vsetNode **inner, bool last) {
    vsetNode *left = *inner;
    unsigned keep = last ? left->len - 1u : left->len / 2u;
    vsetNode *right = nodeResize(NULL, left->level, left->len - keep + 1u);
    memcpy(slotsOf(right), slotsOf(left) + keep, (left->len - keep) * sizeof(slot));
    right->len = (uint16_t)(left->len - keep);
    left->len = (uint16_t)keep;
    *inner = nodeResize(left, left->level, keep + (last ? 0 : 1));
    return (slot){slotsOf(right)->fence, right};
}

/* Adds below *at; last: no key of the tree is beyond this node. false: present. A split leaves *split->child set. */
static bool addBelow(vsetNode **at, vsetGetExpiryFunc getExpiry, key k, bool last, slot *split) {
    vsetNode *n = *at;
    split->child = NULL;
    if (n->level == 0) {
        if (leafFind(n, (void *)k.address) >= 0)
            return false;
        if (n->len == LEAF_MAX)
            *split = leafSplit(at, getExpiry, k, last);
        vsetNode **target = split->child && !keyLess(k, split->fence) ? &split->child : at;
        *target = nodeGrow(*target);
        leafPut(*target, (void *)k.address, k.expiry);
        return true;
    }
    unsigned i = route(n, k);
    slot below;
    if (!addBelow(&slotsOf(n)[i].child, getExpiry, k, last && i + 1u == n->len, &below))
        return false;
    if (!below.child)
        return true;
    if (n->len == INNER_MAX)
        *split = innerSplit(at, last && i + 1u == n->len);
    vsetNode **target = split->child && !keyLess(below.fence, split->fence) ? &split->child : at;
    *target = nodeGrow(*target);
    slotInsert(*target, route(*target, below.fence) + 1, below);
    return true;
}

static bool addKey(vset *set, vsetGetExpiryFunc getExpiry, key k) {
    slot split;
    if (!set->root)
        set->root = nodeResize(NULL, 0, 1);
    if (!addBelow(&set->root, getExpiry, k, true, &split))
        return false;
    if (split.child) {
        vsetNode *root = nodeResize(NULL, set->root->level + 1, 2);
        slotInsert(root, 0, (slot){LOWEST, set->root});
        slotInsert(root, 1, split);
        vkAssert(root->level < VSET_MAX_DEPTH);
        set->root = root;
    }
    return true;
}

bool vsetAddEntry(vset *set, vsetGetExpiryFunc getExpiry, void *entry) {
    long long expiry = getExpiry(entry);
    vkAssert(entry != NULL && expiry != VSET_UNKNOWN);
    return addKey(set, getExpiry, keyOf(entry, expiry));
}

/* ---- removing ---- */

/* Moves all of the right one of two neighbours into the left one. */
static void joinChildren(vsetNode *n, unsigned left_at) {
    slot *s = slotsOf(n);
    vsetNode *right = s[left_at + 1].child;
    vsetNode *left = s[left_at].child;
    unsigned sum = left->len + right->len;
    size_t unit = unitOf(left->level);
    if (sum > left->cap)
        left = nodeResize(left, left->level, sum);
    /* The first fence of a node is its parent's business: only there it is kept right. */
    if (right->level)
        slotsOf(right)->fence = s[left_at + 1].fence;
    memcpy((char *)left + NODE_HEADER + left->len * unit, entriesOf(right), right->len * unit);
    if (left->earliest != VSET_UNKNOWN) {
        left->earliest =
            right->earliest == VSET_UNKNOWN || right->earliest > left->earliest ? left->earliest : right->earliest;
    }
    left->len = (uint16_t)sum;
    s[left_at].child = left;
    zfree(right);
    slotRemove(n, left_at + 1);
}

/* After child i lost something: drops it when empty, joins it when thin, shrinks it when wasteful. */
static void mendChild(vsetNode *n, unsigned i) {
    slot *s = slotsOf(n);
    vsetNode *child = s[i].child;
    if (child->len == 0) {
        zfree(child);
        slotRemove(n, i);
        return;
    }
    unsigned max = maxOf(child), room = max - max / THIN;
    if (child->len < max / THIN) {
        if (i > 0 && s[i - 1].child->len + child->len <= room) {
            joinChildren(n, i - 1);
            return;
        }
        if (i + 1u < n->len && s[i + 1].child->len + child->len <= room) {
            joinChildren(n, i);
            return;
        }
    }
    s[i].child = nodeShrink(child);
}

static void mendRoot(vset *set) {
    while (set->root && set->root->level && set->root->len == 1) {
        vsetNode *only = slotsOf(set->root)->child;
        zfree(set->root);
        set->root = only;
    }
    if (!set->root)
        return;
    if (set->root->len == 0) {
        zfree(set->root);
        set->root = NULL;
    } else {
        set->root = nodeShrink(set->root);
    }
}

static bool removeBelow(vsetNode *n, key k) {
    if (n->level == 0) {
        int at = leafFind(n, (const void *)k.address);
        if (at < 0)
            return false;
        leafTakeAt(n, (unsigned)at, k.expiry);
        return true;
    }
    unsigned i = route(n, k);
    if (!removeBelow(slotsOf(n)[i].child, k))
        return false;
    mendChild(n, i);
    return true;
}

bool vsetRemoveEntry(vset *set, const void *entry, long long expiry) {
    if (!set->root || !removeBelow(set->root, keyOf(entry, expiry)))
        return false;
    mendRoot(set);
    return true;
}

static vsetNode *leafOf(const vset *set, key k) {
    vsetNode *n = set->root;
    while (n && n->level)
        n = slotsOf(n)[route(n, k)].child;
    return n;
}

bool vsetUpdateEntry(vset *set, vsetGetExpiryFunc getExpiry, const void *old_entry, void *new_entry,
                     long long old_expiry, long long new_expiry) {
    key old_key = keyOf(old_entry, old_expiry), new_key = keyOf(new_entry, new_expiry);
    vsetNode *leaf = leafOf(set, old_key);
    int at = leaf ? leafFind(leaf, old_entry) : -1;
    if (at < 0)
        return false;
    vkAssert(new_entry != NULL && new_expiry != VSET_UNKNOWN);
    if (leafOf(set, new_key) == leaf) {
        leafTakeAt(leaf, (unsigned)at, old_expiry);
        leafPut(leaf, new_entry, new_expiry);
        return true;
    }
    vsetRemoveEntry(set, old_entry, old_expiry);
    addKey(set, getExpiry, new_key);
    return true;
}

/* ---- expiring ---- */

static vsetNode *firstLeaf(const vset *set) {
    vsetNode *n = set->root;
    while (n && n->level)
        n = slotsOf(n)->child;
    return n;
}

long long vsetEstimatedEarliestExpiry(vset *set, vsetGetExpiryFunc getExpiry) {
    return set->root ? leafEarliest(firstLeaf(set), getExpiry) : VSET_NEVER;
}

typedef struct expiring {
    vsetGetExpiryFunc getExpiry;
    vsetExpiryFunc callback;
    void *ctx;
    long long now;
    size_t left; /* still allowed */
    bool stopped;
} expiring;

/* Takes what expired out of one leaf; the expiries of those that stay give its new earliest. */
static size_t expireLeaf(vsetNode *leaf, expiring *job) {
    size_t removed = 0;
    long long earliest = VSET_NEVER;
    bool complete = true;
    if (leaf->earliest != VSET_UNKNOWN && leaf->earliest > job->now)
        return 0;
    for (unsigned i = 0; i < leaf->len;) {
        if (job->left == 0 || job->stopped) {
            complete = false;
            break;
        }
        void *entry = entriesOf(leaf)[i];
        long long expiry = job->getExpiry(entry);
        if (expiry > job->now) {
            if (expiry < earliest)
                earliest = expiry;
            i++;
            continue;
        }
        leafTakeAt(leaf, i, expiry);
        removed++;
        job->left--;
        if (job->callback && !job->callback(entry, job->ctx))
            job->stopped = true;
    }
    leaf->earliest = complete && leaf->len ? earliest : VSET_UNKNOWN;
    return removed;
}

/* The first leaf below n, mended on the way up. */
static size_t expireFirst(vsetNode *n, expiring *job) {
    if (n->level == 0)
        return expireLeaf(n, job);
    size_t removed = expireFirst(slotsOf(n)->child, job);
    if (removed)
        mendChild(n, 0);
    return removed;
}

size_t vsetRemoveExpired(vset *set, vsetGetExpiryFunc getExpiry, vsetExpiryFunc expiryFunc, long long now,
                         size_t max_count, void *ctx) {
    expiring job = {getExpiry, expiryFunc, ctx, now, max_count, false};
    size_t total = 0, removed = 1;
    while (set->root && job.left > 0 && !job.stopped && removed > 0) {
        removed = expireFirst(set->root, &job);
        total += removed;
        mendRoot(set);
    }
    return total;
}

static size_t countBelow(const vsetNode *n, vsetGetExpiryFunc getExpiry, long long now) {
    size_t count = 0;
    /* A node's first fence may be out of date; the others bound what is below. */
    for (unsigned i = 0; i < n->len; i++) {
        if (n->level == 0) {
            count += getExpiry(entriesOf(n)[i]) <= now;
        } else if (i > 0 && slotsOf(n)[i].fence.expiry > now) {
            break;
        } else {
            count += countBelow(slotsOf(n)[i].child, getExpiry, now);
        }
    }
    return count;
}

size_t vsetCountExpired(const vset *set, vsetGetExpiryFunc getExpiry, long long now) {
    const vsetNode *n = set->root;
    /* The usual answer, without a look at entries. */
    if (!n || (n->level == 0 && n->earliest != VSET_UNKNOWN && n->earliest > now))
        return 0;
    return countBelow(n, getExpiry, now);
}

/* ---- life, walking, showing ---- */

void vsetInit(vset *set) {
    set->root = NULL;
}

void vsetClear(vset *set) {
    if (set->root)
        nodeFree(set->root);
    set->root = NULL;
}

void vsetRelease(vset *set) {
    vsetClear(set);
}

bool vsetIsEmpty(const vset *set) {
    return set->root == NULL;
}

void vsetInitIterator(const vset *set, vsetIterator *it) {
    it->depth = set->root ? 1 : 0;
    it->path[0] = set->root;
    it->index[0] = 0;
}

bool vsetNext(vsetIterator *it, void **entry) {
    while (it->depth > 0) {
        int d = it->depth - 1;
        const vsetNode *n = it->path[d];
        if (it->index[d] == n->len) {
            it->depth--;
        } else if (n->level == 0) {
            *entry = entriesOf(n)[it->index[d]++];
            return true;
        } else {
            it->path[d + 1] = slotsOf(n)[it->index[d]++].child;
            it->index[d + 1] = 0;
            it->depth++;
        }
    }
    return false;
}

void vsetResetIterator(vsetIterator *it) {
    it->depth = 0;
}

static void shapeBelow(const vsetNode *n, vsetShape *shape) {
    shape->bytes += zmallocSize(n);
    if (n->level == 0) {
        shape->leaves++;
        shape->entries += n->len;
        return;
    }
    shape->inner++;
    for (unsigned i = 0; i < n->len; i++)
        shapeBelow(slotsOf(n)[i].child, shape);
}

void vsetGetShape(const vset *set, vsetShape *shape) {
    *shape = (vsetShape){0};
    if (!set->root)
        return;
    shape->depth = set->root->level + 1;
    shapeBelow(set->root, shape);
}

size_t vsetCount(const vset *set) {
    vsetShape shape;
    vsetGetShape(set, &shape);
    return shape.entries;
}

size_t vsetMemUsage(const vset *set) {
    vsetShape shape;
    vsetGetShape(set, &shape);
    return shape.bytes;
}

static bool leafIsValid(const vsetNode *n, vsetGetExpiryFunc getExpiry, key low, key high) {
    long long earliest = VSET_NEVER;
    for (unsigned i = 0; i < n->len; i++) {
        key k = keyOf(entriesOf(n)[i], getExpiry(entriesOf(n)[i]));
        if (keyLess(k, low) || !keyLess(k, high))
            return false;
        if (k.expiry < earliest)
            earliest = k.expiry;
    }
    return n->earliest == VSET_UNKNOWN || n->earliest == earliest;
}

static bool isValidBelow(const vsetNode *n, vsetGetExpiryFunc getExpiry, key low, key high) {
    if (n->len == 0 || n->len > n->cap || n->cap > maxOf(n))
        return false;
    if (zmallocSize(n) < NODE_HEADER + n->cap * unitOf(n->level))
        return false;
    if (n->level == 0)
        return leafIsValid(n, getExpiry, low, high);
    const slot *s = slotsOf(n);
    for (unsigned i = 0; i < n->len; i++) {
        key from = i == 0 ? low : s[i].fence;
        key to = i + 1u < n->len ? s[i + 1].fence : high;
        if (!keyLess(from, to) || keyLess(from, low) || keyLess(high, to))
            return false;
        if (s[i].child->level + 1 != n->level || !isValidBelow(s[i].child, getExpiry, from, to))
            return false;
    }
    return true;
}

bool vsetValidate(const vset *set, vsetGetExpiryFunc getExpiry) {
    if (!set->root)
        return true;
    if (set->root->level && set->root->len < 2)
        return false;
    return isValidBelow(set->root, getExpiry, LOWEST, HIGHEST);
}
