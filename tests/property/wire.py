"""A plain connection that speaks in the model's reply types: what comes back can be compared."""

from __future__ import annotations

import socket
from typing import cast

from vkscope.model.replies import Failure, Reply, Status


class Wire:
    """One connection; `count` is how many commands went over it."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 20)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb")
        self.count = 0

    def call(self, *words: bytes | str | int) -> Reply:
        """Send one command, return its reply."""
        raw = [w if isinstance(w, bytes) else str(w).encode() for w in words]
        self._socket.sendall(
            b"*%d\r\n" % len(raw) + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in raw)
        )
        self.count += 1
        return self._read()

    def _read(self) -> Reply:
        line = self._reader.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("the server left")
        kind, rest = line[:1], line[1:-2]
        match kind:
            case b"+":
                return Status(rest)
            case b"-":
                return Failure(rest)
            case b":":
                return int(rest)
            case b"_":
                return None
            case b"$":
                return None if rest == b"-1" else self._reader.read(int(rest) + 2)[:-2]
            case b"*" | b"~":
                return None if rest == b"-1" else [self._read() for _ in range(int(rest))]
            case b"%":
                flat = [self._read() for _ in range(2 * int(rest))]
                return dict(zip(cast("list[bytes]", flat[::2]), flat[1::2], strict=True))
        raise ConnectionError(f"no reply: {line!r}")

    def close(self) -> None:
        """Hang up."""
        self._reader.close()
        self._socket.close()
