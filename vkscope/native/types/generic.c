/* generic.c: keys whatever they hold: DEL, EXISTS, TYPE, RENAME, COPY, MOVE, OBJECT. */
#include "types/types.h"
#include "gen/commands.h"
#include <limits.h>
#include <string.h>

static void changed(db *d, const execArg *key, const char *event) {
    keyChanged(d, key->ptr, key->len, KEY_GENERIC, event);
}

static void removeAll(execContext *x, bool lazy) {
    long long n = 0;
    for (int i = 1; i < x->argc; i++) {
        if (!dbRemove(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i), lazy))
            continue;
        changed(x->db, &x->argv[i], "del");
        n++;
    }
    replyLong(x, n);
}

void delCommand(execContext *x) {
    removeAll(x, lazyfree_config.user_del);
}

void unlinkCommand(execContext *x) {
    removeAll(x, true);
}

void existsCommand(execContext *x) {
    long long n = 0;
    for (int i = 1; i < x->argc; i++)
        n += readQuietly(x, i) != NULL;
    replyLong(x, n);
}

void touchCommand(execContext *x) {
    long long n = 0;
    for (int i = 1; i < x->argc; i++)
        n += dbRead(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i)) != NULL;
    replyLong(x, n);
}

void typeCommand(execContext *x) {
    object *o = readQuietly(x, 1);
    replyStatus(x, o ? objectTypeName(o) : "none");
}

static bool sameKey(const execArg *a, const execArg *b) {
    return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

/* Renames; -1: an error was written, 0: nothing was done, 1: done. */
static int renameKey(execContext *x, bool only_new) {
    const execArg *from = &x->argv[1], *to = &x->argv[2];
    uint64_t to_hash = argHash(x, 2);
    if (!dbWrite(x->db, from->ptr, from->len, x->first_hash)) {
        replyErrorC(x, "ERR no such key");
        return -1;
    }
    if (sameKey(from, to))
        return 0;
    if (dbPlace(x->db, to->ptr, to->len, to_hash)) {
        if (only_new)
            return 0;
        dbDelete(x->db, to->ptr, to->len, to_hash);
    }
    object *o = dbTake(x->db, from->ptr, from->len, x->first_hash);
    dbAdd(x->db, objectWithKey(o, to->ptr, to->len), to_hash);
    keyspaceTell(x->db, from->ptr, from->len, KEY_GENERIC, "rename_from");
    changed(x->db, to, "rename_to");
    return 1;
}

void renameCommand(execContext *x) {
    if (renameKey(x, false) >= 0)
        replyOk(x);
}

void renamenxCommand(execContext *x) {
    int done = renameKey(x, true);
    if (done >= 0)
        replyLong(x, done);
}

/* The database that argv[i] names; NULL: the error is written. */
static db *dbArg(execContext *x, int i) {
    int id;
    if (!argsInt(x, i, &id, NULL))
        return NULL;
    db *d = dbGet(id);
    if (!d)
        replyErrorC(x, "ERR DB index is out of range");
    return d;
}

void moveCommand(execContext *x) {
    const execArg *key = &x->argv[1];
    db *to = dbArg(x, 2);
    if (!to)
        return;
    if (to == x->db) {
        replyErrorC(x, "ERR source and destination objects are the same");
        return;
    }
    if (!dbPlace(x->db, key->ptr, key->len, x->first_hash) || dbPlace(to, key->ptr, key->len, x->first_hash)) {
        replyLong(x, 0);
        return;
    }
    dbAdd(to, dbTake(x->db, key->ptr, key->len, x->first_hash), x->first_hash);
    keyspaceTell(x->db, key->ptr, key->len, KEY_GENERIC, "move_from");
    changed(to, key, "move_to");
    replyLong(x, 1);
}

void copyCommand(execContext *x) {
    const execArg *from = &x->argv[1], *name = &x->argv[2];
    db *to = x->db;
    bool replace = false;
    for (int i = 3; i < x->argc; i++) {
        if (OPTION(x, i, "replace")) {
            replace = true;
        } else if (OPTION(x, i, "db") && i + 1 < x->argc) {
            to = dbArg(x, ++i);
            if (!to)
                return;
        } else {
            replyErrorSyntax(x);
            return;
        }
    }
    if (to == x->db && sameKey(from, name)) {
        replyErrorC(x, "ERR source and destination objects are the same");
        return;
    }
    uint64_t hash = argHash(x, 2);
    object *o = dbRead(x->db, from->ptr, from->len, x->first_hash);
    object **taken = o ? dbPlace(to, name->ptr, name->len, hash) : NULL;
    if (!o || (taken && !replace)) {
        replyLong(x, 0);
        return;
    }
    if (!shortageRoomFor(x, o, 1))
        return;
    object *copy = objectCopy(o, name->ptr, name->len);
    if (taken) {
        dbPut(to, taken, copy, hash);
        keyspaceTell(to, name->ptr, name->len, KEY_NEW, "new");
    } else {
        dbAdd(to, copy, hash);
    }
    changed(to, name, "copy_to");
    replyLong(x, 1);
}

static const char *const object_help[] = {
    "ENCODING <key>",
    "    How the value of <key> is kept in memory.",
    "FREQ <key>",
    "    How often <key> is used: a counter that grows with the logarithm of uses.",
    "IDLETIME <key>",
    "    Seconds since <key> was last used, roughly.",
    "REFCOUNT <key>",
    "    References to the value of <key>.",
    NULL,
};

/* Valkey keeps integers below 10,000 once for all keys, unless each must have its own clock. Here none takes a block of
 * its own either; who asks is told the same number. */
static bool isShared(const object *o) {
    long long n;
    bool clocks = evict_config.maxmemory && evictByClock();
    return o->type == OBJ_STRING && o->encoding == ENC_INT && stringIsInt(o, &n) && n >= 0 && n < 10000 && !clocks;
}

#define ADJUST                                                                                                         \
    " Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust."

static void replyIdle(execContext *x, const object *o) {
    if (evictIsLfu()) {
        replyErrorC(x, "ERR An LFU maxmemory policy is selected, idle time not tracked." ADJUST);
    } else {
        replyLong(x, objectIdleMs(o) / 1000);
    }
}

static void replyFrequency(execContext *x, const object *o) {
    if (evictIsLfu()) {
        replyLong(x, objectFrequency(o));
    } else {
        replyErrorC(x, "ERR An LFU maxmemory policy is not selected, access frequency not tracked." ADJUST);
    }
}

void objectCommand(execContext *x) {
    if (x->argc == 2 && argIs(x, 1, "help")) {
        replyHelp(x, object_help);
        return;
    }
    if (x->argc != 3) {
        replyErrorSubcommand(x);
        return;
    }
    object *o = readQuietly(x, 2);
    if (!o) {
        replyNull(x);
    } else if (argIs(x, 1, "encoding")) {
        replyBulkC(x, objectEncodingName(o));
    } else if (argIs(x, 1, "refcount")) {
        replyLong(x, isShared(o) ? INT_MAX : 1);
    } else if (argIs(x, 1, "idletime")) {
        replyIdle(x, o);
    } else if (argIs(x, 1, "freq")) {
        replyFrequency(x, o);
    } else {
        replyErrorSubcommand(x);
    }
}
