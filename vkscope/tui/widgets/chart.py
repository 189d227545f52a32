"""Chart: a run of numbers over time, as high as its room; the highest and the last are written.

Design: a column a point, the newest on the right; each cell holds eight levels. Points that do not
fit fall off on the left. No time is drawn but the span that is in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

LEVELS = " ▁▂▃▄▅▆▇█"
LINE = Style(color="cyan")
DIM = Style(dim=True)
LABEL = 10


class Chart(Widget):
    """One series."""

    DEFAULT_CSS = """
    Chart { height: 1fr; border-top: solid $primary; border-title-style: bold; }
    """

    def __init__(self, title: str, unit: Callable[[float], str], *, id: str) -> None:
        super().__init__(id=id)
        self.title, self.unit = title, unit
        self.values: Sequence[float] = ()
        self.limit = 0.0
        self.seconds = 0.0

    def show(self, values: Sequence[float], seconds: float, limit: float = 0.0) -> None:
        """Draw other numbers; `limit` is a level that should be in sight."""
        self.values, self.seconds, self.limit = values, seconds, limit
        last = f": {self.unit(values[-1])}" if values else ""
        self.border_title = f"{self.title}{last}"
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of cells, labelled at the top and the bottom."""
        width, height = self.size
        room = max(width - LABEL, 1)
        shown = list(self.values[-room:])
        top = max([*shown, self.limit], default=0.0)
        label = self.unit(top) if y == 0 else "0" if y == height - 1 else ""
        if y == height - 1 and height > 2 and shown:
            per = self.seconds / max(len(self.values), 1)
            label = f"{per * len(shown):.0f} s"
        cells = "".join(_cell(v, top, height - 1 - y, height) for v in shown)
        segments = [
            Segment(label.rjust(LABEL - 1) + " ", DIM),
            Segment(cells.rjust(room), LINE),
        ]
        return Strip(segments).adjust_cell_length(width).apply_style(self.rich_style)


def _cell(value: float, top: float, row: int, height: int) -> str:
    """Return the cell of a value in a row, counted from the bottom."""
    if top <= 0:
        return LEVELS[1] if row == 0 else " "
    level = round(value / top * height * 8) - row * 8
    if row == 0 and level < 1:
        level = 1
    return LEVELS[min(max(level, 0), 8)]
