"""Eviction: for how long a command may be held up to make room.

Words: tenacity is maxmemory-eviction-tenacity, 0 to 100. Up to 10 each step is worth 50 us, so
that the default of 10 costs a command half a millisecond at most; from there each step allows 15%
more, 99 about two minutes. 100 goes on until memory is under the limit.
"""

from __future__ import annotations

from typing import Final, NamedTuple

LINEAR_US: Final = 50
LINEAR_STEPS: Final = 10
GROWTH: Final = 1.15
NO_LIMIT_US: Final = 2**53
"""More than a lifetime, and still exact in microseconds times 1000."""


class EvictionSnapshot(NamedTuple):
    """What the decision is made of."""

    tenacity: int


class EvictionKnobs(NamedTuple):
    """What is turned."""

    evict_time_limit_us: int


def decide(snapshot: EvictionSnapshot) -> EvictionKnobs:
    """Return the knobs for a snapshot."""
    tenacity = snapshot.tenacity
    if tenacity <= LINEAR_STEPS:
        return EvictionKnobs(LINEAR_US * tenacity)
    if tenacity >= 100:
        return EvictionKnobs(NO_LIMIT_US)
    return EvictionKnobs(int(LINEAR_US * LINEAR_STEPS * GROWTH ** (tenacity - LINEAR_STEPS)))
