/* quicklist.h: a list of any length: nodes linked both ways, each a listpack of many elements or one plain element.
 *
 * Rules   fill and compress are the list's own, given when it is made. Reading changes nothing: compressed nodes are
 *         unpacked into the reader's scratch. Positions and views die with any change.
 *         Values handed in never point into the same list, but for a view that quicklistPeek gave (quicklistPush).
 * Words   plain: a node whose block is one element's text.  packed: one whose block holds a listpack.
 *         sz: bytes of the text or the listpack, uncompressed.  depth: nodes from the nearer end.
 *         large: an element that gets a plain node of its own.  gap: unused bytes in front of a listpack.
 * Design
 *           quicklist                    node, 40 bytes
 *           +------+------+-----+...     +------+------+-------+------------+-------+-------+
 *           | head | tail | len |        | prev | next | block | sz + flags | count | gap   |
 *           +--|---+--|---+-----+        +------+------+---|---+------------+-------+-------+
 *              v      v                                    v
 *           [node]<->[node]<->[node]     packed:  | gap ... | listpack ... | spare ... |
 *                                        plain:   | text ... | spare |      LZF of either: gap is its size
 *
 *         fill > 0: at most so many elements a node, and 8 kB; -1 to -5: at most 4, 8, 16, 32, 64 kB. A new element
 *         counts as its text and 8 bytes. An element that passes the limit alone is large.
 *         compress: 0: never; n: nodes at depth n and deeper are LZF where that saves more than 8 bytes and they
 *         have 48; the others never are.
 *         Elements come and go at both ends of a node without moving the others: into the gap, into the spare. A node
 *         that gets a neighbour outside is sealed: cut to its size.
 *         A node of RPUSH l a b: block  0b000000 0200  8161 02  8162 02  ff,  sz 13, count 2, gap 0
 * Cost    push, pop, peek O(1), amortised for the room; index O(nodes to the nearer end + a node); insert, replace
 *         O(a node); delete range O(nodes deleted).
 * Credits Matt Stancliff's quicklist; limits, splits and merges are those of Valkey, for both must agree. */
#ifndef VK_QUICKLIST_H
#define VK_QUICKLIST_H
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "ds/listpack_inline.h"
#ifdef __cplusplus
extern "C" {
#endif

typedef struct quicklistNode {
    struct quicklistNode *prev, *next;
    unsigned char *block; /* owned */
    uint64_t sz : 56, plain : 1, lzf : 1, held : 1 /* not to be compressed just now */;
    uint32_t count; /* elements */
    uint32_t gap;   /* packed: bytes in front of the listpack; lzf: bytes of the compressed data */
} quicklistNode;
static_assert(sizeof(quicklistNode) == 40, "a node is drawn with 40 bytes");

typedef struct quicklist {
    quicklistNode *head, *tail;
    size_t count; /* elements of all nodes */
    size_t len;   /* nodes */
    int fill, compress;
} quicklist;

enum quicklistEnd { QUICKLIST_HEAD, QUICKLIST_TAIL };

/* Life. */
quicklist *quicklistNew(int fill, int compress); /* numbers out of range are brought into it */
void quicklistRelease(quicklist *ql);
quicklist *quicklistDup(const quicklist *ql);
bool quicklistDrain(quicklist *ql, size_t nodes); /* frees some nodes of a list to be released; false: none is left */
/* The list becomes one longer node: takes the block, which is a valid listpack with an element or more, or a text. */
void quicklistAppendListpack(quicklist *ql, unsigned char *lp);
void quicklistAppendPlain(quicklist *ql, unsigned char *text, size_t len);
unsigned char *quicklistToListpack(quicklist *ql); /* of a list that is one packed node: frees all but the listpack */
unsigned char *quicklistCutBlock(unsigned char *block, size_t bytes); /* its first bytes, in a block of their size */

/* Limits. */
void quicklistNodeLimit(int fill, size_t *sz, size_t *count); /* SIZE_MAX: none */
bool quicklistExceeds(int fill, size_t sz, size_t count);     /* a node of that size would pass the limit */
bool quicklistIsLarge(size_t len, int fill);
bool quicklistSetPackedThreshold(size_t bytes); /* tests: large from so many bytes on; 0: by fill. false: too much */
size_t quicklistPackedThreshold(void);

/* Ends. peek: false when empty; view valid until the list changes. */
void quicklistPush(quicklist *ql, const void *s, size_t len, enum quicklistEnd where);
bool quicklistPeek(const quicklist *ql, enum quicklistEnd where, lpValue *v);
void quicklistPop(quicklist *ql, enum quicklistEnd where); /* the list is not empty */

/* Inside. index may be negative, -1 is the last. */
bool quicklistReplace(quicklist *ql, long long index, const void *s, size_t len); /* false: no such index */
/* Before or after element number at of node. */
void quicklistInsert(quicklist *ql, quicklistNode *node, size_t at, const void *s, size_t len, bool after);
size_t quicklistDeleteRange(quicklist *ql, long long index, size_t count); /* how many there were */
/* Removes up to max elements (0: all) that equal s, the first from that end; how many. */
size_t quicklistRemove(quicklist *ql, const void *s, size_t len, size_t max, enum quicklistEnd from);
size_t lpRemove(unsigned char **lp, const void *s, size_t len, size_t max, enum quicklistEnd from);

/* Reading. The node with element number index, and which of the node's it is; NULL out of range. */
quicklistNode *quicklistSeek(const quicklist *ql, long long index, size_t *at);

/* Room for unpacking one node after another. */
typedef struct quicklistScratch {
    unsigned char *block;
} quicklistScratch;
/* The listpack or text of a node, valid until the list changes or the next call with this scratch. */
unsigned char *quicklistNodeData(const quicklistNode *node, quicklistScratch *scratch);
void quicklistScratchRelease(quicklistScratch *scratch);

/* Walks elements from one on towards an end; on the caller's stack. The list must not change meanwhile. */
typedef struct quicklistIter {
    quicklistNode *node;          /* NULL for a listpack alone */
    unsigned char *lp, *end, *at; /* at: the entry to come; NULL: none in this node */
    bool backwards;
    quicklistScratch scratch;
} quicklistIter;
void quicklistIterStart(quicklistIter *it, const quicklist *ql, long long index, bool backwards);
void quicklistIterStartPack(quicklistIter *it, unsigned char *lp, long long index, bool backwards);
bool quicklistIterNextNode(quicklistIter *it);
static inline bool quicklistNext(quicklistIter *it, lpValue *v) {
    while (unlikely(!it->at))
        if (!quicklistIterNextNode(it))
            return false;
    if (unlikely(!it->end)) { /* plain */
        *v = (lpValue){.text = it->at, .len = it->node->sz};
        it->at = NULL;
    } else if (!it->backwards) {
        it->at = lpStep(it->at, it->end, v);
        if (it->at == it->end)
            it->at = NULL;
    } else {
        lpValueAt(it->at, v);
        it->at = lpPrev(it->lp, it->at);
    }
    return true;
}
void quicklistIterEnd(quicklistIter *it);

/* What elements are compared with; its integer form is worked out once. */
typedef struct lpNeedle {
    const unsigned char *s;
    size_t len;
    bool is_number;
    long long number;
} lpNeedle;
lpNeedle lpNeedleOf(const void *s, size_t len);
static inline bool lpNeedleIs(const lpNeedle *n, const lpValue *v) {
    if (!v->text)
        return n->is_number && n->number == v->number;
    return v->len == n->len && memcmp(v->text, n->s, n->len) == 0;
}

/* Checking, showing. samples: nodes that stand for the rest, 0 for all. */
size_t quicklistMemUsage(const quicklist *ql, size_t samples);
bool quicklistValidate(const quicklist *ql); /* links, counts, every listpack, and which nodes may be compressed */
void quicklistRepr(const quicklist *ql, bool full, FILE *out);

#ifdef __cplusplus
}
#endif
#endif
