/* skiplist.h: members ordered by score, then by bytes; found by score, by bytes or by rank in O(log n).
 *
 * Rules   The list orders nodes and owns none of them: whoever made one frees it, after taking it out. A member is in
 *         one list once; the list does not look members up by name (that is a hash table's work, on the same nodes).
 *         Scores are never NaN.
 * Words   height  levels that a node takes part in, 1..SKIPLIST_MAX_LEVEL; each next one with odds of 1 in 4.
 *         span    nodes from a link's start to its end: 1 to the next node. Of a link that ends nowhere: to the end.
 *         rank    place in the order, the first is 0.
 *         before  a node is before a key when its (score, member) is less.
 * Design  One block a node. Levels above the lowest grow downwards from the node, so that score, links and member stand
 *         at the same offset whatever the height, and an entry of a hash table can be the node itself:
 *
 *              block                             node
 *              v                                 v
 *              +---------+-- ... --+-------------+-------+------+------+--------+-----+---------+--------+
 *              | level h |         |   level 2   | score | back | next | height |mlen | [len 8] | member |
 *              +---------+-- ... --+-------------+-------+------+------+--------+-----+---------+--------+
 *              level i stands at node - 24 * (i - 1):  | forward 8 | span 8 | score 8 |
 *              level 1 is next alone: its span is 1.  len: only when mlen is 255.
 *
 *         A level repeats the score of the node that its link leads to (infinity where it leads nowhere), so a search
 *         that would not go there does not touch that node: one cache line for each step to the right, none down.
 *         A member of 20 bytes takes 48 bytes in 3 nodes of 4, 56 in the mean.
 *
 *         length = sum of the spans of level i from the head to the end, for each level i above the lowest
 * Cost    insert, remove, rescore, rank: O(log n); first and last: O(1); taking the first out: O(its height).
 *         A rescore looks for the old and the new place at once: each search waits for memory at every link.
 * Threads The owner's.
 * Credits William Pugh's skip lists; spans for ranks: Valkey. */
#ifndef VK_SKIPLIST_H
#define VK_SKIPLIST_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __cplusplus
extern "C" {
#endif

#define SKIPLIST_MAX_LEVEL 32

typedef struct skiplistNode skiplistNode;

typedef struct skiplistLevel {
    skiplistNode *forward; /* NULL: the end */
    size_t span;
    double score; /* forward's; infinity at the end */
} skiplistLevel;

struct skiplistNode {
    double score;
    skiplistNode *back; /* NULL: the first */
    skiplistNode *next; /* level 1; NULL: the last */
    uint8_t height, mlen;
    char tail[6]; /* member, from here to the end of the block */
};
#define SKIPLIST_NODE_HEAD offsetof(skiplistNode, tail)

/* Made by the owner, in place; may be moved as bytes. */
typedef struct skiplist {
    skiplistLevel upper[SKIPLIST_MAX_LEVEL - 1]; /* of head, level 32 first */
    skiplistNode head;                           /* before all others; no member */
    skiplistNode *last;
    size_t length;
    unsigned height; /* levels in use, at least 1 */
} skiplist;

/* Level 2 or higher. */
static inline skiplistLevel *skiplistLevelOf(const skiplistNode *n, unsigned level) {
    return (skiplistLevel *)(uintptr_t)n - (level - 1);
}

static inline const char *skiplistMember(const skiplistNode *n, size_t *len) {
    const char *tail = (const char *)n + SKIPLIST_NODE_HEAD; /* it ends with the block, not with the struct */
    if (__builtin_expect(n->mlen != 255, 1)) {
        *len = n->mlen;
        return tail;
    }
    uint64_t wide;
    memcpy(&wide, tail, 8);
    *len = wide;
    return tail + 8;
}

/* Nodes. */
skiplistNode *skiplistNodeNew(double score, const char *member, size_t len); /* of a height drawn at random */
void skiplistNodeFree(void *node);                                           /* it must be in no list */
size_t skiplistNodeBytes(const skiplistNode *n);                             /* of its block, in class sizes */

/* Lists. */
void skiplistInit(skiplist *s);
void skiplistInsert(skiplist *s, skiplistNode *n);                /* its member is not in the list */
void skiplistRemove(skiplist *s, skiplistNode *n);                /* it is in the list; the node is the caller's then */
skiplistNode *skiplistTakeFirst(skiplist *s);                     /* NULL: empty */
void skiplistRescore(skiplist *s, skiplistNode *n, double score); /* puts it where the score belongs */
static inline skiplistNode *skiplistFirst(const skiplist *s) {
    return s->head.next;
}
size_t skiplistRank(const skiplist *s, const skiplistNode *n);
skiplistNode *skiplistAt(const skiplist *s, size_t rank); /* NULL: there are not that many */
/* The first node with this score or a higher one (above: a higher one); NULL: none. *rank is its rank, or length. */
skiplistNode *skiplistSeek(const skiplist *s, double score, bool above, size_t *rank);
/* The same by member, for lists in which all scores are equal; in others some node, or NULL, and a rank in 0..length.
 */
skiplistNode *skiplistSeekMember(const skiplist *s, const char *member, size_t len, bool above, size_t *rank);
/* Takes n nodes from `rank` on out, as many as there are, and hands each to take, in order; how many. */
size_t skiplistRemoveRange(skiplist *s, size_t rank, size_t n, void (*take)(void *ctx, skiplistNode *n), void *ctx);

/* Byte order of members, a shorter one before what it begins. <0, 0, >0. */
int skiplistCompareBytes(const char *a, size_t alen, const char *b, size_t blen);
bool skiplistValidate(const skiplist *s); /* deep: O(n * height) */

#ifdef __cplusplus
}
#endif
#endif
