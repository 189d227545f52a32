"""What parameters hold, and how it is read from words and shown again.

Words: a *word* is one argument of a line or of CONFIG SET, as text in which bytes that are no
UTF-8 stand as surrogate escapes. A *value* is what the word means, immutable, so that keeping the
old one is enough to go back to it.

Rules: no I/O. A value that a parameter may not have raises BadValueError with Valkey's text.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, TypeAlias

from vkscope.tables.configs import UNSIGNED, Spec

Value: TypeAlias = "bool | int | float | str | tuple[Value, ...] | None"

_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,18}", re.ASCII)
_MEMORY: Final = re.compile(r"([0-9]{0,127})([a-z]*)", re.ASCII | re.IGNORECASE)
_OCTAL: Final = re.compile(r"(?:[ \t\n\v\f\r]*([+-]?[0-7]+))?", re.ASCII)
_UNITS: Final = {
    "": 1,
    "b": 1,
    "k": 1000,
    "kb": 1 << 10,
    "m": 1000**2,
    "mb": 1 << 20,
    "g": 1000**3,
    "gb": 1 << 30,
}
_WORD: Final = 1 << 64
_ERROR_ROOM: Final = 255
"""Valkey cuts its longer error texts here."""


class ConfigError(Exception):
    """The server cannot start, or has nothing to start for: what to say, and the exit status.

    `channel` is stderr, stdout, or log for what belongs into a line of the log.
    """

    def __init__(self, text: str, exit_code: int = 1, channel: str = "stderr") -> None:
        super().__init__(text)
        self.text = text
        self.exit_code = exit_code
        self.channel = channel


class BadValueError(Exception):
    """A word that the parameter does not take; the text is for the user."""


class ApplyError(Exception):
    """Raised by an applier: the value is legal, but cannot be had here and now."""


class ChangeError(Exception):
    """CONFIG SET failed and nothing has changed: which parameter, and why (perhaps unknown)."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        self.text = text


class OutputLimit(NamedTuple):
    """Limits of one class of clients; 0 means none."""

    hard: int
    soft: int
    seconds: int


def integer(word: str) -> int | None:
    """A signed 64-bit number, written the only way Valkey takes it."""
    if not _INTEGER.fullmatch(word):
        return None
    number = int(word)
    return number if -(2**63) <= number < 2**63 else None


def leading_integer(word: str) -> int | None:
    """As C's strtoll on a whole word: blanks, a plus and leading zeros may stand first."""
    match = re.fullmatch(r"[ \t\n\v\f\r]*([+-]?[0-9]+)", word, re.ASCII)
    if match is None:
        return 0 if word == "" else None
    return max(-(2**63), min(2**63 - 1, int(match[1])))


def memory(word: str) -> int | None:
    """Bytes, with a unit perhaps; what exceeds 64 bits wraps, as in C."""
    match = _MEMORY.fullmatch(word)
    if match is None or (unit := _UNITS.get(match[2].lower())) is None:
        return None
    digits = min(int(match[1] or 0), _WORD - 1)
    return digits * unit % _WORD


def show_memory(number: int) -> str:
    """Bytes in the largest unit that divides them."""
    for unit, name in ((1 << 30, "gb"), (1 << 20, "mb"), (1 << 10, "kb")):
        if number and number % unit == 0:
            return f"{number // unit}{name}"
    return str(number)


def parse_bool(word: str) -> bool:
    """yes or no."""
    match word.lower():
        case "yes":
            return True
        case "no":
            return False
    raise BadValueError("argument must be 'yes' or 'no'")


def parse_enum(spec: Spec, words: list[str]) -> str | tuple[str, ...]:
    """One of the values; of a parameter with several words, all of them in the table's order."""
    names = {v.partition("=")[0].lower(): v.partition("=")[2] or v for v in spec.values}
    several = "multi_arg" in spec.flags
    known = [names[w.lower()] for w in words if w.lower() in names]
    if not words or len(known) < len(words) or (len(words) != 1 and not several):
        listed = ", ".join(v.split("=")[0] for v in spec.values)
        raise BadValueError(f"argument(s) must be one of the following: {listed}"[:_ERROR_ROOM])
    if not several:
        return known[0]
    # The first value is "nothing special": it says nothing beside another one.
    chosen = tuple(v for v in spec.values[1:] if v in known)
    return chosen or (spec.values[0],)


def parse_number(spec: Spec, word: str) -> int:
    """A number within its range."""
    number = _read_number(spec, word)
    if number is None:
        raise BadValueError(
            {
                "": "argument couldn't be parsed into an integer",
                "memory": "argument must be a memory value",
                "octal": "argument couldn't be parsed as an octal number",
                "memory or percent": "argument must be a memory or percent value",
            }[spec.unit]
        )
    number %= _WORD
    if spec.type not in UNSIGNED and number >= _WORD // 2:
        number -= _WORD
    if "percent" in spec.unit and number < 0:
        if number < spec.low:
            raise BadValueError(f"percentage argument must be less or equal to {-spec.low}")
    elif not spec.low <= number <= spec.high:
        kind = "o" if spec.unit == "octal" else "d"
        raise BadValueError(
            f"argument must be between {spec.low:{kind}} and {spec.high:{kind}} inclusive"
        )
    return number


def _read_number(spec: Spec, word: str) -> int | None:
    if spec.unit == "":
        return integer(word)
    if spec.unit == "octal":
        match = _OCTAL.fullmatch(word)
        if match is None:
            return None
        number = int(match[1] or "0", 8)
        return number if -(2**63) <= number < 2**63 else None
    number_of_bytes = memory(word)
    if number_of_bytes is None and "percent" in spec.unit and len(word) > 1 and word[-1] == "%":
        percent = integer(word[:-1])
        return -percent if percent is not None and percent >= 0 else None
    return number_of_bytes


def show_number(spec: Spec, number: int) -> str:
    """As CONFIG GET answers."""
    if "percent" in spec.unit and number < 0:
        return f"{-number}%"
    if spec.unit == "octal":
        return f"{number:o}"
    # Only sizes are shown as what they are beyond 63 bits; other numbers show their sign bit.
    return str(number if spec.unit or number < _WORD // 2 else number - _WORD)


def write_number(spec: Spec, number: int) -> str:
    """As a file says it: memory in units."""
    if "memory" in spec.unit and number >= 0:
        return show_memory(number)
    return show_number(spec, number)
