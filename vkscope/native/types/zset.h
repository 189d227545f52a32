/* zset.h: sorted sets: members with a score, ordered by score, then by bytes; in a listpack while small, then in a
 * skiplist and a table of the same nodes.
 *
 * Rules   views point into the sorted set: valid until it changes. One with no members left is removed by the command.
 *         Every range, whatever it is asked by, becomes a range of ranks first.
 * Words   rank   place in the order, the first is 0.
 *         above  said of a limit: the place behind what is equal to it, rather than before it. */
#ifndef VK_ZSET_TYPE_H
#define VK_ZSET_TYPE_H
#include "ds/ds.h"
#include "exec/exec.h"

/* How zsetAdd is meant; the options of ZADD. */
enum zsetHow { ZSET_NX = 1, ZSET_XX = 2, ZSET_GT = 4, ZSET_LT = 8, ZSET_INCR = 16 };
/* What it did; none: the member had that score. */
enum zsetDid {
    ZSET_ADDED = 1,
    ZSET_UPDATED = 2,
    ZSET_NOTHING = 4, /* an option forbade it */
    ZSET_NAN = 8      /* the sum is not a number; nothing was changed */
};

/* Made on the caller's stack; the sorted set must not change while it is used. */
typedef struct zsetWalk {
    unsigned char *lp, *at; /* listpack: the member to come */
    const skiplistNode *node;
    bool table, reverse;
} zsetWalk;

void zsetTypeInit(void);
void zsetXrayInit(void);
void zsetRdbInit(void);
void zsetRewriteInit(void); /* how it is said in commands */
/* Laid out for so many members of at most so many bytes. */
object *zsetNew(const char *key, size_t klen, size_t entries, size_t longest);
/* Changes the layout at once where so many more members, the longest of so many bytes, will ask for it. */
void zsetPrepare(const execContext *x, object *o, size_t entries, size_t longest);
size_t zsetLength(const object *o);
bool zsetScore(const object *o, const char *member, size_t len, double *score); /* false: no such member */
/* result: the member's score then. The bytes must not point into the sorted set. */
unsigned zsetAdd(const execContext *x, object *o, double score, const char *member, size_t len, unsigned how,
                 double *result);
bool zsetDelete(object *o, const char *member, size_t len); /* false: no such member */
void zsetDeleteRange(object *o, size_t rank, size_t n);     /* as many as there are */
/* The rank of a member. false: no such member. */
bool zsetRank(const object *o, const char *member, size_t len, size_t *rank, double *score);
/* Members with a lower score, or with above, with one that is not higher. */
size_t zsetBelowScore(const object *o, double score, bool above);
/* The same by bytes, where all scores are equal. */
size_t zsetBelowMember(const object *o, const char *member, size_t len, bool above);
void zsetWalkStart(zsetWalk *w, const object *o, size_t rank, bool reverse); /* from that rank on, or back */
bool zsetWalkNext(zsetWalk *w, stringView *member, double *score);           /* score may be NULL */

/* The list of a sorted set with encoding skiplist; its nodes are the entries of the object's value, a hash table. */
skiplist *zsetList(const object *o);
void zsetToTable(const execContext *x, object *o); /* whatever its size: SORT leaves a skiplist behind */

/* Making a sorted set from scratch: members are put into a table, whose scores may be changed until it becomes one. */
hashtable *zsetTableNew(size_t room);
void zsetTableFree(hashtable *t);
skiplistNode *zsetTableFind(const hashtable *t, const char *member, size_t len);
skiplistNode *zsetTableAddNew(hashtable *t, double score, const char *member, size_t len); /* NULL: it is there */
/* Orders the members and picks the layout; owns t, which must not be empty. */
object *zsetOfTable(const char *key, size_t klen, hashtable *t);
/* The same in a skiplist, whatever its size: for what is read once. A listpack would turn a score of -0 into 0. */
object *zsetUnpacked(const char *key, size_t klen, hashtable *t);

/* What commands share. */
void zsetChanged(execContext *x, int key, uint64_t members, const char *event); /* so many, of the key argv[key] */
/* Removes the key argv[key] when no member is left. */
void zsetDropEmpty(execContext *x, object *o, int key);
/* The result of a *STORE command, made with the key argv[key], takes that key's place and is counted in the reply.
 * NULL, or one without members: the key goes. */
void zsetStore(execContext *x, int key, object *result, const char *event);
/* Pairs to add to argv[1]: the members are argv[member], argv[member + step] ...; how: zsetHow. */
typedef struct zsetAddArgs {
    unsigned how;
    bool count_changed; /* the reply counts new scores too */
    int member, step, pairs;
} zsetAddArgs;
void zsetAddPairs(execContext *x, const zsetAddArgs *a, const double *scores); /* and replies */
bool zsetScoreArg(execContext *x, int i, double *score, const char *error);    /* not NaN; error NULL: the usual */
/* A member and, where asked for, its score: a pair of its own in RESP3, else one after the other. */
void zsetReplyMember(execContext *x, const stringView *member, double score, bool with_score);
#endif
