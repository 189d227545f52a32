"""Protocol buffers, the few lines of them that writing a trace takes: varints and fields.

Rules: writes alone. A message is bytes; a field is its number and its content, in any order.

Design: a field's key is `number << 3 | kind`; kind 0 is a varint, kind 2 bytes after their length.
A worked example: field 1 with the number 150 is 08 96 01; field 2 with "testing" is 12 07 and the
seven letters.
"""

from __future__ import annotations

MASK = (1 << 64) - 1


def varint(value: int) -> bytes:
    """Return a number as seven bits a byte, the lowest first; negative ones take ten bytes."""
    left = value & MASK
    out = bytearray()
    while left > 0x7F:
        out.append(left & 0x7F | 0x80)
        left >>= 7
    out.append(left)
    return bytes(out)


def number(field: int, value: int) -> bytes:
    """Return a field that holds a number or an enumeration."""
    return varint(field << 3) + varint(value)


def content(field: int, value: bytes | str) -> bytes:
    """Return a field that holds text, bytes or another message."""
    raw = value.encode("utf-8", "replace") if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(raw)) + raw
