"""Latency and doctor: what is wrong, how long things take, what was slow."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from vkscope.tracing.feed import Interest
from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.latency import finding_text
from vkscope.tui.views.units import ns_text
from vkscope.tui.widgets.chart import Chart
from vkscope.tui.widgets.drawing import Drawing
from vkscope.tui.widgets.grid import Grid


class Latency(ScopeScreen):
    """What is slow, and why."""

    CSS_PATH = "latency.tcss"
    VIEW = "latency"
    MAIN = "findings"
    ABOUT = (
        "Is anything wrong, why, and what is to be done? How long do commands and turns take, and "
        "what was slow of late? Enter on a finding tells it whole."
    )
    RESP: ClassVar[tuple[str, ...]] = (
        "SCOPE SNAPSHOT tick commands happened",
        "SCOPE DOCTOR",
        "LATENCY LATEST",
    )
    INTEREST = Interest(extras=("latency",))

    def body(self) -> ComposeResult:
        """Figures and spikes beside each other, a chart, what was slow."""
        yield Grid("findings", most=5)
        yield Drawing("one finding", id="finding")
        with Horizontal(id="top"):
            yield Grid("latency")
            yield Grid("monitor")
        yield Chart("commands, p99 of each second", ns_text, id="p99")
        yield Grid("slow")

    def draw(self, frame: Frame) -> None:
        """Draw the slowest of commands over time."""
        points = frame.points
        self.query_one("#p99", Chart).show([p.command_p99_ns for p in points], frame.seconds)
        self._tell()

    def on_grid_chosen(self, event: Grid.Chosen) -> None:
        """The cursor is on another finding, or someone wants to read it whole."""
        if event.grid.name == "findings":
            self.set_class(event.entered or self.has_class("-open"), "-open")
            self._tell()

    def action_leave(self) -> None:
        """Close the finding; then drop the filter."""
        if self.has_class("-open"):
            self.remove_class("-open")
        else:
            super().action_leave()

    def _tell(self) -> None:
        grid = self.grid("findings")
        refs, index = grid.table.refs, grid.chosen
        if index is None or index >= len(refs):
            self.query_one("#finding", Drawing).show("one finding", [grid.table.empty])
            return
        pane = self.query_one("#finding", Drawing)
        width = max(pane.scrollable_content_region.width - 1, 30)
        lines = [
            part
            for line in finding_text(refs[index])
            for part in wrap(line, width, subsequent_indent="    ") or [""]
        ]
        pane.show(f"finding: {refs[index].finding.rule}", [(lines[0], "bold"), *lines[1:]])
