"""What the metrics page shows: names for Prometheus, kinds, and where each figure comes from.

Words: a *field* is one of INFO's; its figure times `scale` is the sample. A *row* is one of many
things that a family tells apart by labels: commands, databases, errors, replicas.

Rules: a name is redis_exporter's where it has one for the same figure, so that dashboards made for
it work unchanged; all others begin with vkscope_. What only grows is a counter. Families of rows
show at most `most` of them, the rest are counted in vkscope_rows_left_out.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Metric(NamedTuple):
    """A family of one sample, made of a field of INFO."""

    name: str
    kind: str
    field: str
    text: str
    scale: float = 1.0


class Family(NamedTuple):
    """A family of one sample a row."""

    name: str
    kind: str
    rows: str
    labels: tuple[str, ...]
    most: int
    text: str


_MICRO: Final = 1e-6
_MILLI: Final = 1e-3

GAUGES: Final = (
    ("redis_uptime_in_seconds", "uptime_in_seconds", "Time since the start."),
    ("redis_process_id", "process_id", "Number of the process."),
    ("redis_connected_clients", "connected_clients", "Connections of clients."),
    ("redis_config_maxclients", "maxclients", "Most connections at a time."),
    ("redis_blocked_clients", "blocked_clients", "Clients that wait in a blocking command."),
    ("redis_tracking_clients", "tracking_clients", "Clients that are told of changed keys."),
    ("redis_pubsub_clients", "pubsub_clients", "Clients that subscribe."),
    ("redis_watching_clients", "watching_clients", "Clients that watch keys."),
    ("redis_total_watched_keys", "total_watched_keys", "Keys that are watched."),
    ("redis_total_blocking_keys", "total_blocking_keys", "Keys that clients wait for."),
    (
        "redis_client_recent_max_input_buffer_bytes",
        "client_recent_max_input_buffer",
        "Largest query buffer of late.",
    ),
    (
        "redis_client_recent_max_output_buffer_bytes",
        "client_recent_max_output_buffer",
        "Largest output buffer of late.",
    ),
    ("redis_memory_used_bytes", "used_memory", "Memory in use."),
    ("redis_memory_used_rss_bytes", "used_memory_rss", "Memory of the process."),
    ("redis_memory_used_peak_bytes", "used_memory_peak", "Most memory that was in use."),
    ("redis_memory_used_overhead_bytes", "used_memory_overhead", "Of it, what is not data."),
    ("redis_memory_used_startup_bytes", "used_memory_startup", "Of it, in use after the start."),
    ("redis_memory_used_dataset_bytes", "used_memory_dataset", "Of it, data."),
    ("redis_memory_used_scripts_bytes", "used_memory_scripts", "Memory of scripts."),
    ("redis_memory_max_bytes", "maxmemory", "Limit of memory; 0 is none."),
    ("redis_allocator_allocated_bytes", "allocator_allocated", "Blocks that are handed out."),
    ("redis_allocator_active_bytes", "allocator_active", "Pages that hold blocks."),
    ("redis_allocator_resident_bytes", "allocator_resident", "Of the allocator, resident."),
    ("redis_mem_fragmentation_ratio", "mem_fragmentation_ratio", "Resident by used."),
    ("redis_mem_fragmentation_bytes", "mem_fragmentation_bytes", "Resident less used."),
    ("redis_mem_clients_normal", "mem_clients_normal", "Memory of clients, in bytes."),
    ("redis_mem_clients_slaves", "mem_clients_slaves", "Memory of replicas, in bytes."),
    (
        "redis_mem_not_counted_for_eviction_bytes",
        "mem_not_counted_for_evict",
        "Memory that maxmemory does not count.",
    ),
    ("redis_lazyfree_pending_objects", "lazyfree_pending_objects", "Values waiting to be freed."),
    ("redis_loading_dump_file", "loading", "1 while data is loaded."),
    ("redis_rdb_changes_since_last_save", "rdb_changes_since_last_save", "Changes not saved."),
    ("redis_rdb_bgsave_in_progress", "rdb_bgsave_in_progress", "1 while a child saves."),
    ("redis_rdb_last_save_timestamp_seconds", "rdb_last_save_time", "When it was saved, Unix."),
    ("redis_rdb_last_bgsave_status", "rdb_last_bgsave_status", "1: the last save succeeded."),
    (
        "redis_rdb_last_bgsave_duration_sec",
        "rdb_last_bgsave_time_sec",
        "Seconds of the last save; -1: none was.",
    ),
    (
        "redis_rdb_current_bgsave_duration_sec",
        "rdb_current_bgsave_time_sec",
        "Seconds of the save under way; -1: none is.",
    ),
    ("redis_rdb_last_cow_size_bytes", "rdb_last_cow_size", "Copied during the last save."),
    ("redis_aof_enabled", "aof_enabled", "1: an append-only file is written."),
    ("redis_aof_rewrite_in_progress", "aof_rewrite_in_progress", "1 while a child rewrites it."),
    ("redis_aof_rewrite_scheduled", "aof_rewrite_scheduled", "1: a rewrite is to come."),
    (
        "redis_aof_last_rewrite_duration_sec",
        "aof_last_rewrite_time_sec",
        "Seconds of the last rewrite; -1: none was.",
    ),
    (
        "redis_aof_current_rewrite_duration_sec",
        "aof_current_rewrite_time_sec",
        "Seconds of the rewrite under way; -1: none is.",
    ),
    ("redis_aof_last_bgrewrite_status", "aof_last_bgrewrite_status", "1: it succeeded."),
    ("redis_aof_last_write_status", "aof_last_write_status", "1: the last write succeeded."),
    ("redis_aof_last_cow_size_bytes", "aof_last_cow_size", "Copied during the last rewrite."),
    ("redis_aof_current_size_bytes", "aof_current_size", "Size of the append-only files."),
    ("redis_aof_base_size_bytes", "aof_base_size", "Their size after the last rewrite."),
    ("redis_aof_buffer_length", "aof_buffer_length", "Bytes that wait to be written."),
    ("redis_aof_pending_bio_fsync", "aof_pending_bio_fsync", "Fsyncs that wait for a thread."),
    ("redis_pubsub_channels", "pubsub_channels", "Channels with subscribers."),
    ("redis_pubsub_patterns", "pubsub_patterns", "Patterns with subscribers."),
    ("redis_connected_slaves", "connected_slaves", "Replicas of this server."),
    ("redis_replication_backlog_bytes", "repl_backlog_size", "Room of the backlog."),
    ("redis_repl_backlog_is_active", "repl_backlog_active", "1: there is a backlog."),
    (
        "redis_repl_backlog_first_byte_offset",
        "repl_backlog_first_byte_offset",
        "Offset of its oldest byte.",
    ),
    ("redis_repl_backlog_history_bytes", "repl_backlog_histlen", "Bytes that it holds."),
    ("redis_master_repl_offset", "master_repl_offset", "Offset of the write stream."),
    ("redis_second_repl_offset", "second_repl_offset", "Up to where the second id holds."),
    ("redis_cluster_enabled", "cluster_enabled", "1: this is a node of a cluster."),
    ("vkscope_tracking_keys", "tracking_total_keys", "Keys remembered for clients' caches."),
)
"""Figures that may fall: name, field, text."""

COUNTERS: Final = (
    ("redis_connections_received_total", "total_connections_received", "Connections accepted."),
    ("redis_rejected_connections_total", "rejected_connections", "Refused by maxclients."),
    ("redis_commands_processed_total", "total_commands_processed", "Commands that ran."),
    ("redis_net_input_bytes_total", "total_net_input_bytes", "Read from clients."),
    ("redis_net_output_bytes_total", "total_net_output_bytes", "Written to clients."),
    ("redis_net_repl_output_bytes_total", "total_net_repl_output_bytes", "Written to replicas."),
    ("redis_expired_keys_total", "expired_keys", "Keys whose time passed."),
    (
        "redis_expired_time_cap_reached_total",
        "expired_time_cap_reached_count",
        "Expiry cycles that ran out of time.",
    ),
    ("redis_evicted_keys_total", "evicted_keys", "Keys that went for memory."),
    ("redis_keyspace_hits_total", "keyspace_hits", "Look-ups that found a key."),
    ("redis_keyspace_misses_total", "keyspace_misses", "Look-ups that found none."),
    ("redis_total_error_replies", "total_error_replies", "Errors that were answered."),
    ("redis_total_reads_processed", "total_reads_processed", "Reads of sockets."),
    ("redis_total_writes_processed", "total_writes_processed", "Writes to sockets."),
    ("redis_replica_resyncs_full", "sync_full", "Replicas that got everything."),
    ("redis_replica_partial_resync_accepted", "sync_partial_ok", "Replicas that went on."),
    ("redis_replica_partial_resync_denied", "sync_partial_err", "Replicas that could not."),
    ("redis_aof_delayed_fsync", "aof_delayed_fsync", "Writes that waited for an fsync."),
    ("redis_cpu_sys_seconds_total", "used_cpu_sys", "Processor time in the system."),
    ("redis_cpu_user_seconds_total", "used_cpu_user", "Processor time in the process."),
    ("redis_cpu_sys_children_seconds_total", "used_cpu_sys_children", "The same of children."),
    ("redis_cpu_user_children_seconds_total", "used_cpu_user_children", "The same of children."),
    (
        "redis_cpu_sys_main_thread_seconds_total",
        "used_cpu_sys_main_thread",
        "The same of the main thread.",
    ),
    (
        "redis_cpu_user_main_thread_seconds_total",
        "used_cpu_user_main_thread",
        "The same of the main thread.",
    ),
    ("redis_acl_access_denied_auth_total", "acl_access_denied_auth", "Wrong names or passwords."),
    ("redis_acl_access_denied_cmd_total", "acl_access_denied_cmd", "Commands not permitted."),
    ("redis_acl_access_denied_key_total", "acl_access_denied_key", "Keys not permitted."),
    (
        "redis_acl_access_denied_channel_total",
        "acl_access_denied_channel",
        "Channels not permitted.",
    ),
    ("vkscope_expired_fields_total", "expired_fields", "Fields of hashes whose time passed."),
    ("vkscope_evicted_clients_total", "evicted_clients", "Clients that went for memory."),
    ("vkscope_evicted_scripts_total", "evicted_scripts", "Scripts pushed out of the cache."),
    ("vkscope_forks_total", "total_forks", "Children that were forked."),
    (
        "vkscope_query_limit_disconnections_total",
        "client_query_buffer_limit_disconnections",
        "Clients closed by client-query-buffer-limit.",
    ),
    (
        "vkscope_output_limit_disconnections_total",
        "client_output_buffer_limit_disconnections",
        "Clients closed by client-output-buffer-limit.",
    ),
    ("vkscope_loop_turns_total", "eventloop_cycles", "Turns of the event loop."),
)
"""Figures that only grow, until CONFIG RESETSTAT: name, field, text."""

SCALED: Final = (
    Metric(
        "redis_latest_fork_seconds",
        "gauge",
        "latest_fork_usec",
        "Time that the last fork held the server.",
        _MICRO,
    ),
    Metric(
        "redis_expired_stale_percentage",
        "gauge",
        "expired_stale_perc",
        "Of the keys with a TTL, how many are stale.",
    ),
    Metric(
        "vkscope_expire_cycle_seconds_total",
        "counter",
        "expire_cycle_cpu_milliseconds",
        "Processor time of the expiry cycles.",
        _MILLI,
    ),
    Metric(
        "vkscope_eviction_exceeded_seconds_total",
        "counter",
        "total_eviction_exceeded_time",
        "Time over maxmemory.",
        _MILLI,
    ),
    Metric(
        "vkscope_loop_seconds_total",
        "counter",
        "eventloop_duration_sum",
        "Time in turns of the event loop.",
        _MICRO,
    ),
    Metric(
        "vkscope_loop_commands_seconds_total",
        "counter",
        "eventloop_duration_cmd_sum",
        "Of it, executing commands.",
        _MICRO,
    ),
)

METRICS: Final = (
    *(Metric(name, "gauge", field, text) for name, field, text in GAUGES),
    *(Metric(name, "counter", field, text) for name, field, text in COUNTERS),
    *SCALED,
)

LEFT_OUT: Final = "vkscope_rows_left_out"
FAMILIES: Final = (
    Family("redis_up", "gauge", "instance", (), 1, "1: the server answers."),
    Family(
        "redis_instance_info",
        "gauge",
        "instance",
        ("role", "redis_version", "redis_mode", "os", "maxmemory_policy", "tcp_port", "run_id"),
        1,
        "1, with what does not change in its labels.",
    ),
    Family("redis_db_keys", "gauge", "databases", ("db",), 64, "Keys of a database."),
    Family("redis_db_keys_expiring", "gauge", "databases", ("db",), 64, "Of them, with a TTL."),
    Family("redis_db_avg_ttl_seconds", "gauge", "databases", ("db",), 64, "Their mean TTL."),
    Family("redis_commands_total", "counter", "commands", ("cmd",), 512, "Calls."),
    Family(
        "redis_commands_duration_seconds_total",
        "counter",
        "commands",
        ("cmd",),
        512,
        "Time executing.",
    ),
    Family(
        "redis_commands_rejected_calls_total",
        "counter",
        "commands",
        ("cmd",),
        512,
        "Calls that were refused before they ran.",
    ),
    Family(
        "redis_commands_failed_calls_total",
        "counter",
        "commands",
        ("cmd",),
        512,
        "Calls that answered an error.",
    ),
    Family("redis_errors_total", "counter", "errors", ("err",), 128, "Errors by their code."),
    Family(
        "redis_connected_slave_offset_bytes",
        "gauge",
        "replicas",
        ("slave_ip", "slave_port", "slave_state"),
        64,
        "Offset that a replica has acknowledged.",
    ),
    Family(
        "vkscope_loop_phase_seconds_total",
        "counter",
        "phases",
        ("phase",),
        16,
        "Time of the event loop by phase.",
    ),
    Family(
        LEFT_OUT,
        "gauge",
        "left_out",
        ("rows",),
        8,
        "Rows that this page has no room for.",
    ),
)
