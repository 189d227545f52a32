/* eval.h: the cache of scripts, behind EVAL and SCRIPT.
 *
 * Words   loaded: it came by SCRIPT LOAD, and stays until SCRIPT FLUSH; others make room for newer ones, the least
 *         recently used first, when EVALS_KEPT came by EVAL.
 * Design  two tables of the same scripts: by SHA1 (EVALSHA) and by the source itself (EVAL): the parser has hashed the
 *         first argument already, so a script that is known costs one look-up and one compare, and no SHA1. */
#ifndef VK_EVAL_H
#define VK_EVAL_H
#include "script/engine.h"

#define EVALS_KEPT 500

typedef struct evalScript {
    scriptUse use;
    struct evalScript *older, *newer; /* of those that came by EVAL */
    bool loaded;
    unsigned flags;
    int handle;
    char sha[41];
    size_t len;
    char source[];
} evalScript;

void evalInit(void);
void evalRelease(void);
/* The script with this source, compiled if it is new; NULL: the error was answered. */
evalScript *evalScriptOf(execContext *x, const char *source, size_t len, uint64_t hash, bool loaded);
evalScript *evalScriptBySha(const char *sha, size_t len, uint64_t hash); /* any case; NULL */
void evalFlush(void);
size_t evalCount(void);
size_t evalBytes(void); /* of sources and their books */
#endif
