/* aof_rewrite.h: the base of an append-only file: all data, as RDB or as the fewest commands, by a child.
 *
 * Rules   The child writes temp-rewriteaof-bg-<pid>.aof in the working directory, whole and handed to the disk, or
 *         nothing. What becomes of it is decided by server/aof in Python, which asks aofRewriteEnded at every cron.
 *         A type's <type>_rewrite.c registers how its values are said, from typesInit; strings are said here.
 * Design  SELECT 0 | FUNCTION LOAD code ... | SET k v | PEXPIREAT k ms | RPUSH k 64 elements | RPUSH k 64 more | ...
 * Cost    a key: a copy of its bytes. */
#ifndef VK_AOF_REWRITE_H
#define VK_AOF_REWRITE_H
#include "base/stream.h"
#include "keyspace/object.h"
#include <sys/types.h>

enum { AOF_PIECE = 64 /* elements of one command */ };

/* Says the value of the key in commands; the object's time limit is not its business. */
typedef void (*aofSayer)(streamOut *out, const object *o);
void aofSayerRegister(enum objectType type, aofSayer say);

/* Words of commands. */
void aofSayHead(streamOut *out, size_t words, const char *name);
void aofSayWord(streamOut *out, const char *data, size_t len);
void aofSayWordC(streamOut *out, const char *text);
void aofSayNumber(streamOut *out, long long value);
void aofSayKey(streamOut *out, const object *o);
/* The next of so many elements, `words` words each, begins: where it is the first of a piece, the head stands before
 * it. `left` counts down. */
void aofSayElement(streamOut *out, const object *o, const char *name, size_t words, size_t done, size_t left);

bool aofWriteBase(const char *path, bool rdb); /* all data, on the disk, under that name; false: the log says why */

/* A child writes temp-rewriteaof-bg-<pid>.aof. -1: errno. */
pid_t aofRewriteStart(bool rdb);
bool aofRewriteEnded(pid_t *pid, int *status); /* since it was asked last; status as waitpid gives it */
void aofRewriteKill(void);                     /* and waits for its end, which counts for nothing */

/* What server/aof knows of its rewrites, for SCOPE SNAPSHOT. */
typedef struct aofShown {
    uint64_t rewrites, failures;
    bool scheduled, rewrite_ok;
} aofShown;
extern aofShown aof_shown;

typedef struct aofRewriteConfig {
    bool incremental_sync, timestamps;
} aofRewriteConfig;
extern aofRewriteConfig aof_rewrite_config;
#endif
