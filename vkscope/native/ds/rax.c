/* rax.c: finding, changing and walking radix trees; the layout is drawn in rax.h.
 *
 * Design  Changes rebuild the one or two nodes they touch: make() lays a node out, the caller fills it. Freeing
 * reverses pointers on the way down (the last branch of a node holds its parent), so that it needs no stack. */
#include "ds/rax.h"
#include <assert.h>
#include <string.h>
#include "base/base.h"

struct raxNode {
    uint32_t prefix;
    uint16_t n; /* branches, at most 256 */
    uint8_t has_value;
    uint8_t spare;
    unsigned char data[];
};
static_assert(sizeof(raxNode) == 8, "drawn with 8 bytes");

/* ---- one node ---- */

static inline void **valueOf(const raxNode *n) {
    return (void **)(uintptr_t)n->data;
}

static inline raxNode **childrenOf(const raxNode *n) {
    return (raxNode **)(uintptr_t)n->data + n->has_value;
}

static inline unsigned char *bytesOf(const raxNode *n) {
    return (unsigned char *)(childrenOf(n) + n->n);
}

static inline unsigned char *prefixOf(const raxNode *n) {
    return bytesOf(n) + n->n;
}

static size_t sizeFor(size_t prefix, unsigned n, bool has_value) {
    return sizeof(raxNode) + (has_value ? 8 : 0) + 9 * (size_t)n + prefix;
}

static raxNode *make(rax *t, size_t prefix, unsigned n, bool has_value) {
    raxNode *node = zmalloc(sizeFor(prefix, n, has_value));
    *node = (raxNode){.prefix = (uint32_t)prefix, .n = (uint16_t)n, .has_value = has_value};
    if (has_value)
        *valueOf(node) = NULL;
    t->nodes++;
    t->bytes += zmallocSize(node);
    return node;
}

static void drop(rax *t, raxNode *node) {
    t->nodes--;
    t->bytes -= zmallocSize(node);
    zfree(node);
}

static raxNode *leaf(rax *t, const unsigned char *rest, size_t len) {
    raxNode *node = make(t, len, 0, true);
    memcpy(prefixOf(node), rest, len);
    return node;
}

/* The first branch whose byte is not below b. */
static inline unsigned branchFrom(const raxNode *n, unsigned char b) {
    const unsigned char *bytes = bytesOf(n);
    unsigned i = 0;
    while (i < n->n && bytes[i] < b)
        i++;
    return i;
}

/* The branch of byte b; n->n: there is none. */
static inline unsigned branchOf(const raxNode *n, unsigned char b) {
    const unsigned char *bytes = bytesOf(n);
    if (n->n <= 8) {
        unsigned i = 0;
        while (i < n->n && bytes[i] != b)
            i++;
        return i;
    }
    const unsigned char *at = memchr(bytes, b, n->n);
    return at ? (unsigned)(at - bytes) : n->n;
}

static size_t commonBytes(const unsigned char *a, const unsigned char *b, size_t most) {
    size_t i = 0;
    while (i < most && a[i] == b[i])
        i++;
    return i;
}

/* ---- finding ---- */

void **raxFind(const rax *t, const void *key, size_t len) {
    const unsigned char *k = key;
    const raxNode *n = t->root;
    while (n) {
        if (len < n->prefix || memcmp(prefixOf(n), k, n->prefix) != 0)
            return NULL;
        k += n->prefix;
        len -= n->prefix;
        if (len == 0)
            return n->has_value ? valueOf(n) : NULL;
        unsigned i = branchOf(n, *k);
        if (i == n->n)
            return NULL;
        n = childrenOf(n)[i];
        k++;
        len--;
    }
    return NULL;
}

/* ---- inserting ---- */

/* The node without its first `cut` bytes of prefix, in a new block. */
static raxNode *shorten(rax *t, raxNode *old, size_t cut) {
    raxNode *n = make(t, old->prefix - cut, old->n, old->has_value);
    size_t body = (size_t)(prefixOf(old) - old->data);
    memcpy(n->data, old->data, body);
    memcpy(n->data + body, old->data + body + cut, n->prefix);
    drop(t, old);
    return n;
}

/* The node at *at agrees with the key for `same` bytes of its prefix: a new node takes these over. */
static void **split(rax *t, raxNode **at, size_t same, const unsigned char *rest, size_t len) {
    raxNode *old = *at;
    bool ends = len == same;
    raxNode *top = make(t, same, ends ? 1 : 2, ends);
    unsigned char byte = prefixOf(old)[same];
    memcpy(prefixOf(top), prefixOf(old), same);
    raxNode *lower = shorten(t, old, same + 1);
    *at = top;
    if (ends) {
        childrenOf(top)[0] = lower;
        bytesOf(top)[0] = byte;
        return valueOf(top);
    }
    raxNode *fresh = leaf(t, rest + same + 1, len - same - 1);
    unsigned mine = rest[same] > byte;
    childrenOf(top)[mine] = fresh;
    bytesOf(top)[mine] = rest[same];
    childrenOf(top)[!mine] = lower;
    bytesOf(top)[!mine] = byte;
    return valueOf(fresh);
}

/* Gives the node at *at a value of NULL. */
static void **addValue(rax *t, raxNode **at) {
    raxNode *old = *at, *n = make(t, old->prefix, old->n, true);
    memcpy(childrenOf(n), childrenOf(old), 9 * (size_t)old->n + old->prefix);
    drop(t, old);
    *at = n;
    return valueOf(n);
}

/* Adds branch i, with byte b, to child. In place where the block has room: everything behind moves up. */
static void addBranch(rax *t, raxNode **at, unsigned i, unsigned char b, raxNode *child) {
    raxNode *n = *at;
    size_t before = zmallocSize(n), now = sizeFor(n->prefix, n->n + 1U, n->has_value);
    if (now > before) {
        n = zrealloc(n, now);
        t->bytes += zmallocSize(n) - before;
        *at = n;
    }
    raxNode **children = childrenOf(n);
    unsigned char *bytes = bytesOf(n);
    unsigned count = n->n;
    memmove(bytes + i + 9, bytes + i, count - i + n->prefix);
    memmove(bytes + 8, bytes, i);
    bytes[i + 8] = b;
    memmove(children + i + 1, children + i, (count - i) * sizeof(*children));
    children[i] = child;
    n->n++;
}

void **raxPlace(rax *t, const void *key, size_t len, bool *is_new) {
    const unsigned char *k = key;
    raxNode **at = &t->root;
    bool none;
    if (!is_new)
        is_new = &none;
    *is_new = true;
    vkAssert(len <= UINT32_MAX);
    for (;;) {
        raxNode *n = *at;
        if (!n) {
            *at = leaf(t, k, len);
            t->count++;
            return valueOf(*at);
        }
        size_t same = commonBytes(prefixOf(n), k, len < n->prefix ? len : n->prefix);
        if (same < n->prefix) {
            t->count++;
            return split(t, at, same, k, len);
        }
        k += same;
        len -= same;
        if (len == 0) {
            if (n->has_value) {
                *is_new = false;
                return valueOf(n);
            }
            t->count++;
            return addValue(t, at);
        }
        unsigned i = branchFrom(n, *k);
        if (i == n->n || bytesOf(n)[i] != *k) {
            raxNode *fresh = leaf(t, k + 1, len - 1);
            addBranch(t, at, i, *k, fresh);
            t->count++;
            return valueOf(fresh);
        }
        at = &childrenOf(n)[i];
        k++;
        len--;
    }
}

bool raxInsert(rax *t, const void *key, size_t len, void *value) {
    bool is_new;
    *raxPlace(t, key, len, &is_new) = value;
    return is_new;
}

/* ---- removing ---- */

/* The node at *at has no value and one branch left: it becomes part of its child's prefix. */
static void join(rax *t, raxNode **at) {
    raxNode *n = *at, *child = childrenOf(n)[0];
    size_t head = (size_t)n->prefix + 1, body = (size_t)(prefixOf(child) - child->data);
    raxNode *both = make(t, head + child->prefix, child->n, child->has_value);
    memcpy(both->data, child->data, body);
    unsigned char *prefix = prefixOf(both);
    memcpy(prefix, prefixOf(n), n->prefix);
    prefix[n->prefix] = bytesOf(n)[0];
    memcpy(prefix + head, prefixOf(child), child->prefix);
    drop(t, child);
    drop(t, n);
    *at = both;
}

/* In a smaller block where a smaller class would do. */
static void fit(rax *t, raxNode **at) {
    raxNode *n = *at;
    size_t size = sizeFor(n->prefix, n->n, n->has_value), before = zmallocSize(n);
    if (zmallocGoodSize(size) >= before)
        return;
    *at = zrealloc(n, size);
    t->bytes -= before - zmallocSize(*at);
}

static void removeBranch(rax *t, raxNode **at, unsigned i) {
    raxNode *n = *at;
    raxNode **children = childrenOf(n);
    unsigned char *bytes = bytesOf(n);
    unsigned count = n->n;
    size_t behind = count - i - 1 + n->prefix;
    memmove(children + i, children + i + 1, (count - i - 1) * sizeof(*children));
    memmove(bytes - 8, bytes, i);
    memmove(bytes - 8 + i, bytes + i + 1, behind);
    n->n--;
    if (n->n == 1 && !n->has_value) {
        join(t, at);
    } else {
        fit(t, at);
    }
}

static void removeValue(rax *t, raxNode **at) {
    raxNode *n = *at;
    memmove(n->data, n->data + 8, 9 * (size_t)n->n + n->prefix);
    n->has_value = 0;
    if (n->n == 1) {
        join(t, at);
    } else {
        fit(t, at);
    }
}

bool raxRemove(rax *t, const void *key, size_t len, void **old) {
    const unsigned char *k = key;
    raxNode **at = &t->root, **above = NULL;
    unsigned branch = 0;
    for (;;) {
        raxNode *n = *at;
        if (!n || len < n->prefix || memcmp(prefixOf(n), k, n->prefix) != 0)
            return false;
        k += n->prefix;
        len -= n->prefix;
        if (len == 0)
            break;
        unsigned i = branchOf(n, *k);
        if (i == n->n)
            return false;
        above = at;
        branch = i;
        at = &childrenOf(n)[i];
        k++;
        len--;
    }
    raxNode *n = *at;
    if (!n->has_value)
        return false;
    if (old)
        *old = *valueOf(n);
    t->count--;
    if (n->n) {
        removeValue(t, at);
        return true;
    }
    drop(t, n);
    *at = NULL;
    if (above)
        removeBranch(t, above, branch);
    return true;
}

/* ---- freeing ---- */

bool raxDrain(rax *t, void (*free_value)(void *value), size_t nodes) {
    raxNode *n = t->root, *parent = NULL;
    while (n) {
        if (n->n) {
            raxNode **last = &childrenOf(n)[n->n - 1], *child = *last;
            *last = parent;
            parent = n;
            n = child;
            continue;
        }
        if (nodes-- == 0)
            break;
        if (n->has_value && free_value)
            free_value(*valueOf(n));
        drop(t, n);
        n = parent;
        if (n) {
            parent = childrenOf(n)[n->n - 1];
            n->n--;
        }
    }
    while (parent) { /* turn the pointers back */
        raxNode **last = &childrenOf(parent)[parent->n - 1], *up = *last;
        *last = n;
        n = parent;
        parent = up;
    }
    t->root = n;
    if (!n)
        t->count = 0;
    return n != NULL;
}

void raxFree(rax *t, void (*free_value)(void *value)) {
    raxDrain(t, free_value, SIZE_MAX);
}

/* ---- walking ---- */

void raxStart(raxIterator *it, const rax *t) {
    it->tree = t;
    it->key = it->key_here;
    it->key_room = sizeof(it->key_here);
    it->steps = it->steps_here;
    it->step_room = RAX_STEPS_HERE;
    it->depth = 0;
    it->len = 0;
    it->value = NULL;
}

void raxStop(raxIterator *it) {
    if (it->key != it->key_here)
        zfree(it->key);
    if (it->steps != it->steps_here)
        zfree(it->steps);
}

static inline raxStep *topOf(raxIterator *it) {
    return &it->steps[it->depth - 1];
}

static void growKey(raxIterator *it, size_t len) {
    size_t room = len * 2;
    if (it->key == it->key_here) {
        it->key = zmalloc(room);
        memcpy(it->key, it->key_here, it->len);
    } else {
        it->key = zrealloc(it->key, room);
    }
    it->key_room = room;
}

static void growSteps(raxIterator *it) {
    unsigned room = it->step_room * 2;
    if (it->steps == it->steps_here) {
        it->steps = zmalloc(room * sizeof(raxStep));
        memcpy(it->steps, it->steps_here, sizeof(it->steps_here));
    } else {
        it->steps = zrealloc(it->steps, room * sizeof(raxStep));
    }
    it->step_room = room;
}

/* Goes down to a node, whose prefix becomes part of the key. */
static void enter(raxIterator *it, raxNode *n) {
    if (unlikely(it->depth == it->step_room))
        growSteps(it);
    if (unlikely(it->len + n->prefix > it->key_room))
        growKey(it, it->len + n->prefix);
    it->steps[it->depth++] = (raxStep){.node = n, .before = (uint32_t)it->len};
    memcpy(it->key + it->len, prefixOf(n), n->prefix);
    it->len += n->prefix;
}

static void descend(raxIterator *it, unsigned branch) {
    raxStep *top = topOf(it);
    top->branch = branch;
    if (unlikely(it->len + 1 > it->key_room))
        growKey(it, it->len + 1);
    it->key[it->len++] = bytesOf(top->node)[branch];
    enter(it, childrenOf(top->node)[branch]);
}

/* Back to the parent; false: the root was left. */
static bool leave(raxIterator *it) {
    it->depth--;
    if (it->depth == 0)
        return false;
    const raxStep *top = topOf(it);
    it->len = (size_t)top->before + top->node->prefix;
    return true;
}

static bool here(raxIterator *it) {
    it->value = *valueOf(topOf(it)->node);
    return true;
}

static bool firstBelow(raxIterator *it) {
    while (!topOf(it)->node->has_value)
        descend(it, 0);
    return here(it);
}

static bool lastBelow(raxIterator *it) {
    while (topOf(it)->node->n)
        descend(it, topOf(it)->node->n - 1U);
    return here(it);
}

/* The first key behind everything below the top. */
static bool nextBeside(raxIterator *it) {
    while (leave(it)) {
        const raxStep *top = topOf(it);
        if (top->branch + 1 < top->node->n) {
            descend(it, top->branch + 1);
            return firstBelow(it);
        }
    }
    return false;
}

bool raxNext(raxIterator *it) {
    if (it->depth == 0)
        return false;
    if (topOf(it)->node->n) {
        descend(it, 0);
        return firstBelow(it);
    }
    return nextBeside(it);
}

/* The last key in front of the top, and of everything below it. */
bool raxPrev(raxIterator *it) {
    if (it->depth == 0)
        return false;
    while (leave(it)) {
        const raxStep *top = topOf(it);
        if (top->branch > 0) {
            descend(it, top->branch - 1);
            return lastBelow(it);
        }
        if (top->node->has_value)
            return here(it);
    }
    return false;
}

static bool nowhere(raxIterator *it) {
    it->depth = 0;
    return false;
}

/* The key sought is smaller than everything below the top. */
static bool settleAbove(raxIterator *it, enum raxSeekOp op) {
    if (op == RAX_EQ)
        return nowhere(it);
    return op == RAX_GE || op == RAX_GT ? firstBelow(it) : raxPrev(it);
}

/* It is larger than all of that. */
static bool settleBehind(raxIterator *it, enum raxSeekOp op) {
    if (op == RAX_EQ)
        return nowhere(it);
    return op == RAX_GE || op == RAX_GT ? nextBeside(it) : lastBelow(it);
}

/* It goes through the top, and between the branches in front of i and from i on. */
static bool settleBetween(raxIterator *it, enum raxSeekOp op, unsigned i) {
    const raxNode *n = topOf(it)->node;
    if (op == RAX_EQ)
        return nowhere(it);
    if (op == RAX_GE || op == RAX_GT) {
        if (i == n->n)
            return nextBeside(it);
        descend(it, i);
        return firstBelow(it);
    }
    if (i == 0)
        return n->has_value ? here(it) : raxPrev(it);
    descend(it, i - 1);
    return lastBelow(it);
}

/* It is the top's. */
static bool settleAt(raxIterator *it, enum raxSeekOp op) {
    bool has = topOf(it)->node->has_value;
    if (has && (op == RAX_EQ || op == RAX_GE || op == RAX_LE))
        return here(it);
    if (op == RAX_EQ)
        return nowhere(it);
    return op == RAX_GE || op == RAX_GT ? raxNext(it) : raxPrev(it);
}

bool raxSeek(raxIterator *it, enum raxSeekOp op, const void *key, size_t len) {
    const unsigned char *k = key;
    it->depth = 0;
    it->len = 0;
    if (!it->tree->root)
        return false;
    enter(it, it->tree->root);
    if (op == RAX_FIRST)
        return firstBelow(it);
    if (op == RAX_LAST)
        return lastBelow(it);
    for (;;) {
        const raxNode *n = topOf(it)->node;
        const unsigned char *prefix = prefixOf(n);
        size_t same = commonBytes(prefix, k, len < n->prefix ? len : n->prefix);
        if (same < n->prefix)
            return len == same || k[same] < prefix[same] ? settleAbove(it, op) : settleBehind(it, op);
        k += same;
        len -= same;
        if (len == 0)
            return settleAt(it, op);
        unsigned i = branchFrom(n, *k);
        if (i == n->n || bytesOf(n)[i] != *k)
            return settleBetween(it, op, i);
        descend(it, i);
        k++;
        len--;
    }
}

bool raxRandom(raxIterator *it) {
    it->depth = 0;
    it->len = 0;
    if (!it->tree->root)
        return false;
    enter(it, it->tree->root);
    for (;;) {
        const raxNode *n = topOf(it)->node;
        unsigned choices = n->n + (n->has_value ? 1U : 0U), choice = (unsigned)(randomU64() % choices);
        if (choice == n->n)
            return here(it);
        descend(it, choice);
    }
}

void **raxIteratorPlace(raxIterator *it) {
    return valueOf(topOf(it)->node);
}

/* ---- showing and checking ---- */

void raxNodeShape(const raxNode *n, raxShape *shape) {
    size_t head = sizeof(*n);
    *shape = (raxShape){.block = zmallocSize(n),
                        .used = sizeFor(n->prefix, n->n, n->has_value),
                        .at_value = head,
                        .at_children = (size_t)((const unsigned char *)childrenOf(n) - n->data) + head,
                        .at_bytes = (size_t)(bytesOf(n) - n->data) + head,
                        .at_prefix = (size_t)(prefixOf(n) - n->data) + head,
                        .prefix = n->prefix,
                        .branches = n->n,
                        .has_value = n->has_value,
                        .bytes = bytesOf(n),
                        .prefix_bytes = prefixOf(n)};
}

raxNode *raxNodeChild(const raxNode *n, unsigned branch) {
    return childrenOf(n)[branch];
}

void *raxNodeValue(const raxNode *n) {
    return *valueOf(n);
}

static bool nodeIsSound(const raxNode *n) {
    if (n->n > 256 || n->has_value > 1 || (!n->has_value && n->n < 2))
        return false;
    if (sizeFor(n->prefix, n->n, n->has_value) > zmallocSize(n))
        return false;
    for (unsigned i = 1; i < n->n; i++)
        if (bytesOf(n)[i - 1] >= bytesOf(n)[i])
            return false;
    return true;
}

/* Walks every node, those without a value too. */
bool raxValidate(const rax *t) {
    uint64_t nodes = 0, values = 0;
    size_t bytes = 0;
    bool sound = true;
    raxIterator it;
    raxStart(&it, t);
    if (t->root)
        enter(&it, t->root);
    while (it.depth && sound) {
        raxNode *n = topOf(&it)->node;
        sound = nodeIsSound(n);
        nodes++;
        values += n->has_value;
        bytes += zmallocSize(n);
        if (!sound)
            break;
        if (n->n) {
            descend(&it, 0);
            continue;
        }
        while (leave(&it)) {
            const raxStep *top = topOf(&it);
            if (top->branch + 1 < top->node->n) {
                descend(&it, top->branch + 1);
                break;
            }
        }
    }
    raxStop(&it);
    return sound && nodes == t->nodes && values == t->count && bytes == t->bytes;
}
