"""Reads files in tests: all keys, or the complaint."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from vkscope.files.errors import FormatError
from vkscope.files.rdb import End, Key, Rdb, Record
from vkscope.files.sketch import Piece, Sketch


def records(data: bytes, sketch: Sketch | None = None) -> list[Record]:
    """Every record of a file; FormatError."""
    rdb = Rdb(BytesIO(data), sketch)
    rdb.begin()
    found = list(rdb.records())
    assert isinstance(found[-1], End)
    return found


def keys(data: bytes) -> list[Key]:
    """Every key of a file; FormatError."""
    return [record for record in records(data) if isinstance(record, Key)]


def complaint(data: bytes) -> FormatError | None:
    """What is wrong with a file; anything but a FormatError goes through."""
    try:
        records(data)
    except FormatError as error:
        return error
    return None


def drawing(data: bytes) -> list[Piece]:
    """Every piece of a file, titles included, in the order in which they are drawn."""
    found: list[Piece] = []

    def title(names: Sequence[bytes], piece: Piece) -> bool:
        found.append(piece)
        return True

    sketch = Sketch(found.append, title)
    try:
        records(data, sketch)
    except FormatError:
        sketch.flush()
    return found
