"""What the doctor looks at: one frozen picture of a stretch of time, the same for every source.

Words: window: the time between `before` and `now`; without `before`, what the events cover.
happened: events summed by name, with the worst of each whole. own time: a span less what the
process waited for a processor and less what other work inside it took.

Rules: no I/O, no event is looked at twice. A number that a source cannot tell is 0, and no rule
takes 0 for trouble.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from vkscope.tables import events as tables
from vkscope.tracing.doctor.finding import Evidence
from vkscope.tracing.events import Decoder, Event
from vkscope.tracing.snapshot import Snapshot, WorstCommand

MILLISECOND_NS = 1_000_000
STARTING_NS = 15_000_000_000
SECOND_NS = 1_000_000_000
"""Slow logs tell times in whole seconds."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Events of one name in the window; `worst` lasted longest, then has the greatest value."""

    name: str
    count: int = 0
    span_ns: int = 0
    value: int = 0
    worst: Event | None = None
    stolen_ns: int | None = None
    """Of span_ns: without a processor, where the server measured it."""
    worst_stolen_ns: int = 0

    def plus(self, other: Happened) -> Happened:
        """Return both together."""
        worse = max(self, other, key=_badness)
        is_measured = self.stolen_ns is not None and other.stolen_ns is not None
        return Happened(
            self.name,
            self.count + other.count,
            self.span_ns + other.span_ns,
            self.value + other.value,
            worse.worst,
            (self.stolen_ns or 0) + (other.stolen_ns or 0) if is_measured else None,
            worse.worst_stolen_ns,
        )

    @property
    def longest_ns(self) -> int:
        """The span of the worst."""
        return self.worst.span if self.worst else 0

    def field(self, name: str) -> int:
        """A field of the worst."""
        return self.worst.get(name) if self.worst else 0


def _badness(one: Happened) -> tuple[int, int]:
    if one.worst is None:
        return -1, 0
    return one.worst.span - one.worst_stolen_ns, one.worst.value


@dataclass(frozen=True, slots=True)
class CommandUse:
    """What one command did in the window."""

    name: str
    calls: int
    ns: int
    rejected: int
    failed: int


@dataclass(frozen=True)
class Observation:
    """A server over a window."""

    kind: str
    where: str
    now: Snapshot
    before: Snapshot | None = None
    happened: Mapping[str, Happened] = field(default_factory=dict)
    event_seconds: float = 0.0
    """The time that `happened` covers; at least the window."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Parameters by name, where the source tells."""
    decoder: Decoder = field(default_factory=lambda: Decoder(tables.load()))
    cannot_see: tuple[str, ...] = ()

    @cached_property
    def seconds(self) -> float:
        """The window's length; of the events when there are no two snapshots."""
        if self.before is None or self.now.time_ns <= self.before.time_ns:
            return self.event_seconds
        return (self.now.time_ns - self.before.time_ns) / 1e9

    @property
    def wall_ns(self) -> float:
        """The window in ns, a second at least: shares and rates of less mean nothing."""
        return max(self.seconds, 1.0) * 1e9

    @property
    def event_ns(self) -> float:
        """The time of the events in ns, a second at least."""
        return max(self.event_seconds, self.seconds, 1.0) * 1e9

    @property
    def is_starting(self) -> bool:
        """The server has just started: it still imports modules between its turns."""
        return 0 < self.now.uptime_ns < STARTING_NS

    def event(self, name: str) -> Happened:
        """What happened under this name."""
        return self.happened.get(name, Happened(name))

    def delta(self, section: str, name: str) -> int:
        """How much a counter grew in the window; 0 when it was reset or is not told."""
        if self.before is None:
            return 0
        return max(0, self.now.number(section, name) - self.before.number(section, name))

    def per_second(self, section: str, name: str) -> float:
        """The counter's rate."""
        return self.delta(section, name) / (self.wall_ns / 1e9)

    def delta_phase(self, name: str) -> int:
        """Ns that a phase of the loop took in the window."""
        if self.before is None:
            return 0
        return max(0, self.now.tick.phases.get(name, 0) - self.before.tick.phases.get(name, 0))

    @cached_property
    def commands(self) -> tuple[CommandUse, ...]:
        """What each command did in the window."""
        old = {} if self.before is None else _totals(self.before)
        if not old and self.before is None:
            return ()
        found = []
        for name, row in _totals(self.now).items():
            was = old.get(name, (0, 0, 0, 0))
            calls, ns, rejected, failed = (max(0, a - b) for a, b in zip(row, was, strict=True))
            if calls or rejected:
                found.append(CommandUse(name, calls, ns, rejected, failed))
        return tuple(found)

    @cached_property
    def run_ns(self) -> int:
        """Time on a processor."""
        told = self.delta("cpu", "run_ns")
        return told or self.event("CpuStolen").field("run_ns")

    @cached_property
    def wait_ns(self) -> int:
        """Time ready to run without a processor, in the window."""
        return self.delta("cpu", "wait_ns") if self.delta("cpu", "run_ns") else self._wait_told

    @property
    def _wait_told(self) -> int:
        """The same from events, scaled to the window."""
        return int(self.event("CpuStolen").value * self.wall_ns / self.event_ns)

    @cached_property
    def run_share(self) -> float:
        """The part of the time it wanted a processor in which it had one."""
        wanted = self.run_ns + self.wait_ns
        return self.run_ns / wanted if wanted else 1.0

    def own_ns(self, span_ns: float) -> float:
        """A span less the usual share of waiting for a processor."""
        return span_ns * self.run_share

    def own_longest(self, what: Happened) -> float:
        """The own time of the worst event."""
        if what.stolen_ns is None:
            return self.own_ns(what.longest_ns)
        return max(0, what.longest_ns - what.worst_stolen_ns)

    def own_total(self, what: Happened) -> float:
        """The own time of all events of a name."""
        if what.stolen_ns is None:
            return self.own_ns(what.span_ns)
        return max(0, what.span_ns - what.stolen_ns)

    def share(self, what: Happened) -> float:
        """The part that these events took of the time in which the server had a processor."""
        had = max(0.1, 1 - self.wait_ns / self.wall_ns)
        return min(1.0, self.own_total(what) / (self.event_ns * had))

    def impact(self, what: Happened) -> float:
        """How bad these events were: the time they took, or their longest stop."""
        return max(self.share(what), stop(self.own_longest(what)))

    def grew_a_table(self, worst: WorstCommand) -> bool:
        """A huge table was made inside this command."""
        event = self.event("RehashStarted").worst
        if event is None or event.value * BUCKET_BYTES < HUGE_TABLE:
            return False
        return worst.time_ns - worst.execute_ns - MILLISECOND_NS <= event.time <= worst.time_ns

    def inside(self, start_ns: int, end_ns: int) -> int:
        """Time of other work in an interval, as far as the worst event of each kind tells."""
        found = (self.event(name).worst for name in INSIDE)
        return sum(e.span for e in found if e is not None and start_ns <= e.time <= end_ns)

    def own_of(self, worst: WorstCommand) -> float:
        """A command's time less what it waited for a processor, and less what ran inside it."""
        inside = worst.inside_ns
        if inside is None:
            inside = self.inside(worst.time_ns - worst.execute_ns, worst.time_ns)
        stolen: float | None = worst.stolen_ns
        if stolen is None:
            stolen = worst.execute_ns * (1 - self.run_share)
        return max(0.0, worst.execute_ns - stolen - inside)

    @cached_property
    def worst(self) -> tuple[WorstCommand, ...]:
        """The commands that took longest, those before the window too where they are known."""
        rows = {(w.time_ns, w.command, w.execute_ns): w for w in self.now.worst}
        for w in self.before.worst if self.before else ():
            rows.setdefault((w.time_ns, w.command, w.execute_ns), w)
        for name in ("CommandSlow", "CommandExecuted"):
            slow = self.event(name)
            if slow.worst is not None:
                made = _of_event(slow.worst, self.decoder)
                if slow.stolen_ns is not None:
                    made = replace(made, stolen_ns=slow.worst_stolen_ns)
                rows.setdefault((made.time_ns, made.command, made.execute_ns), made)
        oldest = self.now.time_ns - self.event_ns - SECOND_NS
        found = [w for w in rows.values() if not w.time_ns or w.time_ns >= oldest]
        return tuple(sorted(found, key=lambda w: -w.execute_ns))

    def unix_ns(self, time_ns: int) -> int:
        """A monotonic time by the wall clock; 0 for none."""
        return time_ns + self.now.wall_offset_ns if time_ns else 0

    def seen(self, text: str, event: Event | None = None, **numbers: float) -> Evidence:
        """Make evidence of what an event tells, or counters."""
        if event is None:
            return Evidence(text, numbers=numbers)
        return Evidence(text, self.unix_ns(event.time), f"{event.name}@{event.tick}", numbers)


def stop(own_ns: float) -> float:
    """The impact of one stop: a second is as bad as a server that does nothing else."""
    return min(1.0, own_ns / SECOND_NS)


BUCKET_BYTES = 64
HUGE_TABLE = 32 << 20
"""Bytes of a new table: about 3.5 million entries. Smaller ones move unnoticed."""
INSIDE = ("ForkStarted", "EvictionCycleRan", "ExpireCycleRan", "GarbageCollected")
"""Work that may run inside a command and has a rule of its own."""


def _totals(taken: Snapshot) -> dict[str, tuple[int, int, int, int]]:
    if taken.commands:
        return {c.name: (c.calls, c.ns, c.rejected, c.failed) for c in taken.commands}
    rows = taken.raw.get("totals", {})
    names = ("calls", "ns", "rejected", "failed")
    return {
        name: (int(row[names[0]]), int(row[names[1]]), int(row[names[2]]), int(row[names[3]]))
        for name, row in rows.items()
    }


def _of_event(event: Event, decoder: Decoder) -> WorstCommand:
    shown = event.text.decode("utf-8", "backslashreplace")
    return WorstCommand(
        decoder.command(event.get("command")),
        event.span,
        event.get("queued_ns"),
        event.time,
        event.get("client"),
        event.get("behind"),
        event.get("argc"),
        shown,
        event.text_len,
    )


def fold(events: Iterable[Event]) -> dict[str, Happened]:
    """Sum events by name, each with its part of the waiting that CpuStolen tells."""
    rows = list(events)
    stolen = [e for e in rows if e.name == "CpuStolen"]
    found: dict[str, Happened] = {}
    for event in rows:
        waited = _stolen_of(event, stolen)
        one = Happened(event.name, 1, event.span, event.value, event, waited, waited)
        had = found.get(event.name)
        found[event.name] = had.plus(one) if had else one
    return found


def _stolen_of(event: Event, stolen: Iterable[Event]) -> int:
    """What was stolen from a long event, if waiting was spread evenly over its windows."""
    if event.span < MILLISECOND_NS:
        return 0
    total = 0.0
    for one in stolen:
        window = one.get("window_ms") * MILLISECOND_NS
        start = one.time - window
        overlap = min(event.time, one.time) - max(event.start, start)
        if window and overlap > 0:
            least = one.value - (window - overlap)
            total += max(least, one.value * overlap / window)
    return int(min(total, event.span))


def together(*parts: Mapping[str, Happened]) -> dict[str, Happened]:
    """Add up parts that share no event."""
    out: dict[str, Happened] = {}
    for part in parts:
        for name, one in part.items():
            out[name] = out[name].plus(one) if name in out else one
    return out


def section(taken: Snapshot, decoder: Decoder) -> tuple[dict[str, Happened], int]:
    """Read SCOPE SNAPSHOT's `happened`, and since when (monotonic ns; 0 without one) it counts."""
    raw: Mapping[str, Any] = taken.raw.get("happened", {})
    found = {}
    for name, row in raw.get("events", {}).items():
        one = decoder.one(bytes.fromhex(str(row["worst"])))
        found[name] = Happened(
            name,
            int(row["count"]),
            int(row["span_ns"]),
            int(row["value"]),
            one[0] if one else None,
            int(row["stolen_ns"]),
            int(row["worst_stolen_ns"]),
        )
    return found, int(raw.get("since_ns", 0))
