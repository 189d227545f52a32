/* vk_keyspace.c: the door's functions for memory, eviction and expiry. */
#include "door/vk.h"
#include "door/enter.h"
#include "exec/exec.h"
#include "trace/trace.h"
#include <string.h>

void vkKeyspaceApply(const vkKeyspace *p) {
    VK_ENTER;
    evict_config.maxmemory = p->maxmemory;
    evict_config.samples = p->samples;
    evictSetPolicy(p->policy);
    lfu_config = (lfuConfig){p->lfu_log_factor, p->lfu_decay_time};
    lazyfree_config = (lazyfreeConfig){.eviction = p->lazy_eviction,
                                       .expire = p->lazy_expire,
                                       .server_del = p->lazy_server_del,
                                       .user_del = p->lazy_user_del,
                                       .user_flush = p->lazy_user_flush};
    keyspace_rehash_active = p->active_rehashing;
    if (evictNeeded())
        evictStart();
}

static uint64_t decided(const char *name, uint64_t before, uint64_t value) {
    if (before != value)
        evPolicyDecided(clockMonoNs(), value, before, name, strlen(name));
    return value;
}

static unsigned decidedSmall(const char *name, unsigned before, unsigned value) {
    return (unsigned)decided(name, before, value);
}

void vkKnobsApply(const vkKnobs *k) {
    VK_ENTER;
    expireConfig *e = &expire_config;
    evict_config.time_limit_us = decided("evict_time_limit_us", evict_config.time_limit_us, k->evict_time_limit_us);
    e->fast_us = decided("expire_fast_us", e->fast_us, k->expire_fast_us);
    e->keys_per_loop = decidedSmall("expire_keys_per_loop", e->keys_per_loop, k->expire_keys_per_loop);
    e->slow_percent = decidedSmall("expire_slow_percent", e->slow_percent, k->expire_slow_percent);
    e->acceptable_percent =
        decidedSmall("expire_acceptable_percent", e->acceptable_percent, k->expire_acceptable_percent);
}

void vkKeyspaceRead(vkKeyspaceNumbers *n) {
    const keyspaceStats *s = &keyspace_stats;
    memoryPicture m;
    memoryRead(&m);
    *n = (vkKeyspaceNumbers){.used_memory_startup = m.startup,
                             .used_memory_overhead = m.overhead,
                             .allocator_allocated = m.total,
                             .allocator_active = zmallocActive(),
                             .allocator_resident = zmallocActive(),
                             .mem_overhead_db_hashtable_rehashing = m.rehashing_bytes,
                             .lazyfreed_objects = lazyfreeFreed(),
                             .lazyfree_pending_objects = lazyfreePending(),
                             .expired_stale_ppm = (uint64_t)(s->expired_stale * 1e6),
                             .expired_time_cap_reached_count = s->expire_time_caps,
                             .lru_clock = lru_clock,
                             .evict_cycles = s->evict_cycles,
                             .oom_rejected = s->oom_rejected,
                             .evicted_keys = s->evicted_keys,
                             .evicted_missed = s->evicted_missed,
                             .total_eviction_exceeded_us = s->evict_exceeded_us,
                             .current_eviction_exceeded_us = evictExceededUs()};
}
