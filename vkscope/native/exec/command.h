/* command.h: the table of commands at run time. It can grow (plug-ins, modules) and names can change (rename-command).
 *
 * Threads one owner. Owns: command structs; they live as long as the process. */
#ifndef VK_COMMAND_H
#define VK_COMMAND_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "exec/command_spec.h"
#include "trace/trace.h"

typedef struct command command;
struct command {
    const commandSpec *spec;
    char name[64];   /* lower case; "config|get" for a subcommand */
    uint16_t id;     /* place in the table, as events name it; from 1 */
    command *parent; /* NULL at top level */
    command *subs;   /* list of subcommands */
    command *next_sub;
    uint64_t calls, rejected, failed;
    uint64_t ns;      /* total time executing */
    histogram times;  /* ns */
    histogram queued; /* ns between being read and being run; filled while commands are watched */
};

enum { COMMANDS_MAX = 1024 };

command *commandRegister(const commandSpec *spec);    /* the container must be there already */
command *commandLookup(const char *name, size_t len); /* top level; any case; NULL */
command *commandLookupSub(command *container, const char *name, size_t len);
command *commandById(unsigned id);                    /* NULL */
unsigned commandCount(void);                          /* ids are 1..commandCount() */
unsigned commandTopCount(void);                       /* commands at top level */
bool commandRename(const char *from, const char *to); /* to "" removes; false: no such command, or taken */
void commandResetStats(void);
#endif
