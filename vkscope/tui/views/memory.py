"""Memory and eviction: how full, in which classes of blocks, and who had to go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tui.views.table import Cell, Table, Value, bar, columns
from vkscope.tui.views.units import count, moment, share, size, span_text


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    now = frame.now
    if now is None:
        return
    memory = now.memory
    top = max(memory.maxmemory_bytes, memory.rss_bytes, memory.peak_bytes, 1)
    limit = memory.maxmemory_bytes
    tone = "" if not limit else "warn" if memory.used_bytes > limit * 0.95 else "good"
    policy = str(now.raw.get("info", {}).get("maxmemory_policy", ""))
    yield "used", size(memory.used_bytes, tone), bar(memory.used_bytes / top, tone=tone), "data"
    yield "peak", size(memory.peak_bytes), bar(memory.peak_bytes / top), "highest used"
    yield "resident", size(memory.rss_bytes), bar(memory.rss_bytes / top), _overhead(frame)
    if memory.python_bytes:
        part = memory.python_bytes / top
        yield "python", size(memory.python_bytes), bar(part), "control plane, not counted as used"
    if limit:
        yield "maxmemory", size(limit), bar(limit / top), policy
    else:
        yield "maxmemory", "none", "", policy or "no limit: nothing is evicted"


def _overhead(frame: Frame) -> str:
    permille = frame.now.memory.fragmentation_permille if frame.now else 0
    return f"{permille / 1000:.2f} of used" if permille else ""


def _slabs(rows: list[dict[str, Any]]) -> Iterable[tuple[Cell, ...]]:
    for row in rows:
        each, used, total = row["size_bytes"], row["used"], row["total"]
        full = used / total if total else 0.0
        yield (
            count(each),
            count(row["slabs"]),
            count(used),
            count(total),
            share(full),
            bar(full, tone="warn" if full < 0.5 and row["slabs"] > 1 else ""),
            size(used * each),
            size((total - used) * each),
        )


def _in_use(frame: Frame) -> list[dict[str, Any]]:
    rows = frame.now.raw.get("slabs", []) if frame.now else []
    kept = [row for row in rows if isinstance(row, dict) and row.get("total")]
    return sorted(kept, key=lambda row: -row["total"] * row["size_bytes"])


def _evictions(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    decoder = frame.decoder
    for event in _gone(frame):
        when, key = moment(frame.wall_ns(event.time)), decoder.text(event)
        policy = decoder.label(event, "policy")
        if event.name == "EvictedKeyMissed":
            after = f"asked for again after {span_text(event['since_ms'] / 1000)}"
            yield when, key, policy, Value(event["since_ms"], after, tone="warn"), "", "", ""
            continue
        score, second = event["score"], event["second"]
        margin = count(second) if second else "alone"
        told = f"lost with {score:,}"
        yield (
            when,
            key,
            policy,
            Value(score, told),
            margin,
            count(event["candidates"]),
            size(event["freed"]),
        )


def _gone(frame: Frame) -> list[Any]:
    names = ("KeyEvicted", "EvictedKeyMissed")
    return [e for e in frame.events if e.name in names][-200:][::-1]


def _eviction_title(frame: Frame) -> str:
    evicted = frame.counts.get("KeyEvicted", 0)
    again = frame.counts.get("EvictedKeyMissed", 0)
    told = f": {evicted:,} seen, {again:,} asked for again" if evicted else ""
    return f"evicted keys{told}"


def memory(frame: Frame) -> tuple[Table, ...]:
    """How memory is used."""
    is_reduced = frame.status.kind == "reduced"
    rows, gone = _in_use(frame), _gone(frame)
    total = sum(row["total"] * row["size_bytes"] for row in rows)
    used = sum(row["used"] * row["size_bytes"] for row in rows)
    full = f": {used / total:.1%} full" if total else ""
    limit = frame.now.memory.maxmemory_bytes if frame.now else 0
    return (
        Table(
            "memory",
            "memory",
            columns("figure", ">now", "share", "what it is!1*"),
            tuple(_figures(frame)),
            empty="no snapshot yet",
        ),
        Table(
            "slabs",
            f"classes of small blocks{full}",
            columns(
                ">bytes", ">slabs!2", ">used!1", ">places!3", ">full", "how full", ">held!4",
                ">free!5",
            ),
            tuple(_slabs(rows)),
            keys=tuple(str(row["size_bytes"]) for row in rows),
            empty="this server has no such classes" if is_reduced else "not told by this source",
        ),
        Table(
            "evictions",
            _eviction_title(frame),
            columns(
                "time!3", "key*", "policy!2", "score", ">next score!1", ">candidates!4", ">freed!5"
            ),
            tuple(_evictions(frame)),
            keys=tuple(f"{e.time}:{e.number}" for e in gone),
            empty="none: there is no maxmemory" if not limit else "none seen",
            refs=tuple(gone),
        ),
    )  # fmt: skip
