"""Write stream: what each command became, the backlog's window, replicas."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from vkscope.tracing.feed import Interest
from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.stream import reach, window
from vkscope.tui.widgets.backlog import BacklogBar
from vkscope.tui.widgets.grid import Grid


class Stream(ScopeScreen):
    """What replicas and files get."""

    CSS_PATH = "stream.tcss"
    VIEW = "stream"
    MAIN = "written"
    ABOUT = (
        "What is written to replicas and files for each command that ran, how much of it is kept "
        "for a replica that is cut, and where do the replicas stand? Numbers below the bar are the "
        "replicas, the furthest behind first; one before it has lost its place."
    )
    RESP: ClassVar[tuple[str, ...]] = (
        "SCOPE SNAPSHOT stream",
        "SCOPE SUBSCRIBE CLASS stream",
        "INFO replication",
        "CLIENT LIST TYPE replica",
    )
    INTEREST = Interest(classes=("stream",))

    def body(self) -> ComposeResult:
        """The window; what became of commands; commands as they are written; replicas."""
        yield BacklogBar(id="backlog")
        with Container(id="above"):
            yield Grid("became")
            yield Grid("figures")
        yield Grid("written", follow=True)
        with Container(id="below"):
            yield Grid("replicas", most=4)
            yield Grid("history")

    def draw(self, frame: Frame) -> None:
        """Draw the backlog."""
        empty = next(table.empty for table in self.tables if table.name == "window")
        self.query_one("#backlog", BacklogBar).show(window(frame), empty, reach(frame))
