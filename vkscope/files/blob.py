"""A string of a file that has a layout of its own, and how its bytes are told about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vkscope.files.errors import FormatError
from vkscope.files.sketch import HEAD, Sketch

TEXT_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Blob:
    """`data`, whose first byte stands at `offset` of the file.

    With `folded` the file holds it compressed: `offset` is then that of the compressed bytes.
    """

    data: bytes
    offset: int
    folded: bool = False
    sketch: Sketch | None = None

    def fault(self, at: int, text: str) -> FormatError:
        """What is wrong at byte `at` of the blob."""
        if self.folded:
            return FormatError(self.offset, f"{text} (byte {at} of a compressed string)")
        return FormatError(self.offset + at, text)

    def note(self, at: int, size: int, meaning: str) -> None:
        """Tell the sketch of some bytes; callers look whether there is one."""
        if self.sketch is not None:
            offset = at if self.folded else self.offset + at
            head = self.data[at : at + min(size, HEAD)]
            self.sketch.extent(offset, size, head, meaning, self.folded, level=2)


def shown(data: bytes, most: int = TEXT_SHOWN) -> str:
    """The bytes in quotes, in printable ASCII; how many there are when that is cut."""
    text = "".join(
        chr(c) if 32 <= c < 127 and c not in b'"\\' else _ESCAPES.get(c, f"\\x{c:02x}")
        for c in data[:most]
    )
    return f'"{text}"' if len(data) <= most else f'"{text}"... {len(data)} bytes'


_ESCAPES: Final = {10: "\\n", 13: "\\r", 9: "\\t", 34: '\\"', 92: "\\\\"}
