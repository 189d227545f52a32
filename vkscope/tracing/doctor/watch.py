"""Gathers observations from sources: a live server for some seconds, a recording from end to end.

Rules: the only module of the doctor that waits or asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from vkscope.tracing import reduced, sources
from vkscope.tracing.address import Endpoint
from vkscope.tracing.doctor.diagnose import merge, report
from vkscope.tracing.doctor.finding import Report
from vkscope.tracing.doctor.observation import Happened, Observation, fold, section, together
from vkscope.tracing.events import Event
from vkscope.tracing.recording import Recording
from vkscope.tracing.resp import RespError
from vkscope.tracing.snapshot import Snapshot, from_plain

CLASSES = ("slow", "limits", "cycles", "encoding", "table", "memory", "server", "python")
"""Those that a server always writes: asking for them costs it nothing."""
SETTINGS = ("maxmemory-policy", "maxmemory", "maxclients", "hz", "enable-debug-command")
WINDOW_NS = 10_000_000_000
"""A recording is looked at in stretches of this: an average over an hour hides a bad second."""


async def examine(endpoint: Endpoint, seconds: float) -> Report:
    """Watch a server and say what is wrong. OSError, RespError, TimeoutError."""
    source = await sources.connect(endpoint, CLASSES)
    try:
        return report(await observe(source, seconds))
    finally:
        await source.close()


async def observe(
    source: sources.LiveSource | sources.ReducedSource, seconds: float
) -> Observation:
    """Look at a server for so long; what it still knows of the seconds before counts too."""
    settings = await _settings(source)
    before = await source.snapshot()
    await source.events()
    await asyncio.sleep(seconds)
    now = await source.snapshot()
    if now is None or before is None:
        raise ConnectionError(f"{source.where} shows nothing")
    if isinstance(source, sources.ReducedSource):
        since = before.time_ns - WINDOW_NS
        happened = together(_of_info(before, now), fold(await _latency(source, now, since)))
    else:
        history, since = section(before, source.decoder)
        happened = together(history, fold(await source.events()))
    return Observation(
        source.kind,
        source.where,
        now,
        before,
        happened,
        (now.time_ns - (since or before.time_ns)) / 1e9,
        settings,
        source.decoder,
        source.cannot_see,
    )


async def _settings(source: sources.LiveSource | sources.ReducedSource) -> dict[str, str]:
    found: dict[str, str] = {}
    with suppress(RespError):  # CONFIG may be renamed or forbidden; the doctor says less then
        for name in SETTINGS:
            reply = await source.call("CONFIG", "GET", name)
            pairs = reply.items() if isinstance(reply, dict) else _flat(reply)
            found |= {_text(key): _text(value) for key, value in pairs}
    return found


def _flat(reply: Any) -> Iterator[tuple[Any, Any]]:
    row = list(reply) if isinstance(reply, list) else []
    return zip(row[::2], row[1::2], strict=False)


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _info(taken: Snapshot, name: str) -> int:
    text = str(taken.raw.get("info", {}).get(name, "0"))
    number = text.rpartition("=")[2]
    return int(number) if number.isdigit() else 0


def _of_info(before: Snapshot, now: Snapshot) -> dict[str, Happened]:
    """Make of INFO's counters what our own servers tell as events."""
    found = {}
    oom = _info(now, "errorstat_OOM") - _info(before, "errorstat_OOM")
    if oom > 0:
        found["OutOfMemoryRejected"] = Happened("OutOfMemoryRejected", oom)
    return found


async def _latency(source: sources.ReducedSource, now: Snapshot, since: int) -> list[Event]:
    """Read LATENCY LATEST as the events of the same meaning."""
    try:
        latest = await source.call("LATENCY", "LATEST")
        clock = await source.call("TIME")
    except RespError:  # not allowed to ask: the doctor says less
        return []
    seconds = (now.time_ns - since) // 1_000_000_000
    rows = reduced.latency_events(latest, int(clock[0]), seconds)
    return [_event(source, name, now.time_ns - ago, span) for name, ago, span in rows]


def _event(source: sources.ReducedSource, name: str, time: int, span: int) -> Event:
    kind = source.decoder.catalogue.by_name(name)
    return Event(time, span, kind, kind.number, 0, 0, 0, 0)


def examine_recording(path: str | Path) -> Report:
    """Look at a recording, stretch by stretch. OSError, RecordingError."""
    with Recording(path) as recording:
        windows = list(_windows(recording))
        where = str(path)
        reports = [report(window) for window in windows]
        seconds = (recording.last - recording.first) / 1e9
    return merge(where, "recorded", seconds, reports)


def _windows(recording: Recording) -> Iterator[Observation]:
    start, last = recording.first, recording.last
    while start <= last:
        end = start + WINDOW_NS
        if last - end < WINDOW_NS // 2:
            end = last + 1
        yield _stretch(recording, start, end)
        start = end


def _stretch(recording: Recording, start: int, end: int) -> Observation:
    has_snapshots = bool(recording.snapshots())
    now = _snapshot(recording.snapshot_at(end - 1), end, recording.meta.wall_offset)
    before = _snapshot(recording.snapshot_at(start), start, 0) if has_snapshots else None
    if before is not None and before.time_ns >= now.time_ns:
        before = None
    seconds = (min(end, recording.last) - start) / 1e9
    cannot = () if has_snapshots else ("counters: this recording holds events alone",)
    return Observation(
        "recorded",
        str(recording.path),
        now,
        before,
        fold(recording.events(start, end)),
        max(seconds, 0.001),
        {},
        recording.decoder,
        cannot,
    )


def _snapshot(data: Mapping[str, Any] | None, time_ns: int, offset: int) -> Snapshot:
    return Snapshot(time_ns, offset) if data is None else from_plain(data)
