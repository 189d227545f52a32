"""Fields of INFO: how numbers are written, and that unknown ones are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from vkscope.server.info.numbers import Count

Fields = Iterator[tuple[str, str | int | None]]
"""Names and values; None is not known."""
_SAFE: Final = str.maketrans("#:\n\r", "____")


def lines(fields: Iterable[tuple[str, str | int | None]]) -> Iterator[str]:
    """`name:value` of what is known. A value never ends its line."""
    for name, value in fields:
        if value is not None:
            shown = str(value).replace("\r", " ").replace("\n", " ")
            yield f"{name}:{shown}"


def safe(name: str) -> str:
    """A name from outside, which must not look like a line or a field."""
    return name.translate(_SAFE)


def human(size: int) -> str:
    """Bytes with one letter of unit."""
    if size < 1024:
        return f"{size}B"
    for power, letter in enumerate("KMGTP", 1):
        if size < 1024 ** (power + 1):
            return f"{size / 1024**power:.2f}{letter}"
    return f"{size}B"


def sized(name: str, size: Count) -> Fields:
    """A size, and for people."""
    yield name, size
    yield f"{name}_human", None if size is None else human(size)


def scaled(value: Count, divisor: int) -> str | None:
    """A number in a larger unit, with two digits after the point."""
    return None if value is None else f"{value / divisor:.2f}"


def whole(value: Count, divisor: int) -> int | None:
    """A number in a larger unit, cut."""
    return None if value is None else value // divisor


def ratio(part: Count, of: Count) -> float | None:
    """How much the one is of the other; 0 of nothing."""
    if part is None or of is None:
        return None
    return part / of if of else 0.0
