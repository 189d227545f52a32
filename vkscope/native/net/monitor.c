/* monitor.c: MONITOR: every command that ran, as a line, to the clients that asked.
 *
 * Design  +1339518083.107412 [0 127.0.0.1:60866] "set" "key" "va\xffue"
 *         The line is written after the command ran, so that secrets it marked are not shown (argShown).
 * Cost    nothing without monitors but a predictable branch a command; with them, one line a command and a copy each.
 */
#define _GNU_SOURCE
#include "net/clients.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static client **monitors;
static int nmonitors;

static void writeOrigin(replySink *line, const execContext *x) {
    char head[96];
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    int n = snprintf(head, sizeof(head), "+%lld.%06ld [%d ", (long long)t.tv_sec, t.tv_nsec / 1000, x->session->dbid);
    sinkAppend(line, head, (size_t)n);
    const client *c = x->script ? NULL : x->client;
    const char *peer = c ? clientWord(c->peer) : "lua";
    size_t len = strlen(peer);
    if (c && c->io.conn.type == &connection_unix) {
        sinkAppend(line, "unix:", 5);
        len -= len > 2 ? 2 : 0; /* its ":0" */
    }
    sinkAppend(line, peer, len);
    sinkAppend(line, "]", 1);
}

static void feed(const execContext *x) {
    replySink line = {0};
    writeOrigin(&line, x);
    for (int i = 0; i < x->argc; i++) {
        execArg a = argShown(x, i);
        sinkAppend(&line, " ", 1);
        sinkQuoted(&line, a.ptr, a.len);
    }
    sinkAppend(&line, "\r\n", 2);
    for (int i = 0; i < nmonitors; i++)
        clientAppend(monitors[i], line.buf, line.len);
    sinkRelease(&line);
}

static void listMonitor(client *c, bool on) {
    if (on) {
        monitors = zrealloc(monitors, sizeof(client *) * (size_t)(nmonitors + 1));
        monitors[nmonitors++] = c;
        return;
    }
    int at = 0;
    while (monitors[at] != c)
        at++;
    monitors[at] = monitors[--nmonitors];
    if (!nmonitors) {
        zfree(monitors);
        monitors = NULL;
    }
}

void clientMonitor(client *c, bool on) {
    if (c->session.monitor == on)
        return;
    unsigned before = exec_monitors;
    c->session.monitor = on;
    listMonitor(c, on);
    exec_feed_monitors = feed;
    exec_monitors = (unsigned)nmonitors;
    evPolicyDecided(clockMonoNs(), exec_monitors, before, "monitors", 8);
}

void monitorCommand(execContext *x) {
    if (!x->client || x->deny_blocking) {
        replyErrorC(x, "ERR MONITOR isn't allowed for DENY BLOCKING client");
        return;
    }
    if (x->session->monitor)
        return; /* asked again: Valkey says nothing either */
    replyOk(x);
    clientMonitor(x->client, true);
}
