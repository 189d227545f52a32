/* crash.c: see crash.h. */
#define _GNU_SOURCE
#include "exec/crash.h"
#include "base/stacktrace.h"
#include "base/version.h"
#include "exec/exec.h"
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#define STACK_BYTES (128 * 1024)
#define SHOWN_ARGS 32
#define SHOWN_BYTES 128

const execContext *crash_running;

static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
static char log_path[1024];
static char stack[STACK_BYTES];
static bool enabled, exit_on_panic;
static volatile sig_atomic_t reporting;
static int64_t watchdog_ms;

void crashLogFile(const char *path) {
    snprintf(log_path, sizeof(log_path), "%s", path);
}

static int openLog(void) {
    int fd = log_path[0] ? open(log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644) : -1;
    return fd >= 0 ? fd : STDOUT_FILENO;
}

static void closeLog(int fd) {
    if (fd != STDOUT_FILENO)
        close(fd);
}

__attribute__((format(printf, 3, 4))) static void say(int fd, bool stamped, const char *format, ...) {
    char text[1280];
    size_t n = 0;
    va_list args;
    /* The log's own stamp needs the time zone, which no handler may ask for. */
    if (stamped)
        n = (size_t)snprintf(text, sizeof(text), "%d:signal-handler (%lld) ", (int)getpid(), (long long)time(NULL));
    va_start(args, format);
    int len = vsnprintf(text + n, sizeof(text) - n - 1, format, args);
    va_end(args);
    if (len < 0)
        return;
    n += (size_t)len < sizeof(text) - n - 1 ? (size_t)len : sizeof(text) - n - 2;
    text[n++] = '\n';
    if (write(fd, text, n) < 0)
        return;
}

/* ------------------------------------------------------------------------------------------------------------ parts */

static void *instruction(const ucontext_t *u) {
#if defined(__x86_64__)
    return u ? (void *)u->uc_mcontext.gregs[REG_RIP] : NULL;
#elif defined(__aarch64__)
    return u ? (void *)u->uc_mcontext.pc : NULL;
#else
    (void)u;
    return NULL;
#endif
}

static void sayCalls(int fd, void *fault) {
    say(fd, false, "\n------ STACK TRACE ------");
    if (fault)
        say(fd, false, "EIP:");
    say(fd, false, "Backtrace:");
    stacktraceWrite(fd, fault);
    say(fd, false, "\n------ STACK TRACE DONE ------");
}

static void sayRegisters(int fd, const ucontext_t *u) {
#if defined(__x86_64__)
    static const struct {
        int at;
        const char *name;
    } registers[] = {{REG_RAX, "RAX"}, {REG_RBX, "RBX"}, {REG_RCX, "RCX"}, {REG_RDX, "RDX"}, {REG_RDI, "RDI"},
                     {REG_RSI, "RSI"}, {REG_RBP, "RBP"}, {REG_RSP, "RSP"}, {REG_R8, "R8 "},  {REG_R9, "R9 "},
                     {REG_R10, "R10"}, {REG_R11, "R11"}, {REG_R12, "R12"}, {REG_R13, "R13"}, {REG_R14, "R14"},
                     {REG_R15, "R15"}, {REG_RIP, "RIP"}, {REG_EFL, "EFL"}};
    say(fd, false, "\n------ REGISTERS ------");
    for (size_t i = 0; u && i < sizeof(registers) / sizeof(registers[0]); i++)
        say(fd, false, "%s:%016llx", registers[i].name, (unsigned long long)u->uc_mcontext.gregs[registers[i].at]);
#else
    (void)fd, (void)u;
#endif
}

static void sayServer(int fd) {
    say(fd, false, "\n------ INFO OUTPUT ------\n# Crash");
    say(fd, false, "process_id:%d\ntick:%u\ntotal_commands_processed:%llu\ntotal_error_replies:%llu", (int)getpid(),
        trace_tick, (unsigned long long)exec_stats.commands, (unsigned long long)exec_stats.errors);
    say(fd, false, "used_memory:%zu\nused_memory_peak:%zu", zmallocUsed(), zmallocPeak());
    say(fd, false, "events:%llu\nevent_ring:%s", (unsigned long long)traceEventsWritten(), traceRingPath());
}

/* Words of users stay out of the log where that is asked for; secrets always. */
static void sayRunning(int fd) {
    const execContext *x = crash_running;
    if (!x || !x->cmd)
        return;
    clientFace face = execClientFace(x->client);
    say(fd, false, "\n------ CURRENT CLIENT INFO ------");
    say(fd, false, "slot=%u addr=%s name=%s db=%d resp=%d", x->slot, face.peer, face.name,
        x->session ? x->session->dbid : 0, x->out->resp);
    say(fd, false, "command: '%s'\nargc: %d", x->cmd->name, x->argc);
    for (int i = 0; i < x->argc && i < SHOWN_ARGS; i++) {
        execArg a = argShown(x, i);
        if (i > 0 && exec_config.hide_user_data)
            a = (execArg){"*redacted*", 10};
        say(fd, false, "argv[%d]: %.*s", i, (int)(a.len < SHOWN_BYTES ? a.len : SHOWN_BYTES), a.ptr);
    }
}

/* ---------------------------------------------------------------------------------------------------------- reports */

static int beginReport(void) {
    int fd = openLog();
    say(fd, false, "\n\n=== VALKEY BUG REPORT START: Cut & paste starting from here ===");
    return fd;
}

static void endReport(int fd) {
    say(fd, false, "\n------ LAST EVENTS ------\nThe last events are in %s: vkscope trace reads them.",
        traceRingPath()[0] ? traceRingPath() : "memory only, and lost");
    say(fd, false, "\n=== VALKEY BUG REPORT END. Make sure to include from START to END. ===\n");
    closeLog(fd);
}

static void handlersOff(void) {
    struct sigaction act = {.sa_handler = SIG_DFL};
    for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
        sigaction(fatal[i], &act, NULL);
}

static void onFatal(int sig, siginfo_t *info, void *context) {
    bool again = reporting;
    reporting = 1;
    handlersOff();
    int fd = again ? openLog() : beginReport();
    if (again)
        say(fd, true, "Crashed while the report was written.");
    say(fd, true, "Valkey %s crashed by signal: %d, si_code: %d", VALKEY_VERSION, sig, info->si_code);
    if (sig == SIGSEGV || sig == SIGBUS)
        say(fd, true, "Accessing address: %p", info->si_addr);
    if (info->si_code == SI_USER)
        say(fd, true, "Killed by PID: %ld, UID: %d", (long)info->si_pid, (int)info->si_uid);
    void *at = instruction(context);
    say(fd, true, "Crashed running the instruction at: %p", at);
    /* A call of a bad address leaves nothing to walk from. */
    if (!again && at != info->si_addr) {
        sayCalls(fd, at);
        sayRegisters(fd, context);
    }
    if (!again) {
        sayServer(fd);
        sayRunning(fd);
    }
    endReport(fd);
    kill(getpid(), sig);
}

/* vkAssert and vkPanic end here, and then in abort(). */
static void onPanic(const char *file, int line, const char *what, bool assertion) {
    bool again = reporting;
    reporting = 1;
    handlersOff();
    int fd = beginReport();
    if (assertion) {
        say(fd, true, "=== %sASSERTION FAILED ===", again ? "RECURSIVE " : "");
        say(fd, true, "==> %s:%d '%s' is not true", file, line, what);
    } else {
        say(fd, true, "------------------------------------------------");
        say(fd, true, "Guru Meditation: %s #%s:%d", what, file, line);
    }
    if (enabled && !again) {
        sayCalls(fd, NULL);
        sayServer(fd);
        sayRunning(fd);
    }
    endReport(fd);
    if (exit_on_panic)
        _exit(1);
}

static void onAlarm(int sig, siginfo_t *info, void *context) {
    (void)sig;
    int fd = openLog();
    say(fd, true, info->si_code == SI_USER ? "\nReceived SIGALRM" : "\n--- WATCHDOG TIMER EXPIRED ---");
    sayCalls(fd, instruction(context));
    say(fd, true, "--------\n");
    closeLog(fd);
}

/* ----------------------------------------------------------------------------------------------------------- set-up */

void crashInit(void) {
    stack_t own = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction act = {.sa_sigaction = onAlarm, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    stacktraceInit();
    sigaltstack(&own, NULL);
    sigaction(SIGALRM, &act, NULL);
    panic_hook = onPanic;
}

void crashRelease(void) {
    panic_hook = NULL;
}

void crashEnable(bool on, bool exits) {
    struct sigaction act = {.sa_sigaction = onFatal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    exit_on_panic = exits;
    if (on == enabled)
        return;
    enabled = on;
    if (!on) {
        handlersOff();
        return;
    }
    for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
        sigaction(fatal[i], &act, NULL);
}

static void setAlarm(int64_t ms) {
    struct itimerval t = {.it_value = {ms / 1000, ms % 1000 * 1000}};
    setitimer(ITIMER_REAL, &t, NULL);
}

void crashWatch(int64_t period_ms) {
    if (period_ms == watchdog_ms)
        return;
    watchdog_ms = period_ms;
    setAlarm(period_ms);
}

void crashWatchdogFeed(void) {
    if (unlikely(watchdog_ms))
        setAlarm(watchdog_ms);
}
