"""Picks what is worth showing out of a batch of packed events, without decoding the rest.

Rules: every event is counted by type, none is decoded twice. Kinds that come seldom are kept whole;
of kinds that come by the thousand (turns, commands, keys) a batch keeps the longest and the newest.

Cost: 0.3 us an event for the walk over its header, 4 us for each that is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest

from vkscope.tables.events import UNIT
from vkscope.tracing.events import HEADER, Decoder, Event

KEPT_EACH = 40
"""Events of one type that a batch keeps: half the longest, half the newest."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """Events worth showing in the order of time, and how many of each type there were."""

    events: list[Event] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    left_out: int = 0


def sift(
    batches: Iterable[bytes],
    decoder: Decoder,
    *,
    since: int = 0,
    until: int = 1 << 64,
    kept_each: int = KEPT_EACH,
) -> Sifted:
    """Walk over packed buffers; keep `kept_each` events of a type, since <= time < until."""
    found: dict[int, list[tuple[int, int, int, bytes]]] = {}
    for data in batches:
        at, size = 0, len(data) - HEADER.size
        while at <= size:
            time, span, number, units = HEADER.unpack_from(data, at)[:4]
            end = at + HEADER.size + units * UNIT
            if end > len(data):
                break
            if since <= time < until:
                found.setdefault(number, []).append((span, time, at, data))
            at = end
    events: list[Event] = []
    counts: dict[str, int] = {}
    names = {event.number: event.name for event in decoder.catalogue.events}
    for number, places in found.items():
        counts[names.get(number, "Unknown")] = len(places)
        for _, _, at, data in _worth(places, kept_each):
            if one := decoder.one(data, at):
                events.append(one[0])
    events.sort(key=lambda event: event.time)
    return Sifted(events, counts, sum(counts.values()) - len(events))


def _worth(
    places: list[tuple[int, int, int, bytes]], kept: int
) -> list[tuple[int, int, int, bytes]]:
    if len(places) <= kept:
        return places
    newest = len(places) - kept // 2
    return nlargest(kept - kept // 2, places[:newest], key=lambda place: place[0]) + places[newest:]
