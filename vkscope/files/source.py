"""Bytes of a file from start to end, with their offset and checksum.

Rules: never asks the file for more than STEP at once, so a length that is made up costs nothing
but the file's own bytes.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from vkscope.files.crc64 import BLOCK, crc64
from vkscope.files.errors import ShortError

STEP: Final = 4 * BLOCK


class Source:
    """Reads `file` from its place, which counts as offset 0."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._held = b""
        self._at = 0
        self._before = 0
        self._sum = 0

    @property
    def offset(self) -> int:
        """How many bytes were taken."""
        return self._before + self._at

    def take(self, count: int) -> bytes:
        """The next bytes; ShortError when the file has fewer."""
        end = self._at + count
        if end > len(self._held):
            return self._refill(count)
        taken = self._held[self._at : end]
        self._at = end
        return taken

    def rest(self) -> bytes:
        """At most STEP of the bytes that follow; nothing at the end."""
        if self._at == len(self._held):
            self._drop(self._file.read(STEP))
        taken = self._held[self._at :]
        self._at = len(self._held)
        return taken

    def sum(self) -> int:
        """The checksum of the bytes that were taken."""
        return crc64(self._held[: self._at], self._sum)

    def _drop(self, held: bytes) -> None:
        self._sum = crc64(self._held, self._sum)
        self._before += len(self._held)
        self._held, self._at = held, 0

    def _refill(self, count: int) -> bytes:
        parts = [self._held[self._at :]]
        missing = count - len(parts[0])
        while missing > 0:
            self._drop(self._file.read(STEP))
            if not self._held:
                raise ShortError(self.offset, f"the file ends {missing} bytes early")
            parts.append(self._held[:missing])
            self._at = len(parts[-1])
            missing -= self._at
        return b"".join(parts)
