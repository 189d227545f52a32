"""How many bytes a listpack needs, since lists leave theirs by size.

listpack:  total bytes (4) | elements (2) | element ... | end (1)
element:   encoding and data | its length again, to walk backwards (1 to 5)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vkscope.model.numbers import parse_integer

EMPTY: Final = 7
_INTEGERS: Final = ((12, 2), (15, 3), (23, 4), (31, 5), (63, 9))
"""Bits beside the sign, and bytes: a signed integer takes the first that holds it."""


def size(items: Iterable[bytes]) -> int:
    """Return the bytes of a listpack with these elements."""
    return EMPTY + sum(map(element_size, items))


def element_size(data: bytes) -> int:
    """Return the bytes of one element."""
    body = _body(data)
    return body + sum(body >= limit for limit in (0, 128, 16384, 2097152, 268435456))


def _body(data: bytes) -> int:
    number = parse_integer(data) if len(data) < 21 else None
    if number is None:
        length = len(data)
        return length + (1 if length < 64 else 2 if length < 4096 else 5)
    if 0 <= number <= 127:
        return 1
    return next(n for bits, n in _INTEGERS if -(1 << bits) <= number < 1 << bits)
