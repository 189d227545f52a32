"""SlotMap: the slots of a cluster as cells, a cursor on one of them.

Rules: it draws what it is given and asks nobody; its cells are bins of the finest map that fits. A
level has a letter and a colour: the letter is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from vkscope.tracing.slots import SLOTS
from vkscope.tui.views.slots import STATES, Bin, cell_text

LABEL = 6
SHAPES = ((128, 64), (128, 32), (128, 16), (64, 32), (64, 16), (64, 8), (32, 16), (32, 8), (32, 4))
"""Columns and rows, the finest first."""
COLORS = (
    Style(dim=True),
    Style(color="blue"),
    Style(color="cyan"),
    Style(color="bright_cyan"),
    Style(color="bright_white", bold=True),
)
MOVING = Style(color="black", bgcolor="yellow", bold=True)
CURSOR = Style(reverse=True, bold=True)
DIM = Style(dim=True)


class SlotMap(Widget, can_focus=True):
    """Bins of slots in lines; the first slot of a line stands before it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "move(-1, 0)", "Left", show=False),
        Binding("right,l", "move(1, 0)", "Right", show=False),
        Binding("up,k", "move(0, -1)", "Up", show=False),
        Binding("down,j", "move(0, 1)", "Down", show=False),
        Binding("home,g", "move(-1000, -1000)", "First", show=False),
        Binding("G", "move(1000, 1000)", "Last", show=False),
        Binding("enter", "choose", "Look closer", show=False),
    ]
    DEFAULT_CSS = """
    SlotMap { height: 1fr; border-top: solid $primary; border-title-style: bold; }
    SlotMap:focus { border-top: heavy $accent; }
    """

    class Moved(Message):
        """The cursor is elsewhere, or someone wants to look closer at where it is."""

        def __init__(self, entered: bool) -> None:
            super().__init__()
            self.entered = entered

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.slot = 0
        """The first slot of the cell under the cursor, or the one that was asked for."""
        self._bins: Sequence[Bin] = ()
        self._make: Callable[[int], Sequence[Bin]] = lambda cells: ()
        self._empty = ""

    @property
    def shape(self) -> tuple[int, int]:
        """Columns and rows of the finest map that fits."""
        width, height = self.size.width - LABEL, self.size.height
        return next((s for s in SHAPES if s[0] <= width and s[1] <= height), SHAPES[-1])

    @property
    def range(self) -> tuple[int, int]:
        """The slots of the cell under the cursor."""
        each = SLOTS // (self.shape[0] * self.shape[1])
        first = self.slot // each * each
        return first, first + each - 1

    def show(self, title: str, make: Callable[[int], Sequence[Bin]], empty: str) -> None:
        """Draw other cells: `make` gives so many bins; none, and `empty` says why."""
        self._make, self._empty = make, empty
        self._fit(title)

    def _fit(self, title: str) -> None:
        columns, rows = self.shape
        self._bins = self._make(columns * rows)
        each = SLOTS // (columns * rows)
        one = "slot" if each == 1 else f"{each} slots"
        self.border_title = f"{title}: a cell for each {one}" if self._bins else title
        self.refresh()

    def on_resize(self) -> None:
        """Another map may fit now."""
        self._fit(str(self.border_title or "").partition(":")[0])

    def look_at(self, slot: int) -> None:
        """Put the cursor on a slot."""
        self.slot = min(max(slot, 0), SLOTS - 1)
        self.post_message(self.Moved(False))
        self.refresh()

    def action_move(self, right: int, down: int) -> None:
        """Move the cursor by cells."""
        columns, rows = self.shape
        each = SLOTS // (columns * rows)
        row, column = divmod(self.slot // each, columns)
        row = min(max(row + down, 0), rows - 1)
        column = min(max(column + right, 0), columns - 1)
        self.look_at((row * columns + column) * each)

    def action_choose(self) -> None:
        """Look closer."""
        self.post_message(self.Moved(True))

    def on_click(self, event: Click) -> None:
        """Put the cursor where the mouse is."""
        columns, rows = self.shape
        column, row = event.x - LABEL, event.y - 1
        if 0 <= column < columns and 0 <= row < rows:
            self.look_at((row * columns + column) * (SLOTS // (columns * rows)))

    # ----------------------------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of cells."""
        width = self.size.width
        columns, rows = self.shape
        line = self._bins[y * columns : (y + 1) * columns] if y < rows else ()
        if not line:
            text = self._empty if y == 0 and not self._bins else ""
            return Strip([Segment(text, DIM)]).adjust_cell_length(width)
        segments = [Segment(f"{line[0].first:>{LABEL - 1}} ", DIM)]
        segments += [self._cell(one) for one in line]
        return Strip(segments).adjust_cell_length(width).apply_style(self.rich_style)

    def _cell(self, one: Bin) -> Segment:
        style = MOVING if STATES[one.state] in ("migrating", "importing") else COLORS[one.level]
        if one.first <= self.slot <= one.last:
            style = CURSOR
        return Segment(cell_text(one), style)
