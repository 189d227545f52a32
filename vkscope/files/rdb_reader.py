"""The small forms that RDB's values are made of: lengths, strings, numbers, times.

00xxxxxx                  length of 6 bits          10000000 u32      of 32 bits, big-endian
01xxxxxx x                of 14 bits                10000001 u64      of 64
11000000 i8, 11000001 i16, 11000010 i32             a string that is this number
11000011 length length    a string compressed by LZF: its bytes in the file, and unfolded
"""

from __future__ import annotations

import struct
from math import isnan
from typing import Final

from vkscope.files.blob import Blob, shown
from vkscope.files.errors import FormatError, ShortError
from vkscope.files.lzf import unfold
from vkscope.files.sketch import Sketch
from vkscope.files.source import Source

LZF: Final = 3
_LZF_RATIO: Final = 264
_PLAIN: Final = -1


class Reader:
    """Takes forms from a source; `what` names the field for the sketch. FormatError when broken."""

    def __init__(self, source: Source, sketch: Sketch | None = None) -> None:
        self.source = source
        self.sketch = sketch

    @property
    def offset(self) -> int:
        """Of the next byte."""
        return self.source.offset

    def raw(self, size: int, what: str) -> bytes:
        """Bytes as they are."""
        taken = self.source.take(size)
        if self.sketch is not None:
            self.sketch.note(self.offset - size, taken, what)
        return taken

    def byte(self, what: str) -> int:
        """One byte."""
        return self.raw(1, what)[0]

    def _head(self) -> tuple[int, int, bytes]:
        """A length and _PLAIN, or 0 and the kind of string that follows; and their bytes."""
        take = self.source.take
        raw = take(1)
        first = raw[0]
        if first < 0x40:
            return first, _PLAIN, raw
        if first < 0x80:
            raw += take(1)
            return (first & 63) << 8 | raw[1], _PLAIN, raw
        if first >= 0xC0:
            return 0, first & 63, raw
        if first > 0x81:
            raise FormatError(self.offset - 1, f"a length of unknown form {first:#04x}")
        more = take(4 if first == 0x80 else 8)
        return int.from_bytes(more, "big"), _PLAIN, raw + more

    def length(self, what: str) -> int:
        """A length or a number without sign."""
        value, kind, raw = self._head()
        if kind != _PLAIN:
            raise FormatError(self.offset - 1, "a string where a length belongs")
        if self.sketch is not None:
            self.sketch.note(self.offset - len(raw), raw, f"{what}: {value}")
        return value

    def count(self, what: str) -> int:
        """How many elements follow: at least one."""
        start = self.offset
        value = self.length(what)
        if value == 0:
            raise FormatError(start, "a value without elements")
        return value

    def time(self, what: str) -> int:
        """Milliseconds since 1970, of 8 bytes."""
        value = int.from_bytes(self.source.take(8), "little", signed=True)
        if self.sketch is not None:
            raw = value.to_bytes(8, "little", signed=True)
            self.sketch.note(self.offset - 8, raw, f"{what}: {value} ms")
        return value

    def double(self, what: str) -> float:
        """A score of 8 bytes."""
        raw = self.source.take(8)
        value: float = struct.unpack("<d", raw)[0]
        if isnan(value):
            raise FormatError(self.offset - 8, "a score that is not a number")
        if self.sketch is not None:
            self.sketch.note(self.offset - 8, raw, f"{what}: {value!r}")
        return value

    def double_text(self, what: str) -> float:
        """A score as text, as type 3 has them."""
        start = self.offset
        size = self.source.take(1)
        if size[0] >= 253:
            if size[0] == 253:
                raise FormatError(start, "a score that is not a number")
            raw, value = size, float("inf" if size[0] == 254 else "-inf")
        else:
            text = self.source.take(size[0])
            raw, value = size + text, number(text)
            if isnan(value):
                raise FormatError(start, "a score that is no number")
        if self.sketch is not None:
            self.sketch.note(start, raw, f"{what}: {value!r}")
        return value

    def string(self, what: str) -> bytes:
        """A string in any form."""
        start = self.source.offset if self.sketch is not None else 0
        size, kind, raw = self._head()
        if kind == _PLAIN:
            value = self._take_string(size)
        elif kind == LZF:
            return self._folded(what, raw).data
        elif kind < LZF:
            raw += self.source.take(1 << kind)
            value = b"%d" % int.from_bytes(raw[1:], "little", signed=True)
        else:
            raise FormatError(self.offset - 1, f"a string of unknown form {0xC0 | kind:#04x}")
        if self.sketch is not None:
            head = raw + value if kind == _PLAIN else raw
            said = shown(value) if kind == _PLAIN else f"number {value.decode()}"
            self.sketch.extent(start, self.offset - start, head[:16], f"{what}: {said}")
        return value

    def blob(self, what: str) -> Blob:
        """A string that has a layout of its own."""
        size, kind, raw = self._head()
        if kind == LZF:
            return self._folded(what, raw, tell=False)
        if kind != _PLAIN:
            raise FormatError(self.offset - 1, f"{what}: a number where a block belongs")
        if self.sketch is not None:
            self.sketch.note(self.offset - len(raw), raw, f"{what}: {size} bytes")
        offset = self.offset
        return Blob(self._take_string(size), offset, False, self.sketch)

    def _take_string(self, size: int) -> bytes:
        try:
            return self.source.take(size)
        except ShortError as short:
            raise ShortError(short.offset, f"a string of {size} bytes is cut off") from None

    def _folded(self, what: str, head: bytes, tell: bool = True) -> Blob:
        start = self.offset - len(head)
        packed, kind, head_packed = self._head()
        size, other, head_size = self._head()
        if kind != _PLAIN or other != _PLAIN:
            raise FormatError(start, "a string where a length belongs")
        if size == 0 or size // _LZF_RATIO > packed:
            raise FormatError(start, f"{packed} compressed bytes cannot unfold to {size}")
        offset = self.offset
        data = self._take_string(packed)
        try:
            value = unfold(data, size)
        except ValueError as error:
            raise FormatError(offset, f"a compressed string does not unfold: {error}") from None
        if self.sketch is not None:
            told = f", {shown(value)}" if tell else ""
            head += head_packed + head_size
            meaning = f"{what}: {packed} bytes of LZF for {size}{told}"
            self.sketch.extent(start, self.offset - start, (head + data)[:16], meaning)
        return Blob(value, offset, True, self.sketch)


def number(text: bytes) -> float:
    """A score written as text; nan when it is none."""
    try:
        return float(text) if text.strip() == text and b"_" not in text else float("nan")
    except ValueError:
        return float("nan")
