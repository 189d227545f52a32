"""Event loop: the phases of its turns, the longest turns, and one turn taken apart."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from vkscope.tracing.events import Event
from vkscope.tracing.feed import Interest
from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.eventloop import nested, shares
from vkscope.tui.views.units import ns_text
from vkscope.tui.widgets.chart import Chart
from vkscope.tui.widgets.drawing import Drawing
from vkscope.tui.widgets.grid import Grid
from vkscope.tui.widgets.phases import PhaseBar


class EventLoop(ScopeScreen):
    """Tick anatomy."""

    CSS_PATH = "eventloop.tcss"
    VIEW = "eventloop"
    MAIN = "turns"
    ABOUT = (
        "Where does the time of the loop's turns go, which turns were longest, and which client, "
        "command and key used them?"
    )
    RESP: ClassVar[tuple[str, ...]] = ("SCOPE SNAPSHOT tick stats",)
    INTEREST = Interest(classes=("tick",))

    def body(self) -> ComposeResult:
        """Phases on top, turns below, the chosen one taken apart."""
        yield PhaseBar()
        with Horizontal(id="top"):
            yield Grid("phases")
            yield Grid("loop")
        yield Chart("turns, p99 over the last 10 s", ns_text, id="p99")
        with Container(id="below"):
            yield Grid("turns")
            yield Drawing("one turn", id="nested")

    def draw(self, frame: Frame) -> None:
        """Draw the bar, the chart and the turn under the cursor."""
        self.query_one(PhaseBar).show(shares(frame))
        points = frame.points
        self.query_one("#p99", Chart).show([p.tick_p99_ns for p in points], frame.seconds)
        self._take_apart()

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """The cursor is on another turn, or someone wants to see it whole."""
        if event.entered:
            self.add_class("-open")
        self._take_apart()

    def action_leave(self) -> None:
        """Go back to the phases; then drop the filter."""
        if self.has_class("-open"):
            self.remove_class("-open")
        else:
            super().action_leave()

    def _take_apart(self) -> None:
        grid = self.grid("turns")
        drawing = self.query_one("#nested", Drawing)
        refs, index = grid.table.refs, grid.chosen
        if index is None or index >= len(refs):
            drawing.show("one turn", ["choose a turn with the arrow keys"])
            return
        turn = refs[index]
        assert isinstance(turn, Event)
        lines = [
            (f"{'  ' * depth}{name[:28 - 2 * depth]:{28 - 2 * depth}} {spent.text:>9}  {more}",
             "bold" if depth == 0 else "")
            for depth, name, spent, more in nested(self.frame, turn)
        ]  # fmt: skip
        drawing.show(f"turn {turn.tick} taken apart", lines)
