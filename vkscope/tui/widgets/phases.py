"""PhaseBar: the loop's busy time as one bar, a piece a phase."""

from __future__ import annotations

from collections.abc import Mapping

from textual.strip import Strip
from textual.widget import Widget

from vkscope.tui.widgets.grid import parts_bar


class PhaseBar(Widget):
    """One line; pieces carry their phase's name where it fits, else its letter."""

    DEFAULT_CSS = """
    PhaseBar { height: 1; margin: 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.shares: Mapping[str, float] = {}

    def show(self, shares: Mapping[str, float]) -> None:
        """Draw other shares."""
        self.shares = shares
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the bar."""
        width = self.size.width
        return Strip(parts_bar(dict(self.shares), width)).adjust_cell_length(width)
