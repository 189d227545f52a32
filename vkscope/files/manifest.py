"""The list of files that make up an append-only log.

    file NAME seq NUMBER type b|i|h       b: base, i: increment, h: history, not read any more

Names that are no plain word stand in quotes. Lines that begin with # are comments; pairs of words
that are not known are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from vkscope.files.quoting import split, to_text

LINE: Final = 1024
_BLANKS: Final = " \t\r\n"
_FORMAT: Final = "Invalid AOF manifest file format"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the log."""

    name: str
    sequence: int
    kind: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Files in the order in which they are read; `history` is not read."""

    base: Part | None
    increments: list[Part]
    history: list[Part]

    @property
    def parts(self) -> list[Part]:
        """What a server loads."""
        return [*([self.base] if self.base else []), *self.increments]


class ManifestError(Exception):
    """Why a manifest cannot be read; `number` and `line` say where, 0 and None for all of it."""

    def __init__(self, text: str, number: int = 0, line: str | None = None) -> None:
        super().__init__(text)
        self.text, self.number, self.line = text, number, line


def looks_like_one(file: BinaryIO) -> bool:
    """Whether the first line that is no comment begins as a manifest's lines do."""
    for raw in iter(lambda: file.readline(LINE), b""):
        if raw[:1] != b"#":
            return raw.startswith(b"file")
    return False


def parse(data: bytes) -> Manifest:
    """The manifest; ManifestError with Valkey's words for what is wrong."""
    if not data:
        raise ManifestError("Found an empty AOF manifest")
    found = Manifest(None, [], [])
    for number, line in _lines(data):
        part = _part(line, number)
        if part.kind == "b":
            if found.base:
                raise ManifestError("Found duplicate base file information", number, line)
            found = Manifest(part, found.increments, found.history)
        elif part.kind == "i":
            if part.sequence <= (found.increments[-1].sequence if found.increments else 0):
                raise ManifestError("Found a non-monotonic sequence number", number, line)
            found.increments.append(part)
        elif part.kind == "h":
            found.history.append(part)
        else:
            raise ManifestError("Unknown AOF file type", number, line)
    return found


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Numbers and texts of the lines that are no comments."""
    file = BytesIO(data)
    for number, raw in enumerate(iter(lambda: file.readline(LINE), b""), 1):
        if raw[:1] == b"#":
            continue
        if not raw.endswith(b"\n"):
            raise ManifestError("The AOF manifest file contains too long line")
        line = to_text(raw).strip(_BLANKS)
        if not line:
            raise ManifestError(_FORMAT, number, line)
        yield number, line


def _part(line: str, number: int) -> Part:
    words = split(line)
    if words is None or len(words) < 6 or len(words) % 2:
        raise ManifestError(_FORMAT, number, line)
    said = {word.lower(): value for word, value in zip(words[::2], words[1::2], strict=True)}
    name, kind = said.get("file", ""), said.get("type", "")[:1]
    if "/" in name or "\\" in name:
        raise ManifestError("File can't be a path, just a filename", number, line)
    sequence = leading_number(said.get("seq", ""))
    if not name or not kind or not sequence:
        raise ManifestError(_FORMAT, number, line)
    return Part(name, sequence, kind)


def leading_number(text: str) -> int:
    """The number that a text begins with; 0 when there is none."""
    text = text.lstrip()
    end = 1 if text[:1] in ("-", "+") else 0
    while end < len(text) and "0" <= text[end] <= "9":
        end += 1
    try:
        return int(text[:end])
    except ValueError:
        return 0
