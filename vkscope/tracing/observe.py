"""Looks at a server over the network: a small RESP client, and one frozen snapshot of INFO.

It works with any Valkey or Redis; what only vkscope tells (phases of the tick) is empty elsewhere.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit


class ServerError(Exception):
    """The server answered with an error."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens, and the password to say."""

    host: str = "127.0.0.1"
    port: int = 6379
    password: str = ""

    @staticmethod
    def parse(text: str) -> Address:
        """Read HOST:PORT, PORT, valkey://[:password@]host:port. ValueError for anything else."""
        if text.isdigit():
            return Address(port=int(text))
        parts = urlsplit(text if "://" in text else f"valkey://{text}")
        if parts.scheme not in ("valkey", "redis"):
            raise ValueError(f"no address: {text}")
        host = parts.hostname or "127.0.0.1"
        return Address(host, parts.port or 6379, unquote(parts.password or ""))


def encode(words: tuple[str | bytes, ...]) -> bytes:
    """Return a command as RESP."""
    raw = [w.encode() if isinstance(w, str) else w for w in words]
    return b"*%d\r\n" % len(raw) + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in raw)


class Client:
    """One connection; commands one after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def connect(cls, address: Address) -> Client:
        """Connect and authenticate; OSError or ServerError."""
        client = cls(*await asyncio.open_connection(address.host, address.port))
        if address.password:
            await client.call("AUTH", address.password)
        return client

    async def call(self, *words: str | bytes) -> Any:
        """Send one command, return its reply; ServerError for an error."""
        self._writer.write(encode(words))
        await self._writer.drain()
        return await self._read()

    async def _read(self) -> Any:
        line = await self._reader.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("the server closed the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise ServerError(rest.decode("utf-8", "replace"))
        if kind == b":":
            return int(rest)
        if kind == b"$":
            size = int(rest)
            return None if size < 0 else (await self._reader.readexactly(size + 2))[:-2]
        if kind == b"*":
            return [await self._read() for _ in range(int(rest))]
        return rest.decode("utf-8", "replace")

    def close(self) -> None:
        """Drop the connection."""
        self._writer.close()


PHASES = ("poll", "read", "parse", "execute", "python", "write", "cron", "other")


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One command's totals."""

    name: str
    calls: int
    usec: int
    failed: int
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a server said at one moment; `info` is every field of INFO."""

    at: float
    info: dict[str, str]
    commands: tuple[CommandRow, ...] = ()
    rates: dict[str, float] = field(default_factory=dict)

    def number(self, name: str) -> float:
        """Return a field as a number; 0 where the server does not say."""
        try:
            return float(self.info.get(name, "0"))
        except ValueError:
            return 0.0

    @property
    def phases(self) -> dict[str, float]:
        """Nanoseconds by phase of the tick since the start; empty for other servers."""
        if "phase_poll_ns" not in self.info:
            return {}
        return {phase: self.number(f"phase_{phase}_ns") for phase in PHASES}


RATED = (
    "total_commands_processed",
    "total_net_input_bytes",
    "total_net_output_bytes",
    "expired_keys",
)


def _pairs(text: str) -> dict[str, str]:
    return dict(item.split("=", 1) for item in text.split(",") if "=" in item)


def snapshot(text: str, at: float, before: Snapshot | None = None) -> Snapshot:
    """Read INFO's text; rates come from the snapshot before."""
    info = dict(line.split(":", 1) for line in text.split("\r\n") if ":" in line and line[0] != "#")
    rows = []
    for key, value in info.items():
        if key.startswith("cmdstat_"):
            name = key.removeprefix("cmdstat_")
            stat = _pairs(value)
            late = _pairs(info.get(f"latency_percentiles_usec_{name}", ""))
            rows.append(
                CommandRow(
                    name,
                    int(stat.get("calls", 0)),
                    int(stat.get("usec", 0)),
                    int(stat.get("failed_calls", 0)),
                    float(late.get("p50", 0)),
                    float(late.get("p99", 0)),
                )
            )
    rows.sort(key=lambda row: -row.usec)
    now = Snapshot(at, info, tuple(rows))
    if before is None or at <= before.at:
        return now
    rates = {n: (now.number(n) - before.number(n)) / (at - before.at) for n in RATED}
    return Snapshot(at, info, now.commands, rates)


SECTIONS = ("default", "commandstats", "latencystats", "eventloop")


async def look(client: Client, before: Snapshot | None = None) -> Snapshot:
    """Ask a server for a snapshot."""
    raw = await client.call("INFO", *SECTIONS)
    return snapshot(raw.decode("utf-8", "replace"), time.monotonic(), before)
