"""LZF, the compression of long strings in RDB files.

000lllll                      l + 1 bytes follow as they are
lllooooo [l] oooooooo         copy l + 2 bytes from o + 1 back; l = 7: a byte more is added to it
"""

from __future__ import annotations


def unfold(data: bytes, size: int) -> bytes:
    """The `size` bytes that were compressed; ValueError when the data does not unfold to them."""
    out = bytearray()
    at, end = 0, len(data)
    while at < end:
        control = data[at]
        at += 1
        if control < 32:
            literal = data[at : at + control + 1]
            if len(literal) <= control:
                raise ValueError("literal bytes are missing")
            out += literal
            at += control + 1
        else:
            at = _copy(data, at, control, out)
        if len(out) > size:
            raise ValueError("more bytes than were said")
    if len(out) != size:
        raise ValueError("fewer bytes than were said")
    return bytes(out)


def _copy(data: bytes, at: int, control: int, out: bytearray) -> int:
    """Repeats what stands further back; where the data goes on."""
    length = control >> 5
    if at + (1 if length == 7 else 0) >= len(data):
        raise ValueError("a reference is cut off")
    if length == 7:
        length += data[at]
        at += 1
    back = (control & 31) << 8 | data[at]
    start, length = len(out) - back - 1, length + 2
    if start < 0:
        raise ValueError("a reference points before the start")
    while length > 0:
        piece = out[start : start + length]
        out += piece
        length -= len(piece)
    return at + 1
