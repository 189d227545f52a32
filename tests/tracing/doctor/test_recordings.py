"""Recordings made by code: what the doctor finds in them, and how `vkscope doctor` says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tracing.doctor.made import CATALOGUE, COMMANDS, MB, MS, SECOND, plain
from vkscope.cli import doctor
from vkscope.tracing.doctor.watch import examine_recording
from vkscope.tracing.events import encode
from vkscope.tracing.recording import RecordingWriter


def pack(name: str, at: int, *, span: int = 0, text: bytes | None = None, **fields: int) -> bytes:
    """One packed event."""
    return encode(CATALOGUE.by_name(name), at, span, fields=fields, text=text)


def recording(path: Path, *events: bytes, seconds: int = 40, snapshots: bool = True) -> Path:
    """A recording of 40 s from 100 s on: a quiet server, and these events."""
    writer = RecordingWriter(
        path, wall_offset=0, created=100 * SECOND, source="live", commands=list(COMMANDS)
    )
    for second in range(seconds + 1):
        now = (100 + second) * SECOND
        if snapshots:
            writer.snapshot(now, plain(now))
        due = [e for e in events if now <= int.from_bytes(e[:8], "little") < now + SECOND]
        quiet = pack("MemorySampled", now, used=50 * MB, rss=60 * MB)
        writer.events(b"".join([quiet, *due]))
    writer.close()
    return path


@pytest.fixture
def ill(tmp_path: Path) -> Path:
    """One bad fork in half a minute, and a command behind it."""
    return recording(
        tmp_path / "ill.vkt",
        pack("ForkStarted", 117 * SECOND, span=90 * MS, child=3, kind=0),
        pack("CommandSlow", 131 * SECOND, span=300 * MS, command=3, client=4, text=b"*"),
    )


def test_one_bad_moment_in_a_long_recording_is_found(ill: Path) -> None:
    report = examine_recording(ill)
    assert [f.rule for f in report.findings] == ["keys-walk", "fork-stall"]
    assert report.kind == "recorded" and report.seconds == pytest.approx(40)
    walk, fork = report.findings
    assert fork.evidence[0].unix_ns == 117 * SECOND
    assert walk.evidence[0].unix_ns == 131 * SECOND


def test_a_quiet_recording_is_healthy(tmp_path: Path) -> None:
    assert examine_recording(recording(tmp_path / "quiet.vkt")).is_healthy


def test_a_flight_record_without_snapshots_is_enough_for_events(tmp_path: Path) -> None:
    path = recording(
        tmp_path / "flight.vkt",
        pack("EvictionCycleRan", 103 * SECOND, span=60 * MS, freed=9 * MB, keys=8000),
        seconds=6,
        snapshots=False,
    )
    report = examine_recording(path)
    assert [f.rule for f in report.findings] == ["eviction-storm"]
    assert report.cannot_see


def test_an_empty_recording_is_healthy(tmp_path: Path) -> None:
    path = tmp_path / "empty.vkt"
    RecordingWriter(path, wall_offset=0, created=1, source="live").close()
    assert examine_recording(path).is_healthy


def test_the_command_tells_by_its_exit_status(
    ill: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor.run([str(ill), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["rule"] == "keys-walk"
    assert doctor.run([str(recording(tmp_path / "quiet.vkt"))]) == 0
    assert "nothing is wrong" in capsys.readouterr().out
    (tmp_path / "no.vkt").write_text("no recording")
    assert doctor.run([str(tmp_path / "no.vkt")]) == 2
    assert "is no recording" in capsys.readouterr().err
    assert doctor.run(["127.0.0.1:1"]) == 2
