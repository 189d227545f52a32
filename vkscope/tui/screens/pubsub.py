"""Pub/sub: channels and patterns, who does not keep up, and clients' caches."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.widgets.grid import Grid


class PubSub(ScopeScreen):
    """Who listens to what."""

    CSS_PATH = "pubsub.tcss"
    VIEW = "pubsub"
    MAIN = "topics"
    ABOUT = (
        "Which channels and patterns have subscribers, how many messages reach them, which "
        "subscribers do not read what they are sent, and what do clients cache?"
    )
    RESP: ClassVar[tuple[str, ...]] = (
        "SCOPE SNAPSHOT pubsub",
        "PUBSUB CHANNELS",
        "CLIENT LIST TYPE pubsub",
    )

    def body(self) -> ComposeResult:
        """Figures; topics; slow subscribers."""
        with Container(id="above"):
            yield Grid("pubsub", most=11)
        with Container(id="below"):
            yield Grid("topics")
            yield Grid("slow", most=5)
