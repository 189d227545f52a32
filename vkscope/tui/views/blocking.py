"""Blocking: keys that clients wait for, who waits in which order, and who served whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tui.views.table import Cell, Table, Value, columns
from vkscope.tui.views.units import count, moment, time
from vkscope.tui.views.wording import say

ENDS = ("ClientUnblocked", "TransactionEnded")
NUMBERS = (
    ("clients", "clients that wait"),
    ("served", "served"),
    ("timed_out", "waited in vain"),
    ("unblocked", "ended by CLIENT UNBLOCK"),
    ("in_vain", "woken, and nothing there"),
    ("watched", "watched keys"),
    ("executed", "transactions run"),
    ("dirty", "not run: a watched key had changed"),
    ("spoiled", "not run: a command was refused"),
)
"""Numbers of the section `blocking`, and what they count."""


def _section(frame: Frame) -> Mapping[str, Any]:
    found = frame.now.raw.get("blocking", {}) if frame.now else {}
    return found if isinstance(found, Mapping) else {}


def _keys(frame: Frame) -> list[Mapping[str, Any]]:
    return list(_section(frame).get("keys", []))


def _numbers(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    section = _section(frame)
    return ((text, count(section[name])) for name, text in NUMBERS if name in section)


def _age(ms: int) -> Value:
    return time(ms * 1e6)


def _crowds(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    for row in _keys(frame):
        waiters = row["waiters"]
        yield (
            f"db{row['db']}",
            row["key"],
            count(row["waiting"]),
            _age(row["oldest_ms"]),
            count(row["woken"]),
            f"{waiters[0]['command']} of client {waiters[0]['client']}" if waiters else "",
        )


def _queue(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    for row in _keys(frame):
        for place, waiter in enumerate(row["waiters"], 1):
            left = waiter["left_ms"]
            yield (
                row["key"],
                count(place),
                waiter["command"],
                count(waiter["client"]),
                waiter["name"] or waiter["address"],
                _age(waiter["waited_ms"]),
                _age(left) if left else "for ever",
                count(waiter["runs"]),
            )


def _ends(frame: Frame) -> list[Any]:
    return [event for event in frame.events if event.name in ENDS][-200:][::-1]


def blocking(frame: Frame) -> tuple[Table, ...]:
    """Who waits, and how waits and transactions ended."""
    silent = "this server does not tell who waits"
    is_reduced = frame.status.kind == "reduced"
    ends = _ends(frame)
    return (
        Table(
            "totals",
            "waits and transactions since the start",
            columns("what", ">number"),
            tuple(_numbers(frame)),
            empty=silent,
        ),
        Table(
            "awaited",
            "keys that clients wait for, most first",
            columns("db!3", "key*", ">waiting", ">oldest!1", ">woken!2", "next to be served!4"),
            tuple(_crowds(frame)),
            empty=silent if is_reduced else "nobody waits",
        ),
        Table(
            "queues",
            "who waits for them, oldest first",
            columns(
                "key*", ">place", "command!1", ">client!2", "who!5", ">waited", ">left!3", ">runs!4"
            ),
            tuple(_queue(frame)),
            empty=silent if is_reduced else "nobody waits",
        ),
        Table(
            "ends",
            "how waits and transactions ended, newest first",
            columns("time", "what*"),
            tuple((moment(frame.wall_ns(e.time)), say(e, frame.decoder)) for e in ends),
            keys=tuple(f"{e.time}" for e in ends),
            empty=silent if is_reduced else "none since the dashboard was opened",
            refs=tuple(ends),
        ),
    )
