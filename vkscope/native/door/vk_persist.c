/* vk_persist.c: the door's functions for what is written to disk. */
#include "door/vk.h"
#include "door/enter.h"
#include "persist/persist.h"

void vkPersistApply(const vkPersist *p) {
    VK_ENTER;
    rdb_config = (rdbConfig){.compression = p->compression,
                             .checksum = p->checksum,
                             .relaxed_versions = p->relaxed_versions,
                             .sanitize_files = p->sanitize_files,
                             .incremental_sync = p->incremental_sync,
                             .save_version = p->version,
                             .load_delay_us = p->load_delay_us};
}
