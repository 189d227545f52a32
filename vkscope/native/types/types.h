/* types: the commands, one file for each kind. Their procs are declared in gen/commands.h. Include this, not the files.
 *
 * Rules  a command looks its key up once, checks before it changes anything, and ends a change in keyChanged. */
#ifndef VK_TYPES_H
#define VK_TYPES_H
#include "exec/exec.h"
#include "persist/persist.h"
#include "types/args.h"
#include "types/config.h"
#include "types/hash.h"
#include "types/set.h"
#include "types/zset.h"
#include "types/stream.h"
#include "types/list.h"

void stringRdbInit(void);
void typesInit(void); /* once: registers every type with the keyspace */
#endif
