"""Who wakes first: clients that wait for lists, and what pushes and transactions do to them."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path
from typing import Any

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event

SETTLED = 0.1
"""Seconds in which a command that was sent has begun to wait."""


async def run(bench: Bench) -> None:
    """Let clients wait, and push."""
    pusher = await bench.client("pusher")
    waits: list[asyncio.Future[Any]] = []
    for name in ("first", "second", "third"):
        client = await bench.client(name)
        waits.append(asyncio.ensure_future(client.call("BLPOP", "jobs", 0)))
        await asyncio.sleep(SETTLED)
    await pusher.call("RPUSH", "jobs", "a", "b")
    fifth = await bench.client("fifth")
    wait = asyncio.ensure_future(fifth.call("BLPOP", "urgent", "later", 0))
    await asyncio.sleep(SETTLED)
    await pusher.pipeline(
        [("MULTI",), ("RPUSH", "later", "c"), ("RPUSH", "urgent", "d"), ("EXEC",)]
    )
    came_from = (await wait)[0]
    await fifth.call("SET", b"got:" + came_from, 1)
    ghost = asyncio.ensure_future(fifth.call("BLPOP", "ghost", "0.4"))
    await asyncio.sleep(SETTLED)
    await pusher.pipeline([("MULTI",), ("RPUSH", "ghost", "x"), ("DEL", "ghost"), ("EXEC",)])
    await ghost
    await pusher.call("RPUSH", "jobs", "c")
    await asyncio.gather(*waits)


def _ends(trace: Trace, key: str) -> list[Event]:
    return [event for event in trace.of("ClientUnblocked") if trace.key(event) == key]


def _served_after(trace: Trace, start: int, end: int) -> list[Event]:
    ends = [e for e in trace.of("ClientUnblocked") if start <= e.time <= end]
    return [event for event in ends if trace.label(event, "how") == "served"]


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare the answers with what the trace says."""
    with (work / "answers.toml").open("rb") as file:
        written = tomllib.load(file)
    answers, predictions = written.get("answers", {}), written.get("predictions", {})
    made = bool(predictions.get("order")) and bool(predictions.get("got_from"))
    checks = [same("the predictions are made", "yes", "yes" if made else "no", "guess first")]

    def ask(name: str, truth: object, event: Event, question: str) -> None:
        checks.append(same(question, truth, answers.get(name, ""), "", trace.where(event)))

    came = [e for e in trace.of("ClientBlocked") if trace.key(e) == "jobs"]
    jobs = _ends(trace, "jobs")
    order = "oldest" if jobs[0].subject == came[0].subject else "newest"
    ask("order", order, jobs[0], "who was served first")
    last_push = max(e.time for e in trace.commands("rpush") if trace.key(e) == "jobs")
    pushed = [e for e in jobs if e.time < last_push - 1_000_000]
    ask("served_by_push", len(pushed), pushed[-1], "clients served by RPUSH jobs a b")
    fifth = next(e for e in trace.of("ClientBlocked") if trace.key(e) == "urgent")
    woken = next(
        e for e in trace.of("ClientUnblocked") if e.subject == fifth.subject and e.time > fifth.time
    )
    ask("woken_by", trace.key(woken), woken, "the list that woke the fifth client")
    taken = list(trace.commands("set"))[-1]
    ask(
        "got_from", trace.key(taken).removeprefix("got:"), taken, "the list that it was served from"
    )
    ghost = _ends(trace, "ghost")[-1]
    deleted = list(trace.commands("exec"))[-1]
    served = _served_after(trace, deleted.start, ghost.time)
    ask("served_by_ghost", len(served), deleted, "clients served by the push that was undone")
    ask("end_of_ghost", trace.label(ghost, "how"), ghost, "how the wait for ghost ended")
    return checks
