"""Each view as rows of text: the dashboard draws them, `vkscope dump` prints them."""

from __future__ import annotations

from collections.abc import Callable

from vkscope.tracing.observe import Snapshot

Rows = list[list[str]]
BAR = 30


def _size(value: float) -> str:
    for unit, scale in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if value >= scale:
            return f"{value / scale:.1f} {unit}"
    return f"{value:.0f} B"


def _count(value: float) -> str:
    return f"{value:,.0f}"


def overview(s: Snapshot) -> Rows:
    """The server in a dozen lines."""
    hits, misses = s.number("keyspace_hits"), s.number("keyspace_misses")
    keys = sum(
        int(value.split("keys=")[1].split(",")[0])
        for name, value in s.info.items()
        if name.startswith("db") and "keys=" in value
    )
    version = s.info.get("valkey_version") or s.info.get("redis_version", "?")
    return [
        ["what", "now"],
        [
            "server",
            f"{s.info.get('server_name', 'redis')} {version}, pid {s.info.get('process_id')}",
        ],
        ["uptime", f"{_count(s.number('uptime_in_seconds'))} s"],
        ["clients", f"{_count(s.number('connected_clients'))} of {_count(s.number('maxclients'))}"],
        ["commands/s", _count(s.rates.get("total_commands_processed", 0))],
        ["commands", _count(s.number("total_commands_processed"))],
        ["network in/s", _size(s.rates.get("total_net_input_bytes", 0))],
        ["network out/s", _size(s.rates.get("total_net_output_bytes", 0))],
        ["keys", _count(keys)],
        ["hit rate", f"{100 * hits / (hits + misses):.1f} %" if hits + misses else "no reads yet"],
        ["expired", _count(s.number("expired_keys"))],
        ["used memory", _size(s.number("used_memory"))],
        ["resident memory", _size(s.number("used_memory_rss"))],
        ["error replies", _count(s.number("total_error_replies"))],
    ]


def eventloop(s: Snapshot) -> Rows:
    """Where the ticks' time went."""
    if not s.phases:
        return [["phase", "share"], ["-", "this server does not tell where its ticks' time went"]]
    total = sum(s.phases.values()) or 1.0
    rows = [["phase", "share", "time", ""]]
    for phase, ns in s.phases.items():
        share = ns / total
        bar = "#" * round(share * BAR)
        rows.append([phase, f"{100 * share:5.1f} %", f"{ns / 1e6:,.1f} ms", bar])
    rows.append(["ticks", _count(s.number("ticks")), f"p50 {s.info.get('tick_p50_usec')} us", ""])
    rows.append(
        [
            "slowest",
            f"{s.info.get('tick_max_usec')} us",
            f"p99 {s.info.get('tick_p99_usec')} us",
            "",
        ]
    )
    return rows


def commands(s: Snapshot) -> Rows:
    """Commands by the time they took."""
    total = sum(row.usec for row in s.commands) or 1
    return [
        ["command", "calls", "share", "us/call", "p50 us", "p99 us", "failed"],
        *(
            [
                row.name,
                _count(row.calls),
                f"{100 * row.usec / total:.1f} %",
                f"{row.usec / max(row.calls, 1):.2f}",
                f"{row.p50:.2f}",
                f"{row.p99:.2f}",
                _count(row.failed),
            ]
            for row in s.commands
        ),
    ]


VIEWS: dict[str, Callable[[Snapshot], Rows]] = {
    "overview": overview,
    "eventloop": eventloop,
    "commands": commands,
}
