"""Persistence: the child that saves, what would be lost, files, fsyncs, save points, errors."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from vkscope.tracing.frame import Frame
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.persist import has_file
from vkscope.tui.widgets.grid import Grid


class Persistence(ScopeScreen):
    """How data is kept."""

    CSS_PATH = "persist.tcss"
    VIEW = "persist"
    MAIN = "figures"
    ABOUT = (
        "Is data being saved, how far is the child and what does it cost, how much would a power "
        "cut take now, does the disk keep up, which files hold the data, when is the next save, "
        "and what went wrong?"
    )
    RESP: ClassVar[tuple[str, ...]] = (
        "SCOPE SNAPSHOT persist",
        "INFO persistence",
        "CONFIG GET save",
        "LATENCY LATEST",
    )

    def body(self) -> ComposeResult:
        """The child; figures beside what would be lost; files beside fsyncs; what happened."""
        yield Grid("child", most=1)
        with Container(id="first"):
            yield Grid("figures")
            with Container(id="lost"):
                yield Grid("offsets", most=3)
                yield Grid("points")
        with Container(id="second"):
            yield Grid("files")
            yield Grid("syncs")
        with Container(id="third"):
            yield Grid("history")
            with Container(id="wrong"):
                yield Grid("jobs", most=4)
                yield Grid("errors")

    def draw(self, frame: Frame) -> None:
        """Give the room to what there is: files and offsets, or save points."""
        self.set_class(has_file(frame), "-aof")
