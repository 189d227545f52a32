"""Extended precision, against the processor's own where there is one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from vkscope.model.extended import add, parse, show


@pytest.mark.parametrize(
    ("a", "b", "total"),
    [
        (b"10.5", b"0.1", b"10.6"),
        (b"0.1", b"0.2", b"0.3"),
        (b"3.0e3", b"200", b"3200"),
        (b"1e17", b"0.03125", b"100000000000000000.03125"),
        (b"0x1p-3", b".5", b"0.625"),
        (b"5.", b"-5", b"0"),
        (b"-1e-20", b"0", b"0"),
        (b"1", b"1e-20", b"1"),
    ],
)
def test_sums(a: bytes, b: bytes, total: bytes) -> None:
    first, second = parse(a), parse(b)
    assert first is not None and second is not None
    result = add(first, second)
    assert result is not None and show(result) == total


def test_a_tenth_is_rounded_to_64_bits() -> None:
    tenth = parse(b"0.1")
    assert isinstance(tenth, Fraction) and tenth != Fraction(1, 10)
    assert tenth.numerator.bit_length() <= 64
    assert abs(tenth - Fraction(1, 10)) < Fraction(1, 2**66)


@pytest.mark.parametrize(
    "text", [b"", b"x", b"nan", b"1e", b"0x", b"1 ", b"1e5000", b"1e-5000", b"1" * 5120]
)
def test_no_numbers(text: bytes) -> None:
    assert parse(text) is None


def test_infinity_is_read_and_never_a_sum() -> None:
    infinite, one, largest = parse(b"-Inf"), parse(b"1"), parse(b"1.1e4932")
    assert infinite is not None and one is not None and largest is not None
    assert add(infinite, one) is None
    assert add(largest, largest) is None
