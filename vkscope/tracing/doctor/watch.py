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

CLASSES = ("limits",)
"""A live server's own sums are read, not its events: these are few, and always written."""
SETTINGS = ("maxmemory-policy", "maxmemory", "maxclients", "hz", "enable-debug-command")
STRETCH_S = 5.0
"""A live server is looked at again this often: its own windows are 5 to 10 seconds."""
SLACK_NS = 50_000_000
Live = sources.LiveSource | sources.ReducedSource
WINDOW_NS = 10_000_000_000
"""A recording is looked at in stretches of this: an average over an hour hides a bad second."""


async def examine(endpoint: Endpoint, seconds: float) -> Report:
    """Watch a server and say what is wrong. OSError, RespError, TimeoutError."""
    source = await sources.connect(endpoint, CLASSES)
    try:
        reports: list[Report] = []
        settings = await _settings(source)
        before = await _snapshot_of(source)
        start = before.time_ns
        while not reports or before.time_ns - start < seconds * 1e9 - SLACK_NS:
            left = seconds - (before.time_ns - start) / 1e9
            await asyncio.sleep(min(left, STRETCH_S))
            now = await _snapshot_of(source)
            reports.append(report(await observe(source, before, now, settings)))
            before = now
        took = (before.time_ns - start) / 1e9
        return merge(source.where, source.kind, took, reports)
    finally:
        await source.close()


async def _snapshot_of(source: Live) -> Snapshot:
    taken = await source.snapshot()
    if taken is None:
        raise ConnectionError(f"{source.where} shows nothing")
    return taken


async def observe(
    source: Live, before: Snapshot, now: Snapshot, settings: Mapping[str, str]
) -> Observation:
    """What a server did between two snapshots, and what it still knows of the seconds before."""
    if isinstance(source, sources.ReducedSource):
        since = before.time_ns - WINDOW_NS
        happened = together(_of_info(before, now), fold(await _latency(source, now, since)))
    else:
        happened, since = section(now, source.decoder)
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


async def _settings(source: Live) -> dict[str, str]:
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
