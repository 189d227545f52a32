"""Events: the log of what happened inside, newest last."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from vkscope.tracing.events import Event
from vkscope.tracing.frame import Frame
from vkscope.tui.views.table import Cell, Table, Value, columns
from vkscope.tui.views.units import count, moment, time
from vkscope.tui.views.wording import say, tone

HISTORY_KEPT = 200


def rows_of(frame: Frame, events: Iterable[Event]) -> tuple[tuple[Cell, ...], ...]:
    """Return a row an event: when, what kind, how long, what."""
    return tuple(
        (
            moment(frame.wall_ns(event.time)),
            Value(event.name, event.name, tone=tone(event)),
            time(event.span),
            say(event, frame.decoder),
        )
        for event in events
    )


def history(
    frame: Frame, names: Collection[str], title: str, empty: str, *, name: str = "history"
) -> Table:
    """Return the latest events of some kinds, newest first."""
    found = [event for event in frame.events if event.name in names][-HISTORY_KEPT:][::-1]
    return Table(
        name,
        title,
        columns("time", "event!1", ">took!2", "what*"),
        rows_of(frame, found),
        keys=tuple(f"{e.time}:{e.number}" for e in found),
        empty=empty or "none since the dashboard was opened",
        refs=tuple(found),
    )


def _title(frame: Frame) -> str:
    seen = sum(frame.counts.values())
    told = [f"{seen:,} seen"]
    if frame.left_out:
        told.append(f"{frame.left_out:,} of frequent kinds left out")
    if frame.lost:
        told.append(f"{frame.lost:,} lost")
    return "events: " + ", ".join(told)


def events(frame: Frame) -> tuple[Table, ...]:
    """The log, and how many there were of each kind."""
    empty = "nothing happened yet"
    if frame.status.kind == "reduced":
        empty = "this server has no events: only vkscope tells what happens inside"
    classes = {event.name: event.cls.name for event in frame.decoder.catalogue.events}
    kinds = sorted(frame.counts.items(), key=lambda item: -item[1])
    return (
        Table(
            "events",
            _title(frame),
            columns("time", "event", ">took!1", "what*"),
            rows_of(frame, frame.events),
            keys=tuple(f"{e.time}:{e.number}:{e.subject}" for e in frame.events),
            empty=empty,
            refs=frame.events,
        ),
        Table(
            "kinds",
            "kinds",
            columns("event*", "class!1", ">seen"),
            tuple((name, classes.get(name, ""), count(n)) for name, n in kinds),
            keys=tuple(name for name, _ in kinds),
            empty=empty,
        ),
    )
