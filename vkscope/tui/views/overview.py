"""Overview: how much, how fast, how full; the busiest commands; what happened last."""

from __future__ import annotations

from vkscope.tracing.frame import Frame, Point
from vkscope.tracing.snapshot import Snapshot
from vkscope.tui.views.commands import busiest
from vkscope.tui.views.events import rows_of
from vkscope.tui.views.table import Cell, Column, Table, Value, columns, trend
from vkscope.tui.views.units import count, share, size, span_text, time

NOTABLE = frozenset({"slow", "limits", "encoding", "server", "python", "table"})
STEADY = frozenset({"GarbageCollected", "PythonHandlerRan", "RehashCompleted"})


def server_of(frame: Frame) -> str:
    """Return what the server calls itself, on one line."""
    now = frame.now
    if now is None:
        return "no snapshot"
    raw = now.raw.get("server", {})
    info = now.raw.get("info", {})
    version = str(raw.get("version", "")) or info.get("valkey_version", "")
    name = "vkscope" if frame.status.kind != "reduced" else _product(info)
    if frame.status.kind == "recorded" and "command_names" not in now.raw and "tick" in now.missing:
        name = "server"
    return f"{name} {version}".strip() + f", pid {now.pid}, up {span_text(now.uptime_ns / 1e9)}"


def _product(info: dict[str, str]) -> str:
    return "Valkey" if "valkey_version" in info else "Redis"


def _figures(frame: Frame, now: Snapshot, points: tuple[Point, ...]) -> list[tuple[Cell, ...]]:
    rates, memory = frame.rates, now.memory
    keys = sum(db.keys for db in now.dbs)
    expires = sum(db.expires for db in now.dbs)
    hit = rates.hit_ratio if rates else None
    used = size(memory.used_bytes, _fullness(memory.used_bytes, memory.maxmemory_bytes))
    return [
        ("commands/s", count(rates.total if rates else 0), trend([p.commands for p in points])),
        ("loop busy", _busy(rates.busy if rates else 0), trend([p.busy for p in points])),
        ("turn p99", time(now.tick.window.p99_ns), trend([p.tick_p99_ns for p in points])),
        ("command p99", *_last_p99(points)),
        ("clients", count(now.clients.connected), trend([p.clients for p in points])),
        ("network in/s", size(rates.net_in if rates else 0), trend([p.net_in for p in points])),
        ("network out/s", size(rates.net_out if rates else 0), trend([p.net_out for p in points])),
        ("keys", count(keys), f"{expires:,} with a time to live"),
        ("hit rate", share(hit) if hit is not None else "no reads", _hits(points)),
        ("expired/s", count(rates.expired if rates else 0), trend([p.expired for p in points])),
        ("used memory", used, trend([p.used for p in points])),
        ("resident", size(memory.rss_bytes), trend([p.rss for p in points])),
        ("doctor", *_doctor(frame)),
        ("error replies", count(now.number("stats", "errors")), ""),
    ]


def _doctor(frame: Frame) -> tuple[Cell, Cell]:
    found = frame.findings
    if found is None:
        return "looking", ""
    if not found:
        return Value(0, "well", tone="good"), "nothing is wrong"
    return Value(len(found), f"{len(found)} found", tone="warn"), found[0].finding.symptom


def _hits(points: tuple[Point, ...]) -> Value:
    return trend([p.hit_ratio or 0 for p in points])


def _last_p99(points: tuple[Point, ...]) -> tuple[Value, Value]:
    series = [p.command_p99_ns for p in points]
    return time(series[-1] if series else 0), trend(series)


def _busy(busy: float) -> Value:
    return share(busy, "bad" if busy > 0.95 else "warn" if busy > 0.8 else "")


def _fullness(used: int, limit: int) -> str:
    if not limit:
        return ""
    return "warn" if used > limit * 0.95 else "good"


def overview(frame: Frame) -> tuple[Table, ...]:
    """The server at a glance."""
    heads = (Column("figure"), Column("now", right=True), Column("last minutes", wide=True))
    rows = tuple(_figures(frame, frame.now, frame.points)) if frame.now else ()
    notable = [e for e in frame.events if e.cls in NOTABLE and e.name not in STEADY]
    last = notable[-50:][::-1]
    return (
        Table("figures", server_of(frame), heads, rows, empty="waiting for the first snapshot"),
        busiest(frame),
        Table(
            "latest",
            "latest",
            columns("time", "event", ">took!1", "what*"),
            rows_of(frame, last),
            keys=tuple(f"{e.time}:{e.number}" for e in last),
            empty=_quiet(frame),
            refs=tuple(last),
        ),
    )


def _quiet(frame: Frame) -> str:
    if frame.status.kind == "reduced":
        return "this server has no events: only vkscope tells what happens inside"
    return "nothing out of the ordinary"
