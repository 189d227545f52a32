/* migrate.c: see migrate.h. The connections are in migrate_target.c. */
#include "net/net.h"
#include "net/migrate_target.h"
#include "exec/exec.h"
#include "persist/persist.h"
#include "gen/commands.h"
#include <errno.h>
#include <limits.h>

enum { ANSWER = 1024 }; /* bytes of the other side's answer that count */

typedef struct migration {
    execContext *x;
    long long dbid, timeout; /* of the target; ms */
    bool copy, replace;
    int user, password; /* indexes in argv; 0: none */
    int first, keys;    /* those asked for */
    int *live, nlive;   /* indexes of those that are there */
} migration;

/* How talking to the target ended. */
enum talk { TALK_DONE, TALK_NOT_WRITTEN, TALK_NOT_READ };

/* --- arguments --- */

static bool badOption(execContext *x) {
    replyErrorSyntax(x);
    return false;
}

static bool readOptions(migration *m) {
    execContext *x = m->x;
    for (int i = 6; i < x->argc; i++) {
        int more = x->argc - 1 - i;
        if (argIs(x, i, "copy")) {
            m->copy = true;
        } else if (argIs(x, i, "replace")) {
            m->replace = true;
        } else if (argIs(x, i, "auth")) {
            if (!more)
                return badOption(x);
            m->password = ++i;
            argRedact(x, i);
        } else if (argIs(x, i, "auth2")) {
            if (more < 2)
                return badOption(x);
            m->user = ++i;
            argRedact(x, i);
            m->password = ++i;
            argRedact(x, i);
        } else if (argIs(x, i, "keys")) {
            if (x->argv[3].len != 0) {
                replyErrorC(x, "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string");
                return false;
            }
            m->first = i + 1;
            m->keys = x->argc - i - 1;
            break;
        } else {
            return badOption(x);
        }
    }
    if (!argLong(x, 5, &m->timeout) || !argLong(x, 4, &m->dbid))
        return false;
    if (m->timeout <= 0)
        m->timeout = 1000;
    if (m->timeout > INT_MAX)
        m->timeout = INT_MAX;
    return true;
}

static void findKeys(migration *m) {
    execContext *x = m->x;
    m->live = zmalloc(sizeof(int) * (size_t)(m->keys ? m->keys : 1));
    for (int i = m->first; i < m->first + m->keys; i++)
        if (dbRead(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i)))
            m->live[m->nlive++] = i;
}

/* --- the request --- */

static void writeHead(streamOut *s, char mark, size_t n) {
    char text[LL_DIGITS + 3];
    size_t len = 1;
    text[0] = mark;
    len += (size_t)ll2string(text + 1, (long long)n);
    text[len++] = '\r';
    text[len++] = '\n';
    streamWrite(s, text, len);
}

static void writeWord(streamOut *s, const void *ptr, size_t len) {
    writeHead(s, '$', len);
    streamWrite(s, ptr, len);
    streamWrite(s, "\r\n", 2);
}

static void writeWordC(streamOut *s, const char *text) {
    writeWord(s, text, strlen(text));
}

static void writeNumber(streamOut *s, long long n) {
    char text[LL_DIGITS];
    writeWord(s, text, (size_t)ll2string(text, n));
}

static void writeArg(streamOut *s, const execContext *x, int i) {
    writeWord(s, x->argv[i].ptr, x->argv[i].len);
}

/* RESTORE of one key. False: no file format of the version in force holds it, and the error is written. */
static bool writeKey(const migration *m, streamOut *s, int i) {
    execContext *x = m->x;
    const object *o = dbPeek(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i));
    rdbOut payload;
    int64_t ttl = objectExpire(o) == NO_EXPIRE ? 0 : objectExpire(o) - command_now;
    if (objectExpire(o) != NO_EXPIRE && ttl < 1)
        ttl = 1;
    if (!rdbDump(&payload, o)) {
        replyErrorFmt(x, RDB_REFUSED, payload.version, payload.refused);
        streamOutRelease(&payload.s);
        return false;
    }
    writeHead(s, '*', m->replace ? 5 : 4);
    writeWordC(s, x->key_slot < 0 ? "RESTORE" : "RESTORE-ASKING"); /* in a cluster the slot is on its way */
    writeArg(s, x, i);
    writeNumber(s, ttl);
    writeWord(s, payload.s.buf, payload.s.len);
    if (m->replace)
        writeWordC(s, "REPLACE");
    streamOutRelease(&payload.s);
    return true;
}

static bool writeRequest(const migration *m, streamOut *s, bool selects) {
    if (m->password) {
        writeHead(s, '*', m->user ? 3 : 2);
        writeWordC(s, "AUTH");
        if (m->user)
            writeArg(s, m->x, m->user);
        writeArg(s, m->x, m->password);
    }
    if (selects) {
        writeHead(s, '*', 2);
        writeWordC(s, "SELECT");
        writeNumber(s, m->dbid);
    }
    for (int i = 0; i < m->nlive; i++)
        if (!writeKey(m, s, m->live[i]))
            return false;
    return true;
}

/* --- the answers --- */

/* The key has arrived there. */
static void moved(const migration *m, int i) {
    execContext *x = m->x;
    const execArg *key = &x->argv[i];
    dbDelete(x->db, key->ptr, key->len, argHash(x, i));
    keyChanged(x->db, key->ptr, key->len, KEY_GENERIC, "del");
}

typedef struct answers {
    char first[ANSWER]; /* the first error, without its '-' */
    bool refused;
    int read, *gone, ngone; /* of keys: replies read; indexes of those that went */
} answers;

static void noteError(answers *a, const char *line) {
    if (*line != '-' || a->refused)
        return;
    a->refused = true;
    memcpy(a->first, line + 1, strlen(line));
}

/* False: the connection broke; errno says how. */
static bool readAnswers(const migration *m, migrateTarget *t, bool selects, answers *a) {
    char line[ANSWER];
    bool before = false; /* AUTH or SELECT failed: no key has arrived, whatever is answered */
    for (int i = 0; i < (m->password != 0) + selects; i++) {
        if (!migrateReadLine(t, line, sizeof(line), (int)m->timeout))
            return false;
        noteError(a, line);
        before = a->refused;
    }
    for (; a->read < m->nlive; a->read++) {
        if (!migrateReadLine(t, line, sizeof(line), (int)m->timeout))
            return false;
        noteError(a, line);
        if (before || *line == '-' || m->copy)
            continue;
        moved(m, m->live[a->read]);
        a->gone[a->ngone++] = m->live[a->read];
    }
    return true;
}

/* The keys that went are DEL in the write stream: one command, however many they are. */
static void tellGone(const migration *m, const answers *a) {
    if (!a->ngone || !propagateBegin(m->x, "DEL", a->ngone))
        return;
    for (int i = 0; i < a->ngone; i++)
        propagateArg(m->x, a->gone[i]);
    propagateEnd(m->x);
}

/* Sends and reads; what was answered is in *a. A connection that broke is closed. */
static enum talk talk(const migration *m, migrateTarget *t, const streamOut *request, bool selects, answers *a) {
    if (!migrateWrite(t, request->buf, request->len, (int)m->timeout)) {
        migrateDrop(t);
        return TALK_NOT_WRITTEN;
    }
    if (!readAnswers(m, t, selects, a)) {
        migrateDrop(t);
        return TALK_NOT_READ;
    }
    t->dbid = a->refused ? -1 : m->dbid;
    return TALK_DONE;
}

static void answer(const migration *m, enum talk how, const answers *a) {
    if (a->refused) {
        replyErrorFmt(m->x, "ERR Target instance replied with error: %s", a->first);
    } else if (how == TALK_DONE) {
        replyOk(m->x);
    } else {
        replyErrorFmt(m->x, "IOERR error or timeout %s to target instance",
                      how == TALK_NOT_WRITTEN ? "writing" : "reading");
    }
}

/* One attempt. True: it may be tried again, nothing has been answered yet. */
static bool attempt(const migration *m, bool last) {
    execContext *x = m->x;
    migrateTarget *t = migrateTargetOf(&x->argv[1], &x->argv[2], (int)m->timeout);
    if (!t) {
        replyErrorC(x, "IOERR error or timeout connecting to the client");
        return false;
    }
    bool selects = t->dbid != m->dbid, again = false;
    answers a = {.gone = zmalloc(sizeof(int) * (size_t)m->nlive)};
    streamOut request;
    streamToMemory(&request);
    if (writeRequest(m, &request, selects)) {
        errno = 0;
        enum talk how = talk(m, t, &request, selects, &a);
        again = !last && how != TALK_DONE && errno != ETIMEDOUT && !a.refused && !a.read;
        tellGone(m, &a);
        if (!again)
            answer(m, how, &a);
    }
    streamOutRelease(&request);
    zfree(a.gone);
    return again;
}

void migrateCommand(execContext *x) {
    migration m = {.x = x, .first = 3, .keys = 1};
    if (!readOptions(&m))
        return;
    findKeys(&m);
    if (!m.nlive) {
        replyStatus(x, "NOKEY");
    } else if (attempt(&m, false)) {
        attempt(&m, true);
    }
    zfree(m.live);
}
