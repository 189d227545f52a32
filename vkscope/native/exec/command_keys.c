/* command_keys.c: see command_keys.h.
 *
 * Design  A spec is searched in two steps: `begin` gives the first candidate, `find` the last one and the step.
 *
 *             MSET   k1 v1 k2 v2          index 1, range -1 2        first 1, last 4, step 2: words 1 and 3
 *             EVAL   script 2 k1 k2 arg   index 2, keynum 0 1 1      word 2 says 2: words 3 and 4
 *             XREAD  STREAMS a b 0 0      keyword STREAMS, range -1 1 limit 2: the first half of what follows */
#include "exec/exec.h"
#include "exec/command_keys.h"
#include "gen/commands.h"
#include <string.h>
#include <strings.h>

void keyRefsInit(keyRefs *out) {
    out->refs = out->inline_refs;
    out->count = 0;
    out->capacity = KEY_REFS_INLINE;
}

void keyRefsFree(keyRefs *out) {
    if (out->refs != out->inline_refs)
        zfree(out->refs);
    keyRefsInit(out);
}

void keyRefsAdd(keyRefs *out, int pos, uint32_t flags) {
    if (unlikely(out->count == out->capacity)) {
        size_t room = (size_t)out->capacity * 2;
        bool moved = out->refs != out->inline_refs;
        keyRef *refs = zrealloc(moved ? out->refs : NULL, room * sizeof(keyRef));
        if (!moved)
            memcpy(refs, out->inline_refs, sizeof(out->inline_refs));
        out->refs = refs;
        out->capacity = (int)room;
    }
    out->refs[out->count++] = (keyRef){pos, flags};
}

static bool wordIs(const execArg *a, const char *word) {
    size_t len = strlen(word);
    return a->len == len && strncasecmp(a->ptr, word, len) == 0;
}

bool commandHasKeys(const commandSpec *spec) {
    if (spec->getkeys)
        return true;
    for (int i = 0; i < spec->nkeyspecs; i++)
        if (!(spec->keyspecs[i].flags & KEY_NOT_KEY))
            return true;
    return false;
}

static bool specsAreReliable(const commandSpec *spec) {
    for (int i = 0; i < spec->nkeyspecs; i++)
        if (spec->keyspecs[i].flags & KEY_VARIABLE_FLAGS)
            return false;
    return true;
}

enum { NOT_FOUND = 0, NO_SENSE = -1 };

/* Position of the first candidate, NOT_FOUND if the keyword is absent, NO_SENSE for a spec that knows nothing. */
static int beginAt(const keySpec *k, const execArg *argv, int argc) {
    if (k->begin == KEY_BEGIN_INDEX)
        return k->at;
    if (k->begin != KEY_BEGIN_KEYWORD)
        return NO_SENSE;
    int step = k->at > 0 ? 1 : -1;
    for (int i = k->at > 0 ? k->at : argc + k->at; i >= 1 && i < argc; i += step)
        if (wordIs(&argv[i], k->keyword))
            return i + 1 < argc ? i + 1 : NOT_FOUND;
    return NOT_FOUND;
}

static int lastOfRange(const keySpec *k, int first, int argc) {
    if (k->last >= 0)
        return first + k->last;
    if (k->limit <= 1)
        return argc + k->last;
    return first + (argc - first) / k->limit + k->last;
}

/* Adds the keys of one spec; false if what it points at lies outside of the arguments. */
static bool addSpec(const keySpec *k, const execArg *argv, int argc, keyRefs *out) {
    int first = beginAt(k, argv, argc), last;
    if (first == NOT_FOUND)
        return true;
    if (first == NO_SENSE)
        return false;
    if (k->find == KEY_FIND_RANGE) {
        last = lastOfRange(k, first, argc);
    } else if (k->find == KEY_FIND_KEYNUM) {
        long long numkeys;
        int at = first + k->last;
        if (at >= argc || !string2ll(argv[at].ptr, argv[at].len, &numkeys))
            return false;
        if (numkeys < 1 || numkeys > argc)
            return false;
        first += k->limit;
        last = first + ((int)numkeys - 1) * k->step;
    } else {
        return false;
    }
    if (first >= argc || last >= argc || last < first)
        return false;
    for (int i = first; i <= last; i += k->step)
        keyRefsAdd(out, i, k->flags);
    return !(k->flags & KEY_INCOMPLETE);
}

static bool addSpecs(const commandSpec *spec, const execArg *argv, int argc, unsigned search, keyRefs *out) {
    for (int i = 0; i < spec->nkeyspecs; i++) {
        const keySpec *k = &spec->keyspecs[i];
        if (k->flags & KEY_NOT_KEY && !(search & KEYS_WITH_FAKES))
            continue;
        if (!addSpec(k, argv, argc, out) && !(search & KEYS_PARTIAL))
            return false;
    }
    return true;
}

int commandGetKeys(const commandSpec *spec, const execArg *argv, int argc, unsigned search, keyRefs *out) {
    bool sense = true;
    if (spec->nkeyspecs && (specsAreReliable(spec) || !spec->getkeys)) {
        sense = addSpecs(spec, argv, argc, search, out);
        if (sense)
            return out->count;
        out->count = 0;
    }
    int n = spec->getkeys ? spec->getkeys(spec, argv, argc, out) : sense ? 0 : -1;
    if (n <= 0)
        out->count = 0;
    return n;
}

/* SET reads the old value, or lets its value be guessed, only with GET and IFEQ. */
int setGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    uint32_t flags = KEY_OW | KEY_UPDATE;
    for (int i = 3; i < argc; i++)
        if (wordIs(&argv[i], "get") || wordIs(&argv[i], "ifeq"))
            flags = KEY_RW | KEY_ACCESS | KEY_UPDATE;
    keyRefsAdd(out, 1, flags);
    return out->count;
}

/* BITFIELD only reads if all its operations are GET. What cannot be parsed counts as a write. */
static bool bitfieldOnlyReads(const execArg *argv, int argc) {
    for (int i = 2; i < argc;) {
        int left = argc - i - 1;
        if (wordIs(&argv[i], "get") && left >= 2) {
            i += 3;
        } else if (wordIs(&argv[i], "overflow") && left >= 1) {
            i += 2;
        } else {
            return false;
        }
    }
    return true;
}

int bitfieldGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    keyRefsAdd(out, 1, bitfieldOnlyReads(argv, argc) ? KEY_RO | KEY_ACCESS : KEY_RW | KEY_ACCESS | KEY_UPDATE);
    return out->count;
}

/* XREAD and XREADGROUP: half of what follows STREAMS; options in front of it may have any value, that word too. */
int xreadGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    int at = 1;
    while (at < argc && !wordIs(&argv[at], "streams")) {
        if (wordIs(&argv[at], "block") || wordIs(&argv[at], "count")) {
            at += 2;
        } else if (wordIs(&argv[at], "group")) {
            at += 3;
        } else if (wordIs(&argv[at], "noack")) {
            at++;
        } else {
            return -1;
        }
    }
    int words = argc - at - 1;
    if (words < 2 || words % 2)
        return -1;
    for (int i = 1; i <= words / 2; i++)
        keyRefsAdd(out, at + i, KEY_RO | KEY_ACCESS);
    return out->count;
}

/* A number of keys at argv[at], and the keys behind it; -1: they are not there. */
static int numberedKeys(const execArg *argv, int argc, int at, uint32_t flags, keyRefs *out) {
    long long keys;
    if (at >= argc || !string2ll(argv[at].ptr, argv[at].len, &keys) || keys < 1 || keys >= argc - at)
        return -1;
    for (int i = at + 1; i <= at + (int)keys; i++)
        keyRefsAdd(out, i, flags);
    return out->count;
}

int lmpopGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    return numberedKeys(argv, argc, 1, KEY_RW | KEY_ACCESS | KEY_DELETE, out);
}

int blmpopGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    return numberedKeys(argv, argc, 2, KEY_RW | KEY_ACCESS | KEY_DELETE, out);
}

/* The last STORE counts. Keys made of patterns are not known. */
int sortGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    int target = 0;
    (void)spec;
    keyRefsAdd(out, 1, KEY_RO | KEY_ACCESS);
    for (int i = 2; i < argc; i++) {
        if (wordIs(&argv[i], "limit")) {
            i += 2;
        } else if (wordIs(&argv[i], "get") || wordIs(&argv[i], "by")) {
            i++;
        } else if (wordIs(&argv[i], "store") && i + 1 < argc) {
            target = ++i;
        }
    }
    if (target)
        keyRefsAdd(out, target, KEY_OW | KEY_UPDATE);
    return out->count;
}

/* The key, or those behind KEYS where it is the empty string; none where both are given. */
int migrateGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    int first = 3, count = 1;
    (void)spec;
    for (int i = 6; i < argc; i++) {
        if (wordIs(&argv[i], "keys")) {
            first = i + 1;
            count = argv[3].len ? 0 : argc - first;
            break;
        }
        i += wordIs(&argv[i], "auth") ? 1 : wordIs(&argv[i], "auth2") ? 2 : 0;
    }
    for (int i = first; i < first + count; i++)
        keyRefsAdd(out, i, KEY_RW | KEY_ACCESS | KEY_DELETE);
    return out->count;
}

int sortROGetKeys(const commandSpec *spec, const execArg *argv, int argc, keyRefs *out) {
    (void)spec;
    (void)argv;
    (void)argc;
    keyRefsAdd(out, 1, KEY_RO | KEY_ACCESS);
    return out->count;
}
