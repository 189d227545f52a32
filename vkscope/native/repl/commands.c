/* commands.c: REPLCONF, by which a replica says who it is and how far it is, and ROLE. */
#include "repl/repl.h"
#include "gen/commands.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ADDRESS_MAX 256

bool replArgFlag(execContext *x, int i, long long *flag) {
    if (!argLong(x, i, flag))
        return false;
    if (*flag == 0 || *flag == 1)
        return true;
    replyErrorC(x, "ERR value is out of range, value must between 0 and 1");
    return false;
}

/* --- REPLCONF option value ...: each reads argv[i + 1]; false: answered --- */

static bool confPort(execContext *x, int i, replica *r) {
    long long port;
    if (!argLong(x, i + 1, &port))
        return false;
    r->port = (int)port;
    return true;
}

static bool confAddress(execContext *x, int i, replica *r) {
    if (x->argv[i + 1].len >= ADDRESS_MAX) {
        replyErrorFmt(x, "ERR REPLCONF ip-address provided by replica instance is too long: %zu bytes",
                      x->argv[i + 1].len);
        return false;
    }
    zfree(r->address);
    r->address = argRetain(x, i + 1);
    return true;
}

/* Others than these are not known here, and ignored: the replica must do without. */
static bool confCapa(execContext *x, int i, replica *r) {
    if (argIs(x, i + 1, "eof"))
        r->capa |= CAPA_EOF;
    if (argIs(x, i + 1, "psync2"))
        r->capa |= CAPA_PSYNC2;
    return true;
}

static bool confRdbOnly(execContext *x, int i, replica *r) {
    long long only;
    if (!replArgFlag(x, i + 1, &only))
        return false;
    r->rdb_only = only == 1;
    return true;
}

/* The value names what the snapshot shall hold, in words; none: nothing. */
static bool confFilter(execContext *x, int i, replica *r) {
    const char *p = x->argv[i + 1].ptr, *end = p + x->argv[i + 1].len;
    r->without_data = r->without_functions = true;
    while (p < end) {
        const char *word = p;
        while (p < end && *p != ' ')
            p++;
        size_t len = (size_t)(p - word);
        if (len == 9 && strncasecmp(word, "functions", 9) == 0) {
            r->without_functions = false;
        } else if (len) {
            replyErrorFmt(x, "ERR Unsupported rdb-filter-only option: %.*s", (int)(len < 128 ? len : 128), word);
            return false;
        }
        while (p < end && *p == ' ')
            p++;
    }
    return true;
}

static bool confVersion(execContext *x, int i, replica *r) {
    char text[32];
    unsigned major, minor, patch;
    int used = 0;
    const execArg *arg = &x->argv[i + 1];
    snprintf(text, sizeof(text), "%.*s", (int)(arg->len < 31 ? arg->len : 31), arg->ptr);
    if (sscanf(text, "%3u.%3u.%3u%n", &major, &minor, &patch, &used) != 3 || (size_t)used != arg->len || major > 255 ||
        minor > 255 || patch > 255) {
        replyErrorFmt(x, "ERR Unrecognized version format: %.*s", (int)(arg->len < 128 ? arg->len : 128), arg->ptr);
        return false;
    }
    r->version = (int)(major << 16 | minor << 8 | patch);
    return true;
}

static bool confRdbChannel(execContext *x, int i, replica *r) {
    long long on;
    (void)r;
    if (!replArgFlag(x, i + 1, &on))
        return false;
    if (!on)
        return true;
    replyErrorC(x, "ERR Dual channel replication is not available on this server");
    return false;
}

static bool confRdbClient(execContext *x, int i, replica *r) {
    long long id;
    (void)r;
    if (argLong(x, i + 1, &id))
        replyErrorFmt(x, "ERR Unrecognized RDB client id %lld", id);
    return false;
}

/* How far it is. Never answered: the answer would stand in the stream. */
static bool confAck(execContext *x, int i, replica *r) {
    long long offset;
    if (!x->session->replica || !string2ll(x->argv[i + 1].ptr, x->argv[i + 1].len, &offset) || offset < 0)
        return false;
    uint64_t acked = (uint64_t)offset;
    if (x->argc > i + 3 && argIs(x, i + 2, "fack")) {
        if (!string2ll(x->argv[i + 3].ptr, x->argv[i + 3].len, &offset))
            return false;
        if (offset > 0 && (uint64_t)offset > r->aof)
            r->aof = (uint64_t)offset;
    }
    replicaAck(r, acked);
    return false;
}

/* A primary asks its replica: nobody is our primary. */
static bool confGetAck(execContext *x, int i, replica *r) {
    (void)x, (void)i, (void)r;
    return false;
}

void replconfCommand(execContext *x) {
    static const struct {
        const char *name;
        bool (*read)(execContext *x, int i, replica *r);
    } options[] = {{"ack", confAck},
                   {"listening-port", confPort},
                   {"ip-address", confAddress},
                   {"capa", confCapa},
                   {"getack", confGetAck},
                   {"rdb-only", confRdbOnly},
                   {"rdb-filter-only", confFilter},
                   {"version", confVersion},
                   {"rdb-channel", confRdbChannel},
                   {"set-rdb-client-id", confRdbClient}};
    if (x->argc % 2 == 0) {
        replyErrorSyntax(x);
        return;
    }
    if (!x->client) {
        replyErrorC(x, "ERR REPLCONF needs a connection");
        return;
    }
    replica *r = replicaOf(x->client);
    for (int i = 1; i < x->argc; i += 2) {
        size_t o = 0, known = sizeof(options) / sizeof(*options);
        while (o < known && !argIs(x, i, options[o].name))
            o++;
        if (o == known) {
            replyErrorFmt(x, "ERR Unrecognized REPLCONF option: %.*s",
                          (int)(x->argv[i].len < 128 ? x->argv[i].len : 128), x->argv[i].ptr);
            return;
        }
        if (!options[o].read(x, i, r))
            return;
    }
    replyOk(x);
}

void roleCommand(execContext *x) {
    char address[ADDRESS_MAX + 64];
    replyArray(x, 3);
    replyBulkC(x, "master");
    replyLong(x, (long long)propagate_offset);
    size_t handle = replyDeferredLen(x);
    long n = 0;
    for (unsigned i = 0; i < replica_count; i++) {
        const replica *r = replica_list[i];
        if (r->state != REPLICA_ONLINE)
            continue;
        replyArray(x, 3);
        replyBulkC(x, replicaAddress(r, address, sizeof(address)));
        replyBulkLong(x, r->port);
        replyBulkLong(x, (long long)r->ack);
        n++;
    }
    replySetDeferredArray(x, handle, n);
}
