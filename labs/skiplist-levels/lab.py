"""The levels of a skiplist: what the learner makes of heights against the list that is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import load_module
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same

MEMBERS = 200
RANKS = (0, 1, 30, 77, 140, 199)
PREFIX = "lab:node:"


def _nodes(tree: Any) -> Iterator[int]:
    """Heights of the nodes in a drawing, in order."""
    node = {_text(name): value for name, value in tree.items()}
    if _text(node["kind"]) == "node":
        fields = {_text(name): value for name, value in node["fields"].items()}
        yield int(fields["height"])
    for child in node["children"]:
        yield from _nodes(child)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


async def run(bench: Bench) -> None:
    """Make the sorted set in an order of its own, then tell the trace how high each node is."""
    client = await bench.client("writer")
    order = [i * 37 % MEMBERS for i in range(MEMBERS)]
    await client.pipeline([("ZADD", "lab:board", i, f"m{i:03}") for i in order])
    drawing = await client.call("SCOPE", "XRAY", "lab:board")
    heights = list(_nodes({_text(name): value for name, value in drawing.items()}["root"]))
    told = [("EXISTS", f"{PREFIX}{rank}:{height}") for rank, height in enumerate(heights)]
    await client.pipeline(told)


def _heights(trace: Trace) -> list[int]:
    keys = [trace.key(event) for event in trace.commands("exists")]
    return [int(key.rpartition(":")[2]) for key in keys if key.startswith(PREFIX)]


def _links(heights: list[int], rank: int) -> int:
    """Walk the list as the server does: by spans, from the highest level."""
    links, at = 0, -1
    for level in range(max(heights), 0, -1):
        while True:
            ahead = (i for i in range(at + 1, len(heights)) if heights[i] >= level)
            there = next(ahead, len(heights))
            if there > rank:
                break
            links, at = links + 1, there
    return links


def judge(work: Path, trace: Trace) -> list[Check]:
    """Ask the learner's functions about the very list."""
    mine = load_module(work / "levels.py", "vkscope_lab_levels")
    heights = _heights(trace)
    checks = [same("the trace tells of each node", MEMBERS, len(heights))]
    if not heights:
        return checks
    first = next(trace.commands("exists"))
    jump = f"the heights begin at {trace.where(first)}"
    for level in range(1, max(heights) + 1):
        there = sum(height >= level for height in heights)
        why = "a node stands on its height's level and on all below"
        checks.append(
            same(f"nodes on level {level}", there, mine.nodes_on(heights, level), why, jump)
        )
    for rank in RANKS:
        why = "a link is followed unless it leads beyond; then the search goes a level down"
        want = _links(heights, rank)
        checks.append(same(f"links to rank {rank}", want, mine.links_to(heights, rank), why, jump))
    return checks
