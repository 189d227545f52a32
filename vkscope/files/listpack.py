"""Listpacks: elements in one block that can be walked from both ends.

bytes u32 | elements u16 | element ... | 255        65535 elements: count them
element:  encoding and data | backlen: their size in groups of 7 bits, highest first; the largest
          size of each number of bytes takes a byte more, by tradition

0xxxxxxx           number 0..127            11110001 u16   number of 16 bits
10llllll           text of l bytes          11110010 u24   of 24
110xxxxx x         number of 13 bits        11110011 u32   of 32
1110llll l         text of 12 bits of l     11110100 u64   of 64
11110000 u32       text
"""

from __future__ import annotations

from typing import Final

from vkscope.files.blob import Blob, shown

HEAD: Final = 6
END: Final = 255
COUNTED: Final = 65535
_NUMBERS: Final = {0xF1: 2, 0xF2: 3, 0xF3: 4, 0xF4: 8}


def elements(blob: Blob) -> list[bytes]:
    """The elements as texts; FormatError when the block contradicts itself."""
    data = blob.data
    size = len(data)
    if size < HEAD + 1:
        raise blob.fault(0, "a listpack is shorter than its head")
    said = int.from_bytes(data[:4], "little")
    if said != size:
        raise blob.fault(0, f"a listpack says {said} bytes and has {size}")
    count = int.from_bytes(data[4:6], "little")
    if blob.sketch is not None:
        blob.note(0, 4, f"listpack of {size} bytes")
        blob.note(4, 2, f"{count} elements" if count < COUNTED else "count them")
    found: list[bytes] = []
    at, end = HEAD, size - 1
    while at < end and data[at] != END:
        at = _element(blob, at, end, found)
    if at != end or data[end] != END:
        raise blob.fault(at, "a listpack ends in the wrong place")
    if count not in (COUNTED, len(found)):
        raise blob.fault(4, f"a listpack says {count} elements and has {len(found)}")
    if blob.sketch is not None:
        blob.note(end, 1, "end of the listpack")
    return found


def _element(blob: Blob, at: int, end: int, found: list[bytes]) -> int:
    """Adds one element; where the next one begins."""
    data = blob.data
    first = data[at]
    if first < 0x80:
        value, size = b"%d" % first, 1
    elif first < 0xC0:
        size = 1 + (first & 63)
        value = data[at + 1 : at + size]
    elif first < 0xE0:
        number = ((first & 31) << 8 | data[at + 1]) if at + 1 < end else 0
        value, size = b"%d" % (number - 8192 if number >= 4096 else number), 2
    elif first < 0xF0:
        size = 2 + ((first & 15) << 8 | data[at + 1])
        value = data[at + 2 : at + size]
    elif first == 0xF0:
        size = 5 + int.from_bytes(data[at + 1 : at + 5], "little")
        value = data[at + 5 : at + size]
    else:
        width = _NUMBERS.get(first)
        if width is None:
            raise blob.fault(at, f"a listpack's element of unknown form {first:#04x}")
        size = 1 + width
        value = b"%d" % int.from_bytes(data[at + 1 : at + size], "little", signed=True)
    back = 1 if size < 128 else _back_bytes(size)
    if at + size + back > end:
        raise blob.fault(at, "a listpack's element reaches beyond the end")
    if data[at + size : at + size + back] != (_BACK[size] if size < 128 else _back(size, back)):
        raise blob.fault(at + size, "a listpack's element whose size from behind differs")
    found.append(value)
    if blob.sketch is not None:
        is_text = 0x80 <= first < 0xC0 or 0xE0 <= first <= 0xF0
        what = shown(value) if is_text else f"number {value.decode()}"
        blob.note(at, size + back, f"element {len(found) - 1}: {what}")
    return at + size + back


def _back_bytes(size: int) -> int:
    return 2 if size < 16383 else 3 if size < 2097151 else 4 if size < 268435455 else 5


def _back(size: int, count: int) -> bytes:
    """The size in groups of 7 bits; all but the first have the high bit set."""
    groups = [size >> 7 * (count - 1 - i) & 127 for i in range(count)]
    return bytes([groups[0], *(group | 128 for group in groups[1:])])


_BACK: Final = [bytes([size]) for size in range(128)]
