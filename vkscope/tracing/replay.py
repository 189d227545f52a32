"""RecordedFeed: a recording as a run of frames, played, stepped and sought in.

Rules: the same frames as a live server gives, made by the same Collector; what the recording does
not hold is said in the status. Going on by a little adds to the collector; going back, or far,
fills a new one from what stands before the position.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from vkscope.tracing import snapshot
from vkscope.tracing.feed import TURN, Interest, Post
from vkscope.tracing.frame import Collector, Frame, Status
from vkscope.tracing.recording import EVENTS, SNAPSHOT, Chunk
from vkscope.tracing.sift import sift
from vkscope.tracing.sources import RecordedSource

LOOK_BACK_NS = 120_000_000_000
EVENTS_BACK_NS = 10_000_000_000
NS = 1_000_000_000
CUT_OFF = "XRAY and what was not asked for while recording"


class RecordedFeed:
    """Plays from the beginning; `pause` stops and goes on."""

    def __init__(
        self,
        source: RecordedSource,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        examine: Callable[[Frame], tuple[Any, ...] | None] = lambda _: None,
    ) -> None:
        self.source, self.where = source, source.where
        self._clock, self._sleep, self._examine = clock, sleep, examine
        self._collector = Collector(source.decoder)
        self._told = 0
        self._post: Post = lambda _: None
        self.paused = False
        self._go(source.first)

    def posts_to(self, post: Post) -> None:
        """Say who gets the frames; for who does not `run`."""
        self._post = post

    async def run(self, post: Post) -> None:
        """Play until cancelled; at the end the last frame stays."""
        self.posts_to(post)
        self._show()
        last = self._clock()
        while True:
            await self._sleep(TURN)
            now = self._clock()
            if not self.paused and not self.source.is_at_end:
                self._go(self.source.position + int((now - last) * NS))
                self._show()
            last = now

    def _go(self, position: int) -> None:
        """Move to a position and gather what leads up to it."""
        first, end = self.source.first, self.source.last
        position = min(max(position, first), end)
        if not self._told <= position < self._told + LOOK_BACK_NS:
            self._collector = Collector(self.source.decoder)
            self._told = max(position - LOOK_BACK_NS, 0)
        for chunk in self.source.recording.chunks:
            if chunk.last >= self._told and chunk.first <= position:
                self._add(chunk, position)
        self.source.position = position
        self._told = position + 1

    def _add(self, chunk: Chunk, position: int) -> None:
        if chunk.kind == SNAPSHOT and chunk.first >= self._told:
            raw = json.loads(self.source.recording.body(chunk))
            self._collector.add_snapshot(snapshot.from_plain(raw))
        elif chunk.kind == EVENTS:
            since = max(self._told, position - EVENTS_BACK_NS)
            body = self.source.recording.body(chunk) if chunk.last >= since else b""
            found = sift([body], self.source.decoder, since=since, until=position + 1)
            lost = chunk.lost if chunk.first >= self._told else 0
            self._collector.add_events(found.events, found.counts, found.left_out, lost)

    def _show(self) -> None:
        source = self.source
        at, whole = ((t - source.first) / NS for t in (source.position, source.last))
        how = "at its end" if source.is_at_end else "paused" if self.paused else "playing"
        note = f"{at:.1f} of {whole:.1f} s, {how}"
        status = Status("recorded", "recorded", self.where, note, (*source.cannot_see, CUT_OFF))
        frame = self._collector.frame(status)
        self._post(replace(frame, findings=self._examine(frame)))

    async def want(self, interest: Interest) -> None:
        """A recording holds what it holds."""

    def pause(self, on: bool) -> None:
        """Stop or go on; from the end it begins again."""
        self.paused = on
        if not on and self.source.is_at_end:
            self._go(self.source.first)
        self._show()

    def step(self, count: int) -> None:
        """Stop, and go to the snapshot `count` further on."""
        self.paused = True
        self.source.step(count)
        self._go(self.source.position)
        self._show()

    def seek(self, seconds: float) -> None:
        """Go some seconds on, or back."""
        self._go(self.source.position + int(seconds * NS))
        self._show()

    def end(self) -> None:
        """Go to the end."""
        self._go(self.source.last)
        self._show()

    async def xray(self, key: str) -> None:
        """A recording cannot be asked."""
