/* nested.c: see nested.h. */
#include "exec/exec.h"
#include "exec/command_info.h"
#include "exec/nested.h"

/* Unknown commands and subcommands are left to the gate, which has the words for them. */
static bool allowed(execContext *x) {
    const command *c = x->cmd = commandLookupWords(x->argv, x->argc);
    if (!c)
        return true;
    if (c->spec->flags & CMD_PYTHON) {
        replyErrorFmt(x, "ERR '%s' is answered by the control plane, which is never entered twice", c->name);
        return false;
    }
    if (c->spec->flags & CMD_NOSCRIPT) {
        replyErrorFmt(x, "ERR '%s' is not allowed from inside a command", c->name);
        return false;
    }
    return true;
}

void execNested(const execContext *caller, session *session, execArg *argv, int argc, replySink *out) {
    execContext x = {.session = session,
                     .out = out,
                     .db = dbGet(session->dbid),
                     .deny_blocking = true,
                     .argv = argv,
                     .argc = argc,
                     .first_hash = argc > 1 ? sipHash(argv[1].ptr, argv[1].len) : 0,
                     .behind = caller->slot,
                     .slot = caller->slot};
    if (allowed(&x))
        execRun(&x);
}
