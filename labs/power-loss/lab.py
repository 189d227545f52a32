"""Pull the plug: which writes are surely on the disk, under each policy."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import load_module
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event

MARK, END = "lab:policy:", ":end"
SETS, PIPELINE = 40, 40
PAUSES = {"no": 0.0, "everysec": 2.5 / SETS, "always": 0.0}


class Phase(NamedTuple):
    """What happened under one policy. Times are the trace's, in ns."""

    mark: Event
    writes: list[tuple[int, int]]
    syncs: list[tuple[int, int]]
    waiters: set[str]


RARE = (
    ("an fsync that has not ended", [(10, 3)], [(20, 90)], 50, 0),
    ("a write that came while an fsync ran", [(10, 3), (25, 2)], [(20, 30)], 40, 3),
    ("two fsyncs, the second one under way", [(10, 3), (25, 2)], [(12, 20), (30, 60)], 50, 3),
)
"""What is asked, writes, fsyncs, the cut, and how many commands are sure."""


async def run(bench: Bench) -> None:
    """Write under each policy."""
    client = await bench.client("writer")
    for policy, pause in PAUSES.items():
        await client.call("CONFIG", "SET", "appendfsync", policy)
        await client.call("EXISTS", MARK + policy)
        for i in range(SETS):
            await client.call("SET", f"lab:{policy}:{i}", "x")
            await asyncio.sleep(pause)
        await client.call("EXISTS", MARK + policy + END)
    await client.call("EXISTS", f"{MARK}pipeline")
    await client.pipeline([("SET", f"lab:p:{i}", "x") for i in range(PIPELINE)])
    await client.call("EXISTS", f"{MARK}pipeline{END}")


def _phases(trace: Trace) -> dict[str, Phase]:
    marks = [e for e in trace.commands("exists") if trace.key(e).startswith(MARK)]
    found = {}
    for mark, after in zip(marks[::2], marks[1::2], strict=False):
        name = trace.key(mark).removeprefix(MARK)
        inside = [e for e in trace.events if mark.time < e.time <= after.time]
        writes = [(e.time, e["forms"]) for e in inside if e.name == "AofWritten"]
        synced = [e for e in inside if e.name == "AofSynced" and not e["error"]]
        syncs = [(e.time - e.span, e.time) for e in synced]
        found[name] = Phase(mark, writes, syncs, {trace.label(e, "where") for e in synced})
    return found


def _sure(phase: Phase, cut: int) -> int:
    began = max((began for began, ended in phase.syncs if ended <= cut), default=0)
    return sum(commands for ended, commands in phase.writes if ended <= began)


def _cuts(phase: Phase) -> dict[str, int]:
    """Moments of a phase by name: after everything, and around its last fsync."""
    last = max(ended for ended, _ in phase.writes)
    found = {"after its last write": last + 1}
    if phase.syncs:
        began, ended = phase.syncs[-1]
        found["in the middle of its last fsync"] = (began + ended) // 2
        found["right after its last fsync"] = ended + 1
    return found


def judge(work: Path, trace: Trace) -> list[Check]:
    """Ask the learner's function about the trace."""
    mine = load_module(work / "plug.py", "vkscope_lab_plug")
    phases = _phases(trace)
    checks = [same("phases in the trace", 4, len(phases))]
    if not checks[0].is_met or not all(phase.writes for phase in phases.values()):
        return [*checks, same("each phase has writes", "yes", "no")]
    for title, writes, syncs, cut, want in RARE:
        got = mine.sure(list(writes), list(syncs), cut)
        checks.append(same(f"sure after {title}", want, got, f"writes {writes}, fsyncs {syncs}"))
    for name, phase in phases.items():
        for moment, cut in _cuts(phase).items():
            got = mine.sure(list(phase.writes), list(phase.syncs), cut)
            title = f"sure with policy {name}, {moment}"
            why = f"{sum(n for _, n in phase.writes)} commands were written and answered"
            checks.append(same(title, _sure(phase, cut), got, why, trace.where(phase.mark)))
    every, pipeline = phases["everysec"], phases["pipeline"]
    waits = "main" if "main" in every.waiters else "thread"
    checks.append(same("who waits with everysec", waits, mine.WAITS, "", trace.where(every.mark)))
    count, where = len(pipeline.syncs), trace.where(pipeline.mark)
    checks.append(same("fsyncs of the pipeline", count, mine.PIPELINE_SYNCS, "", where))
    return checks
