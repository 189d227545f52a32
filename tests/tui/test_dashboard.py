"""The dashboard with a reader of its own making: live, paused, lost."""

from __future__ import annotations

import asyncio

from textual.widgets import DataTable, Static

from vkscope.tracing.observe import Snapshot, snapshot
from vkscope.tui.app import Dashboard
from vkscope.tui.views import VIEWS

INFO = "\r\n".join(
    [
        "# Server",
        "valkey_version:9.0.0",
        "process_id:7",
        "total_commands_processed:100",
        "phase_poll_ns:250",
        "phase_execute_ns:750",
        "db0:keys=12,expires=0,avg_ttl=0",
        "cmdstat_get:calls=10,usec=30,usec_per_call=3.00,rejected_calls=0,failed_calls=1",
        "latency_percentiles_usec_get:p50=2.500,p99=9.000,p99.9=9.000",
        "",
    ]
)


class Source:
    """Answers with a thousand commands more each second, or fails when told."""

    def __init__(self) -> None:
        self.asked = 0
        self.lost = False

    async def __call__(self, before: Snapshot | None) -> Snapshot:
        if self.lost:
            raise ConnectionError("gone")
        self.asked += 1
        text = INFO.replace("processed:100", f"processed:{self.asked * 1000}")
        return snapshot(text, float(self.asked), before)


def cells(app: Dashboard, name: str) -> list[list[str]]:
    table = app.query_one(f"#{name}-table", DataTable)
    return [[str(cell) for cell in table.get_row_at(i)] for i in range(table.row_count)]


def test_views_pause_and_loss() -> None:
    async def story(width: int, height: int) -> None:
        source = Source()
        app = Dashboard(source, "here:1")
        async with app.run_test(size=(width, height)) as pilot:
            await app.refresh_data()
            await app.refresh_data()
            await pilot.pause()
            assert ["keys", "12"] in cells(app, "overview")
            assert ["commands/s", "1,000"] in cells(app, "overview")
            state = app.query_one("#state", Static)
            assert state.region.y == 0 and state.region.height == 1
            await pilot.press("2")
            await pilot.pause()
            app.draw()
            assert any(row[:2] == ["execute", " 75.0 %"] for row in cells(app, "eventloop"))
            await pilot.press("3")
            await pilot.pause()
            app.draw()
            assert cells(app, "commands")[0][0] == "get"
            await pilot.press("space")
            assert app.paused
            source.lost = True
            await app.refresh_data()
            assert "LOST" in str(state.render())
            assert cells(app, "commands")[0][0] == "get"

    for width, height in ((80, 24), (120, 36), (160, 48)):
        asyncio.run(story(width, height))


def test_every_view_says_something_about_a_server_that_tells_little() -> None:
    bare = snapshot("redis_version:7.0.15\r\n", 1.0)
    for view in VIEWS.values():
        rows = view(bare)
        assert rows and all(isinstance(cell, str) for row in rows for cell in row)
