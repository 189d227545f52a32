"""Grid: a Table drawn line by line, those in sight alone; a cursor, a filter, a header that stays.

Rules: `show` takes a whole table and is cheap: nothing is drawn but what changed places on screen.
The cursor stays with its row's key; a cursor on the last row of a growing log follows it.

Cost: a line is composed when it comes into sight, 30 us; a table of any length costs no more.
"""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from vkscope.tui.views.table import Cell, Column, Table, Value, matches, text_of

GAP = 2
BAR, BAR_LEAST = 12, 5
MIN_WIDE = 12
SAMPLE = 200
TONES = {
    "": Style(),
    "dim": Style(dim=True),
    "good": Style(color="green"),
    "warn": Style(color="yellow", bold=True),
    "bad": Style(color="red", bold=True),
}
HEAD = Style(bold=True, dim=True)
BAR_ON, BAR_OFF = Style(color="cyan"), Style(dim=True)
PART_COLORS = {
    "poll": "blue",
    "read": "cyan",
    "parse": "bright_blue",
    "execute": "green",
    "python": "yellow",
    "before_sleep": "magenta",
    "cron": "bright_yellow",
    "other": "bright_black",
    "own": "yellow",
    "commands": "green",
}
PART_LETTERS = {"before_sleep": "w"}
EIGHTHS = " ▏▎▍▌▋▊▉"


class Grid(ScrollView, can_focus=True):
    """One table of a view."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"grid--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g", "move(-1000000)", "First", show=False),
        Binding("G", "move(1000000)", "Last", show=False),
        Binding("end", "app.end", "Newest", show=False),
        Binding("enter", "choose", "Look closer", show=False),
    ]
    DEFAULT_CSS = """
    Grid { height: 1fr; border-top: solid $primary; border-title-style: bold; }
    Grid { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    Grid:focus { border-top: heavy $accent; }
    Grid > .grid--cursor { background: $primary 40%; text-style: bold; }
    """

    class Chosen(Message):
        """Someone wants to look closer at a row, or moved to it."""

        def __init__(self, grid: Grid, index: int, entered: bool) -> None:
            super().__init__()
            self.grid, self.index, self.entered = grid, index, entered

    def __init__(self, name: str, *, follow: bool = False, most: int = 0) -> None:
        super().__init__(name=name, classes=name)
        self.most = most
        """When not 0: as high as its rows, so many at most."""
        self.table = Table(name, name, ())
        self.filter: tuple[str, ...] = ()
        self.follow = follow
        self.cursor = 0
        self._shown: list[int] = []
        self._widths: list[tuple[int, Column, int]] = []

    def show(self, table: Table) -> None:
        """Draw another state of the table."""
        at_end = self.follow and self.cursor >= len(self._shown) - 1
        key = self._key()
        self.table = table
        self._select(key, at_end)

    def set_filter(self, text: str) -> None:
        """Show only the rows where every word stands."""
        key, self.filter = self._key(), tuple(text.split())
        self._select(key, self.follow)

    def _select(self, key: str, at_end: bool) -> None:
        rows = self.table.rows
        words = self.filter
        self._shown = [i for i in range(len(rows)) if not words or matches(rows[i], words)]
        if self.most:
            self.styles.height = min(max(len(self._shown), 1), self.most) + 2
        self._fit()
        last = max(len(self._shown) - 1, 0)
        if at_end:
            self.cursor = last
        elif key and self.table.keys:
            places = (i for i, row in enumerate(self._shown) if self.table.keys[row] == key)
            self.cursor = next(places, min(self.cursor, last))
        self.cursor = min(self.cursor, last)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._shown) + 1)
        if at_end:
            self._reveal()
        told = f" [{' '.join(words)}: {len(self._shown)} of {len(rows)}]" if words else ""
        title = self.table.title + told
        self.border_title = title.replace("[", "\\[")
        self.refresh()

    def _key(self) -> str:
        if not self.table.keys or self.cursor >= len(self._shown):
            return ""
        return self.table.keys[self._shown[self.cursor]]

    @property
    def chosen(self) -> int | None:
        """Index of the row under the cursor; None without rows."""
        return self._shown[self.cursor] if self.cursor < len(self._shown) else None

    # ------------------------------------------------------------------------------------ widths

    def _fit(self) -> None:
        """Choose the columns that fit, and their widths."""
        room = self.scrollable_content_region.width or self.size.width
        rows = [self.table.rows[i] for i in self._sample()]
        wanted = [
            (i, column, max([cell_len(column.name), *(_width(row[i]) for row in rows)]))
            for i, column in enumerate(self.table.columns)
        ]
        bars = self._bars(rows)
        if _least(wanted) > room or self._squeezes(wanted, room):
            wanted = [(i, c, BAR_LEAST if i in bars else width) for i, c, width in wanted]
        while len(wanted) > 1 and _least(wanted) > room:
            worst = max(wanted, key=lambda w: w[1].keep)
            if not worst[1].keep:
                break
            wanted.remove(worst)
        spare = room - sum(width + GAP for _, _, width in wanted) + GAP
        self._widths = [
            (i, column, max(1, width + spare) if column.wide else width)
            for i, column, width in wanted
        ]

    @staticmethod
    def _bars(rows: list[tuple[Cell, ...]]) -> set[int]:
        """Return the columns of bars, which may be short."""
        first = rows[0] if rows else ()
        return {i for i, c in enumerate(first) if isinstance(c, Value) and c.form == "bar"}

    @staticmethod
    def _squeezes(wanted: list[tuple[int, Column, int]], room: int) -> bool:
        """Say whether the wide column would be cut."""
        return sum(width + GAP for _, _, width in wanted) - GAP > room

    def _sample(self) -> list[int]:
        if len(self._shown) <= SAMPLE:
            return self._shown
        top = int(self.scroll_y)
        return self._shown[top : top + SAMPLE] or self._shown[-SAMPLE:]

    # ----------------------------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line: the header, or the row that stands there."""
        width = self.scrollable_content_region.width
        if y == 0:
            return self._header(width)
        row = y - 1 + int(self.scroll_y)
        if row >= len(self._shown):
            if row == 0:
                told = self.table.empty if not self.table.rows else "no row matches the filter"
                strip = Strip([Segment(told, TONES["dim"])]).adjust_cell_length(width)
                return strip.apply_style(self.rich_style)
            return Strip.blank(width, self.rich_style)
        segments = self._row(self.table.rows[self._shown[row]])
        strip = Strip(segments).adjust_cell_length(width)
        if row == self.cursor and self.has_focus:
            strip = strip.apply_style(self.get_component_rich_style("grid--cursor"))
        return strip.apply_style(self.rich_style)

    def _header(self, width: int) -> Strip:
        segments = []
        for _, column, size in self._widths:
            segments += [Segment(_place(column.name, size, column.right), HEAD), Segment("  ")]
        return Strip(segments).adjust_cell_length(width).apply_style(self.rich_style)

    def _row(self, row: tuple[Cell, ...]) -> list[Segment]:
        segments: list[Segment] = []
        for i, column, size in self._widths:
            segments += _cell(row[i], size, column.right)
            segments.append(Segment(" " * GAP))
        return segments

    # ------------------------------------------------------------------------------------- moves

    def on_resize(self) -> None:
        """The columns that fit are others now."""
        self._select(self._key(), self.follow and self.cursor >= len(self._shown) - 1)

    def _reveal(self) -> None:
        height = max(self.scrollable_content_region.height - 1, 1)
        top = int(self.scroll_y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def action_move(self, count: int) -> None:
        """Move the cursor."""
        self.cursor = min(max(self.cursor + count, 0), max(len(self._shown) - 1, 0))
        self._reveal()
        self.refresh()
        if (index := self.chosen) is not None:
            self.post_message(self.Chosen(self, index, False))

    def action_page(self, count: int) -> None:
        """Move the cursor by what is in sight."""
        self.action_move(count * max(self.scrollable_content_region.height - 2, 1))

    def action_choose(self) -> None:
        """Look closer at the row under the cursor."""
        if (index := self.chosen) is not None:
            self.post_message(self.Chosen(self, index, True))


def _width(cell: Cell) -> int:
    if isinstance(cell, Value) and cell.form in ("bar", "parts"):
        return BAR
    return cell_len(text_of(cell))


def _least(wanted: list[tuple[int, Column, int]]) -> int:
    least = (min(w, MIN_WIDE) if column.wide else w for _, column, w in wanted)
    return sum(least) + GAP * (len(wanted) - 1)


def _place(text: str, width: int, right: bool) -> str:
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…" if width > 1 else set_cell_size(text, width)
    gap = " " * (width - cell_len(text))
    return gap + text if right else text + gap


def _cell(cell: Cell, width: int, right: bool) -> list[Segment]:
    if isinstance(cell, str):
        return [Segment(_place(cell, width, right))]
    if cell.form == "bar":
        return _bar(float(cell.value), width, TONES[cell.tone] if cell.tone else BAR_ON)
    if cell.form == "parts":
        return parts_bar(cell.value, width)
    if cell.form == "trend":
        return [Segment(_place(_trend(cell.value, width), width, False), BAR_ON)]
    return [Segment(_place(cell.text, width, right), TONES[cell.tone])]


def _bar(share: float, width: int, style: Style) -> list[Segment]:
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    full, rest = divmod(eighths, 8)
    drawn = "█" * full + (EIGHTHS[rest] if rest else "")
    return [Segment(drawn, style), Segment("·" * (width - len(drawn)), BAR_OFF)]


def parts_bar(shares: dict[str, float], width: int) -> list[Segment]:
    """Draw shares side by side, each in its colour and with its letter (colour is no must)."""
    segments, at, total = [], 0, 0.0
    for name, share in shares.items():
        total += share
        end = min(round(total * width), width)
        if end > at:
            letter = PART_LETTERS.get(name, name[:1])
            label = name if end - at > len(name) else letter if end - at >= 1 else ""
            text = label + " " * (end - at - len(label))
            color = PART_COLORS.get(name, "white")
            segments.append(Segment(text, Style(color="black", bgcolor=color)))
            at = end
    segments.append(Segment(" " * (width - at)))
    return segments


def _trend(values: list[float], width: int) -> str:
    from vkscope.tui.views.table import spark

    return spark(values, width)
