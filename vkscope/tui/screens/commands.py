"""Commands: blame for the time, stage by stage, and the longest of late."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from vkscope.tracing.feed import Interest
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.widgets.grid import Grid


class Commands(ScopeScreen):
    """Who used the time."""

    CSS_PATH = "commands.tcss"
    VIEW = "commands"
    MAIN = "commands"
    ABOUT = (
        "Which commands use the server's time, how long do they wait and run, and which single "
        "ones were longest, behind whom?"
    )
    RESP: ClassVar[tuple[str, ...]] = ("SCOPE SNAPSHOT commands worst tick",)

    INTEREST = Interest(classes=("command",), min_us=1000)
    """Waiting is measured only while someone reads each command; short ones are not sent."""

    def body(self) -> ComposeResult:
        """All commands, the stages, the longest."""
        yield Grid("commands")
        yield Grid("stages")
        yield Grid("worst")
