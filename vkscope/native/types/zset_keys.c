/* zset_keys.c: which arguments are keys, for commands of sorted sets and of places whose specs do not say it all. */
#include "exec/exec.h"
#include "exec/command_keys.h"
#include "gen/commands.h"
#include "types/args.h"
#include <strings.h>

/* A count at argv[at], and that many keys behind it; none where they are not all there. */
static void addCounted(const execArg *argv, int argc, int at, uint32_t flags, keyRefs *out) {
    long long n;
    if (at >= argc || !string2ll(argv[at].ptr, argv[at].len, &n) || n < 1 || n > argc - at - 1)
        return;
    for (int i = 0; i < (int)n; i++)
        keyRefsAdd(out, at + 1 + i, flags);
}

int zmpopGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    addCounted(argv, argc, 1, KEY_RW | KEY_ACCESS | KEY_DELETE, out);
    return out->count;
}

int bzmpopGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    addCounted(argv, argc, 2, KEY_RW | KEY_ACCESS | KEY_DELETE, out);
    return out->count;
}

int zunionInterDiffGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    addCounted(argv, argc, 1, KEY_RO | KEY_ACCESS, out);
    return out->count;
}

int zunionInterDiffStoreGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    addCounted(argv, argc, 2, KEY_RO | KEY_ACCESS, out);
    if (out->count)
        keyRefsAdd(out, 1, KEY_OW | KEY_UPDATE);
    return out->count;
}

/* Every STORE and STOREDIST names a key that may be written: all are told, since which one counts is the command's
 * business. */
int georadiusGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    keyRefsAdd(out, 1, KEY_RO | KEY_ACCESS);
    for (int i = 5; i + 1 < argc; i++) {
        execContext words = {.argv = (execArg *)(uintptr_t)argv, .argc = argc};
        if (OPTION(&words, i, "store") || OPTION(&words, i, "storedist"))
            keyRefsAdd(out, ++i, KEY_OW | KEY_UPDATE);
    }
    return out->count;
}
