"""Latency and doctor: what is wrong, if anything, and how long things take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tracing.snapshot import Times
from vkscope.tui.views.events import rows_of
from vkscope.tui.views.table import Cell, Table, Value, columns
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


def _findings(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    for seen in frame.findings or ():
        age = (frame.now.time_ns - seen.time_ns) / 1e9 if frame.now else 0.0
        finding, is_now = seen.finding, age < 1.0
        when = Value(
            seen.time_ns, "now" if is_now else f"{age:.0f} s ago", tone="" if is_now else "dim"
        )
        told = Value(finding.symptom, finding.symptom, tone="warn" if is_now else "dim")
        yield when, finding.rule, told, finding.confidence.value, finding.cause


def finding_table(frame: Frame) -> Table:
    """Return what the doctor found in the last minute."""
    findings = frame.findings
    healthy = "nothing is wrong" if findings is not None else "looking: it takes a second"
    return Table(
        "findings",
        f"doctor: {len(findings)} found in the last minute" if findings else "doctor",
        columns("seen!2", "rule!3", "symptom*", "sure!4", "cause!5*"),
        tuple(_findings(frame)),
        keys=tuple(seen.finding.rule for seen in findings or ()),
        empty=healthy,
        refs=findings or (),
    )


def finding_text(seen: Any) -> list[str]:
    """Return a finding whole: what is seen, why, what to do."""
    finding = seen.finding
    lines = [finding.symptom, f"cause ({finding.confidence.value}): {finding.cause}"]
    lines += [f"seen: {evidence.text}" for evidence in finding.evidence]
    lines += [f"do: {line}" for line in finding.remedy]
    return [*lines, f"check: {finding.verify}"]


def latency(frame: Frame) -> tuple[Table, ...]:
    """Findings first, then the figures behind them."""
    slow = [e for e in frame.events if e.cls == "slow"][-200:][::-1]
    return (
        finding_table(frame),
        Table(
            "latency",
            f"how long it takes, {frame.span}",
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
