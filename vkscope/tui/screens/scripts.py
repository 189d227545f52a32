"""Scripts: what runs now, time by script, what came and went."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.widgets.grid import Grid


class Scripts(ScopeScreen):
    """Scripts and functions."""

    CSS_PATH = "scripts.tcss"
    VIEW = "scripts"
    MAIN = "times"
    ABOUT = (
        "Does a script hold the loop right now, which scripts and functions take the time, is it "
        "their own or that of the commands they call, and are scripts compiled again and again?"
    )
    RESP: ClassVar[tuple[str, ...]] = (
        "SCOPE SNAPSHOT scripts",
        "SCRIPT SHOW <sha1>",
        "FUNCTION LIST",
        "FUNCTION STATS",
        "SCRIPT KILL",
    )

    def body(self) -> ComposeResult:
        """What runs; time by script; figures beside what came and went."""
        yield Grid("running", most=1)
        yield Grid("times")
        with Container(id="below"):
            yield Grid("figures")
            yield Grid("history")
