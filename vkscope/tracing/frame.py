"""Frame: all that the dashboard shows at one moment, frozen; and Collector, which makes frames.

Rules: a Collector is fed snapshots and events and knows no source, no clock and no screen. A frame
never changes after it was made: it may be kept, stepped back to, drawn and printed.

Words: window: what happened between two snapshots some seconds apart, taken as the present.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vkscope.tables import events as tables
from vkscope.tracing.aggregate import Rates, rates
from vkscope.tracing.events import Decoder, Event
from vkscope.tracing.histogram import Histogram
from vkscope.tracing.snapshot import Snapshot, WorstCommand

EVENTS_KEPT = 1000
TURNS_KEPT = 50
TURN_NS = 60_000_000_000
POINTS_KEPT = 600
WINDOW_NS = 5_000_000_000
RATE_NS = 900_000_000


@dataclass(frozen=True, slots=True)
class Status:
    """Where a frame comes from and how fresh it is.

    `word` is one of connecting, live, paused, recorded, lost. `note` says more in a few words.
    """

    word: str = "connecting"
    kind: str = "live"
    where: str = ""
    note: str = ""
    cannot_see: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """The server at one moment, in a few numbers: charts are made of these."""

    time_ns: int
    commands: float
    busy: float
    tick_p99_ns: int
    command_p99_ns: int
    used: int
    rss: int
    clients: int
    net_in: float
    net_out: float
    expired: float
    evicted: float
    hit_ratio: float | None
    child_pid: int = 0
    """Of the child that saves or rewrites; 0: there is none."""
    copied: int = 0
    """Bytes that it and the server no longer share."""


@dataclass(frozen=True, slots=True)
class Frame:
    """See the module's first line. `window` is the snapshot where the present begins."""

    status: Status = field(default_factory=Status)
    now: Snapshot | None = None
    window: Snapshot | None = None
    rates: Rates | None = None
    points: tuple[Point, ...] = ()
    events: tuple[Event, ...] = ()
    turns: tuple[Event, ...] = ()
    """The longest turns of the last minute, longest first."""
    worst: tuple[WorstCommand, ...] = ()
    """The longest commands of the last minute, longest first."""
    kinds: Mapping[tuple[str, str, str], tuple[int, int]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0
    lost: int = 0
    xray: tuple[str, Any] | None = None
    findings: tuple[Any, ...] | None = None
    decoder: Decoder = field(default_factory=lambda: Decoder(tables.load()))

    @property
    def seconds(self) -> float:
        """How long the points reach back."""
        return (self.points[-1].time_ns - self.points[0].time_ns) / 1e9 if self.points else 0.0

    @property
    def span(self) -> str:
        """What the window is, in words."""
        is_whole = self.now is None or self.window is None or self.now is self.window
        return "since its start" if is_whole else "last 5 s"

    def wall_ns(self, time_ns: int) -> int:
        """Return a time of the server's clock as Unix ns."""
        return time_ns + (self.now.wall_offset_ns if self.now else 0)


class Collector:
    """Gathers what sources tell into the next frame."""

    def __init__(self, decoder: Decoder) -> None:
        self.decoder = decoder
        self._snapshots: deque[Snapshot] = deque()
        self._points: deque[Point] = deque(maxlen=POINTS_KEPT)
        self._events: deque[Event] = deque(maxlen=EVENTS_KEPT)
        self._turns: list[Event] = []
        self._worst: list[WorstCommand] = []
        self._kinds: dict[tuple[str, str, str], list[float]] = {}
        self._counts: Counter[str] = Counter()
        self._left_out = self._lost = 0
        self.xray: tuple[str, Any] | None = None
        self.findings: tuple[Any, ...] | None = None

    def add_snapshot(self, taken: Snapshot) -> None:
        """Take a picture of the server; one of another process begins everything anew."""
        last = self._snapshots[-1] if self._snapshots else None
        if last and (last.pid != taken.pid or taken.time_ns < last.time_ns):
            self._snapshots.clear()
            self._kinds.clear()
            last = None
        if last and taken.time_ns == last.time_ns:
            return
        self._snapshots.append(taken)
        while taken.time_ns - self._snapshots[0].time_ns > 2 * WINDOW_NS:
            self._snapshots.popleft()
        self._sample(taken)
        self._keep_worst(taken)
        before = self._since(taken.time_ns - RATE_NS)
        if before is not taken:
            self._points.append(_point(before, taken))

    def _sample(self, taken: Snapshot) -> None:
        """Add the encodings a snapshot counted; older counts weigh less and less."""
        for counts in self._kinds.values():
            counts[0] *= 0.97
            counts[1] *= 0.97
        for db in taken.dbs:
            for kind in db.kinds:
                sums = self._kinds.setdefault((db.name, kind.type, kind.encoding), [0.0, 0.0])
                sums[0] += kind.count
                sums[1] += kind.bytes

    def _keep_worst(self, taken: Snapshot) -> None:
        known = {(row.time_ns, row.client): row for row in [*self._worst, *taken.worst]}
        fresh = [r for r in known.values() if not r.time_ns or taken.time_ns - r.time_ns < TURN_NS]
        self._worst = sorted(fresh, key=lambda row: -row.execute_ns)[:TURNS_KEPT]

    def _since(self, time_ns: int) -> Snapshot:
        """Return the newest snapshot taken at or before a time, else the oldest."""
        found = self._snapshots[0]
        for taken in self._snapshots:
            if taken.time_ns > time_ns:
                break
            found = taken
        return found

    def add_events(
        self,
        events: Iterable[Event],
        counts: Mapping[str, int] | None = None,
        left_out: int = 0,
        lost: int = 0,
    ) -> None:
        """Take events in the order of time; `counts` says how many there were of each type."""
        taken = list(events)
        self._events.extend(taken)
        self._counts.update(counts if counts is not None else Counter(e.name for e in taken))
        self._left_out += left_out
        self._lost += lost
        turns = [e for e in taken if e.name in ("TickEnded", "TickSlow")]
        if turns:
            self._keep_turns(turns)

    def _keep_turns(self, turns: list[Event]) -> None:
        recent = {(e.tick, e.span): e for e in [*self._turns, *turns]}
        newest = max(e.time for e in recent.values())
        fresh = [e for e in recent.values() if newest - e.time < TURN_NS]
        self._turns = sorted(fresh, key=lambda e: -e.span)[:TURNS_KEPT]

    def frame(self, status: Status) -> Frame:
        """Freeze what is known."""
        now = self._snapshots[-1] if self._snapshots else None
        before = self._since(now.time_ns - RATE_NS) if now else None
        return Frame(
            status=status,
            now=now,
            window=self._since(now.time_ns - WINDOW_NS) if now else None,
            rates=rates(before, now) if before and now else None,
            points=tuple(self._points),
            events=tuple(self._events),
            turns=tuple(self._turns),
            worst=tuple(self._worst),
            kinds={k: (round(v[0]), round(v[1])) for k, v in self._kinds.items() if v[0] >= 0.5},
            counts=dict(self._counts),
            left_out=self._left_out,
            lost=self._lost,
            xray=self.xray,
            findings=self.findings,
            decoder=self.decoder,
        )


def _executed(before: Snapshot, now: Snapshot) -> Histogram:
    """Return how long the commands between two snapshots executed, all of them together."""
    counts: Counter[int] = Counter()
    for row in now.commands:
        old = before.command(row.name)
        if row.calls > old.calls:
            counts.update(row.execute.histogram.since(old.execute.histogram).buckets)
    return Histogram(counts)


def _child(taken: Snapshot) -> tuple[int, int]:
    """Return the process id of the child that saves, and its copied bytes."""
    child = taken.raw.get("persist", {}).get("child") or {}
    return int(child.get("pid", 0)), int(child.get("copied_bytes", 0))


def _point(before: Snapshot, now: Snapshot) -> Point:
    change = rates(before, now)
    evicted = now.number("eviction", "evicted_keys") - before.number("eviction", "evicted_keys")
    seconds = change.seconds if change else 1.0
    return Point(
        now.time_ns,
        change.total if change else 0.0,
        change.busy if change else 0.0,
        now.tick.window.p99_ns,
        _executed(before, now).percentile(99),
        now.memory.used_bytes,
        now.memory.rss_bytes,
        now.clients.connected,
        change.net_in if change else 0.0,
        change.net_out if change else 0.0,
        change.expired if change else 0.0,
        max(0, evicted) / seconds,
        change.hit_ratio if change else None,
        *_child(now),
    )
