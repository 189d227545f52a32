"""Rates: what INFO calls instantaneous, from readings of native's counters.

Words: a rate is the growth of a counter over the seconds of a window of the last readings.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final

WINDOW: Final = 3
"""Readings, a second apart: rates follow a change within two seconds."""


class Rates:
    """The last readings; feed it once a second."""

    def __init__(self) -> None:
        self._readings: deque[tuple[float, Mapping[str, int]]] = deque(maxlen=WINDOW)

    def add(self, now: float, numbers: Mapping[str, int]) -> None:
        """Take a reading at a time in seconds."""
        self._readings.append((now, numbers))

    def reset(self) -> None:
        """Forget: the counters were set back."""
        self._readings.clear()

    def per_second(self, name: str) -> int:
        """How fast a counter grows."""
        grown, seconds = self._growth(name)
        return int(grown / seconds) if seconds > 0 else 0

    def share(self, name: str, of: str) -> int:
        """How much the one counter grows for each step of the other."""
        grown, steps = self._growth(name)[0], self._growth(of)[0]
        return grown // steps if steps > 0 else 0

    def _growth(self, name: str) -> tuple[int, float]:
        if len(self._readings) < 2:
            return 0, 0.0
        (then, old), (now, new) = self._readings[0], self._readings[-1]
        return max(0, new[name] - old[name]), now - then
