"""Catalogue: the commands and categories that rules speak of.

Words: a command's *bit* is its id in native's table, less one; a set of commands is an int of such
bits. *Future* is a bit above them all: commands that come later are allowed too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CATEGORIES: Final = (
    *("keyspace", "read", "write", "set", "sortedset", "list", "hash", "string", "bitmap"),
    *("hyperloglog", "geo", "stream", "pubsub", "admin", "fast", "slow", "blocking"),
    *("dangerous", "connection", "transaction", "scripting"),
)
"""In the order of their bits, ACL_* of native/exec/command_spec.h."""

MOST: Final = 1024
"""COMMANDS_MAX of native/exec/command.h."""
EVERYTHING: Final = (1 << MOST + 1) - 1
FUTURE: Final = 1 << MOST


@dataclass(frozen=True, slots=True)
class Command:
    """One command or subcommand; `name` is what the table gave it: "config|get"."""

    name: str
    ident: int
    parent: int
    """The container's id; 0: at top level."""
    categories: int
    bits: int
    """Its own, and those of its subcommands."""
    container: bool

    @property
    def bit(self) -> int:
        """Its place in a set of commands."""
        return 1 << self.ident - 1


class Catalogue:
    """What may be named in a rule."""

    def __init__(self, rows: list[tuple[int, str, int, int]]) -> None:
        """rows: id, full name, id of the container or 0, categories; containers come first."""
        below: dict[int, int] = {}
        for ident, _, parent, _ in rows:
            below[parent] = below.get(parent, 0) | 1 << ident - 1
        self.commands = [
            Command(
                name,
                ident,
                parent,
                categories,
                1 << ident - 1 | below.get(ident, 0),
                container=ident in below,
            )
            for ident, name, parent, categories in rows
        ]
        self._by_name = {command.name: command for command in self.commands}

    def find(self, name: str) -> Command | None:
        """The command of that name, in any case."""
        return self._by_name.get(name.lower())

    def of_category(self, category: str) -> list[Command] | None:
        """Its commands in the table's order; None: there is no such category."""
        if category.lower() not in CATEGORIES:
            return None
        flag = 1 << CATEGORIES.index(category.lower())
        return [command for command in self.commands if command.categories & flag]
