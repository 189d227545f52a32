/* command_info.c: COMMAND and its subcommands: what the table knows, shown to clients.
 *
 * Rules  read-only; asks the run-time table, never the generated array, so that plug-ins, modules and renames show.
 * Cost   COMMAND and COMMAND DOCS without names walk the whole table: about 170 KB of reply, less than a millisecond.
 * Words  full name: as the table has it, "config|get"; rename-command changes what clients type, not this. */
#include "exec/exec.h"
#include "exec/command_info.h"
#include "exec/command_keys.h"
#include "gen/commands.h"
#include <string.h>
#include <strings.h>

typedef struct bitName {
    uint64_t bit;
    const char *name;
} bitName;

/* Flags that are for the server alone (MAY_REPLICATE, SENTINEL, PROTECTED, ...) are not shown. */
static const bitName flag_names[] = {
    {CMD_WRITE, "write"},
    {CMD_READONLY, "readonly"},
    {CMD_DENYOOM, "denyoom"},
    {CMD_MODULE, "module"},
    {CMD_ADMIN, "admin"},
    {CMD_PUBSUB, "pubsub"},
    {CMD_NOSCRIPT, "noscript"},
    {CMD_BLOCKING, "blocking"},
    {CMD_LOADING, "loading"},
    {CMD_STALE, "stale"},
    {CMD_SKIP_MONITOR, "skip_monitor"},
    {CMD_SKIP_COMMANDLOG, "skip_commandlog"},
    {CMD_ASKING, "asking"},
    {CMD_FAST, "fast"},
    {CMD_NO_AUTH, "no_auth"},
    {CMD_NO_MANDATORY_KEYS, "no_mandatory_keys"},
    {CMD_NO_ASYNC_LOADING, "no_async_loading"},
    {CMD_NO_MULTI, "no_multi"},
    {CMD_MOVABLE_KEYS, "movablekeys"},
    {CMD_ALLOW_BUSY, "allow_busy"},
    {0, NULL},
};

static const bitName category_names[] = {
    {ACL_KEYSPACE, "keyspace"},
    {ACL_READ, "read"},
    {ACL_WRITE, "write"},
    {ACL_SET, "set"},
    {ACL_SORTEDSET, "sortedset"},
    {ACL_LIST, "list"},
    {ACL_HASH, "hash"},
    {ACL_STRING, "string"},
    {ACL_BITMAP, "bitmap"},
    {ACL_HYPERLOGLOG, "hyperloglog"},
    {ACL_GEO, "geo"},
    {ACL_STREAM, "stream"},
    {ACL_PUBSUB, "pubsub"},
    {ACL_ADMIN, "admin"},
    {ACL_FAST, "fast"},
    {ACL_SLOW, "slow"},
    {ACL_BLOCKING, "blocking"},
    {ACL_DANGEROUS, "dangerous"},
    {ACL_CONNECTION, "connection"},
    {ACL_TRANSACTION, "transaction"},
    {ACL_SCRIPTING, "scripting"},
    {0, NULL},
};

static const bitName key_flag_names[] = {
    {KEY_RO, "RO"},
    {KEY_RW, "RW"},
    {KEY_OW, "OW"},
    {KEY_RM, "RM"},
    {KEY_ACCESS, "access"},
    {KEY_UPDATE, "update"},
    {KEY_INSERT, "insert"},
    {KEY_DELETE, "delete"},
    {KEY_NOT_KEY, "not_key"},
    {KEY_INCOMPLETE, "incomplete"},
    {KEY_VARIABLE_FLAGS, "variable_flags"},
    {0, NULL},
};

static const bitName arg_flag_names[] = {
    {ARG_OPTIONAL, "optional"},
    {ARG_MULTIPLE, "multiple"},
    {ARG_MULTIPLE_TOKEN, "multiple_token"},
    {0, NULL},
};

static const bitName doc_flag_names[] = {{DOC_DEPRECATED, "deprecated"}, {DOC_SYSCMD, "syscmd"}, {0, NULL}};

static const char *const arg_types[] = {
    [ARG_STRING] = "string",   [ARG_INTEGER] = "integer",     [ARG_DOUBLE] = "double",         [ARG_KEY] = "key",
    [ARG_PATTERN] = "pattern", [ARG_UNIX_TIME] = "unix-time", [ARG_PURE_TOKEN] = "pure-token", [ARG_ONEOF] = "oneof",
    [ARG_BLOCK] = "block",
};

static const char *const group_names[] = {
    [GROUP_GENERIC] = "generic",
    [GROUP_STRING] = "string",
    [GROUP_LIST] = "list",
    [GROUP_SET] = "set",
    [GROUP_SORTED_SET] = "sorted-set",
    [GROUP_HASH] = "hash",
    [GROUP_PUBSUB] = "pubsub",
    [GROUP_TRANSACTIONS] = "transactions",
    [GROUP_CONNECTION] = "connection",
    [GROUP_SERVER] = "server",
    [GROUP_SCRIPTING] = "scripting",
    [GROUP_HYPERLOGLOG] = "hyperloglog",
    [GROUP_CLUSTER] = "cluster",
    [GROUP_SENTINEL] = "sentinel",
    [GROUP_GEO] = "geo",
    [GROUP_STREAM] = "stream",
    [GROUP_BITMAP] = "bitmap",
    [GROUP_MODULE] = "module",
    [GROUP_SCOPE] = "scope",
};

const char *commandGroupName(unsigned group) {
    return group < sizeof(group_names) / sizeof(group_names[0]) ? group_names[group] : "unknown";
}

static bool bitByName(const bitName *names, const char *name, size_t len, uint64_t *bit) {
    for (const bitName *n = names; n->name; n++) {
        if (strlen(n->name) != len || strncasecmp(n->name, name, len) != 0)
            continue;
        *bit = n->bit;
        return true;
    }
    return false;
}

bool commandFlagByName(const char *name, size_t len, uint64_t *bit) {
    return bitByName(flag_names, name, len, bit);
}

bool commandCategoryByName(const char *name, size_t len, uint64_t *bit) {
    return bitByName(category_names, name, len, bit);
}

const char *commandFullName(const command *c) {
    return c->parent ? c->name : c->spec->name;
}

command *commandLookupFullName(const char *name, size_t len) {
    const char *bar = memchr(name, '|', len);
    if (!bar)
        return commandLookup(name, len);
    size_t before = (size_t)(bar - name);
    command *container = commandLookup(name, before);
    return container ? commandLookupSub(container, bar + 1, len - before - 1) : NULL;
}

command *commandLookupWords(const execArg *argv, int argc) {
    command *c = commandLookup(argv[0].ptr, argv[0].len);
    if (!c || !c->subs || argc == 1)
        return c;
    return commandLookupSub(c, argv[1].ptr, argv[1].len);
}

/* Next command at top level after id, in the order of registration; names that were renamed away are left out. */
static command *nextTop(unsigned *id) {
    while (++*id <= commandCount()) {
        command *c = commandById(*id);
        if (!c->parent && c->name[0])
            return c;
    }
    return NULL;
}

static void replyBits(execContext *x, uint64_t bits, const bitName *names, bool category) {
    long n = 0;
    for (const bitName *b = names; b->name; b++)
        n += (bits & b->bit) != 0;
    replySet(x, n);
    for (const bitName *b = names; b->name; b++) {
        if (!(bits & b->bit))
            continue;
        char text[32] = "@";
        strcpy(text + category, b->name);
        replyStatus(x, text);
    }
}

static void replyField(execContext *x, const char *name, const char *value) {
    if (!value)
        return;
    replyBulkC(x, name);
    replyBulkC(x, value);
}

static void replyNumber(execContext *x, const char *name, long long value) {
    replyBulkC(x, name);
    replyLong(x, value);
}

static void replySearch(execContext *x, const char *what, const char *type, long fields) {
    replyBulkC(x, what);
    replyMap(x, 2);
    replyField(x, "type", type);
    replyBulkC(x, "spec");
    replyMap(x, fields);
}

static void replyBegin(execContext *x, const keySpec *k) {
    if (k->begin == KEY_BEGIN_INDEX) {
        replySearch(x, "begin_search", "index", 1);
        replyNumber(x, "index", k->at);
    } else if (k->begin == KEY_BEGIN_KEYWORD) {
        replySearch(x, "begin_search", "keyword", 2);
        replyField(x, "keyword", k->keyword);
        replyNumber(x, "startfrom", k->at);
    } else {
        replySearch(x, "begin_search", "unknown", 0);
    }
}

static void replyFind(execContext *x, const keySpec *k) {
    if (k->find == KEY_FIND_RANGE) {
        replySearch(x, "find_keys", "range", 3);
        replyNumber(x, "lastkey", k->last);
        replyNumber(x, "keystep", k->step);
        replyNumber(x, "limit", k->limit);
    } else if (k->find == KEY_FIND_KEYNUM) {
        replySearch(x, "find_keys", "keynum", 3);
        replyNumber(x, "keynumidx", k->last);
        replyNumber(x, "firstkey", k->limit);
        replyNumber(x, "keystep", k->step);
    } else {
        replySearch(x, "find_keys", "unknown", 0);
    }
}

static void replyKeySpecs(execContext *x, const commandSpec *s) {
    replySet(x, s->nkeyspecs);
    for (int i = 0; i < s->nkeyspecs; i++) {
        const keySpec *k = &s->keyspecs[i];
        replyMap(x, k->notes ? 4 : 3);
        replyField(x, "notes", k->notes);
        replyBulkC(x, "flags");
        replyBits(x, k->flags, key_flag_names, false);
        replyBegin(x, k);
        replyFind(x, k);
    }
}

static long countSubs(const command *c) {
    long n = 0;
    for (const command *sub = c->subs; sub; sub = sub->next_sub)
        n++;
    return n;
}

static void replyInfo(execContext *x, const command *c) {
    const commandSpec *s = c->spec;
    replyArray(x, 10);
    replyBulkC(x, commandFullName(c));
    replyLong(x, s->arity);
    replyBits(x, s->flags, flag_names, false);
    replyLong(x, s->first_key);
    replyLong(x, s->last_key);
    replyLong(x, s->key_step);
    replyBits(x, s->acl, category_names, true);
    replySet(x, s->ntips);
    for (int i = 0; i < s->ntips; i++)
        replyBulkC(x, s->tips[i]);
    replyKeySpecs(x, s);
    if (!c->subs) {
        replySet(x, 0);
        return;
    }
    replyArray(x, countSubs(c));
    for (const command *sub = c->subs; sub; sub = sub->next_sub)
        replyInfo(x, sub);
}

static void replyArgs(execContext *x, const commandArg *args, int nargs) {
    replyArray(x, nargs);
    for (const commandArg *a = args; a < args + nargs; a++) {
        bool nested = a->type == ARG_ONEOF || a->type == ARG_BLOCK;
        replyMap(x, 3 + (a->key_spec_index >= 0) + (a->token != NULL) + (a->since != NULL) +
                        (a->deprecated_since != NULL) + (a->flags != 0));
        replyField(x, "name", a->name);
        replyField(x, "type", arg_types[a->type]);
        if (!nested)
            replyField(x, "display_text", a->display ? a->display : a->name);
        if (a->key_spec_index >= 0)
            replyNumber(x, "key_spec_index", a->key_spec_index);
        replyField(x, "token", a->token);
        replyField(x, "since", a->since);
        replyField(x, "deprecated_since", a->deprecated_since);
        if (a->flags) {
            replyBulkC(x, "flags");
            replyBits(x, a->flags, arg_flag_names, false);
        }
        if (nested) {
            replyBulkC(x, "arguments");
            replyArgs(x, a->args, a->nargs);
        }
    }
}

static void replyDocs(execContext *x, const command *c) {
    static const commandDoc none;
    const commandSpec *s = c->spec;
    const commandDoc *d = s->doc ? s->doc : &none;
    replyMap(x, 1 + (d->summary != NULL) + (s->since != NULL) + (d->complexity != NULL) + (d->flags != 0) +
                    (d->deprecated_since != NULL) + (d->replaced_by != NULL) + (d->nargs > 0) + (c->subs != NULL));
    replyField(x, "summary", d->summary);
    replyField(x, "since", s->since);
    replyField(x, "group", commandGroupName(s->group));
    replyField(x, "complexity", d->complexity);
    if (d->flags) {
        replyBulkC(x, "doc_flags");
        replyBits(x, d->flags, doc_flag_names, false);
    }
    replyField(x, "deprecated_since", d->deprecated_since);
    replyField(x, "replaced_by", d->replaced_by);
    if (d->nargs) {
        replyBulkC(x, "arguments");
        replyArgs(x, d->args, d->nargs);
    }
    if (!c->subs)
        return;
    replyBulkC(x, "subcommands");
    replyMap(x, countSubs(c));
    for (const command *sub = c->subs; sub; sub = sub->next_sub) {
        replyBulkC(x, commandFullName(sub));
        replyDocs(x, sub);
    }
}

static void infoAll(execContext *x) {
    unsigned id = 0;
    replyArray(x, (long)commandTopCount());
    for (command *c; (c = nextTop(&id));)
        replyInfo(x, c);
}

static void infoSubcommand(execContext *x) {
    if (x->argc == 2) {
        infoAll(x);
        return;
    }
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++) {
        const command *c = commandLookupFullName(x->argv[i].ptr, x->argv[i].len);
        if (c) {
            replyInfo(x, c);
        } else {
            replyNull(x);
        }
    }
}

static void docsSubcommand(execContext *x) {
    long n = 0;
    unsigned id = 0;
    size_t handle = replyDeferredLen(x);
    if (x->argc == 2) {
        for (command *c; (c = nextTop(&id)); n++) {
            replyBulkC(x, commandFullName(c));
            replyDocs(x, c);
        }
    }
    for (int i = 2; i < x->argc; i++) {
        const command *c = commandLookupFullName(x->argv[i].ptr, x->argv[i].len);
        if (!c)
            continue;
        replyBulkC(x, commandFullName(c));
        replyDocs(x, c);
        n++;
    }
    replySetDeferredMap(x, handle, n);
}

/* What LIST lets through. A module's commands carry CMD_MODULE, and none is built in, so MODULE lets nothing through.
 */
typedef struct listFilter {
    enum { LIST_ALL, LIST_CATEGORY, LIST_PATTERN, LIST_MODULE } by;
    uint64_t category;
    const execArg *pattern;
} listFilter;

static bool filterPasses(const listFilter *f, const command *c) {
    switch (f->by) {
    case LIST_CATEGORY:
        return (c->spec->acl & f->category) != 0;
    case LIST_PATTERN: {
        const char *name = commandFullName(c);
        return globMatch(f->pattern->ptr, f->pattern->len, name, strlen(name), true);
    }
    case LIST_MODULE:
        return false;
    default:
        return true;
    }
}

static bool filterParse(execContext *x, listFilter *f) {
    if (x->argc == 2)
        return true;
    if (x->argc != 5 || !argIs(x, 2, "filterby"))
        return false;
    if (argIs(x, 3, "module")) {
        f->by = LIST_MODULE;
    } else if (argIs(x, 3, "aclcat")) {
        f->by = LIST_CATEGORY;
        if (!commandCategoryByName(x->argv[4].ptr, x->argv[4].len, &f->category))
            f->category = 0;
    } else if (argIs(x, 3, "pattern")) {
        f->by = LIST_PATTERN;
        f->pattern = &x->argv[4];
    } else {
        return false;
    }
    return true;
}

static void listSubcommand(execContext *x) {
    listFilter f = {0};
    if (!filterParse(x, &f)) {
        replyErrorSyntax(x);
        return;
    }
    long n = 0;
    unsigned id = 0;
    size_t handle = replyDeferredLen(x);
    for (command *c; (c = nextTop(&id));) {
        if (filterPasses(&f, c)) {
            replyBulkC(x, commandFullName(c));
            n++;
        }
        for (const command *sub = c->subs; sub; sub = sub->next_sub) {
            if (!filterPasses(&f, sub))
                continue;
            replyBulkC(x, commandFullName(sub));
            n++;
        }
    }
    replySetDeferredArray(x, handle, n);
}

static void replyKeyRefs(execContext *x, const execArg *argv, const keyRefs *keys, bool with_flags) {
    replyArray(x, keys->count);
    for (int i = 0; i < keys->count; i++) {
        const execArg *key = &argv[keys->refs[i].pos];
        if (with_flags)
            replyArray(x, 2);
        replyBulk(x, key->ptr, key->len);
        if (with_flags)
            replyBits(x, keys->refs[i].flags, key_flag_names, false);
    }
}

static void getKeysSubcommand(execContext *x, bool with_flags) {
    const execArg *argv = x->argv + 2;
    int argc = x->argc - 2;
    const command *c = commandLookupWords(argv, argc);
    if (!c) {
        replyErrorC(x, "ERR Invalid command specified");
    } else if (!commandHasKeys(c->spec)) {
        replyErrorC(x, "ERR The command has no key arguments");
    } else if ((c->spec->arity > 0 && c->spec->arity != argc) || argc < -c->spec->arity) {
        replyErrorC(x, "ERR Invalid number of arguments specified for command");
    } else {
        keyRefs keys;
        keyRefsInit(&keys);
        int n = commandGetKeys(c->spec, argv, argc, 0, &keys);
        if (n > 0 || c->spec->flags & CMD_NO_MANDATORY_KEYS) {
            replyKeyRefs(x, argv, &keys, with_flags);
        } else {
            replyErrorC(x, "ERR Invalid arguments specified for command");
        }
        keyRefsFree(&keys);
    }
}

static void helpSubcommand(execContext *x) {
    static const char *const lines[] = {
        "(no subcommand)",
        "    Describe every command: arity, flags, categories, keys.",
        "COUNT",
        "    Count the commands.",
        "LIST [FILTERBY MODULE <name>|ACLCAT <category>|PATTERN <pattern>]",
        "    List the names of commands, subcommands included.",
        "INFO [<command-name> ...]",
        "    Describe these commands, or every one.",
        "DOCS [<command-name> ...]",
        "    Document these commands and their arguments, or every one.",
        "GETKEYS <full-command>",
        "    Tell which words of a command line are keys.",
        "GETKEYSANDFLAGS <full-command>",
        "    The same, with what happens to each key.",
        NULL,
    };
    replyHelp(x, lines);
}

void commandCommand(execContext *x) {
    const char *sub = x->argc == 1 ? "" : x->cmd->spec->name;
    if (!*sub) {
        infoAll(x);
    } else if (!strcmp(sub, "count")) {
        replyLong(x, (long long)commandTopCount());
    } else if (!strcmp(sub, "info")) {
        infoSubcommand(x);
    } else if (!strcmp(sub, "docs")) {
        docsSubcommand(x);
    } else if (!strcmp(sub, "list")) {
        listSubcommand(x);
    } else if (!strcmp(sub, "getkeys")) {
        getKeysSubcommand(x, false);
    } else if (!strcmp(sub, "getkeysandflags")) {
        getKeysSubcommand(x, true);
    } else {
        helpSubcommand(x);
    }
}
