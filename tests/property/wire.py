"""Plain connections that speak in the model's reply types: what comes back can be compared."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass

from vkscope.model.replies import NO_ARRAY, Failure, Mapping, Members, Push, Reply, Status


@dataclass(frozen=True, slots=True)
class Real:
    """A floating-point number of RESP3, as it was written."""

    text: bytes


class Wire:
    """One connection; `count` is how many commands went over it."""

    def __init__(self, port: int, patience: float = 60) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), patience)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb", 1 << 16)
        self.count = 0

    def send(self, batch: Sequence[Sequence[bytes]]) -> None:
        """Send commands in one go."""
        pieces = []
        for words in batch:
            pieces.append(b"*%d\r\n" % len(words))
            pieces += [b"$%d\r\n%b\r\n" % (len(word), word) for word in words]
        self._socket.sendall(b"".join(pieces))
        self.count += len(batch)

    def call(self, *words: bytes | str | int) -> Reply:
        """Send one command, return its reply."""
        self.send([[w if isinstance(w, bytes) else str(w).encode() for w in words]])
        return self.read()

    def read(self) -> Reply:
        """Return the next reply."""
        line = self._reader.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("the server left")
        kind, rest = line[:1], line[1:-2]
        match kind:
            case b"$":
                return None if rest == b"-1" else self._bulk(int(rest))
            case b":":
                return int(rest)
            case b"*":
                return NO_ARRAY if rest == b"-1" else [self.read() for _ in range(int(rest))]
            case b"+":
                return Status(rest)
            case b"-":
                return Failure(rest)
            case b"_":
                return None
            case b",":
                return Real(rest)  # type: ignore[return-value]
            case b"~":
                return Members(self.read() for _ in range(int(rest)))
            case b">":
                return Push(self.read() for _ in range(int(rest)))
            case b"%":
                return Mapping((self.read(), self.read()) for _ in range(int(rest)))  # type: ignore[misc]
            case b"=":
                return self._bulk(int(rest))[4:]
        raise ConnectionError(f"no reply: {line!r}")

    def _bulk(self, length: int) -> bytes:
        return bytes(self._reader.read(length + 2)[:-2])

    def close(self) -> None:
        """Hang up."""
        self._reader.close()
        self._socket.close()
