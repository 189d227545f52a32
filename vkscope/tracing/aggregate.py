"""Sums over events: the anatomy of ticks, and the blame for the time of commands.

Rules: pure functions over decoded events; nothing here asks a server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from vkscope.tracing.events import NOBODY, Decoder, Event
from vkscope.tracing.histogram import Histogram
from vkscope.tracing.snapshot import PHASES, Snapshot

COMMANDS = frozenset({"CommandExecuted"})
TICKS = frozenset({"TickEnded"})


@dataclass(frozen=True, slots=True)
class TickAnatomy:
    """Where the time of ticks went. `named` is the share that stands in named phases."""

    ticks: int = 0
    span_ns: int = 0
    phases: dict[str, int] = field(default_factory=dict)
    outside_ns: int = 0
    worst: Event | None = None

    @property
    def named(self) -> float:
        """Share of the time in named phases, `other` not counted; 1 without ticks."""
        known = sum(ns for phase, ns in self.phases.items() if phase != "other")
        return known / self.span_ns if self.span_ns else 1.0


def anatomy(events: Iterable[Event], names: frozenset[str] = TICKS) -> TickAnatomy:
    """Sum ticks."""
    count = span = outside = 0
    phases = dict.fromkeys(PHASES, 0)
    worst: Event | None = None
    for event in events:
        if event.name not in names:
            continue
        count += 1
        span += event.span
        outside += event.get("outside_ns")
        for phase in PHASES:
            phases[phase] += event.get(f"{phase}_ns")
        if worst is None or event.span > worst.span:
            worst = event
    return TickAnatomy(count, span, phases, outside, worst)


@dataclass(frozen=True, slots=True)
class Blame:
    """One command's time inside the server, split by what it went to."""

    command: str
    calls: int = 0
    queued_ns: int = 0
    parse_ns: int = 0
    execute_ns: int = 0
    write_ns: int = 0
    worst_ns: int = 0
    execute: Histogram = field(default_factory=Histogram)
    behind: tuple[tuple[int, int], ...] = ()

    @property
    def total_ns(self) -> int:
        """All of it."""
        return self.queued_ns + self.parse_ns + self.execute_ns + self.write_ns


@dataclass(slots=True)
class _Sum:
    calls: int = 0
    queued: int = 0
    parse: int = 0
    write: int = 0
    worst: int = 0
    spans: list[int] = field(default_factory=list)
    behind: Counter[int] = field(default_factory=Counter)


def blame(events: Iterable[Event], decoder: Decoder) -> list[Blame]:
    """Split the time of commands; the one that used most of it first.

    `behind` lists the clients whose commands it waited for, by ns, longest first.
    """
    sums: dict[int, _Sum] = {}
    for event in events:
        if event.name not in COMMANDS:
            continue
        row = sums.setdefault(event["command"], _Sum())
        row.calls += 1
        queued = event["queued_ns"]
        row.queued += queued
        row.parse += event.get("parse_ns")
        row.write += event.get("write_ns")
        row.worst = max(row.worst, event.span)
        row.spans.append(event.span)
        if queued and event.get("behind", NOBODY) != NOBODY:
            row.behind[event["behind"]] += queued
    found = [
        Blame(
            decoder.command(number),
            row.calls,
            row.queued,
            row.parse,
            sum(row.spans),
            row.write,
            row.worst,
            Histogram.of(row.spans),
            tuple(row.behind.most_common(5)),
        )
        for number, row in sums.items()
    ]
    return sorted(found, key=lambda row: -row.total_ns)


@dataclass(frozen=True, slots=True)
class Rates:
    """What changed between two snapshots, by the second."""

    seconds: float
    commands: dict[str, float]
    total: float
    busy: float
    """Share of the time that the loop worked."""
    phases: dict[str, float]
    """Share of the time by phase."""
    net_in: float
    net_out: float
    expired: float
    hit_ratio: float | None


def rates(before: Snapshot, now: Snapshot) -> Rates | None:
    """Compare two snapshots of one server; None when they are not in order or of two lives."""
    ns = now.time_ns - before.time_ns
    if ns <= 0 or now.pid != before.pid:
        return None
    seconds = ns / 1e9
    old = {row.name: row for row in before.commands}
    commands = {
        row.name: max(0, row.calls - (old[row.name].calls if row.name in old else 0)) / seconds
        for row in now.commands
    }
    phases = {
        phase: max(0, spent - before.tick.phases.get(phase, 0)) / ns
        for phase, spent in now.tick.phases.items()
    }
    hits, misses = (
        max(0, now.number("lookups", name) - before.number("lookups", name))
        for name in ("hits", "misses")
    )
    return Rates(
        seconds,
        {name: rate for name, rate in commands.items() if rate},
        max(0, now.number("stats", "commands") - before.number("stats", "commands")) / seconds,
        max(0, now.tick.ns - before.tick.ns) / ns,
        phases,
        max(0, now.clients.net_in_bytes - before.clients.net_in_bytes) / seconds,
        max(0, now.clients.net_out_bytes - before.clients.net_out_bytes) / seconds,
        max(0, now.number("expiry", "expired_keys") - before.number("expiry", "expired_keys"))
        / seconds,
        hits / (hits + misses) if hits + misses else None,
    )
