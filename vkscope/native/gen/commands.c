/* commands.c: made by `python -m vkscope.tables.generate`; edit the tables in vkscope/tables/ instead. */
#include "gen/commands.h"
#include <stddef.h>

static const commandArg args_acl_cat[] = {
    {"category", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const commandDoc doc_acl_cat = {"Lists categories, or the commands of one.", "O(1)", NULL, NULL, args_acl_cat, 1, 0};
static const commandArg args_acl_deluser[] = {
    {"username", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const char *const tips_acl_deluser[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_acl_deluser = {"Deletes users and closes their connections.", "O(N) over the users named and the connections", NULL, NULL, args_acl_deluser, 1, 0};
static const commandArg args_acl_dryrun[] = {
    {"username", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"command", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_acl_dryrun = {"Tells whether a user might run a command, without running it.", "O(1)", NULL, NULL, args_acl_dryrun, 3, 0};
static const commandArg args_acl_genpass[] = {
    {"bits", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandDoc doc_acl_genpass = {"Makes a random password that cannot be guessed.", "O(1)", NULL, NULL, args_acl_genpass, 1, 0};
static const commandArg args_acl_getuser[] = {
    {"username", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_acl_getuser = {"Shows the rules of one user.", "O(N) over its rules", NULL, NULL, args_acl_getuser, 1, 0};
static const commandDoc doc_acl_help = {"Explains the subcommands.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_acl_list = {"Shows all users as lines of a configuration.", "O(N) over the users", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_acl_load = {"Replaces all users by those of the ACL file.", "O(N) over the users", NULL, NULL, NULL, 0, 0};
static const commandArg args_acl_log[] = {
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"reset", NULL, "RESET", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_acl_log_2[] = {
    {"operation", NULL, NULL, NULL, NULL, args_acl_log, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_acl_log = {"Shows what was denied of late, or forgets it.", "O(N) over the entries shown", NULL, NULL, args_acl_log_2, 1, 0};
static const char *const tips_acl_save[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_acl_save = {"Writes all users into the ACL file.", "O(N) over the users", NULL, NULL, NULL, 0, 0};
static const commandArg args_acl_setuser[] = {
    {"username", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"rule", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_acl_setuser[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_acl_setuser = {"Makes a user, or changes its rules.", "O(N) over the rules given", NULL, NULL, args_acl_setuser, 2, 0};
static const commandDoc doc_acl_users = {"Lists the names of all users.", "O(N) over the users", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_acl_whoami = {"Tells as which user this connection has come in.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_append[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_append[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_append = {"Adds bytes at the end of a string, which is created if need be.", "O(1) amortised for short additions", NULL, NULL, args_append, 2, 0};
static const commandDoc doc_asking = {"Lets the next command use a slot that is being imported.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_auth[] = {
    {"username", NULL, NULL, "6.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"password", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_auth = {"Proves to the server who the client is.", "O(N) over the passwords of the user", NULL, NULL, args_auth, 2, 0};
static const commandDoc doc_bgrewriteaof = {"Rewrites the append-only files to what the data need, in a child.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_bgsave[] = {
    {"schedule", NULL, "SCHEDULE", "3.2.2", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"cancel", NULL, "CANCEL", "8.1.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_bgsave_2[] = {
    {"operation", NULL, NULL, NULL, NULL, args_bgsave, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_bgsave = {"Has a child write all data to the file dbfilename, while everybody goes on.", "O(1), and the time of a fork", NULL, NULL, args_bgsave_2, 1, 0};
static const commandArg args_bitcount[] = {
    {"byte", NULL, "BYTE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"bit", NULL, "BIT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_bitcount_2[] = {
    {"end", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"unit", NULL, NULL, "7.0.0", NULL, args_bitcount, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandArg args_bitcount_3[] = {
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"end-unit-block", NULL, NULL, NULL, NULL, args_bitcount_2, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const commandArg args_bitcount_4[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"range", NULL, NULL, NULL, NULL, args_bitcount_3, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_bitcount[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_bitcount = {"Counts the bits of a string that are 1.", "O(N) over the bytes counted", NULL, NULL, args_bitcount_4, 2, 0};
static const commandArg args_bitfield[] = {
    {"encoding", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_bitfield_2[] = {
    {"wrap", NULL, "WRAP", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"sat", NULL, "SAT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"fail", NULL, "FAIL", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_bitfield_3[] = {
    {"encoding", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_bitfield_4[] = {
    {"encoding", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"increment", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_bitfield_5[] = {
    {"set-block", NULL, "SET", NULL, NULL, args_bitfield_3, 3, ARG_BLOCK, 0, -1},
    {"incrby-block", NULL, "INCRBY", NULL, NULL, args_bitfield_4, 3, ARG_BLOCK, 0, -1},
};
static const commandArg args_bitfield_6[] = {
    {"overflow-block", NULL, "OVERFLOW", NULL, NULL, args_bitfield_2, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"write-operation", NULL, NULL, NULL, NULL, args_bitfield_5, 2, ARG_ONEOF, 0, -1},
};
static const commandArg args_bitfield_7[] = {
    {"get-block", NULL, "GET", NULL, NULL, args_bitfield, 2, ARG_BLOCK, 0, -1},
    {"write", NULL, NULL, NULL, NULL, args_bitfield_6, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_bitfield_8[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"operation", NULL, NULL, NULL, NULL, args_bitfield_7, 2, ARG_ONEOF, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_bitfield[] = {{"What happens to the key depends on the operations", NULL, KEY_RW | KEY_UPDATE | KEY_ACCESS | KEY_VARIABLE_FLAGS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_bitfield = {"Reads, writes and increments integers of any width inside a string.", "O(1) an operation", NULL, NULL, args_bitfield_8, 2, 0};
static const commandArg args_bitfield_ro[] = {
    {"encoding", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_bitfield_ro_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"get-block", NULL, "GET", NULL, NULL, args_bitfield_ro, 2, ARG_BLOCK, ARG_OPTIONAL | ARG_MULTIPLE | ARG_MULTIPLE_TOKEN, -1},
};
static const keySpec keys_bitfield_ro[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_bitfield_ro = {"Reads integers of any width inside a string.", "O(1) an operation", NULL, NULL, args_bitfield_ro_2, 2, 0};
static const commandArg args_bitop[] = {
    {"and", NULL, "AND", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"or", NULL, "OR", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xor", NULL, "XOR", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"not", NULL, "NOT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_bitop_2[] = {
    {"operation", NULL, NULL, NULL, NULL, args_bitop, 4, ARG_ONEOF, 0, -1},
    {"destkey", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 1},
};
static const keySpec keys_bitop[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 3, -1, 1, 0}};
static const commandDoc doc_bitop = {"Combines strings bit by bit and stores what comes out.", "O(N) over the longest string", NULL, NULL, args_bitop_2, 3, 0};
static const commandArg args_bitpos[] = {
    {"byte", NULL, "BYTE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"bit", NULL, "BIT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_bitpos_2[] = {
    {"end", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"unit", NULL, NULL, "7.0.0", NULL, args_bitpos, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandArg args_bitpos_3[] = {
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"end-unit-block", NULL, NULL, NULL, NULL, args_bitpos_2, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const commandArg args_bitpos_4[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"bit", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"range", NULL, NULL, NULL, NULL, args_bitpos_3, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_bitpos[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_bitpos = {"Finds the first bit of a string that is 0, or 1.", "O(N) over the bytes searched", NULL, NULL, args_bitpos_4, 3, 0};
static const commandArg args_blmove[] = {
    {"left", NULL, "LEFT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"right", NULL, "RIGHT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_blmove_2[] = {
    {"left", NULL, "LEFT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"right", NULL, "RIGHT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_blmove_3[] = {
    {"source", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"wherefrom", NULL, NULL, NULL, NULL, args_blmove, 2, ARG_ONEOF, 0, -1},
    {"whereto", NULL, NULL, NULL, NULL, args_blmove_2, 2, ARG_ONEOF, 0, -1},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_blmove[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_blmove = {"Moves an element from an end of one list to an end of another, and waits where the first is empty.", "O(1)", NULL, NULL, args_blmove_3, 5, 0};
static const commandArg args_blmpop[] = {
    {"left", NULL, "LEFT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"right", NULL, "RIGHT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_blmpop_2[] = {
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"where", NULL, NULL, NULL, NULL, args_blmpop, 2, ARG_ONEOF, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_blmpop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_blmpop = {"Takes elements from the first list that has any, and waits where none has.", "O(N+M) over the keys and the elements taken", NULL, NULL, args_blmpop_2, 5, 0};
static const commandArg args_blpop[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_blpop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -2, 1, 0}};
static const commandDoc doc_blpop = {"Takes the first element of the first list that has one, and waits where none has.", "O(N) over the keys", NULL, NULL, args_blpop, 2, 0};
static const commandArg args_brpop[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_brpop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -2, 1, 0}};
static const commandDoc doc_brpop = {"Takes the last element of the first list that has one, and waits where none has.", "O(N) over the keys", NULL, NULL, args_brpop, 2, 0};
static const commandArg args_brpoplpush[] = {
    {"source", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_brpoplpush[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_brpoplpush = {"Moves the last element of one list to the front of another, and waits where the first is empty.", "O(1)", "6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments", args_brpoplpush, 3, DOC_DEPRECATED};
static const commandArg args_bzmpop[] = {
    {"min", NULL, "MIN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"max", NULL, "MAX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_bzmpop_2[] = {
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"where", NULL, NULL, NULL, NULL, args_bzmpop, 2, ARG_ONEOF, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_bzmpop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_bzmpop = {"Takes the lowest or highest members out of the first sorted set that has any, and waits for one if none has.", "O(K) + O(M*log(N)) over K keys, for M members of N", NULL, NULL, args_bzmpop_2, 5, 0};
static const commandArg args_bzpopmax[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_bzpopmax[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -2, 1, 0}};
static const commandDoc doc_bzpopmax = {"Takes the highest member out of the first sorted set that has any, and waits for one if none has.", "O(log(N))", NULL, NULL, args_bzpopmax, 2, 0};
static const commandArg args_bzpopmin[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_bzpopmin[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -2, 1, 0}};
static const commandDoc doc_bzpopmin = {"Takes the lowest member out of the first sorted set that has any, and waits for one if none has.", "O(log(N))", NULL, NULL, args_bzpopmin, 2, 0};
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
static const commandDoc doc_cluster = {"Inspects and changes this node's part in the cluster.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_addslots[] = {
    {"slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, ARG_MULTIPLE, -1},
};
static const commandDoc doc_cluster_addslots = {"Lets this node serve slots that nobody serves.", "O(N) over the slots", NULL, NULL, args_cluster_addslots, 1, 0};
static const commandArg args_cluster_addslotsrange[] = {
    {"start-slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"end-slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_cluster_addslotsrange_2[] = {
    {"range", NULL, NULL, NULL, NULL, args_cluster_addslotsrange, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const commandDoc doc_cluster_addslotsrange = {"Lets this node serve ranges of slots that nobody serves.", "O(N) over the slots", NULL, NULL, args_cluster_addslotsrange_2, 1, 0};
static const char *const tips_cluster_bumpepoch[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_bumpepoch = {"Gives this node the highest configuration epoch.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_cluster_cancelslotmigrations = {"Gives up the slot migrations that this node has begun.", "O(N) over the migrations", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_count_failure_reports[] = {
    {"node-id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_cluster_count_failure_reports[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_count_failure_reports = {"Counts the nodes that call a node failed.", "O(N) over the reports", NULL, NULL, args_cluster_count_failure_reports, 1, 0};
static const commandArg args_cluster_countkeysinslot[] = {
    {"slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandDoc doc_cluster_countkeysinslot = {"Counts the keys of a slot.", "O(1)", NULL, NULL, args_cluster_countkeysinslot, 1, 0};
static const commandArg args_cluster_delslots[] = {
    {"slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, ARG_MULTIPLE, -1},
};
static const commandDoc doc_cluster_delslots = {"Forgets who serves slots.", "O(N) over the slots", NULL, NULL, args_cluster_delslots, 1, 0};
static const commandArg args_cluster_delslotsrange[] = {
    {"start-slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"end-slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_cluster_delslotsrange_2[] = {
    {"range", NULL, NULL, NULL, NULL, args_cluster_delslotsrange, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const commandDoc doc_cluster_delslotsrange = {"Forgets who serves ranges of slots.", "O(N) over the slots", NULL, NULL, args_cluster_delslotsrange_2, 1, 0};
static const commandArg args_cluster_failover[] = {
    {"force", NULL, "FORCE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"takeover", NULL, "TAKEOVER", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_cluster_failover_2[] = {
    {"options", NULL, NULL, NULL, NULL, args_cluster_failover, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_cluster_failover = {"Lets a replica take the place of its primary.", "O(1)", NULL, NULL, args_cluster_failover_2, 1, 0};
static const commandArg args_cluster_flushslot[] = {
    {"async", NULL, "ASYNC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"sync", NULL, "SYNC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_cluster_flushslot_2[] = {
    {"slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"flush-type", NULL, NULL, NULL, NULL, args_cluster_flushslot, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_cluster_flushslot = {"Deletes all keys of a slot.", "O(N) over the keys of the slot", NULL, NULL, args_cluster_flushslot_2, 2, 0};
static const commandDoc doc_cluster_flushslots = {"Takes all slots from this node.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_forget[] = {
    {"node-id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_cluster_forget = {"Removes a node from the table of nodes.", "O(1)", NULL, NULL, args_cluster_forget, 1, 0};
static const commandArg args_cluster_getkeysinslot[] = {
    {"slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const char *const tips_cluster_getkeysinslot[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_getkeysinslot = {"Returns names of keys of a slot.", "O(N) over the names asked for", NULL, NULL, args_cluster_getkeysinslot, 2, 0};
static const commandDoc doc_cluster_getslotmigrations = {"Returns the slot migrations that go on or have ended.", "O(N) over the migrations", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_cluster_help = {"Explains the subcommands of CLUSTER.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_cluster_info[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_info = {"Returns the cluster's state in numbers.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_keyslot[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_cluster_keyslot = {"Returns the slot of a key.", "O(N) over the bytes of the key", NULL, NULL, args_cluster_keyslot, 1, 0};
static const char *const tips_cluster_links[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_links = {"Returns the connections to other nodes.", "O(N) over the nodes", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_meet[] = {
    {"ip", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"port", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"cluster-bus-port", NULL, NULL, "4.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandDoc doc_cluster_meet = {"Makes another node known.", "O(1)", NULL, NULL, args_cluster_meet, 3, 0};
static const commandArg args_cluster_migrateslots[] = {
    {"slots-and-node", NULL, "SLOTSRANGE", NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandDoc doc_cluster_migrateslots = {"Hands slots and their keys over to another node.", "O(N) over the slots, in the background the keys", NULL, NULL, args_cluster_migrateslots, 1, 0};
static const commandDoc doc_cluster_myid = {"Returns the id of this node.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_cluster_myshardid[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_myshardid = {"Returns the id of this node's shard.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_cluster_nodes[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_nodes = {"Returns a line about each node.", "O(N) over the nodes", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_replicas[] = {
    {"node-id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_cluster_replicas[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_replicas = {"Returns the lines about a node's replicas.", "O(N) over the replicas", NULL, NULL, args_cluster_replicas, 1, 0};
static const commandArg args_cluster_replicate[] = {
    {"no", NULL, "NO", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"one", NULL, "ONE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_cluster_replicate_2[] = {
    {"node-id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"no-one", NULL, NULL, NULL, NULL, args_cluster_replicate, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_cluster_replicate_3[] = {
    {"args", NULL, NULL, NULL, NULL, args_cluster_replicate_2, 2, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_cluster_replicate = {"Makes this node a replica of another.", "O(1)", NULL, NULL, args_cluster_replicate_3, 1, 0};
static const commandArg args_cluster_reset[] = {
    {"hard", NULL, "HARD", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"soft", NULL, "SOFT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_cluster_reset_2[] = {
    {"reset-type", NULL, NULL, NULL, NULL, args_cluster_reset, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandDoc doc_cluster_reset = {"Forgets slots and other nodes.", "O(N) over the nodes", NULL, NULL, args_cluster_reset_2, 1, 0};
static const commandDoc doc_cluster_saveconfig = {"Writes the nodes' file.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_set_config_epoch[] = {
    {"config-epoch", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandDoc doc_cluster_set_config_epoch = {"Sets the configuration epoch of a node that is alone.", "O(1)", NULL, NULL, args_cluster_set_config_epoch, 1, 0};
static const commandArg args_cluster_setslot[] = {
    {"importing", "node-id", "IMPORTING", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"migrating", "node-id", "MIGRATING", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"node", "node-id", "NODE", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"stable", NULL, "STABLE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_cluster_setslot_2[] = {
    {"slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"subcommand", NULL, NULL, NULL, NULL, args_cluster_setslot, 4, ARG_ONEOF, 0, -1},
    {"timeout", NULL, "TIMEOUT", "8.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandDoc doc_cluster_setslot = {"Sets who serves a slot, or where it is going.", "O(1)", NULL, NULL, args_cluster_setslot_2, 3, 0};
static const char *const tips_cluster_shards[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_shards = {"Returns the shards with their slots and nodes.", "O(N) over the nodes", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_slaves[] = {
    {"node-id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_cluster_slaves[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_slaves = {"Returns the lines about a node's replicas.", "O(N) over the replicas", "5.0.0", "`CLUSTER REPLICAS`", args_cluster_slaves, 1, DOC_DEPRECATED};
static const commandArg args_cluster_slot_stats[] = {
    {"start-slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"end-slot", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_cluster_slot_stats_2[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_cluster_slot_stats_3[] = {
    {"metric", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"limit", NULL, "LIMIT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"order", NULL, NULL, NULL, NULL, args_cluster_slot_stats_2, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const commandArg args_cluster_slot_stats_4[] = {
    {"slotsrange", NULL, "SLOTSRANGE", NULL, NULL, args_cluster_slot_stats, 2, ARG_BLOCK, 0, -1},
    {"orderby", NULL, "ORDERBY", NULL, NULL, args_cluster_slot_stats_3, 3, ARG_BLOCK, 0, -1},
};
static const commandArg args_cluster_slot_stats_5[] = {
    {"filter", NULL, NULL, NULL, NULL, args_cluster_slot_stats_4, 2, ARG_ONEOF, 0, -1},
};
static const char *const tips_cluster_slot_stats[] = {"nondeterministic_output", "request_policy:all_shards"};
static const commandDoc doc_cluster_slot_stats = {"Returns how much this node's slots are used.", "O(N) over the slots, O(N log N) with ORDERBY", NULL, NULL, args_cluster_slot_stats_5, 1, 0};
static const char *const tips_cluster_slots[] = {"nondeterministic_output"};
static const commandDoc doc_cluster_slots = {"Returns ranges of slots with the nodes that serve them.", "O(N) over the ranges", NULL, NULL, NULL, 0, 0};
static const commandArg args_cluster_syncslots[] = {
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandDoc doc_cluster_syncslots = {"Carries a slot migration between two nodes.", "Depends on the subcommand", NULL, NULL, args_cluster_syncslots, 1, DOC_SYSCMD};
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
static const commandDoc doc_commandlog = {"Keeps commands that were slow, large, or had large replies.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_commandlog_get[] = {
    {"slow", NULL, "SLOW", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"large-request", NULL, "LARGE-REQUEST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"large-reply", NULL, "LARGE-REPLY", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_commandlog_get_2[] = {
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"type", NULL, NULL, NULL, NULL, args_commandlog_get, 3, ARG_ONEOF, 0, -1},
};
static const char *const tips_commandlog_get[] = {"request_policy:all_nodes", "nondeterministic_output"};
static const commandDoc doc_commandlog_get = {"Shows the latest entries of one kind.", "O(N) over the entries returned", NULL, NULL, args_commandlog_get_2, 2, 0};
static const commandDoc doc_commandlog_help = {"Explains the subcommands of COMMANDLOG.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_commandlog_len[] = {
    {"slow", NULL, "SLOW", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"large-request", NULL, "LARGE-REQUEST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"large-reply", NULL, "LARGE-REPLY", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_commandlog_len_2[] = {
    {"type", NULL, NULL, NULL, NULL, args_commandlog_len, 3, ARG_ONEOF, 0, -1},
};
static const char *const tips_commandlog_len[] = {"request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output"};
static const commandDoc doc_commandlog_len = {"Counts the entries of one kind.", "O(1)", NULL, NULL, args_commandlog_len_2, 1, 0};
static const commandArg args_commandlog_reset[] = {
    {"slow", NULL, "SLOW", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"large-request", NULL, "LARGE-REQUEST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"large-reply", NULL, "LARGE-REPLY", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_commandlog_reset_2[] = {
    {"type", NULL, NULL, NULL, NULL, args_commandlog_reset, 3, ARG_ONEOF, 0, -1},
};
static const char *const tips_commandlog_reset[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_commandlog_reset = {"Forgets the entries of one kind.", "O(N) over the entries", NULL, NULL, args_commandlog_reset_2, 1, 0};
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
static const commandArg args_copy[] = {
    {"source", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"destination-db", NULL, "DB", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"replace", NULL, "REPLACE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_copy[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_copy = {"Duplicates the value of one key under another name.", "N = nested elements; O(N) for collections, O(1) for strings", NULL, NULL, args_copy, 4, 0};
static const char *const tips_dbsize[] = {"request_policy:all_shards", "response_policy:agg_sum"};
static const commandDoc doc_dbsize = {"Counts the keys of the selected database.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_debug = {"Tools for those who test the server.", "Depends on the subcommand", NULL, NULL, NULL, 0, DOC_SYSCMD};
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
static const commandArg args_del[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_del[] = {{NULL, NULL, KEY_RM | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_del[] = {"request_policy:multi_shard", "response_policy:agg_sum"};
static const commandDoc doc_del = {"Removes keys and reclaims their memory before it answers.", "O(N) over the keys, plus O(M) for each collection of M elements", NULL, NULL, args_del, 1, 0};
static const commandArg args_delifeq[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_delifeq[] = {{NULL, NULL, KEY_RM | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_delifeq = {"Removes a key only while its string equals the given one.", "O(1)", NULL, NULL, args_delifeq, 2, 0};
static const commandDoc doc_discard = {"Forgets the commands of a transaction, and what it watches.", "O(N) over the queued commands", NULL, NULL, NULL, 0, 0};
static const commandArg args_dump[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_dump[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_dump[] = {"nondeterministic_output"};
static const commandDoc doc_dump = {"Hands out a value as bytes that RESTORE takes.", "O(N) over the elements", NULL, NULL, args_dump, 1, 0};
static const commandArg args_echo[] = {
    {"message", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_echo = {"Sends the argument back.", "O(1)", NULL, NULL, args_echo, 1, 0};
static const commandArg args_eval[] = {
    {"script", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL | ARG_MULTIPLE, 0},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_eval[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_eval = {"Runs a script.", "that of the script", NULL, NULL, args_eval, 4, 0};
static const commandArg args_eval_ro[] = {
    {"script", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL | ARG_MULTIPLE, 0},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_eval_ro[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_eval_ro = {"Runs a script that writes nothing.", "that of the script", NULL, NULL, args_eval_ro, 4, 0};
static const commandArg args_evalsha[] = {
    {"sha1", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL | ARG_MULTIPLE, 0},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_evalsha[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_evalsha = {"Runs a script that is kept, by its SHA1.", "that of the script", NULL, NULL, args_evalsha, 4, 0};
static const commandArg args_evalsha_ro[] = {
    {"sha1", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL | ARG_MULTIPLE, 0},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_evalsha_ro[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_evalsha_ro = {"Runs a script that is kept and writes nothing, by its SHA1.", "that of the script", NULL, NULL, args_evalsha_ro, 4, 0};
static const commandDoc doc_exec = {"Runs all commands of a transaction, unless a watched key has changed.", "that of its commands", NULL, NULL, NULL, 0, 0};
static const commandArg args_exists[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_exists[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_exists[] = {"request_policy:multi_shard", "response_policy:agg_sum"};
static const commandDoc doc_exists = {"Counts how many of the given keys are present; a key named twice counts twice.", "O(N) over the keys", NULL, NULL, args_exists, 1, 0};
static const commandArg args_expire[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_expire_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"seconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"condition", NULL, NULL, "7.0.0", NULL, args_expire, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_expire[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_expire = {"Lets a key live for a number of seconds from now.", "O(1)", NULL, NULL, args_expire_2, 3, 0};
static const commandArg args_expireat[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_expireat_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"unix-time-seconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"condition", NULL, NULL, "7.0.0", NULL, args_expireat, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_expireat[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_expireat = {"Lets a key live until a moment given in Unix seconds.", "O(1)", NULL, NULL, args_expireat_2, 3, 0};
static const commandArg args_expiretime[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_expiretime[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_expiretime = {"Tells at which Unix second a key will expire.", "O(1)", NULL, NULL, args_expiretime, 1, 0};
static const commandArg args_failover[] = {
    {"host", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"port", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"force", NULL, "FORCE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_failover_2[] = {
    {"target", NULL, "TO", NULL, NULL, args_failover, 3, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"abort", NULL, "ABORT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"milliseconds", NULL, "TIMEOUT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandDoc doc_failover = {"Hands the role of primary over to one of the replicas.", "O(1)", NULL, NULL, args_failover_2, 3, 0};
static const commandArg args_fcall[] = {
    {"function", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL | ARG_MULTIPLE, 0},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_fcall[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_fcall = {"Runs a function.", "that of the function", NULL, NULL, args_fcall, 4, 0};
static const commandArg args_fcall_ro[] = {
    {"function", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL | ARG_MULTIPLE, 0},
    {"arg", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_fcall_ro[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_fcall_ro = {"Runs a function that writes nothing.", "that of the function", NULL, NULL, args_fcall_ro, 4, 0};
static const commandArg args_flushall[] = {
    {"async", NULL, "ASYNC", "4.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"sync", NULL, "SYNC", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_flushall_2[] = {
    {"flush-type", NULL, NULL, NULL, NULL, args_flushall, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const char *const tips_flushall[] = {"request_policy:all_shards", "response_policy:all_succeeded"};
static const commandDoc doc_flushall = {"Removes all keys of all databases.", "O(N) over the keys of all databases", NULL, NULL, args_flushall_2, 1, 0};
static const commandArg args_flushdb[] = {
    {"async", NULL, "ASYNC", "4.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"sync", NULL, "SYNC", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_flushdb_2[] = {
    {"flush-type", NULL, NULL, NULL, NULL, args_flushdb, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const char *const tips_flushdb[] = {"request_policy:all_shards", "response_policy:all_succeeded"};
static const commandDoc doc_flushdb = {"Removes all keys of the selected database.", "O(N) over the keys of the database", NULL, NULL, args_flushdb_2, 1, 0};
static const commandDoc doc_function = {"Looks after libraries of functions.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_function_delete[] = {
    {"library-name", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_function_delete[] = {"request_policy:all_shards", "response_policy:all_succeeded"};
static const commandDoc doc_function_delete = {"Forgets a library and its functions.", "O(N) over the library's functions", NULL, NULL, args_function_delete, 1, 0};
static const commandDoc doc_function_dump = {"Returns all libraries as one payload.", "O(N) over the bytes of all sources", NULL, NULL, NULL, 0, 0};
static const commandArg args_function_flush[] = {
    {"async", NULL, "ASYNC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"sync", NULL, "SYNC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_function_flush_2[] = {
    {"flush-type", NULL, NULL, NULL, NULL, args_function_flush, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const char *const tips_function_flush[] = {"request_policy:all_shards", "response_policy:all_succeeded"};
static const commandDoc doc_function_flush = {"Forgets all libraries.", "O(N) over the functions", NULL, NULL, args_function_flush_2, 1, 0};
static const commandDoc doc_function_help = {"Explains the subcommands of FUNCTION.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_function_kill[] = {"request_policy:all_shards", "response_policy:one_succeeded"};
static const commandDoc doc_function_kill = {"Ends the function that runs, if it has written nothing yet.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_function_list[] = {
    {"library-name-pattern", NULL, "LIBRARYNAME", NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
    {"withcode", NULL, "WITHCODE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const char *const tips_function_list[] = {"nondeterministic_output_order"};
static const commandDoc doc_function_list = {"Returns libraries with their functions.", "O(N) over the functions", NULL, NULL, args_function_list, 2, 0};
static const commandArg args_function_load[] = {
    {"replace", NULL, "REPLACE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"function-code", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_function_load[] = {"request_policy:all_shards", "response_policy:all_succeeded"};
static const commandDoc doc_function_load = {"Compiles a library and keeps it.", "O(1), compilation not counted", NULL, NULL, args_function_load, 2, 0};
static const commandArg args_function_restore[] = {
    {"flush", NULL, "FLUSH", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"append", NULL, "APPEND", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"replace", NULL, "REPLACE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_function_restore_2[] = {
    {"serialized-value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"policy", NULL, NULL, NULL, NULL, args_function_restore, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const char *const tips_function_restore[] = {"request_policy:all_shards", "response_policy:all_succeeded"};
static const commandDoc doc_function_restore = {"Takes the libraries of a payload.", "O(N) over the functions of the payload", NULL, NULL, args_function_restore_2, 2, 0};
static const char *const tips_function_stats[] = {"nondeterministic_output", "request_policy:all_shards", "response_policy:special"};
static const commandDoc doc_function_stats = {"Tells which function runs, and counts libraries and functions of each engine.", "O(N) over the libraries", NULL, NULL, NULL, 0, 0};
static const commandArg args_geoadd[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_geoadd_2[] = {
    {"longitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"latitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_geoadd_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"condition", NULL, NULL, "6.2.0", NULL, args_geoadd, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"change", NULL, "CH", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"data", NULL, NULL, NULL, NULL, args_geoadd_2, 3, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const keySpec keys_geoadd[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_geoadd = {"Adds places to a sorted set, which is created if need be, or moves them.", "O(log(N)) for each place", NULL, NULL, args_geoadd_3, 4, 0};
static const commandArg args_geodist[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_geodist_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member1", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"member2", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_geodist, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_geodist[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_geodist = {"Answers how far two places of a sorted set are from each other.", "O(1)", NULL, NULL, args_geodist_2, 4, 0};
static const commandArg args_geohash[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_geohash[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_geohash = {"Answers places of a sorted set as geohash texts.", "O(1) for each place", NULL, NULL, args_geohash, 2, 0};
static const commandArg args_geopos[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_geopos[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_geopos = {"Answers longitudes and latitudes of places of a sorted set.", "O(1) for each place", NULL, NULL, args_geopos, 2, 0};
static const commandArg args_georadius[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_georadius_2[] = {
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"any", NULL, "ANY", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_georadius_3[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_georadius_4[] = {
    {"storekey", "key", "STORE", NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"storedistkey", "key", "STOREDIST", NULL, NULL, NULL, 0, ARG_KEY, 0, 2},
};
static const commandArg args_georadius_5[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"longitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"latitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"radius", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_georadius, 4, ARG_ONEOF, 0, -1},
    {"withcoord", NULL, "WITHCOORD", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withdist", NULL, "WITHDIST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withhash", NULL, "WITHHASH", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"count-block", NULL, NULL, NULL, NULL, args_georadius_2, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"order", NULL, NULL, NULL, NULL, args_georadius_3, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"store", NULL, NULL, NULL, NULL, args_georadius_4, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_georadius[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, "STORE", KEY_OW | KEY_UPDATE, KEY_BEGIN_KEYWORD, KEY_FIND_RANGE, 6, 0, 1, 0}, {NULL, "STOREDIST", KEY_OW | KEY_UPDATE, KEY_BEGIN_KEYWORD, KEY_FIND_RANGE, 6, 0, 1, 0}};
static const commandDoc doc_georadius = {"Answers, or stores, the places of a sorted set within a distance from a point.", "O(N+log(M)) for N members in the boxes around the circle and M in it", "6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument", args_georadius_5, 11, DOC_DEPRECATED};
static const commandArg args_georadius_ro[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_georadius_ro_2[] = {
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"any", NULL, "ANY", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_georadius_ro_3[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_georadius_ro_4[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"longitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"latitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"radius", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_georadius_ro, 4, ARG_ONEOF, 0, -1},
    {"withcoord", NULL, "WITHCOORD", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withdist", NULL, "WITHDIST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withhash", NULL, "WITHHASH", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"count-block", NULL, NULL, NULL, NULL, args_georadius_ro_2, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"order", NULL, NULL, NULL, NULL, args_georadius_ro_3, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_georadius_ro[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_georadius_ro = {"Answers the places of a sorted set within a distance from a point.", "O(N+log(M)) for N members in the boxes around the circle and M in it", "6.2.0", "`GEOSEARCH` with the `BYRADIUS` argument", args_georadius_ro_4, 10, DOC_DEPRECATED};
static const commandArg args_georadiusbymember[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_georadiusbymember_2[] = {
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"any", NULL, "ANY", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_georadiusbymember_3[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_georadiusbymember_4[] = {
    {"storekey", "key", "STORE", NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"storedistkey", "key", "STOREDIST", NULL, NULL, NULL, 0, ARG_KEY, 0, 2},
};
static const commandArg args_georadiusbymember_5[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"radius", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_georadiusbymember, 4, ARG_ONEOF, 0, -1},
    {"withcoord", NULL, "WITHCOORD", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withdist", NULL, "WITHDIST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withhash", NULL, "WITHHASH", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"count-block", NULL, NULL, NULL, NULL, args_georadiusbymember_2, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"order", NULL, NULL, NULL, NULL, args_georadiusbymember_3, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"store", NULL, NULL, NULL, NULL, args_georadiusbymember_4, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_georadiusbymember[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, "STORE", KEY_OW | KEY_UPDATE, KEY_BEGIN_KEYWORD, KEY_FIND_RANGE, 5, 0, 1, 0}, {NULL, "STOREDIST", KEY_OW | KEY_UPDATE, KEY_BEGIN_KEYWORD, KEY_FIND_RANGE, 5, 0, 1, 0}};
static const commandDoc doc_georadiusbymember = {"Answers, or stores, the places of a sorted set within a distance from one of them.", "O(N+log(M)) for N members in the boxes around the circle and M in it", "6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments", args_georadiusbymember_5, 10, DOC_DEPRECATED};
static const commandArg args_georadiusbymember_ro[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_georadiusbymember_ro_2[] = {
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"any", NULL, "ANY", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_georadiusbymember_ro_3[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_georadiusbymember_ro_4[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"radius", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_georadiusbymember_ro, 4, ARG_ONEOF, 0, -1},
    {"withcoord", NULL, "WITHCOORD", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withdist", NULL, "WITHDIST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withhash", NULL, "WITHHASH", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"count-block", NULL, NULL, NULL, NULL, args_georadiusbymember_ro_2, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"order", NULL, NULL, NULL, NULL, args_georadiusbymember_ro_3, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_georadiusbymember_ro[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_georadiusbymember_ro = {"Answers the places of a sorted set within a distance from one of them.", "O(N+log(M)) for N members in the boxes around the circle and M in it", "6.2.0", "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments", args_georadiusbymember_ro_4, 9, DOC_DEPRECATED};
static const commandArg args_geosearch[] = {
    {"longitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"latitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const commandArg args_geosearch_2[] = {
    {"member", NULL, "FROMMEMBER", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"fromlonlat", NULL, "FROMLONLAT", NULL, NULL, args_geosearch, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_geosearch_3[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_geosearch_4[] = {
    {"radius", NULL, "BYRADIUS", NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_geosearch_3, 4, ARG_ONEOF, 0, -1},
};
static const commandArg args_geosearch_5[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_geosearch_6[] = {
    {"width", NULL, "BYBOX", NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"height", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_geosearch_5, 4, ARG_ONEOF, 0, -1},
};
static const commandArg args_geosearch_7[] = {
    {"circle", NULL, NULL, NULL, NULL, args_geosearch_4, 2, ARG_BLOCK, 0, -1},
    {"box", NULL, NULL, NULL, NULL, args_geosearch_6, 3, ARG_BLOCK, 0, -1},
};
static const commandArg args_geosearch_8[] = {
    {"from", NULL, NULL, NULL, NULL, args_geosearch_2, 2, ARG_ONEOF, 0, -1},
    {"by", NULL, NULL, NULL, NULL, args_geosearch_7, 2, ARG_ONEOF, 0, -1},
};
static const commandArg args_geosearch_9[] = {
    {"longitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"latitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const commandArg args_geosearch_10[] = {
    {"num-vertices", NULL, "BYPOLYGON", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"vertices", NULL, NULL, NULL, NULL, args_geosearch_9, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const commandArg args_geosearch_11[] = {
    {"radius-or-box", NULL, NULL, NULL, NULL, args_geosearch_8, 2, ARG_BLOCK, 0, -1},
    {"polygon", NULL, NULL, "9.0.0", NULL, args_geosearch_10, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_geosearch_12[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_geosearch_13[] = {
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"any", NULL, "ANY", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_geosearch_14[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"search-type", NULL, NULL, NULL, NULL, args_geosearch_11, 2, ARG_ONEOF, 0, -1},
    {"order", NULL, NULL, NULL, NULL, args_geosearch_12, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"count-block", NULL, NULL, NULL, NULL, args_geosearch_13, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"withcoord", NULL, "WITHCOORD", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withdist", NULL, "WITHDIST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"withhash", NULL, "WITHHASH", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_geosearch[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_geosearch = {"Answers the places of a sorted set in a circle, a box or a polygon.", "O(N+log(M)) for N members in the boxes around the shape and M in it", NULL, NULL, args_geosearch_14, 7, 0};
static const commandArg args_geosearchstore[] = {
    {"longitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"latitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const commandArg args_geosearchstore_2[] = {
    {"member", NULL, "FROMMEMBER", NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"fromlonlat", NULL, "FROMLONLAT", NULL, NULL, args_geosearchstore, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_geosearchstore_3[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_geosearchstore_4[] = {
    {"radius", NULL, "BYRADIUS", NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_geosearchstore_3, 4, ARG_ONEOF, 0, -1},
};
static const commandArg args_geosearchstore_5[] = {
    {"m", NULL, "M", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"km", NULL, "KM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"ft", NULL, "FT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"mi", NULL, "MI", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_geosearchstore_6[] = {
    {"width", NULL, "BYBOX", NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"height", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"unit", NULL, NULL, NULL, NULL, args_geosearchstore_5, 4, ARG_ONEOF, 0, -1},
};
static const commandArg args_geosearchstore_7[] = {
    {"circle", NULL, NULL, NULL, NULL, args_geosearchstore_4, 2, ARG_BLOCK, 0, -1},
    {"box", NULL, NULL, NULL, NULL, args_geosearchstore_6, 3, ARG_BLOCK, 0, -1},
};
static const commandArg args_geosearchstore_8[] = {
    {"from", NULL, NULL, NULL, NULL, args_geosearchstore_2, 2, ARG_ONEOF, 0, -1},
    {"by", NULL, NULL, NULL, NULL, args_geosearchstore_7, 2, ARG_ONEOF, 0, -1},
};
static const commandArg args_geosearchstore_9[] = {
    {"longitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"latitude", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const commandArg args_geosearchstore_10[] = {
    {"num-vertices", NULL, "BYPOLYGON", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"vertices", NULL, NULL, NULL, NULL, args_geosearchstore_9, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const commandArg args_geosearchstore_11[] = {
    {"radius-or-box", NULL, NULL, NULL, NULL, args_geosearchstore_8, 2, ARG_BLOCK, 0, -1},
    {"polygon", NULL, NULL, "9.0.0", NULL, args_geosearchstore_10, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_geosearchstore_12[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_geosearchstore_13[] = {
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"any", NULL, "ANY", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_geosearchstore_14[] = {
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"source", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"search-type", NULL, NULL, NULL, NULL, args_geosearchstore_11, 2, ARG_ONEOF, 0, -1},
    {"order", NULL, NULL, NULL, NULL, args_geosearchstore_12, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"count-block", NULL, NULL, NULL, NULL, args_geosearchstore_13, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"storedist", NULL, "STOREDIST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_geosearchstore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_geosearchstore = {"Stores the places of a sorted set in a circle, a box or a polygon.", "O(N+log(M)) for N members in the boxes around the shape and M in it", NULL, NULL, args_geosearchstore_14, 6, 0};
static const commandArg args_get[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_get[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_get = {"Reads the string that a key holds.", "O(1)", NULL, NULL, args_get, 1, 0};
static const commandArg args_getbit[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_getbit[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_getbit = {"Reads one bit of a string.", "O(1)", NULL, NULL, args_getbit, 2, 0};
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
static const commandArg args_hdel[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_hdel[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hdel = {"Removes fields of a hash, and the hash with its last field.", "O(N) over the fields", NULL, NULL, args_hdel, 2, 0};
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
static const commandArg args_hexists[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_hexists[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hexists = {"Tells whether a hash has a field.", "O(1)", NULL, NULL, args_hexists, 2, 0};
static const commandArg args_hexpire[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_hexpire_2[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hexpire_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"seconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"condition", NULL, NULL, NULL, NULL, args_hexpire, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hexpire_2, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hexpire[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hexpire = {"Lets fields of a hash live for a number of seconds from now.", "O(N) over the fields", NULL, NULL, args_hexpire_3, 4, 0};
static const commandArg args_hexpireat[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_hexpireat_2[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hexpireat_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"unix-time-seconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"condition", NULL, NULL, NULL, NULL, args_hexpireat, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hexpireat_2, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hexpireat[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hexpireat = {"Lets fields of a hash live until a moment given in Unix seconds.", "O(N) over the fields", NULL, NULL, args_hexpireat_3, 4, 0};
static const commandArg args_hexpiretime[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hexpiretime_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hexpiretime, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hexpiretime[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hexpiretime = {"Tells at which Unix second fields of a hash will expire.", "O(N) over the fields", NULL, NULL, args_hexpiretime_2, 2, 0};
static const commandArg args_hget[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_hget[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hget = {"Reads one field of a hash.", "O(1)", NULL, NULL, args_hget, 2, 0};
static const commandArg args_hgetall[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_hgetall[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_hgetall[] = {"nondeterministic_output_order"};
static const commandDoc doc_hgetall = {"Reads all fields of a hash with their values.", "O(N) over the hash", NULL, NULL, args_hgetall, 1, 0};
static const commandArg args_hgetex[] = {
    {"seconds", NULL, "EX", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"milliseconds", NULL, "PX", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"unix-time-seconds", NULL, "EXAT", NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"unix-time-milliseconds", NULL, "PXAT", NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"persist", NULL, "PERSIST", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_hgetex_2[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hgetex_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"expiration", NULL, NULL, NULL, NULL, args_hgetex, 5, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hgetex_2, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hgetex[] = {{NULL, NULL, KEY_RW | KEY_UPDATE | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hgetex = {"Reads fields of a hash and changes how long they live.", "O(N) over the fields", NULL, NULL, args_hgetex_3, 3, 0};
static const commandArg args_hincrby[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"increment", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_hincrby[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hincrby = {"Adds a number to an integer in a hash; a missing field counts as 0.", "O(1)", NULL, NULL, args_hincrby, 3, 0};
static const commandArg args_hincrbyfloat[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"increment", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_hincrbyfloat[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hincrbyfloat = {"Adds a floating-point number to a field of a hash; a missing field counts as 0.", "O(1)", NULL, NULL, args_hincrbyfloat, 3, 0};
static const commandArg args_hkeys[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_hkeys[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_hkeys[] = {"nondeterministic_output_order"};
static const commandDoc doc_hkeys = {"Lists the names of all fields of a hash.", "O(N) over the hash", NULL, NULL, args_hkeys, 1, 0};
static const commandArg args_hlen[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_hlen[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hlen = {"Counts the fields of a hash.", "O(1)", NULL, NULL, args_hlen, 1, 0};
static const commandArg args_hmget[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_hmget[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hmget = {"Reads several fields of a hash.", "O(N) over the fields", NULL, NULL, args_hmget, 2, 0};
static const commandArg args_hmset[] = {
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_hmset_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"data", NULL, NULL, NULL, NULL, args_hmset, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const keySpec keys_hmset[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hmset = {"Writes several fields of a hash; HSET with an older reply.", "O(N) over the fields", NULL, NULL, args_hmset_2, 2, 0};
static const commandArg args_hpersist[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hpersist_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hpersist, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hpersist[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hpersist = {"Takes the time limit off fields of a hash.", "O(N) over the fields", NULL, NULL, args_hpersist_2, 2, 0};
static const commandArg args_hpexpire[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_hpexpire_2[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hpexpire_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"milliseconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"condition", NULL, NULL, NULL, NULL, args_hpexpire, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hpexpire_2, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hpexpire[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hpexpire = {"Lets fields of a hash live for a number of milliseconds from now.", "O(N) over the fields", NULL, NULL, args_hpexpire_3, 4, 0};
static const commandArg args_hpexpireat[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_hpexpireat_2[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hpexpireat_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"unix-time-milliseconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"condition", NULL, NULL, NULL, NULL, args_hpexpireat, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hpexpireat_2, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hpexpireat[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hpexpireat = {"Lets fields of a hash live until a moment given in Unix milliseconds.", "O(N) over the fields", NULL, NULL, args_hpexpireat_3, 4, 0};
static const commandArg args_hpexpiretime[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hpexpiretime_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hpexpiretime, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hpexpiretime[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hpexpiretime = {"Tells at which Unix millisecond fields of a hash will expire.", "O(N) over the fields", NULL, NULL, args_hpexpiretime_2, 2, 0};
static const commandArg args_hpttl[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_hpttl_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hpttl, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hpttl[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hpttl = {"Tells how many milliseconds fields of a hash have left to live.", "O(N) over the fields", NULL, NULL, args_hpttl_2, 2, 0};
static const commandArg args_hrandfield[] = {
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"withvalues", NULL, "WITHVALUES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_hrandfield_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"options", NULL, NULL, NULL, NULL, args_hrandfield, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_hrandfield[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_hrandfield[] = {"nondeterministic_output"};
static const commandDoc doc_hrandfield = {"Picks fields of a hash at random.", "O(N) over the fields returned", NULL, NULL, args_hrandfield_2, 2, 0};
static const commandArg args_hscan[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"cursor", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"pattern", NULL, "MATCH", NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"novalues", NULL, "NOVALUES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_hscan[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_hscan[] = {"nondeterministic_output"};
static const commandDoc doc_hscan = {"Walks through the fields of a hash step by step.", "O(1) a call, O(N) for a whole pass over N fields", NULL, NULL, args_hscan, 5, 0};
static const commandArg args_hset[] = {
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_hset_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"data", NULL, NULL, NULL, NULL, args_hset, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const keySpec keys_hset[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hset = {"Writes fields of a hash, which is created if need be.", "O(N) over the fields", NULL, NULL, args_hset_2, 2, 0};
static const commandArg args_hsetex[] = {
    {"fnx", NULL, "FNX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"fxx", NULL, "FXX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_hsetex_2[] = {
    {"seconds", NULL, "EX", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"milliseconds", NULL, "PX", NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"unix-time-seconds", NULL, "EXAT", NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"unix-time-milliseconds", NULL, "PXAT", NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"keepttl", NULL, "KEEPTTL", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_hsetex_3[] = {
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_hsetex_4[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"data", NULL, NULL, NULL, NULL, args_hsetex_3, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const commandArg args_hsetex_5[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"fields-condition", NULL, NULL, NULL, NULL, args_hsetex, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"expiration", NULL, NULL, NULL, NULL, args_hsetex_2, 5, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"fields", NULL, "FIELDS", NULL, NULL, args_hsetex_4, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_hsetex[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hsetex = {"Writes fields of a hash and sets how long they live.", "O(N) over the fields", NULL, NULL, args_hsetex_5, 4, 0};
static const commandArg args_hsetnx[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_hsetnx[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hsetnx = {"Writes a field of a hash that does not exist yet.", "O(1)", NULL, NULL, args_hsetnx, 3, 0};
static const commandArg args_hstrlen[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_hstrlen[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_hstrlen = {"Tells how many bytes the value of a field has.", "O(1)", NULL, NULL, args_hstrlen, 2, 0};
static const commandArg args_httl[] = {
    {"numfields", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_httl_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"fields", NULL, "FIELDS", NULL, NULL, args_httl, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_httl[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_httl = {"Tells how many seconds fields of a hash have left to live.", "O(N) over the fields", NULL, NULL, args_httl_2, 2, 0};
static const commandArg args_hvals[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_hvals[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_hvals[] = {"nondeterministic_output_order"};
static const commandDoc doc_hvals = {"Lists the values of all fields of a hash.", "O(N) over the hash", NULL, NULL, args_hvals, 1, 0};
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
static const commandArg args_keys[] = {
    {"pattern", NULL, NULL, NULL, NULL, NULL, 0, ARG_PATTERN, 0, -1},
};
static const char *const tips_keys[] = {"request_policy:all_shards", "nondeterministic_output_order"};
static const commandDoc doc_keys = {"Lists every key whose name matches a pattern, in one blocking pass.", "O(N) over the keys of the database", NULL, NULL, args_keys, 1, 0};
static const char *const tips_lastsave[] = {"nondeterministic_output"};
static const commandDoc doc_lastsave = {"Tells the Unix second of the last save that succeeded.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_latency = {"Tells where time was lost.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const char *const tips_latency_doctor[] = {"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"};
static const commandDoc doc_latency_doctor = {"Explains in words what made the server slow.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_latency_graph[] = {
    {"event", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_latency_graph[] = {"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"};
static const commandDoc doc_latency_graph = {"Draws the samples of one kind of latency event.", "O(1)", NULL, NULL, args_latency_graph, 1, 0};
static const commandDoc doc_latency_help = {"Explains the subcommands of LATENCY.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_latency_histogram[] = {
    {"command", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_latency_histogram[] = {"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"};
static const commandDoc doc_latency_histogram = {"Shows how the times of commands are distributed.", "O(N) over the commands named", NULL, NULL, args_latency_histogram, 1, 0};
static const commandArg args_latency_history[] = {
    {"event", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_latency_history[] = {"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"};
static const commandDoc doc_latency_history = {"Lists time and duration of the samples of one kind of latency event.", "O(1)", NULL, NULL, args_latency_history, 1, 0};
static const char *const tips_latency_latest[] = {"nondeterministic_output", "request_policy:all_nodes", "response_policy:special"};
static const commandDoc doc_latency_latest = {"Shows the last sample and the worst one of each kind of latency event.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_latency_reset[] = {
    {"event", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const char *const tips_latency_reset[] = {"request_policy:all_nodes", "response_policy:agg_sum"};
static const commandDoc doc_latency_reset = {"Forgets the samples of some kinds of latency events, or of all.", "O(1)", NULL, NULL, args_latency_reset, 1, 0};
static const commandArg args_lcs[] = {
    {"key1", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"key2", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"len", NULL, "LEN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"idx", NULL, "IDX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"min-match-len", NULL, "MINMATCHLEN", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"withmatchlen", NULL, "WITHMATCHLEN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_lcs[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 1, 1, 0}};
static const commandDoc doc_lcs = {"Finds the longest subsequence that two strings have in common.", "O(N*M) over the lengths of both strings", NULL, NULL, args_lcs, 6, 0};
static const commandArg args_lindex[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"index", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_lindex[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_lindex = {"Reads the element at an index.", "O(N) over the elements from the nearer end", NULL, NULL, args_lindex, 2, 0};
static const commandArg args_linsert[] = {
    {"before", NULL, "BEFORE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"after", NULL, "AFTER", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_linsert_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"where", NULL, NULL, NULL, NULL, args_linsert, 2, ARG_ONEOF, 0, -1},
    {"pivot", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_linsert[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_linsert = {"Puts an element in front of another or behind it.", "O(N) over the elements before it", NULL, NULL, args_linsert_2, 4, 0};
static const commandArg args_llen[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_llen[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_llen = {"Counts the elements of a list.", "O(1)", NULL, NULL, args_llen, 1, 0};
static const commandArg args_lmove[] = {
    {"left", NULL, "LEFT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"right", NULL, "RIGHT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_lmove_2[] = {
    {"left", NULL, "LEFT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"right", NULL, "RIGHT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_lmove_3[] = {
    {"source", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"wherefrom", NULL, NULL, NULL, NULL, args_lmove, 2, ARG_ONEOF, 0, -1},
    {"whereto", NULL, NULL, NULL, NULL, args_lmove_2, 2, ARG_ONEOF, 0, -1},
};
static const keySpec keys_lmove[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_lmove = {"Moves an element from an end of one list to an end of another.", "O(1)", NULL, NULL, args_lmove_3, 4, 0};
static const commandArg args_lmpop[] = {
    {"left", NULL, "LEFT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"right", NULL, "RIGHT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_lmpop_2[] = {
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"where", NULL, NULL, NULL, NULL, args_lmpop, 2, ARG_ONEOF, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_lmpop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 1, 0, 1, 1}};
static const commandDoc doc_lmpop = {"Takes elements from the first list that has any.", "O(N+M) over the keys and the elements taken", NULL, NULL, args_lmpop_2, 4, 0};
static const commandArg args_lolwut[] = {
    {"version", NULL, "VERSION", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandDoc doc_lolwut = {"Draws something, and tells the version.", "O(1)", NULL, NULL, args_lolwut, 1, 0};
static const commandArg args_lpop[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"count", NULL, NULL, "6.2.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_lpop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_lpop = {"Takes elements from the front of a list, and removes it with its last one.", "O(N) over the elements taken", NULL, NULL, args_lpop, 2, 0};
static const commandArg args_lpos[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"rank", NULL, "RANK", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"num-matches", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"len", NULL, "MAXLEN", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_lpos[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_lpos = {"Finds the indexes at which an element stands.", "O(N) over the elements", NULL, NULL, args_lpos, 5, 0};
static const commandArg args_lpush[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_lpush[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_lpush = {"Puts elements in front of a list, which is made where there is none.", "O(N) over the elements given", NULL, NULL, args_lpush, 2, 0};
static const commandArg args_lpushx[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_lpushx[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_lpushx = {"Puts elements in front of a list where there is one.", "O(N) over the elements given", NULL, NULL, args_lpushx, 2, 0};
static const commandArg args_lrange[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"stop", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_lrange[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_lrange = {"Reads the elements between two indexes.", "O(S+N): from the nearer end to the first, and the elements read", NULL, NULL, args_lrange, 3, 0};
static const commandArg args_lrem[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_lrem[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_lrem = {"Removes elements that equal a value, the first ones or the last ones.", "O(N) over the elements", NULL, NULL, args_lrem, 3, 0};
static const commandArg args_lset[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"index", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_lset[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_lset = {"Replaces the element at an index.", "O(N) over the elements from the nearer end", NULL, NULL, args_lset, 3, 0};
static const commandArg args_ltrim[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"stop", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_ltrim[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_ltrim = {"Keeps the elements between two indexes and removes the rest.", "O(N) over the elements removed", NULL, NULL, args_ltrim, 3, 0};
static const commandDoc doc_memory = {"Tells what memory is used for.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const char *const tips_memory_doctor[] = {"nondeterministic_output", "request_policy:all_shards", "response_policy:special"};
static const commandDoc doc_memory_doctor = {"Explains in words what is wrong with the use of memory.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_memory_help = {"Explains the subcommands of MEMORY.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_memory_malloc_stats[] = {"nondeterministic_output", "request_policy:all_shards", "response_policy:special"};
static const commandDoc doc_memory_malloc_stats = {"Reports the allocator's own statistics.", "Depends on how much is allocated", NULL, NULL, NULL, 0, 0};
static const char *const tips_memory_purge[] = {"request_policy:all_shards", "response_policy:all_succeeded"};
static const commandDoc doc_memory_purge = {"Asks the allocator to give unused memory back.", "Depends on how much is allocated", NULL, NULL, NULL, 0, 0};
static const char *const tips_memory_stats[] = {"nondeterministic_output", "request_policy:all_shards", "response_policy:special"};
static const commandDoc doc_memory_stats = {"Reports what memory is used for, by purpose.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_memory_usage[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"count", NULL, "SAMPLES", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_memory_usage[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_memory_usage = {"Estimates how many bytes a key and its value take.", "O(N) over the samples", NULL, NULL, args_memory_usage, 2, 0};
static const commandArg args_mget[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_mget[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_mget[] = {"request_policy:multi_shard"};
static const commandDoc doc_mget = {"Reads the strings of several keys in one step.", "O(N) over the keys", NULL, NULL, args_mget, 1, 0};
static const commandArg args_migrate[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"empty-string", NULL, "\"\"", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_migrate_2[] = {
    {"username", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"password", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_migrate_3[] = {
    {"auth", "password", "AUTH", "4.0.7", NULL, NULL, 0, ARG_STRING, 0, -1},
    {"auth2", NULL, "AUTH2", "6.0.0", NULL, args_migrate_2, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_migrate_4[] = {
    {"host", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"port", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key-selector", NULL, NULL, NULL, NULL, args_migrate, 2, ARG_ONEOF, 0, -1},
    {"destination-db", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"copy", NULL, "COPY", "3.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"replace", NULL, "REPLACE", "3.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"authentication", NULL, NULL, NULL, NULL, args_migrate_3, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"keys", "key", "KEYS", "3.0.6", NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL | ARG_MULTIPLE, 1},
};
static const keySpec keys_migrate[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 3, 0, 1, 0}, {NULL, "KEYS", KEY_RW | KEY_ACCESS | KEY_DELETE | KEY_INCOMPLETE, KEY_BEGIN_KEYWORD, KEY_FIND_RANGE, -2, -1, 1, 0}};
static const char *const tips_migrate[] = {"nondeterministic_output"};
static const commandDoc doc_migrate = {"Moves keys to another server, or copies them there.", "O(N) over the bytes of the values, here and there", NULL, NULL, args_migrate_4, 9, 0};
static const commandDoc doc_monitor = {"Shows every command that the server runs, as it runs.", NULL, NULL, NULL, NULL, 0, 0};
static const commandArg args_move[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"db", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_move[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_move = {"Takes a key out of the selected database and puts it into another one.", "O(1)", NULL, NULL, args_move, 2, 0};
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
static const commandDoc doc_multi = {"Begins a transaction: commands are kept until EXEC.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_object = {"Looks at how a value is stored.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_object_encoding[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_object_encoding[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const char *const tips_object_encoding[] = {"nondeterministic_output"};
static const commandDoc doc_object_encoding = {"Names the internal representation of a value.", "O(1)", NULL, NULL, args_object_encoding, 1, 0};
static const commandArg args_object_freq[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_object_freq[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const char *const tips_object_freq[] = {"nondeterministic_output"};
static const commandDoc doc_object_freq = {"Tells a value's logarithmic access counter, kept under the LFU policies.", "O(1)", NULL, NULL, args_object_freq, 1, 0};
static const commandDoc doc_object_help = {"Explains the subcommands of OBJECT.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_object_idletime[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_object_idletime[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const char *const tips_object_idletime[] = {"nondeterministic_output"};
static const commandDoc doc_object_idletime = {"Tells for how many seconds a value has not been used.", "O(1)", NULL, NULL, args_object_idletime, 1, 0};
static const commandArg args_object_refcount[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_object_refcount[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const char *const tips_object_refcount[] = {"nondeterministic_output"};
static const commandDoc doc_object_refcount = {"Tells how many references a value has.", "O(1)", NULL, NULL, args_object_refcount, 1, 0};
static const commandArg args_persist[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_persist[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_persist = {"Takes the time limit off a key.", "O(1)", NULL, NULL, args_persist, 1, 0};
static const commandArg args_pexpire[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_pexpire_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"milliseconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"condition", NULL, NULL, "7.0.0", NULL, args_pexpire, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_pexpire[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_pexpire = {"Lets a key live for a number of milliseconds from now.", "O(1)", NULL, NULL, args_pexpire_2, 3, 0};
static const commandArg args_pexpireat[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_pexpireat_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"unix-time-milliseconds", NULL, NULL, NULL, NULL, NULL, 0, ARG_UNIX_TIME, 0, -1},
    {"condition", NULL, NULL, "7.0.0", NULL, args_pexpireat, 4, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_pexpireat[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_pexpireat = {"Lets a key live until a moment given in Unix milliseconds.", "O(1)", NULL, NULL, args_pexpireat_2, 3, 0};
static const commandArg args_pexpiretime[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_pexpiretime[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_pexpiretime = {"Tells at which Unix millisecond a key will expire.", "O(1)", NULL, NULL, args_pexpiretime, 1, 0};
static const commandArg args_pfadd[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_pfadd[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_pfadd = {"Counts elements in a HyperLogLog, which is created if need be.", "O(1) an element", NULL, NULL, args_pfadd, 2, 0};
static const commandArg args_pfcount[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_pfcount[] = {{NULL, NULL, KEY_RW | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const commandDoc doc_pfcount = {"Estimates how many different elements HyperLogLogs have counted, together.", "O(1) for one key with its estimate at hand, else O(N) over the keys", NULL, NULL, args_pfcount, 1, 0};
static const commandArg args_pfdebug[] = {
    {"subcommand", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_pfdebug[] = {{NULL, NULL, KEY_RW | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_pfdebug = {"Looks inside a HyperLogLog.", "O(1)", NULL, NULL, args_pfdebug, 2, DOC_SYSCMD};
static const commandArg args_pfmerge[] = {
    {"destkey", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"sourcekey", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL | ARG_MULTIPLE, 1},
};
static const keySpec keys_pfmerge[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, -1, 1, 0}};
static const commandDoc doc_pfmerge = {"Merges HyperLogLogs into one.", "O(N) over the keys", NULL, NULL, args_pfmerge, 2, 0};
static const commandDoc doc_pfselftest = {"Tests the estimates of HyperLogLogs.", "O(1), some seconds", NULL, NULL, NULL, 0, DOC_SYSCMD};
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
static const commandArg args_psubscribe[] = {
    {"pattern", NULL, NULL, NULL, NULL, NULL, 0, ARG_PATTERN, ARG_MULTIPLE, -1},
};
static const commandDoc doc_psubscribe = {"Starts receiving what is published to channels that match patterns.", "O(N) over the patterns", NULL, NULL, args_psubscribe, 1, 0};
static const commandArg args_psync[] = {
    {"replicationid", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandDoc doc_psync = {"Makes the connection a replica that goes on in the write stream.", "O(1), or O(N) over all keys for a snapshot", NULL, NULL, args_psync, 2, 0};
static const commandArg args_pttl[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_pttl[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_pttl[] = {"nondeterministic_output"};
static const commandDoc doc_pttl = {"Tells how many milliseconds a key has left to live.", "O(1)", NULL, NULL, args_pttl, 1, 0};
static const commandArg args_publish[] = {
    {"channel", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"message", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_publish = {"Sends a message to everybody who listens to a channel.", "O(N+M) over the channel's subscribers and all patterns", NULL, NULL, args_publish, 2, 0};
static const commandDoc doc_pubsub = {"Tells about channels, patterns and their subscribers.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_pubsub_channels[] = {
    {"pattern", NULL, NULL, NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL, -1},
};
static const commandDoc doc_pubsub_channels = {"Lists the channels that have subscribers.", "O(N) over the channels", NULL, NULL, args_pubsub_channels, 1, 0};
static const commandDoc doc_pubsub_help = {"Explains the subcommands of PUBSUB.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_pubsub_numpat = {"Counts the patterns that have subscribers.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_pubsub_numsub[] = {
    {"channel", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_pubsub_numsub = {"Counts the subscribers of channels.", "O(N) over the channels asked for", NULL, NULL, args_pubsub_numsub, 1, 0};
static const commandArg args_pubsub_shardchannels[] = {
    {"pattern", NULL, NULL, NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL, -1},
};
static const commandDoc doc_pubsub_shardchannels = {"Lists the shard channels that have subscribers.", "O(N) over the shard channels", NULL, NULL, args_pubsub_shardchannels, 1, 0};
static const commandArg args_pubsub_shardnumsub[] = {
    {"shardchannel", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_pubsub_shardnumsub = {"Counts the subscribers of shard channels.", "O(N) over the shard channels asked for", NULL, NULL, args_pubsub_shardnumsub, 1, 0};
static const commandArg args_punsubscribe[] = {
    {"pattern", NULL, NULL, NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_punsubscribe = {"Stops receiving what matches patterns, or any pattern.", "O(N) over the patterns", NULL, NULL, args_punsubscribe, 1, 0};
static const commandDoc doc_quit = {"Closes this connection after the reply.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_randomkey[] = {"request_policy:all_shards", "response_policy:special", "nondeterministic_output"};
static const commandDoc doc_randomkey = {"Picks any key of the database.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_readonly = {"Lets this connection read from a replica.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_readwrite = {"Takes READONLY back.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_rename[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"newkey", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
};
static const keySpec keys_rename[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_rename = {"Gives a key another name and replaces what had that name.", "O(1), plus the cost of removing what the new name held", NULL, NULL, args_rename, 2, 0};
static const commandArg args_renamenx[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"newkey", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
};
static const keySpec keys_renamenx[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_OW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_renamenx = {"Gives a key another name unless that name is taken.", "O(1)", NULL, NULL, args_renamenx, 2, 0};
static const commandDoc doc_replconf = {"Tells a primary about a replica.", "O(1)", NULL, NULL, NULL, 0, DOC_SYSCMD};
static const commandArg args_replicaof[] = {
    {"host", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"port", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_replicaof_2[] = {
    {"no", NULL, "NO", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"one", NULL, "ONE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_replicaof_3[] = {
    {"host-port", NULL, NULL, NULL, NULL, args_replicaof, 2, ARG_BLOCK, 0, -1},
    {"no-one", NULL, NULL, NULL, NULL, args_replicaof_2, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_replicaof_4[] = {
    {"args", NULL, NULL, NULL, NULL, args_replicaof_3, 2, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_replicaof = {"Makes the server a replica, or a primary.", "O(1)", NULL, NULL, args_replicaof_4, 1, 0};
static const commandDoc doc_reset = {"Puts this connection back into the state of a new one.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_restore[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"ttl", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"serialized-value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"replace", NULL, "REPLACE", "3.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"absttl", NULL, "ABSTTL", "5.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"seconds", NULL, "IDLETIME", "5.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"frequency", NULL, "FREQ", "5.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_restore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_restore = {"Makes a key of the bytes that DUMP handed out.", "O(N) over the elements; sorted sets O(N*log(N))", NULL, NULL, args_restore, 7, 0};
static const commandArg args_restore_asking[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"ttl", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"serialized-value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"replace", NULL, "REPLACE", "3.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"absttl", NULL, "ABSTTL", "5.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"seconds", NULL, "IDLETIME", "5.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"frequency", NULL, "FREQ", "5.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_restore_asking[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_restore_asking = {"RESTORE, as slots that move between nodes of a cluster use it.", "O(N) over the elements; sorted sets O(N*log(N))", NULL, NULL, args_restore_asking, 7, DOC_SYSCMD};
static const commandDoc doc_role = {"Tells the role in replication, and how far replicas are.", "O(N) over the replicas", NULL, NULL, NULL, 0, 0};
static const commandArg args_rpop[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"count", NULL, NULL, "6.2.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_rpop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_rpop = {"Takes elements from the end of a list, and removes it with its last one.", "O(N) over the elements taken", NULL, NULL, args_rpop, 2, 0};
static const commandArg args_rpoplpush[] = {
    {"source", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
};
static const keySpec keys_rpoplpush[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_rpoplpush = {"Moves the last element of one list to the front of another.", "O(1)", "6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments", args_rpoplpush, 2, DOC_DEPRECATED};
static const commandArg args_rpush[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_rpush[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_rpush = {"Puts elements at the end of a list, which is made where there is none.", "O(N) over the elements given", NULL, NULL, args_rpush, 2, 0};
static const commandArg args_rpushx[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"element", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_rpushx[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_rpushx = {"Puts elements at the end of a list where there is one.", "O(N) over the elements given", NULL, NULL, args_rpushx, 2, 0};
static const commandArg args_sadd[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_sadd[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_sadd = {"Adds members to a set, which is created if need be.", "O(N) over the members", NULL, NULL, args_sadd, 2, 0};
static const commandDoc doc_save = {"Writes all data to the file dbfilename, while everybody waits.", "O(N) over all data", NULL, NULL, NULL, 0, 0};
static const commandArg args_scan[] = {
    {"cursor", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"pattern", NULL, "MATCH", NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"type", NULL, "TYPE", "6.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const char *const tips_scan[] = {"nondeterministic_output", "request_policy:special", "response_policy:special"};
static const commandDoc doc_scan = {"Walks through the keys of a database step by step.", "O(1) a call, O(N) for a whole pass over N keys", NULL, NULL, args_scan, 4, 0};
static const commandArg args_scard[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_scard[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_scard = {"Tells how many members a set has.", "O(1)", NULL, NULL, args_scard, 1, 0};
static const commandDoc doc_scope = {"Looks at the server's insides while it runs.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandDoc doc_scope_catalogue = {"Lists every event with its fields, and the catalogue's version and hash.", "O(N) over the events known", NULL, NULL, NULL, 0, 0};
static const commandArg args_scope_doctor[] = {
    {"json", NULL, "JSON", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const char *const tips_scope_doctor[] = {"nondeterministic_output"};
static const commandDoc doc_scope_doctor = {"Explains what is wrong: symptom, evidence, cause and remedy of each finding.", "O(N) over the rules", NULL, NULL, args_scope_doctor, 1, 0};
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
static const commandDoc doc_script = {"Looks after the scripts that are kept.", NULL, NULL, NULL, NULL, 0, 0};
static const commandArg args_script_debug[] = {
    {"yes", NULL, "YES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"sync", NULL, "SYNC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"no", NULL, "NO", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_script_debug_2[] = {
    {"mode", NULL, NULL, NULL, NULL, args_script_debug, 3, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_script_debug = {"Says how the scripts that the connection runs are debugged.", "O(1)", NULL, NULL, args_script_debug_2, 1, 0};
static const commandArg args_script_exists[] = {
    {"sha1", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const char *const tips_script_exists[] = {"request_policy:all_shards", "response_policy:agg_logical_and"};
static const commandDoc doc_script_exists = {"Says of each script whether it is kept.", "O(N) over the scripts asked for", NULL, NULL, args_script_exists, 1, 0};
static const commandArg args_script_flush[] = {
    {"async", NULL, "ASYNC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"sync", NULL, "SYNC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_script_flush_2[] = {
    {"flush-type", NULL, NULL, NULL, NULL, args_script_flush, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const char *const tips_script_flush[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_script_flush = {"Forgets all scripts.", "O(N) over the scripts", NULL, NULL, args_script_flush_2, 1, 0};
static const commandDoc doc_script_help = {"Explains the subcommands of SCRIPT.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_script_kill[] = {"request_policy:all_shards", "response_policy:one_succeeded"};
static const commandDoc doc_script_kill = {"Ends the script that runs, unless it has written.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_script_load[] = {
    {"script", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const char *const tips_script_load[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_script_load = {"Compiles a script and keeps it.", "O(N) over the length of the script", NULL, NULL, args_script_load, 1, 0};
static const commandArg args_script_show[] = {
    {"sha1", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandDoc doc_script_show = {"Prints the source of a script.", "O(1)", NULL, NULL, args_script_show, 1, 0};
static const commandArg args_sdiff[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_sdiff[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_sdiff[] = {"nondeterministic_output_order"};
static const commandDoc doc_sdiff = {"Answers the members of the first set that are in none of the others.", "O(N) over the members of all sets", NULL, NULL, args_sdiff, 1, 0};
static const commandArg args_sdiffstore[] = {
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 1},
};
static const keySpec keys_sdiffstore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, -1, 1, 0}};
static const commandDoc doc_sdiffstore = {"Stores the members of the first source that are in none of the others.", "O(N) over the members of all sets", NULL, NULL, args_sdiffstore, 2, 0};
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
static const commandArg args_setbit[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_setbit[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_setbit = {"Writes one bit of a string, which grows if need be.", "O(1)", NULL, NULL, args_setbit, 3, 0};
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
static const commandArg args_sinter[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_sinter[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_sinter[] = {"nondeterministic_output_order"};
static const commandDoc doc_sinter = {"Answers the members that all sets have.", "O(N*M) for N members of the smallest of M sets", NULL, NULL, args_sinter, 1, 0};
static const commandArg args_sintercard[] = {
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"limit", NULL, "LIMIT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_sintercard[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 1, 0, 1, 1}};
static const commandDoc doc_sintercard = {"Counts the members that all sets have.", "O(N*M) for N members of the smallest of M sets", NULL, NULL, args_sintercard, 3, 0};
static const commandArg args_sinterstore[] = {
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 1},
};
static const keySpec keys_sinterstore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, -1, 1, 0}};
static const commandDoc doc_sinterstore = {"Stores the members that all sources have.", "O(N*M) for N members of the smallest of M sets", NULL, NULL, args_sinterstore, 2, 0};
static const commandArg args_sismember[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_sismember[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_sismember = {"Tells whether a set has a member.", "O(1)", NULL, NULL, args_sismember, 2, 0};
static const commandArg args_slaveof[] = {
    {"host", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"port", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_slaveof_2[] = {
    {"no", NULL, "NO", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"one", NULL, "ONE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_slaveof_3[] = {
    {"host-port", NULL, NULL, NULL, NULL, args_slaveof, 2, ARG_BLOCK, 0, -1},
    {"no-one", NULL, NULL, NULL, NULL, args_slaveof_2, 2, ARG_BLOCK, 0, -1},
};
static const commandArg args_slaveof_4[] = {
    {"args", NULL, NULL, NULL, NULL, args_slaveof_3, 2, ARG_ONEOF, 0, -1},
};
static const commandDoc doc_slaveof = {"The older name of REPLICAOF.", "O(1)", "5.0.0", "`REPLICAOF`", args_slaveof_4, 1, DOC_DEPRECATED};
static const commandDoc doc_slowlog = {"Keeps commands that took long; the older name of COMMANDLOG's kind \"slow\".", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_slowlog_get[] = {
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const char *const tips_slowlog_get[] = {"request_policy:all_nodes", "nondeterministic_output"};
static const commandDoc doc_slowlog_get = {"Shows the latest slow commands.", "O(N) over the entries returned", NULL, NULL, args_slowlog_get, 1, 0};
static const commandDoc doc_slowlog_help = {"Explains the subcommands of SLOWLOG.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_slowlog_len[] = {"request_policy:all_nodes", "response_policy:agg_sum", "nondeterministic_output"};
static const commandDoc doc_slowlog_len = {"Counts the slow commands that are kept.", "O(1)", NULL, NULL, NULL, 0, 0};
static const char *const tips_slowlog_reset[] = {"request_policy:all_nodes", "response_policy:all_succeeded"};
static const commandDoc doc_slowlog_reset = {"Forgets the slow commands.", "O(N) over the entries", NULL, NULL, NULL, 0, 0};
static const commandArg args_smembers[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_smembers[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_smembers[] = {"nondeterministic_output_order"};
static const commandDoc doc_smembers = {"Answers all members of a set.", "O(N) over the members", NULL, NULL, args_smembers, 1, 0};
static const commandArg args_smismember[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_smismember[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_smismember = {"Tells for each of several members whether a set has it.", "O(N) over the members asked for", NULL, NULL, args_smismember, 2, 0};
static const commandArg args_smove[] = {
    {"source", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_smove[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_smove = {"Moves a member from one set to another.", "O(1)", NULL, NULL, args_smove, 3, 0};
static const commandArg args_sort[] = {
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_sort_2[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_sort_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"by-pattern", NULL, "BY", NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL, 1},
    {"limit", NULL, "LIMIT", NULL, NULL, args_sort, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"get-pattern", NULL, "GET", NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL | ARG_MULTIPLE | ARG_MULTIPLE_TOKEN, 1},
    {"order", NULL, NULL, NULL, NULL, args_sort_2, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"sorting", NULL, "ALPHA", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"destination", NULL, "STORE", NULL, NULL, NULL, 0, ARG_KEY, ARG_OPTIONAL, 2},
};
static const keySpec keys_sort[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_UNKNOWN, KEY_FIND_UNKNOWN, 0, 0, 0, 0}, {NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_UNKNOWN, KEY_FIND_UNKNOWN, 0, 0, 0, 0}};
static const commandDoc doc_sort = {"Orders the elements of a list, set or sorted set, and answers or stores them.", "O(N+M*log(M)) over N elements and M answered; O(N) where nothing is ordered", NULL, NULL, args_sort_3, 7, 0};
static const commandArg args_sort_ro[] = {
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_sort_ro_2[] = {
    {"asc", NULL, "ASC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"desc", NULL, "DESC", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_sort_ro_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"by-pattern", NULL, "BY", NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL, 1},
    {"limit", NULL, "LIMIT", NULL, NULL, args_sort_ro, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"get-pattern", NULL, "GET", NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL | ARG_MULTIPLE | ARG_MULTIPLE_TOKEN, 1},
    {"order", NULL, NULL, NULL, NULL, args_sort_ro_2, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"sorting", NULL, "ALPHA", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_sort_ro[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_UNKNOWN, KEY_FIND_UNKNOWN, 0, 0, 0, 0}};
static const commandDoc doc_sort_ro = {"Orders the elements of a list, set or sorted set, and answers them.", "O(N+M*log(M)) over N elements and M answered; O(N) where nothing is ordered", NULL, NULL, args_sort_ro_3, 6, 0};
static const commandArg args_spop[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"count", NULL, NULL, "3.2.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_spop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_spop[] = {"nondeterministic_output"};
static const commandDoc doc_spop = {"Removes members drawn at random and answers them.", "O(1) without a count, else O(N) over the count", NULL, NULL, args_spop, 2, 0};
static const commandArg args_spublish[] = {
    {"shardchannel", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"message", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_spublish[] = {{NULL, NULL, KEY_NOT_KEY, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_spublish = {"Sends a message to everybody who listens to a shard channel.", "O(N) over the shard channel's subscribers", NULL, NULL, args_spublish, 2, 0};
static const commandArg args_srandmember[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"count", NULL, NULL, "2.6.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_srandmember[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_srandmember[] = {"nondeterministic_output"};
static const commandDoc doc_srandmember = {"Answers members drawn at random.", "O(1) without a count, else O(N) over the count", NULL, NULL, args_srandmember, 2, 0};
static const commandArg args_srem[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_srem[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_srem = {"Removes members of a set, and the set with its last member.", "O(N) over the members", NULL, NULL, args_srem, 2, 0};
static const commandArg args_sscan[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"cursor", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"pattern", NULL, "MATCH", NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_sscan[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_sscan[] = {"nondeterministic_output"};
static const commandDoc doc_sscan = {"Walks through the members of a set step by step.", "O(1) a call, O(N) for a whole pass over N members", NULL, NULL, args_sscan, 4, 0};
static const commandArg args_ssubscribe[] = {
    {"shardchannel", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_ssubscribe[] = {{NULL, NULL, KEY_NOT_KEY, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const commandDoc doc_ssubscribe = {"Starts receiving what is published to shard channels.", "O(N) over the shard channels", NULL, NULL, args_ssubscribe, 1, 0};
static const commandArg args_strlen[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_strlen[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_strlen = {"Tells how many bytes a string has.", "O(1)", NULL, NULL, args_strlen, 1, 0};
static const commandArg args_subscribe[] = {
    {"channel", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandDoc doc_subscribe = {"Starts receiving what is published to channels.", "O(N) over the channels", NULL, NULL, args_subscribe, 1, 0};
static const commandArg args_substr[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"end", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_substr[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_substr = {"Reads the bytes of a string between two offsets; the older name of GETRANGE.", "O(N) over the bytes returned", NULL, NULL, args_substr, 3, 0};
static const commandArg args_sunion[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_sunion[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_sunion[] = {"nondeterministic_output_order"};
static const commandDoc doc_sunion = {"Answers the members of all sets, each once.", "O(N) over the members of all sets", NULL, NULL, args_sunion, 1, 0};
static const commandArg args_sunionstore[] = {
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 1},
};
static const keySpec keys_sunionstore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, -1, 1, 0}};
static const commandDoc doc_sunionstore = {"Stores the members of all sources, each once.", "O(N) over the members of all sets", NULL, NULL, args_sunionstore, 2, 0};
static const commandArg args_sunsubscribe[] = {
    {"shardchannel", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const keySpec keys_sunsubscribe[] = {{NULL, NULL, KEY_NOT_KEY, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const commandDoc doc_sunsubscribe = {"Stops receiving from shard channels, or from any.", "O(N) over the shard channels", NULL, NULL, args_sunsubscribe, 1, 0};
static const commandArg args_swapdb[] = {
    {"index1", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"index2", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandDoc doc_swapdb = {"Exchanges two databases for all clients at once.", "O(N) over the clients that watch or wait for keys of both databases", NULL, NULL, args_swapdb, 2, 0};
static const commandDoc doc_sync = {"Makes the connection a replica, which begins with a snapshot.", "O(N) over all keys", NULL, NULL, NULL, 0, 0};
static const char *const tips_time[] = {"nondeterministic_output"};
static const commandDoc doc_time = {"Tells the server's clock.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_touch[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_touch[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_touch[] = {"request_policy:multi_shard", "response_policy:agg_sum"};
static const commandDoc doc_touch = {"Marks keys as used just now and counts those that exist.", "O(N) over the keys", NULL, NULL, args_touch, 1, 0};
static const commandArg args_ttl[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_ttl[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_ttl[] = {"nondeterministic_output"};
static const commandDoc doc_ttl = {"Tells how many seconds a key has left to live.", "O(1)", NULL, NULL, args_ttl, 1, 0};
static const commandArg args_type[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_type[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_type = {"Names the type of the value that a key holds.", "O(1)", NULL, NULL, args_type, 1, 0};
static const commandArg args_unlink[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_unlink[] = {{NULL, NULL, KEY_RM | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const char *const tips_unlink[] = {"request_policy:multi_shard", "response_policy:agg_sum"};
static const commandDoc doc_unlink = {"Removes keys at once and reclaims their memory in the background.", "O(1) a key; the memory is reclaimed elsewhere in O(N) over its allocations", NULL, NULL, args_unlink, 1, 0};
static const commandArg args_unsubscribe[] = {
    {"channel", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL | ARG_MULTIPLE, -1},
};
static const commandDoc doc_unsubscribe = {"Stops receiving from channels, or from any.", "O(N) over the channels", NULL, NULL, args_unsubscribe, 1, 0};
static const commandDoc doc_unwatch = {"Watches no key any more.", "O(N) over the watched keys", NULL, NULL, NULL, 0, 0};
static const commandArg args_wait[] = {
    {"numreplicas", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const char *const tips_wait[] = {"request_policy:all_shards", "response_policy:agg_min"};
static const commandDoc doc_wait = {"Waits until replicas have what the connection wrote.", "O(1)", NULL, NULL, args_wait, 2, 0};
static const commandArg args_waitaof[] = {
    {"numlocal", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"numreplicas", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"timeout", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const char *const tips_waitaof[] = {"request_policy:all_shards", "response_policy:agg_min"};
static const commandDoc doc_waitaof = {"Waits until what the connection wrote is on disks.", "O(1)", NULL, NULL, args_waitaof, 3, 0};
static const commandArg args_watch[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
};
static const keySpec keys_watch[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, -1, 1, 0}};
static const commandDoc doc_watch = {"Lets the next transaction run only if the keys have not changed by then.", "O(1) a key", NULL, NULL, args_watch, 1, 0};
static const commandArg args_xack[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"ID", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_xack[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_xack = {"Removes entries from those pending in a group.", "O(1) an ID", NULL, NULL, args_xack, 3, 0};
static const commandArg args_xadd[] = {
    {"maxlen", NULL, "MAXLEN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"minid", NULL, "MINID", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_xadd_2[] = {
    {"equal", NULL, "=", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"approximately", NULL, "~", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_xadd_3[] = {
    {"strategy", NULL, NULL, NULL, NULL, args_xadd, 2, ARG_ONEOF, 0, -1},
    {"operator", NULL, NULL, NULL, NULL, args_xadd_2, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"threshold", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"count", NULL, "LIMIT", "6.2.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandArg args_xadd_4[] = {
    {"auto-id", NULL, "*", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_xadd_5[] = {
    {"field", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"value", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_xadd_6[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"nomkstream", NULL, "NOMKSTREAM", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"trim", NULL, NULL, NULL, NULL, args_xadd_3, 4, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"id-selector", NULL, NULL, NULL, NULL, args_xadd_4, 2, ARG_ONEOF, 0, -1},
    {"data", NULL, NULL, NULL, NULL, args_xadd_5, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const keySpec keys_xadd[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_xadd[] = {"nondeterministic_output"};
static const commandDoc doc_xadd = {"Adds an entry to a stream, which is made where it is absent.", "O(1) to add, O(N) over the entries that are trimmed", NULL, NULL, args_xadd_6, 5, 0};
static const commandArg args_xautoclaim[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"consumer", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"min-idle-time", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"justid", NULL, "JUSTID", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_xautoclaim[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_xautoclaim[] = {"nondeterministic_output"};
static const commandDoc doc_xautoclaim = {"Gives a consumer the entries that have been pending for long, whosoever they are.", "O(1) where COUNT is small", NULL, NULL, args_xautoclaim, 7, 0};
static const commandArg args_xclaim[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"consumer", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"min-idle-time", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"ID", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
    {"ms", NULL, "IDLE", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"unix-time-milliseconds", NULL, "TIME", NULL, NULL, NULL, 0, ARG_UNIX_TIME, ARG_OPTIONAL, -1},
    {"count", NULL, "RETRYCOUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"force", NULL, "FORCE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"justid", NULL, "JUSTID", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"lastid", NULL, "LASTID", NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const keySpec keys_xclaim[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_xclaim[] = {"nondeterministic_output"};
static const commandDoc doc_xclaim = {"Gives a consumer entries that are pending for others.", "O(log N) an ID over the entries pending in the group", NULL, NULL, args_xclaim, 11, 0};
static const commandArg args_xdel[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"ID", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_xdel[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_xdel = {"Deletes entries by their IDs.", "O(1) an ID", NULL, NULL, args_xdel, 2, 0};
static const commandDoc doc_xgroup = {"Makes, changes and removes groups of consumers.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_xgroup_create[] = {
    {"id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"new-id", NULL, "$", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_xgroup_create_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"id-selector", NULL, NULL, NULL, NULL, args_xgroup_create, 2, ARG_ONEOF, 0, -1},
    {"mkstream", NULL, "MKSTREAM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"entriesread", "entries-read", "ENTRIESREAD", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_xgroup_create[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_xgroup_create = {"Makes a group.", "O(1)", NULL, NULL, args_xgroup_create_2, 5, 0};
static const commandArg args_xgroup_createconsumer[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"consumer", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_xgroup_createconsumer[] = {{NULL, NULL, KEY_RW | KEY_INSERT, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_xgroup_createconsumer = {"Makes a consumer in a group.", "O(1)", NULL, NULL, args_xgroup_createconsumer, 3, 0};
static const commandArg args_xgroup_delconsumer[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"consumer", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_xgroup_delconsumer[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_xgroup_delconsumer = {"Removes a consumer, and forgets what was pending for it.", "O(1)", NULL, NULL, args_xgroup_delconsumer, 3, 0};
static const commandArg args_xgroup_destroy[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_xgroup_destroy[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_xgroup_destroy = {"Removes a group.", "O(N) over the entries pending in the group", NULL, NULL, args_xgroup_destroy, 2, 0};
static const commandDoc doc_xgroup_help = {"Explains the subcommands of XGROUP.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_xgroup_setid[] = {
    {"id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"new-id", NULL, "$", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_xgroup_setid_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"id-selector", NULL, NULL, NULL, NULL, args_xgroup_setid, 2, ARG_ONEOF, 0, -1},
    {"entriesread", "entries-read", "ENTRIESREAD", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_xgroup_setid[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_xgroup_setid = {"Sets the ID up to which a group has read.", "O(1)", NULL, NULL, args_xgroup_setid_2, 4, 0};
static const commandDoc doc_xinfo = {"Tells what streams, groups and consumers are like.", "Depends on the subcommand", NULL, NULL, NULL, 0, 0};
static const commandArg args_xinfo_consumers[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_xinfo_consumers[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const char *const tips_xinfo_consumers[] = {"nondeterministic_output"};
static const commandDoc doc_xinfo_consumers = {"Lists the consumers of a group.", "O(1)", NULL, NULL, args_xinfo_consumers, 2, 0};
static const commandArg args_xinfo_groups[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_xinfo_groups[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_xinfo_groups = {"Lists the groups of a stream.", "O(1)", NULL, NULL, args_xinfo_groups, 1, 0};
static const commandDoc doc_xinfo_help = {"Explains the subcommands of XINFO.", "O(1)", NULL, NULL, NULL, 0, 0};
static const commandArg args_xinfo_stream[] = {
    {"full", NULL, "FULL", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandArg args_xinfo_stream_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"full-block", NULL, NULL, NULL, NULL, args_xinfo_stream, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_xinfo_stream[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_xinfo_stream = {"Describes a stream, in full where asked.", "O(1)", NULL, NULL, args_xinfo_stream_2, 2, 0};
static const commandArg args_xlen[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_xlen[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_xlen = {"Counts the entries of a stream.", "O(1)", NULL, NULL, args_xlen, 1, 0};
static const commandArg args_xpending[] = {
    {"min-idle-time", NULL, "IDLE", "6.2.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"end", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"consumer", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const commandArg args_xpending_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"filters", NULL, NULL, NULL, NULL, args_xpending, 5, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_xpending[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_xpending[] = {"nondeterministic_output"};
static const commandDoc doc_xpending = {"Tells how much is pending in a group, or lists it.", "O(N) over the entries answered", NULL, NULL, args_xpending_2, 3, 0};
static const commandArg args_xrange[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"end", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_xrange[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_xrange = {"Lists entries between two IDs.", "O(N) over the entries answered", NULL, NULL, args_xrange, 4, 0};
static const commandArg args_xread[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"ID", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_xread_2[] = {
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"milliseconds", NULL, "BLOCK", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"streams", NULL, "STREAMS", NULL, NULL, args_xread, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_xread[] = {{NULL, "STREAMS", KEY_RO | KEY_ACCESS, KEY_BEGIN_KEYWORD, KEY_FIND_RANGE, 1, -1, 1, 2}};
static const commandDoc doc_xread = {"Reads entries behind given IDs, and can wait for them.", "O(N) over the entries answered", NULL, NULL, args_xread_2, 3, 0};
static const commandArg args_xreadgroup[] = {
    {"group", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"consumer", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_xreadgroup_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"ID", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const commandArg args_xreadgroup_3[] = {
    {"group-block", NULL, "GROUP", NULL, NULL, args_xreadgroup, 2, ARG_BLOCK, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"milliseconds", NULL, "BLOCK", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"noack", NULL, "NOACK", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"streams", NULL, "STREAMS", NULL, NULL, args_xreadgroup_2, 2, ARG_BLOCK, 0, -1},
};
static const keySpec keys_xreadgroup[] = {{NULL, "STREAMS", KEY_RO | KEY_ACCESS, KEY_BEGIN_KEYWORD, KEY_FIND_RANGE, 4, -1, 1, 2}};
static const commandDoc doc_xreadgroup = {"Reads entries for a consumer of a group, and can wait for them.", "O(M) over the entries answered", NULL, NULL, args_xreadgroup_3, 5, 0};
static const commandArg args_xrevrange[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"end", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_xrevrange[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_xrevrange = {"Lists entries between two IDs, the last one first.", "O(N) over the entries answered", NULL, NULL, args_xrevrange, 4, 0};
static const commandArg args_xsetid[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"last-id", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"entries-added", NULL, "ENTRIESADDED", "7.0.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"max-deleted-id", NULL, "MAXDELETEDID", "7.0.0", NULL, NULL, 0, ARG_STRING, ARG_OPTIONAL, -1},
};
static const keySpec keys_xsetid[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_xsetid = {"Sets what a stream remembers of IDs; for internal use.", "O(1)", NULL, NULL, args_xsetid, 4, 0};
static const commandArg args_xtrim[] = {
    {"maxlen", NULL, "MAXLEN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"minid", NULL, "MINID", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_xtrim_2[] = {
    {"equal", NULL, "=", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"approximately", NULL, "~", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_xtrim_3[] = {
    {"strategy", NULL, NULL, NULL, NULL, args_xtrim, 2, ARG_ONEOF, 0, -1},
    {"operator", NULL, NULL, NULL, NULL, args_xtrim_2, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"threshold", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"count", NULL, "LIMIT", "6.2.0", NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const commandArg args_xtrim_4[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"trim", NULL, NULL, NULL, NULL, args_xtrim_3, 4, ARG_BLOCK, 0, -1},
};
static const keySpec keys_xtrim[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_xtrim[] = {"nondeterministic_output"};
static const commandDoc doc_xtrim = {"Removes the oldest entries of a stream.", "O(N) over the entries that are removed", NULL, NULL, args_xtrim_4, 2, 0};
static const commandArg args_zadd[] = {
    {"nx", NULL, "NX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"xx", NULL, "XX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zadd_2[] = {
    {"gt", NULL, "GT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"lt", NULL, "LT", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zadd_3[] = {
    {"score", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const commandArg args_zadd_4[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"condition", NULL, NULL, "3.0.2", NULL, args_zadd, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"comparison", NULL, NULL, "6.2.0", NULL, args_zadd_2, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"change", NULL, "CH", "3.0.2", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"increment", NULL, "INCR", "3.0.2", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"data", NULL, NULL, NULL, NULL, args_zadd_3, 2, ARG_BLOCK, ARG_MULTIPLE, -1},
};
static const keySpec keys_zadd[] = {{NULL, NULL, KEY_RW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zadd = {"Adds members with their scores to a sorted set, which is created if need be, or gives members new scores.", "O(log(N)) for each member", NULL, NULL, args_zadd_4, 6, 0};
static const commandArg args_zcard[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
};
static const keySpec keys_zcard[] = {{NULL, NULL, KEY_RO, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zcard = {"Counts the members of a sorted set.", "O(1)", NULL, NULL, args_zcard, 1, 0};
static const commandArg args_zcount[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_zcount[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zcount = {"Counts the members of a sorted set whose scores lie in a range.", "O(log(N))", NULL, NULL, args_zcount, 3, 0};
static const commandArg args_zdiff[] = {
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"withscores", NULL, "WITHSCORES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_zdiff[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 1, 0, 1, 1}};
static const commandDoc doc_zdiff = {"Answers the members of the first sorted set that are in none of the others.", "O(L + (N-K)*log(N)) over all L members, N of them in the first and K in the result", NULL, NULL, args_zdiff, 3, 0};
static const commandArg args_zdiffstore[] = {
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 1},
};
static const keySpec keys_zdiffstore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_zdiffstore = {"Stores the members of the first sorted set that are in none of the others.", "O(L + (N-K)*log(N)) over all L members, N of them in the first and K in the result", NULL, NULL, args_zdiffstore, 3, 0};
static const commandArg args_zincrby[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"increment", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_zincrby[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zincrby = {"Adds a number to the score of a member; a missing member counts as 0.", "O(log(N))", NULL, NULL, args_zincrby, 3, 0};
static const commandArg args_zinter[] = {
    {"sum", NULL, "SUM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"min", NULL, "MIN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"max", NULL, "MAX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zinter_2[] = {
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"weight", NULL, "WEIGHTS", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"aggregate", NULL, "AGGREGATE", NULL, NULL, args_zinter, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"withscores", NULL, "WITHSCORES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_zinter[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 1, 0, 1, 1}};
static const commandDoc doc_zinter = {"Answers the members that all of the sorted sets have.", "O(N*K) + O(M*log(M)) for K sets, the smallest of N members, and M in the result", NULL, NULL, args_zinter_2, 5, 0};
static const commandArg args_zintercard[] = {
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"limit", NULL, "LIMIT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_zintercard[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 1, 0, 1, 1}};
static const commandDoc doc_zintercard = {"Counts the members that all of the sorted sets have.", "O(N*K) for K sets, the smallest of N members", NULL, NULL, args_zintercard, 3, 0};
static const commandArg args_zinterstore[] = {
    {"sum", NULL, "SUM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"min", NULL, "MIN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"max", NULL, "MAX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zinterstore_2[] = {
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 1},
    {"weight", NULL, "WEIGHTS", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"aggregate", NULL, "AGGREGATE", NULL, NULL, args_zinterstore, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_zinterstore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_zinterstore = {"Stores the members that all of the sorted sets have.", "O(N*K) + O(M*log(M)) for K sets, the smallest of N members, and M in the result", NULL, NULL, args_zinterstore_2, 5, 0};
static const commandArg args_zlexcount[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_zlexcount[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zlexcount = {"Counts the members of a sorted set that lie in a range of bytes.", "O(log(N))", NULL, NULL, args_zlexcount, 3, 0};
static const commandArg args_zmpop[] = {
    {"min", NULL, "MIN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"max", NULL, "MAX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zmpop_2[] = {
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"where", NULL, NULL, NULL, NULL, args_zmpop, 2, ARG_ONEOF, 0, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_zmpop[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 1, 0, 1, 1}};
static const commandDoc doc_zmpop = {"Takes the lowest or highest members out of the first sorted set that has any.", "O(K) + O(M*log(N)) over K keys, for M members of N", NULL, NULL, args_zmpop_2, 4, 0};
static const commandArg args_zmscore[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_zmscore[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zmscore = {"Answers the scores of members of a sorted set.", "O(N) over the members", NULL, NULL, args_zmscore, 2, 0};
static const commandArg args_zpopmax[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_zpopmax[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zpopmax = {"Takes the members with the highest scores out of a sorted set.", "O(log(N)*M) for M members", NULL, NULL, args_zpopmax, 2, 0};
static const commandArg args_zpopmin[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
};
static const keySpec keys_zpopmin[] = {{NULL, NULL, KEY_RW | KEY_ACCESS | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zpopmin = {"Takes the members with the lowest scores out of a sorted set.", "O(log(N)*M) for M members", NULL, NULL, args_zpopmin, 2, 0};
static const commandArg args_zrandmember[] = {
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"withscores", NULL, "WITHSCORES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const commandArg args_zrandmember_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"options", NULL, NULL, NULL, NULL, args_zrandmember, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrandmember[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_zrandmember[] = {"nondeterministic_output"};
static const commandDoc doc_zrandmember = {"Picks members of a sorted set at random.", "O(N) over the members returned", NULL, NULL, args_zrandmember_2, 2, 0};
static const commandArg args_zrange[] = {
    {"byscore", NULL, "BYSCORE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"bylex", NULL, "BYLEX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zrange_2[] = {
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_zrange_3[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"stop", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"sortby", NULL, NULL, "6.2.0", NULL, args_zrange, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"rev", NULL, "REV", "6.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"limit", NULL, "LIMIT", "6.2.0", NULL, args_zrange_2, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
    {"withscores", NULL, "WITHSCORES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrange[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrange = {"Answers the members of a sorted set in a range of ranks, scores or bytes.", "O(log(N)+M) for M members", NULL, NULL, args_zrange_3, 7, 0};
static const commandArg args_zrangebylex[] = {
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_zrangebylex_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"limit", NULL, "LIMIT", NULL, NULL, args_zrangebylex, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrangebylex[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrangebylex = {"Answers the members of a sorted set in a range of bytes.", "O(log(N)+M) for M members", "6.2.0", "`ZRANGE` with the `BYLEX` argument", args_zrangebylex_2, 4, DOC_DEPRECATED};
static const commandArg args_zrangebyscore[] = {
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_zrangebyscore_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"withscores", NULL, "WITHSCORES", "2.0.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"limit", NULL, "LIMIT", NULL, NULL, args_zrangebyscore, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrangebyscore[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrangebyscore = {"Answers the members of a sorted set in a range of scores.", "O(log(N)+M) for M members", "6.2.0", "`ZRANGE` with the `BYSCORE` argument", args_zrangebyscore_2, 5, DOC_DEPRECATED};
static const commandArg args_zrangestore[] = {
    {"byscore", NULL, "BYSCORE", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"bylex", NULL, "BYLEX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zrangestore_2[] = {
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_zrangestore_3[] = {
    {"dst", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"src", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 1},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"sortby", NULL, NULL, NULL, NULL, args_zrangestore, 2, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"rev", NULL, "REV", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"limit", NULL, "LIMIT", NULL, NULL, args_zrangestore_2, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrangestore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 2, 0, 1, 0}};
static const commandDoc doc_zrangestore = {"Stores the members of a sorted set in a range of ranks, scores or bytes.", "O(log(N)+M) for M members", NULL, NULL, args_zrangestore_3, 7, 0};
static const commandArg args_zrank[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"withscore", NULL, "WITHSCORE", "7.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrank[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrank = {"Answers the place of a member in a sorted set, counted from the lowest score.", "O(log(N))", NULL, NULL, args_zrank, 3, 0};
static const commandArg args_zrem[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, ARG_MULTIPLE, -1},
};
static const keySpec keys_zrem[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrem = {"Removes members of a sorted set, and the sorted set with its last member.", "O(M*log(N)) for M members", NULL, NULL, args_zrem, 2, 0};
static const commandArg args_zremrangebylex[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_zremrangebylex[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zremrangebylex = {"Removes the members of a sorted set in a range of bytes.", "O(log(N)+M) for M members", NULL, NULL, args_zremrangebylex, 3, 0};
static const commandArg args_zremrangebyrank[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"stop", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const keySpec keys_zremrangebyrank[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zremrangebyrank = {"Removes the members of a sorted set in a range of ranks.", "O(log(N)+M) for M members", NULL, NULL, args_zremrangebyrank, 3, 0};
static const commandArg args_zremrangebyscore[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
};
static const keySpec keys_zremrangebyscore[] = {{NULL, NULL, KEY_RW | KEY_DELETE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zremrangebyscore = {"Removes the members of a sorted set in a range of scores.", "O(log(N)+M) for M members", NULL, NULL, args_zremrangebyscore, 3, 0};
static const commandArg args_zrevrange[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"start", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"stop", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"withscores", NULL, "WITHSCORES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrevrange[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrevrange = {"Answers the members of a sorted set in a range of ranks, the highest score first.", "O(log(N)+M) for M members", "6.2.0", "`ZRANGE` with the `REV` argument", args_zrevrange, 4, DOC_DEPRECATED};
static const commandArg args_zrevrangebylex[] = {
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_zrevrangebylex_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"limit", NULL, "LIMIT", NULL, NULL, args_zrevrangebylex, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrevrangebylex[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrevrangebylex = {"Answers the members of a sorted set in a range of bytes, the last one first.", "O(log(N)+M) for M members", "6.2.0", "`ZRANGE` with the `REV` and `BYLEX` arguments", args_zrevrangebylex_2, 4, DOC_DEPRECATED};
static const commandArg args_zrevrangebyscore[] = {
    {"offset", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"count", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
};
static const commandArg args_zrevrangebyscore_2[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"max", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"min", NULL, NULL, NULL, NULL, NULL, 0, ARG_DOUBLE, 0, -1},
    {"withscores", NULL, "WITHSCORES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
    {"limit", NULL, "LIMIT", NULL, NULL, args_zrevrangebyscore, 2, ARG_BLOCK, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrevrangebyscore[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrevrangebyscore = {"Answers the members of a sorted set in a range of scores, the highest score first.", "O(log(N)+M) for M members", "6.2.0", "`ZRANGE` with the `REV` and `BYSCORE` arguments", args_zrevrangebyscore_2, 5, DOC_DEPRECATED};
static const commandArg args_zrevrank[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
    {"withscore", NULL, "WITHSCORE", "7.2.0", NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_zrevrank[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zrevrank = {"Answers the place of a member in a sorted set, counted from the highest score.", "O(log(N))", NULL, NULL, args_zrevrank, 3, 0};
static const commandArg args_zscan[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"cursor", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"pattern", NULL, "MATCH", NULL, NULL, NULL, 0, ARG_PATTERN, ARG_OPTIONAL, -1},
    {"count", NULL, "COUNT", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL, -1},
    {"noscores", NULL, "NOSCORES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_zscan[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const char *const tips_zscan[] = {"nondeterministic_output"};
static const commandDoc doc_zscan = {"Walks through the members of a sorted set step by step.", "O(1) a call, O(N) for a whole pass over N members", NULL, NULL, args_zscan, 5, 0};
static const commandArg args_zscore[] = {
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"member", NULL, NULL, NULL, NULL, NULL, 0, ARG_STRING, 0, -1},
};
static const keySpec keys_zscore[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}};
static const commandDoc doc_zscore = {"Answers the score of a member of a sorted set.", "O(1)", NULL, NULL, args_zscore, 2, 0};
static const commandArg args_zunion[] = {
    {"sum", NULL, "SUM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"min", NULL, "MIN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"max", NULL, "MAX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zunion_2[] = {
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 0},
    {"weight", NULL, "WEIGHTS", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"aggregate", NULL, "AGGREGATE", NULL, NULL, args_zunion, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
    {"withscores", NULL, "WITHSCORES", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, ARG_OPTIONAL, -1},
};
static const keySpec keys_zunion[] = {{NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 1, 0, 1, 1}};
static const commandDoc doc_zunion = {"Answers the members that any of the sorted sets has.", "O(N) + O(M*log(M)) over all N members, M in the result", NULL, NULL, args_zunion_2, 5, 0};
static const commandArg args_zunionstore[] = {
    {"sum", NULL, "SUM", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"min", NULL, "MIN", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
    {"max", NULL, "MAX", NULL, NULL, NULL, 0, ARG_PURE_TOKEN, 0, -1},
};
static const commandArg args_zunionstore_2[] = {
    {"destination", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, 0, 0},
    {"numkeys", NULL, NULL, NULL, NULL, NULL, 0, ARG_INTEGER, 0, -1},
    {"key", NULL, NULL, NULL, NULL, NULL, 0, ARG_KEY, ARG_MULTIPLE, 1},
    {"weight", NULL, "WEIGHTS", NULL, NULL, NULL, 0, ARG_INTEGER, ARG_OPTIONAL | ARG_MULTIPLE, -1},
    {"aggregate", NULL, "AGGREGATE", NULL, NULL, args_zunionstore, 3, ARG_ONEOF, ARG_OPTIONAL, -1},
};
static const keySpec keys_zunionstore[] = {{NULL, NULL, KEY_OW | KEY_UPDATE, KEY_BEGIN_INDEX, KEY_FIND_RANGE, 1, 0, 1, 0}, {NULL, NULL, KEY_RO | KEY_ACCESS, KEY_BEGIN_INDEX, KEY_FIND_KEYNUM, 2, 0, 1, 1}};
static const commandDoc doc_zunionstore = {"Stores the members that any of the sorted sets has.", "O(N) + O(M*log(M)) over all N members, M in the result", NULL, NULL, args_zunionstore_2, 5, 0};

const commandSpec command_specs[] = {
    {
        .name = "acl",
        .since = "6.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_SERVER,
        .is_container = 1,
    },
    {
        .name = "cat",
        .parent = "acl",
        .doc = &doc_acl_cat,
        .since = "6.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = -2,
        .group = GROUP_SERVER,
    },
    {
        .name = "deluser",
        .parent = "acl",
        .tips = tips_acl_deluser,
        .doc = &doc_acl_deluser,
        .since = "6.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = -3,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "dryrun",
        .parent = "acl",
        .proc = aclCommand,
        .doc = &doc_acl_dryrun,
        .since = "7.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -4,
        .group = GROUP_SERVER,
    },
    {
        .name = "genpass",
        .parent = "acl",
        .doc = &doc_acl_genpass,
        .since = "6.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = -2,
        .group = GROUP_SERVER,
    },
    {
        .name = "getuser",
        .parent = "acl",
        .doc = &doc_acl_getuser,
        .since = "6.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = 3,
        .group = GROUP_SERVER,
    },
    {
        .name = "help",
        .parent = "acl",
        .doc = &doc_acl_help,
        .since = "6.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "list",
        .parent = "acl",
        .doc = &doc_acl_list,
        .since = "6.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "load",
        .parent = "acl",
        .doc = &doc_acl_load,
        .since = "6.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "log",
        .parent = "acl",
        .proc = aclCommand,
        .doc = &doc_acl_log,
        .since = "6.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_SERVER,
    },
    {
        .name = "save",
        .parent = "acl",
        .tips = tips_acl_save,
        .doc = &doc_acl_save,
        .since = "6.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "setuser",
        .parent = "acl",
        .tips = tips_acl_setuser,
        .doc = &doc_acl_setuser,
        .since = "6.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = -3,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "users",
        .parent = "acl",
        .doc = &doc_acl_users,
        .since = "6.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "whoami",
        .parent = "acl",
        .proc = aclCommand,
        .doc = &doc_acl_whoami,
        .since = "6.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = 2,
        .group = GROUP_SERVER,
    },
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
        .name = "asking",
        .proc = askingCommand,
        .doc = &doc_asking,
        .since = "3.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_FAST,
        .arity = 1,
        .group = GROUP_CLUSTER,
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
        .name = "bgrewriteaof",
        .doc = &doc_bgrewriteaof,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 1,
        .group = GROUP_SERVER,
    },
    {
        .name = "bgsave",
        .proc = bgsaveCommand,
        .doc = &doc_bgsave,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_NO_ASYNC_LOADING,
        .arity = -1,
        .group = GROUP_SERVER,
    },
    {
        .name = "bitcount",
        .proc = bitcountCommand,
        .keyspecs = keys_bitcount,
        .doc = &doc_bitcount,
        .since = "2.6.0",
        .acl = ACL_READ | ACL_BITMAP | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_BITMAP,
        .nkeyspecs = 1,
    },
    {
        .name = "bitfield",
        .proc = bitfieldCommand,
        .getkeys = bitfieldGetKeys,
        .keyspecs = keys_bitfield,
        .doc = &doc_bitfield,
        .since = "3.2.0",
        .acl = ACL_WRITE | ACL_BITMAP | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_BITMAP,
        .nkeyspecs = 1,
    },
    {
        .name = "bitfield_ro",
        .proc = bitfieldroCommand,
        .keyspecs = keys_bitfield_ro,
        .doc = &doc_bitfield_ro,
        .since = "6.0.0",
        .acl = ACL_READ | ACL_BITMAP | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_BITMAP,
        .nkeyspecs = 1,
    },
    {
        .name = "bitop",
        .proc = bitopCommand,
        .keyspecs = keys_bitop,
        .doc = &doc_bitop,
        .since = "2.6.0",
        .acl = ACL_WRITE | ACL_BITMAP | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -4,
        .first_key = 2,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_BITMAP,
        .nkeyspecs = 2,
    },
    {
        .name = "bitpos",
        .proc = bitposCommand,
        .keyspecs = keys_bitpos,
        .doc = &doc_bitpos,
        .since = "2.8.7",
        .acl = ACL_READ | ACL_BITMAP | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_BITMAP,
        .nkeyspecs = 1,
    },
    {
        .name = "blmove",
        .proc = blmoveCommand,
        .keyspecs = keys_blmove,
        .doc = &doc_blmove,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_BLOCKING,
        .arity = 6,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 2,
    },
    {
        .name = "blmpop",
        .proc = blmpopCommand,
        .getkeys = blmpopGetKeys,
        .keyspecs = keys_blmpop,
        .doc = &doc_blmpop,
        .since = "7.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_BLOCKING | CMD_MOVABLE_KEYS,
        .arity = -5,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "blpop",
        .proc = blpopCommand,
        .keyspecs = keys_blpop,
        .doc = &doc_blpop,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_BLOCKING,
        .arity = -3,
        .first_key = 1,
        .last_key = -2,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "brpop",
        .proc = brpopCommand,
        .keyspecs = keys_brpop,
        .doc = &doc_brpop,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_BLOCKING,
        .arity = -3,
        .first_key = 1,
        .last_key = -2,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "brpoplpush",
        .proc = brpoplpushCommand,
        .keyspecs = keys_brpoplpush,
        .doc = &doc_brpoplpush,
        .since = "2.2.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_BLOCKING,
        .arity = 4,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 2,
    },
    {
        .name = "bzmpop",
        .proc = bzmpopCommand,
        .getkeys = bzmpopGetKeys,
        .keyspecs = keys_bzmpop,
        .doc = &doc_bzmpop,
        .since = "7.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_BLOCKING | CMD_MOVABLE_KEYS,
        .arity = -5,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "bzpopmax",
        .proc = bzpopmaxCommand,
        .keyspecs = keys_bzpopmax,
        .doc = &doc_bzpopmax,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_FAST | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_BLOCKING | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = -2,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "bzpopmin",
        .proc = bzpopminCommand,
        .keyspecs = keys_bzpopmin,
        .doc = &doc_bzpopmin,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_FAST | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_BLOCKING | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = -2,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
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
        .name = "cluster",
        .doc = &doc_cluster,
        .since = "3.0.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_CLUSTER,
        .is_container = 1,
    },
    {
        .name = "addslots",
        .parent = "cluster",
        .doc = &doc_cluster_addslots,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -3,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "addslotsrange",
        .parent = "cluster",
        .doc = &doc_cluster_addslotsrange,
        .since = "7.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -4,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "bumpepoch",
        .parent = "cluster",
        .tips = tips_cluster_bumpepoch,
        .doc = &doc_cluster_bumpepoch,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "cancelslotmigrations",
        .parent = "cluster",
        .doc = &doc_cluster_cancelslotmigrations,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "count-failure-reports",
        .parent = "cluster",
        .tips = tips_cluster_count_failure_reports,
        .doc = &doc_cluster_count_failure_reports,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_PYTHON,
        .arity = 3,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "countkeysinslot",
        .parent = "cluster",
        .proc = clusterCommand,
        .doc = &doc_cluster_countkeysinslot,
        .since = "3.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_STALE,
        .arity = 3,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "delslots",
        .parent = "cluster",
        .doc = &doc_cluster_delslots,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -3,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "delslotsrange",
        .parent = "cluster",
        .doc = &doc_cluster_delslotsrange,
        .since = "7.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -4,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "failover",
        .parent = "cluster",
        .doc = &doc_cluster_failover,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -2,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "flushslot",
        .parent = "cluster",
        .proc = clusterCommand,
        .doc = &doc_cluster_flushslot,
        .since = "9.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_WRITE | CMD_ADMIN | CMD_NO_ASYNC_LOADING,
        .arity = -3,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "flushslots",
        .parent = "cluster",
        .doc = &doc_cluster_flushslots,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "forget",
        .parent = "cluster",
        .doc = &doc_cluster_forget,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 3,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "getkeysinslot",
        .parent = "cluster",
        .proc = clusterCommand,
        .tips = tips_cluster_getkeysinslot,
        .doc = &doc_cluster_getkeysinslot,
        .since = "3.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_STALE,
        .arity = 4,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "getslotmigrations",
        .parent = "cluster",
        .doc = &doc_cluster_getslotmigrations,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "help",
        .parent = "cluster",
        .proc = clusterCommand,
        .doc = &doc_cluster_help,
        .since = "5.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "info",
        .parent = "cluster",
        .tips = tips_cluster_info,
        .doc = &doc_cluster_info,
        .since = "3.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "keyslot",
        .parent = "cluster",
        .proc = clusterCommand,
        .doc = &doc_cluster_keyslot,
        .since = "3.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_STALE,
        .arity = 3,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "links",
        .parent = "cluster",
        .tips = tips_cluster_links,
        .doc = &doc_cluster_links,
        .since = "7.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_STALE | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "meet",
        .parent = "cluster",
        .doc = &doc_cluster_meet,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -4,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "migrateslots",
        .parent = "cluster",
        .doc = &doc_cluster_migrateslots,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -4,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "myid",
        .parent = "cluster",
        .proc = clusterCommand,
        .doc = &doc_cluster_myid,
        .since = "3.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "myshardid",
        .parent = "cluster",
        .proc = clusterCommand,
        .tips = tips_cluster_myshardid,
        .doc = &doc_cluster_myshardid,
        .since = "7.2.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "nodes",
        .parent = "cluster",
        .proc = clusterCommand,
        .tips = tips_cluster_nodes,
        .doc = &doc_cluster_nodes,
        .since = "3.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "replicas",
        .parent = "cluster",
        .proc = clusterCommand,
        .tips = tips_cluster_replicas,
        .doc = &doc_cluster_replicas,
        .since = "5.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE,
        .arity = 3,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "replicate",
        .parent = "cluster",
        .doc = &doc_cluster_replicate,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -3,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "reset",
        .parent = "cluster",
        .doc = &doc_cluster_reset,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_STALE | CMD_PYTHON,
        .arity = -2,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "saveconfig",
        .parent = "cluster",
        .doc = &doc_cluster_saveconfig,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 2,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "set-config-epoch",
        .parent = "cluster",
        .doc = &doc_cluster_set_config_epoch,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 3,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "setslot",
        .parent = "cluster",
        .doc = &doc_cluster_setslot,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_MAY_REPLICATE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -4,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "shards",
        .parent = "cluster",
        .proc = clusterCommand,
        .tips = tips_cluster_shards,
        .doc = &doc_cluster_shards,
        .since = "7.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "slaves",
        .parent = "cluster",
        .proc = clusterCommand,
        .tips = tips_cluster_slaves,
        .doc = &doc_cluster_slaves,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE,
        .arity = 3,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "slot-stats",
        .parent = "cluster",
        .proc = clusterCommand,
        .tips = tips_cluster_slot_stats,
        .doc = &doc_cluster_slot_stats,
        .since = "8.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = -4,
        .group = GROUP_CLUSTER,
        .ntips = 2,
    },
    {
        .name = "slots",
        .parent = "cluster",
        .proc = clusterCommand,
        .tips = tips_cluster_slots,
        .doc = &doc_cluster_slots,
        .since = "3.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_CLUSTER,
        .ntips = 1,
    },
    {
        .name = "syncslots",
        .parent = "cluster",
        .doc = &doc_cluster_syncslots,
        .since = "9.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_STALE | CMD_MAY_REPLICATE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = -3,
        .group = GROUP_CLUSTER,
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
        .name = "commandlog",
        .doc = &doc_commandlog,
        .since = "8.1.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_SERVER,
        .is_container = 1,
    },
    {
        .name = "get",
        .parent = "commandlog",
        .proc = commandlogCommand,
        .tips = tips_commandlog_get,
        .doc = &doc_commandlog_get,
        .since = "8.1.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_LOADING | CMD_STALE,
        .arity = 4,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "help",
        .parent = "commandlog",
        .proc = commandlogCommand,
        .doc = &doc_commandlog_help,
        .since = "8.1.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "len",
        .parent = "commandlog",
        .proc = commandlogCommand,
        .tips = tips_commandlog_len,
        .doc = &doc_commandlog_len,
        .since = "8.1.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_LOADING | CMD_STALE,
        .arity = 3,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "reset",
        .parent = "commandlog",
        .proc = commandlogCommand,
        .tips = tips_commandlog_reset,
        .doc = &doc_commandlog_reset,
        .since = "8.1.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_LOADING | CMD_STALE,
        .arity = 3,
        .group = GROUP_SERVER,
        .ntips = 2,
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
        .name = "copy",
        .proc = copyCommand,
        .keyspecs = keys_copy,
        .doc = &doc_copy,
        .since = "6.2.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -3,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 2,
    },
    {
        .name = "dbsize",
        .proc = dbsizeCommand,
        .tips = tips_dbsize,
        .doc = &doc_dbsize,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 1,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "debug",
        .proc = debugCommand,
        .doc = &doc_debug,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_PROTECTED,
        .arity = -2,
        .group = GROUP_SERVER,
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
        .name = "del",
        .proc = delCommand,
        .keyspecs = keys_del,
        .tips = tips_del,
        .doc = &doc_del,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 2,
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
        .name = "discard",
        .proc = discardCommand,
        .doc = &doc_discard,
        .since = "2.0.0",
        .acl = ACL_FAST | ACL_TRANSACTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_ALLOW_BUSY,
        .arity = 1,
        .group = GROUP_TRANSACTIONS,
    },
    {
        .name = "dump",
        .proc = dumpCommand,
        .keyspecs = keys_dump,
        .tips = tips_dump,
        .doc = &doc_dump,
        .since = "2.6.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 1,
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
        .name = "eval",
        .proc = evalCommand,
        .keyspecs = keys_eval,
        .doc = &doc_eval,
        .since = "2.6.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_STALE | CMD_SKIP_MONITOR | CMD_MAY_REPLICATE | CMD_NO_MANDATORY_KEYS | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .nkeyspecs = 1,
    },
    {
        .name = "eval_ro",
        .proc = evalRoCommand,
        .keyspecs = keys_eval_ro,
        .doc = &doc_eval_ro,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_READONLY | CMD_NOSCRIPT | CMD_STALE | CMD_SKIP_MONITOR | CMD_NO_MANDATORY_KEYS | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .nkeyspecs = 1,
    },
    {
        .name = "evalsha",
        .proc = evalshaCommand,
        .keyspecs = keys_evalsha,
        .doc = &doc_evalsha,
        .since = "2.6.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_STALE | CMD_SKIP_MONITOR | CMD_MAY_REPLICATE | CMD_NO_MANDATORY_KEYS | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .nkeyspecs = 1,
    },
    {
        .name = "evalsha_ro",
        .proc = evalshaRoCommand,
        .keyspecs = keys_evalsha_ro,
        .doc = &doc_evalsha_ro,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_READONLY | CMD_NOSCRIPT | CMD_STALE | CMD_SKIP_MONITOR | CMD_NO_MANDATORY_KEYS | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .nkeyspecs = 1,
    },
    {
        .name = "exec",
        .proc = execCommand,
        .doc = &doc_exec,
        .since = "1.2.0",
        .acl = ACL_SLOW | ACL_TRANSACTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SKIP_COMMANDLOG,
        .arity = 1,
        .group = GROUP_TRANSACTIONS,
    },
    {
        .name = "exists",
        .proc = existsCommand,
        .keyspecs = keys_exists,
        .tips = tips_exists,
        .doc = &doc_exists,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 2,
    },
    {
        .name = "expire",
        .proc = expireCommand,
        .keyspecs = keys_expire,
        .doc = &doc_expire,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "expireat",
        .proc = expireatCommand,
        .keyspecs = keys_expireat,
        .doc = &doc_expireat,
        .since = "1.2.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "expiretime",
        .proc = expiretimeCommand,
        .keyspecs = keys_expiretime,
        .doc = &doc_expiretime,
        .since = "7.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "failover",
        .doc = &doc_failover,
        .since = "6.2.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_STALE | CMD_PYTHON,
        .arity = -1,
        .group = GROUP_SERVER,
    },
    {
        .name = "fcall",
        .proc = fcallCommand,
        .keyspecs = keys_fcall,
        .doc = &doc_fcall,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_STALE | CMD_SKIP_MONITOR | CMD_MAY_REPLICATE | CMD_NO_MANDATORY_KEYS | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .nkeyspecs = 1,
    },
    {
        .name = "fcall_ro",
        .proc = fcallroCommand,
        .keyspecs = keys_fcall_ro,
        .doc = &doc_fcall_ro,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_READONLY | CMD_NOSCRIPT | CMD_STALE | CMD_SKIP_MONITOR | CMD_NO_MANDATORY_KEYS | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .nkeyspecs = 1,
    },
    {
        .name = "flushall",
        .proc = flushallCommand,
        .tips = tips_flushall,
        .doc = &doc_flushall,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_WRITE,
        .arity = -1,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "flushdb",
        .proc = flushdbCommand,
        .tips = tips_flushdb,
        .doc = &doc_flushdb,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_WRITE,
        .arity = -1,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "function",
        .doc = &doc_function,
        .since = "7.0.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_SCRIPTING,
        .is_container = 1,
    },
    {
        .name = "delete",
        .parent = "function",
        .proc = functionCommand,
        .tips = tips_function_delete,
        .doc = &doc_function_delete,
        .since = "7.0.0",
        .acl = ACL_WRITE | ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_WRITE | CMD_NOSCRIPT,
        .arity = 3,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "dump",
        .parent = "function",
        .proc = functionCommand,
        .doc = &doc_function_dump,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT,
        .arity = 2,
        .group = GROUP_SCRIPTING,
    },
    {
        .name = "flush",
        .parent = "function",
        .proc = functionCommand,
        .tips = tips_function_flush,
        .doc = &doc_function_flush,
        .since = "7.0.0",
        .acl = ACL_WRITE | ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_WRITE | CMD_NOSCRIPT,
        .arity = -2,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "help",
        .parent = "function",
        .proc = functionCommand,
        .doc = &doc_function_help,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SCRIPTING,
    },
    {
        .name = "kill",
        .parent = "function",
        .proc = functionCommand,
        .tips = tips_function_kill,
        .doc = &doc_function_kill,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_ALLOW_BUSY,
        .arity = 2,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "list",
        .parent = "function",
        .proc = functionCommand,
        .tips = tips_function_list,
        .doc = &doc_function_list,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT,
        .arity = -2,
        .group = GROUP_SCRIPTING,
        .ntips = 1,
    },
    {
        .name = "load",
        .parent = "function",
        .proc = functionCommand,
        .tips = tips_function_load,
        .doc = &doc_function_load,
        .since = "7.0.0",
        .acl = ACL_WRITE | ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_NOSCRIPT,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "restore",
        .parent = "function",
        .proc = functionCommand,
        .tips = tips_function_restore,
        .doc = &doc_function_restore,
        .since = "7.0.0",
        .acl = ACL_WRITE | ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_NOSCRIPT,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "stats",
        .parent = "function",
        .proc = functionCommand,
        .tips = tips_function_stats,
        .doc = &doc_function_stats,
        .since = "7.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_ALLOW_BUSY,
        .arity = 2,
        .group = GROUP_SCRIPTING,
        .ntips = 3,
    },
    {
        .name = "geoadd",
        .proc = geoaddCommand,
        .keyspecs = keys_geoadd,
        .doc = &doc_geoadd,
        .since = "3.2.0",
        .acl = ACL_WRITE | ACL_GEO | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 1,
    },
    {
        .name = "geodist",
        .proc = geodistCommand,
        .keyspecs = keys_geodist,
        .doc = &doc_geodist,
        .since = "3.2.0",
        .acl = ACL_READ | ACL_GEO | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 1,
    },
    {
        .name = "geohash",
        .proc = geohashCommand,
        .keyspecs = keys_geohash,
        .doc = &doc_geohash,
        .since = "3.2.0",
        .acl = ACL_READ | ACL_GEO | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 1,
    },
    {
        .name = "geopos",
        .proc = geoposCommand,
        .keyspecs = keys_geopos,
        .doc = &doc_geopos,
        .since = "3.2.0",
        .acl = ACL_READ | ACL_GEO | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 1,
    },
    {
        .name = "georadius",
        .proc = georadiusCommand,
        .getkeys = georadiusGetKeys,
        .keyspecs = keys_georadius,
        .doc = &doc_georadius,
        .since = "3.2.0",
        .acl = ACL_WRITE | ACL_GEO | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_MOVABLE_KEYS,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 3,
    },
    {
        .name = "georadius_ro",
        .proc = georadiusroCommand,
        .keyspecs = keys_georadius_ro,
        .doc = &doc_georadius_ro,
        .since = "3.2.10",
        .acl = ACL_READ | ACL_GEO | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 1,
    },
    {
        .name = "georadiusbymember",
        .proc = georadiusbymemberCommand,
        .getkeys = georadiusGetKeys,
        .keyspecs = keys_georadiusbymember,
        .doc = &doc_georadiusbymember,
        .since = "3.2.0",
        .acl = ACL_WRITE | ACL_GEO | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_MOVABLE_KEYS,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 3,
    },
    {
        .name = "georadiusbymember_ro",
        .proc = georadiusbymemberroCommand,
        .keyspecs = keys_georadiusbymember_ro,
        .doc = &doc_georadiusbymember_ro,
        .since = "3.2.10",
        .acl = ACL_READ | ACL_GEO | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 1,
    },
    {
        .name = "geosearch",
        .proc = geosearchCommand,
        .keyspecs = keys_geosearch,
        .doc = &doc_geosearch,
        .since = "6.2.0",
        .acl = ACL_READ | ACL_GEO | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -7,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 1,
    },
    {
        .name = "geosearchstore",
        .proc = geosearchstoreCommand,
        .keyspecs = keys_geosearchstore,
        .doc = &doc_geosearchstore,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_GEO | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -8,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_GEO,
        .nkeyspecs = 2,
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
        .name = "getbit",
        .proc = getbitCommand,
        .keyspecs = keys_getbit,
        .doc = &doc_getbit,
        .since = "2.2.0",
        .acl = ACL_READ | ACL_BITMAP | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_BITMAP,
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
        .name = "hdel",
        .proc = hdelCommand,
        .keyspecs = keys_hdel,
        .doc = &doc_hdel,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
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
        .name = "hexists",
        .proc = hexistsCommand,
        .keyspecs = keys_hexists,
        .doc = &doc_hexists,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hexpire",
        .proc = hexpireCommand,
        .keyspecs = keys_hexpire,
        .doc = &doc_hexpire,
        .since = "9.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hexpireat",
        .proc = hexpireatCommand,
        .keyspecs = keys_hexpireat,
        .doc = &doc_hexpireat,
        .since = "9.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hexpiretime",
        .proc = hexpiretimeCommand,
        .keyspecs = keys_hexpiretime,
        .doc = &doc_hexpiretime,
        .since = "9.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hget",
        .proc = hgetCommand,
        .keyspecs = keys_hget,
        .doc = &doc_hget,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hgetall",
        .proc = hgetallCommand,
        .keyspecs = keys_hgetall,
        .tips = tips_hgetall,
        .doc = &doc_hgetall,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "hgetex",
        .proc = hgetexCommand,
        .keyspecs = keys_hgetex,
        .doc = &doc_hgetex,
        .since = "9.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hincrby",
        .proc = hincrbyCommand,
        .keyspecs = keys_hincrby,
        .doc = &doc_hincrby,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hincrbyfloat",
        .proc = hincrbyfloatCommand,
        .keyspecs = keys_hincrbyfloat,
        .doc = &doc_hincrbyfloat,
        .since = "2.6.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hkeys",
        .proc = hkeysCommand,
        .keyspecs = keys_hkeys,
        .tips = tips_hkeys,
        .doc = &doc_hkeys,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "hlen",
        .proc = hlenCommand,
        .keyspecs = keys_hlen,
        .doc = &doc_hlen,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hmget",
        .proc = hmgetCommand,
        .keyspecs = keys_hmget,
        .doc = &doc_hmget,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hmset",
        .proc = hsetCommand,
        .keyspecs = keys_hmset,
        .doc = &doc_hmset,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hpersist",
        .proc = hpersistCommand,
        .keyspecs = keys_hpersist,
        .doc = &doc_hpersist,
        .since = "9.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hpexpire",
        .proc = hpexpireCommand,
        .keyspecs = keys_hpexpire,
        .doc = &doc_hpexpire,
        .since = "9.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hpexpireat",
        .proc = hpexpireatCommand,
        .keyspecs = keys_hpexpireat,
        .doc = &doc_hpexpireat,
        .since = "9.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hpexpiretime",
        .proc = hpexpiretimeCommand,
        .keyspecs = keys_hpexpiretime,
        .doc = &doc_hpexpiretime,
        .since = "9.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hpttl",
        .proc = hpttlCommand,
        .keyspecs = keys_hpttl,
        .doc = &doc_hpttl,
        .since = "9.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hrandfield",
        .proc = hrandfieldCommand,
        .keyspecs = keys_hrandfield,
        .tips = tips_hrandfield,
        .doc = &doc_hrandfield,
        .since = "6.2.0",
        .acl = ACL_READ | ACL_HASH | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "hscan",
        .proc = hscanCommand,
        .keyspecs = keys_hscan,
        .tips = tips_hscan,
        .doc = &doc_hscan,
        .since = "2.8.0",
        .acl = ACL_READ | ACL_HASH | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "hset",
        .proc = hsetCommand,
        .keyspecs = keys_hset,
        .doc = &doc_hset,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hsetex",
        .proc = hsetexCommand,
        .keyspecs = keys_hsetex,
        .doc = &doc_hsetex,
        .since = "9.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hsetnx",
        .proc = hsetnxCommand,
        .keyspecs = keys_hsetnx,
        .doc = &doc_hsetnx,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_HASH | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hstrlen",
        .proc = hstrlenCommand,
        .keyspecs = keys_hstrlen,
        .doc = &doc_hstrlen,
        .since = "3.2.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "httl",
        .proc = httlCommand,
        .keyspecs = keys_httl,
        .doc = &doc_httl,
        .since = "9.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
    },
    {
        .name = "hvals",
        .proc = hvalsCommand,
        .keyspecs = keys_hvals,
        .tips = tips_hvals,
        .doc = &doc_hvals,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_HASH | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HASH,
        .nkeyspecs = 1,
        .ntips = 1,
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
        .name = "keys",
        .proc = keysCommand,
        .tips = tips_keys,
        .doc = &doc_keys,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_READONLY,
        .arity = 2,
        .group = GROUP_GENERIC,
        .ntips = 2,
    },
    {
        .name = "lastsave",
        .proc = lastsaveCommand,
        .tips = tips_lastsave,
        .doc = &doc_lastsave,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_FAST | ACL_DANGEROUS,
        .flags = CMD_LOADING | CMD_STALE | CMD_FAST,
        .arity = 1,
        .group = GROUP_SERVER,
        .ntips = 1,
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
        .name = "graph",
        .parent = "latency",
        .proc = latencyCommand,
        .tips = tips_latency_graph,
        .doc = &doc_latency_graph,
        .since = "2.8.13",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = 3,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "help",
        .parent = "latency",
        .proc = latencyCommand,
        .doc = &doc_latency_help,
        .since = "2.8.13",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "histogram",
        .parent = "latency",
        .proc = latencyCommand,
        .tips = tips_latency_histogram,
        .doc = &doc_latency_histogram,
        .since = "7.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = -2,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "history",
        .parent = "latency",
        .proc = latencyCommand,
        .tips = tips_latency_history,
        .doc = &doc_latency_history,
        .since = "2.8.13",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = 3,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "latest",
        .parent = "latency",
        .proc = latencyCommand,
        .tips = tips_latency_latest,
        .doc = &doc_latency_latest,
        .since = "2.8.13",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "reset",
        .parent = "latency",
        .proc = latencyCommand,
        .tips = tips_latency_reset,
        .doc = &doc_latency_reset,
        .since = "2.8.13",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = -2,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "lcs",
        .proc = lcsCommand,
        .keyspecs = keys_lcs,
        .doc = &doc_lcs,
        .since = "7.0.0",
        .acl = ACL_READ | ACL_STRING | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STRING,
        .nkeyspecs = 1,
    },
    {
        .name = "lindex",
        .proc = lindexCommand,
        .keyspecs = keys_lindex,
        .doc = &doc_lindex,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_LIST | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "linsert",
        .proc = linsertCommand,
        .keyspecs = keys_linsert,
        .doc = &doc_linsert,
        .since = "2.2.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "llen",
        .proc = llenCommand,
        .keyspecs = keys_llen,
        .doc = &doc_llen,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_LIST | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "lmove",
        .proc = lmoveCommand,
        .keyspecs = keys_lmove,
        .doc = &doc_lmove,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 5,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 2,
    },
    {
        .name = "lmpop",
        .proc = lmpopCommand,
        .getkeys = lmpopGetKeys,
        .keyspecs = keys_lmpop,
        .doc = &doc_lmpop,
        .since = "7.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW,
        .flags = CMD_WRITE | CMD_MOVABLE_KEYS,
        .arity = -4,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "lolwut",
        .proc = lolwutCommand,
        .doc = &doc_lolwut,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -1,
        .group = GROUP_SERVER,
    },
    {
        .name = "lpop",
        .proc = lpopCommand,
        .keyspecs = keys_lpop,
        .doc = &doc_lpop,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "lpos",
        .proc = lposCommand,
        .keyspecs = keys_lpos,
        .doc = &doc_lpos,
        .since = "6.0.6",
        .acl = ACL_READ | ACL_LIST | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "lpush",
        .proc = lpushCommand,
        .keyspecs = keys_lpush,
        .doc = &doc_lpush,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "lpushx",
        .proc = lpushxCommand,
        .keyspecs = keys_lpushx,
        .doc = &doc_lpushx,
        .since = "2.2.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "lrange",
        .proc = lrangeCommand,
        .keyspecs = keys_lrange,
        .doc = &doc_lrange,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_LIST | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "lrem",
        .proc = lremCommand,
        .keyspecs = keys_lrem,
        .doc = &doc_lrem,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "lset",
        .proc = lsetCommand,
        .keyspecs = keys_lset,
        .doc = &doc_lset,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "ltrim",
        .proc = ltrimCommand,
        .keyspecs = keys_ltrim,
        .doc = &doc_ltrim,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
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
        .name = "help",
        .parent = "memory",
        .proc = memoryCommand,
        .doc = &doc_memory_help,
        .since = "4.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "malloc-stats",
        .parent = "memory",
        .proc = memoryCommand,
        .tips = tips_memory_malloc_stats,
        .doc = &doc_memory_malloc_stats,
        .since = "4.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "purge",
        .parent = "memory",
        .proc = memoryCommand,
        .tips = tips_memory_purge,
        .doc = &doc_memory_purge,
        .since = "4.0.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "stats",
        .parent = "memory",
        .proc = memoryCommand,
        .tips = tips_memory_stats,
        .doc = &doc_memory_stats,
        .since = "4.0.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "usage",
        .parent = "memory",
        .proc = memoryCommand,
        .keyspecs = keys_memory_usage,
        .doc = &doc_memory_usage,
        .since = "4.0.0",
        .acl = ACL_READ | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_SERVER,
        .nkeyspecs = 1,
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
        .name = "migrate",
        .proc = migrateCommand,
        .getkeys = migrateGetKeys,
        .keyspecs = keys_migrate,
        .tips = tips_migrate,
        .doc = &doc_migrate,
        .since = "2.6.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_WRITE | CMD_MOVABLE_KEYS,
        .arity = -6,
        .first_key = 3,
        .last_key = 3,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 2,
        .ntips = 1,
    },
    {
        .name = "monitor",
        .proc = monitorCommand,
        .doc = &doc_monitor,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = 1,
        .group = GROUP_SERVER,
    },
    {
        .name = "move",
        .proc = moveCommand,
        .keyspecs = keys_move,
        .doc = &doc_move,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
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
        .name = "multi",
        .proc = multiCommand,
        .doc = &doc_multi,
        .since = "1.2.0",
        .acl = ACL_FAST | ACL_TRANSACTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_MULTI | CMD_ALLOW_BUSY,
        .arity = 1,
        .group = GROUP_TRANSACTIONS,
    },
    {
        .name = "object",
        .doc = &doc_object,
        .since = "2.2.3",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_GENERIC,
        .is_container = 1,
    },
    {
        .name = "encoding",
        .parent = "object",
        .proc = objectCommand,
        .keyspecs = keys_object_encoding,
        .tips = tips_object_encoding,
        .doc = &doc_object_encoding,
        .since = "2.2.3",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "freq",
        .parent = "object",
        .proc = objectCommand,
        .keyspecs = keys_object_freq,
        .tips = tips_object_freq,
        .doc = &doc_object_freq,
        .since = "4.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "help",
        .parent = "object",
        .proc = objectCommand,
        .doc = &doc_object_help,
        .since = "6.2.0",
        .acl = ACL_KEYSPACE | ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_GENERIC,
    },
    {
        .name = "idletime",
        .parent = "object",
        .proc = objectCommand,
        .keyspecs = keys_object_idletime,
        .tips = tips_object_idletime,
        .doc = &doc_object_idletime,
        .since = "2.2.3",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "refcount",
        .parent = "object",
        .proc = objectCommand,
        .keyspecs = keys_object_refcount,
        .tips = tips_object_refcount,
        .doc = &doc_object_refcount,
        .since = "2.2.3",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "persist",
        .proc = persistCommand,
        .keyspecs = keys_persist,
        .doc = &doc_persist,
        .since = "2.2.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "pexpire",
        .proc = pexpireCommand,
        .keyspecs = keys_pexpire,
        .doc = &doc_pexpire,
        .since = "2.6.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "pexpireat",
        .proc = pexpireatCommand,
        .keyspecs = keys_pexpireat,
        .doc = &doc_pexpireat,
        .since = "2.6.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "pexpiretime",
        .proc = pexpiretimeCommand,
        .keyspecs = keys_pexpiretime,
        .doc = &doc_pexpiretime,
        .since = "7.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "pfadd",
        .proc = pfaddCommand,
        .keyspecs = keys_pfadd,
        .doc = &doc_pfadd,
        .since = "2.8.9",
        .acl = ACL_WRITE | ACL_HYPERLOGLOG | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_HYPERLOGLOG,
        .nkeyspecs = 1,
    },
    {
        .name = "pfcount",
        .proc = pfcountCommand,
        .keyspecs = keys_pfcount,
        .doc = &doc_pfcount,
        .since = "2.8.9",
        .acl = ACL_READ | ACL_HYPERLOGLOG | ACL_SLOW,
        .flags = CMD_READONLY | CMD_MAY_REPLICATE,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_HYPERLOGLOG,
        .nkeyspecs = 1,
    },
    {
        .name = "pfdebug",
        .proc = pfdebugCommand,
        .keyspecs = keys_pfdebug,
        .doc = &doc_pfdebug,
        .since = "2.8.9",
        .acl = ACL_WRITE | ACL_HYPERLOGLOG | ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_ADMIN,
        .arity = 3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_HYPERLOGLOG,
        .nkeyspecs = 1,
    },
    {
        .name = "pfmerge",
        .proc = pfmergeCommand,
        .keyspecs = keys_pfmerge,
        .doc = &doc_pfmerge,
        .since = "2.8.9",
        .acl = ACL_WRITE | ACL_HYPERLOGLOG | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_HYPERLOGLOG,
        .nkeyspecs = 2,
    },
    {
        .name = "pfselftest",
        .proc = pfselftestCommand,
        .doc = &doc_pfselftest,
        .since = "2.8.9",
        .acl = ACL_HYPERLOGLOG | ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN,
        .arity = 1,
        .group = GROUP_HYPERLOGLOG,
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
        .name = "psubscribe",
        .proc = psubscribeCommand,
        .doc = &doc_psubscribe,
        .since = "2.0.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "psync",
        .doc = &doc_psync,
        .since = "2.8.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_NO_ASYNC_LOADING | CMD_NO_MULTI | CMD_PYTHON,
        .arity = -3,
        .group = GROUP_SERVER,
    },
    {
        .name = "pttl",
        .proc = pttlCommand,
        .keyspecs = keys_pttl,
        .tips = tips_pttl,
        .doc = &doc_pttl,
        .since = "2.6.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "publish",
        .proc = publishCommand,
        .doc = &doc_publish,
        .since = "2.0.0",
        .acl = ACL_PUBSUB | ACL_FAST,
        .flags = CMD_PUBSUB | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_MAY_REPLICATE | CMD_SENTINEL,
        .arity = 3,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "pubsub",
        .doc = &doc_pubsub,
        .since = "2.8.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_PUBSUB,
        .is_container = 1,
    },
    {
        .name = "channels",
        .parent = "pubsub",
        .proc = pubsubCommand,
        .doc = &doc_pubsub_channels,
        .since = "2.8.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_LOADING | CMD_STALE,
        .arity = -2,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "help",
        .parent = "pubsub",
        .proc = pubsubCommand,
        .doc = &doc_pubsub_help,
        .since = "6.2.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "numpat",
        .parent = "pubsub",
        .proc = pubsubCommand,
        .doc = &doc_pubsub_numpat,
        .since = "2.8.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "numsub",
        .parent = "pubsub",
        .proc = pubsubCommand,
        .doc = &doc_pubsub_numsub,
        .since = "2.8.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_LOADING | CMD_STALE,
        .arity = -2,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "shardchannels",
        .parent = "pubsub",
        .proc = pubsubCommand,
        .doc = &doc_pubsub_shardchannels,
        .since = "7.0.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_LOADING | CMD_STALE,
        .arity = -2,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "shardnumsub",
        .parent = "pubsub",
        .proc = pubsubCommand,
        .doc = &doc_pubsub_shardnumsub,
        .since = "7.0.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_LOADING | CMD_STALE,
        .arity = -2,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "punsubscribe",
        .proc = punsubscribeCommand,
        .doc = &doc_punsubscribe,
        .since = "2.0.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -1,
        .group = GROUP_PUBSUB,
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
        .name = "randomkey",
        .proc = randomkeyCommand,
        .tips = tips_randomkey,
        .doc = &doc_randomkey,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_SLOW,
        .flags = CMD_READONLY | CMD_TOUCHES_ARBITRARY_KEYS,
        .arity = 1,
        .group = GROUP_GENERIC,
        .ntips = 3,
    },
    {
        .name = "readonly",
        .proc = readonlyCommand,
        .doc = &doc_readonly,
        .since = "3.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_FAST,
        .arity = 1,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "readwrite",
        .proc = readwriteCommand,
        .doc = &doc_readwrite,
        .since = "3.0.0",
        .acl = ACL_FAST | ACL_CONNECTION,
        .flags = CMD_LOADING | CMD_STALE | CMD_FAST,
        .arity = 1,
        .group = GROUP_CLUSTER,
    },
    {
        .name = "rename",
        .proc = renameCommand,
        .keyspecs = keys_rename,
        .doc = &doc_rename,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = 3,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 2,
    },
    {
        .name = "renamenx",
        .proc = renamenxCommand,
        .keyspecs = keys_renamenx,
        .doc = &doc_renamenx,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 2,
    },
    {
        .name = "replconf",
        .proc = replconfCommand,
        .doc = &doc_replconf,
        .since = "3.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_ALLOW_BUSY,
        .arity = -1,
        .group = GROUP_SERVER,
    },
    {
        .name = "replicaof",
        .doc = &doc_replicaof,
        .since = "5.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 3,
        .group = GROUP_SERVER,
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
        .name = "restore",
        .proc = restoreCommand,
        .keyspecs = keys_restore,
        .doc = &doc_restore,
        .since = "2.6.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "restore-asking",
        .proc = restoreCommand,
        .keyspecs = keys_restore_asking,
        .doc = &doc_restore_asking,
        .since = "3.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_ASKING,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SERVER,
        .nkeyspecs = 1,
    },
    {
        .name = "role",
        .proc = roleCommand,
        .doc = &doc_role,
        .since = "2.8.12",
        .acl = ACL_ADMIN | ACL_FAST | ACL_DANGEROUS,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_SENTINEL,
        .arity = 1,
        .group = GROUP_SERVER,
    },
    {
        .name = "rpop",
        .proc = rpopCommand,
        .keyspecs = keys_rpop,
        .doc = &doc_rpop,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "rpoplpush",
        .proc = rpoplpushCommand,
        .keyspecs = keys_rpoplpush,
        .doc = &doc_rpoplpush,
        .since = "1.2.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 3,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 2,
    },
    {
        .name = "rpush",
        .proc = rpushCommand,
        .keyspecs = keys_rpush,
        .doc = &doc_rpush,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "rpushx",
        .proc = rpushxCommand,
        .keyspecs = keys_rpushx,
        .doc = &doc_rpushx,
        .since = "2.2.0",
        .acl = ACL_WRITE | ACL_LIST | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_LIST,
        .nkeyspecs = 1,
    },
    {
        .name = "sadd",
        .proc = saddCommand,
        .keyspecs = keys_sadd,
        .doc = &doc_sadd,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_SET | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "save",
        .proc = saveCommand,
        .doc = &doc_save,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_NO_ASYNC_LOADING | CMD_NO_MULTI,
        .arity = 1,
        .group = GROUP_SERVER,
    },
    {
        .name = "scan",
        .proc = scanCommand,
        .tips = tips_scan,
        .doc = &doc_scan,
        .since = "2.8.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_SLOW,
        .flags = CMD_READONLY | CMD_TOUCHES_ARBITRARY_KEYS,
        .arity = -2,
        .group = GROUP_GENERIC,
        .ntips = 3,
    },
    {
        .name = "scard",
        .proc = scardCommand,
        .keyspecs = keys_scard,
        .doc = &doc_scard,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_SET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
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
        .name = "script",
        .doc = &doc_script,
        .since = "2.6.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_SCRIPTING,
        .is_container = 1,
    },
    {
        .name = "debug",
        .parent = "script",
        .proc = scriptCommand,
        .doc = &doc_script_debug,
        .since = "3.2.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT,
        .arity = 3,
        .group = GROUP_SCRIPTING,
    },
    {
        .name = "exists",
        .parent = "script",
        .proc = scriptCommand,
        .tips = tips_script_exists,
        .doc = &doc_script_exists,
        .since = "2.6.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_STALE,
        .arity = -3,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "flush",
        .parent = "script",
        .proc = scriptCommand,
        .tips = tips_script_flush,
        .doc = &doc_script_flush,
        .since = "2.6.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_STALE,
        .arity = -2,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "help",
        .parent = "script",
        .proc = scriptCommand,
        .doc = &doc_script_help,
        .since = "5.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SCRIPTING,
    },
    {
        .name = "kill",
        .parent = "script",
        .proc = scriptCommand,
        .tips = tips_script_kill,
        .doc = &doc_script_kill,
        .since = "2.6.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_ALLOW_BUSY,
        .arity = 2,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "load",
        .parent = "script",
        .proc = scriptCommand,
        .tips = tips_script_load,
        .doc = &doc_script_load,
        .since = "2.6.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_STALE,
        .arity = 3,
        .group = GROUP_SCRIPTING,
        .ntips = 2,
    },
    {
        .name = "show",
        .parent = "script",
        .proc = scriptCommand,
        .doc = &doc_script_show,
        .since = "8.0.0",
        .acl = ACL_SLOW | ACL_SCRIPTING,
        .flags = CMD_NOSCRIPT | CMD_STALE,
        .arity = 3,
        .group = GROUP_SCRIPTING,
    },
    {
        .name = "sdiff",
        .proc = sdiffCommand,
        .keyspecs = keys_sdiff,
        .tips = tips_sdiff,
        .doc = &doc_sdiff,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_SET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "sdiffstore",
        .proc = sdiffstoreCommand,
        .keyspecs = keys_sdiffstore,
        .doc = &doc_sdiffstore,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_SET | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -3,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 2,
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
        .name = "setbit",
        .proc = setbitCommand,
        .keyspecs = keys_setbit,
        .doc = &doc_setbit,
        .since = "2.2.0",
        .acl = ACL_WRITE | ACL_BITMAP | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_BITMAP,
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
        .name = "sinter",
        .proc = sinterCommand,
        .keyspecs = keys_sinter,
        .tips = tips_sinter,
        .doc = &doc_sinter,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_SET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "sintercard",
        .proc = sintercardCommand,
        .keyspecs = keys_sintercard,
        .doc = &doc_sintercard,
        .since = "7.0.0",
        .acl = ACL_READ | ACL_SET | ACL_SLOW,
        .flags = CMD_READONLY | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "sinterstore",
        .proc = sinterstoreCommand,
        .keyspecs = keys_sinterstore,
        .doc = &doc_sinterstore,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_SET | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -3,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 2,
    },
    {
        .name = "sismember",
        .proc = sismemberCommand,
        .keyspecs = keys_sismember,
        .doc = &doc_sismember,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_SET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "slaveof",
        .doc = &doc_slaveof,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_STALE | CMD_NO_ASYNC_LOADING | CMD_PYTHON,
        .arity = 3,
        .group = GROUP_SERVER,
    },
    {
        .name = "slowlog",
        .doc = &doc_slowlog,
        .since = "2.2.12",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_SERVER,
        .is_container = 1,
    },
    {
        .name = "get",
        .parent = "slowlog",
        .proc = slowlogCommand,
        .tips = tips_slowlog_get,
        .doc = &doc_slowlog_get,
        .since = "2.2.12",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_LOADING | CMD_STALE,
        .arity = -2,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "help",
        .parent = "slowlog",
        .proc = slowlogCommand,
        .doc = &doc_slowlog_help,
        .since = "6.2.0",
        .acl = ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SERVER,
    },
    {
        .name = "len",
        .parent = "slowlog",
        .proc = slowlogCommand,
        .tips = tips_slowlog_len,
        .doc = &doc_slowlog_len,
        .since = "2.2.12",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 3,
    },
    {
        .name = "reset",
        .parent = "slowlog",
        .proc = slowlogCommand,
        .tips = tips_slowlog_reset,
        .doc = &doc_slowlog_reset,
        .since = "2.2.12",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_SERVER,
        .ntips = 2,
    },
    {
        .name = "smembers",
        .proc = smembersCommand,
        .keyspecs = keys_smembers,
        .tips = tips_smembers,
        .doc = &doc_smembers,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_SET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "smismember",
        .proc = smismemberCommand,
        .keyspecs = keys_smismember,
        .doc = &doc_smismember,
        .since = "6.2.0",
        .acl = ACL_READ | ACL_SET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "smove",
        .proc = smoveCommand,
        .keyspecs = keys_smove,
        .doc = &doc_smove,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_SET | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = 4,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 2,
    },
    {
        .name = "sort",
        .proc = sortCommand,
        .getkeys = sortGetKeys,
        .keyspecs = keys_sort,
        .doc = &doc_sort,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_SET | ACL_SORTEDSET | ACL_LIST | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_MOVABLE_KEYS,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 3,
    },
    {
        .name = "sort_ro",
        .proc = sortroCommand,
        .getkeys = sortROGetKeys,
        .keyspecs = keys_sort_ro,
        .doc = &doc_sort_ro,
        .since = "7.0.0",
        .acl = ACL_READ | ACL_SET | ACL_SORTEDSET | ACL_LIST | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_READONLY | CMD_MOVABLE_KEYS,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 2,
    },
    {
        .name = "spop",
        .proc = spopCommand,
        .keyspecs = keys_spop,
        .tips = tips_spop,
        .doc = &doc_spop,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_SET | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "spublish",
        .proc = spublishCommand,
        .keyspecs = keys_spublish,
        .doc = &doc_spublish,
        .since = "7.0.0",
        .acl = ACL_PUBSUB | ACL_FAST,
        .flags = CMD_PUBSUB | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_MAY_REPLICATE,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_PUBSUB,
        .nkeyspecs = 1,
    },
    {
        .name = "srandmember",
        .proc = srandmemberCommand,
        .keyspecs = keys_srandmember,
        .tips = tips_srandmember,
        .doc = &doc_srandmember,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_SET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "srem",
        .proc = sremCommand,
        .keyspecs = keys_srem,
        .doc = &doc_srem,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_SET | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "sscan",
        .proc = sscanCommand,
        .keyspecs = keys_sscan,
        .tips = tips_sscan,
        .doc = &doc_sscan,
        .since = "2.8.0",
        .acl = ACL_READ | ACL_SET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "ssubscribe",
        .proc = ssubscribeCommand,
        .keyspecs = keys_ssubscribe,
        .doc = &doc_ssubscribe,
        .since = "7.0.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_PUBSUB,
        .nkeyspecs = 1,
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
        .name = "subscribe",
        .proc = subscribeCommand,
        .doc = &doc_subscribe,
        .since = "2.0.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -2,
        .group = GROUP_PUBSUB,
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
    {
        .name = "sunion",
        .proc = sunionCommand,
        .keyspecs = keys_sunion,
        .tips = tips_sunion,
        .doc = &doc_sunion,
        .since = "1.0.0",
        .acl = ACL_READ | ACL_SET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "sunionstore",
        .proc = sunionstoreCommand,
        .keyspecs = keys_sunionstore,
        .doc = &doc_sunionstore,
        .since = "1.0.0",
        .acl = ACL_WRITE | ACL_SET | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -3,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_SET,
        .nkeyspecs = 2,
    },
    {
        .name = "sunsubscribe",
        .proc = sunsubscribeCommand,
        .keyspecs = keys_sunsubscribe,
        .doc = &doc_sunsubscribe,
        .since = "7.0.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE,
        .arity = -1,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_PUBSUB,
        .nkeyspecs = 1,
    },
    {
        .name = "swapdb",
        .proc = swapdbCommand,
        .doc = &doc_swapdb,
        .since = "4.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST | ACL_DANGEROUS,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = 3,
        .group = GROUP_SERVER,
    },
    {
        .name = "sync",
        .doc = &doc_sync,
        .since = "1.0.0",
        .acl = ACL_ADMIN | ACL_SLOW | ACL_DANGEROUS,
        .flags = CMD_ADMIN | CMD_NOSCRIPT | CMD_NO_ASYNC_LOADING | CMD_NO_MULTI | CMD_PYTHON,
        .arity = 1,
        .group = GROUP_SERVER,
    },
    {
        .name = "time",
        .proc = timeCommand,
        .tips = tips_time,
        .doc = &doc_time,
        .since = "2.6.0",
        .acl = ACL_FAST,
        .flags = CMD_LOADING | CMD_STALE | CMD_FAST,
        .arity = 1,
        .group = GROUP_SERVER,
        .ntips = 1,
    },
    {
        .name = "touch",
        .proc = touchCommand,
        .keyspecs = keys_touch,
        .tips = tips_touch,
        .doc = &doc_touch,
        .since = "3.2.1",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 2,
    },
    {
        .name = "ttl",
        .proc = ttlCommand,
        .keyspecs = keys_ttl,
        .tips = tips_ttl,
        .doc = &doc_ttl,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "type",
        .proc = typeCommand,
        .keyspecs = keys_type,
        .doc = &doc_type,
        .since = "1.0.0",
        .acl = ACL_KEYSPACE | ACL_READ | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
    },
    {
        .name = "unlink",
        .proc = unlinkCommand,
        .keyspecs = keys_unlink,
        .tips = tips_unlink,
        .doc = &doc_unlink,
        .since = "4.0.0",
        .acl = ACL_KEYSPACE | ACL_WRITE | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_GENERIC,
        .nkeyspecs = 1,
        .ntips = 2,
    },
    {
        .name = "unsubscribe",
        .proc = unsubscribeCommand,
        .doc = &doc_unsubscribe,
        .since = "2.0.0",
        .acl = ACL_PUBSUB | ACL_SLOW,
        .flags = CMD_PUBSUB | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_SENTINEL,
        .arity = -1,
        .group = GROUP_PUBSUB,
    },
    {
        .name = "unwatch",
        .proc = unwatchCommand,
        .doc = &doc_unwatch,
        .since = "2.2.0",
        .acl = ACL_FAST | ACL_TRANSACTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_ALLOW_BUSY,
        .arity = 1,
        .group = GROUP_TRANSACTIONS,
    },
    {
        .name = "wait",
        .proc = waitCommand,
        .tips = tips_wait,
        .doc = &doc_wait,
        .since = "3.0.0",
        .acl = ACL_SLOW | ACL_BLOCKING | ACL_CONNECTION,
        .flags = CMD_BLOCKING,
        .arity = 3,
        .group = GROUP_GENERIC,
        .ntips = 2,
    },
    {
        .name = "waitaof",
        .proc = waitaofCommand,
        .tips = tips_waitaof,
        .doc = &doc_waitaof,
        .since = "7.2.0",
        .acl = ACL_SLOW | ACL_BLOCKING | ACL_CONNECTION,
        .flags = CMD_BLOCKING,
        .arity = 4,
        .group = GROUP_GENERIC,
        .ntips = 2,
    },
    {
        .name = "watch",
        .proc = watchCommand,
        .keyspecs = keys_watch,
        .doc = &doc_watch,
        .since = "2.2.0",
        .acl = ACL_FAST | ACL_TRANSACTION,
        .flags = CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST | CMD_NO_MULTI | CMD_ALLOW_BUSY,
        .arity = -2,
        .first_key = 1,
        .last_key = -1,
        .key_step = 1,
        .group = GROUP_TRANSACTIONS,
        .nkeyspecs = 1,
    },
    {
        .name = "xack",
        .proc = xackCommand,
        .keyspecs = keys_xack,
        .doc = &doc_xack,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xadd",
        .proc = xaddCommand,
        .keyspecs = keys_xadd,
        .tips = tips_xadd,
        .doc = &doc_xadd,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -5,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "xautoclaim",
        .proc = xautoclaimCommand,
        .keyspecs = keys_xautoclaim,
        .tips = tips_xautoclaim,
        .doc = &doc_xautoclaim,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "xclaim",
        .proc = xclaimCommand,
        .keyspecs = keys_xclaim,
        .tips = tips_xclaim,
        .doc = &doc_xclaim,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -6,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "xdel",
        .proc = xdelCommand,
        .keyspecs = keys_xdel,
        .doc = &doc_xdel,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xgroup",
        .doc = &doc_xgroup,
        .since = "5.0.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_STREAM,
        .is_container = 1,
    },
    {
        .name = "create",
        .parent = "xgroup",
        .proc = xgroupCommand,
        .keyspecs = keys_xgroup_create,
        .doc = &doc_xgroup_create,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -5,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "createconsumer",
        .parent = "xgroup",
        .proc = xgroupCommand,
        .keyspecs = keys_xgroup_createconsumer,
        .doc = &doc_xgroup_createconsumer,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = 5,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "delconsumer",
        .parent = "xgroup",
        .proc = xgroupCommand,
        .keyspecs = keys_xgroup_delconsumer,
        .doc = &doc_xgroup_delconsumer,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = 5,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "destroy",
        .parent = "xgroup",
        .proc = xgroupCommand,
        .keyspecs = keys_xgroup_destroy,
        .doc = &doc_xgroup_destroy,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = 4,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "help",
        .parent = "xgroup",
        .proc = xgroupCommand,
        .doc = &doc_xgroup_help,
        .since = "5.0.0",
        .acl = ACL_STREAM | ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_STREAM,
    },
    {
        .name = "setid",
        .parent = "xgroup",
        .proc = xgroupCommand,
        .keyspecs = keys_xgroup_setid,
        .doc = &doc_xgroup_setid,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = -5,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xinfo",
        .doc = &doc_xinfo,
        .since = "5.0.0",
        .acl = ACL_SLOW,
        .flags = 0,
        .arity = -2,
        .group = GROUP_STREAM,
        .is_container = 1,
    },
    {
        .name = "consumers",
        .parent = "xinfo",
        .proc = xinfoCommand,
        .keyspecs = keys_xinfo_consumers,
        .tips = tips_xinfo_consumers,
        .doc = &doc_xinfo_consumers,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_STREAM | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 4,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "groups",
        .parent = "xinfo",
        .proc = xinfoCommand,
        .keyspecs = keys_xinfo_groups,
        .doc = &doc_xinfo_groups,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_STREAM | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = 3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "help",
        .parent = "xinfo",
        .proc = xinfoCommand,
        .doc = &doc_xinfo_help,
        .since = "5.0.0",
        .acl = ACL_STREAM | ACL_SLOW,
        .flags = CMD_LOADING | CMD_STALE,
        .arity = 2,
        .group = GROUP_STREAM,
    },
    {
        .name = "stream",
        .parent = "xinfo",
        .proc = xinfoCommand,
        .keyspecs = keys_xinfo_stream,
        .doc = &doc_xinfo_stream,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_STREAM | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 2,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xlen",
        .proc = xlenCommand,
        .keyspecs = keys_xlen,
        .doc = &doc_xlen,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_STREAM | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xpending",
        .proc = xpendingCommand,
        .keyspecs = keys_xpending,
        .tips = tips_xpending,
        .doc = &doc_xpending,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_STREAM | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "xrange",
        .proc = xrangeCommand,
        .keyspecs = keys_xrange,
        .doc = &doc_xrange,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_STREAM | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xread",
        .proc = xreadCommand,
        .getkeys = xreadGetKeys,
        .keyspecs = keys_xread,
        .doc = &doc_xread,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_STREAM | ACL_SLOW | ACL_BLOCKING,
        .flags = CMD_READONLY | CMD_BLOCKING | CMD_MOVABLE_KEYS,
        .arity = -4,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xreadgroup",
        .proc = xreadgroupCommand,
        .getkeys = xreadGetKeys,
        .keyspecs = keys_xreadgroup,
        .doc = &doc_xreadgroup,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_SLOW | ACL_BLOCKING,
        .flags = CMD_WRITE | CMD_BLOCKING | CMD_MOVABLE_KEYS,
        .arity = -7,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xrevrange",
        .proc = xrevrangeCommand,
        .keyspecs = keys_xrevrange,
        .doc = &doc_xrevrange,
        .since = "5.0.0",
        .acl = ACL_READ | ACL_STREAM | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xsetid",
        .proc = xsetidCommand,
        .keyspecs = keys_xsetid,
        .doc = &doc_xsetid,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
    },
    {
        .name = "xtrim",
        .proc = xtrimCommand,
        .keyspecs = keys_xtrim,
        .tips = tips_xtrim,
        .doc = &doc_xtrim,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_STREAM | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_STREAM,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "zadd",
        .proc = zaddCommand,
        .keyspecs = keys_zadd,
        .doc = &doc_zadd,
        .since = "1.2.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zcard",
        .proc = zcardCommand,
        .keyspecs = keys_zcard,
        .doc = &doc_zcard,
        .since = "1.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zcount",
        .proc = zcountCommand,
        .keyspecs = keys_zcount,
        .doc = &doc_zcount,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zdiff",
        .proc = zdiffCommand,
        .getkeys = zunionInterDiffGetKeys,
        .keyspecs = keys_zdiff,
        .doc = &doc_zdiff,
        .since = "6.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zdiffstore",
        .proc = zdiffstoreCommand,
        .getkeys = zunionInterDiffStoreGetKeys,
        .keyspecs = keys_zdiffstore,
        .doc = &doc_zdiffstore,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_MOVABLE_KEYS,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 2,
    },
    {
        .name = "zincrby",
        .proc = zincrbyCommand,
        .keyspecs = keys_zincrby,
        .doc = &doc_zincrby,
        .since = "1.2.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_FAST,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zinter",
        .proc = zinterCommand,
        .getkeys = zunionInterDiffGetKeys,
        .keyspecs = keys_zinter,
        .doc = &doc_zinter,
        .since = "6.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zintercard",
        .proc = zintercardCommand,
        .getkeys = zunionInterDiffGetKeys,
        .keyspecs = keys_zintercard,
        .doc = &doc_zintercard,
        .since = "7.0.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zinterstore",
        .proc = zinterstoreCommand,
        .getkeys = zunionInterDiffStoreGetKeys,
        .keyspecs = keys_zinterstore,
        .doc = &doc_zinterstore,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_MOVABLE_KEYS,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 2,
    },
    {
        .name = "zlexcount",
        .proc = zlexcountCommand,
        .keyspecs = keys_zlexcount,
        .doc = &doc_zlexcount,
        .since = "2.8.9",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zmpop",
        .proc = zmpopCommand,
        .getkeys = zmpopGetKeys,
        .keyspecs = keys_zmpop,
        .doc = &doc_zmpop,
        .since = "7.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_WRITE | CMD_MOVABLE_KEYS,
        .arity = -4,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zmscore",
        .proc = zmscoreCommand,
        .keyspecs = keys_zmscore,
        .doc = &doc_zmscore,
        .since = "6.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zpopmax",
        .proc = zpopmaxCommand,
        .keyspecs = keys_zpopmax,
        .doc = &doc_zpopmax,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zpopmin",
        .proc = zpopminCommand,
        .keyspecs = keys_zpopmin,
        .doc = &doc_zpopmin,
        .since = "5.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrandmember",
        .proc = zrandmemberCommand,
        .keyspecs = keys_zrandmember,
        .tips = tips_zrandmember,
        .doc = &doc_zrandmember,
        .since = "6.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -2,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "zrange",
        .proc = zrangeCommand,
        .keyspecs = keys_zrange,
        .doc = &doc_zrange,
        .since = "1.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrangebylex",
        .proc = zrangebylexCommand,
        .keyspecs = keys_zrangebylex,
        .doc = &doc_zrangebylex,
        .since = "2.8.9",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrangebyscore",
        .proc = zrangebyscoreCommand,
        .keyspecs = keys_zrangebyscore,
        .doc = &doc_zrangebyscore,
        .since = "1.0.5",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrangestore",
        .proc = zrangestoreCommand,
        .keyspecs = keys_zrangestore,
        .doc = &doc_zrangestore,
        .since = "6.2.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM,
        .arity = -5,
        .first_key = 1,
        .last_key = 2,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 2,
    },
    {
        .name = "zrank",
        .proc = zrankCommand,
        .keyspecs = keys_zrank,
        .doc = &doc_zrank,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrem",
        .proc = zremCommand,
        .keyspecs = keys_zrem,
        .doc = &doc_zrem,
        .since = "1.2.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_WRITE | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zremrangebylex",
        .proc = zremrangebylexCommand,
        .keyspecs = keys_zremrangebylex,
        .doc = &doc_zremrangebylex,
        .since = "2.8.9",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zremrangebyrank",
        .proc = zremrangebyrankCommand,
        .keyspecs = keys_zremrangebyrank,
        .doc = &doc_zremrangebyrank,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zremrangebyscore",
        .proc = zremrangebyscoreCommand,
        .keyspecs = keys_zremrangebyscore,
        .doc = &doc_zremrangebyscore,
        .since = "1.2.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_WRITE,
        .arity = 4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrevrange",
        .proc = zrevrangeCommand,
        .keyspecs = keys_zrevrange,
        .doc = &doc_zrevrange,
        .since = "1.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrevrangebylex",
        .proc = zrevrangebylexCommand,
        .keyspecs = keys_zrevrangebylex,
        .doc = &doc_zrevrangebylex,
        .since = "2.8.9",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrevrangebyscore",
        .proc = zrevrangebyscoreCommand,
        .keyspecs = keys_zrevrangebyscore,
        .doc = &doc_zrevrangebyscore,
        .since = "2.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zrevrank",
        .proc = zrevrankCommand,
        .keyspecs = keys_zrevrank,
        .doc = &doc_zrevrank,
        .since = "2.0.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zscan",
        .proc = zscanCommand,
        .keyspecs = keys_zscan,
        .tips = tips_zscan,
        .doc = &doc_zscan,
        .since = "2.8.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY,
        .arity = -3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
        .ntips = 1,
    },
    {
        .name = "zscore",
        .proc = zscoreCommand,
        .keyspecs = keys_zscore,
        .doc = &doc_zscore,
        .since = "1.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_FAST,
        .flags = CMD_READONLY | CMD_FAST,
        .arity = 3,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zunion",
        .proc = zunionCommand,
        .getkeys = zunionInterDiffGetKeys,
        .keyspecs = keys_zunion,
        .doc = &doc_zunion,
        .since = "6.2.0",
        .acl = ACL_READ | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_READONLY | CMD_MOVABLE_KEYS,
        .arity = -3,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 1,
    },
    {
        .name = "zunionstore",
        .proc = zunionstoreCommand,
        .getkeys = zunionInterDiffStoreGetKeys,
        .keyspecs = keys_zunionstore,
        .doc = &doc_zunionstore,
        .since = "2.0.0",
        .acl = ACL_WRITE | ACL_SORTEDSET | ACL_SLOW,
        .flags = CMD_WRITE | CMD_DENYOOM | CMD_MOVABLE_KEYS,
        .arity = -4,
        .first_key = 1,
        .last_key = 1,
        .key_step = 1,
        .group = GROUP_SORTED_SET,
        .nkeyspecs = 2,
    },
};
const unsigned command_specs_count = 401;
