"""`vkscope xray FILE|MANIFEST`: draw an RDB or append-only file byte by byte.

Offsets with ~ are inside a compressed string, counted in what it unfolds to. The exit status is 0
when the file could be read, 1 otherwise, or when there is no such key.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vkscope.files.sketch import Piece
    from vkscope.files.xray import Canvas

WIDTH = 80
BYTES = 6


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vkscope xray", description=__doc__)
    parser.add_argument("file", metavar="FILE|MANIFEST")
    parser.add_argument("--key", help="only records about this key")
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="bytes from here on")
    parser.add_argument("--limit", type=int, metavar="M", help="at most so many fields")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    return parser


class Table:
    """Lines of at most 80 columns: offset, bytes, meaning."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def begin(self, name: str, what: str) -> None:
        """A file's heading."""
        self._say(f"{name}: {what}"[:WIDTH])
        self._say(f"{'offset':>9}  {'bytes':22} meaning")

    def draw(self, piece: Piece) -> None:
        """A line."""
        if piece.level == 0:
            self._say(_cut(f"{piece.offset:>9} -- {piece.meaning}"))
            return
        raw = piece.head[:BYTES].hex(" ")
        more = piece.size - BYTES
        if more > 0:
            raw += f" +{more}" if more < 1000 else f" +{more // 1000}k" if more < 10**6 else " +.."
        mark = "~" if piece.inner else " "
        self._say(
            _cut(f"{piece.offset:>9}{mark} {raw:22} {'  ' * (piece.level - 1)}{piece.meaning}")
        )

    def end(self, problem: str | None) -> None:
        """The complaint in full, however long."""
        if problem:
            self._say(f"*** {problem}")

    def close(self) -> None:
        """Nothing is open."""


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 2] + ".."


class Json:
    """One document, written piece by piece: files, each with its pieces and its problem."""

    def __init__(self, write: Callable[[str], Any]) -> None:
        self._write = write
        self._files = self._pieces = 0
        write('{"files": [')

    def begin(self, name: str, what: str) -> None:
        """A file's object."""
        from json import dumps

        comma = "," if self._files else ""
        self._write(f'{comma}\n {{"file": {dumps(name)}, "what": {dumps(what)}, "pieces": [')
        self._files += 1
        self._pieces = 0

    def draw(self, piece: Piece) -> None:
        """A piece's object; `bytes` are the first ones in hex."""
        from json import dumps

        told = {
            "level": piece.level,
            "offset": piece.offset,
            "size": piece.size,
            "bytes": piece.head.hex(),
            "meaning": piece.meaning,
            "inner": piece.inner,
        }
        self._write(("," if self._pieces else "") + "\n  " + dumps(told))
        self._pieces += 1

    def end(self, problem: str | None) -> None:
        """The file's end."""
        from json import dumps

        self._write(f'\n ], "problem": {dumps(problem)}}}')

    def close(self) -> None:
        """The document's end."""
        self._write("\n]}\n")


def run(argv: Sequence[str] | None = None) -> int:
    """Draw; the exit status."""
    from vkscope.cli.files import arguments, guarded, printer

    options = arguments(_parser(), argv, "xray")
    if isinstance(options, int):
        return options
    canvas = Json(sys.stdout.write) if options.format == "json" else Table(printer())

    def work() -> int:
        status = _draw(options, canvas)
        canvas.close()
        return status

    return guarded("xray", work)


def _draw(options: argparse.Namespace, canvas: Canvas) -> int:
    from vkscope.files.xray import Choice, draw

    key = None if options.key is None else os.fsencode(options.key)
    outcome = draw(options.file, canvas, Choice(key, options.offset, options.limit))
    if key is not None and not outcome.found:
        print(f"vkscope xray: {options.file}: no record is about {options.key!r}", file=sys.stderr)
        return 1
    return 0 if outcome.is_good else 1
