"""INFO: sections of fields from one struct of native's counters."""

from __future__ import annotations

import os
import platform
import resource
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from vkscope.native import door

if TYPE_CHECKING:
    from vkscope.server.app import Server

Fields = dict[str, Any]


def human(size: float) -> str:
    """Return bytes as Valkey writes them: 1.50M."""
    for unit, scale in (("G", 2**30), ("M", 2**20), ("K", 2**10)):
        if size >= scale:
            return f"{size / scale:.2f}{unit}"
    return f"{int(size)}B"


def rss() -> int:
    """Resident bytes of this process."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def server_section(server: Server, n: dict[str, int]) -> Fields:
    up = int(time.monotonic() - server.started)
    return {
        "redis_version": "7.2.4",
        "server_name": "valkey",
        "valkey_version": "9.0.0",
        "valkey_release_stage": "ga",
        "server_mode": "standalone",
        "os": f"{platform.system()} {platform.release()} {platform.machine()}",
        "arch_bits": 64,
        "multiplexing_api": "epoll",
        "process_id": os.getpid(),
        "process_supervised": "no",
        "run_id": server.run_id,
        "tcp_port": server.config.int("port"),
        "server_time_usec": time.time_ns() // 1000,
        "uptime_in_seconds": up,
        "uptime_in_days": up // 86400,
        "hz": server.config.int("hz"),
        "configured_hz": server.config.int("hz"),
        "config_file": server.config.file or "",
    }


def clients_section(server: Server, n: dict[str, int]) -> Fields:
    return {
        "connected_clients": n["clients"],
        "maxclients": n["maxclients"],
        "blocked_clients": 0,
    }


def memory_section(server: Server, n: dict[str, int]) -> Fields:
    used, peak, resident = n["used_memory"], n["peak_memory"], rss()
    limit = server.config.int("maxmemory")
    return {
        "used_memory": used,
        "used_memory_human": human(used),
        "used_memory_rss": resident,
        "used_memory_rss_human": human(resident),
        "used_memory_peak": peak,
        "used_memory_peak_human": human(peak),
        "used_memory_peak_perc": f"{100 * used / max(peak, 1):.2f}%",
        "maxmemory": limit,
        "maxmemory_human": human(limit),
        "maxmemory_policy": "noeviction",
        "mem_fragmentation_ratio": f"{resident / max(used, 1):.2f}",
        "mem_allocator": "vkscope-slabs",
    }


def stats_section(server: Server, n: dict[str, int]) -> Fields:
    return {
        "total_connections_received": n["connections"],
        "total_commands_processed": n["commands"],
        "instantaneous_ops_per_sec": server.ops_per_second,
        "total_net_input_bytes": n["net_in"],
        "total_net_output_bytes": n["net_out"],
        "rejected_connections": n["rejected"],
        "expired_keys": n["expired_keys"],
        "expire_cycle_cpu_milliseconds": n["expire_cycle_us"] // 1000,
        "evicted_keys": 0,
        "keyspace_hits": n["hits"],
        "keyspace_misses": n["misses"],
        "total_error_replies": n["errors"],
        "total_reads_processed": n["reads"],
        "total_writes_processed": n["writes"],
        "client_query_buffer_limit_disconnections": n["query_limit_closed"],
        "client_output_buffer_limit_disconnections": n["output_limit_closed"],
        "eventloop_cycles": n["ticks"],
        "eventloop_duration_sum": n["tick_ns"] // 1000,
        "eventloop_duration_cmd_sum": n["execute_ns"] // 1000,
    }


def replication_section(server: Server, n: dict[str, int]) -> Fields:
    return {"role": "master", "connected_slaves": 0}


def cpu_section(server: Server, n: dict[str, int]) -> Fields:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "used_cpu_sys": f"{own.ru_stime:.6f}",
        "used_cpu_user": f"{own.ru_utime:.6f}",
        "used_cpu_sys_children": f"{children.ru_stime:.6f}",
        "used_cpu_user_children": f"{children.ru_utime:.6f}",
    }


def commandstats_section(server: Server, n: dict[str, int]) -> Fields:
    return {
        f"cmdstat_{c['name']}": (
            f"calls={c['calls']},usec={c['ns'] // 1000},"
            f"usec_per_call={c['ns'] / 1000 / max(c['calls'], 1):.2f},"
            f"rejected_calls={c['rejected']},failed_calls={c['failed']}"
        )
        for c in door.commands()
    }


def latencystats_section(server: Server, n: dict[str, int]) -> Fields:
    return {
        f"latency_percentiles_usec_{c['name']}": (
            f"p50={c['p50_ns'] / 1000:.3f},p99={c['p99_ns'] / 1000:.3f},"
            f"p99.9={c['p999_ns'] / 1000:.3f}"
        )
        for c in door.commands()
    }


def cluster_section(server: Server, n: dict[str, int]) -> Fields:
    return {"cluster_enabled": 0}


def keyspace_section(server: Server, n: dict[str, int]) -> Fields:
    return {
        f"db{d['id']}": f"keys={d['keys']},expires={d['expires']},avg_ttl=0"
        for d in door.databases()
    }


def eventloop_section(server: Server, n: dict[str, int]) -> Fields:
    """Where the ticks' time went; ours, shown when asked for by name."""
    phases = ("poll", "read", "parse", "execute", "python", "write", "cron", "other")
    return {
        "ticks": n["ticks"],
        "passes": n["passes"],
        "events": n["events"],
        "tick_p50_usec": f"{n['tick_p50_ns'] / 1000:.1f}",
        "tick_p99_usec": f"{n['tick_p99_ns'] / 1000:.1f}",
        "tick_max_usec": f"{n['max_tick_ns'] / 1000:.1f}",
        "tick_sum_ns": n["tick_ns"],
    } | {f"phase_{phase}_ns": n[f"{phase}_ns"] for phase in phases}


Section = Callable[["Server", dict[str, int]], Fields]
SECTIONS: dict[str, tuple[str, Section, bool]] = {
    "server": ("Server", server_section, True),
    "clients": ("Clients", clients_section, True),
    "memory": ("Memory", memory_section, True),
    "stats": ("Stats", stats_section, True),
    "replication": ("Replication", replication_section, True),
    "cpu": ("CPU", cpu_section, True),
    "commandstats": ("Commandstats", commandstats_section, False),
    "latencystats": ("Latencystats", latencystats_section, False),
    "eventloop": ("Eventloop", eventloop_section, False),
    "cluster": ("Cluster", cluster_section, True),
    "keyspace": ("Keyspace", keyspace_section, True),
}


def render(server: Server, asked: list[str]) -> str:
    """Return the text of the sections asked for; none asked is `default`."""
    everything = bool({"all", "everything"} & set(asked))
    default = not asked or "default" in asked
    n = door.numbers()
    blocks = []
    for name, (title, section, in_default) in SECTIONS.items():
        if everything or name in asked or (default and in_default):
            fields = section(server, n)
            lines = [f"# {title}", *(f"{key}:{value}" for key, value in fields.items())]
            blocks.append("\r\n".join(lines) + "\r\n")
    return "\r\n".join(blocks)
