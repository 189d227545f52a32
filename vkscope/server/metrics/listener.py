"""The page's HTTP: a few short connections beside the loop, each one request and one answer.

Rules: nothing here waits, and nothing grows with what a peer does: a request is at most 8 KiB, at
most 16 connections are open, each for at most 10 s. Answers end the connection.

Design: `open()` binds, so that an address that cannot be had is an error where it is asked for;
`serve()` hands the sockets to the loop once it runs.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, cast

from vkscope.server.config import ApplyError, Config, ConfigError
from vkscope.server.log import WARNING, Log

MOST_CONNECTIONS: Final = 16
MOST_REQUEST: Final = 8192
PATIENCE_S: Final = 10.0
STEP: Final = 100
"""Lines that are made at once."""
_BACKLOG: Final = 16
_PORT: Final = "scope-metrics-port"
_BIND: Final = "scope-metrics-bind"
_REASONS: Final = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Metrics:
    """The listening sockets and their connections. `page` makes its type and its lines."""

    def __init__(
        self, config: Config, log: Log, page: Callable[[], tuple[str, Iterator[str]]]
    ) -> None:
        self._config = config
        self._log = log
        self._page = page
        self._sockets: list[socket.socket] = []
        self._servers: list[asyncio.Server] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting: set[asyncio.Task[None]] = set()
        self.open_connections: set[Connection] = set()

    def open(self) -> None:
        """Bind at the start and follow the parameters. ConfigError: an address cannot be had."""
        try:
            self._sockets = self._bind()
        except ApplyError as error:
            raise ConfigError(str(error), channel="log") from None
        for name in (_PORT, _BIND):
            self._config.on_apply(name, self._change)

    def serve(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop runs: answer from here on."""
        self._loop = loop
        waiting, self._sockets = self._sockets, []
        for each in waiting:
            task = loop.create_task(self._start(loop, each))
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    def close(self) -> None:
        """End everything at once."""
        for task in list(self._starting):
            task.cancel()
        for server in self._servers:
            server.close()
        for each in self._sockets:
            each.close()
        for connection in list(self.open_connections):
            connection.abort()
        self._servers, self._sockets = [], []

    async def _start(self, loop: asyncio.AbstractEventLoop, bound: socket.socket) -> None:
        self._servers.append(await loop.create_server(lambda: Connection(self), sock=bound))

    def _change(self, config: Config) -> None:
        """The old addresses may be among the new ones, so they go first."""
        self.close()
        self._sockets = self._bind()
        if self._loop is not None:
            self.serve(self._loop)

    def _bind(self) -> list[socket.socket]:
        port = self._config.int(_PORT)
        if not port:
            return []
        bound: list[socket.socket] = []
        for address in self._config.str(_BIND).split():
            try:
                bound.append(_listening(address, port))
            except OSError as error:
                for each in bound:
                    each.close()
                text = f"Could not listen for metrics on {address}:{port}: {error.strerror}"
                self._log.write(WARNING, text)
                raise ApplyError(text) from None
        return bound

    def answer(self, request: bytes) -> Answer:
        """The answer to a request's head."""
        words = request.split(b"\r\n", 1)[0].split(b" ")
        if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
            return Answer(400, ["This is not a request of HTTP/1."])
        if words[0] not in (b"GET", b"HEAD"):
            return Answer(405, ["Only GET and HEAD."])
        if words[1].split(b"?", 1)[0] != b"/metrics":
            return Answer(404, ["The page is /metrics."])
        kind, lines = self._page()
        return Answer(200, lines, kind, whole=words[0] == b"GET")

    def failed(self, error: Exception) -> Answer:
        """Our own mistake: the scrape fails, the server does not."""
        self._log.write(WARNING, f"Internal error in the page of metrics: {error!r}")
        return Answer(500, ["The server could not make the page; its log says why."])


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, lines of the body, their type; not `whole`: the head alone."""

    status: int
    lines: Iterable[str]
    kind: str = "text/plain; charset=utf-8"
    whole: bool = True

    def head(self, size: int) -> bytes:
        """Status line and fields, for a body of this many bytes."""
        allow = "Allow: GET, HEAD\r\n" if self.status == 405 else ""
        return (
            f"HTTP/1.1 {self.status} {_REASONS[self.status]}\r\nContent-Type: {self.kind}\r\n"
            f"Content-Length: {size}\r\n{allow}Connection: close\r\n\r\n"
        ).encode()


def _listening(address: str, port: int) -> socket.socket:
    family, kind, protocol, _, where = socket.getaddrinfo(
        address, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST | socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(where)
        made.listen(_BACKLOG)
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made


class Connection(asyncio.Protocol):
    """One request, one answer, made in steps of `STEP` lines so that clients wait for none."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._got = b""
        self._answer: Answer | None = None
        self._lines: Iterator[str] = iter(())
        self._body: list[str] = []
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        others = self._metrics.open_connections
        others.add(self)
        self._timer = asyncio.get_running_loop().call_later(PATIENCE_S, self.abort)
        if len(others) > MOST_CONNECTIONS:
            self._begin(Answer(503, ["Too many connections."]))

    def data_received(self, data: bytes) -> None:
        if self._answer is not None:
            return
        self._got += data
        if b"\r\n\r\n" in self._got:
            try:
                self._begin(self._metrics.answer(self._got))
            except Exception as error:
                self._begin(self._metrics.failed(error))
        elif len(self._got) > MOST_REQUEST:
            self._begin(Answer(400, ["The request is too long."]))

    def connection_lost(self, exc: Exception | None) -> None:
        self._metrics.open_connections.discard(self)
        self._transport = None
        if self._timer is not None:
            self._timer.cancel()

    def abort(self) -> None:
        """End it without waiting for the peer."""
        if self._transport is not None:
            self._transport.abort()

    def _begin(self, answer: Answer) -> None:
        self._answer, self._lines, self._body = answer, iter(answer.lines), []
        self._step()

    def _step(self) -> None:
        """Make some lines; write when there are no more."""
        transport, answer = self._transport, self._answer
        if transport is None or answer is None or transport.is_closing():
            return
        try:
            made = list(islice(self._lines, STEP))
        except Exception as error:
            self._begin(self._metrics.failed(error))
            return
        self._body += made
        if len(made) == STEP:
            asyncio.get_running_loop().call_soon(self._step)
            return
        body = "".join(f"{line}\n" for line in self._body).encode("utf-8", "replace")
        transport.write(answer.head(len(body)) + (body if answer.whole else b""))
        transport.close()  # once all is written; the timer ends what is never read
