/* acl.c: see acl.h.
 *
 * Design  a user's rules come as one block, which is kept: texts of the compiled form point into it.
 *
 *           u8 flags | u16 n | n * 32 bytes of password | u16 n | n selectors
 *           selector:  u8 flags | 128 bytes of commands (bit id - 1) | u16 n | n first words | u32 n | n key patterns
 *                      | u32 n | n channel patterns
 *           first word u16 command, u32 len, bytes;  key pattern u8 rights, u32 len, bytes;  channel u32 len, bytes
 *
 *         Numbers are little-endian and not aligned. */
#include "exec/acl.h"
#include "ds/ds.h"
#include "exec/command_info.h"
#include "exec/command_keys.h"
#include "exec/exec.h"
#include "gen/commands.h"
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum patternShape { SHAPE_GLOB, SHAPE_ALL, SHAPE_PREFIX, SHAPE_EXACT };

typedef struct aclPattern {
    const char *text;
    uint32_t len, literal; /* literal: bytes in front of the star of SHAPE_PREFIX */
    uint8_t rights, shape;
} aclPattern;

typedef struct aclFirstWord {
    uint16_t command;
    execArg word;
} aclFirstWord;

typedef struct aclSelector {
    uint8_t flags; /* ACL_SELECTOR_* */
    uint8_t commands[COMMANDS_MAX / 8];
    unsigned nfirst, nkeys, nchannels;
    aclFirstWord *first;
    aclPattern *keys, *channels;
} aclSelector;

struct aclUser {
    uint64_t id;
    uint8_t flags; /* ACL_USER_* */
    unsigned npasswords, nselectors;
    const uint8_t *passwords; /* in `rules` */
    aclSelector *selectors;
    char *rules;
    size_t name_len;
    char name[];
};

bool acl_default_limited;
const char *const acl_reason[ACL_VERDICTS] = {"none", "command", "key", "channel", "auth"};

/* ------------------------------------------------------------------------------------------------- table of users */

static aclUser **users; /* by place */
static uint32_t *generations;
static uint32_t places;
static hashtable *by_name;

static const char *userBytes(const void *entry, size_t *len) {
    const aclUser *u = entry;
    *len = u->name_len;
    return u->name;
}

static const hashtableType users_type = {.entryKeyBytes = userBytes};

const aclUser *aclFind(const char *name, size_t len) {
    void **at = by_name ? hashtableFindBytes(by_name, name, len, sipHash(name, len)) : NULL;
    return at ? *at : NULL;
}

const aclUser *aclUserOf(uint64_t id) {
    uint32_t place = (uint32_t)id;
    return place < places && users[place] && users[place]->id == id ? users[place] : NULL;
}

unsigned aclUsers(void) {
    return by_name ? (unsigned)hashtableSize(by_name) : 0;
}

unsigned aclPlaces(void) {
    return places;
}

const char *aclNameAt(unsigned place) {
    return place < places && users[place] ? users[place]->name : place ? "" : "default";
}

const char *aclNameOf(const aclUser *u) {
    return u->name;
}

uint64_t aclIdOf(const aclUser *u) {
    return u->id;
}

const char *aclUserName(uint64_t id) {
    const aclUser *u = aclUserOf(id);
    return u ? u->name : id == 0 ? "default" : id == ACL_NOBODY ? "(superuser)" : "(deleted)";
}

static bool isDefault(const char *name, size_t len) {
    return len == 7 && memcmp(name, "default", 7) == 0;
}

/* Place 0 is the default user's, whether it has come or not. */
static uint64_t newId(const char *name, size_t len) {
    uint32_t place = isDefault(name, len) ? 0 : 1;
    while (place && place < places && users[place])
        place++;
    if (place >= places) {
        uint32_t room = places ? places * 2 : 8;
        users = zrealloc(users, sizeof(*users) * room);
        generations = zrealloc(generations, sizeof(*generations) * room);
        memset(users + places, 0, sizeof(*users) * (room - places));
        memset(generations + places, 0, sizeof(*generations) * (room - places));
        places = room;
    }
    return (uint64_t)generations[place] << 32 | place;
}

/* ------------------------------------------------------------------------------------------------- the compiled form
 */

static uint32_t number(const char **at, int bytes) {
    uint32_t v = 0;
    for (int i = 0; i < bytes; i++)
        v |= (uint32_t)(uint8_t) * (*at)++ << (8 * i);
    return v;
}

static execArg text(const char **at) {
    uint32_t len = number(at, 4);
    execArg a = {*at, len};
    *at += len;
    return a;
}

static aclPattern pattern(const char **at, bool rights) {
    aclPattern p = {.rights = rights ? (uint8_t)number(at, 1) : 0};
    execArg a = text(at);
    p.text = a.ptr;
    p.len = (uint32_t)a.len;
    p.literal = 0;
    while (p.literal < p.len && !strchr("*?[\\", p.text[p.literal]))
        p.literal++;
    p.shape = p.literal == p.len && p.len                                   ? SHAPE_EXACT
              : p.len == 1 && p.text[0] == '*'                              ? SHAPE_ALL
              : p.len && p.literal == p.len - 1 && p.text[p.literal] == '*' ? SHAPE_PREFIX
                                                                            : SHAPE_GLOB;
    return p;
}

static aclPattern *patterns(const char **at, unsigned *n, bool rights) {
    *n = number(at, 4);
    aclPattern *all = *n ? zmalloc(sizeof(*all) * *n) : NULL;
    for (unsigned i = 0; i < *n; i++)
        all[i] = pattern(at, rights);
    return all;
}

static void readSelector(const char **at, aclSelector *s) {
    s->flags = (uint8_t)number(at, 1);
    memcpy(s->commands, *at, sizeof(s->commands));
    *at += sizeof(s->commands);
    s->nfirst = number(at, 2);
    s->first = s->nfirst ? zmalloc(sizeof(*s->first) * s->nfirst) : NULL;
    for (unsigned i = 0; i < s->nfirst; i++) {
        s->first[i].command = (uint16_t)number(at, 2);
        s->first[i].word = text(at);
    }
    s->keys = patterns(at, &s->nkeys, true);
    s->channels = patterns(at, &s->nchannels, false);
}

static aclUser *compile(const char *name, size_t len, const void *rules, size_t bytes) {
    aclUser *u = zcalloc(1, sizeof(*u) + len + 1);
    u->name_len = len;
    memcpy(u->name, name, len);
    u->rules = zmalloc(bytes ? bytes : 1);
    memcpy(u->rules, rules, bytes);
    const char *at = u->rules;
    u->flags = (uint8_t)number(&at, 1);
    u->npasswords = number(&at, 2);
    u->passwords = (const uint8_t *)at;
    at += (size_t)u->npasswords * ACL_HASH_BYTES;
    u->nselectors = number(&at, 2);
    u->selectors = zcalloc(u->nselectors ? u->nselectors : 1, sizeof(*u->selectors));
    for (unsigned i = 0; i < u->nselectors; i++)
        readSelector(&at, &u->selectors[i]);
    vkAssert(at == u->rules + bytes);
    return u;
}

static void freeUser(aclUser *u) {
    for (unsigned i = 0; i < u->nselectors; i++) {
        zfree(u->selectors[i].first);
        zfree(u->selectors[i].keys);
        zfree(u->selectors[i].channels);
    }
    zfree(u->selectors);
    zfree(u->rules);
    zfree(u);
}

static bool limited(const aclUser *u) {
    unsigned all = ACL_SELECTOR_COMMANDS | ACL_SELECTOR_KEYS | ACL_SELECTOR_CHANNELS;
    for (unsigned i = 0; i < u->nselectors; i++)
        if (u->selectors[i].flags == all)
            return false;
    return true;
}

static void defaultChanged(void) {
    const aclUser *u = places ? users[0] : NULL;
    acl_default_limited = u && limited(u);
    exec_config.requires_auth = u && (!(u->flags & ACL_USER_NOPASS) || !(u->flags & ACL_USER_ENABLED));
}

uint64_t aclPut(const char *name, size_t len, const void *rules, size_t bytes) {
    aclUser *u = compile(name, len, rules, bytes), *old = (aclUser *)aclFind(name, len);
    u->id = old ? old->id : newId(name, len);
    if (!by_name)
        by_name = hashtableCreate(&users_type);
    if (old) {
        hashtablePopBytes(by_name, name, len, sipHash(name, len));
        freeUser(old);
    }
    hashtableInsertNewWithHash(by_name, u, sipHash(name, len));
    users[(uint32_t)u->id] = u;
    defaultChanged();
    return u->id;
}

bool aclRemove(const char *name, size_t len, uint64_t *id) {
    aclUser *u = isDefault(name, len) ? NULL : (aclUser *)aclFind(name, len);
    if (!u)
        return false;
    *id = u->id;
    users[(uint32_t)u->id] = NULL;
    generations[(uint32_t)u->id]++;
    hashtablePopBytes(by_name, name, len, sipHash(name, len));
    freeUser(u);
    return true;
}

void aclRelease(void) {
    for (uint32_t i = 0; i < places; i++)
        if (users[i])
            freeUser(users[i]);
    zfree(users);
    zfree(generations);
    if (by_name)
        hashtableRelease(by_name);
    users = NULL;
    generations = NULL;
    by_name = NULL;
    places = 0;
    aclLogReset();
    defaultChanged();
}

/* ------------------------------------------------------------------------------------------------------------- login
 */

void aclDefaultSession(session *s) {
    s->user = 0;
    s->authenticated = !exec_config.requires_auth;
}

bool aclNeedsLogin(const session *s) {
    return !s->authenticated && exec_config.requires_auth;
}

bool aclDefaultOpen(void) {
    const aclUser *u = aclUserOf(0);
    return !u || u->flags & ACL_USER_NOPASS;
}

/* Every password is compared in the same time. */
static bool passwordFits(const aclUser *u, const execArg *given) {
    uint8_t hash[SHA256_DIGEST_LENGTH];
    bool fits = false;
    SHA256((const unsigned char *)given->ptr, given->len, hash);
    for (unsigned i = 0; i < u->npasswords; i++)
        fits |= CRYPTO_memcmp(hash, u->passwords + (size_t)i * ACL_HASH_BYTES, ACL_HASH_BYTES) == 0;
    return fits;
}

bool aclLogin(session *s, const execArg *name, const execArg *password) {
    const aclUser *u = aclFind(name->ptr, name->len);
    if (!u ? by_name != NULL || !isDefault(name->ptr, name->len)
           : !(u->flags & ACL_USER_ENABLED) || (!(u->flags & ACL_USER_NOPASS) && !passwordFits(u, password)))
        return false;
    s->user = u ? u->id : 0;
    s->authenticated = true;
    return true;
}

/* -------------------------------------------------------------------------------------------------------- the checks
 */

static inline bool fits(const aclPattern *p, const char *word, size_t len) {
    switch ((enum patternShape)p->shape) {
    case SHAPE_ALL:
        return true;
    case SHAPE_PREFIX:
        return len >= p->literal && memcmp(word, p->text, p->literal) == 0;
    case SHAPE_EXACT:
        return len == p->len && memcmp(word, p->text, len) == 0;
    case SHAPE_GLOB:
        break;
    }
    return globMatch(p->text, p->len, word, len, false);
}

static unsigned rightsOf(uint32_t key_flags) {
    return (key_flags & KEY_ACCESS ? ACL_RIGHT_READ : 0) |
           (key_flags & (KEY_INSERT | KEY_DELETE | KEY_UPDATE) ? ACL_RIGHT_WRITE : 0);
}

static bool keyFits(const aclSelector *s, const execArg *key, unsigned rights) {
    for (unsigned i = 0; i < s->nkeys; i++)
        if ((s->keys[i].rights & rights) == rights && fits(&s->keys[i], key->ptr, key->len))
            return true;
    return false;
}

static bool firstWordFits(const aclSelector *s, const command *c, const execArg *argv, int argc) {
    for (unsigned i = 0; argc > 1 && i < s->nfirst; i++)
        if (s->first[i].command == c->id && s->first[i].word.len == argv[1].len &&
            strncasecmp(s->first[i].word.ptr, argv[1].ptr, argv[1].len) == 0)
            return true;
    return false;
}

static inline bool commandFits(const aclSelector *s, const command *c, const execArg *argv, int argc) {
    unsigned bit = c->id - 1U;
    if (likely(s->commands[bit / 8] >> bit % 8 & 1) || s->flags & ACL_SELECTOR_COMMANDS)
        return true;
    return c->spec->flags & CMD_NO_AUTH || firstWordFits(s, c, argv, argc);
}

/* The channels of a call, from first up to but without end; none: 0. */
static int channelsOf(const command *c, int argc, int *end, bool *are_patterns) {
    void (*proc)(execContext *) = c->spec->proc;
    *are_patterns = proc == psubscribeCommand;
    if (proc == publishCommand || proc == spublishCommand) {
        *end = 2;
    } else if (proc == subscribeCommand || proc == ssubscribeCommand || proc == psubscribeCommand) {
        *end = argc;
    } else {
        return 0;
    }
    return 1;
}

static bool channelFits(const aclSelector *s, const execArg *channel, bool is_pattern) {
    for (unsigned i = 0; i < s->nchannels; i++) {
        const aclPattern *p = &s->channels[i];
        if (is_pattern ? p->len == channel->len && memcmp(p->text, channel->ptr, p->len) == 0
                       : fits(p, channel->ptr, channel->len))
            return true;
    }
    return false;
}

bool aclChannelFits(const execArg *channels, int n, const char *channel, size_t len, bool is_pattern) {
    for (int i = 0; i < n; i++)
        if (is_pattern ? channels[i].len == len && memcmp(channels[i].ptr, channel, len) == 0
                       : globMatch(channels[i].ptr, channels[i].len, channel, len, false))
            return true;
    return false;
}

/* The keys of a call, looked for when the first selector asks. */
typedef struct keysOnce {
    keyRefs refs;
    bool known;
} keysOnce;

static enum aclVerdict checkSelector(const aclSelector *s, const command *c, const execArg *argv, int argc,
                                     keysOnce *keys, int *at) {
    *at = 0;
    if (!commandFits(s, c, argv, argc))
        return ACL_DENIED_COMMAND;
    if (!(s->flags & ACL_SELECTOR_KEYS) && commandHasKeys(c->spec)) {
        if (!keys->known) {
            keyRefsInit(&keys->refs);
            keys->known = true;
            commandGetKeys(c->spec, argv, argc, 0, &keys->refs);
        }
        for (int i = 0; i < keys->refs.count; i++) {
            *at = keys->refs.refs[i].pos;
            if (!keyFits(s, &argv[*at], rightsOf(keys->refs.refs[i].flags)))
                return ACL_DENIED_KEY;
        }
    }
    if (!(s->flags & ACL_SELECTOR_CHANNELS) && c->spec->acl & ACL_PUBSUB) {
        int end;
        bool are_patterns;
        int i = channelsOf(c, argc, &end, &are_patterns);
        for (; i && i < end; i++) {
            *at = i;
            if (!channelFits(s, &argv[i], are_patterns))
                return ACL_DENIED_CHANNEL;
        }
    }
    return ACL_ALLOWED;
}

enum aclVerdict aclCheck(const aclUser *u, const command *c, const execArg *argv, int argc, int *at) {
    enum aclVerdict worst = ACL_DENIED_COMMAND;
    keysOnce keys;
    keys.known = false;
    *at = 0;
    for (unsigned i = 0; i < u->nselectors; i++) {
        int where;
        enum aclVerdict v = checkSelector(&u->selectors[i], c, argv, argc, &keys, &where);
        if (v == ACL_ALLOWED || v > worst || (v == worst && where > *at)) {
            worst = v;
            *at = where;
        }
        if (v == ACL_ALLOWED)
            break;
    }
    if (keys.known)
        keyRefsFree(&keys.refs);
    return worst;
}

enum aclVerdict aclCheckSession(const session *s, const command *c, const execArg *argv, int argc, int *at) {
    *at = 0;
    if (!aclMayLimit(s) || s->user == ACL_NOBODY)
        return ACL_ALLOWED;
    const aclUser *u = aclUserOf(s->user);
    return u ? aclCheck(u, c, argv, argc, at) : ACL_DENIED_COMMAND;
}

static bool readsAll(const aclSelector *s) {
    if (s->flags & ACL_SELECTOR_KEYS)
        return true;
    for (unsigned i = 0; i < s->nkeys; i++)
        if (s->keys[i].rights & ACL_RIGHT_READ && s->keys[i].shape == SHAPE_ALL)
            return true;
    return false;
}

bool aclReadsAllKeys(const execContext *x) {
    if (!aclMayLimit(x->session) || x->session->user == ACL_NOBODY)
        return true;
    const aclUser *u = aclUserOf(x->session->user);
    keysOnce keys;
    keys.known = false;
    bool may = false;
    for (unsigned i = 0; u && !may && i < u->nselectors; i++) {
        int at;
        may = checkSelector(&u->selectors[i], x->cmd, x->argv, x->argc, &keys, &at) == ACL_ALLOWED &&
              readsAll(&u->selectors[i]);
    }
    if (keys.known)
        keyRefsFree(&keys.refs);
    return may;
}

/* ------------------------------------------------------------------------------------------------------ what is said
 */

void aclExplain(replySink *out, enum aclVerdict v, const char *user, const command *c, const execArg *word) {
    char head[512];
    int n;
    if (v == ACL_DENIED_COMMAND) {
        n = snprintf(head, sizeof(head), "%s' command", commandFullName(c));
    } else {
        n = snprintf(head, sizeof(head), "%s", v == ACL_DENIED_KEY ? "' key" : "' channel");
    }
    const char *middle =
        v == ACL_DENIED_COMMAND ? " has no permissions to run the '" : " has no permissions to access the '";
    sinkAppend(out, "User ", 5);
    sinkAppend(out, user, strlen(user));
    sinkAppend(out, middle, strlen(middle));
    if (v != ACL_DENIED_COMMAND)
        sinkAppend(out, word->ptr, word->len);
    sinkAppend(out, head, (size_t)n);
}

/* What a client is told; the text is good until the next call. */
static const char *shortly(const execContext *x, const char *before, enum aclVerdict v) {
    static replySink told;
    const char *fixed = v == ACL_DENIED_KEY ? "No permissions to access a key" : "No permissions to access a channel";
    told.len = 0;
    sinkAppend(&told, before, strlen(before));
    if (v == ACL_DENIED_COMMAND) {
        aclExplain(&told, v, aclUserName(x->session->user), x->cmd, NULL);
    } else {
        sinkAppend(&told, fixed, strlen(fixed));
    }
    sinkAppend(&told, "", 1);
    return told.buf;
}

static void denied(const execContext *x, enum aclVerdict v, enum aclContext context, int at) {
    const char *name = commandFullName(x->cmd);
    execArg object = v == ACL_DENIED_COMMAND ? (execArg){name, strlen(name)} : x->argv[at];
    aclDenied(x, v, context, &object, NULL);
}

bool aclAllows(execContext *x) {
    int at;
    enum aclVerdict v = aclCheckSession(x->session, x->cmd, x->argv, x->argc, &at);
    if (likely(v == ACL_ALLOWED))
        return true;
    denied(x, v, multiOpen(x->session) ? ACL_MULTI : ACL_TOPLEVEL, at);
    replyErrorC(x, shortly(x, "NOPERM ", v));
    return false;
}

bool aclAllowsQueued(execContext *x) {
    static const char *const why[ACL_VERDICTS] = {
        [ACL_DENIED_COMMAND] = "no permission to execute the command",
        [ACL_DENIED_KEY] = "no permission to touch the specified keys",
        [ACL_DENIED_CHANNEL] = "no permission to access one of the channels used as arguments to the command"};
    int at;
    enum aclVerdict v = aclCheckSession(x->session, x->cmd, x->argv, x->argc, &at);
    if (likely(v == ACL_ALLOWED))
        return true;
    denied(x, v, ACL_MULTI, at);
    replyErrorFmt(x,
                  "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
                  "This command is no longer allowed for the following reason: %s",
                  why[v]);
    return false;
}

const char *aclRefusesScript(execContext *x, bool lua) {
    int at;
    enum aclVerdict v = aclCheckSession(x->session, x->cmd, x->argv, x->argc, &at);
    if (likely(v == ACL_ALLOWED))
        return NULL;
    denied(x, v, lua ? ACL_LUA : ACL_SCRIPT, at);
    return shortly(x, "NOPERM ACL failure in script: ", v);
}
