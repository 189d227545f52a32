"""The catalogue of events, read from events.toml: names, numbers, classes and payload layouts."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("events.toml")


@dataclass(frozen=True, slots=True)
class EventClass:
    """A group of events that readers ask for together; `bit` is its place in the class mask."""

    name: str
    bit: int
    text: str
    default: bool


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event; `number` is the u16 in the header (0 is padding)."""

    number: int
    name: str
    cls: EventClass
    text: str
    subject: str
    value: str
    payload: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every class and event, with the version and hash that recordings carry."""

    version: int
    hash: int
    classes: tuple[EventClass, ...]
    events: tuple[EventType, ...]

    def by_name(self, name: str) -> EventType:
        """Return the event called `name`; KeyError when there is none."""
        for event in self.events:
            if event.name == name:
                return event
        raise KeyError(name)


@cache
def load() -> Catalogue:
    """Read the catalogue; the hash covers the file's bytes."""
    raw = SOURCE.read_bytes()
    data = tomllib.loads(raw.decode())
    classes = {
        name: EventClass(name, bit, entry["text"], entry.get("default", False))
        for bit, (name, entry) in enumerate(data["class"].items())
    }
    events = tuple(
        EventType(
            number,
            entry["name"],
            classes[entry["class"]],
            entry["text"],
            entry["subject"],
            entry["value"],
            tuple((str(n), str(t)) for n, t in entry.get("payload", [])),
        )
        for number, entry in enumerate(data["event"], 1)
    )
    digest = int.from_bytes(hashlib.sha256(raw).digest()[:8], "little")
    return Catalogue(data["version"], digest, tuple(classes.values()), events)
