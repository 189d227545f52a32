/* vk_persist.c: the door's functions for what is written to disk. */
#include "door/vk.h"
#include "door/enter.h"
#include "base/title.h"
#include "net/children.h"
#include "net/reactor.h"
#include "persist/bgsave.h"
#include "persist/aof_load.h"
#include "persist/ledger.h"
#include "persist/persist.h"
#include "trace/trace.h"
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

void vkPersistApply(const vkPersist *p) {
    static char file[PATH_MAX];
    VK_ENTER;
    snprintf(file, sizeof(file), "%s", p->file);
    if (!rdb_stats.last_save_s)
        rdb_stats.last_save_s = clockWallMs() / 1000;
    rdb_config = (rdbConfig){.compression = p->compression,
                             .checksum = p->checksum,
                             .relaxed_versions = p->relaxed_versions,
                             .sanitize_files = p->sanitize_files,
                             .payloads_sound = p->payloads_sound,
                             .stop_writes = p->stop_writes,
                             .incremental_sync = p->incremental_sync,
                             .save_version = p->version,
                             .save_points = p->save_points,
                             .load_delay_us = p->load_delay_us,
                             .save_delay_us = p->save_delay_us,
                             .file = file};
    bgsaveJudge();
}

void vkSaveStateRead(vkSaveState *out) {
    *out = (vkSaveState){.active = !bgsaveMayStart() || exec_state != EXEC_OPEN,
                         .scheduled = bgsave.scheduled,
                         .failed = rdb_stats.last_failed,
                         .last_try_s = bgsave.last_try_s,
                         .last_save_s = rdb_stats.last_save_s,
                         .changes = keyspace_stats.dirty};
}

bool vkSaveInBackground(bool scheduled) {
    VK_ENTER;
    unsigned why = scheduled ? EVENT_SAVE_WHY_SCHEDULED : EVENT_SAVE_WHY_SAVE_POINT;
    if (!bgsaveStart(why, rdb_config.save_version))
        return false;
    bgsave.scheduled = bgsave.scheduled && !scheduled;
    return true;
}

int vkWorker(void) {
    childNow child;
    return childLook(&child) ? (int)child.kind : -1;
}

void vkWorkerEnd(void) {
    VK_ENTER;
    childNow child;
    bgsaveForget();
    if (!childLook(&child))
        return;
    kill(child.pid, SIGKILL);
    childReapNow(child.pid);
}

void vkChildScore(int score) {
    children_config.oom_score = score;
}

void vkChildCpus(const char *save, const char *rewrite) {
    VK_ENTER;
    snprintf(children_config.save_cpus, CHILD_CPUS, "%s", save);
    snprintf(children_config.rewrite_cpus, CHILD_CPUS, "%s", rewrite);
}

void vkTitlePlace(uint64_t start, size_t arguments, size_t room) {
    titlePlace((char *)(uintptr_t)start, arguments, room);
}

void vkTitle(const char *text) {
    titleShow(text);
}

void vkTitleOfChild(unsigned kind, const char *text) {
    titleKeep(kind, text);
}

void vkSavePoints(const int64_t *pairs, unsigned n) {
    ledgerSavePoint points[LEDGER_SAVE_POINTS];
    VK_ENTER;
    if (n > LEDGER_SAVE_POINTS)
        n = LEDGER_SAVE_POINTS;
    for (unsigned i = 0; i < n; i++)
        points[i] = (ledgerSavePoint){pairs[2 * i], pairs[2 * i + 1]};
    ledgerSavePoints(points, n);
}

void vkPersistRead(vkPersistNumbers *n) {
    const rdbStats *s = &rdb_stats;
    *n = (vkPersistNumbers){.rdb_last_save_time = s->last_save_s,
                            .loading_start_time = s->load_started_s,
                            .loading = s->loading,
                            .rdb_last_failed = s->last_failed,
                            .loading_total_bytes = s->load_total,
                            .loading_loaded_bytes = s->load_done,
                            .loading_rdb_used_mem = s->load_used_memory,
                            .rdb_last_load_keys_loaded = s->loaded,
                            .rdb_last_load_keys_expired = s->expired,
                            .rdb_bgsave_scheduled = bgsave.scheduled,
                            .rdb_last_bgsave_time_sec = bgsave.last_s,
                            .rdb_current_bgsave_time_sec = -1,
                            .rdb_saves = bgsave.saves,
                            .rdb_last_cow_size = bgsave.last_copied};
    childNow child;
    if (!childLook(&child))
        return;
    n->rdb_bgsave_in_progress = child.kind == EVENT_FORK_KIND_RDB || child.kind == EVENT_FORK_KIND_REPLICATION;
    if (n->rdb_bgsave_in_progress)
        n->rdb_current_bgsave_time_sec = (int64_t)((clockMonoNs() - child.started_ns) / 1000000000);
    n->current_cow_peak = child.peak;
    n->current_cow_size = child.copied;
    n->current_cow_size_age = child.measured_ns ? (clockMonoNs() - child.measured_ns) / 1000000000 : 0;
    n->current_save_keys_processed = child.keys;
    n->current_save_keys_total = child.of;
}

static enum rdbResult loaded;

static void load(void) {
    loaded = rdbLoad(rdb_config.file, 0, EVENT_LOAD_WHY_START);
}

int vkLoad(void) {
    VK_ENTER;
    reactorTurn(load);
    return (int)loaded;
}

void vkLoadCancel(void) {
    aofLoadCancel();
}

bool vkSave(void) {
    static char temporary[64];
    VK_ENTER;
    snprintf(temporary, sizeof(temporary), "temp-%d.rdb", (int)getpid());
    reactor_insist_unlinks = temporary;
    bool good = rdbSave(rdb_config.file, EVENT_SAVE_WHY_SHUTDOWN);
    reactor_insist_unlinks = NULL;
    return good;
}
