/* client_commands.h: what the control plane sets for HELLO and AUTH, and words that clients say of themselves. */
#ifndef VK_CLIENT_COMMANDS_H
#define VK_CLIENT_COMMANDS_H
#include "exec/exec.h"

void clientsSetZone(const char *text, size_t len); /* availability-zone, as HELLO tells it; len 0: it does not */
extern const char client_bad_name[];
bool clientWordFits(const execArg *a);
void clientWordSet(char **word, const char *text, size_t len); /* replaces an owned word; len 0: NULL */
#endif
