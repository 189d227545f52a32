"""Keyspace: databases, encodings, transitions, and one key drawn as it lies in memory."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Input

from vkscope.tracing.events import Event
from vkscope.tracing.feed import Feed
from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.xray import draw
from vkscope.tui.widgets.drawing import Drawing
from vkscope.tui.widgets.grid import Grid


class Keyspace(ScopeScreen):
    """What the keys are made of."""

    CSS_PATH = "keyspace.tcss"
    VIEW = "keyspace"
    MAIN = "transitions"
    ABOUT = (
        "What are the values, how are they laid out, and why did a layout change? `x` asks for a "
        "key and draws it as it lies in memory; Enter does so for the row's key."
    )
    RESP: ClassVar[tuple[str, ...]] = ("SCOPE SNAPSHOT keyspace", "SCOPE XRAY <key>")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "ask", "X-ray a key")]

    def body(self) -> ComposeResult:
        """Databases, encodings, transitions; the key's drawing when asked for."""
        yield Grid("databases", most=4)
        with Container(id="middle"):
            yield Grid("encodings", most=8)
            yield Grid("transitions")
        yield Drawing("x-ray", id="xray")
        yield Input(placeholder="key to draw as it lies in memory", id="key")

    def action_ask(self) -> None:
        """Ask for a key."""
        box = self.query_one("#key", Input)
        box.add_class("-open")
        box.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Draw the key that was named."""
        super().on_input_submitted(event)
        if event.input.id == "key":
            event.input.remove_class("-open")
            self.look_at(event.value)

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Draw the key whose layout changed."""
        refs = event.grid.table.refs
        if event.entered and event.grid.name == "transitions" and event.index < len(refs):
            changed = refs[event.index]
            assert isinstance(changed, Event)
            if changed.is_hidden:
                told = (
                    "its name is hidden: CONFIG SET hide-user-data-from-log no shows the next ones"
                )
                self.notify(told, title="no key")
                return
            self.look_at(changed.text.decode("utf-8", "surrogateescape"))

    def look_at(self, key: str) -> None:
        """Begin to draw a key; it is asked for again with every snapshot."""
        pane = self.query_one("#xray", Drawing)
        pane.set_class(bool(key), "-open")
        self.set_class(bool(key), "-drawn")
        pane.show(f"x-ray of {key}", ["asking"])
        self.set_focus(pane if key else self.grid(self.MAIN))
        feed = getattr(self.app, "feed", None)
        if feed is not None:
            self.run_worker(_ask(feed, key), exclusive=True)

    def draw(self, frame: Frame) -> None:
        """Draw the key again, as it is now."""
        pane = self.query_one("#xray", Drawing)
        if frame.xray is not None and pane.has_class("-open"):
            key, reply = frame.xray
            width = max(pane.scrollable_content_region.width, 40)
            pane.show(f"x-ray of {key}", draw(key, reply, width))

    def action_leave(self) -> None:
        """Close the drawing; then the filter."""
        self.query_one("#key", Input).remove_class("-open")
        if self.query_one("#xray", Drawing).has_class("-open"):
            self.look_at("")
        else:
            super().action_leave()


async def _ask(feed: Feed, key: str) -> None:
    await feed.xray(key)
