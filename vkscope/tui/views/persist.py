"""Persistence: the child that saves, what a power cut would take, files, fsyncs, save points.

Words: durable: handed to the disk by fsync, so that it outlives a power cut. What was written but
is not durable outlives the end of the process alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vkscope.tracing.frame import Frame
from vkscope.tui.views.events import history
from vkscope.tui.views.sections import (
    SILENT,
    counters,
    per_second,
    rows,
    section,
    unknown,
)
from vkscope.tui.views.table import Cell, Table, Value, bar, columns, trend
from vkscope.tui.views.units import count, many, ns_text, share, size, size_text, span_text, time

NAME = "persist"
HISTORY = (
    "BackgroundSaveEnded", "AofStalled", "AofFailed", "AofFileChanged", "AofRewriteEnded",
    "AofLoaded", "ShutdownStepped", "ForkStarted", "RdbSaved", "RdbLoaded",
)  # fmt: skip
GROUPS = (("base", "base"), ("increment", "increments"), ("history", "history, to be removed"))
LEFT_LEAST = 0.05
"""Share of the work from which on the rest of it can be told."""


def _part(frame: Frame, name: str) -> Mapping[str, Any]:
    found = section(frame.now, NAME).get(name)
    return found if isinstance(found, Mapping) else {}


def _grown(frame: Frame, part: str, name: str) -> float:
    """Return how fast a number of a part grew in the window, by the second; 0 after a reset."""
    now = _part(frame, part).get(name, 0)
    then = section(frame.window, NAME).get(part)
    before = then.get(name, 0) if isinstance(then, Mapping) else 0
    return per_second(frame, max(0, now - before))


def has_file(frame: Frame) -> bool:
    """Say whether there is an append-only file."""
    return bool(_part(frame, "aof").get("enabled"))


def _copied(frame: Frame) -> list[float]:
    """Return the bytes of copy-on-write, moment by moment, since the child was forked."""
    found: list[float] = []
    for point in frame.points:
        if point.child_pid != (frame.points[-1].child_pid if frame.points else 0):
            found = []
        else:
            found.append(point.copied)
    return found


def _child(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    child = _part(frame, "child")
    if not child:
        return
    done = child["keys"] / child["of"] if child.get("of") else 0.0
    ms = child["age_ms"]
    left = ms / done * (1 - done) * 1e6 if LEFT_LEAST <= done <= 1 else 0
    used = frame.now.memory.used_bytes if frame.now else 0
    copied = child["copied_bytes"]
    told = size_text(copied) + (f", {copied / used:.0%} of used" if used and copied else "")
    yield (
        str(child["kind"]),
        Value(child["pid"], str(child["pid"])) if child.get("pid") else "",
        bar(done),
        share(done) if child.get("of") else Value(None, "?", tone="dim"),
        count(child["keys"]),
        Value(copied, told, tone="warn" if used and copied > used / 4 else ""),
        trend(_copied(frame)),
        time(ms * 1e6),
        Value(int(left), f"about {ns_text(left)}" if left else "·"),
    )


def _ok(is_good: object, good: str = "ok", bad: str = "failed") -> Value:
    return Value(bool(is_good), good if is_good else bad, tone="good" if is_good else "bad")


def _forks(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    told = section(frame.now, NAME)
    if "latest_fork_ns" not in told or frame.now is None:
        return
    ns, rss = told["latest_fork_ns"], frame.now.memory.rss_bytes
    per = f"the server stood still; {ns_text(ns / (rss / 2**30))} a GiB" if ns and rss else ""
    yield "last fork", time(ns, "warn" if ns >= 10_000_000 else ""), "", per or "none yet"
    yield from counters(frame, NAME, (("forks", "forks", "children since the start"),))


def _rdb(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    rdb, now = _part(frame, "rdb"), frame.now
    if not rdb or now is None:
        return
    took = rdb["last_seconds"]
    how = f"the last one behind the back took {took} s" if took >= 0 else "none behind the back yet"
    how += f", copied {size_text(rdb['last_copied'])}" if rdb.get("last_copied") else ""
    age = max(0.0, now.unix_ns / 1e9 - rdb["last_save_s"])
    rate = count(_grown(frame, "rdb", "changes"))
    yield "saves", _ok(rdb["last_ok"]), count(_grown(frame, "rdb", "saves")), how
    yield "changes", count(rdb["changes"]), rate, "since the last save"
    yield "last save", Value(int(age), f"{span_text(age)} ago"), "", str(rdb.get("file", ""))
    if rdb.get("scheduled"):
        yield "scheduled", Value(1, "yes", tone="warn"), "", "saves once the child has ended"


def _aof(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    aof = _part(frame, "aof")
    if not aof:
        return
    if not aof.get("enabled"):
        yield "append only", Value(0, "off", tone="dim"), "", "appendonly no"
        return
    policy = aof.get("policy")
    told = f"{aof.get('state', 'on')}, fsync {policy}" if policy else str(aof.get("state", "on"))
    yield "append only", _ok(aof["write_ok"]), "", told + _text(aof.get("last_error"))


def _aof_counts(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    aof = _part(frame, "aof")
    if not aof.get("enabled"):
        return
    grown = aof["size"] - aof["base_size"]
    base = f"{size_text(max(0, grown))} more than its base of {size_text(aof['base_size'])}"
    yield "aof size", size(aof["size"]), size(_grown(frame, "aof", "size")), base
    if "written_bytes" in aof:
        rate = size(_grown(frame, "aof", "written_bytes"))
        yield "aof written", size(aof["written_bytes"]), rate, "since the start"
    if "fsyncs" in aof:
        yield (
            "aof fsyncs",
            count(aof["fsyncs"]),
            count(_grown(frame, "aof", "fsyncs")),
            _delays(aof),
        )
    elif aof.get("delayed"):
        yield "aof delayed", count(aof["delayed"], "warn"), "", "writes that waited for an fsync"
    ended = f"{aof['failures']} failed in a row" if aof.get("failures") else "rewrites of the base"
    yield "aof rewrites", _ok(aof["rewrite_ok"]), count(_grown(frame, "aof", "rewrites")), ended
    if aof.get("scheduled"):
        yield "scheduled", Value(1, "yes", tone="warn"), "", "rewrites once the child has ended"


def _text(error: object) -> str:
    return f": {error}" if error else ""


def _delays(aof: Mapping[str, Any]) -> str:
    delayed = aof.get("delayed", 0)
    return f"{delayed:,} writes waited for one" if delayed else "no write waited for one"


def _figures(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    yield from _aof(frame)
    yield from _rdb(frame)
    yield from _forks(frame)
    yield from _aof_counts(frame)
    free = _part(frame, "lazyfree")
    if free:
        yield (
            "lazy free",
            count(free["pending"]),
            count(_grown(frame, "lazyfree", "freed")),
            ("objects that wait, freed a second"),
        )


def _offsets(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    aof = _part(frame, "aof")
    if not has_file(frame) or "durable_offset" not in aof:
        return
    rate = _grown(frame, "aof", "offset")
    written, durable, buffered = aof["offset"], aof["durable_offset"], aof["buffered"]
    gap = max(0, written - durable)
    yield "in our memory", "", size(buffered), _as_time(buffered, rate), "lost in a crash"
    tone = "warn" if gap else "good"
    yield "written", count(written), size(gap, tone), _as_time(gap, rate), "lost in a power cut"
    yield "on the disk", count(durable), "", "", "safe"


def _as_time(length: float, rate: float) -> Value:
    ns = int(length / rate * 1e9) if rate > 0 else 0
    return Value(ns, ns_text(ns) if ns else "·")


def _syncs(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    told = _part(frame, "fsync")
    found = {int(up): int(n) for up, n in told.get("histogram") or []}
    if not found:
        return
    then = section(frame.window, NAME).get("fsync") or {}
    before = {int(up): int(n) for up, n in then.get("histogram") or []}
    whole = max(found.values())
    is_first = frame.window is frame.now
    up, last = min(found), max(found)
    while up <= last:
        n = found.get(up, 0)
        new = 0 if is_first else max(0, n - before.get(up, 0))
        tone = "bad" if up > 1 << 30 else "warn" if up > 1 << 24 else ""
        yield Value(up, f"< {ns_text(up)}", tone=tone), bar(n / whole), count(n), count(new)
        up *= 2


def _sync_title(frame: Frame) -> str:
    told = _part(frame, "fsync")
    if not told.get("count"):
        return "fsync by duration"
    return f"fsync by duration: {told['count']:,}, the longest {ns_text(told['worst_ns'])}"


def _files(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    found = rows_of_files(frame)
    whole = sum(row["bytes"] for row in found) or 1
    for kind, title in GROUPS:
        inside = [row for row in found if row["kind"] == kind]
        if not inside:
            continue
        total = sum(row["bytes"] for row in inside)
        yield title, "", size(total), bar(total / whole)
        for i, row in enumerate(inside):
            branch = "└ " if i == len(inside) - 1 else "├ "
            part = bar(row["bytes"] / whole)
            yield branch + str(row["name"]), count(row["seq"]), size(row["bytes"]), part


def rows_of_files(frame: Frame) -> list[Mapping[str, Any]]:
    """Return the files of the manifest, in its order."""
    return [row for row in _part(frame, "aof").get("files") or [] if isinstance(row, Mapping)]


def _points(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    rdb, now = _part(frame, "rdb"), frame.now
    if now is None:
        return
    for seconds, changes in rdb.get("save_points") or []:
        age = max(0.0, now.unix_ns / 1e9 - rdb["last_save_s"])
        lacks_changes, lacks_time = rdb["changes"] < changes, age < seconds
        due = f"after {many(changes - rdb['changes'], 'more change')}" if lacks_changes else "now"
        if lacks_time:
            due = f"not before {span_text(seconds - age)}" + (", " + due if lacks_changes else "")
        yield (
            f"{span_text(seconds)}, {many(changes, 'change')}",
            bar(age / seconds if seconds else 1.0),
            bar(rdb["changes"] / changes if changes else 1.0),
            Value(not (lacks_changes or lacks_time), due),
        )


def _jobs(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    for row in rows(frame.now, NAME, "bio"):
        tone = "warn" if row["pending"] > 100 else ""
        worst = time(row["worst_ns"], "warn" if row["worst_ns"] > 1e9 else "")
        yield str(row["kind"]), count(row["pending"], tone), count(row["done"]), worst


def _errors(frame: Frame) -> Iterable[tuple[Cell, ...]]:
    for row in rows(frame.now, NAME, "errors"):
        ago = row["ms_ago"] / 1000
        yield (
            Value(row["ms_ago"], f"{span_text(ago)} ago"),
            Value(row["text"], row["text"], tone="bad"),
        )


def persist(frame: Frame) -> tuple[Table, ...]:
    """How data is kept."""
    silent = unknown(frame, NAME)
    off = "there is no append-only file: appendonly no"
    aof = unknown(frame, NAME, "aof") or ("" if has_file(frame) else off)
    told = _part(frame, "aof")
    return (
        Table(
            "child",
            "the child",
            columns(
                "for", ">pid!5", "done*", ">%", ">keys!2", ">copy on write", "growth!1", ">age!3",
                ">left!4",
            ),
            tuple(_child(frame)),
            empty=silent or "none runs: nothing is saved, rewritten or copied to a replica now",
        ),
        Table(
            "figures",
            "persistence",
            columns("figure", ">now", ">a second!1", "what it is!2*"),
            tuple(_figures(frame)),
            empty=silent,
        ),
        Table(
            "offsets",
            "the append-only file: what would be lost",
            columns("place", ">offset!2", ">bytes", ">as time!1", "what it means*"),
            tuple(_offsets(frame)),
            empty=aof or SILENT,
        ),
        Table(
            "files",
            "files of the manifest",
            columns("file*", ">no!1", ">size", "share!2"),
            tuple(_files(frame)),
            empty=aof or ("none yet" if "files" in told else SILENT),
        ),
        Table(
            "syncs",
            _sync_title(frame),
            columns("took", "how many*", ">times", f">{frame.span}!1"),
            tuple(_syncs(frame)),
            empty=unknown(frame, NAME, "fsync") or "none yet",
        ),
        Table(
            "points",
            "save points: how far each is",
            columns("after", "time", "changes", "due*"),
            tuple(_points(frame)),
            empty=silent or ("none" if "save_points" in _part(frame, "rdb") else SILENT),
        ),
        Table(
            "jobs",
            "jobs of background threads",
            columns("kind*", ">waiting", ">done", ">longest"),
            tuple(_jobs(frame)),
            empty=unknown(frame, NAME, "bio") or "no threads yet",
        ),
        Table(
            "errors",
            "last errors, newest first",
            columns("when", "what*"),
            tuple(_errors(frame)),
            empty=unknown(frame, NAME, "errors") or "none",
        ),
        history(frame, HISTORY, "saves, rewrites, stalls, files, newest first", silent),
    )  # fmt: skip
