/* client_commands.h: what the control plane sets for authentication. */
#ifndef VK_CLIENT_COMMANDS_H
#define VK_CLIENT_COMMANDS_H
#include <stddef.h>

void clientsSetPassword(const char *text, size_t len); /* requirepass; len 0: none */
#endif
