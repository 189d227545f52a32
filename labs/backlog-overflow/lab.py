"""The backlog overflows: a replica that is cut, misses something, and comes back."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import LabError
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same

CUT_SECONDS = 3.5
"""How long the replica is away; the server looks once a second whether its backlog is over time."""
ACK_SECONDS = 0.3
"""A replica tells its offset again and again: the first time may be too early to count."""
MISSED, EACH = 200, 1000
MOST = 1 << 20
UNITS = {
    "": 1,
    "b": 1,
    "k": 1000,
    "kb": 1024,
    "m": 1000**2,
    "mb": 1 << 20,
    "g": 10**9,
    "gb": 1 << 30,
}


class Replica:
    """As much of a replica as PSYNC needs: it reads the stream, and counts."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.history, self.offset = "?", -1

    @classmethod
    async def connect(cls, port: int) -> Replica:
        """Connect and say what it can."""
        made = cls(*await asyncio.open_connection("127.0.0.1", port))
        await made.ask("REPLCONF", "listening-port", "7999")
        await made.ask("REPLCONF", "capa", "eof", "capa", "psync2")
        return made

    def send(self, *words: str) -> None:
        """Send a command."""
        parts = [f"${len(word)}\r\n{word}\r\n" for word in words]
        self.writer.write(f"*{len(words)}\r\n{''.join(parts)}".encode())

    async def ask(self, *words: str) -> str:
        """Send a command; return the line that answers it."""
        self.send(*words)
        while line := (await self.reader.readline()).decode():
            if line.strip():
                return line.strip()
        raise LabError("the server closed the replica's connection")

    async def sync(self, history: str, offset: int) -> str:
        """Ask for the stream from an offset; return the first word of the answer."""
        words = (await self.ask("PSYNC", history, str(offset))).split()
        if words[0] == "+FULLRESYNC":
            self.history, self.offset = words[1], int(words[2])
            await self._snapshot()
        elif words[0] != "+CONTINUE":
            raise LabError(f"PSYNC was answered {' '.join(words)}")
        return words[0]

    async def _snapshot(self) -> None:
        """Read the data: `$length` and bytes, or `$EOF:mark` and bytes until the mark."""
        head = b"\n"
        while head == b"\n":
            head = await self.reader.readline()
        told = head.strip().removeprefix(b"$")
        if told.startswith(b"EOF:"):
            await self.reader.readuntil(told.removeprefix(b"EOF:"))
        else:
            await self.reader.readexactly(int(told))
        self.send("REPLCONF", "ACK", str(self.offset))

    async def follow(self, mark: bytes) -> None:
        """Read the stream until a mark has come."""
        seen = b""
        while mark not in seen:
            try:
                data = await asyncio.wait_for(self.reader.read(65536), ACK_SECONDS)
            except TimeoutError:
                self.send("REPLCONF", "ACK", str(self.offset))
                continue
            if not data:
                raise LabError("the stream ended")
            self.offset += len(data)
            seen = seen[-len(mark) :] + data
        self.send("REPLCONF", "ACK", str(self.offset))

    async def cut(self) -> None:
        """Be gone."""
        self.writer.close()
        await self.writer.wait_closed()


async def run(bench: Bench) -> None:
    """Follow, be cut, miss something, come back."""
    client = await bench.client("writer")
    await client.pipeline([("SET", f"old:{i}", "x" * 100) for i in range(500)])
    replica = await Replica.connect(bench.port)
    await replica.sync("?", -1)
    await client.call("SET", "mark", "one-is-here")
    await replica.follow(b"one-is-here\r\n")
    history, offset = replica.history, replica.offset
    await replica.cut()
    for i in range(MISSED):
        await client.call("SET", f"new:{i % 50}", "x" * EACH)
    await asyncio.sleep(CUT_SECONDS)
    again = await Replica.connect(bench.port)
    again.history, again.offset = history, offset
    await again.sync(history, offset + 1)
    await client.call("SET", "mark", "two-is-here")
    await again.follow(b"two-is-here\r\n")
    await again.cut()


def _backlog(work: Path) -> int:
    text = (work / "valkey.conf").read_text()
    found = re.findall(r"(?im)^\s*repl-backlog-size\s+(\d+)(\w*)", text)
    number, unit = found[-1] if found else ("10", "mb")
    return int(number) * UNITS.get(unit.lower(), 0)


WHY = {
    "before_backlog": "what it missed was no longer in the backlog",
    "no_backlog": "there is no backlog: it was freed while nobody was there",
    "other_history": "the backlog was freed while nobody was there, and a new history began",
}


def judge(work: Path, trace: Trace) -> list[Check]:
    """The three conditions of the lesson, on the trace."""
    asked = list(trace.of("SyncDecided"))
    full = [event for event in asked if trace.label(event, "kind") != "partial"]
    back = asked[-1] if len(asked) > 1 else None
    got = trace.label(back, "kind") if back is not None else "nothing"
    why = trace.label(back, "why") if back is not None else "none"
    late = f", {back['missing']} bytes too late" if back is not None and back["missing"] else ""
    size = _backlog(work)
    times = "once" if len(full) == 1 else f"{len(full)} times"
    return [
        same("the replica came twice", 2, len(asked)),
        same("all data was sent", "once", times,
             "each time is a fork and a copy", trace.where(full[-1] if full else None)),
        same("coming back it got", "partial", got, WHY.get(why, why) + late, trace.where(back)),
        Check("the backlog is not larger than needed", f"at most {MOST} bytes", str(size),
              0 < size <= MOST, "memory that is not there"),
    ]  # fmt: skip
