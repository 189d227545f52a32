/* hash.h: hashes: fields and values behind one key, in a listpack while small, then in a table.
 *
 * Rules  views point into the hash: valid until it changes. A hash with no fields left is removed by the command.
 *        Fields whose time has passed are hidden from every function here but hashLength, hashForget and hashSet, which
 *        overwrites them; the expire cycle removes them.
 * Words  live: a field whose time has not passed.  timed: a field with a time limit; a hash with one is a table. */
#ifndef VK_HASH_TYPE_H
#define VK_HASH_TYPE_H
#include "ds/ds.h"
#include "exec/exec.h"

/* Made on the caller's stack; the hash must not change until hashWalkEnd. */
typedef struct hashWalk {
    unsigned char *lp, *at; /* listpack: the field to come */
    hashtableIterator it;
    bool table;
} hashWalk;

/* What a change did; commands join several with | and hand them to hashDone. */
enum hashDid {
    HASH_NEW = 1,     /* the field was absent, or hidden */
    HASH_REVIVED = 2, /* an expired field was overwritten */
    HASH_TIMES = 4,   /* a time limit came, went or changed */
    HASH_GONE = 8     /* the field was there and is removed */
};

#define HASH_KEEP_EXPIRE (-2LL) /* as expire: the one that a live field has */

void hashTypeInit(void);
void hashXrayInit(void);
void hashRdbInit(void);
void hashRewriteInit(void); /* how it is said in commands */
object *hashNew(const char *key, size_t klen);
size_t hashLength(const object *o); /* fields, those included that have expired and are not removed yet: HLEN */
size_t hashLive(const object *o);   /* without those; O(how many they are) */
bool hashGet(const object *o, const char *field, size_t flen, stringView *value); /* value may be NULL */
/* NO_EXPIRE without one; false: no such field. */
bool hashGetExpire(const object *o, const char *field, size_t flen, long long *expire);
/* Makes room for argv[from..] to be written: moves to a table at once where one of them, or their number, asks for it.
 * The bytes written must not point into the hash. */
void hashPrepare(const execContext *x, object *o, int from);
/* expire: Unix ms, NO_EXPIRE or HASH_KEEP_EXPIRE. Returns hashDid. */
unsigned hashSet(const execContext *x, object *o, const char *field, size_t flen, const char *value, size_t vlen,
                 long long expire);
/* Times a live field anew; NO_EXPIRE persists it. 0: no such field. */
unsigned hashSetExpire(const execContext *x, object *o, const char *field, size_t flen, long long expire);
unsigned hashDelete(object *o, const char *field, size_t flen); /* 0: no such field */
unsigned hashForget(object *o, const char *field, size_t flen); /* the same, expired or not */
void hashWalkStart(hashWalk *w, const object *o);
bool hashWalkNext(hashWalk *w, stringView *field, stringView *value); /* value may be NULL */
void hashWalkEnd(hashWalk *w);
bool hashRandom(const object *o, stringView *field, stringView *value); /* one live pair; value may be NULL */

/* What commands share. */
/* The end of a change to the hash at argv[1]: files its time limits, tells what happened, "hexpired" first where did
 * says so; event NULL: nothing else. */
void hashDone(execContext *x, object *o, unsigned did, const char *event);
void hashDropEmpty(execContext *x, object *o); /* removes the key when no field is left */
object *hashWritable(execContext *x);          /* the hash at argv[1], made when absent; NULL: the error is written */
void hashReplyField(execContext *x, const object *o, int i); /* value of field argv[i], or null; o may be NULL */
#endif
