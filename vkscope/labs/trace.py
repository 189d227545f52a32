"""A recording as a lab's judge reads it: events by name, and words to find one again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vkscope.tracing.events import Event
from vkscope.tracing.recording import Recording


class Trace:
    """All events of a recording, oldest first. Small recordings only: it holds them all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with Recording(path) as recording:
            self.decoder = recording.decoder
            self.events = sorted(recording.events(), key=lambda event: event.time)
            self.lost = recording.lost
            self._first = recording.first

    def of(self, name: str) -> Iterator[Event]:
        """Return the events of one name."""
        return (event for event in self.events if event.name == name)

    def commands(self, name: str) -> Iterator[Event]:
        """Return the CommandExecuted events of one command, subcommands included."""
        for event in self.of("CommandExecuted"):
            full = self.label(event, "command")
            if full == name or full.startswith(f"{name}|"):
                yield event

    def label(self, event: Event, name: str) -> str:
        """Return a field as people read it."""
        return self.decoder.label(event, name)

    def key(self, event: Event) -> str:
        """Return the key that an event tells of."""
        return self.decoder.text(event)

    def where(self, event: Event | None) -> str:
        """Return how to find an event in the dashboard."""
        if event is None:
            return ""
        seconds = (event.time - self._first) / 1e9
        return f"{event.name} at +{seconds:.3f} s, tick {event.tick}, in {self.path.name}"
