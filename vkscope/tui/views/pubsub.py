"""Pub/sub: channels and patterns with their rates, slow subscribers, and clients' caches."""

from __future__ import annotations

from collections.abc import Iterable

from vkscope.tracing.frame import Frame
from vkscope.tui.views.sections import counters, gauges, per_second, rows, unknown
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


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    if unknown(frame, "pubsub"):
        return
    yield from gauges(frame, "pubsub", GAUGES)
    yield from counters(frame, "pubsub", FIGURES)


def _topics(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    old = {(r["kind"], r["name"]): r["messages"] for r in rows(frame.window, "pubsub", "topics")}
    for row in rows(frame.now, "pubsub", "topics"):
        before = old.get((row["kind"], row["name"]))
        grown = row["messages"] - before if before is not None else 0
        yield (
            str(row["name"]),
            str(row["kind"]),
            count(row["subscribers"]),
            count(row["messages"]),
            count(per_second(frame, grown)),
        )


def _slow(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    limit = frame.now.number("pubsub", "soft_limit_bytes") if frame.now else 0
    for row in rows(frame.now, "pubsub", "slow"):
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
    silent = unknown(frame, "pubsub")
    return (
        Table(
            "pubsub",
            "pub/sub and clients' caches",
            columns("figure", ">now", ">a second", "what it is!1*"),
            tuple(_figures(frame)),
            empty=silent,
        ),
        Table(
            "topics",
            "channels and patterns, the busiest first",
            columns("name*", "kind", ">subscribers!1", ">messages!2", ">a second"),
            tuple(_topics(frame)),
            keys=tuple(f"{r['kind']}/{r['name']}" for r in rows(frame.now, "pubsub", "topics")),
            empty=silent or "nobody subscribes to anything",
        ),
        Table(
            "slow",
            "subscribers whose messages wait for them",
            columns(">client", "address*", "name!2", ">waiting", ">for!1"),
            tuple(_slow(frame)),
            keys=tuple(str(r["id"]) for r in rows(frame.now, "pubsub", "slow")),
            empty=silent or "none: all have read what was sent",
        ),
    )
