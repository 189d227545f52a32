"""Packed events into typed ones: the decoder that the catalogue drives.

Rules: a Decoder belongs to one catalogue; a recording brings its own. Decoding never raises on
what a newer or damaged writer left behind: an unknown type becomes an Event called `Unknown`, a
cut payload reads as zeros, a cut event at the end of a buffer stays for the next call.

Words: end of a packed buffer: the offset behind the last whole event.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from vkscope.tables.events import (
    STRUCT_CODES,
    TAIL_HEADER,
    UNIT,
    Catalogue,
    EventField,
    EventType,
)

HEADER = struct.Struct("<QIHBBIIQ")
NOBODY = 0xFFFFFFFF
NO_FIELDS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `time` is its end, CLOCK_MONOTONIC ns; `start` its beginning.

    `fields` holds subject, value and payload numbers by their names in the catalogue; `text` the
    tail as far as it was written, and `text_len` its whole length.
    """

    time: int
    span: int
    type: EventType | None
    number: int
    ring: int
    tick: int
    subject: int
    value: int
    fields: Mapping[str, int] = field(default_factory=lambda: NO_FIELDS)
    text: bytes = b""
    text_len: int = 0

    @property
    def name(self) -> str:
        """The event's name in its catalogue, `Unknown` without one."""
        return self.type.name if self.type else "Unknown"

    @property
    def cls(self) -> str:
        """The name of its class, empty for an unknown event."""
        return self.type.cls.name if self.type else ""

    @property
    def start(self) -> int:
        """When it began."""
        return self.time - self.span

    @property
    def is_hidden(self) -> bool:
        """Its key was kept out of the log, or out of space."""
        return not self.text and self.text_len > 0

    def __getitem__(self, name: str) -> int:
        return self.fields[name]

    def get(self, name: str, default: int = 0) -> int:
        """Return a field by name, or the default."""
        return self.fields.get(name, default)


class _Layout:
    """One type's payload, compiled."""

    __slots__ = ("event", "names", "packed", "subject", "value")

    def __init__(self, event: EventType) -> None:
        self.event = event
        self.packed = struct.Struct("<" + "".join(STRUCT_CODES[f.type] for f in event.fields))
        self.names = tuple(f.name for f in event.fields)
        self.subject = event.subject.name if event.subject else ""
        self.value = event.value.name if event.value else ""

    def fields(self, subject: int, value: int, payload: bytes) -> dict[str, int]:
        out: dict[str, int] = {}
        if self.subject:
            out[self.subject] = subject
        if self.value:
            out[self.value] = value
        if self.names:
            whole = payload.ljust(self.packed.size, b"\0")
            out.update(zip(self.names, self.packed.unpack_from(whole), strict=True))
        return out

    def tail(self, payload: bytes) -> tuple[bytes, int]:
        at = self.event.fixed_size
        if self.event.tail is None or len(payload) < at + TAIL_HEADER:
            return b"", 0
        whole, shown = struct.unpack_from("<HH", payload, at)
        return payload[at + TAIL_HEADER : at + TAIL_HEADER + shown], whole


class Decoder:
    """Decodes events written with one catalogue, and names what their numbers mean."""

    def __init__(self, catalogue: Catalogue, commands: Sequence[str] = ()) -> None:
        self.catalogue = catalogue
        self.commands: tuple[str, ...] = tuple(commands)
        self._layouts = {event.number: _Layout(event) for event in catalogue.events}
        self._roles: dict[str, dict[str, EventField]] = {
            event.name: {
                f.name: f for f in (event.subject, event.value, *event.fields) if f is not None
            }
            for event in catalogue.events
        }

    def one(self, data: bytes, at: int = 0) -> tuple[Event, int] | None:
        """Return the event at `at` and where the next begins; None if it is not whole."""
        if len(data) - at < HEADER.size:
            return None
        time, span, number, units, ring, tick, subject, value = HEADER.unpack_from(data, at)
        end = at + HEADER.size + units * UNIT
        if end > len(data):
            return None
        layout = self._layouts.get(number)
        if layout is None:
            return Event(time, span, None, number, ring, tick, subject, value), end
        payload = bytes(data[at + HEADER.size : end])
        text, whole = layout.tail(payload)
        fields = layout.fields(subject, value, payload)
        return (
            Event(
                time, span, layout.event, number, ring, tick, subject, value, fields, text, whole
            ),
            end,
        )

    def events(self, data: bytes) -> Iterator[Event]:
        """Return every whole event of a packed buffer."""
        at = 0
        while (found := self.one(data, at)) is not None:
            event, at = found
            yield event

    def label(self, event: Event, name: str) -> str:
        """Return a field as people read it: a command's name, an enumeration's word, flags."""
        number = event.fields[name]
        role = self._roles.get(event.name, {}).get(name)
        if role is None:
            return str(number)
        if role.is_command:
            return self.command(number)
        if role.is_client:
            return "-" if number == NOBODY else str(number)
        if role.enum:
            words = self.catalogue.enums[role.enum]
            return words[number] if number < len(words) else str(number)
        if role.flags:
            words = self.catalogue.flags[role.flags]
            return "+".join(w for i, w in enumerate(words) if number >> i & 1) or "-"
        return str(number)

    def command(self, number: int) -> str:
        """Return a command's name by its id; `#id` when it is not known, `-` for none."""
        if number in (0, 0xFFFF):
            return "-"
        known = self.commands[number] if number < len(self.commands) else ""
        return known or f"#{number}"

    def text(self, event: Event) -> str:
        """Return the tail as text: cut keys end in `...`, hidden ones say how long they were."""
        if event.is_hidden:
            return f"({event.text_len} bytes hidden)"
        shown = event.text.decode("utf-8", "backslashreplace")
        return shown + "..." if event.text_len > len(event.text) else shown


def packed_end(data: bytes) -> tuple[int, int]:
    """Return the end of a packed buffer and the number of whole events in it."""
    at = count = 0
    while at + HEADER.size <= len(data):
        end = at + HEADER.size + data[at + 14] * UNIT
        if end > len(data):
            break
        at, count = end, count + 1
    return at, count


def encode(
    event: EventType,
    time: int,
    span: int = 0,
    *,
    subject: int = 0,
    value: int = 0,
    tick: int = 0,
    ring: int = 0,
    fields: Mapping[str, int] | None = None,
    text: bytes | None = None,
    shown: int = 44,
) -> bytes:
    """Pack one event, as native does; fields that are not given are 0. For tests and tools."""
    given = dict(fields or {})
    layout = _Layout(event)
    subject = given.pop(layout.subject, subject)
    value = given.pop(layout.value, value)
    payload = b""
    if event.fields and (given or text is not None):
        payload = layout.packed.pack(*(given.pop(name, 0) for name in layout.names))
    if given:
        raise ValueError(f"{event.name} has no {', '.join(sorted(given))}")
    if text is not None and event.tail is not None:
        cut = text[:shown]
        payload += struct.pack("<HH", min(len(text), 0xFFFF), len(cut)) + cut
    payload += b"\0" * (-len(payload) % UNIT)
    span = min(span, 0xFFFFFFFF)
    units = len(payload) // UNIT
    return HEADER.pack(time, span, event.number, units, ring, tick, subject, value) + payload
