/* debug.h: private to types/: subcommands of DEBUG that stand outside debug.c, which lists them all. */
#ifndef VK_DEBUG_COMMAND_H
#define VK_DEBUG_COMMAND_H
#include "exec/exec.h"

void debugHtstats(execContext *x);
void debugHtstatsKey(execContext *x);
void debugFailAlloc(execContext *x);
void debugDigest(execContext *x);
void debugDigestValue(execContext *x);
void debugDict(execContext *x);
void debugDictResizing(execContext *x);
void debugListpack(execContext *x);
void debugQuicklist(execContext *x);
void debugPackedThreshold(execContext *x);
void debugListWords(const object *o, bool fast, char *out, size_t room); /* o is a quicklist */
#endif
