"""Events: the live log, filtered, and how many there were of each kind."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from vkscope.tracing.events import Event
from vkscope.tracing.feed import Interest
from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.widgets.drawing import Drawing
from vkscope.tui.widgets.grid import Grid


class Events(ScopeScreen):
    """What happens now."""

    CSS_PATH = "events.tcss"
    VIEW = "events"
    MAIN = "events"
    ABOUT = (
        "What happens inside, event by event? `/` filters by any word: a name, a command, a key. "
        "Enter shows all fields of an event."
    )
    INTEREST = Interest(classes=("client", "key"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "also('command')", "Each command"),
        Binding("t", "also('tick')", "Each turn"),
    ]
    also: tuple[str, ...] = ()

    def body(self) -> ComposeResult:
        """The log, the kinds beside it, one event below."""
        with Horizontal(id="log"):
            yield Grid("events", follow=True)
            yield Grid("kinds")
        yield Drawing("one event", id="fields")

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Show all fields of an event."""
        if event.grid.name != "events":
            return
        pane = self.query_one("#fields", Drawing)
        if event.entered:
            pane.add_class("-open")
        refs = event.grid.table.refs
        if pane.has_class("-open") and event.index < len(refs):
            pane.show("one event", fields_of(self.frame, refs[event.index]))

    async def action_also(self, name: str) -> None:
        """Ask for another class of events, or no more for it."""
        also = {*self.also} ^ {name}
        self.also = tuple(sorted(also))
        self.post_message(self.Interested(self.interest()))

    def interest(self) -> Interest:
        """Return the classes that are wanted now."""
        return Interest(classes=(*self.INTEREST.classes, *self.also))

    def action_leave(self) -> None:
        """Close the fields; then the filter."""
        pane = self.query_one("#fields", Drawing)
        if pane.has_class("-open"):
            pane.remove_class("-open")
            self.set_focus(self.grid(self.MAIN))
        else:
            super().action_leave()


def fields_of(frame: Frame, event: Event) -> list[str]:
    """Return everything an event says, a line each, with what its catalogue says of it."""
    kind = event.type
    if kind is None:
        return [f"type {event.number}: not in this server's catalogue"]
    lines = [f"{kind.name}: {kind.text}", f"class {event.cls}, turn {event.tick}"]
    if event.span:
        lines.append(f"span {event.span:,} ns: {kind.span}")
    for role in (kind.subject, kind.value, *kind.fields):
        if role is not None and role.name != "zero":
            label = frame.decoder.label(event, role.name)
            lines.append(f"{role.name:18} {label:>14}  {role.text}")
    if kind.tail is not None:
        lines.append(f"{kind.tail.name:18} {frame.decoder.text(event)}")
    return lines
