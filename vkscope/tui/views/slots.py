"""Slots: the 16,384 slots of a cluster as a map, the busiest of them, and requests sent elsewhere.

Words: measure: what the map shows of a slot: its keys, or its operations or bytes a second in the
window. Bin: neighbouring slots that share a cell. Level: how dark a cell is, 0 (nothing) to 4,
against the mean of those that have anything: so a slot that has too much stands out, and an even
spread looks even.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vkscope.tracing.frame import Frame
from vkscope.tracing.slots import SLOTS
from vkscope.tracing.snapshot import Snapshot
from vkscope.tui.views.events import history
from vkscope.tui.views.sections import (
    counters,
    gauges,
    per_second,
    section,
    unknown,
)
from vkscope.tui.views.table import Cell, Table, Value, bar, columns
from vkscope.tui.views.units import count, size

LEVELS = "·░▒▓█"
"""A slot of ours without anything, then four levels. A space is a slot of nobody's or another's."""
MEASURES = ("keys", "ops", "bytes")
STATES = ("", "owned", "migrating", "importing")
STATE_CELLS = {"migrating": "M", "importing": "I"}
REFUSED = (
    ("crossslot", "CROSSSLOT", "keys of one command in different slots"),
    ("moved", "MOVED", "the slot is another node's"),
    ("ask", "ASK", "the slot is moving, and the key has gone"),
    ("tryagain", "TRYAGAIN", "some keys have gone, some have not"),
    ("clusterdown", "CLUSTERDOWN", "the cluster is down, or nobody has the slot"),
)
HISTORY = ("RequestRedirected", "SlotsChanged", "ClusterStateChanged")
LIMITS = (0.5, 2.0, 8.0)
"""Times the mean where the levels 2, 3 and 4 begin."""
LEGEND = "░ below half the mean, ▒ near it, ▓ twice, █ 8 times"
BUSIEST = 512
TWIN = 64
"""Cells of a line of the map in text."""


@dataclass(frozen=True, slots=True)
class Use:
    """One slot: keys now, operations and bytes a second in the window."""

    slot: int
    keys: int
    ops: float
    bytes: float

    def of(self, measure: str) -> float:
        """Return one of MEASURES."""
        return {"keys": self.keys, "ops": self.ops, "bytes": self.bytes}[measure]


@dataclass(frozen=True, slots=True)
class Bin:
    """A cell of the map: `state` is the most telling one of its slots, an index of STATES."""

    first: int
    last: int
    value: float
    state: int
    level: int


def _used(taken: Snapshot | None) -> dict[int, Sequence[int]]:
    return {int(row[0]): row for row in section(taken, "slots").get("used") or []}


def uses(frame: Frame) -> dict[int, Use]:
    """Return the slots that have keys or were used."""
    before = {} if frame.window is frame.now else _used(frame.window)
    found = {}
    for slot, (_, keys, ops, size_) in _used(frame.now).items():
        old = before.get(slot, (slot, 0, 0, 0))
        grown = (ops - old[2], size_ - old[3]) if ops >= old[2] else (ops, size_)
        found[slot] = Use(slot, keys, per_second(frame, grown[0]), per_second(frame, grown[1]))
    return found


def states(frame: Frame) -> bytearray:
    """Return each slot's state, an index of STATES."""
    found = bytearray(SLOTS)
    for first, last, state in section(frame.now, "slots").get("ranges") or []:
        number = STATES.index(state) if state in STATES else 1
        found[first : last + 1] = bytes([number]) * (last + 1 - first)
    return found


def bins(frame: Frame, measure: str, cells: int) -> list[Bin]:
    """Return the map in so many cells (a power of two), none without a cluster."""
    if not section(frame.now, "slots").get("enabled"):
        return []
    width = SLOTS // cells
    sums = [0.0] * cells
    for slot, use in uses(frame).items():
        sums[slot // width] += use.of(measure)
    whole = states(frame)
    full = [value for value in sums if value > 0]
    mean = sum(full) / len(full) if full else 1.0
    found = []
    for i, value in enumerate(sums):
        state = max(whole[i * width : (i + 1) * width])
        level = 1 + bisect_right(LIMITS, value / mean) if value > 0 else 0
        found.append(Bin(i * width, (i + 1) * width - 1, value, state, level))
    return found


def cell_text(one: Bin) -> str:
    """Return the letter that stands for a cell: its level, M or I for what moves."""
    moving = STATE_CELLS.get(STATES[one.state])
    if moving:
        return moving
    return LEVELS[one.level] if one.state or one.level else " "


def told(frame: Frame, first: int, last: int) -> str:
    """Return what is known of some slots, in a line."""
    inside = [use for slot, use in uses(frame).items() if first <= slot <= last]
    state = STATES[max(states(frame)[first : last + 1], default=0)] or "not ours"
    name = f"slot {first}" if first == last else f"slots {first}-{last}"
    if not inside:
        return f"{name}: {state}, no keys"
    parts = [
        f"{count(sum(u.keys for u in inside)).text} keys",
        f"{count(sum(u.ops for u in inside)).text} ops/s",
        f"{size(sum(u.bytes for u in inside)).text}/s",
    ]
    line = f"{name}: {state}, " + ", ".join(parts).replace("·", "0")
    most = max(inside, key=lambda use: (use.keys, use.ops))
    return line if first == last else f"{line}; most in {most.slot}: {most.keys} keys"


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    about = section(frame.now, "slots")
    if not about:
        return
    if not about.get("enabled"):
        yield "cluster", Value(0, "off"), "", "cluster-enabled is no"
        return
    state = str(about.get("state"))
    yield (
        "state",
        Value(state, state, tone="good" if state == "ok" else "bad"),
        "",
        "of the cluster",
    )
    yield from gauges(frame, "slots", (("assigned", "assigned", f"of {SLOTS:,} slots"),))
    used = uses(frame).values()
    full = sum(1 for use in used if use.keys)
    keys = sum(use.keys for use in used)
    yield "with keys", count(full), "", f"{keys / full:,.1f} keys each" if full else "no keys"
    yield "keys", count(keys), "", "in all slots"
    ops = sum(use.ops for use in used)
    most = max(used, key=lambda use: use.ops, default=None)
    if most is not None and most.ops:
        share = f"{most.ops / ops:.0%} of them in slot {most.slot}"
        yield "operations", "", count(ops), share
    yield from counters(frame, "slots", REFUSED)


def busiest(frame: Frame, inside: tuple[int, int] | None = None) -> Table:
    """Return the slots with keys or traffic, the busiest first: of all, or of some neighbours."""
    silent = nothing(frame)
    known = {} if silent else uses(frame)
    first, last = inside or (0, SLOTS - 1)
    found = [use for slot, use in known.items() if first <= slot <= last]
    found = sorted(found, key=lambda u: (-u.ops, -u.keys, u.slot))[:BUSIEST]
    ops = sum(use.ops for use in known.values())
    return Table(
        "busiest",
        f"slots {first}-{last}; Esc shows all" if inside else "slots, the busiest first",
        columns(">slot", "state!3*", ">keys", ">ops/s", "share!2", ">bytes/s!1"),
        tuple(_rows(found, states(frame), ops)),
        keys=tuple(str(use.slot) for use in found),
        empty=silent or "no slot has keys" if inside is None else "none of them has keys",
        refs=tuple(found),
    )


def _rows(found: Iterable[Use], states_: Sequence[int], ops: float) -> Iterable[tuple[Cell, ...]]:
    for use in found:
        yield (
            count(use.slot) if use.slot else Value(0, "0"),
            STATES[states_[use.slot]] or "not ours",
            count(use.keys),
            count(use.ops),
            bar(use.ops / ops if ops else 0.0),
            size(use.bytes),
        )


def _ranges(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    used = uses(frame)
    for first, last, state in section(frame.now, "slots").get("ranges") or []:
        inside = [use for slot, use in used.items() if first <= slot <= last]
        yield (
            f"{first}-{last}" if last > first else str(first),
            count(last - first + 1),
            Value(state, state, tone="" if state == "owned" else "warn"),
            count(sum(use.keys for use in inside)),
            count(sum(use.ops for use in inside)),
        )


def _twin(frame: Frame, measure: str) -> Table:
    """Return the map in text: a line for each 64 cells of 16 slots."""
    cells = bins(frame, measure, TWIN * 16)
    lines = [cells[at : at + TWIN] for at in range(0, len(cells), TWIN)]
    what = "keys" if measure == "keys" else f"{measure} a second"
    return Table(
        f"map_{measure}",
        f"{what}, a cell for each {SLOTS // (TWIN * 16)} slots, {LEGEND}",
        columns(">from", "cells*"),
        tuple(
            (
                Value(line[0].first, str(line[0].first)),
                Value([round(c.value, 3) for c in line], "".join(cell_text(c) for c in line)),
            )
            for line in lines
        ),
        empty="no map",
    )


def nothing(frame: Frame) -> str:
    """Return why there is no map; empty where there is one."""
    about: Mapping[str, object] = section(frame.now, "slots")
    silent = unknown(frame, "slots")
    return silent or ("" if about.get("enabled") else "no cluster: cluster-enabled is no")


def slots(frame: Frame) -> tuple[Table, ...]:
    """Where keys live, which slots work, what was sent elsewhere."""
    silent = nothing(frame)
    return (
        Table(
            "figures",
            "the cluster, seen from this node",
            columns("figure", ">now", ">a second", "what it is!1*"),
            tuple(_figures(frame)),
            empty=silent,
        ),
        busiest(frame),
        Table(
            "ranges",
            "slots that are assigned here",
            columns("slots*", ">how many!3", "state", ">keys!1", ">ops/s!2"),
            tuple(_ranges(frame)) if not silent else (),
            empty=silent or "none: CLUSTER ADDSLOTSRANGE 0 16383 takes all",
        ),
        history(frame, HISTORY, "refused and sent elsewhere, slots that changed", silent),
        *(_twin(frame, measure) for measure in MEASURES),
    )
