"""Scripts: what runs now, where the time of scripts and functions goes, what is kept of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tui.views.events import history
from vkscope.tui.views.sections import counters, gauges, per_second, rows, section, unknown
from vkscope.tui.views.table import Cell, Table, Value, bar, columns, parts
from vkscope.tui.views.units import count, size, time

GAUGES = (
    ("cached", "cached", "scripts that are kept"),
    ("cached_bytes", "of them", "their sources and what was made of them"),
    ("libraries", "libraries", "of functions"),
    ("functions", "functions", "in them"),
    ("memory_bytes", "interpreters", "memory of all engines"),
    ("memory_peak_bytes", "at most", "memory that they ever had"),
)
COUNTERS = (
    ("runs", "runs", "of scripts and functions"),
    ("commands", "commands", "that they called"),
    ("errors", "errors", "runs that ended with one"),
    ("loaded", "loaded", "compiled and kept"),
    ("evicted", "evicted", "pushed out by newer ones"),
    ("killed", "killed", "by SCRIPT KILL and FUNCTION KILL"),
    ("busy", "busy", "ran so long that others were answered -BUSY"),
)
HISTORY = ("ScriptSlow", "ScriptLoaded", "ScriptForgotten")
Row = Mapping[str, Any]


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    if unknown(frame, "scripts"):
        return
    yield from counters(frame, "scripts", COUNTERS[:2])
    yield from gauges(frame, "scripts", GAUGES)
    yield from counters(frame, "scripts", COUNTERS[2:])


def _running(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    run = section(frame.now, "scripts").get("running")
    if not isinstance(run, Mapping):
        return
    busy = bool(run["busy"])
    answer = "others get -BUSY" if busy else "others wait"
    yield (
        str(run["script"]),
        str(run["kind"]),
        count(run["client"]),
        time(run["ms"] * 1e6, "bad" if busy else "warn"),
        count(run["commands"]),
        Value(int(busy), answer, tone="bad" if busy else ""),
    )


def _name(row: Row) -> tuple[str, str]:
    return str(row["kind"]), str(row["script"])


def _grown(frame: Frame) -> list[tuple[Row, int, int]]:
    """Return rows with the calls and ns of the window, those that used most of it first."""
    old = {_name(row): row for row in rows(frame.window, "scripts", "rows")}
    is_first = frame.window is frame.now
    found = []
    for row in rows(frame.now, "scripts", "rows"):
        before = None if is_first else old.get(_name(row))
        calls, ns = row["calls"], row["ns"]
        if before is not None and before["calls"] <= calls:
            calls, ns = calls - before["calls"], ns - before["ns"]
        found.append((row, max(0, calls), max(0, ns)))
    return sorted(found, key=lambda item: (-item[2], -item[0]["ns"]))


def _times(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    found = _grown(frame)
    spent = sum(ns for _, _, ns in found)
    whole = sum(row["ns"] for row, _, _ in found) or 1
    for row, calls, ns in found:
        inside = min(row["inside_ns"] / row["ns"], 1.0) if row["ns"] else 0.0
        each = row["ns"] / row["calls"] if row["calls"] else 0
        yield (
            str(row["script"]),
            str(row["kind"]),
            str(row["engine"]),
            str(row["library"]),
            count(per_second(frame, calls)),
            bar(ns / spent if spent else row["ns"] / whole),
            parts({"own": 1.0 - inside, "commands": inside}),
            time(each),
            count(row["calls"]),
            count(row["commands"] / row["calls"] if row["calls"] else 0),
            count(row["errors"], "warn"),
            size(row["bytes"]),
        )


def scripts(frame: Frame) -> tuple[Table, ...]:
    """What runs, what took the time, what came and went."""
    silent = unknown(frame, "scripts")
    found = _grown(frame)
    return (
        Table(
            "figures",
            "scripts and functions",
            columns("figure", ">now", ">a second", "what it is!1*"),
            tuple(_figures(frame)),
            empty=silent,
        ),
        Table(
            "running",
            "runs now",
            columns("script*", "kind!3", ">client!2", ">for", ">commands!4", "meanwhile!1"),
            tuple(_running(frame)),
            empty=unknown(frame, "scripts", "rows") or "nothing: the loop is not inside a script",
        ),
        Table(
            "times",
            f"time by script, {frame.span}",
            columns(
                "script*",
                "kind!4",
                "engine!9",
                "library!8",
                ">a second!1",
                "share",
                "own/commands",
                ">mean",
                ">calls!5",
                ">commands each!6",
                ">errors!3",
                ">source!7",
            ),
            tuple(_times(frame)),
            keys=tuple("/".join(_name(row)) for row, _, _ in found),
            empty=unknown(frame, "scripts", "rows") or "no script has run",
        ),
        history(frame, HISTORY, "slow, loaded and forgotten, newest first", silent),
    )
