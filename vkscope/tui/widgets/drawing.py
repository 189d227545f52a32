"""Drawing: lines of text as they are, scrolled, in a pane of their own."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Drawing(ScrollView, can_focus=True):
    """A title and lines; a line is text, or text and a style."""

    DEFAULT_CSS = """
    Drawing { height: 1fr; border-top: solid $primary; border-title-style: bold; }
    Drawing { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    Drawing:focus { border-top: heavy $accent; }
    """

    def __init__(self, title: str, *, id: str) -> None:
        super().__init__(id=id)
        self.border_title = title
        self._lines: Sequence[str | tuple[str, str]] = ()

    def show(self, title: str, lines: Sequence[str | tuple[str, str]]) -> None:
        """Draw other lines."""
        self.border_title = title.replace("[", "\\[")
        self._lines = lines
        widest = max((len(_parts(line)[0]) for line in lines), default=0)
        self.virtual_size = Size(widest, len(lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        left, top = self.scroll_offset
        width = self.size.width
        if y + top >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        text, style = _parts(self._lines[y + top])
        strip = Strip([Segment(text, Style.parse(style) if style else Style())])
        return strip.crop_extend(left, left + width, None).apply_style(self.rich_style)


def _parts(line: str | tuple[str, str]) -> tuple[str, str]:
    return (line, "") if isinstance(line, str) else line
