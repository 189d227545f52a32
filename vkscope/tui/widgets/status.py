"""Status: the line on top: what is shown, from where, how fresh; and the names of the screens."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from vkscope.tracing.frame import Frame
from vkscope.tui.actions import DIGITS, SCREENS, key_of
from vkscope.tui.views.units import clock_text

STATE_STYLES = {
    "connecting": Style(color="black", bgcolor="yellow"),
    "live": Style(color="black", bgcolor="green", bold=True),
    "paused": Style(color="black", bgcolor="yellow", bold=True),
    "recorded": Style(color="black", bgcolor="cyan", bold=True),
    "lost": Style(color="white", bgcolor="red", bold=True),
}
SHORT = {
    "overview": "Home",
    "eventloop": "Loop",
    "commands": "Cmds",
    "keyspace": "Keys",
    "memory": "Mem",
    "latency": "Lat",
    "blocking": "Waits",
    "pubsub": "Pubs",
    "stream": "Stream",
    "persist": "Disk",
    "security": "ACL",
}
"""Names for terminals that are not wide."""
ROOMY = 180
"""Columns from which on names are written whole."""


class Status(Widget):
    """Two lines: the source and its state; the screens, the one on top marked."""

    DEFAULT_CSS = """
    Status { height: 2; dock: top; background: $surface; }
    """

    def __init__(self, top: str) -> None:
        super().__init__()
        self.top = top
        self.frame = Frame()

    def show(self, frame: Frame) -> None:
        """Draw another state."""
        self.frame = frame
        self.refresh()

    def render(self) -> Text:
        """Return both lines."""
        status, now = self.frame.status, self.frame.now
        word = status.word.upper()
        if status.kind == "reduced" and status.word == "live":
            word = "LIVE, REDUCED"
        elif status.word == "live" and not is_near(status.where):
            word = "LIVE, REMOTE"
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f" {word} ", STATE_STYLES.get(status.word, Style()))
        line.append(f" {status.where}", Style(bold=True))
        if now is not None:
            line.append(f"  {clock_text(now.unix_ns, fine=False)}")
        if status.word == "lost":
            line.append("  kept on screen, trying again", Style(color="red"))
        if status.note:
            line.append(f"  {status.note}")
        if self.frame.lost:
            line.append(f"  {self.frame.lost:,} events lost", Style(color="red"))
        line.truncate(self.size.width, overflow="ellipsis", pad=True)
        return Text("\n", no_wrap=True, overflow="crop").join([line, self._screens()])

    def _screens(self) -> Text:
        """Name all screens where they fit, else the nine around the one on top."""
        names = [name for name, _ in SCREENS]
        first, last = 0, len(names)
        if len(self._names(first, last)) > self.size.width:
            first = names.index(self.top) // DIGITS * DIGITS if self.top in names else 0
            last = min(first + DIGITS, last)
        return self._names(first, last)

    def _names(self, first: int, last: int) -> Text:
        line = Text(no_wrap=True)
        if first:
            line.append(f" 1-{first} … ", Style(dim=True, meta={"@click": "app.view('overview')"}))
        for i, (name, title) in enumerate(SCREENS[first:last], first + 1):
            label = title if self.size.width >= ROOMY else SHORT.get(name, title)
            style = Style(reverse=True, bold=True) if name == self.top else Style()
            key = key_of(i).replace(" ", "")
            line.append(f" {key} {label} ", style + Style(meta={"@click": f"app.view('{name}')"}))
        if last < len(SCREENS):
            line.append(" 0 … ", Style(dim=True, meta={"@click": "app.places"}))
        return line


def is_near(where: str) -> bool:
    """Say whether an address is this machine's own."""
    return where.startswith(("127.", "localhost", "[::1]", "unix:", "/"))
