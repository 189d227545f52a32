/* vk_acl.c: the door's functions for users. */
#include "door/vk.h"
#include "door/enter.h"
#include "exec/acl.h"
#include "exec/command_info.h"
#include "net/acl_clients.h"
#include <stdio.h>
#include <string.h>

unsigned vkAclCommands(vkAclCommand *out, unsigned room) {
    unsigned n = 0;
    for (unsigned i = 1; i <= commandCount() && n < room; i++) {
        const command *c = commandById(i);
        out[n] = (vkAclCommand){.id = c->id, .parent = c->parent ? c->parent->id : 0, .categories = c->spec->acl};
        snprintf(out[n++].name, sizeof(out->name), "%s", commandFullName(c));
    }
    return n;
}

void vkAclPut(const char *name, size_t len, const char *rules, size_t bytes) {
    VK_ENTER;
    aclPut(name, len, rules, bytes);
}

void vkAclRemove(const char *name, size_t len) {
    VK_ENTER;
    uint64_t id;
    if (aclRemove(name, len, &id))
        aclCloseClients(id);
}

void vkAclCloseSubscribers(const char *name, size_t len, int n, const char **channels, const size_t *lens) {
    VK_ENTER;
    const aclUser *u = aclFind(name, len);
    if (!u)
        return;
    execArg *all = zmalloc(sizeof(*all) * (size_t)(n + 1));
    for (int i = 0; i < n; i++)
        all[i] = (execArg){channels[i], lens[i]};
    aclCloseSubscribers(aclIdOf(u), all, n);
    zfree(all);
}

void vkAclLogLimit(uint64_t entries) {
    aclLogLimit(entries);
}
