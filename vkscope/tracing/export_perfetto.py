"""Recordings as Perfetto traces (TrackEvent), for ui.perfetto.dev.

Rules: written as it goes, a packet an event; nothing is kept but the tracks that were declared.

Words: packet: what a trace is a run of. Track: a line of the picture, named by its `uuid`.

Design: one process track; below it the loop (turns, with a slice for each phase inside), a track
for each client with its commands, one for each other class of events, and counters of memory.
Times are CLOCK_MONOTONIC, as in the recording. Phases are summed over a turn, so their slices
stand one behind the other in the order of the phases: lengths are measured, places are not.
The numbers of fields are those of perfetto_trace.proto; Perfetto sorts packets by their time.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, BinaryIO

from vkscope.tracing.events import NOBODY, Decoder, Event
from vkscope.tracing.protobuf import content, number
from vkscope.tracing.recording import Recording
from vkscope.tracing.snapshot import PHASES

PROCESS, LOOP, MEMORY = 1, 2, 3
CLASS_TRACKS = 100
CLIENT_TRACKS = 1_000_000
SEQUENCE = 1
MONOTONIC = 3
SIZE_BYTES = 3
MAX_NUMBER = (1 << 63) - 1

PACKET = 1
TIMESTAMP, SEQUENCE_ID, TRACK_EVENT, CLOCK_ID, DESCRIPTOR = 8, 10, 11, 58, 60
"""Fields of TracePacket."""
UUID, NAME, IN_PROCESS, PARENT, COUNTER = 1, 2, 3, 5, 8
"""Fields of TrackDescriptor."""
PID, PROCESS_NAME = 1, 6
"""Fields of ProcessDescriptor."""
UNIT = 3
"""Field of CounterDescriptor."""
NOTE, KIND, TRACK, EVENT_NAME, COUNTER_VALUE = 4, 9, 11, 23, 30
"""Fields of TrackEvent."""
NOTE_NUMBER, NOTE_TEXT, NOTE_NAME = 4, 6, 10
"""Fields of DebugAnnotation."""


class Kind(IntEnum):
    """TrackEvent's types."""

    BEGIN = 1
    END = 2
    INSTANT = 3
    COUNTER = 4


class _Writer:
    """Turns events into packets."""

    def __init__(self, out: BinaryIO, decoder: Decoder, pid: int) -> None:
        self.out, self.decoder = out, decoder
        self._tracks: set[int] = set()
        process = number(PID, pid) + content(PROCESS_NAME, "vkscope-server")
        self._packet(content(DESCRIPTOR, number(UUID, PROCESS) + content(IN_PROCESS, process)))
        self.track(LOOP, "loop")

    def _packet(self, fields: bytes) -> None:
        self.out.write(content(PACKET, fields + number(SEQUENCE_ID, SEQUENCE)))

    def track(self, uuid: int, name: str, *, is_counter: bool = False) -> int:
        """Declare a track once."""
        if uuid not in self._tracks:
            self._tracks.add(uuid)
            told = number(UUID, uuid) + number(PARENT, PROCESS) + content(NAME, name)
            if is_counter:
                told += content(COUNTER, number(UNIT, SIZE_BYTES))
            self._packet(content(DESCRIPTOR, told))
        return uuid

    def _event(self, track: int, time: int, kind: Kind, more: bytes = b"") -> None:
        event = number(KIND, kind) + number(TRACK, track) + more
        when = number(TIMESTAMP, time) + number(CLOCK_ID, MONOTONIC)
        self._packet(when + content(TRACK_EVENT, event))

    def slice(self, track: int, name: str, start: int, end: int, notes: dict[str, Any]) -> None:
        """Add a slice, or a mark when it has no length."""
        told = content(EVENT_NAME, name)
        for key, value in notes.items():
            is_number = isinstance(value, int)
            held = (
                number(NOTE_NUMBER, min(value, MAX_NUMBER))
                if is_number
                else content(NOTE_TEXT, str(value))
            )
            told += content(NOTE, content(NOTE_NAME, key) + held)
        is_mark = end <= start
        self._event(track, start, Kind.INSTANT if is_mark else Kind.BEGIN, told)
        if not is_mark:
            self._event(track, end, Kind.END)

    def counter(self, track: int, name: str, time: int, value: int) -> None:
        """Add a value of a counter."""
        self.track(track, name, is_counter=True)
        self._event(track, time, Kind.COUNTER, number(COUNTER_VALUE, value))

    def notes(self, event: Event) -> dict[str, Any]:
        """Return an event's fields with their words."""
        out: dict[str, Any] = {}
        for name, value in event.fields.items():
            label = self.decoder.label(event, name)
            out[name] = value if label == str(value) else label
        if event.type is not None and event.type.tail is not None:
            out[event.type.tail.name] = self.decoder.text(event)
        return out

    def tick(self, event: Event) -> None:
        """A turn and its phases."""
        self.slice(LOOP, "tick", event.start, event.time, self.notes(event))
        at = event.start
        for phase in PHASES:
            ns = event.get(f"{phase}_ns")
            if ns and at + ns <= event.time:
                self.slice(LOOP, phase, at, at + ns, {})
                at += ns

    def command(self, event: Event) -> None:
        """A command on its client's track, what it waited before it."""
        client = event["client"]
        track = self.track(CLIENT_TRACKS + client, f"client {client}")
        name = self.decoder.command(event["command"])
        if event["queued_ns"]:
            self.slice(track, "queued", event.start - event["queued_ns"], event.start, {})
        self.slice(track, name, event.start, event.time, self.notes(event))

    def add(self, event: Event) -> None:
        """Add any event."""
        if event.name == "TickEnded":
            self.tick(event)
        elif event.name == "CommandExecuted" and event["client"] != NOBODY:
            self.command(event)
        elif event.name == "MemorySampled":
            self.counter(MEMORY, "used_memory", event.time, event["used"])
            self.counter(MEMORY + 1, "rss", event.time, event["rss"])
        else:
            bit = event.type.cls.bit if event.type else 99
            track = self.track(CLASS_TRACKS + bit, event.cls or "unknown")
            self.slice(track, event.name, event.start, event.time, self.notes(event))


def write(recording: Recording, out: BinaryIO) -> int:
    """Write the trace; return how many events went into it."""
    writer = _Writer(out, recording.decoder, int(recording.meta.data.get("pid") or 1))
    count = 0
    for event in recording.events():
        count += 1
        writer.add(event)
    return count
