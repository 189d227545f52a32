"""What a decoder says about bytes while it reads them.

Words   piece: some bytes and their meaning.  level: how deep in the record's tree.
        inner: bytes that the file holds compressed; their offset is within the unfolded string.
Design  A decoder that is asked for values alone has no sketch and pays one test per field. With
        one, it notes each field as it goes, so that drawing needs no memory beyond the line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

HEAD: Final = 16
"""How many bytes a piece shows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`size` bytes at `offset`, of which `head` are the first; a title has none."""

    level: int
    offset: int
    size: int
    head: bytes
    meaning: str
    inner: bool = False


class Sketch:
    """Hands pieces to a listener.

    Pieces of a record are kept back until its title is known, so that the title goes first and a
    listener may decline the record: `title` is asked once a record and answers whether to go on.
    """

    def __init__(
        self, draw: Callable[[Piece], None], title: Callable[[Sequence[bytes], Piece], bool]
    ) -> None:
        self._draw = draw
        self._title = title
        self._kept: list[Piece] | None = None
        self._wanted = True

    def begin(self) -> None:
        """A record begins: keep its pieces until its title comes."""
        if self._kept is None:
            self._kept = []

    def title(self, offset: int, meaning: str, names: Sequence[bytes] = ()) -> bool:
        """What the record is, and the keys that it may be about; whether its pieces are wanted."""
        self._wanted = self._title(names, Piece(0, offset, 0, b"", meaning))
        kept, self._kept = self._kept or [], None
        if self._wanted:
            for piece in kept:
                self._draw(piece)
        return self._wanted

    def note(self, offset: int, raw: bytes, meaning: str) -> None:
        """Some bytes."""
        self.extent(offset, len(raw), raw[:HEAD], meaning)

    def extent(
        self,
        offset: int,
        size: int,
        head: bytes,
        meaning: str,
        inner: bool = False,
        level: int = 1,
    ) -> None:
        """Some bytes, of which the first are at hand."""
        if not self._wanted and self._kept is None:
            return
        piece = Piece(level, offset, size, head, meaning, inner)
        if self._kept is None:
            self._draw(piece)
        else:
            self._kept.append(piece)

    def flush(self) -> None:
        """Draw what was kept of a record whose title never came."""
        kept, self._kept = self._kept or [], None
        for piece in kept:
            self._draw(piece)
