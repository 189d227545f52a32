"""Latency and doctor: what is wrong, if anything, and how long things take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tracing.snapshot import Times
from vkscope.tui.views.events import rows_of
from vkscope.tui.views.table import Cell, Table, columns
from vkscope.tui.views.units import count, moment, time


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    now, window = frame.now, frame.window
    if now is None:
        return
    if "tick" not in now.missing and now.tick.window.count:
        yield _times("a turn of the loop", now.tick.window)
    for name in sorted(now.commands, key=lambda row: -row.ns)[:6]:
        before = window.command(name.name) if window else None
        since = name.execute.since(before.execute) if before and window is not now else name.execute
        if not since.count:
            since = name.execute
        yield _times(name.name, since)


def _times(name: str, t: Times) -> tuple[Cell, ...]:
    return (name, count(t.count), time(t.p50_ns), time(t.p99_ns), time(t.p999_ns), time(t.max_ns))


def _latest(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    rows: Any = frame.now.raw.get("latency", []) if frame.now else []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, list) and len(row) >= 4:
            when = moment(int(row[1]) * 1_000_000_000)
            yield str(row[0]), when, time(int(row[2]) * 1e6), time(int(row[3]) * 1e6)


def latency(frame: Frame) -> tuple[Table, ...]:
    """Findings first, then the figures behind them."""
    slow = [e for e in frame.events if e.cls == "slow"][-200:][::-1]
    return (
        Table(
            "latency",
            "how long it takes, last 5 s",
            columns("what*", ">times!2", ">p50", ">p99", ">p99.9!1", ">longest"),
            tuple(_figures(frame)),
            empty="no command ran yet",
        ),
        Table(
            "monitor",
            "LATENCY LATEST",
            columns("event*", "last!1", ">it took", ">longest"),
            tuple(_latest(frame)),
            empty="no spikes (latency-monitor-threshold may be 0)",
        ),
        Table(
            "slow",
            "slow turns and commands, newest first",
            columns("time", "event", ">took", "what*"),
            rows_of(frame, slow),
            keys=tuple(f"{e.time}:{e.number}:{e.subject}" for e in slow),
            empty="none",
            refs=tuple(slow),
        ),
    )
