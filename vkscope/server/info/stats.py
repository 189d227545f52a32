"""The fields of INFO's sections that count: totals, commands, errors, latencies, the event loop.

Rules: as in sections.py, what cannot happen yet is 0.
"""

from __future__ import annotations

from typing import Final

from vkscope.server.config import Config
from vkscope.server.config.specials import show_percentile
from vkscope.server.info.fields import Fields, safe, scaled, whole
from vkscope.server.info.numbers import Numbers, Report

PHASES: Final = ("poll", "read", "parse", "execute", "python", "write", "cron", "other")


def totals(report: Report, config: Config) -> Fields:
    """Totals and rates."""
    n = report.numbers
    yield "total_connections_received", n.total_connections_received
    yield "total_commands_processed", n.total_commands_processed
    yield "instantaneous_ops_per_sec", n.instantaneous_ops_per_sec
    yield "total_net_input_bytes", n.total_net_input_bytes
    yield "total_net_output_bytes", n.total_net_output_bytes
    yield "total_net_repl_input_bytes", 0
    yield "total_net_repl_output_bytes", report.replication.get("net_out", 0)
    yield "total_net_cluster_slot_import_bytes", 0
    yield "total_net_cluster_slot_export_bytes", 0
    yield "instantaneous_input_kbps", scaled(n.instantaneous_input_bytes, 1024)
    yield "instantaneous_output_kbps", scaled(n.instantaneous_output_bytes, 1024)
    yield "instantaneous_input_repl_kbps", "0.00"
    yield "instantaneous_output_repl_kbps", "0.00"
    yield "rejected_connections", n.rejected_connections
    yield "sync_full", report.replication.get("full", 0)
    yield "sync_partial_ok", report.replication.get("partial", 0)
    yield "sync_partial_err", report.replication.get("refused", 0)
    yield from _keyspace(n)
    yield from _not_yet(n)
    yield "unexpected_error_replies", n.unexpected_error_replies
    yield "total_error_replies", n.total_error_replies
    yield "dump_payload_sanitizations", 0
    yield from _loop(n)
    yield "acl_access_denied_auth", n.acl_access_denied_auth
    yield "acl_access_denied_cmd", n.acl_access_denied_cmd
    yield "acl_access_denied_key", n.acl_access_denied_key
    yield "acl_access_denied_channel", n.acl_access_denied_channel
    yield "acl_access_denied_tls_cert", 0


def _keyspace(n: Numbers) -> Fields:
    yield "expired_keys", n.expired_keys
    yield "expired_fields", n.expired_fields
    yield "expired_stale_perc", scaled(n.expired_stale_ppm, 10_000)
    stale_fields = scaled(n.expired_fields_stale_ppm, 10_000)
    yield "expired_keys_with_volatile_items_stale_perc", stale_fields
    yield "expired_time_cap_reached_count", n.expired_time_cap_reached_count
    yield "expire_cycle_cpu_milliseconds", whole(n.expire_cycle_us, 1000)
    yield "evicted_keys", n.evicted_keys
    yield "evicted_clients", n.evicted_clients
    yield "evicted_scripts", n.evicted_scripts
    now = n.current_eviction_exceeded_us
    before = n.total_eviction_exceeded_us
    total = None if before is None else before + (now or 0)
    yield "total_eviction_exceeded_time", whole(total, 1000)
    yield "current_eviction_exceeded_time", whole(now, 1000)
    yield "keyspace_hits", n.keyspace_hits
    yield "keyspace_misses", n.keyspace_misses


def _not_yet(n: Numbers) -> Fields:
    """Channels, forks, migration, defragmentation, clients' caches."""
    yield "pubsub_channels", n.pubsub_channels
    yield "pubsub_patterns", n.pubsub_patterns
    yield "pubsubshard_channels", n.pubsubshard_channels
    yield "latest_fork_usec", n.latest_fork_us or 0
    yield "total_forks", n.total_forks or 0
    yield "migrate_cached_sockets", n.migrate_targets or 0
    yield "slave_expires_tracked_keys", 0
    yield "active_defrag_hits", 0
    yield "active_defrag_misses", 0
    yield "active_defrag_key_hits", 0
    yield "active_defrag_key_misses", 0
    yield "total_active_defrag_time", 0
    yield "current_active_defrag_time", 0
    yield "tracking_total_keys", n.tracking_total_keys
    yield "tracking_total_items", n.tracking_total_items
    yield "tracking_total_prefixes", n.tracking_total_prefixes


def _loop(n: Numbers) -> Fields:
    yield "total_reads_processed", n.total_reads_processed
    yield "total_writes_processed", n.total_writes_processed
    yield "io_threaded_reads_processed", 0
    yield "io_threaded_writes_processed", 0
    yield "io_threaded_freed_objects", 0
    yield "io_threaded_accept_processed", 0
    yield "io_threaded_poll_processed", 0
    yield "io_threaded_total_prefetch_batches", 0
    yield "io_threaded_total_prefetch_entries", 0
    in_closed = n.client_query_buffer_limit_disconnections
    out_closed = n.client_output_buffer_limit_disconnections
    yield "client_query_buffer_limit_disconnections", in_closed
    yield "client_output_buffer_limit_disconnections", out_closed
    yield "reply_buffer_shrinks", n.reply_buffer_shrinks
    yield "reply_buffer_expands", n.reply_buffer_expands
    yield "eventloop_cycles", n.eventloop_cycles
    yield "eventloop_duration_sum", n.eventloop_duration_us
    yield "eventloop_duration_cmd_sum", n.eventloop_duration_cmd_us
    rate = n.instantaneous_eventloop_cycles_per_sec
    yield "instantaneous_eventloop_cycles_per_sec", rate
    yield "instantaneous_eventloop_duration_usec", n.instantaneous_eventloop_duration_us


def commands(report: Report, config: Config) -> Fields:
    """Commands that were called or refused."""
    for c in report.commands:
        if c.calls or c.rejected_calls or c.failed_calls:
            yield (
                f"cmdstat_{safe(c.name)}",
                f"calls={c.calls},usec={c.total_us},"
                f"usec_per_call={c.total_us / max(1, c.calls):.2f},"
                f"rejected_calls={c.rejected_calls},failed_calls={c.failed_calls}",
            )


def errors(report: Report, config: Config) -> Fields:
    """Errors by code, in the order of their names."""
    for code, times in sorted(report.errors):
        yield f"errorstat_{safe(code)}", f"count={times}"


def latencies(report: Report, config: Config) -> Fields:
    """Percentiles of commands' times, in microseconds."""
    if not config.bool("latency-tracking"):
        return
    for name, times in report.latencies:
        shown = ",".join(f"p{show_percentile(p)}={t / 1000:.3f}" for p, t in times)
        yield f"latency_percentiles_usec_{safe(name)}", shown


def debug(report: Report, config: Config) -> Fields:
    """The event loop's extremes."""
    n = report.numbers
    yield "eventloop_duration_aof_sum", n.aof_flush_us
    yield "eventloop_duration_cron_sum", n.eventloop_duration_cron_us
    yield "eventloop_duration_max", n.eventloop_duration_max_us
    yield "eventloop_cmd_per_cycle_max", n.eventloop_cmd_per_cycle_max


def eventloop(report: Report, config: Config) -> Fields:
    """Where the ticks' time went. Ours: Valkey has no such section."""
    loop = report.loop
    yield "ticks", loop.get("ticks")
    yield "passes", loop.get("passes")
    yield "events", loop.get("events")
    for name, source in (("p50", "tick_p50_ns"), ("p99", "tick_p99_ns"), ("max", "max_tick_ns")):
        took = loop.get(source)
        yield f"tick_{name}_usec", None if took is None else f"{took / 1000:.1f}"
    yield "tick_sum_ns", loop.get("tick_ns")
    for phase in PHASES:
        yield f"phase_{phase}_ns", loop.get(f"{phase}_ns")
