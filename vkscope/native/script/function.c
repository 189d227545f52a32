/* function.c: see function.h: libraries and sets. */
#include "persist/persist.h"
#include "script/function.h"
#include "exec/exec.h"
#include "trace/trace.h"
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static functionSet *in_use;
static char *said; /* the last reason */

/* A reason in words; it stays until the next one. */
__attribute__((format(printf, 1, 2))) static const char *say(const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    zfree(said);
    said = zmalloc((size_t)len + 1);
    vsnprintf(said, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return said;
}

/* --- tables --- */

static const char *functionKey(const void *entry, size_t *len) {
    const function *f = entry;
    *len = f->name_len;
    return f->key;
}

static const char *libraryKey(const void *entry, size_t *len) {
    const functionLibrary *lib = entry;
    *len = lib->name_len;
    return lib->name;
}

/* The tables own nothing: libraries free their functions, sets their libraries. */
static const hashtableType functions_type = {.entryKeyBytes = functionKey};
static const hashtableType libraries_type = {.entryKeyBytes = libraryKey};

static void toLower(char *to, const char *from, size_t len) {
    for (size_t i = 0; i < len; i++)
        to[i] = (char)tolower((unsigned char)from[i]);
}

static function *find(const functionSet *set, const char *key, size_t len) {
    void **place = hashtableFindBytes(set->functions, key, len, sipHash(key, len));
    return place ? *place : NULL;
}

functionLibrary *functionSetFind(const functionSet *set, const char *name, size_t len) {
    void **place = hashtableFindBytes(set->libraries, name, len, sipHash(name, len));
    return place ? *place : NULL;
}

function *functionFind(const char *name, size_t len) {
    char key[256], *room = key;
    if (unlikely(len > sizeof(key)))
        room = zmalloc(len);
    toLower(room, name, len);
    function *f = find(in_use, room, len);
    if (unlikely(room != key))
        zfree(room);
    return f;
}

/* --- functions and libraries --- */

static void functionFree(function *f, bool release) {
    if (release)
        f->library->engine->release(SCRIPT_FUNCTION, f->handle);
    zfree(f->description);
    zfree(f);
}

/* release: the engine still has its functions. */
static void libraryFree(functionLibrary *lib, bool release) {
    for (unsigned i = 0; i < lib->count; i++)
        functionFree(lib->functions[i], release);
    zfree(lib->functions);
    zfree(lib->code);
    zfree(lib);
}

static functionLibrary *libraryNew(const char *name, const scriptEngine *engine, const char *code, size_t len) {
    size_t name_len = strlen(name);
    functionLibrary *lib = zcalloc(1, sizeof(*lib) + name_len + 1);
    memcpy(lib->name, name, name_len + 1);
    lib->name_len = (uint32_t)name_len;
    lib->engine = engine;
    lib->code = zmalloc(len + 1);
    memcpy(lib->code, code, len);
    lib->code[len] = 0;
    lib->code_len = len;
    return lib;
}

static bool nameIsValid(const char *name, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)name[i]) && name[i] != '_')
            return false;
    return len > 0;
}

static const char bad_name[] =
    "Library names can only contain letters, numbers, or underscores(_) and must be at least one character long";

static bool libraryHas(const functionLibrary *lib, const char *name, size_t len) {
    for (unsigned i = 0; i < lib->count; i++)
        if (lib->functions[i]->name_len == len && memcmp(lib->functions[i]->use.name, name, len) == 0)
            return true;
    return false;
}

/* What the engine calls for each function that a library's top level registers. */
static const char *add(scriptLoad *load, const scriptFunction *spec) {
    functionLibrary *lib = load->owner;
    if (!nameIsValid(spec->name, spec->name_len))
        return bad_name;
    if (libraryHas(lib, spec->name, spec->name_len))
        return "Function already exists in the library";
    size_t len = spec->name_len;
    function *f = zcalloc(1, sizeof(*f) + 2 * (len + 1));
    toLower(f->key, spec->name, len);
    memcpy(f->key + len + 1, spec->name, len);
    f->name_len = (uint32_t)len;
    f->library = lib;
    f->flags = spec->flags;
    f->handle = spec->handle;
    if (spec->description) {
        f->description = zmalloc(spec->description_len + 1);
        memcpy(f->description, spec->description, spec->description_len);
        f->description_len = spec->description_len;
    }
    f->use =
        (scriptUse){.name = f->key + len + 1, .library = lib->name, .engine = lib->engine, .kind = SCRIPT_FUNCTION};
    if (lib->count == lib->room) {
        lib->room = lib->room ? lib->room * 2 : 4;
        lib->functions = zrealloc(lib->functions, sizeof(function *) * lib->room);
    }
    lib->functions[lib->count++] = f;
    return NULL;
}

/* --- sets --- */

functionSet *functionSetNew(void) {
    functionSet *set = zmalloc(sizeof(*set));
    set->libraries = hashtableCreate(&libraries_type);
    set->functions = hashtableCreate(&functions_type);
    return set;
}

static uint64_t libraryBytes(const functionLibrary *lib) {
    uint64_t bytes = zmallocSize(lib) + zmallocSize(lib->code) + zmallocSize(lib->functions);
    for (unsigned i = 0; i < lib->count; i++)
        bytes += zmallocSize(lib->functions[i]);
    return bytes;
}

/* Costs are shown of functions that can be called. */
static void counted(functionLibrary *lib, bool yes) {
    int more = yes ? 1 : -1;
    script_stats.libraries += (uint64_t)more;
    script_stats.functions += (uint64_t)more * lib->count;
    script_stats.function_bytes += (uint64_t)more * libraryBytes(lib);
    for (unsigned i = 0; i < lib->count; i++) {
        scriptUse *use = &lib->functions[i]->use;
        if (yes) {
            use->bytes = lib->code_len;
            scriptUseAdd(use);
        } else {
            scriptUseDrop(use);
        }
    }
}

static void link_(functionSet *set, functionLibrary *lib) {
    hashtableAdd(set->libraries, lib);
    for (unsigned i = 0; i < lib->count; i++)
        hashtableAdd(set->functions, lib->functions[i]);
    if (set == in_use)
        counted(lib, true);
}

static void unlink_(functionSet *set, functionLibrary *lib) {
    hashtablePopBytes(set->libraries, lib->name, lib->name_len, sipHash(lib->name, lib->name_len));
    for (unsigned i = 0; i < lib->count; i++) {
        const function *f = lib->functions[i];
        hashtablePopBytes(set->functions, f->key, f->name_len, sipHash(f->key, f->name_len));
    }
    if (set == in_use)
        counted(lib, false);
}

/* The library will be freed. */
static void tellGone(const functionLibrary *lib, uint32_t how) {
    uint64_t now = clockMonoNs(), calls = 0;
    for (unsigned i = 0; i < lib->count; i++)
        calls += lib->functions[i]->use.calls;
    evScriptForgotten(now, how, hashtableSize(in_use->libraries), (now - lib->since_ns) / 1000000, calls, lib->name,
                      lib->name_len);
}

/* Takes a library out of the set, for good. */
static void drop(functionSet *set, functionLibrary *lib, uint32_t how) {
    unlink_(set, lib);
    if (set == in_use)
        tellGone(lib, how);
    libraryFree(lib, true);
}

static void setFree(functionSet *set, bool release) {
    hashtableIterator it;
    void *entry;
    hashtableInitIterator(&it, set->libraries, HASHTABLE_ITER_SAFE);
    while (hashtableNext(&it, &entry)) {
        if (set == in_use)
            counted(entry, false);
        libraryFree(entry, release);
    }
    hashtableCleanupIterator(&it);
    hashtableRelease(set->libraries);
    hashtableRelease(set->functions);
    zfree(set);
}

void functionSetFree(functionSet *set) {
    setFree(set, true);
}

/* The first function of the library that the set has already; those of `except` do not count. */
static const char *collides(const functionSet *set, const functionLibrary *lib, const functionLibrary *except) {
    for (unsigned i = 0; i < lib->count; i++) {
        const function *f = lib->functions[i], *other = find(set, f->key, f->name_len);
        for (unsigned j = 0; !other && j < i; j++) /* two of one library that differ in case */
            if (lib->functions[j]->name_len == f->name_len && memcmp(lib->functions[j]->key, f->key, f->name_len) == 0)
                other = lib->functions[j];
        if (other && (!except || other->library != except))
            return say("Function %s already exists", f->use.name);
    }
    return NULL;
}

/* --- loading --- */

/* What the first line says: which engine, which name. Reason, or NULL. */
static const char *readHead(const char *code, size_t len, scriptShebang *head, const char **name) {
    *name = NULL;
    if (len < 2 || memcmp(code, "#!", 2) != 0) {
        *head = (scriptShebang){0};
        return "Missing library metadata";
    }
    if (scriptShebangRead(code, len, head)) {
        if (len > 2 && code[2] == '\n')
            return "Library name was not given";
        return len > 2 && code[2] == ' ' && memchr(code, '\n', len) ? "Engine '' not found"
                                                                    : "Invalid library metadata";
    }
    for (int i = 0; i < head->nwords; i++) {
        const char *word = head->words[i];
        if (strncasecmp(word, "name=", 5) != 0)
            return say("Invalid metadata value given: %s", word);
        if (*name)
            return "Invalid metadata value, name argument was given multiple times";
        *name = word + 5;
    }
    return *name ? NULL : "Library name was not given";
}

/* Compiles into a library that no set has yet; NULL and *why. */
static functionLibrary *compile(const scriptShebang *head, const char *name, const char *code, size_t len,
                                const scriptEngine *engine, int64_t limit_ms, const char **why) {
    functionLibrary *lib = libraryNew(name, engine, code, len);
    scriptLoad load = {.kind = SCRIPT_FUNCTION,
                       .code = lib->code + head->len,
                       .len = len - head->len,
                       .limit_ms = limit_ms,
                       .add = add,
                       .owner = lib};
    engine->compile(&load);
    *why = NULL;
    if (load.error)
        *why = say(load.ran ? "Error registering functions: ERR %s" : "Error compiling function: %s", load.error);
    else if (lib->count == 0)
        *why = "No functions registered";
    zfree(load.error);
    if (!*why)
        return lib;
    libraryFree(lib, true);
    return NULL;
}

static const char *load(functionSet *set, const scriptShebang *head, const char *name, const char *code, size_t len,
                        bool replace, int64_t limit_ms, functionLibrary **loaded) {
    const char *why;
    if (!nameIsValid(name, strlen(name)))
        return bad_name;
    const scriptEngine *engine = scriptEngineByName(head->engine, strlen(head->engine));
    if (!engine)
        return say("Engine '%s' not found", head->engine);
    functionLibrary *old = functionSetFind(set, name, strlen(name));
    if (old && !replace)
        return say("Library '%s' already exists", name);
    functionLibrary *lib = compile(head, name, code, len, engine, limit_ms, &why);
    if (!lib)
        return why;
    why = collides(set, lib, old);
    if (why) {
        libraryFree(lib, true);
        return why;
    }
    if (old)
        drop(set, old, EVENT_SCRIPT_GONE_HOW_REPLACED);
    lib->since_ns = clockMonoNs();
    link_(set, lib);
    *loaded = lib;
    return NULL;
}

const char *functionSetLoad(functionSet *set, const char *code, size_t len, bool replace, int64_t limit_ms,
                            functionLibrary **loaded) {
    scriptShebang head;
    const char *name, *why = readHead(code, len, &head, &name);
    if (!why)
        why = load(set, &head, name, code, len, replace, limit_ms, loaded);
    scriptShebangFree(&head);
    return why;
}

bool functionSetDelete(functionSet *set, const char *name, size_t len) {
    functionLibrary *lib = functionSetFind(set, name, len);
    if (lib)
        drop(set, lib, EVENT_SCRIPT_GONE_HOW_DELETED);
    return lib != NULL;
}

/* --- the set in use --- */

functionSet *functionsInUse(void) {
    return in_use;
}

/* Whether all libraries of the other set may come. Those that they replace do not count. */
static const char *mayJoin(const functionSet *from, bool replace) {
    hashtableIterator it;
    void *entry;
    const char *why = NULL;
    hashtableInitIterator(&it, from->libraries, 0);
    while (!why && !replace && hashtableNext(&it, &entry)) {
        const functionLibrary *lib = entry;
        if (functionSetFind(in_use, lib->name, lib->name_len))
            why = say("Library %s already exists", lib->name);
    }
    hashtableCleanupIterator(&it);
    hashtableInitIterator(&it, from->functions, 0);
    while (!why && hashtableNext(&it, &entry)) {
        const function *f = entry, *other = find(in_use, f->key, f->name_len);
        if (other && !functionSetFind(from, other->library->name, other->library->name_len))
            why = say("Function %s already exists", f->use.name);
    }
    hashtableCleanupIterator(&it);
    return why;
}

const char *functionsJoin(functionSet *from, bool replace) {
    const char *why = mayJoin(from, replace);
    hashtableIterator it;
    void *entry;
    if (why)
        return why;
    hashtableInitIterator(&it, from->libraries, 0);
    while (hashtableNext(&it, &entry)) {
        functionLibrary *lib = entry, *old = functionSetFind(in_use, lib->name, lib->name_len);
        if (old)
            drop(in_use, old, EVENT_SCRIPT_GONE_HOW_REPLACED);
        link_(in_use, lib);
    }
    hashtableCleanupIterator(&it);
    hashtableRelease(from->libraries);
    hashtableRelease(from->functions);
    zfree(from);
    return NULL;
}

void functionsSwap(functionSet *to) {
    functionSet *old = in_use;
    hashtableIterator it;
    void *entry;
    setFree(old, true);
    in_use = to;
    hashtableInitIterator(&it, to->libraries, 0);
    while (hashtableNext(&it, &entry))
        counted(entry, true);
    hashtableCleanupIterator(&it);
}

void functionsFlush(void) {
    if (script_running && script_running->use->kind == SCRIPT_FUNCTION)
        return; /* its interpreter is in use: DEBUG lets functions call what they must not */
    evScriptForgotten(clockMonoNs(), EVENT_SCRIPT_GONE_HOW_FLUSH, 0, 0, 0, "", 0);
    setFree(in_use, false);
    in_use = functionSetNew();
    const scriptEngine *engine;
    for (unsigned i = 0; (engine = scriptEngineAt(i)); i++)
        engine->reset(SCRIPT_FUNCTION);
}

void functionsCount(const scriptEngine *engine, uint64_t *libraries, uint64_t *functions) {
    hashtableIterator it;
    void *entry;
    *libraries = *functions = 0;
    hashtableInitIterator(&it, in_use->libraries, 0);
    while (hashtableNext(&it, &entry)) {
        const functionLibrary *lib = entry;
        *libraries += lib->engine == engine;
        *functions += lib->engine == engine ? lib->count : 0;
    }
    hashtableCleanupIterator(&it);
}

void functionsRelease(void) {
    if (!in_use)
        return;
    setFree(in_use, true);
    in_use = NULL;
    rdb_functions = NULL;
    zfree(said);
    said = NULL;
}

void functionsInit(void) {
    if (!in_use)
        in_use = functionSetNew();
    functionsDumpInit();
}
