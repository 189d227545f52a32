"""Values: strings and hashes, each with the encoding that OBJECT ENCODING tells.

Words: *encoding*: how Valkey keeps a value in memory. It is part of the specification because users
see it, and because it changes at thresholds that are easy to get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from vkscope.model.numbers import parse_integer

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
class Limits:
    """Where a hash leaves its listpack: hash-max-listpack-entries and -value."""

    entries: int = 512
    value: int = 64


@dataclass(slots=True)
class Hash:
    """Fields and values; a listpack keeps their order, a table keeps none.

    `deadlines` holds the fields that have a time to live: Unix time in ms.
    """

    fields: dict[bytes, bytes] = field(default_factory=dict)
    deadlines: dict[bytes, int] = field(default_factory=dict)
    encoding: str = "listpack"
    type_name = "hash"

    def copy(self) -> Hash:
        """Return a hash of its own, in the same encoding."""
        return Hash(dict(self.fields), dict(self.deadlines), self.encoding)

    def make_room(self, words: list[bytes], limits: Limits) -> None:
        """Before fields and values are written: one too long, or too many, and it is a table."""
        pairs = (len(words) + 1) // 2
        if pairs > limits.entries or any(len(word) > limits.value for word in words):
            self.encoding = "hashtable"

    def put(self, name: bytes, value: bytes, limits: Limits) -> bool:
        """Write one field; tell whether it is new."""
        is_new = name not in self.fields
        self.fields[name] = value
        if len(self.fields) > limits.entries or max(len(name), len(value)) > limits.value:
            self.encoding = "hashtable"
        return is_new

    def remove(self, name: bytes) -> bool:
        """Remove one field; tell whether it was there."""
        self.deadlines.pop(name, None)
        return self.fields.pop(name, None) is not None


Value: TypeAlias = String | Hash
