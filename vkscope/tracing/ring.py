"""Reads a server's ring of events from its file in shared memory, alive or dead.

Rules: reads only. Works on the file of a server that was killed: it is the black box.

Design: native/trace/ring.h draws the file and says why this order of reads is safe: copy, then look
at `reserved`; if it moved more than the capacity past our position, the copy is void and reading
goes on at the oldest block that is still whole.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from vkscope.tables import events as tables
from vkscope.tracing.events import Decoder, Event, packed_end

MAGIC = b"VKRING01"
_HEADER = struct.Struct("<8sIIQqQIIQQ")
_PLACE = struct.Struct("<QQQ")
_CONTROL = struct.Struct("<QQQ")
_BLOCKS_AT = 32
_BLOCK = struct.Struct("<QQ")
BLOCKS = 64
META_MAX = 256 << 10


class RingError(ValueError):
    """The file is no ring, or of a version this cannot read."""


@dataclass(slots=True)
class _Ring:
    control: int
    data: int
    capacity: int
    position: int = 0
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Packed events of one ring in order, and how many were lost before them."""

    data: bytes
    count: int
    lost: int


class RingReader:
    """Follows the rings of one file; not for several threads."""

    def __init__(self, path: str | Path, *, oldest: bool = True) -> None:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            size = os.fstat(fd).st_size
            if size < _HEADER.size:
                raise RingError(f"{path} is no ring")
            self._map = mmap.mmap(fd, size, mmap.MAP_SHARED, mmap.PROT_READ)
        finally:
            os.close(fd)
        try:
            self._read_header(str(path))
        except RingError:
            self._map.close()
            raise
        self.lost = 0
        for ring in self._rings:
            self._start(ring, oldest)

    def _read_header(self, path: str) -> None:
        head = _HEADER.unpack_from(self._map)
        if head[0] != MAGIC:
            raise RingError(f"{path} is no ring")
        self.version, self.pid, self.hash, self.wall_offset, self.started = head[1:6]
        places = [_PLACE.unpack_from(self._map, 64 + i * _PLACE.size) for i in range(head[6])]
        if any(data + capacity > len(self._map) for _, data, capacity in places):
            raise RingError(f"{path} is cut")
        self._rings = [_Ring(*place) for place in places]
        meta = self._map[head[8] : head[8] + min(head[9], META_MAX)]
        try:
            self.meta: dict[str, object] = json.loads(meta) if meta else {}
        except ValueError:
            self.meta = {}

    def decoder(self) -> Decoder:
        """Return a decoder for what stands in the file, with its own catalogue if it has one."""
        catalogue = self.meta.get("catalogue")
        known = tables.parse(catalogue) if isinstance(catalogue, dict) else tables.load()
        names = self.meta.get("commands")
        return Decoder(known, [str(n) for n in names] if isinstance(names, list) else [])

    def _start(self, ring: _Ring, oldest: bool) -> None:
        head, reserved, events = _CONTROL.unpack_from(self._map, ring.control)
        if not oldest:
            ring.position, ring.sequence = head, events
        elif reserved > ring.capacity:
            self._resync(ring)

    def _resync(self, ring: _Ring) -> int:
        head, reserved, events = _CONTROL.unpack_from(self._map, ring.control)
        block = ring.capacity // BLOCKS
        safe = max(0, reserved + 2 * block - ring.capacity)
        best, sequence = int(head), int(events)
        for i in range(BLOCKS):
            at = ring.control + _BLOCKS_AT + i * _BLOCK.size
            position, first = _BLOCK.unpack_from(self._map, at)
            if safe <= position < best and first >= ring.sequence:
                best, sequence = position, first
        lost: int = sequence - ring.sequence
        ring.position, ring.sequence = best, sequence
        return lost

    def _copy(self, ring: _Ring, at: int, size: int) -> bytes:
        start = ring.data + at % ring.capacity
        end = ring.data + ring.capacity
        first = self._map[start : min(start + size, end)]
        rest = size - len(first)
        return first + self._map[ring.data : ring.data + rest] if rest else first

    def _drain(self, ring: _Ring, limit: int) -> Batch | None:
        lost = 0
        while True:
            head, reserved, _ = _CONTROL.unpack_from(self._map, ring.control)
            if head == ring.position:
                return Batch(b"", 0, lost) if lost else None
            data = b""
            if head - ring.position <= ring.capacity:
                data = self._copy(ring, ring.position, min(limit, head - ring.position))
            reserved = _CONTROL.unpack_from(self._map, ring.control)[1]
            if reserved - ring.position > ring.capacity:
                lost += self._resync(ring)
                continue
            end, count = packed_end(data)
            ring.position += end
            ring.sequence += count
            return Batch(data[:end], count, lost)

    def read(self, limit: int = 1 << 20) -> list[Batch]:
        """Return what was written since the last call, at most `limit` bytes of each ring."""
        batches = [batch for ring in self._rings if (batch := self._drain(ring, limit)) is not None]
        self.lost += sum(batch.lost for batch in batches)
        return batches

    def events(self) -> Iterator[Event]:
        """Return every event that can be read now, ring by ring."""
        decoder = self.decoder()
        while batches := self.read():
            for batch in batches:
                yield from decoder.events(batch.data)

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()

    def __enter__(self) -> RingReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def rings(directory: str | Path = "/dev/shm") -> list[Path]:
    """Return the ring files of this machine's servers, dead ones included, newest first."""
    found = list(Path(directory).glob("vkscope-*.ring"))
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)
