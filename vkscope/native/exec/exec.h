/* exec: the command table, the gate, the context of a command and its reply. Include this, not the headers one by one.
 */
#ifndef VK_EXEC_H
#define VK_EXEC_H
#include "exec/command_spec.h"
#include "exec/reply.h"
#include "exec/command.h"
#include "exec/context.h"
#include "exec/scope.h"
#include "exec/commandlog.h"
#include "exec/errors.h"
#include "exec/crash.h"
#include "exec/blocking.h"
#include "exec/multi.h"
#include "exec/propagate.h"
#include "exec/shortage.h"
#include "exec/acl.h"
#endif
