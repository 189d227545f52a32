/* command_add.c: see command_add.h.
 *
 * Rules  a spec made here lives as long as the process, like those of the table: events and counters point at it. */
#include "exec/exec.h"
#include "exec/command_add.h"
#include "exec/command_info.h"
#include <stdio.h>
#include <string.h>

/* What a command's declaration is made of, in one block; the name stands behind it. */
typedef struct addedCommand {
    commandSpec spec;
    commandDoc doc;
    keySpec key;
    char text[]; /* name, then summary */
} addedCommand;

static const char *readFlags(const char *text, uint32_t *flags) {
    static char wrong[96];
    *flags = CMD_PYTHON;
    while (*text) {
        size_t len = strcspn(text, " ");
        uint64_t bit;
        if (len && !commandFlagByName(text, len, &bit)) {
            snprintf(wrong, sizeof(wrong), "there is no flag '%.*s'", (int)(len < 64 ? len : 64), text);
            return wrong;
        }
        if (len)
            *flags |= (uint32_t)bit;
        text += len + (text[len] == ' ');
    }
    return NULL;
}

static uint64_t impliedCategories(uint32_t flags) {
    uint64_t acl = flags & CMD_FAST ? ACL_FAST : ACL_SLOW;
    if (flags & CMD_WRITE)
        acl |= ACL_WRITE;
    if (flags & CMD_READONLY)
        acl |= ACL_READ;
    if (flags & CMD_ADMIN)
        acl |= ACL_ADMIN | ACL_DANGEROUS;
    return acl;
}

static keySpec keysOf(const commandAddition *a, uint32_t flags) {
    return (keySpec){
        .flags = flags & CMD_WRITE ? KEY_RW | KEY_ACCESS | KEY_UPDATE : KEY_RO | KEY_ACCESS,
        .begin = KEY_BEGIN_INDEX,
        .find = KEY_FIND_RANGE,
        .at = (int16_t)a->first_key,
        .last = (int16_t)(a->last_key < 0 ? a->last_key : a->last_key - a->first_key),
        .step = (int16_t)a->key_step,
    };
}

const char *commandAdd(const commandAddition *a) {
    size_t name = strlen(a->name) + 1, summary = strlen(a->summary) + 1;
    uint32_t flags;
    const char *wrong = readFlags(a->flags, &flags);
    if (wrong)
        return wrong;
    if (name == 1 || name > sizeof(((command *)NULL)->name))
        return "its name is empty or too long";
    if (commandLookup(a->name, name - 1))
        return "a command of that name exists already";
    if (commandCount() == COMMANDS_MAX)
        return "there are too many commands";
    addedCommand *c = zcalloc(1, sizeof(*c) + name + summary);
    memcpy(c->text, a->name, name);
    memcpy(c->text + name, a->summary, summary);
    c->doc.summary = summary > 1 ? c->text + name : NULL;
    c->key = keysOf(a, flags);
    c->spec = (commandSpec){
        .name = c->text,
        .doc = &c->doc,
        .keyspecs = &c->key,
        .nkeyspecs = a->first_key > 0,
        .acl = impliedCategories(flags),
        .flags = flags,
        .arity = (int16_t)a->arity,
        .first_key = (int16_t)a->first_key,
        .last_key = (int16_t)a->last_key,
        .key_step = (int16_t)a->key_step,
        .group = GROUP_MODULE,
    };
    commandRegister(&c->spec);
    return NULL;
}
