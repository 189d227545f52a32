"""What is wrong with a file, and where."""

from __future__ import annotations


class FormatError(Exception):
    """The file contradicts its format at a byte.

    `offset` counts from the file's start, `text` says what is wrong in words.
    """

    def __init__(self, offset: int, text: str) -> None:
        super().__init__(f"offset {offset}: {text}")
        self.offset = offset
        self.text = text


class ShortError(FormatError):
    """The file ends before what it began."""
