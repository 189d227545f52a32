/* acl.h: who may run what: users as they are enforced, compiled from the rules that server/acl/ keeps in Python.
 *
 * Words  selector: one set of rights; a command passes when one selector of its user lets it pass as a whole.
 *        right: to read a key's data, or to write it; a key pattern has one or both.
 *        first word: the old form "+select|0": a command without subcommands that may be run with this first argument.
 *        nobody: the server itself; it may do everything (files that are loaded, the control plane).
 * Rules  a session names its user by id, which is a place and a generation: once the user is deleted the id finds
 *        nothing, and what asks with it may do nothing. The default user has id 0, and cannot be deleted.
 *        Compiled users are replaced as a whole, between commands.
 * Cost   the default user with all rights: aclMayLimit, one branch. Others: a bit for the command, and for each key the
 *        patterns in order; patterns like "app:*" are compared without the general matcher.
 * Events CommandDenied. */
#ifndef VK_ACL_H
#define VK_ACL_H
#include "exec/context.h"

#define ACL_NOBODY UINT64_MAX
#define ACL_HASH_BYTES 32 /* a password as SHA-256 */

/* In this order: of several selectors' refusals the greatest is told. */
enum aclVerdict { ACL_ALLOWED, ACL_DENIED_COMMAND, ACL_DENIED_KEY, ACL_DENIED_CHANNEL, ACL_DENIED_AUTH, ACL_VERDICTS };
extern const char *const acl_reason[ACL_VERDICTS]; /* as ACL LOG names them */

enum { ACL_RIGHT_READ = 1, ACL_RIGHT_WRITE = 2 };
enum { ACL_USER_ENABLED = 1, ACL_USER_NOPASS = 2, ACL_USER_SKIPS_SANITIZING = 4 };
enum { ACL_SELECTOR_COMMANDS = 1, ACL_SELECTOR_KEYS = 2, ACL_SELECTOR_CHANNELS = 4 }; /* all of them */

typedef struct aclUser aclUser;

extern bool acl_default_limited; /* the default user may not do everything */
static inline bool aclMayLimit(const session *s) {
    return unlikely((s->user != 0) | acl_default_limited);
}

/* Makes the user `name`, or replaces it; `rules` is compiled by server/acl/compiled.py and copied. Returns its id. */
uint64_t aclPut(const char *name, size_t len, const void *rules, size_t bytes);
bool aclRemove(const char *name, size_t len, uint64_t *id); /* false: there is none, or it is the default user */
const aclUser *aclFind(const char *name, size_t len);       /* NULL */
const aclUser *aclUserOf(uint64_t id);                      /* NULL: it was deleted, or it is nobody */
unsigned aclUsers(void);
unsigned aclPlaces(void);              /* ids have places below this */
const char *aclNameAt(unsigned place); /* who is there now; "default" for 0, else "" where nobody is */
const char *aclUserName(uint64_t id);  /* "default"; of nobody "(superuser)", of one that was deleted "(deleted)" */
const char *aclNameOf(const aclUser *u);
uint64_t aclIdOf(const aclUser *u);
void aclRelease(void); /* all of them; the default user may do everything again */

/* A new connection, and one after RESET: the default user, who is let in where it needs no password. */
void aclDefaultSession(session *s);
bool aclNeedsLogin(const session *s); /* it must authenticate first */
bool aclDefaultOpen(void);            /* the default user needs no password */
/* True: the session is this user's from now on. */
bool aclLogin(session *s, const execArg *name, const execArg *password);

/* May the user run this? Else `at` is the word that is denied: 0 the command, or the position of the key or channel. */
enum aclVerdict aclCheck(const aclUser *u, const command *c, const execArg *argv, int argc, int *at);
/* The same for a session: nobody passes, a deleted user does not. */
enum aclVerdict aclCheckSession(const session *s, const command *c, const execArg *argv, int argc, int *at);
/* Also wants the right to read all keys there are, as SORT with patterns does. */
bool aclReadsAllKeys(const execContext *x);
/* One that asks for a channel, or with `pattern` for all channels of a pattern. */
bool aclChannelFits(const execArg *channels, int n, const char *channel, size_t len, bool pattern);
/* What ACL DRYRUN says of a denial. */
void aclExplain(replySink *out, enum aclVerdict v, const char *user, const command *c, const execArg *word);

/* The gate's: false: it was answered NOPERM, counted and logged. */
bool aclAllows(execContext *x);
bool aclAllowsQueued(execContext *x); /* of a transaction that is executed */
/* A script's: NULL, or the error; valid until the next call. */
const char *aclRefusesScript(execContext *x, bool lua);

/* ------------------------------------------------------------------------------------------------------ acl_log.c */

enum aclContext { ACL_TOPLEVEL, ACL_MULTI, ACL_LUA, ACL_SCRIPT, ACL_MODULE };
typedef struct aclStats {
    uint64_t denied[ACL_VERDICTS]; /* by verdict */
} aclStats;
extern aclStats acl_stats;

typedef struct aclLogEntry aclLogEntry;
struct aclLogEntry { /* texts are owned */
    aclLogEntry *newer, *older;
    uint64_t count, id, client_id;
    int64_t created_ms, updated_ms;
    enum aclVerdict reason;
    enum aclContext context;
    size_t object_len, user_len;
    char *object, *user;
    replySink client; /* its line of CLIENT LIST */
};
extern const char *const acl_context[];
const aclLogEntry *aclLogNewest(void);
void aclLogLimit(uint64_t entries); /* acllog-max-len */
void aclLogReset(void);
/* Counts, logs and tells that x was denied; user NULL: the session's. */
void aclDenied(const execContext *x, enum aclVerdict v, enum aclContext context, const execArg *object,
               const execArg *user);
/* A client's line while it runs `cmd`, and its id: set by who owns clients. */
extern void (*acl_client_line)(client *c, const command *cmd, replySink *text);
extern uint64_t (*acl_client_id)(const client *c);
#endif
