/* command_keys.h: which arguments of a call are keys, and what happens to each.
 *
 * Words  fake key: routed to a slot like a key, yet none (a shard channel)
 *        reliable: a command's key specs say all, unless one has KEY_VARIABLE_FLAGS, which sends us to its getkeys
 * Rules  works on specs and arguments alone: no table, no keyspace, no client. */
#ifndef VK_COMMAND_KEYS_H
#define VK_COMMAND_KEYS_H
#include <stdbool.h>
#include "exec/command_spec.h"

enum { KEYS_WITH_FAKES = 1 << 0, KEYS_PARTIAL = 1 << 1 /* leave out specs that fail, keep the others */ };

void keyRefsInit(keyRefs *out);
void keyRefsFree(keyRefs *out);
void keyRefsAdd(keyRefs *out, int pos, uint32_t flags);
bool commandHasKeys(const commandSpec *spec); /* it can have keys at all */

/* Fills `out` (initialised, empty) with the keys of argv[0..argc), where argv[0] is the command or its container.
 * Returns how many; 0 also for commands without keys; -1 when the arguments make no sense (then out is empty). */
int commandGetKeys(const commandSpec *spec, const struct execArg *argv, int argc, unsigned search, keyRefs *out);
#endif
