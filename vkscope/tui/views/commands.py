"""Commands: who used the time, how long each waited and ran, and the worst of late."""

from __future__ import annotations

from collections.abc import Iterable

from vkscope.tracing.frame import Frame
from vkscope.tracing.snapshot import CommandStats, Times, WorstCommand
from vkscope.tui.views.table import Cell, Table, bar, columns
from vkscope.tui.views.units import count, moment, time

NOBODY = 0xFFFFFFFF
WAITING = "from its bytes being read to its turn: behind others"
UNWATCHED = "measured while the screen Commands is open"


class _Row:
    """A command in the window: what its counters gained."""

    def __init__(self, now: CommandStats, before: CommandStats, seconds: float) -> None:
        self.name = now.name
        self.total = now
        self.calls = max(0, now.calls - before.calls)
        self.rate = self.calls / seconds
        self.execute = _gain(now.execute, before.execute, self.calls)
        self.queued = _gain(now.queued, before.queued, self.calls)
        self.ns = max(0, now.ns - before.ns)
        self.failed = now.failed + now.rejected


def _gain(now: Times, before: Times, calls: int) -> Times:
    """Return what came since; the whole where that is not known, or nothing came."""
    if not calls or not now.histogram.buckets or now is before:
        return now
    return now.since(before)


def _rows(frame: Frame) -> list[_Row]:
    now, before = frame.now, frame.window
    if now is None:
        return []
    whole = before is None or before is now
    seconds = (now.uptime_ns if whole or before is None else now.time_ns - before.time_ns) / 1e9
    rows = [
        _Row(row, CommandStats(row.name) if whole or before is None else before.command(row.name),
             seconds or 1.0)
        for row in now.commands
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.ns, -row.total.ns))


def _cells(rows: list[_Row]) -> Iterable[tuple[Cell, ...]]:
    spent = sum(row.ns for row in rows) or 1
    for row in rows:
        run, wait = row.execute, row.queued
        yield (
            row.name,
            count(row.rate),
            bar(row.ns / spent),
            time(run.p50_ns),
            time(run.p99_ns),
            time(run.p999_ns),
            time(run.max_ns),
            time(wait.p50_ns),
            time(wait.p99_ns),
            count(row.total.calls),
            count(row.failed, "warn"),
        )


def _worst(frame: Frame, worst: tuple[WorstCommand, ...]) -> Iterable[tuple[Cell, ...]]:
    for row in worst:
        behind = "" if row.behind == NOBODY or not row.queued_ns else f"client {row.behind}"
        yield (
            moment(frame.wall_ns(row.time_ns)) if row.time_ns else "",
            row.command,
            time(row.execute_ns),
            time(row.queued_ns),
            behind,
            str(row.client) if row.time_ns and row.client != NOBODY else "",
            count(row.argc),
            row.key + ("..." if row.key_len > len(row.key.encode()) else ""),
        )


def _stages(frame: Frame, rows: list[_Row]) -> tuple[tuple[Cell, ...], ...]:
    """Split the window's mean time inside the server by stage: whole commands and the loop."""
    now, before = frame.now, frame.window
    calls = sum(row.calls for row in rows)
    if now is None or before is None or now is before or not calls:
        return ()
    if frame.status.kind == "reduced":
        return ()
    phase = {p: ns - before.tick.phases.get(p, 0) for p, ns in now.tick.phases.items()}
    waits = [row.queued.histogram for row in rows if row.calls]
    waited = sum(h.count for h in waits)
    stages = {
        "queued": (sum(h.sum for h in waits) / (waited or 1), WAITING if waited else UNWATCHED),
        "parsing": (phase.get("parse", 0) / calls, "splitting its request"),
        "executing": (sum(row.ns for row in rows) / calls, "the command itself"),
        "writing": (phase.get("before_sleep", 0) / calls, "its reply, shared by the turn"),
    }
    total = sum(ns for ns, _ in stages.values()) or 1
    return tuple((name, time(ns), bar(ns / total), what) for name, (ns, what) in stages.items())


def busiest(frame: Frame) -> Table:
    """The commands that used most time, briefly."""
    rows = [row for row in _rows(frame) if row.calls][:11]
    spent = sum(row.ns for row in rows) or 1
    return Table(
        "busiest",
        f"busiest commands, {frame.span}",
        columns("command*", ">calls/s", "time", ">p99"),
        tuple((r.name, count(r.rate), bar(r.ns / spent), time(r.execute.p99_ns)) for r in rows),
        keys=tuple(row.name for row in rows),
        empty="no command ran",
    )


def commands(frame: Frame) -> tuple[Table, ...]:
    """Blame: every command's time, by what it went to."""
    rows = _rows(frame)
    worst = frame.worst
    return (
        Table(
            "commands",
            f"commands, {frame.span}",
            columns(
                "command*", ">calls/s", "time!1", ">run p50!4", ">p99", ">p99.9!2", ">max!6",
                ">queued p50!7", ">queued p99!3", ">calls!5", ">failed!8",
            ),
            tuple(_cells(rows)),
            keys=tuple(row.name for row in rows),
            empty="no command ran yet",
        ),
        Table(
            "stages",
            "a command's mean time inside the server",
            columns("stage", ">mean", "share", "what it is!1*"),
            _stages(frame, rows),
            empty="not known here: waiting and writing are not told by this source",
        ),
        Table(
            "worst",
            "longest commands of the last minute",
            columns(
                "time!2", "command", ">ran", ">queued!1", "behind!4", ">client!3", ">args!5",
                "key*",
            ),
            tuple(_worst(frame, worst)),
            keys=tuple(f"{row.time_ns}:{row.command}" for row in worst),
            empty="none",
        ),
    )  # fmt: skip
