/* fuzz_aof.c: append-only files that nobody vouches for: their reader on any bytes, and whole files that are loaded.
 *
 * Design  | kind | ... |
 *         kind even: | room | the bytes of a file |. Read with a buffer of so little room, commands, notes, offsets and
 *         the end must be those that a parser finds which has all bytes before it.
 *         kind odd: | limits | form | commands | ... |. A log of commands that the input chooses is loaded; by `form`
 * it is written as a base, RDB or commands, with another log behind it; then changed in a few places, and cut. What
 * comes of it: a file that was cut off loads again, whole, with the same data; and either base, written from what was
 * loaded, holds the same data. Rules   A run need not outlive the machine: fsync is left out. Commands draw nothing and
 * know no other time. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "gen/commands.h"
#include "gen/events.h"
#include "persist/aof_load.h"
#include "persist/aof_reader.h"
#include "persist/aof_rewrite.h"
#include "persist/persist.h"
#include "types/digest.h"
#include "fuzz_types.h"

enum { FILE_MAX = 1 << 20, COMMANDS_MAX_LOG = 48, EDITS_MAX = 4, NUMBER_MOST = 64, NOTE_MOST = 1024, DATABASES = 2 };
enum form { FORM_BASE = 1, FORM_RDB = 2, FORM_EDIT = 4, FORM_CUT = 8, FORM_KEEP_TORN = 16 };

static const char path[] = "fuzz-aof.aof";
static char memory[] = "/dev/shm/vk-fuzz-aof-XXXXXX";

int fsync(int fd);
int fsync(int fd) {
    (void)fd;
    return 0;
}

/* ------------------------------------------------------------------------------------------- the reader on any bytes
 */

typedef struct outcome {
    uint64_t digest; /* of all words and offsets, in order */
    uint64_t items;
    enum aofItem last;
} outcome;

static void mix(outcome *o, const void *data, size_t len) {
    o->digest = (o->digest ^ len) * 0x100000001b3ULL;
    for (size_t i = 0; i < len; i++)
        o->digest = (o->digest ^ ((const uint8_t *)data)[i]) * 0x100000001b3ULL;
}

typedef struct plain {
    const char *at, *end;
} plain;

/* Bytes of the line, its end included, at most so many; 0: it has no end. */
static size_t plainLine(const plain *p, size_t most) {
    size_t left = (size_t)(p->end - p->at), here = left < most ? left : most;
    const char *end = memchr(p->at, '\n', here);
    return end ? (size_t)(end - p->at) + 1 : here == most ? most : 0;
}

/* AOF_COMMAND: *value is the number of the line, which begins with `sign`. */
static enum aofItem plainNumber(plain *p, char sign, long long *value) {
    char text[NUMBER_MOST + 1] = "";
    size_t n;
    if (p->at == p->end)
        return AOF_TORN;
    if (*p->at != sign)
        return AOF_ODD;
    if (!(n = plainLine(p, NUMBER_MOST)))
        return AOF_TORN;
    memcpy(text, p->at + 1, n - 1);
    p->at += n;
    *value = strtoll(text, NULL, 10);
    return *value < 0 ? AOF_ODD : AOF_COMMAND;
}

static enum aofItem plainCommand(plain *p, outcome *o) {
    long long words_left, len;
    enum aofItem got = plainNumber(p, '*', &words_left);
    if (got == AOF_COMMAND && (words_left < 1 || words_left > INT32_MAX))
        return AOF_ODD;
    for (; got == AOF_COMMAND && words_left; words_left--) {
        got = plainNumber(p, '$', &len);
        if (got != AOF_COMMAND)
            break;
        if ((unsigned long long)len + 2 > (unsigned long long)(p->end - p->at))
            return AOF_TORN;
        if (memcmp(p->at + len, "\r\n", 2) != 0)
            return AOF_ODD;
        mix(o, p->at, (size_t)len);
        p->at += len + 2;
    }
    return got;
}

static enum aofItem plainNext(plain *p, outcome *o) {
    if (p->at == p->end)
        return AOF_END;
    if (*p->at == '*')
        return plainCommand(p, o);
    if (*p->at != '#')
        return AOF_ODD;
    size_t n = plainLine(p, NOTE_MOST);
    p->at += n;
    return n ? AOF_NOTE : AOF_TORN;
}

/* Words of a command that is not whole count for nothing. */
static outcome plainAll(const char *data, size_t size) {
    plain p = {data, data + size};
    outcome o = {.digest = 1}, before;
    do {
        before = o;
        o.last = plainNext(&p, &o);
        uint64_t offset = (uint64_t)(p.at - data);
        mix(&o, &offset, sizeof(offset));
        o.items++;
    } while (o.last == AOF_COMMAND || o.last == AOF_NOTE);
    before.last = o.last;
    return before;
}

static outcome readerAll(int fd, size_t size, size_t room) {
    aofReader r;
    outcome o = {.digest = 1};
    aofReaderStart(&r, fd, 0, size);
    r.buf = zrealloc(r.buf, r.cap = room);
    for (;;) {
        o.last = aofReaderNext(&r);
        vkAssert(aofReaderOffset(&r) <= size && r.len <= r.cap && r.at <= r.len);
        if (o.last != AOF_COMMAND && o.last != AOF_NOTE)
            break;
        for (int i = 0; o.last == AOF_COMMAND && i < r.argc; i++) {
            vkAssert(r.argv[i].ptr >= r.buf && r.argv[i].ptr + r.argv[i].len + 2 <= r.buf + r.at);
            mix(&o, r.argv[i].ptr, r.argv[i].len);
        }
        uint64_t offset = aofReaderOffset(&r);
        mix(&o, &offset, sizeof(offset));
        o.items++;
    }
    aofReaderEnd(&r);
    return o;
}

static void readBytes(void) {
    size_t room = take() + 1, size = (size_t)(program_end - program);
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    vkAssert(fd >= 0 && pwrite(fd, program, size, 0) == (ssize_t)size);
    outcome wanted = plainAll((const char *)program, size), got = readerAll(fd, size, room);
    vkAssert(got.last == wanted.last && got.items == wanted.items && got.digest == wanted.digest);
    close(fd);
}

/* --------------------------------------------------------------------------------------------------- files of a log */

static const char *const writes[] = {
    "multi",
    "exec",
    "exec",
    "discard",
    "select 0",
    "select 1",
    "select 7",
    "set ! ?",
    "set ! ?",
    "set ! ? px 100000000",
    "pexpireat ! 1000",
    "pexpireat ! 99999999999999",
    "persist !",
    "del !",
    "unlink ! !",
    "rename ! !",
    "copy ! ! replace",
    "copy ! ! db 1",
    "move ! 1",
    "append ! ?",
    "setrange ! 70 ?",
    "setbit ! 900 1",
    "incr !",
    "incrbyfloat ! 1.5",
    "pfadd ! ? ? ?",
    "rpush ! ? ? ?",
    "lpush ! ?",
    "rpush ! ?",
    "lset ! 0 ?",
    "linsert ! before ? ?",
    "lrem ! 0 ?",
    "lpop !",
    "lmove ! ! left right",
    "sadd ! ? ?",
    "sadd ! 1 2 70000 ?",
    "srem ! ?",
    "sunionstore ! ! !",
    "zadd ! 1 ? 2 ?",
    "zadd ! -inf ?",
    "zadd ! 0.1 ?",
    "zincrby ! 1.5 ?",
    "zremrangebyrank ! 0 0",
    "zunionstore ! 2 ! !",
    "geoadd ! 13.361389 38.115556 ?",
    "hset ! ? ? ? ?",
    "hset ! ? ?",
    "hdel ! ?",
    "hincrby ! ? 7",
    "hpexpireat ! 99999999999999 fields 1 ?",
    "hpersist ! fields 1 ?",
    "xadd ! * ? ?",
    "xadd ! * f ? g ?",
    "xadd ! 1-1 f ?",
    "xadd ! 7-* f ?",
    "xdel ! 1-1",
    "xtrim ! maxlen 1",
    "xsetid ! 9000000000000000-9",
    "xgroup create ! g 0 mkstream",
    "xgroup create ! h $ entriesread 3",
    "xgroup createconsumer ! g idle",
    "xreadgroup group g c count 2 streams ! >",
    "xreadgroup group g d noack streams ! >",
    "xack ! g 1-1",
    "xclaim ! g e 0 1-1 force",
    "xgroup destroy ! h",
    "xgroup delconsumer ! g c",
    "flushdb",
};

static struct {
    unsigned char bytes[FILE_MAX];
    size_t len;
} file;

static void addBytes(const void *data, size_t len) {
    if (len > sizeof(file.bytes) - file.len)
        return;
    memcpy(file.bytes + file.len, data, len);
    file.len += len;
}

static void addCommand(const char *line) {
    char copy[LINE_MAX_BYTES], head[32];
    execArg argv[WORDS_MAX];
    int argc = words(line, copy, argv);
    addBytes(head, (size_t)snprintf(head, sizeof(head), "*%d\r\n", argc));
    for (int i = 0; i < argc; i++) {
        addBytes(head, (size_t)snprintf(head, sizeof(head), "$%zu\r\n", argv[i].len));
        addBytes(argv[i].ptr, argv[i].len);
        addBytes("\r\n", 2);
    }
}

static void addLog(void) {
    unsigned n = take() % COMMANDS_MAX_LOG;
    addCommand("select 0");
    while (n--) {
        unsigned which = take();
        if (which == 255)
            addBytes("#TS:1700000000\r\n", 16);
        else
            addCommand(writes[which % (sizeof(writes) / sizeof(writes[0]))]);
    }
}

static void store(void) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    vkAssert(fd >= 0 && write(fd, file.bytes, file.len) == (ssize_t)file.len);
    close(fd);
}

static void fetch(void) {
    int fd = open(path, O_RDONLY);
    ssize_t n = fd < 0 ? -1 : read(fd, file.bytes, sizeof(file.bytes));
    vkAssert(n >= 0);
    file.len = (size_t)n;
    close(fd);
}

static uint64_t sizeNow(void) {
    struct stat s;
    vkAssert(stat(path, &s) == 0);
    return (uint64_t)s.st_size;
}

static void empty(void) {
    for (int i = 0; i < DATABASES; i++)
        dbFlush(dbGet(i), false);
}

static enum aofLoaded load(void) {
    uint64_t total, base;
    empty();
    return aofLoad(&total, &base);
}

static void digest(uint8_t sum[SHA1_BYTES]) {
    memset(sum, 0, SHA1_BYTES);
    digestDataset(sum);
}

static void damage(unsigned form) {
    if (form & FORM_EDIT)
        for (unsigned edits = take() % EDITS_MAX; edits && file.len; edits--) {
            size_t place = (take() | take() << 8) % file.len;
            file.bytes[place] = (unsigned char)take();
        }
    if (form & FORM_CUT)
        file.len -= (take() | take() << 8) % (file.len + 1);
}

/* The same data, loaded from the file as it stands. */
static void sameFrom(const uint8_t wanted[SHA1_BYTES]) {
    uint8_t got[SHA1_BYTES];
    enum aofLoaded result = load();
    vkAssert(result == AOF_LOADED || result == AOF_EMPTY);
    digest(got);
    vkAssert(memcmp(got, wanted, SHA1_BYTES) == 0);
}

static void judge(enum aofLoaded result, bool torn_stays) {
    uint8_t wanted[SHA1_BYTES];
    if (result == AOF_BROKEN || result == AOF_EMPTY || torn_stays)
        vkAssert(sizeNow() == file.len);
    if (result == AOF_BROKEN || result == AOF_EMPTY)
        return;
    digest(wanted);
    if (result == AOF_TRUNCATED) {
        vkAssert(!torn_stays && sizeNow() < file.len);
        sameFrom(wanted);
    }
    for (int rdb = 0; rdb < 2; rdb++) {
        vkAssert(aofWriteBase(path, rdb));
        sameFrom(wanted);
    }
}

static int64_t stoppedWall(void) {
    return 1700000000000;
}

/* What the input may not ask for: that which waits, administers, or reaches beyond the data. */
static bool isAllowed(const commandSpec *spec) {
    static const char *const exceptions[] = {"multi", "exec", "discard", "select", "flushdb"};
    for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
        if (!spec->parent && strcmp(spec->name, exceptions[i]) == 0)
            return true;
    return !(spec->flags & (CMD_ADMIN | CMD_PYTHON | CMD_PUBSUB | CMD_PROTECTED | CMD_NOSCRIPT)) &&
           !(spec->acl & ACL_DANGEROUS);
}

static void leaveNothing(void) {
    rmdir(memory);
}

static void begin(void) {
    static bool ready;
    if (ready)
        return;
    ready = true;
    clockSetWall(stoppedWall);
    commandTimeSet(stoppedWall());
    keyspaceInit(DATABASES);
    typesInit();
    for (unsigned i = 0; i < command_specs_count; i++)
        if (isAllowed(&command_specs[i]))
            commandRegister(&command_specs[i]);
    exec_config.proto_max_bulk_len = 512 * 1024 * 1024;
    exec_config.slow_ns = -1;
    aof_load_config.old_name = "";
    vkAssert(aofFilesAdd(EVENT_AOF_FILE_INCREMENT, 1, ".", path));
    vkAssert(mkdtemp(memory));
    atexit(leaveNothing);
}

static void loadFile(void) {
    int home = open(".", O_RDONLY | O_DIRECTORY);
    limits(take());
    unsigned form = take();
    file.len = 0;
    vkAssert(home >= 0 && chdir(memory) == 0);
    addLog();
    if (form & FORM_BASE) {
        store();
        aof_load_config.truncate = true;
        load();
        vkAssert(aofWriteBase(path, form & FORM_RDB));
        fetch();
        addLog();
    }
    damage(form);
    store();
    aof_load_config.truncate = !(form & FORM_KEEP_TORN);
    judge(load(), form & FORM_KEEP_TORN);
    empty();
    unlink(path);
    vkAssert(fchdir(home) == 0);
    close(home);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    begin();
    programStart(data, size);
    if (take() & 1)
        loadFile();
    else
        readBytes();
    return 0;
}
