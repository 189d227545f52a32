/* propagate.h: the write stream: what replicas and files are told of every change of the data set.
 *
 * Words   form: one command of the stream.  unit: forms that must be seen together or not at all: what one command, one
 *         transaction or one script changed.  feed: who takes the stream: replicas, files.
 * Rules   A command that changed something (keyspace_stats.dirty) stands in the stream in its own words, unless it says
 *         other ones, or that there is nothing to say. What it says must give the same data on a machine with another
 *         clock, other random numbers and another float arithmetic: absolute times, chosen elements, results.
 *         Keys that expire or are evicted are told as DEL or UNLINK by this room itself.
 * Design  forms are written as RESP behind one another and go to the feeds when the outermost command ends:
 *
 *           EVAL ... : [*3 SET a 1][*3 SADD s x][*2 DEL old]   -> feeds: MULTI, SET, SADD, DEL, EXEC
 *           SET k v EX 10 : [*5 SET k v PXAT 1796000000000]    -> feeds: SET
 *
 *         A form is put together behind room for its head, which is written when its words are counted:
 *
 *           | room | *3\r\n | $3\r\nSET\r\n | $1\r\na\r\n | $1\r\n1\r\n |
 *                  ^ at                                            ^ at + len
 * Cost    nobody reads: two additions and a test a command. Somebody does: a copy of the words, and a lookup of the
 * name where they are not the command's own. */
#ifndef VK_PROPAGATE_H
#define VK_PROPAGATE_H
#include "exec/context.h"
#include "trace/trace.h"

enum propagateFeed { FEED_FILES, FEED_REPLICAS, FEEDS };
/* A piece of the stream. dbid -1: MULTI or EXEC, which belong to no database. The bytes are valid during the call. */
typedef void (*propagateFed)(int dbid, const char *resp, size_t len);
void propagateListen(enum propagateFeed feed, propagateFed fed); /* NULL: it reads no longer */

/* What x->propagation says; execCall begins with the first. */
enum propagation { PROPAGATE_OWN_WORDS, PROPAGATE_SAID, PROPAGATE_FORCED, PROPAGATE_TO_REPLICAS };
enum { PROPAGATE_COUNTED = -1 }; /* as argc: not known before the last word */

extern unsigned propagate_feeds;  /* bit per feed that reads */
extern unsigned propagate_to;     /* bit per feed that the forms are for; all, unless a script says otherwise */
extern unsigned propagate_depth;  /* commands that run, one inside the other */
extern unsigned propagate_forms;  /* of the unit under way */
extern uint64_t propagate_offset; /* bytes of the replicas' stream so far; repl counts them */

static inline bool propagateWanted(void) {
    return propagate_feeds != 0 || traceOn(CLASS_STREAM);
}

/* --- for commands. Each may be called several times: one form follows the other. --- */

/* In place of its own words: name and argc words behind it. Without argv words: propagateBegin below. */
void propagateAs(execContext *x, const char *name, int argc, const execArg *argv);
/* The same, word for word: argc of them must follow, then propagateEnd. False: nobody reads, do nothing more. */
bool propagateBegin(execContext *x, const char *name, int argc);
void propagateWord(const void *ptr, size_t len);
void propagateWordC(const char *text);
void propagateArg(const execContext *x, int i); /* argv[i] */
void propagateNumber(long long value);
void propagateEnd(execContext *x);
void propagateCancel(void); /* the form begun is none: there was nothing to tell */
/* Forms that many commands become: a name, argv[key], a number. */
void propagateKey(execContext *x, const char *name, int key);
void propagateKeyNumber(execContext *x, const char *name, int key, long long value);
void propagateDeleted(execContext *x, int key, bool lazy); /* UNLINK if lazy, else DEL */
void propagateNothing(execContext *x);                     /* what changed needs no telling */
void propagateOwnWords(execContext *x);                    /* though nothing changed (FLUSHALL) */
void propagateToReplicas(execContext *x);                  /* the same, but no file gets it (PUBLISH) */
/* A key has gone, or a field: by the server's own doing. The caller is no command; unless one runs, it is sent now. */
void propagateGone(int dbid, const char *name, int argc, const execArg *argv);

/* --- for execCall, and whoever runs pieces of one unit --- */

static inline void propagateEnter(void) {
    propagate_depth++;
}
void propagateRan(execContext *x, uint64_t dirty_before); /* its proc has returned */
void propagateFlush(void);
static inline void propagateLeave(void) {
    if (--propagate_depth == 0 && unlikely(propagate_forms))
        propagateFlush();
}
enum { PROPAGATE_SELECT_ROOM = 64 };
int propagateSelect(char text[PROPAGATE_SELECT_ROOM], int dbid); /* SELECT as a form; its length. For feeds */
void propagateInit(void);                                        /* listens to keyspace */

typedef struct propagateStats {
    uint64_t units, transactions; /* that went out; of them, those of several forms */
    uint64_t forms, bytes;
    uint64_t own_words, other_words, by_server; /* forms: as they came; rewritten; expiries and evictions */
} propagateStats;
extern propagateStats propagate_stats;

/* What commands have become, since the start or CONFIG RESETSTAT; counted while somebody reads. */
typedef struct propagateBecame {
    uint16_t command, became; /* ids; command 0: the server's own doing */
    uint64_t times, bytes;
} propagateBecame;
const propagateBecame *propagateTable(unsigned *rows); /* in no order; valid until the next command */
void propagateForgetTable(void);
#endif
