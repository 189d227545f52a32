/* fuzz_stream.c: the first byte chooses: the rest is a block from outside, or a program of operations on a stream that
 * is run beside an array of the same entries.
 *
 * Design  A block that passes its check is read both ways and trimmed: nothing may be read outside it. In the program
 *         entries are told apart by their IDs, values are made from them; the stream checks itself after every 4th
 *         operation. */
#include <stdlib.h>
#include <string.h>
#include "base/base.h"
#include "types/types.h"
#include "fuzz_program.h"

enum { MOST = 2000, NAMES = 4 };

typedef struct cell {
    streamID id;
    unsigned fields, name; /* and the letter of its first name */
    size_t len;            /* of each value */
} cell;

static cell model[MOST];
static size_t count;
static stream *s;

/* ---- a block from outside ---- */

static void readBlock(const uint8_t *data, size_t size) {
    streamID master = {1, 1};
    blockSummary sum;
    unsigned char *lp = zmalloc(size + 1); /* its own block, so that sanitizers see a step beside it */
    memcpy(lp, data, size);
    bool sound = blockCheck(lp, size, &master, &sum);
    if (sound) {
        blockReader b;
        blockEntry e;
        int64_t n = 0;
        blockOpen(&b, lp, &master);
        for (bool more = blockFirst(&b, &e); more; more = blockNext(&b, &e), n++) {
            stringView name, value;
            for (int64_t i = e.fields; i > 0; i--)
                blockField(&b, &e, &name, &value);
        }
        vkAssert(n == sum.live + sum.dead);
        for (bool more = blockLast(&b, &e); more; more = blockPrev(&b, &e))
            n--;
        vkAssert(n == 0);
    }
    zfree(lp);
}

/* ---- a program ---- */

static void append(void) {
    static char names[NAMES] = "abcd", value[300];
    unsigned how = take();
    streamID last = s->last_id;
    cell c = {.id = {last.ms + how % 3, how % 5}, .fields = how % NAMES + 1, .name = take() % 2, .len = take()};
    if (streamIDCompare(&c.id, &last) <= 0 || count == MOST)
        return;
    execArg args[2 * NAMES];
    memset(value, 'v', c.len);
    for (unsigned i = 0; i < c.fields; i++) {
        args[2 * i] = (execArg){&names[(i + c.name) % NAMES], 1};
        args[2 * i + 1] = (execArg){value, c.len};
    }
    vkAssert(streamAppend(s, &c.id, args, c.fields));
    model[count++] = c;
}

static void deleteOne(void) {
    size_t i = (take() << 8 | take()) % (count + 1);
    streamID id = i < count ? model[i].id : (streamID){UINT64_MAX, 0};
    vkAssert(streamDelete(s, &id) == (i < count));
    if (i < count) {
        count--;
        memmove(&model[i], &model[i + 1], (count - i) * sizeof(cell));
    }
    streamFindFirst(s);
}

static void trim(void) {
    streamTrimArgs t = {.by = take() % 2 ? TRIM_MAXLEN : TRIM_MINID};
    t.whole_blocks = take() % 2;
    t.maxlen = take() << 2;
    t.minid = count ? model[take() % count].id : STREAM_ID_MIN;
    if (t.whole_blocks)
        t.limit = take();
    size_t wanted = 0;
    if (t.by == TRIM_MAXLEN) {
        wanted = count > (size_t)t.maxlen ? count - (size_t)t.maxlen : 0;
    } else {
        while (wanted < count && streamIDCompare(&model[wanted].id, &t.minid) < 0)
            wanted++;
    }
    size_t went = streamTrim(s, &t);
    vkAssert(t.whole_blocks ? went <= wanted && (!t.limit || went <= (size_t)t.limit) : went == wanted);
    count -= went;
    memmove(model, model + went, count * sizeof(cell));
}

static void checkEntry(streamWalk *w, const cell *c) {
    vkAssert(streamIDCompare(&w->entry.id, &c->id) == 0 && w->entry.fields == c->fields);
    for (unsigned i = 0; i < c->fields; i++) {
        stringView name, value;
        streamWalkField(w, &name, &value);
        vkAssert(name.len == 1 && *name.ptr == "abcd"[(i + c->name) % NAMES] && value.len == c->len);
        for (size_t k = 0; k < value.len; k++)
            vkAssert(value.ptr[k] == 'v');
    }
}

static void readRange(void) {
    size_t from = take() % (count + 1), to = take() % (count + 1);
    bool backwards = take() % 2;
    streamID start = from < count ? model[from].id : STREAM_ID_MAX, end = to < count ? model[to].id : STREAM_ID_MAX;
    size_t n = 0;
    streamWalk w;
    streamWalkStart(&w, s, &start, &end, backwards);
    for (; streamWalkNext(&w); n++)
        checkEntry(&w, backwards ? &model[(to < count ? to : count - 1) - n] : &model[from + n]);
    streamWalkEnd(&w);
    size_t last = to < count ? to + 1 : count;
    vkAssert(n == (last > from ? last - from : 0));
}

static void checkAll(void) {
    vkAssert(streamValidate(s) && s->length == count);
    streamID last = streamLastLive(s);
    vkAssert(!count || streamIDCompare(&last, &model[count - 1].id) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t used = zmallocUsed();
    programStart(data, size);
    unsigned mode = take();
    if (mode % 4 == 0) {
        readBlock(program, (size_t)(program_end - program));
        return 0;
    }
    count = 0;
    s = streamNew();
    types_config.stream_node_entries = mode % 8 == 1 ? 0 : take() % 9;
    types_config.stream_node_bytes = mode % 8 == 2 ? 0 : 100 + take() * 10;
    for (unsigned step = 0; program < program_end; step++) {
        unsigned op = take() % 16;
        if (op < 10) {
            append();
        } else if (op < 13) {
            deleteOne();
        } else if (op < 15) {
            readRange();
        } else {
            trim();
        }
        if (step % 4 == 0)
            checkAll();
    }
    checkAll();
    streamFree(s);
    vkAssert(zmallocUsed() == used);
    return 0;
}
