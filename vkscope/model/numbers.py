"""Integers as commands read them: strictly.

Rules: no sign '+', no leading zeros, no spaces, nothing that Python's int() would forgive.
"""

from __future__ import annotations

import re
from typing import Final

INT64_MIN: Final = -(2**63)
INT64_MAX: Final = 2**63 - 1
INT32_MIN: Final = -(2**31)
INT32_MAX: Final = 2**31 - 1

_INTEGER = re.compile(rb"0|-?[1-9][0-9]{0,18}")
_CURSOR = re.compile(rb"[ \t\n\v\f\r]*([+-]?)([0-9]+)")


def parse_integer(text: bytes) -> int | None:
    """Return the signed 64-bit integer that a text is, or None."""
    if not _INTEGER.fullmatch(text):
        return None
    number = int(text)
    return number if INT64_MIN <= number <= INT64_MAX else None


def parse_cursor(text: bytes) -> int | None:
    """Return the unsigned 64-bit integer that a text is, or None.

    The one number that is read leniently, as C's strtoull does: up to the first zero byte, with
    blanks and a sign in front. Below 0 it wraps round, unless it is a plain negative integer.
    """
    text = text.partition(b"\0")[0]
    found = _CURSOR.fullmatch(text)
    if not found or (parse_integer(text) or 0) < 0 or len(found[2]) > 4000:
        return None
    number = int(found[2])
    if number >= 2**64:
        return None
    return -number % 2**64 if found[1] == b"-" else number


def fits_int64(number: int) -> bool:
    """Tell whether a result is still a signed 64-bit integer."""
    return INT64_MIN <= number <= INT64_MAX
