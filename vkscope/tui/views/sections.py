"""Sections of a snapshot as tables: numbers now, since when, and how fast they grow.

Rules: pure functions of a frame. A section that the source does not have gives no rows; `unknown`
says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tracing.snapshot import Snapshot
from vkscope.tui.views.table import Cell, Value
from vkscope.tui.views.units import count, size

SILENT = "this source does not tell"


def section(taken: Snapshot | None, name: str) -> Mapping[str, Any]:
    """Return a section of a snapshot; empty where there is none."""
    found = taken.raw.get(name) if taken else None
    return found if isinstance(found, Mapping) else {}


def rows(taken: Snapshot | None, name: str, part: str) -> list[Mapping[str, Any]]:
    """Return a list of maps inside a section."""
    found = section(taken, name).get(part) or []
    return [row for row in found if isinstance(row, Mapping)]


def unknown(frame: Frame, name: str, part: str = "") -> str:
    """Return what to say where the source lacks a section, or a part of it; empty if it has it."""
    if frame.now is None:
        return "no snapshot yet"
    known = section(frame.now, name)
    return "" if name in frame.now.raw and (not part or part in known) else SILENT


def seconds(frame: Frame) -> float:
    """Return how long the window is."""
    if frame.now is None or frame.window is None:
        return 0.0
    return (frame.now.time_ns - frame.window.time_ns) / 1e9


def per_second(frame: Frame, grown: float) -> float:
    """Return what grew in the window, by the second; 0 after a reset."""
    passed = seconds(frame)
    return grown / passed if passed > 0 and grown > 0 else 0.0


def growth(frame: Frame, name: str, number: str) -> int:
    """Return how much a number grew in the window; 0 after a reset."""
    if frame.now is None or frame.window is None:
        return 0
    return max(0, frame.now.number(name, number) - frame.window.number(name, number))


Figure = tuple[str, str, str]
"""Its name in the section, the word for it, what it is. A name that ends in `bytes` is a size."""


def gauges(frame: Frame, name: str, figures: Iterable[Figure]) -> Iterable[tuple[Cell, ...]]:
    """Return a row for each number that stands for now; none for what the source lacks."""
    found = section(frame.now, name)
    for number, shown, text in figures:
        if number in found:
            yield shown, _number(number, found[number]), "", text


def counters(frame: Frame, name: str, figures: Iterable[Figure]) -> Iterable[tuple[Cell, ...]]:
    """Return a row for each number that only grows, with its rate in the window."""
    found = section(frame.now, name)
    for number, shown, text in figures:
        if number in found:
            rate = per_second(frame, growth(frame, name, number))
            yield shown, _number(number, found[number]), _number(number, rate), text


def _number(name: str, value: float) -> Value:
    return size(value) if name.endswith("bytes") and value else count(value)
