"""The compressed middle of a list: the learner's rules against the nodes that are there."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import load_module
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same

PER_NODE = 4
NODE, MEMORY = "lab:node:", "lab:memory:"
DEPTHS = {"depth0": (7, 0), "depth1": (3, 1), "depth2": (4, 2), "depth3": (7, 3), "depth4": (7, 4)}
"""Lists of lines: how many nodes each has, and its depth."""
KIND_NODES, LONG_NODES = 3, 10
RANGES = ((0, 3), (16, 19), (6, 9), (18, 18), (-4, -1), (-9, -1), (0, -1))
"""Of lab:long: the first node, one of the middle, two of them, one element, and the ends."""


class Node(NamedTuple):
    """One node as the trace tells it. `compressed`: its bytes in LZF, 0 when it is raw."""

    entries: int
    size: int
    compressed: int


def _lines(nodes: int) -> list[bytes]:
    """Lines of a log: a repeated sentence with a number in it."""
    count = nodes * PER_NODE
    return [b"12:00:%02d worker 3 finished job %d, no error" % (i, 7000 + i) for i in range(count)]


def _kinds() -> dict[str, list[bytes]]:
    """Lists of three nodes each, whose middle one LZF likes or does not."""
    chance, count = random.Random(3), KIND_NODES * PER_NODE
    return {
        "lines": _lines(KIND_NODES),
        "json": [b'{"id":%d,"state":"ready","owner":null}' % (i * 977) for i in range(count)],
        "tokens": [base64.b64encode(chance.randbytes(60)) for _ in range(count)],
        "short": [b"ok ok"] * count,
        "words": [b"yes yes yes yes yes yes"] * count,
    }


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _drawn(tree: Any) -> Iterator[Node]:
    """Nodes of a drawing, in order."""
    part = {_text(name): value for name, value in tree.items()}
    if _text(part["kind"]) == "quicklist_node":
        fields = {_text(name): value for name, value in part["fields"].items()}
        yield Node(fields["entries"], fields["size"], fields.get("compressed_bytes", 0))
        return
    for child in part["children"]:
        yield from _drawn(child)


async def run(bench: Bench) -> None:
    """Make the lists, tell the trace what each node is, and read the long one."""
    client = await bench.client("writer")

    async def make(name: str, depth: int, values: list[bytes]) -> None:
        await client.call("CONFIG", "SET", "list-compress-depth", depth)
        await client.pipeline([("RPUSH", f"lab:{name}", value) for value in values])
        drawing = await client.call("SCOPE", "XRAY", f"lab:{name}")
        nodes = _drawn({_text(key): value for key, value in drawing.items()}["root"])
        for number, node in enumerate(nodes):
            told = ":".join(str(value) for value in (name, number, *node))
            await client.call("EXISTS", NODE + told)
        used = await client.call("MEMORY", "USAGE", f"lab:{name}", "SAMPLES", 0)
        await client.call("EXISTS", f"{MEMORY}{name}:{used}")

    for name, (nodes, depth) in DEPTHS.items():
        await make(name, depth, _lines(nodes))
    for name, values in _kinds().items():
        await make(name, 1, values)
    await make("long", 1, _lines(LONG_NODES))
    for first, last in RANGES:
        await client.call("LRANGE", "lab:long", first, last)


def _told(trace: Trace) -> dict[str, list[Node]]:
    """Return the nodes of each list."""
    lists: dict[str, list[Node]] = {}
    for event in trace.commands("exists"):
        if trace.key(event).startswith(NODE):
            name, _, *numbers = trace.key(event).removeprefix(NODE).split(":")
            lists.setdefault(name, []).append(Node(*map(int, numbers)))
    return lists


def _where(trace: Trace, name: str) -> str:
    start = f"{NODE}{name}:"
    told = (event for event in trace.commands("exists") if trace.key(event).startswith(start))
    return trace.where(next(told, None))


def _unpacked(nodes: list[Node], first: int, last: int) -> int:
    """Go from element to element, as the server does, and unpack a node on its first one."""
    owners = [number for number, node in enumerate(nodes) for _ in range(node.entries)]
    stop = len(owners) + last if last < 0 else last
    start = len(owners) + first if first < 0 else first
    return sum(nodes[number].compressed > 0 for number in set(owners[start : stop + 1]))


def judge(work: Path, trace: Trace) -> list[Check]:
    """Ask the learner's functions about the very nodes."""
    mine = load_module(work / "compress.py", "vkscope_lab_compress")
    lists = _told(trace)
    wanted = {*DEPTHS, *_kinds(), "long"}
    checks = [same("the trace tells of each list", len(wanted), len(wanted & set(lists)))]
    if not checks[0].is_met:
        return checks
    for name, (_, depth) in DEPTHS.items():
        nodes = lists[name]
        there = [number for number, node in enumerate(nodes) if node.compressed]
        guess = [n for n in range(len(nodes)) if mine.may_be_compressed(n, len(nodes), depth)]
        title = f"compressed nodes of {len(nodes)} at depth {depth}"
        why = "so many nodes as the depth says are raw at each end"
        checks.append(same(title, there, guess, why, _where(trace, name)))
    for name, values in _kinds().items():
        node = lists[name][1]
        guess = bool(mine.pays(values[PER_NODE : 2 * PER_NODE]))
        why = f"its node has {node.size} bytes, of which LZF made {node.compressed or 'no fewer'}"
        title = f"lab:{name} is kept compressed"
        checks.append(same(title, node.compressed > 0, guess, why, _where(trace, name)))
    nodes = lists["long"]
    entries, packed = [n.entries for n in nodes], [n.compressed > 0 for n in nodes]
    for (first, last), event in zip(RANGES, trace.commands("lrange"), strict=True):
        guess = mine.unpacked(list(entries), list(packed), first, last)
        why = "a node is unpacked when an element of it is in the range, and then as a whole"
        title = f"nodes unpacked by LRANGE lab:long {first} {last}"
        want = _unpacked(nodes, first, last)
        checks.append(same(title, want, guess, why, trace.where(event)))
    return checks
