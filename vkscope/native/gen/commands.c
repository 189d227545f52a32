/* commands.c: made by `python -m vkscope.tables.generate`; edit the tables in vkscope/tables/ instead. */
#include "gen/commands.h"
#include <stddef.h>

static const commandArg args_append[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_append[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_append = {"Adds bytes at the end of a string, which is created if need be.", "O(1) amortised for short additions", NULL, NULL, args_append, 2, 0};
static const commandArg args_auth[] = {
    {"username", NULL, NULL, "6.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"password", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_auth = {"Proves to the server who the client is.", "O(N) over the passwords of the user", NULL, NULL, args_auth, 2, 0};
static const commandDoc doc_client = {"Inspects and steers client connections.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_client_caching[] = {
    {"yes", NULL, "YES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"no", NULL, "NO", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_caching_2[] = {
    {"mode", NULL, NULL, NULL, NULL, args_client_caching, 2, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_client_caching = {"Says whether the keys of the next command are to be tracked, in the OPTIN and OPTOUT modes.", "O(1)", NULL, NULL, args_client_caching_2, 1, 0};
static const commandArg args_client_capa[] = {
    {"capability", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandDoc doc_client_capa = {"Announces what this client is able to handle.", "O(1)", NULL, NULL, args_client_capa, 1, 0};
static const commandDoc doc_client_getname = {"Tells the name given to this connection.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_client_getredir = {"Tells which client receives the invalidations of this connection.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_client_help = {"Explains the subcommands of CLIENT.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_client_id = {"Tells the number that identifies this connection.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_client_import_source[] = {
    {"on", NULL, "ON", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"off", NULL, "OFF", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_import_source_2[] = {
    {"enabled", NULL, NULL, NULL, NULL, args_client_import_source, 2, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_client_import_source = {"Marks this connection as the one that fills a server in import mode.", "O(1)", NULL, NULL, args_client_import_source_2, 1, 0};
static const char *const tips_client_info[] = {"nondeterministic_output"};
static const commandDoc doc_client_info = {"Describes this connection in the form of CLIENT LIST.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_client_kill[] = {
    {"normal", NULL, "NORMAL", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"master", NULL, "MASTER", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"primary", NULL, "PRIMARY", "8.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"slave", NULL, "SLAVE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"replica", NULL, "REPLICA", "5.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"pubsub", NULL, "PUBSUB", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_kill_2[] = {
    {"yes", NULL, "YES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"no", NULL, "NO", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_kill_3[] = {
    {"client-id", NULL, "ID", "2.8.12", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"client-type", NULL, "TYPE", "2.8.12", NULL, args_client_kill, 6, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"username", NULL, "USER", NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"addr", "ip:port", "ADDR", NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"laddr", "ip:port", "LADDR", "6.2.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"skipme", NULL, "SKIPME", NULL, NULL, args_client_kill_2, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"maxage", NULL, "MAXAGE", "8.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"name", NULL, "NAME", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"idle", NULL, "IDLE", "9.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"flags", NULL, "FLAGS", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"lib-name", NULL, "LIB-NAME", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"lib-ver", NULL, "LIB-VER", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"db", NULL, "DB", "9.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"capa", NULL, "CAPA", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"ip", NULL, "IP", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-client-type", NULL, "NOT-TYPE", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-client-id", NULL, "NOT-ID", "9.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"not-username", NULL, "NOT-USER", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-addr", "ip:port", "NOT-ADDR", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-laddr", "ip:port", "NOT-LADDR", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-flags", NULL, "NOT-FLAGS", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-name", NULL, "NOT-NAME", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-lib-name", NULL, "NOT-LIB-NAME", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-lib-ver", NULL, "NOT-LIB-VER", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-db", NULL, "NOT-DB", "9.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"not-capa", NULL, "NOT-CAPA", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-ip", NULL, "NOT-IP", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const commandArg args_client_kill_4[] = {
    {"old-format", "ip:port", NULL, NULL, "2.8.12", NULL, 0, ARG_STRING, 0, -1},
    {"new-format", NULL, NULL, NULL, NULL, args_client_kill_3, 27, ARG_ONEOF, ARG_MULTIPLE, -1},
};
static const commandArg args_client_kill_5[] = {
    {"filter", NULL, NULL, NULL, NULL, args_client_kill_4, 2, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_client_kill = {"Closes the connections that match.", "O(N) over the connections", NULL, NULL, args_client_kill_5, 1, 0};
static const commandArg args_client_list[] = {
    {"normal", NULL, "NORMAL", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"master", NULL, "MASTER", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"primary", NULL, "PRIMARY", "8.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"slave", NULL, "SLAVE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"replica", NULL, "REPLICA", "5.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"pubsub", NULL, "PUBSUB", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_list_2[] = {
    {"yes", NULL, "YES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"no", NULL, "NO", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_list_3[] = {
    {"client-type", NULL, "TYPE", "5.0.0", NULL, args_client_list, 6, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"client-id", NULL, "ID", "6.2.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"username", NULL, "USER", "8.1.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"addr", "ip:port", "ADDR", "8.1.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"laddr", "ip:port", "LADDR", "8.1.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"skipme", NULL, "SKIPME", "8.1.0", NULL, args_client_list_2, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"maxage", NULL, "MAXAGE", "8.1.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"name", NULL, "NAME", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"idle", NULL, "IDLE", "9.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"flags", NULL, "FLAGS", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"lib-name", NULL, "LIB-NAME", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"lib-ver", NULL, "LIB-VER", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"db", NULL, "DB", "9.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"capa", NULL, "CAPA", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"ip", NULL, "IP", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-client-type", NULL, "NOT-TYPE", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-client-id", NULL, "NOT-ID", "9.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"not-username", NULL, "NOT-USER", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-addr", "ip:port", "NOT-ADDR", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-laddr", "ip:port", "NOT-LADDR", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-flags", NULL, "NOT-FLAGS", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-name", NULL, "NOT-NAME", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-lib-name", NULL, "NOT-LIB-NAME", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-lib-ver", NULL, "NOT-LIB-VER", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-db", NULL, "NOT-DB", "9.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"not-capa", NULL, "NOT-CAPA", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"not-ip", NULL, "NOT-IP", "9.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const char *const tips_client_list[] = {"nondeterministic_output"};
static const commandDoc doc_client_list = {"Describes connections, one a line.", "O(N) over the connections", NULL, NULL, args_client_list_3, 27, 0};
static const commandArg args_client_no_evict[] = {
    {"on", NULL, "ON", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"off", NULL, "OFF", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_no_evict_2[] = {
    {"enabled", NULL, NULL, NULL, NULL, args_client_no_evict, 2, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_client_no_evict = {"Spares this connection when client memory has to shrink.", "O(1)", NULL, NULL, args_client_no_evict_2, 1, 0};
static const commandArg args_client_no_touch[] = {
    {"on", NULL, "ON", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"off", NULL, "OFF", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_no_touch_2[] = {
    {"enabled", NULL, NULL, NULL, NULL, args_client_no_touch, 2, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_client_no_touch = {"Keeps this connection's reads from counting as use of the keys.", "O(1)", NULL, NULL, args_client_no_touch_2, 1, 0};
static const commandArg args_client_pause[] = {
    {"write", NULL, "WRITE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"all", NULL, "ALL", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_pause_2[] = {
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"mode", NULL, NULL, "6.2.0", NULL, args_client_pause, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_client_pause = {"Holds back all commands, or only writes, for a while.", "O(1)", NULL, NULL, args_client_pause_2, 2, 0};
static const commandArg args_client_reply[] = {
    {"on", NULL, "ON", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"off", NULL, "OFF", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"skip", NULL, "SKIP", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_reply_2[] = {
    {"action", NULL, NULL, NULL, NULL, args_client_reply, 3, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_client_reply = {"Turns replies to this connection on or off, or skips the next one.", "O(1)", NULL, NULL, args_client_reply_2, 1, 0};
static const commandArg args_client_setinfo[] = {
    {"libname", NULL, "LIB-NAME", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"libver", NULL, "LIB-VER", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_client_setinfo_2[] = {
    {"attr", NULL, NULL, NULL, NULL, args_client_setinfo, 2, ARG_ONEOF, 0, -1},
};
static const char *const tips_client_setinfo[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_client_setinfo = {"Stores the name or version of the client's library.", "O(1)", NULL, NULL, args_client_setinfo_2, 1, 0};
static const commandArg args_client_setname[] = {
    {"connection-name", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_client_setname[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_client_setname = {"Gives this connection a name.", "O(1)", NULL, NULL, args_client_setname, 1, 0};
static const commandArg args_client_tracking[] = {
    {"on", NULL, "ON", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"off", NULL, "OFF", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_tracking_2[] = {
    {"status", NULL, NULL, NULL, NULL, args_client_tracking, 2, ARG_ONEOF, 0, -1},
    {"client-id", NULL, "REDIRECT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"prefix", NULL, "PREFIX", NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE | ARG_MULTIPLE_TOKEN, -1},
    {"bcast", NULL, "BCAST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"optin", NULL, "OPTIN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"optout", NULL, "OPTOUT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"noloop", NULL, "NOLOOP", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandDoc doc_client_tracking = {"Turns invalidation messages for client-side caches on or off.", "O(1), plus O(N) over the prefixes", NULL, NULL, args_client_tracking_2, 7, 0};
static const commandDoc doc_client_trackinginfo = {"Tells how this connection takes part in client-side caching.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_client_unblock[] = {
    {"timeout", NULL, "TIMEOUT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"error", NULL, "ERROR", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_client_unblock_2[] = {
    {"client-id", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"unblock-type", NULL, NULL, NULL, NULL, args_client_unblock, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_client_unblock = {"Ends the wait of another client's blocking command.", "O(log N) over the connections", NULL, NULL, args_client_unblock_2, 2, 0};
static const commandDoc doc_client_unpause = {"Ends what CLIENT PAUSE began.", "O(N) over the paused clients", NULL, NULL, NULL, 0, 0};
static const char *const tips_command[] = {"nondeterministic_output_order"};
static const commandDoc doc_command = {"Describes every command that the server knows.", "O(N) over the commands", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_command_count = {"Counts the commands that the server knows.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_command_docs[] = {
    {"command-name", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_command_docs[] = {"nondeterministic_output_order"};
static const commandDoc doc_command_docs = {"Documents commands and their arguments.", "O(N) over the commands named", NULL, NULL, args_command_docs, 1, 0};
static const commandArg args_command_getkeys[] = {
    {"command", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_command_getkeys = {"Tells which arguments of a command line are keys.", "O(N) over the arguments", NULL, NULL, args_command_getkeys, 2, 0};
static const commandArg args_command_getkeysandflags[] = {
    {"command", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_command_getkeysandflags = {"Tells which arguments of a command line are keys and what happens to each.", "O(N) over the arguments", NULL, NULL, args_command_getkeysandflags, 2, 0};
static const commandDoc doc_command_help = {"Explains the subcommands of COMMAND.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_command_info[] = {
    {"command-name", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_command_info[] = {"nondeterministic_output_order"};
static const commandDoc doc_command_info = {"Describes commands: arity, flags, categories, keys.", "O(N) over the commands named", NULL, NULL, args_command_info, 1, 0};
static const commandArg args_command_list[] = {
    {"module-name", NULL, "MODULE", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"category", NULL, "ACLCAT", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"pattern", NULL, "PATTERN", NULL, NULL, NULL, 0, ARG_PATTERN, 0, -1},
};
static const commandArg args_command_list_2[] = {
    {"filterby", NULL, "FILTERBY", NULL, NULL, args_command_list, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const char *const tips_command_list[] = {"nondeterministic_output_order"};
static const commandDoc doc_command_list = {"Lists the names of commands, all or filtered.", "O(N) over the commands", NULL, NULL, args_command_list_2, 1, 0};
static const commandDoc doc_config = {"Reads and changes the configuration of the running server.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_config_get[] = {
    {"parameter", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandDoc doc_config_get = {"Shows parameters whose names match.", "O(N) over the parameters", NULL, NULL, args_config_get, 1, 0};
static const commandDoc doc_config_help = {"Explains the subcommands of CONFIG.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_config_resetstat[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_config_resetstat = {"Sets the counters shown by INFO back to zero.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_config_rewrite[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_config_rewrite = {"Writes the configuration in effect back to its file.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_config_set[] = {
    {"parameter", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_config_set_2[] = {
    {"data", NULL, NULL, NULL, NULL, args_config_set, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const char *const tips_config_set[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_config_set = {"Changes parameters, all of them or none.", "O(N) over the parameters", NULL, NULL, args_config_set_2, 1, 0};
static const commandArg args_decr[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_decr[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_decr = {"Takes one off an integer; a missing key counts as 0.", "O(1)", NULL, NULL, args_decr, 1, 0};
static const commandArg args_decrby[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"decrement", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_decrby[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_decrby = {"Takes a number off an integer; a missing key counts as 0.", "O(1)", NULL, NULL, args_decrby, 2, 0};
static const commandArg args_delifeq[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_delifeq[] = {{NULL, NULL, KEY_RM | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_delifeq = {"Removes a key only while its string equals the given one.", "O(1)", NULL, NULL, args_delifeq, 2, 0};
static const commandArg args_echo[] = {
    {"message", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_echo = {"Sends the argument back.", "O(1)", NULL, NULL, args_echo, 1, 0};
static const commandArg args_get[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_get[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_get = {"Reads the string that a key holds.", "O(1)", NULL, NULL, args_get, 1, 0};
static const commandArg args_getdel[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_getdel[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_getdel = {"Reads the string that a key holds and removes the key.", "O(1)", NULL, NULL, args_getdel, 1, 0};
static const commandArg args_getex[] = {
    {"seconds", NULL, "EX", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"milliseconds", NULL, "PX", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"unix-time-seconds", NULL, "EXAT", NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"unix-time-milliseconds", NULL, "PXAT", NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"persist", NULL, "PERSIST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_getex_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"expiration", NULL, NULL, NULL, NULL, args_getex, 5, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_getex[] = {{"RW and UPDATE because the time to live may change", NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_getex = {"Reads the string that a key holds and changes how long the key lives.", "O(1)", NULL, NULL, args_getex_2, 2, 0};
static const commandArg args_getrange[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"end", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_getrange[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_getrange = {"Reads the bytes of a string between two offsets, both included.", "O(N) over the bytes returned", NULL, NULL, args_getrange, 3, 0};
static const commandArg args_getset[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_getset[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_getset = {"Stores a string and returns the one that was there before.", "O(1)", NULL, NULL, args_getset, 2, 0};
static const commandArg args_hello[] = {
    {"username", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"password", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_hello_2[] = {
    {"protover", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"auth", NULL, "AUTH", NULL, NULL, args_hello, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"clientname", NULL, "SETNAME", NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const commandArg args_hello_3[] = {
    {"arguments", NULL, NULL, NULL, NULL, args_hello_2, 3, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const commandDoc doc_hello = {"Agrees on the protocol version and may authenticate and name the connection.", "O(1)", NULL, NULL, args_hello_3, 1, 0};
static const commandArg args_incr[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_incr[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_incr = {"Adds one to an integer; a missing key counts as 0.", "O(1)", NULL, NULL, args_incr, 1, 0};
static const commandArg args_incrby[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"increment", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_incrby[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_incrby = {"Adds a number to an integer; a missing key counts as 0.", "O(1)", NULL, NULL, args_incrby, 2, 0};
static const commandArg args_incrbyfloat[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"increment", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_incrbyfloat[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_incrbyfloat = {"Adds a floating-point number to a string that reads as one; a missing key counts as 0.", "O(1)", NULL, NULL, args_incrbyfloat, 2, 0};
static const commandArg args_info[] = {
    {"section", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_info[] = {"nondeterministic_output", "request_policy:all_shards", "response_policy:special"};
static const commandDoc doc_info = {"Reports state and statistics of the server, by section.", "O(1)", NULL, NULL, args_info, 1, 0};
static const commandArg args_mget[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_mget[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_mget[] = {"request_policy:multi_shard"};
static const commandDoc doc_mget = {"Reads the strings of several keys in one step.", "O(N) over the keys", NULL, NULL, args_mget, 1, 0};
static const commandArg args_mset[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_mset_2[] = {
    {"data", NULL, NULL, NULL, NULL, args_mset, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const keySpec keys_mset[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 2, 0}};
static const char *const tips_mset[] = {"request_policy:multi_shard", "response_policy:all_succeeded"};
static const commandDoc doc_mset = {"Stores strings under several keys in one step.", "O(N) over the keys", NULL, NULL, args_mset_2, 1, 0};
static const commandArg args_msetnx[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_msetnx_2[] = {
    {"data", NULL, NULL, NULL, NULL, args_msetnx, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const keySpec keys_msetnx[] = {{NULL, NULL, KEY_OW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 2, 0}};
static const commandDoc doc_msetnx = {"Stores strings under several keys in one step, provided that none of them exists.", "O(N) over the keys", NULL, NULL, args_msetnx_2, 1, 0};
static const commandArg args_ping[] = {
    {"message", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const char *const tips_ping[] = {"request_policy:all_shards", "response_policy:all_succeeded"};
static const commandDoc doc_ping = {"Answers, to show that the server is alive.", "O(1)", NULL, NULL, args_ping, 1, 0};
static const commandArg args_psetex[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"milliseconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_psetex[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_psetex = {"Stores a string together with a time to live in milliseconds.", "O(1)", NULL, NULL, args_psetex, 3, 0};
static const commandDoc doc_quit = {"Closes this connection after the reply.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_reset = {"Puts this connection back into the state of a new one.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_scope = {"Looks at the server's insides while it runs.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_scope_catalogue = {"Lists every event with its fields, and the catalogue's version and hash.", "O(N) over the events known", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_scope_freeze = {"Writes the last seconds of events to a file in the working directory.", "O(1); a thread writes the file", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_scope_help = {"Explains the subcommands of SCOPE.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_scope_slabs[] = {"nondeterministic_output"};
static const commandDoc doc_scope_slabs = {"Reports the allocator's classes: blocks in use, free and wasted.", "O(N) over the classes", NULL, NULL, NULL, 0, 0};
static const commandArg args_scope_snapshot[] = {
    {"section", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_scope_snapshot[] = {"nondeterministic_output"};
static const commandDoc doc_scope_snapshot = {"Returns everything that the dashboard draws, as one consistent picture.", "O(N) over tables, classes and commands", NULL, NULL, args_scope_snapshot, 1, 0};
static const commandArg args_scope_stats[] = {
    {"section", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_scope_stats[] = {"nondeterministic_output"};
static const commandDoc doc_scope_stats = {"Reports aggregates of ticks, phases and commands, and what watching costs.", "O(N) over the commands that ran", NULL, NULL, args_scope_stats, 1, 0};
static const commandArg args_scope_subscribe[] = {
    {"class", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"microseconds", NULL, "MIN-SPAN", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandDoc doc_scope_subscribe = {"Pushes batches of events to this connection, of the classes named or of those on by default.", "O(N) over the classes named", NULL, NULL, args_scope_subscribe, 2, 0};
static const commandDoc doc_scope_unsubscribe = {"Ends the events pushed to this connection.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_scope_xray[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_scope_xray[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const char *const tips_scope_xray[] = {"nondeterministic_output"};
static const commandDoc doc_scope_xray = {"Shows how one key lies in memory: blocks, headers, encoding, bytes.", "O(N) over the part shown", NULL, NULL, args_scope_xray, 1, 0};
static const commandArg args_select[] = {
    {"index", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandDoc doc_select = {"Chooses the database that this connection works on.", "O(1)", NULL, NULL, args_select, 1, 0};
static const commandArg args_set[] = {
    {"nx", NULL, "NX", "2.6.12", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", "2.6.12", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"comparison-value", NULL, "IFEQ", "8.1.0", NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_set_2[] = {
    {"seconds", NULL, "EX", "2.6.12", NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"milliseconds", NULL, "PX", "2.6.12", NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"unix-time-seconds", NULL, "EXAT", "6.2.0", NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"unix-time-milliseconds", NULL, "PXAT", "6.2.0", NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"keepttl", NULL, "KEEPTTL", "6.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_set_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"condition", NULL, NULL, NULL, NULL, args_set, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"get", NULL, "GET", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"expiration", NULL, NULL, NULL, NULL, args_set_2, 5, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_set[] = {{"RW and ACCESS because of the GET option", NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE | KEY_VARIABLE_FLAGS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_set = {"Stores a string under a key, whatever the key held before.", "O(1)", NULL, NULL, args_set_3, 5, 0};
static const commandArg args_setex[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"seconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_setex[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_setex = {"Stores a string together with a time to live in seconds.", "O(1)", NULL, NULL, args_setex, 3, 0};
static const commandArg args_setnx[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_setnx[] = {{NULL, NULL, KEY_OW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_setnx = {"Stores a string under a key that does not exist yet.", "O(1)", NULL, NULL, args_setnx, 2, 0};
static const commandArg args_setrange[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_setrange[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_setrange = {"Overwrites part of a string, padding it with zero bytes where it is too short.", "O(1) for short values, else O(M) over the bytes written", NULL, NULL, args_setrange, 3, 0};
static const commandArg args_shutdown[] = {
    {"nosave", NULL, "NOSAVE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"save", NULL, "SAVE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_shutdown_2[] = {
    {"save-selector", NULL, NULL, NULL, NULL, args_shutdown, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"now", NULL, "NOW", "7.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"force", NULL, "FORCE", "7.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"safe", NULL, "SAFE", "9.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"failover", NULL, "FAILOVER", "9.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_shutdown_3[] = {
    {"save-selector-block", NULL, NULL, NULL, NULL, args_shutdown_2, 5, ARG_BLOCK, 0, -1},
    {"abort", NULL, "ABORT", "7.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_shutdown_4[] = {
    {"abort-selector", NULL, NULL, NULL, NULL, args_shutdown_3, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_shutdown = {"Ends the server, after saving where that is configured.", "O(N) over all keys when it saves, else O(1)", NULL, NULL, args_shutdown_4, 1, 0};
static const commandArg args_strlen[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_strlen[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_strlen = {"Tells how many bytes a string has.", "O(1)", NULL, NULL, args_strlen, 1, 0};
static const commandArg args_substr[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"end", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_substr[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_substr = {"Reads the bytes of a string between two offsets; the older name of GETRANGE.", "O(N) over the bytes returned", NULL, NULL, args_substr, 3, 0};

const commandSpec command_specs[] = {
    {
        .name = "append",
        .proc = appendCommand,
        .keyspecs = keys_append,
        .doc = &doc_append,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "auth",
        .proc = authCommand,
        .doc = &doc_auth,
        .since = "1.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_AUTH | CMD_SENTINEL | CMD_ALLOW_BUSY,
        .arity = -2,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "client",
        .doc = &doc_client,
        .since = "2.4.0",
        .acl = ACL_SLOW,
        .flags = CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_CONNECTION,
        .is_container = 1,
    },
    {
        .name = "caching",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_caching,
        .since = "6.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "capa",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_capa,
        .since = "8.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = -3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "getname",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_getname,
        .since = "2.6.9",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "getredir",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_getredir,
        .since = "6.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "help",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_help,
        .since = "5.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "id",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_id,
        .since = "5.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "import-source",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_import_source,
        .since = "8.1.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = 3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "info",
        .parent = "client",
        .proc = clientCommand,
        .tips = tips_client_info,
        .doc = &doc_client_info,
        .since = "6.2.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_CONNECTION,
        .ntips = 1,
    },
    {
        .name = "kill",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_kill,
        .since = "2.4.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS | ACL_CONNECTION,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "list",
        .parent = "client",
        .proc = clientCommand,
        .tips = tips_client_list,
        .doc = &doc_client_list,
        .since = "2.4.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS | ACL_CONNECTION,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_CONNECTION,
        .ntips = 1,
    },
    {
        .name = "no-evict",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_no_evict,
        .since = "7.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS | ACL_CONNECTION,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "no-touch",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_no_touch,
        .since = "7.2.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = 3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "pause",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_pause,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS | ACL_CONNECTION,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "reply",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_reply,
        .since = "3.2.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_NO_MULTI,
        .arity = 3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "setinfo",
        .parent = "client",
        .proc = clientCommand,
        .tips = tips_client_setinfo,
        .doc = &doc_client_setinfo,
        .since = "7.2.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 4,
        .group = GROUP_CONNECTION,
        .ntips = 2,
    },
    {
        .name = "setname",
        .parent = "client",
        .proc = clientCommand,
        .tips = tips_client_setname,
        .doc = &doc_client_setname,
        .since = "2.6.9",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 3,
        .group = GROUP_CONNECTION,
        .ntips = 2,
    },
    {
        .name = "tracking",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_tracking,
        .since = "6.0.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "trackinginfo",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_trackinginfo,
        .since = "6.2.0",
        .acl = ACL_SLOW | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "unblock",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_unblock,
        .since = "5.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS | ACL_CONNECTION,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -3,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "unpause",
        .parent = "client",
        .proc = clientCommand,
        .doc = &doc_client_unpause,
        .since = "6.2.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS | ACL_CONNECTION,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_CONNECTION,
    },
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
        .name = "decr",
        .proc = decrCommand,
        .keyspecs = keys_decr,
        .doc = &doc_decr,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "decrby",
        .proc = decrbyCommand,
        .keyspecs = keys_decrby,
        .doc = &doc_decrby,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "delifeq",
        .proc = delifeqCommand,
        .keyspecs = keys_delifeq,
        .doc = &doc_delifeq,
        .since = "9.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "echo",
        .proc = echoCommand,
        .doc = &doc_echo,
        .since = "1.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_FAST,
        .arity = 2,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "get",
        .proc = getCommand,
        .keyspecs = keys_get,
        .doc = &doc_get,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_STRING | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "getdel",
        .proc = getdelCommand,
        .keyspecs = keys_getdel,
        .doc = &doc_getdel,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "getex",
        .proc = getexCommand,
        .keyspecs = keys_getex,
        .doc = &doc_getex,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "getrange",
        .proc = getrangeCommand,
        .keyspecs = keys_getrange,
        .doc = &doc_getrange,
        .since = "2.4.0",
        .acl = ACL_READ | ACL_STRING | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "getset",
        .proc = getsetCommand,
        .keyspecs = keys_getset,
        .doc = &doc_getset,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "hello",
        .proc = helloCommand,
        .doc = &doc_hello,
        .since = "6.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_AUTH | CMD_SENTINEL | CMD_ALLOW_BUSY,
        .arity = -1,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "incr",
        .proc = incrCommand,
        .keyspecs = keys_incr,
        .doc = &doc_incr,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "incrby",
        .proc = incrbyCommand,
        .keyspecs = keys_incrby,
        .doc = &doc_incrby,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "incrbyfloat",
        .proc = incrbyfloatCommand,
        .keyspecs = keys_incrbyfloat,
        .doc = &doc_incrbyfloat,
        .since = "2.6.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
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
        .name = "mget",
        .proc = mgetCommand,
        .keyspecs = keys_mget,
        .tips = tips_mget,
        .doc = &doc_mget,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_STRING | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "mset",
        .proc = msetCommand,
        .keyspecs = keys_mset,
        .tips = tips_mset,
        .doc = &doc_mset,
        .since = "1.0.1",
        .acl = ACL_WRITE | ACL_STRING | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -3,
        .first_key = 1,
        .last_key = -1,
        .key_step = 2,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
        .ntips = 2,
    },
    {
        .name = "msetnx",
        .proc = msetnxCommand,
        .keyspecs = keys_msetnx,
        .doc = &doc_msetnx,
        .since = "1.0.1",
        .acl = ACL_WRITE | ACL_STRING | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -3,
        .first_key = 1,
        .last_key = -1,
        .key_step = 2,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "ping",
        .proc = pingCommand,
        .tips = tips_ping,
        .doc = &doc_ping,
        .since = "1.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_FAST | CMD_SENTINEL,
        .arity = -1,
        .group = GROUP_CONNECTION,
        .ntips = 2,
    },
    {
        .name = "psetex",
        .proc = psetexCommand,
        .keyspecs = keys_psetex,
        .doc = &doc_psetex,
        .since = "2.6.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "quit",
        .proc = quitCommand,
        .doc = &doc_quit,
        .since = "1.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_AUTH | CMD_ALLOW_BUSY,
        .arity = -1,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "reset",
        .proc = resetCommand,
        .doc = &doc_reset,
        .since = "6.2.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_AUTH | CMD_ALLOW_BUSY,
        .arity = 1,
        .group = GROUP_CONNECTION,
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
        .name = "catalogue",
        .parent = "scope",
        .proc = scopeCommand,
        .doc = &doc_scope_catalogue,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_ALLOW_BUSY,
        .arity = 2,
        .group = GROUP_SCOPE,
    },
    {
        .name = "freeze",
        .parent = "scope",
        .proc = scopeCommand,
        .doc = &doc_scope_freeze,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_ALLOW_BUSY,
        .arity = 2,
        .group = GROUP_SCOPE,
    },
    {
        .name = "help",
        .parent = "scope",
        .proc = scopeCommand,
        .doc = &doc_scope_help,
        .since = "9.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE | CMD_ALLOW_BUSY,
        .arity = 2,
        .group = GROUP_SCOPE,
    },
    {
        .name = "slabs",
        .parent = "scope",
        .proc = scopeCommand,
        .tips = tips_scope_slabs,
        .doc = &doc_scope_slabs,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_ALLOW_BUSY,
        .arity = 2,
        .group = GROUP_SCOPE,
        .ntips = 1,
    },
    {
        .name = "snapshot",
        .parent = "scope",
        .proc = scopeCommand,
        .tips = tips_scope_snapshot,
        .doc = &doc_scope_snapshot,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_ALLOW_BUSY,
        .arity = -2,
        .group = GROUP_SCOPE,
        .ntips = 1,
    },
    {
        .name = "stats",
        .parent = "scope",
        .proc = scopeCommand,
        .tips = tips_scope_stats,
        .doc = &doc_scope_stats,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_ALLOW_BUSY,
        .arity = -2,
        .group = GROUP_SCOPE,
        .ntips = 1,
    },
    {
        .name = "subscribe",
        .parent = "scope",
        .proc = scopeCommand,
        .doc = &doc_scope_subscribe,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_NO_MULTI | CMD_ALLOW_BUSY,
        .arity = -2,
        .group = GROUP_SCOPE,
    },
    {
        .name = "unsubscribe",
        .parent = "scope",
        .proc = scopeCommand,
        .doc = &doc_scope_unsubscribe,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_NO_MULTI | CMD_ALLOW_BUSY,
        .arity = 2,
        .group = GROUP_SCOPE,
    },
    {
        .name = "xray",
        .parent = "scope",
        .proc = scopeCommand,
        .keyspecs = keys_scope_xray,
        .tips = tips_scope_xray,
        .doc = &doc_scope_xray,
        .since = "9.0.0",
        .acl = ACL_READ | ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_READONLY | CMD_ADMIN | CMD_NOSCRIPT | CMD_ALLOW_BUSY,
        .arity = 3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_SCOPE,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "select",
        .proc = selectCommand,
        .doc = &doc_select,
        .since = "1.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_FAST,
        .arity = 2,
        .group = GROUP_CONNECTION,
    },
    {
        .name = "set",
        .proc = setCommand,
        .getkeys = setGetKeys,
        .keyspecs = keys_set,
        .doc = &doc_set,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "setex",
        .proc = setexCommand,
        .keyspecs = keys_setex,
        .doc = &doc_setex,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "setnx",
        .proc = setnxCommand,
        .keyspecs = keys_setnx,
        .doc = &doc_setnx,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "setrange",
        .proc = setrangeCommand,
        .keyspecs = keys_setrange,
        .doc = &doc_setrange,
        .since = "2.2.0",
        .acl = ACL_WRITE | ACL_STRING | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
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
    {
        .name = "strlen",
        .proc = strlenCommand,
        .keyspecs = keys_strlen,
        .doc = &doc_strlen,
        .since = "2.2.0",
        .acl = ACL_READ | ACL_STRING | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "substr",
        .proc = getrangeCommand,
        .keyspecs = keys_substr,
        .doc = &doc_substr,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_STRING | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
};
const unsigned command_specs_count = 76;
