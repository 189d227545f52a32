"""Examiner: what the doctor finds in frames, remembered for a minute after it was last true.

Rules: counts come from the server's own `happened`, never from the events on screen, of which
frequent kinds are left out. A frame is examined once; going back in time forgets what comes later.
"""

from __future__ import annotations

from dataclasses import dataclass

from vkscope.tracing.doctor.diagnose import diagnose
from vkscope.tracing.doctor.finding import Finding
from vkscope.tracing.doctor.observation import Observation, fold, section
from vkscope.tracing.frame import Frame

REMEMBERED_NS = 60_000_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding, and when it was last true (the server's clock, ns)."""

    finding: Finding
    time_ns: int


class Examiner:
    """Called with each frame; returns what is and was wrong, the latest and worst first."""

    def __init__(self) -> None:
        self._seen: dict[str, Seen] = {}

    def __call__(self, frame: Frame) -> tuple[Seen, ...] | None:
        """Return findings; None while there is nothing to compare with."""
        now, before = frame.now, frame.window
        if now is None or before is None or now is before:
            return None
        try:
            found = diagnose(observation(frame))
        except (KeyError, TypeError, ValueError):
            return None  # a server or recording of another version: the rest of it is still shown
        for finding in found:
            self._seen[finding.rule] = Seen(finding, now.time_ns)
        kept = {
            name: seen
            for name, seen in self._seen.items()
            if 0 <= now.time_ns - seen.time_ns < REMEMBERED_NS
        }
        self._seen = kept
        return tuple(sorted(kept.values(), key=lambda s: (-s.time_ns, -s.finding.rank)))


def observation(frame: Frame) -> Observation:
    """Return a frame's window as the doctor looks at it."""
    now, before = frame.now, frame.window
    assert now is not None and before is not None
    happened, since = section(now, frame.decoder)
    if not happened:
        happened = fold(event for event in frame.events if event.time >= before.time_ns)
        since = before.time_ns
    settings = now.raw.get("settings")
    return Observation(
        frame.status.kind,
        frame.status.where,
        now,
        before,
        happened,
        (now.time_ns - (since or before.time_ns)) / 1e9,
        settings if isinstance(settings, dict) else {},
        frame.decoder,
        frame.status.cannot_see,
    )
