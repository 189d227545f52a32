/* propagate.c: see propagate.h. */
#include "exec/exec.h"
#include "exec/propagate.h"
#include <string.h>

enum { FORMS_FIRST = 16, TABLE_ROWS = 512 };
#define KEEP_ROOM (64 * 1024) /* of the unit's buffer, from one unit to the next */

typedef struct form {
    size_t at, len; /* in the buffer */
    int dbid;
    unsigned to;           /* bit per feed */
    uint32_t client;       /* slot */
    uint16_t command;      /* id of what ran; 0: none */
    uint16_t became;       /* id of what is told */
    uint32_t key, key_len; /* its first argument, in the buffer */
} form;

unsigned propagate_feeds, propagate_depth, propagate_forms;
unsigned propagate_to = (1u << FEEDS) - 1;
propagateStats propagate_stats;

static propagateFed feeds[FEEDS];
static struct {
    char *buf;
    size_t len, cap;
    form *forms;
    unsigned room;
    bool arbitrary; /* a command of it touches keys that it does not name: no transaction */
} unit;
static struct {
    propagateBecame rows[TABLE_ROWS];
    unsigned n;
} table;

void propagateListen(enum propagateFeed feed, propagateFed fed) {
    feeds[feed] = fed;
    propagate_feeds = (propagate_feeds & ~(1u << feed)) | (fed ? 1u << feed : 0);
}

/* --------------------------------------------------------------------------------------------------------- writing */

static char *room(size_t more) {
    if (unlikely(unit.cap - unit.len < more)) {
        unit.cap = (unit.len + more) * 2;
        unit.buf = zrealloc(unit.buf, unit.cap);
    }
    return unit.buf + unit.len;
}

static void writeCount(char mark, unsigned long long n) {
    char *to = room(32);
    *to++ = mark;
    to += ll2string(to, (long long)n);
    *to++ = '\r';
    *to++ = '\n';
    unit.len = (size_t)(to - unit.buf);
}

void propagateWord(const void *ptr, size_t len) {
    writeCount('$', len);
    char *to = room(len + 2);
    form *f = &unit.forms[propagate_forms];
    if (f->became && !f->key) {
        f->key = (uint32_t)(unit.len - f->at);
        f->key_len = (uint32_t)len;
    }
    if (len)
        memcpy(to, ptr, len);
    to[len] = '\r';
    to[len + 1] = '\n';
    unit.len += len + 2;
}

void propagateWordC(const char *text) {
    propagateWord(text, strlen(text));
}

void propagateNumber(long long value) {
    char text[LL_DIGITS];
    propagateWord(text, (size_t)ll2string(text, value));
}

static uint16_t idOf(const char *name, size_t len) {
    const command *c = commandLookup(name, len);
    return c ? c->id : UINT16_MAX;
}

static void begin(int dbid, uint32_t client, uint16_t cmd, const char *name, size_t name_len, int argc) {
    if (propagate_forms == unit.room) {
        unit.room = unit.room ? unit.room * 2 : FORMS_FIRST;
        unit.forms = zrealloc(unit.forms, sizeof(form) * unit.room);
    }
    form *f = &unit.forms[propagate_forms];
    *f = (form){.at = unit.len, .dbid = dbid, .to = propagate_to, .client = client, .command = cmd};
    writeCount('*', (unsigned long long)argc + 1);
    propagateWord(name, name_len);
    f->became = idOf(name, name_len);
}

static void finish(void) {
    form *f = &unit.forms[propagate_forms++];
    f->len = unit.len - f->at;
}

bool propagateBegin(execContext *x, const char *name, int argc) {
    x->propagation = PROPAGATE_SAID;
    if (!propagateWanted())
        return false;
    begin(x->db->id, x->slot, x->cmd->id, name, strlen(name), argc);
    propagate_stats.other_words++;
    return true;
}

void propagateEnd(execContext *x) {
    unit.arbitrary |= (x->cmd->spec->flags & CMD_TOUCHES_ARBITRARY_KEYS) != 0;
    finish();
}

void propagateAs(execContext *x, const char *name, int argc, const execArg *argv) {
    if (!propagateBegin(x, name, argc))
        return;
    for (int i = 0; i < argc; i++)
        propagateWord(argv[i].ptr, argv[i].len);
    propagateEnd(x);
}

void propagateNothing(execContext *x) {
    x->propagation = PROPAGATE_SAID;
}

void propagateOwnWords(execContext *x) {
    x->propagation = PROPAGATE_FORCED;
}

void propagateRan(execContext *x, uint64_t dirty_before) {
    bool changed = keyspace_stats.dirty != dirty_before && x->cmd->spec->flags & (CMD_WRITE | CMD_MAY_REPLICATE);
    if (x->propagation == PROPAGATE_SAID || (x->propagation == PROPAGATE_OWN_WORDS && !changed))
        return;
    begin(x->db->id, x->slot, x->cmd->id, x->argv[0].ptr, x->argv[0].len, x->argc - 1);
    for (int i = 1; i < x->argc; i++)
        propagateWord(x->argv[i].ptr, x->argv[i].len);
    propagate_stats.own_words++;
    propagateEnd(x);
}

void propagateGone(int dbid, const char *name, int argc, const execArg *argv) {
    if (!propagateWanted())
        return;
    begin(dbid, EVENT_NOBODY, 0, name, strlen(name), argc);
    for (int i = 0; i < argc; i++)
        propagateWord(argv[i].ptr, argv[i].len);
    propagate_stats.by_server++;
    finish();
    if (!propagate_depth)
        propagateFlush();
}

/* ---------------------------------------------------------------------------------------------------- giving it out */

static void count(const form *f) {
    propagate_stats.forms++;
    propagate_stats.bytes += f->len;
    for (unsigned i = 0; i < table.n; i++) {
        propagateBecame *row = &table.rows[i];
        if (row->command == f->command && row->became == f->became) {
            row->times++;
            row->bytes += f->len;
            if (i && row->times > row[-1].times) { /* often ones come forward */
                propagateBecame before = row[-1];
                row[-1] = *row;
                *row = before;
            }
            return;
        }
    }
    if (table.n < TABLE_ROWS)
        table.rows[table.n++] = (propagateBecame){f->command, f->became, 1, f->len};
}

static void feed(unsigned to, int dbid, const char *resp, size_t len) {
    for (int i = 0; i < FEEDS; i++)
        if (feeds[i] && to >> i & 1)
            feeds[i](dbid, resp, len);
}

static void tell(uint64_t now, const form *f, unsigned place) {
    evCommandPropagated(now, f->client, f->len, f->command ? f->command : UINT16_MAX, f->became, (uint16_t)place,
                        (uint16_t)f->dbid, unit.buf + f->at + f->key, f->key_len);
}

void propagateFlush(void) {
    unsigned n = propagate_forms, to = 0;
    bool together = n > 1 && !unit.arbitrary;
    for (unsigned i = 0; i < n; i++)
        to |= unit.forms[i].to;
    propagate_stats.units++;
    propagate_stats.transactions += together;
    if (together)
        feed(to, -1, "*1\r\n$5\r\nMULTI\r\n", 15);
    for (unsigned i = 0; i < n; i++) {
        const form *f = &unit.forms[i];
        feed(f->to, f->dbid, unit.buf + f->at, f->len);
        count(f);
    }
    if (together)
        feed(to, -1, "*1\r\n$4\r\nEXEC\r\n", 14);
    if (unlikely(traceOn(CLASS_STREAM))) {
        uint64_t now = clockMonoNs();
        for (unsigned i = 0; i < n; i++)
            tell(now, &unit.forms[i], i);
        if (together)
            evUnitPropagated(now, unit.forms[0].client, n);
    }
    propagate_forms = 0;
    unit.len = 0;
    unit.arbitrary = false;
    if (unit.cap > KEEP_ROOM) {
        zfree(unit.buf);
        unit.buf = NULL;
        unit.cap = 0;
    }
}

/* Keys that go without being asked. */
static void onGone(struct db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    bool lazy = cls == KEY_EXPIRED ? lazyfree_config.expire : lazyfree_config.eviction;
    (void)event;
    propagateGone(d->id, lazy ? "UNLINK" : "DEL", 1, &(execArg){key, len});
}

void propagateInit(void) {
    keyspaceListen(LISTEN_PROPAGATE, 1u << KEY_EXPIRED | 1u << KEY_EVICTED, onGone);
}

const propagateBecame *propagateTable(unsigned *rows) {
    *rows = table.n;
    return table.rows;
}

void propagateForgetTable(void) {
    table.n = 0;
    propagate_stats = (propagateStats){0};
}
