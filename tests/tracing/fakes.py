"""Fakes for the tests of tracing: a ring file written as native writes it, and a RESP server."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Callable
from pathlib import Path

from vkscope.tables import events as tables
from vkscope.tracing.events import encode

CATALOGUE = tables.load()
BLOCKS, PAGE, META = 64, 4096, 256 << 10


def event(name: str, time: int, **fields: int) -> bytes:
    """Pack an event by name; `span`, `tick` and `text` have their usual meaning."""
    span, tick = fields.pop("span", 0), fields.pop("tick", 0)
    return encode(CATALOGUE.by_name(name), time, span, tick=tick, fields=fields)


class FakeRing:
    """One ring in a file; writes wrap as in shared memory."""

    def __init__(
        self, path: Path, capacity: int = 64 << 10, commands: tuple[str, ...] = ()
    ) -> None:
        self.path, self.capacity = path, capacity
        self.head = self.sequence = 0
        self.last_block = 0
        meta = {"pid": 7, "catalogue": json.loads(CATALOGUE.json), "commands": list(commands)}
        raw = json.dumps(meta).encode()
        self.control = PAGE + META
        self.data = self.control + PAGE
        head = struct.pack(
            "<8sIIQqQIIQQ", b"VKRING01", 1, 7, CATALOGUE.hash, 1000, 5, 1, PAGE, PAGE, len(raw)
        )
        head += struct.pack("<QQQ", self.control, self.data, capacity)
        with path.open("wb") as file:
            file.write(head)
            file.seek(PAGE)
            file.write(raw)
            file.truncate(self.data + capacity)
        self.file = path.open("r+b", buffering=0)

    def _put(self, at: int, data: bytes) -> None:
        self.file.seek(at)
        self.file.write(data)

    def write(self, data: bytes) -> None:
        """Write one packed event."""
        block = self.head // (self.capacity // BLOCKS)
        end = self.head + len(data)
        self._put(self.control + 8, struct.pack("<Q", end))
        if block >= self.last_block:
            entry = struct.pack("<QQ", self.head, self.sequence)
            self._put(self.control + 32 + block % BLOCKS * 16, entry)
            self.last_block = block + 1
        at = self.head % self.capacity
        first = data[: self.capacity - at]
        self._put(self.data + at, first)
        if len(first) < len(data):
            self._put(self.data, data[len(first) :])
        self.head, self.sequence = end, self.sequence + 1
        self._put(self.control + 16, struct.pack("<Q", self.sequence))
        self._put(self.control, struct.pack("<Q", self.head))


Answer = Callable[[list[bytes]], bytes]


def bulk(data: bytes | str) -> bytes:
    """A bulk string."""
    raw = data.encode() if isinstance(data, str) else data
    return b"$%d\r\n%b\r\n" % (len(raw), raw)


class FakeServer:
    """Answers each command with what `answer` returns; `push` sends to every connection."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.seen: list[list[bytes]] = []
        self.writers: list[asyncio.StreamWriter] = []
        self.port = 0

    async def __aenter__(self) -> FakeServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.drop()

    def drop(self) -> None:
        """Close every connection."""
        for writer in self.writers:
            writer.close()
        self.writers.clear()

    def push(self, data: bytes) -> None:
        """Send bytes that nobody asked for."""
        for writer in self.writers:
            writer.write(data)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        while line := await reader.readline():
            words = []
            for _ in range(int(line[1:])):
                size = int((await reader.readline())[1:])
                words.append((await reader.readexactly(size + 2))[:-2])
            self.seen.append(words)
            writer.write(self.answer(words))
