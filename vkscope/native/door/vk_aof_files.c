/* vk_aof_files.c: the door's functions for the append-only files: loading, rewriting, and what is told of them. */
#include "door/vk.h"
#include "door/enter.h"
#include "exec/propagate.h"
#include "net/children.h"
#include "net/reactor.h"
#include "persist/aof_load.h"
#include "persist/aof_rewrite.h"
#include "persist/persist.h"
#include "persist/rdb_file.h"
#include "trace/trace.h"
#include <errno.h>
#include <stdio.h>

void vkAofFilesClear(void) {
    VK_ENTER;
    aofFilesClear();
}

bool vkAofFilesAdd(unsigned kind, uint64_t sequence, const char *folder, const char *name) {
    VK_ENTER;
    return aofFilesAdd(kind, sequence, folder, name);
}

void vkAofFilesApply(const vkAofFilesSettings *s) {
    static char name[256];
    VK_ENTER;
    snprintf(name, sizeof(name), "%s", s->file_name);
    aof_load_config = (aofLoadConfig){s->load_truncated, name};
    aof_rewrite_config = (aofRewriteConfig){s->incremental_sync, s->timestamps};
}

static struct {
    enum aofLoaded result;
    uint64_t total, base;
} load;

static void loadNow(void) {
    load.result = aofLoad(&load.total, &load.base);
}

int vkAofLoad(uint64_t *total, uint64_t *base) {
    VK_ENTER;
    reactorTurn(loadNow);
    *total = load.total;
    *base = load.base;
    return (int)load.result;
}

bool vkAofWriteBase(const char *path, bool rdb) {
    VK_ENTER;
    return aofWriteBase(path, rdb);
}

int vkAofRewriteStart(bool rdb) {
    VK_ENTER;
    pid_t pid = aofRewriteStart(rdb);
    return pid < 0 ? -errno : (int)pid;
}

bool vkLoading(void) {
    VK_ENTER;
    return rdb_stats.loading || exec_loading;
}

bool vkAofRewriteEnded(vkAofChild *out) {
    pid_t pid;
    int status;
    VK_ENTER;
    if (!aofRewriteEnded(&pid, &status))
        return false;
    *out = (vkAofChild){.pid = (int)pid, .status = status};
    if (child_last.pid == pid) {
        out->copied = child_last.peak;
        out->started_ns = child_last.started_ns;
    }
    return true;
}

void vkAofRewriteKill(void) {
    VK_ENTER;
    aofRewriteKill();
}

bool vkChildActive(void) {
    return childActive();
}

bool vkWithinUnit(void) {
    return propagate_depth > 1;
}

void vkAofRenamed(uint64_t ns) {
    latencyAdd("aof-rename", ns);
}

void vkAofShow(const vkAofShown *s) {
    VK_ENTER;
    aof_shown = (aofShown){s->rewrites, s->failures, s->scheduled, s->rewrite_ok};
}

void vkAofTellFile(unsigned kind, uint64_t sequence, uint64_t bytes, bool gone, const char *name) {
    VK_ENTER;
    evAofFileChanged(clockMonoNs(), kind, sequence, bytes, gone, name, strlen(name));
}

void vkAofTellRewrite(const vkAofRewriteTold *t) {
    VK_ENTER;
    evAofRewriteEnded(clockMonoNs(), t->life_ms * 1000000, t->why, t->bytes, t->increment, t->copied, t->life_ms,
                      t->good, t->failures, t->text, strlen(t->text));
}
