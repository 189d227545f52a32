"""Options of SET, GETEX, HSETEX and HGETEX, and the times among them.

Words: a *lifetime* option says when the key dies: EX, PX, EXAT, PXAT, KEEPTTL or PERSIST. Only one
kind may be said, though Valkey forgives saying the same one twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from vkscope.model.call import SYNTAX, Call
from vkscope.model.numbers import fits_int64
from vkscope.model.replies import CommandError

TIMES: Final = frozenset({"ex", "px", "exat", "pxat"})
LIFETIMES: Final = TIMES | {"keepttl", "persist"}
OF_SET: Final = TIMES | {"keepttl", "nx", "xx", "ifeq", "get"}
OF_GETEX: Final = TIMES | {"persist"}
OF_HSETEX: Final = TIMES | {"keepttl", "nx", "xx", "fnx", "fxx"}
OF_HGETEX: Final = OF_GETEX
_RIVALS: Final = {
    "nx": {"xx", "ifeq"},
    "xx": {"nx", "ifeq"},
    "ifeq": {"nx", "xx", "ifeq"},
    "get": set[str](),
    "fnx": {"fxx"},
    "fxx": {"fnx"},
} | {option: LIFETIMES - {option} for option in LIFETIMES}


@dataclass(slots=True)
class Options:
    """The options that were said; `time` is a lifetime option and the place of its value."""

    said: set[str] = field(default_factory=set)
    time: tuple[str, int] | None = None
    comparison: bytes = b""

    def __contains__(self, option: str) -> bool:
        return option in self.said

    def deadline(self, call: Call) -> int | None:
        """Return when the key dies, in Unix ms, if an option says so; it must lie above 0."""
        return self._deadline(call, least=1)

    def field_deadline(self, call: Call) -> int | None:
        """The same for fields, which may be told to die at 0."""
        return self._deadline(call, least=0)

    def _deadline(self, call: Call, least: int) -> int | None:
        if self.time is None:
            return None
        option, at = self.time
        start = 0 if option.endswith("at") else call.keyspace.now
        return read_moment(call, at, 1000 if option.startswith("ex") else 1, start, least)


def read_options(call: Call, start: int, known: frozenset[str], end: int | None = None) -> Options:
    """Read the options from words[start] on, before words[end]."""
    options, at = Options(), start
    end = len(call.words) if end is None else end
    while at < end:
        option = call.option(at)
        takes_value = option in TIMES or option == "ifeq"
        if option not in known or options.said & _RIVALS[option]:
            raise CommandError(SYNTAX)
        if takes_value and at + 1 == end:
            raise CommandError(SYNTAX)
        options.said.add(option)
        at += 1
        if option == "ifeq":
            options.comparison = call.words[at]
        elif takes_value:
            options.time = option, at
        at += takes_value
    return options


def read_moment(call: Call, at: int, unit: int, start: int, least: int) -> int:
    """Return a word as a Unix time in ms: so many units behind `start`."""
    number = call.integer(at)
    when = number * unit + start
    if number < least or not fits_int64(number * unit) or not fits_int64(when):
        raise invalid_time(call)
    return when


def invalid_time(call: Call) -> CommandError:
    """Return the error for a time that cannot be."""
    return CommandError(f"ERR invalid expire time in '{call.name}' command")
