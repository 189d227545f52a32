"""One connection spoken to in RESP, replies and pushes as they come: for tests of their order."""

from __future__ import annotations

import socket
from typing import Any


class Wire:
    """Reads one reply or push at a time. Errors are str, all other text is bytes."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._got = b""

    def close(self) -> None:
        """End the connection."""
        self.sock.close()

    def send(self, *words: str | bytes) -> None:
        """Send a command."""
        parts = [word.encode() if isinstance(word, str) else word for word in words]
        request = b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
        self.sock.sendall(b"*%d\r\n%s" % (len(parts), request))

    def call(self, *words: str | bytes) -> Any:
        """Send a command and read what comes next."""
        self.send(*words)
        return self.read()

    def raw(self, n: int) -> bytes:
        """Return the next n bytes as they are."""
        while len(self._got) < n:
            more = self.sock.recv(65536)
            if not more:
                raise EOFError(self._got)
            self._got += more
        taken, self._got = self._got[:n], self._got[n:]
        return taken

    def next_is(self, data: bytes) -> bool:
        """Tell whether the next bytes are these."""
        return self.raw(len(data)) == data

    def silent(self, seconds: float = 0.1) -> bool:
        """Tell whether nothing comes for that long."""
        if self._got:
            return False
        before = self.sock.gettimeout()
        self.sock.settimeout(seconds)
        try:
            self._got = self.sock.recv(65536)
        except TimeoutError:
            return True
        finally:
            self.sock.settimeout(before)
        return False

    def _line(self) -> bytes:
        while b"\r\n" not in self._got:
            more = self.sock.recv(65536)
            if not more:
                raise EOFError(self._got)
            self._got += more
        line, self._got = self._got.split(b"\r\n", 1)
        return line

    def read(self) -> Any:
        """Read one reply or push; maps come as lists of pairs' members."""
        line = self._line()
        kind, rest = line[:1], line[1:]
        if kind == b"+":
            return rest
        if kind == b"-":
            return rest.decode()
        if kind == b":":
            return int(rest)
        if kind in (b"_", b"#", b","):
            return {b"_": None, b"#t": True, b"#f": False}.get(line, rest)
        n = int(rest)
        if n < 0:
            return None
        if kind in (b"$", b"="):
            return self.raw(n + 2)[4 if kind == b"=" else 0 : n]
        if kind == b"%":
            n *= 2
        return [self.read() for _ in range(n)]
