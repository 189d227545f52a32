/* scope_scripts.c: the section scripts of SCOPE SNAPSHOT: what is kept, what runs, and which scripts used the time. */
#include "exec/exec.h"
#include "script/eval.h"

enum { ROWS = 64 };

static const char *const kind_names[] = {"eval", "function"};

static void writeRow(execContext *x, const scriptUse *u) {
    replyMap(x, 10);
    scopeText(x, "script", u->name);
    scopeText(x, "kind", kind_names[u->kind]);
    scopeText(x, "engine", u->engine->name);
    scopeText(x, "library", u->library);
    scopeLong(x, "calls", u->calls);
    scopeLong(x, "ns", u->ns);
    scopeLong(x, "inside_ns", u->inside_ns);
    scopeLong(x, "errors", u->errors);
    scopeLong(x, "commands", u->commands);
    scopeLong(x, "bytes", u->bytes);
}

/* Those that used the most time, most first. */
static void writeRows(execContext *x) {
    const scriptUse *top[ROWS];
    int n = 0;
    for (const scriptUse *u = script_uses; u; u = u->next) {
        int at = n < ROWS ? n++ : ROWS;
        while (at > 0 && top[at - 1]->ns < u->ns) {
            if (at < ROWS)
                top[at] = top[at - 1];
            at--;
        }
        if (at < ROWS)
            top[at] = u;
    }
    replyBulkC(x, "rows");
    replyArray(x, n);
    for (int i = 0; i < n; i++)
        writeRow(x, top[i]);
}

static void writeRunning(execContext *x) {
    const scriptRun *run = script_running;
    replyBulkC(x, "running");
    if (!run) {
        replyNull(x);
        return;
    }
    replyMap(x, 6);
    scopeText(x, "script", run->use->name);
    scopeText(x, "kind", kind_names[run->use->kind]);
    scopeLong(x, "client", run->x->slot);
    scopeLong(x, "ms", clockTicksToNs(clockTicks() - run->start) / 1000000);
    scopeLong(x, "commands", run->commands);
    scopeLong(x, "busy", run->busy);
}

scriptMemory scriptMemoryNow(void) {
    scriptMemory m = {0};
    const scriptEngine *e;
    for (unsigned i = 0; (e = scriptEngineAt(i)); i++) {
        m.eval += e->memory(SCRIPT_EVAL);
        m.function += e->memory(SCRIPT_FUNCTION);
        m.peak += e->peak(SCRIPT_EVAL) + e->peak(SCRIPT_FUNCTION);
    }
    return m;
}

static void writeScripts(execContext *x) {
    scriptMemory m = scriptMemoryNow();
    const scriptStats *s = &script_stats;
    const struct {
        const char *name;
        uint64_t value;
    } all[] = {{"cached", evalCount()},
               {"cached_bytes", evalBytes()},
               {"evicted", s->evicted},
               {"loaded", s->loaded},
               {"runs", s->runs},
               {"commands", s->commands},
               {"errors", s->errors},
               {"killed", s->killed},
               {"busy", s->busy},
               {"libraries", s->libraries},
               {"functions", s->functions},
               {"memory_bytes", m.eval + m.function},
               {"memory_peak_bytes", m.peak}};
    enum { FIELDS = sizeof(all) / sizeof(all[0]) };
    replyMap(x, FIELDS + 2);
    for (int i = 0; i < FIELDS; i++)
        scopeLong(x, all[i].name, all[i].value);
    writeRunning(x);
    writeRows(x);
}

static void inMemory(memoryPicture *picture) {
    scriptMemory m = scriptMemoryNow();
    picture->scripts = evalBytes();
    picture->functions = script_stats.function_bytes;
    picture->interpreters = m.eval + m.function;
}

void scopeScriptsInit(void) {
    memory_scripts = inMemory;
    scopeSectionAdd("scripts", writeScripts);
}
