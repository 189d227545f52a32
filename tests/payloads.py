"""RDB's bytes made by hand: a second writer of the format.

For payloads that no server writes any more, or never did.

Words: body is a type byte and a value; payload is what RESTORE takes; file is a whole RDB file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache

POLYNOMIAL = 0x95AC9329AC4BC9B5
STRING, LIST, SET, ZSET, HASH, ZSET_2 = range(6)
HASH_ZIPMAP, LIST_ZIPLIST, SET_INTSET, ZSET_ZIPLIST, HASH_ZIPLIST, LIST_QUICKLIST = range(9, 15)
STREAM, HASH_LISTPACK, ZSET_LISTPACK, LIST_QUICKLIST_2 = range(15, 19)
STREAM_2, SET_LISTPACK, STREAM_3, HASH_2 = range(19, 23)


@cache
def _sums() -> list[int]:
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


def crc64(data: bytes) -> int:
    """The checksum of payloads and files."""
    table, value = _sums(), 0
    for byte in data:
        value = value >> 8 ^ table[(value ^ byte) & 255]
    return value


def length(n: int) -> bytes:
    """A length."""
    if n < 1 << 6:
        return bytes([n])
    if n < 1 << 14:
        return bytes([0x40 | n >> 8, n & 255])
    return b"\x80" + struct.pack(">I", n) if n < 1 << 32 else b"\x81" + struct.pack(">Q", n)


def string(data: bytes) -> bytes:
    """A string as it is."""
    return length(len(data)) + data


def payload(body: bytes, version: int = 11) -> bytes:
    """A body with the footer of DUMP."""
    whole = body + struct.pack("<H", version)
    return whole + struct.pack("<Q", crc64(whole))


def file(records: bytes, magic: bytes = b"REDIS0011") -> bytes:
    """A file of these records, ended and summed."""
    whole = magic + records + b"\xff"
    return whole + struct.pack("<Q", crc64(whole))


def pairs(held: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Strings in turn."""
    return b"".join(string(a) + string(b) for a, b in held)


def ziplist(entries: Iterable[bytes | int]) -> bytes:
    """A ziplist."""
    body, before, last, count = b"", 0, 10, 0
    for entry in entries:
        last = 10 + len(body)
        lead = bytes([before]) if before < 254 else b"\xfe" + struct.pack("<I", before)
        made = lead + _ziplist_value(entry)
        body += made
        before = len(made)
        count += 1
    return struct.pack("<IIH", 11 + len(body), last, min(count, 65535)) + body + b"\xff"


def _ziplist_value(entry: bytes | int) -> bytes:
    if isinstance(entry, bytes):
        if len(entry) < 1 << 6:
            return bytes([len(entry)]) + entry
        if len(entry) < 1 << 14:
            return bytes([0x40 | len(entry) >> 8, len(entry) & 255]) + entry
        return b"\x80" + struct.pack(">I", len(entry)) + entry
    if 0 <= entry <= 12:
        return bytes([0xF1 + entry])
    for first, size in ((0xFE, 1), (0xC0, 2), (0xF0, 3), (0xD0, 4), (0xE0, 8)):
        if -(1 << 8 * size - 1) <= entry < 1 << 8 * size - 1:
            return bytes([first]) + entry.to_bytes(size, "little", signed=True)
    raise ValueError(entry)


def zipmap(held: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A zipmap, with two free bytes behind each value."""
    both = list(held)
    body = b"".join(
        _zipmap_length(f) + f + _zipmap_length(v) + b"\x02" + v + b"??" for f, v in both
    )
    return bytes([min(len(both), 254)]) + body + b"\xff"


def _zipmap_length(text: bytes) -> bytes:
    return bytes([len(text)]) if len(text) < 254 else b"\xfe" + struct.pack("<I", len(text))


def listpack(entries: Iterable[bytes | int]) -> bytes:
    """A listpack; integers from 0 to 127 and texts below 4096 bytes."""
    body, count = b"", 0
    for entry in entries:
        made = bytes([entry]) if isinstance(entry, int) else _listpack_text(entry)
        back = (
            bytes([len(made)])
            if len(made) < 128
            else bytes([len(made) >> 7, len(made) & 127 | 128])
        )
        body += made + back
        count += 1
    return struct.pack("<IH", 7 + len(body), count) + body + b"\xff"


def _listpack_text(text: bytes) -> bytes:
    if len(text) < 64:
        return bytes([0x80 | len(text)]) + text
    return bytes([0xE0 | len(text) >> 8, len(text) & 255]) + text
