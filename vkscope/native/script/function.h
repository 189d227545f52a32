/* function.h: libraries of functions: what FUNCTION LOAD brings and FCALL runs.
 *
 * Words   library: a source that an engine has compiled and run once, and the functions that it registered meanwhile.
 *         set: libraries that stand beside one another, and all their functions by name. One is in use; another one is
 *         filled by FUNCTION RESTORE before it joins that, or takes its place.
 * Rules   A library is taken whole or not at all: whatever is wrong with a source, the set is as it was.
 *         A library's name counts case; a function's does not, and is the only one of the set.
 *         Functions are no data: FLUSHALL leaves them. They stand in RDB files, and in the stream in FUNCTION's words.
 * Design
 *             set.libraries   "geo" -> library { code, engine, functions[] -------+
 *                                                                                 v
 *             set.functions   "nearest" (lower case) -> function { handle of the engine, flags, description, use }
 *
 *         This is C though it runs seldom: libraries come by commands, in transactions, from files that are loaded
 *         before Python's loop runs, and from the stream; all of them take the same way.
 * Cost    FCALL: one find in a table, no allocation. Loading: the engine's. */
#ifndef VK_FUNCTION_H
#define VK_FUNCTION_H
#include "ds/ds.h"
#include "script/engine.h"

typedef struct functionLibrary functionLibrary;

typedef struct function {
    scriptUse use; /* its name as it was registered */
    functionLibrary *library;
    char *description; /* zmalloc'ed; NULL: it has none */
    size_t description_len;
    unsigned flags; /* SCRIPT_* */
    int handle;
    uint32_t name_len;
    char key[]; /* the name in lower case, a zero byte, the name, a zero byte */
} function;

struct functionLibrary {
    const scriptEngine *engine;
    function **functions; /* in the order in which they were registered */
    char *code;           /* all of it, first line included */
    size_t code_len;
    uint64_t since_ns;
    unsigned count, room; /* of functions */
    uint32_t name_len;
    char name[]; /* and a zero byte */
};

typedef struct functionSet {
    hashtable *libraries, *functions;
} functionSet;

enum { FUNCTION_LOAD_MS = 500 }; /* a client's library must be through by then */

void functionsInit(void);
void functionsRelease(void);

function *functionFind(const char *name, size_t len); /* in any case; NULL */
functionSet *functionsInUse(void);

/* Takes a library into the set; replace: in place of one of its name. NULL, or why not (without code), valid until the
 * next call. limit_ms as in engine.h. */
const char *functionSetLoad(functionSet *set, const char *code, size_t len, bool replace, int64_t limit_ms,
                            functionLibrary **loaded);
functionLibrary *functionSetFind(const functionSet *set, const char *name, size_t len); /* NULL */
bool functionSetDelete(functionSet *set, const char *name, size_t len);                 /* false: there is none */
functionSet *functionSetNew(void);
void functionSetFree(functionSet *set);
/* Moves all libraries of the set, which is freed when that worked, into the set in use. */
const char *functionsJoin(functionSet *from, bool replace);
void functionsSwap(functionSet *to); /* takes the place of the set in use, which is freed */
void functionsFlush(void);           /* all go, and the engines forget what they kept for them */

void functionsCount(const scriptEngine *engine, uint64_t *libraries, uint64_t *functions); /* of one engine */

/* --- function_dump.c: FUNCTION DUMP and RESTORE; RDB files (persist/) are given what they need by functionsInit. ---
 */
void functionsDump(execContext *x);
void functionsRestore(execContext *x);
void functionsDumpInit(void);

/* The flags of a call of FCALL: those of its function, if there is one of that name. */
uint32_t functionCommandFlags(const execContext *x, uint32_t flags);
#endif
