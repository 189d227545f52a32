"""Strings and hashes, each with the encoding that OBJECT ENCODING tells; all kinds of values.

Words: *encoding*: how Valkey keeps a value in memory. It is part of the specification because users
see it, and because it changes at thresholds that are easy to get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from vkscope.model.limits import Limits
from vkscope.model.lists import List
from vkscope.model.numbers import parse_integer
from vkscope.model.sets import Set
from vkscope.model.sorted_sets import SortedSet
from vkscope.model.streams import Stream

EMBEDDED_LONGEST: Final = 44
"""Strings up to this length are `embstr`: one block with their header."""


@dataclass(slots=True)
class String:
    """A string of bytes."""

    data: bytes
    encoding: str = "raw"
    type_name = "string"

    @classmethod
    def of_text(cls, data: bytes) -> String:
        """Return a string as SET stores it: as a number where it reads as one."""
        if parse_integer(data) is not None:
            return cls(data, "int")
        return cls.of_bytes(data)

    @classmethod
    def of_bytes(cls, data: bytes) -> String:
        """Return a string that is not looked at as a number."""
        return cls(data, "embstr" if len(data) <= EMBEDDED_LONGEST else "raw")

    def copy(self) -> String:
        """Return a string of its own, in the same encoding."""
        return String(self.data, self.encoding)


@dataclass(slots=True)
class Hash:
    """Fields and values; a listpack keeps their order, a table keeps none.

    `deadlines` holds the fields that have a time to live, a Unix time in ms; a hash with one is a
    table. A field whose time has passed is hidden, and still there: it counts in HLEN.
    """

    fields: dict[bytes, bytes] = field(default_factory=dict)
    deadlines: dict[bytes, int] = field(default_factory=dict)
    encoding: str = "listpack"
    type_name = "hash"

    def copy(self) -> Hash:
        """Return a hash of its own, in the same encoding."""
        return Hash(dict(self.fields), dict(self.deadlines), self.encoding)

    def is_live(self, name: bytes, now: int) -> bool:
        """Tell whether a field is there and its time has not passed."""
        return name in self.fields and self.deadlines.get(name, now) >= now

    def get(self, name: bytes, now: int) -> bytes | None:
        """Return a live field's value."""
        return self.fields[name] if self.is_live(name, now) else None

    def live_fields(self, now: int) -> dict[bytes, bytes]:
        """Return what is not hidden, in order."""
        return {name: text for name, text in self.fields.items() if self.is_live(name, now)}

    def make_room(self, words: list[bytes], limits: Limits) -> None:
        """Before fields and values are written: one too long, or too many, and it is a table."""
        pairs = (len(words) + 1) // 2
        if pairs > limits.hash_entries or any(len(word) > limits.hash_value for word in words):
            self.encoding = "hashtable"

    def put(
        self, name: bytes, value: bytes, limits: Limits, now: int, deadline: int | None = None
    ) -> bool:
        """Write one field with this time to live, None for ever; tell whether it is new."""
        is_new = not self.is_live(name, now)
        self.fields[name] = value
        self.deadlines.pop(name, None)
        if deadline is not None:
            self.set_deadline(name, deadline)
        if len(self.fields) > limits.hash_entries or max(len(name), len(value)) > limits.hash_value:
            self.encoding = "hashtable"
        return is_new

    def set_deadline(self, name: bytes, deadline: int) -> None:
        """Give a field a time to live."""
        self.deadlines[name] = deadline
        self.encoding = "hashtable"

    def remove(self, name: bytes) -> None:
        """Remove one field, hidden or not."""
        self.deadlines.pop(name, None)
        self.fields.pop(name, None)


Value: TypeAlias = String | List | Set | SortedSet | Hash | Stream
