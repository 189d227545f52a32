"""What a server was at one moment: frozen, the same for live, recorded and reduced sources.

Rules: pure data and its reading. A number that a source cannot tell is 0 and its section stands in
`missing`; who shows it says so. Sections that this version does not know stay in `raw`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vkscope.tracing.histogram import Histogram

SECTIONS = (
    "server",
    "tick",
    "commands",
    "worst",
    "clients",
    "keyspace",
    "memory",
    "cpu",
    "expiry",
    "lookups",
    "stats",
    "pubsub",
)
PHASES = ("poll", "read", "parse", "execute", "python", "before_sleep", "cron", "other")


@dataclass(frozen=True, slots=True)
class Times:
    """A distribution of times in ns; without a histogram only the percentiles are known."""

    count: int = 0
    sum_ns: int = 0
    max_ns: int = 0
    p50_ns: int = 0
    p99_ns: int = 0
    p999_ns: int = 0
    histogram: Histogram = field(default_factory=Histogram)

    def since(self, before: Times) -> Times:
        """Return the distribution of what came after `before`."""
        left = self.histogram.since(before.histogram)
        return Times.of(left)

    @staticmethod
    def of(h: Histogram) -> Times:
        """Return the percentiles of a histogram."""
        cuts = (h.percentile(50), h.percentile(99), h.percentile(99.9))
        return Times(h.count, h.sum, h.max, *cuts, h)


@dataclass(frozen=True, slots=True)
class CommandStats:
    """One command since the server's start or RESETSTAT."""

    name: str
    id: int = 0
    calls: int = 0
    ns: int = 0
    rejected: int = 0
    failed: int = 0
    execute: Times = field(default_factory=Times)
    queued: Times = field(default_factory=Times)


@dataclass(frozen=True, slots=True)
class WorstCommand:
    """One of the commands that took longest in the last seconds."""

    command: str
    execute_ns: int
    queued_ns: int = 0
    time_ns: int = 0
    client: int = 0
    behind: int = 0
    argc: int = 0
    key: str = ""
    key_len: int = 0
    stolen_ns: int | None = None
    """Of execute_ns: ready to run without a processor; None where it is not known."""
    inside_ns: int | None = None
    """Of execute_ns: a fork, eviction, expiry or collection inside it; None where not known."""
    request_bytes: int = 0
    reply_bytes: int = 0


@dataclass(frozen=True, slots=True)
class TickStats:
    """The loop since the start; `window` is the last 5 to 10 seconds."""

    ticks: int = 0
    passes: int = 0
    ns: int = 0
    phases: Mapping[str, int] = field(default_factory=dict)
    times: Times = field(default_factory=Times)
    window: Times = field(default_factory=Times)


@dataclass(frozen=True, slots=True)
class ClientUse:
    """One client among those that hold most."""

    slot: int
    id: int
    address: str
    name: str
    last_command: str
    bytes: int
    waiting_ms: int = 0
    """How long its replies have waited for it."""


@dataclass(frozen=True, slots=True)
class ClientStats:
    """Connections."""

    connected: int = 0
    maxclients: int = 0
    accepted: int = 0
    refused: int = 0
    net_in_bytes: int = 0
    net_out_bytes: int = 0
    output_limit_closed: int = 0
    query_limit_closed: int = 0
    top_output: tuple[ClientUse, ...] = ()
    top_query: tuple[ClientUse, ...] = ()


@dataclass(frozen=True, slots=True)
class KindCount:
    """Values of one type and encoding, counted on the snapshot's sample."""

    type: str
    encoding: str
    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class DbStats:
    """One database; `kinds` counts `sampled` of its keys."""

    name: str
    keys: int = 0
    expires: int = 0
    buckets: int = 0
    table_bytes: int = 0
    rehashing: bool = False
    sampled: int = 0
    kinds: tuple[KindCount, ...] = ()


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """Memory, in bytes."""

    used_bytes: int = 0
    peak_bytes: int = 0
    rss_bytes: int = 0
    python_bytes: int = 0
    maxmemory_bytes: int = 0
    fragmentation_permille: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A server at `time_ns` (CLOCK_MONOTONIC of its machine; Unix ns = time + wall_offset)."""

    time_ns: int
    wall_offset_ns: int = 0
    uptime_ns: int = 0
    pid: int = 0
    tick: TickStats = field(default_factory=TickStats)
    commands: tuple[CommandStats, ...] = ()
    worst: tuple[WorstCommand, ...] = ()
    clients: ClientStats = field(default_factory=ClientStats)
    dbs: tuple[DbStats, ...] = ()
    memory: MemoryStats = field(default_factory=MemoryStats)
    missing: frozenset[str] = frozenset()
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unix_ns(self) -> int:
        """When it was taken, by the wall clock."""
        return self.time_ns + self.wall_offset_ns

    def command(self, name: str) -> CommandStats:
        """Return a command's numbers, zeros when it was never called."""
        for stats in self.commands:
            if stats.name == name:
                return stats
        return CommandStats(name)

    def number(self, section: str, name: str) -> int:
        """Return a number of a section by name; 0 where the source does not say."""
        value = self.raw.get(section, {})
        found = value.get(name, 0) if isinstance(value, Mapping) else 0
        return found if isinstance(found, int) else 0


def plain(value: Any, name: str = "") -> Any:
    """Make SCOPE's reply plain (as JSON is): text for bytes, pairs for packed histograms."""
    if isinstance(value, bytes):
        if name.endswith("buckets"):
            return [[i, n] for i, n in sorted(Histogram.unpack(value).buckets.items())]
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, dict):
        return {str(plain(k)): plain(v, str(plain(k))) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


def _int(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name, 0)
    return int(value) if isinstance(value, int | float) else 0


def _times(data: Mapping[str, Any], prefix: str = "") -> Times:
    total, largest = _int(data, prefix + "sum_ns"), _int(data, prefix + "max_ns")
    pairs = data.get(prefix + "buckets") or []
    return Times(
        count=_int(data, prefix + "count"),
        sum_ns=total,
        max_ns=largest,
        p50_ns=_int(data, prefix + "p50_ns"),
        p99_ns=_int(data, prefix + "p99_ns"),
        p999_ns=_int(data, prefix + "p999_ns"),
        histogram=Histogram({int(i): int(n) for i, n in pairs}, total, largest),
    )


def _tick(data: Mapping[str, Any]) -> TickStats:
    return TickStats(
        ticks=_int(data, "ticks"),
        passes=_int(data, "passes"),
        ns=_int(data, "ns"),
        phases={k.removesuffix("_ns"): int(ns) for k, ns in data.get("phases", {}).items()},
        times=_times(data),
        window=_times(data, "window_"),
    )


def _command(name: str, data: Mapping[str, Any]) -> CommandStats:
    return CommandStats(
        name,
        id=_int(data, "id"),
        calls=_int(data, "calls"),
        ns=_int(data, "ns"),
        rejected=_int(data, "rejected"),
        failed=_int(data, "failed"),
        execute=_times(data, "execute_"),
        queued=_times(data, "queued_"),
    )


def _worst(data: Mapping[str, Any]) -> WorstCommand:
    return WorstCommand(
        command=str(data.get("command", "")),
        execute_ns=_int(data, "execute_ns"),
        queued_ns=_int(data, "queued_ns"),
        time_ns=_int(data, "time_ns"),
        client=_int(data, "client"),
        behind=_int(data, "behind"),
        argc=_int(data, "argc"),
        key=str(data.get("key", "")),
        key_len=_int(data, "key_len"),
        stolen_ns=_int(data, "stolen_ns") if "stolen_ns" in data else None,
        inside_ns=_int(data, "inside_ns") if "inside_ns" in data else None,
        request_bytes=_int(data, "request_bytes"),
        reply_bytes=_int(data, "reply_bytes"),
    )


def _uses(rows: list[Mapping[str, Any]]) -> tuple[ClientUse, ...]:
    return tuple(
        ClientUse(
            _int(row, "slot"),
            _int(row, "id"),
            str(row.get("address", "")),
            str(row.get("name", "")),
            str(row.get("last_command", "")),
            _int(row, "bytes"),
            _int(row, "waiting_ms"),
        )
        for row in rows
    )


def _clients(data: Mapping[str, Any]) -> ClientStats:
    return ClientStats(
        connected=_int(data, "connected"),
        maxclients=_int(data, "maxclients"),
        accepted=_int(data, "accepted"),
        refused=_int(data, "refused"),
        net_in_bytes=_int(data, "net_in_bytes"),
        net_out_bytes=_int(data, "net_out_bytes"),
        output_limit_closed=_int(data, "output_limit_closed"),
        query_limit_closed=_int(data, "query_limit_closed"),
        top_output=_uses(data.get("top_output", [])),
        top_query=_uses(data.get("top_query", [])),
    )


def _kind(name: str, row: Mapping[str, Any]) -> KindCount:
    kind, _, encoding = name.partition("/")
    return KindCount(kind, encoding, _int(row, "count"), _int(row, "bytes"))


def _db(name: str, data: Mapping[str, Any]) -> DbStats:
    return DbStats(
        name,
        keys=_int(data, "keys"),
        expires=_int(data, "expires"),
        buckets=_int(data, "buckets"),
        table_bytes=_int(data, "table_bytes"),
        rehashing=bool(data.get("rehashing")),
        sampled=_int(data, "sampled"),
        kinds=tuple(_kind(kind, row) for kind, row in data.get("kinds", {}).items()),
    )


def _memory(data: Mapping[str, Any]) -> MemoryStats:
    return MemoryStats(
        used_bytes=_int(data, "used_bytes"),
        peak_bytes=_int(data, "peak_bytes"),
        rss_bytes=_int(data, "rss_bytes"),
        python_bytes=_int(data, "python_bytes"),
        maxmemory_bytes=_int(data, "maxmemory_bytes"),
        fragmentation_permille=_int(data, "fragmentation_permille"),
    )


def from_plain(data: Mapping[str, Any]) -> Snapshot:
    """Read a plain snapshot: SCOPE's reply through `plain`, or what a recording holds."""
    server = data.get("server", {})
    return Snapshot(
        time_ns=_int(server, "now_ns"),
        wall_offset_ns=_int(server, "wall_offset_ns"),
        uptime_ns=_int(server, "uptime_ns"),
        pid=_int(server, "pid"),
        tick=_tick(data.get("tick", {})),
        commands=tuple(_command(name, row) for name, row in data.get("commands", {}).items()),
        worst=tuple(_worst(row) for row in data.get("worst", [])),
        clients=_clients(data.get("clients", {})),
        dbs=tuple(_db(name, row) for name, row in data.get("keyspace", {}).items()),
        memory=_memory(data.get("memory", {})),
        missing=frozenset(data.get("missing", [])) | {s for s in SECTIONS if s not in data},
        raw=data,
    )
