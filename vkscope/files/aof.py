"""Files of commands, as an append-only log has them.

    *3 CRLF $3 CRLF SET CRLF $1 CRLF a CRLF $1 CRLF b CRLF      a command
    #TS:1628217470 CRLF                                         what time it is

MULTI and EXEC hold together the commands between them: a file that ends inside is whole up to the
MULTI. Lines of numbers are at most 127 bytes, annotations at most 1023.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Final

from vkscope.files.blob import shown
from vkscope.files.rdb import time_text
from vkscope.files.sketch import Sketch

_NUMBER_LINE: Final = 127
_NOTE_LINE: Final = 1023
_LONGEST: Final = (1 << 63) - 1
_NUMBER: Final = re.compile(rb"[ \t\v\f]*[+-]?[0-9]+")
_TITLE: Final = 56


@dataclass(frozen=True, slots=True)
class Command:
    """A command's words."""

    offset: int
    words: list[bytes]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A line that begins with #, its end included."""

    offset: int
    text: bytes

    @property
    def timestamp(self) -> int | None:
        """Seconds since 1970 of a #TS line; None for other notes.

        ValueError: it is one, and its number cannot be read.
        """
        if not self.text.startswith(b"#TS:"):
            return None
        number, end = self.text[4:].split(b"\r", 1)[0], b"\r" in self.text
        if not end or not _NUMBER.fullmatch(number) or abs(int(number)) > _LONGEST:
            raise ValueError("Invalid timestamp annotation")
        return int(number)


class _BrokenError(Exception):
    """The command cannot be read; the text is empty where the file just ends."""


class Aof:
    """Reads a file from its place, which is `offset` of it.

    When items() has ended: `whole` bytes are good, `complaint` says what came then, "" nothing;
    `is_foreign` is true where neither a command nor a note began, `at_end` where the file ended.
    """

    def __init__(
        self, file: BufferedReader, name: str, offset: int = 0, sketch: Sketch | None = None
    ) -> None:
        self._file = file
        self._name = name
        self._sketch = sketch
        self._place = offset
        self._depth = 0
        self.offset = offset
        self.whole = offset
        self.line = 1
        self.complaint = ""
        self.is_foreign = False
        self.at_end = False

    def items(self) -> Iterator[Command | Annotation]:
        """Commands and notes, as long as they can be read."""
        try:
            while True:
                if not self._depth:
                    self.whole = self.offset
                first = self._file.peek(1)[:1]
                if first == b"#":
                    yield self._annotation()
                elif first == b"*":
                    yield self._command()
                else:
                    self.at_end, self.is_foreign = not first, bool(first)
                    break
        except _BrokenError as broken:
            self.complaint = str(broken)
        if self.at_end and self._depth and not self.complaint:
            self.complaint = self._error("Reached EOF before reading EXEC for MULTI")

    def _error(self, text: str) -> str:
        return f"0x{self._place:16x}: {text}"

    def _broken(self, text: str) -> _BrokenError:
        return _BrokenError(self._error(text))

    def _annotation(self) -> Annotation:
        self._place = self.offset
        text = self._file.readline(_NOTE_LINE)
        self.offset += len(text)
        note = Annotation(self._place, text)
        if self._sketch is not None:
            self._sketch.title(note.offset, _note_title(note))
            self._sketch.note(note.offset, text, "note")
        return note

    def _command(self) -> Command:
        start = self.offset
        if self._sketch is not None:
            self._sketch.begin()
        count, raw = self._number(b"*")
        if self._sketch is not None:
            self._sketch.note(start, raw, f"{count} word{'s' * (count != 1)}")
        words: list[bytes] = []
        for i in range(count):
            words.append(self._word(i))
            if i == 0:
                self._transaction(words[0].split(b"\0", 1)[0].lower())
        if self._sketch is not None:
            self._sketch.title(start, _title(words), words[1:])
        return Command(start, words)

    def _transaction(self, word: bytes) -> None:
        if word == b"multi":
            self._depth += 1
            if self._depth > 1:
                raise self._broken(f"Unexpected MULTI in AOF {self._name}")
        elif word == b"exec":
            self._depth -= 1
            if self._depth:
                raise self._broken(f"Unexpected EXEC in AOF {self._name}")

    def _number(self, prefix: bytes) -> tuple[int, bytes]:
        self._place = self.offset
        raw = self._file.readline(_NUMBER_LINE)
        self.offset += len(raw)
        if not raw:
            self.at_end = True
            raise _BrokenError
        if raw[:1] != prefix:
            got = raw[:1].decode("latin-1")
            raise self._broken(f"Expected prefix '{prefix.decode()}', got: '{got}'")
        found = _NUMBER.match(raw, 1)
        self._newline(raw[found.end() if found else 1 :])
        value = int(found[0]) if found else 0
        return max(-_LONGEST - 1, min(_LONGEST, value)), raw

    def _newline(self, rest: bytes) -> None:
        if rest[:2] != b"\r\n":
            raise self._broken(f"Expected \\r\\n, got: {rest[:2].ljust(2, bytes(1)).hex()}")
        self.line += 1

    def _word(self, i: int) -> bytes:
        start = self.offset
        size, head = self._number(b"$")
        if not 0 <= size <= _LONGEST - 2:
            raise self._broken(
                f"Expected to read string of {size} bytes, which is not in the suitable range"
            )
        self._place = self.offset
        raw = self._read(size + 2)
        self.offset += len(raw)
        if len(raw) < size + 2:
            self.at_end = True
            raise self._broken(f"Expected to read {size + 2} bytes, got {len(raw)} bytes")
        self._newline(raw[size:])
        if self._sketch is not None:
            self._sketch.note(start, head + raw, f"word {i}: {shown(raw[:size])}")
        return raw[:size]

    def _read(self, size: int) -> bytes:
        """Up to so many bytes, in steps: a size that is made up must not be room."""
        step = 1 << 20
        if size <= step:
            return self._file.read(size)
        parts: list[bytes] = []
        while size > 0 and (part := self._file.read(min(size, step))):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _title(words: list[bytes]) -> str:
    name, *rest = words or [b""]
    text = " ".join([name.decode("ascii", "backslashreplace"), *(shown(w, 20) for w in rest[:8])])
    return text if len(text) <= _TITLE and len(rest) <= 8 else text[:_TITLE] + "..."


def _note_title(note: Annotation) -> str:
    try:
        seconds = note.timestamp
    except ValueError:
        return "a note of time that cannot be read"
    return "a note" if seconds is None else f"written at {time_text(seconds * 1000)}"
