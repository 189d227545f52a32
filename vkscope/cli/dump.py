"""`vkscope dump VIEW [HOST:PORT|FILE.vkt]`: a view of the dashboard as text, JSON or CSV."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from vkscope.cli import secure
from vkscope.cli.sight import FAILURES, endpoint_of, opener, recording_of, said
from vkscope.tracing.address import Endpoint
from vkscope.tracing.examiner import Examiner
from vkscope.tracing.feed import Interest, LiveFeed
from vkscope.tracing.frame import Frame
from vkscope.tracing.replay import RecordedFeed
from vkscope.tui.views import print as printing
from vkscope.tui.views import xray
from vkscope.tui.views.catalogue import VIEWS
from vkscope.tui.views.table import Table

NEEDS = {
    "commands": Interest(classes=("command",), min_us=1000),
    "eventloop": Interest(classes=("tick",)),
    "events": Interest(classes=("client", "key", "command", "tick")),
    "memory": Interest(classes=("key",), extras=("slabs", "info")),
    "stream": Interest(classes=("stream",)),
    "latency": Interest(extras=("latency",)),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vkscope dump", description=__doc__)
    parser.add_argument("view", choices=[*VIEWS, "xray"])
    parser.add_argument("source", nargs="?", default="127.0.0.1:6379", metavar="HOST:PORT|FILE")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.add_argument("--seconds", type=float, default=1.2, help="how long to look")
    parser.add_argument("--at", type=float, metavar="S", help="seconds into a recording")
    parser.add_argument("--pane", help="one table of the view; csv prints the first unless said")
    parser.add_argument("--key", help="for the view xray: the key")
    secure.add(parser, key="--cert-key")
    return parser


async def _live(endpoint: Endpoint, view: str, seconds: float, key: str) -> Frame:
    feed = LiveFeed(opener(endpoint), str(endpoint), examine=Examiner())
    await feed.want(NEEDS.get(view, Interest()))
    await feed.xray(key)
    frames: list[Frame] = []
    task = asyncio.ensure_future(feed.run(frames.append))
    try:
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end or frames[-1].now is None:
            await asyncio.sleep(0.05)
            if frames and frames[-1].status.word == "lost":
                raise ConnectionError(frames[-1].status.note)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    return frames[-1]


def _tables(options: argparse.Namespace) -> tuple[Table, ...]:
    recorded = recording_of(options.source)
    if recorded is not None:
        feed, frames = RecordedFeed(recorded, examine=Examiner()), list[Frame]()
        feed.posts_to(frames.append)
        feed.end() if options.at is None else feed.seek(options.at)
        frame = frames[-1]
    else:
        endpoint = endpoint_of(options.source, options)
        frame = asyncio.run(_live(endpoint, options.view, options.seconds, options.key or ""))
    if options.view == "xray":
        return (xray.table(options.key, frame.xray[1] if frame.xray else None),)
    return VIEWS[options.view](frame)


def run(argv: list[str]) -> int:
    """Print one view."""
    parser = _parser()
    options = parser.parse_args(argv)
    if options.view == "xray" and not options.key:
        parser.error("the view xray needs --key KEY")
    try:
        tables = _tables(options)
    except FAILURES as error:
        print(f"vkscope dump: {options.source}: {said(error)}", file=sys.stderr)
        return 1
    if options.pane:
        names = [table.name for table in tables]
        if options.pane not in names:
            parser.error(f"no pane {options.pane!r} in {options.view}: {', '.join(names)}")
        tables = tuple(table for table in tables if table.name == options.pane)
    try:
        printing.write(tables, options.format, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
