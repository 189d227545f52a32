"""The write stream: what each command became, the backlog's window, and where replicas stand in it.

Words: window of the backlog: the offsets between its oldest byte that is kept and the newest; a
replica that was cut goes on from there when the byte after its last one is inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vkscope.tracing.events import NOBODY, Event
from vkscope.tracing.frame import Frame
from vkscope.tui.views.events import history
from vkscope.tui.views.sections import (
    counters,
    gauges,
    growth,
    per_second,
    rows,
    section,
    unknown,
)
from vkscope.tui.views.table import Cell, Table, Value, bar, columns
from vkscope.tui.views.units import count, many, moment, ns_text, size, size_text, span_text, time

WRITTEN = (
    ("bytes", "written", "in the protocol"),
    ("units", "units", "commands, transactions, scripts, the server's doings"),
    ("forms", "commands", "that were written for them"),
    ("transactions", "transactions", "between MULTI and EXEC, so that none is seen half done"),
)
FORMS = (
    ("own_words", "own words", "written as the client sent it"),
    ("other_words", "other words", "written as what it did: SPOP as SREM"),
    ("by_server", "by the server", "expiry, eviction: nobody's command"),
)
SYNCS = (
    ("syncs_partial", "partial syncs", "replicas that got the rest of the stream"),
    ("syncs_full", "full syncs", "replicas that were sent all data"),
    ("syncs_refused", "refused", "asked for the rest, which was gone"),
)
HISTORY = ("ReplicaChanged", "SyncDecided", "BacklogCreated", "BacklogFreed", "SnapshotSent")
KEPT = 300
SERVER = "(the server)"
UNREAD = "nothing: the stream is put together while a replica, a file or this screen reads it"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the stream. `is_kept` says whether the backlog still holds what comes after."""

    name: str
    offset: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The backlog: `first` is its oldest byte, `end` the newest; it has room for `room` bytes."""

    first: int
    end: int
    room: int
    marks: tuple[Mark, ...] = ()


def window(frame: Frame) -> Window | None:
    """Return the backlog and where replicas stand; None without a backlog."""
    told = section(frame.now, "stream")
    if not told.get("backlog_active"):
        return None
    end = int(told["offset"])
    first = int(told["backlog_first"])
    marks = tuple(
        Mark(str(row["address"]), int(row["ack_offset"]), int(row["ack_offset"]) + 1 >= first)
        for row in rows(frame.now, "stream", "replicas")
    )
    return Window(first, end, int(told["backlog_bytes"]), marks)


def _rate(frame: Frame) -> float:
    """Return bytes of the stream by the second: what replicas' offsets move by."""
    return per_second(frame, growth(frame, "stream", "offset"))


def reach(frame: Frame) -> str:
    """Return how far back the window goes at the present rate, in words; empty when not known."""
    held, rate = window(frame), _rate(frame)
    if held is None or not rate:
        return ""
    whole = span_text(held.room / rate)
    return f", {whole} at {size_text(rate)} a second"


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    told = section(frame.now, "stream")
    if not told:
        return
    yield from counters(frame, "stream", WRITTEN)
    total = sum(told.get(name, 0) for name, _, _ in FORMS)
    known = [form for form in FORMS if form[0] in told]
    for (name, *_), row in zip(known, counters(frame, "stream", known), strict=True):
        shown, number, rate, text = row
        part = told.get(name, 0) / total if total else 0
        yield shown, number, rate, f"{part:.0%}: {text}" if total else text
    yield from gauges(frame, "stream", (("offset", "offset", f"of {told.get('replid', '')}"),))
    yield from counters(frame, "stream", SYNCS)


def _named(command: str) -> Value:
    return Value(command, command or SERVER, tone="" if command else "dim")


def _became(frame: Frame) -> list[tuple[Mapping[str, Any], int, int]]:
    """Return the rows of `became`, with times and bytes of the window; most bytes first."""
    old = {(r["command"], r["became"]): r for r in rows(frame.window, "stream", "became")}
    is_first = frame.window is frame.now
    found = []
    for row in rows(frame.now, "stream", "became"):
        before = None if is_first else old.get((row["command"], row["became"]))
        times = row["times"] - (before["times"] if before else 0)
        written = row["bytes"] - (before["bytes"] if before else 0)
        found.append((row, max(0, times), max(0, written)))
    return sorted(found, key=lambda item: (-item[2], -item[0]["bytes"]))


def _forms(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    found = _became(frame)
    recent = sum(written for _, _, written in found)
    whole = sum(row["bytes"] for row, _, _ in found) or 1
    for row, times, written in found:
        command, became = str(row["command"]), str(row["became"])
        is_same = command == became
        yield (
            _named(command),
            Value(became, became, tone="dim" if is_same else ""),
            count(per_second(frame, times)),
            bar(written / recent if recent else row["bytes"] / whole),
            size(row["bytes"] / row["times"] if row["times"] else 0),
            count(row["times"]),
            size(row["bytes"]),
        )


def _written(frame: Frame, events: Iterable[Event]) -> Iterable[tuple[Cell, ...]]:
    for event in events:
        client = event.get("client", NOBODY)
        if event.name == "UnitPropagated":
            ran, became = Value("", "·", tone="dim"), "MULTI, EXEC"
            key = f"around {many(event.value, 'command')}"
        else:
            name = frame.decoder.label(event, "command")
            ran = _named("" if name == "-" else name)
            became, key = frame.decoder.label(event, "became"), frame.decoder.text(event)
        yield (
            moment(frame.wall_ns(event.time)),
            "-" if client == NOBODY else count(client),
            ran,
            Value(became, became, tone="" if became != ran.text else "dim"),
            key,
            count(event.get("place", 0)),
            size(event.value) if event.name == "CommandPropagated" else "",
        )


def _behind(end: int, offset: int, rate: float) -> tuple[Cell, Cell]:
    missing = max(0, end - offset)
    ns = int(missing / rate * 1e9) if rate > 0 else 0
    return size(missing), Value(ns, ns_text(ns) if ns else "·")


def _window(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    held = window(frame)
    if held is None:
        return
    rate = _rate(frame)
    free = max(0, held.room - (held.end - held.first + 1))
    told = f"room for {size_text(free)} more" if free else "it moves with each byte written"
    yield "backlog begins", count(held.first), *_behind(held.end + 1, held.first, rate), told
    for mark in sorted(held.marks, key=lambda mark: mark.offset):
        text = "could go on from here" if mark.is_kept else "would be sent all data"
        verdict = Value(mark.is_kept, text, tone="" if mark.is_kept else "bad")
        yield mark.name, count(mark.offset), *_behind(held.end, mark.offset, rate), verdict
    yield "stream ends", count(held.end), *_behind(0, 0, 0), f"{size_text(rate)} a second"


def _by_place(frame: Frame) -> list[Mapping[str, Any]]:
    """Return the replicas, the furthest behind first, as the marks below the bar are numbered."""
    return sorted(rows(frame.now, "stream", "replicas"), key=lambda row: row["ack_offset"])


def _replicas(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    end = frame.now.number("stream", "offset") if frame.now else 0
    for number, row in enumerate(_by_place(frame), 1):
        state = str(row["state"])
        is_late = row["ack_ms"] > 10_000 and state == "online"
        yield (
            count(number),
            count(row["client"]),
            str(row["address"]),
            Value(state, state.replace("_", " "), tone="" if state == "online" else "warn"),
            str(row["kind"]).replace("_", " "),
            count(row["ack_offset"]),
            size(max(0, end - row["ack_offset"])),
            time(row["ack_ms"] * 1e6, "warn" if is_late else ""),
            size(row["output_bytes"], "warn" if row["output_bytes"] > 1 << 20 else ""),
        )


def stream(frame: Frame) -> tuple[Table, ...]:
    """What is written for whom, and who has how much of it."""
    silent = unknown(frame, "stream")
    written = [e for e in frame.events if e.name in ("CommandPropagated", "UnitPropagated")]
    written = written[-KEPT:]
    live = "nothing yet: single commands are events of the class stream, told while one looks"
    return (
        Table(
            "figures",
            "the write stream",
            columns("figure", ">now", ">a second", "what it is!1*"),
            tuple(_figures(frame)),
            empty=silent,
        ),
        Table(
            "became",
            f"what commands became, {frame.span}",
            columns(
                "ran", "written as*", ">a second", "share", ">each!1", ">times!2", ">bytes!3"
            ),
            tuple(_forms(frame)),
            keys=tuple(f"{r['command']}/{r['became']}" for r, _, _ in _became(frame)),
            empty=unknown(frame, "stream", "became") or UNREAD,
        ),
        Table(
            "written",
            "written just now, newest last",
            columns("time", ">client!3", "ran", "written as", "key*", ">place!4", ">bytes!1"),
            tuple(_written(frame, written)),
            keys=tuple(f"{e.time}:{e.number}:{e.get('place')}" for e in written),
            empty=unknown(frame, "stream", "became") or live,
            refs=tuple(written),
        ),
        Table(
            "window",
            "the backlog's window",
            columns("place*", ">offset", ">behind", ">as time!1", "what it means!2"),
            tuple(_window(frame)),
            empty=silent or "no backlog: it is made for the first replica",
        ),
        Table(
            "replicas",
            "replicas, the furthest behind first",
            columns(
                ">no", ">client!4", "address*", "state", "kind!5", ">has!3", ">behind", ">told!1",
                ">waiting!2",
            ),
            tuple(_replicas(frame)),
            keys=tuple(str(row["client"]) for row in _by_place(frame)),
            empty=silent or "none",
        ),
        history(frame, HISTORY, "replicas that came, synchronised and went, newest first", silent),
    )  # fmt: skip
