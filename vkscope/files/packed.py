"""Older packed blocks: ziplist and zipmap, which nobody writes any more, and intset.

ziplist   bytes u32 | last element's place u32 | elements u16 | element ... | 255
          element: bytes of the one before (1, or 254 and 4) | encoding | data
          00llllll text, 01llllll l text, 10000000 u32 (big-endian) text,
          11000000 i16, 11010000 i32, 11100000 i64, 11110000 i24, 11111110 i8, 1111xxxx 0..12
zipmap    pairs (254 and more: count them) | field | value ... | 255
          field: bytes (1, or 254 and 4) | text;   value: bytes | spare | text | spare bytes
intset    bytes of a number u32: 2, 4 or 8 | numbers u32 | numbers, rising
"""

from __future__ import annotations

from typing import Final

from vkscope.files.blob import Blob, shown

END: Final = 255
WIDE: Final = 254
_NUMBERS: Final = {0xFE: 1, 0xC0: 2, 0xF0: 3, 0xD0: 4, 0xE0: 8}
_ZIPLIST_HEAD: Final = 10
_ZIPLIST_COUNTED: Final = 65535


def ziplist(blob: Blob) -> list[bytes]:
    """The elements as texts; FormatError when the block contradicts itself."""
    data = blob.data
    size = len(data)
    if size < _ZIPLIST_HEAD + 1 or int.from_bytes(data[:4], "little") != size:
        raise blob.fault(0, f"a ziplist that says another size than its {size} bytes")
    if data[-1] != END:
        raise blob.fault(size - 1, "a ziplist without its end")
    tail, count = int.from_bytes(data[4:8], "little"), int.from_bytes(data[8:10], "little")
    blob.note(0, 4, f"ziplist of {size} bytes")
    blob.note(4, 4, f"the last element is at {tail}")
    blob.note(8, 2, f"{count} elements")
    found: list[bytes] = []
    at, last, previous = _ZIPLIST_HEAD, _ZIPLIST_HEAD, 0
    while at < size - 1:
        last = at
        at = _ziplist_element(blob, at, previous, found)
        previous = at - last
    if tail != last:
        raise blob.fault(4, f"a ziplist says its last element is at {tail}, which is at {last}")
    if count != len(found) and (count != _ZIPLIST_COUNTED or len(found) < count):
        raise blob.fault(8, f"a ziplist says {count} elements and has {len(found)}")
    blob.note(size - 1, 1, "end of the ziplist")
    return found


def _length(blob: Blob, at: int) -> tuple[int, int]:
    """A length of one byte, or of four after 254; and where it ends."""
    data = blob.data
    if at >= len(data) - 1 or data[at] == END:
        raise blob.fault(at, "a length is missing")
    if data[at] != WIDE:
        return data[at], at + 1
    if at + 5 > len(data) - 1:
        raise blob.fault(at, "a length is cut off")
    return int.from_bytes(data[at + 1 : at + 5], "little"), at + 5


def _text(blob: Blob, at: int, size: int) -> bytes:
    if at + size > len(blob.data) - 1:
        raise blob.fault(at, "an element reaches beyond the end")
    return blob.data[at : at + size]


def _ziplist_element(blob: Blob, start: int, previous: int, found: list[bytes]) -> int:
    """Adds one element; where the next one begins."""
    said, at = _length(blob, start)
    if said != previous:
        raise blob.fault(
            start, f"an element of {previous} bytes, of which the next one says {said}"
        )
    first = _text(blob, at, 1)[0]
    at += 1
    if first >= 0xC0:
        width = _NUMBERS.get(first, 0)
        if width:
            value = b"%d" % int.from_bytes(_text(blob, at, width), "little", signed=True)
        elif 0xF1 <= first <= 0xFD:
            value = b"%d" % (first - 0xF1)
        else:
            raise blob.fault(at - 1, f"a ziplist's element of unknown form {first:#04x}")
        what = f"number {value.decode()}"
        at += width
    else:
        size, at = _ziplist_text_size(blob, first, at)
        value = _text(blob, at, size)
        what = shown(value)
        at += size
    found.append(value)
    blob.note(start, at - start, f"element {len(found) - 1}: {what}")
    return at


def _ziplist_text_size(blob: Blob, first: int, at: int) -> tuple[int, int]:
    if first < 0x40:
        return first, at
    if first < 0x80:
        return (first & 63) << 8 | _text(blob, at, 1)[0], at + 1
    if first != 0x80:
        raise blob.fault(at - 1, f"a ziplist's element of unknown form {first:#04x}")
    return int.from_bytes(_text(blob, at, 4), "big"), at + 4


def zipmap(blob: Blob) -> list[bytes]:
    """Fields and values in turn; FormatError when the block contradicts itself."""
    data = blob.data
    if len(data) < 2 or data[-1] != END:
        raise blob.fault(0, "a zipmap without its end")
    found: list[bytes] = []
    blob.note(0, 1, f"zipmap of {data[0]} pairs" if data[0] < WIDE else "zipmap: count its pairs")
    at = 1
    while at < len(data) - 1:
        start = at
        size, at = _length(blob, at)
        field = _text(blob, at, size)
        size, at = _length(blob, at + size)
        spare = _text(blob, at, 1)[0]
        value = _text(blob, at + 1, size)
        at += 1 + size
        _text(blob, at, spare)
        at += spare
        found += (field, value)
        blob.note(start, at - start, f"{shown(field, 18)}: {shown(value, 18)}")
    if data[0] < WIDE and data[0] * 2 != len(found):
        raise blob.fault(0, f"a zipmap says {data[0]} pairs and has {len(found) // 2}")
    blob.note(at, 1, "end of the zipmap")
    return found


def intset(blob: Blob) -> list[bytes]:
    """The numbers as texts; FormatError when the block contradicts itself."""
    data = blob.data
    if len(data) < 8:
        raise blob.fault(0, "an intset is shorter than its head")
    width, count = int.from_bytes(data[:4], "little"), int.from_bytes(data[4:8], "little")
    if width not in (2, 4, 8):
        raise blob.fault(0, f"an intset with numbers of {width} bytes")
    if 8 + width * count != len(data):
        raise blob.fault(4, f"an intset of {count} numbers of {width} bytes in {len(data)} bytes")
    blob.note(0, 4, f"intset with numbers of {width} bytes")
    blob.note(4, 4, f"{count} numbers")
    found: list[bytes] = []
    before: int | None = None
    for at in range(8, len(data), width):
        number = int.from_bytes(data[at : at + width], "little", signed=True)
        if before is not None and number <= before:
            raise blob.fault(at, f"an intset whose numbers do not rise: {before}, then {number}")
        found.append(b"%d" % number)
        before = number
        blob.note(at, width, f"number {number}")
    return found
