/* command_keys_probe.c: reads command lines, one call a line, and prints what commandGetKeys finds in each.
 *
 * A line that starts with '!' names one of the rules below instead of a command; its arguments start with the next
 * word. '+' before all asks for fake keys too. */
#include "exec/exec.h"
#include "exec/command_keys.h"
#include "gen/commands.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WORDS = 64, INDEX = KEY_BEGIN_INDEX, KEYWORD = KEY_BEGIN_KEYWORD };

static const keySpec keynum = {NULL, NULL, KEY_RO, INDEX, KEY_FIND_KEYNUM, 1, 0, 1, 1};
static const keySpec streams = {NULL, "STREAMS", KEY_RO, KEYWORD, KEY_FIND_RANGE, 1, -1, 1, 2};
static const keySpec backward = {NULL, "KEYS", KEY_RO, KEYWORD, KEY_FIND_RANGE, -2, -1, 1, 0};
static const keySpec incomplete = {NULL, NULL, KEY_RO | KEY_INCOMPLETE, INDEX, KEY_FIND_RANGE, 1, 0, 1, 0};
static const keySpec unknown = {NULL, NULL, KEY_RO, KEY_BEGIN_UNKNOWN, KEY_FIND_UNKNOWN, 0, 0, 0, 0};
static const keySpec fake = {NULL, NULL, KEY_NOT_KEY, INDEX, KEY_FIND_RANGE, 1, 0, 1, 0};

static const commandSpec rules[] = {
    {.name = "keynum", .keyspecs = &keynum, .nkeyspecs = 1},
    {.name = "streams", .keyspecs = &streams, .nkeyspecs = 1},
    {.name = "backward", .keyspecs = &backward, .nkeyspecs = 1},
    {.name = "incomplete", .keyspecs = &incomplete, .nkeyspecs = 1},
    {.name = "unknown", .keyspecs = &unknown, .nkeyspecs = 1},
    {.name = "fake", .keyspecs = &fake, .nkeyspecs = 1},
};

static const commandSpec *ruleByName(const char *name) {
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (!strcmp(rules[i].name, name))
            return &rules[i];
    return NULL;
}

/* The subcommand if the words name one, else the command. */
static const commandSpec *specByWords(const execArg *argv, int argc) {
    const commandSpec *found = NULL;
    for (unsigned i = 0; i < command_specs_count; i++) {
        const commandSpec *s = &command_specs[i];
        if (!s->parent && !strcasecmp(s->name, argv[0].ptr))
            found = s;
        if (s->parent && argc > 1 && !strcasecmp(s->parent, argv[0].ptr) && !strcasecmp(s->name, argv[1].ptr))
            return s;
    }
    return found;
}

int main(void) {
    char line[4096], *save;
    while (fgets(line, sizeof(line), stdin)) {
        execArg argv[WORDS];
        int argc = 0;
        unsigned search = line[0] == '+' ? KEYS_WITH_FAKES : 0;
        for (char *w = strtok_r(line + (search != 0), " \n", &save); w && argc < WORDS;
             w = strtok_r(NULL, " \n", &save))
            argv[argc++] = (execArg){w, strlen(w)};
        if (!argc)
            return 2;
        bool rule = argv[0].ptr[0] == '!';
        const commandSpec *spec = rule ? ruleByName(argv[0].ptr + 1) : specByWords(argv, argc);
        if (!spec)
            return 3;
        keyRefs keys;
        keyRefsInit(&keys);
        printf("%d", commandGetKeys(spec, argv + rule, argc - rule, search, &keys));
        for (int i = 0; i < keys.count; i++)
            printf(" %d:%u", keys.refs[i].pos, keys.refs[i].flags);
        printf("\n");
        keyRefsFree(&keys);
    }
    return 0;
}
