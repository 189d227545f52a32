"""Feeds: a live server or a recording as a run of frames, with pause, steps and seeking.

Rules: what is shown and what is collected are two things: pausing stops the first alone. A lost
server leaves the last frame standing, says why, and is tried again. Nothing here draws.

Words: interest: which classes of events and which extras the screen on top needs.

Design: `run` is one coroutine. Every TURN seconds it takes waiting events; every SNAPSHOT seconds
it asks for a snapshot and makes a frame, which is kept: up to KEPT may be stepped back to.

Cost: while events come faster than BUSY bytes a second, only longer and longer ones are asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from vkscope.tables import events as tables
from vkscope.tracing import snapshot
from vkscope.tracing.frame import Collector, Frame, Status
from vkscope.tracing.resp import RespError
from vkscope.tracing.sift import sift
from vkscope.tracing.sources import LiveSource, ReducedSource

TURN = 0.25
SNAPSHOT = 0.5
RETRY = 1.0
KEPT = 120
BUSY = 1 << 20
CALM = BUSY // 8
LONGEST_US = 100_000
ALWAYS = tuple(cls.name for cls in tables.load().classes if cls.default)
"""Classes that are always read: the server's default ones."""

Post = Callable[[Frame], None]
Opener = Callable[[], Awaitable[LiveSource | ReducedSource]]


@dataclass(frozen=True, slots=True)
class Interest:
    """What a screen needs besides the default classes and the snapshot."""

    classes: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    min_us: int = 0
    """Events that lasted less are not sent; the server measures them all the same."""


class Feed(Protocol):
    """What the dashboard knows of where its frames come from."""

    where: str
    paused: bool

    async def run(self, post: Post) -> None:
        """Post frames until cancelled."""
        ...

    async def want(self, interest: Interest) -> None:
        """Begin to tell what another screen needs."""
        ...

    def pause(self, on: bool) -> None:
        """Hold the frame on screen, or go on; collecting goes on."""
        ...

    def step(self, count: int) -> None:
        """Show the frame `count` further on, back when negative."""
        ...

    def seek(self, seconds: float) -> None:
        """Show the frame some seconds further on, back when negative."""
        ...

    def end(self) -> None:
        """Show the newest."""
        ...

    async def xray(self, key: str) -> None:
        """Look at one key from now on; none when empty."""
        ...


class LiveFeed:
    """A running server. The clock and the sleep are handed in for tests."""

    def __init__(
        self,
        opener: Opener,
        where: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        examine: Callable[[Frame], tuple[Any, ...] | None] = lambda _: None,
    ) -> None:
        self._open, self.where = opener, where
        self._clock, self._sleep, self._examine = clock, sleep, examine
        self._source: LiveSource | ReducedSource | None = None
        self._collector: Collector | None = None
        self._interest, self._key = Interest(), ""
        self._kept: deque[Frame] = deque(maxlen=KEPT)
        self._back = 0
        self._post: Post = lambda _: None
        self._status = Status("connecting", "live", where)
        self._bytes, self._since, self._min_us = 0, 0.0, 0
        self._settings: Any = None
        self.paused = False

    async def run(self, post: Post) -> None:
        """Connect, look, connect again, until cancelled."""
        self._post = post
        self._show()
        try:
            while True:
                try:
                    await self._look()
                except (OSError, EOFError, RespError, TimeoutError) as error:
                    why = str(error) or type(error).__name__
                    self._status = replace(self._status, word="lost", note=why)
                    self._show()
                    await self._leave()
                await self._sleep(RETRY)
        finally:
            await self._leave()

    async def _leave(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            await source.close()

    async def _look(self) -> None:
        source = await self._open()
        self._source, self._since = source, self._clock()
        self._min_us = self._interest.min_us
        if self._collector is None:
            self._collector = Collector(source.decoder)
        self._collector.decoder = source.decoder
        self._status = Status("live", source.kind, self.where, "", source.cannot_see)
        await self._subscribe()
        self._settings = await source.extra("settings")
        due = self._clock()
        while True:
            self._drain(source, self._collector)
            if self._clock() >= due:
                due = max(due + SNAPSHOT, self._clock())
                await self._take(source, self._collector)
            await self._pace(source)
            await self._sleep(TURN)

    async def _subscribe(self) -> None:
        if isinstance(self._source, LiveSource):
            classes = dict.fromkeys((*ALWAYS, *self._interest.classes))
            await self._source.subscribe(tuple(classes), self._min_us)

    def _drain(self, source: LiveSource | ReducedSource, collector: Collector) -> None:
        if not isinstance(source, LiveSource):
            return
        batches = source.take()
        self._bytes += sum(len(data) for data, _ in batches)
        found = sift([data for data, _ in batches], source.decoder)
        lost = sum(gone for _, gone in batches)
        collector.add_events(found.events, found.counts, found.left_out, lost)

    async def _pace(self, source: LiveSource | ReducedSource) -> None:
        """Ask for longer events alone while there are too many; for all again when it is calm."""
        passed = self._clock() - self._since
        if passed < 1.0 or not isinstance(source, LiveSource):
            return
        rate, before, least = self._bytes / passed, self._min_us, self._interest.min_us
        self._bytes, self._since = 0, self._clock()
        if rate > BUSY:
            self._min_us = min(max(16, before * 4), LONGEST_US)
        elif rate < CALM and before > least:
            self._min_us = max(before // 4 if before > 16 else 0, least)
        if self._min_us != before:
            await self._subscribe()
        note = f"events of {self._min_us} us and more" if self._min_us > least else ""
        self._status = replace(self._status, note=note)

    async def _take(self, source: LiveSource | ReducedSource, collector: Collector) -> None:
        raw = await source.raw_snapshot()
        for name in self._interest.extras:
            if name not in raw and (told := await source.extra(name)) is not None:
                raw[name] = told
        if self._settings is not None:
            raw["settings"] = self._settings
        if self._key:
            collector.xray = (self._key, await _xray(source, self._key))
        collector.add_snapshot(snapshot.from_plain(raw))
        frame = collector.frame(self._status)
        collector.findings = self._examine(frame)
        self._keep(replace(frame, findings=collector.findings))

    def _keep(self, frame: Frame) -> None:
        self._kept.append(frame)
        if self.paused:
            self._back = min(self._back + 1, len(self._kept) - 1)
        self._show()

    def _show(self) -> None:
        if not self._kept:
            self._post(Frame(self._status))
            return
        frame = self._kept[-1 - self._back]
        status = self._status
        if self.paused and frame.now and (newest := self._kept[-1].now):
            back = (newest.time_ns - frame.now.time_ns) / 1e9
            lost = f"; the server is lost: {status.note}" if status.word == "lost" else ""
            status = replace(status, word="paused", note=f"{back:.1f} s back{lost}")
        self._post(replace(frame, status=status))

    async def want(self, interest: Interest) -> None:
        """Ask for another screen's classes and extras from now on."""
        before = self._interest
        is_other = (interest.classes, interest.min_us) != (before.classes, before.min_us)
        self._interest = interest
        if is_other and self._source is not None:
            self._min_us = interest.min_us
            try:
                await self._subscribe()
            except (OSError, RespError):
                return  # `run` meets the same error and says so

    def pause(self, on: bool) -> None:
        """Hold the frame on screen, or go on with the newest."""
        self.paused = on
        if not on:
            self._back = 0
        self._show()

    def step(self, count: int) -> None:
        """Hold, and show the frame `count` further on."""
        self.paused = True
        self._back = min(max(self._back - count, 0), max(len(self._kept) - 1, 0))
        self._show()

    def seek(self, seconds: float) -> None:
        """Hold, and show the frame some seconds further on."""
        self.step(round(seconds / SNAPSHOT))

    def end(self) -> None:
        """Go on live."""
        self.pause(False)

    async def xray(self, key: str) -> None:
        """Look at one key from now on."""
        self._key = key
        if self._collector is not None:
            self._collector.xray = None


async def _xray(source: LiveSource | ReducedSource, key: str) -> Any:
    try:
        return snapshot.plain(await source.call("SCOPE", "XRAY", key))
    except RespError as error:
        return str(error)
