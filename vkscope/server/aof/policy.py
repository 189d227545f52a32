"""When append-only files are rewritten without being asked: pure functions of numbers.

Words: *growth* is by how much the files are larger than right after the last rewrite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FAILURES_ALLOWED: Final = 3
LONGEST_DELAY: Final = 60
"""Minutes."""


def has_grown(current: int, base: int, percentage: int, least: int) -> bool:
    """Whether sizes in bytes ask for a rewrite; percentage 0: never."""
    if percentage == 0 or current <= least:
        return False
    return current * 100 // (base or 1) - 100 >= percentage


@dataclass(slots=True)
class Limit:
    """Holds rewrites back that fail one after the other: a minute, then twice as long each time."""

    delay: int = 0
    """Minutes; 0: nothing is held back."""
    until: float = 0.0

    def holds(self, failures: int, now: float) -> bool:
        """Whether no rewrite may begin at `now`, in seconds, after so many failures in a row."""
        if failures < FAILURES_ALLOWED:
            self.delay, self.until = 0, 0.0
            return False
        if self.until:
            if now < self.until:
                return True
            self.until = 0.0
            return False
        self.delay = min(LONGEST_DELAY, self.delay * 2 or 1)
        self.until = now + self.delay * 60
        return True
