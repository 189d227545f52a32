"""The fields of INFO's sections about the process, its clients, its memory and its data.

Rules: values that a subsystem yet to come would count are what they are without it: nothing saved
and no replicas. Each is the truth of a server in which that never happened.
"""

from __future__ import annotations

import os
import resource
from typing import Final

from vkscope.server.config import Config
from vkscope.server.info.fields import Fields, human, ratio, sized
from vkscope.server.info.numbers import Numbers, Report, Rewrites
from vkscope.server.version import (
    BUILD_ID,
    GIT_SHA1,
    REDIS_VERSION,
    RELEASE_STAGE,
    SERVER_NAME,
    VALKEY_VERSION,
)

_DAY: Final = 86400
_PAUSED: Final = ("none", "write", "all")
_PAUSE_REASONS: Final = (
    "none",
    "client_pause",
    "shutdown_in_progress",
    "failover_in_progress",
    "fsync_in_progress",
)
_NO_ID: Final = "0" * 40


def server(report: Report, config: Config) -> Fields:
    """Who this is."""
    n, me = report.numbers, report.process
    system = os.uname()
    yield "redis_version", REDIS_VERSION
    yield "server_name", SERVER_NAME
    yield "valkey_version", VALKEY_VERSION
    yield "valkey_release_stage", RELEASE_STAGE
    yield "redis_git_sha1", GIT_SHA1
    yield "redis_git_dirty", 0
    yield "redis_build_id", BUILD_ID
    redis = config.bool("extended-redis-compatibility")
    yield "redis_mode" if redis else "server_mode", config.mode
    yield "os", f"{system.sysname} {system.release} {system.machine}"
    yield "arch_bits", 64
    yield "monotonic_clock", me.monotonic_clock
    yield "multiplexing_api", me.multiplexing_api
    yield "atomicvar_api", "c11-builtin"
    yield "gcc_version", me.compiler
    yield "process_id", os.getpid()
    yield "process_supervised", me.supervised
    yield "run_id", me.run_id
    yield "tcp_port", config.int("port") or config.int("tls-port")
    yield "server_time_usec", n.wall_us
    uptime = None if n.wall_us is None else max(0, n.wall_us // 1_000_000 - me.start_s)
    yield "uptime_in_seconds", uptime
    yield "uptime_in_days", None if uptime is None else uptime // _DAY
    yield "hz", config.int("hz")
    yield "configured_hz", config.int("hz")
    yield "clients_hz", config.int("hz")
    yield "lru_clock", n.lru_clock
    yield "executable", me.executable
    yield "config_file", config.file or ""
    yield "io_threads_active", 0
    yield "availability_zone", config.str("availability-zone")
    yield "shutdown_in_milliseconds", n.shutdown_in_ms
    for index, listener in enumerate(me.listeners):
        binds = "".join(f",bind={address}" for address in listener.addresses)
        port = f",port={listener.port}" if listener.port else ""
        yield f"listener{index}", f"name={listener.name}{binds}{port}"


def tls(report: Report, config: Config) -> Fields:
    """Certificates, of 9.1."""
    for role, certificate in report.process.certificates.items():
        yield f"tls_{role}_cert_serial", certificate.serial
        yield f"tls_{role}_cert_expires_in_seconds", certificate.seconds


def clients(report: Report, config: Config) -> Fields:
    """Connections."""
    n = report.numbers
    yield "connected_clients", n.connected_clients
    yield "cluster_connections", 0
    yield "maxclients", config.int("maxclients")
    yield "client_recent_max_input_buffer", n.client_recent_max_input_buffer
    yield "client_recent_max_output_buffer", n.client_recent_max_output_buffer
    yield "blocked_clients", n.blocked_clients
    yield "tracking_clients", n.tracking_clients
    yield "pubsub_clients", n.pubsub_clients
    yield "watching_clients", n.watching_clients
    yield "clients_in_timeout_table", n.clients_in_timeout_table
    yield "total_watched_keys", n.watched_keys
    yield "total_blocking_keys", n.blocking_keys
    yield "total_blocking_keys_on_nokey", n.blocking_keys_on_nokey
    yield "paused_reason", _PAUSE_REASONS[n.paused_reason or 0]
    yield "paused_actions", _PAUSED[n.paused_actions or 0]
    yield "paused_timeout_milliseconds", n.paused_timeout_ms or 0


def memory(report: Report, config: Config) -> Fields:
    """Where memory went."""
    n, me = report.numbers, report.process
    yield from sized("used_memory", n.used_memory)
    yield from sized("used_memory_rss", me.resident)
    peak = max(n.used_memory_peak or 0, n.used_memory or 0)
    yield from sized("used_memory_peak", peak)
    yield "used_memory_peak_perc", _percent(ratio(n.used_memory, peak))
    yield from _dataset(n)
    yield "allocator_allocated", n.allocator_allocated
    yield "allocator_active", n.allocator_active
    yield "allocator_resident", n.allocator_resident
    yield "allocator_muzzy", 0
    yield from sized("total_system_memory", me.system_memory)
    yield from _scripts(n)
    yield from sized("maxmemory", config.int("maxmemory"))
    yield "maxmemory_policy", config.enum("maxmemory-policy")
    yield from _fragmentation(report)
    yield "mem_not_counted_for_evict", n.mem_not_counted_for_evict
    yield from _stream_memory(report, config)
    yield "mem_clients_normal", n.mem_clients_normal
    yield "mem_cluster_links", 0
    yield "mem_cluster_slot_import", 0
    yield "mem_cluster_slot_export", 0
    yield "mem_aof_buffer", n.mem_aof_buffer
    yield "mem_allocator", me.allocator
    yield "mem_overhead_db_hashtable_rehashing", n.mem_overhead_db_hashtable_rehashing
    yield "active_defrag_running", 0
    yield "lazyfree_pending_objects", n.lazyfree_pending_objects
    yield "lazyfreed_objects", n.lazyfreed_objects


def _percent(value: float | None) -> str | None:
    return None if value is None else f"{value * 100:.2f}%"


def _dataset(n: Numbers) -> Fields:
    """Users' data is what is neither overhead nor there from the start."""
    yield "used_memory_overhead", n.used_memory_overhead
    yield "used_memory_startup", n.used_memory_startup
    if n.used_memory is not None and n.used_memory_overhead is not None:
        dataset = n.used_memory - n.used_memory_overhead
        net = max(1, n.used_memory - (n.used_memory_startup or 0))
        yield "used_memory_dataset", dataset
        yield "used_memory_dataset_perc", _percent(dataset / net)


def _scripts(n: Numbers) -> Fields:
    """Interpreters (vm) and sources; lua is the old name of the interpreter of EVAL."""
    vm_eval, vm_functions = n.used_memory_vm_eval or 0, n.used_memory_vm_functions or 0
    sources, functions = n.used_memory_scripts_eval or 0, n.used_memory_functions or 0
    yield "used_memory_lua", vm_eval
    yield "used_memory_vm_eval", vm_eval
    yield "used_memory_lua_human", human(vm_eval)
    yield "used_memory_scripts_eval", sources
    yield "number_of_cached_scripts", n.number_of_cached_scripts
    yield "number_of_functions", n.number_of_functions
    yield "number_of_libraries", n.number_of_libraries
    yield "used_memory_vm_functions", vm_functions
    yield from sized("used_memory_vm_total", vm_eval + vm_functions)
    yield "used_memory_functions", functions
    yield from sized("used_memory_scripts", sources + functions)


def _fragmentation(report: Report) -> Fields:
    """Four ratios: in slabs, of slabs that are resident, of the process beside them, and all."""
    n, resident = report.numbers, report.process.resident
    pairs = (
        ("allocator_frag", n.allocator_active, n.allocator_allocated),
        ("allocator_rss", n.allocator_resident, n.allocator_active),
        ("rss_overhead", resident, n.allocator_resident),
        ("mem_fragmentation", resident, n.used_memory),
    )
    for name, outer, inner in pairs:
        share = ratio(outer, inner)
        if share is not None and outer is not None and inner is not None:
            yield f"{name}_ratio", f"{share:.2f}"
            yield f"{name}_bytes", outer - inner


def _stream_memory(report: Report, config: Config) -> Fields:
    """The stream is kept once: what exceeds the backlog's size is there for slow replicas."""
    kept = report.replication.get("backlog_memory", 0)
    size = max(LEAST_BACKLOG, config.int("repl-backlog-size"))
    beyond = max(0, kept - size) if report.replication.get("replicas") else 0
    yield "mem_replication_backlog", kept - beyond
    yield "mem_total_replication_buffers", kept
    yield "mem_clients_slaves", beyond


def persistence(report: Report, config: Config) -> Fields:
    """Snapshots, the child that makes one, and the append-only file."""
    n = report.numbers
    yield "loading", int(n.loading or 0)
    yield "async_loading", 0
    saved, total = n.current_save_keys_processed or 0, n.current_save_keys_total or 0
    yield "current_cow_peak", n.current_cow_peak or 0
    yield "current_cow_size", n.current_cow_size or 0
    yield "current_cow_size_age", n.current_cow_size_age or 0
    yield "current_fork_perc", f"{100 * saved / total if total else 0:.2f}"
    yield "current_save_keys_processed", saved
    yield "current_save_keys_total", total
    yield "rdb_changes_since_last_save", n.changes_since_last_save
    yield "rdb_bgsave_in_progress", int(n.rdb_bgsave_in_progress or 0)
    yield "rdb_last_save_time", n.rdb_last_save_time
    yield "rdb_last_bgsave_status", "err" if n.rdb_last_failed else "ok"
    yield "rdb_last_bgsave_time_sec", n.rdb_last_bgsave_time_sec
    yield "rdb_current_bgsave_time_sec", n.rdb_current_bgsave_time_sec
    yield "rdb_saves", n.rdb_saves
    yield "rdb_last_cow_size", n.rdb_last_cow_size
    yield "rdb_last_load_keys_expired", n.rdb_last_load_keys_expired
    yield "rdb_last_load_keys_loaded", n.rdb_last_load_keys_loaded
    yield "aof_enabled", int(bool(n.aof_state))
    yield from _rewrites(report.rewrites)
    yield "aof_last_write_status", "err" if n.aof_write_failed else "ok"
    yield "aof_last_cow_size", report.rewrites.copied
    yield "module_fork_in_progress", 0
    yield "module_fork_last_cow_size", 0
    yield "slot_migration_fork_in_progress", 0
    if n.aof_state:
        yield from _append_only(n, report.rewrites)
    if n.loading:
        yield from _loading(n)


def _rewrites(r: Rewrites) -> Fields:
    """Children that write a new base of the append-only files."""
    yield "aof_rewrite_in_progress", int(r.running)
    yield "aof_rewrite_scheduled", int(r.scheduled)
    yield "aof_last_rewrite_time_sec", r.last_seconds
    yield "aof_current_rewrite_time_sec", r.seconds
    yield "aof_last_bgrewrite_status", "ok" if r.last_good else "err"
    yield "aof_rewrites", r.count
    yield "aof_rewrites_consecutive_failures", r.failures


def _append_only(n: Numbers, r: Rewrites) -> Fields:
    """The files and what waits for them."""
    yield "aof_current_size", n.aof_current_size
    yield "aof_base_size", n.aof_base_size
    yield "aof_pending_rewrite", int(r.scheduled)
    yield "aof_buffer_length", n.aof_buffer_length
    yield "aof_pending_bio_fsync", n.aof_pending_bio_fsync
    yield "aof_delayed_fsync", n.aof_delayed_fsync


def _loading(n: Numbers) -> Fields:
    """How far a load has come."""
    began, total = n.loading_start_time or 0, n.loading_total_bytes or 0
    done = n.loading_loaded_bytes or 0
    seconds = max(0, (n.wall_us or 0) // 1_000_000 - began)
    left = (total - done) * seconds // done if done else 1
    yield "loading_start_time", began
    yield "loading_total_bytes", total
    yield "loading_rdb_used_mem", n.loading_rdb_used_mem
    yield "loading_loaded_bytes", done
    yield "loading_loaded_perc", f"{done / max(1, total) * 100:.2f}"
    yield "loading_eta_seconds", max(0, left)


STATES: Final = {1: "wait_bgsave", 2: "wait_bgsave", 3: "send_bulk", 4: "online"}
_ONLINE: Final = 4
LEAST_BACKLOG: Final = 16384


def replication(report: Report, config: Config) -> Fields:
    """A primary, its replicas and its write stream."""
    stream = report.replication
    yield "role", "master"
    yield "connected_slaves", stream.get("replicas", 0)
    if config.int("min-replicas-to-write") and config.int("min-replicas-max-lag"):
        yield "min_slaves_good_slaves", stream.get("good", 0)
    now_s = (report.numbers.wall_us or 0) // 1_000_000
    for i, each in enumerate(report.replicas):
        lag = max(0, now_s - each["ack_ms"] // 1000) if each["state"] == _ONLINE else 0
        yield (
            f"slave{i}",
            f"ip={each['address']},port={each['port']},state={STATES[each['state']]},"
            f"offset={each['ack']},lag={lag},type=replica",
        )
    yield "replicas_waiting_psync", 0
    yield "master_failover_state", "no-failover"
    yield "master_replid", stream.get("id", _NO_ID)
    yield "master_replid2", stream.get("id2", _NO_ID)
    yield "master_repl_offset", stream.get("offset", 0)
    yield "second_repl_offset", stream.get("second_offset") or -1
    yield "repl_backlog_active", int(stream.get("backlog", False))
    yield "repl_backlog_size", max(LEAST_BACKLOG, config.int("repl-backlog-size"))
    yield "repl_backlog_first_byte_offset", stream.get("backlog_first", 0)
    yield "repl_backlog_histlen", stream.get("backlog_used", 0)


def cpu(report: Report, config: Config) -> Fields:
    """Seconds of processor time. Must be asked in the main thread."""
    for suffix, who in (
        ("", resource.RUSAGE_SELF),
        ("_children", resource.RUSAGE_CHILDREN),
        ("_main_thread", resource.RUSAGE_THREAD),
    ):
        used = resource.getrusage(who)
        yield f"used_cpu_sys{suffix}", f"{used.ru_stime:.6f}"
        yield f"used_cpu_user{suffix}", f"{used.ru_utime:.6f}"


def modules(report: Report, config: Config) -> Fields:
    """None can be loaded."""
    yield from ()


def cluster(report: Report, config: Config) -> Fields:
    """Whether this server is a node of one."""
    yield "cluster_enabled", int(config.bool("cluster-enabled"))


def keyspace(report: Report, config: Config) -> Fields:
    """Databases that hold keys."""
    for db in report.databases:
        if db.keys or db.expires:
            yield (
                f"db{db.number}",
                f"keys={db.keys},expires={db.expires},avg_ttl={db.avg_ttl_ms},"
                f"keys_with_volatile_items={db.keys_with_volatile_items}",
            )
