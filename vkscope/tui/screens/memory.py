"""Memory and eviction: how full, in which classes of blocks, who had to go and was missed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from vkscope.tracing.feed import Interest
from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.units import size_text
from vkscope.tui.widgets.chart import Chart
from vkscope.tui.widgets.grid import Grid


class Memory(ScopeScreen):
    """Where the bytes are."""

    CSS_PATH = "memory.tcss"
    VIEW = "memory"
    MAIN = "evictions"
    ABOUT = (
        "How full is memory, in blocks of which size does it lie, how much of them is empty, and "
        "which keys were evicted, by which score, and asked for again?"
    )
    RESP: ClassVar[tuple[str, ...]] = (
        "SCOPE SNAPSHOT memory",
        "SCOPE SLABS",
        "INFO memory stats",
    )
    INTEREST = Interest(classes=("key",), extras=("slabs", "info"))

    def body(self) -> ComposeResult:
        """Figures and the chart, classes of blocks, evicted keys."""
        with Horizontal(id="top"):
            yield Grid("memory")
            yield Chart("used", size_text, id="used")
        with Container(id="below"):
            yield Grid("slabs")
            yield Grid("evictions")

    def draw(self, frame: Frame) -> None:
        """Draw used memory over time."""
        points = frame.points
        limit = frame.now.memory.maxmemory_bytes if frame.now else 0
        self.query_one("#used", Chart).show([p.used for p in points], frame.seconds, limit)
