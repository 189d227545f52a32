/* set.h: sets: different strings behind one key, as an intset while all are integers and few, in a listpack while few
 * and short, else in a table.
 *
 * Words  dbid: of the set's database, for the event that tells of a new layout; SET_UNTOLD: of none.
 * Rules  views point into the set: valid until it changes. A set with no members left is removed by the command.
 *        Layouts change when a member is added, never when one goes; only SPOP with a count may lay out anew what it
 *        leaves. */
#ifndef VK_SET_TYPE_H
#define VK_SET_TYPE_H
#include "ds/ds.h"
#include "exec/exec.h"

/* A member as it is stored or asked for: text, or where ptr is NULL the integer. */
typedef struct setMember {
    const char *ptr;
    size_t len;
    long long number;
} setMember;

/* Made on the caller's stack; the set must not change until setWalkEnd. */
typedef struct setWalk {
    const object *set;
    unsigned char *at; /* listpack: the member to come */
    uint32_t index;    /* intset: the same */
    hashtableIterator it;
} setWalk;

enum { SET_UNTOLD = -1 };

void setTypeInit(void);
void setXrayInit(void);
void setRdbInit(void);
void setRewriteInit(void); /* how it is said in commands */
/* A set that may hold `first` and about `room` members. */
object *setNew(const char *key, size_t klen, const setMember *first, size_t room);
object *setNewAs(const char *key, size_t klen, enum objectEncoding encoding); /* empty */
object *setNewTable(const char *key, size_t klen, size_t room);               /* empty, for so many members */
size_t setLength(const object *o);
bool setHas(const object *o, const setMember *m);
/* Moves to a table at once where `more` members announced ask for it. */
void setPrepare(int dbid, object *o, size_t more);
bool setAdd(int dbid, object *o, const setMember *m); /* false: it was there. m must not point into o */
bool setRemove(object *o, const setMember *m);        /* false: it was not there */
/* One member, every one with the same odds; the set must not be empty. */
void setRandom(const object *o, setMember *m);
/* A set whose members are all integers, and not too many for it, becomes an intset. */
void setToIntset(int dbid, object *o);
void setWalkStart(setWalk *w, const object *o);
bool setWalkNext(setWalk *w, setMember *m);
void setWalkEnd(setWalk *w);

/* What commands share. */
static inline setMember setMemberOf(const execArg *a) {
    return (setMember){a->ptr, a->len, 0};
}
const char *setMemberText(const setMember *m, char digits[LL_DIGITS], size_t *len);
void setReplyMember(execContext *x, const setMember *m);
/* The sets at argv[from..from+n-1], NULL for absent ones; NULL: the error is written. Caller frees with zfree. */
object **setsRead(execContext *x, int from, int n);
/* dst, whose key is argv[1], takes that place, or, when empty, whatever is there is removed. Owns dst. */
void setStore(execContext *x, object *dst, const char *event);
#endif
