"""Keyspace: databases, the encodings of their values, what changed its layout and why, one key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tui.views.table import Cell, Table, bar, columns
from vkscope.tui.views.units import count, moment, share, size


def _databases(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    for db in frame.now.dbs if frame.now else ():
        slots = db.buckets * 7
        yield (
            db.name,
            count(db.keys),
            count(db.expires),
            count(db.buckets),
            share(db.keys / slots) if slots else "·",
            size(db.table_bytes) if db.table_bytes else "·",
            "moving" if db.rehashing else "",
        )


def _kinds(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    whole = sum(n for n, _ in frame.kinds.values()) or 1
    for (db, kind, encoding), (n, held) in _by_count(frame):
        yield (
            db,
            kind,
            encoding,
            bar(n / whole),
            share(n / whole),
            count(n),
            size(held / n if n else 0),
            size(held),
        )


def _by_count(frame: Frame) -> list[tuple[tuple[str, str, str], tuple[int, int]]]:
    return sorted(frame.kinds.items(), key=lambda item: (-item[1][0], item[0]))


def _transitions(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    decoder = frame.decoder
    for event in _changes(frame):
        yield (
            moment(frame.wall_ns(event.time)),
            decoder.text(event),
            f"{decoder.label(event, 'from')} -> {decoder.label(event, 'to')}",
            decoder.label(event, "reason").replace("_", " "),
            count(event.get("actual")),
            count(event.get("threshold")),
            size(event.get("bytes_before")),
            size(event.get("bytes_after")),
        )


def _changes(frame: Frame) -> list[Any]:
    return [e for e in frame.events if e.name == "EncodingChanged"][-200:][::-1]


def keyspace(frame: Frame) -> tuple[Table, ...]:
    """What the keys are, and what became of them."""
    silent = "this server does not count encodings"
    is_reduced = frame.status.kind == "reduced"
    changes = _changes(frame)
    return (
        Table(
            "databases",
            "databases",
            columns("db", ">keys", ">with a TTL", ">buckets!2", ">full!1", ">table!3", "rehash*"),
            tuple(_databases(frame)),
            empty="no key in any database",
        ),
        Table(
            "encodings",
            "encodings, from a moving sample of the keys",
            columns("db!3", "type", "encoding", "share", ">%!1", ">sampled!4", ">mean", ">bytes!2"),
            tuple(_kinds(frame)),
            keys=tuple("/".join(name) for name, _ in _by_count(frame)),
            empty=silent if is_reduced else "no key was sampled yet",
        ),
        Table(
            "transitions",
            "values that changed their layout, newest first",
            columns(
                "time!4", "key*", "layout", "because", ">was!1", ">limit!2", ">before!3", ">after!5"
            ),
            tuple(_transitions(frame)),
            keys=tuple(f"{e.time}" for e in changes),
            empty=silent if is_reduced else "none since the dashboard was opened",
            refs=tuple(changes),
        ),
    )
