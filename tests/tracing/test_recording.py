"""Recordings: whole, cut, damaged, and what exporters make of them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from perfetto.protos.perfetto.trace import perfetto_trace_pb2 as pb

from tests.tracing.fakes import CATALOGUE, event
from vkscope.tracing import export_jsonl, export_perfetto
from vkscope.tracing.describe import describe
from vkscope.tracing.events import encode
from vkscope.tracing.recording import Recording, RecordingError, RecordingWriter


def write(path: Path, *, close: bool = True) -> RecordingWriter:
    writer = RecordingWriter(
        path, wall_offset=1_000_000, created=50, source="live", commands=["", "get", "set"], pid=7
    )
    writer.snapshot(100, {"server": {"now_ns": 100}, "n": 1})
    writer.events(
        event("TickEnded", 150, span=40, clients=1, commands=1, execute_ns=30, poll_ns=10)
        + event("CommandExecuted", 145, span=20, client=4, queued_ns=5, command=1, argc=2)
    )
    writer.snapshot(200, {"server": {"now_ns": 200}, "n": 2})
    writer.events(encode(CATALOGUE.by_name("KeyExpired"), 250, text=b"user:1"), lost=3)
    writer.events(event("MemorySampled", 260, used=10, rss=20))
    writer.note(270, "here it broke")
    if close:
        writer.close()
    return writer


def names(recording: Recording, **where: int) -> list[str]:
    return [e.name for e in recording.events(**where)]


def test_round_trip(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    with Recording(tmp_path / "a.vkt") as r:
        assert names(r) == ["TickEnded", "CommandExecuted", "KeyExpired", "MemorySampled"]
        assert (r.first, r.last, r.lost, r.is_cut) == (100, 270, 3, False)
        assert r.decoder.commands == ("", "get", "set")
        assert r.meta.data["pid"] == 7
    assert (tmp_path / "a.vkt").stat().st_mode & 0o777 == 0o600


def test_events_by_time(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    with Recording(tmp_path / "a.vkt") as r:
        assert names(r, since=150, until=260) == ["TickEnded", "KeyExpired"]
        assert names(r, since=251) == ["MemorySampled"]


@pytest.mark.parametrize(("time", "n"), [(0, 1), (100, 1), (199, 1), (200, 2), (10**9, 2)])
def test_the_snapshot_of_a_time(tmp_path: Path, time: int, n: int) -> None:
    write(tmp_path / "a.vkt")
    with Recording(tmp_path / "a.vkt") as r:
        taken = r.snapshot_at(time)
        assert taken is not None and taken["n"] == n


def test_a_recorder_that_was_killed_leaves_a_file_that_loads(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt", close=False)
    with Recording(tmp_path / "a.vkt") as r:
        assert len(names(r)) == 4 and not r.is_cut


def test_a_file_cut_anywhere_gives_what_is_whole(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    whole = (tmp_path / "a.vkt").read_bytes()
    with Recording(tmp_path / "a.vkt") as r:
        body = r.chunks[0].offset
    before = 0
    for size in range(body, len(whole), 7):
        (tmp_path / "b.vkt").write_bytes(whole[:size])
        with Recording(tmp_path / "b.vkt") as r:
            count = len(r.chunks)
            list(r.events())
        assert count >= before
        before = count
    assert before == 6


@pytest.mark.parametrize("content", [b"", b"VKTRACE1", b"x" * 200])
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.vkt").write_bytes(content)
    with pytest.raises(RecordingError):
        Recording(tmp_path / "a.vkt")


def test_damage_is_noticed(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    with Recording(tmp_path / "a.vkt") as r:
        at = r.chunks[1].offset + 48 + 3
    data = bytearray((tmp_path / "a.vkt").read_bytes())
    data[at] ^= 0xFF
    (tmp_path / "a.vkt").write_bytes(data)
    with Recording(tmp_path / "a.vkt") as r, pytest.raises(RecordingError, match="damaged"):
        list(r.events())


def test_a_recording_explains_itself_with_its_own_catalogue(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    data = (tmp_path / "a.vkt").read_bytes()
    (tmp_path / "a.vkt").write_bytes(data.replace(b'"KeyExpired"', b'"KeyGotOld!"'))
    with Recording(tmp_path / "a.vkt") as r:
        assert "KeyGotOld!" in names(r)


def test_json_lines(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    out = io.StringIO()
    with Recording(tmp_path / "a.vkt") as r:
        count = export_jsonl.write(r, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert count == len(lines) == 8
    command = next(x for x in lines if x.get("event") == "CommandExecuted")
    assert command["command"] == "get" and command["unix_ns"] == 1_000_145
    assert {"lost": 3, "time_ns": 250} in lines
    assert any(x.get("key") == "user:1" for x in lines)
    assert {"note": "here it broke", "time_ns": 270} in lines


def test_perfetto(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    out = io.BytesIO()
    with Recording(tmp_path / "a.vkt") as r:
        assert export_perfetto.write(r, out) == 4
    trace = pb.Trace()
    trace.ParseFromString(out.getvalue())
    begun = [p for p in trace.packet if p.track_event.type == pb.TrackEvent.TYPE_SLICE_BEGIN]
    ended = [p for p in trace.packet if p.track_event.type == pb.TrackEvent.TYPE_SLICE_END]
    found = {p.track_event.name: p.timestamp for p in begun}
    assert len(begun) == len(ended)
    assert (found["tick"], found["get"], found["queued"]) == (110, 125, 120)
    tracks = {p.track_descriptor.name: p.track_descriptor.uuid for p in trace.packet}
    assert {"loop", "client 4", "used_memory", "key"} <= set(tracks)
    (get,) = (p.track_event for p in begun if p.track_event.name == "get")
    notes = {note.name: note.string_value for note in get.debug_annotations}
    assert notes["command"] == "get"
    assert all(p.timestamp_clock_id == 3 for p in begun + ended)


def test_description(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    with Recording(tmp_path / "a.vkt") as r:
        text = "\n".join(describe(r))
    assert "4 events, 3 lost, 2 snapshots" in text
    assert "execute" in text and "75.0%" in text and "get" in text


def write_stream(path: Path) -> None:
    """A script that ran, what was written for it, and a replica that came."""
    writer = RecordingWriter(
        path, wall_offset=0, created=50, source="live", commands=["", "spop", "srem"], pid=7
    )
    told = (
        ("ScriptRan", 900, 600, 2, b"5e1b2c9d0f8a7b6c", {"client": 4}),
        ("CommandPropagated", 950, 0, 52, b"bag", {"command": 1, "became": 2}),
        ("CommandPropagated", 960, 0, 30, b"old", {"command": 0xFFFF, "became": 2}),
        ("ReplicaChanged", 1000, 200, 0, b"h:1", {"client": 9, "state": 2}),
        ("ReplicaChanged", 1500, 500, 0, b"h:1", {"client": 9, "state": 3}),
    )
    for name, time, span, value, text, fields in told:
        kind = CATALOGUE.by_name(name)
        writer.events(encode(kind, time, span, value=value, text=text, fields=fields))
    writer.close()


def test_scripts_and_replicas_have_slices_where_they_belong(tmp_path: Path) -> None:
    write_stream(tmp_path / "a.vkt")
    out = io.BytesIO()
    with Recording(tmp_path / "a.vkt") as r:
        export_perfetto.write(r, out)
    trace = pb.Trace()
    trace.ParseFromString(out.getvalue())
    tracks = {p.track_descriptor.uuid: p.track_descriptor.name for p in trace.packet}
    begun = [p for p in trace.packet if p.track_event.type == pb.TrackEvent.TYPE_SLICE_BEGIN]
    found = [(tracks[p.track_event.track_uuid], p.track_event.name, p.timestamp) for p in begun]
    assert ("client 4", "script 5e1b2c9d0f8a", 300) in found
    assert ("replica h:1", "came", 800) in found and ("replica h:1", "transfer", 1000) in found


def test_a_description_tells_what_commands_became(tmp_path: Path) -> None:
    write_stream(tmp_path / "a.vkt")
    with Recording(tmp_path / "a.vkt") as r:
        lines = [" ".join(line.split()) for line in describe(r)]
    assert "spop srem 1 52" in lines and "(the server) srem 1 30" in lines
    assert "5e1b2c9d0f8a7b6c 1 0.001 ms 0.000 ms" in lines
