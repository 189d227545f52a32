/* vk_aof.c: the door's functions for the append-only file's write path and the background threads. */
#include "door/vk.h"
#include "door/enter.h"
#include "persist/aof.h"
#include "persist/bio.h"
#include <errno.h>
#include <stdio.h>

void vkAofApply(const vkAof *a) {
    static char cpus[256];
    VK_ENTER;
    snprintf(cpus, sizeof(cpus), "%s", a->cpus);
    bio_cpus = cpus;
    aofConfig c = {(enum aofPolicy)a->policy, a->no_sync_on_rewrite, a->timestamps};
    aofApply(&c);
}

void vkAofRead(vkAofNumbers *out) {
    *out = (vkAofNumbers){.state = (int)aof_now.state,
                          .aof_current_size = aof_now.current_size,
                          .aof_base_size = aof_now.base_size,
                          .aof_buffer_length = aof_now.buffered,
                          .aof_pending_bio_fsync = aofSyncsPending(),
                          .aof_delayed_fsync = aof_now.delayed,
                          .increment_size = aof_now.size,
                          .written = aof_now.written,
                          .syncs = aof_now.syncs,
                          .durable = aof_now.durable,
                          .flush_us = aof_now.flush_ns / 1000,
                          .aof_write_failed = aof_now.write_failed || aof_now.sync_failed};
}

int vkAofOpen(const char *path) {
    VK_ENTER;
    return aofOpen(path) ? 0 : errno;
}

void vkAofExpect(void) {
    VK_ENTER;
    aofExpect();
}

void vkAofOn(void) {
    VK_ENTER;
    aofOn();
}

bool vkAofStop(void) {
    VK_ENTER;
    return aofStop();
}

bool vkAofFlush(bool force) {
    VK_ENTER;
    return aofFlush(force);
}

int vkAofSync(void) {
    VK_ENTER;
    return aofSync() ? 0 : errno;
}

void vkAofSizes(uint64_t current, uint64_t base) {
    VK_ENTER;
    aofSizes(current, base);
}

int vkUnlink(const char *path) {
    VK_ENTER;
    return bioUnlink(path) ? 0 : errno;
}
