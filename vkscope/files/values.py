"""What a key of a file holds, decoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

StreamID = tuple[int, int]


@dataclass(slots=True)
class Pending:
    """An entry that was delivered and not acknowledged."""

    id: StreamID
    delivered_ms: int
    deliveries: int
    consumer: bytes | None = None


@dataclass(slots=True)
class Consumer:
    """A reader of a group; `active_ms` -1: it never was."""

    name: bytes
    seen_ms: int
    active_ms: int
    pending: list[StreamID] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Consumers that share a stream; `entries_read` None: the file does not say, -1: unknown."""

    name: bytes
    last_id: StreamID
    entries_read: int | None
    pending: dict[StreamID, Pending] = field(default_factory=dict)
    consumers: list[Consumer] = field(default_factory=list)


@dataclass(slots=True)
class Stream:
    """`entries` are those that live; `deleted` counts those only marked."""

    entries: list[tuple[StreamID, list[tuple[bytes, bytes]]]]
    deleted: int = 0
    last_id: StreamID = (0, 0)
    first_id: StreamID = (0, 0)
    max_deleted_id: StreamID = (0, 0)
    entries_added: int = 0
    groups: list[Group] = field(default_factory=list)


@dataclass(slots=True)
class Hash:
    """`expires_ms` holds the fields that have a time limit."""

    fields: dict[bytes, bytes]
    expires_ms: dict[bytes, int] = field(default_factory=dict)


@dataclass(slots=True)
class Module:
    """A module's value: what was written, in order; its meaning is the module's."""

    name: str
    version: int
    items: list[int | float | bytes]


Value = bytes | list[bytes] | set[bytes] | dict[bytes, float] | Hash | Stream | Module
"""A string, list, set, sorted set (in the file's order), hash, stream, or a module's value."""

KINDS: dict[type, str] = {
    bytes: "string",
    list: "list",
    set: "set",
    dict: "zset",
    Hash: "hash",
    Stream: "stream",
    Module: "module",
}


def size_of(value: Value) -> int:
    """How many elements a value has; 1 for a string."""
    if isinstance(value, bytes):
        return 1
    if isinstance(value, Stream):
        return len(value.entries)
    if isinstance(value, Hash):
        return len(value.fields)
    return len(value.items) if isinstance(value, Module) else len(value)


def id_text(stream_id: StreamID) -> str:
    """As commands write IDs."""
    return f"{stream_id[0]}-{stream_id[1]}"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def plain(value: Value) -> Any:
    """The value for JSON: bytes as text, what is no UTF-8 escaped."""
    if isinstance(value, bytes):
        return _text(value)
    if isinstance(value, dict):
        return [[_text(member), score] for member, score in value.items()]
    if isinstance(value, Hash):
        return {_text(name): _text(held) for name, held in value.fields.items()}
    if isinstance(value, Stream):
        return [
            [id_text(i), [[_text(name), _text(held)] for name, held in pairs]]
            for i, pairs in value.entries
        ]
    if isinstance(value, Module):
        return [_text(item) if isinstance(item, bytes) else item for item in value.items]
    return [_text(element) for element in (sorted(value) if isinstance(value, set) else value)]
