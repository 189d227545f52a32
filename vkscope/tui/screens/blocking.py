"""Blocking: who waits for which key, in which order, and who served whom."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.widgets.grid import Grid


class Blocking(ScopeScreen):
    """Commands that wait, and transactions."""

    CSS_PATH = "blocking.tcss"
    VIEW = "blocking"
    MAIN = "ends"
    ABOUT = (
        "Which keys do clients wait for, who is next, and how did waits and transactions end? "
        "Who came first is served first; a command that was woken runs again from its start."
    )
    RESP: ClassVar[tuple[str, ...]] = ("SCOPE SNAPSHOT blocking", "CLIENT LIST FLAGS b")

    def body(self) -> ComposeResult:
        """Numbers beside keys, then the queues, then what came of them."""
        with Container(id="top"):
            yield Grid("totals")
            yield Grid("awaited")
        yield Grid("queues")
        yield Grid("ends")
