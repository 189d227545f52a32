"""The catalogue of events: classes, names, numbers and the layout of every payload.

Rules: what is true of an event stands in events.toml and is read here; nothing is said twice. The
same catalogue travels as JSON inside recordings and in the answer of SCOPE CATALOGUE, so a reader
decodes a file with the catalogue that wrote it.

Design: an event is a header of 32 bytes and a payload in units of 16 bytes

    0        8      12    14   15    16     20        24       32
    +--------+------+-----+----+-----+------+---------+--------+---------
    |time ns |span  |type |pay |ring |tick  |subject  |value   |payload...
    +--------+------+-----+----+-----+------+---------+--------+---------

and a payload is the event's fixed fields in order, then its tail: u16 whole length, u16 length
shown, the bytes shown. A worked example, KeyExpired of "user:1": 06 00 06 00 75 73 65 72 3a 31 and
six zero bytes; with hide-user-data-from-log 06 00 00 00 and twelve.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("events.toml")
SIZES = {"u8": 1, "u16": 2, "u32": 4, "u64": 8, "i64": 8}
STRUCT_CODES = {"u8": "B", "u16": "H", "u32": "I", "u64": "Q", "i64": "q"}
TAIL_HEADER = 4
UNIT = 16


@dataclass(frozen=True, slots=True)
class EventClass:
    """A group of events that readers ask for together; `bit` is its place in the class mask."""

    name: str
    bit: int
    default: bool
    text: str


@dataclass(frozen=True, slots=True)
class EventField:
    """A named number: the subject, the value, or a field at `offset` of the payload."""

    name: str
    type: str
    text: str
    offset: int = 0
    enum: str = ""
    flags: str = ""
    is_command: bool = False
    is_client: bool = False


@dataclass(frozen=True, slots=True)
class EventTail:
    """The bytes of variable length at a payload's end; a key may be hidden, a text never is."""

    name: str
    is_key: bool
    text: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event; `number` is the u16 in the header (0 fills the ring)."""

    number: int
    name: str
    cls: EventClass
    text: str
    span: str
    subject: EventField | None
    value: EventField | None
    fields: tuple[EventField, ...]
    tail: EventTail | None
    fixed_size: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every class and event, with the version and the hash that recordings carry."""

    version: int
    hash: int
    classes: tuple[EventClass, ...]
    events: tuple[EventType, ...]
    enums: Mapping[str, tuple[str, ...]]
    flags: Mapping[str, tuple[str, ...]]
    json: str

    def by_name(self, name: str) -> EventType:
        """Return the event called `name`; KeyError when there is none."""
        for event in self.events:
            if event.name == name:
                return event
        raise KeyError(name)

    def class_mask(self, names: list[str]) -> int:
        """Return the mask of the named classes; KeyError when there is no such class."""
        bits = {cls.name: 1 << cls.bit for cls in self.classes}
        mask = 0
        for name in names:
            mask |= bits[name]
        return mask


def _number(
    entry: Mapping[str, Any] | None, default_type: str, offset: int = 0
) -> EventField | None:
    if entry is None:
        return None
    return EventField(
        entry["name"],
        entry.get("type", default_type),
        entry["text"],
        offset,
        entry.get("enum", ""),
        entry.get("flags", ""),
        bool(entry.get("command", False)),
        bool(entry.get("client", False)),
    )


def _layout(name: str, entries: list[Mapping[str, Any]]) -> tuple[tuple[EventField, ...], int]:
    fields: list[EventField] = []
    offset = 0
    for entry in entries:
        size = SIZES[entry["type"]]
        if offset % size:
            raise ValueError(f"{name}.{entry['name']} stands at {offset}, not aligned to {size}")
        field = _number(entry, "u32", offset)
        assert field is not None
        fields.append(field)
        offset += size
    return tuple(fields), offset


def _event(data: Mapping[str, Any], classes: Mapping[str, EventClass]) -> EventType:
    fields, size = _layout(data["name"], data.get("fields", []))
    tail = data.get("tail")
    if tail is not None and size % 2:
        raise ValueError(f"{data['name']}: its tail would not be aligned")
    return EventType(
        data["id"],
        data["name"],
        classes[data["class"]],
        data["text"],
        data.get("span", ""),
        _number(data.get("subject"), "u32"),
        _number(data.get("value"), "u64"),
        fields,
        EventTail(tail["name"], tail["type"] == "key", tail["text"]) if tail else None,
        size,
    )


def _resolve(data: dict[str, Any]) -> dict[str, Any]:
    """Replace each `like` by what it names, so that readers of the JSON need not know it."""
    known = {entry["name"]: entry for entry in data["event"]}
    events = []
    for entry in data["event"]:
        whole = {**known[entry["like"]], **entry} if "like" in entry else dict(entry)
        whole.pop("like", None)
        events.append(whole)
    return {**data, "event": events}


def parse(data: Mapping[str, Any]) -> Catalogue:
    """Make the catalogue of resolved data (see `from_json`); ValueError when it is no catalogue."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    try:
        classes = {
            name: EventClass(name, entry["bit"], entry["default"], entry["text"])
            for name, entry in data["class"].items()
        }
        events = tuple(_event(entry, classes) for entry in data["event"])
        enums = {name: tuple(values) for name, values in data["enum"].items()}
        flags = {name: tuple(values) for name, values in data["flags"].items()}
        version = int(data["version"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a catalogue of events: {error!r}") from error
    if len({event.number for event in events}) != len(events) or any(not e.number for e in events):
        raise ValueError("an event's number is 0 or used twice")
    ordered = tuple(sorted(classes.values(), key=lambda cls: cls.bit))
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
    return Catalogue(version, digest, ordered, events, enums, flags, text)


def from_json(text: str | bytes) -> Catalogue:
    """Read a catalogue that a recording carries or a server answered."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("not a catalogue of events")
    return parse(data)


@cache
def load() -> Catalogue:
    """Read this version's own catalogue."""
    return parse(_resolve(tomllib.loads(SOURCE.read_text(encoding="utf-8"))))
