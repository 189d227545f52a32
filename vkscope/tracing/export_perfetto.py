"""Recordings as Perfetto traces (TrackEvent), for ui.perfetto.dev.

Rules: Perfetto's own classes, imported when an export is asked for, never before.

Design: one process track; below it the loop (ticks, with a slice for each phase inside), a track
for each client with its commands and, inside them, the scripts that it ran; one for each replica
with the states it was in, one for each other class of events, and counters of memory.
Times are CLOCK_MONOTONIC, as in the recording. Phases are summed over a tick, so their slices
stand one behind the other in the order of the phases: lengths are measured, places are not.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from vkscope.tracing.events import NOBODY, Decoder, Event
from vkscope.tracing.recording import Recording
from vkscope.tracing.snapshot import PHASES

PROCESS, LOOP, MEMORY = 1, 2, 3
CLASS_TRACKS = 100
CLIENT_TRACKS = 1_000_000
REPLICA_TRACKS = 2_000_000
SHOWN = 12
"""Letters of a script's SHA1 that name its slice; all of them stand in its notes."""
SEQUENCE = 1
MONOTONIC = 3


def _protos() -> Any:
    from perfetto.protos.perfetto.trace import perfetto_trace_pb2

    return perfetto_trace_pb2


class _Builder:
    """Collects packets; events must come in any order, Perfetto sorts."""

    def __init__(self, protos: Any, decoder: Decoder, pid: int) -> None:
        self.protos, self.decoder, self.pid = protos, decoder, pid
        self.packets = protos.Trace()
        self._tracks: set[int] = set()
        self._states: dict[int, str] = {}
        process = self._packet()
        process.track_descriptor.uuid = PROCESS
        process.track_descriptor.process.pid = pid
        process.track_descriptor.process.process_name = "vkscope-server"
        self.track(LOOP, "loop")

    def _packet(self) -> Any:
        packet = self.packets.packet.add()
        packet.trusted_packet_sequence_id = SEQUENCE
        return packet

    def track(self, uuid: int, name: str, *, is_counter: bool = False) -> int:
        """Declare a track once."""
        if uuid not in self._tracks:
            self._tracks.add(uuid)
            descriptor = self._packet().track_descriptor
            descriptor.uuid, descriptor.parent_uuid, descriptor.name = uuid, PROCESS, name
            if is_counter:
                descriptor.counter.unit = self.protos.CounterDescriptor.UNIT_SIZE_BYTES
        return uuid

    def _event(self, track: int, time: int, kind: int) -> Any:
        packet = self._packet()
        packet.timestamp, packet.timestamp_clock_id = time, MONOTONIC
        packet.track_event.track_uuid, packet.track_event.type = track, kind
        return packet.track_event

    def slice(self, track: int, name: str, start: int, end: int, notes: dict[str, Any]) -> None:
        """Add a slice, or a mark when it has no length."""
        kinds = self.protos.TrackEvent
        is_mark = end <= start
        event = self._event(track, start, kinds.TYPE_INSTANT if is_mark else kinds.TYPE_SLICE_BEGIN)
        event.name = name
        for key, value in notes.items():
            note = event.debug_annotations.add()
            note.name = key
            if isinstance(value, int):
                note.int_value = min(value, (1 << 63) - 1)
            else:
                note.string_value = str(value)
        if not is_mark:
            self._event(track, end, kinds.TYPE_SLICE_END)

    def counter(self, track: int, name: str, time: int, value: int) -> None:
        """Add a value of a counter."""
        self.track(track, name, is_counter=True)
        event = self._event(track, time, self.protos.TrackEvent.TYPE_COUNTER)
        event.counter_value = value

    def notes(self, event: Event) -> dict[str, Any]:
        """Return an event's fields with their words."""
        out: dict[str, Any] = {}
        for name, number in event.fields.items():
            label = self.decoder.label(event, name)
            out[name] = number if label == str(number) else label
        if event.type is not None and event.type.tail is not None:
            out[event.type.tail.name] = self.decoder.text(event)
        return out

    def tick(self, event: Event) -> None:
        """A tick and its phases."""
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

    def script(self, event: Event) -> None:
        """A run of a script, inside the command that asked for it."""
        client = event["client"]
        track = self.track(CLIENT_TRACKS + client, f"client {client}")
        name = f"script {self.decoder.text(event)[:SHOWN]}"
        self.slice(track, name, event.start, event.time, self.notes(event))

    def replica(self, event: Event) -> None:
        """The state that a replica has left, from its begin to its end."""
        client = event["client"]
        track = self.track(REPLICA_TRACKS + client, f"replica {self.decoder.text(event)}")
        left = self._states.get(client, "came")
        self._states[client] = self.decoder.label(event, "state")
        self.slice(track, left, event.start, event.time, self.notes(event))

    def add(self, event: Event) -> None:
        """Add any event."""
        if event.name == "TickEnded":
            self.tick(event)
        elif event.name == "CommandExecuted" and event["client"] != NOBODY:
            self.command(event)
        elif event.name == "ScriptRan" and event["client"] != NOBODY:
            self.script(event)
        elif event.name == "ReplicaChanged":
            self.replica(event)
        elif event.name == "MemorySampled":
            self.counter(MEMORY, "used_memory", event.time, event["used"])
            self.counter(MEMORY + 1, "rss", event.time, event["rss"])
        else:
            bit = event.type.cls.bit if event.type else 99
            track = self.track(CLASS_TRACKS + bit, event.cls or "unknown")
            self.slice(track, event.name, event.start, event.time, self.notes(event))


def write(recording: Recording, out: BinaryIO) -> int:
    """Write the trace; return how many events went into it."""
    pid = int(recording.meta.data.get("pid") or 1)
    builder = _Builder(_protos(), recording.decoder, pid)
    count = 0
    for event in recording.events():
        count += 1
        builder.add(event)
    out.write(builder.packets.SerializeToString())
    return count
