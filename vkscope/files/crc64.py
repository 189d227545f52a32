"""CRC-64/Jones, the checksum of RDB files: reflected, begins at 0, nothing xored at the end.

Words   lane: one of LANES equal parts of a block.  plane: byte k of the sums of all lanes.
Design  A table step per byte is dear in Python. A block is therefore cut into lanes that go
        forward together: one step takes byte i of every lane, and `bytes.translate` looks up all
        lanes at once, plane by plane.

          sum'[k] = sum[k + 1] xor TABLE[k][sum[0] xor byte]      for each plane k of 0..7

        The sums of the lanes are then joined: sum(a b) = shift(sum(a), len(b)) xor sum(b), where
        shifting by a fixed length is linear, so it is eight tables of 256.
Cost    An eighth of a table step a byte (18 ns against 155), for whole blocks of 256 KiB.
"""

from __future__ import annotations

from functools import cache
from typing import Final

POLYNOMIAL: Final = 0x95AC9329AC4BC9B5
LANES: Final = 1024
LANE: Final = 256
"""Bytes of a lane."""
BLOCK: Final = LANES * LANE


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


_TABLE: Final = _table()


@cache
def _planes() -> list[bytes]:
    """The table by bytes: plane k holds byte k of every entry."""
    return [bytes(entry >> 8 * k & 255 for entry in _TABLE) for k in range(8)]


def _zeros(value: int, count: int) -> int:
    """The sum after so many zero bytes."""
    for _ in range(count):
        value = _TABLE[value & 255] ^ value >> 8
    return value


@cache
def _shifts() -> list[list[int]]:
    """What a lane of zero bytes makes of each byte of a sum."""
    tables = []
    for k in range(8):
        bits = [_zeros(1 << (8 * k + bit), LANE) for bit in range(8)]
        table = [0] * 256
        for byte in range(1, 256):
            low = byte & -byte
            table[byte] = table[byte ^ low] ^ bits[low.bit_length() - 1]
        tables.append(table)
    return tables


def _block(value: int, data: bytes) -> int:
    """The sum after a block of BLOCK bytes."""
    tables = _planes()
    planes = [0] * 8
    for i in range(LANE):
        column = int.from_bytes(data[i::LANE], "little") ^ planes[0]
        index = column.to_bytes(LANES, "little")
        above = [*planes[1:], 0]
        planes = [
            int.from_bytes(index.translate(table), "little") ^ plane
            for table, plane in zip(tables, above, strict=True)
        ]
    sums = [plane.to_bytes(LANES, "little") for plane in planes]
    s0, s1, s2, s3, s4, s5, s6, s7 = _shifts()
    for lane in zip(*sums, strict=True):
        value = (
            s0[value & 255]
            ^ s1[value >> 8 & 255]
            ^ s2[value >> 16 & 255]
            ^ s3[value >> 24 & 255]
            ^ s4[value >> 32 & 255]
            ^ s5[value >> 40 & 255]
            ^ s6[value >> 48 & 255]
            ^ s7[value >> 56]
            ^ int.from_bytes(bytes(lane), "little")
        )
    return value


def crc64(data: bytes, value: int = 0) -> int:
    """The sum after these bytes, of which `value` is the sum of those before."""
    at = 0
    while len(data) - at >= BLOCK:
        value = _block(value, data[at : at + BLOCK])
        at += BLOCK
    table = _TABLE
    for byte in data[at:]:
        value = table[(value ^ byte) & 255] ^ value >> 8
    return value
