"""`vkscope trace` and `vkscope dump` from end to end: a server, recorded, replayed, exported."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis
from perfetto.protos.perfetto.trace import perfetto_trace_pb2 as pb

from tests.conftest import Running
from tests.tracing.fakes import FakeServer
from tests.tui.test_dashboard import settled
from vkscope.cli import dump, trace
from vkscope.tracing.examiner import Examiner
from vkscope.tracing.recording import Recording
from vkscope.tracing.replay import RecordedFeed
from vkscope.tracing.sources import RecordedSource
from vkscope.tui.app import Dashboard
from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.views.catalogue import VIEWS

VKSCOPE = [sys.executable, "-c", "import sys; from vkscope.cli.main import main; sys.exit(main())"]


@dataclass
class Recorded:
    """A server that was recorded while something happened to it."""

    server: Running
    file: Path


@pytest.fixture(scope="module")
def recorded(server: Running, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    file = tmp_path_factory.mktemp("trace") / "run.vkt"
    done = threading.Event()

    def load() -> None:
        client = redis.Redis(port=server.port, socket_timeout=5)
        turn = 0
        while not done.wait(0.01):
            turn += 1
            client.set(f"user:{turn}", "x" * 100, px=50)
            client.delete("profile")
            client.hset("profile", "name", "n")
            client.hset("profile", "about", "y" * 100)
        client.close()

    worker = threading.Thread(target=load)
    worker.start()
    try:
        told = trace.main(
            ["record", f"127.0.0.1:{server.port}", "-o", str(file), "--seconds", "2.5"]
        )
    finally:
        done.set()
        worker.join()
    assert told == 0
    return Recorded(server, file)


def test_a_recording_holds_events_and_whole_snapshots(recorded: Recorded) -> None:
    with Recording(recorded.file) as made:
        names = {event.name for event in made.events()}
        assert {"CommandExecuted", "TickEnded", "EncodingChanged", "KeyExpired"} <= names
        assert made.lost == 0 and not made.is_cut and len(made.snapshots()) >= 3
        taken = made.snapshot_at(made.last)
        assert taken is not None
        assert taken["slabs"] and taken["info"]["maxmemory_policy"] and "hz" in taken["settings"]


def test_exports(recorded: Recorded, tmp_path: Path) -> None:
    lines, packets = tmp_path / "run.jsonl", tmp_path / "run.pftrace"
    assert trace.main(["export", str(recorded.file), "--format", "jsonl", "-o", str(lines)]) == 0
    objects = [json.loads(line) for line in lines.read_text().splitlines()]
    assert any(
        one.get("event") == "EncodingChanged" and one["to"] == "hashtable" for one in objects
    )
    assert any("snapshot" in one for one in objects)
    assert (
        trace.main(["export", str(recorded.file), "--format", "perfetto", "-o", str(packets)]) == 0
    )
    made = pb.Trace()
    made.ParseFromString(packets.read_bytes())
    begun = [p for p in made.packet if p.track_event.type == pb.TrackEvent.TYPE_SLICE_BEGIN]
    ended = [p for p in made.packet if p.track_event.type == pb.TrackEvent.TYPE_SLICE_END]
    assert len(begun) == len(ended) > 100


def test_every_view_of_a_recording_and_of_its_server(
    recorded: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    for source in (str(recorded.file), f"127.0.0.1:{recorded.server.port}"):
        for view in VIEWS:
            assert dump.run([view, source, "--format", "json", "--seconds", "0.8"]) == 0
            panes = json.loads(capsys.readouterr().out)
            assert panes and any(panes.values()), (source, view)


def test_dump_at_a_time_one_pane_as_csv(
    recorded: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["keyspace", str(recorded.file), "--at", "2", "--pane", "transitions"]
    assert dump.run([*words, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows and {row["layout"] for row in rows} == {"listpack -> hashtable"}
    assert {(row["was"], row["limit"]) for row in rows} == {("100", "64")}
    with pytest.raises(SystemExit):
        dump.run(["keyspace", str(recorded.file), "--pane", "nothing"])
    assert "databases, encodings, transitions" in capsys.readouterr().err


def test_dump_draws_a_key(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"127.0.0.1:{recorded.server.port}"
    assert dump.run(["xray", address, "--key", "profile", "--seconds", "0.6"]) == 0
    out = capsys.readouterr().out
    assert "profile in memory" in out and "hashtable" in out


def test_the_dashboard_on_a_recording(recorded: Recorded) -> None:
    async def run() -> None:
        source = RecordedSource(recorded.file)
        app = Dashboard(RecordedFeed(source, examine=Examiner()))
        async with app.run_test(size=(120, 30)) as pilot:
            await pilot.press("end", "5")
            await settled(pilot)
            screen = app.screen
            assert isinstance(screen, ScopeScreen)
            assert app.newest.status.word == "recorded" and "end" in app.newest.status.note
            assert screen.grid("transitions").table.rows
            before = app.newest.now
            await pilot.press("comma", "comma")
            assert before is not None and app.newest.now is not None
            assert app.newest.now.time_ns < before.time_ns
        await source.close()

    asyncio.run(run())


def test_without_a_terminal_a_replay_is_told_in_text(recorded: Recorded) -> None:
    out = subprocess.run(
        [*VKSCOPE, "trace", "replay", str(recorded.file)], capture_output=True, text=True
    )
    assert out.returncode == 0 and "EncodingChanged" in out.stdout and "hset" in out.stdout


def test_a_server_with_a_password(
    start: Callable[..., Running],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address = f"127.0.0.1:{start('--requirepass', 'open').port}"
    for name in ("VKSCOPE_PASSWORD", "VALKEYCLI_AUTH", "REDISCLI_AUTH"):
        monkeypatch.delenv(name, raising=False)
    assert dump.run(["overview", address]) == 1
    assert "NOAUTH" in capsys.readouterr().err
    monkeypatch.setenv("VKSCOPE_PASSWORD", "open")
    assert dump.run(["overview", address, "--seconds", "0.6"]) == 0
    assert "commands/s" in capsys.readouterr().out
    monkeypatch.setenv("VKSCOPE_PASSWORD", "shut")
    assert dump.run(["overview", f"valkey://default:open@{address}", "--seconds", "0.6"]) == 0


def test_what_cannot_be_reached_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dump.run(["overview", "127.0.0.1:1"]) == 1
    assert "127.0.0.1:1" in capsys.readouterr().err
    bad = tmp_path / "bad.vkt"
    bad.write_bytes(b"not a recording")
    assert dump.run(["overview", str(bad)]) == 1
    assert "is no recording" in capsys.readouterr().err
    out = subprocess.run([*VKSCOPE, "top", "127.0.0.1:1"], capture_output=True, text=True)
    assert out.returncode == 2 and "no terminal" in out.stderr


INFO = (
    "redis_version:7.0.15\r\nprocess_id:9\r\nuptime_in_seconds:5\r\nused_memory:1048576\r\n"
    "total_commands_processed:70\r\ndb0:keys=12,expires=1,avg_ttl=0\r\nmaxmemory_policy:noeviction\r\n"
    "cmdstat_get:calls=10,usec=30,usec_per_call=3.00,rejected_calls=0,failed_calls=1\r\n"
    "latency_percentiles_usec_get:p50=2.500,p99=9.000,p99.9=9.000\r\n"
)


def other(words: list[bytes]) -> bytes:
    """Answer as a server that knows nothing of SCOPE."""
    if words[0] == b"INFO":
        return b"$%d\r\n%b\r\n" % (len(INFO), INFO.encode())
    if words[0] in (b"SLOWLOG", b"LATENCY"):
        return b"*0\r\n"
    if words[0] == b"PING":
        return b"+PONG\r\n"
    return b"-ERR unknown command '%b'\r\n" % words[0]


def test_another_server_is_shown_as_far_as_it_tells(capsys: pytest.CaptureFixture[str]) -> None:
    async def run(view: str) -> int:
        async with FakeServer(other) as server:
            words = [view, f"127.0.0.1:{server.port}", "--seconds", "0.6"]
            return await asyncio.to_thread(dump.run, words)

    told = {}
    for view in VIEWS:
        assert asyncio.run(run(view)) == 0
        told[view] = capsys.readouterr().out
    assert "Redis 7.0.15" in told["overview"] and "12" in told["overview"]
    assert "does not tell" in told["eventloop"]
    assert "get" in told["commands"] and "only vkscope tells" in told["events"]
    assert "does not count encodings" in told["keyspace"]
