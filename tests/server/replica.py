"""A replica in a test's hands: it asks, reads the snapshot, then the stream word by word."""

from __future__ import annotations

import contextlib
import re
import socket
from typing import Any

from tests.conftest import Running
from tests.server.wire import Wire


class Replica(Wire):
    """One connection that says REPLCONF, SYNC or PSYNC."""

    def __init__(self, server: Running) -> None:
        sock = server.connect()
        sock.settimeout(20)
        super().__init__(sock)
        self.server = server

    def conf(self, *words: str | bytes) -> Any:
        """REPLCONF with these words."""
        return self.call("REPLCONF", *words)

    def line(self) -> bytes:
        """The next line that is not an empty one, as are sent while a snapshot is made."""
        while True:
            line = b""
            while not line.endswith(b"\n"):
                line += self.raw(1)
            if line.strip():
                return line.strip()

    def snapshot(self) -> bytes:
        """The RDB file that comes next, on either way."""
        head = self.line()
        if not head.startswith(b"$EOF:"):
            assert re.fullmatch(rb"\$\d+", head), head
            return self.raw(int(head[1:]))
        mark, data = head[5:], b""
        while not data.endswith(mark):
            data += self.raw(1)
        return data[: -len(mark)]

    def sync(self) -> bytes:
        """SYNC; the snapshot."""
        self.send("SYNC")
        return self.snapshot()

    def psync(self, name: str = "?", offset: int = -1) -> list[bytes]:
        """PSYNC; the words of the line that answers it."""
        self.send("PSYNC", name, str(offset))
        return self.line().split()

    def words(self) -> list[bytes]:
        """The next command of the stream, pings left out."""
        while True:
            words: list[bytes] = self.read()
            if words != [b"PING"]:
                return words

    def until_closed(self) -> None:
        """Read on until the server ends the connection; pings may still come."""
        with contextlib.suppress(EOFError):
            while self.words():
                raise AssertionError("more than pings came")

    def quiet(self) -> bool:
        """Tell whether the stream has nothing more for us."""
        return self.silent()


def attached(server: Running) -> Replica:
    """A replica by SYNC, its snapshot read."""
    replica = Replica(server)
    replica.sync()
    return replica


def plain(server: Running) -> Wire:
    """A connection that only commands."""
    sock = socket.create_connection(("127.0.0.1", server.port), 20)
    return Wire(sock)
