/* nested.h: commands that run on behalf of another one, without a client: a plug-in's calls. */
#ifndef VK_NESTED_H
#define VK_NESTED_H
#include "exec/context.h"

/* Runs argv in the database of `session`, now, at the caller's frozen time; its reply goes to `out`.
 *
 * Refused with an error in `out`: what scripts may not call either (connections, administration), and what the control
 * plane answers, since a handler is never entered twice; so nothing nests deeper than this. argv stays the caller's. */
void execNested(const execContext *caller, session *session, execArg *argv, int argc, replySink *out);
#endif
