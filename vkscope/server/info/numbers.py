"""What INFO is made of: native's counters, and what the control plane knows.

Words: Numbers holds one reading of native's counters. A field's unit is the end of its name (us,
ms, s; ppm for parts per million), bytes where it is memory, and otherwise it is a count. None is a
counter that native does not have yet: its line is left out.

Rules: a field is here only if native counts it. What can only be "never happened" today (saving,
replicas) is written by sections.py, and gets a field when its subsystem comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, NamedTuple

Count = int | None


@dataclass(slots=True)
class Numbers:
    """One reading of every counter and gauge."""

    # Server: wall_us is the clock that commands see.
    wall_us: Count = None
    lru_clock: Count = None
    shutdown_in_ms: Count = None

    # Clients.
    connected_clients: Count = None
    blocked_clients: Count = None
    pubsub_clients: Count = None
    watching_clients: Count = None
    watched_keys: Count = None
    clients_in_timeout_table: Count = None
    blocking_keys: Count = None
    blocking_keys_on_nokey: Count = None
    tracking_clients: Count = None
    client_recent_max_input_buffer: Count = None
    client_recent_max_output_buffer: Count = None
    paused_actions: Count = None  # 0 none, 1 writes, 2 all
    paused_reason: Count = None  # 0 none, 1 client_pause, 2 shutdown, 3 failover, 4 fsync
    paused_timeout_ms: Count = None

    # Memory, in bytes. used is the sum of class sizes; the allocator's three are what slabs hand
    # out, what they hold, and what is resident of them.
    used_memory: Count = None
    mem_not_counted_for_evict: Count = None
    mem_aof_buffer: Count = None
    used_memory_peak: Count = None
    used_memory_startup: Count = None
    used_memory_overhead: Count = None
    allocator_allocated: Count = None
    allocator_active: Count = None
    allocator_resident: Count = None
    mem_clients_normal: Count = None
    used_memory_vm_eval: Count = None
    used_memory_vm_functions: Count = None
    used_memory_scripts_eval: Count = None
    used_memory_functions: Count = None
    number_of_cached_scripts: Count = None
    number_of_functions: Count = None
    number_of_libraries: Count = None
    mem_overhead_db_hashtable_rehashing: Count = None
    lazyfree_pending_objects: Count = None
    lazyfreed_objects: Count = None

    # Persistence.
    changes_since_last_save: Count = None
    loading: Count = None
    loading_start_time: Count = None
    loading_total_bytes: Count = None
    loading_rdb_used_mem: Count = None
    loading_loaded_bytes: Count = None
    rdb_last_save_time: Count = None
    rdb_last_load_keys_expired: Count = None
    rdb_last_load_keys_loaded: Count = None
    rdb_last_failed: Count = None
    rdb_bgsave_in_progress: Count = None
    rdb_last_bgsave_time_sec: Count = None
    rdb_current_bgsave_time_sec: Count = None
    rdb_saves: Count = None
    rdb_last_cow_size: Count = None
    current_cow_peak: Count = None
    current_cow_size: Count = None
    current_cow_size_age: Count = None
    current_save_keys_processed: Count = None
    current_save_keys_total: Count = None
    aof_state: Count = None  # 0 off, 1 on, 2 waits for its first rewrite
    aof_current_size: Count = None
    aof_base_size: Count = None
    aof_buffer_length: Count = None
    aof_pending_bio_fsync: Count = None
    aof_delayed_fsync: Count = None
    aof_write_failed: Count = None
    aof_flush_us: Count = None

    # Stats: totals since start or CONFIG RESETSTAT; instantaneous_* per second, by cron's samples.
    total_connections_received: Count = None
    total_commands_processed: Count = None
    instantaneous_ops_per_sec: Count = None
    total_net_input_bytes: Count = None
    total_net_output_bytes: Count = None
    instantaneous_input_bytes: Count = None
    instantaneous_output_bytes: Count = None
    rejected_connections: Count = None
    expired_keys: Count = None
    expired_fields: Count = None
    expired_stale_ppm: Count = None
    expired_fields_stale_ppm: Count = None
    expired_time_cap_reached_count: Count = None
    expire_cycle_us: Count = None
    evicted_keys: Count = None
    evicted_clients: Count = None
    evicted_scripts: Count = None
    total_eviction_exceeded_us: Count = None
    current_eviction_exceeded_us: Count = None
    keyspace_hits: Count = None
    keyspace_misses: Count = None
    pubsub_channels: Count = None
    pubsub_patterns: Count = None
    pubsubshard_channels: Count = None
    tracking_total_keys: Count = None
    tracking_total_items: Count = None
    tracking_total_prefixes: Count = None
    migrate_targets: Count = None
    latest_fork_us: Count = None
    total_forks: Count = None
    unexpected_error_replies: Count = None
    total_error_replies: Count = None
    total_reads_processed: Count = None
    total_writes_processed: Count = None
    client_query_buffer_limit_disconnections: Count = None
    client_output_buffer_limit_disconnections: Count = None
    reply_buffer_shrinks: Count = None
    reply_buffer_expands: Count = None
    eventloop_cycles: Count = None
    eventloop_duration_us: Count = None
    eventloop_duration_cmd_us: Count = None
    instantaneous_eventloop_cycles_per_sec: Count = None
    instantaneous_eventloop_duration_us: Count = None
    acl_access_denied_auth: Count = None
    acl_access_denied_cmd: Count = None
    acl_access_denied_key: Count = None
    acl_access_denied_channel: Count = None

    # Debug.
    eventloop_duration_cron_us: Count = None
    eventloop_duration_max_us: Count = None
    eventloop_cmd_per_cycle_max: Count = None

    @classmethod
    def of_native(cls, native: Mapping[str, int]) -> Numbers:
        """The reading in native's names, each either ours or one of _NATIVE."""
        found = cls()
        for name in (f.name for f in fields(cls)):
            source, divisor = _NATIVE.get(name, (name, 1))
            if source in native:
                setattr(found, name, native[source] // divisor)
        return found


_NATIVE: Final = {
    "aof_flush_us": ("flush_us", 1),
    "connected_clients": ("clients", 1),
    "used_memory_peak": ("peak_memory", 1),
    "changes_since_last_save": ("dirty", 1),
    "total_connections_received": ("connections", 1),
    "total_commands_processed": ("commands", 1),
    "total_net_input_bytes": ("net_in", 1),
    "total_net_output_bytes": ("net_out", 1),
    "rejected_connections": ("rejected", 1),
    "keyspace_hits": ("hits", 1),
    "keyspace_misses": ("misses", 1),
    "total_error_replies": ("errors", 1),
    "unexpected_error_replies": ("unexpected_errors", 1),
    "acl_access_denied_auth": ("denied_auth", 1),
    "acl_access_denied_cmd": ("denied_command", 1),
    "acl_access_denied_key": ("denied_key", 1),
    "acl_access_denied_channel": ("denied_channel", 1),
    "total_reads_processed": ("reads", 1),
    "total_writes_processed": ("writes", 1),
    "client_query_buffer_limit_disconnections": ("query_limit_closed", 1),
    "client_output_buffer_limit_disconnections": ("output_limit_closed", 1),
    "eventloop_cycles": ("ticks", 1),
    "eventloop_duration_us": ("tick_ns", 1000),
    "eventloop_duration_cmd_us": ("execute_ns", 1000),
    "eventloop_duration_cron_us": ("cron_ns", 1000),
    "eventloop_duration_max_us": ("max_tick_ns", 1000),
    "eventloop_cmd_per_cycle_max": ("max_tick_commands", 1),
}
"""Fields that native calls otherwise, or counts in finer units."""


class Database(NamedTuple):
    """One database that is not empty."""

    number: int
    keys: int
    expires: int
    avg_ttl_ms: int
    keys_with_volatile_items: int


class CommandStat(NamedTuple):
    """Counts of one command; a subcommand's name is container|name."""

    name: str
    calls: int
    total_us: int
    rejected_calls: int
    failed_calls: int


class ErrorStat(NamedTuple):
    """How often an error's code was answered."""

    code: str
    times: int


class LatencyStat(NamedTuple):
    """A command's percentiles: which, as a number from 0 to 100, and nanoseconds."""

    name: str
    times: tuple[tuple[float, int], ...]


class Listener(NamedTuple):
    """One kind of socket that is listened on: tcp, unix, tls, rdma; port 0 for none."""

    name: str
    addresses: tuple[str, ...]
    port: int


class Certificate(NamedTuple):
    """A certificate's serial number in hex, or none; seconds until it ends."""

    serial: str
    seconds: int


@dataclass(slots=True)
class Process:
    """What the control plane knows of the process."""

    run_id: str
    start_s: int
    executable: str = ""
    compiler: str | None = None
    supervised: str = "no"
    multiplexing_api: str = "epoll"
    monotonic_clock: str = "X86 TSC"
    allocator: str = "vkscope-slabs"
    resident: Count = None
    system_memory: Count = None
    listeners: list[Listener] = field(default_factory=list)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    """By what they are for: server, client, ca; empty unless the section tls is asked."""


@dataclass(frozen=True, slots=True)
class Rewrites:
    """Rewrites of the append-only files; times in seconds, -1 where there was none."""

    running: bool = False
    scheduled: bool = False
    seconds: int = -1
    """Of the one under way."""
    last_seconds: int = -1
    last_good: bool = True
    count: int = 0
    failures: int = 0
    copied: int = 0


@dataclass(slots=True)
class Report:
    """Everything that one INFO may show; lists may be empty if their section is not asked for."""

    numbers: Numbers
    process: Process
    databases: list[Database] = field(default_factory=list)
    commands: list[CommandStat] = field(default_factory=list)
    errors: list[ErrorStat] = field(default_factory=list)
    latencies: list[LatencyStat] = field(default_factory=list)
    replication: Mapping[str, Any] = field(default_factory=dict)
    """The write stream and its snapshots, in native's names (vkReplState)."""
    replicas: list[dict[str, Any]] = field(default_factory=list)
    """Fields of native's vkReplica."""
    rewrites: Rewrites = field(default_factory=Rewrites)
    loop: Mapping[str, int] = field(default_factory=dict)
    """The event loop's own counters, in native's names."""
