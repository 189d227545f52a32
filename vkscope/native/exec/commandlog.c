/* commandlog.c: see commandlog.h; and the commands COMMANDLOG and SLOWLOG. */
#include "exec/commandlog.h"
#include "exec/exec.h"
#include "gen/commands.h"
#include <stdio.h>
#include <string.h>

typedef struct entry {
    struct entry *older, *newer;
    uint64_t id, value;
    int64_t time_s;
    size_t len;
    char tail[]; /* an array of arguments, the client's address, its name: as RESP */
} entry;

typedef struct commandLog {
    entry *newest, *oldest;
    uint64_t count, max, next_id;
} commandLog;

uint64_t commandlog_floor[LOG_KINDS] = {10000000, 1 << 20, 1 << 20};
static commandLog logs[LOG_KINDS] = {{.max = 128}, {.max = 128}, {.max = 128}};

static void dropOldest(commandLog *l) {
    entry *e = l->oldest;
    l->oldest = e->newer;
    if (e->newer) {
        e->newer->older = NULL;
    } else {
        l->newest = NULL;
    }
    l->count--;
    zfree(e);
}

static void cut(commandLog *l, uint64_t max) {
    while (l->count > max)
        dropOldest(l);
}

void commandlogRelease(void) {
    for (int k = 0; k < LOG_KINDS; k++)
        cut(&logs[k], 0);
}

/* A log that keeps nothing is off, and shows what it had until then. */
void commandlogSetLimit(enum commandlogKind kind, int64_t threshold, uint64_t max_len) {
    logs[kind].max = max_len;
    if (max_len)
        cut(&logs[kind], max_len);
    uint64_t unit = kind == LOG_SLOW ? 1000 : 1;
    bool off = threshold < 0 || !max_len || (uint64_t)threshold > UINT64_MAX / unit;
    commandlog_floor[kind] = off ? UINT64_MAX : (uint64_t)threshold * unit;
}

static void writeArgument(execContext *into, const execContext *x, int i) {
    execArg a = argShown(x, i);
    char text[LOG_ARG_BYTES + 48];
    if (a.len <= LOG_ARG_BYTES) {
        replyBulk(into, a.ptr, a.len);
    } else {
        memcpy(text, a.ptr, LOG_ARG_BYTES);
        int n =
            snprintf(text + LOG_ARG_BYTES, sizeof(text) - LOG_ARG_BYTES, "... (%zu more bytes)", a.len - LOG_ARG_BYTES);
        replyBulk(into, text, LOG_ARG_BYTES + (size_t)n);
    }
}

/* The part of an entry's reply that does not depend on the log. */
static void writeTail(replySink *s, const execContext *x) {
    execContext into = {.out = s};
    int shown = x->argc < LOG_ARGS ? x->argc : LOG_ARGS;
    replyArray(&into, shown);
    for (int i = 0; i < shown; i++) {
        if (x->argc > LOG_ARGS && i == LOG_ARGS - 1) {
            char text[48];
            snprintf(text, sizeof(text), "... (%d more arguments)", x->argc - LOG_ARGS + 1);
            replyBulkC(&into, text);
        } else {
            writeArgument(&into, x, i);
        }
    }
    clientFace face = execClientFace(x->client);
    replyBulkC(&into, face.peer);
    replyBulkC(&into, face.name);
}

static void push(commandLog *l, uint64_t value, const replySink *tail) {
    entry *e = zmalloc(sizeof(*e) + tail->len);
    *e = (entry){
        .older = l->newest, .id = l->next_id++, .value = value, .time_s = clockWallMs() / 1000, .len = tail->len};
    memcpy(e->tail, tail->buf, tail->len);
    if (l->newest) {
        l->newest->newer = e;
    } else {
        l->oldest = e;
    }
    l->newest = e;
    l->count++;
    cut(l, l->max);
}

void commandlogAdd(const execContext *x, const commandCost *cost) {
    if (x->cmd->spec->flags & CMD_SKIP_COMMANDLOG)
        return;
    replySink tail = {.resp = 2};
    writeTail(&tail, x);
    uint64_t compared[LOG_KINDS] = {cost->ns, cost->request, cost->reply};
    uint64_t value[LOG_KINDS] = {cost->ns / 1000, cost->request, cost->reply};
    for (int k = 0; k < LOG_KINDS; k++)
        if (compared[k] >= commandlog_floor[k])
            push(&logs[k], value[k], &tail);
    sinkRelease(&tail);
}

/* ---------------------------------------------------------------------------------------------------------- commands
 */

static void replyEntries(execContext *x, const commandLog *l, long long count) {
    uint64_t n = count < 0 || (uint64_t)count > l->count ? l->count : (uint64_t)count;
    replyArray(x, (long)n);
    for (const entry *e = l->newest; n; e = e->older, n--) {
        replyArray(x, 6);
        replyLong(x, (long long)e->id);
        replyLong(x, e->time_s);
        replyLong(x, (long long)e->value);
        sinkAppend(x->out, e->tail, e->len);
    }
}

static bool readCount(execContext *x, int i, long long *count) {
    return argRange(x, i, -1, INT64_MAX, count, "ERR count should be greater than or equal to -1");
}

static commandLog *readKind(execContext *x, int i) {
    static const char *const names[LOG_KINDS] = {"slow", "large-request", "large-reply"};
    for (int k = 0; k < LOG_KINDS; k++)
        if (argIs(x, i, names[k]))
            return &logs[k];
    replyErrorC(x, "ERR type should be one of the following: slow, large-request, large-reply");
    return NULL;
}

static void run(execContext *x, commandLog *l, long long count) {
    const char *sub = x->cmd->spec->name;
    if (strcmp(sub, "get") == 0) {
        replyEntries(x, l, count);
    } else if (strcmp(sub, "len") == 0) {
        replyLong(x, (long long)l->count);
    } else {
        cut(l, 0);
        replyOk(x);
    }
}

void slowlogCommand(execContext *x) {
    static const char *const help[] = {
        "GET [<count>]",
        "    The latest <count> slow commands (10 by default, -1 for all), each as: id, time, microseconds,",
        "    arguments, address of the client, name of the client.",
        "LEN",
        "    How many slow commands are kept.",
        "RESET",
        "    Forgets them.",
        NULL,
    };
    long long count = 10;
    if (strcmp(x->cmd->spec->name, "help") == 0) {
        replyHelp(x, help);
    } else if (x->argc > 3) {
        replyErrorSubcommand(x);
    } else if (x->argc < 3 || readCount(x, 2, &count)) {
        run(x, &logs[LOG_SLOW], count);
    }
}

void commandlogCommand(execContext *x) {
    static const char *const help[] = {
        "GET <count> <type>",
        "    The latest <count> entries (-1 for all) of a <type>: slow, large-request or large-reply. Each is: id,",
        "    time, microseconds or bytes of the request or of the reply, arguments, address of the client, name of",
        "    the client.",
        "LEN <type>",
        "    How many entries of the <type> are kept.",
        "RESET <type>",
        "    Forgets the entries of the <type>.",
        NULL,
    };
    long long count = 0;
    if (strcmp(x->cmd->spec->name, "help") == 0) {
        replyHelp(x, help);
        return;
    }
    if (x->argc == 4 && !readCount(x, 2, &count))
        return;
    commandLog *l = readKind(x, x->argc - 1);
    if (l)
        run(x, l, count);
}
