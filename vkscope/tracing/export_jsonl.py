"""Recordings as JSON lines: one object an event or snapshot, in the order of the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from vkscope.tracing.events import Decoder, Event
from vkscope.tracing.recording import EVENTS, NOTE, SNAPSHOT, Recording


def event_object(event: Event, decoder: Decoder, wall_offset: int) -> dict[str, Any]:
    """Return an event as people and scripts read it: names for commands, enumerations, flags."""
    out: dict[str, Any] = {
        "event": event.name,
        "class": event.cls,
        "time_ns": event.time,
        "unix_ns": event.time + wall_offset,
        "span_ns": event.span,
        "tick": event.tick,
        "ring": event.ring,
    }
    if event.type is None:
        return out | {"number": event.number, "subject": event.subject, "value": event.value}
    for name, number in event.fields.items():
        label = decoder.label(event, name)
        out[name] = number if label == str(number) else label
    if event.type.tail is not None:
        out[event.type.tail.name] = event.text.decode("utf-8", "backslashreplace")
        out[f"{event.type.tail.name}_len"] = event.text_len
    return out


def objects(recording: Recording) -> Iterator[dict[str, Any]]:
    """Return everything in a recording; what was lost is said where it was lost."""
    offset = recording.meta.wall_offset
    for chunk in recording.chunks:
        if chunk.lost:
            yield {"lost": chunk.lost, "time_ns": chunk.first}
        if chunk.kind == EVENTS:
            for event in recording.decoder.events(recording.body(chunk)):
                yield event_object(event, recording.decoder, offset)
        elif chunk.kind == SNAPSHOT:
            yield {"snapshot": json.loads(recording.body(chunk)), "time_ns": chunk.first}
        elif chunk.kind == NOTE:
            yield {"note": recording.body(chunk).decode("utf-8", "replace"), "time_ns": chunk.first}


def write(recording: Recording, out: TextIO) -> int:
    """Write JSON lines; return how many."""
    count = 0
    for item in objects(recording):
        count += 1
        out.write(json.dumps(item, separators=(",", ":")) + "\n")
    return count
