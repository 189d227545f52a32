"""Latency and doctor: what is wrong, how long things take, what was slow."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from vkscope.tracing.feed import Interest
from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.units import ns_text
from vkscope.tui.widgets.chart import Chart
from vkscope.tui.widgets.grid import Grid


class Latency(ScopeScreen):
    """What is slow, and why."""

    CSS_PATH = "latency.tcss"
    VIEW = "latency"
    MAIN = "slow"
    ABOUT = "Is anything wrong, how long do commands and turns take, and what was slow of late?"
    RESP: ClassVar[tuple[str, ...]] = ("SCOPE SNAPSHOT tick commands", "LATENCY LATEST")
    INTEREST = Interest(extras=("latency",))

    def body(self) -> ComposeResult:
        """Figures and spikes beside each other, a chart, what was slow."""
        with Horizontal(id="top"):
            yield Grid("latency")
            yield Grid("monitor")
        yield Chart("commands, p99 of each second", ns_text, id="p99")
        yield Grid("slow")

    def draw(self, frame: Frame) -> None:
        """Draw the slowest of commands over time."""
        points = frame.points
        self.query_one("#p99", Chart).show([p.command_p99_ns for p in points], frame.seconds)
