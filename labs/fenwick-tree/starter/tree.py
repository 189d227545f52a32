"""A Fenwick tree over 16,384 slots; cells[0] is not used."""

from __future__ import annotations


def add(cells: list[int], slot: int, count: int) -> None:
    """Add so many keys to a slot."""


def before(cells: list[int], slot: int) -> int:
    """Return how many keys are in the slots before this one."""
    return 0


def find(cells: list[int], nth: int) -> int:
    """Return the slot of the n-th key; the first has number 1."""
    return 0
