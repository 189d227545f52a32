"""A Fenwick tree at work: the learner's tree against the counts and the walk of a node."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from vkscope.labs.bench import Bench, take_all_slots
from vkscope.labs.catalog import load_module
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.slots import SLOTS, slot_of

KEYS = 400
COUNT, SCAN = "lab:count:", "lab:scan:"
MOST_CELLS = 15
"""Cells that a search or an addition may look at."""


async def run(bench: Bench) -> None:
    """Put keys into slots, some of them together; tell the trace the counts and SCAN's walk."""
    client = await bench.client("writer")
    await take_all_slots(client)
    keys = [f"{{tag:{i // (1 + i % 5)}}}:{i}" for i in range(KEYS)]
    await client.pipeline([("SET", key, "x") for key in keys])
    cursor, walk = 0, list[int]()
    while True:
        cursor, found = await client.call("SCAN", cursor, "COUNT", 1)
        walk += [slot_of(key) for key in found]
        cursor = int(cursor)
        if not cursor:
            break
    for slot in sorted({slot_of(key.encode()) for key in keys}):
        count = await client.call("CLUSTER", "COUNTKEYSINSLOT", slot)
        await client.call("EXISTS", f"{COUNT}{slot}:{count}")
    for slot in dict.fromkeys(walk):
        await client.call("EXISTS", f"{SCAN}{slot}")


class Counted(list[int]):
    """Cells that count how often they are looked at."""

    looked = 0

    def __getitem__(self, at):  # type: ignore[no-untyped-def, override]
        self.looked += 1
        return super().__getitem__(at)


def _told(trace: Trace, prefix: str) -> list[str]:
    keys = (trace.key(event) for event in trace.commands("exists"))
    return [key.removeprefix(prefix) for key in keys if key.startswith(prefix)]


def _filled(mine: ModuleType, counts: dict[int, int]) -> Counted:
    cells = Counted([0] * (SLOTS + 1))
    for slot, count in counts.items():
        for _ in range(count):
            mine.add(cells, slot, 1)
    return cells


def _walk(mine: ModuleType, cells: Counted, last: int) -> list[int]:
    """Return the slots that the learner's tree visits, from one non-empty slot to the next."""
    found: list[int] = []
    slot = -1
    for _ in range(SLOTS):
        slot = mine.find(cells, mine.before(cells, slot + 1) + 1)
        if found and slot <= found[-1]:
            break
        found.append(slot)
        if slot >= last:
            break
    return found


def judge(work: Path, trace: Trace) -> list[Check]:
    """Ask the learner's functions about the very node."""
    mine = load_module(work / "tree.py", "vkscope_lab_tree")
    pairs = (text.split(":") for text in _told(trace, COUNT))
    counts = {int(slot): int(count) for slot, count in pairs}
    walk = [int(slot) for slot in _told(trace, SCAN)]
    checks = [same("the trace tells of all keys", KEYS, sum(counts.values()))]
    if not counts or not walk:
        return checks
    first = next(trace.commands("exists"))
    jump = f"the counts begin at {trace.where(first)}"
    cells = _filled(mine, counts)
    order = sorted(slot for slot in counts for _ in range(counts[slot]))
    for slot in (order[0], order[KEYS // 2], order[-1], SLOTS):
        want = sum(count for other, count in counts.items() if other < slot)
        checks.append(same(f"keys before slot {slot}", want, mine.before(cells, slot), "", jump))
    for nth in (1, 2, KEYS // 3, KEYS // 2, KEYS):
        why = "the first key has number 1; a cell that holds it must not be counted off"
        got = mine.find(cells, nth)
        checks.append(same(f"the slot of key number {nth}", order[nth - 1], got, why, jump))
    cells.looked = 0
    mine.find(cells, KEYS)
    checks.append(
        Check(
            "cells looked at to find a key",
            f"at most {MOST_CELLS}",
            str(cells.looked),
            0 < cells.looked <= MOST_CELLS,
            "a search takes a step for each bit of a slot's number",
        )
    )
    if not checks[-1].is_met:
        return checks
    ours = _walk(mine, cells, walk[-1])
    same_walk = "as the server" if ours == walk else f"other slots: {ours[:5]}"
    checks.append(
        same("the walk over slots", "as the server", same_walk, f"SCAN went {walk[:5]}", jump)
    )
    return checks
