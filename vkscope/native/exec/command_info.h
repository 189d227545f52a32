/* command_info.h: names of flags, categories and groups, as COMMAND and ACL show them. */
#ifndef VK_COMMAND_INFO_H
#define VK_COMMAND_INFO_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "exec/command.h"

const char *commandGroupName(unsigned group);                            /* commandGroup -> "sorted-set" */
bool commandFlagByName(const char *name, size_t len, uint64_t *bit);     /* as COMMAND INFO writes it */
bool commandCategoryByName(const char *name, size_t len, uint64_t *bit); /* any case, without '@' */
/* "set", "client|kill" (any case) -> the command; NULL. */
command *commandLookupFullName(const char *name, size_t len);
/* The command that these words call, subcommand included; NULL if the command or the subcommand is unknown. */
command *commandLookupWords(const struct execArg *argv, int argc);
/* The name the table gave it, whatever rename-command did: "client|kill". */
const char *commandFullName(const command *c);
#endif
