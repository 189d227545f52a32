"""A client that never reads: what it asked for stays in the server, unless a limit ends it."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import LabError
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check
from vkscope.tracing.events import Event
from vkscope.tracing.resp import RespClient

PAGE_BYTES, ASKED, HONEST_ASKS = 1 << 20, 60, 4
MOST_HELD = 20 << 20
RECEIVES = 4096
PATIENCE_S = 40.0
MB = 1 << 20


def _silent(port: int) -> socket.socket:
    """Return a connection with little room, so that what is not read stays in the server."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVES)
    made.connect(("127.0.0.1", port))
    made.sendall(b"CLIENT SETNAME silent\r\n" + b"GET page\r\n" * ASKED + b"INCR asked\r\n")
    return made


async def _is_over(admin: RespClient) -> bool:
    """Say whether all was answered, or the silent client is gone."""
    if await admin.call("EXISTS", "asked"):
        return True
    hits = await admin.call("INFO", "commandstats")
    started = b"cmdstat_get" in hits
    return started and b"name=silent" not in await admin.call("CLIENT", "LIST")


async def run(bench: Bench) -> None:
    """Ask without reading; then ask as one should."""
    admin = await bench.client("admin")
    await admin.call("SETRANGE", "page", PAGE_BYTES - 1, "x")
    silent = _silent(bench.port)
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE_S
    while not await _is_over(admin):
        if loop.time() > end:
            raise LabError("the server did not answer the silent client")
        await asyncio.sleep(0.05)
    await admin.call("SET", "honest-begins", 1)
    honest = await bench.client("honest")
    asks = (honest.call("GET", "page") for _ in range(HONEST_ASKS))
    await asyncio.gather(*asks, return_exceptions=True)  # if it was closed, the trace tells
    await admin.call("PING")
    silent.close()


def _told(events: list[Event]) -> str:
    if not events:
        return "no client was closed"
    return ", ".join(f"closed while {event.value / MB:.1f} MB waited" for event in events)


def judge(work: Path, trace: Trace) -> list[Check]:
    """The silent client was closed in time, and the honest one was not."""
    began = [e.time for e in trace.commands("set")]
    hits = list(trace.of("ClientLimitHit"))
    first = began[0] if began else 0
    silent = [event for event in hits if event.time < first]
    honest = [event for event in hits if event.time >= first]
    in_time = [event for event in silent if event.value <= MOST_HELD]
    return [
        Check("both clients had their turn", "yes", "yes" if first else "no", bool(first)),
        Check(
            "the silent client is closed",
            f"before more than {MOST_HELD // MB} MB wait for it",
            _told(silent),
            bool(in_time),
            "the silent client still fills the memory with what it does not read",
            trace.where(silent[0] if silent else None),
        ),
        Check(
            "the honest client is not",
            "no client was closed",
            _told(honest),
            not honest,
            "a client that reads was closed: its replies must fit before it can read them",
            trace.where(honest[0] if honest else None),
        ),
    ]
