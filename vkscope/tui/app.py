"""The dashboard: a feed posts frames, the screen on top draws the newest one.

Rules: nothing here asks a server; frames come from the feed, and keys tell the feed what to show.
Frames that come faster than DRAW are replaced by newer ones before they are drawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from vkscope.tracing.feed import Feed
from vkscope.tracing.frame import Frame
from vkscope.tui.actions import ACTIONS, bindings
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.screens.blocking import Blocking
from vkscope.tui.screens.commands import Commands
from vkscope.tui.screens.eventloop import EventLoop
from vkscope.tui.screens.events import Events
from vkscope.tui.screens.help import Page
from vkscope.tui.screens.keyspace import Keyspace
from vkscope.tui.screens.latency import Latency
from vkscope.tui.screens.memory import Memory
from vkscope.tui.screens.overview import Overview
from vkscope.tui.screens.persist import Persistence
from vkscope.tui.screens.places import Places
from vkscope.tui.screens.pubsub import PubSub
from vkscope.tui.screens.scripts import Scripts
from vkscope.tui.screens.security import Security
from vkscope.tui.screens.slots import Slots
from vkscope.tui.screens.stream import Stream
from vkscope.tui.views.catalogue import TITLES, VIEWS
from vkscope.tui.views.print import as_objects

DRAW = 0.1
"""Seconds between two drawings at least: ten frames a second."""
SCREENS: dict[str, type[ScopeScreen]] = {
    cls.VIEW: cls
    for cls in (
        Overview,
        EventLoop,
        Commands,
        Events,
        Keyspace,
        Memory,
        Latency,
        Blocking,
        PubSub,
        Scripts,
        Stream,
        Slots,
        Persistence,
        Security,
    )
}


class Dashboard(App[None]):
    """Shows what a feed tells."""

    TITLE = "vkscope"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, feed: Feed, folder: Path | None = None) -> None:
        super().__init__()
        self.feed = feed
        self.folder = folder or Path.cwd()
        self.newest = Frame()
        self._is_due = False

    def on_mount(self) -> None:
        """Make the screens, begin to look."""
        for name, cls in SCREENS.items():
            self.add_mode(name, partial(cls, VIEWS[name]))
        self.switch_mode("overview")
        self.run_worker(self.feed.run(self.post), name="feed", exit_on_error=True)

    def post(self, frame: Frame) -> None:
        """Take a frame; it is drawn soon, or replaced by a newer one before."""
        self.newest = frame
        if not self._is_due:
            self._is_due = True
            self.set_timer(DRAW, self._draw)

    def _draw(self) -> None:
        self._is_due = False
        if not self.screen_stack:
            return  # it is being left
        screen = self.screen
        if isinstance(screen, ScopeScreen) and screen.is_mounted:
            screen.show(self.newest)

    # ----------------------------------------------------------------------------------- actions

    async def action_view(self, name: str) -> None:
        """Bring a screen to the top, and ask the feed for what it needs."""
        await self.switch_mode(name)
        screen = self.screen
        if isinstance(screen, ScopeScreen):
            await self.feed.want(screen.interest())
        self._draw()

    async def action_turn(self, count: int) -> None:
        """Bring the next screen to the top, or the one before."""
        names = list(SCREENS)
        if isinstance(self.screen, ScopeScreen):
            at = names.index(self.screen.VIEW) + count
            await self.action_view(names[at % len(names)])

    def action_places(self) -> None:
        """List all screens; a digit opens one of those that have no key of their own."""
        if isinstance(self.screen, ScopeScreen):
            self.push_screen(Places(self.screen.VIEW), self._go)

    async def _go(self, name: str | None) -> None:
        if name:
            await self.action_view(name)

    async def on_scope_screen_interested(self, event: ScopeScreen.Interested) -> None:
        """A screen needs other events than before."""
        await self.feed.want(event.interest)

    def action_pause(self) -> None:
        """Hold the picture, or go on."""
        self.feed.pause(not self.feed.paused)

    def action_step(self, count: int) -> None:
        """Go some pictures on."""
        self.feed.step(count)

    def action_seek(self, seconds: int) -> None:
        """Go some seconds on."""
        self.feed.seek(seconds)

    def action_end(self) -> None:
        """Show the newest."""
        self.feed.end()

    def action_filter(self) -> None:
        """Ask the screen's filter."""
        if isinstance(self.screen, ScopeScreen):
            self.screen.open_filter()

    def action_help(self) -> None:
        """Say what the keys do."""
        if isinstance(self.screen, ScopeScreen):
            self.push_screen(Page("help", help_lines(self.screen)))

    def action_commands(self) -> None:
        """Say which commands fill the screen."""
        if isinstance(self.screen, ScopeScreen):
            lines = [f"  {line}" for line in self.screen.resp()]
            hint = "Type them in valkey-cli or redis-cli (`-3` for maps) to see the same numbers."
            self.push_screen(Page("the RESP commands behind this screen", [*lines, "", hint]))

    def action_export(self) -> None:
        """Write the screen's tables to a file."""
        screen = self.screen
        if isinstance(screen, ScopeScreen):
            path = self._file(screen.VIEW, "json")
            path.write_text(json.dumps(as_objects(screen.tables), indent=1) + "\n")
            self.notify(str(path), title="written")

    def action_shoot(self) -> None:
        """Write the screen as a picture."""
        screen = self.screen
        name = screen.VIEW if isinstance(screen, ScopeScreen) else "screen"
        path = self._file(name, "svg")
        self.save_screenshot(path.name, str(path.parent))
        self.notify(str(path), title="written")

    def _file(self, name: str, suffix: str) -> Path:
        return self.folder / f"vkscope-{name}-{datetime.now():%H%M%S}.{suffix}"

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: the same actions as the keys."""
        for action in ACTIONS:
            call = action.call
            yield SystemCommand(
                action.word,
                action.sentence,
                lambda call=call: self.call_later(self.run_action, call),
            )


def help_lines(screen: ScopeScreen) -> list[str]:
    """Return the help of a screen: what it answers, then all keys."""
    lines = [TITLES[screen.VIEW], "", *_wrapped(screen.ABOUT), ""]
    own = [b for b in screen.BINDINGS if isinstance(b, Binding) and b.show]
    pairs = [(a.shown or a.key, a.sentence) for a in ACTIONS]
    pairs += [(b.key_display or b.key, b.description.lower()) for b in own]
    pairs += [("arrows, j, k", "move in a table"), ("enter", "look closer")]
    pairs += [("tab", "next pane"), ("ctrl+p", "all of this by name")]
    width = max(len(key) for key, _ in pairs)
    lines += [f"{key:>{width}}  {told}" for key, told in dict(pairs).items()]
    unseen = screen.frame.status.cannot_see
    return lines + (
        ["", "Not told by this source:", *(f"  {text}" for text in unseen)] if unseen else []
    )


def _wrapped(text: str, width: int = 70) -> list[str]:
    from textwrap import wrap

    return wrap(text, width)


def run(feed: Feed) -> None:
    """Show the dashboard until it is left."""
    Dashboard(feed).run()
