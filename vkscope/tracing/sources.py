"""Where pictures and events come from: a live server, a recording, or a server that is not ours.

Rules: the dashboard, the recorder and the doctor know only `Source`. A source never invents: what
it cannot tell stands in `cannot_see`, and events that were lost are counted in `lost`.

Words: position: the time (ns) that a recorded source shows; live sources show the newest.
"""

from __future__ import annotations

import json
from collections import deque
from pathlib import Path
from typing import Any, Protocol

from vkscope.tables import events as tables
from vkscope.tracing import reduced, snapshot
from vkscope.tracing.address import Endpoint
from vkscope.tracing.events import Decoder, Event
from vkscope.tracing.recording import EVENTS, Recording
from vkscope.tracing.resp import RespClient, RespError
from vkscope.tracing.snapshot import Snapshot

MAX_BUFFERED = 16 << 20
"""Bytes of events that wait for a reader who does not come; older ones are lost, and counted."""


EXTRAS: dict[str, tuple[str, ...]] = {
    "slabs": ("SCOPE", "SLABS"),
    "latency": ("LATENCY", "LATEST"),
    "info": ("INFO", "server", "memory", "stats", "persistence"),
    "settings": ("CONFIG", "GET", "max*", "hz", "enable-debug-command"),
}
"""What a snapshot holds besides its sections when it was asked for, and the command that tells."""


async def _extra(calls: RespClient, name: str) -> Any:
    try:
        reply = snapshot.plain(await calls.call(*EXTRAS[name]))
    except RespError:
        return None
    if name == "settings" and isinstance(reply, list):
        return dict(zip(reply[::2], reply[1::2], strict=False))
    return reduced.parse_info(reply) if isinstance(reply, str) else reply


class Source(Protocol):
    """What all sources offer. Errors: OSError for a lost server, RespError for a refusal."""

    kind: str
    """`live`, `recorded` or `reduced`."""
    where: str
    """What people call it: an address, a file."""
    decoder: Decoder
    lost: int
    """Events lost since opening."""
    cannot_see: tuple[str, ...]

    async def snapshot(self) -> Snapshot | None:
        """Return the picture at the source's position; None when there is none."""
        ...

    async def events(self) -> list[Event]:
        """Return what happened since the last call, oldest first."""
        ...

    async def close(self) -> None:
        """Let go of it."""
        ...


class LiveSource:
    """A running vkscope: SCOPE SNAPSHOT on one connection, SCOPE SUBSCRIBE on another."""

    kind = "live"
    cannot_see: tuple[str, ...] = ()

    def __init__(self, endpoint: Endpoint, calls: RespClient, decoder: Decoder) -> None:
        self.endpoint, self.where, self.decoder = endpoint, str(endpoint), decoder
        self.calls = calls
        self.lost = 0
        self.batches = 0
        self._pushes: RespClient | None = None
        self._waiting: deque[tuple[bytes, int]] = deque()
        self._bytes = 0
        self._server_lost = 0
        self._pending_lost = 0
        self._sections: list[str] = []

    @classmethod
    async def open(
        cls, endpoint: Endpoint, classes: tuple[str, ...] = (), min_span_us: int = 0
    ) -> LiveSource:
        """Connect; events of the classes flow at once (all of them when none is named)."""
        calls = await RespClient.connect(endpoint, name="vkscope-snapshots")
        try:
            decoder = await _decoder(calls)
            source = cls(endpoint, calls, decoder)
            await source.subscribe(classes, min_span_us)
        except BaseException:
            await calls.close()
            raise
        return source

    async def subscribe(self, classes: tuple[str, ...] = (), min_span_us: int = 0) -> None:
        """Ask for these classes from now on."""
        if self._pushes is None:
            self._pushes = await RespClient.connect(self.endpoint, name="vkscope-events")
            self._pushes.on_push = self._on_push
        words = ["CLASS", *classes] if classes else []
        words += ["MIN-SPAN", str(min_span_us)] if min_span_us else []
        await self._pushes.call("SCOPE", "SUBSCRIBE", *words)

    def _on_push(self, message: list[Any]) -> None:
        if len(message) != 4 or message[0] != b"scope" or not isinstance(message[3], bytes):
            return
        self.batches += 1
        lost, data = int(message[2]), message[3]
        fresh, self._server_lost = max(0, lost - self._server_lost), lost
        self._waiting.append((data, fresh))
        self._bytes += len(data)
        while self._bytes > MAX_BUFFERED:
            old, gone = self._waiting.popleft()
            self._bytes -= len(old)
            self._pending_lost += gone + sum(1 for _ in self.decoder.events(old))

    def take(self) -> list[tuple[bytes, int]]:
        """Return waiting batches as they came: packed events, and how many were lost before."""
        if self._pushes is not None and self._pushes.closed is not None:
            raise ConnectionError(str(self._pushes.closed))
        batches = list(self._waiting)
        if self._pending_lost and batches:
            batches[0] = (batches[0][0], batches[0][1] + self._pending_lost)
            self._pending_lost = 0
        self._waiting.clear()
        self._bytes = 0
        self.lost += sum(lost for _, lost in batches)
        return batches

    async def events(self) -> list[Event]:
        """Return the events that arrived since the last call."""
        return [event for data, _ in self.take() for event in self.decoder.events(data)]

    async def raw_snapshot(self, *sections: str) -> dict[str, Any]:
        """Return the plain snapshot, whole or of the named sections; `extras` adds to it."""
        wanted = sections or tuple(self._sections)
        plain = snapshot.plain(await self.calls.call("SCOPE", "SNAPSHOT", *wanted))
        if not isinstance(plain, dict):
            raise RespError("ERR SCOPE SNAPSHOT did not answer with a map")
        plain.pop("command_names", None)
        if not wanted:
            self._sections = list(plain)
        return plain

    async def extra(self, name: str) -> Any:
        """Return what SCOPE SNAPSHOT has no section for: see `EXTRAS`. None where it refuses."""
        return await _extra(self.calls, name)

    async def snapshot(self) -> Snapshot | None:
        """Return the server as it is now."""
        return snapshot.from_plain(await self.raw_snapshot())

    async def call(self, *words: str | bytes | int | float) -> Any:
        """Send a command of one's own: XRAY, SLABS, CONFIG."""
        return await self.calls.call(*words)

    async def close(self) -> None:
        """Disconnect."""
        if self._pushes is not None:
            await self._pushes.close()
        await self.calls.close()


async def _decoder(calls: RespClient) -> Decoder:
    """Ask a server for its catalogue and the names of its commands."""
    reply = await calls.call("SCOPE", "CATALOGUE")
    names = await calls.call("SCOPE", "SNAPSHOT", "command_names")
    if calls.protocol == 2:
        reply = dict(zip((k.decode() for k in reply[::2]), reply[1::2], strict=True))
        names = {"command_names": names[1]}
    catalogue = tables.from_json(reply["catalogue"])
    return Decoder(catalogue, [snapshot.plain(name) for name in names["command_names"]])


class ReducedSource:
    """A real Valkey or Redis, seen through INFO, COMMANDLOG and SLOWLOG."""

    kind = "reduced"
    cannot_see = reduced.CANNOT_SEE

    def __init__(self, endpoint: Endpoint, calls: RespClient) -> None:
        self.endpoint, self.where, self.calls = endpoint, str(endpoint), calls
        self.decoder = Decoder(tables.load())
        self.lost = 0

    async def raw_snapshot(self) -> dict[str, Any]:
        """Return the plain snapshot."""
        return await reduced.take(self.calls)

    async def extra(self, name: str) -> Any:
        """Return what INFO does not say: see `EXTRAS`. None where the server refuses."""
        return await _extra(self.calls, name) if name in ("latency", "settings") else None

    async def snapshot(self) -> Snapshot | None:
        """Return what the server tells of itself."""
        return snapshot.from_plain(await self.raw_snapshot())

    async def events(self) -> list[Event]:
        """Such a server has no events."""
        return []

    async def call(self, *words: str | bytes | int | float) -> Any:
        """Send a command of one's own."""
        return await self.calls.call(*words)

    async def close(self) -> None:
        """Disconnect."""
        await self.calls.close()


class RecordedSource:
    """A recording at a position that moves: seek, step, play."""

    kind = "recorded"

    def __init__(self, path: str | Path) -> None:
        self.recording = Recording(path)
        self.where = str(path)
        self.decoder = self.recording.decoder
        self.first, self.last = self.recording.first, self.recording.last
        self.lost = self.recording.lost
        self.position = self.first
        self._told = self.first
        self._steps = sorted({c.first for c in self.recording.snapshots()}) or sorted(
            {c.last for c in self.recording.chunks if c.kind == EVENTS}
        )
        has_snapshots = bool(self.recording.snapshots())
        self.cannot_see = () if has_snapshots else ("snapshots: this recording holds events alone",)

    def seek(self, time: int) -> None:
        """Go to a time; the next events() starts there."""
        self.position = min(max(time, self.first), self.last)
        self._told = self.position

    def advance(self, ns: int) -> None:
        """Play on: the next events() returns what lies between."""
        self.position = min(max(self.position + ns, self.first), self.last)
        self._told = min(self._told, self.position)

    def step(self, count: int = 1) -> None:
        """Go `count` snapshots on, or back when negative (chunks where there are none)."""
        if not self._steps:
            return
        if count > 0:
            later = [t for t in self._steps if t > self.position]
            self.position = later[min(count, len(later)) - 1] if later else self.last
        elif count < 0:
            earlier = [t for t in self._steps if t < self.position]
            self.seek(earlier[max(len(earlier) + count, 0)] if earlier else self.first)

    @property
    def is_at_end(self) -> bool:
        """Nothing comes after the position."""
        return self.position >= self.last

    async def snapshot(self) -> Snapshot | None:
        """Return the last snapshot taken before the position."""
        data = self.recording.snapshot_at(self.position)
        return None if data is None else snapshot.from_plain(data)

    async def events(self) -> list[Event]:
        """Return events between the last call's position and this one's, the end included."""
        until = self.position + 1
        found = list(self.recording.events(self._told, until))
        self._told = until
        return sorted(found, key=lambda event: event.time)

    async def close(self) -> None:
        """Close the file."""
        self.recording.close()


async def connect(
    endpoint: Endpoint, classes: tuple[str, ...] = (), min_span_us: int = 0
) -> LiveSource | ReducedSource:
    """Open a server, as ours if it knows SCOPE, else reduced. OSError, RespError, TimeoutError."""
    probe = await RespClient.connect(endpoint)
    try:
        await probe.call("SCOPE", "HELP")
    except RespError as error:
        if "unknown command" not in str(error).lower():
            await probe.close()
            raise
        return ReducedSource(endpoint, probe)
    except BaseException:
        await probe.close()
        raise
    await probe.close()
    return await LiveSource.open(endpoint, classes, min_span_us)


def dumps(taken: Snapshot) -> str:
    """Return a snapshot as JSON, every section, for people and scripts."""
    return json.dumps(dict(taken.raw), indent=1, sort_keys=True)
