"""A Fenwick tree over 16,384 slots; cells[0] is not used."""

from __future__ import annotations


def add(cells: list[int], slot: int, count: int) -> None:
    """Add so many keys to a slot."""
    at = slot + 1
    while at < len(cells):
        cells[at] += count
        at += at & -at


def before(cells: list[int], slot: int) -> int:
    """Return how many keys are in the slots before this one."""
    total, at = 0, slot
    while at > 0:
        total += cells[at]
        at -= at & -at
    return total


def find(cells: list[int], nth: int) -> int:
    """Return the slot of the n-th key; the first has number 1."""
    at, step = 0, 8192
    while step:
        held = cells[at + step]
        if held <= nth:
            at += step
            nth -= held
        step //= 2
    return at
