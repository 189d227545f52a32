"""ScopeScreen: what every screen has: the status on top, its tables, a filter, keys below.

Rules: a screen owns its layout and what it needs (`interest`), nothing else. `show` is the one way
in: it takes a frame, and draws the tables that the screen's view makes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Input

from vkscope.tracing.feed import Interest
from vkscope.tracing.frame import Frame
from vkscope.tui.views.table import Table
from vkscope.tui.widgets.grid import Grid
from vkscope.tui.widgets.status import Status


class ScopeScreen(Screen[None]):
    """Base of all screens. Grids are found by their names, which are their tables' names."""

    VIEW: ClassVar[str] = ""
    MAIN: ClassVar[str] = ""
    """The grid that has the focus first, and takes the filter."""
    ABOUT: ClassVar[str] = ""
    """What the screen answers, for the help."""
    RESP: ClassVar[tuple[str, ...]] = ()
    """The commands behind it."""
    INTEREST: ClassVar[Interest] = Interest()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False),
        Binding("tab", "app.focus_next", "Next pane", show=False),
        Binding("shift+tab", "app.focus_previous", "Pane before", show=False),
    ]
    DEFAULT_CSS = """
    ScopeScreen > Input { dock: bottom; display: none; border: none; height: 1; }
    ScopeScreen > Input.-open { display: block; }
    """

    def __init__(self, view: Callable[[Frame], tuple[Table, ...]]) -> None:
        super().__init__()
        self.view = view
        self.frame = Frame()
        self.tables: tuple[Table, ...] = ()

    class Interested(Message):
        """The screen needs other events than before."""

        def __init__(self, interest: Interest) -> None:
            super().__init__()
            self.interest = interest

    def interest(self) -> Interest:
        """Return what the screen needs now."""
        return self.INTEREST

    def body(self) -> ComposeResult:
        """Yield the panes."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Status(self.VIEW)
        yield from self.body()
        yield Input(placeholder="words that rows must hold; -word leaves out", id="filter")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Give the focus to what one looks at first."""
        self.set_focus(self.home())

    def home(self) -> Widget:
        """Return what has the focus when nothing else does."""
        return self.grid(self.MAIN)

    def show(self, frame: Frame) -> None:
        """Draw a frame."""
        self.frame = frame
        self.query_one(Status).show(frame)
        self.tables = self.view(frame)
        for table in self.tables:
            for grid in self.query(Grid):
                if grid.name == table.name:
                    grid.show(table)
        self.draw(frame)

    def draw(self, frame: Frame) -> None:
        """Draw what is no table."""

    def grid(self, name: str) -> Grid:
        """Return a grid by its name."""
        return next(grid for grid in self.query(Grid) if grid.name == name)

    # ------------------------------------------------------------------------------------ filter

    def open_filter(self) -> None:
        """Ask for the filter's words."""
        box = self.query_one("#filter", Input)
        box.add_class("-open")
        box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The filter follows what is typed."""
        if event.input.id == "filter":
            self.grid(self.MAIN).set_filter(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter, give the rows the focus."""
        if event.input.id == "filter":
            event.input.remove_class("-open")
            self.set_focus(self.grid(self.MAIN))

    def action_leave(self) -> None:
        """Drop the filter, or what a screen has opened."""
        box = self.query_one("#filter", Input)
        box.value = ""
        box.remove_class("-open")
        self.set_focus(self.home())

    def resp(self) -> tuple[str, ...]:
        """Return the commands that fill the screen from the source at hand."""
        kind = self.frame.status.kind
        if kind == "recorded":
            return ("none: a recording", f"vkscope dump {self.VIEW} {self.frame.status.where}")
        if kind == "reduced":
            return ("INFO default commandstats latencystats debug", "COMMANDLOG GET 16 slow")
        classes = " ".join(self.interest().classes)
        watched = f"SCOPE SUBSCRIBE CLASS {classes} and the default classes" if classes else ""
        return tuple(word for word in (*self.RESP, watched) if word)
