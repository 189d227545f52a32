"""Draws a screen of the real dashboard as SVG: picture.py HOST:PORT OUT.svg [KEYS] [WIDTHxHEIGHT].

KEYS are pressed one after the other before the picture is taken: `2` for the event loop.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from vkscope.cli.sight import opener
from vkscope.tracing.address import parse
from vkscope.tracing.examiner import Examiner
from vkscope.tracing.feed import LiveFeed
from vkscope.tui.app import Dashboard

WARM_UP = 20.0
LOOK = 4.0


async def draw(address: str, out: Path, keys: str, width: int, height: int) -> None:
    """Let the dashboard run for a while, press the keys, take the picture."""
    endpoint = parse(address, {})
    feed = LiveFeed(opener(endpoint), str(endpoint), examine=Examiner())
    app = Dashboard(feed)
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause(WARM_UP)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(LOOK)
        picture = app.export_screenshot(title="vkscope top " + address, simplify=True)
    # Fonts from elsewhere are left out: a page that shows the picture loads nothing more.
    out.write_text(re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL))


if __name__ == "__main__":
    where, target, pressed, size = (*sys.argv[1:], "", "")[:4]
    columns, _, lines = (size or "120x36").partition("x")
    asyncio.run(draw(where, Path(target), pressed, int(columns), int(lines)))
