"""Floating point as INCRBYFLOAT sees it: x87 extended precision, 64 bits of mantissa.

Design: a number is an exact Fraction that happens to be representable; every step rounds to the
nearest representable one, ties to even. Python's float has 53 bits, and would give other digits.
Infinity is float's, with a sign; there is no NaN: it is refused where it is read. Decimal turns
digits into integers and back, since Python's int() refuses more than 4,300 of them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

MANTISSA: Final = 64
MAX_EXPONENT: Final = 16384
MIN_EXPONENT: Final = -16382
LONGEST: Final = 5 * 1024
"""A text of that many bytes or more is no number."""

_DECIMAL = re.compile(rb"([+-]?)(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))(?:[eE]([+-]?[0-9]+))?")
_HEX = re.compile(
    rb"([+-]?)0[xX](?:([0-9a-fA-F]+)(?:\.([0-9a-fA-F]*))?|\.([0-9a-fA-F]+))(?:[pP]([+-]?[0-9]+))?"
)
_INFINITE = re.compile(rb"([+-]?)inf(?:inity)?", re.IGNORECASE)

Number = Fraction | float
"""A Fraction, or float's infinity."""


def round_to_extended(number: Fraction) -> Number:
    """Return the nearest representable number; infinity beyond the largest."""
    if number == 0:
        return Fraction(0)
    exponent = max(_floor_log2(abs(number)), MIN_EXPONENT)
    quantum = Fraction(2) ** (exponent - MANTISSA + 1)
    rounded = round(number / quantum) * quantum
    if abs(rounded) >= Fraction(2) ** MAX_EXPONENT:
        return float("inf") if number > 0 else float("-inf")
    return rounded


def _floor_log2(number: Fraction) -> int:
    guess = number.numerator.bit_length() - number.denominator.bit_length()
    return guess if Fraction(2) ** guess <= number else guess - 1


def parse(text: bytes) -> Number | None:
    """Return the number that a text is; None for what is none, and where the range ends."""
    if len(text) >= LONGEST:
        return None
    if found := _INFINITE.fullmatch(text):
        return float("-inf") if found[1] == b"-" else float("inf")
    for pattern, base, step, limit in ((_HEX, 16, 2, 80000), (_DECIMAL, 10, 10, 20000)):
        if found := pattern.fullmatch(text):
            return _assemble(found, base, step, limit)
    return None


def _assemble(found: re.Match[bytes], base: int, step: int, limit: int) -> Number | None:
    fraction = found[4] if found[4] is not None else found[3] or b""
    text = ((found[2] or b"") + fraction).decode()
    digits = int(Decimal(text)) if base == 10 else int(text, base)
    if digits == 0:
        return Fraction(0)
    exponent = int(found[5] or b"0")
    if abs(exponent) > limit:
        return None  # far out of range whatever the digits are
    exact = digits * Fraction(step) ** exponent / Fraction(base) ** len(fraction)
    number = round_to_extended(-exact if found[1] == b"-" else exact)
    if isinstance(number, float) or number == 0:
        return None  # overflow, and underflow to nothing
    return number


def add(a: Number, b: Number) -> Fraction | None:
    """Return the sum; None when it is not finite."""
    if isinstance(a, float) or isinstance(b, float):
        return None
    total = round_to_extended(a + b)
    return None if isinstance(total, float) else total


def show(number: Fraction) -> bytes:
    """Return 17 digits after the point, then without zeros at the end."""
    scaled = round(abs(number) * 10**17)
    whole, rest = divmod(scaled, 10**17)
    text = f"{Decimal(whole):f}.{rest:017}".rstrip("0").rstrip(".")
    return (f"-{text}" if number < 0 and text != "0" else text).encode()
