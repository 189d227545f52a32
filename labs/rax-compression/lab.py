"""The tree that shares beginnings: the learner's radix tree against the server's, node for node."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import load_module
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check

Step = tuple[int, int, str]
"""Milliseconds and sequence of an ID, and what is new about it."""


def _streams() -> dict[str, list[Step]]:
    return {
        "lab:neighbours": [
            (7, 1, "the first ID"),
            (7, 2, "the second ID, which shares its first bytes"),
            (7, 3, "a third ID, which leaves where the second did"),
            (7, 255, "one more at the same place"),
            (7, 256, "an ID that leaves one byte earlier"),
            (7, 257, "its neighbour"),
        ],
        "lab:clock": [
            (1_700_000_000_000 + i * 777, 0, f"tick {i + 1} of a clock") for i in range(40)
        ],
        "lab:apart": [(1 << 8 * i, i, f"an ID that differs in byte {8 - i}") for i in range(8)],
        "lab:bursts": [
            (100 + i // 5, i % 5, f"entry {i % 5 + 1} of burst {i // 5 + 1}") for i in range(30)
        ],
    }


def _key(step: Step) -> bytes:
    return step[0].to_bytes(8, "big") + step[1].to_bytes(8, "big")


async def run(bench: Bench) -> None:
    """Add the entries; each begins a block."""
    client = await bench.client("writer")
    for name, steps in _streams().items():
        for ms, seq, _ in steps:
            await client.call("XADD", name, f"{ms}-{seq}", "field", "value")


def _nodes(node: Any) -> int:
    return 1 + sum(_nodes(below) for below in node.branches.values())


def _spelled(node: Any, start: bytes = b"") -> Iterator[bytes]:
    here = start + node.prefix
    if node.is_key:
        yield here
    for byte, below in node.branches.items():
        yield from _spelled(below, here + bytes([byte]))


def _compare(tree: ModuleType, trace: Trace, name: str, steps: list[Step]) -> Check:
    events = [e for e in trace.of("StreamBlockOpened") if trace.key(e) == name]
    root: Any = None
    keys: list[bytes] = []
    for step, event in zip(steps, events, strict=True):
        root = tree.insert(root, _key(step))
        keys.append(_key(step))
        where = f"{event['nodes']} nodes after {step[2]} ({step[0]}-{step[1]})"
        if _nodes(root) != event["nodes"]:
            mine = f"{_nodes(root)} nodes after {step[2]}"
            why = (
                "the server's tree has a node for each run of bytes without a branch, and no other"
            )
            return Check(f"{name}, {len(steps)} keys", where, mine, False, why, trace.where(event))
        if sorted(_spelled(root)) != sorted(keys):
            mine = f"a tree that spells other keys after {step[2]}"
            why = "a branch's byte and the prefixes on the way, joined, are the key"
            return Check(f"{name}, {len(steps)} keys", where, mine, False, why, trace.where(event))
    return Check(
        f"{name}, {len(steps)} keys", f"{_nodes(root)} nodes", f"{_nodes(root)} nodes", True
    )


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare the trees after every insertion."""
    tree = load_module(work / "tree.py", "vkscope_lab_tree")
    return [_compare(tree, trace, name, steps) for name, steps in _streams().items()]
