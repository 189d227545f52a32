"""Sources, snapshots and sums: live over a fake server, reduced, recorded."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.tracing.fakes import CATALOGUE, FakeServer, bulk, event
from vkscope.cli import trace
from vkscope.tracing import reduced, snapshot
from vkscope.tracing.address import Endpoint
from vkscope.tracing.aggregate import anatomy, blame, rates
from vkscope.tracing.events import Decoder
from vkscope.tracing.histogram import Histogram
from vkscope.tracing.recorder import record
from vkscope.tracing.recording import Recording, RecordingWriter
from vkscope.tracing.snapshot import from_plain
from vkscope.tracing.sources import LiveSource, RecordedSource, ReducedSource, connect


def resp(value: Any) -> bytes:
    """Encode as RESP3."""
    if isinstance(value, dict):
        pairs = b"".join(bulk(k) + resp(v) for k, v in value.items())
        return b"%%%d\r\n" % len(value) + pairs
    if isinstance(value, list):
        return b"*%d\r\n" % len(value) + b"".join(map(resp, value))
    return b":%d\r\n" % value if isinstance(value, int) else bulk(value)


TIMES = Histogram.of([1000, 2000])
PICTURE: dict[str, Any] = {
    "server": {"now_ns": 5_000, "wall_offset_ns": 7, "uptime_ns": 9, "pid": 1},
    "tick": {"ticks": 3, "ns": 100, "phases": {"poll_ns": 40, "execute_ns": 60}},
    "commands": {
        "get": {
            "id": 1,
            "calls": 2,
            "ns": 3000,
            "execute_count": 2,
            "execute_p99_ns": 2000,
            "execute_buckets": TIMES.pack(),
        }
    },
    "worst": [{"command": "get", "execute_ns": 2000, "key": b"k\xff", "key_len": 2}],
    "keyspace": {"db0": {"keys": 4, "kinds": {"hash/listpack": {"count": 3, "bytes": 90}}}},
    "memory": {"used_bytes": 11},
}


def scope(words: list[bytes]) -> bytes:
    if words[0] == b"HELLO":
        return b"%0\r\n"
    if words[:2] == [b"SCOPE", b"CATALOGUE"]:
        return resp({"version": 1, "catalogue": CATALOGUE.json})
    if words[1:3] == [b"SNAPSHOT", b"command_names"]:
        return resp({"command_names": ["", "get"]})
    return resp(PICTURE) if words[1:2] == [b"SNAPSHOT"] else b"+OK\r\n"


def push(number: int, lost: int, data: bytes) -> bytes:
    return b">4\r\n" + bulk("scope") + b":%d\r\n:%d\r\n" % (number, lost) + bulk(data)


def test_a_live_source_shows_pictures_and_events() -> None:
    async def run() -> None:
        async with FakeServer(scope) as server:
            source = await connect(Endpoint(port=server.port), ("command",), 5)
            assert isinstance(source, LiveSource)
            assert [b"SCOPE", b"SUBSCRIBE", b"CLASS", b"command", b"MIN-SPAN", b"5"] in server.seen
            taken = await source.snapshot()
            assert taken is not None
            assert taken.command("get").execute.histogram.count == 2
            assert taken.worst[0].key == "k\\xff" and taken.dbs[0].kinds[0].encoding == "listpack"
            assert "clients" in taken.missing and "memory" not in taken.missing
            packed = event("CommandExecuted", 10, span=3, client=2, queued_ns=1, command=1)
            server.push(push(1, 0, packed) + push(2, 5, packed) + push(3, 5, b""))
            await asyncio.sleep(0.02)
            got = await source.events()
            assert [source.decoder.label(e, "command") for e in got] == ["get", "get"]
            assert source.lost == 5
            assert await source.events() == []
            await source.close()

    asyncio.run(run())


def test_a_lost_server_is_said() -> None:
    async def run() -> None:
        async with FakeServer(scope) as server:
            source = await LiveSource.open(Endpoint(port=server.port))
            server.drop()
            await asyncio.sleep(0.02)
            with pytest.raises(ConnectionError):
                await source.events()
            with pytest.raises(ConnectionError):
                await source.snapshot()
            await source.close()

    asyncio.run(run())


def test_recording_a_live_source(tmp_path: Path) -> None:
    async def run() -> None:
        async with FakeServer(scope) as server:
            source = await LiveSource.open(Endpoint(port=server.port))
            task = asyncio.ensure_future(record(source, tmp_path / "a.vkt", seconds=0.25))
            await asyncio.sleep(0.05)
            server.push(push(1, 2, event("ServerReady", 6_000)))
            progress = await task
            assert (progress.events, progress.lost, progress.ended) == (1, 2, "")
            await source.close()

    asyncio.run(run())
    with Recording(tmp_path / "a.vkt") as made:
        assert [e.name for e in made.events()] == ["ServerReady"]
        assert from_plain(made.snapshot_at(0) or {}).command("get").calls == 2


def test_a_recording_ends_whole_when_the_server_goes(tmp_path: Path) -> None:
    async def run() -> None:
        async with FakeServer(scope) as server:
            source = await LiveSource.open(Endpoint(port=server.port))
            task = asyncio.ensure_future(record(source, tmp_path / "a.vkt"))
            await asyncio.sleep(0.05)
            server.drop()
            assert "gone" in (await task).ended
            await source.close()

    asyncio.run(run())
    with Recording(tmp_path / "a.vkt") as made:
        assert len(made.snapshots()) == 1 and not made.is_cut


INFO = (
    "# Server\r\nredis_version:7.0.15\r\nprocess_id:42\r\nuptime_in_seconds:3\r\n"
    "used_memory:1000\r\nused_memory_rss:2000\r\nconnected_clients:5\r\nkeyspace_hits:3\r\n"
    "cmdstat_get:calls=10,usec=25,usec_per_call=2.50,rejected_calls=1,failed_calls=2\r\n"
    "latency_percentiles_usec_get:p50=1.003,p99=2.007,p99.9=3.007\r\n"
    "db0:keys=7,expires=2,avg_ttl=0\r\n"
)


def other(words: list[bytes]) -> bytes:
    if words[0] == b"HELLO":
        return b"%0\r\n"
    if words[0] in (b"SCOPE", b"COMMANDLOG"):
        return b"-ERR unknown command '%b', with args\r\n" % words[0]
    if words[0] == b"SLOWLOG":
        return resp([[1, 100, 20000, ["KEYS", "*"], "1.2.3.4:5", ""]])
    return bulk(INFO) if words[0] == b"INFO" else b"+OK\r\n"


def test_a_server_that_is_not_ours_is_reduced_and_says_so() -> None:
    async def run() -> None:
        async with FakeServer(other) as server:
            source = await connect(Endpoint(port=server.port))
            assert isinstance(source, ReducedSource) and source.cannot_see
            taken = await source.snapshot()
            assert taken is not None
            get = taken.command("get")
            assert (get.calls, get.ns, get.execute.p99_ns, get.failed) == (10, 25000, 2007, 2)
            assert (taken.pid, taken.dbs[0].keys, taken.clients.connected) == (42, 7, 5)
            assert taken.memory.fragmentation_permille == 2000
            assert (taken.worst[0].command, taken.worst[0].execute_ns) == ("keys", 20_000_000)
            assert {"tick", "cpu"} <= taken.missing
            assert await source.events() == []
            await source.close()

    asyncio.run(run())


def test_info_tells_where_replicas_stand() -> None:
    info = {
        "connected_slaves": "1",
        "slave0": "ip=10.0.0.2,port=6380,state=online,offset=900,lag=2,type=replica",
        "master_repl_offset": "1000",
        "repl_backlog_active": "1",
        "repl_backlog_size": "512",
        "repl_backlog_first_byte_offset": "489",
        "number_of_cached_scripts": "7",
    }
    taken = from_plain(reduced.from_info(info, None, 1, 2))
    assert taken.number("scripts", "cached") == 7
    assert taken.number("stream", "backlog_first") == 489
    (replica,) = taken.raw["stream"]["replicas"]
    assert (replica["address"], replica["ack_offset"], replica["ack_ms"]) == (
        "10.0.0.2:6380",
        900,
        2000,
    )


def test_info_tells_of_a_save_and_of_the_append_only_file() -> None:
    info = {
        "rdb_changes_since_last_save": "12",
        "rdb_bgsave_in_progress": "1",
        "rdb_current_bgsave_time_sec": "3",
        "rdb_last_bgsave_status": "err",
        "rdb_last_bgsave_time_sec": "-1",
        "current_save_keys_processed": "40",
        "current_save_keys_total": "100",
        "current_cow_size": "4096",
        "aof_enabled": "1",
        "aof_current_size": "900",
        "aof_base_size": "300",
        "aof_last_write_status": "err",
        "latest_fork_usec": "1500",
    }
    told = reduced.from_info(info, None, 1, 2)["persist"]
    assert told["child"] == {
        "kind": "rdb", "age_ms": 3000, "keys": 40, "of": 100, "copied_bytes": 4096
    }  # fmt: skip
    assert (told["rdb"]["last_ok"], told["rdb"]["last_seconds"], told["rdb"]["changes"]) == (
        False,
        -1,
        12,
    )
    assert told["aof"]["enabled"] == 1 and told["aof"]["write_ok"] is False
    assert told["aof"]["size"] - told["aof"]["base_size"] == 600
    assert told["latest_fork_ns"] == 1_500_000
    assert not told.keys() & {"fsync", "bio", "errors"}
    assert reduced.from_info({}, None, 1, 2)["persist"]["child"] is None


def test_info_of_a_strange_server_is_no_error() -> None:
    taken = from_plain(reduced.from_info({"used_memory": "many", "db": "x"}, None, 1, 2))
    assert taken.memory.used_bytes == 0 and taken.dbs == ()


@pytest.fixture
def recorded(tmp_path: Path) -> RecordedSource:
    writer = RecordingWriter(tmp_path / "a.vkt", wall_offset=0, created=0, source="live")
    for second in range(1, 6):
        at = second * 1000
        writer.snapshot(at, {"server": {"now_ns": at}})
        writer.events(event("ServerReady", at + 500, pid=second))
    writer.close()
    return RecordedSource(tmp_path / "a.vkt")


def pids(source: RecordedSource) -> list[int]:
    return [e["pid"] for e in asyncio.run(source.events())]


def test_a_recorded_source_plays_seeks_and_steps(recorded: RecordedSource) -> None:
    assert (recorded.first, recorded.last, pids(recorded)) == (1000, 5500, [])
    recorded.advance(600)
    assert pids(recorded) == [1] and pids(recorded) == []
    recorded.step()
    assert recorded.position == 2000
    recorded.step(2)
    assert recorded.position == 4000 and pids(recorded) == [2, 3]
    taken = asyncio.run(recorded.snapshot())
    assert taken is not None and taken.time_ns == 4000
    recorded.step(-1)
    assert recorded.position == 3000
    recorded.seek(10**9)
    assert recorded.is_at_end
    recorded.seek(-5)
    assert recorded.position == 1000
    recorded.advance(10**9)
    assert pids(recorded) == [1, 2, 3, 4, 5]


def test_anatomy_and_blame() -> None:
    packed = (
        event("TickEnded", 100, span=50, execute_ns=30, poll_ns=10, other_ns=10)
        + event("TickEnded", 300, span=150, execute_ns=150)
        + event("CommandExecuted", 90, span=20, client=1, queued_ns=0, command=1, behind=2)
        + event("CommandExecuted", 95, span=10, client=2, queued_ns=30, command=1, behind=1)
        + event("CommandExecuted", 96, span=1, client=3, queued_ns=2, command=2, behind=1)
    )
    decoder = Decoder(CATALOGUE, ["", "get", "set"])
    events = list(decoder.events(packed))
    ticks = anatomy(events)
    assert (ticks.ticks, ticks.span_ns, ticks.phases["execute"], ticks.named) == (2, 200, 180, 0.95)
    assert ticks.worst is not None and ticks.worst.time == 300
    first, second = blame(events, decoder)
    assert (first.command, first.calls, first.queued_ns, first.execute_ns) == ("get", 2, 30, 30)
    assert first.worst_ns == 20 and first.behind == ((1, 30),)
    assert second.command == "set"


def test_rates_between_pictures() -> None:
    def at(seconds: int, calls: int, pid: int = 1) -> snapshot.Snapshot:
        return from_plain(
            {
                "server": {"now_ns": seconds * 10**9, "pid": pid},
                "tick": {"ns": calls * 10**6, "phases": {"execute_ns": calls * 10**6}},
                "commands": {"get": {"calls": calls}},
                "stats": {"commands": calls},
                "lookups": {"hits": calls, "misses": 0},
            }
        )

    found = rates(at(1, 100), at(3, 300))
    assert found is not None
    assert found.commands == {"get": 100.0} and found.total == 100.0
    assert found.busy == pytest.approx(0.1) and found.hit_ratio == 1.0
    assert rates(at(3, 1), at(1, 1)) is None
    assert rates(at(1, 1), at(2, 1, pid=2)) is None


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    writer = RecordingWriter(tmp_path / "a.vkt", wall_offset=0, created=0, source="live")
    writer.events(event("ServerReady", 5, pid=1))
    writer.close()
    file = str(tmp_path / "a.vkt")
    assert trace.main(["export", file, "--format", "jsonl"]) == 0
    assert json.loads((tmp_path / "a.jsonl").read_text())["event"] == "ServerReady"
    assert trace.main(["replay", file]) == 0  # no terminal here: plain text
    assert "ServerReady" in capsys.readouterr().out
    assert trace.main(["info", str(tmp_path / "none.vkt")]) == 1
    assert trace.main(["record", "-o", str(tmp_path / "b.vkt"), "127.0.0.1:1"]) == 1
    assert "vkscope trace:" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        trace.main([])
