/* list.h: lists: elements in order behind one key, in one listpack while small, then in a quicklist.
 *
 * Rules  an element is looked at in place: views are valid until the list changes. A list without elements is removed
 * by the command that emptied it. A listpack becomes a quicklist when it would pass what one node may hold
 * (list-max-listpack-size); a quicklist of one packed node becomes a listpack when half of that is enough. Events
 * EncodingChanged. */
#ifndef VK_LIST_TYPE_H
#define VK_LIST_TYPE_H
#include "ds/ds.h"
#include "exec/exec.h"

void listTypeInit(void);
void listXrayInit(void);
void listRdbInit(void);
void listRewriteInit(void); /* how it is said in commands */
object *listNew(const char *key, size_t klen);
size_t listLength(const object *o);
/* Before so many elements, with so many bytes of text, come in. */
void listGrow(const execContext *x, object *o, size_t bytes, size_t count);
void listShrunk(const execContext *x, object *o); /* after elements went, while some are left */
/* A list that was put together as a quicklist, which it owns, in the encoding that fits. */
object *listOfQuicklist(const char *key, size_t klen, quicklist *ql);
void listPush(object *o, const void *s, size_t len, enum quicklistEnd where); /* s does not point into o */
bool listPeek(const object *o, enum quicklistEnd where, lpValue *v);
void listPop(object *o, enum quicklistEnd where); /* not empty */
bool listReplace(object *o, long long index, const void *s, size_t len);
size_t listDeleteRange(object *o, long long index, size_t count);

/* Walks: quicklistNext and quicklistIterEnd go on from here. index may be negative. */
void listWalkStart(quicklistIter *it, const object *o, long long index, bool backwards);

static inline void listText(lpValue *v, char number[LL_DIGITS]) { /* gives a number its text */
    if (v->text)
        return;
    v->len = (size_t)ll2string(number, v->number);
    v->text = (const unsigned char *)number;
}
void replyElement(execContext *x, const lpValue *v); /* as a bulk string */
/* Count elements from one on, as bulk strings; the list has them. */
void replyElements(execContext *x, const object *o, long long index, size_t count, bool backwards);

/* What commands share. */
/* How many elements stand between two indexes, which may be negative and out of range; *first is the first of them. */
size_t listRange(const object *o, long long start, long long end, size_t *first);
bool argEnd(execContext *x, int i, enum quicklistEnd *where); /* LEFT or RIGHT; false: the error is written */
/* Elements went from the list at argv[i], which event says: removes an empty list, lets the rest shrink. */
void listRemoved(execContext *x, int i, object *o, const char *event);
void listPopped(execContext *x, int i, object *o, enum quicklistEnd where); /* the same, from an end */
/* Pops up to count elements of the list at argv[i] and answers its name and them. */
void listPopReply(execContext *x, int i, object *o, enum quicklistEnd where, size_t count);
/* numkeys key [key ...] LEFT|RIGHT [COUNT n] */
typedef struct listMpop {
    int first, keys; /* argv[first] on */
    size_t count;
    enum quicklistEnd where;
} listMpop;
bool listReadMpop(execContext *x, int at, listMpop *m); /* from argv[at] on; false: the error is written */
/* Moves an element from the list at argv[1], which is there, to argv[2]. */
/* False: an error was written. */
bool listMove(execContext *x, object *from, enum quicklistEnd out, enum quicklistEnd in);
#endif
