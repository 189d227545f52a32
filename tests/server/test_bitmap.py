"""Bits: single ones, counts, searches, combinations and fields, against models in Python."""

from __future__ import annotations

import random

import pytest

from tests.server.test_strings import Client
from tests.words import refused, run

OFFSET = "bit offset is not an integer or out of range"


def bits_of(data: bytes) -> str:
    """The bits as text, first byte's highest first."""
    return "".join(f"{byte:08b}" for byte in data)


def test_setbit_and_getbit(client: Client) -> None:
    assert run(client, "GETBIT", "k", 100) == 0
    assert run(client, "SETBIT", "k", 1, 1) == 0
    assert run(client, "GET", "k") == b"@"
    assert run(client, "SETBIT", "k", 1, 0) == 1
    assert run(client, "SETBIT", "k", 23, 0) == 0
    assert run(client, "GET", "k") == b"\0\0\0"
    run(client, "SET", "n", 1)
    assert run(client, "SETBIT", "n", 6, 1) == 0
    assert run(client, "GET", "n") == b"3"
    assert run(client, "GETBIT", "n", 7) == 1
    assert run(client, "GETBIT", "n", 2**32 - 1) == 0


def test_setbit_refuses(client: Client) -> None:
    for offset in ("-1", "x", str(2**32), str(2**63)):
        assert refused(client, "SETBIT", "k", offset, 1) == OFFSET
        assert refused(client, "GETBIT", "k", offset) == OFFSET
    for bit in ("2", "-1", "x"):
        assert refused(client, "SETBIT", "k", 0, bit) == "bit is not an integer or out of range"
    assert run(client, "EXISTS", "k") == 0


@pytest.mark.parametrize("length", [0, 1, 7, 31, 32, 33, 100, 1000, 5000])
def test_bitcount_of_random_strings(client: Client, length: int) -> None:
    data = random.Random(length).randbytes(length)
    run(client, "SET", "k", data)
    bits = bits_of(data)
    assert run(client, "BITCOUNT", "k") == bits.count("1")
    rng = random.Random(length + 1)
    for _ in range(60):
        start, end = rng.randint(-length - 2, length + 2), rng.randint(-length - 2, length + 2)
        assert run(client, "BITCOUNT", "k", start, end) == clip(bits, start, end, 8).count("1")
        start, end = (
            rng.randint(-8 * length - 2, 8 * length),
            rng.randint(-8 * length - 2, 8 * length),
        )
        assert run(client, "BITCOUNT", "k", start, end, "BIT") == clip(bits, start, end, 1).count(
            "1"
        )


def clip(bits: str, start: int, end: int, unit: int) -> str:
    """The part of bits that a range names; in units of 8 bits or of one."""
    first, last = span(bits, start, end, unit)
    return bits[first * unit : (last + 1) * unit] if first <= last else ""


def span(bits: str, start: int, end: int, unit: int) -> tuple[int, int]:
    """A range with its negative ends counted from the right, and clipped."""
    total = len(bits) // unit
    if start < 0 and end < 0 and start > end:
        return 1, 0
    start = max(start + total, 0) if start < 0 else start
    end = max(end + total, 0) if end < 0 else end
    return start, min(end, total - 1)


def test_bitcount_refuses(client: Client) -> None:
    assert run(client, "BITCOUNT", "none", 0, -1) == 0
    run(client, "SET", "k", "foobar")
    assert run(client, "BITCOUNT", "k", 1) == 22
    assert run(client, "BITCOUNT", "k", 1, 1, "byte") == 6
    assert refused(client, "BITCOUNT", "k", 0, 1, "hex") == "syntax error"
    assert refused(client, "BITCOUNT", "k", 0, 1, "BIT", "more") == "syntax error"
    assert refused(client, "BITCOUNT", "k", "x") == "value is not an integer or out of range"


@pytest.mark.parametrize("length", [1, 8, 40, 3000])
@pytest.mark.parametrize("wanted", ["0", "1"])
def test_bitpos_in_sparse_strings(client: Client, length: int, wanted: str) -> None:
    rng = random.Random(length)
    for _ in range(30):
        data = bytearray((b"\xff" if wanted == "0" else b"\0") * length)
        for _ in range(rng.randint(0, 2)):
            data[rng.randrange(length)] ^= 1 << rng.randrange(8)
        run(client, "SET", "k", bytes(data))
        bits = bits_of(bytes(data))
        start, end = rng.randint(0, length - 1), rng.randint(-length, length)
        for unit, words in ((8, []), (1, ["BIT"])):
            first, last = span(bits, start, end, unit)
            found = bits.find(wanted, first * unit, (last + 1) * unit) if first <= last else -1
            assert run(client, "BITPOS", "k", wanted, start, end, *words) == found


def test_bitpos_without_an_end(client: Client) -> None:
    assert run(client, "BITPOS", "none", 0) == 0
    assert run(client, "BITPOS", "none", 1) == -1
    run(client, "SET", "k", b"\xff\xff\xff")
    assert run(client, "BITPOS", "k", 0) == 24
    assert run(client, "BITPOS", "k", 0, 1) == 24
    assert run(client, "BITPOS", "k", 0, 3) == -1
    assert run(client, "BITPOS", "k", 0, 0, -1) == -1
    run(client, "SET", "k", "")
    assert run(client, "BITPOS", "k", 0) == -1
    assert refused(client, "BITPOS", "k", 2) == "The bit argument must be 1 or 0."
    assert refused(client, "BITPOS", "k", 1, 0, 1, "x") == "syntax error"


@pytest.mark.parametrize("operation", ["AND", "or", "XOR"])
def test_bitop_over_strings_of_different_lengths(client: Client, operation: str) -> None:
    rng = random.Random(5)
    for lengths in ((0, 0), (5, 5), (100, 3), (40_000, 16_384, 16_385), (7, 0, 100)):
        sources = [rng.randbytes(n) for n in lengths]
        longest = max(lengths)
        expected = bytearray(sources[0].ljust(longest, b"\0"))
        for source in sources[1:]:
            for i, byte in enumerate(source.ljust(longest, b"\0")):
                if operation == "AND":
                    expected[i] &= byte
                elif operation == "or":
                    expected[i] |= byte
                else:
                    expected[i] ^= byte
        names = [f"s{i}" for i in range(len(sources))]
        run(client, "DEL", *names)
        for name, source in zip(names, sources, strict=True):
            if source:
                run(client, "SET", name, source)
        run(client, "SET", "out", "old", "EX", 100)
        assert run(client, "BITOP", operation, "out", *names) == longest
        assert run(client, "GET", "out") == (bytes(expected) if longest else None)
        assert run(client, "TTL", "out") == (-1 if longest else -2)


def test_bitop_not_and_into_itself(client: Client) -> None:
    run(client, "SET", "k", b"\x00\xf0\xff" * 7)
    assert run(client, "BITOP", "NOT", "k", "k") == 21
    assert run(client, "GET", "k") == b"\xff\x0f\x00" * 7
    single = "BITOP NOT must be called with a single source key."
    assert refused(client, "BITOP", "NOT", "out", "k", "k") == single
    assert refused(client, "BITOP", "NAND", "out", "k") == "syntax error"


def test_bitfield_signed_and_unsigned(client: Client) -> None:
    assert run(client, "BITFIELD", "k", "SET", "u8", 0, 255, "GET", "u8", 0, "GET", "i8", 0) == [
        0,
        255,
        -1,
    ]
    assert run(client, "BITFIELD", "k", "SET", "i8", "#1", -128) == [0]
    assert run(client, "BITFIELD", "k", "GET", "i8", 8, "GET", "u4", 6) == [-128, 14]
    assert run(client, "BITFIELD", "k", "GET", "i64", 1000) == [0]
    assert run(client, "STRLEN", "k") == 2
    most = 2**63 - 1
    assert run(client, "BITFIELD", "k", "SET", "i64", 3, most, "GET", "i64", 3)[1] == most
    assert run(client, "BITFIELD", "k") == []


def test_bitfield_overflow(client: Client) -> None:
    ops = ("INCRBY", "u2", 100, 1, "OVERFLOW", "SAT", "INCRBY", "u2", 102, 1)
    assert [run(client, "BITFIELD", "k", *ops) for _ in range(4)] == [
        [1, 1],
        [2, 2],
        [3, 3],
        [0, 3],
    ]
    assert run(client, "BITFIELD", "k", "OVERFLOW", "FAIL", "INCRBY", "u2", 102, 1) == [None]
    assert run(client, "BITFIELD", "n", "SET", "i8", 0, 127, "INCRBY", "i8", 0, 1) == [0, -128]
    assert run(client, "BITFIELD", "n", "OVERFLOW", "SAT", "INCRBY", "i8", 0, -1) == [-128]
    assert run(client, "BITFIELD", "n", "OVERFLOW", "SAT", "SET", "u8", 0, -1, "GET", "u8", 0) == [
        128,
        255,
    ]
    low = -(2**63)
    assert run(client, "BITFIELD", "w", "SET", "i64", 0, low, "INCRBY", "i64", 0, -1) == [
        0,
        2**63 - 1,
    ]


def test_bitfield_against_a_model(client: Client) -> None:
    rng = random.Random(11)
    model = 0
    size = 512
    run(client, "SET", "k", b"\0" * (size // 8))
    for _ in range(300):
        signed = rng.random() < 0.5
        width = rng.randint(1, 64 if signed else 63)
        offset = rng.randint(0, size - width)
        value = rng.getrandbits(width)
        shift = size - offset - width
        mask = (1 << width) - 1
        old = model >> shift & mask
        model = model & ~(mask << shift) | value << shift
        if signed:
            old -= (old >> (width - 1)) << width
            value -= (value >> (width - 1)) << width
        kind = f"{'i' if signed else 'u'}{width}"
        assert run(client, "BITFIELD", "k", "SET", kind, offset, value) == [old]
        assert run(client, "BITFIELD_RO", "k", "GET", kind, offset) == [value]
    assert run(client, "GET", "k") == model.to_bytes(size // 8, "big")


def test_bitfield_refuses(client: Client) -> None:
    kinds = (
        "Invalid bitfield type. Use something like i16 u8. "
        "Note that u64 is not supported but i64 is."
    )
    for kind in ("u64", "i65", "x8", "u0", "u", "i-1", ""):
        assert refused(client, "BITFIELD", "k", "GET", kind, 0) == kinds
    assert refused(client, "BITFIELD", "k", "GET", "u8", -1) == OFFSET
    assert refused(client, "BITFIELD", "k", "GET", "u8", f"#{2**62}") == OFFSET
    assert refused(client, "BITFIELD", "k", "OVERFLOW", "x") == "Invalid OVERFLOW type specified"
    assert refused(client, "BITFIELD", "k", "GET", "u8") == "syntax error"
    assert refused(client, "BITFIELD", "k", "SET", "u8", 0) == "syntax error"
    only_get = "BITFIELD_RO only supports the GET subcommand"
    assert refused(client, "BITFIELD_RO", "k", "SET", "u8", 0, 1) == only_get
    assert run(client, "EXISTS", "k") == 0
