"""When to save all data in the background.

Rules: pure; the caller reads the state and forks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

RETRY_S: Final = 5
"""Seconds between tries while saving fails."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of saves; times are Unix seconds, last_try_s 0 before the first."""

    changes: int
    last_save_s: int
    last_try_s: int
    failed: bool
    scheduled: bool
    """A BGSAVE waits for its turn."""


@dataclass(frozen=True, slots=True)
class Due:
    """A save is due: for this save point, or for the BGSAVE that waits where there is none."""

    point: tuple[int, int] | None


def due(points: Iterable[tuple[int, int]], state: State, now_s: int) -> Due | None:
    """Decide; `points` are pairs of seconds and changes, `now_s` is Unix time. None: not now.

    The caller asks only while no child works. A failed save is tried again after RETRY_S.
    """
    if state.failed and now_s - state.last_try_s <= RETRY_S:
        return None
    for seconds, changes in points:
        if state.changes >= changes and now_s - state.last_save_s > seconds:
            return Due((seconds, changes))
    return Due(None) if state.scheduled else None
