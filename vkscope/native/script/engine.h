/* engine.h: what a scripting language must do to run scripts and functions here; it registers under a name.
 *
 * Words   handle: what an engine calls a compiled script or function by; > 0, given back once by release.
 *         load: one compilation. Of a library it runs the top level, which registers functions through `add`.
 * Rules   The engine's errors stay inside it: none may cross a C frame of another engine or a Python frame. It calls
 * the server by script.h only. Its memory comes from zmalloc, counted by `memory`, and has an end: a script that wants
 * too much gets an error. Two kinds share nothing: a script cannot see a library's state. Design  #!lua name=x
 * flags=...   names the engine; without that line it is Lua. */
#ifndef VK_ENGINE_H
#define VK_ENGINE_H
#include "script/script.h"

/* A function, as a library's top level registers it. Texts are valid during `add` only. */
typedef struct scriptFunction {
    const char *name, *description; /* description NULL: none */
    size_t name_len, description_len;
    unsigned flags; /* SCRIPT_* */
    int handle;     /* owned by whoever takes it */
} scriptFunction;

typedef struct scriptLoad scriptLoad;
struct scriptLoad {
    enum scriptKind kind;
    const char *code; /* without its first line if that says "#!"; the line end is still there, so lines count right */
    size_t len;
    int64_t limit_ms; /* a library's top level may take so long; 0: any time */
    /* Of libraries: takes a function. NULL, or why not (without code), valid until the next call. */
    const char *(*add)(scriptLoad *load, const scriptFunction *f);
    void *owner; /* for add */
    /* Written by the engine. */
    int handle;  /* of a script */
    bool ran;    /* of libraries: it is compiled, and an error is one of its top level */
    char *error; /* zmalloc'ed, without code ("user_script:1: ..."); NULL: it is compiled */
};

struct scriptEngine {
    const char *name; /* "lua" */
    uint16_t id;      /* EVENT_SCRIPT_ENGINE_* */
    void (*compile)(scriptLoad *load);
    /* Runs it and answers to run->x: with what it returns, or by scriptReplyError. argv of the caller stays valid. */
    void (*call)(scriptRun *run, int handle, const execArg *keys, int nkeys, const execArg *args, int nargs);
    void (*release)(enum scriptKind kind, int handle);
    size_t (*memory)(enum scriptKind kind); /* bytes now */
    size_t (*peak)(enum scriptKind kind);   /* most bytes since the start */
    void (*reset)(enum scriptKind kind);    /* everything of the kind goes; all its handles are void */
};

void scriptEngineRegister(const scriptEngine *engine);
const scriptEngine *scriptEngineByName(const char *name, size_t len); /* any case; NULL */
const scriptEngine *scriptEngineAt(unsigned i);                       /* NULL behind the last */

/* The first line of a source: "#!engine key=value ...", words as in a configuration line. */
typedef struct scriptShebang {
    size_t len;   /* of the line, without its end; 0: there is none */
    char **words; /* behind the engine's; zmalloc'ed, as is each */
    int nwords;
    char *engine; /* zmalloc'ed, without "#!"; NULL: there is no line */
} scriptShebang;
/* NULL, or what is wrong with it (a constant). scriptShebangFree in any case. */
const char *scriptShebangRead(const char *code, size_t len, scriptShebang *out);
void scriptShebangFree(scriptShebang *s);
/* "flags=a,b", added to *flags. False: it is another word, or *wrong is no flag. */
bool scriptFlagsRead(const char *word, unsigned *flags, const char **wrong, size_t *wrong_len);
/* What a script's first line says; SCRIPT_COMPAT without one, or with one that is wrong. */
unsigned scriptFlagsOfSource(const char *code, size_t len);
#endif
