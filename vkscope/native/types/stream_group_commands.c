/* stream_group_commands.c: groups by command: XGROUP, XACK, XPENDING. Reading in a group is in stream_read.c, claiming
 * in stream_claim.c. */
#include "types/types.h"
#include "types/stream.h"
#include "exec/blocking.h"
#include "gen/commands.h"
#include <string.h>

/* ---- XGROUP ---- */

typedef struct groupArgs {
    object *o; /* NULL: no such key */
    streamGroup *group;
    long long entries_read;
    bool make;
} groupArgs;

static bool subIs(const execContext *x, const char *name) {
    return argIs(x, 1, name);
}

static bool readGroupOptions(execContext *x, groupArgs *a) {
    bool create = subIs(x, "create");
    for (int i = 5; i < x->argc; i++) {
        if (create && OPTION(x, i, "mkstream")) {
            a->make = true;
        } else if ((create || subIs(x, "setid")) && OPTION(x, i, "entriesread") && i + 1 < x->argc) {
            if (!argLong(x, ++i, &a->entries_read))
                return false;
            if (a->entries_read < 0 && a->entries_read != STREAM_READ_UNKNOWN) {
                replyErrorC(x, "ERR value for ENTRIESREAD must be positive or -1");
                return false;
            }
        } else {
            replyErrorSubcommand(x);
            return false;
        }
    }
    return true;
}

/* The stream and the group that argv[2] and argv[3] name, as far as the subcommand needs them. */
static bool findGroup(execContext *x, groupArgs *a, bool needs_group) {
    bool wrong_type;
    a->o = argWrite(x, 2, OBJ_STREAM, &wrong_type);
    if (wrong_type)
        return false;
    if (!a->o && !a->make) {
        replyErrorC(x,
                    "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use "
                    "the MKSTREAM option to create an empty stream automatically.");
        return false;
    }
    if (a->o)
        a->group = streamGroupFind(streamOf(a->o), x->argv[3].ptr, x->argv[3].len);
    if (!a->group && needs_group)
        replyNoGroup(x, 2, 3);
    return a->group || !needs_group;
}

static void groupCreate(execContext *x) {
    groupArgs a = {.entries_read = STREAM_READ_UNKNOWN};
    const execArg *key = &x->argv[2], *name = &x->argv[3];
    streamID id;
    if (!readGroupOptions(x, &a) || !findGroup(x, &a, false))
        return;
    if (x->argc > 8) {
        replyErrorSubcommand(x);
        return;
    }
    if (x->argv[4].len == 1 && *x->argv[4].ptr == '$') {
        id = a.o ? streamOf(a.o)->last_id : STREAM_ID_MIN;
    } else if (!argStreamID(x, 4, ID_STRICT, 0, &id, NULL)) {
        return;
    }
    if (a.group) {
        replyErrorC(x, "BUSYGROUP Consumer Group name already exists");
        return;
    }
    bool is_new = !a.o;
    if (is_new) {
        a.o = streamObject(key->ptr, key->len);
        dbAdd(x->db, a.o, argHash(x, 2));
    }
    streamGroupNew(streamOf(a.o), name->ptr, name->len, &id, a.entries_read);
    replyOk(x);
    if (is_new) {
        streamChanged(x, 2, "xgroup-create");
    } else {
        streamBesideChanged(x, 2, "xgroup-create");
    }
}

static void groupSetid(execContext *x) {
    groupArgs a = {.entries_read = STREAM_READ_UNKNOWN};
    streamID id;
    if (!readGroupOptions(x, &a) || !findGroup(x, &a, true))
        return;
    if (x->argc != 5 && x->argc != 7) {
        replyErrorSubcommand(x);
        return;
    }
    if (x->argv[4].len == 1 && *x->argv[4].ptr == '$') {
        id = streamOf(a.o)->last_id;
    } else if (!argStreamID(x, 4, ID_EDGES, 0, &id, NULL)) {
        return;
    }
    a.group->last_id = id;
    a.group->entries_read = a.entries_read;
    replyOk(x);
    streamBesideChanged(x, 2, "xgroup-setid");
}

/* Who waits in the group is told that it is gone. */
static void groupDestroy(execContext *x) {
    groupArgs a = {.entries_read = 0};
    const execArg *key = &x->argv[2], *name = &x->argv[3];
    if (!findGroup(x, &a, false))
        return;
    if (a.group) {
        streamGroupDelete(streamOf(a.o), name->ptr, name->len);
        streamBesideChanged(x, 2, "xgroup-destroy");
        blockingKeyReady(x->db, key->ptr, key->len);
    }
    replyLong(x, a.group != NULL);
}

static void groupAddConsumer(execContext *x) {
    groupArgs a = {.entries_read = 0};
    if (!findGroup(x, &a, true))
        return;
    streamConsumer *c = streamConsumerNew(a.group, x->argv[4].ptr, x->argv[4].len);
    if (c)
        streamBesideChanged(x, 2, "xgroup-createconsumer");
    replyLong(x, c != NULL);
}

static void groupDropConsumer(execContext *x) {
    groupArgs a = {.entries_read = 0};
    if (!findGroup(x, &a, true))
        return;
    uint64_t pending = 0;
    streamConsumer *c = streamConsumerFind(a.group, x->argv[4].ptr, x->argv[4].len);
    if (c) {
        pending = streamConsumerDelete(a.group, c);
        streamBesideChanged(x, 2, "xgroup-delconsumer");
    }
    replyLong(x, (long long)pending);
}

static void groupHelp(execContext *x) {
    static const char *const lines[] = {"CREATE <key> <groupname> <id|$> [option]",
                                        "    Create a new consumer group. Options are:",
                                        "    * MKSTREAM",
                                        "      Create the empty stream if it does not exist.",
                                        "    * ENTRIESREAD entries_read",
                                        "      Set the group's entries_read counter (internal use).",
                                        "CREATECONSUMER <key> <groupname> <consumer>",
                                        "    Create a new consumer in the specified group.",
                                        "DELCONSUMER <key> <groupname> <consumer>",
                                        "    Remove the specified consumer.",
                                        "DESTROY <key> <groupname>",
                                        "    Remove the specified group.",
                                        "SETID <key> <groupname> <id|$> [ENTRIESREAD entries_read]",
                                        "    Set the current group ID and entries_read counter.",
                                        NULL};
    replyHelp(x, lines);
}

/* A subcommand with too many words is as unknown as one that is none. */
void xgroupCommand(execContext *x) {
    if (subIs(x, "help") && x->argc == 2) {
        groupHelp(x);
    } else if (subIs(x, "create") && x->argc >= 5) {
        groupCreate(x);
    } else if (subIs(x, "setid") && x->argc >= 5) {
        groupSetid(x);
    } else if (subIs(x, "destroy") && x->argc == 4) {
        groupDestroy(x);
    } else if (subIs(x, "createconsumer") && x->argc == 5) {
        groupAddConsumer(x);
    } else if (subIs(x, "delconsumer") && x->argc == 5) {
        groupDropConsumer(x);
    } else {
        replyErrorSubcommand(x);
    }
}

/* ---- XACK ---- */

void xackCommand(execContext *x) {
    bool wrong_type;
    streamID here[STREAM_IDS_HERE];
    object *o = argRead(x, 1, OBJ_STREAM, &wrong_type);
    if (wrong_type)
        return;
    streamGroup *g = o ? streamGroupFind(streamOf(o), x->argv[2].ptr, x->argv[2].len) : NULL;
    if (!g) {
        replyLong(x, 0);
        return;
    }
    streamID *ids = argStreamIDs(x, 3, here);
    if (!ids)
        return;
    uint64_t done = 0;
    for (int i = 0; i < x->argc - 3; i++) {
        streamKey key = streamIDKey(&ids[i]);
        streamNack *n = streamNackFind(g, &key);
        if (!n)
            continue;
        streamNackDelete(g, &key, n);
        done++;
    }
    streamIDsFree(ids, here);
    streamTouched(done);
    replyLong(x, (long long)done);
}

/* ---- XPENDING ---- */

typedef struct pendingArgs {
    long long idle, count;
    streamID start, end;
    int consumer; /* index of the name; 0: all */
} pendingArgs;

static bool readPending(execContext *x, pendingArgs *a) {
    int at = 3;
    if (x->argc != 3 && (x->argc < 6 || x->argc > 9)) {
        replyErrorSyntax(x);
        return false;
    }
    if (x->argc == 3)
        return true;
    if (OPTION(x, 3, "idle")) {
        if (!argLong(x, 4, &a->idle))
            return false;
        if (x->argc < 8) {
            replyErrorSyntax(x);
            return false;
        }
        at = 5;
    }
    if (!argLong(x, at + 2, &a->count) || !argStreamStart(x, at, &a->start) || !argStreamEnd(x, at + 1, &a->end))
        return false;
    if (at + 3 < x->argc)
        a->consumer = at + 3;
    return true;
}

/* How many, the first and the last of them, and how many each consumer has. */
static void replyPendingSummary(execContext *x, const streamGroup *g) {
    raxIterator it;
    replyArray(x, 4);
    replyLong(x, (long long)g->pending.count);
    if (!g->pending.count) {
        replyNull(x);
        replyNull(x);
        replyNullArray(x);
        return;
    }
    raxStart(&it, &g->pending);
    raxSeek(&it, RAX_FIRST, NULL, 0);
    streamID id = streamIDOfKey(it.key);
    replyStreamID(x, &id);
    raxSeek(&it, RAX_LAST, NULL, 0);
    id = streamIDOfKey(it.key);
    replyStreamID(x, &id);
    raxStop(&it);
    size_t handle = replyDeferredLen(x);
    long n = 0;
    raxStart(&it, &g->consumers);
    for (bool more = raxSeek(&it, RAX_FIRST, NULL, 0); more; more = raxNext(&it)) {
        const streamConsumer *c = it.value;
        if (!c->pending.count)
            continue;
        replyArray(x, 2);
        replyBulk(x, c->name, c->name_len);
        replyBulkLong(x, (long long)c->pending.count);
        n++;
    }
    raxStop(&it);
    replySetDeferredArray(x, handle, n);
}

static void replyPendingEntries(execContext *x, const streamGroup *g, const pendingArgs *a) {
    const rax *pending = &g->pending;
    if (a->consumer) {
        const streamConsumer *c = streamConsumerFind(g, x->argv[a->consumer].ptr, x->argv[a->consumer].len);
        if (!c) {
            replyArray(x, 0);
            return;
        }
        pending = &c->pending;
    }
    streamKey start = streamIDKey(&a->start);
    size_t handle = replyDeferredLen(x);
    long n = 0;
    raxIterator it;
    raxStart(&it, pending);
    for (bool more = raxSeek(&it, RAX_GE, &start, sizeof(start)); more && n < a->count; more = raxNext(&it)) {
        streamID id = streamIDOfKey(it.key);
        const streamNack *nack = it.value;
        long long idle = command_now - nack->delivered_ms;
        if (streamIDCompare(&id, &a->end) > 0)
            break;
        if (a->idle && idle < a->idle)
            continue;
        replyArray(x, 4);
        replyStreamID(x, &id);
        replyBulk(x, nack->consumer->name, nack->consumer->name_len);
        replyLong(x, idle < 0 ? 0 : idle);
        replyLong(x, (long long)nack->deliveries);
        n++;
    }
    raxStop(&it);
    replySetDeferredArray(x, handle, n);
}

void xpendingCommand(execContext *x) {
    pendingArgs a = {.idle = 0};
    stream *s;
    if (!readPending(x, &a))
        return;
    streamGroup *g = argStreamGroup(x, 1, 2, &s);
    if (!g)
        return;
    if (x->argc == 3) {
        replyPendingSummary(x, g);
    } else {
        replyPendingEntries(x, g, &a);
    }
}
