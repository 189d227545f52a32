/* debug.c: see debug.h: a session's beginning and end, and its connection. */
#include "exec/exec.h"
#include "persist/persist.h"
#include "script/debug.h"
#include "trace/trace.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum {
    SESSIONS = 32,      /* forked ones at a time */
    SEND_MS = 5000,     /* who takes no bytes for so long is gone */
    LOOK_MS = 100,      /* between two looks at signals, while the server waits for a user */
    INPUT_MAX = 1 << 20 /* bytes of one command */
};

scriptDebug *script_debug;
static scriptDebug the_session;
static debugInput the_input;
static pid_t sessions[SESSIONS]; /* 0: free */

/* -------------------------------------------------------------------------------------------------------- connection
 */

static bool waitFor(scriptDebug *d, short what, int ms) {
    struct pollfd p = {.fd = d->client->io.conn.fd, .events = what};
    int n = poll(&p, 1, ms);
    return n > 0 || (n < 0 && errno == EINTR);
}

static void put(scriptDebug *d, const char *p, size_t n) {
    connection *conn = &d->client->io.conn;
    while (n && !d->broken) {
        ssize_t took = conn->type->write(conn, p, n);
        if (took > 0) {
            p += took;
            n -= (size_t)took;
        } else if (took < 0 && errno == EAGAIN) {
            d->broken = !waitFor(d, POLLOUT, SEND_MS);
        } else if (took == 0 || errno != EINTR) {
            d->broken = true;
        }
    }
}

/* Waits as long as the user thinks; here, not in a child, also for signals that end the server. */
static size_t get(scriptDebug *d, char *p, size_t room) {
    connection *conn = &d->client->io.conn;
    for (;;) {
        ssize_t n = conn->type->read(conn, p, room);
        if (n > 0)
            return (size_t)n;
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            return 0;
        waitFor(d, POLLIN, d->forked ? -1 : LOOK_MS);
        if (d->forked)
            continue;
        crashWatchdogFeed();
        if (reactorMustEnd())
            return 0;
    }
}

void debugSend(scriptDebug *d) {
    char head[32];
    int n = snprintf(head, sizeof(head), "*%d\r\n", d->told);
    put(d, head, (size_t)n);
    put(d, d->out.buf, d->out.len);
    d->out.len = 0;
    d->told = 0;
}

/* NULL: it is whole, or more must come. */
static const char *parse(debugInput *in, bool *whole) {
    static const respLimits limits = {.authenticated = true, .max_bulk = DEBUG_WORD_BYTES};
    respResume *r = &in->request;
    char *star = r->at ? in->buf : memchr(in->buf, '*', in->len);
    if (!star)
        return "protocol error";
    in->len -= (size_t)(star - in->buf);
    memmove(in->buf, star, in->len);
    enum respResult result = respParse(r, in->buf, in->len, &limits, &in->used);
    if (result == RESP_ERROR || result == RESP_EMPTY || r->left + r->argc > DEBUG_WORDS)
        return "protocol error";
    *whole = result == RESP_COMPLETE;
    if (!*whole)
        return in->len > INPUT_MAX ? "max client buffer reached" : NULL;
    for (int i = 0; i < r->argc; i++)
        if (!r->argv[i].len)
            return "protocol error";
    return NULL;
}

void debugInputRelease(debugInput *in) {
    respRelease(&in->request);
    zfree(in->buf);
    *in = (debugInput){0};
}

static void dropUsed(debugInput *in) {
    in->len -= in->used;
    memmove(in->buf, in->buf + in->used, in->len);
    in->used = 0;
    respReset(&in->request);
}

const char *debugRead(scriptDebug *d, execArg **argv, int *argc) {
    debugInput *in = d->input;
    if (in->used)
        dropUsed(in);
    for (;;) {
        bool whole = false;
        const char *why = in->len ? parse(in, &whole) : NULL;
        *argv = in->request.argv;
        *argc = in->request.argc;
        if (why || whole)
            return why;
        if (in->cap - in->len < 1024) {
            in->cap = in->cap ? in->cap * 2 : 4096;
            in->buf = zrealloc(in->buf, in->cap);
        }
        size_t n = d->lost || d->broken ? 0 : get(d, in->buf + in->len, in->cap - in->len);
        if (!n) {
            d->lost = true;
            return "";
        }
        in->len += n;
    }
}

/* ------------------------------------------------------------------------------------------------------ in the child
 */

static void refusePython(execContext *x) {
    replyErrorFmt(x, "ERR '%s' is answered by the control plane, which a forked debugging session does not have",
                  x->cmd->name);
}

static void logToClient(int level, const char *text, size_t len) {
    (void)level;
    if (script_debug)
        debugSay(script_debug, "<log> %.*s", (int)len, text);
}

/* Nothing of this process reaches another one, or a file, but what the debugger's client is told. */
static void becomeChild(const client *own) {
    uint32_t slot = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    exec_python = refusePython;
    exec_nested = NULL;
    log_writer = logToClient;
    propagate_feeds = 0;
    rdb_config.save_points = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot))
        if (c != own)
            close(c->io.conn.fd);
}

/* ----------------------------------------------------------------------------------------------------- in the parent
 */

static void onEnded(pid_t pid, int status) {
    (void)status;
    for (int i = 0; i < SESSIONS; i++)
        if (sessions[i] == pid)
            sessions[i] = 0;
    logLine(LEVEL_NOTICE, "Lua debugging session child exiting");
}

void debugRelease(void) {
    for (int i = 0; i < SESSIONS; i++) {
        if (!sessions[i])
            continue;
        logLine(LEVEL_NOTICE, "Killing debugging session %ld", (long)sessions[i]);
        kill(sessions[i], SIGKILL);
        sessions[i] = 0;
    }
}

/* True in the child. */
static bool forks(execContext *x) {
    int at = 0;
    while (at < SESSIONS && sessions[at])
        at++;
    errno = EAGAIN;
    pid_t pid = at < SESSIONS ? childFork(EVENT_FORK_KIND_OTHER, 0) : -1;
    if (pid == 0) {
        becomeChild(x->client);
        return true;
    }
    if (pid < 0) {
        replyErrorFmt(x, "ERR Fork() failed: can't run EVAL in debugging mode: %s", strerror(errno));
        return false;
    }
    sessions[at] = pid;
    childOnEnd(pid, onEnded);
    logLine(LEVEL_NOTICE, "Valkey forked for debugging eval");
    clientHandOver(x->client);
    return false;
}

/* ------------------------------------------------------------------------------------------------- beginning and end
 */

static void splitLines(scriptDebug *d, const execArg *source) {
    size_t len = source->len, begin = 0;
    int room = 0;
    while (len && (source->ptr[len - 1] == '\n' || source->ptr[len - 1] == '\r'))
        len--;
    d->source = source->ptr;
    while (len && begin <= len) {
        const char *end = memchr(source->ptr + begin, '\n', len - begin);
        size_t n = end ? (size_t)(end - source->ptr) - begin : len - begin;
        if (d->nlines == room) {
            room = room ? room * 2 : 64;
            d->lines = zrealloc(d->lines, sizeof(debugLine) * (size_t)room);
        }
        d->lines[d->nlines++] = (debugLine){begin, n};
        begin += n + 1;
        if (!end)
            break;
    }
}

bool debugBegin(execContext *x) {
    scriptDebug *d = &the_session;
    client *c = x->client;
    replySink *out = x->out;
    *d = (scriptDebug){.client = c,
                       .forked = x->session->script_debug == DEBUG_FORKED,
                       .step = true,
                       .max_len = 256,
                       .since = clockTicks(),
                       .input = &the_input,
                       .out = {.resp = 2}};
    respReset(&the_input.request);
    x->session->script_debug = DEBUG_NOT;
    put(d, out->buf + out->sent, out->len - out->sent); /* what it waits for comes first */
    out->len = out->sent = 0;
    if (d->forked && !forks(x))
        return false;
    if (!d->forked)
        logLine(LEVEL_NOTICE, "Valkey synchronous debugging eval session started");
    script_debug = d;
    splitLines(d, &x->argv[1]);
    return true;
}

void debugEnd(execContext *x) {
    scriptDebug *d = script_debug;
    debugSay(d, "<endsession>");
    debugSend(d);
    if (d->forked) {
        put(d, x->out->buf + x->out->sent, x->out->len - x->out->sent);
        _exit(0);
    }
    logLine(LEVEL_NOTICE, "Valkey synchronous debugging eval session ended");
    script_debug = NULL;
    zfree(d->lines);
    sinkRelease(&d->out);
    debugInputRelease(&the_input);
    clientClose(d->client, CLOSE_QUIT);
}
