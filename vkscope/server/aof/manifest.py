"""The manifest as it is changed: a new base, a new increment, and what becomes history.

    names   PREFIX.3.base.rdb  PREFIX.3.base.aof  PREFIX.7.incr.aof  temp-PREFIX.incr

Design: values that never change; a change is a new one, which holds once it is on the disk.
Invariants: sequence numbers never come again while a file of them may be there; increments rise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from vkscope.files.manifest import Manifest, Part
from vkscope.files.quoting import quote_if_needed

BASE: Final = "b"
INCREMENT: Final = "i"
HISTORY: Final = "h"


@dataclass(frozen=True, slots=True)
class Files:
    """What the manifest names, and the numbers that were given last."""

    base: Part | None = None
    increments: tuple[Part, ...] = ()
    history: tuple[Part, ...] = ()
    base_number: int = 0
    increment_number: int = 0

    @classmethod
    def of(cls, read: Manifest) -> Files:
        """Of a manifest that was read."""
        numbers = [part.sequence for part in read.increments]
        return cls(
            read.base,
            tuple(read.increments),
            tuple(read.history),
            read.base.sequence if read.base else 0,
            numbers[-1] if numbers else 0,
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to load."""
        return self.base is None and not self.increments

    @property
    def text(self) -> str:
        """The manifest's text."""
        parts = [*([self.base] if self.base else []), *self.history, *self.increments]
        return "".join(
            f"file {quote_if_needed(part.name)} seq {part.sequence} type {part.kind}\n"
            for part in parts
        )

    def with_base(self, prefix: str, *, rdb: bool) -> Files:
        """A new base; the one before becomes history."""
        number = self.base_number + 1
        name = f"{prefix}.{number}.base.{'rdb' if rdb else 'aof'}"
        old = [replace(self.base, kind=HISTORY)] if self.base else []
        history = (*old, *self.history)
        return replace(self, base=Part(name, number, BASE), history=history, base_number=number)

    def with_increment(self, prefix: str) -> Files:
        """A new increment behind the others."""
        number = self.increment_number + 1
        part = Part(f"{prefix}.{number}.incr.aof", number, INCREMENT)
        return replace(self, increments=(*self.increments, part), increment_number=number)

    def rewritten(self, *, keep_last: bool) -> Files:
        """The increments that a new base has in it become history; the last is being written."""
        kept = self.increments[-1:] if keep_last else ()
        gone = self.increments[:-1] if keep_last else self.increments
        old = tuple(replace(part, kind=HISTORY) for part in gone)
        return replace(self, increments=kept, history=(*old, *self.history))

    def migrated(self, name: str) -> Files:
        """One file of an older server is the base."""
        return replace(self, base=Part(name, 1, BASE), base_number=1)

    def without_history(self) -> Files:
        """Old files have been removed: without increments their numbers may begin again."""
        number = self.increment_number if self.increments else 0
        return replace(self, history=(), increment_number=number)


def manifest_name(prefix: str) -> str:
    """The manifest's file."""
    return f"{prefix}.manifest"


def waiting_name(prefix: str) -> str:
    """The increment that is written while there is no base yet."""
    return f"temp-{prefix}.incr"
