"""A script that blocks the loop: letters are moved by the learner's script while another asks."""

from __future__ import annotations

import asyncio
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event
from vkscope.tracing.resp import RespClient

LETTERS, PIECE = 10_000, 100
MOST_RUNS, GIVEN_UP = 200, 400
MOST_COMMANDS = 500
BETWEEN = 10
"""Answers to the other client that must lie between the first run and the last."""
TOLD = "lab:left:"


async def _ask(client: RespClient) -> None:
    while True:
        await client.call("GET", "news")
        await asyncio.sleep(0)


async def run(bench: Bench) -> None:
    """Fill the inbox, move its letters by the script, tell the trace what is where."""
    mover, other = await bench.client("mover"), await bench.client("other")
    await mover.call("SET", "news", "none")
    await mover.call("RPUSH", "inbox", *(f"letter {i}" for i in range(LETTERS)))
    script = (bench.folder / "move.lua").read_text()
    asking = asyncio.ensure_future(_ask(other))
    try:
        for _ in range(GIVEN_UP):
            if not await mover.call("EVAL", script, 2, "inbox", "archive", PIECE):
                break
    finally:
        asking.cancel()
    left, kept = await mover.call("LLEN", "inbox"), await mover.call("SCARD", "archive")
    await mover.call("EXISTS", f"{TOLD}{left}:{kept}")


def _told(trace: Trace) -> tuple[str, Event | None]:
    for event in trace.commands("exists"):
        if trace.key(event).startswith(TOLD):
            left, _, kept = trace.key(event).removeprefix(TOLD).partition(":")
            return f"{kept} kept, {left} left", event
    return "nothing is known", None


def judge(work: Path, trace: Trace) -> list[Check]:
    """The four conditions of the lesson, on the trace."""
    runs = list(trace.of("ScriptRan"))
    longest = max(runs, key=lambda event: event["commands"], default=None)
    failed = [event for event in runs if event["failed"]]
    first, last = (runs[0].time, runs[-1].start) if runs else (0, 0)
    answered = [e for e in trace.commands("get") if first <= e.start and e.time <= last]
    moved, told = _told(trace)
    most = longest["commands"] if longest is not None else 0
    return [
        same(
            "no run failed",
            "none",
            len(failed) or "none",
            "",
            trace.where(next(iter(failed), None)),
        ),
        same(
            "all letters were moved",
            f"{LETTERS} kept, 0 left",
            moved,
            "letters were moved only until the caller was told 0",
            trace.where(told),
        ),
        Check(
            "no run is long",
            f"at most {MOST_COMMANDS} commands",
            str(most),
            0 < most <= MOST_COMMANDS,
            "one run did so much, and everybody waited",
            trace.where(longest),
        ),
        Check(
            "not too many runs",
            f"at most {MOST_RUNS}",
            str(len(runs)),
            0 < len(runs) <= MOST_RUNS,
            "a call has its price, too",
            trace.where(runs[-1] if runs else None),
        ),
        Check(
            "others were answered between the runs",
            f"{BETWEEN} times or more",
            str(len(answered)),
            len(answered) >= BETWEEN,
            "nobody was answered between the first run and the last",
            trace.where(longest),
        ),
    ]
