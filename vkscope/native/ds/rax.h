/* rax.h: a compressed radix tree: keys of bytes in order, each with a pointer, common beginnings stored once.
 *
 * Rules   Values are opaque and the caller's; NULL is a value like others.
 *         A place (void **) and a positioned iterator die with the next change of the tree: seek again by key.
 *         Storing through a place is no change.
 * Words   place: where a key's value stands.  prefix: the bytes that lead from a parent's branch to a node; the byte
 *         of the branch itself stands in the parent.  node: one allocation.
 * Design  Every node has a prefix, perhaps a value, and branches ordered by their byte.
 *
 *            0          4        6     7    8        8 or 16        + 8n      + n
 *            +----------+--------+-----+----+--------+--------------+---------+----------+
 *            | prefix u32 | n u16 |value| 0  | value 8| n children 8 | n bytes | prefix   |
 *            +----------+--------+-----+----+--------+--------------+---------+----------+
 *                                             only with a value
 *
 *         foo, foobar, footer:    "foo"* -- b -- "ar"*          * has a value
 *                                      `--- t -- "er"*          3 nodes; 16 + 18 + 3, 16 + 2 and 16 + 2 bytes
 *
 *         value or n >= 2, for every node: a node without either would be part of its child's prefix. So a tree of k
 *         keys has at most 2k - 1 nodes. An empty tree is 32 zero bytes and owns nothing.
 *
 *         Why one kind of node (Valkey's rax has compressed nodes with one child and branching ones without a prefix):
 *         a step down is one node where it is two there, and a branch after a common beginning costs no second header.
 * Cost    raxFind, raxPlace, raxRemove: O(bytes of the key), one cache miss a node on the way. A step of an iterator:
 *         O(depth) at worst, O(1) over a walk. raxFree, raxDrain: O(nodes), without a stack.
 * Threads The owner's of the value it is part of.
 * Credits The idea of compressing a stream's IDs this way is Salvatore Sanfilippo's rax. */
#ifndef VK_RAX_H
#define VK_RAX_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct raxNode raxNode; /* rax.c's, but for raxShape */

/* May stand inside another structure; zero bytes are an empty tree. It may be moved with memcpy. */
typedef struct rax {
    raxNode *root;
    uint64_t count; /* keys */
    uint64_t nodes;
    size_t bytes; /* of all nodes, in class sizes */
} rax;

/* Finding and changing. */
void **raxFind(const rax *t, const void *key, size_t len); /* NULL: absent */
/* The key's place; a new one holds NULL. is_new may be NULL. len < 4 GiB. */
void **raxPlace(rax *t, const void *key, size_t len, bool *is_new);
bool raxInsert(rax *t, const void *key, size_t len, void *value); /* or overwrites; true: it is new */
bool raxRemove(rax *t, const void *key, size_t len, void **old);  /* old may be NULL; false: absent */

/* Freeing. free_value may be NULL. The tree is empty afterwards. */
void raxFree(rax *t, void (*free_value)(void *value));
/* Frees `nodes` nodes of a tree that will only be freed; false: it is empty. Until then nothing else may look at it. */
bool raxDrain(rax *t, void (*free_value)(void *value), size_t nodes);

/* Walking in order of keys (bytes, shorter first). */
enum raxSeekOp { RAX_FIRST, RAX_LAST, RAX_EQ, RAX_GE, RAX_GT, RAX_LE, RAX_LT };
enum { RAX_KEY_HERE = 48, RAX_STEPS_HERE = 20 };

typedef struct raxStep {
    raxNode *node;
    uint32_t before; /* bytes of the key in front of the node's prefix */
    uint32_t branch; /* the one that was taken */
} raxStep;

/* Lives on the caller's stack between raxStart and raxStop. */
typedef struct raxIterator {
    const rax *tree;
    unsigned char *key; /* of the position; valid until the next step */
    size_t len;
    void *value;
    /* private */
    unsigned depth, step_room;
    size_t key_room;
    raxStep *steps;
    raxStep steps_here[RAX_STEPS_HERE];
    unsigned char key_here[RAX_KEY_HERE];
} raxIterator;

void raxStart(raxIterator *it, const rax *t);
void raxStop(raxIterator *it);
/* Each of these tells whether there is a position now; after false only a seek may follow. */
bool raxSeek(raxIterator *it, enum raxSeekOp op, const void *key, size_t len); /* FIRST and LAST ignore the key */
bool raxNext(raxIterator *it);
bool raxPrev(raxIterator *it);
bool raxRandom(raxIterator *it); /* any key: each branch on the way with the same chance */
void **raxIteratorPlace(raxIterator *it);

/* Showing and checking. */
typedef struct raxShape {
    size_t block; /* bytes of the allocation */
    size_t used;  /* of them */
    size_t at_value, at_children, at_bytes, at_prefix;
    uint32_t prefix; /* bytes */
    unsigned branches;
    bool has_value;
    const unsigned char *bytes, *prefix_bytes;
} raxShape;
void raxNodeShape(const raxNode *n, raxShape *shape);
raxNode *raxNodeChild(const raxNode *n, unsigned branch);
void *raxNodeValue(const raxNode *n); /* it has one */
bool raxValidate(const rax *t);

#ifdef __cplusplus
}
#endif
#endif
