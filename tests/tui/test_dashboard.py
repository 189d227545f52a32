"""Every screen against its picture in text, at three sizes, through the states it can be in.

The pictures stand in screens/; `VKSCOPE_DRAW=1 pytest tests/tui` draws them anew: look at the
difference before you commit it.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from textual.pilot import Pilot

from tests.tui.fakes import SCREENS, FakeFeed, filled, status
from vkscope.tracing.frame import Frame, Status
from vkscope.tracing.slots import slot_of
from vkscope.tui.actions import ACTIONS
from vkscope.tui.app import Dashboard
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.screens.slots import Slots
from vkscope.tui.widgets.grid import Grid
from vkscope.tui.widgets.slotmap import SlotMap

SIZES = ((80, 24), (120, 30), (160, 48))
KEYS = {
    "overview": "1",
    "eventloop": "2",
    "commands": "3",
    "events": "4",
    "keyspace": "5",
    "memory": "6",
    "latency": "7",
    "blocking": "8",
    "pubsub": "9",
    "scripts": "01",
    "stream": "02",
    "slots": "03",
    "persist": "04",
    "security": "05",
}
"""Each digit is a key."""
Story = Callable[[Pilot[None], FakeFeed], Awaitable[None]]


def drawn(app: Dashboard) -> str:
    """Return the screen as text, without what stands behind the last letter of a line."""
    width, height = app.size
    console = Console(
        width=width, height=height, file=io.StringIO(), record=True, color_system=None
    )
    console.print(app.screen._compositor.render_update(full=True))
    text = console.export_text(styles=False)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


async def settled(pilot: Pilot[None]) -> None:
    """Draw what is due now, rather than when its time comes."""
    await pilot.pause()
    app = pilot.app
    assert isinstance(app, Dashboard)
    app._draw()
    await pilot.pause()


def picture(frame: Frame, story: Story) -> str:
    """Run a story on a frame; return the screen at each size, one below the other."""

    async def run() -> str:
        feed = FakeFeed(frame)
        app = Dashboard(feed)
        async with app.run_test(size=SIZES[0]) as pilot:
            await settled(pilot)
            await story(pilot, feed)
            return await at_all_sizes(pilot)

    return asyncio.run(run())


async def at_all_sizes(pilot: Pilot[None]) -> str:
    """Return the screen on top at each size."""
    app, parts = pilot.app, []
    assert isinstance(app, Dashboard)
    for width, height in SIZES:
        await pilot.resize_terminal(width, height)
        parts.append(f"{width} x {height}\n{await still(pilot)}")
    return "\n".join(parts)


async def still(pilot: Pilot[None]) -> str:
    """Return the screen once it has its size and three drawings in turn are the same."""
    app, last, same = pilot.app, "", 0
    assert isinstance(app, Dashboard)
    for _ in range(200):
        await settled(pilot)
        text = drawn(app)
        same = same + 1 if text == last and app.screen.size == app.size else 0
        if same == 2:
            return text
        last = text
    raise AssertionError(f"the screen does not stand still:\n{last}")


def compare(name: str, text: str) -> None:
    """Compare with the picture that is kept."""
    path = SCREENS / f"{name}.txt"
    if os.environ.get("VKSCOPE_DRAW"):
        path.write_text(text)
    assert text.splitlines() == path.read_text().splitlines()


def showing(key: str) -> Story:
    async def story(pilot: Pilot[None], _: FakeFeed) -> None:
        await pilot.press(key)

    return story


def pictures(frame: Frame) -> dict[str, str]:
    """Return every screen at each size."""

    async def run() -> dict[str, str]:
        found = {}
        app = Dashboard(FakeFeed(frame))
        async with app.run_test(size=SIZES[0]) as pilot:
            for name, key in KEYS.items():
                await pilot.press(*key)
                found[name] = await at_all_sizes(pilot)
        return found

    return asyncio.run(run())


def test_live() -> None:
    for name, text in pictures(filled().frame(status())).items():
        compare(name, text)


def test_empty() -> None:
    for name, text in pictures(Frame(status("connecting"))).items():
        compare(f"{name}-empty", text)


def test_paused() -> None:
    compare("paused", picture(filled().frame(status("paused", "4.0 s back")), showing("2")))


def test_lost_keeps_what_was_there() -> None:
    async def story(pilot: Pilot[None], feed: FakeFeed) -> None:
        await pilot.press("3")
        lost = status("lost", "the server closed the connection")
        feed.set(replace(feed.frame, status=lost))

    text = picture(filled().frame(status()), story)
    assert "LOST" in text and "keys" in text
    compare("lost", text)


def test_recorded_says_where_it_stands() -> None:
    at = Status("recorded", "recorded", "run.vkt", "12.0 of 60.0 s, playing")
    compare("recorded", picture(filled().frame(at), showing("1")))


def test_reduced_says_what_it_cannot_see() -> None:
    collector = filled()
    frame = replace(collector.frame(status()), events=(), turns=(), kinds={}, counts={})
    assert frame.now is not None
    poor = replace(frame.now, missing=frozenset({"tick"}))
    frame = replace(
        frame, now=poor, status=Status("live", "reduced", "10.0.0.9:6379", "", ("events",))
    )
    text = picture(frame, showing("2"))
    assert "REDUCED" in text and "does not tell" in text
    compare("reduced", text)


def test_overflowing() -> None:
    frame = filled().frame(status())
    many = replace(frame, events=frame.events * 400, lost=123_456, left_out=9_999_999,
                   counts={"KeyEvicted": 12_345_678})  # fmt: skip
    text = picture(many, showing("4"))
    assert "123,456 events lost" in text
    compare("overflowing", text)


# --------------------------------------------------------------------------------------------- keys


def played(story: Story, frame: Frame | None = None, folder: Path | None = None) -> FakeFeed:
    """Run a story at 120 x 30; return the feed with what it was told."""

    async def run() -> FakeFeed:
        feed = FakeFeed(filled().frame(status()) if frame is None else frame)
        async with Dashboard(feed, folder).run_test(size=(120, 30)) as pilot:
            await settled(pilot)
            await story(pilot, feed)
            await settled(pilot)
        return feed

    return asyncio.run(run())


def test_keys_reach_the_feed() -> None:
    async def story(pilot: Pilot[None], feed: FakeFeed) -> None:
        await pilot.press("space", "comma", "full_stop", "left_square_bracket")
        await pilot.press("right_square_bracket", "end", "6")

    told = played(story).told
    assert told[:6] == [
        ("pause", True),
        ("step", -1),
        ("step", 1),
        ("seek", -10),
        ("seek", 10),
        "end",
    ]
    assert "slabs" in getattr(told[6], "extras", ())


def test_help_names_every_action() -> None:
    async def story(pilot: Pilot[None], _: FakeFeed) -> None:
        await pilot.press("question_mark")
        await pilot.pause()
        app = pilot.app
        assert isinstance(app, Dashboard)
        lines = getattr(app.screen, "lines", [])
        for action in ACTIONS:
            assert any(action.sentence in line for line in lines), action
        await pilot.press("escape")
        assert isinstance(app.screen, ScopeScreen)

    played(story)


def test_filter_shows_matching_rows_and_typing_pauses_nothing() -> None:
    async def story(pilot: Pilot[None], feed: FakeFeed) -> None:
        await pilot.press("4", "slash", *"user:1", "space", *"-missed", "enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ScopeScreen)
        grid = screen.grid("events")
        shown = [grid.table.rows[i][1] for i in grid._shown]
        assert [getattr(cell, "text", cell) for cell in shown] == ["KeyEvicted"]
        assert not feed.paused
        await pilot.press("escape")
        assert len(grid._shown) == len(grid.table.rows)

    played(story)


def test_the_cursor_stays_with_its_row() -> None:
    async def story(pilot: Pilot[None], feed: FakeFeed) -> None:
        await pilot.press("3", "down")
        screen = pilot.app.screen
        assert isinstance(screen, ScopeScreen)
        grid = screen.grid("commands")
        key = grid._key()
        assert feed.frame.now is not None
        turned = replace(feed.frame.now, commands=feed.frame.now.commands[1:])
        feed.set(replace(feed.frame, now=turned))
        await settled(pilot)
        assert grid._key() == key and len(grid.table.rows) == 2

    played(story)


def test_xray_asks_for_a_key_and_draws_it() -> None:
    reply = {
        "root": {
            "kind": "object", "label": "key and value", "offset": 0, "bytes": 64,
            "fields": {"type": "hash"},
            "children": [
                {"kind": "header", "label": "flags", "offset": 0, "bytes": 8, "fields": {}},
                {"kind": "key", "offset": 8, "bytes": 6, "fields": {"text": "cart:7"}},
            ],
        },
        "left_out": 0,
    }  # fmt: skip
    frame = replace(filled().frame(status()), xray=("cart:7", reply))

    async def story(pilot: Pilot[None], feed: FakeFeed) -> None:
        await pilot.press("5", "x", *"cart:7", "enter")
        await settled(pilot)
        assert ("xray", "cart:7") in feed.told

    text = picture(frame, story)
    assert "┌" in text and "+8 6 B" in text
    compare("xray", text)


def test_export_writes_numbers(tmp_path: Path) -> None:
    async def story(pilot: Pilot[None], _: FakeFeed) -> None:
        await pilot.press("3", "e", "s")

    played(story, folder=tmp_path)
    (file,) = tmp_path.glob("vkscope-commands-*.json")
    rows = json.loads(file.read_text())["commands"]
    assert rows[0]["command"] == "keys" and isinstance(rows[0]["p99"], int)
    (shot,) = tmp_path.glob("vkscope-commands-*.svg")
    assert shot.read_text().startswith("<svg")


def test_the_commands_behind_a_screen() -> None:
    async def story(pilot: Pilot[None], _: FakeFeed) -> None:
        await pilot.press("6", "at")
        await pilot.pause()
        lines = getattr(pilot.app.screen, "lines", [])
        assert any("SCOPE SLABS" in line for line in lines)
        assert any("CLASS key" in line for line in lines)

    played(story)


def test_long_tables_draw_only_what_is_in_sight() -> None:
    drawings = 0

    class Counted(Grid):
        def _row(self, row):  # type: ignore[no-untyped-def]
            nonlocal drawings
            drawings += 1
            return super()._row(row)

    async def run() -> None:
        frame = filled().frame(status())
        app = Dashboard(FakeFeed(replace(frame, events=frame.events * 2000)))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("4")
            await settled(pilot)
            screen = app.screen
            assert isinstance(screen, ScopeScreen)
            grid = Counted("more")
            await screen.mount(grid, before="#log")
            grid.show(screen.grid("events").table)
            await pilot.pause()
            assert len(grid.table.rows) == 2000 * len(frame.events)

    asyncio.run(run())
    assert 0 < drawings < 200


# ------------------------------------------------------------------------------ many screens, slots


def test_screens_beyond_the_ninth_have_two_keys_and_all_are_neighbours() -> None:
    async def story(pilot: Pilot[None], feed: FakeFeed) -> None:
        app = pilot.app
        assert isinstance(app, Dashboard)

        def top() -> str:
            assert isinstance(app.screen, ScopeScreen)
            return app.screen.VIEW

        await pilot.press("0", "2")
        assert top() == "stream" and "stream" in getattr(feed.told[-1], "classes", ())
        await pilot.press("greater_than_sign")
        assert top() == "slots"
        await pilot.press(*["greater_than_sign"] * 3)
        assert top() == "overview"
        await pilot.press(*["less_than_sign"] * 5)
        assert top() == "scripts"
        await pilot.press("0", "9", "escape")
        assert top() == "scripts"
        await pilot.press("0", "down", "enter")
        assert top() == "stream"

    played(story)


def test_the_map_of_slots_has_a_cursor_and_measures() -> None:
    async def story(pilot: Pilot[None], _: FakeFeed) -> None:
        await pilot.press("0", "3")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, Slots)
        cells = screen.query_one(SlotMap)
        await pilot.press("right", "down")
        assert cells.range == (1040, 1055)
        await pilot.press("x", *"{user:2}:cart", "enter")
        await settled(pilot)
        assert cells.slot == slot_of(b"user:2")
        await pilot.press("enter")
        await settled(pilot)
        listed = {use.slot for use in screen.grid("busiest").table.refs}
        first, last = cells.range
        assert listed and all(first <= slot <= last for slot in listed)
        await pilot.press("m")
        assert screen.measure == "ops"
        await pilot.press("escape")
        await settled(pilot)
        assert len(screen.grid("busiest").table.refs) > len(listed)

    played(story)


def test_the_room_of_the_map_can_be_given_to_the_tables() -> None:
    async def story(pilot: Pilot[None], _: FakeFeed) -> None:
        await pilot.press("0", "3", "t")

    compare("slots-tables", picture(filled().frame(status()), story))


def test_the_list_of_screens() -> None:
    async def story(pilot: Pilot[None], _: FakeFeed) -> None:
        await pilot.press("0")

    compare("places", picture(filled().frame(status()), story))
