"""A server with a plain port and a TLS port, and ways to speak to both."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.certs import Certificates
from tests.conftest import Running, end, launch, unused_port
from tests.server.wire import Wire

PATIENCE = 60.0


class Secure:
    """A server with both ports."""

    def __init__(self, running: Running, port: int, certs: Certificates) -> None:
        self.running = running
        self.port = port
        self.certs = certs
        self.plain = redis.Redis(port=running.port, decode_responses=True, socket_timeout=60)

    def socket(self) -> socket.socket:
        """A TCP connection to the TLS port that has said nothing."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def connect(
        self, context: ssl.SSLContext | None = None, session: ssl.SSLSession | None = None
    ) -> ssl.SSLSocket:
        """A TLS connection."""
        context = context or self.certs.context()
        return context.wrap_socket(self.socket(), session=session)

    def wire(self, context: ssl.SSLContext | None = None) -> Wire:
        """The same, spoken to in RESP."""
        return Wire(self.connect(context))

    def refuses(self, context: ssl.SSLContext, session: ssl.SSLSession | None = None) -> bool:
        """Whether a client ends without an answer."""
        try:
            with self.connect(context, session) as s:
                s.sendall(b"PING\r\n")
                return s.recv(16) == b""
        except (ssl.SSLError, ConnectionError):
            return True

    def numbers(self) -> dict[str, int]:
        """INFO's figures of clients."""
        return self.plain.info("clients")


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until it holds, for as long as a slow machine may need."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


@contextmanager
def secure(folder: Path, certs: Certificates, *arguments: str) -> Iterator[Secure]:
    """A server with a plain port and a TLS port."""
    port = unused_port()
    running = launch(folder, "--tls-port", str(port), *certs.options(), *arguments)
    made = Secure(running, port, certs)
    try:
        yield made
    finally:
        made.plain.close()
        end(running)
