"""Recordings: whole, cut, damaged, and what exporters make of them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.tracing.fakes import CATALOGUE, event
from vkscope.tracing import export_jsonl, export_perfetto, protobuf
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


def fields(data: bytes) -> dict[int, list[Any]]:
    """Read a protobuf message: contents by the numbers of its fields."""
    found: dict[int, list[Any]] = {}
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at, value, shift = at + 1, value | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = varint()
        held: Any = varint()
        if key & 7:
            held, at = data[at : at + held], at + held
        found.setdefault(key >> 3, []).append(held)
    assert at == len(data)
    return found


def test_protobuf_of_the_worked_examples() -> None:
    assert protobuf.number(1, 150) == b"\x08\x96\x01"
    assert protobuf.content(2, "testing") == b"\x12\x07testing"
    assert len(protobuf.varint(-1)) == 10 and fields(protobuf.number(30, -1)) == {
        30: [(1 << 64) - 1]
    }


def test_perfetto(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    out = io.BytesIO()
    with Recording(tmp_path / "a.vkt") as r:
        assert export_perfetto.write(r, out) == 4
    packets = [fields(packet) for packet in fields(out.getvalue())[1]]
    events = [(p[8][0], fields(p[11][0])) for p in packets if 11 in p]
    begun = {e[23][0]: time for time, e in events if e[9] == [1]}
    assert sum(e[9] == [2] for _, e in events) == sum(e[9] == [1] for _, e in events)
    assert (begun[b"tick"], begun[b"get"], begun[b"queued"]) == (110, 125, 120)
    tracks = {d[2][0]: d[1][0] for p in packets if 60 in p and 2 in (d := fields(p[60][0]))}
    assert {b"loop", b"client 4", b"used_memory", b"key"} <= set(tracks)
    assert {e[11][0] for _, e in events} <= set(tracks.values())
    (get,) = (e for _, e in events if e.get(23) == [b"get"])
    notes = {n[10][0]: n.get(6, n.get(4)) for n in map(fields, get[4])}
    assert notes[b"command"] == [b"get"] and all(58 in p for p in packets if 11 in p)


def test_description(tmp_path: Path) -> None:
    write(tmp_path / "a.vkt")
    with Recording(tmp_path / "a.vkt") as r:
        text = "\n".join(describe(r))
    assert "4 events, 3 lost, 2 snapshots" in text
    assert "execute" in text and "75.0%" in text and "get" in text
