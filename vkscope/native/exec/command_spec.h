/*
 * Owns the shape of a command's declaration: what vkscope/tables/commands/ says, as constant C data (gen/commands.c).
 *
 * Rules: no state and no behaviour here. The run-time table (exec/command.h) points at these descriptors and keeps
 *        counters, names after renames, and commands that arrive later (modules, plug-ins), which fill in the same
 * struct.
 *
 * Words: spec      the constant declaration of one command or subcommand
 *        container a command whose work is in its subcommands (CLIENT, CONFIG); the specs of its subcommands name it in
 *                  `parent` and follow it in the generated array
 *        key spec  a rule that finds keys among the arguments: where to begin, then how far to go
 *
 * Credits: the vocabulary of flags, ACL categories and key specs is Valkey's, because COMMAND INFO shows it to clients.
 */
#ifndef VKSCOPE_EXEC_COMMAND_SPEC_H
#define VKSCOPE_EXEC_COMMAND_SPEC_H

#include <stddef.h>
#include <stdint.h>

struct execContext;
typedef struct execContext execContext;
struct execArg; /* one argument: `const char *ptr; size_t len`; defined by exec/ */
struct commandSpec;

/* What the gate must know before it runs a command. The order is the one in which COMMAND INFO names them. */
enum {
    CMD_WRITE = 1u << 0,               /* may change the data set */
    CMD_READONLY = 1u << 1,            /* reads keys, never changes them */
    CMD_DENYOOM = 1u << 2,             /* refused when memory cannot be brought below maxmemory */
    CMD_MODULE = 1u << 3,              /* registered by a module */
    CMD_ADMIN = 1u << 4,               /* @admin and @dangerous */
    CMD_PUBSUB = 1u << 5,              /* about channels; allowed in RESP2's subscribed state if it says so */
    CMD_NOSCRIPT = 1u << 6,            /* refused inside scripts */
    CMD_BLOCKING = 1u << 7,            /* may park its client */
    CMD_LOADING = 1u << 8,             /* allowed while the data set is being loaded */
    CMD_STALE = 1u << 9,               /* allowed on a replica that lost its primary and must not serve stale data */
    CMD_SKIP_MONITOR = 1u << 10,       /* not shown to MONITOR by the gate */
    CMD_SKIP_COMMANDLOG = 1u << 11,    /* not logged as slow or large */
    CMD_ASKING = 1u << 12,             /* acts as if ASKING came before it */
    CMD_FAST = 1u << 13,               /* constant or logarithmic time: @fast */
    CMD_NO_AUTH = 1u << 14,            /* allowed before authentication */
    CMD_MAY_REPLICATE = 1u << 15,      /* may send something to replicas without being a write */
    CMD_SENTINEL = 1u << 16,           /* exists in Sentinel mode too */
    CMD_ONLY_SENTINEL = 1u << 17,      /* exists in Sentinel mode only */
    CMD_NO_MANDATORY_KEYS = 1u << 18,  /* finding no key is no error (EVAL with 0 keys) */
    CMD_PROTECTED = 1u << 19,          /* obeys enable-debug-command or enable-module-command */
    CMD_MODULE_GETKEYS = 1u << 20,     /* the module finds the keys itself */
    CMD_MODULE_NO_CLUSTER = 1u << 21,  /* a module's command that refuses cluster mode */
    CMD_NO_ASYNC_LOADING = 1u << 22,   /* refused while a replica loads beside its old data */
    CMD_NO_MULTI = 1u << 23,           /* refused inside MULTI */
    CMD_MOVABLE_KEYS = 1u << 24,       /* first, last and step below do not describe all keys */
    CMD_ALLOW_BUSY = 1u << 25,         /* allowed while a script or module command is over its time */
    CMD_MODULE_GETCHANNELS = 1u << 26, /* the module finds the channels itself */
    CMD_TOUCHES_ARBITRARY_KEYS = 1u << 27, /* may touch keys that are not among its arguments */
    CMD_PYTHON = 1u << 28,                 /* ours: handled by the control plane (proc is NULL, or hands over) */
    CMD_ALL_DBS = 1u << 29                 /* acts on every database (Valkey 9.1) */
};

/* ACL categories, in the order of ACL CAT and of COMMAND INFO. */
enum {
    ACL_KEYSPACE = 1u << 0,
    ACL_READ = 1u << 1,
    ACL_WRITE = 1u << 2,
    ACL_SET = 1u << 3,
    ACL_SORTEDSET = 1u << 4,
    ACL_LIST = 1u << 5,
    ACL_HASH = 1u << 6,
    ACL_STRING = 1u << 7,
    ACL_BITMAP = 1u << 8,
    ACL_HYPERLOGLOG = 1u << 9,
    ACL_GEO = 1u << 10,
    ACL_STREAM = 1u << 11,
    ACL_PUBSUB = 1u << 12,
    ACL_ADMIN = 1u << 13,
    ACL_FAST = 1u << 14,
    ACL_SLOW = 1u << 15,
    ACL_BLOCKING = 1u << 16,
    ACL_DANGEROUS = 1u << 17,
    ACL_CONNECTION = 1u << 18,
    ACL_TRANSACTION = 1u << 19,
    ACL_SCRIPTING = 1u << 20
};

/* What a command does with a key. RO, RW, OW and RM speak of the value as a whole, the next four of the user's data. */
enum {
    KEY_RO = 1u << 0,
    KEY_RW = 1u << 1,
    KEY_OW = 1u << 2,
    KEY_RM = 1u << 3,
    KEY_ACCESS = 1u << 4,         /* the data, or something that reveals it, is returned, copied or compared */
    KEY_UPDATE = 1u << 5,         /* data is changed */
    KEY_INSERT = 1u << 6,         /* data is added, nothing that was there changes */
    KEY_DELETE = 1u << 7,         /* data is removed */
    KEY_NOT_KEY = 1u << 8,        /* routed like a key, yet no key (shard channels) */
    KEY_INCOMPLETE = 1u << 9,     /* the rule may miss some keys */
    KEY_VARIABLE_FLAGS = 1u << 10 /* what happens to the key depends on other arguments: ask getkeys */
};

typedef enum keyBegin { KEY_BEGIN_UNKNOWN, KEY_BEGIN_INDEX, KEY_BEGIN_KEYWORD } keyBegin;
typedef enum keyFind { KEY_FIND_UNKNOWN, KEY_FIND_RANGE, KEY_FIND_KEYNUM } keyFind;

/* One rule. `begin` gives the position of the first candidate, `find` how keys go on from there. */
typedef struct keySpec {
    const char *notes;   /* for COMMAND INFO; NULL if there are none */
    const char *keyword; /* KEYWORD: the word to look for, upper case */
    uint32_t flags;      /* KEY_* */
    uint8_t begin;       /* keyBegin */
    uint8_t find;        /* keyFind */
    int16_t at;          /* INDEX: position; KEYWORD: where the search starts, negative from the end backwards */
    int16_t last;  /* RANGE: last key relative to the first, or if negative to the end. KEYNUM: index of the count */
    int16_t step;  /* distance between keys */
    int16_t limit; /* RANGE with last -1: only the first 1/limit of the arguments. KEYNUM: offset of the first key */
} keySpec;

/* One key found: its position in argv and what happens to it. */
typedef struct keyRef {
    int32_t pos;
    uint32_t flags; /* KEY_* */
} keyRef;

enum { KEY_REFS_INLINE = 16 };

/* Keys of one call. Lives on the caller's stack: keyRefsInit, fill, keyRefsFree. More than 16 keys allocate. */
typedef struct keyRefs {
    keyRef *refs; /* inline_refs, or a block owned by this struct */
    int count;
    int capacity;
    keyRef inline_refs[KEY_REFS_INLINE];
} keyRefs;

/* Finds keys where the rules alone cannot. Returns the count, 0 for none, -1 for arguments that make no sense. */
typedef int commandGetKeysProc(const struct commandSpec *spec, const struct execArg *argv, int argc, keyRefs *out);

/* Documentation of arguments, for COMMAND DOCS. */
typedef enum commandArgType {
    ARG_STRING,
    ARG_INTEGER,
    ARG_DOUBLE,
    ARG_KEY,
    ARG_PATTERN,
    ARG_UNIX_TIME,
    ARG_PURE_TOKEN,
    ARG_ONEOF,
    ARG_BLOCK
} commandArgType;

enum { ARG_OPTIONAL = 1u << 0, ARG_MULTIPLE = 1u << 1, ARG_MULTIPLE_TOKEN = 1u << 2 };

typedef struct commandArg {
    const char *name;
    const char *display; /* NULL: the name */
    const char *token;   /* word typed before the value; NULL if there is none */
    const char *since;   /* NULL: as old as the command */
    const char *deprecated_since;
    const struct commandArg *args; /* ONEOF and BLOCK */
    uint8_t nargs;
    uint8_t type;          /* commandArgType */
    uint8_t flags;         /* ARG_* */
    int8_t key_spec_index; /* KEY: which key spec it belongs to, -1 for none */
} commandArg;

enum { DOC_DEPRECATED = 1u << 0, DOC_SYSCMD = 1u << 1 };

typedef struct commandDoc {
    const char *summary;
    const char *complexity;
    const char *deprecated_since; /* NULL unless deprecated */
    const char *replaced_by;
    const commandArg *args;
    uint8_t nargs;
    uint8_t flags; /* DOC_* */
} commandDoc;

typedef enum commandGroup {
    GROUP_GENERIC,
    GROUP_STRING,
    GROUP_LIST,
    GROUP_SET,
    GROUP_SORTED_SET,
    GROUP_HASH,
    GROUP_PUBSUB,
    GROUP_TRANSACTIONS,
    GROUP_CONNECTION,
    GROUP_SERVER,
    GROUP_SCRIPTING,
    GROUP_HYPERLOGLOG,
    GROUP_CLUSTER,
    GROUP_SENTINEL,
    GROUP_GEO,
    GROUP_STREAM,
    GROUP_BITMAP,
    GROUP_MODULE,
    GROUP_SCOPE
} commandGroup;

typedef struct commandSpec {
    const char *name;             /* lower case; a subcommand's own name, without its container's */
    const char *parent;           /* the container's name, NULL for a top-level command */
    void (*proc)(execContext *x); /* NULL: Python (CMD_PYTHON set), or a container that is no command by itself */
    commandGetKeysProc *getkeys;  /* NULL: the key specs say all */
    const keySpec *keyspecs;
    const char *const *tips;
    const commandDoc *doc; /* NULL for commands without documentation */
    const char *since;
    uint64_t acl;      /* ACL_*, implied categories included */
    uint32_t flags;    /* CMD_* */
    int16_t arity;     /* words counted with the command's name (and container's); -n: at least n */
    int16_t first_key; /* the old three numbers; 0 0 0 if there are no keys at fixed places */
    int16_t last_key;
    int16_t key_step;
    uint8_t group; /* commandGroup */
    uint8_t nkeyspecs;
    uint8_t ntips;
    uint8_t is_container; /* has subcommands: a call without a known one is an error */
} commandSpec;

#endif
