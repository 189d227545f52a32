"""Records a source into a file: its events as they come, a snapshot every second.

Rules: states what it lost. The clock is the loop's; stopping is the caller's, by cancelling or by
`seconds`. A lost server ends the recording; the file stays whole.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vkscope.tracing.events import packed_end
from vkscope.tracing.recording import RecordingWriter
from vkscope.tracing.ring import RingReader
from vkscope.tracing.sources import EXTRAS, LiveSource, ReducedSource

SNAPSHOT_SECONDS = 1.0
DRAIN_SECONDS = 0.1


@dataclass(slots=True)
class Progress:
    """What was written so far. `peak_rate` is the highest rate of events a second, over one second,
    at which none was lost."""

    events: int = 0
    snapshots: int = 0
    lost: int = 0
    bytes: int = 0
    peak_rate: float = 0.0
    ended: str = ""


class _Rate:
    """Events by the second, and the best second without a loss."""

    def __init__(self, now: float) -> None:
        self._since, self._count, self._lost = now, 0, 0

    def add(self, now: float, count: int, lost: int, progress: Progress) -> None:
        self._count += count
        self._lost += lost
        if now - self._since < 1.0:
            return
        if not self._lost:
            progress.peak_rate = max(progress.peak_rate, self._count / (now - self._since))
        self._since, self._count, self._lost = now, 0, 0


async def _whole(source: LiveSource | ReducedSource) -> dict[str, Any]:
    """Return a plain snapshot with all its extras, so that a replay shows what live did."""
    taken = await source.raw_snapshot()
    for name in EXTRAS:
        if name not in taken and (told := await source.extra(name)) is not None:
            taken[name] = told
    return taken


def _drain(source: LiveSource, writer: RecordingWriter, progress: Progress, rate: _Rate) -> None:
    count = lost = 0
    for data, gone in source.take():
        writer.events(data, gone)
        count += packed_end(data)[1]
        lost += gone
    progress.events += count
    progress.lost += lost
    progress.bytes = writer.bytes_written
    rate.add(time.monotonic(), count, lost, progress)


async def record(
    source: LiveSource | ReducedSource,
    path: str | Path,
    *,
    seconds: float | None = None,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Record until `seconds` have passed, the server is lost, or the task is cancelled."""
    progress = Progress()
    first = await _whole(source)
    server = first["server"]
    writer = RecordingWriter(
        path,
        wall_offset=int(server["wall_offset_ns"]),
        created=int(server["now_ns"]),
        source=source.kind,
        catalogue=source.decoder.catalogue,
        commands=list(source.decoder.commands),
        address=source.where,
    )
    try:
        writer.snapshot(int(server["now_ns"]), first)
        progress.snapshots = 1
        await _run(source, writer, progress, seconds, tell)
    except OSError as error:
        progress.ended = f"the server is gone: {error}"
    finally:
        writer.close()
        progress.bytes = writer.bytes_written
    return progress


async def _run(
    source: LiveSource | ReducedSource,
    writer: RecordingWriter,
    progress: Progress,
    seconds: float | None,
    tell: Callable[[Progress], None],
) -> None:
    start = time.monotonic()
    rate, next_snapshot = _Rate(start), start + SNAPSHOT_SECONDS
    while seconds is None or time.monotonic() - start < seconds:
        await asyncio.sleep(DRAIN_SECONDS)
        if isinstance(source, LiveSource):
            _drain(source, writer, progress, rate)
        if time.monotonic() >= next_snapshot:
            taken = await _whole(source)
            writer.snapshot(int(taken["server"]["now_ns"]), taken)
            progress.snapshots += 1
            next_snapshot += SNAPSHOT_SECONDS
            tell(progress)
    if isinstance(source, LiveSource):
        _drain(source, writer, progress, rate)


def save_ring(ring: str | Path, path: str | Path) -> Progress:
    """Make a recording of what a ring file holds: the black box of a server that is gone."""
    progress = Progress(ended="the ring was read to its end")
    with RingReader(ring) as reader:
        decoder = reader.decoder()
        writer = RecordingWriter(
            path,
            wall_offset=reader.wall_offset,
            created=reader.started,
            source="ring",
            catalogue=decoder.catalogue,
            commands=list(decoder.commands),
            pid=reader.pid,
        )
        try:
            while batches := reader.read():
                for batch in batches:
                    writer.events(batch.data, batch.lost)
                    progress.events += batch.count
        finally:
            writer.close()
        progress.lost, progress.bytes = reader.lost, writer.bytes_written
    return progress
