"""Runs a lab: the workload on a recorded server, then the judge on the trace.

A lab's lab.py has two functions: `async def run(bench)`, the workload, and `def judge(work,
trace)`, which returns the checks; work is the learner's folder.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from vkscope.labs import bench as benches
from vkscope.labs.catalog import LabError
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check
from vkscope.labs.workspace import Workspace
from vkscope.tracing.resp import RespError


async def _run(work: Workspace, target: Path) -> None:
    async with benches.serving(work.folder, work.lab.config) as port:
        bench = benches.Bench(port, work.folder)
        async with benches.recording(port, target):
            await work.lab.code().run(bench)
        await bench.close()


def run(work: Workspace, target: Path) -> None:
    """Run the workload and record it. LabError when the server or the workload fails."""
    try:
        asyncio.run(_run(work, target))
    except (OSError, RespError) as error:
        raise LabError(f"the workload did not end well: {error}") from error


def check(work: Workspace) -> list[Check]:
    """Judge what stands in the folder. LabError when it cannot be judged."""
    if not work.is_started:
        raise LabError(f"nothing is here yet: vkscope lab start {work.lab.name}")
    if work.lab.is_fresh:
        run(work, work.trace)
    if not work.trace.exists():
        raise LabError(f"{work.trace.name} is gone: vkscope lab reset {work.lab.name}")
    found: list[Check] = work.lab.code().judge(work.folder, Trace(work.trace))
    return found
