"""Floating point as scores see it: C's double, printed with the fewest digits that read back."""

from __future__ import annotations

import math
import re
from typing import Final

_NUMBER = re.compile(
    rb"[+-]?(?:inf(?:inity)?|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?)", re.IGNORECASE
)
_HEX = re.compile(
    rb"[+-]?0x(?:[0-9a-f]+(?:\.[0-9a-f]*)?|\.[0-9a-f]+)(?:p[+-]?[0-9]+)?", re.IGNORECASE
)
WHOLE: Final = 2**62 - 1
"""Whole numbers up to about this are printed as integers."""


def parse(text: bytes) -> float | None:
    """Return the number that a whole text is; None for what is none, or leaves the range."""
    try:
        if _HEX.fullmatch(text):
            number = float.fromhex(text.decode())
        elif _NUMBER.fullmatch(text):
            number = float(text)
        else:
            return None
    except OverflowError:
        return None
    if math.isinf(number) and b"n" not in text.lower():
        return None
    if number == 0 and re.search(rb"[1-9a-f]", _mantissa(text)):
        return None
    return number


def _mantissa(text: bytes) -> bytes:
    """Return the digits in front of the exponent."""
    lowered = text.lower()
    if b"x" in lowered:
        return lowered.partition(b"x")[2].partition(b"p")[0]
    return lowered.partition(b"e")[0]


def show(number: float) -> bytes:
    """Return the shortest text: plain up to seven digits beyond, else with an exponent."""
    if math.isinf(number):
        return b"inf" if number > 0 else b"-inf"
    if number == 0:
        return b"-0" if math.copysign(1, number) < 0 else b"0"
    if abs(number) <= float(WHOLE) and number == int(number):
        return b"%d" % int(number)
    sign, digits, tens = _digits(number)
    exponent = tens + len(digits) - 1
    if tens >= 0 and abs(exponent) < len(digits) + 7:
        text = digits + "0" * tens
    elif tens < 0 and (tens > -7 or abs(exponent) < 4):
        whole = len(digits) + tens
        text = digits[:whole] + "." + digits[whole:] if whole > 0 else "0." + "0" * -whole + digits
    else:
        point = "." if len(digits) > 1 else ""
        text = f"{digits[0]}{point}{digits[1:]}e{'-' if exponent < 0 else '+'}{abs(exponent)}"
    return (sign + text).encode()


def _digits(number: float) -> tuple[str, str, int]:
    """Return sign, shortest digits, and the power of ten that the last one stands for."""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    tens = int(exponent or 0) - len(fraction)
    stripped = digits.rstrip("0")
    return "-" if number < 0 else "", stripped, tens + len(digits) - len(stripped)


def parse_lenient(text: bytes) -> float | None:
    """The same, but a number too large is infinite and one too small is zero, as strtod says."""
    if _HEX.fullmatch(text):
        try:
            return float.fromhex(text.decode())
        except OverflowError:
            return -math.inf if text.startswith(b"-") else math.inf
    return float(text) if _NUMBER.fullmatch(text) else None
