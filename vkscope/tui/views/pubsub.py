"""Pub/sub: channels and patterns with their rates, slow subscribers, and clients' caches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tracing.snapshot import Snapshot
from vkscope.tui.views.table import Cell, Table, Value, columns
from vkscope.tui.views.units import count, ns_text, size

FIGURES = (
    ("published", "published", "messages, notifications included"),
    ("delivered", "delivered", "copies of them to subscribers"),
    ("invalidated", "invalidated", "messages to clients' caches"),
    ("tracking_evicted", "forgotten", "keys over tracking-table-max-keys"),
)
GAUGES = (
    ("channels", "channels", "with subscribers"),
    ("patterns", "patterns", "each message is compared with all of them"),
    ("shard_channels", "shard channels", "with subscribers"),
    ("subscribers", "subscribers", "clients"),
    ("tracking_clients", "tracking", "clients with a cache of their own"),
    ("tracking_keys", "remembered", "keys that such clients have read"),
    ("tracking_prefixes", "prefixes", "told of every change"),
)


def _seconds(frame: Frame) -> float:
    if frame.now is None or frame.window is None:
        return 0.0
    return (frame.now.time_ns - frame.window.time_ns) / 1e9


def _rate(frame: Frame, grown: int) -> Value:
    seconds = _seconds(frame)
    return count(grown / seconds) if seconds > 0 and grown > 0 else count(0)


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    now, window = frame.now, frame.window
    if now is None or "pubsub" not in now.raw:
        return
    for name, shown, text in GAUGES:
        yield shown, count(now.number("pubsub", name)), "", text
    for name, shown, text in FIGURES:
        total = now.number("pubsub", name)
        before = window.number("pubsub", name) if window else 0
        yield shown, count(total), _rate(frame, total - before), text


def _rows(taken: Snapshot | None, name: str) -> list[dict[str, Any]]:
    section = taken.raw.get("pubsub", {}) if taken else {}
    rows = section.get(name, []) if isinstance(section, dict) else []
    return [row for row in rows if isinstance(row, dict)]


def _topics(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    old = {(r["kind"], r["name"]): r["messages"] for r in _rows(frame.window, "topics")}
    for row in _rows(frame.now, "topics"):
        before = old.get((row["kind"], row["name"]))
        grown = row["messages"] - before if before is not None else 0
        yield (
            str(row["name"]),
            str(row["kind"]),
            count(row["subscribers"]),
            count(row["messages"]),
            _rate(frame, grown),
        )


def _slow(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    limit = frame.now.number("pubsub", "soft_limit_bytes") if frame.now else 0
    for row in _rows(frame.now, "slow"):
        tone = "bad" if limit and row["bytes"] > limit / 2 else "warn"
        waits = row["waiting_ms"] * 1_000_000
        yield (
            count(row["id"]),
            str(row["address"]),
            str(row["name"]),
            size(row["bytes"], tone),
            Value(row["waiting_ms"], ns_text(waits) if waits else "·"),
        )


def pubsub(frame: Frame) -> tuple[Table, ...]:
    """Who listens to what, and who does not keep up."""
    silent = frame.now is not None and "pubsub" not in frame.now.raw
    unknown = "this source does not tell" if silent else ""
    return (
        Table(
            "pubsub",
            "pub/sub and clients' caches",
            columns("figure", ">now", ">a second", "what it is!1*"),
            tuple(_figures(frame)),
            empty=unknown or "no snapshot yet",
        ),
        Table(
            "topics",
            "channels and patterns, the busiest first",
            columns("name*", "kind", ">subscribers!1", ">messages!2", ">a second"),
            tuple(_topics(frame)),
            keys=tuple(f"{r['kind']}/{r['name']}" for r in _rows(frame.now, "topics")),
            empty=unknown or "nobody subscribes to anything",
        ),
        Table(
            "slow",
            "subscribers whose messages wait for them",
            columns(">client", "address*", "name!2", ">waiting", ">for!1"),
            tuple(_slow(frame)),
            keys=tuple(str(r["id"]) for r in _rows(frame.now, "slow")),
            empty=unknown or "none: all have read what was sent",
        ),
    )
