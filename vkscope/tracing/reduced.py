"""What a real Valkey or Redis tells of itself, as the same snapshot that SCOPE gives.

Rules: only what INFO, COMMANDLOG or SLOWLOG, and LATENCY say; nothing is guessed. Sections that
they cannot fill are named in the snapshot's `missing`, and CANNOT_SEE says it in words.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from vkscope.tracing.resp import RespClient, RespError

CANNOT_SEE = (
    "phases of a turn of the loop",
    "events: each command, expiry, eviction, encoding",
    "time that commands waited before they ran",
    "encodings in the keyspace, and how a key lies in memory",
    "allocator classes",
    "time by script, and what commands became in the write stream",
    "which slots have keys, and which work",
    "files of the manifest, fsync times, save points, background threads",
)
INFO_SECTIONS = ("default", "commandstats", "latencystats", "debug")


def parse_info(text: str) -> dict[str, str]:
    """Return INFO's fields."""
    lines = (line for line in text.splitlines() if ":" in line and not line.startswith("#"))
    return {name: value for name, _, value in (line.partition(":") for line in lines)}


def _number(info: Mapping[str, str], name: str) -> int:
    try:
        return int(float(info.get(name, "0")))
    except ValueError:
        return 0


def _pairs(text: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in text.split(",") if "=" in item)


def _usec(pairs: Mapping[str, str], name: str) -> int:
    return int(float(pairs.get(name, "0")) * 1000)


def _commands(info: Mapping[str, str]) -> dict[str, dict[str, int]]:
    rows = {}
    for key, value in info.items():
        if not key.startswith("cmdstat_"):
            continue
        name = key.removeprefix("cmdstat_")
        stat = _pairs(value)
        late = _pairs(info.get(f"latency_percentiles_usec_{name}", ""))
        calls, ns = int(stat.get("calls", 0)), int(stat.get("usec", 0)) * 1000
        rows[name] = {
            "calls": calls,
            "ns": ns,
            "rejected": int(stat.get("rejected_calls", 0)),
            "failed": int(stat.get("failed_calls", 0)),
            "execute_count": calls,
            "execute_sum_ns": ns,
            "execute_p50_ns": _usec(late, "p50"),
            "execute_p99_ns": _usec(late, "p99"),
            "execute_p999_ns": _usec(late, "p99.9"),
        }
    return rows


def _keyspace(info: Mapping[str, str]) -> dict[str, dict[str, int]]:
    found = {}
    for key, value in info.items():
        if key.startswith("db") and key[2:].isdigit():
            pairs = _pairs(value)
            found[key] = {n: int(pairs.get(n, 0)) for n in ("keys", "expires")}
    return found


def _worst(entries: Any, wall_offset_ns: int) -> list[dict[str, Any]]:
    """Read SLOWLOG GET: [id, unix seconds, us, [words], address, name]."""
    rows = []
    for entry in entries if isinstance(entries, list) else []:
        words = [w.decode("utf-8", "backslashreplace") for w in entry[3] if isinstance(w, bytes)]
        rows.append(
            {
                "command": words[0].lower() if words else "",
                "execute_ns": int(entry[2]) * 1000,
                "time_ns": int(entry[1]) * 1_000_000_000 - wall_offset_ns,
                "argc": len(words),
                "key": words[1] if len(words) > 1 else "",
                "key_len": len(words[1]) if len(words) > 1 else 0,
            }
        )
    return sorted(rows, key=lambda row: -row["execute_ns"])


def _scripts(info: Mapping[str, str]) -> dict[str, int]:
    return {
        "cached": _number(info, "number_of_cached_scripts"),
        "cached_bytes": _number(info, "used_memory_scripts_eval"),
        "libraries": _number(info, "number_of_libraries"),
        "functions": _number(info, "number_of_functions"),
        "memory_bytes": _number(info, "used_memory_vm_total"),
        "evicted": _number(info, "evicted_scripts"),
    }


def _replicas(info: Mapping[str, str]) -> list[dict[str, Any]]:
    """Read the lines `slave0:ip=...,port=...,state=...,offset=...,lag=...`."""
    rows = []
    for number in range(_number(info, "connected_slaves")):
        row = _pairs(info.get(f"slave{number}", ""))
        acked = int(row.get("offset", 0))
        rows.append(
            {
                "client": number,
                "address": f"{row.get('ip', '?')}:{row.get('port', '?')}",
                "state": row.get("state", ""),
                "kind": row.get("type", "replica"),
                "offset": acked,
                "ack_offset": acked,
                "ack_ms": int(row.get("lag", 0)) * 1000,
                "output_bytes": 0,
            }
        )
    return rows


def _stream(info: Mapping[str, str]) -> dict[str, Any]:
    return {
        "replid": info.get("master_replid", ""),
        "offset": _number(info, "master_repl_offset"),
        "backlog_active": _number(info, "repl_backlog_active"),
        "backlog_bytes": _number(info, "repl_backlog_size"),
        "backlog_used": _number(info, "repl_backlog_histlen"),
        "backlog_first": _number(info, "repl_backlog_first_byte_offset"),
        "syncs_full": _number(info, "sync_full"),
        "syncs_partial": _number(info, "sync_partial_ok"),
        "syncs_refused": _number(info, "sync_partial_err"),
        "replicas": _replicas(info),
    }


def _child_of(info: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the child that saves or rewrites; INFO does not tell its process."""
    kinds = {"aof_rewrite_in_progress": "aof", "rdb_bgsave_in_progress": "rdb"}
    kind = next((word for name, word in kinds.items() if _number(info, name)), None)
    if kind is None:
        return None
    since = "aof_current_rewrite_time_sec" if kind == "aof" else "rdb_current_bgsave_time_sec"
    return {
        "kind": kind,
        "age_ms": max(0, _number(info, since)) * 1000,
        "keys": _number(info, "current_save_keys_processed"),
        "of": _number(info, "current_save_keys_total"),
        "copied_bytes": _number(info, "current_cow_size"),
    }


def _aof(info: Mapping[str, str]) -> dict[str, Any]:
    return {
        "enabled": _number(info, "aof_enabled"),
        "state": "wait_rewrite" if _number(info, "aof_pending_rewrite") else "on",
        "size": _number(info, "aof_current_size"),
        "base_size": _number(info, "aof_base_size"),
        "buffered": _number(info, "aof_buffer_length"),
        "pending_fsync": _number(info, "aof_pending_bio_fsync"),
        "delayed": _number(info, "aof_delayed_fsync"),
        "write_ok": info.get("aof_last_write_status", "ok") == "ok",
        "rewrite_ok": info.get("aof_last_bgrewrite_status", "ok") == "ok",
        "rewrites": _number(info, "aof_rewrites"),
        "failures": _number(info, "aof_rewrites_consecutive_failures"),
        "scheduled": _number(info, "aof_rewrite_scheduled"),
    }


def _persist(info: Mapping[str, str]) -> dict[str, Any]:
    """Read INFO persistence; save points, files, fsync times, threads and errors it lacks."""
    return {
        "forks": _number(info, "total_forks"),
        "latest_fork_ns": _number(info, "latest_fork_usec") * 1000,
        "child": _child_of(info),
        "rdb": {
            "changes": _number(info, "rdb_changes_since_last_save"),
            "last_save_s": _number(info, "rdb_last_save_time"),
            "last_ok": info.get("rdb_last_bgsave_status", "ok") == "ok",
            "last_seconds": _number(info, "rdb_last_bgsave_time_sec"),
            "saves": _number(info, "rdb_saves"),
            "last_copied": _number(info, "rdb_last_cow_size"),
        },
        "aof": _aof(info),
        "lazyfree": {
            "pending": _number(info, "lazyfree_pending_objects"),
            "freed": _number(info, "lazyfreed_objects"),
        },
    }


def from_info(
    info: Mapping[str, str], slow: Any, now_ns: int, wall_offset_ns: int
) -> dict[str, Any]:
    """Return the plain snapshot of INFO's fields and the slow log."""
    used, rss = _number(info, "used_memory"), _number(info, "used_memory_rss")
    turning = _number(info, "eventloop_duration_sum") * 1000
    executing = _number(info, "eventloop_duration_cmd_sum") * 1000
    return {
        "server": {
            "now_ns": now_ns,
            "wall_offset_ns": wall_offset_ns,
            "uptime_ns": _number(info, "uptime_in_seconds") * 1_000_000_000,
            "pid": _number(info, "process_id"),
            "version": info.get("valkey_version") or info.get("redis_version", ""),
        },
        "tick": {
            "ticks": _number(info, "eventloop_cycles"),
            "ns": turning,
            "phases": {"execute_ns": executing, "other_ns": max(0, turning - executing)},
        },
        "commands": _commands(info),
        "worst": _worst(slow, wall_offset_ns),
        "clients": {
            "connected": _number(info, "connected_clients"),
            "maxclients": _number(info, "maxclients"),
            "accepted": _number(info, "total_connections_received"),
            "refused": _number(info, "rejected_connections"),
            "net_in_bytes": _number(info, "total_net_input_bytes"),
            "net_out_bytes": _number(info, "total_net_output_bytes"),
            "output_limit_closed": _number(info, "client_output_buffer_limit_disconnections"),
            "query_limit_closed": _number(info, "client_query_buffer_limit_disconnections"),
        },
        "keyspace": _keyspace(info),
        "memory": {
            "used_bytes": used,
            "peak_bytes": _number(info, "used_memory_peak"),
            "rss_bytes": rss,
            "maxmemory_bytes": _number(info, "maxmemory"),
            "fragmentation_permille": rss * 1000 // used if used else 0,
        },
        "expiry": {"expired_keys": _number(info, "expired_keys")},
        "eviction": {"evicted_keys": _number(info, "evicted_keys")},
        "lookups": {
            "hits": _number(info, "keyspace_hits"),
            "misses": _number(info, "keyspace_misses"),
        },
        "stats": {
            "commands": _number(info, "total_commands_processed"),
            "errors": _number(info, "total_error_replies"),
        },
        "scripts": _scripts(info),
        "stream": _stream(info),
        "persist": _persist(info),
        "info": dict(info),
        "missing": [] if info.get("eventloop_cycles") else ["tick"],
    }


LATENCY_EVENTS = {
    "fork": "ForkStarted",
    "expire-cycle": "ExpireCycleRan",
    "eviction-cycle": "EvictionCycleRan",
}
"""Names of LATENCY LATEST, and our events of the same meaning."""


def latency_events(latest: Any, now_unix_s: int, seconds: int) -> list[tuple[str, int, int]]:
    """Read LATENCY LATEST's last seconds: name of the event, ns ago, span in ns."""
    rows = []
    for name, when, last_ms, *_ in latest if isinstance(latest, list) else []:
        known = LATENCY_EVENTS.get(name.decode() if isinstance(name, bytes) else str(name))
        age = now_unix_s - int(when)
        if known and age <= seconds:
            rows.append((known, max(age, 0) * 1_000_000_000, int(last_ms) * 1_000_000))
    return rows


async def _slow_log(client: RespClient) -> Any:
    for words in (("COMMANDLOG", "GET", 16, "slow"), ("SLOWLOG", "GET", 16)):
        try:
            return await client.call(*words)
        except RespError:
            continue
    return []


async def take(client: RespClient) -> dict[str, Any]:
    """Ask a server for a plain snapshot. RespError when it may not be asked, OSError when lost."""
    try:
        raw = await client.call("INFO", *INFO_SECTIONS)
    except RespError as error:
        if error.code != "ERR":
            raise
        raw = await client.call("INFO", "all")  # before 7.0 INFO took one section
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    now = time.monotonic_ns()
    slow = await _slow_log(client)
    return from_info(parse_info(text), slow, now, time.time_ns() - now)
