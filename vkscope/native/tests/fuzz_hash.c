/* fuzz_hash.c: the input is a program of operations on a hash, run beside an array of the same fields.
 *
 * Design  32 names, some longer than a listpack takes and some beyond 255 bytes; values by length and letter. The clock
 *         stands in command_now and only moves forward. Reads are compared at once, everything after every 8th
 *         operation: lengths, the fields that are live, their values and limits, the order of expiry. */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "types/hash_entry.h"
#include "fuzz_program.h"

enum { NAMES = 32, VALUE_MAX = 70000, NAME_LEN = 300 };

typedef struct cell {
    bool in;
    long long expire;
    size_t len;
    char letter;
} cell;

static cell model[NAMES];
static char names[NAMES][NAME_LEN];
static size_t name_lens[NAMES];
static char value[VALUE_MAX];
static object *hash;
static db place;
static execContext context;

static bool due(const cell *c) {
    return c->in && c->expire != NO_EXPIRE && c->expire < command_now;
}

static bool live(const cell *c) {
    return c->in && !due(c);
}

static long long takeExpire(void) {
    unsigned v = take();
    return v & 1 ? NO_EXPIRE : v & 2 ? HASH_KEEP_EXPIRE : command_now + (long long)(v >> 2);
}

/* Mostly short, now and then across the limits of the layouts. */
static size_t takeLength(void) {
    static const size_t edges[] = {0, 1, 20, 63, 64, 65, 127, 128, 4095, 4096, 65535, 65536, VALUE_MAX};
    unsigned v = take();
    return v < 200 ? v % 24 : edges[v % (sizeof(edges) / sizeof(edges[0]))];
}

static void set(int i) {
    cell *c = &model[i];
    long long expire = takeExpire();
    size_t len = takeLength();
    char letter = (char)('0' + take() % 75);
    bool was_live = live(c), was_due = due(c);
    memset(value, letter, len);
    unsigned did = hashSet(&context, hash, names[i], name_lens[i], value, len, expire);
    vkAssert(!(did & HASH_NEW) == was_live);
    vkAssert(!(did & HASH_REVIVED) == !was_due);
    if (expire == HASH_KEEP_EXPIRE)
        expire = was_live ? c->expire : NO_EXPIRE;
    *c = (cell){true, expire, len, letter};
}

static void setExpire(int i) {
    cell *c = &model[i];
    long long expire = takeExpire();
    if (expire == HASH_KEEP_EXPIRE)
        expire = command_now + 1000;
    unsigned did = hashSetExpire(&context, hash, names[i], name_lens[i], expire);
    if (!live(c)) {
        vkAssert(!did);
    } else if (did) {
        c->expire = expire;
    } else {
        vkAssert(expire == NO_EXPIRE && hash->encoding == ENC_LISTPACK);
    }
}

static void removeOne(int i, bool hidden_too) {
    cell *c = &model[i];
    bool goes = hidden_too ? c->in : live(c);
    unsigned did = hidden_too ? hashForget(hash, names[i], name_lens[i]) : hashDelete(hash, names[i], name_lens[i]);
    vkAssert(!(did & HASH_GONE) == !goes);
    if (goes)
        c->in = false;
}

static void read(int i) {
    const cell *c = &model[i];
    stringView v;
    long long expire;
    bool found = hashGet(hash, names[i], name_lens[i], &v);
    vkAssert(found == live(c) && hashGetExpire(hash, names[i], name_lens[i], &expire) == found);
    if (!found)
        return;
    vkAssert(expire == c->expire && v.len == c->len);
    for (size_t k = 0; k < v.len; k++)
        vkAssert(v.ptr[k] == c->letter);
}

static void expireSome(void) {
    size_t most = take() % 8, expected = 0, was_due = 0;
    command_now += take() % 16;
    for (int i = 0; i < NAMES; i++)
        expected += due(&model[i]);
    if (expected > most)
        expected = most;
    vkAssert(objectOpsOf(hash)->expireParts(hash, command_now - 1, most) == expected);
    /* Which of those that are due went is the hash's choice: the rest goes too, counted. */
    for (int i = 0; i < NAMES; i++) {
        if (!due(&model[i]))
            continue;
        expected += hashForget(hash, names[i], name_lens[i]) != 0;
        was_due++;
        model[i].in = false;
    }
    vkAssert(expected == was_due);
}

static void copy(void) {
    object *other = objectCopy(hash, "copy", 4);
    if (hash->flags & OBJ_VOLATILE)
        volatileTaken(&place, hash);
    objectFree(hash);
    hash = other;
    volatileChanged(&place, hash);
}

static int nameOf(const stringView *f) {
    for (int i = 0; i < NAMES; i++)
        if (name_lens[i] == f->len && memcmp(names[i], f->ptr, f->len) == 0)
            return i;
    vkPanic("a field that nobody wrote");
}

static void checkAll(void) {
    size_t nlive = 0, all = 0, walked = 0;
    stringView f;
    hashWalk w;
    for (int i = 0; i < NAMES; i++) {
        nlive += live(&model[i]);
        all += model[i].in;
        read(i);
    }
    vkAssert(hashLength(hash) == all && hashLive(hash) == nlive);
    hashWalkStart(&w, hash);
    for (; hashWalkNext(&w, &f, NULL); walked++)
        vkAssert(live(&model[nameOf(&f)]));
    hashWalkEnd(&w);
    vkAssert(walked == nlive);
    vkAssert(hashRandom(hash, &f, NULL) == (nlive > 0));
    if (nlive)
        vkAssert(live(&model[nameOf(&f)]));
    if (hash->encoding == ENC_HASHTABLE) {
        volatileParts *parts = objectOpsOf(hash)->parts(hash);
        vkAssert(vsetValidate(&parts->set, hashEntryExpire) && hashtableValidate(objectValue(hash)));
    } else {
        vkAssert(lpValidate(objectValue(hash)));
    }
}

static void begin(void) {
    static bool ready;
    if (!ready) {
        ready = true;
        hashTypeInit();
        for (int i = 0; i < NAMES; i++) {
            name_lens[i] = i == 31 ? NAME_LEN : i == 30 ? 70 : (size_t)i % 7 + 1;
            memset(names[i], 'a' + i, name_lens[i]);
        }
    }
    memset(model, 0, sizeof(model));
    memset(&place, 0, sizeof(place));
    context.db = &place;
    command_now = 1000000;
    types_config.hash_max_entries = take() % 40;
    types_config.hash_max_value = take() % 130;
    hash = hashNew("key", 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t used = zmallocUsed();
    programStart(data, size);
    begin();
    for (unsigned step = 0; program < program_end; step++) {
        unsigned op = take();
        int i = (int)(take() % NAMES);
        switch (op % 8) {
        case 0:
        case 1:
        case 2:
            set(i);
            break;
        case 3:
            setExpire(i);
            break;
        case 4:
            removeOne(i, op & 8);
            break;
        case 5:
            read(i);
            break;
        case 6:
            expireSome();
            break;
        default:
            if (op & 8) {
                copy();
            } else {
                command_now += take();
            }
        }
        volatileChanged(&place, hash);
        if (step % 8 == 0)
            checkAll();
    }
    checkAll();
    if (hash->flags & OBJ_VOLATILE)
        volatileTaken(&place, hash);
    objectFree(hash);
    vsetRelease(&place.volatiles);
    vkAssert(zmallocUsed() == used);
    return 0;
}
