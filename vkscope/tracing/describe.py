"""A recording in plain text: for terminals that are none, and for people in a hurry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from vkscope.tracing.aggregate import anatomy, blame
from vkscope.tracing.events import Event
from vkscope.tracing.recording import Recording

WORST = 5
TOP = 10


def _when(unix_ns: int) -> str:
    return datetime.fromtimestamp(unix_ns / 1e9, UTC).isoformat(sep=" ", timespec="milliseconds")


def _ms(ns: float) -> str:
    return f"{ns / 1e6:.3f} ms"


def describe(recording: Recording) -> Iterator[str]:
    """Return lines: what it is, what it holds, where the time went, the worst moments."""
    meta, first, last = recording.meta, recording.first, recording.last
    yield f"{recording.path}: {meta.source or 'recording'}, {recording.size} bytes"
    for name in ("address", "pid", "trigger"):
        if name in meta.data:
            yield f"  {name}: {meta.data[name]}"
    if not first:
        yield "  nothing in it"
        return
    yield f"  from {_when(first + meta.wall_offset)}, {(last - first) / 1e9:.1f} s"
    events = list(recording.events())
    state = ", cut at its end" if recording.is_cut else ""
    held = f"{len(events)} events, {recording.lost} lost, {len(recording.snapshots())} snapshots"
    yield f"  {held}{state}"
    counts = Counter(event.name for event in events)
    yield from (f"  {count:9}  {name}" for name, count in counts.most_common())
    yield from _ticks(events)
    yield from _commands(recording, events)
    yield from _scripts(recording, events)
    yield from _stream(recording, events)


def _ticks(events: list[Event]) -> Iterator[str]:
    ticks = anatomy(events)
    if not ticks.ticks or not ticks.span_ns:
        return
    yield ""
    yield f"ticks: {ticks.ticks}, {_ms(ticks.span_ns)} in all, {ticks.named:.1%} of it named"
    for phase, ns in ticks.phases.items():
        yield f"  {phase:13} {ns / ticks.span_ns:6.1%}  {_ms(ns)}"


def _commands(recording: Recording, events: list[Event]) -> Iterator[str]:
    rows = blame(events, recording.decoder)
    if rows:
        yield ""
        heads = ("queued", "executing", "p99", "worst")
        yield f"{'command':20} {'calls':>8} " + " ".join(f"{head:>14}" for head in heads)
    for row in rows[:TOP]:
        cells = (row.queued_ns, row.execute_ns, row.execute.percentile(99), row.worst_ns)
        yield f"{row.command:20} {row.calls:8} " + " ".join(f"{_ms(ns):>14}" for ns in cells)
    slow = [e for e in events if e.name in ("CommandExecuted", "CommandSlow")]
    seen = {(e.time, e.subject): e for e in slow}
    worst = sorted(seen.values(), key=lambda e: -e.span)[:WORST]
    if worst:
        yield ""
        yield "worst commands"
    for event in worst:
        at = _when(event.time + recording.meta.wall_offset)
        name = recording.decoder.label(event, "command")
        key = recording.decoder.text(event)
        who = f"client {event.subject}, tick {event.tick}"
        yield f"  {at}  {_ms(event.span):>12}  {name} {key} ({who})"


def _scripts(recording: Recording, events: list[Event]) -> Iterator[str]:
    """Scripts by their time; slow ones where single runs were not recorded."""
    runs = [e for e in events if e.name == "ScriptRan"]
    runs = runs or [e for e in events if e.name == "ScriptSlow"]
    spent: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for event in runs:
        name = recording.decoder.text(event)
        spent[name] += event.span
        calls[name] += 1
        inside[name] += event["inside_us"] * 1000
    if spent:
        yield ""
        yield f"{'script':44} {'runs':>8} {'time':>14} {'in commands':>14}"
    for name, ns in spent.most_common(TOP):
        yield f"{name:44} {calls[name]:8} {_ms(ns):>14} {_ms(inside[name]):>14}"


def _stream(recording: Recording, events: list[Event]) -> Iterator[str]:
    """What commands became in the write stream, by bytes."""
    size: Counter[tuple[str, str]] = Counter()
    times: Counter[tuple[str, str]] = Counter()
    for event in events:
        if event.name == "CommandPropagated":
            pair = (
                recording.decoder.label(event, "command"),
                recording.decoder.label(event, "became"),
            )
            size[pair] += event.value
            times[pair] += 1
    if size:
        yield ""
        yield f"{'ran':20} {'written as':20} {'times':>8} {'bytes':>12}"
    for (ran, became), count in size.most_common(TOP):
        told = "(the server)" if ran == "-" else ran
        yield f"{told:20} {became:20} {times[ran, became]:8} {count:12}"
