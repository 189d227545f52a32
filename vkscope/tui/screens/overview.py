"""Overview: the server at a glance, the busiest commands, the latest of note."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.units import count_text, ns_text, size_text
from vkscope.tui.widgets.chart import Chart
from vkscope.tui.widgets.grid import Grid

HINT = (
    "[b]2[/] where time goes  [b]3[/] who uses it  [b]4[/] what happens  "
    "[b]5[/] what keys are made of  [b]6[/] who is evicted  [b]7[/] what is slow"
)


class Overview(ScopeScreen):
    """How much, how fast, how full."""

    CSS_PATH = "overview.tcss"
    VIEW = "overview"
    MAIN = "latest"
    ABOUT = "How much does the server do, how busy and how full is it, and did anything happen?"
    RESP: ClassVar[tuple[str, ...]] = ("SCOPE SNAPSHOT",)

    def body(self) -> ComposeResult:
        """Figures and commands beside each other, the latest below."""
        with Horizontal(id="top"):
            yield Grid("figures")
            yield Grid("busiest")
        with Horizontal(id="charts"):
            yield Chart("commands/s", count_text, id="rate")
            yield Chart("command p99", ns_text, id="p99")
            yield Chart("used memory", size_text, id="used")
        yield Grid("latest")
        yield Static(HINT, id="hint")

    def draw(self, frame: Frame) -> None:
        """Draw the charts."""
        points = frame.points
        series: dict[str, list[float]] = {
            "rate": [p.commands for p in points],
            "p99": [p.command_p99_ns for p in points],
            "used": [p.used for p in points],
        }
        for name, values in series.items():
            self.query_one(f"#{name}", Chart).show(values, frame.seconds)
