"""Options of SET and GETEX, and times as all commands read them.

Words: a *lifetime* option says when the key dies: EX, PX, EXAT, PXAT, KEEPTTL or PERSIST. Only one
kind may be said, though Valkey forgives saying the same one twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from vkscope.model.call import SYNTAX, Call
from vkscope.model.numbers import INT64_MAX, fits_int64
from vkscope.model.replies import CommandError

TIMES: Final = frozenset({"ex", "px", "exat", "pxat"})
LIFETIMES: Final = TIMES | {"keepttl", "persist"}
OF_SET: Final = TIMES | {"keepttl", "nx", "xx", "ifeq", "get"}
OF_GETEX: Final = TIMES | {"persist"}
_RIVALS: Final = {
    "nx": {"xx", "ifeq"},
    "xx": {"nx", "ifeq"},
    "ifeq": {"nx", "xx", "ifeq"},
    "get": set[str](),
} | {option: LIFETIMES - {option} for option in LIFETIMES}


@dataclass(slots=True)
class Options:
    """The options that were said; `deadline` is a Unix time in ms."""

    said: set[str] = field(default_factory=set)
    deadline: int | None = None
    comparison: bytes = b""

    def __contains__(self, option: str) -> bool:
        return option in self.said


def read_options(call: Call, start: int, known: frozenset[str]) -> Options:
    """Read the options from words[start] on, then the time among them."""
    options = Options()
    time: tuple[str, int] | None = None
    at = start
    while at < len(call.words):
        option = call.option(at)
        takes_value = option in TIMES or option == "ifeq"
        if option not in known or options.said & _RIVALS[option]:
            raise CommandError(SYNTAX)
        if takes_value and at + 1 == len(call.words):
            raise CommandError(SYNTAX)
        options.said.add(option)
        at += 1
        if option == "ifeq":
            options.comparison = call.words[at]
        elif takes_value:
            time = option, at
        at += takes_value
    if time is not None:
        kind, where = time
        options.deadline = deadline(call, where, kind.startswith("ex"), kind.endswith("at"))
    return options


def deadline(call: Call, at: int, seconds: bool, absolute: bool) -> int:
    """Return a word as a Unix time in ms; it must lie above 0."""
    number = call.integer(at)
    milliseconds = number * 1000 if seconds else number
    when = milliseconds if absolute else milliseconds + call.keyspace.now
    if number <= 0 or not fits_int64(milliseconds) or when > INT64_MAX:
        raise invalid_time(call)
    return when


def invalid_time(call: Call) -> CommandError:
    """Return the error for a time that cannot be."""
    return CommandError(f"ERR invalid expire time in '{call.name}' command")
