"""Event loop: where the time of its turns went, and the turns that took longest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vkscope.tracing.aggregate import anatomy
from vkscope.tracing.events import NOBODY, Decoder, Event
from vkscope.tracing.frame import Frame
from vkscope.tracing.snapshot import PHASES, TickStats, WorstCommand
from vkscope.tui.views.table import Cell, Column, Table, Value, bar, columns, parts, trend
from vkscope.tui.views.units import count, many, moment, ns_text, share, time

WHAT = {
    "poll": "asking the kernel what is ready",
    "read": "reading sockets",
    "parse": "splitting requests",
    "execute": "executing commands",
    "python": "in the control plane",
    "before_sleep": "writing replies, last work of the turn",
    "cron": "timers: expiry, rehash, eviction",
    "other": "in no phase",
}
RUN = frozenset({"CommandExecuted", "CommandSlow"})


def _spent(frame: Frame) -> tuple[dict[str, int], int, int]:
    """Return ns by phase, turns and elapsed ns of the window; of its events without snapshots."""
    now, before = frame.now, frame.window
    if now is None or before is None:
        sums = anatomy(frame.events, frozenset({"TickEnded", "TickSlow"}))
        return sums.phases, sums.ticks, sums.span_ns
    if now is before:
        whole = {p: now.tick.phases.get(p, 0) for p in PHASES}
        return whole, now.tick.ticks, now.uptime_ns
    old = before.tick.phases
    phases = {p: max(0, now.tick.phases.get(p, 0) - old.get(p, 0)) for p in PHASES}
    return phases, now.tick.ticks - before.tick.ticks, now.time_ns - before.time_ns


def _phases(phases: Mapping[str, int], turns: int, elapsed: int) -> Iterable[tuple[Cell, ...]]:
    total = sum(phases.values()) or 1
    for name in PHASES:
        ns = phases.get(name, 0)
        yield (
            name,
            share(ns / total),
            time(ns / turns if turns else 0),
            share(ns / elapsed if elapsed else 0),
            bar(ns / total),
            WHAT.get(name, ""),
        )


def shares(frame: Frame) -> dict[str, float]:
    """Return the phases as shares of the loop's busy time."""
    phases = _spent(frame)[0]
    total = sum(phases.values())
    return {name: ns / total for name, ns in phases.items()} if total else {}


def _turns(frame: Frame, turns: tuple[Event, ...]) -> Iterable[tuple[Cell, ...]]:
    for event in turns:
        worst = frame.decoder.label(event, "worst_command")
        client = event.get("worst_client", NOBODY)
        split = {p: event.get(f"{p}_ns") / (event.span or 1) for p in PHASES}
        yield (
            moment(frame.wall_ns(event.time)),
            time(event.span, "warn" if event.name == "TickSlow" else ""),
            parts(split),
            count(event["commands"]),
            count(event["clients"]),
            worst,
            time(event.get("worst_ns")),
            "-" if client == NOBODY else str(client),
            next((run.key for run in runs_of(frame, event) if run.command == worst), ""),
        )


def runs_of(frame: Frame, turn: Event) -> list[WorstCommand]:
    """Return the commands known to have run in a turn, longest first: from events, and from the
    snapshots' longest commands, which hold keys that events did not tell."""
    found = {
        (run.client, run.time_ns): run
        for run in frame.worst
        if turn.start <= run.time_ns <= turn.time and run.time_ns
    }
    for event in frame.events:
        if event.tick != turn.tick:
            continue
        if event.name in RUN:
            found.setdefault((event.subject, event.time), _from_event(event, frame.decoder))
    return sorted(found.values(), key=lambda run: -run.execute_ns)


def _from_event(event: Event, decoder: Decoder) -> WorstCommand:
    return WorstCommand(
        decoder.label(event, "command"),
        event.span,
        event["queued_ns"],
        event.time,
        event.subject,
        key=decoder.text(event),
    )


def _loop(frame: Frame, turns: int, elapsed: int, spent: int) -> tuple[tuple[Cell, ...], ...]:
    tick = frame.now.tick if frame.now else TickStats()
    seconds = elapsed / 1e9 or 1.0
    ran = 0
    if frame.now and frame.window:
        ran = frame.now.number("stats", "commands") - frame.window.number("stats", "commands")
    points = frame.points
    return (
        ("turns/s", count(round(turns / seconds)), ""),
        ("commands/turn", count(ran / turns if turns else 0), ""),
        ("busy", share(spent / elapsed if elapsed else 0), trend([p.busy for p in points])),
        ("turn p50", time(tick.window.p50_ns), ""),
        ("turn p99", time(tick.window.p99_ns), trend([p.tick_p99_ns for p in points])),
        ("turn p99.9", time(tick.window.p999_ns), ""),
        ("longest", time(tick.window.max_ns), "of the last 10 s"),
        ("longest ever", time(tick.times.max_ns), ""),
    )


def eventloop(frame: Frame) -> tuple[Table, ...]:
    """The anatomy of turns."""
    phases, turns, elapsed = _spent(frame)
    is_told = sum(phases.values()) > 0 and not (frame.now and "tick" in frame.now.missing)
    spent = sum(phases.values())
    heads = columns("phase", ">of busy", ">a turn!1", ">of time!2", "share", "what it is!3*")
    silent = "this server does not tell where its turns' time went"
    return (
        Table(
            "phases",
            f"phases, {frame.span}",
            heads,
            tuple(_phases(phases, turns, elapsed)) if is_told else (),
            empty=silent if frame.now else "no snapshot yet",
        ),
        Table(
            "loop",
            "turns",
            (Column("figure"), Column("now", right=True), Column("last minutes", wide=True)),
            _loop(frame, turns, elapsed, spent) if frame.now and is_told else (),
            empty=silent,
        ),
        Table(
            "turns",
            "longest turns of the last minute",
            columns(
                "time", ">took", "phases*", ">commands!4", ">clients!5", "longest", ">ran!1",
                ">client!3", "key!2",
            ),
            tuple(_turns(frame, frame.turns)),
            keys=tuple(f"{e.time}" for e in frame.turns),
            empty="no turn was seen: events of the class tick are asked for on this screen",
            refs=frame.turns,
        ),
    )  # fmt: skip


def nested(frame: Frame, turn: Event) -> list[tuple[int, str, Value, str]]:
    """Return a turn as lines: depth, name, time, more. Commands stand below execute."""
    lines = [(0, f"turn {turn.tick}", time(turn.span), many(turn["commands"], "command"))]
    runs = runs_of(frame, turn)
    blamed = {
        frame.decoder.label(e, "phase"): e
        for e in frame.events
        if e.name == "TickPhaseSlow" and e.tick == turn.tick
    }
    for phase in PHASES:
        ns = turn.get(f"{phase}_ns")
        if not ns:
            continue
        lines.append((1, phase, time(ns), f"{ns / (turn.span or 1):.1%}  {WHAT[phase]}"))
        if phase in blamed and phase != "execute":
            lines.append(_blame(blamed[phase], frame.decoder))
        if phase == "execute":
            lines += [_run(run) for run in runs[:8]]
            if not runs and turn.get("worst_ns"):
                name = frame.decoder.label(turn, "worst_command")
                who = f"client {frame.decoder.label(turn, 'worst_client')}, the longest"
                lines.append((2, name, time(turn["worst_ns"]), who))
    outside = turn.get("outside_ns")
    if outside:
        lines.append((0, "outside", time(outside), "before this turn, busy elsewhere"))
    return lines


def _blame(event: Event, decoder: Decoder) -> tuple[int, str, Value, str]:
    """Return who used the most of a phase: a client with its command, or a job of the server."""
    command, job = decoder.label(event, "command"), decoder.label(event, "job")
    name = job.replace("_", " ") if command == "-" else f"{command} {decoder.text(event)}"
    client = decoder.label(event, "client")
    who = "the server's own work" if client == "-" else f"client {client}"
    return 2, name.strip(), time(event["worst_ns"]), who


def _run(run: WorstCommand) -> tuple[int, str, Value, str]:
    waited = f", waited {ns_text(run.queued_ns)}" if run.queued_ns else ""
    who = "" if run.client == NOBODY else f"client {run.client}"
    return 2, f"{run.command} {run.key}".strip(), time(run.execute_ns), who + waited
