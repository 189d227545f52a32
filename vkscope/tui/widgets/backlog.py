"""BacklogBar: the backlog's window as a bar, and below it where each replica stands.

Design: the bar is the backlog's whole room, oldest byte on the left. What it holds is drawn full,
the newest byte at its right end; what is free is dotted. A replica that the window has left stands
before the bar, as `!`.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from vkscope.tui.views.stream import Mark, Window
from vkscope.tui.views.units import size_text

HELD, FREE = Style(color="cyan"), Style(dim=True)
GOOD, BAD = Style(color="green", bold=True), Style(color="red", bold=True)
EDGE = 2


class BacklogBar(Widget):
    """Two lines: the window, and the replicas in it by their numbers."""

    DEFAULT_CSS = """
    BacklogBar { height: 3; border-top: solid $primary; border-title-style: bold; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.held: Window | None = None
        self.empty = ""
        self.border_title = "the backlog's window"

    def show(self, held: Window | None, empty: str, reach: str) -> None:
        """Draw another window; `reach` says how far back it goes in time."""
        self.held, self.empty = held, empty
        title = "the backlog's window"
        if held is not None:
            used = size_text(min(held.end - held.first + 1, held.room))
            title = f"{title}: {used} of {size_text(held.room)}{reach}"
        self.border_title = title
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the bar, or the marks below it."""
        width, held = self.size.width, self.held
        if held is None:
            text = self.empty if y == 0 else ""
            return Strip([Segment(text, FREE)]).adjust_cell_length(width)
        line = self._bar(held, width) if y == 0 else self._marks(held, width)
        return Strip(line).adjust_cell_length(width).apply_style(self.rich_style)

    def _bar(self, held: Window, width: int) -> list[Segment]:
        room = width - EDGE
        full = min(max(round(room * _share(held, held.end + 1)), 1), room)
        return [
            Segment(" " * EDGE),
            Segment("█" * full, HELD),
            Segment("·" * (room - full), FREE),
        ]

    def _marks(self, held: Window, width: int) -> list[Segment]:
        room = width - EDGE
        places: dict[int, tuple[str, bool]] = {}
        for number, mark in enumerate(sorted(held.marks, key=lambda m: m.offset), 1):
            at = place(held, mark, room)
            letter = str(number) if number < 10 else "+"
            known = places.get(at)
            places[at] = ("+" if known else letter, mark.is_kept and (known is None or known[1]))
        segments, last = [], 0
        for at, (letter, is_good) in sorted(places.items()):
            column = 0 if at < 0 else EDGE + at
            text = "!" if at < 0 else letter
            segments.append(Segment(" " * (column - last)))
            segments.append(Segment(text, GOOD if is_good else BAD))
            last = column + 1
        if not held.marks:
            segments.append(Segment(" " * EDGE + "no replica", FREE))
        return segments


def _share(held: Window, offset: int) -> float:
    return (offset - held.first) / held.room if held.room else 0.0


def place(held: Window, mark: Mark, room: int) -> int:
    """Return the column of a replica: the one of the next byte it needs; -1 before the window."""
    if not mark.is_kept:
        return -1
    return min(max(int(_share(held, mark.offset) * room), 0), room - 1)
