"""A small RESP2 and RESP3 client on asyncio: calls, pipelined, and a handler for pushes.

Rules: knows the wire and nothing about servers. Replies become int, float, bool, None, str (for
simple strings), bytes, list, dict and set-like lists; errors become RespError, raised by call().
A map's keys that are bytes become str. Nesting and lengths are limited: the other side may be
anything.

Threads: one loop.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from vkscope.tracing.address import Endpoint, parse

MAX_DEPTH = 32
MAX_BULK = 512 << 20
CONNECT_SECONDS = 5.0


class RespError(Exception):
    """The server answered with an error; `code` is its first word."""

    @property
    def code(self) -> str:
        """The error's first word."""
        return str(self).partition(" ")[0]


class ProtocolError(ConnectionError):
    """What arrived is no RESP."""


class _Incomplete(Exception):  # noqa: N818 - a signal inside the parser, not an error
    pass


class Push(list[Any]):
    """An out-of-band message: ["scope", ...]."""


class Parser:
    """Bytes in, values out."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._at = 0

    def feed(self, data: bytes) -> list[Any]:
        """Take bytes; return the values that became whole. ProtocolError."""
        self._data += data
        out: list[Any] = []
        start = 0
        while True:
            self._at = start
            try:
                out.append(self._value(0))
            except _Incomplete:
                break
            start = self._at
        del self._data[:start]
        return out

    def _line(self) -> bytes:
        end = self._data.find(b"\r\n", self._at)
        if end < 0:
            if len(self._data) - self._at > 1 << 20:
                raise ProtocolError("a line without end")
            raise _Incomplete
        line = bytes(self._data[self._at : end])
        self._at = end + 2
        return line

    def _bulk(self, size: int) -> bytes:
        if size > MAX_BULK:
            raise ProtocolError(f"a bulk of {size} bytes")
        end = self._at + size
        if end + 2 > len(self._data):
            raise _Incomplete
        data = bytes(self._data[self._at : end])
        self._at = end + 2
        return data

    @staticmethod
    def _number(text: bytes) -> int:
        try:
            return int(text)
        except ValueError as error:
            raise ProtocolError(f"no number: {text[:20]!r}") from error

    def _many(self, count: int, depth: int) -> list[Any]:
        if depth >= MAX_DEPTH:
            raise ProtocolError("nested too deeply")
        return [self._value(depth + 1) for _ in range(count)]

    def _map(self, count: int, depth: int) -> dict[Any, Any]:
        flat = self._many(count * 2, depth)
        return {_key(flat[i]): flat[i + 1] for i in range(0, len(flat), 2)}

    def _value(self, depth: int) -> Any:
        line = self._line()
        kind, rest = line[:1], line[1:]
        if kind == b"+":
            return rest.decode("utf-8", "replace")
        if kind == b"-":
            return RespError(rest.decode("utf-8", "replace"))
        if kind in (b":", b"("):
            return self._number(rest)
        if kind == b"_":
            return None
        if kind == b"#":
            return rest == b"t"
        if kind == b",":
            return float(rest)
        return self._sized(kind, self._number(rest), depth)

    def _sized(self, kind: bytes, size: int, depth: int) -> Any:
        if kind not in b"$!=*~>%|" or not kind:
            raise ProtocolError(f"no RESP: {kind!r}")
        if size < 0:
            return None
        if kind == b"$":
            return self._bulk(size)
        if kind == b"!":
            return RespError(self._bulk(size).decode("utf-8", "replace"))
        if kind == b"=":
            return self._bulk(size)[4:]
        if kind == b"%":
            return self._map(size, depth)
        if kind == b"|":
            self._map(size, depth)
            return self._value(depth)
        values = self._many(size, depth)
        return Push(values) if kind == b">" else values


def _key(value: Any) -> Any:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value


def encode(words: tuple[str | bytes | int | float, ...]) -> bytes:
    """Return a command as RESP."""
    raw = [w if isinstance(w, bytes) else str(w).encode() for w in words]
    return b"*%d\r\n" % len(raw) + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in raw)


class RespClient:
    """One connection. `on_push` gets every push; `closed` says why the connection ended."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self.on_push: Callable[[list[Any]], None] | None = None
        self.closed: Exception | None = None
        self.protocol = 2
        self.server: dict[str, Any] = {}
        self._task = asyncio.get_running_loop().create_task(self._receive())

    @classmethod
    async def connect(cls, where: str | Endpoint, *, name: str = "vkscope") -> RespClient:
        """Connect, authenticate, say HELLO 3. OSError, RespError, AddressError, TimeoutError."""
        endpoint = parse(where) if isinstance(where, str) else where
        async with asyncio.timeout(CONNECT_SECONDS):
            client = cls(*await _open(endpoint))
            try:
                await client._greet(endpoint, name)
            except BaseException:
                await client.close()
                raise
        return client

    async def _greet(self, endpoint: Endpoint, name: str) -> None:
        credentials: tuple[str, ...] = ()
        if endpoint.password:
            credentials = ("AUTH", endpoint.user or "default", endpoint.password)
        try:
            hello = await self.call("HELLO", 3, *credentials)
            self.protocol = 3
            self.server = {k: _text(v) for k, v in hello.items()} if isinstance(hello, dict) else {}
        except RespError as error:
            if error.code not in ("ERR", "NOPROTO"):
                raise
            if endpoint.password:
                words = (endpoint.user,) if endpoint.user else ()
                await self.call("AUTH", *words, endpoint.password)
        with contextlib.suppress(RespError):
            await self.call("CLIENT", "SETNAME", name)
        if endpoint.db:
            await self.call("SELECT", endpoint.db)

    async def call(self, *words: str | bytes | int | float) -> Any:
        """Send one command, return its reply. RespError for an error, OSError for a lost server."""
        if self.closed is not None:
            raise ConnectionError(str(self.closed)) from self.closed
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        self._writer.write(encode(words))
        await self._writer.drain()
        reply = await future
        if isinstance(reply, RespError):
            raise reply
        return reply

    async def pipeline(
        self, commands: Sequence[tuple[str | bytes | int | float, ...]]
    ) -> list[Any]:
        """Send commands in one write, return their replies; an error is a RespError among them."""
        if self.closed is not None:
            raise ConnectionError(str(self.closed)) from self.closed
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[Any]] = [loop.create_future() for _ in commands]
        self._waiting.extend(futures)
        self._writer.write(b"".join(map(encode, commands)))
        await self._writer.drain()
        return [await future for future in futures]

    async def _receive(self) -> None:
        parser = Parser()
        why: Exception = ConnectionError("the server closed the connection")
        try:
            while data := await self._reader.read(1 << 18):
                for value in parser.feed(data):
                    self._deliver(value)
        except (OSError, ProtocolError) as error:
            why = error
        self.closed = why
        self._writer.close()
        for future in self._waiting:
            if not future.done():
                future.set_exception(ConnectionError(str(why)))
        self._waiting.clear()

    def _deliver(self, value: Any) -> None:
        is_push = isinstance(value, Push) or (
            self.protocol == 2 and isinstance(value, list) and value[:1] == [b"scope"]
        )
        if is_push:
            if self.on_push is not None:
                self.on_push(value)
            return
        if not self._waiting:
            raise ProtocolError("a reply that nobody asked for")
        future = self._waiting.popleft()
        if not future.done():
            future.set_result(value)

    async def close(self) -> None:
        """Drop the connection; waiting calls fail."""
        self._writer.close()
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self.closed = self.closed or ConnectionError("closed")
        for future in self._waiting:
            future.cancel()
        self._waiting.clear()


def _text(value: Any) -> Any:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value


async def _open(endpoint: Endpoint) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if endpoint.path:
        return await asyncio.open_unix_connection(endpoint.path)
    context = endpoint.trust.context() if endpoint.tls else None
    return await asyncio.open_connection(endpoint.host, endpoint.port, ssl=context)
