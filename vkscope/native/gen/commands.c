/* commands.c: made by `python -m vkscope.tables.generate`; edit the tables in vkscope/tables/ instead. */
#include "gen/commands.h"
#include <stddef.h>

static const char *const tips_command[] = {"NONDETERMINISTIC_OUTPUT_ORDER"};
static const commandDoc doc_command = {"Describes every command that the server knows.", "O(N) over the commands", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_command_count = {"Counts the commands that the server knows.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_command_docs[] = {
    {"command-name", NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_command_docs[] = {"NONDETERMINISTIC_OUTPUT_ORDER"};
static const commandDoc doc_command_docs = {"Documents commands and their arguments.", "O(N) over the commands named", NULL, NULL, args_command_docs, 1, 0};
static const commandArg args_command_getkeys[] = {
    {"command", NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"arg", NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_command_getkeys = {"Tells which arguments of a command line are keys.", "O(N) over the arguments", NULL, NULL, args_command_getkeys, 2, 0};
static const commandArg args_command_getkeysandflags[] = {
    {"command", NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"arg", NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_command_getkeysandflags = {"Tells which arguments of a command line are keys and what happens to each.", "O(N) over the arguments", NULL, NULL, args_command_getkeysandflags, 2, 0};
static const commandDoc doc_command_help = {"Explains the subcommands of COMMAND.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_command_info[] = {
    {"command-name", NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_command_info[] = {"NONDETERMINISTIC_OUTPUT_ORDER"};
static const commandDoc doc_command_info = {"Describes commands: arity, flags, categories, keys.", "O(N) over the commands named", NULL, NULL, args_command_info, 1, 0};
static const commandArg args_command_list[] = {
    {"module-name", NULL, "MODULE", NULL, NULL, 0, ARG_STRING, 0, -1},
    {"category", NULL, "ACLCAT", NULL, NULL, 0, ARG_STRING, 0, -1},
    {"pattern", NULL, "PATTERN", NULL, NULL, 0, ARG_PATTERN, 0, -1},
};
static const commandArg args_command_list_2[] = {
    {"filterby", NULL, "FILTERBY", NULL, args_command_list, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const char *const tips_command_list[] = {"NONDETERMINISTIC_OUTPUT_ORDER"};
static const commandDoc doc_command_list = {"Lists the names of commands, all or filtered.", "O(N) over the commands", NULL, NULL, args_command_list_2, 1, 0};
static const commandDoc doc_config = {"Reads and changes the configuration of the running server.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_config_get[] = {
    {"parameter", NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandDoc doc_config_get = {"Shows parameters whose names match.", "O(N) over the parameters", NULL, NULL, args_config_get, 1, 0};
static const commandDoc doc_config_help = {"Explains the subcommands of CONFIG.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_config_resetstat[] = {"REQUEST_POLICY:ALL_NODES", "RESPONSE_POLICY:ALL_SUCCEEDED"};
static const commandDoc doc_config_resetstat = {"Sets the counters shown by INFO back to zero.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_config_rewrite[] = {"REQUEST_POLICY:ALL_NODES", "RESPONSE_POLICY:ALL_SUCCEEDED"};
static const commandDoc doc_config_rewrite = {"Writes the configuration in effect back to its file.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_config_set[] = {
    {"parameter", NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"value", NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_config_set_2[] = {
    {"data", NULL, NULL, NULL, args_config_set, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const char *const tips_config_set[] = {"REQUEST_POLICY:ALL_NODES", "RESPONSE_POLICY:ALL_SUCCEEDED"};
static const commandDoc doc_config_set = {"Changes parameters, all of them or none.", "O(N) over the parameters", NULL, NULL, args_config_set_2, 1, 0};
static const commandArg args_info[] = {
    {"section", NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_info[] = {"NONDETERMINISTIC_OUTPUT", "REQUEST_POLICY:ALL_SHARDS", "RESPONSE_POLICY:SPECIAL"};
static const commandDoc doc_info = {"Reports state and statistics of the server, by section.", "O(1)", NULL, NULL, args_info, 1, 0};
static const commandDoc doc_latency = {"Tells where time was lost.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const char *const tips_latency_doctor[] = {"NONDETERMINISTIC_OUTPUT", "REQUEST_POLICY:ALL_NODES", "RESPONSE_POLICY:SPECIAL"};
static const commandDoc doc_latency_doctor = {"Explains in words what made the server slow.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_memory = {"Tells what memory is used for.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const char *const tips_memory_doctor[] = {"NONDETERMINISTIC_OUTPUT", "REQUEST_POLICY:ALL_SHARDS", "RESPONSE_POLICY:SPECIAL"};
static const commandDoc doc_memory_doctor = {"Explains in words what is wrong with the use of memory.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_scope = {"Looks at the server's insides while it runs.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_scope_doctor[] = {
    {"json", NULL, "JSON", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const char *const tips_scope_doctor[] = {"NONDETERMINISTIC_OUTPUT"};
static const commandDoc doc_scope_doctor = {"Explains what is wrong: symptom, evidence, cause and remedy of each finding.", "O(N) over the rules", NULL, NULL, args_scope_doctor, 1, 0};
static const commandArg args_shutdown[] = {
    {"nosave", NULL, "NOSAVE", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"save", NULL, "SAVE", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_shutdown_2[] = {
    {"save-selector", NULL, NULL, NULL, args_shutdown, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"now", NULL, "NOW", "7.0.0", NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"force", NULL, "FORCE", "7.0.0", NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"safe", NULL, "SAFE", "9.0.0", NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"failover", NULL, "FAILOVER", "9.0.0", NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_shutdown_3[] = {
    {"save-selector-block", NULL, NULL, NULL, args_shutdown_2, 5, ARG_BLOCK, 0, -1},
    {"abort", NULL, "ABORT", "7.0.0", NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_shutdown_4[] = {
    {"abort-selector", NULL, NULL, NULL, args_shutdown_3, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_shutdown = {"Ends the server, after saving where that is configured.", "O(N) over all keys when it saves, else O(1)", NULL, NULL, args_shutdown_4, 1, 0};

const commandSpec command_specs[] = {
    {
        .name = "command",
        .proc = commandCommand,
        .tips = tips_command,
        .doc = &doc_command,
        .since = "2.8.13",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -1,
        .group = GROUP_SERVER,
        .ntips = 1,
        .is_container = 1,
    },
    {
        .name = "count",
        .parent = "command",
        .proc = commandCommand,
        .doc = &doc_command_count,
        .since = "2.8.13",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "docs",
        .parent = "command",
        .proc = commandCommand,
        .tips = tips_command_docs,
        .doc = &doc_command_docs,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_SERVER,
        .ntips = 1,
    },
    {
        .name = "getkeys",
        .parent = "command",
        .proc = commandCommand,
        .doc = &doc_command_getkeys,
        .since = "2.8.13",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -3,
        .group = GROUP_SERVER,
    },
    {
        .name = "getkeysandflags",
        .parent = "command",
        .proc = commandCommand,
        .doc = &doc_command_getkeysandflags,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -3,
        .group = GROUP_SERVER,
    },
    {
        .name = "help",
        .parent = "command",
        .proc = commandCommand,
        .doc = &doc_command_help,
        .since = "5.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "info",
        .parent = "command",
        .proc = commandCommand,
        .tips = tips_command_info,
        .doc = &doc_command_info,
        .since = "2.8.13",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_SERVER,
        .ntips = 1,
    },
    {
        .name = "list",
        .parent = "command",
        .proc = commandCommand,
        .tips = tips_command_list,
        .doc = &doc_command_list,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_SERVER,
        .ntips = 1,
    },
    {
        .name = "config",
        .doc = &doc_config,
        .since = "2.0.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_SERVER,
        .is_container = 1,
    },
    {
        .name = "get",
        .parent = "config",
        .doc = &doc_config_get,
        .since = "2.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_PYTHON,
        .arity = -3,
        .group = GROUP_SERVER,
    },
    {
        .name = "help",
        .parent = "config",
        .doc = &doc_config_help,
        .since = "5.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "resetstat",
        .parent = "config",
        .tips = tips_config_resetstat,
        .doc = &doc_config_resetstat,
        .since = "2.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "rewrite",
        .parent = "config",
        .tips = tips_config_rewrite,
        .doc = &doc_config_rewrite,
        .since = "2.8.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "set",
        .parent = "config",
        .tips = tips_config_set,
        .doc = &doc_config_set,
        .since = "2.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_PYTHON,
        .arity = -4,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "info",
        .tips = tips_info,
        .doc = &doc_info,
        .since = "1.0.0",
        .acl = ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = -1,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "latency",
        .doc = &doc_latency,
        .since = "2.8.13",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_SERVER,
        .is_container = 1,
    },
    {
        .name = "doctor",
        .parent = "latency",
        .tips = tips_latency_doctor,
        .doc = &doc_latency_doctor,
        .since = "2.8.13",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "memory",
        .doc = &doc_memory,
        .since = "4.0.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_SERVER,
        .is_container = 1,
    },
    {
        .name = "doctor",
        .parent = "memory",
        .tips = tips_memory_doctor,
        .doc = &doc_memory_doctor,
        .since = "4.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "scope",
        .doc = &doc_scope,
        .since = "9.0.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_SCOPE,
        .is_container = 1,
    },
    {
        .name = "doctor",
        .parent = "scope",
        .tips = tips_scope_doctor,
        .doc = &doc_scope_doctor,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_ALLOW_BUSY | CMD_PYTHON,
        .arity = -2,
        .group = GROUP_SCOPE,
        .ntips = 1,
    },
    {
        .name = "shutdown",
        .doc = &doc_shutdown,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_NO_MULTI | CMD_ALLOW_BUSY | CMD_PYTHON,
        .arity = -1,
        .group = GROUP_SERVER,
    },
};
const unsigned command_specs_count = 22;
