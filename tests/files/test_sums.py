"""Checksum and compression, against slow and simple forms of them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import payloads
from vkscope.files.crc64 import BLOCK, crc64
from vkscope.files.lzf import unfold


def test_the_check_value_of_the_catalogue() -> None:
    assert crc64(b"123456789") == 0xE9C6D914C4B8D9CA


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 77])
def test_lanes_sum_what_a_step_a_byte_sums(size: int) -> None:
    data = Random(size).randbytes(size)
    assert crc64(data) == payloads.crc64(data)


def test_a_sum_goes_on_from_another() -> None:
    data = Random(1).randbytes(BLOCK + 500)
    assert crc64(data[300:], crc64(data[:300])) == crc64(data)


@pytest.mark.parametrize(
    ("packed", "text"),
    [
        (b"\x02abc", b"abc"),
        (b"\x00a\x20\x00", b"aaaa"),
        (b"\x02abc\xe0\x06\x02", b"abc" * 6),
        (b"\x01ab\x20\x01\x00!", b"ababa!"),
    ],
)
def test_compressed_strings_unfold(packed: bytes, text: bytes) -> None:
    assert unfold(packed, len(text)) == text


@pytest.mark.parametrize(
    ("packed", "size"),
    [(b"\x02ab", 3), (b"\x20\x00", 3), (b"\x00a\x20", 4), (b"\x00a", 2), (b"\x02abc", 2)],
)
def test_what_does_not_unfold_is_refused(packed: bytes, size: int) -> None:
    with pytest.raises(ValueError, match="byte|reference"):
        unfold(packed, size)


@given(st.binary(max_size=200), st.integers(0, 1000))
def test_unfolding_noise_ends_in_bytes_or_a_complaint(packed: bytes, size: int) -> None:
    try:
        assert len(unfold(packed, size)) == size
    except ValueError as error:
        assert str(error)
