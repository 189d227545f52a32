"""Expiry: how hard the cycles look for keys whose time has passed.

Words: effort is active-expire-effort, 1 to 10. Each step above 1 looks at a quarter more keys a
loop, lets the fast cycle run a quarter longer, gives the slow one two percent more of a core, and
is content with one percent less that is stale.
"""

from __future__ import annotations

from typing import Final, NamedTuple

KEYS_PER_LOOP: Final = 20
FAST_US: Final = 1000
SLOW_PERCENT: Final = 25
ACCEPTABLE_PERCENT: Final = 10


class ExpirySnapshot(NamedTuple):
    """What the decision is made of."""

    effort: int


class ExpiryKnobs(NamedTuple):
    """What is turned."""

    expire_keys_per_loop: int
    expire_fast_us: int
    expire_slow_percent: int
    expire_acceptable_percent: int


def decide(snapshot: ExpirySnapshot) -> ExpiryKnobs:
    """Return the knobs for a snapshot."""
    above = snapshot.effort - 1
    return ExpiryKnobs(
        KEYS_PER_LOOP + KEYS_PER_LOOP // 4 * above,
        FAST_US + FAST_US // 4 * above,
        SLOW_PERCENT + 2 * above,
        ACCEPTABLE_PERCENT - above,
    )
