/* command.c: see command.h. Open addressing over 1024 places: about 450 names, one compare a look-up. */
#include "exec/exec.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define PLACES 2048

static command *place[PLACES];
static command *by_id[COMMANDS_MAX + 1];
static unsigned ncommands, ntop;

static inline unsigned nameHash(const char *name, size_t len) {
    unsigned h = 5381;
    for (size_t i = 0; i < len; i++)
        h = h * 33 ^ ((unsigned char)name[i] | 0x20);
    return h % PLACES;
}

static inline bool sameName(const char *lower, const char *name, size_t len) {
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c >= 'A' && c <= 'Z')
            c |= 0x20;
        if ((unsigned char)lower[i] != c)
            return false;
    }
    return lower[len] == 0;
}

static command **find(const char *name, size_t len) {
    unsigned at = nameHash(name, len);
    while (place[at] && !sameName(place[at]->name, name, len))
        at = (at + 1) % PLACES;
    return &place[at];
}

command *commandLookup(const char *name, size_t len) {
    return len < sizeof(place[0]->name) ? *find(name, len) : NULL;
}

command *commandLookupSub(command *container, const char *name, size_t len) {
    for (command *c = container->subs; c; c = c->next_sub)
        if (sameName(c->spec->name, name, len))
            return c;
    return NULL;
}

command *commandRegister(const commandSpec *spec) {
    vkAssert(ncommands < COMMANDS_MAX);
    command *c = zcalloc(1, sizeof(*c));
    c->spec = spec;
    if (spec->parent) {
        c->parent = commandLookup(spec->parent, strlen(spec->parent));
        vkAssert(c->parent);
        snprintf(c->name, sizeof(c->name), "%s|%s", spec->parent, spec->name);
        command **at = &c->parent->subs;
        while (*at)
            at = &(*at)->next_sub;
        *at = c;
    } else {
        snprintf(c->name, sizeof(c->name), "%s", spec->name);
        command **at = find(c->name, strlen(c->name));
        vkAssert(!*at);
        *at = c;
        ntop++;
    }
    c->id = (uint16_t)++ncommands;
    by_id[c->id] = c;
    return c;
}

command *commandById(unsigned id) {
    return id <= ncommands ? by_id[id] : NULL;
}

unsigned commandCount(void) {
    return ncommands;
}

unsigned commandTopCount(void) {
    return ntop;
}

/* Names are put in again after a removal: open addressing has no holes. */
static void rebuild(void) {
    memset(place, 0, sizeof(place));
    for (unsigned i = 1; i <= ncommands; i++)
        if (!by_id[i]->parent && by_id[i]->name[0])
            *find(by_id[i]->name, strlen(by_id[i]->name)) = by_id[i];
}

bool commandRename(const char *from, const char *to) {
    command *c = commandLookup(from, strlen(from));
    if (!c || strlen(to) >= sizeof(c->name) || (to[0] && commandLookup(to, strlen(to))))
        return false;
    size_t i = 0;
    for (; to[i]; i++)
        c->name[i] = (char)tolower((unsigned char)to[i]);
    c->name[i] = 0;
    if (!i)
        ntop--;
    rebuild();
    return true;
}

void commandResetStats(void) {
    for (unsigned i = 1; i <= ncommands; i++) {
        command *c = by_id[i];
        c->calls = c->rejected = c->failed = c->ns = 0;
        memset(&c->times, 0, sizeof(c->times));
        memset(&c->queued, 0, sizeof(c->queued));
    }
}
