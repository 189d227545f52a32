/* acl_clients.h: what becomes of clients when the rights of their user change. */
#ifndef VK_ACL_CLIENTS_H
#define VK_ACL_CLIENTS_H
#include "exec/exec.h"

void aclClientsInit(void); /* hooks of exec/acl.h, and the section of SCOPE SNAPSHOT */
void aclCloseClients(uint64_t user);
/* Those that listen to what these channels (patterns) do not allow. */
void aclCloseSubscribers(uint64_t user, const execArg *channels, int n);
#endif
