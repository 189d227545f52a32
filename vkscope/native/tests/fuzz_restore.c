/* fuzz_restore.c: RESTORE of what nobody vouches for, and commands on what came of it.
 *
 * Design  | limits | kind | ... |
 *         kind even: the rest, up to a byte 'cut', is the payload.
 *         kind odd: a value of a type is built by commands, dumped without compression, and changed in a few places:
 *         | type | elements | version | edits | place, byte; place, byte; ... | so that most of a payload is sound.
 *         What is left of the input then chooses commands that run on the key. A value that was taken must be saved and
 *         read again with the same digest, whatever happened to it.
 * Rules   commands go through the gate, without a client: none that waits, and none of the control plane. */
#include <stdlib.h>
#include "gen/commands.h"
#include "types/digest.h"
#include "fuzz_types.h"

enum { EDITS_MAX = 6, COMMANDS_MAX_RUN = 8, PAYLOAD_MAX = 1 << 20 };

static replySink reply;
static session user = {.authenticated = true};
static unsigned char payload[PAYLOAD_MAX];

/* --- commands --- */

static void runWords(execArg *argv, int argc) {
    execContext x = {.session = &user,
                     .out = &reply,
                     .db = dbGet(user.dbid),
                     .argv = argv,
                     .argc = argc,
                     .first_hash = argc > 1 ? sipHash(argv[1].ptr, argv[1].len) : 0};
    reply.len = 0;
    execRun(&x);
}

static void run(const char *line) {
    char copy[LINE_MAX_BYTES];
    execArg argv[WORDS_MAX];
    int argc = words(line, copy, argv);
    runWords(argv, argc);
}

static const char *const builders[][4] = {
    {"append k ?", "setrange k 3 ?", "pfadd k ? ? ?", "set k ?"},
    {"rpush k ? ? ?", "lpush k ?", "rpush k ?", "lpush k ? ?"},
    {"sadd k ? ?", "sadd k 1 2 3", "sadd k ?", "sadd k 70000"},
    {"zadd k 1 ? 2 ?", "zadd k -3.5 ?", "zadd k inf ?", "zadd k 2 ?"},
    {"hset k ? ? ? ?", "hset k ? ?", "hpexpire k 100000 fields 1 a", "hset k f 1"},
    {"xadd k * f ?", "xadd k * ? ? ? ?", "xgroup create k g 0", "xreadgroup group g c count 2 streams k >"},
};
enum { BUILDERS = sizeof(builders) / sizeof(builders[0]) };

static const char *const uses[] = {
    "type k",
    "object encoding k",
    "memory usage k samples 0",
    "copy k other replace",
    "scope xray k",
    "dump k",
    "persist k",
    "rename k k2",
    /* strings */
    "append k ?",
    "getrange k 0 -1",
    "setrange k 5 ?",
    "bitcount k",
    "pfcount k",
    "pfadd k ?",
    "pfmerge other k",
    "pfdebug getreg k",
    "bitfield k incrby u8 0 1",
    "incr k",
    "getdel k",
    /* lists */
    "lrange k 0 -1",
    "lpush k ?",
    "rpush k ? ?",
    "lpop k",
    "rpop k 2",
    "lindex k -1",
    "linsert k before ? ?",
    "lset k 0 ?",
    "lset k -1 ?",
    "lrem k 0 ?",
    "lrem k -1 ?",
    "ltrim k 1 -2",
    "lpos k ? rank -1",
    "lmove k k left right",
    "sort k alpha",
    /* sets */
    "smembers k",
    "sadd k ?",
    "srem k ?",
    "spop k",
    "spop k 2",
    "srandmember k -5",
    "srandmember k 3",
    "sscan k 0",
    "sinter k k",
    "sunionstore other k",
    "smove k other ?",
    /* sorted sets */
    "zrange k 0 -1 withscores",
    "zrange k -inf +inf byscore",
    "zrangebylex k - +",
    "zadd k 7 ?",
    "zadd k nx incr 1 ?",
    "zrem k ?",
    "zpopmin k",
    "zpopmax k 2",
    "zrank k ?",
    "zcount k -1 1",
    "zremrangebyrank k 0 0",
    "zremrangebyscore k 1 2",
    "zunionstore other 2 k k",
    "zrandmember k -4 withscores",
    "zscan k 0",
    "geohash k ?",
    "geosearch k fromlonlat 0 0 byradius 9000 km",
    /* hashes */
    "hgetall k",
    "hset k ? ?",
    "hdel k ?",
    "hrandfield k -4 withvalues",
    "hrandfield k 3",
    "hincrby k ? 1",
    "hscan k 0",
    "hpexpire k 10 fields 1 ?",
    "hpersist k fields 1 ?",
    "hgetex k persist fields 1 ?",
    /* streams */
    "xrange k - +",
    "xrevrange k + - count 3",
    "xadd k * f ?",
    "xlen k",
    "xdel k 1-1",
    "xtrim k maxlen 1",
    "xtrim k maxlen ~ 1",
    "xinfo stream k full",
    "xinfo groups k",
    "xinfo consumers k g",
    "xreadgroup group g c count 3 streams k >",
    "xreadgroup group g c streams k 0",
    "xack k g 1-1",
    "xpending k g",
    "xpending k g - + 10",
    "xclaim k g d 0 1-1",
    "xautoclaim k g d 0 0",
    "xgroup delconsumer k g c",
    "xgroup setid k g 0",
    "xgroup destroy k g",
    "xgroup create k g $",
    "xsetid k 9-9",
    "xread streams k 0",
};
enum { USES = sizeof(uses) / sizeof(uses[0]) };

/* --- payloads --- */

/* The value of k, as its type byte and bytes; 0: there is none, or it is too long. */
static size_t dump(unsigned version) {
    object *o = dbPeek(dbGet(0), "k", 1, sipHash("k", 1));
    rdbOut out = {.version = version};
    if (!o)
        return 0;
    streamToMemory(&out.s);
    size_t len = rdbWriteValue(&out, o) && out.s.len <= PAYLOAD_MAX ? out.s.len : 0;
    memcpy(payload, out.s.buf, len);
    streamOutRelease(&out.s);
    return len;
}

static void edit(size_t len) {
    unsigned edits = take() % EDITS_MAX;
    for (unsigned i = 0; i < edits && len; i++) {
        size_t place = (take() | take() << 8) % len;
        payload[place] = (unsigned char)take();
    }
}

static size_t built(unsigned *version) {
    static const unsigned versions[] = {80, 11, 10, 80};
    unsigned type = take() % BUILDERS, elements = take();
    for (unsigned i = 0; i <= elements % 40; i++)
        run(builders[type][take() % 4]);
    *version = versions[take() % 4];
    size_t len = dump(*version);
    run("flushall");
    edit(len);
    return len;
}

static size_t raw(unsigned *version) {
    size_t len = (size_t)(program_end - program);
    const uint8_t *cut = memchr(program, 0xdd, len);
    len = cut ? (size_t)(cut - program) : len;
    memcpy(payload, program, len);
    program += len;
    *version = 80;
    return len;
}

/* --- what must hold --- */

static void sameAgain(const object *o, unsigned version) {
    rdbOut out = {.version = version, .compress = version == 11};
    rdbIn in;
    streamToMemory(&out.s);
    if (rdbWriteValue(&out, o)) {
        uint8_t before[SHA1_BYTES] = {0}, after[SHA1_BYTES] = {0};
        object *again = rdbRestore((const char *)out.s.buf, out.s.len, version, "k", 1, &in);
        vkAssert(again && in.s.at == in.s.end);
        digestValue(before, o);
        digestValue(after, again);
        /* Members that may stand in a listpack twice stand in the older form once. */
        bool fewer = rdb_config.payloads_sound && version < 11 && o->type == OBJ_SET;
        vkAssert(fewer || memcmp(before, after, SHA1_BYTES) == 0);
        objectFree(again);
    }
    streamOutRelease(&out.s);
}

static void use(object *o) {
    sameAgain(o, 80);
    sameAgain(o, 11);
    sameAgain(o, 10);
    dbAdd(dbGet(0), o, sipHash("k", 1));
    for (unsigned i = 0; i < COMMANDS_MAX_RUN && program < program_end; i++)
        run(uses[take() % USES]);
    command_now += take();
    object *left = dbPeek(dbGet(0), "k", 1, sipHash("k", 1));
    if (left && objectMemory(left, 0))
        sameAgain(left, 80);
}

static void begin(void) {
    static bool ready;
    if (ready)
        return;
    ready = true;
    command_now = 1000000000;
    commandTimeSet(command_now);
    keyspaceInit(1);
    typesInit();
    for (unsigned i = 0; i < command_specs_count; i++)
        commandRegister(&command_specs[i]);
    exec_config.proto_max_bulk_len = 512 * 1024 * 1024;
    exec_config.slow_ns = -1;
    reply.resp = 3;
    reply.limit = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    begin();
    programStart(data, size);
    limits(take());
    unsigned version;
    unsigned way = take();
    rdb_config.payloads_sound = way & 2;
    size_t len = way & 1 ? built(&version) : raw(&version);
    rdbIn in;
    object *o = len ? rdbRestore((const char *)payload, len, version, "k", 1, &in) : NULL;
    if (o)
        use(o);
    run("flushall");
    sinkRelease(&reply);
    return 0;
}
