"""Slots: the 16,384 slots as a map, what is under the cursor, the busiest, what was refused."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Input, Static

from vkscope.tracing.frame import Frame
from vkscope.tracing.slots import slot_of
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.slots import MEASURES, Use, bins, busiest, nothing, told
from vkscope.tui.widgets.grid import Grid
from vkscope.tui.widgets.slotmap import SlotMap

WHAT = {"keys": "keys", "ops": "operations a second", "bytes": "bytes a second"}


class Slots(ScopeScreen):
    """Where keys live."""

    CSS_PATH = "slots.tcss"
    VIEW = "slots"
    MAIN = "busiest"
    ABOUT = (
        "Where do the keys live, which slots work, and what was refused because of where its keys "
        "live? `m` changes what the map shows; Enter lists the slots of a cell, Esc all again; `x` "
        "finds the slot of a key; `t` hides the map. ░ has less than half of what a cell has on "
        "average, ▒ is near it, ▓ twice, █ eight times as much; M moves away, I comes."
    )
    RESP: ClassVar[tuple[str, ...]] = (
        "SCOPE SNAPSHOT slots",
        "CLUSTER KEYSLOT <key>",
        "CLUSTER COUNTKEYSINSLOT <slot>",
        "CLUSTER SLOT-STATS ORDERBY KEY-COUNT",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "measure", "Keys, ops, bytes"),
        Binding("x", "ask", "Slot of a key"),
        Binding("t", "tables", "Tables"),
    ]

    measure = MEASURES[0]
    inside: tuple[int, int] | None = None
    """The slots that the table below is cut to."""

    def body(self) -> ComposeResult:
        """The map and its line; figures, the busiest, ranges, what was refused."""
        with Container(id="left"):
            with Container(id="box"):
                yield SlotMap(id="map")
                yield Static("", id="told", markup=False)
            yield Grid("ranges")
        with Container(id="right"):
            yield Grid("figures")
            yield Grid("busiest")
            yield Grid("history")
        yield Input(placeholder="key whose slot to find", id="key")

    def home(self) -> Widget:
        """The map is what one moves in; the tables where it is hidden."""
        return self.grid(self.MAIN) if self.has_class("-tables") else self.query_one(SlotMap)

    def draw(self, frame: Frame) -> None:
        """Draw the map, the line below it, and the busiest of what is chosen."""
        self.query_one(SlotMap).show(
            WHAT[self.measure], partial(bins, frame, self.measure), nothing(frame)
        )
        self._tell()
        if self.inside is not None:
            self.grid("busiest").show(busiest(frame, self.inside))

    def _tell(self) -> None:
        place = self.query_one(SlotMap).range
        line = "" if nothing(self.frame) else told(self.frame, *place)
        self.query_one("#told", Static).update(line)

    def on_slot_map_moved(self, event: SlotMap.Moved) -> None:
        """Say what is under the cursor; list its slots when asked to."""
        if event.entered:
            self.add_class("-open")
            self.inside = self.query_one(SlotMap).range
            self.show(self.frame)
            self.set_focus(self.grid("busiest"))
        else:
            self._tell()

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """Show where a slot lies."""
        refs = event.grid.table.refs
        if event.grid.name == "busiest" and event.index < len(refs):
            use = refs[event.index]
            assert isinstance(use, Use)
            self.query_one(SlotMap).look_at(use.slot)

    def action_measure(self) -> None:
        """Show the next measure."""
        self.measure = MEASURES[(MEASURES.index(self.measure) + 1) % len(MEASURES)]
        self.draw(self.frame)

    def action_tables(self) -> None:
        """Give the map's room to the tables, or back."""
        self.toggle_class("-tables")
        self.set_focus(self.home())

    def action_ask(self) -> None:
        """Ask for a key."""
        box = self.query_one("#key", Input)
        box.add_class("-open")
        box.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the slot of the key that was named."""
        super().on_input_submitted(event)
        if event.input.id == "key":
            event.input.remove_class("-open")
            slot = slot_of(event.value.encode("utf-8", "surrogateescape"))
            slots = self.query_one(SlotMap)
            slots.look_at(slot)
            self.set_focus(slots)
            self.notify(f"slot {slot}", title=event.value)

    def action_leave(self) -> None:
        """List all slots again; then drop the filter."""
        self.query_one("#key", Input).remove_class("-open")
        if self.inside is not None:
            self.inside = None
            self.remove_class("-open")
            self.show(self.frame)
            self.set_focus(self.home())
        else:
            super().action_leave()
