/* propagate.c: see propagate.h. */
#include "exec/exec.h"
#include "exec/propagate.h"
#include "exec/crash.h"
#include <stdio.h>
#include <string.h>

enum { FORMS_FIRST = 16, TABLE_ROWS = 512, HEAD = 24 /* room for '*', the count and the line's end */ };
#define KEEP_ROOM (64 * 1024) /* of the unit's buffer, from one unit to the next */

typedef struct form {
    size_t at, len; /* in the buffer */
    int dbid;
    unsigned to;         /* bit per feed */
    uint32_t client;     /* slot */
    uint16_t command;    /* id of what ran; 0: none */
    uint16_t became;     /* id of what is told; UINT16_MAX: no command of that name */
    int words, wanted;   /* so far, the name included; how many there must be, 0: any number */
    int key_word;        /* the one that is its first key; 0: none */
    size_t key, key_len; /* in the buffer */
} form;

unsigned propagate_feeds, propagate_depth, propagate_forms;
unsigned propagate_to = (1u << FEEDS) - 1;
uint64_t propagate_offset;
propagateStats propagate_stats;

static propagateFed feeds[FEEDS];
static struct {
    char *buf;
    size_t len, cap;
    form *forms;
    unsigned room;
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

static size_t countText(char *to, char mark, unsigned long long n) {
    size_t len = 1;
    to[0] = mark;
    len += (size_t)ll2string(to + 1, (long long)n);
    to[len++] = '\r';
    to[len++] = '\n';
    return len;
}

static form *current(void) {
    return &unit.forms[propagate_forms];
}

static uint16_t idOf(const char *name, size_t len) {
    const command *c = commandLookup(name, len);
    return c ? c->id : UINT16_MAX;
}

/* The second word of a container's form says which of its commands it is. */
static void narrow(form *f, const char *name, size_t len) {
    command *c = commandById(f->became);
    const command *sub = c && c->subs ? commandLookupSub(c, name, len) : NULL;
    if (!sub)
        return;
    f->became = sub->id;
    f->key_word = sub->spec->first_key;
}

void propagateWord(const void *ptr, size_t len) {
    form *f = current();
    char *to = room(len + HEAD + 2);
    size_t head = countText(to, '$', len);
    if (f->words == 1 && !f->key_word)
        narrow(f, ptr, len);
    if (f->words++ == f->key_word && f->key_word) {
        f->key = unit.len + head;
        f->key_len = len;
    }
    to += head;
    if (len)
        memcpy(to, ptr, len);
    to[len] = '\r';
    to[len + 1] = '\n';
    unit.len += head + len + 2;
}

void propagateWordC(const char *text) {
    propagateWord(text, strlen(text));
}

void propagateArg(const execContext *x, int i) {
    propagateWord(x->argv[i].ptr, x->argv[i].len);
}

void propagateNumber(long long value) {
    char text[LL_DIGITS];
    propagateWord(text, (size_t)ll2string(text, value));
}

/* False: nobody reads what is for these feeds. */
static bool begin(int dbid, unsigned to, uint32_t client, uint16_t cmd, uint16_t became, int argc) {
    if (!(to & propagate_feeds) && !(to && traceOn(CLASS_STREAM)))
        return false;
    if (propagate_forms == unit.room) {
        unit.room = unit.room ? unit.room * 2 : FORMS_FIRST;
        unit.forms = zrealloc(unit.forms, sizeof(form) * unit.room);
    }
    const command *c = commandById(became);
    *current() = (form){.at = unit.len,
                        .dbid = dbid,
                        .to = to,
                        .client = client,
                        .command = cmd,
                        .became = became,
                        .wanted = argc + 1,
                        .key_word = c ? c->spec->first_key : 0};
    room(HEAD);
    unit.len += HEAD;
    return true;
}

static void finish(void) {
    form *f = current();
    char head[HEAD];
    size_t len = countText(head, '*', (unsigned long long)f->words);
    vkAssert(!f->wanted || f->wanted == f->words);
    f->at += HEAD - len;
    memcpy(unit.buf + f->at, head, len);
    f->len = unit.len - f->at;
    propagate_forms++;
}

bool propagateBegin(execContext *x, const char *name, int argc) {
    size_t len = strlen(name);
    x->propagation = PROPAGATE_SAID;
    if (!propagateWanted() || !begin(x->db->id, propagate_to, x->slot, x->cmd->id, idOf(name, len), argc))
        return false;
    propagateWord(name, len);
    return true;
}

void propagateEnd(execContext *x) {
    (void)x;
    propagate_stats.other_words++;
    finish();
}

void propagateCancel(void) {
    unit.len = current()->at;
}

void propagateAs(execContext *x, const char *name, int argc, const execArg *argv) {
    if (!propagateBegin(x, name, argc))
        return;
    for (int i = 0; i < argc; i++)
        propagateWord(argv[i].ptr, argv[i].len);
    propagateEnd(x);
}

void propagateKey(execContext *x, const char *name, int key) {
    propagateAs(x, name, 1, &x->argv[key]);
}

void propagateKeyNumber(execContext *x, const char *name, int key, long long value) {
    if (!propagateBegin(x, name, 2))
        return;
    propagateArg(x, key);
    propagateNumber(value);
    propagateEnd(x);
}

void propagateDeleted(execContext *x, int key, bool lazy) {
    propagateKey(x, lazy ? "UNLINK" : "DEL", key);
}

void propagateNothing(execContext *x) {
    x->propagation = PROPAGATE_SAID;
}

void propagateOwnWords(execContext *x) {
    x->propagation = PROPAGATE_FORCED;
}

void propagateToReplicas(execContext *x) {
    x->propagation = PROPAGATE_TO_REPLICAS;
}

/* A plug-in's changes are those of the commands that it calls, which have spoken for themselves. */
static bool speaks(const execContext *x, bool changed) {
    const commandSpec *s = x->cmd->spec;
    if (x->propagation == PROPAGATE_OWN_WORDS)
        return changed && s->flags & (CMD_WRITE | CMD_MAY_REPLICATE) && s->group != GROUP_MODULE;
    return x->propagation != PROPAGATE_SAID;
}

void propagateRan(execContext *x, uint64_t dirty_before) {
    unsigned to = x->propagation == PROPAGATE_TO_REPLICAS ? 1u << FEED_REPLICAS : (1u << FEEDS) - 1;
    if (!speaks(x, keyspace_stats.dirty != dirty_before) ||
        !begin(x->db->id, to & propagate_to, x->slot, x->cmd->id, x->cmd->id, x->argc - 1))
        return;
    for (int i = 0; i < x->argc; i++)
        propagateArg(x, i);
    propagate_stats.own_words++;
    finish();
}

/* What the server itself took out is told whatever a script says of its own writes. */
static bool goneBegin(int dbid, const char *name) {
    size_t len = strlen(name);
    if (!propagateWanted() || !begin(dbid, (1u << FEEDS) - 1, EVENT_NOBODY, 0, idOf(name, len), PROPAGATE_COUNTED))
        return false;
    propagateWord(name, len);
    return true;
}

static void goneEnd(void) {
    propagate_stats.by_server++;
    finish();
    if (!propagate_depth)
        propagateFlush();
}

void propagateGone(int dbid, const char *name, int argc, const execArg *argv) {
    if (!goneBegin(dbid, name))
        return;
    for (int i = 0; i < argc; i++)
        propagateWord(argv[i].ptr, argv[i].len);
    goneEnd();
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
                        (uint16_t)f->dbid, unit.buf + f->key, f->key_len);
}

/* Whether the unit's n forms stand between MULTI and EXEC: where more than one is read, unless the command that ran
 * touches whatever keys it meets (SCAN), which belong together as little as those of the expire cycle. */
static bool isTransaction(unsigned n) {
    unsigned read = 0;
    for (unsigned i = 0; i < n; i++)
        read += !propagate_feeds || unit.forms[i].to & propagate_feeds;
    const execContext *x = crash_running; /* the outermost command, or none */
    return read > 1 && !(x && x->cmd && x->cmd->spec->flags & CMD_TOUCHES_ARBITRARY_KEYS);
}

static void trace(unsigned n, bool together) {
    uint64_t now = clockMonoNs();
    for (unsigned i = 0; i < n; i++)
        tell(now, &unit.forms[i], i);
    if (together)
        evUnitPropagated(now, unit.forms[0].client, n);
}

static void forgetUnit(void) {
    propagate_forms = 0;
    unit.len = 0;
    if (unit.cap <= KEEP_ROOM)
        return;
    zfree(unit.buf);
    unit.buf = NULL;
    unit.cap = 0;
}

void propagateFlush(void) {
    unsigned n = propagate_forms, to = 0;
    bool together = isTransaction(n);
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
    if (unlikely(traceOn(CLASS_STREAM)))
        trace(n, together);
    forgetUnit();
}

/* Keys that go without being asked. */
static void onGone(struct db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    bool lazy = cls == KEY_EXPIRED ? lazyfree_config.expire : lazyfree_config.eviction;
    (void)event;
    propagateGone(d->id, lazy ? "UNLINK" : "DEL", 1, &(execArg){key, len});
}

/* Fields of a hash. */
static bool parts_told;

static void onPartsGoing(db *d, const char *key, size_t len) {
    parts_told = goneBegin(d->id, "HDEL");
    if (parts_told)
        propagateWord(key, len);
}

static void onPartGone(const char *part, size_t len) {
    if (parts_told)
        propagateWord(part, len);
}

static void onPartsGone(size_t n) {
    if (!parts_told)
        return;
    if (n) {
        goneEnd();
    } else {
        propagateCancel();
    }
}

int propagateSelect(char text[PROPAGATE_SELECT_ROOM], int dbid) {
    char number[16];
    int digits = snprintf(number, sizeof(number), "%d", dbid);
    return snprintf(text, PROPAGATE_SELECT_ROOM, "*2\r\n$6\r\nSELECT\r\n$%d\r\n%s\r\n", digits, number);
}

void propagateInit(void) {
    static const volatileListener parts = {onPartsGoing, onPartGone, onPartsGone};
    volatile_listener = &parts;
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
