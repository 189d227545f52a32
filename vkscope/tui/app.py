"""The dashboard: one tab a view, redrawn from the newest snapshot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Footer, Static, TabbedContent, TabPane

from vkscope.tracing.observe import Address, Client, ServerError, Snapshot, look
from vkscope.tui.views import VIEWS

TITLES = {"overview": "Overview", "eventloop": "Event loop", "commands": "Commands"}
Look = Callable[[Snapshot | None], Awaitable[Snapshot]]


class Network:
    """Asks a server again and again, connecting anew after a loss."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._client: Client | None = None

    async def __call__(self, before: Snapshot | None) -> Snapshot:
        """Return the next snapshot; OSError or ServerError when there is none."""
        if self._client is None:
            self._client = await Client.connect(self.address)
        try:
            return await look(self._client, before)
        except (OSError, EOFError, ServerError):
            self._client.close()
            self._client = None
            raise


class Dashboard(App[None]):
    """Shows one server live."""

    CSS = """
    #state { height: 1; background: $primary-background; color: $text; padding: 0 1; }
    #views { height: 1fr; }
    DataTable { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "view('overview')", "Overview"),
        Binding("2", "view('eventloop')", "Event loop"),
        Binding("3", "view('commands')", "Commands"),
        Binding("space", "pause", "Pause", priority=True),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "quit", "Quit"),
    ]

    def __init__(self, look: Look, where: str) -> None:
        super().__init__()
        self._look, self._where = look, where
        self._last: Snapshot | None = None
        self.paused = False

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static(f"{self._where}  connecting", id="state")
        with TabbedContent(id="views"):
            for name, title in TITLES.items():
                with TabPane(title, id=name):
                    yield DataTable(id=f"{name}-table", cursor_type="row", zebra_stripes=True)
        yield Footer()

    def on_mount(self) -> None:
        """Begin to look, twice a second."""
        self.set_interval(0.5, self.refresh_data)
        self.call_after_refresh(self.refresh_data)

    async def refresh_data(self) -> None:
        """Take a snapshot; draw it unless paused. A lost server keeps the last one on screen."""
        state = self.query_one("#state", Static)
        try:
            self._last = await self._look(self._last)
        except (OSError, EOFError, ServerError) as error:
            state.update(f"{self._where}  LOST: {error}; showing what was last seen")
            return
        state.update(f"{self._where}  {'PAUSED' if self.paused else 'live'}")
        if not self.paused:
            self.draw()

    def draw(self) -> None:
        """Redraw the view on top."""
        if self._last is None:
            return
        name = self.query_one(TabbedContent).active or "overview"
        table = self.query_one(f"#{name}-table", DataTable)
        head, *rows = VIEWS[name](self._last)
        row = table.cursor_row
        table.clear(columns=True)
        table.add_columns(*head)
        table.add_rows(rows)
        table.move_cursor(row=min(row, len(rows) - 1))

    def on_tabbed_content_tab_activated(self) -> None:
        """Another tab is on top."""
        self.draw()

    def action_view(self, name: str) -> None:
        """Bring a view to the top."""
        self.query_one(TabbedContent).active = name

    def action_pause(self) -> None:
        """Stop or go on drawing; looking goes on."""
        self.paused = not self.paused
        self.query_one("#state", Static).update(
            f"{self._where}  {'PAUSED' if self.paused else 'live'}"
        )

    def action_help(self) -> None:
        """Say what the keys do, from the bindings themselves."""
        keys = [b for b in self.BINDINGS if isinstance(b, Binding)]
        self.notify(
            "\n".join(f"{b.key_display or b.key}  {b.description}" for b in keys), title="Keys"
        )


def run(address: Address) -> None:
    """Show the dashboard until it is left."""
    Dashboard(Network(address), f"{address.host}:{address.port}").run()
