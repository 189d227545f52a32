/* aof.c: see aof.h. */
#define _GNU_SOURCE
#include "persist/aof.h"
#include "persist/bio.h"
#include "persist/ledger.h"
#include "exec/crash.h"
#include "exec/propagate.h"
#include "net/children.h"
#include "net/net.h"
#include "net/pause.h"
#include "repl/repl.h"
#include "trace/trace.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEEP_ROOM (128 * 1024) /* of the buffer, from one flush to the next */
#define MS 1000000ULL
/* A write is durable a second after it at the latest, if the disk can: the turn that looks may be one of cron's, a
 * tenth of a second late. */
#define SYNC_EVERY (900 * MS)
#define STALL_MAX (2000 * MS) /* an fsync takes long */
/* everysec: no client is answered to a write that comes longer than 2 s behind one which is not durable. */
#define BEHIND_MAX (1900 * MS)
#define SLOW_WRITE (10 * MS)
#define RETRY_EVERY (250 * MS)
#define LOG_EVERY (30000 * MS)

aofConfig aof_config;
int64_t aof_flush_sleep_us;
aofNow aof_now;
const char *const aof_policy_names[3] = {"everysec", "always", "no"};

static struct {
    int fd;
    char path[PATH_MAX]; /* for logs */
    char *buf;
    size_t len, cap;
    size_t written;      /* bytes of the buffer that are in the file behind `size` */
    unsigned forms;      /* in the buffer */
    int selected;        /* database of the last SELECT; -1: none that counts */
    int64_t stamp_s;     /* of the last annotation */
    uint64_t flush;      /* number of the flush that is next */
    uint64_t oldest;     /* clockTicks() of the first write that no fsync was asked for; 0: there is none */
    uint64_t unsynced;   /* bytes in the file that no fsync was asked for */
    uint64_t asked_ns;   /* when one was */
    uint64_t behind_ns;  /* when the fsync was asked for that writes waited for last */
    uint64_t stalled_ns; /* when the fsync was asked for that took long last */
    uint64_t retry_ns;   /* not before, after a failure */
    uint64_t logged_ns;
    uint64_t pending; /* offset up to which an fsync has succeeded, to be told when the state is ON */
    char misconf[160];
} aof = {.fd = -1, .selected = -1, .flush = 1};

/* ------------------------------------------------------------------------------------------------------------- buffer
 */

static void countBuffer(void) {
    aof_now.buffered = aof.len - aof.written;
    evict_uncounted[UNCOUNTED_AOF] = aof.cap;
}

static void append(const char *data, size_t len) {
    if (unlikely(aof.cap - aof.len < len)) {
        aof.cap = (aof.len + len) * 2;
        aof.buf = zrealloc(aof.buf, aof.cap);
        evict_uncounted[UNCOUNTED_AOF] = aof.cap;
    }
    memcpy(aof.buf + aof.len, data, len);
    aof.len += len;
}

static void appendSelect(int dbid) {
    char text[PROPAGATE_SELECT_ROOM];
    append(text, (size_t)propagateSelect(text, dbid));
    aof.selected = dbid;
}

static void appendStamp(void) {
    char text[40];
    int64_t now_s = command_now / 1000;
    if (now_s <= aof.stamp_s)
        return;
    aof.stamp_s = now_s;
    append(text, (size_t)snprintf(text, sizeof(text), "#TS:%lld\r\n", (long long)now_s));
}

/* The stream's offset is counted by the replicas' feed; where there is none, a form counts as one: WAITAOF needs to
 * know what is behind what. */
static void fed(int dbid, const char *resp, size_t len) {
    if (unlikely(aof_config.timestamps))
        appendStamp();
    if (unlikely(dbid != aof.selected && dbid >= 0))
        appendSelect(dbid);
    append(resp, len);
    aof.forms++;
    propagate_offset += !(propagate_feeds & 1u << FEED_REPLICAS);
    if (crash_running && crash_running->client)
        crash_running->client->wrote_flush = aof.flush;
}

/* All of it is where it belongs. */
static void emptyBuffer(void) {
    aof.len = aof.written = 0;
    aof.forms = 0;
    if (unlikely(aof.cap > KEEP_ROOM)) {
        zfree(aof.buf);
        aof.buf = NULL;
        aof.cap = 0;
    }
    countBuffer();
}

static void dropFront(size_t n) {
    memmove(aof.buf, aof.buf + n, aof.len - n);
    aof.len -= n;
    aof.written = 0;
    countBuffer();
}

/* ------------------------------------------------------------------------------------------------------------- errors
 */

/* Writes are refused while one of the two stands. */
static void tellGate(void) {
    bool failed = aof_now.write_failed || aof_now.sync_failed;
    if (failed)
        snprintf(aof.misconf, sizeof(aof.misconf), "MISCONF Errors writing to the AOF file: %s",
                 strerror(aof_now.error));
    execMisconf(MISCONF_AOF, failed ? aof.misconf : NULL);
}

static void failed(uint32_t what, int error, bool *flag) {
    if (!*flag)
        ledgerFailed("%s: %s", aof.path, strerror(error));
    *flag = true;
    aof_now.error = error;
    aof.retry_ns = clockMonoNs() + RETRY_EVERY;
    char text[PATH_MAX + 64];
    snprintf(text, sizeof(text), "%s: %s", aof.path, strerror(error));
    evAofFailed(clockMonoNs(), what, (uint64_t)error, text, strlen(text));
    tellGate();
}

static void recovered(uint32_t what, bool *flag) {
    if (likely(!*flag))
        return;
    *flag = false;
    evAofFailed(clockMonoNs(), what, 0, aof.path, strlen(aof.path));
    tellGate();
}

/* Those whose writes are in this flush: what they would be told is not true. */
static void closeUnsynced(void) {
    uint32_t slot = 0;
    unsigned n = 0;
    for (client *c = reactorNext(&slot); c; c = reactorNext(&slot)) {
        if (c->wrote_flush != aof.flush || c->closing)
            continue;
        clientClose(c, CLOSE_ERROR);
        n++;
    }
    if (n)
        logLine(LEVEL_WARNING,
                "Closed %u clients whose writes are not in the append-only file as appendfsync asks: they must not be "
                "acknowledged.",
                n);
}

/* ------------------------------------------------------------------------------------------------------- fsync */

/* In the order of the thread's jobs, what each makes durable: the bytes that were written when it was asked, and the
 * first write since the one before. */
static struct {
    struct {
        uint64_t written, oldest;
    } jobs[2 * BIO_ROOM];
    uint64_t asked, done; /* asked - done <= BIO_ROOM, and one that waits for room */
} sync_jobs;

static uint64_t oldestUnsynced(void) {
    for (uint64_t i = sync_jobs.done; i != sync_jobs.asked; i++)
        if (sync_jobs.jobs[i % (2 * BIO_ROOM)].oldest)
            return sync_jobs.jobs[i % (2 * BIO_ROOM)].oldest;
    return aof.oldest;
}

/* With everysec, writes wait when the disk is too far behind. */
static void tellBehind(void) {
    bool counts = aof_config.policy == AOF_EVERYSEC && aof_now.state == AOF_ON &&
                  !(aof_config.no_sync_on_rewrite && childActive());
    pauseBehind(counts ? oldestUnsynced() : 0, BEHIND_MAX);
    if (unlikely(pauseIsBehind()) && aof.behind_ns != aof.asked_ns) {
        aof.behind_ns = aof.asked_ns;
        logLine(LEVEL_NOTICE,
                "Commands that write wait for the fsync of the append-only file (disk is busy?): what was "
                "answered is two seconds ahead of the disk.");
    }
}

static void synced(uint64_t ended, uint64_t offset, uint64_t span, uint64_t waited, uint32_t where) {
    aof_now.syncs++;
    ledgerSynced(span);
    evAofSynced(ended, span, where, offset, waited, 0);
    if (unlikely(aof_now.sync_failed))
        logLine(LEVEL_NOTICE, "AOF fsync error looks solved. The server can write again.");
    recovered(EVENT_AOF_FAILURE_FSYNC, &aof_now.sync_failed);
    if (offset > aof.pending)
        aof.pending = offset;
}

static void threadSynced(const bioResult *r) {
    uint64_t span = r->ended_ns - r->began_ns, waited = r->began_ns - r->asked_ns;
    uint64_t written = sync_jobs.jobs[sync_jobs.done % (2 * BIO_ROOM)].written;
    uint64_t oldest = sync_jobs.jobs[sync_jobs.done++ % (2 * BIO_ROOM)].oldest;
    if (!r->error) {
        aof_now.durable_written = written;
        synced(r->ended_ns, r->tag, span, waited, EVENT_SYNC_WHERE_THREAD);
        tellBehind();
        return;
    }
    evAofSynced(r->ended_ns, span, EVENT_SYNC_WHERE_THREAD, r->tag, waited, (uint64_t)r->error);
    if (aof_now.state == AOF_OFF)
        return;
    if (oldest && (!aof.oldest || oldest < aof.oldest))
        aof.oldest = oldest;
    if (!aof_now.sync_failed)
        logLine(LEVEL_WARNING, "Fail to fsync the AOF file: %s", strerror(r->error));
    failed(EVENT_AOF_FAILURE_FSYNC, r->error, &aof_now.sync_failed);
    aof.unsynced++; /* once more, though nothing new was written */
}

static void toThread(unsigned what) {
    sync_jobs.jobs[sync_jobs.asked % (2 * BIO_ROOM)].written = aof_now.written;
    sync_jobs.jobs[sync_jobs.asked++ % (2 * BIO_ROOM)].oldest = aof.oldest;
    aof.oldest = 0;
    bioAsk(BIO_FSYNC, what, aof.fd, propagate_offset, threadSynced);
}

static void askSync(uint64_t now) {
    toThread(BIO_SYNC | BIO_DROP_CACHE);
    aof.unsynced = 0;
    aof.asked_ns = now;
}

static int syncHere(void) {
    uint64_t start = clockMonoNs();
    int error = fdatasync(aof.fd) == 0 ? 0 : errno;
    uint64_t span = clockMonoNs() - start;
    if (error) {
        evAofSynced(clockMonoNs(), span, EVENT_SYNC_WHERE_MAIN, propagate_offset, 0, (uint64_t)error);
        return error;
    }
    latencyAdd("aof-fsync-always", span);
    aof_now.durable_written = aof_now.written;
    synced(start + span, propagate_offset, span, 0, EVENT_SYNC_WHERE_MAIN);
    aof.oldest = aof.unsynced = 0;
    return 0;
}

/* ------------------------------------------------------------------------------------------------------- write */

/* All of it, or until an error, which errno says. */
static size_t writeAll(const char *data, size_t len) {
    size_t done = 0;
    while (done < len) {
        ssize_t n = write(aof.fd, data + done, len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? ENOSPC : errno;
            break;
        }
        done += (size_t)n;
    }
    return done;
}

/* Cuts the file back to its whole units. */
static bool cutBack(void) {
    return ftruncate(aof.fd, (off_t)aof_now.size) == 0;
}

static bool mayLog(void) {
    uint64_t now = clockMonoNs();
    if (aof.logged_ns && now - aof.logged_ns < LOG_EVERY)
        return false;
    aof.logged_ns = now;
    return true;
}

static void wroteShort(size_t done, size_t wanted, int error) {
    bool logs = mayLog();
    if (logs && !done)
        logLine(LEVEL_WARNING, "Error writing to the AOF file: %s", strerror(error));
    if (logs && done)
        logLine(LEVEL_WARNING, "Short write while writing to the AOF file: (nwritten=%zu, expected=%zu)", done, wanted);
    if (done && !cutBack()) {
        if (logs)
            logLine(LEVEL_WARNING,
                    "Could not remove short write from the append-only file. The server may refuse to load the AOF "
                    "the next time it starts.  ftruncate: %s",
                    strerror(errno));
        aof_now.size += done;
        aof_now.current_size += done;
        aof.unsynced += done;
        dropFront(done);
    }
    failed(EVENT_AOF_FAILURE_WRITE, error, &aof_now.write_failed);
}

static void countLatency(uint64_t span, bool syncing) {
    if (span < latency_threshold_ns)
        return;
    latencyAdd(syncing         ? "aof-write-pending-fsync"
               : childActive() ? "aof-write-active-child"
                               : "aof-write-alone",
               span);
    latencyAdd("aof-write", span);
}

static bool writeBuffer(bool syncing) {
    size_t wanted = aof.len;
    if (unlikely(aof_flush_sleep_us != 0)) {
        struct timespec t = {aof_flush_sleep_us / 1000000, aof_flush_sleep_us % 1000000 * 1000};
        nanosleep(&t, NULL);
    }
    uint64_t start = clockTicks();
    size_t done = writeAll(aof.buf, wanted);
    int error = errno;
    uint64_t span = clockTicksToNs(clockTicks() - start);
    countLatency(span, syncing);
    if (unlikely(syncing && span >= SLOW_WRITE))
        evAofStalled(clockMonoNs(), span, 0, wanted);
    if (traceOn(CLASS_DISKWRITE))
        evAofWritten(clockMonoNs(), span, aof.forms, done, wanted - done, aof_now.size + done);
    if (unlikely(done != wanted)) {
        wroteShort(done, wanted, error);
        return false;
    }
    if (unlikely(aof_now.write_failed))
        logLine(LEVEL_NOTICE, "AOF write error looks solved. The server can write again.");
    aof.written = wanted;
    aof.oldest = aof.oldest ? aof.oldest : start;
    aof_now.written += wanted;
    recovered(EVENT_AOF_FAILURE_WRITE, &aof_now.write_failed);
    return true;
}

/* What the buffer has in the file counts as being there. */
static void keepWritten(void) {
    aof_now.size += aof.written;
    aof_now.current_size += aof.written;
    aof.unsynced += aof.written;
    emptyBuffer();
}

/* ------------------------------------------------------------------------------------------------------------- flush
 */

/* The pages of a failed fsync may be lost though a later one succeeds: the bytes are cut off and written anew. */
static void syncFailed(int error) {
    if (!aof_now.sync_failed)
        logLine(LEVEL_WARNING, "Can't persist AOF for fsync error when the AOF fsync policy is 'always': %s",
                strerror(error));
    if (aof.written && cutBack()) {
        aof.written = 0;
        countBuffer();
    } else {
        keepWritten();
        aof.unsynced++;
    }
    failed(EVENT_AOF_FAILURE_FSYNC, error, &aof_now.sync_failed);
}

static bool flushAlways(void) {
    bool good = !aof.len || writeBuffer(false);
    if (good && aof_config.no_sync_on_rewrite && childActive()) {
        keepWritten();
        return true;
    }
    if (good && (aof.written || aof.unsynced)) {
        int error = syncHere();
        good = !error;
        if (good)
            keepWritten();
        else
            syncFailed(error);
        aof.unsynced = good ? 0 : aof.unsynced;
    }
    return good;
}

/* An fsync takes long, and there is something to write, or there are clients who wait: said once for each. */
static void tellStall(uint64_t now) {
    if (aof.stalled_ns == aof.asked_ns || now - aof.asked_ns < STALL_MAX)
        return;
    aof.stalled_ns = aof.asked_ns;
    aof_now.delayed++;
    evAofStalled(now, now - aof.asked_ns, 1, aof.len);
    if (!aof.len)
        return; /* tellBehind has said it */
    logLine(LEVEL_NOTICE,
            "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without "
            "waiting for fsync to complete, this may slow down the server.");
}

static bool flushLazily(void) {
    uint64_t now = clockMonoNs();
    bool everysec = aof_config.policy == AOF_EVERYSEC, syncing = everysec && bioPending(BIO_FSYNC);
    if (unlikely(syncing) && (aof.len || pauseIsBehind()))
        tellStall(now);
    if (aof.len) {
        countBuffer();
        if (!writeBuffer(syncing))
            return false;
        keepWritten();
    }
    uint64_t every = aof_now.sync_failed ? RETRY_EVERY : SYNC_EVERY;
    if ((everysec || aof_now.sync_failed) && aof.unsynced && !bioPending(BIO_FSYNC) && now - aof.asked_ns >= every &&
        !(aof_config.no_sync_on_rewrite && childActive()))
        askSync(now);
    tellBehind();
    return true;
}

/* What is durable is told to those who wait for it; nothing is, before the base is there. */
static void tellDurable(void) {
    if (!aof.len && !aof.unsynced && aof_config.policy != AOF_NO && !bioPending(BIO_FSYNC) && !aof_now.sync_failed)
        aof.pending = propagate_offset;
    if (aof_now.state != AOF_ON || aof_now.durable == aof.pending)
        return;
    aof_now.durable = aof.pending;
    replSoon();
}

bool aofFlush(bool force) {
    if (aof.fd < 0)
        return !aof.len;
    bioCollect();
    bool failing = aof_now.write_failed || aof_now.sync_failed, good = false;
    if (likely(!failing) || force || clockMonoNs() >= aof.retry_ns)
        good = aof_config.policy == AOF_ALWAYS ? flushAlways() : flushLazily();
    if (unlikely(!good && !failing))
        closeUnsynced();
    aof.flush++;
    tellDurable();
    return good && !aof.len;
}

/* Before the turn writes: reactor_flush. */
static void flushTurn(void) {
    if (!aof.len && !aof.unsynced && !bioPending(BIO_FSYNC) && aof_now.durable == aof.pending &&
        (aof.pending == propagate_offset || aof_config.policy == AOF_NO))
        return;
    uint64_t start = clockTicks();
    aofFlush(false);
    aof_now.flush_ns += clockTicksToNs(clockTicks() - start);
}

/* ------------------------------------------------------------------------------------------------------- the file */

static void listen(bool on) {
    propagateListen(FEED_FILES, on ? fed : NULL);
    reactor_flush = on ? flushTurn : NULL;
}

static void leaveFile(void) {
    if (aof.fd < 0)
        return;
    toThread(BIO_SYNC | BIO_DROP_CACHE | BIO_THEN_CLOSE);
    aof.fd = -1;
    aof.asked_ns = clockMonoNs();
}

static bool sizeOf(int fd, uint64_t *size) {
    struct stat s;
    uint64_t start = clockMonoNs();
    if (fstat(fd, &s) != 0)
        return false;
    latencyAdd("aof-fstat", clockMonoNs() - start);
    *size = (uint64_t)s.st_size;
    return true;
}

bool aofOpen(const char *path) {
    uint64_t size;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return false;
    bool fits = sizeOf(fd, &size);
    int error = errno;
    if (fits && aof.len && !aofFlush(true)) {
        fits = false;
        error = aof_now.error ? aof_now.error : EIO;
    }
    if (!fits) {
        close(fd);
        errno = error;
        return false;
    }
    if (aof_now.state == AOF_WAIT_REWRITE)
        bioDrain(BIO_FSYNC);
    if (aof.fd < 0)
        aof.pending = aof_now.durable = aof_now.state == AOF_WAIT_REWRITE ? 0 : propagate_offset;
    leaveFile();
    aof.fd = fd;
    aof.unsynced = 0;
    aof.selected = -1;
    aof_now.size = size;
    snprintf(aof.path, sizeof(aof.path), "%s", path);
    if (aof_now.state == AOF_OFF)
        aof_now.state = AOF_ON;
    listen(true);
    return true;
}

static void forgetErrors(void) {
    if (aof_now.sync_failed)
        logLine(LEVEL_WARNING, "AOF reopen, just ignore the AOF fsync error in bio job");
    if (aof_now.write_failed)
        logLine(LEVEL_WARNING, "AOF reopen, just ignore the last error.");
    aof_now.sync_failed = aof_now.write_failed = false;
    tellGate();
}

/* The file under way, and what the buffer holds. */
static void forgetFile(void) {
    listen(false);
    if (aof.fd >= 0)
        close(aof.fd);
    aof.fd = -1;
    emptyBuffer();
    aof.oldest = aof.unsynced = 0;
    aof.selected = -1;
    aof_now.size = aof_now.durable = 0;
    tellBehind();
}

void aofExpect(void) {
    if (aof_now.state == AOF_OFF)
        forgetErrors();
    bioDrain(BIO_FSYNC);
    forgetFile();
    aof_now.state = AOF_WAIT_REWRITE;
}

void aofOn(void) {
    if (aof_now.state != AOF_WAIT_REWRITE || aof.fd < 0)
        return;
    aof_now.state = AOF_ON;
    tellDurable();
}

bool aofSync(void) {
    if (aof.fd < 0)
        return true;
    if (!aofFlush(true)) {
        errno = aof_now.error ? aof_now.error : EIO;
        return false;
    }
    bioDrain(BIO_FSYNC);
    int error = aof.unsynced ? syncHere() : 0;
    tellDurable();
    errno = error;
    return !error;
}

bool aofStop(void) {
    bool good = aofSync();
    int error = errno;
    if (!good)
        logLine(LEVEL_WARNING, "Fail to fsync the AOF file: %s", strerror(error));
    forgetFile();
    aof_now.state = AOF_OFF;
    aof_now.sync_failed = aof_now.write_failed = false;
    tellGate();
    replSoon(); /* those who wait for the file hear that there is none */
    errno = error;
    return good;
}

void aofSizes(uint64_t current, uint64_t base) {
    aof_now.current_size = current;
    aof_now.base_size = base;
}

unsigned aofSyncsPending(void) {
    return bioPending(BIO_FSYNC);
}

void aofApply(const aofConfig *c) {
    if (c->policy == AOF_ALWAYS && aof_config.policy != AOF_ALWAYS)
        bioDrain(BIO_FSYNC); /* what a thread still tells must not come behind what is synced here */
    aof_config = *c;
    tellBehind();
}

void aofRelease(void) {
    listen(false);
    bioDrain(BIO_FSYNC);
    if (aof.fd >= 0)
        close(aof.fd);
    zfree(aof.buf);
    memset(&aof, 0, sizeof(aof));
    pauseBehind(0, 0);
    aof.fd = aof.selected = -1;
    aof.flush = 1; /* a client that never wrote has 0 */
    aof_now = (aofNow){0};
    evict_uncounted[UNCOUNTED_AOF] = 0;
    execMisconf(MISCONF_AOF, NULL);
}
