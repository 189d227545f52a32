"""Recordings (.vkt): packed events and snapshots, with the catalogue that explains them.

Rules: a file that was cut anywhere still loads up to the last whole chunk. The flight recorder
(native/trace/flight.c) writes the same format without snapshots and without an index.

Design: little-endian.

    header, 64 bytes                          chunk header, 48 bytes, then `length` bytes
    0  8s "VKTRACE1"                          0  4s "CHNK"
    8  u32 version of the format, 1           4  u16 kind: 1 events, 2 snapshot, 3 note, 4 index
    12 u32 64                                 6  u16 flags, 0
    16 u64 hash of the catalogue              8  u32 length     12 u32 count
    24 i64 Unix ns = time + this              16 u64 first      24 u64 last time, ns
    32 u64 created, CLOCK_MONOTONIC ns        32 u32 events lost before it
    40 u32 bytes of JSON that follow          36 u32 CRC-32 of the bytes, 0 for none
    44 u32 flags, 0   48 two spare u64        40 u64 spare

    The JSON: source, pid, address, catalogue, commands (names by id). An index chunk holds a
    (u64 offset, u64 first, u64 last, u32 kind, u32 count) a chunk; the file then ends with u64
    offset of the index chunk and "VKTINDEX".
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from vkscope.tables import events as tables
from vkscope.tracing.events import HEADER as EVENT_HEADER
from vkscope.tracing.events import Decoder, Event, packed_end

MAGIC = b"VKTRACE1"
FORMAT = 1
_HEADER = struct.Struct("<8sIIQqQIIQQ")
_CHUNK = struct.Struct("<4sHHIIQQIIQ")
_ENTRY = struct.Struct("<QQQII")
_TRAILER = struct.Struct("<Q8s")
EVENTS, SNAPSHOT, NOTE, INDEX = 1, 2, 3, 4


class RecordingError(ValueError):
    """The file is no recording, or of a format this cannot read."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where a chunk stands, and what it holds."""

    offset: int
    kind: int
    length: int
    count: int
    first: int
    last: int
    lost: int
    crc: int


@dataclass(frozen=True, slots=True)
class Meta:
    """What a recording says of itself."""

    hash: int
    wall_offset: int
    created: int
    data: Mapping[str, Any]

    @property
    def source(self) -> str:
        """`live`, `ring`, `flight` or `reduced`."""
        return str(self.data.get("source", ""))


def _times(data: bytes) -> tuple[int, int]:
    """Return the times of the first and last event of a packed buffer."""
    first = last = at = 0
    while at + EVENT_HEADER.size <= len(data):
        time = int.from_bytes(data[at : at + 8], "little")
        first, last = (min(first or time, time), max(last, time))
        at += EVENT_HEADER.size + data[at + 14] * 16
    return first, last


class RecordingWriter:
    """Writes a recording; `close` adds the index. Chunks are flushed as they are written."""

    def __init__(
        self,
        path: str | Path,
        *,
        wall_offset: int,
        created: int,
        source: str,
        catalogue: tables.Catalogue | None = None,
        commands: list[str] | None = None,
        **more: Any,
    ) -> None:
        known = catalogue or tables.load()
        meta = {
            "source": source,
            "catalogue": json.loads(known.json),
            "commands": commands or [],
            **more,
        }
        raw = json.dumps(meta, separators=(",", ":")).encode()
        raw += b" " * (-len(raw) % 16)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        self._file: BinaryIO = os.fdopen(fd, "wb")
        self._index: list[tuple[int, int, int, int, int]] = []
        self.bytes_written = 0
        head = _HEADER.pack(
            MAGIC, FORMAT, _HEADER.size, known.hash, wall_offset, created, len(raw), 0, 0, 0
        )
        self._write(head + raw)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._file.flush()
        self.bytes_written += len(data)

    def _chunk(self, kind: int, data: bytes, count: int, first: int, last: int, lost: int) -> None:
        crc = zlib.crc32(data) or 1
        self._index.append((self.bytes_written, first, last, kind, count))
        lost = min(lost, 0xFFFFFFFF)
        head = _CHUNK.pack(b"CHNK", kind, 0, len(data), count, first, last, lost, crc, 0)
        self._write(head + data)

    def events(self, data: bytes, lost: int = 0) -> None:
        """Add packed events; only whole ones are kept."""
        end, count = packed_end(data)
        if count or lost:
            self._chunk(EVENTS, data[:end], count, *_times(data[:end]), lost)

    def snapshot(self, time: int, data: Mapping[str, Any]) -> None:
        """Add a snapshot, taken at `time` (CLOCK_MONOTONIC ns of the server)."""
        raw = json.dumps(data, separators=(",", ":"), default=_json_bytes).encode()
        self._chunk(SNAPSHOT, raw, 1, time, time, 0)

    def note(self, time: int, text: str) -> None:
        """Add a line that people wrote."""
        self._chunk(NOTE, text.encode(), 1, time, time, 0)

    def close(self) -> None:
        """Write the index and close the file."""
        if self._file.closed:
            return
        at = self.bytes_written
        entries = b"".join(_ENTRY.pack(*entry) for entry in self._index)
        self._chunk(INDEX, entries, len(self._index), 0, 0, 0)
        self._write(_TRAILER.pack(at, b"VKTINDEX"))
        self._file.close()


def _json_bytes(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return "b64:" + _b64(bytes(value))
    raise TypeError(f"{type(value).__name__} cannot stand in a recording")


def _b64(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode()


class Recording:
    """An open recording: its meta data, its chunks by time, its events and snapshots."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._file = self.path.open("rb")
        try:
            self.size = os.fstat(self._file.fileno()).st_size
            self.meta = self._read_meta()
            self.is_cut = False
            self.chunks = self._read_index() or self._walk()
        except BaseException:
            self._file.close()
            raise
        self.decoder = self._decoder()
        self._starts = [chunk.first for chunk in self.chunks]

    def _read_meta(self) -> Meta:
        raw = self._file.read(_HEADER.size)
        if len(raw) < _HEADER.size or raw[:8] != MAGIC:
            raise RecordingError(f"{self.path} is no recording")
        _, version, size, digest, offset, created, length, _, _, _ = _HEADER.unpack(raw)
        if version != FORMAT:
            raise RecordingError(f"{self.path} has format {version}, this reads {FORMAT}")
        text = self._file.read(size - _HEADER.size + length)[size - _HEADER.size :]
        self._body = size + length
        try:
            data = json.loads(text)
        except ValueError as error:
            raise RecordingError(f"{self.path}: its head is damaged") from error
        if not isinstance(data, dict):
            raise RecordingError(f"{self.path}: its head is damaged")
        return Meta(digest, offset, created, data)

    def _decoder(self) -> Decoder:
        catalogue = self.meta.data.get("catalogue")
        try:
            known = tables.parse(catalogue) if isinstance(catalogue, dict) else tables.load()
        except ValueError as error:
            raise RecordingError(f"{self.path}: {error}") from error
        names = self.meta.data.get("commands")
        return Decoder(known, [str(n) for n in names] if isinstance(names, list) else [])

    def _head(self, offset: int) -> Chunk | None:
        """Return the chunk at an offset; None when it is not whole or no chunk."""
        if offset + _CHUNK.size > self.size:
            return None
        self._file.seek(offset)
        magic, kind, _, length, count, first, last, lost, crc, _ = _CHUNK.unpack(
            self._file.read(_CHUNK.size)
        )
        if magic != b"CHNK" or offset + _CHUNK.size + length > self.size:
            return None
        return Chunk(offset, kind, length, count, first, last, lost, crc)

    def _read_index(self) -> list[Chunk]:
        if self.size < self._body + _CHUNK.size + _TRAILER.size:
            return []
        self._file.seek(self.size - _TRAILER.size)
        at, magic = _TRAILER.unpack(self._file.read(_TRAILER.size))
        if magic != b"VKTINDEX":
            return []
        index = self._head(at)
        if index is None or index.kind != INDEX:
            return []
        entries = self.body(index)
        found = [self._head(entry[0]) for entry in _ENTRY.iter_unpack(entries)]
        return [] if None in found else [chunk for chunk in found if chunk is not None]

    def _walk(self) -> list[Chunk]:
        """Find chunks one after the other: for files without an index, or cut."""
        chunks: list[Chunk] = []
        at = self._body
        while (chunk := self._head(at)) is not None:
            if chunk.kind != INDEX:
                chunks.append(chunk)
            at += _CHUNK.size + chunk.length
        self.is_cut = at not in (self.size, self.size - _TRAILER.size)
        return chunks

    def body(self, chunk: Chunk) -> bytes:
        """Return a chunk's bytes. RecordingError when they are not what was written."""
        self._file.seek(chunk.offset + _CHUNK.size)
        data = self._file.read(chunk.length)
        if chunk.crc and (zlib.crc32(data) or 1) != chunk.crc:
            raise RecordingError(f"{self.path}: damaged at {chunk.offset}")
        return data

    @property
    def first(self) -> int:
        """Time of the earliest thing in it, ns; 0 when empty."""
        return min((c.first for c in self.chunks if c.first), default=0)

    @property
    def last(self) -> int:
        """Time of the latest thing in it, ns."""
        return max((c.last for c in self.chunks), default=0)

    @property
    def lost(self) -> int:
        """Events that the recorder could not keep up with."""
        return sum(c.lost for c in self.chunks)

    def events(self, since: int = 0, until: int | None = None) -> Iterator[Event]:
        """Return events with since <= time < until, chunk by chunk."""
        for chunk in self.chunks:
            if chunk.kind != EVENTS or chunk.last < since:
                continue
            if until is not None and chunk.first >= until:
                continue
            for event in self.decoder.events(self.body(chunk)):
                if event.time >= since and (until is None or event.time < until):
                    yield event

    def snapshots(self) -> list[Chunk]:
        """Return the chunks of snapshots, in the order of time."""
        return [chunk for chunk in self.chunks if chunk.kind == SNAPSHOT]

    def snapshot_at(self, time: int) -> dict[str, Any] | None:
        """Return the last snapshot taken at or before a time, else the first; None if none."""
        chunks = self.snapshots()
        if not chunks:
            return None
        at = bisect_left([chunk.first for chunk in chunks], time + 1) - 1
        data = json.loads(self.body(chunks[max(at, 0)]))
        if not isinstance(data, dict):
            raise RecordingError(f"{self.path}: a snapshot is damaged")
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Recording:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
