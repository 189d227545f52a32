"""Draws a file byte by byte: each field's offset, its bytes, and what they mean.

Words   canvas: where pieces go, as lines or JSON.  chosen: pieces that were asked for.
Design  Decoders note pieces while they read (sketch.py), so drawing holds one record's head and no
        more, and ends as soon as enough was drawn.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BufferedReader
from typing import Protocol

from vkscope.files import manifest
from vkscope.files.aof import Aof
from vkscope.files.aof_check import Kind, kind_of
from vkscope.files.blob import shown
from vkscope.files.errors import FormatError
from vkscope.files.rdb import Rdb
from vkscope.files.sketch import HEAD, Piece, Sketch

ROLES = {"b": "base", "i": "increment", "h": "history"}


class Canvas(Protocol):
    """Takes a drawing in order."""

    def begin(self, name: str, what: str) -> None:
        """A file begins."""

    def draw(self, piece: Piece) -> None:
        """A title (level 0) or some bytes."""

    def end(self, problem: str | None) -> None:
        """The file ends; `problem` says why it could not be read further."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to draw: records about `key`, bytes from `offset` on, at most `limit` pieces."""

    key: bytes | None = None
    offset: int = 0
    limit: int | None = None


class _EnoughError(Exception):
    """As many pieces were drawn as were asked for."""


class _Chosen:
    """Passes on what was chosen; a title waits for the first piece of its record."""

    def __init__(self, canvas: Canvas, choice: Choice) -> None:
        self._canvas = canvas
        self._choice = choice
        self._title: Piece | None = None
        self._is_behind = False
        self.drawn = 0
        self.found = False
        self.sketch = Sketch(self._draw, self._begin)

    def _begin(self, names: Sequence[bytes], title: Piece) -> bool:
        self._title = title
        wanted = self._choice.key
        is_wanted = wanted is None or wanted in names
        self.found = self.found or is_wanted
        return is_wanted

    def _draw(self, piece: Piece) -> None:
        if not piece.inner:
            self._is_behind = piece.offset + piece.size > self._choice.offset
        if not self._is_behind:
            return
        if self.drawn == self._choice.limit:
            raise _EnoughError
        if self._title is not None:
            self._canvas.draw(self._title)
            self._title = None
        self.drawn += 1
        self._canvas.draw(piece)


@dataclass(slots=True)
class Outcome:
    """`drawn` pieces; `found`: there was a record about the key; `is_good`: all could be read."""

    drawn: int = 0
    found: bool = False
    is_good: bool = True


def draw(path: str, canvas: Canvas, choice: Choice | None = None) -> Outcome:
    """Draw a file, and those that it names when it is a manifest; OSError."""
    choice, outcome = choice or Choice(), Outcome()
    if kind_of(path) is Kind.MANIFEST:
        for part in _manifest(path, canvas, choice, outcome):
            place = os.path.join(os.path.dirname(path) or ".", part.name)
            _file(place, f"{ROLES[part.kind]} {part.sequence}", canvas, choice, outcome)
    else:
        _file(path, "", canvas, choice, outcome)
    return outcome


def _manifest(path: str, canvas: Canvas, choice: Choice, outcome: Outcome) -> list[manifest.Part]:
    """Draw the manifest's lines; the files that it names."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        parts = manifest.parse(data).parts
        problem = None
    except manifest.ManifestError as error:
        parts, problem = [], f"line {error.number}: {error.text}" if error.number else error.text
    if choice.key is None:
        canvas.begin(path, "manifest")
        at = 0
        for line in data.splitlines(keepends=True):
            canvas.draw(Piece(1, at, len(line), line[:HEAD], shown(line.rstrip(b"\r\n"))))
            at += len(line)
        canvas.end(problem)
    outcome.is_good = problem is None
    return parts


def _file(path: str, role: str, canvas: Canvas, choice: Choice, outcome: Outcome) -> None:
    limit = choice.limit
    if limit is not None and outcome.drawn >= limit:
        return
    chosen = _Chosen(canvas, replace(choice, limit=limit and limit - outcome.drawn))
    problem = None
    with open(path, "rb") as file:
        has_preamble = kind_of(path) is Kind.PREAMBLE
        what = "RDB" if has_preamble else "commands"
        canvas.begin(path, f"{role}, {what}" if role else what)
        try:
            problem = _read(file, path, has_preamble, chosen.sketch)
            if problem:
                chosen.sketch.flush()
        except _EnoughError:
            pass
    canvas.end(problem)
    outcome.drawn += chosen.drawn
    outcome.found = outcome.found or chosen.found
    outcome.is_good = outcome.is_good and not problem


def _read(file: BufferedReader, path: str, has_preamble: bool, sketch: Sketch) -> str | None:
    """Let the decoders read; why they stopped early."""
    start = 0
    if has_preamble:
        rdb = Rdb(file, sketch)
        try:
            rdb.begin()
            for _ in rdb.records():
                pass
        except FormatError as error:
            where = f", in key {shown(rdb.key)}" if rdb.key is not None else ""
            return f"offset {error.offset}: {error.text} ({rdb.doing}{where})"
        start = rdb.offset
    file.seek(start)
    aof = Aof(file, path, start, sketch)
    for _ in aof.items():
        pass
    if aof.is_foreign:
        return f"offset {aof.offset}: neither a command nor a note begins here"
    if aof.complaint:
        return f"{aof.complaint}; whole up to {aof.whole}"
    size = os.fstat(file.fileno()).st_size
    return None if aof.whole == size else f"offset {aof.offset}: the file ends inside a command"
